/* Loaded into a program before its libraries (LD_PRELOAD): makes the allocation number NA_FAIL_AT
 * fail, counted from 0 over the whole process. All later ones pass, or fail too if NA_FAIL_ON is
 * set (a machine whose memory has run out). NA_FAIL_COUNT names a file that gets the number of
 * allocations when the process ends.
 *
 * Every allocation of every library is counted, not only those of the code under test: a program
 * has to bear them all. */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SHOWN __attribute__((visibility("default")))

/* glibc's own, which cannot be interposed. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_uint_fast64_t count;
static uint64_t fail_at = UINT64_MAX;
static bool goes_on;

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("NA_FAIL_AT");
    if (text != NULL) {
        fail_at = strtoull(text, NULL, 10);
    }
    goes_on = getenv("NA_FAIL_ON") != NULL;
    atomic_store(&count, 0);
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("NA_FAIL_COUNT");
    int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd >= 0) {
        char text[32];
        int length = snprintf(text, sizeof text, "%llu\n", (unsigned long long)atomic_load(&count));
        ssize_t written = write(fd, text, (size_t)length);
        (void)written;
        close(fd);
    }
}

static bool fails(void)
{
    uint64_t number = atomic_fetch_add(&count, 1);
    bool now = number == fail_at || (goes_on && number > fail_at);
    if (now) {
        errno = ENOMEM;
    }
    return now;
}

SHOWN void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

SHOWN void *calloc(size_t number, size_t size)
{
    return fails() ? NULL : __libc_calloc(number, size);
}

SHOWN void *realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}

SHOWN void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

SHOWN void *aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

SHOWN int posix_memalign(void **ret_memory, size_t alignment, size_t size)
{
    void *memory = fails() ? NULL : __libc_memalign(alignment, size);
    if (memory == NULL) {
        return ENOMEM;
    }
    *ret_memory = memory;
    return 0;
}
