/* Texts lie one after another in one buffer, and an open hash table finds a word again. A word
 * keeps its number for ever. */
#include "compile/word_pool.h"

#include <stdlib.h>

#include "data/checksum.h"

void na_word_pool_init(struct na_word_pool *pool)
{
    *pool = (struct na_word_pool){0};
    na_buffer_init(&pool->texts, UINT32_MAX);
    na_buffer_init(&pool->offsets, UINT32_MAX);
}

struct na_str na_word_pool_word(const struct na_word_pool *pool, uint32_t i)
{
    const uint32_t *offsets = (const uint32_t *)(const void *)pool->offsets.data;
    size_t end = i + 1 < pool->count ? offsets[i + 1] : pool->texts.length;
    return (struct na_str){pool->texts.data + offsets[i], end - offsets[i]};
}

static size_t find_slot(const struct na_word_pool *pool, const uint32_t *table, size_t size,
                        struct na_str word)
{
    size_t slot = (size_t)na_checksum(word.bytes, word.length) & (size - 1);
    while (table[slot] != 0 && !na_str_equal(na_word_pool_word(pool, table[slot] - 1), word)) {
        slot = (slot + 1) & (size - 1);
    }
    return slot;
}

static enum na_code grow(struct na_word_pool *pool)
{
    if ((size_t)pool->count * 2 < pool->table_size) {
        return NA_OK;
    }
    size_t size = pool->table_size == 0 ? 1024 : pool->table_size * 2;
    uint32_t *table = calloc(size, sizeof *table);
    if (table == NULL) {
        return NA_ERR_MEMORY;
    }
    for (uint32_t i = 0; i < pool->count; i++) {
        table[find_slot(pool, table, size, na_word_pool_word(pool, i))] = i + 1;
    }
    free(pool->table);
    pool->table = table;
    pool->table_size = size;
    return NA_OK;
}

enum na_code na_word_pool_add(struct na_word_pool *pool, struct na_str word, uint32_t *ret_number)
{
    enum na_code code = grow(pool);
    if (code != NA_OK) {
        return code;
    }
    size_t slot = find_slot(pool, pool->table, pool->table_size, word);
    if (pool->table[slot] == 0) {
        uint32_t offset = (uint32_t)pool->texts.length;
        code = na_buffer_append(&pool->offsets, &offset, sizeof offset);
        if (code == NA_OK) {
            code = na_buffer_append(&pool->texts, word.bytes, word.length);
        }
        if (code != NA_OK) {
            return code;
        }
        pool->table[slot] = ++pool->count;
    }
    *ret_number = pool->table[slot] - 1;
    return NA_OK;
}

void na_word_pool_fini(struct na_word_pool *pool)
{
    na_buffer_fini(&pool->texts);
    na_buffer_fini(&pool->offsets);
    free(pool->table);
}
