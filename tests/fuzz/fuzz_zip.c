/* Zip files: of tables, of workbooks, of anything. */
#include <stdint.h>
#include <string.h>

#include "support/read_table.h"
#include "workbooks/workbooks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 4 && memcmp(data, "PK\x03\x04", 4) == 0) {
        read_table(data, size, &na_workbook_formats, (size_t)1 << 22);
    }
    return 0;
}
