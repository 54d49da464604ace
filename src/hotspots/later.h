/* hotspots/later.h - does the top set last? What it held of a month that was kept out of it, and in
 * how many months a cell was at the top. Pure; any thread. */
#ifndef NA_HOTSPOTS_LATER_H
#define NA_HOTSPOTS_LATER_H

#include <stddef.h>
#include <stdint.h>

/* With fewer rows in the month nothing is said. */
#define NA_LATER_ROWS_MIN 20

/* The cells are the list, `rows` those of the month in any cell of the study area. */
struct na_later {
    size_t cells, of;    /* in the list, in the study area */
    uint64_t rows, hits; /* of the month; of these in the list's cells */
    double rate;         /* hits / rows, with Wilson's 95% limits */
    double low, high;
    double most;    /* rows in the fullest `cells` cells of the month itself */
    double before;  /* the part of the rows before, 0..1, that the list held */
    double remains; /* rate / before */
    double pai;     /* rate / (cells / of): Chainey, Tompson and Uhlig, 2008 */
    double pei;     /* hits / most */
};

/* `counts` of the month by cell, and how much the list held before: `held` of `placed`. `list` are
 * its cells; `sorted` has room for `of` numbers. There is a row in the month and before. */
struct na_later na_later_judge(const double *counts, size_t of, const uint32_t *list, size_t cells,
                               double held, double placed, double *sorted);

#endif
