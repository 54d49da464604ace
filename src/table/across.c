/* Rows down, values across: counts by one thing less for the rows, by one thing alone for the
 * totals, and the cells looked up in the table by all of them. */
#include "table/across.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "table/private.h"

enum part { ROWS, CELLS, TOTALS, REST, PARTS };

#define HIDDEN (-1)
#define NAME_MAX_BYTES 300

/* A row's place by its labels. */
struct place {
    uint32_t labels[NA_TABLE_DIMENSIONS_MAX];
    size_t row;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    return memcmp(a->labels, b->labels, sizeof a->labels);
}

static enum na_code copy_texts(const struct na_table_texts *from, struct na_table_texts *to,
                               struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < from->count && code == NA_OK; i++) {
        uint32_t number = 0;
        code = na_table_texts_put(to, na_table_texts_get(from, i), &number, reterr);
    }
    return code;
}

/* The counts by dimensions `first` to before `end`, whose values keep their numbers. `left_out`
 * (NULL: none) has the rows of the first dimensions that are not wanted, sorted. */
static enum na_code project(const struct na_table_counts *from, size_t first, size_t end,
                            const struct place *left_out, size_t left_out_count,
                            struct na_table_counts *to, struct na_error *reterr)
{
    struct na_table_question question = from->question;
    question.dimension_count = end - first;
    memmove(question.dimensions, from->question.dimensions + first,
            question.dimension_count * sizeof question.dimensions[0]);
    na_table_counts_init(to, &question);
    to->tally = from->tally;
    to->keys = from->keys;
    to->rounding = from->rounding;
    to->public_rows = from->public_rows;
    enum na_code code = copy_texts(&from->vintages, &to->vintages, reterr);
    for (size_t d = first; d < end && code == NA_OK; d++) {
        code = copy_texts(&from->values[d], &to->values[d - first], reterr);
    }
    size_t last = from->question.dimension_count - 1;
    for (size_t i = 0; i < from->cell_count && code == NA_OK; i++) {
        const struct na_table_cell *cell = &from->cells[i];
        struct place place = {.row = 0};
        memcpy(place.labels, cell->values, last * sizeof place.labels[0]);
        if (left_out != NULL &&
            bsearch(&place, left_out, left_out_count, sizeof place, compare_places) != NULL) {
            continue;
        }
        uint32_t values[NA_TABLE_DIMENSIONS_MAX] = {0};
        memcpy(values, cell->values + first, question.dimension_count * sizeof values[0]);
        code = na_table_counts_add(to, values, cell->count, cell->key, reterr);
    }
    return code;
}

/* The places of the first `count` rows of the table, sorted; NULL: no memory. */
static struct place *places_of(const struct na_table *table, size_t count)
{
    struct place *places = calloc(count + 1, sizeof *places);
    for (size_t i = 0; places != NULL && i < count; i++) {
        memcpy(places[i].labels, table->rows[i].labels, sizeof places[i].labels);
        places[i].row = i;
    }
    if (places != NULL) {
        qsort(places, count, sizeof *places, compare_places);
    }
    return places;
}

static const char *const other_columns[] = {
    "rank",       "ward_code", "ward_name", "authority_name", "ward_vintage", "authority_code",
    "area_code",  "area_name", "count",     "measure",        "period",       "rows_placed",
    "rows_all",   "vintage",   "says",      "rows_left_out",  "pack_digest",  "transformation",
    "indicative", "fid",       "geom"};

/* What the column of a label is called; the text goes to `to`. */
static void name_column(const struct na_across *across, const struct na_table *rows,
                        const struct na_table_label *label, char to[NAME_MAX_BYTES])
{
    bool taken = label->code[0] == '\0';
    for (size_t i = 0; i < sizeof other_columns / sizeof other_columns[0]; i++) {
        taken = taken || strcmp(other_columns[i], label->code) == 0;
    }
    for (size_t d = 0; d < rows->question.dimension_count; d++) {
        taken = taken || strcmp(rows->question.dimensions[d].name, label->code) == 0;
    }
    if (taken) {
        (void)snprintf(to, NAME_MAX_BYTES, "%.90s=%.200s", across->name, label->code);
    } else {
        (void)na_text_copy(to, NAME_MAX_BYTES, label->code);
    }
}

struct labelled {
    const struct na_table_label *label;
    const struct na_table_row *row;
};

static int compare_labelled(const void *left, const void *right)
{
    const struct labelled *a = left;
    const struct labelled *b = right;
    return na_table_label_compare(a->label, b->label);
}

static enum na_code refuse(const char *message, const char *hint, struct na_error *reterr)
{
    return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "across", message, hint);
}

