/* Slow questions, answered by a child of the daemon. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"
#include "errand.h"

#define QUESTION "/v1/coverage?kind=radio_premises&within=250"
#define TARGET_BYTES 256

static struct daemon server;

static void start(void)
{
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--threads", "1",
                                                "--no-access-log", NULL});
}

/* What the command line answers, without its newline. */
static char *ask_cli(const char *options)
{
    char command[1024];
    size_t size = CLIENT_BYTES;
    char *text = malloc(size);
    assert_non_null(text);
    (void)snprintf(command, sizeof command,
                   NA_TEST_CLI " coverage --pack " NA_TEST_PACK " %s 2>/dev/null", options);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t length = fread(text, 1, size - 1, pipe);
    assert_int_equal(pclose(pipe), 0);
    assert_true(length > 0 && length < size - 1);
    text[length - (text[length - 1] == '\n' ? 1 : 0)] = '\0';
    return text;
}

static void test_bytes_are_those_of_the_command_line(void **state)
{
    static const struct {
        const char *method, *target, *headers, *body, *cli;
    } rows[] = {{"GET", QUESTION, NULL, NULL, "--kind radio_premises --within 250 --format json"},
                {"GET", QUESTION "&f=geojson", NULL, NULL,
                 "--kind radio_premises --within 250 --format geojson"},
                {"GET", QUESTION, "Accept: application/geo+json\r\n", NULL,
                 "--kind radio_premises --within 250 --format geojson"},
                {"POST", "/v1/coverage", "Content-Type: application/json\r\n",
                 "{\"within\":300,\"kind\":[\"radio_premises\",\"bleed_cabinet\"]}",
                 "--kind radio_premises --kind bleed_cabinet --within 300 --format json"},
                {"GET", "/v1/coverage?kind=bleed_cabinet&kind=radio_premises&within=300", NULL,
                 NULL, "--kind bleed_cabinet --kind radio_premises --within 300 --format json"}};
    struct answer answer;
    struct client client;
    (void)state;
    start();
    client_open(&client, server.port);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        client_ask(&client, rows[i].method, rows[i].target, rows[i].headers, rows[i].body, &answer);
        if (answer.status != 200) {
            fail_msg("%s: %s%s", rows[i].target, answer.head, answer.body);
        }
        char *wanted = ask_cli(rows[i].cli);
        assert_string_equal(answer.body, wanted);
        free(wanted);
    }
    client_close(&client);
    daemon_stop(&server);
}

static void test_an_answer_is_kept_whatever_the_order_of_parameters(void **state)
{
    struct answer answer;
    (void)state;
    start();
    errand_get(&server, QUESTION, &answer);
    assert_int_equal(answer.status, 200);
    char *first = strdup(answer.body);
    errand_get(&server, "/v1/coverage?within=250&kind=radio_premises", &answer);
    assert_string_equal(answer.body, first);
    assert_int_equal(errand_metric(&server, ERRAND_STARTED), 1);
    assert_int_equal(errand_metric(&server, ERRAND_KEPT), 1);
    errand_get(&server, QUESTION "&f=geojson", &answer); /* another representation */
    assert_string_not_equal(answer.body, first);
    assert_int_equal(errand_metric(&server, ERRAND_STARTED), 2);
    free(first);
    daemon_stop(&server);
}

static void test_without_a_cache_every_question_has_its_child(void **state)
{
    struct answer answer;
    (void)state;
    daemon_start(&server,
                 (const char *const[]){"--pack", NA_TEST_PACK, "--errand-cache", "0", NULL});
    errand_get(&server, QUESTION, &answer);
    errand_get(&server, QUESTION, &answer);
    assert_int_equal(errand_metric(&server, ERRAND_STARTED), 2);
    assert_int_equal(errand_metric(&server, ERRAND_KEPT), 0);
    daemon_stop(&server);
}

