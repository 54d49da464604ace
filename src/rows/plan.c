/* Options and a snapshot to a plan. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/delimiter.h"
#include "question/ask.h"
#include "question/session_state.h"
#include "question/vintage.h"
#include "rows/private.h"

/* As in question_position.c, where positions are refused for looking swapped: none within this much
 * of the pack's box does. */
#define SWAP_MARGIN_DEG 0.2

static enum na_code copy_text(const char *from, char **ret_copy, struct na_error *reterr)
{
    if (from != NULL) {
        size_t size = strlen(from) + 1;
        char *copy = malloc(size);
        if (copy == NULL) {
            return na_fail_memory(reterr, "planning a batch");
        }
        memcpy(copy, from, size);
        *ret_copy = copy;
    }
    return NA_OK;
}

/* Names told by commas do for any delimiter. */
static void part_columns(struct na_batch_plan *plan)
{
    if (plan->columns != NULL && strchr(plan->columns, plan->separator) == NULL) {
        for (char *c = plan->columns; *c != '\0'; c++) {
            *c = *c == ',' ? plan->separator : *c;
        }
    }
}

static enum na_code copy_texts(struct na_batch_plan *plan, const struct na_batch_options *options,
                               struct na_error *reterr)
{
    const struct {
        const char *from;
        char **to;
    } texts[] = {{options->lat, &plan->lat},         {options->lon, &plan->lon},
                 {options->easting, &plan->easting}, {options->northing, &plan->northing},
                 {options->profile, &plan->profile}, {options->as_at_column, &plan->as_at_column},
                 {options->columns, &plan->columns}, {options->vintage, &plan->vintage}};
    enum na_code code = NA_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && code == NA_OK; i++) {
        code = copy_text(texts[i].from, texts[i].to, reterr);
    }
    part_columns(plan);
    if (options->kept_count > NA_BATCH_KEPT_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than %d columns are kept", NA_BATCH_KEPT_MAX);
    }
    for (; plan->kept_count < options->kept_count && code == NA_OK; plan->kept_count++) {
        const struct na_batch_kept *kept = &options->kept[plan->kept_count];
        plan->kept_optional[plan->kept_count] = kept->optional;
        code = copy_text(kept->name, &plan->kept[plan->kept_count], reterr);
    }
    return code;
}

static enum na_code check_position(const struct na_batch_options *options, struct na_error *reterr)
{
    bool degrees = options->lat != NULL || options->lon != NULL;
    bool metres = options->easting != NULL || options->northing != NULL;
    if (degrees && metres) {
        return na_fail_field(
            reterr, NA_ERR_PARAM_CONFLICT, "lat",
            "The position is named both as lat and lon and as easting and northing",
            "Name one pair of columns");
    }
    if (degrees && (options->lat == NULL || options->lon == NULL)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MISSING, options->lat == NULL ? "lat" : "lon",
                             "Only one half of the position is named", "Name both columns");
    }
    if (metres && (options->easting == NULL || options->northing == NULL)) {
        return na_fail_field(reterr, NA_ERR_PARAM_MISSING,
                             options->easting == NULL ? "easting" : "northing",
                             "Only one half of the position is named", "Name both columns");
    }
    if (options->profile != NULL && strcmp(options->profile, "police.uk") != 0) {
        return na_fail_field(reterr, NA_ERR_PARAM_RANGE, "profile", "There is no such profile",
                             "The profile there is: police.uk");
    }
    if (options->profile != NULL && (degrees || metres)) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "profile",
                             "Columns of the position are named, which the profile knows itself",
                             "Give the profile or the columns");
    }
    return NA_OK;
}

static enum na_code check_formats(const struct na_batch_options *options, struct na_error *reterr)
{
    if (options->input == NA_BATCH_NDJSON_IN &&
        (options->output == NA_BATCH_CSV || options->output == NA_BATCH_FRAMES)) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "format",
                             "NDJSON has no columns that a table could keep",
                             "Ask for NDJSON or GeoJSON");
    }
    if (options->input == NA_BATCH_NDJSON_IN && options->encoding != NA_ENCODING_UTF8) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "encoding", "NDJSON is always UTF-8",
                             "Leave the encoding out");
    }
    if (options->input == NA_BATCH_NDJSON_IN && options->columns != NULL) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "columns",
                             "NDJSON names its columns in every line", "Leave the columns out");
    }
    if (options->separator != '\0' && !na_delimiter_is_good(options->separator)) {
        return na_fail_field(reterr, NA_ERR_PARAM_RANGE, "delimiter", "That cannot separate fields",
                             NA_DELIMITER_HINT);
    }
    return NA_OK;
}

