/* One reader a type of value, and one table of words for the types that are a choice of a few. A
 * reader says only true or false; what would be right is one text a type (na_key_remedy), so that
 * all keys of a type give the same advice. */
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

/* The words that a value of some types may be, in the order of what they mean. */
static const char *const choices[][7] = {
    [KEY_FLAG] = {"no", "yes"},
    [KEY_FORMAT] = {[NA_PLACES_CODEPOINT] = "codepoint-open",
                    [NA_PLACES_OPEN_NAMES] = "os-open-names",
                    [NA_PLACES_ONSPD] = "onspd",
                    [NA_PLACES_CSV] = "csv",
                    [NA_PLACES_ADDRESSES] = "addresses",
                    [NA_PLACES_UPRN] = "os-open-uprn"},
    [KEY_NETWORK_FORMAT] = {[NA_NETWORK_OSM] = "osm",
                            [NA_NETWORK_GEOFABRIK] = "geofabrik",
                            [NA_NETWORK_OPEN_ROADS] = "os-open-roads"},
    [KEY_TOTAL_IS] = {[NA_TOTAL_EXACT] = "exact", [NA_TOTAL_APPROXIMATE] = "approximate"},
    [KEY_QUALITY] = {"surveyed", "building", "postcode", "approximate"},
    [KEY_ORDER] = {[NA_ORDER_FOUND] = "auto",
                   [NA_ORDER_DMY] = "dmy",
                   [NA_ORDER_MDY] = "mdy",
                   [NA_ORDER_YMD] = "ymd"},
    [KEY_ON_ERROR] = {[NA_ON_ERROR_REFUSE] = "refuse", [NA_ON_ERROR_SKIP] = "skip"},
    [KEY_ID] = {"column", "make"},
    [KEY_SECRETS] = {"leave_out", "move"},
};

static bool store_choice(enum na_key_type type, struct na_str text, void *target)
{
    size_t i = 0;
    while (i < COUNT(choices[type]) &&
           (choices[type][i] == NULL || !na_str_is(text, choices[type][i]))) {
        i++;
    }
    if (i == COUNT(choices[type])) {
        return false;
    }
    switch (type) {
    case KEY_FORMAT:
        *(enum na_places_format *)target = (enum na_places_format)i;
        break;
    case KEY_NETWORK_FORMAT:
        *(enum na_network_format *)target = (enum na_network_format)i;
        break;
    case KEY_TOTAL_IS:
        *(enum na_total_is *)target = (enum na_total_is)i;
        break;
    case KEY_QUALITY:
        *(const char **)target = choices[type][i];
        break;
    case KEY_ORDER:
        *(enum na_section_order *)target = (enum na_section_order)i;
        break;
    case KEY_ON_ERROR:
        *(enum na_on_error *)target = (enum na_on_error)i;
        break;
    default:
        *(bool *)target = i == 1;
        break;
    }
    return true;
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
    case KEY_TOTAL:
        return read_total(text, (uint64_t *)target);
    case KEY_PERCENT:
        return read_percent(text, (double *)target);
    default:
        return store_choice(type, text, target);
    }
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
