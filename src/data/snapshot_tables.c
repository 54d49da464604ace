/* Ready tables: checked once, at opening, and their views. */
#include <assert.h>
#include <stdlib.h>

#include "base/fail.h"
#include "data/ready_tables.h"
#include "data/snapshot_private.h"

/* More tables than this are not a pack. */
#define TABLES_MAX 65536u

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

static bool table_ok(const struct na_snapshot *snapshot, const struct na_flat_table *table)
{
    size_t rows = snapshot->sections[NA_FLAT_TABLE_ROWS].count;
    if (!na_flat_text_ok(snapshot, table->id) || !na_flat_text_ok(snapshot, table->file) ||
        !na_flat_text_ok(snapshot, table->measure) || !na_flat_text_ok(snapshot, table->period) ||
        !na_flat_text_ok(snapshot, table->source) ||
        table->layer >= snapshot->sections[NA_FLAT_LAYERS].count ||
        table->total_is > NA_TOTAL_APPROXIMATE || table->first_row > rows ||
        table->row_count > rows - table->first_row) {
        return false;
    }
    const struct na_layer *layer = &snapshot->layers[table->layer];
    return layer->role == NA_LAYER_WARDS && table->total >= table->sum &&
           table->total <= NA_FLAT_COUNT_MAX &&
           (table->total_is != NA_TOTAL_LISTED || table->total == table->sum);
}

/* Is row `i` where its count, its ward and its rank say it is? */
static bool row_ok(const struct na_snapshot *snapshot, const struct na_flat_table *table,
                   const struct na_flat_table_row *rows, uint32_t i)
{
    const struct na_flat_table_row *row = &rows[i];
    bool has_ward = row->ward != NA_AREA_NONE;
    if (!na_flat_text_ok(snapshot, row->name) || !na_flat_text_ok(snapshot, row->authority) ||
        (has_ward && row->ward >= snapshot->layers[table->layer].area_count)) {
        return false;
    }
    if (i == 0) {
        return row->rank == 1;
    }
    bool tied = row->count == row[-1].count;
    return tied ? row->rank == row[-1].rank && (row->ward > row[-1].ward || !has_ward)
                : row->rank == i + 1 && row->count < row[-1].count;
}

static void mark(unsigned char *seen, uint32_t ward, unsigned char as)
{
    if (ward != NA_AREA_NONE) {
        seen[ward] = as;
    }
}

/* Rows in order, each ward once, their sum as said. `seen` has room for every ward, and is clean
 * again afterwards. */
static bool rows_ok(const struct na_snapshot *snapshot, const struct na_flat_table *table,
                    unsigned char *seen)
{
    const struct na_flat_table_row *rows = snapshot->sections[NA_FLAT_TABLE_ROWS].items;
    uint64_t sum = 0;
    uint32_t checked = 0;
    bool ok = true;
    rows = table->row_count > 0 ? rows + table->first_row : NULL;
    for (; ok && checked < table->row_count; checked++) {
        ok = row_ok(snapshot, table, rows, checked) && rows[checked].count <= UINT64_MAX - sum &&
             (rows[checked].ward == NA_AREA_NONE || seen[rows[checked].ward] == 0);
        if (!ok) {
            break;
        }
        mark(seen, rows[checked].ward, 1);
        sum += rows[checked].count;
    }
    for (uint32_t i = 0; i < checked; i++) {
        mark(seen, rows[i].ward, 0);
    }
    return ok && sum == table->sum;
}

enum na_code na_snapshot_check_tables(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *view = &snapshot->sections[NA_FLAT_TABLES];
    const struct na_flat_table *tables = view->items;
    uint64_t rows = 0;
    if (view->count > TABLES_MAX || snapshot->sections[NA_FLAT_TABLE_ROWS].count > UINT32_MAX) {
        return corrupt(reterr, "too many tables");
    }
    unsigned char *seen = calloc(snapshot->sections[NA_FLAT_AREAS].count + 1, 1);
    if (seen == NULL) {
        return na_fail_memory(reterr, "opening a compiled file");
    }
    bool ok = true;
    for (size_t i = 0; ok && i < view->count; i++) {
        /* Each row belongs to one table: no row is checked twice, however many tables there are. */
        ok = table_ok(snapshot, &tables[i]) && tables[i].first_row == rows &&
             rows_ok(snapshot, &tables[i], seen);
        rows += ok ? tables[i].row_count : 0;
    }
    free(seen);
    if (!ok) {
        return corrupt(reterr, "a ready table cannot be read");
    }
    return rows == snapshot->sections[NA_FLAT_TABLE_ROWS].count
               ? NA_OK
               : corrupt(reterr, "rows without a table");
}

const char *na_total_is_name(enum na_total_is total_is)
{
    static const char *const names[] = {"listed", "exact", "approximate"};
    return names[total_is];
}

size_t na_snapshot_table_count(const struct na_snapshot *snapshot)
{
    return snapshot->sections[NA_FLAT_TABLES].count;
}

void na_snapshot_table(const struct na_snapshot *snapshot, size_t i,
                       struct na_ready_table *ret_table)
{
    assert(i < na_snapshot_table_count(snapshot));
    const struct na_flat_table *flat =
        (const struct na_flat_table *)snapshot->sections[NA_FLAT_TABLES].items + i;
    *ret_table = (struct na_ready_table){.id = na_snapshot_text(snapshot, flat->id),
                                         .file = na_snapshot_text(snapshot, flat->file),
                                         .measure = na_snapshot_text(snapshot, flat->measure),
                                         .period = na_snapshot_text(snapshot, flat->period),
                                         .source = na_snapshot_text(snapshot, flat->source),
                                         .layer = &snapshot->layers[flat->layer],
                                         .total = flat->total,
                                         .total_is = (enum na_total_is)flat->total_is,
                                         .sum = flat->sum,
                                         .row_count = flat->row_count,
                                         .first_row = flat->first_row};
}

void na_snapshot_table_row(const struct na_snapshot *snapshot, const struct na_ready_table *table,
                           uint32_t i, struct na_ready_row *ret_row)
{
    assert(i < table->row_count);
    const struct na_flat_table_row *rows = snapshot->sections[NA_FLAT_TABLE_ROWS].items;
    const struct na_flat_table_row *row = rows + table->first_row + i;
    bool tied = (i > 0 && row[-1].rank == row->rank) ||
                (i + 1 < table->row_count && row[1].rank == row->rank);
    *ret_row = (struct na_ready_row){.ward = row->ward,
                                     .name = na_snapshot_text(snapshot, row->name),
                                     .authority = na_snapshot_text(snapshot, row->authority),
                                     .count = row->count,
                                     .rank = row->rank,
                                     .tied = tied};
}
