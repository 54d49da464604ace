/* Templates: checked once, then taken apart anew for each sentence; they are short. */
#include "nearest/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/sayable.h"
#include "io/file.h"
#include "nearest/private.h"
#include "question/ask.h"

/* Most sentences that a caller can take in. */
#define SENTENCES_MAX 3

/* The blocks of a template. Those of a case stand in pairs: caller, operator. */
enum {
    BLOCK_FIRST,  /* @first */
    BLOCK_ALONE,  /* @alone */
    BLOCK_ALWAYS, /* @operator */
    BLOCK_CASES,  /* @caller CASE, @operator CASE, of each case */
    BLOCK_COUNT = BLOCK_CASES + 2 * NA_SAY_CASE_COUNT
};

struct na_say {
    char *text;
    size_t length;
    bool is_old; /* no blocks: one text for all */
    struct na_str blocks[BLOCK_COUNT];
};

static const struct {
    const char *name;
    size_t words;
    bool is_heard;
} fields[] = {
#define X(symbol, name, words, heard) {name, words, heard},
    NA_SAY_FIELDS(X)
#undef X
};

static const char *const case_names[] = {
#define X(symbol, name) name,
    NA_SAY_CASES(X)
#undef X
};

enum token_kind { TOKEN_END, TOKEN_TEXT, TOKEN_FIELD, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_WRONG };

struct token {
    enum token_kind kind;
    struct na_str text; /* of a text; name of a field */
};

static bool is_bracket(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']';
}

/* The next token of [*at, end). A bracket that is written twice stands for itself. */
static struct token next_token(const char **at, const char *end)
{
    const char *from = *at;
    if (from == end) {
        return (struct token){TOKEN_END, {from, 0}};
    }
    if (!is_bracket(*from)) {
        while (*at < end && !is_bracket(**at)) {
            (*at)++;
        }
        return (struct token){TOKEN_TEXT, {from, (size_t)(*at - from)}};
    }
    if (end - from > 1 && from[1] == *from) {
        *at += 2;
        return (struct token){TOKEN_TEXT, {from, 1}};
    }
    *at += 1;
    if (*from == '[' || *from == ']') {
        return (struct token){*from == '[' ? TOKEN_OPEN : TOKEN_CLOSE, {from, 1}};
    }
    const char *close = *from == '{' ? memchr(from, '}', (size_t)(end - from)) : NULL;
    if (close == NULL) {
        return (struct token){TOKEN_WRONG, {from, 1}};
    }
    *at = close + 1;
    return (struct token){TOKEN_FIELD, {from + 1, (size_t)(close - from - 1)}};
}

static bool find_field(struct na_str name, enum na_say_field *ret_field)
{
    for (int field = 0; field < NA_SAY_FIELD_COUNT; field++) {
        if (na_str_is(name, fields[field].name)) {
            *ret_field = (enum na_say_field)field;
            return true;
        }
    }
    return false;
}

/* "@caller usable" as it stands in a template. */
static void block_name(size_t block, char to[64])
{
    static const char *const names[] = {"@first", "@alone", "@operator"};
    if (block < BLOCK_CASES) {
        (void)snprintf(to, 64, "%s", names[block]);
    } else {
        (void)snprintf(to, 64, "%s %s", (block - BLOCK_CASES) % 2 == 0 ? "@caller" : "@operator",
                       case_names[(block - BLOCK_CASES) / 2]);
    }
}

/* Is it heard by a caller? */
static bool is_heard(size_t block)
{
    return block < BLOCK_ALWAYS || (block >= BLOCK_CASES && (block - BLOCK_CASES) % 2 == 0);
}

static size_t caller_block(enum na_say_case which)
{
    return BLOCK_CASES + 2 * (size_t)which;
}

