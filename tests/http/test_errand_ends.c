/* A child of the daemon may end in any way, and its clients may leave: the daemon serves on. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "clock.h"
#include "daemon.h"
#include "errand.h"

#define TARGET_BYTES 256

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

static struct daemon server;
static struct client client;
static char target[TARGET_BYTES];

static void start_by(void (*starter)(struct daemon *, const char *const *), const char *option,
                     const char *value)
{
    starter(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--threads", "1",
                                           "--no-access-log", option, value, NULL});
    client_open(&client, server.port);
}

static void start(const char *option, const char *value)
{
    start_by(daemon_start, option, value);
}

static void test_a_child_that_dies_is_an_error_of_its_question(void **state)
{
    static const int signals[] = {SIGKILL, SIGSEGV, SIGABRT};
    struct answer answer;
    (void)state;
    start(NULL, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        pid_t child = errand_hold(&server, &client, target, sizeof target);
        assert_int_equal(kill(child, signals[i]), 0);
        (void)kill(child, SIGCONT);
        client_read(&client, false, &answer);
        assert_int_equal(answer.status, 500);
        assert_header(&answer, "Content-Type", "application/problem+json");
        assert_true(answer_holds(&answer, "\"code\":\"internal\""));
        assert_true(answer_holds(&answer, "died"));
        daemon_wait_said(&server, "the process for a question died");
        errand_wait_gone(child);
        errand_get(&server, target, &answer); /* again, and well */
        assert_int_equal(answer.status, 200);
    }
    assert_int_equal(errand_metric(&server, ERRAND_FAILED), 3);
    client_close(&client);
    daemon_stop(&server);
}

static void test_a_child_that_takes_too_long_is_ended(void **state)
{
    struct answer answer;
    (void)state;
    start_by(clock_daemon_start, "--errand-seconds", "1");
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    clock_advance(1000);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 503);
    assert_header(&answer, "Retry-After", ""); /* it would take as long again */
    assert_true(answer_holds(&answer, "\"code\":\"took-too-long\""));
    assert_true(answer_holds(&answer, "ask for less"));
    daemon_wait_said(&server, "was ended after 1 s");
    errand_wait_gone(child);
    assert_int_equal(errand_metric(&server, ERRAND_KILLED), 1);
    client_close(&client);
    clock_daemon_stop(&server);
}

/* The time a request may take to arrive is over long before its answer is there. */
static void test_waiting_is_not_arriving(void **state)
{
    struct client other;
    struct answer answer;
    (void)state;
    start_by(clock_daemon_start, "--deadline-ms", "300");
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    client_open(&other, server.port);
    client_text(&other, "GET /healthz HTTP/1.1\r\n"); /* and no more */
    errand_metric(&server, ERRAND_RUNNING);           /* one loop: it has been taken up */
    clock_advance(300);
    assert_true(client_drained(&other));
    client_close(&other);
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&client);
    clock_daemon_stop(&server);
}

static void test_a_child_nobody_waits_for_is_ended(void **state)
{
    struct client second;
    struct answer answer;
    (void)state;
    start(NULL, NULL);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    client_open(&second, server.port);
    errand_send(&second, target);
    errand_wait_metric(&server, ERRAND_SHARED, 1);
    client_close(&client);
    errand_wait_metric(&server, "nearaid_connections", 2); /* the second's, and that of this */
    assert_int_equal(errand_metric(&server, ERRAND_RUNNING), 1);
    client_close(&second);
    errand_wait_metric(&server, ERRAND_KILLED, 1);
    errand_wait_gone(child);
    assert_int_equal(errand_metric(&server, ERRAND_RUNNING), 0);
    errand_get(&server, target, &answer);
    assert_int_equal(answer.status, 200);
    daemon_stop(&server);
}

