/* http/tokens.h - who may do more than ask: a file of names, roles and digests of tokens. */
#ifndef NA_HTTP_TOKENS_H
#define NA_HTTP_TOKENS_H

#include <nearaid/error.h>

#include "base/text.h"

/* Limits of the file. */
#define NA_TOKENS_FILE_MAX ((size_t)256 * 1024)
#define NA_TOKENS_MAX 1000
#define NA_TOKEN_NAME_MAX 40
/* Longest token that is sent, bytes. */
#define NA_TOKEN_MAX 400

enum na_role { NA_ROLE_VIEW, NA_ROLE_CONTROL };

struct na_token {
    char name[NA_TOKEN_NAME_MAX + 1];
    enum na_role role;
    unsigned char digest[32]; /* SHA-256 of the token */
};

struct na_tokens {
    struct na_token *items;
    size_t count;
};

/* Read lines "name:role:sha256", role `view` or `control`, the digest in 64 hexadecimal digits;
 * empty lines and those that begin with # are left out. Errors with file and line: NA_ERR_DATA
 * (also for a file that is not to be trusted, io/file_trust.h), NA_ERR_IO, NA_ERR_MEMORY. Nothing
 * of a digest is repeated in them. Release with na_tokens_fini. */
NA_MUST_USE enum na_code na_tokens_load(const char *path, struct na_tokens *ret_tokens,
                                        struct na_error *reterr);
void na_tokens_fini(struct na_tokens *tokens);

/* Who sent the header `authorization` ("Bearer TOKEN"; NULL: not sent)? Compares the digest with
 * each there is, always in the same time. NULL `tokens`: nobody is known. Errors:
 * NA_ERR_UNAUTHORIZED, NA_ERR_MEMORY. Any thread. */
NA_MUST_USE enum na_code na_tokens_find(const struct na_tokens *tokens, const char *authorization,
                                        const struct na_token **ret_token, struct na_error *reterr);

#endif
