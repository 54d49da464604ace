/* The rows of a table: those that were counted and, if asked for, those of wards without any. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "table/private.h"

/* Append a row. `capacity` is the array's. */
static enum na_code push(struct na_table *table, size_t *capacity,
                         const uint32_t labels[NA_TABLE_DIMENSIONS_MAX], uint64_t count,
                         uint64_t key, struct na_error *reterr)
{
    if (table->row_count == *capacity) {
        size_t grown = *capacity == 0 ? 256 : 2 * *capacity;
        struct na_table_row *rows = realloc(table->rows, grown * sizeof *rows);
        if (rows == NULL) {
            return na_fail_memory(reterr, "making the rows of a table");
        }
        table->rows = rows;
        *capacity = grown;
    }
    struct na_table_row *row = &table->rows[table->row_count++];
    *row = (struct na_table_row){.count = count, .exact = count, .key = key};
    memcpy(row->labels, labels, sizeof row->labels);
    return NA_OK;
}

/* Wards without a row are listed when nothing but the ward is counted by: of several things a
 * combination that is not listed has no row. */
static bool lists_zeros(const struct na_table *table)
{
    return table->question.dimension_count == 1 &&
           table->question.dimensions[0].what == NA_TABLE_WARD;
}

enum na_code na_table_fill(struct na_table *table, const struct na_table_counts *counts,
                           const struct na_table_options *options, struct na_error *reterr)
{
    size_t capacity = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < counts->cell_count && code == NA_OK; i++) {
        code = push(table, &capacity, counts->cells[i].values, counts->cells[i].count,
                    counts->cells[i].key, reterr);
    }
    if (!lists_zeros(table) || !options->zeros || options->ready) {
        return code;
    }
    for (uint32_t i = counts->values[0].count; i < table->label_counts[0] && code == NA_OK; i++) {
        code = push(table, &capacity, (uint32_t[NA_TABLE_DIMENSIONS_MAX]){i}, 0, 0, reterr);
    }
    return code;
}
