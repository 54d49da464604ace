/* Templates: checked and taken apart once, when they are loaded, into tokens that say.c walks for
 * each sentence. The one that ships is taken apart when the program is loaded, before any thread.
 */
#include "nearest/say.h"

#include <assert.h>
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
/* Most tokens of the template that ships. */
#define SHIPPED_TOKENS 1024

struct na_say {
    const char *text;
    char *owned; /* the text, of all but the one that ships */
    size_t length;
    struct na_say_token *tokens;
    size_t count;
    bool is_old; /* no blocks: one text for all */
    struct {
        bool is_there;
        size_t first; /* its tokens */
        size_t count;
    } blocks[NA_SAY_BLOCK_COUNT];
};

/* Set before main, by take_shipped_apart, then only read. Its tokens have their place in the
 * program, so that taking it apart can fail in no way that a test does not see. */
static struct na_say_token shipped_tokens[SHIPPED_TOKENS];
static struct na_say shipped = {.tokens = shipped_tokens};

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

/* A piece of a line as it is read. */
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

static const char *const block_heads[] = {"@first", "@alone", "@operator"};

/* "@caller usable" as it stands in a template. */
static void block_name(size_t block, char to[64])
{
    if (block < NA_SAY_BLOCK_CASES) {
        (void)snprintf(to, 64, "%s", block_heads[block]);
    } else {
        (void)snprintf(to, 64, "%s %s",
                       (block - NA_SAY_BLOCK_CASES) % 2 == 0 ? "@caller" : "@operator",
                       case_names[(block - NA_SAY_BLOCK_CASES) / 2]);
    }
}

bool na_say_block_is_heard(size_t block)
{
    return block < NA_SAY_BLOCK_ALWAYS ||
           (block >= NA_SAY_BLOCK_CASES && (block - NA_SAY_BLOCK_CASES) % 2 == 0);
}

/* Where a template is wrong, by the line in its file. */
struct check {
    const char *file;
    int64_t line;
    size_t block;     /* NA_SAY_BLOCK_COUNT: none yet */
    size_t sentences; /* lines of the block */
    size_t words;     /* of the line, its parts in [ ] aside */
    bool open;        /* within [ ] */
    bool speaks;      /* some text or field */
    struct na_say *say;
    size_t capacity; /* of its tokens */
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
    size_t caller = na_say_caller_block(NA_CASE_OUTSIDE);
    return block == caller || block == caller + 1;
}

static bool is_of_outside(enum na_say_field field)
{
    return field == NA_SAY_POSITION || field == NA_SAY_OFFERED || field == NA_SAY_TITLE;
}

/* Keep a token that passed its check. `length` bytes of a template have at most length + 1: one a
 * byte, and one a line, which ends with a byte of its own or the template. */
