/* The data itself: lists, single entries, what is loaded. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "lists/list.h"
#include "nearest/nearest.h"
#include "question/ask.h"
#include "question/kind.h"
#include "question/session_state.h"
#include "question/settle.h"
#include "question/vintage.h"

static void warn_none_valid(struct na_warnings *warnings, const struct na_layer *layer)
{
    na_warn(warnings, "no-vintage-valid", "No ward vintage is valid today; the newest, %s, is used",
            layer->id);
}

enum na_code na_answer_wards(const struct na_asking *asking, struct na_buffer *to,
                             struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_wards_question question = {.warnings.count = 0};
    bool none_valid = false;
    enum na_code code = na_params_check(&na_wards_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_page_read(asking->params, asking->count, &question.page, reterr);
    }
    if (code == NA_OK) {
        code = na_vintage_choose(snapshot, na_params_get(asking->params, asking->count, "vintage"),
                                 asking->today, &question.layer, &none_valid, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    na_warn_of_pack(&question.warnings, snapshot);
    if (none_valid) {
        warn_none_valid(&question.warnings, question.layer);
    }
    size_t before = to->length;
    return na_answer_settle(na_render_wards(snapshot, &question, asking->format, to), to, before,
                            reterr);
}

/* The code most like `code` in any vintage goes into the hint. */
static enum na_code fail_no_ward(const struct na_snapshot *snapshot, const char *code,
                                 struct na_error *reterr)
{
    struct na_area best = {.code = ""};
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t j = 0; layer->role == NA_LAYER_WARDS && j < layer->area_count; j++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, j, &area);
            size_t distance = na_text_distance(code, area.code);
            if (distance < best_distance) {
                best_distance = distance;
                best = area;
            }
        }
    }
    char hint[256] = "The pack has no wards";
    if (best_distance != SIZE_MAX) {
        (void)snprintf(hint, sizeof hint, "The nearest code is %.20s, %.150s", best.code,
                       best.name);
    }
    (void)na_fail(reterr, NA_ERR_WARD_UNKNOWN, "There is no ward of that code");
    return na_fail_at(reterr, NA_ERR_WARD_UNKNOWN, NULL, 0, "code", hint);
}

/* The default vintage if it has the code, else the newest that has it. */
static const struct na_layer *layer_with(const struct na_snapshot *snapshot,
                                         const struct na_layer *preferred, const char *code,
                                         uint32_t *ret_ward)
{
    if (na_ward_by_code(snapshot, preferred, code, ret_ward)) {
        return preferred;
    }
    const struct na_layer *newest = NULL;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        uint32_t ward = 0;
        if (layer->role == NA_LAYER_WARDS &&
            (newest == NULL || layer->valid_from >= newest->valid_from) &&
            na_ward_by_code(snapshot, layer, code, &ward)) {
            newest = layer;
            *ret_ward = ward;
        }
    }
    return newest;
}

enum na_code na_answer_ward_one(const struct na_asking *asking, struct na_buffer *to,
                                struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    const char *vintage = na_params_get(asking->params, asking->count, "vintage");
    const struct na_layer *layer = NULL;
    struct na_ward_one_question question = {.warnings.count = 0};
    bool none_valid = false;
    enum na_code code = na_params_check(&na_ward_one_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_vintage_choose(snapshot, vintage, asking->today, &layer, &none_valid, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (vintage == NULL) {
        layer = layer_with(snapshot, layer, asking->path_value, &question.ward);
    } else if (!na_ward_by_code(snapshot, layer, asking->path_value, &question.ward)) {
        layer = NULL;
    }
    if (layer == NULL) {
        return fail_no_ward(snapshot, asking->path_value, reterr);
    }
    question.layer = layer;
    na_warn_of_pack(&question.warnings, snapshot);
    size_t before = to->length;
    return na_answer_settle(na_render_ward_one(snapshot, &question, asking->format, to), to, before,
                            reterr);
}

static enum na_code add_kinds(const struct na_snapshot *snapshot, const struct na_param *params,
                              size_t count, struct na_assets_question *question,
                              struct na_error *reterr)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(params[i].name, "kind") != 0) {
            continue;
        }
        if (question->kind_count == NA_PARAMS_MAX) {
            return na_fail(reterr, NA_ERR_LIMIT, "More than %d kinds", NA_PARAMS_MAX);
        }
        enum na_code code =
            na_kind_find(snapshot, params[i].value, &question->kinds[question->kind_count], reterr);
        if (code != NA_OK) {
            return code;
        }
        question->kind_count++;
    }
    return NA_OK;
}

