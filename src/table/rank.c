/* The order of a table's rows and their ranks: equal counts have the same rank, and rows that are
 * withheld have none. */
#include <stdlib.h>

#include "table/private.h"

/* qsort has no context: the place of a row's labels in their order goes with it. */
struct placed_row {
    struct na_table_row row;
    uint32_t places[NA_TABLE_DIMENSIONS_MAX];
};

static int compare_rows(const void *left, const void *right)
{
    const struct placed_row *a = left;
    const struct placed_row *b = right;
    if (a->row.count != b->row.count) {
        return a->row.count > b->row.count ? -1 : 1;
    }
    for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
        if (a->places[d] != b->places[d]) {
            return a->places[d] < b->places[d] ? -1 : 1;
        }
    }
    return 0;
}

struct placed_label {
    const struct na_table_label *label;
    uint32_t number;
};

static int compare_labels(const void *left, const void *right)
{
    const struct placed_label *a = left;
    const struct placed_label *b = right;
    return na_table_label_compare(a->label, b->label);
}

/* The place of each label of dimension `d` in order of code; NULL on no memory. */
static uint32_t *places_of(const struct na_table *table, size_t d)
{
    uint32_t count = table->label_counts[d];
    struct placed_label *labels = calloc((size_t)count + 1, sizeof *labels);
    uint32_t *places = calloc((size_t)count + 1, sizeof *places);
    if (labels == NULL || places == NULL) {
        free(labels);
        free(places);
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        labels[i] = (struct placed_label){&table->labels[d][i], i};
    }
    qsort(labels, count, sizeof *labels, compare_labels);
    for (uint32_t i = 0; i < count; i++) {
        places[labels[i].number] = i;
    }
    free(labels);
    return places;
}

static bool sort_rows(struct na_table *table)
{
    bool sorted = false;
    uint32_t *places[NA_TABLE_DIMENSIONS_MAX] = {NULL};
    struct placed_row *rows = calloc(table->row_count + 1, sizeof *rows);
    bool whole = rows != NULL;
    for (size_t d = 0; d < table->question.dimension_count && whole; d++) {
        places[d] = places_of(table, d);
        whole = places[d] != NULL;
    }
    if (!whole) {
        goto done;
    }
    for (size_t i = 0; i < table->row_count; i++) {
        rows[i].row = table->rows[i];
        for (size_t d = 0; d < table->question.dimension_count; d++) {
            rows[i].places[d] = places[d][table->rows[i].labels[d]];
        }
    }
    qsort(rows, table->row_count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < table->row_count; i++) {
        table->rows[i] = rows[i].row;
    }
    sorted = true;
done:
    for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
        free(places[d]);
    }
    free(rows);
    return sorted;
}

/* What is not listed is a figure like any other; then nothing exact is needed any more. */
static void sum_rest(struct na_table *table)
{
    uint64_t count = 0, key = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        struct na_table_row *row = &table->rows[i];
        count += i >= table->listed ? row->exact : 0;
        key += i >= table->listed ? row->key : 0;
        row->exact = row->key = 0;
    }
    table->rest = table->key_name != NULL ? na_rounded(count, key) : count;
}

bool na_table_rank(struct na_table *table, uint64_t top)
{
    if (!sort_rows(table)) {
        return false;
    }
    uint64_t sum = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        struct na_table_row *row = &table->rows[i];
        sum += row->count;
        row->cumulative = sum;
        row->rank = (uint32_t)i + 1;
        if (i > 0 && table->rows[i - 1].count == row->count) {
            row->rank = table->rows[i - 1].rank;
            row->tied = table->rows[i - 1].tied = true;
        }
    }
    table->listed = table->row_count;
    if (top > 0 && top < table->row_count) {
        size_t listed = (size_t)top;
        while (listed < table->row_count &&
               table->rows[listed].count == table->rows[listed - 1].count) {
            listed++;
        }
        table->listed = listed;
    }
    sum_rest(table);
    return true;
}
