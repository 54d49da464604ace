/* base/number.h - numbers from and to text, independent of the locale. */
#ifndef NA_BASE_NUMBER_H
#define NA_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Read the whole of `text` as -?DIGITS(.DIGITS)? with at most `max_whole` digits before and
 * `max_fraction` behind the point (no sign +, no exponent, no white space, no bare point).
 * The result is the double nearest to the decimal, exactly as strtod in the C locale gives it.
 * Returns false, with *ret_value untouched, if the text is not of that form. Any thread. */
bool na_number_parse(struct na_str text, unsigned int max_whole, unsigned int max_fraction,
                     double *ret_value);

/* Read a number that is known to be of JSON's grammar (an exponent may follow), at most 100
 * characters; the double nearest to it. False if it is longer or beyond the largest double. */
bool na_number_parse_json(struct na_str text, double *ret_value);

/* Read the whole of `text` as -?DIGITS within [low, high]. False if not of that form or outside. */
bool na_integer_parse(struct na_str text, int64_t low, int64_t high, int64_t *ret_value);

/* Longest text of the two functions below, its NUL included. */
#define NA_NUMBER_TEXT 352

/* Write a finite `value` with exactly `decimals` (0..12) digits behind the point, rounded half to
 * even on the exact binary value, never "-0". `to` has room for NA_NUMBER_TEXT bytes. Returns the
 * length. Not finite: writes "null". */
size_t na_number_fixed(char *to, double value, unsigned int decimals);

/* As na_number_fixed, then without trailing zeros and a bare point. */
size_t na_number_trimmed(char *to, double value, unsigned int decimals);

/* The shortest plain decimal (no exponent) that reads back as `value`; finite values only. */
size_t na_number_shortest(char *to, double value);

#endif
