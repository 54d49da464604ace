/* The question "which ward is this point in?": read, find, render. */
#include "question/ask.h"
#include "question/params.h"
#include "question/settle.h"
#include "ward/ward.h"
#include "write/render.h"

enum na_code na_answer_ward(const struct na_asking *asking, struct na_buffer *to,
                            struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_ward_question question;
    struct na_ward_answer answer;
    enum na_code code = na_answer_refuse_geojson(asking->format, reterr);
    if (code == NA_OK) {
        code = na_params_check(&na_ward_params, asking->params, asking->count, reterr);
    }
    if (code == NA_OK) {
        code = na_ward_read(asking->session, asking->params, asking->count, asking->today,
                            &question, reterr);
    }
    if (code == NA_OK) {
        code = na_ward_find(snapshot, &question, &answer, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t before = to->length;
    code = asking->format == NA_FORMAT_TEXT ? na_render_ward_text(snapshot, &answer, to)
                                            : na_render_ward(snapshot, &answer, to);
    return na_answer_settle(code, to, before, reterr);
}
