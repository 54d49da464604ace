/* What the daemon and its child write to each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/fail.h"
#include "http/errand_frame.h"

#define FRAME_BYTES 8192

static void test_a_question_comes_back(void **state)
{
    const struct na_param params[] = {{"kind", "a"}, {"kind", "b"}, {"within", "250"}, {"x", ""}};
    const struct na_errand_question question = {.route = "coverage",
                                                .format = NA_FORMAT_GEOJSON,
                                                .today = -3,
                                                .seconds = 20,
                                                .memory_bytes = UINT64_MAX,
                                                .parent = 77,
                                                .params = params,
                                                .count = 4};
    struct na_param read[NA_PARAMS_MAX];
    struct na_errand_question back;
    struct na_buffer frame;
    (void)state;
    na_buffer_init(&frame, FRAME_BYTES);
    assert_int_equal(na_errand_question_write(&question, &frame), NA_OK);
    assert_int_equal(na_errand_question_read(frame.data, frame.length, read, &back, NULL), NA_OK);
    assert_string_equal(back.route, "coverage");
    assert_int_equal(back.format, NA_FORMAT_GEOJSON);
    assert_int_equal(back.today, -3);
    assert_int_equal(back.seconds, 20);
    assert_true(back.memory_bytes == UINT64_MAX && back.parent == 77 && back.count == 4);
    for (size_t i = 0; i < back.count; i++) {
        assert_string_equal(back.params[i].name, params[i].name);
        assert_string_equal(back.params[i].value, params[i].value);
    }
    /* cut anywhere, or with a byte too many, it is refused */
    for (size_t length = 0; length < frame.length; length++) {
        char *cut = malloc(length + 1);
        assert_non_null(cut);
        memcpy(cut, frame.data, length);
        assert_int_equal(na_errand_question_read(cut, length, read, &back, NULL), NA_ERR_CORRUPT);
        free(cut);
    }
    assert_int_equal(na_buffer_append(&frame, "", 1), NA_OK);
    assert_int_equal(na_errand_question_read(frame.data, frame.length, read, &back, NULL),
                     NA_ERR_CORRUPT);
    na_buffer_fini(&frame);
}

/* Write to a file and read its bytes back. */
static size_t write_answer(const struct na_errand_parts *parts, char *bytes)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(na_errand_answer_write(parts, fileno(file), NULL), NA_OK);
    ssize_t length = pread(fileno(file), bytes, FRAME_BYTES, 0);
    assert_true(length > 0 && length < FRAME_BYTES);
    assert_int_equal(fclose(file), 0);
    return (size_t)length;
}

static void check_cuts(char *bytes, size_t length)
{
    struct na_errand_parts back;
    struct na_error error;
    for (size_t i = 0; i < length; i++) {
        char *cut = malloc(i + 1);
        assert_non_null(cut);
        memcpy(cut, bytes, i);
        assert_int_equal(na_errand_answer_read(cut, i, &back, &error), NA_ERR_CORRUPT);
        free(cut);
    }
    bytes[length] = '\0';
    assert_int_equal(na_errand_answer_read(bytes, length + 1, &back, &error), NA_ERR_CORRUPT);
}

static void test_an_answer_comes_back(void **state)
{
    static const char plain[] = "{\"a\":1}";
    static const char gzip[] = "\x1f\x8b gzipped";
    const struct na_errand_parts parts = {
        .plain = plain, .plain_length = 7, .gzip = gzip, .gzip_length = sizeof gzip - 1};
    struct na_errand_parts back;
    char bytes[FRAME_BYTES];
    (void)state;
    size_t length = write_answer(&parts, bytes);
    assert_int_equal(na_errand_answer_read(bytes, length, &back, NULL), NA_OK);
    assert_int_equal(back.error.code, NA_OK);
    assert_int_equal(back.plain_length, 7);
    assert_memory_equal(back.plain, plain, 7);
    assert_int_equal(back.gzip_length, sizeof gzip - 1);
    assert_memory_equal(back.gzip, gzip, sizeof gzip - 1);
    check_cuts(bytes, length);
}

static void test_an_error_comes_back(void **state)
{
    struct na_errand_parts parts = {.plain = NULL};
    struct na_errand_parts back;
    char bytes[FRAME_BYTES];
    (void)state;
    (void)na_fail(&parts.error, NA_ERR_KIND_UNKNOWN, "No such kind");
    (void)na_fail_at(&parts.error, NA_ERR_KIND_UNKNOWN, NULL, 0, "kind", "one of: a, b");
    size_t length = write_answer(&parts, bytes);
    assert_int_equal(na_errand_answer_read(bytes, length, &back, NULL), NA_OK);
    assert_int_equal(back.error.code, NA_ERR_KIND_UNKNOWN);
    assert_string_equal(back.error.message, "No such kind");
    assert_string_equal(back.error.hint, "one of: a, b");
    assert_string_equal(back.error.field, "kind");
    check_cuts(bytes, length);
    /* a text without an end */
    length = write_answer(&parts, bytes);
    char *hint = NULL;
    for (size_t i = 0; i + 12 <= length && hint == NULL; i++) {
        hint = memcmp(bytes + i, "one of: a, b", 12) == 0 ? bytes + i : NULL;
    }
    assert_non_null(hint);
    memset(hint, 'x', sizeof parts.error.hint);
    assert_int_equal(na_errand_answer_read(bytes, length, &back, NULL), NA_ERR_CORRUPT);
}

static void test_an_unknown_code_is_refused(void **state)
{
    struct na_errand_parts parts = {.error = {.code = NA_CODE_COUNT}};
    struct na_errand_parts back;
    char bytes[FRAME_BYTES];
    (void)state;
    size_t length = write_answer(&parts, bytes);
    assert_int_equal(na_errand_answer_read(bytes, length, &back, NULL), NA_ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_question_comes_back),
        cmocka_unit_test(test_an_answer_comes_back),
        cmocka_unit_test(test_an_error_comes_back),
        cmocka_unit_test(test_an_unknown_code_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
