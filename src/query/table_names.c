#include "query/table_names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/csv.h"
#include "query/table_columns.h"
#include "query/table_fold.h"

#define SPELLINGS_MAX 3

void na_table_ready_fini(struct na_table_ready *ready)
{
    na_table_counts_fini(&ready->counts);
    na_table_texts_fini(&ready->names);
    free(ready->spellings);
    ready->spellings = NULL;
}

struct ready_columns {
    size_t ward, authority, count;
};

static size_t find_any(const struct na_csv_record *header, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t column = na_table_column_find(header->fields, header->count, "", names[i]);
        if (column != NA_TABLE_NO_COLUMN) {
            return column;
        }
    }
    return NA_TABLE_NO_COLUMN;
}

static enum na_code bind(const struct na_csv_record *header, struct ready_columns *ret_columns,
                         struct na_error *reterr)
{
    static const char *const wards[] = {"ward", "ward_name", "name"};
    static const char *const authorities[] = {"local_authority", "authority", "authority_name",
                                              "lad_name"};
    static const char *const counts[] = {"count", "offences", "n"};
    struct ready_columns columns = {find_any(header, wards, 3), find_any(header, authorities, 4),
                                    find_any(header, counts, 3)};
    if (columns.ward == NA_TABLE_NO_COLUMN || columns.count == NA_TABLE_NO_COLUMN) {
        bool ward = columns.ward == NA_TABLE_NO_COLUMN;
        (void)na_fail(reterr, NA_ERR_DATA, "There is no column \"%s\"", ward ? "ward" : "count");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 1, ward ? "ward" : "count",
                          "Name the columns ward, local_authority (if known) and count");
    }
    *ret_columns = columns;
    return NA_OK;
}

/* A name folded, with its authority's when the source gives one. */
struct wanted {
    struct na_str name, authority;
    char name_fold[NA_TABLE_FOLD_MAX], authority_fold[NA_TABLE_FOLD_MAX];
};

static bool is_named(const struct wanted *wanted, const struct na_area *area)
{
    char folded[NA_TABLE_FOLD_MAX];
    na_table_fold_name(na_str_of(area->name), folded);
    if (strcmp(folded, wanted->name_fold) != 0) {
        return false;
    }
    na_table_fold_name(na_str_of(area->authority_name), folded);
    return wanted->authority_fold[0] == '\0' || area->authority_name[0] == '\0' ||
           strcmp(folded, wanted->authority_fold) == 0;
}

/* How many wards of `layer` have the name; *ret_area the first. */
static size_t find_ward(const struct na_snapshot *snapshot, const struct na_layer *layer,
                        const struct wanted *wanted, struct na_area *ret_area)
{
    size_t found = 0;
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        if (is_named(wanted, &area) && found++ == 0) {
            *ret_area = area;
        }
    }
    return found;
}

/* "Did you mean Hart (Hartlepool), ..." */
static void suggest(const struct na_snapshot *snapshot, const struct na_layer *layer,
                    const struct wanted *wanted, char *to, size_t size)
{
    size_t least[SPELLINGS_MAX] = {SIZE_MAX, SIZE_MAX, SIZE_MAX};
    uint32_t best[SPELLINGS_MAX] = {0};
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        char folded[NA_TABLE_FOLD_MAX];
        na_snapshot_area(snapshot, layer, i, &area);
        na_table_fold_name(na_str_of(area.name), folded);
        size_t distance = na_text_distance(folded, wanted->name_fold);
        uint32_t number = i;
        for (size_t k = 0; k < SPELLINGS_MAX; k++) {
            if (distance < least[k]) {
                size_t other = least[k];
                uint32_t other_number = best[k];
                least[k] = distance;
                best[k] = number;
                distance = other;
                number = other_number;
            }
        }
    }
    size_t used = (size_t)snprintf(to, size, "The nearest names in vintage %.30s are", layer->id);
    for (size_t k = 0; k < SPELLINGS_MAX && least[k] != SIZE_MAX && used < size; k++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, best[k], &area);
        used += (size_t)snprintf(to + used, size - used, "%s %.40s (%.30s)", k > 0 ? "," : "",
                                 area.name, area.authority_name);
    }
}

static enum na_code fail_unknown(const struct na_snapshot *snapshot, const struct na_layer *layer,
                                 const struct wanted *wanted, int64_t line, struct na_error *reterr)
{
    char hint[256];
    suggest(snapshot, layer, wanted, hint, sizeof hint);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *other = na_snapshot_layer(snapshot, i);
        struct na_area area;
        if (other->role == NA_LAYER_WARDS && find_ward(snapshot, other, wanted, &area) > 0) {
            (void)snprintf(hint, sizeof hint, "Vintage %.40s has it: give --vintage %.40s",
                           other->id, other->id);
        }
    }
    bool placed = wanted->authority.length > 0;
    (void)na_fail(reterr, NA_ERR_DATA, "There is no ward \"%.*s\"%s%.*s in vintage %.40s",
                  (int)(wanted->name.length < 80 ? wanted->name.length : 80), wanted->name.bytes,
                  placed ? " of " : "",
                  (int)(wanted->authority.length < 80 ? wanted->authority.length : 80),
                  wanted->authority.bytes, layer->id);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, line, "ward", hint);
}

