/* Each line's ward is found by name and authority in the vintage asked for, by the rules of
 * data/ward_names.h. A name that is not there or means two is refused. Different spellings that
 * meant the same ward are kept, so that the answer can say so. */
#include "table/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "data/count_columns.h"
#include "data/ward_names.h"
#include "io/csv.h"

void na_table_ready_fini(struct na_table_ready *ready)
{
    na_table_counts_fini(&ready->counts);
    na_table_texts_fini(&ready->names);
    free(ready->spellings);
    ready->spellings = NULL;
}

/* The wards of a layer of the snapshot, by name. */
struct layer_wards {
    const struct na_snapshot *snapshot;
    const struct na_layer *layer;
};

static void get_ward(const void *context, uint32_t i, struct na_ward_name *ret_name)
{
    const struct layer_wards *wards = context;
    struct na_area area;
    na_snapshot_area(wards->snapshot, wards->layer, i, &area);
    *ret_name = (struct na_ward_name){area.code, area.name, area.authority_name};
}

static struct na_ward_names names_of(const struct layer_wards *wards)
{
    return (struct na_ward_names){wards->layer->id, wards->layer->area_count, get_ward, wards};
}

/* The ward wanted; a name that another vintage has is told so. */
static enum na_code find_ward(const struct na_snapshot *snapshot, const struct na_layer *layer,
                              const struct na_ward_wanted *wanted, int64_t line, uint32_t *ret_ward,
                              struct na_error *reterr)
{
    const struct layer_wards wards = {snapshot, layer};
    const struct na_ward_names names = names_of(&wards);
    enum na_code code = na_ward_names_find(&names, wanted, ret_ward, reterr);
    if (code == NA_OK) {
        return NA_OK;
    }
    (void)na_fail_at(reterr, code, NULL, line, "ward", NULL);
    if (na_ward_names_count(&names, wanted, NULL) > 0) {
        return code;
    }
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct layer_wards other = {snapshot, na_snapshot_layer(snapshot, i)};
        const struct na_ward_names theirs = names_of(&other);
        if (other.layer->role == NA_LAYER_WARDS && na_ward_names_count(&theirs, wanted, NULL) > 0 &&
            reterr != NULL) {
            (void)snprintf(reterr->hint, sizeof reterr->hint,
                           "Vintage %.40s has it: give --vintage %.40s", other.layer->id,
                           other.layer->id);
        }
    }
    return code;
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
        code = na_table_counts_add(&ready->counts, values, count, 0, reterr);
    }
    ready->counts.tally.read += count;
    ready->counts.tally.matches[NA_BATCH_FOUND] += count;
    return code;
}

static enum na_code add(struct na_table_ready *ready, const struct na_snapshot *snapshot,
                        const struct na_layer *layer, const struct na_csv_record *record,
                        const struct na_count_columns *columns, struct na_error *reterr)
{
    struct na_ward_wanted wanted;
    na_ward_wanted_init(field(record, columns->ward), field(record, columns->authority), &wanted);
    struct na_str text = field(record, columns->count);
    int64_t count = 0;
    if (!na_integer_parse(text, 0, INT64_C(1) << 40, &count)) {
        (void)na_fail(reterr, NA_ERR_DATA, "\"%.*s\" is no count",
                      (int)(text.length < 40 ? text.length : 40), text.bytes);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, record->line, "count",
                          "Write a whole number without separators");
    }
    uint32_t ward = 0;
    enum na_code code = find_ward(snapshot, layer, &wanted, record->line, &ward, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_area area;
    na_snapshot_area(snapshot, layer, ward, &area);
    return add_ward(ready, &area, wanted.name, (uint64_t)count, record->line, reterr);
}

static enum na_code read_all(struct na_table_ready *ready, struct na_csv *csv,
                             const struct na_snapshot *snapshot, const struct na_layer *layer,
                             struct na_error *reterr)
{
    struct na_csv_record record;
    struct na_count_columns columns;
    bool more = false;
    enum na_code code = na_csv_next(csv, &record, &more, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!more) {
        return na_fail(reterr, NA_ERR_DATA, "The file of counts is empty");
    }
    code = na_count_columns_find(record.fields, record.count, false, &columns, reterr);
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
