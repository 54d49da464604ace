/* What a text means; and what is offered when a question about a place is refused. */
#include "base/date.h"
#include "base/number.h"
#include "locate/forms.h"
#include "locate/locate.h"
#include "question/params.h"
#include "question/session_state.h"
#include "question/settle.h"

#define DEFAULT_LIMIT 10

static void warn(const struct na_snapshot *snapshot, struct na_locate_answer *answer)
{
    const struct na_located *located = answer->located;
    na_warn_of_pack(&answer->warnings, snapshot);
    if (located->count > 0 && located->candidates[0].terminated != NA_DATE_NONE) {
        char day[NA_DATE_TEXT];
        na_date_format(day, located->candidates[0].terminated);
        na_warn(&answer->warnings, "postcode-terminated",
                "The postcode %s ended in %.7s: this is its last position",
                na_candidate_name(&located->candidates[0]), day);
    }
    na_warn_of_located(&answer->warnings, located);
}

enum na_code na_answer_locate(const struct na_asking *asking, struct na_buffer *to,
                              struct na_error *reterr)
{
    /* names and postcodes are found whatever their dates, and say them */
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    int64_t limit = DEFAULT_LIMIT;
    struct na_located *located = NULL;
    enum na_code code = na_params_check(&na_locate_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_session_room(asking->session, &located, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    const char *limit_text = na_params_get(asking->params, asking->count, "limit");
    if (limit_text != NULL) {
        (void)na_integer_parse(na_str_of(limit_text), 1, NA_CANDIDATES_MAX, &limit);
    }
    struct na_locate_answer answer = {.q = na_params_get(asking->params, asking->count, "q"),
                                      .limit = (size_t)limit,
                                      .located = located};
    code = na_locate_text(asking->session, answer.q, answer.limit, located, reterr);
    asking->session->has_refused = na_locate_refuses(code);
    if (code != NA_OK) {
        return code;
    }
    warn(snapshot, &answer);
    size_t before = to->length;
    return na_answer_settle(na_render_locate(snapshot, &answer, asking->format, to), to, before,
                            reterr);
}

static const struct na_located *refused(const struct na_session *session, enum na_code code)
{
    bool here = session != NULL && session->has_refused && na_locate_refuses(code);
    return here ? session->refused : NULL;
}

enum na_code na_render_refusal(const struct na_session *session, const struct na_error *error,
                               struct na_buffer *to)
{
    const struct na_located *located = refused(session, error->code);
    size_t before = to->length;
    enum na_code code = na_render_problem(error, to);
    if (code != NA_OK || located == NULL) {
        return code;
    }
    /* The candidates become one more member of the object just written. */
    struct na_buffer members;
    struct na_json json;
    na_buffer_init(&members, NA_ANSWER_LIMIT);
    na_json_init(&json, &members);
    na_json_object_begin(&json);
    na_render_candidates(&json, located);
    na_render_read(&json, located);
    na_json_object_end(&json);
    code = na_json_finish(&json);
    if (code == NA_OK) {
        to->data[to->length - 1] = ',';
        code = na_buffer_append(to, members.data + 1, members.length - 1);
    }
    if (code != NA_OK) {
        to->length = before;
    }
    na_buffer_fini(&members);
    return code;
}

enum na_code na_render_refusal_text(const struct na_session *session, enum na_code refusal,
                                    struct na_buffer *to)
{
    const struct na_located *located = refused(session, refusal);
    struct na_lines lines = {to, NA_OK};
    if (located != NULL && located->count > 0) {
        na_lines_candidates(&lines, located);
    }
    return lines.failed;
}
