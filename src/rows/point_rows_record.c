/* In a worker: is the row asked for, where is it on the grid, what does it weigh. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "locate/question_position.h"
#include "question/session_state.h"
#include "rows/private.h"

/* Rows of a block whose values are told when a condition leaves them out. */
#define UNASKED_TOLD_MAX 1000
/* Sums of it stay exact to a thousandth by far. */
#define WEIGHT_MAX 1e12

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
    struct na_crs *crs = NULL;
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

enum na_code na_point_record(const void *context, const struct na_batch_row *row,
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
