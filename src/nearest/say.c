/* Says what a template says: walks the tokens of its blocks and fills the placeholders in. */
#include "nearest/say.h"

#include "base/sayable.h"
#include "nearest/private.h"
#include "question/ask.h"

/* Longer than what is nearly always said. */
#define USUAL_BYTES 1000

/* What is being said. A part in [ ] goes back to where it began when a field of it is empty. */
struct speech {
    const struct na_say *say;
    const struct na_say_facts *facts;
    struct na_buffer *to;
    size_t begin;
    size_t part;
    bool in_part, drop, brief; /* brief: without any part in [ ] */
};

/* Text of the template, without doubling what the field before it ended with: "wall." + "." */
static enum na_code put_text(struct speech *speech, struct na_str text)
{
    struct na_buffer *to = speech->to;
    bool empty = to->length == speech->begin;
    char last = empty ? ' ' : to->data[to->length - 1];
    if (text.length > 0 && ((text.bytes[0] == '.' && (last == '.' || last == '!' || last == '?')) ||
                            (text.bytes[0] == ' ' && last == ' '))) {
        text = (struct na_str){text.bytes + 1, text.length - 1};
    }
    return na_buffer_append(to, text.bytes, text.length);
}

static enum na_code say_block(struct speech *speech, size_t number, bool sentences);

/* What comes first, in a block of the caller: nothing of kinds that it is not said of. */
static enum na_code put_first(struct speech *speech)
{
    struct speech first = *speech;
    if (!speech->facts->kind->says_first || na_say_is_old(speech->say)) {
        return NA_OK;
    }
    return say_block(&first, NA_SAY_BLOCK_FIRST, true);
}

static enum na_code put_field(struct speech *speech, enum na_say_field field)
{
    size_t before = speech->to->length;
    enum na_code code = field == NA_SAY_FIRST ? put_first(speech)
                                              : na_say_field_put(field, speech->facts, speech->to);
    speech->drop = speech->drop || speech->to->length == before;
    return code;
}

static enum na_code put_token(struct speech *speech, const char *text,
                              const struct na_say_token *token)
{
    switch ((enum na_say_token_kind)token->kind) {
    case NA_SAY_TOKEN_TEXT:
        return put_text(speech, (struct na_str){text + token->at, token->length});
    case NA_SAY_TOKEN_FIELD:
        return put_field(speech, (enum na_say_field)token->field);
    case NA_SAY_TOKEN_OPEN:
        speech->part = speech->to->length;
        speech->in_part = true;
        speech->drop = speech->brief;
        return NA_OK;
    case NA_SAY_TOKEN_CLOSE:
        if (speech->in_part && speech->drop) {
            speech->to->length = speech->part;
        }
        speech->in_part = false;
        return NA_OK;
    case NA_SAY_TOKEN_LINE:
        break;
    }
    return NA_OK;
}

/* One line, without the token that begins it. */
static enum na_code say_line(struct speech *speech, const struct na_say_lines *line)
{
    enum na_code code = NA_OK;
    if (speech->to->length > speech->begin) {
        code = put_text(speech, (struct na_str){" ", 1});
    }
    for (size_t i = 0; code == NA_OK && i < line->count; i++) {
        code = put_token(speech, line->text, &line->tokens[i]);
    }
    return code;
}

/* A sentence of the caller, without its parts in [ ] where it would be too long with them. */
static enum na_code say_sentence(struct speech *speech, const struct na_say_lines *line)
{
    size_t before = speech->to->length;
    enum na_code code = say_line(speech, line);
    bool adds = code == NA_OK && speech->to->length > before;
    if (adds && na_sayable_words((struct na_str){speech->to->data + before,
                                                 speech->to->length - before}) > NA_SAYABLE_WORDS) {
        speech->to->length = before;
        speech->brief = true;
        code = say_line(speech, line);
        speech->brief = false;
    }
    return code;
}

