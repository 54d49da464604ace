/* One line a message: nothing in a text can forge a second one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

static int kept_stderr;
static int ends[2];

/* stderr goes into a pipe, which takes more than any line. */
static int catch_stderr(void **state)
{
    (void)state;
    kept_stderr = dup(STDERR_FILENO);
    return kept_stderr >= 0 && pipe(ends) == 0 && dup2(ends[1], STDERR_FILENO) >= 0 ? 0 : -1;
}

static int release_stderr(void **state)
{
    (void)state;
    (void)dup2(kept_stderr, STDERR_FILENO);
    (void)close(kept_stderr);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return 0;
}

/* What was logged since; a mark is written so that reading never waits. */
static const char *logged(void)
{
    static char text[4096];
    assert_int_equal(write(ends[1], "#", 1), 1);
    ssize_t length = read(ends[0], text, sizeof text - 1);
    assert_true(length > 0);
    text[length - 1] = '\0';
    return text;
}

static void each_level_has_its_word(void **state)
{
    (void)state;
    na_log(NA_LOG_ERROR, "a %d", 1);
    na_log(NA_LOG_WARNING, "b");
    na_log(NA_LOG_INFO, "c");
    assert_string_equal(logged(), "error: a 1\nwarning: b\nc\n");
}

static void control_characters_cannot_forge_a_line(void **state)
{
    (void)state;
    na_log(NA_LOG_INFO, "a\nerror: b\r\x1B[0m\x7F\tc");
    assert_string_equal(logged(), "a error: b  [0m  c\n");
}

static void long_line_is_one_line(void **state)
{
    (void)state;
    na_log(NA_LOG_INFO, "%03000d", 7);
    const char *text = logged();
    size_t length = strlen(text);
    assert_true(length > 1000 && length <= 1400);
    assert_ptr_equal(strchr(text, '\n'), text + length - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_level_has_its_word, catch_stderr, release_stderr),
        cmocka_unit_test_setup_teardown(control_characters_cannot_forge_a_line, catch_stderr,
                                        release_stderr),
        cmocka_unit_test_setup_teardown(long_line_is_one_line, catch_stderr, release_stderr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
