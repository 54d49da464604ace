/* tests/support/oom.h - makes chosen allocations fail.
 *
 * The linker's --wrap (see tests/oom/CMakeLists.txt) leads malloc, calloc, realloc and
 * aligned_alloc of everything linked in statically through here; shared libraries keep
 * their own. */
#ifndef NA_TEST_SUPPORT_OOM_H
#define NA_TEST_SUPPORT_OOM_H

#include <stdbool.h>
#include <stddef.h>

/* Let `before` allocations pass, fail the next, let all later ones pass. */
void oom_arm(size_t before);
/* Let all pass again. True if one was failed since oom_arm. */
bool oom_disarm(void);

#endif
