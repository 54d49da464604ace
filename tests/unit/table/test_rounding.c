/* Rounding by key: how far, without bias, the same again; and what is refused of a key. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/random.h"
#include "table/rounding.h"

static char folder[] = "/tmp/nearaid-rounding-XXXXXX";

static int begin(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    return rmdir(folder);
}

static const char *key_file(const unsigned char *bytes, size_t length, mode_t mode)
{
    static char path[128];
    (void)snprintf(path, sizeof path, "%s/key", folder);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0 && write(fd, bytes, length) == (ssize_t)length);
    assert_int_equal(close(fd), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static struct na_rounding *rounding_of(uint64_t number)
{
    unsigned char key[NA_ROUNDING_KEY_BYTES] = {0};
    struct na_rounding *rounding = NULL;
    memcpy(key, &number, sizeof number);
    const char *path = key_file(key, sizeof key, 0600);
    assert_int_equal(na_rounding_new(path, &rounding, NULL), NA_OK);
    assert_int_equal(unlink(path), 0);
    return rounding;
}

static void a_figure_is_a_near_multiple_and_0_stays_0(void **state)
{
    (void)state;
    struct test_random random = test_random_start("rounding");
    for (size_t i = 0; i < 20000; i++) {
        uint64_t count = test_random_below(&random, 40), sum = test_random_bits(&random);
        uint64_t shown = na_rounded(count, sum);
        assert_int_equal(shown % NA_ROUNDING_BASE, 0);
        assert_true(shown <= count + NA_ROUNDING_OFF && count <= shown + NA_ROUNDING_OFF);
        assert_true(count % NA_ROUNDING_BASE != 0 || shown == count);
    }
}

/* Up when floor(5 K / 2^64) < count mod 5, at the very edges of each fifth. */
static void the_key_decides_as_it_is_written(void **state)
{
    (void)state;
    for (uint64_t fifth = 0; fifth < 5; fifth++) {
        /* The least K of the fifth is ceil(fifth 2^64 / 5). */
        uint64_t first = fifth == 0 ? 0 : UINT64_MAX / 5 * fifth + 1;
        uint64_t last = fifth == 4 ? UINT64_MAX : UINT64_MAX / 5 * (fifth + 1);
        for (uint64_t count = 10; count < 15; count++) {
            uint64_t wanted = fifth < count % 5 ? 15 : 10;
            assert_int_equal(na_rounded(count, first), wanted);
            assert_int_equal(na_rounded(count, last), wanted);
        }
    }
}

/* Over many keys the mean of the figure is the count. */
static void it_is_without_bias(void **state)
{
    (void)state;
    enum { KEYS = 4000 };
    double sums[5] = {0};
    for (uint64_t k = 0; k < KEYS; k++) {
        struct na_rounding *rounding = rounding_of(k);
        uint64_t sum = 0;
        for (uint64_t count = 1; count < 5; count++) {
            char row[32];
            uint64_t number = 0;
            (void)snprintf(row, sizeof row, "row %d", (int)count);
            assert_int_equal(na_rounding_number(rounding, na_str_of(row), &number, NULL), NA_OK);
            sum += number;
            sums[count] += (double)na_rounded(count, sum);
        }
        na_rounding_free(rounding);
    }
    for (size_t count = 1; count < 5; count++) {
        double off = sums[count] / KEYS - (double)count;
        /* A figure has a standard deviation of at most 2.5: five standard errors are 0.2. */
        assert_true(off < 0.2 && off > -0.2);
    }
}

/* HMAC-SHA-256 of RFC 4231 needs other keys; this one is by Python's hmac. */
static void a_number_is_the_start_of_the_hmac(void **state)
{
    (void)state;
    struct na_rounding *rounding = rounding_of(0);
    uint64_t number = 0, again = 0;
    assert_int_equal(na_rounding_number(rounding, na_str_of("abc"), &number, NULL), NA_OK);
    assert_int_equal(na_rounding_number(rounding, na_str_of("abc"), &again, NULL), NA_OK);
    assert_int_equal(number, again);
    assert_int_equal(number, UINT64_C(0xfd7adb152c05ef80));
    assert_int_equal(strlen(na_rounding_name(rounding)), 16);
    na_rounding_free(rounding);
}

static void a_key_that_is_none_is_refused(void **state)
{
    (void)state;
    static const struct {
        size_t length;
        mode_t mode;
        const char *says;
    } cases[] = {{31, 0600, "not 32 bytes"},          {33, 0600, "not 32 bytes"},
                 {0, 0600, "not 32 bytes"},           {32, 0640, "Others than its owner"},
                 {32, 0604, "Others than its owner"}, {32, 0620, "Others than its owner"}};
    unsigned char key[64] = {1};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_rounding *rounding = NULL;
        struct na_error error = {.message = ""};
        const char *path = key_file(key, cases[i].length, cases[i].mode);
        assert_int_equal(na_rounding_new(path, &rounding, &error), NA_ERR_DATA);
        assert_non_null(strstr(error.message, cases[i].says));
        assert_non_null(strstr(error.file, "key"));
        assert_int_equal(unlink(path), 0);
    }
    struct na_rounding *rounding = NULL;
    assert_int_equal(na_rounding_new("/nowhere/key", &rounding, NULL), NA_ERR_IO);
    assert_int_equal(na_rounding_new("/tmp", &rounding, NULL), NA_ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_is_a_near_multiple_and_0_stays_0),
        cmocka_unit_test(the_key_decides_as_it_is_written),
        cmocka_unit_test(it_is_without_bias),
        cmocka_unit_test(a_number_is_the_start_of_the_hmac),
        cmocka_unit_test(a_key_that_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