/* Where a template is wrong, by the line in its file. */
struct check {
    const char *file;
    int64_t line;
    size_t block;     /* BLOCK_COUNT: none yet */
    size_t sentences; /* lines of the block */
    size_t words;     /* of the line, its parts in [ ] aside */
    bool open;        /* within [ ] */
    bool speaks;      /* some text or field */
    struct na_error *reterr;
};

static enum na_code wrong(const struct check *check, const char *what, const char *hint)
{
    (void)na_fail(check->reterr, NA_ERR_DATA, "%s", what);
    return na_fail_at(check->reterr, NA_ERR_DATA, check->file, check->line, NULL, hint);
}

static enum na_code unknown_field(const struct check *check, struct na_str name)
{
    char typed[41];
    char what[96];
    char hint[256];
    (void)na_text_copy_str(typed, sizeof typed, name);
    size_t best = 0;
    for (size_t i = 1; i < NA_SAY_FIELD_COUNT; i++) {
        if (na_text_distance(typed, fields[i].name) < na_text_distance(typed, fields[best].name)) {
            best = i;
        }
    }
    (void)snprintf(hint, sizeof hint, "Did you mean {%s}? docs/say.md has them all",
                   fields[best].name);
    (void)snprintf(what, sizeof what, "Unknown placeholder {%s}", typed);
    return wrong(check, what, hint);
}

/* A caller hears no numbers that may be a telephone's or a code, and nothing for the operator. */
static enum na_code check_heard(struct check *check, const struct token *token,
                                enum na_say_field field)
{
    char what[96];
    if (token->kind == TOKEN_TEXT) {
        check->words += check->open ? 0 : na_sayable_words(token->text);
        return na_sayable_has_number(token->text)
                   ? wrong(check, "A number of 4 figures or more is not said to a caller",
                           "Put it into the operator's block")
                   : NA_OK;
    }
    check->words += check->open ? 0 : fields[field].words;
    if (!fields[field].is_heard) {
        (void)snprintf(what, sizeof what, "{%s} is for the operator, not for the caller",
                       fields[field].name);
        return wrong(check, what, "Put it into the operator's block");
    }
    return NA_OK;
}

/* Is it a block of a position outside, of which little is known? */
static bool is_outside(size_t block)
{
    return block == caller_block(NA_CASE_OUTSIDE) || block == caller_block(NA_CASE_OUTSIDE) + 1;
}

static bool is_of_outside(enum na_say_field field)
{
    return field == NA_SAY_POSITION || field == NA_SAY_OFFERED || field == NA_SAY_TITLE;
}

static enum na_code check_speech(struct check *check, const struct token *token)
{
    enum na_say_field field = NA_SAY_KIND;
    bool is_field = token->kind == TOKEN_FIELD;
    if (is_field && !find_field(token->text, &field)) {
        return unknown_field(check, token->text);
    }
    if (is_field && is_outside(check->block) && !is_of_outside(field)) {
        return wrong(check,
                     "Of a position outside only {position}, {offered} and {title} are known",
                     "Remove the placeholder");
    }
    check->speaks = check->speaks || is_field || na_str_trim(token->text).length > 0;
    if (is_field && field == NA_SAY_FIRST &&
        (check->block == BLOCK_FIRST || !is_heard(check->block))) {
        return wrong(check, "{first} stands in a block of the caller only", "Remove it");
    }
    return check->block < BLOCK_COUNT && is_heard(check->block) ? check_heard(check, token, field)
                                                                : NA_OK;
}

static enum na_code check_token(struct check *check, const struct token *token)
{
    switch (token->kind) {
    case TOKEN_FIELD:
    case TOKEN_TEXT:
        return check_speech(check, token);
    case TOKEN_OPEN:
        if (check->open) {
            return wrong(check, "A [ within [ ]", "Close the first with ], or write [[ for a [");
        }
        check->open = true;
        return NA_OK;
    case TOKEN_CLOSE:
        if (!check->open) {
            return wrong(check, "A ] without its [", "Write ]] for a ]");
        }
        check->open = false;
        return NA_OK;
    case TOKEN_WRONG:
        return wrong(check, token->text.bytes[0] == '{' ? "A { without its }" : "A } without its {",
                     "Placeholders are written {name}; write {{ or }} for the bracket itself");
    case TOKEN_END:
        break;
    }
    return NA_OK;
}

