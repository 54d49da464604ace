/* Batches at their limits, given up, many at once, long, and during a reload. */
#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "clock.h"
#include "daemon.h"
#include "upload.h"

#define WARD "/v1/batch/ward"
#define TABLE "id,lat,lon\n1,54.6867,-1.2080\n2,54.5742,-1.2350\n"
#define FIRST_HALF "id,lat,lon\n1,54.6867,-1.2080\n2,54."
#define CHUNKED                                                                                    \
    "POST " WARD " HTTP/1.1\r\nHost: localhost\r\n" UPLOAD_CSV "Transfer-Encoding: "               \
    "chunked\r\n\r\n"

static struct daemon server;

static void start_by(void (*starter)(struct daemon *, const char *const *), const char *const *more)
{
    const char *args[20] = {"--pack", NA_TEST_PACK, "--no-access-log"};
    for (size_t i = 0; more[i] != NULL; i++) {
        args[3 + i] = more[i];
    }
    starter(&server, args);
}

static void start(const char *const *more)
{
    start_by(daemon_start, more);
}

static void check_batch(const char *headers, const char *body, int status, const char *holds)
{
    struct answer answer;
    upload_ask(server.port, WARD, headers, body, &answer);
    if (answer.status != status || !answer_holds(&answer, holds)) {
        fail_msg("%d wanted: %s%s", status, answer.head, answer.body);
    }
}

static void test_row_limit(void **state)
{
    (void)state;
    start((const char *const[]){"--batch-rows", "2", NULL});
    check_batch(UPLOAD_CSV, TABLE, 200, "Central");
    check_batch(UPLOAD_CSV, TABLE "3,54.5742,-1.2350", 413, "more than 2 rows");
    daemon_stop(&server);
}

static int chunked_status(const char *body, size_t length)
{
    struct client client;
    struct answer answer;
    char head[64];
    client_open(&client, server.port);
    (void)snprintf(head, sizeof head, "%zx\r\n", length);
    client_text(&client, CHUNKED);
    client_text(&client, head);
    client_send(&client, body, length);
    client_text(&client, "\r\n0\r\n\r\n");
    client_read(&client, false, &answer);
    client_close(&client);
    return answer.status;
}

static void test_byte_limit(void **state)
{
    (void)state;
    start((const char *const[]){"--batch-bytes", "100000", NULL});
    char *table = upload_table(11, 5000);
    char kept = table[100001];
    assert_true(strlen(table) > 100001);
    table[100001] = '\0';
    check_batch(UPLOAD_CSV, table, 413, "longer than 100000 bytes");
    assert_int_equal(chunked_status(table, 100001), 413);
    assert_int_equal(chunked_status(table, 100000), 200);
    table[100001] = kept;
    table[100000] = '\0';
    check_batch(UPLOAD_CSV, table, 200, "inside");
    free(table);
    daemon_stop(&server);
}

static void test_answer_limit(void **state)
{
    (void)state;
    struct answer answer;
    start((const char *const[]){NULL});
    upload_ask(server.port, WARD, UPLOAD_CSV, TABLE, &answer);
    daemon_stop(&server);
    for (size_t below = 0; below < 2; below++) {
        char limit[32];
        (void)snprintf(limit, sizeof limit, "%zu", answer.length - below);
        start((const char *const[]){"--batch-answer-bytes", limit, NULL});
        check_batch(UPLOAD_CSV, TABLE, below == 0 ? 200 : 413, below == 0 ? "Central" : "answer");
        daemon_stop(&server);
    }
}

/* Its own time is over: told, then cut. A request's time is not a batch's. */
static void test_time_limit(void **state)
{
    (void)state;
    struct client batch;
    struct client request;
    struct answer answer;
    start_by(clock_daemon_start, (const char *const[]){"--threads", "1", "--batch-seconds", "2",
                                                       "--deadline-ms", "200", NULL});
    client_open(&batch, server.port);
    upload_begin(&batch, WARD, UPLOAD_CSV, strlen(TABLE));
    client_text(&batch, FIRST_HALF);
    client_open(&request, server.port);
    client_text(&request, "POST /v1/ward HTTP/1.1\r\n");
    check_batch(UPLOAD_CSV, TABLE, 200, "Central"); /* by the same loop: the others have arrived */
    clock_advance(1990);
    client_read(&request, false, &answer);
    assert_int_equal(answer.status, 408); /* the batch has been looked at, too, and goes on */
    client_close(&request);
    client_text(&batch, &TABLE[strlen(FIRST_HALF)]);
    client_read(&batch, false, &answer);
    assert_int_equal(answer.status, 200);
    upload_begin(&batch, WARD, UPLOAD_CSV, strlen(TABLE));
    client_text(&batch, FIRST_HALF);
    check_batch(UPLOAD_CSV, TABLE, 200, "Central");
    clock_advance(2000);
    client_read(&batch, false, &answer);
    assert_int_equal(answer.status, 408);
    assert_true(answer_holds(&answer, "--batch-seconds"));
    assert_true(client_ended(&batch));
    client_close(&batch);
    clock_daemon_stop(&server);
}

