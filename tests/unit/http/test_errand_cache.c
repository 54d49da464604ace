/* Answers that are kept: by key, within a number of bytes, the one not asked for longest the first
 * to go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "http/errand_cache.h"

#define PAGE ((size_t)4096)

static struct na_errand_answer *new_answer(size_t bytes)
{
    struct na_errand_answer *answer = calloc(1, sizeof *answer);
    assert_non_null(answer);
    FILE *file = tmpfile();
    assert_non_null(file);
    answer->mapped = mmap(NULL, bytes, PROT_READ, MAP_PRIVATE, fileno(file), 0);
    assert_ptr_not_equal(answer->mapped, MAP_FAILED);
    assert_int_equal(fclose(file), 0);
    answer->mapped_bytes = bytes;
    answer->references = 1;
    return answer;
}

static void make_key(struct na_buffer *key, unsigned int number)
{
    na_buffer_init(key, 100);
    assert_int_equal(na_buffer_printf(key, "question %u", number), NA_OK);
}

/* Put one of so many bytes, which the cache alone holds then. */
static void put(struct na_errand_cache *cache, unsigned int number, size_t bytes)
{
    struct na_buffer key;
    struct na_errand_answer *answer = new_answer(bytes);
    make_key(&key, number);
    na_errand_cache_put(cache, &key, answer);
    na_errand_answer_unref(answer);
    na_buffer_fini(&key);
}

static bool has(struct na_errand_cache *cache, unsigned int number)
{
    struct na_buffer key;
    make_key(&key, number);
    bool found = na_errand_cache_find(cache, &key) != NULL;
    na_buffer_fini(&key);
    return found;
}

static void test_the_one_not_asked_for_longest_goes(void **state)
{
    struct na_errand_cache cache = {.limit_bytes = 4 * PAGE};
    (void)state;
    put(&cache, 1, PAGE);
    put(&cache, 2, PAGE);
    put(&cache, 3, PAGE);
    assert_true(has(&cache, 1));
    put(&cache, 4, PAGE); /* four of them and their keys are too much */
    assert_true(has(&cache, 1) && has(&cache, 3) && has(&cache, 4));
    assert_false(has(&cache, 2));
    assert_true(cache.bytes <= cache.limit_bytes && cache.count == 3);
    put(&cache, 5, 3 * PAGE);
    assert_true(has(&cache, 5));
    assert_int_equal(cache.count, 1);
    na_errand_cache_clear(&cache);
    assert_true(cache.count == 0 && cache.bytes == 0 && !has(&cache, 5));
}

static void test_what_is_too_large_is_not_kept(void **state)
{
    struct na_errand_cache cache = {.limit_bytes = 2 * PAGE};
    (void)state;
    put(&cache, 1, PAGE);
    put(&cache, 2, 2 * PAGE);
    assert_true(has(&cache, 1));
    assert_false(has(&cache, 2));
    na_errand_cache_clear(&cache);
}

static void test_there_are_not_more_than_are_looked_through(void **state)
{
    struct na_errand_cache cache = {.limit_bytes = UINT64_MAX};
    (void)state;
    for (unsigned int i = 0; i <= NA_ERRAND_CACHE_COUNT; i++) {
        put(&cache, i, PAGE);
    }
    assert_int_equal(cache.count, NA_ERRAND_CACHE_COUNT);
    assert_false(has(&cache, 0));
    assert_true(has(&cache, 1) && has(&cache, NA_ERRAND_CACHE_COUNT));
    na_errand_cache_clear(&cache);
}

/* An answer that is held stays, though the cache drops it. */
static void test_an_answer_outlives_its_entry(void **state)
{
    struct na_errand_cache cache = {.limit_bytes = 10 * PAGE};
    struct na_buffer key;
    (void)state;
    put(&cache, 1, PAGE);
    make_key(&key, 1);
    struct na_errand_answer *held = na_errand_answer_ref(na_errand_cache_find(&cache, &key));
    na_errand_cache_clear(&cache);
    assert_int_equal(held->references, 1);
    assert_int_equal(held->mapped_bytes, PAGE);
    na_errand_answer_unref(held);
    na_buffer_fini(&key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_one_not_asked_for_longest_goes),
        cmocka_unit_test(test_what_is_too_large_is_not_kept),
        cmocka_unit_test(test_there_are_not_more_than_are_looked_through),
        cmocka_unit_test(test_an_answer_outlives_its_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
