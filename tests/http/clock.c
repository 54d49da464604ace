/* mkostemp is Linux's own. */
#define _GNU_SOURCE
#include "clock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/nearaid-clock-XXXXXX";
static _Atomic int64_t *now_ns;

/* It begins at the real time, for what else reads that. */
static void clock_make(void)
{
    struct timespec now;
    (void)memcpy(path + strlen(path) - 6, "XXXXXX", 6);
    int fd = mkostemp(path, O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, sizeof *now_ns), 0);
    void *page = mmap(NULL, sizeof *now_ns, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_true(page != MAP_FAILED);
    (void)close(fd);
    now_ns = page;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    atomic_init(now_ns, (int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
}

void clock_daemon_start(struct daemon *daemon, const char *const *args)
{
    char name[sizeof path + 32];
    clock_make();
    (void)snprintf(name, sizeof name, "NA_TEST_CLOCK=%s", path);
    daemon_start_in(daemon, args,
                    (const char *const[]){"LD_PRELOAD=" NA_TEST_CLOCK_SHIM, name, NULL});
    assert_int_equal(unlink(path), 0);
}

void clock_advance(int64_t ms)
{
    assert_non_null(now_ns);
    (void)atomic_fetch_add(now_ns, ms * 1000000);
}

static void clock_forget(void)
{
    assert_int_equal(munmap((void *)now_ns, sizeof *now_ns), 0);
    now_ns = NULL;
}

void clock_daemon_stop(struct daemon *daemon)
{
    daemon_stop(daemon);
    clock_forget();
}

int clock_daemon_wait_end(struct daemon *daemon)
{
    int status = daemon_wait_end(daemon);
    clock_forget();
    return status;
}
