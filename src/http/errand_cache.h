/* http/errand_cache.h - answers that are kept, the one not asked for longest the first to go. No
 * lock of its own: it is guarded by na_errands.mutex. */
#ifndef NA_HTTP_ERRAND_CACHE_H
#define NA_HTTP_ERRAND_CACHE_H

#include "base/buffer.h"
#include "http/errand.h"

/* Looked through one by one, so there are not many. */
#define NA_ERRAND_CACHE_COUNT 256

struct na_errand_entry;

struct na_errand_cache {
    struct na_errand_entry *first, *last; /* the last asked for is the first */
    uint64_t bytes, limit_bytes;
    size_t count;
};

/* One more, and one less, who holds the answer; the last one releases it. */
struct na_errand_answer *na_errand_answer_ref(struct na_errand_answer *answer);
void na_errand_answer_unref(struct na_errand_answer *answer);

/* The answer kept under this key, borrowed; NULL: none. */
struct na_errand_answer *na_errand_cache_find(struct na_errand_cache *cache,
                                              const struct na_buffer *key);
/* Keep it, and drop others for it. What is too large, or no memory for its entry, is not kept. */
void na_errand_cache_put(struct na_errand_cache *cache, const struct na_buffer *key,
                         struct na_errand_answer *answer);
void na_errand_cache_clear(struct na_errand_cache *cache);

#endif
