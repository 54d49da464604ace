/* Texts as tables: CSV, UTF-16, gzip, GeoJSON, NDJSON. What is refused says why and of which file.
 * The same bytes in pieces, as the daemon gets them, are the same table. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/read_table.h"
#include "tables/arriving.h"

#define MOST ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct got {
    struct na_buffer text;
    char separator;
};

static enum na_code begin(void *context, const struct na_text_form *form, bool is_ndjson,
                          struct na_error *reterr)
{
    struct got *got = context;
    (void)reterr;
    got->separator = form->separator;
    return is_ndjson ? NA_ERR_INTERNAL : NA_OK;
}

static enum na_code give(void *context, struct na_str bytes, struct na_error *reterr)
{
    struct got *got = context;
    (void)reterr;
    return na_buffer_append(&got->text, bytes.bytes, bytes.length);
}

static enum na_code arrive(const uint8_t *data, size_t size, struct got *got)
{
    const struct na_arriving_wanted wanted = {
        .as = NA_TABLES_AS_CSV, .limit_bytes = MOST, .begin = begin, .give = give, .context = got};
    struct na_arriving *arriving = NULL;
    enum na_code code = na_arriving_new(&wanted, &arriving, NULL);
    size_t step = 1;
    for (size_t at = 0; at < size && code == NA_OK; at += step) {
        step = 1 + data[at] % 61;
        size_t left = size - at;
        struct na_str piece = {(const char *)data + at, left < step ? left : step};
        code = na_arriving_take(arriving, piece, NULL);
    }
    code = code == NA_OK ? na_arriving_end(arriving, NULL) : code;
    na_arriving_free(arriving);
    return code;
}

static enum na_code read_file(const uint8_t *data, size_t size, struct got *got)
{
    char path[64];
    const char *paths[] = {path};
    const struct na_tables_options options = {.as = NA_TABLES_AS_CSV};
    struct na_tables *tables = NULL;
    FILE *file = tmpfile();
    if (file == NULL || fwrite(data, 1, size, file) != size || fflush(file) != 0) {
        abort();
    }
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
    enum na_code code = na_tables_open(paths, 1, &options, &tables, NULL);
    for (bool more = code == NA_OK; more && code == NA_OK;) {
        char piece[4096];
        size_t length = 0;
        code = na_tables_read(tables, piece, sizeof piece, &length, &more, NULL);
        more = more || length > 0;
        code = code == NA_OK ? na_buffer_append(&got->text, piece, length) : code;
    }
    got->separator = code == NA_OK ? na_tables_form(tables)->separator : '\0';
    na_tables_close(tables);
    (void)fclose(file);
    return code;
}

static void compare(const uint8_t *data, size_t size)
{
    struct got whole = {.separator = '\0'};
    struct got pieces = {.separator = '\0'};
    na_buffer_init(&whole.text, MOST);
    na_buffer_init(&pieces.text, MOST);
    if (arrive(data, size, &pieces) == NA_OK && read_file(data, size, &whole) == NA_OK &&
        (pieces.separator != whole.separator || pieces.text.length != whole.text.length ||
         (whole.text.length > 0 &&
          memcmp(pieces.text.data, whole.text.data, whole.text.length) != 0))) {
        abort();
    }
    na_buffer_fini(&whole.text);
    na_buffer_fini(&pieces.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_table(data, size, NULL, MOST);
    compare(data, size);
    return 0;
}
