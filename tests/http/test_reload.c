/* Loading anew under signals, and ending. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "clock.h"
#include "daemon.h"

#define FAILED "reload failed, the former data stays"
#define RELOADED "reloaded pack"

static struct daemon server;
static char folder[256]; /* a copy of the demonstration pack */
static char snapshot[512];

/* Run a shell command that must succeed. */
static void run(const char *command, const char *one, const char *two)
{
    char line[2048];
    (void)snprintf(line, sizeof line, "%s '%s' '%s' 2>/dev/null", command, one, two);
    assert_int_equal(system(line), 0);
}

static int make_pack(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/nearaid-reload-XXXXXX",
                   temporary != NULL ? temporary : "/tmp");
    assert_non_null(mkdtemp(folder));
    run("cp -r", NA_TEST_PACK "/.", folder);
    return 0;
}

static int remove_pack(void **state)
{
    (void)state;
    run("rm -rf --", folder, folder);
    return 0;
}

static void put(const char *name, const char *text)
{
    char path[768];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void restore(const char *name)
{
    char from[768];
    (void)snprintf(from, sizeof from, NA_TEST_PACK "/%s", name);
    run("cp", from, folder);
}

static void start(void)
{
    daemon_start(&server, (const char *const[]){"--pack", folder, "--no-access-log", NULL});
}

/* Time passes only when the test says so. One loop: who is answered by it knows what it has done.
 */
static void start_at_rest(void)
{
    clock_daemon_start(&server, (const char *const[]){"--pack", folder, "--no-access-log",
                                                      "--threads", "1", NULL});
}

static void get(const char *target, struct answer *answer)
{
    static struct client client;
    client_open(&client, server.port);
    client_ask(&client, "GET", target, NULL, NULL, answer);
    client_close(&client);
}

static void check_ready(const char *holds)
{
    struct answer answer;
    get("/readyz", &answer);
    if (answer.status != 200 || !answer_holds(&answer, holds)) {
        fail_msg("/readyz: %s%s", answer.head, answer.body);
    }
}

static void hang_up(void)
{
    assert_int_equal(kill(server.pid, SIGHUP), 0);
}

static void test_sighup_takes_the_new_data(void **state)
{
    (void)state;
    struct answer answer;
    start();
    check_ready("\"last_reload\":null");
    put("bleed_cabinets.csv", "id,kind,name,lat,lon\nnew-cabinet,bleed_cabinet,New,54.68,-1.21\n");
    hang_up();
    daemon_wait_said(&server, RELOADED);
    check_ready("\"last_reload\":{\"ok\":true,\"error\":null,\"at\":\"2");
    get("/v1/assets/new-cabinet", &answer);
    assert_int_equal(answer.status, 200);
    get("/metrics", &answer);
    assert_true(answer_holds(&answer, "nearaid_reloads_total{result=\"ok\"} 1\n"));
    restore("bleed_cabinets.csv");
    daemon_stop(&server);
}

static void test_bad_data_leaves_the_old(void **state)
{
    (void)state;
    struct answer before;
    start();
    get("/v1/datasets", &before);
    char *kept = strdup(before.body);
    put("bleed_cabinets.csv", "id,kind,name,lat,lon\na,bleed_cabinet,Twice,54.68,-1.21\n"
                              "a,bleed_cabinet,Twice,54.68,-1.21\n");
    hang_up();
    daemon_wait_said(&server, FAILED);
    check_ready("\"last_reload\":{\"ok\":false,\"error\":\"");
    check_ready("bleed_cabinets.csv");
    struct answer after;
    get("/v1/datasets", &after);
    assert_string_equal(after.body, kept);
    free(kept);
    /* and the next good data is taken */
    restore("bleed_cabinets.csv");
    hang_up();
    daemon_wait_said(&server, RELOADED);
    check_ready("\"ok\":true");
    daemon_stop(&server);
}

static void test_pack_gone_leaves_the_old(void **state)
{
    (void)state;
    start();
    put("pack.ini", "");
    hang_up();
    daemon_wait_said(&server, FAILED);
    check_ready("\"ok\":false");
    restore("pack.ini");
    daemon_stop(&server);
}

/* Mappings of compiled packs that the daemon has. */
static unsigned int mapped_packs(void)
{
    char path[64];
    char line[1024];
    unsigned int count = 0;
    (void)snprintf(path, sizeof path, "/proc/%ld/maps", (long)server.pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        count += strstr(line, "memfd:nearaid-pack") != NULL ? 1 : 0;
    }
    assert_int_equal(fclose(file), 0);
    return count;
}

/* The former data goes when its last reader is done, though no further request comes. */
static void test_former_data_is_given_back(void **state)
{
    struct answer answer;
    (void)state;
    start();
    for (int i = 0; i < 20; i++) { /* so that each thread has had one */
        get("/v1/ward?lat=54.6867&lon=-1.2080", &answer);
    }
    for (int i = 0; i < 3; i++) {
        hang_up();
        daemon_wait_said(&server, RELOADED);
    }
    while (mapped_packs() != 1) { /* the test has a time limit */
    }
    daemon_stop(&server);
}

/* The child is caught alive, or the reload was too quick for us and is asked for again. */
static pid_t hang_up_and_catch(void)
{
    for (int i = 0; i < 100; i++) {
        hang_up();
        pid_t child = daemon_catch_child(&server, "--build-to-fd");
        if (child != 0) {
            return child;
        }
    }
    fail_msg("no child of the daemon was ever seen");
    return 0;
}

static void test_child_killed_costs_a_log_line(void **state)
{
    static const int signals[] = {SIGKILL, SIGSEGV, SIGABRT, SIGBUS};
    (void)state;
    start();
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        pid_t child = hang_up_and_catch();
        check_ready("\"ready\":true");
        assert_int_equal(kill(child, signals[i]), 0);
        (void)kill(child, SIGCONT);
        daemon_wait_said(&server, FAILED);
        check_ready("\"ok\":false");
    }
    hang_up();
    daemon_wait_said(&server, RELOADED);
    daemon_stop(&server);
}

