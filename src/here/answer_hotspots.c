/* The question about hotspot areas: read, find, render. */
#include "base/fail.h"
#include "here/hotspots.h"
#include "here/hotspots_json.h"
#include "question/params.h"
#include "question/settle.h"

enum na_code na_answer_hotspots(const struct na_asking *asking, struct na_buffer *to,
                                struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_hotspots_question question;
    struct na_hotspots_answer answer;
    enum na_code code = na_params_check(&na_hotspots_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_hotspots_read(asking->session, asking->params, asking->count, asking->today,
                                &question, reterr);
    }
    if (code == NA_OK) {
        code = na_hotspots_find(snapshot, &question, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = asking->format == NA_FORMAT_TEXT ? na_render_hotspot_lookup_text(snapshot, &answer, to)
           : asking->format == NA_FORMAT_GEOJSON
               ? na_render_hotspot_lookup_geojson(snapshot, &answer, to)
               : na_render_hotspot_lookup(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