/* Any bytes of a template: UTF-8 without control characters. */
static enum na_code check_bytes(const struct check *check, struct na_str line)
{
    for (size_t i = 0; i < line.length; i++) {
        unsigned char c = (unsigned char)line.bytes[i];
        if (c < 0x20 || c == 0x7F) {
            return wrong(check, "A control character", "Remove it; use blanks between words");
        }
    }
    return na_utf8_valid(line.bytes, line.length)
               ? NA_OK
               : wrong(check, "Bytes that are not UTF-8", "Save the file as UTF-8");
}

static enum na_code check_line(struct check *check, struct na_str line)
{
    const char *at = line.bytes;
    const char *end = at + line.length;
    enum na_code code = check_bytes(check, line);
    check->words = 0;
    while (code == NA_OK && at < end) {
        struct token token = next_token(&at, end);
        code = check_token(check, &token);
    }
    if (code == NA_OK && check->open) {
        code = wrong(check, "A [ without its ]", "Close it on the same line");
    }
    if (code != NA_OK || check->block == BLOCK_COUNT || !is_heard(check->block)) {
        return code;
    }
    if (check->words > NA_SAYABLE_WORDS) {
        return wrong(check, "A caller cannot take in a sentence of more than 12 words",
                     "Shorten it, or put a part of it in [ ]; {place} counts as 8");
    }
    return ++check->sentences > SENTENCES_MAX
               ? wrong(check, "A caller hears at most three sentences", "Leave one out")
               : NA_OK;
}

/* The next line that is no comment and not empty, without its end; false: none. *line counts. */
static bool next_line(struct na_str *text, int64_t *line, struct na_str *ret_line)
{
    while (text->length > 0) {
        const char *newline = memchr(text->bytes, '\n', text->length);
        size_t length = newline != NULL ? (size_t)(newline - text->bytes) : text->length;
        struct na_str found = {text->bytes, length};
        length += newline != NULL;
        *text = (struct na_str){text->bytes + length, text->length - length};
        (*line)++;
        if (found.length > 0 && found.bytes[found.length - 1] == '\r') {
            found.length--;
        }
        if (found.length > 0 && found.bytes[0] != '#') {
            *ret_line = found;
            return true;
        }
    }
    return false;
}

/* The block that a line begins, "@caller usable"; BLOCK_COUNT: there is none of that name. */
static size_t find_block(struct na_str line)
{
    char name[64];
    for (size_t block = 0; block < BLOCK_COUNT; block++) {
        block_name(block, name);
        if (na_str_is(na_str_trim(line), name)) {
            return block;
        }
    }
    return BLOCK_COUNT;
}

static enum na_code begin_block(struct check *check, struct na_str line, struct na_say *say,
                                const char *at)
{
    size_t block = find_block(line);
    enum na_code code = check_bytes(check, line);
    if (code != NA_OK) {
        return code;
    }
    if (block == BLOCK_COUNT) {
        return wrong(check, "Unknown block",
                     "Blocks are @first, @alone, @operator, @caller CASE and @operator CASE: "
                     "docs/say.md has the cases");
    }
    if (say->blocks[block].bytes != NULL) {
        return wrong(check, "The block is there twice", "Keep one of the two");
    }
    check->block = block;
    check->sentences = 0;
    say->blocks[block] = (struct na_str){at, 0};
    return NA_OK;
}

