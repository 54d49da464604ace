/* One reader a type of value. A reader says only true or false; what would be right is one text a
 * type (na_key_remedy), so that all keys of a type give the same advice. */
#include "compile/manifest_value.h"

#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "compile/manifest.h"
#include "data/ready_tables.h"
#include "geo/system.h"
#include "io/delimiter.h"
#include "io/encoding.h"

/* Square metres, too. */
#define METRES_MAX 1e9
/* Britain and the sea about it. */
#define SQUARE_METRES_MAX 1e13
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* "EPSG:27700", or the number alone; one of geo/system.h. */
static bool read_crs(struct na_str text, int *ret_crs)
{
    const struct na_str prefix = na_str_of("EPSG:");
    int64_t epsg = 0;
    if (text.length > prefix.length && memcmp(text.bytes, prefix.bytes, prefix.length) == 0) {
        text = (struct na_str){text.bytes + prefix.length, text.length - prefix.length};
    }
    if (!na_integer_parse(text, 1, 99999, &epsg) || na_system_of_epsg((int)epsg) == NULL) {
        return false;
    }
    *ret_crs = (int)epsg;
    return true;
}

static bool read_flag(struct na_str text, bool *ret_flag)
{
    bool yes = na_str_is(text, "yes");
    if (!yes && !na_str_is(text, "no")) {
        return false;
    }
    *ret_flag = yes;
    return true;
}

static bool read_format(struct na_str text, enum na_places_format *ret_format)
{
    static const struct {
        const char *word;
        enum na_places_format format;
    } words[] = {{"codepoint-open", NA_PLACES_CODEPOINT},
                 {"os-open-names", NA_PLACES_OPEN_NAMES},
                 {"onspd", NA_PLACES_ONSPD},
                 {"csv", NA_PLACES_CSV},
                 {"addresses", NA_PLACES_ADDRESSES},
                 {"os-open-uprn", NA_PLACES_UPRN}};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (na_str_is(text, words[i].word)) {
            *ret_format = words[i].format;
            return true;
        }
    }
    return false;
}

static bool read_network_format(struct na_str text, enum na_network_format *ret_format)
{
    static const char *const words[] = {"", "osm", "geofabrik", "os-open-roads"};
    for (size_t i = 1; i < COUNT(words); i++) {
        if (na_str_is(text, words[i])) {
            *ret_format = (enum na_network_format)i;
            return true;
        }
    }
    return false;
}

static bool read_days(struct na_str text, uint32_t *ret_days)
{
    int64_t days = 0;
    if (!na_integer_parse(text, 1, 36500, &days)) {
        return false;
    }
    *ret_days = (uint32_t)days;
    return true;
}

static bool read_total(struct na_str text, uint64_t *ret_total)
{
    int64_t total = 0;
    if (!na_integer_parse(text, 1, INT64_C(1) << 53, &total)) {
        return false;
    }
    *ret_total = (uint64_t)total;
    return true;
}

static bool read_total_is(struct na_str text, enum na_total_is *ret_total_is)
{
    bool exact = na_str_is(text, "exact");
    if (!exact && !na_str_is(text, "approximate")) {
        return false;
    }
    *ret_total_is = exact ? NA_TOTAL_EXACT : NA_TOTAL_APPROXIMATE;
    return true;
}

static bool read_quality(struct na_str text, const char **ret_quality, const char *value)
{
    static const char *const words[] = {"surveyed", "building", "postcode", "approximate"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (na_str_is(text, words[i])) {
            *ret_quality = value;
            return true;
        }
    }
    return false;
}

static bool read_order(struct na_str text, enum na_section_order *ret_order)
{
    static const char *const words[] = {"auto", "dmy", "mdy", "ymd"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (na_str_is(text, words[i])) {
            *ret_order = (enum na_section_order)i;
            return true;
        }
    }
    return false;
}

static bool read_on_error(struct na_str text, enum na_on_error *ret_on_error)
{
    bool skip = na_str_is(text, "skip");
    *ret_on_error = skip ? NA_ON_ERROR_SKIP : NA_ON_ERROR_REFUSE;
    return skip || na_str_is(text, "refuse");
}

static bool read_id(struct na_str text, bool *ret_makes)
{
    *ret_makes = na_str_is(text, "make");
    return *ret_makes || na_str_is(text, "column");
}

