/* The question about everything at a point. */
#include "here/here.h"
#include "question/params.h"
#include "question/settle.h"

enum na_code na_answer_here(struct na_session *session, const struct na_param *params, size_t count,
                            int32_t today, enum na_format format, struct na_buffer *to,
                            struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    struct na_here_question question;
    struct na_here_answer answer;
    enum na_code code = na_answer_refuse_geojson(format, reterr);
    if (code == NA_OK) {
        code = na_params_check(&na_here_params, params, count, reterr);
    }
    if (code == NA_OK) {
        code = na_here_read(session, params, count, today, &question, reterr);
    }
    if (code == NA_OK) {
        code = na_here_find(session, &question, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = format == NA_FORMAT_TEXT ? na_render_here_text(snapshot, &answer, to)
                                    : na_render_here(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
