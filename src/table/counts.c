/* An open hash table from one to three numbers to a count. Which text has which number is kept
 * beside it, one list for each dimension. A limit on cells ends a question that counts by something
 * with a value for every row. */
#include "table/counts.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

void na_table_counts_init(struct na_table_counts *counts, const struct na_table_question *question)
{
    *counts = (struct na_table_counts){.question = *question};
}

void na_table_counts_fini(struct na_table_counts *counts)
{
    for (size_t i = 0; i < NA_TABLE_DIMENSIONS_MAX; i++) {
        na_table_texts_fini(&counts->values[i]);
    }
    na_table_texts_fini(&counts->vintages);
    na_table_texts_fini(&counts->months);
    free(counts->cells);
    free(counts->slots);
    counts->cells = NULL;
    counts->slots = NULL;
    counts->cell_count = counts->cell_capacity = 0;
}

static size_t slot_of(const struct na_table_counts *counts,
                      const uint32_t values[NA_TABLE_DIMENSIONS_MAX])
{
    size_t mask = 2 * counts->cell_capacity - 1;
    uint64_t hash = values[0] * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ values[1]) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ values[2]) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & mask;
    while (counts->slots[at] != 0 && memcmp(counts->cells[counts->slots[at] - 1].values, values,
                                            sizeof counts->cells->values) != 0) {
        at = (at + 1) & mask;
    }
    return at;
}

static enum na_code grow(struct na_table_counts *counts, struct na_error *reterr)
{
    if (counts->cell_count >= NA_TABLE_CELLS_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "The table has more than %zu cells",
                      NA_TABLE_CELLS_MAX);
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Count by fewer things");
    }
    size_t capacity = counts->cell_capacity == 0 ? 256 : 2 * counts->cell_capacity;
    struct na_table_cell *cells = realloc(counts->cells, capacity * sizeof *cells);
    if (cells == NULL) {
        return na_fail_memory(reterr, "counting the cells of a table");
    }
    counts->cells = cells;
    uint32_t *slots = calloc(2 * capacity, sizeof *slots);
    if (slots == NULL) {
        return na_fail_memory(reterr, "counting the cells of a table");
    }
    free(counts->slots);
    counts->slots = slots;
    counts->cell_capacity = capacity;
    for (size_t i = 0; i < counts->cell_count; i++) {
        counts->slots[slot_of(counts, counts->cells[i].values)] = (uint32_t)i + 1;
    }
    return NA_OK;
}

enum na_code na_table_counts_add(struct na_table_counts *counts,
                                 const uint32_t values[NA_TABLE_DIMENSIONS_MAX], uint64_t count,
                                 uint64_t key, struct na_error *reterr)
{
    if (counts->cell_count == counts->cell_capacity) {
        enum na_code code = grow(counts, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    size_t at = slot_of(counts, values);
    if (counts->slots[at] == 0) {
        struct na_table_cell *cell = &counts->cells[counts->cell_count];
        memcpy(cell->values, values, sizeof cell->values);
        cell->count = 0;
        cell->key = 0;
        counts->slots[at] = (uint32_t)++counts->cell_count;
    }
    counts->cells[counts->slots[at] - 1].count += count;
    counts->cells[counts->slots[at] - 1].key += key;
    return NA_OK;
}

uint64_t na_table_tally_placed(const struct na_table_tally *tally)
{
    return tally->matches[NA_BATCH_INSIDE] + tally->matches[NA_BATCH_BOUNDARY] +
           tally->matches[NA_BATCH_FOUND] + tally->matches[NA_BATCH_POSTCODE] - tally->outside;
}

uint64_t na_table_tally_asked(const struct na_table_tally *tally)
{
    return tally->read - tally->unasked;
}
