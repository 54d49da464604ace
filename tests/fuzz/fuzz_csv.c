/* CSV records against libcsv in strict mode, field by field, and their line numbers. */
#include <stdint.h>
#include <stdlib.h>

#include "support/csv_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (csv_oracle_compare((const char *)data, size) == CSV_ORACLE_DIFFERENT) {
        abort();
    }
    return 0;
}
