/* Files of weights: every value that was read is found, and weighs what it may. */
#include <stdint.h>
#include <stdlib.h>

#include "rows/weights.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_weights *weights = NULL;
    if (na_weights_read((const char *)data, size, &weights, NULL) != NA_OK) {
        return 0;
    }
    for (size_t i = 0; i < weights->count; i++) {
        const struct na_weight *item = &weights->items[i];
        if (na_weights_find(weights, na_str_of(item->value)) != i || !(item->weight >= 0)) {
            abort();
        }
    }
    na_weights_free(weights);
    return 0;
}
