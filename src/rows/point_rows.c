/* Rows kept as points. In the workers a recorder says of each row whether it is asked for, where it
 * is on the grid and what it weighs; the caller's thread takes these records in order and keeps the
 * points. A text of a point (id, name) is a label: kept in one buffer, known by its number. */
#include "rows/point_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "locate/question_position.h"
#include "question/session_state.h"
#include "rows/private.h"

/* In front of the columns that the batch would add, so that the input may have any name itself. */
#define PREFIX "nearaid:"
#define MONTHS_MAX 1200
#define UNMET_MAX 1000
/* Rows of a block whose values are told when a condition leaves them out. */
#define UNASKED_TOLD_MAX 1000
/* Sums of it stay exact to a thousandth by far. */
#define WEIGHT_MAX 1e12

/* Places among the columns kept; the conditions' columns follow. */
enum {
    POINT_KEPT_MONTH,
    POINT_KEPT_WEIGHT,
    POINT_KEPT_ID,
    POINT_KEPT_NAME,
    POINT_KEPT_CRIME,
    POINT_KEPT_TYPE,
    POINT_KEPT_WHERES
};
#define POINT_MONTH_LENGTH 7 /* "2025-01" */

/* Texts of a record: three by its kind, and the Crime ID. */
#define POINT_TEXTS 4

enum point_record_kind {
    POINT_KEPT,
    POINT_NO_LOCATION,
    POINT_BAD,
    POINT_OFF_GRID,
    POINT_OTHER,      /* not asked for */
    POINT_UNWEIGHTED, /* its value has no weight */
    POINT_UNASKED,    /* a value that a condition does not have, to suggest from */
    POINT_MET         /* the value that one of several of a condition is */
};

/* What a worker says of a row. After it the bytes of `lengths`: month, id and name of one that is
 * kept or other; column, value and reason of one that is bad, off the grid or without a weight. */
struct point_record {
    struct na_lonlat at;
    struct na_grid grid;
    double weight;
    uint32_t row; /* 1-based, within its block */
    uint32_t ward;
    uint32_t weight_kind;
    uint32_t lengths[POINT_TEXTS];
    bool policing;
    enum point_record_kind kind;
};

/* What the workers know; constant. */
struct point_recorder {
    const struct na_point_rows_wanted *wanted;
    bool others;
    size_t kept[POINT_KEPT_WHERES + NA_WHERES_MAX]; /* of each column above its place among
                                                             those kept, or SIZE_MAX */
};

static struct na_str kept(const struct point_recorder *recorder, const struct na_batch_row *row,
                          size_t which)
{
    size_t at = recorder->kept[which];
    struct na_str none = {NULL, 0};
    return at == SIZE_MAX || row->kept == NULL ? none : row->kept[at];
}

/* The first condition that the row does not meet; their count: it meets all. */
static size_t first_unmet(const struct point_recorder *recorder, const struct na_batch_row *row)
{
    const struct na_point_rows_wanted *wanted = recorder->wanted;
    for (size_t i = 0; i < wanted->where_count && row->kept != NULL; i++) {
        struct na_str value = kept(recorder, row, POINT_KEPT_WHERES + i);
        if (!na_where_holds(&wanted->wheres[i], value.bytes, value.length)) {
            return i;
        }
    }
    return wanted->where_count; /* of one that cannot be taken apart nobody can say */
}

/* "2025-01", as far as its figures go; empty: none. */
static struct na_str month_of(const struct point_recorder *recorder, const struct na_batch_row *row)
{
    struct na_str text = kept(recorder, row, POINT_KEPT_MONTH);
    struct na_str none = {"", 0};
    if (text.bytes == NULL || text.length != POINT_MONTH_LENGTH || text.bytes[4] != '-') {
        return none;
    }
    for (size_t i = 0; i < text.length; i++) {
        if (i != 4 && (text.bytes[i] < '0' || text.bytes[i] > '9')) {
            return none;
        }
    }
    return text;
}