bool na_batch_day_parse(struct na_str text, int32_t *ret_day)
{
    char day[NA_DATE_TEXT];
    if (text.length == 7) { /* a month: its first day */
        memcpy(day, text.bytes, 7);
        memcpy(day + 7, "-01", 3);
        text = (struct na_str){day, 10};
    }
    return na_date_parse(text, ret_day);
}

/* As na_vintage_choose has it: of equal ones the later in the pack. */
static const struct na_layer *newest_wards(const struct na_snapshot *snapshot)
{
    const struct na_layer *newest = NULL;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == NA_LAYER_WARDS &&
            (newest == NULL || layer->valid_from >= newest->valid_from)) {
            newest = layer;
        }
    }
    return newest;
}

static enum na_code choose_vintage(struct na_batch_plan *plan,
                                   const struct na_batch_options *options, struct na_error *reterr)
{
    int given =
        (options->vintage != NULL) + (options->as_at != NULL) + (options->as_at_column != NULL);
    if (given > 1) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "vintage",
                             "More than one of vintage, as_at and as_at_column is given",
                             "Give one");
    }
    if (options->as_at != NULL) {
        if (!na_batch_day_parse(na_str_of(options->as_at), &plan->as_at)) {
            return na_fail_field(reterr, NA_ERR_PARAM_MALFORMED, "as_at", "as_at is not a day",
                                 "Write YYYY-MM-DD, or YYYY-MM for the first day of a month");
        }
        plan->as_at_given = true;
    }
    plan->newest = newest_wards(plan->snapshot);
    if (plan->question == NA_BATCH_NEAREST || (plan->newest == NULL && plan->wards_optional)) {
        return NA_OK;
    }
    plan->layer = options->as_at_column == NULL ? plan->newest : NULL;
    if (options->vintage != NULL || options->as_at != NULL || plan->newest == NULL) {
        return na_vintage_choose(plan->snapshot, options->vintage, plan->as_at, &plan->layer,
                                 &plan->none_valid, reterr);
    }
    return NA_OK;
}

/* The params need not live as long as the plan. */
static enum na_code keep_tags(struct na_batch_plan *plan, struct na_error *reterr)
{
    struct na_tag_filter *tags = &plan->nearest.tags;
    size_t size = 0;
    for (size_t i = 0; i < tags->count; i++) {
        size += strlen(tags->wanted[i].name) + 1;
    }
    if (size == 0) {
        return NA_OK;
    }
    plan->tag_texts = malloc(size);
    if (plan->tag_texts == NULL) {
        tags->count = 0;
        return na_fail_memory(reterr, "planning a batch");
    }
    char *to = plan->tag_texts;
    for (size_t i = 0; i < tags->count; i++) {
        struct na_tag_wanted *wanted = &tags->wanted[i];
        size_t length = strlen(wanted->name) + 1; /* =VALUE stands after the name */
        memcpy(to, wanted->name, length);
        wanted->name = to;
        wanted->value = to + wanted->name_length + 1;
        to += length;
    }
    return NA_OK;
}

/* The question but for its position, which each row has. */
static enum na_code read_nearest(struct na_batch_plan *plan, struct na_session *session,
                                 const struct na_batch_options *options, struct na_error *reterr)
{
    enum na_code code =
        na_params_check(&na_nearest_params, options->params, options->param_count, reterr);
    if (code == NA_OK) {
        code = na_nearest_read_for_many(session, options->params, options->param_count,
                                        plan->as_at_given ? plan->as_at : plan->today,
                                        &plan->nearest, reterr);
    }
    if (code == NA_OK) {
        /* Of that session; each worker has its own. Lines are for single answers. */
        plan->wants_walks = plan->nearest.streets != NULL && plan->nearest.by != NA_BY_STRAIGHT;
        plan->nearest.streets = NULL;
        plan->nearest.wants_line = false;
        code = keep_tags(plan, reterr);
    }
    return code;
}

