/* Filling an error: code, message, place and hint, and the one line that a person reads. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/fail.h"

static void fail_fills_code_and_message_and_clears_the_rest(void **state)
{
    (void)state;
    struct na_error error;
    memset(&error, 'x', sizeof error);
    assert_int_equal(na_fail(&error, NA_ERR_DATA, "%s %d", "value", 7), NA_ERR_DATA);
    assert_int_equal(error.code, NA_ERR_DATA);
    assert_string_equal(error.message, "value 7");
    assert_string_equal(error.hint, "");
    assert_string_equal(error.file, "");
    assert_string_equal(error.field, "");
    assert_int_equal(error.record, 0);
}

static void the_error_may_be_left_out(void **state)
{
    (void)state;
    assert_int_equal(na_fail(NULL, NA_ERR_IO, "x"), NA_ERR_IO);
    assert_int_equal(na_fail_at(NULL, NA_ERR_IO, "f", 1, "x", "h"), NA_ERR_IO);
    assert_int_equal(na_fail_memory(NULL, "testing"), NA_ERR_MEMORY);
    assert_int_equal(na_fail_errno(NULL, ENOENT, "open", "f"), NA_ERR_IO);
}

/* An error is often built from its own message. */
static void message_may_come_from_the_error_itself(void **state)
{
    (void)state;
    struct na_error error;
    (void)na_fail(&error, NA_ERR_DATA, "inner");
    (void)na_fail(&error, NA_ERR_IO, "outer: %s", error.message);
    assert_string_equal(error.message, "outer: inner");
}

static void innermost_place_is_kept(void **state)
{
    (void)state;
    struct na_error error;
    (void)na_fail(&error, NA_ERR_DATA, "bad");
    assert_int_equal(na_fail_at(&error, NA_ERR_IO, "a.csv", 3, NULL, NULL), NA_ERR_DATA);
    assert_int_equal(na_fail_at(&error, NA_ERR_IO, "b.csv", 9, "lat", "mend it"), NA_ERR_DATA);
    assert_string_equal(error.file, "a.csv");
    assert_int_equal(error.record, 3);
    assert_string_equal(error.field, "lat");
    assert_string_equal(error.hint, "mend it");
    assert_string_equal(error.message, "bad");
}

static void long_texts_are_cut_between_characters(void **state)
{
    (void)state;
    struct na_error error;
    char text[2000];
    for (size_t i = 0; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "\xC3\xA9", 3);
    }
    (void)na_fail(&error, NA_ERR_DATA, "%s", text);
    (void)na_fail_at(&error, NA_ERR_DATA, text, 1, text, text);
    assert_int_equal(strlen(error.message), sizeof error.message - 2);
    assert_int_equal(strlen(error.file), sizeof error.file - 2);
    assert_int_equal(strlen(error.field), sizeof error.field - 2);
    assert_int_equal(strlen(error.hint), sizeof error.hint - 2);
}

static void errno_becomes_words(void **state)
{
    (void)state;
    struct na_error error;
    assert_int_equal(na_fail_errno(&error, ENOENT, "open the pack", "pack.ini"), NA_ERR_IO);
    assert_non_null(strstr(error.message, "Cannot open the pack: "));
    assert_string_equal(error.file, "pack.ini");
    assert_int_equal(na_fail_errno(&error, ENOMEM, "read", NULL), NA_ERR_MEMORY);
    assert_string_equal(error.file, "");
    assert_int_equal(na_fail_errno(&error, 99999, "read", NULL), NA_ERR_IO);
}

static void one_line_for_a_person(void **state)
{
    (void)state;
    static const struct {
        const char *file, *field, *hint;
        int64_t record;
        const char *line;
    } rows[] = {
        {NULL, NULL, NULL, 0, "bad"},
        {"a.csv", NULL, NULL, 0, "a.csv: bad"},
        {"a.csv", "lat", NULL, 3, "a.csv: line 3, field \"lat\": bad"},
        {NULL, "lat", "mend it", 0, "\"lat\": bad; mend it"},
        {"a.csv", NULL, "mend it", 12, "a.csv: line 12: bad; mend it"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_error error;
        char line[1200];
        (void)na_fail(&error, NA_ERR_DATA, "bad");
        (void)na_fail_at(&error, NA_ERR_DATA, rows[i].file, rows[i].record, rows[i].field,
                         rows[i].hint);
        na_error_format(&error, line, sizeof line);
        assert_string_equal(line, rows[i].line);
        na_error_format(&error, line, 3);
        assert_int_equal(strlen(line), 2);
    }
}

static void every_code_has_its_row(void **state)
{
    (void)state;
    for (int code = 0; code < NA_CODE_COUNT; code++) {
        int http = na_code_http_status((enum na_code)code);
        int status = na_code_exit_status((enum na_code)code);
        assert_true(strlen(na_code_slug((enum na_code)code)) > 0);
        assert_true(strlen(na_code_title((enum na_code)code)) > 0);
        assert_true(http == 200 ? code == NA_OK : http >= 400 && http < 600);
        assert_true(status == 0 ? code == NA_OK
                                : status == 1 || status == 2 || status == 3 || status == 4 ||
                                      status == 130);
        for (int other = 0; other < code; other++) {
            assert_string_not_equal(na_code_slug((enum na_code)code),
                                    na_code_slug((enum na_code)other));
        }
    }
    assert_string_equal(na_code_slug((enum na_code)9999), "internal");
    assert_string_equal(na_code_slug((enum na_code) - 1), "internal");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_fills_code_and_message_and_clears_the_rest),
        cmocka_unit_test(the_error_may_be_left_out),
        cmocka_unit_test(message_may_come_from_the_error_itself),
        cmocka_unit_test(innermost_place_is_kept),
        cmocka_unit_test(long_texts_are_cut_between_characters),
        cmocka_unit_test(errno_becomes_words),
        cmocka_unit_test(one_line_for_a_person),
        cmocka_unit_test(every_code_has_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
