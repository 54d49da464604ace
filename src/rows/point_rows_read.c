/* All rows of a source into a list. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

/* In front of the columns that the batch would add, so that the input may have any name itself. */
#define PREFIX "nearaid:"
#define MONTHS_MAX 1200
#define UNMET_MAX 1000

/* The caller's side of a run: records come a block at a time, then what was read so far. */
struct gathering {
    struct na_point_rows *rows;
    struct na_buffer items;
    const struct na_point_rows_wanted *wanted;
    const struct na_point_rows_reading *reading;
    uint64_t rows_before; /* of the block that comes */
    uint64_t recorded;
    struct na_table_texts unweighted; /* values without a weight */
};

static enum na_code tell(struct gathering *gathering, const struct point_record *record,
                         const struct na_str texts[POINT_TEXTS], struct na_error *reterr)
{
    const struct na_point_rows_reading *reading = gathering->reading;
    char reason[sizeof((struct na_error *)0)->message];
    if (reading->fault == NULL) {
        return NA_OK;
    }
    (void)na_text_copy_str(reason, sizeof reason, texts[2]);
    struct na_batch_fault fault = {.row = gathering->rows_before + record->row,
                                   .match = NA_BATCH_BAD,
                                   .column = texts[0],
                                   .value = texts[1],
                                   .reason = reason};
    return reading->fault(reading->context, &fault, reterr);
}

static enum na_code note_month(struct na_table_texts *months, struct na_str month,
                               uint32_t *ret_month, struct na_error *reterr)
{
    *ret_month = NA_POINT_MONTH_NONE;
    if (month.length == 0 || months->count == MONTHS_MAX) {
        return NA_OK;
    }
    return na_table_texts_put(months, month, ret_month, reterr);
}

/* Into the list. */
static enum na_code keep_item(struct gathering *gathering, struct na_point_row *item,
                              const struct na_str texts[POINT_TEXTS], struct na_error *reterr)
{
    struct na_point_rows *rows = gathering->rows;
    enum na_code code = NA_OK;
    const struct na_point_rows_wanted *wanted = gathering->wanted;
    if (wanted->id_column != NULL || (wanted->usual_labels && texts[1].length > 0)) {
        code = na_point_label_put(rows, texts[1], &item->id);
    }
    if (code == NA_OK &&
        (wanted->name_column != NULL || (wanted->usual_labels && texts[2].length > 0))) {
        code = na_point_label_put(rows, texts[2], &item->name);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&gathering->items, item, sizeof *item);
    }
    if (code != NA_OK) {
        (void)na_fail(reterr, code, "The rows do not fit in memory: %zu are kept", rows->count);
        return na_fail_at(reterr, code, NULL, 0, NULL, "Take fewer rows at a time, by --where");
    }
    return NA_OK;
}

/* A value that a condition does not have. */
static enum na_code note_unmet(struct gathering *gathering, uint32_t where, struct na_str value,
                               struct na_error *reterr)
{
    struct na_table_texts *unmet = &gathering->rows->unmet[where];
    uint32_t number = 0;
    return unmet->count < UNMET_MAX ? na_table_texts_put(unmet, value, &number, reterr) : NA_OK;
}

