/* na_format against snprintf: every directive that is used, random numbers and texts, every size of
 * the room, and what is handed on. */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/format.h"
#include "support/random.h"

#define ROOM 128

/* So that the compiler does not warn of rooms that are too small on purpose. */
static int (*const volatile printed)(char *, size_t, const char *, ...) = snprintf;

/* What snprintf writes and what we do, in every size of the room up to the whole and one more. */
#define ASSERT_SAME(...)                                                                           \
    do {                                                                                           \
        int whole = printed(NULL, 0, __VA_ARGS__);                                                 \
        assert_int_equal(na_format(NULL, 0, __VA_ARGS__), whole);                                  \
        for (size_t size = 1; size <= (size_t)whole + 2 && size <= ROOM; size++) {                 \
            char wanted[ROOM];                                                                     \
            char got[ROOM];                                                                        \
            memset(wanted, '#', sizeof wanted);                                                    \
            memset(got, '#', sizeof got);                                                          \
            (void)printed(wanted, size, __VA_ARGS__);                                              \
            assert_int_equal(na_format(got, size, __VA_ARGS__), whole);                            \
            assert_string_equal(got, wanted);                                                      \
            assert_memory_equal(got + size, wanted + size, sizeof got - size);                     \
        }                                                                                          \
    } while (0)

static void test_what_it_writes_itself(void **state)
{
    (void)state;
    ASSERT_SAME("%s", "");
    ASSERT_SAME("plain");
    ASSERT_SAME("100%% of %s%c", "them", '!');
    ASSERT_SAME("%s, %.3s, %.*s", "whole", "cut off", 2, "told");
    ASSERT_SAME("%.80s|%.*s|%.1s", "longer than it", 0, "nothing", "\xC3\xA9");
    ASSERT_SAME("%d %d %d", 0, INT_MIN, INT_MAX);
    ASSERT_SAME("%u %lu %llu", UINT_MAX, ULONG_MAX, ULLONG_MAX);
    ASSERT_SAME("%ld %lld %lld", LONG_MIN, LLONG_MIN, LLONG_MAX);
    ASSERT_SAME("%zu %ju %jd", SIZE_MAX, UINTMAX_MAX, INTMAX_MIN);
    ASSERT_SAME("%02d:%02d:%02d %02u", 0, 9, 10, 123U);
    ASSERT_SAME("%02d %02d", -1, -12);
    ASSERT_SAME("%.0f %.0f %.0f %.0f", 0.5, 1.5, 2.4999999999999996, 1e15);
}

static void test_what_is_handed_on(void **state)
{
    const char *volatile none = NULL;
    volatile int below = -1;
    (void)state;
    ASSERT_SAME("%s %.1f %s", "before", 2.5, "after");
    ASSERT_SAME("%s %.0f %.0f %.0f", "before", -0.0, -2.5, HUGE_VAL);
    ASSERT_SAME("%s %5d|%-5s|%x", "a", 42, "b", 255U);
    ASSERT_SAME("%s %.0s %.3d", "a", "b", 7);
    ASSERT_SAME("%s %.*s", "a", below, "all of it");
    ASSERT_SAME("%c %s", 'a', none != NULL ? none : "(null)");
    ASSERT_SAME("%03d %hd", 7, (short)3);
}

static void test_any_numbers_and_texts(void **state)
{
    struct test_random random = test_random_start("test_format");
    (void)state;
    for (int i = 0; i < 3000; i++) {
        char text[40];
        size_t length = test_random_below(&random, sizeof text);
        for (size_t c = 0; c < length; c++) {
            text[c] = (char)(1 + test_random_below(&random, 255));
        }
        text[length] = '\0';
        uint64_t any = test_random_bits(&random) >> test_random_below(&random, 64);
        int most = (int)test_random_below(&random, 50);
        ASSERT_SAME("%.7s%lld, %s: %zu", text, (long long)(i % 2 == 0 ? any : 0 - any), text,
                    (size_t)any);
        ASSERT_SAME("%s: %.0f m", text, (double)(any % 2000001) / 1000.0);
        ASSERT_SAME("%.*s%d", most, text, (int)(uint32_t)any);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_it_writes_itself),
        cmocka_unit_test(test_what_is_handed_on),
        cmocka_unit_test(test_any_numbers_and_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
