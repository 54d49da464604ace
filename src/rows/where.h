/* rows/where.h - a condition on rows: a column and the values that it may have. Pure; any thread.
 */
#ifndef NA_ROWS_WHERE_H
#define NA_ROWS_WHERE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NA_COLUMN_NAME_MAX 96
#define NA_WHERES_MAX 16

/* Rows whose column has one of the values; upper and lower case are one unless `exact`. */
struct na_where {
    char column[NA_COLUMN_NAME_MAX];
    const char *values; /* separated by '|'; borrowed */
    bool exact;
};

/* Is `value` one of the values of a --where? */
bool na_where_holds(const struct na_where *where, const char *value, size_t length);
/* Its values: at most so many are told apart; more are taken as met. */
#define NA_WHERE_VALUES_MAX 64
/* Bits of those of the values that `value` is, the first of them bit 0; 0: a single value, or more
 * than NA_WHERE_VALUES_MAX. */
uint64_t na_where_met(const struct na_where *where, const char *value, size_t length);
/* The next value whose bit is not in `met`, from value `*at` on, which becomes the one after it;
 * false: there is none. A value longer than a column's name is not told. */
bool na_where_unmet(const struct na_where *where, uint64_t met, size_t *at,
                    char ret_value[NA_COLUMN_NAME_MAX]);
/* Do the values of a --where, or a kind of offence, name drugs, weapons or public order: offences
 * that are found by policing (docs/hotspots.md)? */
bool na_where_is_policing(const char *values);

/* Names that are suggested for a value that no row has. */
#define NA_WHERE_NEAREST_MAX 5
/* Values of a column most like a condition's, nearest first: `texts` of `count`. Writes
 * "Burglary, Robbery" into `to`, as many as fit and are near enough to help; all, if they are few.
 */
void na_where_nearest(const struct na_where *where, const char *const *texts, size_t count,
                      char *to, size_t size);

#endif