static enum na_code keep(struct gathering *gathering, const struct point_record *record,
                         const struct na_str texts[POINT_TEXTS], struct na_error *reterr)
{
    struct na_point_rows *rows = gathering->rows;
    const struct na_point_rows_sink *sink = gathering->reading->sink;
    struct na_point_row item = {.at = record->at,
                                .grid = record->grid,
                                .weight = record->weight,
                                .row = gathering->rows_before + record->row,
                                .ward = record->ward,
                                .kind = record->weight_kind,
                                .policing = record->policing,
                                .id = NA_POINT_LABEL_NONE,
                                .name = NA_POINT_LABEL_NONE};
    bool asked = record->kind == POINT_KEPT;
    enum na_code code =
        note_month(asked ? &rows->months : &rows->other_months, texts[0], &item.month, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (asked && na_repeats_note(&rows->repeats, texts[3]) != NA_OK) {
        return na_fail_memory(reterr, "looking for Crime IDs that repeat");
    }
    rows->count += asked ? 1 : 0;
    rows->weight_sum += asked ? item.weight : 0;
    return sink != NULL ? sink->take(sink->context, rows, &item, asked, reterr)
                        : keep_item(gathering, &item, texts, reterr);
}

static enum na_code take_record(struct gathering *gathering, const struct point_record *record,
                                const struct na_str texts[POINT_TEXTS], struct na_error *reterr)
{
    struct na_point_tally *tally = &gathering->rows->tally;
    uint32_t number;
    if (record->kind == POINT_UNASKED) {
        return note_unmet(gathering, record->ward, texts[0], reterr);
    }
    gathering->recorded += record->kind != POINT_OTHER ? 1 : 0;
    switch (record->kind) {
    case POINT_KEPT:
    case POINT_OTHER:
        return keep(gathering, record, texts, reterr);
    case POINT_UNWEIGHTED:
        return na_table_texts_put(&gathering->unweighted, texts[1], &number, reterr);
    case POINT_NO_LOCATION:
        tally->no_location++;
        return NA_OK;
    case POINT_BAD:
        tally->bad++;
        return tell(gathering, record, texts, reterr);
    case POINT_OFF_GRID:
        tally->off_grid++;
        return tell(gathering, record, texts, reterr);
    case POINT_UNASKED:
        break;
    }
    return na_fail(reterr, NA_ERR_INTERNAL, "a record of no kind");
}

static enum na_code take_block(void *context, const char *bytes, size_t length,
                               struct na_error *reterr)
{
    struct gathering *gathering = context;
    enum na_code code = NA_OK;
    for (size_t at = 0; at < length && code == NA_OK;) {
        struct point_record record;
        struct na_str texts[POINT_TEXTS];
        memcpy(&record, bytes + at, sizeof record);
        at += sizeof record;
        for (size_t i = 0; i < POINT_TEXTS; i++) {
            texts[i] = (struct na_str){bytes + at, record.lengths[i]};
            at += record.lengths[i];
        }
        code = take_record(gathering, &record, texts, reterr);
    }
    return code;
}

static enum na_code end_block(void *context, const struct na_batch_tally *tally,
                              struct na_error *reterr)
{
    struct gathering *gathering = context;
    const struct na_point_rows_reading *reading = gathering->reading;
    gathering->rows_before = tally->read;
    return reading->progress != NULL ? reading->progress(reading->context, tally, reterr) : NA_OK;
}

/* The columns that the workers must see. */
static size_t list_kept(const struct na_point_rows_wanted *wanted,
                        struct na_batch_kept kept[NA_BATCH_KEPT_MAX],
                        struct point_recorder *recorder)
{
    size_t count = 0;
    for (size_t i = 0; i < POINT_KEPT_WHERES + NA_WHERES_MAX; i++) {
        recorder->kept[i] = SIZE_MAX;
    }
    const bool usual = wanted->usual_labels;
    const struct {
        const char *asked, *usual;
    } names[POINT_KEPT_WHERES] = {
        [POINT_KEPT_MONTH] = {NULL, "Month"},
        [POINT_KEPT_WEIGHT] = {wanted->weight_column, NULL},
        [POINT_KEPT_ID] = {wanted->id_column, usual ? "id" : NULL},
        [POINT_KEPT_NAME] = {wanted->name_column, usual ? "name" : NULL},
        [POINT_KEPT_CRIME] = {NULL, "Crime ID"},
        [POINT_KEPT_TYPE] = {NULL, "Crime type"},
    };
    for (size_t i = 0; i < POINT_KEPT_WHERES; i++) {
        bool asked = names[i].asked != NULL;
        if (asked || names[i].usual != NULL) {
            recorder->kept[i] = count;
            kept[count++] = (struct na_batch_kept){asked ? names[i].asked : names[i].usual, !asked};
        }
    }
    for (size_t i = 0; i < wanted->where_count; i++) {
        recorder->kept[POINT_KEPT_WHERES + i] = count;
        kept[count++] = (struct na_batch_kept){wanted->wheres[i].column, false};
    }
    return count;
}

/* Values that the file of weights does not have: none of them may be guessed. */
static enum na_code check_weights(const struct gathering *gathering, struct na_error *reterr)
{
    const struct na_table_texts *values = &gathering->unweighted;
    char list[256] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < values->count && used < 200; i++) {
        used += (size_t)snprintf(list + used, sizeof list - used, "%s\"%.40s\"", i > 0 ? ", " : "",
                                 na_table_texts_get(values, i).bytes);
    }
    if (values->count == 0) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_DATA, "%u value%s of %.60s without a weight: %s%s",
                  (unsigned)values->count, values->count == 1 ? "" : "s",
                  gathering->wanted->weight_column, list, used >= 200 ? " and more" : "");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "weights",
                      "Give each of them a weight in the file, 0 if it is not to count");
}