static void test_headers_are_those_of_data(void **state)
{
    struct answer answer;
    struct client client;
    char tag[64];
    char length[32];
    char condition[128];
    (void)state;
    start();
    client_open(&client, server.port);
    client_ask(&client, "GET", QUESTION, NULL, NULL, &answer);
    assert_header(&answer, "Cache-Control", "no-cache");
    assert_header(&answer, "Content-Type", "application/json");
    answer_header(&answer, "ETag", tag, sizeof tag);
    answer_header(&answer, "Content-Length", length, sizeof length);
    client_ask(&client, "HEAD", QUESTION, NULL, NULL, &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "ETag", tag);
    assert_header(&answer, "Content-Length", length);
    (void)snprintf(condition, sizeof condition, "If-None-Match: %s\r\n", tag);
    client_ask(&client, "HEAD", QUESTION, condition, NULL, &answer);
    assert_int_equal(answer.status, 304);
    client_ask(&client, "HEAD", QUESTION, "If-None-Match: *\r\n", NULL, &answer);
    assert_int_equal(answer.status, 304);
    client_ask(&client, "GET", QUESTION, "Accept-Encoding: gzip\r\n", NULL, &answer);
    assert_header(&answer, "Content-Encoding", "gzip");
    assert_true(answer.length > 2 && (unsigned char)answer.body[0] == 0x1F);
    client_ask(&client, "OPTIONS", QUESTION, NULL, NULL, &answer);
    assert_int_equal(answer.status, 204);
    assert_header(&answer, "Allow", "GET, HEAD, POST, OPTIONS");
    /* a tag of the target says nothing of the body */
    client_ask(&client, "POST", "/v1/coverage",
               "Content-Type: application/json\r\nIf-None-Match: *\r\n",
               "{\"kind\":\"radio_premises\"}", &answer);
    assert_int_equal(answer.status, 200);
    assert_header(&answer, "Cache-Control", "no-store");
    assert_header(&answer, "ETag", "");
    client_close(&client);
    daemon_stop(&server);
}

static void test_errors_are_found_with_and_without_a_child(void **state)
{
    struct answer answer;
    (void)state;
    start();
    errand_get(&server, QUESTION "&colour=red", &answer);
    assert_int_equal(answer.status, 400);
    assert_true(answer_holds(&answer, "\"code\":\"unknown-parameter\""));
    assert_int_equal(errand_metric(&server, ERRAND_STARTED), 0);
    for (int i = 0; i < 2; i++) { /* an error is not kept */
        errand_get(&server, "/v1/coverage?kind=no_such_kind", &answer);
        assert_int_equal(answer.status, 400);
        assert_header(&answer, "Content-Type", "application/problem+json");
        assert_header(&answer, "Cache-Control", "no-store");
        assert_header(&answer, "ETag", "");
        assert_true(answer_holds(&answer, "\"code\":\"unknown-kind\""));
        assert_true(answer_holds(&answer, "\"param\":\"kind\""));
    }
    assert_int_equal(errand_metric(&server, ERRAND_ANSWERED), 2);
    daemon_stop(&server);
}

static void test_the_same_question_shares_a_child(void **state)
{
    char target[TARGET_BYTES];
    char other[TARGET_BYTES + 32];
    struct client first;
    struct client second;
    struct answer answer;
    (void)state;
    start();
    client_open(&first, server.port);
    client_open(&second, server.port);
    pid_t child = errand_hold(&server, &first, target, sizeof target);
    unsigned long started = errand_metric(&server, ERRAND_STARTED);
    (void)snprintf(other, sizeof other, "/v1/coverage?%s&kind=radio_premises",
                   strchr(target, '&') + 1);
    errand_send(&second, other);
    errand_wait_metric(&server, ERRAND_SHARED, 1);
    errand_go_on(child);
    client_read(&first, false, &answer);
    assert_int_equal(answer.status, 200);
    char *body = strdup(answer.body);
    client_read(&second, false, &answer);
    assert_string_equal(answer.body, body);
    assert_int_equal(errand_metric(&server, ERRAND_STARTED), started);
    free(body);
    client_close(&first);
    client_close(&second);
    daemon_stop(&server);
}

