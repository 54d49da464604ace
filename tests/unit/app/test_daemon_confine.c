/* A child that is confined has nothing to reach for: each way out is tried in a process of its own.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/daemon_confine.h"

static int held; /* a descriptor of something with "held" in it, open before */

static bool can_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool can_create(void)
{
    return open("/tmp/nearaid-confined", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool can_write(void)
{
    return open("/dev/null", O_RDWR | O_CLOEXEC) >= 0;
}

static bool can_run(void)
{
    char *argv[] = {"true", NULL};
    (void)execv("/bin/true", argv);
    return false; /* who can run it ends with 0 */
}

static bool can_fork(void)
{
    return fork() >= 0;
}

static bool can_signal(void)
{
    return kill(getppid(), 0) == 0;
}

static bool can_make_code(void)
{
    long page = sysconf(_SC_PAGESIZE);
    void *memory =
        mmap(NULL, (size_t)page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED || mprotect(memory, (size_t)page, PROT_READ | PROT_EXEC) == 0;
}

static bool cannot_work(void)
{
    char path[64];
    char text[4];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", held);
    int again = open(path, O_RDONLY | O_CLOEXEC);
    char *memory = malloc((size_t)64 << 20);
    bool works = again >= 0 && read(again, text, 4) == 4 && memcmp(text, "held", 4) == 0 &&
                 memory != NULL && write(held, "x", 1) == 1;
    free(memory);
    return !works;
}

/* 1: it could. A call that is forbidden fails: it does not kill. */
static int status_of(bool (*way)(void))
{
    pid_t child = fork();
    if (child == 0) {
        na_daemon_confine(held);
        _exit(way() ? 1 : 7);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void try_every_way_out(void)
{
    static const struct {
        const char *name;
        bool (*way)(void);
    } ways[] = {{"a socket", can_socket},       {"a new file", can_create},
                {"a file to write", can_write}, {"a program", can_run},
                {"a child", can_fork},          {"a signal to another", can_signal},
                {"code", can_make_code},        {"its own work fails", cannot_work}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (status_of(ways[i].way) != 7) {
            fail_msg("%s", ways[i].name);
        }
    }
}

static void test_every_way_out_is_closed_beside_memory(void **state)
{
    (void)state;
    held = memfd_create("held", MFD_CLOEXEC);
    assert_int_equal(write(held, "held", 4), 4);
    try_every_way_out();
    (void)close(held);
}

/* What a client sends waits in a file without a name. */
static void test_every_way_out_is_closed_beside_a_file(void **state)
{
    (void)state;
    char path[] = "/tmp/nearaid-held-XXXXXX";
    held = mkstemp(path);
    assert_true(held >= 0);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(write(held, "held", 4), 4);
    try_every_way_out();
    (void)close(held);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_way_out_is_closed_beside_memory),
        cmocka_unit_test(test_every_way_out_is_closed_beside_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
