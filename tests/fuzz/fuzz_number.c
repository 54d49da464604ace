/* Numbers, integers, dates, grid references and .prj texts. Oracles: strtod for numbers, and
 * writing back what was read for the others. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/number.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "geo/system.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool right)
{
    if (!right) {
        abort();
    }
}

static void number(struct na_str text)
{
    double value = 0.0;
    char reason[NA_NUMBER_REASON];
    char sentence[NA_NUMBER_REASON];
    enum na_number_fault fault = na_number_read(text, NA_NUMBER_POINT, &value);
    na_number_reason(text, fault, reason);
    na_number_explain(text, reason, sentence);
    if (fault != NA_NUMBER_GOOD) {
        return;
    }
    char copy[128];
    bool plain = text.length <= 100;
    for (size_t i = 0; i < text.length && plain; i++) {
        char c = text.bytes[i];
        copy[i] = c;
        plain = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
    }
    if (plain) { /* without blanks, thousands and U+2212: as strtod reads it */
        copy[text.length] = '\0';
        char *end = NULL;
        double wanted = strtod(copy, &end);
        require(*end == '\0' && memcmp(&value, &wanted, sizeof value) == 0);
    }

    char again[NA_NUMBER_TEXT];
    double back = 0.0;
    size_t length = na_number_shortest(&again, value);
    require(length < sizeof again && strtod(again, NULL) == value);
    /* what was written within the parser's 100 bytes is read as the same */
    if (length <= 100) {
        require(na_number_parse((struct na_str){again, length}, &back) && back == value);
    }
    require(na_number_fixed(&again, value, 12) < sizeof again);
    require(na_number_trimmed(&again, value, 6) < sizeof again);
}

static void angle(struct na_str text)
{
    double value = NAN;
    char reason[NA_NUMBER_REASON];
    for (int axis = NA_ANGLE_LAT; axis <= NA_ANGLE_LON; axis++) {
        enum na_number_fault fault =
            na_angle_read(text, (enum na_angle_axis)axis, NA_NUMBER_COMMA, &value);
        na_angle_reason(text, (enum na_angle_axis)axis, fault, reason);
        require(fault != NA_NUMBER_GOOD || isfinite(value));
    }
}

static void integer(struct na_str text)
{
    int64_t value = 0;
    if (na_integer_parse(text, -1000000, 1000000, &value)) {
        char copy[32];
        require(text.length < sizeof copy);
        memcpy(copy, text.bytes, text.length);
        copy[text.length] = '\0';
        require(strtoll(copy, NULL, 10) == value && value >= -1000000 && value <= 1000000);
    }
}

static void date(struct na_str text)
{
    int32_t days = 0;
    if (na_date_parse(text, &days)) {
        char again[NA_DATE_TEXT];
        na_date_format(again, days);
        require(na_str_is(text, again));
    }
}

static void gridref(struct na_str text)
{
    struct na_grid centre = {0, 0};
    double accuracy_m = 0.0;
    if (!na_gridref_parse(text, &centre, &accuracy_m)) {
        return;
    }
    require(centre.easting_m > 0.0 && centre.easting_m < NA_GRID_EASTING_MAX_M);
    require(centre.northing_m > 0.0 && centre.northing_m < NA_GRID_NORTHING_MAX_M);
    unsigned int figures = 0;
    for (size_t i = 0; i < text.length; i++) {
        figures += text.bytes[i] >= '0' && text.bytes[i] <= '9';
    }
    char again[NA_GRIDREF_TEXT];
    na_gridref_format(again, centre, figures);
    struct na_grid same = {0, 0};
    double same_m = 0.0;
    require(na_gridref_parse(na_str_of(again), &same, &same_m));
    require(memcmp(&same, &centre, sizeof same) == 0 && same_m == accuracy_m);
}

/* The recogniser needs these words, whatever else there is. */
static void prj(struct na_str text)
{
    struct na_prj_text said;
    na_prj_read(text.bytes, text.length, &said);
    require(said.system == NULL || said.is_whole);
    for (size_t i = 0; na_system_at(i) != NULL; i++) {
        require(said.system != na_system_at(i) ||
                na_prj_may_be(text.bytes, text.length, na_system_at(i)));
    }
    if (said.system != NULL) {
        bool parameter = false;
        for (size_t i = 0; i + 9 <= text.length; i++) {
            char word[10] = "";
            for (size_t j = 0; j < 9; j++) {
                word[j] = na_ascii_lower(text.bytes[i + j]);
            }
            parameter = parameter || strcmp(word, "parameter") == 0;
        }
        require(text.length > 100 && (said.system->kind == NA_SYSTEM_DEGREES || parameter));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    struct na_str text = {(const char *)data, size};
    number(text);
    angle(text);
    integer(text);
    date(text);
    gridref(text);
    prj(text);
    return 0;
}
