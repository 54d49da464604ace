/* table/counts.h - rows counted by one to three things, before anything is made of them. */
#ifndef NA_TABLE_COUNTS_H
#define NA_TABLE_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "rows/batch.h"
#include "rows/table_intern.h"
#include "table/question.h"
#include "table/rounding.h"

/* Most cells of a table. */
#define NA_TABLE_CELLS_MAX ((size_t)1 << 21)

struct na_table_cell {
    uint32_t values[NA_TABLE_DIMENSIONS_MAX]; /* number in `values` of the counts; unused: 0 */
    uint64_t count;
    uint64_t key; /* the numbers of its rows added up modulo 2^64; 0 without rounding */
};

/* Every row read is in exactly one of: unasked, matches[]. Of matches[inside], [boundary] and
 * [found], `outside` are in no area of a layer that the table counts by. */
struct na_table_tally {
    uint64_t read;
    uint64_t unasked; /* left out by --where */
    uint64_t matches[NA_BATCH_MATCHES];
    uint64_t outside;
};

/* Most different months; further ones are not noted. */
#define NA_TABLE_MONTHS_MAX 1200

/* Members may be read by anyone and are changed by the functions here and in table/read.h. The
 * value of a ward is its code, or its code, a byte 0x1F and its vintage; texts otherwise. */
struct na_table_counts {
    struct na_table_question question;
    struct na_table_texts values[NA_TABLE_DIMENSIONS_MAX];
    struct na_table_cell *cells;
    size_t cell_count, cell_capacity;
    uint32_t *slots; /* number of the cell + 1; 0 empty */
    struct na_table_tally tally;
    struct na_table_tally keys;     /* of each figure of the tally the numbers of its rows, added up
                                       as those of a cell are */
    struct na_rounding *rounding;   /* gives each row its number; borrowed, NULL: no rounding */
    bool public_rows;               /* the rows have the header of data.police.uk */
    struct na_table_texts vintages; /* of the rows counted, where the rows say theirs */
    struct na_table_texts months;   /* of the rows asked for, "2025-01"; empty: no such column */
};

/* In the caller's storage; copies the question (its texts stay borrowed). */
void na_table_counts_init(struct na_table_counts *counts, const struct na_table_question *question);
void na_table_counts_fini(struct na_table_counts *counts);
/* Add `count` rows whose numbers come to `key` to the cell of the values. Errors: NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_table_counts_add(struct na_table_counts *counts,
                                             const uint32_t values[NA_TABLE_DIMENSIONS_MAX],
                                             uint64_t count, uint64_t key, struct na_error *reterr);
/* Rows in a ward: inside, boundary and found, less `outside`. */
uint64_t na_table_tally_placed(const struct na_table_tally *tally);
/* Rows asked for: all but `unasked`. */
uint64_t na_table_tally_asked(const struct na_table_tally *tally);

#endif
