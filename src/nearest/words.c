/* What is said of an answer: as a member of JSON, and as lines of their own. */
#include <string.h>

#include "nearest/private.h"
#include "question/ask.h"
#include "question/session_state.h"
#include "write/render.h"

static void text_member(struct na_json *json, const char *name, const struct na_say_texts *said,
                        enum na_told told)
{
    na_json_name(json, name);
    na_json_string(json, na_say_text(said, told));
}

static void said_member(struct na_json *json, const struct na_say_texts *said)
{
    na_json_name(json, "say");
    na_json_object_begin(json);
    text_member(json, "caller", said, NA_TOLD_CALLER);
    text_member(json, "alone", said, NA_TOLD_ALONE);
    text_member(json, "operator", said, NA_TOLD_OPERATOR);
    na_json_object_end(json);
}

/* The member to be put after the others of the problem. */
static enum na_code refusal_member(const struct na_session *session, const struct na_error *refusal,
                                   struct na_buffer *to)
{
    struct na_say_texts said;
    struct na_json json;
    const struct na_located *offered = session->has_refused ? session->refused : NULL;
    na_json_init(&json, to);
    enum na_code code = na_say_refusal(session->say, session->snapshot, refusal, offered, &said);
    na_json_object_begin(&json);
    if (code == NA_OK) {
        said_member(&json, &said);
    }
    na_json_object_end(&json);
    na_say_texts_fini(&said);
    return code == NA_OK ? na_json_finish(&json) : code;
}

enum na_code na_render_nearest_refusal(const struct na_session *session,
                                       const struct na_error *refusal, struct na_buffer *to)
{
    size_t before = to->length;
    struct na_buffer member;
    enum na_code code = na_render_refusal(session, refusal, to);
    if (code != NA_OK || session == NULL || refusal->code != NA_ERR_OUTSIDE_DATA) {
        return code;
    }
    na_buffer_init(&member, NA_ANSWER_LIMIT);
    code = refusal_member(session, refusal, &member);
    if (code == NA_OK) {
        to->data[to->length - 1] = ',';
        code = na_buffer_append(to, member.data + 1, member.length - 1);
    }
    if (code != NA_OK) {
        to->length = before;
    }
    na_buffer_fini(&member);
    return code;
}

void na_render_say(struct na_json *json, const struct na_say *say, const struct na_say_facts *facts)
{
    struct na_say_texts said;
    enum na_code code = na_say_facts(say, facts, &said);
    if (code == NA_OK) {
        said_member(json, &said);
    }
    if (code != NA_OK && json->failed == NA_OK) {
        json->failed = code;
    }
    na_say_texts_fini(&said);
}

static enum na_code put_line(const char *label, struct na_str text, struct na_buffer *to)
{
    enum na_code code = text.length > 0 ? na_buffer_text(to, label) : NA_OK;
    if (code == NA_OK && text.length > 0) {
        code = na_buffer_append(to, text.bytes, text.length);
    }
    return code == NA_OK && text.length > 0 ? na_buffer_text(to, "\n") : code;
}

/* A template of the old form has one text, alone on its line. */
static enum na_code put_result(const struct na_snapshot *snapshot,
                               const struct na_nearest_answer *answer, size_t i,
                               struct na_buffer *to)
{
    struct na_say_texts said;
    enum na_code code = na_say_result(answer->question.say, snapshot, answer, i, &said);
    bool is_old = na_say_is_old(answer->question.say);
    if (code == NA_OK) {
        code = put_line(is_old ? "" : "Say: ", na_say_text(&said, NA_TOLD_CALLER), to);
    }
    struct na_str alone = na_say_text(&said, NA_TOLD_ALONE);
    if (code == NA_OK && !is_old && !na_str_equal(alone, na_say_text(&said, NA_TOLD_CALLER))) {
        code = put_line("If alone: ", alone, to);
    }
    if (code == NA_OK && !is_old) {
        code = put_line("Operator: ", na_say_text(&said, NA_TOLD_OPERATOR), to);
    }
    na_say_texts_fini(&said);
    return code;
}

enum na_code na_render_nearest_words(const struct na_snapshot *snapshot,
                                     const struct na_nearest_answer *answer, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < answer->found.count; i++) {
        code = put_result(snapshot, answer, i, to);
    }
    if (code == NA_OK && answer->found.count == 0) {
        char text[512];
        na_shortfall_text(answer, text, sizeof text);
        code = na_buffer_printf(to, "Nothing found: %s.\n", text);
    }
    for (size_t i = 0; code == NA_OK && i < answer->warnings.count; i++) {
        if (strcmp(answer->warnings.items[i].code, "nearer-left-out") == 0) {
            code = na_buffer_printf(to, "%s.\n", answer->warnings.items[i].text);
        }
    }
    return code;
}
