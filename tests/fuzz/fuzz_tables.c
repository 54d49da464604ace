/* Texts as tables: CSV, UTF-16, gzip, GeoJSON, NDJSON. What is refused says why and of which file.
 */
#include <stdint.h>

#include "support/read_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    read_table(data, size, NULL, (size_t)1 << 22);
    return 0;
}
