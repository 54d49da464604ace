/* An id is a hash of kind, name and postcode, with blanks and capitals left out of it. A table
 * counts how often a hash came before, and the count goes into the id, so that equal records still
 * get different ones. */
#include "compile/made_ids.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"

enum na_code na_made_ids_init(struct na_made_ids *ids, size_t count, struct na_error *reterr)
{
    ids->size = 16;
    while (ids->size < 2 * count + 2) {
        ids->size *= 2;
    }
    ids->seen = calloc(ids->size, sizeof *ids->seen);
    return ids->seen != NULL ? NA_OK : na_fail_memory(reterr, "making ids");
}

void na_made_ids_fini(struct na_made_ids *ids)
{
    free(ids->seen);
    ids->seen = NULL;
    ids->size = 0;
}

/* FNV-1a over letters and figures in lower case, so that blanks and capitals make no other id. */
static uint64_t hash_text(uint64_t hash, struct na_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        bool counts = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
        if (counts) {
            hash = (hash ^ (unsigned char)c) * UINT64_C(0x100000001B3);
        }
    }
    return (hash ^ 0xFFu) * UINT64_C(0x100000001B3);
}

/* How often the hash was seen before. */
static uint32_t count(struct na_made_ids *ids, uint64_t hash)
{
    size_t at = (size_t)hash & (ids->size - 1);
    while (ids->seen[at].hash != 0 && ids->seen[at].hash != hash) {
        at = (at + 1) & (ids->size - 1);
    }
    ids->seen[at].hash = hash;
    return ids->seen[at].times++;
}

void na_made_ids_next(struct na_made_ids *ids, struct na_str kind, struct na_str name,
                      struct na_str postcode, char to[NA_MADE_ID_TEXT])
{
    uint64_t hash = hash_text(UINT64_C(0xCBF29CE484222325), kind);
    hash = hash_text(hash_text(hash, name), postcode);
    hash = hash != 0 ? hash : 1;
    uint32_t times = count(ids, hash);
    uint32_t folded = (uint32_t)(hash ^ hash >> 32) + times * 0x9E3779B9u;
    (void)snprintf(to, NA_MADE_ID_TEXT, "%.40s-%08" PRIx32, kind.length > 0 ? kind.bytes : "asset",
                   folded);
}
