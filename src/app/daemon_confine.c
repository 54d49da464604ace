/* A child shuts itself in: Landlock takes the paths away, seccomp the calls that lead out. The list
 * of calls is what the children were seen to use, and what the C library may use in their place on
 * another machine: to allow one too many costs little, as none of them opens a way out. */

/* Landlock has no function in glibc: its calls go through syscall(). */
#define _GNU_SOURCE
#include "daemon_confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitized.h"

#ifndef NA_SANITIZED

static void warn(const char *what, int error)
{
    (void)fprintf(stderr, "warning: a child runs without %s: %s\n", what, strerror(error));
}

/* A ruleset that handles every access, and allows to read the one file alone. Memory with a
 * descriptor is not on any path: it takes no rule (EBADFD), and needs none. */
static void close_paths(int file)
{
    const struct landlock_ruleset_attr all = {
        .handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                             LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                             LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                             LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                             LANDLOCK_ACCESS_FS_MAKE_SYM};
    long rules = syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (rules < 0) {
        /* A kernel without it is common still, and seccomp stands in: nothing to tell each time. */
        if (errno != ENOSYS && errno != EOPNOTSUPP) {
            warn("Landlock", errno);
        }
        return;
    }
    const struct landlock_path_beneath_attr one = {.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
                                                   .parent_fd = file};
    if (syscall(SYS_landlock_add_rule, (int)rules, LANDLOCK_RULE_PATH_BENEATH, &one, 0) != 0 &&
        errno != EBADFD) {
        warn("its file", errno);
    }
    if (syscall(SYS_landlock_restrict_self, (int)rules, 0) != 0) {
        warn("Landlock", errno);
    }
    (void)close((int)rules);
}

static const int allowed[] = {
    /* memory */
    SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    /* descriptors that are open */
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(pwrite64),
    SCMP_SYS(writev), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fcntl), SCMP_SYS(ftruncate),
    SCMP_SYS(fadvise64), SCMP_SYS(fstat), SCMP_SYS(dup), SCMP_SYS(fsync),
    /* what a path leads to: Landlock does not hide that a file is there, nor do these read it */
    SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(access),
    SCMP_SYS(faccessat), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    /* itself, the clock, chance, locks, signals, the end */
    SCMP_SYS(getpid), SCMP_SYS(getppid), SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
    SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname),
    SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom),
    SCMP_SYS(futex), SCMP_SYS(rseq), SCMP_SYS(set_robust_list), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(tgkill),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};

static int put_rules(scmp_filter_ctx filter)
{
    int failed = 0;
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0] && failed == 0; i++) {
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
        if (failed == -EDOM || failed == -EINVAL) {
            failed = 0; /* a call that this architecture never had */
        }
    }
    /* To read only, and nothing new. */
    const scmp_datum_t writes = O_ACCMODE | O_CREAT | O_TRUNC;
    if (failed == 0) {
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, writes, O_RDONLY));
    }
    /* No memory that can be run. */
    if (failed == 0) {
        failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                                  SCMP_A2(SCMP_CMP_MASKED_EQ, 4 /* PROT_EXEC */, 0));
    }
    return failed;
}

void na_daemon_confine(int file)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        warn("a filter of system calls", errno);
        return;
    }
    close_paths(file);
    int failed = -ENOMEM;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
    if (filter != NULL) {
        failed = put_rules(filter);
        if (failed == 0) {
            failed = seccomp_load(filter);
        }
        seccomp_release(filter);
    }
    if (failed != 0) {
        warn("a filter of system calls", -failed);
    }
}

#else

void na_daemon_confine(int file)
{
    (void)file;
}

#endif
