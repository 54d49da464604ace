/* The question "what is nearest?": read, find, render. */
#include "nearest/nearest.h"
#include "nearest/say.h"
#include "question/ask.h"
#include "question/params.h"
#include "question/settle.h"
#include "write/render.h"

enum na_code na_answer_nearest(const struct na_asking *asking, struct na_buffer *to,
                               struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_nearest_question question;
    struct na_nearest_answer answer;
    enum na_code code = na_answer_refuse_geojson(asking->format, reterr);
    if (code == NA_OK) {
        code = na_params_check(&na_nearest_params, asking->params, asking->count, reterr);
    }
    if (code == NA_OK) {
        code = na_nearest_read(asking->session, asking->params, asking->count, asking->today,
                               &question, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    na_nearest_find(snapshot, &question, &answer);
    size_t before = to->length;
    code = asking->format == NA_FORMAT_TEXT    ? na_render_nearest_text(snapshot, &answer, to)
           : asking->format == NA_FORMAT_WORDS ? na_render_nearest_words(snapshot, &answer, to)
                                               : na_render_nearest(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
