#include "cli/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

static enum na_code read_start(struct na_cli_rows *rows, struct na_error *reterr)
{
    while (rows->peek_length < NA_CLI_ROWS_PEEK) {
        size_t length = 0;
        enum na_code code =
            na_join_input_read(&rows->input, rows->peek + rows->peek_length,
                               NA_CLI_ROWS_PEEK - rows->peek_length, &length, &rows->more, reterr);
        if (code != NA_OK) {
            return code;
        }
        if (length == 0) {
            rows->ended = true;
            break;
        }
        rows->peek_length += length;
    }
    return NA_OK;
}

enum na_code na_cli_rows_open(const char *const *files, size_t count, struct na_cli_rows *ret_rows,
                              struct na_error *reterr)
{
    struct na_cli_rows rows = {.peek = malloc(NA_CLI_ROWS_PEEK)};
    if (rows.peek == NULL) {
        return na_fail_memory(reterr, "opening the input");
    }
    enum na_code code = na_join_input_open(files, count, &rows.input, reterr);
    if (code != NA_OK) {
        free(rows.peek);
        return code;
    }
    code = read_start(&rows, reterr);
    if (code != NA_OK) {
        na_cli_rows_close(&rows);
        return code;
    }
    *ret_rows = rows;
    return NA_OK;
}

void na_cli_rows_close(struct na_cli_rows *rows)
{
    na_join_input_close(&rows->input);
    free(rows->peek);
    rows->peek = NULL;
}

const char *na_cli_rows_peek(const struct na_cli_rows *rows, size_t *ret_length)
{
    *ret_length = rows->peek_length;
    return rows->peek;
}

enum na_code na_cli_rows_read(void *context, char *to, size_t size, size_t *ret_length,
                              bool *ret_more, struct na_error *reterr)
{
    struct na_cli_rows *rows = context;
    if (rows->peek_at < rows->peek_length) {
        size_t left = rows->peek_length - rows->peek_at;
        *ret_length = left < size ? left : size;
        *ret_more = true;
        memcpy(to, rows->peek + rows->peek_at, *ret_length);
        rows->peek_at += *ret_length;
        return NA_OK;
    }
    if (rows->ended) {
        rows->ended = false;
        *ret_length = 0;
        *ret_more = rows->more;
        return NA_OK;
    }
    return na_join_input_read(&rows->input, to, size, ret_length, ret_more, reterr);
}
