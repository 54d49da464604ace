/* The table of codes by rows, and the words of an error for people. */
#include "base/fail.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const struct {
    const char *slug;
    const char *title;
    int http_status;
    int exit_status;
} codes[NA_CODE_COUNT] = {
#define X(symbol, slug, title, http, exit_status) {slug, title, http, exit_status},
    NA_CODES(X)
#undef X
};

static unsigned int code_row(enum na_code code)
{
    unsigned int row = (unsigned int)code;
    return row < NA_CODE_COUNT ? row : (unsigned int)NA_ERR_INTERNAL;
}

const char *na_code_slug(enum na_code code)
{
    return codes[code_row(code)].slug;
}

const char *na_code_title(enum na_code code)
{
    return codes[code_row(code)].title;
}

int na_code_http_status(enum na_code code)
{
    return codes[code_row(code)].http_status;
}

int na_code_exit_status(enum na_code code)
{
    return codes[code_row(code)].exit_status;
}

enum na_code na_fail(struct na_error *reterr, enum na_code code, const char *format, ...)
{
    if (reterr != NULL) {
        /* Longer than a character, so that the copy below cuts, and between characters. */
        char message[sizeof reterr->message + 4];
        va_list args;
        va_start(args, format);
        (void)vsnprintf(message, sizeof message, format, args);
        va_end(args);
        memset(reterr, 0, sizeof *reterr);
        reterr->code = code;
        na_text_copy(reterr->message, sizeof reterr->message, message);
    }
    return code;
}

enum na_code na_fail_at(struct na_error *reterr, enum na_code code, const char *file,
                        int64_t record, const char *field, const char *hint)
{
    if (reterr == NULL || code == NA_OK) {
        return code;
    }
    if (file != NULL && reterr->file[0] == '\0') {
        na_text_copy(reterr->file, sizeof reterr->file, file);
    }
    if (record > 0 && reterr->record == 0) {
        reterr->record = record;
    }
    if (field != NULL && reterr->field[0] == '\0') {
        na_text_copy(reterr->field, sizeof reterr->field, field);
    }
    if (hint != NULL && reterr->hint[0] == '\0') {
        na_text_copy(reterr->hint, sizeof reterr->hint, hint);
    }
    return reterr->code;
}

enum na_code na_fail_field(struct na_error *reterr, enum na_code code, const char *field,
                           const char *message, const char *hint)
{
    (void)na_fail(reterr, code, "%s", message);
    return na_fail_at(reterr, code, NULL, 0, field, hint);
}

enum na_code na_fail_memory(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_MEMORY, "Out of memory while %s", what);
}

enum na_code na_fail_errno(struct na_error *reterr, int errnum, const char *doing, const char *file)
{
    char reason[128] = "unknown error";
    if (strerror_r(errnum, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", errnum);
    }
    enum na_code code = errnum == ENOMEM ? NA_ERR_MEMORY : NA_ERR_IO;
    (void)na_fail(reterr, code, "Cannot %s: %s", doing, reason);
    return na_fail_at(reterr, code, file, 0, NULL, NULL);
}

/* Shapefiles and GeoJSON have records and features without lines; the other files are text, and
 * their place is a line. */
static const char *place_word(const char *file)
{
    static const char *const endings[] = {".shp", ".shx", ".dbf", ".geojson", ".json"};
    size_t length = strlen(file);
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        size_t tail = strlen(endings[i]);
        if (length >= tail && strcasecmp(file + length - tail, endings[i]) == 0) {
            return "record";
        }
    }
    return length > 0 ? "line" : "record";
}

void na_error_format(const struct na_error *error, char *ret_text, size_t size)
{
    char place[400] = "";
    if (error->file[0] != '\0') {
        (void)snprintf(place, sizeof place, "%s: ", error->file);
    }
    char where[128] = "";
    if (error->record > 0 && error->field[0] != '\0') {
        (void)snprintf(where, sizeof where,
                       "%s %" PRId64 ", field \"%s\": ", place_word(error->file), error->record,
                       error->field);
    } else if (error->record > 0) {
        (void)snprintf(where, sizeof where, "%s %" PRId64 ": ", place_word(error->file),
                       error->record);
    } else if (error->field[0] != '\0') {
        (void)snprintf(where, sizeof where, "\"%s\": ", error->field);
    }
    (void)snprintf(ret_text, size, "%s%s%s%s%s", place, where, error->message,
                   error->hint[0] != '\0' ? "; " : "", error->hint);
    if (size > 0) {
        na_text_blank_controls(ret_text, strlen(ret_text), false);
    }
}
