/* A child whose limits cannot be set does not work without them. The kernel is told to refuse: a
 * filter of system calls, as a service manager installs one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "client.h"
#include "daemon.h"
#include "errand.h"

/* Refuse a lower priority and every change of a limit, save the number of descriptors (which the
 * daemon raises for itself) and the size of core files (which a sanitizer sets). */
static void forbid(void)
{
    static struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setpriority, 6, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prlimit64, 0, 6),
        /* The third argument, the new limit: NULL only asks for the old one. */
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 4, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RLIMIT_NOFILE, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RLIMIT_CORE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1 /* EPERM */),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    assert_int_equal(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    assert_int_equal(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

/* Issue 11, fault 7: a limit of a child that could not be set was ignored. */
static void test_a_limit_that_cannot_be_set_is_told(void **state)
{
    struct daemon server;
    struct answer answer;
    char path[] = "/tmp/nearaid-child-limits-XXXXXX";
    char command[1024];
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    (void)snprintf(command, sizeof command, NA_TEST_CLI " compile " NA_TEST_PACK " -o %s 2>&1",
                   path);
    assert_int_equal(system(command), 0);
    forbid();
    daemon_start(&server, (const char *const[]){"--snapshot", path, NULL});
    errand_get(&server, "/v1/coverage?kind=radio_premises&within=250", &answer);
    assert_int_equal(answer.status, 500);
    daemon_wait_said(&server, "Cannot limit the processor time of the child");
    errand_get(&server, "/v1/ward?lat=54.6867&lon=-1.2080", &answer);
    assert_int_equal(answer.status, 200);
    daemon_stop(&server);
    /* A pack is compiled in a child from the start. */
    daemon_spawn(&server,
                 (const char *const[]){"--listen", "127.0.0.1:0", "--pack", NA_TEST_PACK, NULL},
                 NULL);
    assert_int_equal(daemon_wait_end(&server), 4);
    assert_non_null(strstr(server.said, "prlimit64"));
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_limit_that_cannot_be_set_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