static enum na_code fail_ambiguous(const struct na_snapshot *snapshot, const struct na_layer *layer,
                                   const struct wanted *wanted, int64_t line,
                                   struct na_error *reterr)
{
    char hint[256] = "Give the column local_authority:";
    size_t used = strlen(hint);
    for (uint32_t i = 0; i < layer->area_count && used < sizeof hint; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        if (is_named(wanted, &area)) {
            used += (size_t)snprintf(hint + used, sizeof hint - used, " %.40s (%.12s)",
                                     area.authority_name, area.code);
        }
    }
    (void)na_fail(reterr, NA_ERR_DATA, "Several wards of vintage %.40s are called \"%.*s\"",
                  layer->id, (int)(wanted->name.length < 80 ? wanted->name.length : 80),
                  wanted->name.bytes);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, line, "ward", hint);
}

static struct na_str field(const struct na_csv_record *record, size_t i)
{
    return i < record->count ? na_str_trim(record->fields[i]) : na_str_of("");
}

static enum na_code keep_spelling(struct na_table_ready *ready, struct na_str name,
                                  struct na_error *reterr)
{
    /* Wards of two authorities may be spelt alike: the text is kept once, pointed to twice. */
    uint32_t number = 0;
    enum na_code code = na_table_texts_put(&ready->names, name, &number, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t count = ready->counts.values[0].count;
    const char **spellings = realloc(ready->spellings, count * sizeof *spellings);
    if (spellings == NULL) {
        return na_fail_memory(reterr, "reading ready counts");
    }
    ready->spellings = spellings;
    spellings[count - 1] = na_table_texts_get(&ready->names, number).bytes;
    return NA_OK;
}

static enum na_code add_ward(struct na_table_ready *ready, const struct na_area *area,
                             struct na_str name, uint64_t count, int64_t line,
                             struct na_error *reterr)
{
    uint32_t before = ready->counts.values[0].count;
    uint32_t values[NA_TABLE_DIMENSIONS_MAX] = {0};
    enum na_code code =
        na_table_texts_put(&ready->counts.values[0], na_str_of(area->code), &values[0], reterr);
    if (code != NA_OK) {
        return code;
    }
    if (ready->counts.values[0].count == before) {
        (void)na_fail(reterr, NA_ERR_DATA, "Ward \"%s\" (%s) comes twice", area->name, area->code);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, line, "ward", "Add its counts up");
    }
    code = keep_spelling(ready, name, reterr);
    if (code == NA_OK) {
        code = na_table_counts_add(&ready->counts, values, count, reterr);
    }
    ready->counts.tally.read += count;
    ready->counts.tally.matches[NA_BATCH_FOUND] += count;
    return code;
}

static enum na_code add(struct na_table_ready *ready, const struct na_snapshot *snapshot,
                        const struct na_layer *layer, const struct na_csv_record *record,
                        const struct ready_columns *columns, struct na_error *reterr)
{
    struct wanted wanted = {field(record, columns->ward), field(record, columns->authority), "",
                            ""};
    na_table_fold_name(wanted.name, wanted.name_fold);
    na_table_fold_name(wanted.authority, wanted.authority_fold);
    struct na_str text = field(record, columns->count);
    int64_t count = 0;
    if (!na_integer_parse(text, 0, INT64_C(1) << 40, &count)) {
        (void)na_fail(reterr, NA_ERR_DATA, "\"%.*s\" is no count",
                      (int)(text.length < 40 ? text.length : 40), text.bytes);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, record->line, "count",
                          "Write a whole number without separators");
    }
    struct na_area area;
    size_t found = find_ward(snapshot, layer, &wanted, &area);
    if (found == 0) {
        return fail_unknown(snapshot, layer, &wanted, record->line, reterr);
    }
    if (found > 1) {
        return fail_ambiguous(snapshot, layer, &wanted, record->line, reterr);
    }
    return add_ward(ready, &area, wanted.name, (uint64_t)count, record->line, reterr);
}

static enum na_code read_all(struct na_table_ready *ready, struct na_csv *csv,
                             const struct na_snapshot *snapshot, const struct na_layer *layer,
                             struct na_error *reterr)
{
    struct na_csv_record record;
    struct ready_columns columns = {0, 0, 0};
    bool more = false;
    enum na_code code = na_csv_next(csv, &record, &more, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!more) {
        return na_fail(reterr, NA_ERR_DATA, "The file of counts is empty");
    }
    code = bind(&record, &columns, reterr);
    while (code == NA_OK) {
        code = na_csv_next(csv, &record, &more, reterr);
        if (code != NA_OK || !more) {
            return code;
        }
        code = add(ready, snapshot, layer, &record, &columns, reterr);
    }
    return code;
}

enum na_code na_table_ready_read(const char *bytes, size_t length,
                                 const struct na_snapshot *snapshot, const struct na_layer *layer,
                                 struct na_table_ready *ret_ready, struct na_error *reterr)
{
    struct na_table_question question = {.dimension_count = 1,
                                         .dimensions = {{NA_TABLE_WARD, "ward"}}};
    struct na_table_ready ready = {.spellings = NULL};
    na_table_counts_init(&ready.counts, &question);
    struct na_csv *csv = NULL;
    enum na_code code = na_csv_new(bytes, length, ',', &csv, reterr);
    if (code == NA_OK) {
        code = read_all(&ready, csv, snapshot, layer, reterr);
    }
    na_csv_free(csv);
    if (code != NA_OK) {
        na_table_ready_fini(&ready);
        return code;
    }
    *ret_ready = ready;
    return NA_OK;
}