/* What a session knows: the pack's box, and how a question about assets is read. */
static enum na_code ask_session(struct na_batch_plan *plan, const struct na_batch_options *options,
                                struct na_error *reterr)
{
    struct na_session *session = NULL;
    enum na_code code = na_session_new(plan->snapshot, &session, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_bbox box;
    plan->has_box = na_session_interest(session, &box);
    if (plan->has_box) {
        plan->swap_box = na_bbox_grow(&box, SWAP_MARGIN_DEG);
    }
    if (plan->question == NA_BATCH_NEAREST) {
        code = read_nearest(plan, session, options, reterr);
    } else if (options->param_count > 0) {
        code = na_fail_field(reterr, NA_ERR_PARAM_UNKNOWN, options->params[0].name,
                             "Only the nearest assets have further parameters", NULL);
    }
    na_session_free(session);
    return code;
}

/* What the rows will need. */
static void settle_wants(struct na_batch_plan *plan)
{
    plan->simple = plan->output == NA_BATCH_CSV && plan->question == NA_BATCH_WARD;
    plan->wants_answer = plan->output == NA_BATCH_ANSWERS && plan->question == NA_BATCH_WARD;
    plan->wants_lonlat = plan->output == NA_BATCH_GEOJSON || plan->output == NA_BATCH_FRAMES ||
                         plan->output == NA_BATCH_ANSWERS || plan->question == NA_BATCH_NEAREST;
    for (size_t i = 0; i < plan->add_count; i++) {
        enum batch_cell cell = plan->adds[i].cell;
        plan->simple = plan->simple && cell <= CELL_VINTAGE;
        plan->wants_answer = plan->wants_answer || cell == CELL_BOUNDARY_DISTANCE ||
                             cell == CELL_CERTAIN || cell == CELL_ALTERNATIVES;
        plan->wants_lonlat = plan->wants_lonlat || cell >= CELL_AREA;
    }
    for (size_t i = 0; i < na_snapshot_layer_count(plan->snapshot); i++) {
        plan->wants_lonlat = plan->wants_lonlat || !na_snapshot_layer(plan->snapshot, i)->is_grid;
    }
    plan->wants_lonlat = plan->wants_lonlat || plan->wants_answer;
}

static enum na_code copy_forms(struct na_batch_plan *plan, const struct na_batch_options *options,
                               struct na_error *reterr)
{
    if (options->form_count > 0) {
        plan->forms = calloc(options->form_count, sizeof plan->forms[0]);
        if (plan->forms == NULL) {
            return na_fail_memory(reterr, "planning a batch");
        }
        memcpy(plan->forms, options->forms, options->form_count * sizeof plan->forms[0]);
        plan->form_count = options->form_count;
    }
    return NA_OK;
}

static enum na_code fill(struct na_batch_plan *plan, const struct na_batch_options *options,
                         struct na_error *reterr)
{
    enum na_code code = copy_texts(plan, options, reterr);
    if (code == NA_OK) {
        code = copy_forms(plan, options, reterr);
    }
    if (code == NA_OK) {
        code = check_position(options, reterr);
    }
    if (code == NA_OK) {
        code = check_formats(options, reterr);
    }
    if (code == NA_OK) {
        code = choose_vintage(plan, options, reterr);
    }
    if (code == NA_OK) {
        code = ask_session(plan, options, reterr);
    }
    if (code == NA_OK) {
        code = na_batch_adds_read(plan, options, reterr);
    }
    if (code == NA_OK) {
        settle_wants(plan);
        code = plan->simple ? na_batch_ready_make(plan, reterr) : NA_OK;
    }
    return code;
}

enum na_code na_batch_plan_new(struct na_snapshot *snapshot, const struct na_batch_options *options,
                               struct na_batch_plan **ret_plan, struct na_error *reterr)
{
    struct na_batch_plan *plan = calloc(1, sizeof *plan);
    if (plan == NULL) {
        return na_fail_memory(reterr, "planning a batch");
    }
    plan->snapshot = na_snapshot_ref(snapshot);
    plan->question = options->question;
    plan->input = options->input;
    plan->output = options->output;
    plan->encoding = options->encoding;
    plan->any_bytes = options->any_bytes;
    plan->separator = options->separator == '\0' ? ',' : options->separator;
    plan->wards_optional = options->wards_optional;
    plan->spreadsheet_safe = options->spreadsheet_safe;
    plan->has_header = options->columns == NULL && options->input == NA_BATCH_CSV_IN;
    plan->accuracy_m = options->accuracy_m;
    plan->today = options->today;
    plan->as_at = options->today;
    enum na_code code = fill(plan, options, reterr);
    if (code != NA_OK) {
        na_batch_plan_free(plan);
        return code;
    }
    *ret_plan = plan;
    return NA_OK;
}

const struct na_layer *na_batch_plan_layer(const struct na_batch_plan *plan)
{
    return plan->layer;
}

void na_batch_plan_free(struct na_batch_plan *plan)
{
    if (plan == NULL) {
        return;
    }
    na_batch_ready_free(plan);
    char *const texts[] = {plan->lat,      plan->lon,          plan->easting,
                           plan->northing, plan->profile,      plan->columns,
                           plan->vintage,  plan->as_at_column, plan->tag_texts};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        free(texts[i]);
    }
    for (size_t i = 0; i < plan->kept_count; i++) {
        free(plan->kept[i]);
    }
    free(plan->forms);
    na_snapshot_unref(plan->snapshot);
    free(plan);
}
