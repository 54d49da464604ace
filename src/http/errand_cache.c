/* A list in the order of last use, held under a limit of bytes. Answers are counted references, so
 * that one can be dropped while it is still being sent. */
#include "http/errand_cache.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct na_errand_entry {
    struct na_errand_entry *previous, *next;
    struct na_errand_answer *answer;
    uint64_t bytes;
    size_t key_length;
    char key[];
};

struct na_errand_answer *na_errand_answer_ref(struct na_errand_answer *answer)
{
    answer->references++;
    return answer;
}

void na_errand_answer_unref(struct na_errand_answer *answer)
{
    if (answer == NULL || --answer->references > 0) {
        return;
    }
    if (answer->mapped != NULL) {
        (void)munmap(answer->mapped, answer->mapped_bytes);
    }
    free(answer);
}

static void detach(struct na_errand_cache *cache, struct na_errand_entry *entry)
{
    *(entry->previous != NULL ? &entry->previous->next : &cache->first) = entry->next;
    *(entry->next != NULL ? &entry->next->previous : &cache->last) = entry->previous;
    cache->bytes -= entry->bytes;
    cache->count--;
}

static void attach(struct na_errand_cache *cache, struct na_errand_entry *entry)
{
    entry->previous = NULL;
    entry->next = cache->first;
    *(cache->first != NULL ? &cache->first->previous : &cache->last) = entry;
    cache->first = entry;
    cache->bytes += entry->bytes;
    cache->count++;
}

static void drop(struct na_errand_cache *cache, struct na_errand_entry *entry)
{
    detach(cache, entry);
    na_errand_answer_unref(entry->answer);
    free(entry);
}

struct na_errand_answer *na_errand_cache_find(struct na_errand_cache *cache,
                                              const struct na_buffer *key)
{
    for (struct na_errand_entry *entry = cache->first; entry != NULL; entry = entry->next) {
        if (entry->key_length == key->length && memcmp(entry->key, key->data, key->length) == 0) {
            detach(cache, entry);
            attach(cache, entry);
            return entry->answer;
        }
    }
    return NULL;
}

void na_errand_cache_put(struct na_errand_cache *cache, const struct na_buffer *key,
                         struct na_errand_answer *answer)
{
    uint64_t bytes = (uint64_t)answer->mapped_bytes + key->length + sizeof(struct na_errand_entry);
    struct na_errand_entry *entry =
        bytes <= cache->limit_bytes ? malloc(sizeof *entry + key->length) : NULL;
    if (entry == NULL) {
        return;
    }
    while (cache->last != NULL &&
           (bytes > cache->limit_bytes - cache->bytes || cache->count >= NA_ERRAND_CACHE_COUNT)) {
        drop(cache, cache->last);
    }
    *entry = (struct na_errand_entry){
        .answer = na_errand_answer_ref(answer), .bytes = bytes, .key_length = key->length};
    memcpy(entry->key, key->data, key->length);
    attach(cache, entry);
}

void na_errand_cache_clear(struct na_errand_cache *cache)
{
    while (cache->first != NULL) {
        drop(cache, cache->first);
    }
}
