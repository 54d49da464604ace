/* base/number.h - numbers from and to text, independent of the locale: one grammar for every number
 * that a person or a program gives. */
#ifndef NA_BASE_NUMBER_H
#define NA_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* What stands for a decimal point: the other mark may stand between thousands. */
enum na_number_marks {
    NA_NUMBER_POINT, /* 450,900.5 */
    NA_NUMBER_COMMA  /* 450.900,5 */
};

enum na_number_fault {
    NA_NUMBER_GOOD,
    NA_NUMBER_BLANK,    /* nothing but blanks */
    NA_NUMBER_NO_VALUE, /* a mark for no value: N/A, NULL, NaN, - ... */
    NA_NUMBER_NOT,      /* it does not begin as a number does */
    NA_NUMBER_TRAILING, /* a number, and something after it */
    NA_NUMBER_DECIMAL,  /* a decimal comma where a point is wanted, or a decimal point where a comma
                           is */
    NA_NUMBER_DASH,     /* a dash where the minus should be */
    NA_NUMBER_LONG,     /* over NA_NUMBER_CHARACTERS_MAX characters */
    NA_NUMBER_INFINITE  /* infinity, or beyond the largest double */
};

#define NA_NUMBER_CHARACTERS_MAX 100

/* Read the whole of `text` as a number, by the one grammar for what people and programs write:
 *
 *   [+ or - or U+2212] figures, with or without a point, [e [+ or -] figures]
 *
 * At least one figure stands before or after the point. Blanks around it are left out, the
 * no-break space and a byte order mark too. Thousands may be parted by commas or no-break spaces,
 * in threes throughout. The result is the double nearest to the decimal, exactly as strtod in the C
 * locale gives it. On a fault *ret_value is untouched. Any thread. */
enum na_number_fault na_number_read(struct na_str text, enum na_number_marks marks,
                                    double *ret_value);
/* The same with a decimal point; false on any fault. */
bool na_number_parse(struct na_str text, double *ret_value);
/* Blank, or a mark for no value? */
bool na_number_is_missing(struct na_str text);

/* Room for what the two functions below write. */
#define NA_NUMBER_REASON 160
/* Say what `text` is instead of a number: "not a number: \"abc\" follows it", "blank", ... */
void na_number_reason(struct na_str text, enum na_number_fault fault, char *to);
/* Put the value in front: "\"54.68abc\" is not a number: \"abc\" follows it". `reason` is of
 * na_number_reason or na_angle_reason; `to` has room for NA_NUMBER_REASON bytes and is not
 * `reason`.
 */
void na_number_explain(struct na_str text, const char *reason, char *to);

/* Read the whole of `text` as -?DIGITS within [low, high]. False if not of that form or outside. */
bool na_integer_parse(struct na_str text, int64_t low, int64_t high, int64_t *ret_value);

/* Longest text of the two functions below, its NUL included. */
#define NA_NUMBER_TEXT 352

/* Write a finite `value` with exactly `decimals` (0..12) digits after the point, rounded half to
 * even on the exact binary value, never "-0". `to` has room for NA_NUMBER_TEXT bytes. Returns the
 * length. Not finite: writes "null". */
size_t na_number_fixed(char *to, double value, unsigned int decimals);

/* As na_number_fixed, then without trailing zeros and a bare point. */
size_t na_number_trimmed(char *to, double value, unsigned int decimals);

/* The shortest plain decimal (no exponent) that reads back as `value`; finite values only. */
size_t na_number_shortest(char *to, double value);

#endif
