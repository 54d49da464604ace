/* Counts allocations down and fails the one that was armed, once. A test runs its body again and
 * again, one allocation later each time, until a run passes without a failure. */
#include "support/oom.h"

#include <errno.h>
#include <stdlib.h>

static struct {
    bool armed;
    bool failed;
    size_t before;
} state;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

void oom_arm(size_t before)
{
    state.armed = true;
    state.failed = false;
    state.before = before;
}

bool oom_disarm(void)
{
    state.armed = false;
    return state.failed;
}

static bool fails(void)
{
    if (!state.armed || state.failed) {
        return false;
    }
    if (state.before > 0) {
        state.before--;
        return false;
    }
    state.failed = true;
    errno = ENOMEM;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}
