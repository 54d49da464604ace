/* The question about coverage. */
#include "base/fail.h"
#include "coverage/coverage.h"
#include "coverage/json.h"
#include "question/settle.h"

static enum na_code render(struct na_session *session, const struct na_coverage *coverage,
                           enum na_format format, struct na_buffer *to, struct na_error *reterr)
{
    size_t before = to->length;
    if (format == NA_FORMAT_GEOJSON) {
        enum na_code code = na_render_coverage_geojson(session, coverage, to, reterr);
        if (code != NA_OK) {
            to->length = before;
        }
        return code;
    }
    enum na_code code = format == NA_FORMAT_JSON ? na_render_coverage_json(coverage, to)
                                                 : na_render_coverage_text(coverage, NULL, to);
    return na_answer_settle(code, to, before, reterr);
}

enum na_code na_answer_coverage(const struct na_asking *asking, struct na_buffer *to,
                                struct na_error *reterr)
{
    struct na_coverage_question question;
    struct na_coverage *coverage = NULL;
    enum na_code code = na_params_check(&na_coverage_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_coverage_read(asking->session, asking->params, asking->count, asking->today,
                                &question, reterr);
    }
    if (code == NA_OK) {
        code = na_coverage_new(asking->session, &question, &coverage, reterr);
    }
    if (code == NA_OK) {
        code = render(asking->session, coverage, asking->format, to, reterr);
    }
    na_coverage_free(coverage);
    return code;
}
