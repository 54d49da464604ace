/* Reads one half of a position in degrees: the parts with their signs and letter first, then what
 * they come to, then what is wrong with them. */
#include "geo/angle.h"

#include <stdio.h>
#include <string.h>

#define PARTS 3

/* Degrees, minutes, seconds and a letter, taken apart. */
struct angle {
    struct na_str parts[PARTS];
    size_t count;
    char letter; /* upper case; 0: none */
};

static char letter_of(char c)
{
    char lower = na_ascii_lower(c);
    return lower == 'n' || lower == 's' || lower == 'e' || lower == 'w' ? (char)(lower - 'a' + 'A')
                                                                        : '\0';
}

/* Bytes of the sign of part `part` at the front: of degrees, minutes or seconds. */
static size_t sign_length(struct na_str text, size_t part)
{
    static const char *const signs[PARTS][6] = {
        {"\xC2\xB0", "\xC2\xBA", "\xCB\x9A", "deg", "d", NULL},
        {"'", "\xE2\x80\xB2", "\xE2\x80\x99", "\xC2\xB4", "m", NULL},
        {"''", "\"", "\xE2\x80\xB3", "\xE2\x80\x9D", "s", NULL}};
    for (size_t i = 0; signs[part][i] != NULL; i++) {
        size_t length = strlen(signs[part][i]);
        if (text.length >= length && memcmp(text.bytes, signs[part][i], length) == 0) {
            return length;
        }
    }
    return 0;
}

static struct na_str skip(struct na_str text, size_t count)
{
    return (struct na_str){text.bytes + count, text.length - count};
}

static size_t figures_length(struct na_str text)
{
    size_t length = 0;
    while (length < text.length && ((text.bytes[length] >= '0' && text.bytes[length] <= '9') ||
                                    text.bytes[length] == '.')) {
        length++;
    }
    return length;
}

/* A letter off the front or the end. */
static struct na_str take_letter(struct na_str text, struct angle *angle)
{
    if (text.length == 0) {
        return text;
    }
    angle->letter = letter_of(text.bytes[0]);
    if (angle->letter != '\0') {
        return na_str_trim(skip(text, 1));
    }
    angle->letter = letter_of(text.bytes[text.length - 1]);
    if (angle->letter != '\0') {
        text.length--;
    }
    return na_str_trim(text);
}

/* Parts with their signs; the last sign may be left out. False: something else is written there. */
static bool take_parts(struct na_str text, struct angle *angle)
{
    while (text.length > 0) {
        bool sign = angle->count == 0 && (text.bytes[0] == '-' || text.bytes[0] == '+');
        size_t length = figures_length(skip(text, sign));
        if (length == 0 || angle->count == PARTS) {
            return false;
        }
        struct na_str rest = na_str_trim(skip(text, length + sign));
        size_t mark = sign_length(rest, angle->count);
        if (mark == 0 && rest.length > 0) {
            return false;
        }
        angle->parts[angle->count++] = (struct na_str){text.bytes, length + sign};
        text = na_str_trim(skip(rest, mark));
    }
    return angle->count > 0;
}

static bool is_of_axis(char letter, enum na_angle_axis axis)
{
    return axis == NA_ANGLE_LAT ? letter == 'N' || letter == 'S' : letter == 'E' || letter == 'W';
}

static bool is_signed(struct na_str text)
{
    return text.bytes[0] == '-' || text.bytes[0] == '+';
}

static bool value_of(const struct angle *angle, double *ret_deg)
{
    static const double units[PARTS] = {1.0, 60.0, 3600.0};
    double sum = 0.0;
    bool negative = angle->parts[0].bytes[0] == '-';
    for (size_t i = 0; i < angle->count; i++) {
        double part = 0.0;
        bool last = i + 1 == angle->count;
        bool whole = memchr(angle->parts[i].bytes, '.', angle->parts[i].length) == NULL;
        if (!na_number_parse(angle->parts[i], &part) || (!last && !whole) ||
            (i > 0 && part >= 60.0)) {
            return false;
        }
        sum += (negative && i == 0 ? -part : part) / units[i];
    }
    bool west = angle->letter == 'S' || angle->letter == 'W';
    *ret_deg = negative || west ? -sum : sum;
    return true;
}

enum na_number_fault na_angle_read(struct na_str text, enum na_angle_axis axis,
                                   enum na_number_marks marks, double *ret_deg)
{
    enum na_number_fault fault = na_number_read(text, marks, ret_deg);
    if (fault != NA_NUMBER_TRAILING && fault != NA_NUMBER_NOT) {
        return fault;
    }
    struct angle angle = {.count = 0, .letter = '\0'};
    struct na_str rest = take_letter(na_str_trim(text), &angle);
    if (!take_parts(rest, &angle) || (angle.letter != '\0' && !is_of_axis(angle.letter, axis)) ||
        (angle.letter != '\0' && is_signed(angle.parts[0]))) {
        return fault;
    }
    return value_of(&angle, ret_deg) ? NA_NUMBER_GOOD : fault;
}

void na_angle_reason(struct na_str text, enum na_angle_axis axis, enum na_number_fault fault,
                     char *to)
{
    struct angle angle = {.count = 0, .letter = '\0'};
    struct na_str rest = take_letter(na_str_trim(text), &angle);
    bool lettered = (fault == NA_NUMBER_TRAILING || fault == NA_NUMBER_NOT) &&
                    angle.letter != '\0' && take_parts(rest, &angle);
    if (!lettered) {
        na_number_reason(text, fault, to);
    } else if (!is_of_axis(angle.letter, axis)) {
        bool lat = axis == NA_ANGLE_LAT;
        (void)snprintf(to, NA_NUMBER_REASON, "a %s with the letter %c, which is of a %s",
                       lat ? "latitude" : "longitude", angle.letter,
                       lat ? "longitude" : "latitude");
    } else if (is_signed(angle.parts[0])) {
        (void)snprintf(to, NA_NUMBER_REASON, "an angle with both a sign and the letter %c",
                       angle.letter);
    } else {
        (void)snprintf(to, NA_NUMBER_REASON, "not an angle: minutes and seconds are below 60");
    }
}
