/* The question about barriers: which lines a straight way may not cross. */
#include "base/fail.h"
#include "lists/barriers_list.h"
#include "question/bbox.h"
#include "question/params.h"
#include "question/settle.h"

enum na_code na_answer_barriers(const struct na_asking *asking, struct na_buffer *to,
                                struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    enum na_code code = na_params_check(&na_barriers_params, asking->params, asking->count, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_bbox box;
    const char *asked = na_params_get(asking->params, asking->count, "bbox");
    if (asked != NULL && !na_bbox_parse(na_str_of(asked), &box)) {
        return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "bbox is not a box");
    }
    size_t before = to->length;
    code = na_render_barriers(snapshot, asked != NULL ? &box : NULL, asking->format, to);
    return na_answer_settle(code, to, before, reterr);
}