/* The lines of a block, from where the speech stands. */
static enum na_code say_block(struct speech *speech, size_t number, bool sentences)
{
    struct na_say_lines block = na_say_block(speech->say, number);
    enum na_code code = NA_OK;
    for (size_t at = 0; code == NA_OK && at < block.count;) {
        size_t end = at + 1; /* a token that begins a line */
        while (end < block.count && block.tokens[end].kind != NA_SAY_TOKEN_LINE) {
            end++;
        }
        struct na_say_lines line = {block.text, block.tokens + at + 1, end - at - 1};
        code = sentences ? say_sentence(speech, &line) : say_line(speech, &line);
        at = end;
    }
    while (speech->to->length > speech->begin && speech->to->data[speech->to->length - 1] == ' ') {
        speech->to->length--;
    }
    return code;
}

/* Would the caller be asked to send somebody? */
static bool is_sending(enum na_say_case which)
{
    switch (which) {
    case NA_CASE_USABLE:
    case NA_CASE_DOUBTFUL:
    case NA_CASE_CODE_HERE:
    case NA_CASE_CODE_ELSEWHERE:
    case NA_CASE_WAY_UNKNOWN:
    case NA_CASE_WHICH:
    case NA_CASE_CLOSED:
    case NA_CASE_POSTCODE:
        return true;
    default:
        return false;
    }
}

static enum na_code say_to(const struct na_say *say, const struct na_say_facts *facts,
                           enum na_told told, struct na_buffer *to)
{
    struct speech speech = {.say = say, .facts = facts, .to = to, .begin = to->length};
    bool whole = na_say_is_old(say);
    size_t caller = na_say_caller_block(facts->which);
    if (told == NA_TOLD_OPERATOR) {
        enum na_code code = say_block(&speech, caller + 1, false);
        bool more = code == NA_OK && facts->which != NA_CASE_OUTSIDE;
        return more ? say_block(&speech, NA_SAY_BLOCK_ALWAYS, false) : code;
    }
    bool alone = told == NA_TOLD_ALONE && is_sending(facts->which);
    return say_block(&speech, alone ? NA_SAY_BLOCK_ALONE : caller, !whole);
}

enum na_code na_say_facts(const struct na_say *say, const struct na_say_facts *facts,
                          struct na_say_texts *ret_said)
{
    *ret_said = (struct na_say_texts){.ends = {0}};
    na_buffer_init(&ret_said->text, NA_ANSWER_LIMIT);
    enum na_code code = na_buffer_reserve(&ret_said->text, USUAL_BYTES);
    for (int told = NA_TOLD_CALLER; code == NA_OK && told <= NA_TOLD_OPERATOR; told++) {
        code = say_to(say, facts, (enum na_told)told, &ret_said->text);
        ret_said->ends[told] = ret_said->text.length;
    }
    return code;
}

enum na_code na_say_result(const struct na_say *say, const struct na_snapshot *snapshot,
                           const struct na_nearest_answer *answer, size_t i,
                           struct na_say_texts *ret_said)
{
    struct na_say_facts facts;
    na_say_facts_find(snapshot, answer, i, &facts);
    return na_say_facts(say, &facts, ret_said);
}

enum na_code na_say_refusal(const struct na_say *say, const struct na_snapshot *snapshot,
                            const struct na_error *refusal, const struct na_located *offered,
                            struct na_say_texts *ret_said)
{
    struct na_say_facts facts = {
        .snapshot = snapshot, .which = NA_CASE_OUTSIDE, .refusal = refusal, .offered = offered};
    const struct na_say *blocks = na_say_is_old(say) ? NULL : say;
    *ret_said = (struct na_say_texts){.ends = {0}};
    na_buffer_init(&ret_said->text, NA_ANSWER_LIMIT);
    enum na_code code = NA_OK;
    for (int told = NA_TOLD_CALLER; code == NA_OK && told <= NA_TOLD_OPERATOR; told++) {
        code = say_to(blocks, &facts, (enum na_told)told, &ret_said->text);
        ret_said->ends[told] = ret_said->text.length;
    }
    return code;
}

void na_say_texts_fini(struct na_say_texts *said)
{
    na_buffer_fini(&said->text);
}

struct na_str na_say_text(const struct na_say_texts *said, enum na_told told)
{
    size_t from = told == NA_TOLD_CALLER ? 0 : said->ends[told - 1];
    return (struct na_str){said->text.data != NULL ? said->text.data + from : "",
                           said->ends[told] - from};
}
