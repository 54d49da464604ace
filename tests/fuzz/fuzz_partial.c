/* Partials: what is taken in can be written out and taken in again, and counts the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "table/partial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct na_merge *take(const char *bytes, size_t length)
{
    struct na_merge *merge = NULL;
    if (na_merge_new(&merge, NULL) != NA_OK) {
        abort();
    }
    if (na_merge_add(merge, bytes, length, NULL) != NA_OK) {
        na_merge_free(merge);
        return NULL;
    }
    return merge;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_merge *first = take((const char *)data, size);
    if (first == NULL) {
        return 0;
    }
    struct na_partial_about about = {first->pack,
                                     first->vintage,
                                     first->way,
                                     first->profile,
                                     (const char *const *)first->inputs,
                                     first->input_count};
    struct na_buffer text;
    na_buffer_init(&text, (size_t)64 * 1024 * 1024);
    if (na_partial_write(&first->counts, &about, &text) == NA_OK) {
        struct na_merge *second = take(text.data, text.length);
        if (second == NULL || second->counts.cell_count != first->counts.cell_count ||
            memcmp(&second->counts.tally, &first->counts.tally, sizeof first->counts.tally) != 0 ||
            memcmp(&second->counts.keys, &first->counts.keys, sizeof first->counts.keys) != 0) {
            abort();
        }
        na_merge_free(second);
    }
    na_buffer_fini(&text);
    na_merge_free(first);
    return 0;
}
