/* The public library: the questions as functions that return JSON. They differ from na_answer_*
 * only in the form of the date and in who owns the result. */
#include <stdlib.h>

#include <nearaid/session.h>

#include "base/date.h"
#include "base/fail.h"
#include "question/ask.h"

static enum na_code parse_today(const char *today, int32_t *ret_today, struct na_error *reterr)
{
    if (na_date_parse(na_str_of(today), ret_today)) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "Today's date is not a day as YYYY-MM-DD");
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "today", NULL);
}

static enum na_code hand_over(struct na_buffer *answer, char **ret_json, size_t *ret_length,
                              struct na_error *reterr)
{
    if (na_buffer_terminate(answer) == NULL) {
        return na_fail_memory(reterr, "answering");
    }
    if (ret_length != NULL) {
        *ret_length = answer->length;
    }
    *ret_json = na_buffer_take(answer);
    return NA_OK;
}

enum na_code na_ask_ward(struct na_session *session, const struct na_param *params, size_t count,
                         const char *today, char **ret_json, size_t *ret_length,
                         struct na_error *reterr)
{
    struct na_buffer answer;
    na_buffer_init(&answer, NA_ANSWER_LIMIT);
    int32_t day = 0;
    enum na_code code = parse_today(today, &day, reterr);
    if (code == NA_OK) {
        code = na_answer_ward(session, params, count, day, NA_FORMAT_JSON, &answer, reterr);
    }
    if (code == NA_OK) {
        code = hand_over(&answer, ret_json, ret_length, reterr);
    }
    na_buffer_fini(&answer);
    return code;
}

enum na_code na_ask_nearest(struct na_session *session, const struct na_param *params, size_t count,
                            const char *today, char **ret_json, size_t *ret_length,
                            struct na_error *reterr)
{
    struct na_buffer answer;
    na_buffer_init(&answer, NA_ANSWER_LIMIT);
    int32_t day = 0;
    enum na_code code = parse_today(today, &day, reterr);
    if (code == NA_OK) {
        code = na_answer_nearest(session, params, count, day, NA_FORMAT_JSON, &answer, reterr);
    }
    if (code == NA_OK) {
        code = hand_over(&answer, ret_json, ret_length, reterr);
    }
    na_buffer_fini(&answer);
    return code;
}

void na_free(void *text)
{
    free(text);
}
