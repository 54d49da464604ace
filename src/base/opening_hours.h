/* base/opening_hours.h - a subset of OpenStreetMap's opening_hours, in British time. Pure; any
 * thread. docs/opening-hours.md has the subset and its meaning.
 *
 * What is not of the subset is not understood at all: nothing is guessed from the rest of it. */
#ifndef NA_BASE_OPENING_HOURS_H
#define NA_BASE_OPENING_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define NA_HOURS_TEXT_MAX 512
#define NA_HOURS_RULES_MAX 24
#define NA_HOURS_SPANS_MAX 8
#define NA_HOURS_DATES_MAX 12

/* Minutes from 00:00 of the day it begins on; to is over 1440 when it ends on the next day. */
struct na_hours_span {
    int16_t from, to;
};

/* Days of the year as month * 100 + day, both included; to < from: across the new year. */
struct na_hours_dates {
    int16_t from, to;
};

struct na_hours_rule {
    bool is_additional; /* after a comma: does not replace what earlier rules say of the day */
    bool is_off;
    bool on_holidays;   /* PH is among the days */
    uint8_t weekdays;   /* bit 0 Monday; 0 with on_holidays false: every day */
    uint8_t date_count; /* 0: the whole year */
    uint8_t span_count; /* 0: the whole day */
    struct na_hours_dates dates[NA_HOURS_DATES_MAX];
    struct na_hours_span spans[NA_HOURS_SPANS_MAX];
};

struct na_opening_hours {
    struct na_hours_rule rules[NA_HOURS_RULES_MAX];
    size_t rule_count;
};

/* Understand `text`. False, with nothing written, when it is not of the subset. */
bool na_opening_hours_parse(struct na_str text, struct na_opening_hours *ret_hours);

/* Is it open at `utc_s` (years 1996 to 2100)? *ret_change (may be NULL) is the instant of the next
 * change, NA_INSTANT_NONE when there is none within 400 days. */
bool na_opening_hours_open(const struct na_opening_hours *hours, int64_t utc_s,
                           int64_t *ret_change);

/* Do the hours say what holds on the bank holiday that `utc_s` falls on: by PH, by its date, or by
 * being open at all hours? */
bool na_opening_hours_tells_holiday(const struct na_opening_hours *hours, int64_t utc_s);

#endif