/* However many come during a load, one more load follows. */
static void test_signals_during_a_load_are_one_more(void **state)
{
    (void)state;
    struct answer answer;
    start();
    pid_t child = hang_up_and_catch();
    for (int i = 0; i < 50; i++) {
        hang_up();
        check_ready("\"ready\":true");
    }
    assert_int_equal(kill(child, SIGCONT), 0);
    daemon_wait_said(&server, RELOADED);
    daemon_wait_said(&server, RELOADED);
    get("/metrics", &answer);
    assert_false(answer_holds(&answer, "nearaid_reloads_total{result=\"ok\"} 50"));
    assert_true(answer_holds(&answer, "nearaid_reloads_total{result=\"failed\"} 0"));
    daemon_stop(&server);
}

static void test_many_signals_are_harmless(void **state)
{
    (void)state;
    start();
    for (int i = 0; i < 300; i++) {
        struct answer answer;
        hang_up();
        get("/v1/ward?lat=54.6867&lon=-1.2080", &answer);
        assert_int_equal(answer.status, 200);
    }
    daemon_wait_said(&server, RELOADED);
    daemon_stop(&server);
}

static void test_sigterm_during_a_load_ends(void **state)
{
    (void)state;
    start();
    pid_t child = hang_up_and_catch();
    daemon_stop(&server);
    assert_int_equal(kill(child, 0), -1); /* gone, though it was stopped */
}

static void test_sigterm_lets_a_request_end(void **state)
{
    static const char head[] = "POST /v1/ward HTTP/1.1\r\nHost: localhost\r\n"
                               "Content-Type: application/json\r\nContent-Length: 29\r\n\r\n";
    static const char body[] = "{\"lat\":54.6867,\"lon\":-1.2080}";
    struct client idle;
    struct client busy;
    struct answer answer;
    (void)state;
    start_at_rest();
    client_open(&idle, server.port);
    client_ask(&idle, "GET", "/healthz", NULL, NULL, &answer);
    client_open(&busy, server.port);
    client_ask(&busy, "GET", "/healthz", NULL, NULL, &answer);
    client_text(&busy, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client_text(&busy, head); /* after an answer: it has surely arrived */
    client_read(&busy, false, &answer);
    client_send(&busy, body, 10);
    struct client other;
    client_open(&other, server.port);
    client_ask(&other, "POST", "/v1/ward", "Content-Type: application/json\r\n", body, &answer);
    client_close(&other);
    assert_int_equal(kill(server.pid, SIGTERM), 0);
    assert_true(client_ended(&idle));
    client_text(&busy, body + 10);
    client_read(&busy, false, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Connection", "close");
    assert_true(client_ended(&busy));
    assert_int_equal(clock_daemon_wait_end(&server), 0); /* no time has passed */
    client_close(&idle);
    client_close(&busy);
}

static void test_sigterm_does_not_wait_for_ever(void **state)
{
    struct client client;
    (void)state;
    start_at_rest();
    client_open(&client, server.port);
    client_text(&client, "GET /healthz HTTP/1.1\r\n"); /* and no more */
    get("/healthz", &(struct answer){0});              /* so that the other has arrived */
    assert_int_equal(kill(server.pid, SIGTERM), 0);
    client_wait_refused(server.port);
    clock_advance(4500);
    assert_int_equal(clock_daemon_wait_end(&server), 0);
    client_close(&client);
}

static void compile_snapshot(void)
{
    (void)snprintf(snapshot, sizeof snapshot, "%s/pack.nad", folder);
    run(NA_TEST_CLI " compile -o", snapshot, folder);
}

/* Whatever happens to the compiled file while it is served, in place and all. */
static void test_snapshot_file_spoilt_in_place(void **state)
{
    (void)state;
    struct stat status;
    struct answer answer;
    compile_snapshot();
    assert_int_equal(stat(snapshot, &status), 0);
    daemon_start(&server, (const char *const[]){"--snapshot", snapshot, "--no-access-log", NULL});
    off_t lengths[] = {0, 1, 100, status.st_size / 2, status.st_size - 1};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        assert_int_equal(truncate(snapshot, lengths[i]), 0);
        get("/v1/wards?f=geojson", &answer);
        assert_int_equal(answer.status, 200);
        hang_up();
        daemon_wait_said(&server, FAILED);
        check_ready("\"ok\":false");
        get("/v1/wards?f=geojson", &answer);
        assert_int_equal(answer.status, 200);
        compile_snapshot();
    }
    hang_up();
    daemon_wait_said(&server, RELOADED);
    daemon_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sighup_takes_the_new_data),
        cmocka_unit_test(test_bad_data_leaves_the_old),
        cmocka_unit_test(test_pack_gone_leaves_the_old),
        cmocka_unit_test(test_former_data_is_given_back),
        cmocka_unit_test(test_child_killed_costs_a_log_line),
        cmocka_unit_test(test_signals_during_a_load_are_one_more),
        cmocka_unit_test(test_many_signals_are_harmless),
        cmocka_unit_test(test_sigterm_during_a_load_ends),
        cmocka_unit_test(test_sigterm_lets_a_request_end),
        cmocka_unit_test(test_sigterm_does_not_wait_for_ever),
        cmocka_unit_test(test_snapshot_file_spoilt_in_place),
    };
    return cmocka_run_group_tests(tests, make_pack, remove_pack);
}
