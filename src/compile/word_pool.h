/* compile/word_pool.h - words, each stored once, in the order met. Private to compile; one thread.
 */
#ifndef NA_COMPILE_WORD_POOL_H
#define NA_COMPILE_WORD_POOL_H

#include "base/buffer.h"
#include "base/text.h"

/* Equal words are found by a hash table. */
struct na_word_pool {
    struct na_buffer texts;   /* bytes of all words, no NUL between */
    struct na_buffer offsets; /* uint32_t, where each begins; its end is the next one's begin */
    uint32_t *table;          /* number of a word + 1; 0: free */
    size_t table_size;
    uint32_t count;
};

void na_word_pool_init(struct na_word_pool *pool);
void na_word_pool_fini(struct na_word_pool *pool);
/* The number of a word, which is added if it is new. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_word_pool_add(struct na_word_pool *pool, struct na_str word,
                                          uint32_t *ret_number);
/* Word `i`, below pool->count; valid until the next is added. */
struct na_str na_word_pool_word(const struct na_word_pool *pool, uint32_t i);

#endif
