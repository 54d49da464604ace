/* http/audit where the system does not write at once, or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/audit.h"

#define LINE                                                                                       \
    "{\"time\":\"2026-11-21T21:30:00Z\",\"event\":\"access-code\",\"token\":\"desk\","             \
    "\"asset\":\"cabinet-1\"}\n"
#define NOW 1795296600

ssize_t __real_write(int fd, const void *bytes, size_t length);
ssize_t __wrap_write(int fd, const void *bytes, size_t length);

static int audit_fd = -1;
static unsigned int failures; /* writes of the log still to fail */
static int failure_errno;
static unsigned int asked;

ssize_t __wrap_write(int fd, const void *bytes, size_t length)
{
    if (fd != audit_fd) {
        return __real_write(fd, bytes, length);
    }
    asked++;
    if (failures > 0) {
        failures--;
        errno = failure_errno;
        return -1;
    }
    return __real_write(fd, bytes, length);
}

/* Note one code; what is in the file then is copied to `text`. */
static enum na_code note(unsigned int times, int why, char *text, size_t size,
                         struct na_error *error)
{
    char path[] = "/tmp/nearaid-audit-XXXXXX";
    struct na_audit audit;
    int made = mkstemp(path);
    assert_true(made >= 0);
    assert_int_equal(na_audit_init(&audit, error), NA_OK);
    assert_int_equal(na_audit_open(&audit, path, error), NA_OK);
    audit_fd = audit.fd;
    failures = times;
    failure_errno = why;
    asked = 0;
    enum na_code code = na_audit_code(&audit, NOW, "desk", "cabinet-1", error);
    audit_fd = -1;
    na_audit_fini(&audit);
    ssize_t got = read(made, text, size - 1);
    assert_true(got >= 0);
    text[got] = '\0';
    close(made);
    assert_int_equal(unlink(path), 0);
    return code;
}

static void a_write_that_a_signal_broke_is_done_again(void **state)
{
    char text[512];
    struct na_error error;
    (void)state;
    assert_int_equal(note(3, EINTR, text, sizeof text, &error), NA_OK);
    assert_int_equal(asked, 4);
    assert_string_equal(text, LINE);
}

static void a_write_that_fails_is_an_error_at_once(void **state)
{
    static const int reasons[] = {EIO, ENOSPC, EAGAIN};
    (void)state;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        char text[512];
        struct na_error error = {0};
        assert_int_not_equal(note(1, reasons[i], text, sizeof text, &error), NA_OK);
        assert_int_equal(asked, 1);
        assert_string_equal(text, "");
        assert_non_null(strstr(error.message, "audit log"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_write_that_a_signal_broke_is_done_again),
        cmocka_unit_test(a_write_that_fails_is_an_error_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