static void test_batches_at_once(void **state)
{
    (void)state;
    struct client clients[2];
    struct answer answer;
    start((const char *const[]){"--batches", "2", NULL});
    for (size_t i = 0; i < 2; i++) {
        client_open(&clients[i], server.port);
        upload_begin(&clients[i], WARD, UPLOAD_CSV, strlen(TABLE));
    }
    upload_ask(server.port, WARD, UPLOAD_CSV, TABLE, &answer);
    assert_int_equal(answer.status, 503);
    assert_header(&answer, "Retry-After", "5");
    client_text(&clients[0], TABLE);
    client_read(&clients[0], false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&clients[0]);
    do { /* its place is free when its answer has gone */
        upload_ask(server.port, WARD, UPLOAD_CSV, TABLE, &answer);
    } while (answer.status == 503);
    assert_int_equal(answer.status, 200);
    client_text(&clients[1], TABLE);
    client_read(&clients[1], false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&clients[1]);
    daemon_stop(&server);
}

/* Descriptors of the daemon that lead into `folder`. */
static size_t open_files_in(const char *folder)
{
    char path[512];
    size_t count = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/fd", (int)server.pid);
    DIR *fds = opendir(path);
    assert_non_null(fds);
    for (struct dirent *entry; (entry = readdir(fds)) != NULL;) {
        char link[1024];
        char target[1024] = "";
        (void)snprintf(link, sizeof link, "%s/%s", path, entry->d_name);
        if (readlink(link, target, sizeof target - 1) > 0 &&
            strncmp(target, folder, strlen(folder)) == 0) {
            count++;
        }
    }
    closedir(fds);
    return count;
}

static size_t names_in(const char *folder)
{
    size_t count = 0;
    DIR *names = opendir(folder);
    assert_non_null(names);
    while (readdir(names) != NULL) {
        count++;
    }
    closedir(names);
    return count - 2;
}

/* Given up anywhere, also so that the end comes together with the last bytes, also with its answer
 * under way: its place and its file are given back. */
static void test_given_up_leaves_nothing(void **state)
{
    static const size_t cuts[] = {0, 5, 11, 40, 300000, SIZE_MAX};
    (void)state;
    char folder[] = "/tmp/nearaid-spool-XXXXXX";
    struct answer answer;
    assert_non_null(mkdtemp(folder));
    start_by(clock_daemon_start, (const char *const[]){"--batches", "1", "--deadline-ms", "500",
                                                       "--batch-folder", folder, NULL});
    char *table = upload_table(3, 20000);
    for (size_t i = 0; i < 2 * sizeof cuts / sizeof cuts[0]; i++) {
        struct client client;
        char head[512];
        client_open(&client, server.port);
        if (i % 2 == 0) {
            /* the place of the batch before is free when the server has seen its answer off */
            while (!upload_try(&client, WARD, UPLOAD_ANSWERS, strlen(table))) {
                client_close(&client);
                client_open(&client, server.port);
            }
        } else {
            (void)snprintf(head, sizeof head,
                           "POST " WARD " HTTP/1.1\r\nHost: localhost\r\n" UPLOAD_ANSWERS
                           "Content-Length: %zu\r\n\r\n",
                           strlen(table));
            client_text(&client, head);
        }
        size_t cut = cuts[i / 2];
        client_send(&client, table, cut < strlen(table) ? cut : strlen(table));
        client_close(&client);
        for (;;) {
            upload_ask(server.port, WARD, UPLOAD_CSV, TABLE, &answer);
            if (answer.status != 503) {
                break;
            }
            clock_advance(500); /* an end that libmicrohttpd does not see is met by the deadline */
        }
        assert_int_equal(answer.status, 200);
        assert_int_equal(open_files_in(folder), 0);
        assert_int_equal(names_in(folder), 0);
    }
    free(table);
    clock_daemon_stop(&server);
    assert_int_equal(rmdir(folder), 0);
}