/* The columns in the order of their values; of each label of the thing across its column + 1. */
static enum na_code find_columns(struct na_across *across, uint32_t *columns_of,
                                 struct na_error *reterr)
{
    const struct na_table *totals = across->parts[TOTALS];
    struct labelled sorted[NA_ACROSS_COLUMNS_MAX];
    char message[160];
    if (totals->row_count > NA_ACROSS_COLUMNS_MAX) {
        (void)snprintf(message, sizeof message, "\"%.60s\" has %zu values, each a column: over %d",
                       across->name, totals->row_count, NA_ACROSS_COLUMNS_MAX);
        return refuse(message, "Put it into --by, or choose rows with --where", reterr);
    }
    across->names = calloc(totals->row_count + 1, NAME_MAX_BYTES);
    if (across->names == NULL) {
        return na_fail_memory(reterr, "naming the columns of a table");
    }
    for (size_t i = 0; i < totals->row_count; i++) {
        sorted[i] =
            (struct labelled){&totals->labels[0][totals->rows[i].labels[0]], &totals->rows[i]};
    }
    qsort(sorted, totals->row_count, sizeof sorted[0], compare_labelled);
    across->column_count = totals->row_count;
    for (size_t c = 0; c < across->column_count; c++) {
        const struct na_table_label *label = sorted[c].label;
        char *name = across->names + c * NAME_MAX_BYTES;
        name_column(across, across->table, label, name);
        across->columns[c] =
            (struct na_across_column){.machine = name,
                                      .human = label->name[0] != '\0'   ? label->name
                                               : label->code[0] == '\0' ? "(blank)"
                                                                        : label->code,
                                      .total = sorted[c].row->count};
        columns_of[sorted[c].row->labels[0]] = (uint32_t)c + 1;
    }
    return NA_OK;
}

/* Is the cell of row `row` under the value `value` in the group? Of a ward the authority decides,
 * of one without a row in the counts, too: its 0 would tell that it has none. */
static bool in_group(const struct na_across *across, const struct na_table_group *group,
                     const struct na_table_row *row, uint32_t value)
{
    const struct na_table *cells = across->parts[CELLS];
    size_t last = cells->question.dimension_count - 1;
    for (size_t d = 0; d <= last; d++) {
        uint32_t number = d < last ? row->labels[d] : value;
        const struct na_table_label *label =
            d < last ? &across->table->labels[d][number] : &cells->labels[d][number];
        bool same = cells->question.dimensions[d].what == NA_TABLE_WARD
                        ? strcmp(cells->labels[d][group->labels[d]].authority_code,
                                 label->authority_code) == 0
                        : group->labels[d] == number;
        if (!same) {
            return false;
        }
    }
    return true;
}

/* Cells whose group is too small to be listed by ward. */
static void hide_group(struct na_across *across, const struct na_table_group *group, uint32_t value,
                       size_t column)
{
    for (size_t r = 0; r < across->table->row_count; r++) {
        if (in_group(across, group, &across->table->rows[r], value)) {
            across->cells[r * across->column_count + column] = HIDDEN;
            across->has_hidden = true;
        }
    }
}

static void hide_groups(struct na_across *across, const uint32_t *columns_of)
{
    const struct na_table *cells = across->parts[CELLS];
    size_t last = cells->question.dimension_count - 1;
    bool by_ward = cells->question.dimensions[last].what == NA_TABLE_WARD;
    for (size_t g = 0; g < cells->group_count; g++) {
        for (uint32_t value = 0; value < cells->label_counts[last]; value++) {
            if (columns_of[value] > 0 && (by_ward || value == cells->groups[g].labels[last])) {
                hide_group(across, &cells->groups[g], value, columns_of[value] - 1);
            }
        }
    }
}

static enum na_code fill_cells(struct na_across *across, const uint32_t *columns_of,
                               struct na_error *reterr)
{
    const struct na_table *rows = across->table;
    const struct na_table *cells = across->parts[CELLS];
    size_t last = cells->question.dimension_count - 1;
    struct place *places = places_of(rows, rows->row_count);
    across->cells = calloc(rows->row_count * across->column_count + 1, sizeof *across->cells);
    if (places == NULL || across->cells == NULL) {
        free(places);
        return na_fail_memory(reterr, "filling a table");
    }
    for (size_t i = 0; i < cells->row_count; i++) {
        struct place place = {.row = 0};
        memcpy(place.labels, cells->rows[i].labels, last * sizeof place.labels[0]);
        const struct place *found =
            bsearch(&place, places, rows->row_count, sizeof place, compare_places);
        uint32_t column = columns_of[cells->rows[i].labels[last]];
        if (found != NULL && column > 0) {
            across->cells[found->row * across->column_count + column - 1] =
                (int64_t)cells->rows[i].count;
        }
    }
    free(places);
    hide_groups(across, columns_of);
    return NA_OK;
}