static void test_one_of_two_who_wait_goes(void **state)
{
    struct client second;
    struct answer answer;
    (void)state;
    start(NULL, NULL);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    client_open(&second, server.port);
    errand_send(&second, target);
    errand_wait_metric(&server, ERRAND_SHARED, 1);
    client_close(&client);
    errand_wait_metric(&server, "nearaid_connections", 2);
    errand_go_on(child);
    client_read(&second, false, &answer);
    assert_int_equal(answer.status, 200);
    assert_int_equal(errand_metric(&server, ERRAND_KILLED), 0);
    client_close(&second);
    daemon_stop(&server);
}

static void test_the_end_of_the_daemon_ends_its_children(void **state)
{
    struct answer answer;
    (void)state;
    start_by(clock_daemon_start, NULL, NULL);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    assert_int_equal(kill(server.pid, SIGTERM), 0);
    client_wait_refused(server.port);
    clock_advance(4000);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 503);
    assert_true(answer_holds(&answer, "The server is ending"));
    assert_int_equal(clock_daemon_wait_end(&server), 0);
    assert_int_equal(kill(child, 0), -1); /* gone, though it was stopped */
    client_close(&client);
}

static void test_the_end_of_the_daemon_lets_a_child_finish(void **state)
{
    struct answer answer;
    (void)state;
    start(NULL, NULL);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    assert_int_equal(kill(server.pid, SIGTERM), 0);
    daemon_wait_said(&server, "requests under way are finished first");
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    assert_int_equal(daemon_wait_end(&server), 0);
    client_close(&client);
}

/* Issue 11, fault 6: `systemctl kill` sends a signal to every process of a service, and 30 of 30
 * coverage questions died of the USR1 of logrotate. */
static void test_signals_to_the_whole_group_kill_no_work(void **state)
{
    static const int signals[] = {SIGUSR1, SIGHUP, SIGUSR2, SIGALRM, SIGTERM, SIGINT, SIGQUIT};
    struct answer answer;
    (void)state;
    start(NULL, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        pid_t child = errand_hold(&server, &client, target, sizeof target);
        assert_int_equal(kill(child, signals[i]), 0);
        errand_go_on(child);
        client_read(&client, false, &answer);
        assert_int_equal(answer.status, 200);
    }
    assert_int_equal(errand_metric(&server, ERRAND_FAILED), 0);
    /* The end of the service, by all of its processes at once. */
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    assert_int_equal(kill(child, SIGTERM), 0);
    assert_int_equal(kill(server.pid, SIGTERM), 0);
    daemon_wait_said(&server, "requests under way are finished first");
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    assert_int_equal(daemon_wait_end(&server), 0);
    client_close(&client);
}

static void test_signals_to_the_whole_group_kill_no_load(void **state)
{
    (void)state;
    start(NULL, NULL);
    pid_t child = 0;
    for (int i = 0; i < 100 && child == 0; i++) { /* a load may be too quick for us */
        assert_int_equal(kill(server.pid, SIGHUP), 0);
        child = daemon_catch_child(&server, "--build-to-fd");
    }
    assert_int_not_equal(child, 0);
    assert_int_equal(kill(child, SIGUSR1), 0);
    assert_int_equal(kill(child, SIGHUP), 0);
    assert_int_equal(kill(child, SIGTERM), 0);
    errand_go_on(child);
    daemon_wait_said(&server, "reloaded pack");
    assert_null(strstr(server.said, "reload failed"));
    client_close(&client);
    daemon_stop(&server);
}

/* The child dies with the daemon, whatever kills that. */
static void test_a_killed_daemon_leaves_no_child(void **state)
{
    (void)state;
    start(NULL, NULL);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    assert_int_equal(kill(server.pid, SIGKILL), 0);
    assert_int_equal(waitpid(server.pid, NULL, 0), server.pid);
    (void)kill(child, SIGCONT); /* should it not have come to ask for that yet */
    errand_wait_gone(child);
    close(server.said_fd);
    client_close(&client);
}

static void run(const char *command, const char *one, const char *two)
{
    char line[2048];
    (void)snprintf(line, sizeof line, "%s '%s' '%s' 2>/dev/null", command, one, two);
    assert_int_equal(system(line), 0);
}

