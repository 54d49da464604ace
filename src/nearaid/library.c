/* The public library: every question of the table as a function that returns JSON. It differs from
 * the answers themselves in the form of the date, in who owns the result, and in that what stands
 * in a path is a parameter as any other. */
#include <stdlib.h>
#include <string.h>

#include <nearaid/session.h>

#include "base/date.h"
#include "base/fail.h"
#include "nearaid/questions.h"

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

static enum na_code find_question(const char *name, const struct na_question **ret_question,
                                  struct na_error *reterr)
{
    const struct na_question *question = na_question_named(name);
    if (question == NULL) {
        (void)na_fail(reterr, NA_ERR_ROUTE, "There is no question of that name");
        return na_fail_at(reterr, NA_ERR_ROUTE, NULL, 0, NULL, "docs/reference.md names them");
    }
    if (na_question_answer(question) == NULL ||
        (question->forms & (NA_FORM_JSON | NA_FORM_GEOJSON)) == 0) {
        (void)na_fail(reterr, NA_ERR_ACCEPT, "The question %s reads or writes files", name);
        return na_fail_at(
            reterr, NA_ERR_ACCEPT, NULL, 0, NULL,
            "Ask the program nearaid, or for points na_ward_many and na_nearest_many");
    }
    *ret_question = question;
    return NA_OK;
}

/* Take the parameter whose name stands in braces out of the others. */
static enum na_code take_value(struct na_str name, const char *summary, struct na_param *params,
                               struct na_asking *asking, const char **ret_value,
                               struct na_error *reterr)
{
    for (size_t i = 0; i < asking->count; i++) {
        if (na_str_is(name, params[i].name)) {
            *ret_value = params[i].value;
            asking->count--;
            memmove(&params[i], &params[i + 1], (asking->count - i) * sizeof *params);
            return NA_OK;
        }
    }
    char field[32];
    (void)na_text_copy_str(field, sizeof field, name);
    (void)na_fail(reterr, NA_ERR_PARAM_MISSING, "The parameter %s is missing", field);
    return na_fail_at(reterr, NA_ERR_PARAM_MISSING, NULL, 0, field, summary);
}

static enum na_code take_path_values(const struct na_question *question, struct na_param *params,
                                     struct na_asking *asking, struct na_error *reterr)
{
    const char **values[] = {&asking->path_value, &asking->second_value};
    const char *const summaries[] = {question->path_summary, question->second_summary};
    const char *at = question->path;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < 2 && at != NULL && code == NA_OK; i++) {
        at = strchr(at, '{');
        if (at != NULL) {
            at++;
            code = take_value((struct na_str){at, strcspn(at, "}")}, summaries[i], params, asking,
                              values[i], reterr);
        }
    }
    return code;
}

/* JSON, or GeoJSON where there is nothing else or it is asked for. */
static enum na_format format_of(const struct na_question *question, const struct na_asking *asking)
{
    const char *f = na_params_get(asking->params, asking->count, "f");
    bool wanted = f != NULL && strcmp(f, "geojson") == 0;
    return (question->forms & NA_FORM_GEOJSON) != 0 &&
                   (wanted || (question->forms & NA_FORM_JSON) == 0)
               ? NA_FORMAT_GEOJSON
               : NA_FORMAT_JSON;
}

enum na_code na_ask(struct na_session *session, const char *name, const struct na_param *params,
                    size_t count, const char *today, char **ret_json, size_t *ret_length,
                    struct na_error *reterr)
{
    const struct na_question *question = NULL;
    struct na_param copy[NA_PARAMS_MAX];
    struct na_asking asking = {
        .session = session, .params = copy, .count = count, .format = NA_FORMAT_JSON};
    if (count > NA_PARAMS_MAX) {
        return na_fail(reterr, NA_ERR_REQUEST, "There are more than %d parameters", NA_PARAMS_MAX);
    }
    if (count > 0) {
        memcpy(copy, params, count * sizeof *params);
    }
    struct na_buffer answer;
    na_buffer_init(&answer, NA_ANSWER_LIMIT);
    enum na_code code = find_question(name, &question, reterr);
    if (code == NA_OK) {
        code = parse_today(today, &asking.today, reterr);
    }
    if (code == NA_OK) {
        code = take_path_values(question, copy, &asking, reterr);
    }
    if (code == NA_OK) {
        asking.format = format_of(question, &asking);
        code = na_question_answer(question)(&asking, &answer, reterr);
    }
    if (code == NA_OK) {
        code = hand_over(&answer, ret_json, ret_length, reterr);
    }
    na_buffer_fini(&answer);
    return code;
}

enum na_code na_ask_ward(struct na_session *session, const struct na_param *params, size_t count,
                         const char *today, char **ret_json, size_t *ret_length,
                         struct na_error *reterr)
{
    return na_ask(session, "ward", params, count, today, ret_json, ret_length, reterr);
}

enum na_code na_ask_nearest(struct na_session *session, const struct na_param *params, size_t count,
                            const char *today, char **ret_json, size_t *ret_length,
                            struct na_error *reterr)
{
    return na_ask(session, "nearest", params, count, today, ret_json, ret_length, reterr);
}

void na_free(void *text)
{
    free(text);
}
