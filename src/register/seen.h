/* register/seen.h - what the values of a column look like, counted over a whole file. */
#ifndef NA_REGISTER_SEEN_H
#define NA_REGISTER_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Numbers of which the median is taken: the first of the column. */
#define NA_SEEN_SAMPLE 101

/* Starts as {0}. */
struct na_column_seen {
    size_t filled; /* values that are not blank or a word for nothing */
    size_t numbers, angles;
    size_t pairs, pairs_lon_first, pairs_metres, points;
    size_t grid_refs, postcodes, words3;
    size_t with_postcode; /* texts that have a postcode within */
    size_t answers, dates, services, locations, qualities;
    size_t codes, tight;   /* look like codes; of these with a letter */
    size_t years, serials; /* numbers that may be a year, a spreadsheet's day */
    size_t phones, phones_lost;
    size_t day_first, month_first; /* dates that show their order */
    size_t damaged;
    uint64_t first; /* hash of the first value */
    bool varies;    /* another is not like it */
    double sample[NA_SEEN_SAMPLE];
    size_t sampled;
};

/* Count one cleaned value. */
void na_column_see(struct na_column_seen *seen, struct na_str value);
/* Median of the sample; NAN without one. */
double na_column_median(const struct na_column_seen *seen);
/* Are at least `percent` of the filled values among `some`? */
static inline bool na_column_most(const struct na_column_seen *seen, size_t some,
                                  unsigned int percent)
{
    return seen->filled > 0 && some * 100 >= seen->filled * percent;
}

#endif
