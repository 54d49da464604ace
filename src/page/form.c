/* Takes the body apart at & and =, and undoes + and %. */
#include "page/form.h"

#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "question/params.h"

/* No browser sends a byte that is none of these: what would have another meaning, or none, is
 * escaped. */
static bool is_form_byte(char c)
{
    return c > 0x20 && c < 0x7F && c != '#';
}

/* Copy a piece to `to`, a tab in it as a blank; returns the bytes written. */
static size_t copy_piece(struct na_str piece, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < piece.length; i++) {
        bool tab = piece.length - i > 2 && memcmp(piece.bytes + i, "%09", 3) == 0;
        to[n++] = tab ? '+' : piece.bytes[i];
        i += tab ? 2 : 0;
    }
    return n;
}

/* The body as a query string, without the fields that were left empty; at most length + 1 bytes. */
static void copy_filled(struct na_str body, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < body.length;) {
        const char *end = memchr(body.bytes + i, '&', body.length - i);
        size_t length = end != NULL ? (size_t)(end - body.bytes) - i : body.length - i;
        struct na_str piece = {body.bytes + i, length};
        const char *equals = memchr(piece.bytes, '=', length);
        if (equals == NULL || equals + 1 < piece.bytes + length || equals == piece.bytes) {
            if (n > 0) {
                to[n++] = '&';
            }
            n += copy_piece(piece, to + n);
        }
        i += length + 1;
    }
    to[n] = '\0';
}

enum na_code na_form_parse(const char *bytes, size_t length, char *memory,
                           struct na_param *ret_params, size_t capacity, size_t *ret_count,
                           struct na_error *reterr)
{
    if (length > NA_FORM_LIMIT) {
        return na_fail(reterr, NA_ERR_BODY_SIZE, "The form is longer than %d bytes", NA_FORM_LIMIT);
    }
    for (size_t i = 0; i < length; i++) {
        if (!is_form_byte(bytes[i])) {
            (void)na_fail(reterr, NA_ERR_REQUEST, "The form holds a byte that must be %%-escaped");
            return na_fail_at(reterr, NA_ERR_REQUEST, NULL, 0, NULL,
                              "Write it as % and two hexadecimal digits");
        }
    }
    copy_filled((struct na_str){bytes, length}, memory);
    return na_params_from_query(memory, memory + length + 1, ret_params, capacity, ret_count,
                                reterr);
}