static bool read_secrets(struct na_str text, bool *ret_moves)
{
    *ret_moves = na_str_is(text, "move");
    return *ret_moves || na_str_is(text, "leave_out");
}

static bool read_percent(struct na_str text, double *ret_percent)
{
    if (text.length > 1 && text.bytes[text.length - 1] == '%') {
        text = na_str_trim((struct na_str){text.bytes, text.length - 1});
    }
    return na_number_parse(text, ret_percent) && *ret_percent >= 0 && *ret_percent <= 100;
}

bool na_key_store(enum na_key_type type, const char *value, void *target)
{
    struct na_str text = na_str_of(value);
    switch (type) {
    case KEY_TEXT:
        *(const char **)target = value;
        return text.length > 0;
    case KEY_DATE:
        return na_date_parse(text, (int32_t *)target);
    case KEY_METRES:
        return na_number_parse(text, (double *)target) && *(double *)target >= 0 &&
               *(double *)target <= METRES_MAX;
    case KEY_SQUARE_METRES:
        return na_number_parse(text, (double *)target) && *(double *)target >= 0 &&
               *(double *)target <= SQUARE_METRES_MAX;
    case KEY_CRS:
        return read_crs(text, (int *)target);
    case KEY_ENCODING:
        return na_encoding_recognise(text, (enum na_encoding *)target);
    case KEY_SEPARATOR:
        return na_delimiter_parse(text, (char *)target);
    case KEY_DAYS:
        return read_days(text, (uint32_t *)target);
    case KEY_FLAG:
        return read_flag(text, (bool *)target);
    case KEY_FORMAT:
        return read_format(text, (enum na_places_format *)target);
    case KEY_NETWORK_FORMAT:
        return read_network_format(text, (enum na_network_format *)target);
    case KEY_TOTAL:
        return read_total(text, (uint64_t *)target);
    case KEY_TOTAL_IS:
        return read_total_is(text, (enum na_total_is *)target);
    case KEY_QUALITY:
        return read_quality(text, (const char **)target, value);
    case KEY_ORDER:
        return read_order(text, (enum na_section_order *)target);
    case KEY_ON_ERROR:
        return read_on_error(text, (enum na_on_error *)target);
    case KEY_ID:
        return read_id(text, (bool *)target);
    case KEY_SECRETS:
        return read_secrets(text, (bool *)target);
    case KEY_PERCENT:
        return read_percent(text, (double *)target);
    }
    return false;
}

const char *na_key_remedy(enum na_key_type type)
{
    switch (type) {
    case KEY_TEXT:
        return "Write a value after the =, or remove the line";
    case KEY_DATE:
        return "Write a date as YYYY-MM-DD";
    case KEY_METRES:
        return "Write a number that is not negative, for example 20";
    case KEY_SQUARE_METRES:
        return "Write square metres, not negative, for example 1000000";
    case KEY_CRS:
        return "Write EPSG:27700, EPSG:4326 or another of docs/pack.md; convert a layer in any "
               "other: "
               "ogr2ogr -t_srs EPSG:27700 new.shp old.shp";
    case KEY_ENCODING:
        return "Write UTF-8, CP1252 or ISO-8859-1";
    case KEY_SEPARATOR:
        return NA_DELIMITER_HINT;
    case KEY_DAYS:
        return "Write a whole number of days from 1 to 36500";
    case KEY_FLAG:
        return "Write yes or no";
    case KEY_FORMAT:
        return "Write codepoint-open, os-open-names, onspd, csv, addresses or os-open-uprn";
    case KEY_NETWORK_FORMAT:
        return "Write osm, geofabrik or os-open-roads";
    case KEY_TOTAL:
        return "Write a whole number above 0 without separators";
    case KEY_TOTAL_IS:
        return "Write exact or approximate";
    case KEY_QUALITY:
        return "Write surveyed, building, postcode or approximate";
    case KEY_ORDER:
        return "Write dmy, mdy, ymd or auto";
    case KEY_ON_ERROR:
        return "Write refuse or skip";
    case KEY_ID:
        return "Write make or column";
    case KEY_SECRETS:
        return "Write leave_out or move";
    case KEY_PERCENT:
        return "Write a part in hundred from 0 to 100, for example 5%";
    }
    return NULL;
}
