/* Parameters to a question about coverage. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "coverage/private.h"
#include "data/streets.h"
#include "nearest/nearest.h"
#include "question/kind.h"
#include "question/session_state.h"
#include "question/vintage.h"

#define DEFAULT_WITHIN_M 250.0
#define DEFAULT_STATUSES ((1u << NA_STATUS_UNKNOWN) | (1u << NA_STATUS_IN_SERVICE))

static enum na_code read_lists(const struct na_snapshot *snapshot, const struct na_param *params,
                               size_t count, struct na_coverage_question *question,
                               struct na_error *reterr)
{
    enum na_code code = na_tag_filter_read(snapshot, params, count, &question->tags, reterr);
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        if (strcmp(params[i].name, "kind") == 0) {
            code = na_kinds_add(snapshot, params[i].value, question->kinds, &question->kind_count,
                                reterr);
        } else if (strcmp(params[i].name, "status") == 0) {
            question->status_mask |= na_status_bit(params[i].value);
        }
    }
    if (question->status_mask == 0) {
        question->status_mask = DEFAULT_STATUSES;
    }
    return code;
}

static int by_metres(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return a < b ? -1 : a > b;
}

static enum na_code add_ring(double metres, struct na_coverage_question *question,
                             struct na_error *reterr)
{
    for (size_t i = 0; i < question->ring_count; i++) {
        /* Exact: the same figures were typed. */
        if (!(question->rings_m[i] < metres) && !(question->rings_m[i] > metres)) {
            return NA_OK;
        }
    }
    if (question->ring_count == NA_COVERAGE_RINGS_MAX) {
        char message[96];
        (void)snprintf(message, sizeof message, "More than %d distances", NA_COVERAGE_RINGS_MAX);
        return na_fail_field(reterr, NA_ERR_PARAM_RANGE, "ring", message, "Ask twice");
    }
    question->rings_m[question->ring_count++] = metres;
    return NA_OK;
}

static enum na_code read_ring(const char *text, struct na_coverage_question *question,
                              struct na_error *reterr)
{
    enum na_code code = NA_OK;
    while (code == NA_OK) {
        const char *comma = strchr(text, ',');
        struct na_str piece = {text, comma != NULL ? (size_t)(comma - text) : strlen(text)};
        double metres = 0.0;
        if (!na_number_parse(na_str_trim(piece), &metres)) {
            return na_fail_field(
                reterr, NA_ERR_PARAM_MALFORMED, "ring",
                "The parameter ring must be metres in plain figures, separated by commas",
                "For example ring=100,250,500");
        }
        if (metres < NA_COVERAGE_METRES_MIN || metres > NA_COVERAGE_METRES_MAX) {
            return na_fail_field(reterr, NA_ERR_PARAM_RANGE, "ring",
                                 "A distance of ring is out of range", "Each from 1 to 50000 m");
        }
        code = add_ring(metres, question, reterr);
        if (comma == NULL) {
            break;
        }
        text = comma + 1;
    }
    return code;
}

static enum na_code read_distances(const struct na_param *params, size_t count,
                                   struct na_coverage_question *question, struct na_error *reterr)
{
    double within_m = DEFAULT_WITHIN_M;
    const char *within = na_params_get(params, count, "within");
    const char *ring = na_params_get(params, count, "ring");
    if (within != NULL && !na_number_parse(na_str_of(within), &within_m)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "within is not a number");
    }
    enum na_code code = add_ring(within_m, question, reterr);
    if (code == NA_OK && ring != NULL) {
        code = read_ring(ring, question, reterr);
    }
    if (code == NA_OK) {
        qsort(question->rings_m, question->ring_count, sizeof question->rings_m[0], by_metres);
        while (question->rings_m[question->within] < within_m) {
            question->within++;
        }
    }
    return code;
}