static enum na_code check_whole(struct check *check, const struct na_say *say)
{
    for (size_t block = 0; !say->is_old && block < BLOCK_COUNT; block++) {
        if (say->blocks[block].bytes == NULL) {
            char name[64];
            char what[96];
            block_name(block, name);
            (void)snprintf(what, sizeof what, "The template has no block %s", name);
            return wrong(check, what, "Copy it from the template that ships");
        }
    }
    return check->speaks ? NA_OK
                         : wrong(check, "The template says nothing", "Write a sentence into it");
}

/* Find the blocks of say->text and check its lines. */
static enum na_code check_template(struct check *check, struct na_say *say)
{
    struct na_str text = {say->text, say->length};
    struct na_str line;
    say->is_old = true;
    while (next_line(&text, &check->line, &line)) {
        bool is_head = line.bytes[0] == '@';
        enum na_code code = NA_OK;
        if (is_head && say->is_old && check->speaks) {
            return wrong(check, "A line stands before the first block", "Put it into a block");
        }
        say->is_old = say->is_old && !is_head;
        code = is_head ? begin_block(check, line, say, text.bytes) : check_line(check, line);
        if (code != NA_OK) {
            return code;
        }
        if (!is_head && check->block < BLOCK_COUNT) {
            struct na_str *block = &say->blocks[check->block];
            block->length = (size_t)(text.bytes - block->bytes);
        }
    }
    return check_whole(check, say);
}

enum na_code na_say_new(const char *bytes, size_t length, const char *name, struct na_say **ret_say,
                        struct na_error *reterr)
{
    struct check check = {.file = name, .block = BLOCK_COUNT, .reterr = reterr};
    if (length > NA_SAY_TEMPLATE_MAX) {
        return wrong(&check, "The template is longer than 16 KiB", "Shorten it");
    }
    struct na_say *say = calloc(1, sizeof *say);
    char *text = malloc(length + 1);
    if (say == NULL || text == NULL) {
        free(say);
        free(text);
        return na_fail_memory(reterr, "reading a template");
    }
    memcpy(text, bytes, length);
    say->text = text;
    say->length = length;
    enum na_code code = check_template(&check, say);
    if (code != NA_OK) {
        na_say_free(say);
        return code;
    }
    *ret_say = say;
    return NA_OK;
}

enum na_code na_say_load(const char *folder, struct na_say **ret_say, struct na_error *reterr)
{
    char path[4096];
    struct na_file file = {NULL, 0};
    enum na_code code = na_path_join(path, sizeof path, folder, "say.en.txt", reterr);
    if (code == NA_OK) {
        code = na_file_read(path, NA_SAY_TEMPLATE_MAX, &file, reterr);
    }
    if (code == NA_OK) {
        code = na_say_new((const char *)file.bytes, file.length, path, ret_say, reterr);
        na_file_free(&file);
    }
    return code;
}

extern const unsigned char na_say_default[];
extern const size_t na_say_default_length;

struct na_str na_say_shipped(void)
{
    return (struct na_str){(const char *)na_say_default, na_say_default_length};
}

void na_say_free(struct na_say *say)
{
    if (say != NULL) {
        free(say->text);
        free(say);
    }
}

bool na_say_is_old(const struct na_say *say)
{
    return say != NULL && say->is_old;
}

/* The lines of a block of the template that ships, which has them all. */
static struct na_str shipped_block(size_t block)
{
    struct na_str text = na_say_shipped();
    struct na_str line;
    struct na_str found = {"", 0};
    int64_t number = 0;
    bool inside = false;
    while (next_line(&text, &number, &line)) {
        if (line.bytes[0] == '@') {
            if (inside) {
                break;
            }
            inside = find_block(line) == block;
            found.bytes = inside ? text.bytes : found.bytes;
        } else if (inside) {
            found.length = (size_t)(text.bytes - found.bytes);
        }
    }
    return found;
}

/* What the block of a template says; one of the old form has the whole for callers, and the shipped
 * one's words for operators. */
static struct na_str block_of(const struct na_say *say, size_t block)
{
    if (say == NULL || (say->is_old && !is_heard(block))) {
        return shipped_block(block);
    }
    return say->is_old ? (struct na_str){say->text, say->length} : say->blocks[block];
}

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

