#include "daemon_limits.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

/* glibc's own name of the type: an enum or an int, by the feature macros. */
static void limit(__rlimit_resource_t resource, rlim_t value)
{
    struct rlimit old;
    if (getrlimit(resource, &old) == 0) {
        struct rlimit lower = {value < old.rlim_max ? value : old.rlim_max, old.rlim_max};
        (void)setrlimit(resource, &lower);
    }
}

void na_daemon_limit(unsigned int seconds, uint64_t memory_bytes, uint64_t file_bytes)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, seconds);
    limit(RLIMIT_FSIZE, (rlim_t)file_bytes);
#ifndef SANITIZED
    limit(RLIMIT_AS, (rlim_t)memory_bytes);
#else
    (void)memory_bytes;
#endif
}
