/* Sheets of workbooks: the input is the part of a sheet, put into a workbook here, since a mutated
 * zip file is rarely one. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "support/read_table.h"
#include "workbooks/workbooks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add(zip_t *zip, const char *name, const void *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);
    zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_OVERWRITE);
    if (at < 0 || zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char book[] = "<workbook xmlns:r=\"x\"><sheets><sheet name=\"S\" "
                               "r:id=\"r1\"/></sheets></workbook>";
    static const char rels[] = "<R><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></R>";
    static const char strings[] = "<sst><si><t>lat</t></si><si><t>lon</t></si></sst>";
    static const char styles[] =
        "<s><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></s>";
    if (size == 0 || size > 1 << 20) {
        return 0;
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *made = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(made);
    zip_t *zip = zip_open_from_source(made, ZIP_TRUNCATE, &error);
    add(zip, "[Content_Types].xml", "<T/>", 4);
    add(zip, "xl/workbook.xml", book, sizeof book - 1);
    add(zip, "xl/_rels/workbook.xml.rels", rels, sizeof rels - 1);
    add(zip, "xl/sharedStrings.xml", strings, sizeof strings - 1);
    add(zip, "xl/styles.xml", styles, sizeof styles - 1);
    add(zip, "xl/worksheets/s.xml", data, size);
    zip_stat_t status;
    if (zip_close(zip) != 0 || zip_source_open(made) != 0 || zip_source_stat(made, &status) != 0) {
        abort();
    }
    uint8_t *bytes = malloc((size_t)status.size);
    if (bytes == NULL || zip_source_read(made, bytes, status.size) != (zip_int64_t)status.size) {
        abort();
    }
    (void)zip_source_close(made);
    zip_source_free(made);
    read_table(bytes, (size_t)status.size, &na_workbook_formats, (size_t)1 << 22);
    free(bytes);
    return 0;
}
