/* The file holds digests, never tokens, so that reading it gives nobody a role. It is read line by
 * line, and a bad line is refused with its number. A token is compared in constant time. */
#include "http/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/file.h"
#include "io/file_trust.h"

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    char lower = na_ascii_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static bool read_digest(struct na_str text, unsigned char ret_digest[32])
{
    if (text.length != 64) {
        return false;
    }
    for (size_t i = 0; i < 32; i++) {
        int high = hex_value(text.bytes[2 * i]);
        int low = hex_value(text.bytes[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        ret_digest[i] = (unsigned char)(high * 16 + low);
    }
    return true;
}

static bool read_name(struct na_str text, char ret_name[NA_TOKEN_NAME_MAX + 1])
{
    for (size_t i = 0; i < text.length; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
              c == '-')) {
            return false;
        }
    }
    return text.length > 0 && na_text_copy_str(ret_name, NA_TOKEN_NAME_MAX + 1, text);
}

/* Cut `text` before the next `mark`; what is after stays in *text. */
static struct na_str cut(struct na_str *text, char mark)
{
    const char *end = text->length > 0 ? memchr(text->bytes, mark, text->length) : NULL;
    struct na_str part = {text->bytes, end != NULL ? (size_t)(end - text->bytes) : text->length};
    size_t used = part.length + (end != NULL);
    *text = (struct na_str){text->bytes + used, text->length - used};
    return part;
}

static enum na_code wrong(const char *path, int64_t line, const char *what, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s", what);
    return na_fail_at(reterr, NA_ERR_DATA, path, line, NULL,
                      "A line is name:view: or name:control: and the token's SHA-256 in 64 digits");
}

static enum na_code read_line(const char *path, int64_t number, struct na_str line,
                              struct na_tokens *tokens, struct na_error *reterr)
{
    struct na_token *token = &tokens->items[tokens->count];
    if (!read_name(cut(&line, ':'), token->name)) {
        return wrong(path, number, "The name is missing or cannot be used", reterr);
    }
    struct na_str role = cut(&line, ':');
    if (!na_str_is(role, "control") && !na_str_is(role, "view")) {
        return wrong(path, number, "The role is neither view nor control", reterr);
    }
    token->role = na_str_is(role, "control") ? NA_ROLE_CONTROL : NA_ROLE_VIEW;
    if (!read_digest(line, token->digest)) {
        return wrong(path, number, "The digest is not 64 hexadecimal digits", reterr);
    }
    for (size_t i = 0; i < tokens->count; i++) {
        if (strcmp(tokens->items[i].name, token->name) == 0) {
            return wrong(path, number, "The name is there twice", reterr);
        }
    }
    tokens->count++;
    return NA_OK;
}

static enum na_code read_lines(const char *path, const struct na_file *file,
                               struct na_tokens *tokens, struct na_error *reterr)
{
    struct na_str text = {(const char *)file->bytes, file->length};
    enum na_code code = NA_OK;
    for (int64_t number = 1; code == NA_OK && text.length > 0; number++) {
        struct na_str line = na_str_trim(cut(&text, '\n'));
        if (line.length == 0 || line.bytes[0] == '#') {
            continue;
        }
        code = tokens->count < NA_TOKENS_MAX ? read_line(path, number, line, tokens, reterr)
                                             : wrong(path, number, "Too many tokens", reterr);
    }
    return code;
}

enum na_code na_tokens_load(const char *path, struct na_tokens *ret_tokens, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    enum na_code code = na_file_check_trust(path, "The file of tokens", reterr);
    if (code == NA_OK) {
        code = na_file_read(path, NA_TOKENS_FILE_MAX, &file, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    struct na_tokens tokens = {calloc(NA_TOKENS_MAX, sizeof *tokens.items), 0};
    code = tokens.items == NULL ? na_fail_memory(reterr, "reading the tokens")
                                : read_lines(path, &file, &tokens, reterr);
    na_file_free(&file);
    if (code != NA_OK) {
        na_tokens_fini(&tokens);
        return code;
    }
    *ret_tokens = tokens;
    return NA_OK;
}

void na_tokens_fini(struct na_tokens *tokens)
{
    free(tokens->items);
    *tokens = (struct na_tokens){NULL, 0};
}

/* The token after "Bearer ", whose case does not matter (RFC 9110 section 11.1). */
static bool read_bearer(const char *authorization, struct na_str *ret_token)
{
    char scheme[8];
    if (authorization == NULL || strlen(authorization) < sizeof scheme) {
        return false;
    }
    (void)na_text_copy_str(scheme, sizeof scheme, (struct na_str){authorization, 7});
    *ret_token = na_str_trim(na_str_of(authorization + 7));
    return na_text_same_fold(scheme, "Bearer ") && ret_token->length > 0 &&
           ret_token->length <= NA_TOKEN_MAX;
}

static enum na_code unauthorized(struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_UNAUTHORIZED,
                  "A token is needed, and none that is known was sent");
    return na_fail_at(reterr, NA_ERR_UNAUTHORIZED, NULL, 0, "Authorization",
                      "Send the header Authorization: Bearer TOKEN");
}

/* 0 when equal, in a time that does not depend on where they differ. */
static unsigned int differ(const unsigned char *a, const unsigned char *b)
{
    volatile unsigned int difference = 0;
    for (size_t i = 0; i < 32; i++) {
        difference |= (unsigned int)(a[i] ^ b[i]);
    }
    return difference;
}

enum na_code na_tokens_find(const struct na_tokens *tokens, const char *authorization,
                            const struct na_token **ret_token, struct na_error *reterr)
{
    struct na_str sent;
    char text[NA_SHA256_TEXT];
    unsigned char digest[32];
    if (tokens == NULL || !read_bearer(authorization, &sent)) {
        return unauthorized(reterr);
    }
    enum na_code code = na_sha256(sent.bytes, sent.length, text, reterr);
    if (code != NA_OK) {
        return code;
    }
    (void)read_digest((struct na_str){text, 64}, digest);
    const struct na_token *found = NULL;
    for (size_t i = 0; i < tokens->count; i++) {
        found = differ(tokens->items[i].digest, digest) == 0 ? &tokens->items[i] : found;
    }
    if (found == NULL) {
        return unauthorized(reterr);
    }
    *ret_token = found;
    return NA_OK;
}