static enum na_code read_days(const struct na_param *params, size_t count, int32_t today,
                              struct na_coverage_question *question, struct na_error *reterr)
{
    const char *as_at = na_params_get(params, count, "as_at");
    const char *compare = na_params_get(params, count, "compare");
    question->as_at = today;
    question->as_at_2 = NA_DATE_NONE;
    if (as_at != NULL && compare != NULL) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "compare",
                             "Both as_at and compare are given", "compare names both days");
    }
    if (as_at != NULL && !na_date_parse(na_str_of(as_at), &question->as_at)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
    }
    if (compare == NULL) {
        return NA_OK;
    }
    /* Parted by a comma, or by blanks as people write it. */
    struct na_str days = na_str_trim(na_str_of(compare));
    size_t first = 0;
    while (first < days.length && days.bytes[first] != ',' && days.bytes[first] != ' ') {
        first++;
    }
    struct na_str rest = na_str_trim((struct na_str){days.bytes + first, days.length - first});
    bool comma = rest.length > 0 && rest.bytes[0] == ',';
    rest = comma ? na_str_trim((struct na_str){rest.bytes + 1, rest.length - 1}) : rest;
    if (!na_date_parse((struct na_str){days.bytes, first}, &question->as_at) ||
        !na_date_parse(rest, &question->as_at_2)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "compare",
                             "The parameter compare must be two days as YYYY-MM-DD",
                             "For example compare=2026-07-31,2026-08-01");
    }
    question->comparing = true;
    return question->as_at != question->as_at_2
               ? NA_OK
               : na_fail_field(reterr, NA_ERR_PARAM_RANGE, "compare",
                               "Both days of compare are the same", "Give two days");
}

static enum na_code find_layer(const struct na_snapshot *snapshot, const char *id,
                               const struct na_layer **ret_layer, struct na_error *reterr)
{
    char hint[256] = "The pack has no layer of areas";
    size_t used = 0;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role != NA_LAYER_AREAS) {
            continue;
        }
        if (strcmp(layer->id, id) == 0) {
            *ret_layer = layer;
            return NA_OK;
        }
        if (used < sizeof hint) {
            used += (size_t)snprintf(hint + used, sizeof hint - used, "%s %.60s",
                                     used == 0 ? "There are:" : ",", layer->id);
        }
    }
    return na_fail_field(reterr, NA_ERR_PARAM_RANGE, "layer",
                         "The pack has no layer of areas of that id", hint);
}

/* On foot: the data must have streets. */
static enum na_code read_measure(const struct na_snapshot *snapshot, const struct na_param *params,
                                 size_t count, struct na_coverage_question *question,
                                 struct na_error *reterr)
{
    const char *measure = na_params_get(params, count, "measure");
    struct na_network network;
    question->by_walk = measure != NULL && strcmp(measure, "walk") == 0;
    if (question->by_walk && !na_snapshot_network(snapshot, &network)) {
        return na_fail_field(reterr, NA_ERR_PARAM_RANGE, "measure",
                             "The data have no streets to walk on",
                             "Add a [network.ID] to the pack, or leave measure out");
    }
    return NA_OK;
}

enum na_code na_coverage_read(struct na_session *session, const struct na_param *params,
                              size_t count, int32_t today,
                              struct na_coverage_question *ret_question, struct na_error *reterr)
{
    struct na_coverage_question question = {.kind_count = 0};
    const struct na_snapshot *snapshot = session->snapshot;
    const char *vintage = na_params_get(params, count, "vintage");
    const char *layer = na_params_get(params, count, "layer");
    if (vintage != NULL && layer != NULL) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "layer",
                             "Both vintage and layer are given",
                             "vintage is of wards, layer of other areas");
    }
    enum na_code code = read_lists(snapshot, params, count, &question, reterr);
    if (code == NA_OK) {
        code = read_distances(params, count, &question, reterr);
    }
    if (code == NA_OK) {
        code = read_days(params, count, today, &question, reterr);
    }
    if (code == NA_OK) {
        code = read_measure(snapshot, params, count, &question, reterr);
    }
    if (code == NA_OK) {
        code = layer != NULL ? find_layer(snapshot, layer, &question.layer, reterr)
                             : na_vintage_choose(snapshot, vintage, question.as_at, &question.layer,
                                                 &question.none_valid, reterr);
    }
    if (code == NA_OK) {
        *ret_question = question;
    }
    return code;
}
