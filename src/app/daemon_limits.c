/* Limits on processor time, memory and file size, by setrlimit, and the end of the child when the
 * daemon ends. All or none: a child without its limits must not run. Builds with a sanitizer leave
 * the memory without a limit, because a sanitizer reserves far more than it uses. */
#include "daemon_limits.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/fail.h"
#include "base/sanitized.h"

/* glibc's own name of the type: an enum or an int, by the feature macros. */
static enum na_code limit(__rlimit_resource_t resource, rlim_t value, const char *what,
                          struct na_error *reterr)
{
    struct rlimit old;
    if (getrlimit(resource, &old) != 0) {
        return na_fail_errno(reterr, errno, what, NULL);
    }
    struct rlimit lower = {value < old.rlim_max ? value : old.rlim_max, old.rlim_max};
    return setrlimit(resource, &lower) == 0 ? NA_OK : na_fail_errno(reterr, errno, what, NULL);
}

enum na_code na_daemon_limit(unsigned int seconds, uint64_t memory_bytes, uint64_t file_bytes,
                             struct na_error *reterr)
{
    const struct {
        __rlimit_resource_t resource;
        rlim_t value;
        const char *what;
    } limits[] = {
        {RLIMIT_CORE, 0, "forbid a core file to the child"},
        {RLIMIT_CPU, seconds, "limit the processor time of the child"},
        {RLIMIT_FSIZE, (rlim_t)file_bytes, "limit the size of the child's files"},
#ifndef NA_SANITIZED
        {RLIMIT_AS, (rlim_t)memory_bytes, "limit the memory of the child"},
#endif
    };
    enum na_code code = NA_OK;
    (void)memory_bytes;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        code = na_fail_errno(reterr, errno, "let the child end with the daemon", NULL);
    }
    for (size_t i = 0; code == NA_OK && i < sizeof limits / sizeof limits[0]; i++) {
        code = limit(limits[i].resource, limits[i].value, limits[i].what, reterr);
    }
    return code == NA_OK ? NA_OK
                         : na_fail_at(reterr, code, NULL, 0, NULL,
                                      "Let the service set limits: prlimit64 and prctl must not be "
                                      "forbidden to it");
}