static enum na_code say_block(struct speech *speech, struct na_str block, bool sentences);

/* What comes first, in a block of the caller: nothing of kinds that it is not said of. */
static enum na_code put_first(struct speech *speech)
{
    struct speech first = *speech;
    if (!speech->facts->kind->says_first || na_say_is_old(speech->say)) {
        return NA_OK;
    }
    return say_block(&first, block_of(speech->say, BLOCK_FIRST), true);
}

static enum na_code put_field(struct speech *speech, struct na_str name)
{
    enum na_say_field field = NA_SAY_KIND;
    size_t before = speech->to->length;
    enum na_code code = NA_OK;
    if (find_field(name, &field)) {
        code = field == NA_SAY_FIRST ? put_first(speech)
                                     : na_say_field_put(field, speech->facts, speech->to);
    }
    speech->drop = speech->drop || speech->to->length == before;
    return code;
}

static enum na_code put_token(struct speech *speech, const struct token *token)
{
    switch (token->kind) {
    case TOKEN_TEXT:
        return put_text(speech, token->text);
    case TOKEN_FIELD:
        return put_field(speech, token->text);
    case TOKEN_OPEN:
        speech->part = speech->to->length;
        speech->in_part = true;
        speech->drop = speech->brief;
        return NA_OK;
    case TOKEN_CLOSE:
        if (speech->in_part && speech->drop) {
            speech->to->length = speech->part;
        }
        speech->in_part = false;
        return NA_OK;
    case TOKEN_END:
    case TOKEN_WRONG:
        break;
    }
    return NA_OK;
}

static enum na_code say_line(struct speech *speech, struct na_str line)
{
    const char *at = line.bytes;
    const char *end = at + line.length;
    enum na_code code = NA_OK;
    if (speech->to->length > speech->begin) {
        code = put_text(speech, (struct na_str){" ", 1});
    }
    while (code == NA_OK && at < end) {
        struct token token = next_token(&at, end);
        code = put_token(speech, &token);
    }
    return code;
}

/* A sentence of the caller, without its parts in [ ] where it would be too long with them. */
static enum na_code say_sentence(struct speech *speech, struct na_str line)
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
static enum na_code say_block(struct speech *speech, struct na_str block, bool sentences)
{
    struct na_str line;
    int64_t number = 0;
    enum na_code code = NA_OK;
    while (code == NA_OK && next_line(&block, &number, &line)) {
        code = sentences ? say_sentence(speech, line) : say_line(speech, line);
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
    size_t caller = caller_block(facts->which);
    if (told == NA_TOLD_OPERATOR) {
        enum na_code code = say_block(&speech, block_of(say, caller + 1), false);
        bool more = code == NA_OK && facts->which != NA_CASE_OUTSIDE;
        return more ? say_block(&speech, block_of(say, BLOCK_ALWAYS), false) : code;
    }
    bool alone = told == NA_TOLD_ALONE && is_sending(facts->which);
    return say_block(&speech, block_of(say, alone ? BLOCK_ALONE : caller), !whole);
}

enum na_code na_say_result(const struct na_say *say, const struct na_snapshot *snapshot,
                           const struct na_nearest_answer *answer, size_t i,
                           struct na_say_texts *ret_said)
{
    struct na_say_facts facts;
    enum na_code code = NA_OK;
    *ret_said = (struct na_say_texts){.ends = {0}};
    na_buffer_init(&ret_said->text, NA_ANSWER_LIMIT);
    na_say_facts_find(snapshot, answer, i, &facts);
    for (int told = NA_TOLD_CALLER; code == NA_OK && told <= NA_TOLD_OPERATOR; told++) {
        code = say_to(say, &facts, (enum na_told)told, &ret_said->text);
        ret_said->ends[told] = ret_said->text.length;
    }
    return code;
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