/* One thread serves all of this. */
static void test_busy_children_hold_up_nobody_else(void **state)
{
    char target[TARGET_BYTES];
    char other[TARGET_BYTES];
    struct client client;
    struct answer answer;
    (void)state;
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--threads", "1",
                                                "--errands", "1", NULL});
    client_open(&client, server.port);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    errand_new_question(other, sizeof other);
    errand_get(&server, other, &answer);
    assert_int_equal(answer.status, 503);
    assert_header(&answer, "Retry-After", "5");
    assert_true(answer_holds(&answer, "\"code\":\"busy\""));
    assert_int_equal(errand_metric(&server, ERRAND_REFUSED), 1);
    assert_int_equal(errand_metric(&server, ERRAND_RUNNING), 1);
    errand_get(&server, "/v1/ward?lat=54.6867&lon=-1.2080", &answer);
    assert_int_equal(answer.status, 200);
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&client);
    errand_get(&server, other, &answer);
    assert_int_equal(answer.status, 200);
    assert_int_equal(errand_metric(&server, ERRAND_RUNNING), 0);
    daemon_stop(&server);
}

/* The bytes of the next request arrive while nobody looks at the connection. */
static void test_requests_after_a_slow_one_are_answered(void **state)
{
    char target[TARGET_BYTES];
    struct client client;
    struct answer answer;
    (void)state;
    start();
    client_open(&client, server.port);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    errand_send(&client, "/healthz");
    errand_send(&client, target);
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_true(answer_holds(&answer, "\"query\""));
    client_read(&client, false, &answer);
    assert_string_equal(answer.body, "{\"status\":\"ok\"}");
    client_read(&client, false, &answer);
    assert_true(answer_holds(&answer, "\"query\""));
    client_close(&client);
    daemon_stop(&server);
}

static void test_a_child_has_no_descriptor_of_the_daemon(void **state)
{
    char target[TARGET_BYTES];
    char path[512];
    char link[512];
    struct client client;
    struct answer answer;
    const struct dirent *entry;
    (void)state;
    start();
    client_open(&client, server.port);
    pid_t child = errand_hold(&server, &client, target, sizeof target);
    (void)snprintf(path, sizeof path, "/proc/%ld/fd", (long)child);
    DIR *folder = opendir(path);
    assert_non_null(folder);
    unsigned int seen = 0;
    while ((entry = readdir(folder)) != NULL) {
        (void)snprintf(path, sizeof path, "/proc/%ld/fd/%.20s", (long)child, entry->d_name);
        ssize_t length = readlink(path, link, sizeof link - 1);
        link[length > 0 ? length : 0] = '\0';
        seen += strstr(link, "memfd:nearaid-") != NULL ? 1 : 0;
        assert_null(strstr(link, "socket:"));
        assert_null(strstr(link, "anon_inode:"));
    }
    closedir(folder);
    assert_true(seen >= 3);
    errand_go_on(child);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&client);
    daemon_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_are_those_of_the_command_line),
        cmocka_unit_test(test_an_answer_is_kept_whatever_the_order_of_parameters),
        cmocka_unit_test(test_without_a_cache_every_question_has_its_child),
        cmocka_unit_test(test_headers_are_those_of_data),
        cmocka_unit_test(test_errors_are_found_with_and_without_a_child),
        cmocka_unit_test(test_the_same_question_shares_a_child),
        cmocka_unit_test(test_busy_children_hold_up_nobody_else),
        cmocka_unit_test(test_requests_after_a_slow_one_are_answered),
        cmocka_unit_test(test_a_child_has_no_descriptor_of_the_daemon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
