/* GeoPackages: any bytes that begin as SQLite, as rows and as polygons. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/read_table.h"
#include "workbooks/workbooks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
    na_buffer_fini(&text);
    (void)fclose(file);
    return 0;
}
