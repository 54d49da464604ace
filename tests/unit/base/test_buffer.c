/* Bounded buffers: their limit, failed growth, and taking the memory away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

static void append_reaches_the_limit_and_not_one_above(void **state)
{
    (void)state;
    for (size_t limit = 0; limit < 300; limit++) {
        struct na_buffer buffer;
        na_buffer_init(&buffer, limit);
        for (size_t i = 0; i < limit; i++) {
            assert_int_equal(na_buffer_append(&buffer, &"abcdefghij"[i % 10], 1), NA_OK);
        }
        assert_int_equal(na_buffer_append(&buffer, "x", 1), NA_ERR_LIMIT);
        assert_int_equal(buffer.length, limit);
        assert_non_null(na_buffer_terminate(&buffer));
        assert_int_equal(strlen(buffer.data), limit);
        na_buffer_fini(&buffer);
    }
}

static void failed_append_changes_nothing(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, 10);
    assert_int_equal(na_buffer_text(&buffer, "12345"), NA_OK);
    assert_int_equal(na_buffer_text(&buffer, "678901"), NA_ERR_LIMIT);
    assert_int_equal(na_buffer_printf(&buffer, "%s", "678901"), NA_ERR_LIMIT);
    assert_int_equal(na_buffer_align(&buffer, 16), NA_ERR_LIMIT);
    assert_string_equal(na_buffer_terminate(&buffer), "12345");
    assert_int_equal(na_buffer_printf(&buffer, "%d", 67890), NA_OK);
    assert_string_equal(na_buffer_terminate(&buffer), "1234567890");
    na_buffer_fini(&buffer);
}

static void sizes_near_the_largest_do_not_wrap(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, SIZE_MAX - 1);
    assert_int_equal(na_buffer_text(&buffer, "abc"), NA_OK);
    assert_int_equal(na_buffer_reserve(&buffer, SIZE_MAX), NA_ERR_LIMIT);
    assert_int_equal(na_buffer_reserve(&buffer, SIZE_MAX - 2), NA_ERR_LIMIT);
    assert_string_equal(na_buffer_terminate(&buffer), "abc");
    na_buffer_fini(&buffer);
}

static void no_limit_is_a_limit_that_is_never_reached(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, SIZE_MAX);
    assert_int_equal(na_buffer_text(&buffer, "abc"), NA_OK);
    assert_string_equal(na_buffer_terminate(&buffer), "abc");
    na_buffer_fini(&buffer);
}

static void nothing_appended_is_an_empty_text(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, 0);
    assert_int_equal(na_buffer_append(&buffer, NULL, 0), NA_OK);
    assert_int_equal(na_buffer_text(&buffer, ""), NA_OK);
    assert_int_equal(na_buffer_printf(&buffer, "%s", ""), NA_OK);
    assert_int_equal(na_buffer_align(&buffer, 8), NA_OK);
    assert_string_equal(na_buffer_terminate(&buffer), "");
    na_buffer_fini(&buffer);
}

static void align_fills_with_zeros(void **state)
{
    (void)state;
    for (size_t start = 0; start <= 64; start++) {
        for (size_t alignment = 1; alignment <= 64; alignment *= 2) {
            struct na_buffer buffer;
            char bytes[64];
            memset(bytes, 'x', sizeof bytes);
            na_buffer_init(&buffer, 1000);
            assert_int_equal(na_buffer_append(&buffer, bytes, start), NA_OK);
            assert_int_equal(na_buffer_align(&buffer, alignment), NA_OK);
            assert_int_equal(buffer.length % alignment, 0);
            assert_true(buffer.length - start < alignment);
            for (size_t i = start; i < buffer.length; i++) {
                assert_int_equal(buffer.data[i], 0);
            }
            na_buffer_fini(&buffer);
        }
    }
}

static void clear_keeps_memory_take_gives_it_away(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, 1000);
    assert_null(na_buffer_take(&buffer));
    assert_int_equal(na_buffer_text(&buffer, "first"), NA_OK);
    char *memory = buffer.data;
    na_buffer_clear(&buffer);
    assert_int_equal(buffer.length, 0);
    assert_int_equal(na_buffer_text(&buffer, "second"), NA_OK);
    assert_ptr_equal(buffer.data, memory);
    (void)na_buffer_terminate(&buffer);
    char *taken = na_buffer_take(&buffer);
    assert_string_equal(taken, "second");
    assert_null(buffer.data);
    assert_int_equal(buffer.length, 0);
    assert_int_equal(buffer.limit, 1000);
    free(taken);
    na_buffer_fini(&buffer);
}

static void printf_of_any_length(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, 100000);
    assert_int_equal(na_buffer_text(&buffer, "<"), NA_OK);
    assert_int_equal(na_buffer_printf(&buffer, "%050000d", 7), NA_OK);
    assert_int_equal(buffer.length, 50001);
    assert_int_equal(buffer.data[0], '<');
    assert_int_equal(buffer.data[50000], '7');
    na_buffer_fini(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(append_reaches_the_limit_and_not_one_above),
        cmocka_unit_test(failed_append_changes_nothing),
        cmocka_unit_test(sizes_near_the_largest_do_not_wrap),
        cmocka_unit_test(no_limit_is_a_limit_that_is_never_reached),
        cmocka_unit_test(nothing_appended_is_an_empty_text),
        cmocka_unit_test(align_fills_with_zeros),
        cmocka_unit_test(clear_keeps_memory_take_gives_it_away),
        cmocka_unit_test(printf_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
