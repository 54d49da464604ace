/* Templates: checked once, then taken apart anew for each sentence; they are short. */
#include "nearest/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/file.h"
#include "nearest/private.h"

struct na_say {
    char *text;
    size_t length;
};

static const char *const field_names[] = {
#define X(symbol, name) name,
    NA_SAY_FIELDS(X)
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
        if (na_str_is(name, field_names[field])) {
            *ret_field = (enum na_say_field)field;
            return true;
        }
    }
    return false;
}

/* Where a template is wrong, by the line in its file. */
struct check {
    const char *file;
    int64_t line;
    bool open;   /* within [ ] */
    bool speaks; /* some text or field */
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
        if (na_text_distance(typed, field_names[i]) < na_text_distance(typed, field_names[best])) {
            best = i;
        }
    }
    size_t used =
        (size_t)snprintf(hint, sizeof hint, "Did you mean {%s}? There are:", field_names[best]);
    for (size_t i = 0; i < NA_SAY_FIELD_COUNT && used < sizeof hint; i++) {
        used += (size_t)snprintf(hint + used, sizeof hint - used, " %s", field_names[i]);
    }
    (void)snprintf(what, sizeof what, "Unknown placeholder {%s}", typed);
    return wrong(check, what, hint);
}

static enum na_code check_token(struct check *check, const struct token *token)
{
    enum na_say_field field;
    switch (token->kind) {
    case TOKEN_FIELD:
        if (!find_field(token->text, &field)) {
            return unknown_field(check, token->text);
        }
        check->speaks = true;
        return NA_OK;
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
    case TOKEN_TEXT:
        check->speaks = check->speaks || na_str_trim(token->text).length > 0;
        break;
    case TOKEN_END:
        break;
    }
    return NA_OK;
}

static enum na_code check_line(struct check *check, struct na_str line)
{
    const char *at = line.bytes;
    const char *end = at + line.length;
    for (size_t i = 0; i < line.length; i++) {
        unsigned char c = (unsigned char)line.bytes[i];
        if (c < 0x20 || c == 0x7F) {
            return wrong(check, "A control character", "Remove it; use blanks between words");
        }
    }
    if (!na_utf8_valid(line.bytes, line.length)) {
        return wrong(check, "Bytes that are not UTF-8", "Save the file as UTF-8");
    }
    while (at < end) {
        struct token token = next_token(&at, end);
        enum na_code code = check_token(check, &token);
        if (code != NA_OK) {
            return code;
        }
    }
    return check->open ? wrong(check, "A [ without its ]", "Close it on the same line") : NA_OK;
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

static enum na_code check_template(struct check *check, struct na_str text)
{
    struct na_str line;
    if (text.length > NA_SAY_TEMPLATE_MAX) {
        return wrong(check, "The template is longer than 16 KiB", "Shorten it");
    }
    while (next_line(&text, &check->line, &line)) {
        enum na_code code = check_line(check, line);
        if (code != NA_OK) {
            return code;
        }
    }
    return check->speaks ? NA_OK
                         : wrong(check, "The template says nothing", "Write a sentence into it");
}

enum na_code na_say_new(const char *bytes, size_t length, const char *name, struct na_say **ret_say,
                        struct na_error *reterr)
{
    struct check check = {.file = name, .reterr = reterr};
    enum na_code code = check_template(&check, (struct na_str){bytes, length});
    if (code != NA_OK) {
        return code;
    }
    struct na_say *say = calloc(1, sizeof *say);
    char *text = malloc(length);
    if (say == NULL || text == NULL) {
        free(say);
        free(text);
        return na_fail_memory(reterr, "reading a template");
    }
    memcpy(text, bytes, length);
    *say = (struct na_say){text, length};
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

/* What is being said. A part in [ ] goes back to where it began when a field of it is empty. */
struct speech {
    struct na_buffer *to;
    size_t begin;
    size_t part;
    bool in_part, drop;
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

static enum na_code put_token(struct speech *speech, const struct token *token,
                              const struct na_snapshot *snapshot,
                              const struct na_nearest_answer *answer, size_t i)
{
    enum na_say_field field = NA_SAY_KIND;
    size_t before = speech->to->length;
    enum na_code code = NA_OK;
    switch (token->kind) {
    case TOKEN_TEXT:
        return put_text(speech, token->text);
    case TOKEN_FIELD:
        if (find_field(token->text, &field)) {
            code = na_say_field_put(field, snapshot, answer, i, speech->to);
        }
        speech->drop = speech->drop || speech->to->length == before;
        return code;
    case TOKEN_OPEN:
        speech->part = before;
        speech->in_part = true;
        speech->drop = false;
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

static enum na_code say_line(struct speech *speech, struct na_str line,
                             const struct na_snapshot *snapshot,
                             const struct na_nearest_answer *answer, size_t i)
{
    const char *at = line.bytes;
    const char *end = at + line.length;
    enum na_code code = NA_OK;
    if (speech->to->length > speech->begin) {
        code = put_text(speech, (struct na_str){" ", 1});
    }
    while (code == NA_OK && at < end) {
        struct token token = next_token(&at, end);
        code = put_token(speech, &token, snapshot, answer, i);
    }
    return code;
}

enum na_code na_say_result(const struct na_say *say, const struct na_snapshot *snapshot,
                           const struct na_nearest_answer *answer, size_t i, struct na_buffer *to)
{
    struct speech speech = {.to = to, .begin = to->length};
    struct na_str text = say != NULL ? (struct na_str){say->text, say->length} : na_say_shipped();
    struct na_str line;
    int64_t number = 0;
    enum na_code code = NA_OK;
    while (code == NA_OK && next_line(&text, &number, &line)) {
        code = say_line(&speech, line, snapshot, answer, i);
    }
    while (to->length > speech.begin && to->data[to->length - 1] == ' ') {
        to->length--;
    }
    return code;
}
