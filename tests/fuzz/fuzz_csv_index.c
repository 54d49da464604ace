/* Rows of CSV against libcsv, every way of looking at 64 bytes against each other, and any cut of
 * the stream against the whole. The first byte chooses the separator and the cuts. */
#include <stdint.h>
#include <stdlib.h>

#include "support/csv_index_oracle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char separators[] = ",;\t|";
    if (size == 0) {
        return 0;
    }
    if (!csv_index_oracle_compare((const char *)data + 1, size - 1, separators[data[0] & 3],
                                  data[0], NULL)) {
        abort();
    }
    return 0;
}