/* The columns of the rows that are not listed, as one line. */
static enum na_code fill_rest(struct na_across *across, const struct na_table_counts *counts,
                              const struct na_table_options *options, const uint32_t *columns_of,
                              struct na_error *reterr)
{
    const struct na_table *rows = across->table;
    size_t last = counts->question.dimension_count - 1;
    if (rows->listed == rows->row_count) {
        return NA_OK;
    }
    struct place *listed = places_of(rows, rows->listed);
    if (listed == NULL) {
        return na_fail_memory(reterr, "filling a table");
    }
    enum na_code code =
        project(counts, last, last + 1, listed, rows->listed, &across->counts[REST], reterr);
    free(listed);
    if (code == NA_OK) {
        code = na_table_new(&across->counts[REST], rows->snapshot, options, &across->parts[REST],
                            reterr);
    }
    for (size_t i = 0; code == NA_OK && i < across->parts[REST]->row_count; i++) {
        const struct na_table_row *row = &across->parts[REST]->rows[i];
        uint32_t column = columns_of[row->labels[0]];
        if (column > 0) {
            across->columns[column - 1].rest = row->count;
        }
    }
    return code;
}

static enum na_code make(struct na_across *across, const struct na_table_counts *counts,
                         const struct na_snapshot *snapshot, const struct na_table_options *options,
                         struct na_error *reterr)
{
    struct na_table_options plain = *options;
    size_t last = counts->question.dimension_count - 1;
    plain.zeros = false;
    plain.top = 0;
    enum na_code code = project(counts, 0, last, NULL, 0, &across->counts[ROWS], reterr);
    if (code == NA_OK) {
        code = na_table_new(&across->counts[ROWS], snapshot, options, &across->parts[ROWS], reterr);
    }
    across->table = across->parts[ROWS];
    if (code == NA_OK) {
        code = na_table_new(counts, snapshot, &plain, &across->parts[CELLS], reterr);
    }
    if (code == NA_OK) {
        code = project(counts, last, last + 1, NULL, 0, &across->counts[TOTALS], reterr);
    }
    if (code == NA_OK) {
        code =
            na_table_new(&across->counts[TOTALS], snapshot, &plain, &across->parts[TOTALS], reterr);
    }
    uint32_t *columns_of =
        code == NA_OK
            ? calloc((size_t)across->parts[TOTALS]->label_counts[0] + 1, sizeof *columns_of)
            : NULL;
    if (code == NA_OK && columns_of == NULL) {
        code = na_fail_memory(reterr, "filling a table");
    }
    code = code == NA_OK ? find_columns(across, columns_of, reterr) : code;
    code = code == NA_OK ? fill_cells(across, columns_of, reterr) : code;
    code = code == NA_OK ? fill_rest(across, counts, &plain, columns_of, reterr) : code;
    free(columns_of);
    return code;
}

enum na_code na_across_new(const struct na_table_counts *counts, const struct na_snapshot *snapshot,
                           const struct na_table_options *options, struct na_across **ret_across,
                           struct na_error *reterr)
{
    size_t count = counts->question.dimension_count;
    if (count < 2) {
        return refuse("There is nothing to count by but what goes across", "Add --by", reterr);
    }
    if (options->rates != NULL) {
        return refuse("Rates are of one count a ward, not of columns", "Leave one of them out",
                      reterr);
    }
    struct na_across *across = calloc(1, sizeof *across);
    if (across == NULL) {
        return na_fail_memory(reterr, "making a table");
    }
    across->name = counts->question.dimensions[count - 1].name;
    across->counts = calloc(PARTS, sizeof *across->counts);
    enum na_code code = across->counts != NULL ? make(across, counts, snapshot, options, reterr)
                                               : na_fail_memory(reterr, "making a table");
    if (code != NA_OK) {
        na_across_free(across);
        return code;
    }
    across->table->across = across;
    *ret_across = across;
    return NA_OK;
}

void na_across_free(struct na_across *across)
{
    if (across == NULL) {
        return;
    }
    for (size_t i = 0; i < PARTS; i++) {
        na_table_free(across->parts[i]);
        if (across->counts != NULL) {
            na_table_counts_fini(&across->counts[i]);
        }
    }
    free(across->counts);
    free(across->cells);
    free(across->names);
    free(across);
}

bool na_across_cell(const struct na_across *across, size_t row, size_t column, uint64_t *ret_figure)
{
    int64_t figure = across->cells[row * across->column_count + column];
    if (figure >= 0) {
        *ret_figure = (uint64_t)figure;
    }
    return figure >= 0;
}
