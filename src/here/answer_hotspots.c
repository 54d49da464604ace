/* The questions about hotspot areas, and about barriers. */
#include "base/fail.h"
#include "here/hotspots.h"
#include "here/hotspots_json.h"
#include "lists/barriers_list.h"
#include "question/params.h"
#include "question/settle.h"

enum na_code na_answer_hotspots(struct na_session *session, const struct na_param *params,
                                size_t count, int32_t today, enum na_format format,
                                struct na_buffer *to, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    struct na_hotspots_question question;
    struct na_hotspots_answer answer;
    enum na_code code = na_params_check(&na_hotspots_params, params, count, reterr);
    if (code == NA_OK) {
        code = na_hotspots_read(session, params, count, today, &question, reterr);
    }
    if (code == NA_OK) {
        code = na_hotspots_find(snapshot, &question, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = format == NA_FORMAT_TEXT      ? na_render_hotspot_lookup_text(snapshot, &answer, to)
           : format == NA_FORMAT_GEOJSON ? na_render_hotspot_lookup_geojson(snapshot, &answer, to)
                                         : na_render_hotspot_lookup(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}

enum na_code na_answer_barriers(struct na_session *session, const struct na_param *params,
                                size_t count, enum na_format format, struct na_buffer *to,
                                struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    enum na_code code = na_params_check(&na_barriers_params, params, count, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_bbox box;
    const char *asked = na_params_get(params, count, "bbox");
    if (asked != NULL && !na_bbox_parse(na_str_of(asked), &box)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "bbox is not a box");
    }
    size_t before = to->length;
    code = na_render_barriers(snapshot, asked != NULL ? &box : NULL, format, to);
    return na_answer_settle(code, to, before, reterr);
}
