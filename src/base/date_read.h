/* base/date_read.h - days and months as people and programs write them in tables. One reader for
 * columns of every kind of file; options and pack.ini keep to YYYY-MM-DD (base/date.h). */
#ifndef NA_BASE_DATE_READ_H
#define NA_BASE_DATE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* What 03/04/2025 is: decided for a whole column, never for one value. */
enum na_date_order { NA_DATE_DAY_FIRST, NA_DATE_MONTH_FIRST };

struct na_date_found {
    int32_t day;     /* since 1970; of a month its first */
    bool is_month;   /* no day was given */
    bool is_instant; /* it was given with an offset: the day that British clocks showed */
};

/* Read one of
 *   2025-11-01  20251101  2025/11/01  2025-11-01 10:30  2025-11-01T10:30:00Z  (any offset;
 *   GMT, UTC and BST are ones; a note in brackets at the end, as JavaScript has it, is left aside)
 *   01/11/2025  1.11.25  01-11-2025  01/11/2025 10:30
 *   1 November 2025  01-Nov-25  1st Nov 2025  Sat 1 Nov 2025  November 1, 2025  Sat Nov 01 2025
 *   2025-11  Nov-25  Nov 2025  November 2025  11/2025
 * with blanks around it. Years of two figures are 1970 to 2069. False, nothing written, if it is
 * none of these, or a day that no calendar has. Pure. */
bool na_date_read(struct na_str text, enum na_date_order order, struct na_date_found *ret_found);
/* Which order does the value itself show? False: it is no such date, or both orders make sense. */
bool na_date_shows_order(struct na_str text, enum na_date_order *ret_order);

#endif