/* Five that take turns, each as if it were alone. */
static void test_five_at_once(void **state)
{
    enum { BATCHES = 5 };
    struct client clients[BATCHES];
    char *wanted[BATCHES];
    char *tables[BATCHES];
    size_t longest = 0;
    (void)state;
    start((const char *const[]){"--threads", "1", NULL});
    for (size_t i = 0; i < BATCHES; i++) {
        struct answer answer;
        tables[i] = upload_table((unsigned int)i + 1, 4000 + 1000 * i);
        longest = strlen(tables[i]);
        upload_ask(server.port, WARD, UPLOAD_CSV, tables[i], &answer);
        assert_int_equal(answer.status, 200);
        wanted[i] = strdup(answer.body);
        client_open(&clients[i], server.port);
        upload_begin(&clients[i], WARD, UPLOAD_CSV, strlen(tables[i]));
    }
    for (size_t at = 0; at < longest; at += 5001) {
        for (size_t i = 0; i < BATCHES; i++) {
            size_t length = strlen(tables[i]);
            size_t left = at < length ? length - at : 0;
            client_send(&clients[i], tables[i] + (at < length ? at : 0), left < 5001 ? left : 5001);
        }
    }
    for (size_t i = 0; i < BATCHES; i++) {
        struct answer answer;
        client_read(&clients[i], false, &answer);
        assert_int_equal(answer.status, 200);
        assert_string_equal(answer.body, wanted[i]);
        client_close(&clients[i]);
        free(wanted[i]);
        free(tables[i]);
    }
    daemon_stop(&server);
}

/* The folder goes while the daemon runs. */
static void test_no_room_for_the_answer(void **state)
{
    (void)state;
    char folder[] = "/tmp/nearaid-spool-XXXXXX";
    char *table = upload_table(9, 20000);
    assert_non_null(mkdtemp(folder));
    start((const char *const[]){"--batch-folder", folder, NULL});
    assert_int_equal(rmdir(folder), 0);
    check_batch(UPLOAD_CSV, TABLE, 200, "Central"); /* short: memory does */
    struct answer answer;
    upload_ask(server.port, WARD, UPLOAD_CSV, table, &answer);
    assert_int_equal(answer.status, 500);
    assert_false(answer_holds(&answer, "nearaid-spool"));
    check_batch(UPLOAD_CSV, TABLE, 200, "Central");
    free(table);
    daemon_stop(&server);
}

/* The pack as it was when the batch began, whatever is loaded meanwhile. */
static void test_reload_within_a_batch(void **state)
{
    (void)state;
    char folder[] = "/tmp/nearaid-pack-XXXXXX";
    char command[512];
    struct client client;
    struct answer before;
    struct answer answer;
    assert_non_null(mkdtemp(folder));
    (void)snprintf(command, sizeof command, "cp -r " NA_TEST_PACK "/. %s", folder);
    assert_int_equal(system(command), 0);
    daemon_start(&server, (const char *const[]){"--pack", folder, "--no-access-log", NULL});
    upload_ask(server.port, WARD, UPLOAD_ANSWERS, TABLE, &before);
    char *wanted = strdup(before.body);
    client_open(&client, server.port);
    upload_begin(&client, WARD, UPLOAD_ANSWERS, strlen(TABLE));
    client_text(&client, FIRST_HALF);
    (void)snprintf(command, sizeof command, "sed -i 's/^title = .*/title = Anew/' %s/pack.ini",
                   folder);
    assert_int_equal(system(command), 0);
    assert_int_equal(kill(server.pid, SIGHUP), 0);
    daemon_wait_said(&server, "reloaded pack");
    client_text(&client, &TABLE[strlen(FIRST_HALF)]);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    assert_string_equal(answer.body, wanted);
    client_close(&client);
    check_batch(UPLOAD_ANSWERS, TABLE, 200, "\"title\":\"Anew\"");
    free(wanted);
    daemon_stop(&server);
    (void)snprintf(command, sizeof command, "rm -rf -- %s", folder);
    assert_int_equal(system(command), 0);
}

/* The daemon ends with half a batch in its hands, and has nothing left of it. */
static void test_end_within_a_batch(void **state)
{
    (void)state;
    struct client client;
    start((const char *const[]){NULL});
    client_open(&client, server.port);
    upload_begin(&client, WARD, UPLOAD_CSV, strlen(TABLE));
    client_text(&client, FIRST_HALF);
    daemon_stop(&server);
    assert_true(client_ended(&client));
    client_close(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row_limit),
        cmocka_unit_test(test_byte_limit),
        cmocka_unit_test(test_answer_limit),
        cmocka_unit_test(test_time_limit),
        cmocka_unit_test(test_batches_at_once),
        cmocka_unit_test(test_given_up_leaves_nothing),
        cmocka_unit_test(test_five_at_once),
        cmocka_unit_test(test_no_room_for_the_answer),
        cmocka_unit_test(test_reload_within_a_batch),
        cmocka_unit_test(test_end_within_a_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
