/* register/week.h - hours in a column for each day of the week, or two: when it opens and when it
 * closes. Pure; any thread. */
#ifndef NA_REGISTER_WEEK_H
#define NA_REGISTER_WEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "register/hours.h"

enum na_day_part { NA_DAY_WHOLE, NA_DAY_OPENS, NA_DAY_CLOSES };

/* Is the heading one of days: "Monday", "opening_hours_tuesday", "Wed open", "Sat to", "Mon-Fri"?
 * *ret_days: bits from Monday (1) to Sunday (64). */
bool na_week_heading(struct na_str heading, unsigned int *ret_days, enum na_day_part *ret_part);
/* Days of a table that may be a week; fewer columns of days are other things. */
#define NA_WEEK_DAYS_LEAST 5

/* What stands for each day, from Monday on: in one text, or when it opens and closes. */
struct na_week {
    struct na_str whole[7], opens[7], closes[7];
};
enum na_week_read {
    NA_WEEK_EMPTY,   /* nothing stands in any day */
    NA_WEEK_READ,    /* the hours are those of the subset */
    NA_WEEK_LACKING, /* a day is empty while others are not: closed, or not known? */
    NA_WEEK_UNCLEAR  /* the text of a day has no single meaning */
};
/* The hours as OpenStreetMap writes them; else a text for people that no program takes for hours.
 */
enum na_week_read na_week_read(const struct na_week *week, char ret_hours[NA_HOURS_READ_MAX]);
/* Is the text one of an hour or of hours of one day? */
bool na_week_is_time(struct na_str text);

#endif
