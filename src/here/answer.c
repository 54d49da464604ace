/* The question about everything at a point. */
#include "here/here.h"
#include "question/params.h"
#include "question/settle.h"

enum na_code na_answer_here(const struct na_asking *asking, struct na_buffer *to,
                            struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_here_question question;
    struct na_here_answer answer;
    enum na_code code = na_answer_refuse_geojson(asking->format, reterr);
    if (code == NA_OK) {
        code = na_params_check(&na_here_params, asking->params, asking->count, reterr);
    }
    if (code == NA_OK) {
        code = na_here_read(asking->session, asking->params, asking->count, asking->today,
                            &question, reterr);
    }
    if (code == NA_OK) {
        code = na_here_find(asking->session, &question, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = asking->format == NA_FORMAT_TEXT ? na_render_here_text(snapshot, &answer, to)
                                            : na_render_here(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