/* A copy of the demonstration pack. */
static void make_pack(char *folder, size_t size)
{
    const char *temporary = getenv("TMPDIR");
    (void)snprintf(folder, size, "%s/nearaid-errand-XXXXXX",
                   temporary != NULL ? temporary : "/tmp");
    assert_non_null(mkdtemp(folder));
    run("cp -r", NA_TEST_PACK "/.", folder);
}

static void test_an_answer_is_of_the_data_asked(void **state)
{
    char folder[256];
    char path[512];
    char before[80];
    struct answer answer;
    (void)state;
    make_pack(folder, sizeof folder);
    daemon_start(&server, (const char *const[]){"--pack", folder, "--threads", "1", NULL});
    client_open(&client, server.port);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    (void)snprintf(path, sizeof path, "%s/bleed_cabinets.csv", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs("id,kind,name,lat,lon\nnew,bleed_cabinet,New,54.68,-1.21\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    errand_get(&server, "/readyz", &answer);
    (void)snprintf(before, sizeof before, "%.71s", strstr(answer.body, "sha256:"));
    assert_int_equal(kill(server.pid, SIGHUP), 0);
    daemon_wait_said(&server, "reloaded pack");
    unsigned long started = errand_metric(&server, ERRAND_STARTED);
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    assert_true(answer_holds(&answer, before));
    errand_get(&server, target, &answer);
    assert_int_equal(answer.status, 200);
    assert_false(answer_holds(&answer, before));
    assert_int_equal(errand_metric(&server, ERRAND_STARTED), started + 1);
    client_close(&client);
    daemon_stop(&server);
    run("rm -rf --", folder, folder);
}

#ifndef SANITIZED /* whose own memory knows no limit */
/* So many that their circles need more than the least memory that can be set. */
static void put_many_premises(const char *folder)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/radio_premises.csv", folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs("id,kind,name,lat,lon\n", file) >= 0);
    for (int i = 0; i < 20000; i++) {
        assert_true(fprintf(file, "p%d,radio_premises,Premises %d,%.4f,%.4f\n", i, i,
                            54.50 + 0.001 * (i / 100), -1.40 + 0.004 * (i % 100)) > 0);
    }
    assert_int_equal(fclose(file), 0);
}

static void test_a_child_has_so_much_memory(void **state)
{
    char folder[256];
    struct answer answer;
    (void)state;
    make_pack(folder, sizeof folder);
    put_many_premises(folder);
    daemon_start(&server, (const char *const[]){"--pack", folder, "--errand-memory", "67108864",
                                                "--errand-seconds", "60", NULL});
    errand_get(&server, "/v1/coverage?kind=radio_premises&within=900", &answer);
    assert_int_equal(answer.status, 503);
    assert_true(answer_holds(&answer, "\"code\":\"out-of-memory\""));
    assert_true(answer_holds(&answer, "--errand-memory"));
    errand_get(&server, "/v1/coverage?kind=bleed_cabinet&within=250", &answer);
    assert_int_equal(answer.status, 200);
    daemon_stop(&server);
    run("rm -rf --", folder, folder);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_child_that_dies_is_an_error_of_its_question),
        cmocka_unit_test(test_a_child_that_takes_too_long_is_ended),
        cmocka_unit_test(test_waiting_is_not_arriving),
        cmocka_unit_test(test_a_child_nobody_waits_for_is_ended),
        cmocka_unit_test(test_one_of_two_who_wait_goes),
        cmocka_unit_test(test_the_end_of_the_daemon_ends_its_children),
        cmocka_unit_test(test_the_end_of_the_daemon_lets_a_child_finish),
        cmocka_unit_test(test_signals_to_the_whole_group_kill_no_work),
        cmocka_unit_test(test_signals_to_the_whole_group_kill_no_load),
        cmocka_unit_test(test_a_killed_daemon_leaves_no_child),
        cmocka_unit_test(test_an_answer_is_of_the_data_asked),
#ifndef SANITIZED
        cmocka_unit_test(test_a_child_has_so_much_memory),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