/* Whether an asset can be used is told about now. */
static struct na_moment moment_of(const struct na_session *session, int32_t today)
{
    int64_t now = session->now;
    return (struct na_moment){.as_at = now != NA_INSTANT_NONE ? na_day_of(na_clock_uk_local(now))
                                                              : today,
                              .when = now,
                              .stale_days = na_snapshot_info(session->snapshot)->stale_days,
                              .sees_codes = session->sees_codes};
}

enum na_code na_answer_assets(const struct na_asking *asking, struct na_buffer *to,
                              struct na_error *reterr)
{
    /* The list is not filtered by date: validity is among its members. */
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_assets_question question = {.kind_count = 0,
                                          .moment = moment_of(asking->session, asking->today)};
    enum na_code code = na_params_check(&na_assets_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_page_read(asking->params, asking->count, &question.page, reterr);
    }
    if (code == NA_OK) {
        code = add_kinds(snapshot, asking->params, asking->count, &question, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    na_warn_of_pack(&question.warnings, snapshot);
    size_t before = to->length;
    return na_answer_settle(na_render_assets(snapshot, &question, asking->format, to), to, before,
                            reterr);
}

static enum na_code fail_no_asset(const struct na_snapshot *snapshot, const char *id,
                                  struct na_error *reterr)
{
    struct na_asset best = {.id = ""};
    size_t best_distance = SIZE_MAX;
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        size_t distance = na_text_distance(id, asset.id);
        if (distance < best_distance) {
            best_distance = distance;
            best = asset;
        }
    }
    char hint[256] = "The pack has no assets";
    if (best_distance != SIZE_MAX) {
        (void)snprintf(hint, sizeof hint, "The nearest id is %.80s, %.120s", best.id, best.name);
    }
    (void)na_fail(reterr, NA_ERR_ASSET_UNKNOWN, "There is no asset of that id");
    return na_fail_at(reterr, NA_ERR_ASSET_UNKNOWN, NULL, 0, "id", hint);
}

enum na_code na_asset_by_id(const struct na_snapshot *snapshot, const char *id, uint32_t *ret_asset,
                            struct na_error *reterr)
{
    return na_snapshot_find_asset(snapshot, id, ret_asset) ? NA_OK
                                                           : fail_no_asset(snapshot, id, reterr);
}

enum na_code na_answer_asset_one(const struct na_asking *asking, struct na_buffer *to,
                                 struct na_error *reterr)
{
    /* An asset is shown whatever its validity. */
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_moment moment = moment_of(asking->session, asking->today);
    enum na_code code =
        na_params_check(&na_asset_one_params, asking->params, asking->count, reterr);
    if (code != NA_OK) {
        return code;
    }
    uint32_t number = 0;
    code = na_asset_by_id(snapshot, asking->path_value, &number, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_warnings warnings = {.count = 0};
    na_warn_of_pack(&warnings, snapshot);
    size_t before = to->length;
    return na_answer_settle(
        na_render_asset_one(snapshot, number, &moment, &warnings, asking->format, to), to, before,
        reterr);
}

enum na_code na_answer_datasets(const struct na_asking *asking, struct na_buffer *to,
                                struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    enum na_code code = na_params_check(&na_no_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_answer_refuse_geojson(asking->format, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    return na_answer_settle(asking->format == NA_FORMAT_TEXT ? na_render_datasets_text(snapshot, to)
                                                             : na_render_datasets(snapshot, to),
                            to, before, reterr);
}
