/* table/across.h - a table with a column for each value of one more thing: wards by month.
 *
 * Its rows are those of the table by the other things, in the same order and with the same counts;
 * the cells, the totals of the columns and the line of the rows that are not listed are tables of
 * their own, so that rounding by key holds for every figure. */
#ifndef NA_TABLE_ACROSS_H
#define NA_TABLE_ACROSS_H

#include "table/table.h"

/* Most columns. */
#define NA_ACROSS_COLUMNS_MAX 200

struct na_across {
    struct na_table *table; /* its `across` is this */
    const char *name;       /* of what goes across: "month" */
    size_t column_count;
    struct na_across_column {
        const char *machine; /* the value; unlike the names of other columns */
        const char *human;
        uint64_t total;
        uint64_t rest; /* of the rows that are not listed */
    } columns[NA_ACROSS_COLUMNS_MAX];
    bool has_hidden; /* a cell is not shown: its group is too small to be listed by ward */
    /* Private. */
    struct na_table_counts *counts; /* four: by the other things, whole, by columns, of the rest */
    struct na_table *parts[4];
    int64_t *cells; /* column_count of each row; below 0: not shown */
    char *names;
};

/* Make the table of `counts`, the last of whose dimensions goes across. Errors: those of
 * na_table_new; NA_ERR_PARAM_CONFLICT (field "across"): there is nothing else to count by, too many
 * columns, or rates are asked for. `counts` and `snapshot` must outlive it. */
NA_MUST_USE enum na_code na_across_new(const struct na_table_counts *counts,
                                       const struct na_snapshot *snapshot,
                                       const struct na_table_options *options,
                                       struct na_across **ret_across, struct na_error *reterr);
void na_across_free(struct na_across *across);
/* The figure of row `row` of the table in a column; false: it is not shown. */
bool na_across_cell(const struct na_across *across, size_t row, size_t column,
                    uint64_t *ret_figure);

#endif
