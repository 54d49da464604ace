/* The question for a postcode: read, find, render. */
#include <math.h>

#include "base/fail.h"
#include "base/number.h"
#include "postcode/postcode.h"
#include "question/settle.h"

#define NEIGHBOURS_DEFAULT 5

static enum na_code refuse_part(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "That is not a whole postcode");
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "postcode",
                      "Write one such as TS24 8AY; locate takes parts of one, and names");
}

/* Keep the nearest: the list is short, so each finds its place from the end. */
static void take(struct na_postcode_answer *answer, size_t wanted,
                 const struct na_postcode_view *postcode, double squared_m2)
{
    size_t i = answer->neighbour_count;
    if (i == wanted && (i == 0 || squared_m2 >= answer->neighbours[i - 1].squared_m2)) {
        return;
    }
    i -= i == wanted ? 1 : 0;
    for (; i > 0 && squared_m2 < answer->neighbours[i - 1].squared_m2; i--) {
        answer->neighbours[i] = answer->neighbours[i - 1];
    }
    answer->neighbours[i] = (struct na_neighbour){*postcode, squared_m2};
    answer->neighbour_count += answer->neighbour_count < wanted ? 1 : 0;
}

/* Every postcode is looked at, in the order of the keys: of equally near ones the lower comes
 * first. */
static void find_neighbours(const struct na_snapshot *snapshot, uint32_t key, size_t wanted,
                            struct na_postcode_answer *answer)
{
    const struct na_grid from = answer->here.question.grid;
    if (wanted == 0 || !isfinite(from.easting_m) || !isfinite(from.northing_m)) {
        return;
    }
    for (uint32_t i = 0; i < na_snapshot_postcode_count(snapshot); i++) {
        struct na_postcode_view view;
        na_snapshot_postcode(snapshot, i, &view);
        if (view.key != key && view.has_position && view.terminated == NA_DATE_NONE &&
            isfinite(view.grid.easting_m)) {
            double east_m = view.grid.easting_m - from.easting_m;
            double north_m = view.grid.northing_m - from.northing_m;
            take(answer, wanted, &view, east_m * east_m + north_m * north_m);
        }
    }
}

/* The register lists it, but has no position of it: another fault than one that nobody knows. */
static enum na_code refuse_position(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_POSTCODE_NO_POSITION,
                  "The postcode is known, but it has no position");
    return na_fail_at(reterr, NA_ERR_POSTCODE_NO_POSITION, NULL, 0, "postcode",
                      "Ask locate for its sector, or for a postcode beside it");
}

static enum na_code find(const struct na_asking *asking, uint32_t key,
                         struct na_postcode_answer *answer, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    const char *as_at = na_params_get(asking->params, asking->count, "as_at");
    const char *wanted = na_params_get(asking->params, asking->count, "neighbours");
    const struct na_param params[] = {{"postcode", asking->path_value}, {"as_at", as_at}};
    struct na_here_question question;
    int64_t count = NEIGHBOURS_DEFAULT;
    uint32_t number = 0;
    if (wanted != NULL) {
        (void)na_integer_parse(na_str_of(wanted), 0, NA_NEIGHBOURS_MAX, &count);
    }
    enum na_code code = na_here_read(asking->session, params, as_at != NULL ? 2 : 1, asking->today,
                                     &question, reterr);
    if (code == NA_ERR_POSTCODE_UNKNOWN && na_snapshot_find_postcode(snapshot, key, &number)) {
        code = refuse_position(reterr);
    }
    if (code == NA_OK) {
        code = na_here_find(asking->session, &question, &answer->here, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    answer->is_listed = na_snapshot_find_postcode(snapshot, key, &number);
    if (answer->is_listed) {
        na_snapshot_postcode(snapshot, number, &answer->postcode);
    }
    find_neighbours(snapshot, key, (size_t)count, answer);
    return NA_OK;
}

enum na_code na_answer_postcode(const struct na_asking *asking, struct na_buffer *to,
                                struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_postcode_answer answer = {.neighbour_count = 0};
    uint32_t key = 0;
    enum na_code code = na_answer_refuse_geojson(asking->format, reterr);
    if (code == NA_OK) {
        code = na_params_check(&na_postcode_params, asking->params, asking->count, reterr);
    }
    if (code == NA_OK && !na_postcode_unit(na_str_of(asking->path_value), &key)) {
        code = refuse_part(reterr);
    }
    if (code == NA_OK) {
        code = find(asking, key, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = asking->format == NA_FORMAT_TEXT ? na_render_postcode_text(snapshot, &answer, to)
                                            : na_render_postcode(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
