/* gzip both ways, in steps of any size; files that end too soon or are damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/gzip.h"
#include "support/random.h"

#define LIMIT ((size_t)1 << 24)

static void put(struct na_buffer *to, const void *bytes, size_t length)
{
    assert_int_equal(na_buffer_append(to, bytes, length), NA_OK);
}

/* Numbers as text: compressible, but not to nothing. */
static void fill(struct na_buffer *to, struct test_random *random, size_t numbers)
{
    na_buffer_init(to, LIMIT);
    for (size_t i = 0; i < numbers; i++) {
        assert_int_equal(na_buffer_printf(to, "%u,", (unsigned)test_random_below(random, 5000)),
                         NA_OK);
    }
}

static void compress(const struct na_buffer *from, struct na_buffer *to)
{
    struct na_buffer scratch;
    na_buffer_init(&scratch, LIMIT);
    struct na_buffer copy;
    na_buffer_init(&copy, LIMIT);
    put(&copy, from->data, from->length);
    assert_int_equal(na_gzip(&copy, &scratch), NA_OK);
    assert_true(na_gzip_begins(copy.data, copy.length));
    put(to, copy.data, copy.length);
    na_buffer_fini(&copy);
    na_buffer_fini(&scratch);
}

/* Steps of `in` bytes to `out` bytes. *ret_whole: may the file end there? */
static enum na_code expand(const struct na_buffer *from, size_t in, size_t out,
                           struct na_buffer *to, bool *ret_whole)
{
    struct na_gunzip *gunzip = NULL;
    struct na_error error;
    assert_int_equal(na_gunzip_new(&gunzip, &error), NA_OK);
    char *room = malloc(out);
    assert_non_null(room);
    size_t at = 0;
    size_t taken = 1;
    size_t given = 1;
    enum na_code code = NA_OK;
    while (code == NA_OK && (at < from->length || given > 0) && (taken > 0 || given > 0)) {
        size_t length = from->length - at < in ? from->length - at : in;
        code = na_gunzip_some(gunzip, from->data + at, length, room, out, &taken, &given, &error);
        at += taken;
        put(to, room, given);
    }
    *ret_whole = na_gunzip_whole(gunzip);
    free(room);
    na_gunzip_free(gunzip);
    return code;
}

static void any_steps_give_the_text_back(void **state)
{
    (void)state;
    struct test_random random = test_random_start("gzip");
    static const size_t steps[][2] = {{1, 1}, {1, 4096}, {4096, 1}, {100, 70}, {1 << 20, 1 << 20}};
    for (size_t members = 1; members <= 3; members++) {
        struct na_buffer plain, packed;
        na_buffer_init(&packed, LIMIT);
        na_buffer_init(&plain, LIMIT);
        for (size_t i = 0; i < members; i++) {
            struct na_buffer part;
            fill(&part, &random, 3000);
            put(&plain, part.data, part.length);
            compress(&part, &packed);
            na_buffer_fini(&part);
        }
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
            struct na_buffer back;
            bool whole = false;
            na_buffer_init(&back, LIMIT);
            assert_int_equal(expand(&packed, steps[i][0], steps[i][1], &back, &whole), NA_OK);
            assert_true(whole);
            assert_int_equal(back.length, plain.length);
            assert_memory_equal(back.data, plain.data, plain.length);
            na_buffer_fini(&back);
        }
        na_buffer_fini(&plain);
        na_buffer_fini(&packed);
    }
}

static void a_file_cut_short_is_not_whole(void **state)
{
    (void)state;
    struct test_random random = test_random_start("gzip cut");
    struct na_buffer plain, packed, back;
    fill(&plain, &random, 500);
    na_buffer_init(&packed, LIMIT);
    compress(&plain, &packed);
    for (packed.length--; packed.length > 2; packed.length -= 1 + packed.length / 20) {
        bool whole = true;
        na_buffer_init(&back, LIMIT);
        assert_int_equal(expand(&packed, 64, 64, &back, &whole), NA_OK);
        assert_false(whole);
        na_buffer_fini(&back);
    }
    na_buffer_fini(&plain);
    na_buffer_fini(&packed);
}

static void damage_is_found(void **state)
{
    (void)state;
    struct test_random random = test_random_start("gzip damage");
    struct na_buffer plain, packed, back;
    fill(&plain, &random, 500);
    na_buffer_init(&packed, LIMIT);
    na_buffer_init(&back, LIMIT);
    compress(&plain, &packed);
    packed.data[packed.length - 6] ^= 1; /* of the checksum */
    bool whole = true;
    assert_int_equal(expand(&packed, 4096, 4096, &back, &whole), NA_ERR_DATA);
    assert_false(whole);
    na_buffer_fini(&plain);
    na_buffer_fini(&packed);
    na_buffer_fini(&back);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_steps_give_the_text_back),
        cmocka_unit_test(a_file_cut_short_is_not_whole),
        cmocka_unit_test(damage_is_found),
    };
    return cmocka_run_group_tests_name("gzip", tests, NULL, NULL);
}
