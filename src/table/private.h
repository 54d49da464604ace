/* table/private.h - what the files that make a table share. */
#ifndef NA_TABLE_PRIVATE_H
#define NA_TABLE_PRIVATE_H

#include "table/table.h"

/* Fill the labels of every dimension from the values counted. (table/labels.c) */
NA_MUST_USE enum na_code na_table_label(struct na_table *table,
                                        const struct na_table_counts *counts,
                                        const struct na_table_options *options,
                                        struct na_error *reterr);
/* The layer `id` of that role, or NULL. (table/labels.c) */
const struct na_layer *na_table_find_layer(const struct na_snapshot *snapshot,
                                           enum na_layer_role role, struct na_str id);
/* Put rows into `table->rows`, zeros included where wanted, in no order. (table/rows.c) */
NA_MUST_USE enum na_code na_table_fill(struct na_table *table, const struct na_table_counts *counts,
                                       const struct na_table_options *options,
                                       struct na_error *reterr);
/* Order, ranks, cumulative counts, `listed`. False: no memory. (table/rank.c) */
bool na_table_rank(struct na_table *table, uint64_t top);
/* Mark the rows whose count must not be shown; rows of 0 may be added. (table/suppress.c) */
NA_MUST_USE enum na_code na_table_suppress(struct na_table *table, uint64_t below,
                                           struct na_error *reterr);
/* Append a row. `capacity` is the array's. */
NA_MUST_USE enum na_code na_table_push(struct na_table *table, size_t *capacity,
                                       const uint32_t labels[NA_TABLE_DIMENSIONS_MAX],
                                       uint64_t count, struct na_error *reterr);
/* -1, 0 or 1: labels by code, then vintage. */
int na_table_label_compare(const struct na_table_label *a, const struct na_table_label *b);

#endif
