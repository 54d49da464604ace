/* Positions in degrees, minutes and seconds, as phones, radios and charts show them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "locate/private.h"

/* Metres in a degree of a great circle. */
#define DEGREE_M 111320.0
#define NUMBERS_MAX 3

/* One of the two halves. */
struct half {
    double numbers[NUMBERS_MAX];
    size_t count;
    size_t decimals; /* of the last number */
    char letter;     /* N, S, E, W; 0 while there is none */
};

static bool is_figure(char c)
{
    return (c >= '0' && c <= '9') || c == '.';
}

/* Bytes of a sign of degrees, minutes or seconds, a blank or a comma at `at`; 0: none. */
static size_t mark_length(struct na_str text, size_t at)
{
    static const char *const marks[] = {" ",
                                        "\t",
                                        ",",
                                        ";",
                                        "'",
                                        "\"",
                                        "\xc2\xb0",
                                        "\xc2\xba",
                                        "\xe2\x80\xb2",
                                        "\xe2\x80\xb3",
                                        "\xe2\x80\x99",
                                        "\xe2\x80\x9d",
                                        "\xc2\xb4"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t length = strlen(marks[i]);
        if (length <= text.length - at && memcmp(text.bytes + at, marks[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

/* Add the number at `at`; its bytes, 0: none that fits. Only the last one has decimals. */
static size_t take_number(struct na_str text, size_t at, struct half *half)
{
    size_t length = 0;
    while (at + length < text.length && is_figure(text.bytes[at + length])) {
        length++;
    }
    struct na_str number = {text.bytes + at, length};
    const char *point = memchr(number.bytes, '.', length);
    if (half->count == NUMBERS_MAX || half->decimals > 0 ||
        !na_number_parse(number, &half->numbers[half->count])) {
        return 0;
    }
    half->count++;
    half->decimals = point == NULL ? 0 : length - (size_t)(point - number.bytes) - 1;
    return length;
}

static char compass_letter(char c)
{
    char upper = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    return upper == 'N' || upper == 'S' || upper == 'E' || upper == 'W' ? upper : '\0';
}

/* Both halves, their letters all before it or all after it; false: something else is written there.
 */
static bool split(struct na_str text, struct half halves[2])
{
    size_t which = 0;
    bool in_front = text.length > 0 && compass_letter(text.bytes[0]) != '\0';
    for (size_t at = 0; at < text.length;) {
        struct half *half = &halves[which];
        size_t length = mark_length(text, at);
        char letter = compass_letter(text.bytes[at]);
        if (letter != '\0') {
            if (in_front && half->letter != '\0' && half->count > 0 && which == 0) {
                half = &halves[++which];
            }
            if (half->letter != '\0' || (half->count > 0) == in_front) {
                return false;
            }
            half->letter = letter;
            which += !in_front && which == 0;
            length = 1;
        } else if (length == 0) {
            bool is_open = in_front || half->letter == '\0';
            length = is_open && is_figure(text.bytes[at]) ? take_number(text, at, half) : 0;
        }
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return halves[0].count > 0 && halves[1].count > 0 && halves[0].letter != '\0' &&
           halves[1].letter != '\0';
}

static bool is_north_south(const struct half *half)
{
    return half->letter == 'N' || half->letter == 'S';
}

/* Whole degrees alone ("N1 E1") are rather an address than a position. */
static bool is_exact(const struct half *half)
{
    return half->count > 1 || half->decimals > 0;
}

static bool in_sixties(const struct half *half)
{
    for (size_t i = 1; i < half->count; i++) {
        if (half->numbers[i] >= 60.0) {
            return false;
        }
    }
    return true;
}

static void write_degrees(const struct half *half, char to[NA_NUMBER_TEXT])
{
    double degrees = half->numbers[0] + half->numbers[1] / 60.0 + half->numbers[2] / 3600.0;
    bool negative = half->letter == 'S' || half->letter == 'W';
    (void)na_number_fixed(to, negative ? -degrees : degrees, 9);
}

/* What the figures that are not there may hide. */
static double half_step_m(const struct half *half)
{
    return 0.5 * pow(60.0, -(double)(half->count - 1)) * pow(10.0, -(double)half->decimals) *
           DEGREE_M;
}

enum na_code na_locate_degrees(struct na_session *session, struct na_str text,
                               struct na_located *ret_located, bool *ret_taken,
                               struct na_error *reterr)
{
    static const char *const names[2] = {"lat", "lon"};
    struct half halves[2] = {{.count = 0}, {.count = 0}};
    struct na_position position;
    char texts[2][NA_NUMBER_TEXT];
    *ret_taken = split(text, halves) && is_north_south(&halves[0]) != is_north_south(&halves[1]) &&
                 is_exact(&halves[0]) && is_exact(&halves[1]);
    if (!*ret_taken) {
        return NA_OK;
    }
    if (!in_sixties(&halves[0]) || !in_sixties(&halves[1])) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "Minutes and seconds are below 60");
        return na_fail_at(
            reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "q",
            "Check the figures, for example 54\xc2\xb0 41' 12\" N 1\xc2\xb0 12' 28\" W");
    }
    const struct half *lat = &halves[is_north_south(&halves[0]) ? 0 : 1];
    const struct half *lon = &halves[is_north_south(&halves[0]) ? 1 : 0];
    write_degrees(lat, texts[0]);
    write_degrees(lon, texts[1]);
    enum na_code code = na_locate_read_pair(session, names, na_str_of(texts[0]),
                                            na_str_of(texts[1]), &position, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_located_init(ret_located, "coordinates");
    struct na_candidate *candidate = na_located_add(ret_located);
    candidate->type = NA_CANDIDATE_COORDINATES;
    candidate->kind = "coordinates";
    candidate->at = position.at;
    candidate->has_lonlat = true;
    candidate->accuracy_m = hypot(
        half_step_m(lat), half_step_m(lon) * cos(position.at.lat_deg * 3.14159265358979 / 180.0));
    (void)snprintf(candidate->label, sizeof candidate->label, "%.6f, %.6f", position.at.lat_deg,
                   position.at.lon_deg);
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "Degrees with N or S and E or W, as exact as their last figure");
    ret_located->confident = 0;
    return na_candidate_complete(session, candidate, reterr);
}
