/* The question "which ward is this point in?": read, find, render. */
#include "question/ask.h"
#include "question/params.h"
#include "question/settle.h"
#include "ward/ward.h"
#include "write/render.h"

enum na_code na_answer_ward(struct na_session *session, const struct na_param *params, size_t count,
                            int32_t today, enum na_format format, struct na_buffer *to,
                            struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    struct na_ward_question question;
    struct na_ward_answer answer;
    enum na_code code = na_answer_refuse_geojson(format, reterr);
    if (code == NA_OK) {
        code = na_params_check(&na_ward_params, params, count, reterr);
    }
    if (code == NA_OK) {
        code = na_ward_read(session, params, count, today, &question, reterr);
    }
    if (code == NA_OK) {
        code = na_ward_find(snapshot, &question, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = format == NA_FORMAT_TEXT ? na_render_ward_text(snapshot, &answer, to)
                                    : na_render_ward(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