static void keep(struct check *check, enum na_say_token_kind kind, struct na_str text,
                 enum na_say_field field)
{
    struct na_say *say = check->say;
    if (say->count == check->capacity) {
        return; /* only of the one that ships, whose sentences the golden files hold */
    }
    say->tokens[say->count++] = (struct na_say_token){.at = (uint16_t)(text.bytes - say->text),
                                                      .length = (uint16_t)text.length,
                                                      .kind = (uint8_t)kind,
                                                      .field = (uint8_t)field};
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
    keep(check, is_field ? NA_SAY_TOKEN_FIELD : NA_SAY_TOKEN_TEXT, token->text, field);
    if (is_field && field == NA_SAY_FIRST &&
        (check->block == NA_SAY_BLOCK_FIRST || !na_say_block_is_heard(check->block))) {
        return wrong(check, "{first} stands in a block of the caller only", "Remove it");
    }
    return check->block < NA_SAY_BLOCK_COUNT && na_say_block_is_heard(check->block)
               ? check_heard(check, token, field)
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
        keep(check, NA_SAY_TOKEN_OPEN, token->text, NA_SAY_KIND);
        return NA_OK;
    case TOKEN_CLOSE:
        if (!check->open) {
            return wrong(check, "A ] without its [", "Write ]] for a ]");
        }
        check->open = false;
        keep(check, NA_SAY_TOKEN_CLOSE, token->text, NA_SAY_KIND);
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
    keep(check, NA_SAY_TOKEN_LINE, (struct na_str){line.bytes, 0}, NA_SAY_KIND);
    while (code == NA_OK && at < end) {
        struct token token = next_token(&at, end);
        code = check_token(check, &token);
    }
    if (code == NA_OK && check->open) {
        code = wrong(check, "A [ without its ]", "Close it on the same line");
    }
    if (code != NA_OK || check->block == NA_SAY_BLOCK_COUNT ||
        !na_say_block_is_heard(check->block)) {
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

/* Does `line` begin with `head`? Then *ret_rest is what follows. */
static bool begins(struct na_str line, const char *head, struct na_str *ret_rest)
{
    size_t length = strlen(head);
    if (line.length < length || memcmp(line.bytes, head, length) != 0) {
        return false;
    }
    *ret_rest = (struct na_str){line.bytes + length, line.length - length};
    return true;
}

/* The block that a line begins, "@caller usable"; NA_SAY_BLOCK_COUNT: there is none of that name.
 */
static size_t find_block(struct na_str line)
{
    struct na_str head = na_str_trim(line);
    struct na_str rest;
    for (size_t block = 0; block < NA_SAY_BLOCK_CASES; block++) {
        if (na_str_is(head, block_heads[block])) {
            return block;
        }
    }
    bool is_caller = begins(head, "@caller ", &rest);
    if (is_caller || begins(head, "@operator ", &rest)) {
        for (size_t i = 0; i < NA_SAY_CASE_COUNT; i++) {
            if (na_str_is(rest, case_names[i])) {
                return na_say_caller_block((enum na_say_case)i) + (is_caller ? 0 : 1);
            }
        }
    }
    return NA_SAY_BLOCK_COUNT;
}

static enum na_code begin_block(struct check *check, struct na_str line)
{
    size_t block = find_block(line);
    struct na_say *say = check->say;
    enum na_code code = check_bytes(check, line);
    if (code != NA_OK) {
        return code;
    }
    if (block == NA_SAY_BLOCK_COUNT) {
        return wrong(check, "Unknown block",
                     "Blocks are @first, @alone, @operator, @caller CASE and @operator CASE: "
                     "docs/say.md has the cases");
    }
    if (say->blocks[block].is_there) {
        return wrong(check, "The block is there twice", "Keep one of the two");
    }
    check->block = block;
    check->sentences = 0;
    say->blocks[block].is_there = true;
    say->blocks[block].first = say->count;
    return NA_OK;
}

static enum na_code check_whole(struct check *check, const struct na_say *say)
{
    for (size_t block = 0; !say->is_old && block < NA_SAY_BLOCK_COUNT; block++) {
        if (!say->blocks[block].is_there) {
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

/* Find the blocks of the text, check its lines and take them apart. */
static enum na_code check_template(struct check *check)
{
    struct na_say *say = check->say;
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
        code = is_head ? begin_block(check, line) : check_line(check, line);
        if (code != NA_OK) {
            return code;
        }
        if (check->block < NA_SAY_BLOCK_COUNT) {
            say->blocks[check->block].count = say->count - say->blocks[check->block].first;
        }
    }
    return check_whole(check, say);
}

enum na_code na_say_new(const char *bytes, size_t length, const char *name, struct na_say **ret_say,
                        struct na_error *reterr)
{
    struct check check = {.file = name, .block = NA_SAY_BLOCK_COUNT, .reterr = reterr};
    if (length > NA_SAY_TEMPLATE_MAX) {
        return wrong(&check, "The template is longer than 16 KiB", "Shorten it");
    }
    struct na_say *say = calloc(1, sizeof *say);
    char *text = malloc(length + 1);
    struct na_say_token *tokens = malloc((length + 1) * sizeof *tokens);
    if (say == NULL || text == NULL || tokens == NULL) {
        free(say);
        free(text);
        free(tokens);
        return na_fail_memory(reterr, "reading a template");
    }
    memcpy(text, bytes, length);
    say->text = say->owned = text;
    say->length = length;
    say->tokens = tokens;
    check.say = say;
    check.capacity = length + 1;
    enum na_code code = check_template(&check);
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

/* tests/unit/nearest/test_say.c sees that it passes. */
__attribute__((constructor)) static void take_shipped_apart(void)
{
    struct na_str text = na_say_shipped();
    struct check check = {.block = NA_SAY_BLOCK_COUNT, .say = &shipped, .capacity = SHIPPED_TOKENS};
    shipped.text = text.bytes;
    shipped.length = text.length;
    enum na_code code = check_template(&check);
    assert(code == NA_OK);
    (void)code;
}

void na_say_free(struct na_say *say)
{
    if (say != NULL) {
        free(say->owned);
        free(say->tokens);
        free(say);
    }
}

bool na_say_is_old(const struct na_say *say)
{
    return say != NULL && say->is_old;
}

struct na_say_lines na_say_block(const struct na_say *say, size_t block)
{
    if (say == NULL || (say->is_old && !na_say_block_is_heard(block))) {
        say = &shipped;
    }
    if (say->is_old) {
        return (struct na_say_lines){say->text, say->tokens, say->count};
    }
    return (struct na_say_lines){say->text, say->tokens + say->blocks[block].first,
                                 say->blocks[block].count};
}