static enum na_code put(const struct point_record *record, const struct na_str texts[POINT_TEXTS],
                        struct na_buffer *to, struct na_error *reterr)
{
    struct point_record whole = *record;
    for (size_t i = 0; i < POINT_TEXTS; i++) {
        whole.lengths[i] = (uint32_t)texts[i].length;
    }
    enum na_code code = na_buffer_append(to, &whole, sizeof whole);
    for (size_t i = 0; i < POINT_TEXTS && code == NA_OK; i++) {
        code = texts[i].length > 0 ? na_buffer_append(to, texts[i].bytes, texts[i].length) : NA_OK;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The rows of a block do not fit");
}

static enum na_code put_fault(struct point_record *record, enum point_record_kind kind,
                              struct na_str column, struct na_str value, const char *reason,
                              struct na_buffer *to, struct na_error *reterr)
{
    record->kind = kind;
    return put(record, (struct na_str[POINT_TEXTS]){column, value, na_str_of(reason), {"", 0}}, to,
               reterr);
}

/* Both positions of a row, the one it does not give by the transformation. */
static enum na_code place(const struct na_batch_row *row, struct point_record *record,
                          bool *ret_reached, struct na_error *reterr)
{
    const struct na_position *position = row->position;
    const struct na_crs *crs = NULL;
    struct na_error error;
    *ret_reached = true;
    record->at = position->at;
    record->grid = position->grid;
    if (position->has_lonlat && position->has_grid) {
        return NA_OK;
    }
    enum na_code code = na_session_crs(row->session, &crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = position->has_grid ? na_crs_to_lonlat(crs, position->grid, &record->at, &error)
                              : na_crs_to_grid(crs, position->at, &record->grid, &error);
    if (code == NA_ERR_OUTSIDE || code == NA_ERR_PARAM_RANGE) {
        *ret_reached = false;
        return NA_OK;
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "%s", error.message);
}

/* Decimal commas or points in the column of the weights. */
static enum na_number_marks marks_of(const struct point_recorder *recorder,
                                     const struct na_batch_row *row)
{
    size_t at = recorder->kept[POINT_KEPT_WEIGHT];
    bool known = at != SIZE_MAX && row->kept_forms != NULL && row->kept_forms[at] != NULL;
    return known ? row->kept_forms[at]->marks : NA_NUMBER_POINT;
}

/* False: `reason` says why not. */
static bool weigh(const struct point_recorder *recorder, const struct na_batch_row *row,
                  struct na_str text, double *ret_weight, char reason[NA_NUMBER_REASON])
{
    double weight = 1.0;
    /* With a file of weights the column has values, not numbers. */
    if (recorder->wanted->weight_column != NULL && recorder->wanted->weights == NULL) {
        enum na_number_fault fault = na_number_read(text, marks_of(recorder, row), &weight);
        if (fault != NA_NUMBER_GOOD) {
            char what[NA_NUMBER_REASON];
            na_number_reason(text, fault, what);
            (void)snprintf(reason, NA_NUMBER_REASON, "the weight is %.140s", what);
            return false;
        }
    }
    if (weight < 0.0 || weight > WEIGHT_MAX) {
        (void)snprintf(reason, NA_NUMBER_REASON, "the weight is %s",
                       weight < 0.0 ? "negative" : "above 1,000,000,000,000");
        return false;
    }
    *ret_weight = weight;
    return true;
}

/* Offences that are found where officers look. */
static bool is_policing(struct na_str type)
{
    char text[96];
    (void)na_text_copy_str(text, sizeof text, type);
    return type.length > 0 && na_where_is_policing(text);
}

/* The weight of the row's value; false: it has none. */
static bool weigh_value(const struct point_recorder *recorder, struct na_str value,
                        struct point_record *record)
{
    const struct na_weights *weights = recorder->wanted->weights;
    uint32_t number = weights != NULL ? na_weights_find(weights, value) : 0;
    if (weights == NULL || number == NA_WEIGHTS_NONE) {
        return weights == NULL;
    }
    record->weight = weights->items[number].weight;
    record->weight_kind = number;
    return true;
}

static enum na_code record_position(const struct point_recorder *recorder,
                                    const struct na_batch_row *row, struct point_record *record,
                                    struct na_buffer *to, struct na_error *reterr)
{
    struct na_str none = {"", 0};
    struct na_str weight = na_str_trim(kept(recorder, row, POINT_KEPT_WEIGHT));
    char reason[NA_NUMBER_REASON];
    if (!weigh(recorder, row, weight, &record->weight, reason)) {
        weight.length = weight.length < 64 ? weight.length : 64;
        return put_fault(record, POINT_BAD, na_str_of(recorder->wanted->weight_column), weight,
                         reason, to, reterr);
    }
    if (!weigh_value(recorder, weight, record)) {
        weight.length = weight.length < 64 ? weight.length : 64;
        return put_fault(record, POINT_UNWEIGHTED, none, weight, "", to, reterr);
    }
    bool reached = false;
    enum na_code code = place(row, record, &reached, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!reached) {
        return put_fault(record, POINT_OFF_GRID, none, none,
                         "the position lies where the National Grid does not reach", to, reterr);
    }
    record->kind = POINT_KEPT;
    record->policing = is_policing(kept(recorder, row, POINT_KEPT_TYPE));
    return put(record,
               (struct na_str[POINT_TEXTS]){
                   month_of(recorder, row), kept(recorder, row, POINT_KEPT_ID),
                   kept(recorder, row, POINT_KEPT_NAME), kept(recorder, row, POINT_KEPT_CRIME)},
               to, reterr);
}

/* A row that is not asked for: its place and month, if it has one. */
static enum na_code record_other(const struct point_recorder *recorder,
                                 const struct na_batch_row *row, struct point_record *record,
                                 struct na_buffer *to, struct na_error *reterr)
{
    struct na_str none = {"", 0};
    bool reached = false;
    if (row->position == NULL) {
        return NA_OK;
    }
    enum na_code code = place(row, record, &reached, reterr);
    if (code != NA_OK || !reached) {
        return code;
    }
    record->kind = POINT_OTHER;
    record->weight = 1.0;
    return put(record, (struct na_str[POINT_TEXTS]){month_of(recorder, row), none, none, none}, to,
               reterr);
}

/* Which of the values of a condition that has several. */
static enum na_code record_met(const struct point_recorder *recorder,
                               const struct na_batch_row *row, struct na_buffer *to,
                               struct na_error *reterr)
{
    const struct na_point_rows_wanted *wanted = recorder->wanted;
    struct na_str none = {"", 0};
    enum na_code code = NA_OK;
    for (size_t i = 0; i < wanted->where_count && row->kept != NULL && code == NA_OK; i++) {
        struct point_record met = {.kind = POINT_MET, .ward = (uint32_t)i};
        struct na_str value = kept(recorder, row, POINT_KEPT_WHERES + i);
        if (na_where_met(&wanted->wheres[i], value.bytes, value.length) != 0) {
            code = put(&met, (struct na_str[POINT_TEXTS]){value, none, none, none}, to, reterr);
        }
    }
    return code;
}

/* A na_batch_recorder, of a struct point_recorder. */
static enum na_code record_point(const void *context, const struct na_batch_row *row,
                                 struct na_buffer *to, struct na_error *reterr)
{
    const struct point_recorder *recorder = context;
    struct na_str none = {"", 0};
    size_t unmet = first_unmet(recorder, row);
    bool asked = unmet == recorder->wanted->where_count;
    if (!asked && row->row <= UNASKED_TOLD_MAX) {
        struct point_record left = {.kind = POINT_UNASKED, .ward = (uint32_t)unmet};
        struct na_str value = kept(recorder, row, POINT_KEPT_WHERES + unmet);
        enum na_code told =
            put(&left, (struct na_str[POINT_TEXTS]){value, none, none, none}, to, reterr);
        if (told != NA_OK) {
            return told;
        }
    }
    if (!asked && !recorder->others) {
        return NA_OK;
    }
    enum na_code noted = asked ? record_met(recorder, row, to, reterr) : NA_OK;
    if (noted != NA_OK) {
        return noted;
    }
    struct point_record record = {.at = {NAN, NAN},
                                  .grid = {NAN, NAN},
                                  .weight = NAN,
                                  .row = (uint32_t)row->row,
                                  .ward = row->area};
    if (!asked) {
        return record_other(recorder, row, &record, to, reterr);
    }
    if (row->match == NA_BATCH_NO_LOCATION) {
        return put_fault(&record, POINT_NO_LOCATION, none, none, "", to, reterr);
    }
    if (row->position == NULL) {
        return put_fault(&record, POINT_BAD, row->fault_column, row->fault_value, row->fault_reason,
                         to, reterr);
    }
    return record_position(recorder, row, &record, to, reterr);
}

enum na_code na_point_label_put(struct na_point_rows *rows, struct na_str text, uint32_t *ret_label)
{
    size_t number = rows->label_ends.length / sizeof(uint64_t);
    uint64_t end = rows->labels.length + text.length + 1;
    if (number == NA_POINT_LABEL_NONE) {
        return NA_ERR_LIMIT;
    }
    enum na_code code = na_buffer_reserve(&rows->labels, text.length + 1);
    if (code == NA_OK) {
        code = na_buffer_append(&rows->label_ends, &end, sizeof end);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&rows->labels, text.bytes, text.length);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&rows->labels, "", 1);
    }
    if (code == NA_OK) {
        *ret_label = (uint32_t)number;
    }
    return code;
}

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
    if (record->kind == POINT_MET) {
        gathering->rows->met[record->ward] |=
            na_where_met(&gathering->wanted->wheres[record->ward], texts[0].bytes, texts[0].length);
        return NA_OK;
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
    case POINT_MET:
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
                                           .recorder = record_point,
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

void na_point_rows_fini(struct na_point_rows *rows)
{
    free(rows->items);
    na_buffer_fini(&rows->labels);
    na_buffer_fini(&rows->label_ends);
    na_table_texts_fini(&rows->months);
    na_repeats_fini(&rows->repeats);
    for (size_t i = 0; i < NA_WHERES_MAX; i++) {
        na_table_texts_fini(&rows->unmet[i]);
    }
    na_table_texts_fini(&rows->other_months);
    rows->items = NULL;
    rows->count = 0;
}

static uint64_t label_end(const struct na_point_rows *rows, size_t label)
{
    uint64_t end = 0;
    memcpy(&end, rows->label_ends.data + label * sizeof end, sizeof end);
    return end;
}

struct na_str na_point_rows_label(const struct na_point_rows *rows, uint32_t label)
{
    if (label == NA_POINT_LABEL_NONE) {
        return (struct na_str){"", 0};
    }
    uint64_t from = label > 0 ? label_end(rows, (size_t)label - 1) : 0;
    return (struct na_str){rows->labels.data + from, (size_t)(label_end(rows, label) - from - 1)};
}
