/* base/clock_uk.h - the time of day in Great Britain, without the system's time zone files. No
 * clocks here: every function is pure, any thread.
 *
 * Rule: Greenwich Mean Time, and one hour ahead of it (British Summer Time) from 01:00 UTC on the
 * last Sunday of March to 01:00 UTC on the last Sunday of October. Source: Summer Time Act 1972
 * section 1 as amended by the Summer Time Order 2002 (SI 2002/262), which carries out Directive
 * 2000/84/EC; the same dates were set by the Orders of 1994 and 1997, so the rule holds from 1996.
 */
#ifndef NA_BASE_CLOCK_UK_H
#define NA_BASE_CLOCK_UK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Years for which the rule (and the holidays of base/holidays.h) are known. */
#define NA_CLOCK_YEAR_MIN 1996
#define NA_CLOCK_YEAR_MAX 2100
/* No instant. */
#define NA_INSTANT_NONE INT64_MIN

#define NA_DAY_S 86400

enum na_local_kind {
    NA_LOCAL_ONCE,   /* the clocks showed it once */
    NA_LOCAL_MISSED, /* they jumped over it (01:00 to 01:59 in March) */
    NA_LOCAL_TWICE   /* they showed it twice (01:00 to 01:59 in October) */
};

/* Seconds since 1970-01-01 00:00 UTC to what British clocks show, as seconds since 1970-01-01 00:00
 * of the same clock. */
int64_t na_clock_uk_local(int64_t utc_s);

/* The other way. NA_LOCAL_TWICE: *ret_utc_s is the first time (summer), the second is an hour
 * later. NA_LOCAL_MISSED: read as winter time, so that 01:30 is what the clocks call 02:30. */
enum na_local_kind na_clock_uk_utc(int64_t local_s, int64_t *ret_utc_s);

/* The instant of `year`'s change in March (to summer time) or October (back), UTC seconds. */
int64_t na_clock_uk_change(int year, bool to_summer);

/* Whole days of `seconds` since 1970, rounded down: the day that clock shows. */
int32_t na_day_of(int64_t seconds);
/* 0 Monday .. 6 Sunday of a day since 1970. */
unsigned int na_weekday(int32_t day);
/* Days since 1970 to year, month 1..12, day 1..31 (proleptic Gregorian), and back. */
void na_civil_of(int32_t day, int *ret_year, int *ret_month, int *ret_day);
int32_t na_day_from_civil(int year, int month, int day);

/* Read an instant: RFC 3339 "2026-11-21T21:30:00Z" (seconds, their fraction and any offset; the
 * fraction is dropped) or British clock time "2026-11-21T21:30" with or without seconds (a time the
 * clocks showed twice: the first). Years NA_CLOCK_YEAR_MIN to NA_CLOCK_YEAR_MAX. False, nothing
 * written, if it is not of these forms, or a time that the clocks missed. */
bool na_instant_parse(struct na_str text, int64_t *ret_utc_s);

#define NA_INSTANT_TEXT 48
/* "2026-11-21T21:30:00+00:00", British time with its offset. `to` has NA_INSTANT_TEXT bytes. */
void na_instant_format(char *to, int64_t utc_s);

#endif
