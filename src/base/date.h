/* base/date.h - calendar dates as days since 1970-01-01 (proleptic Gregorian). No clocks here. */
#ifndef NA_BASE_DATE_H
#define NA_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* No date: an open end, or unknown. */
#define NA_DATE_NONE INT32_MIN
/* Bytes of "YYYY-MM-DD" and its NUL. */
#define NA_DATE_TEXT 11

/* Read "YYYY-MM-DD", years 1000 to 9999, real days only (2025-02-29 is refused). */
bool na_date_parse(struct na_str text, int32_t *ret_days);
/* The same, or "YYYYMMDD" as a date field of a DBF has it, whose "00000000" is NA_DATE_NONE. */
bool na_date_parse_dbf(struct na_str text, int32_t *ret_days);
/* Write "YYYY-MM-DD", or "" for NA_DATE_NONE and for days outside the years 1000 to 9999; `to` has
 * room for NA_DATE_TEXT bytes. */
void na_date_format(char *to, int32_t days);
/* Is it NA_DATE_NONE, or a day of the years 1000 to 9999? */
bool na_date_is_sound(int32_t days);
/* Is `day` within [from, to], both ends included, NA_DATE_NONE being open? */
bool na_date_within(int32_t day, int32_t from, int32_t to);

#endif