static enum na_code run(const struct na_batch_plan *plan, const struct point_recorder *recorder,
                        struct gathering *gathering, struct na_error *reterr)
{
    const struct na_point_rows_reading *reading = gathering->reading;
    struct na_batch_run_options options = {.threads = reading->threads,
                                           .block_bytes = reading->block_bytes,
                                           .recorder = na_point_record,
                                           .recorder_context = recorder};
    struct na_batch_target target = {take_block, NULL, end_block, gathering};
    struct na_batch_result result = {.profile = ""};
    enum na_code code = na_batch_run(plan, &options, reading->source, &target, &result, reterr);
    if (code == NA_OK) {
        struct na_point_rows *rows = gathering->rows;
        rows->tally.read = result.tally.read;
        rows->tally.unasked = result.tally.read - gathering->recorded;
        (void)na_text_copy(rows->profile, sizeof rows->profile, result.profile);
        code = check_weights(gathering, reterr);
    }
    return code;
}

enum na_code na_point_rows_read(struct na_snapshot *snapshot,
                                const struct na_point_rows_wanted *wanted,
                                const struct na_point_rows_reading *reading,
                                struct na_point_rows *ret_rows, struct na_error *reterr)
{
    struct na_point_rows rows = {0};
    struct gathering gathering = {.rows = &rows, .wanted = wanted, .reading = reading};
    struct point_recorder recorder = {.wanted = wanted, .others = reading->others};
    struct na_batch_kept kept[NA_BATCH_KEPT_MAX];
    struct na_batch_options options = reading->columns;
    struct na_batch_plan *plan = NULL;
    na_buffer_init(&rows.labels, NA_POINT_LABELS_MAX_BYTES);
    na_buffer_init(&rows.label_ends, (size_t)2 * NA_POINT_ROWS_MAX * sizeof(uint64_t));
    na_buffer_init(&gathering.items, NA_POINT_ROWS_MAX * sizeof(struct na_point_row));
    options.question = NA_BATCH_WARD;
    options.input = NA_BATCH_CSV_IN;
    options.output = NA_BATCH_NOTHING;
    options.add = "match";
    options.prefix = PREFIX;
    options.vintage = wanted->vintage;
    options.wards_optional = true;
    options.kept = kept;
    options.kept_count = list_kept(wanted, kept, &recorder);
    enum na_code code = na_batch_plan_new(snapshot, &options, &plan, reterr);
    if (code == NA_OK) {
        rows.layer = na_batch_plan_layer(plan);
        rows.weights = wanted->weights;
        code = reading->sink != NULL ? reading->sink->begin(reading->sink->context, &rows, reterr)
                                     : NA_OK;
    }
    if (code == NA_OK) {
        code = run(plan, &recorder, &gathering, reterr);
    }
    na_batch_plan_free(plan);
    na_table_texts_fini(&gathering.unweighted);
    rows.items = na_buffer_take(&gathering.items);
    if (code != NA_OK) {
        na_point_rows_fini(&rows);
        return code;
    }
    *ret_rows = rows;
    return NA_OK;
}
