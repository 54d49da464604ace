/* Only a hash of each id is kept, in an open table that doubles up to a limit. After the limit
 * nothing more is noted, and that is said. A wrong match is possible and, at one in hundreds of
 * thousands of tables, accepted. */
#include "rows/repeats.h"

#include <stdlib.h>

#include "rows/position_names.h"

#define FIRST_CAPACITY ((size_t)4096)

void na_repeats_fini(struct na_repeats *repeats)
{
    free(repeats->slots);
    *repeats = (struct na_repeats){.slots = NULL};
}

/* FNV-1a with a last stir. Two ids of ten million share a value once in some 300,000 tables. */
static uint64_t hash_of(struct na_str id)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < id.length; i++) {
        hash = (hash ^ (unsigned char)id.bytes[i]) * UINT64_C(0x100000001B3);
    }
    hash = (hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 29;
    return hash != 0 ? hash : 1;
}

/* The slot of that hash, or the free one where it would stand. */
static size_t find(const uint64_t *slots, size_t capacity, uint64_t hash)
{
    size_t at = (size_t)hash & (capacity - 1);
    while (slots[at] != 0 && slots[at] != hash) {
        at = (at + 1) & (capacity - 1);
    }
    return at;
}

static enum na_code grow(struct na_repeats *repeats)
{
    size_t capacity = repeats->capacity == 0 ? FIRST_CAPACITY : 2 * repeats->capacity;
    uint64_t *slots = calloc(capacity, sizeof slots[0]);
    if (slots == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < repeats->capacity; i++) {
        if (repeats->slots[i] != 0) {
            slots[find(slots, capacity, repeats->slots[i])] = repeats->slots[i];
        }
    }
    free(repeats->slots);
    repeats->slots = slots;
    repeats->capacity = capacity;
    return NA_OK;
}

enum na_code na_repeats_note(struct na_repeats *repeats, struct na_str id)
{
    id = na_str_trim(id);
    if (id.length == 0) {
        return NA_OK;
    }
    if (2 * repeats->ids >= repeats->capacity && repeats->ids < NA_REPEATS_IDS_MAX) {
        enum na_code code = grow(repeats);
        if (code != NA_OK) {
            return code;
        }
    }
    uint64_t hash = hash_of(id);
    size_t at = find(repeats->slots, repeats->capacity, hash);
    if (repeats->slots[at] == hash) {
        repeats->rows++;
    } else if (repeats->ids < NA_REPEATS_IDS_MAX) {
        repeats->slots[at] = hash;
        repeats->ids++;
    } else {
        repeats->full = true;
    }
    return NA_OK;
}
