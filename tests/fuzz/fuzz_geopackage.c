/* GeoPackages: any bytes that begin as SQLite, as rows, as polygons and as lines. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/read_table.h"
#include "workbooks/workbooks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t sum; /* keeps the reads from being optimised away */

static enum na_code take_columns(void *context, const char *const *names, size_t count, int epsg,
                                 bool *ret_go_on, struct na_error *reterr)
{
    (void)reterr;
    *(size_t *)context = count;
    for (size_t i = 0; i < count; i++) {
        sum += strlen(names[i]) + (size_t)epsg;
    }
    *ret_go_on = true;
    return NA_OK;
}

static enum na_code take_line(void *context, const char *const *texts, const struct na_shape *shape,
                              struct na_error *reterr)
{
    (void)reterr;
    for (size_t i = 0; i < *(const size_t *)context; i++) {
        sum += strlen(texts[i]);
    }
    for (size_t part = 0; part < shape->part_count; part++) {
        for (size_t v = shape->part_starts[part]; v < shape->part_starts[part + 1]; v++) {
            sum += shape->xy[2 * v] > shape->xy[2 * v + 1];
        }
    }
    return NA_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    struct na_buffer text;
    struct na_error error = {.message = ""};
    int epsg = 0;
    if (size < 16 || memcmp(data, "SQLite format 3", 16) != 0) {
        return 0;
    }
    read_table(data, size, &na_workbook_formats, (size_t)1 << 22);
    FILE *file = tmpfile();
    if (file == NULL || fwrite(data, 1, size, file) != size || fflush(file) != 0) {
        abort();
    }
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(file));
    const struct na_sheet_wanted wanted = {path, NULL};
    na_buffer_init(&text, (size_t)1 << 22);
    enum na_code code = na_workbook_formats.geopackage_polygons(&wanted, &text, &epsg, &error);
    if (code != NA_OK && error.message[0] == '\0') {
        abort();
    }
    size_t columns = 0;
    const struct na_layer_lines lines = {&columns, take_columns, take_line};
    error.message[0] = '\0';
    code = na_workbook_formats.geopackage_lines(&wanted, &lines, &error);
    if (code != NA_OK && error.message[0] == '\0') {
        abort();
    }
    na_buffer_fini(&text);
    (void)fclose(file);
    return 0;
}
