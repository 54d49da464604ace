/* Each limit, at it and one above; deadlines; many clients at once. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

#include "client.h"
#include "clock.h"
#include "daemon.h"

#define HOST "Host: localhost\r\n"

static struct daemon server;

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void start_by(void (*starter)(struct daemon *, const char *const *), const char *const *more)
{
    const char *args[16] = {"--pack", NA_TEST_PACK, "--no-access-log"};
    for (size_t i = 0; more[i] != NULL; i++) {
        args[3 + i] = more[i];
    }
    starter(&server, args);
}

static void start(const char *const *more)
{
    start_by(daemon_start, more);
}

static int status_of_body(size_t length)
{
    struct client client;
    struct answer answer;
    char *body = malloc(length + 1);
    assert_non_null(body);
    memset(body, ' ', length);
    memcpy(body, "{\"lat\":54.6867,\"lon\":-1.2080}", 29);
    body[length] = '\0';
    client_open(&client, server.port);
    client_ask(&client, "POST", "/v1/ward", "Content-Type: application/json\r\n", body, &answer);
    client_close(&client);
    free(body);
    return answer.status;
}

static void test_body_limit(void **state)
{
    (void)state;
    start((const char *const[]){"--body-limit", "1000", NULL});
    assert_int_equal(status_of_body(1000), 200);
    assert_int_equal(status_of_body(1001), 413);
    daemon_stop(&server);
}

static void test_default_body_limit(void **state)
{
    (void)state;
    start((const char *const[]){NULL});
    assert_int_equal(status_of_body(65536), 200);
    assert_int_equal(status_of_body(65537), 413);
    daemon_stop(&server);
}

static int status_of_target(size_t length)
{
    struct client client;
    struct answer answer;
    char *target = malloc(length + 1);
    assert_non_null(target);
    memset(target, 'a', length);
    target[0] = '/';
    target[length] = '\0';
    client_open(&client, server.port);
    client_ask(&client, "GET", target, NULL, NULL, &answer);
    client_close(&client);
    free(target);
    return answer.status;
}

static void test_target_limit(void **state)
{
    (void)state;
    start((const char *const[]){NULL});
    assert_int_equal(status_of_target(4096), 404);
    assert_int_equal(status_of_target(4097), 414);
    daemon_stop(&server);
}

static void test_parameter_limit(void **state)
{
    (void)state;
    start((const char *const[]){NULL});
    for (int count = 64; count <= 65; count++) {
        char target[2048] = "/v1/nearest?lat=54.6867&lon=-1.2080&kind=bleed_cabinet";
        for (int i = 3; i < count; i++) {
            strncat(target, "&status=unknown", sizeof target - strlen(target) - 1);
        }
        struct client client;
        struct answer answer;
        client_open(&client, server.port);
        client_ask(&client, "GET", target, NULL, NULL, &answer);
        assert_int_equal(answer.status, count == 64 ? 200 : 400);
        assert_true(answer_holds(&answer, "more than") == (count == 65));
        client_close(&client);
    }
    daemon_stop(&server);
}

/* `limit` connections are served, the next gets 503, and one that ends makes room again. */
static void check_connection_limit(const char *option)
{
    enum { LIMIT = 5 };
    struct client clients[LIMIT + 1];
    struct answer answer;
    start((const char *const[]){option, "5", NULL});
    for (size_t i = 0; i < LIMIT; i++) {
        client_open(&clients[i], server.port);
        client_ask(&clients[i], "GET", "/healthz", NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
    }
    client_open(&clients[LIMIT], server.port);
    client_read(&clients[LIMIT], false, &answer);
    assert_int_equal(answer.status, 503);
    assert_header(&answer, "Content-Type", "application/problem+json");
    assert_true(client_ended(&clients[LIMIT]));
    client_close(&clients[LIMIT]);
    for (size_t i = 0; i < LIMIT; i++) {
        client_ask(&clients[i], "GET", "/healthz", NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
    }
    client_close(&clients[0]);
    int status = 503; /* until the server has seen the end of the first */
    while (status == 503) {
        client_open(&clients[0], server.port);
        client_ask(&clients[0], "GET", "/healthz", NULL, NULL, &answer);
        status = answer.status;
        if (status == 503) {
            client_close(&clients[0]);
        }
    }
    assert_int_equal(status, 200);
    for (size_t i = 0; i < LIMIT; i++) {
        client_close(&clients[i]);
    }
    daemon_stop(&server);
}

static void test_connection_limit(void **state)
{
    (void)state;
    check_connection_limit("--connections");
}

static void test_limit_of_one_address(void **state)
{
    (void)state;
    check_connection_limit("--per-address");
}

/* One loop, so that a client who is answered after a moment was looked at after it. */
static void start_at_rest(const char *deadline_ms, const char *idle_ms)
{
    start_by(clock_daemon_start, (const char *const[]){"--threads", "1", "--deadline-ms",
                                                       deadline_ms, "--idle-ms", idle_ms, NULL});
}

static bool has_said_nothing(const struct client *client)
{
    struct pollfd polled = {.fd = client->fd, .events = POLLIN};
    return poll(&polled, 1, 0) == 0;
}

/* Let the loop go round by questions of another connection, so that it has done what came before.
 */
static void settle(struct client *other)
{
    for (int i = 0; i < 2; i++) {
        struct answer answer;
        client_ask(other, "GET", "/healthz", NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
    }
}

/* Send byte after byte, each well within any idle time: up to the deadline nothing comes, then 408.
 */
static void drip(struct client *client, const char *text)
{
    enum { DEADLINE_MS = 300, STEP_MS = 10 };
    struct client other;
    struct answer answer;
    client_open(&other, server.port);
    settle(&other);
    for (int ms = STEP_MS; ms < DEADLINE_MS; ms += STEP_MS) {
        assert_true(*text != '\0');
        clock_advance(STEP_MS);
        client_send(client, text++, 1);
        settle(&other);
        assert_true(has_said_nothing(client));
    }
    clock_advance(STEP_MS);
    client_read(client, false, &answer);
    assert_int_equal(answer.status, 408);
    assert_true(answer_holds(&answer, "\"code\":\"request-timeout\""));
    assert_true(client_ended(client));
    client_close(&other);
}

static void test_slow_senders_are_cut_at_the_deadline(void **state)
{
    static const struct {
        const char *whole, *slow;
    } rows[] = {
        {"", "GET /v1/ward?lat=54.6867416&lon=-1.2079518&accuracy_m=100&vintage=2023&as_at=2026-"
             "01-01 HTTP/1.1\r\n" HOST "\r\n"},
        {"GET /healthz HTTP/1.1\r\n" HOST,
         "X-Slow: "
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
         "\r\n"},
        {"POST /v1/ward HTTP/1.1\r\n" HOST
         "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n",
         "{\"lat\":54.6867,\"lon\":-1.2080}                                                       "
         "                  "},
    };
    (void)state;
    start_at_rest("300", "30000");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct client client;
        client_open(&client, server.port);
        int on = 1;
        (void)setsockopt(client.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        client_text(&client, rows[i].whole);
        drip(&client, rows[i].slow);
        client_close(&client);
    }
    clock_daemon_stop(&server);
}

static void test_silent_connection_is_cut(void **state)
{
    struct client client;
    struct client other;
    struct answer answer;
    (void)state;
    start_at_rest("300", "30000");
    client_open(&client, server.port);
    client_open(&other, server.port);
    settle(&other);
    clock_advance(290);
    settle(&other);
    assert_true(has_said_nothing(&client));
    clock_advance(10);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 408);
    client_close(&client);
    client_close(&other);
    clock_daemon_stop(&server);
}

/* Between requests a connection may be idle for longer than a request may take to arrive, and then
 * ends without a word. */
static void test_idle_connection_ends_silently(void **state)
{
    struct client client;
    struct client other;
    struct answer answer;
    (void)state;
    start_at_rest("100", "600");
    client_open(&client, server.port);
    client_open(&other, server.port);
    client_ask(&client, "GET", "/healthz", NULL, NULL, &answer);
    settle(&other);
    clock_advance(590);
    settle(&other);
    assert_true(has_said_nothing(&client));
    client_ask(&client, "GET", "/healthz", NULL, NULL, &answer);
    assert_int_equal(answer.status, 200);
    settle(&other);
    clock_advance(600);
    assert_true(client_ended(&client));
    client_close(&client);
    client_close(&other);
    clock_daemon_stop(&server);
}

/* MHD's own epoll loop stalls when exactly 128 events arrive at once; ours must not. One loop, so
 * that all of them are its own. */
static void test_many_clients_at_once(void **state)
{
    static const size_t counts[] = {1, 127, 128, 129, 256, 384};
    static const char request[] = "GET /v1/ward?lat=54.6867&lon=-1.2080 HTTP/1.1\r\n" HOST "\r\n";
    static struct client clients[384];
    enum { ROUNDS = 3 };
    (void)state;
    start((const char *const[]){"--threads", "1", "--deadline-ms", "60000", NULL});
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        for (size_t i = 0; i < counts[c]; i++) {
            client_open(&clients[i], server.port);
        }
        int64_t begin = now_ms();
        for (size_t round = 0; round < ROUNDS; round++) {
            for (size_t i = 0; i < counts[c]; i++) {
                client_text(&clients[i], request);
            }
            for (size_t i = 0; i < counts[c]; i++) {
                struct answer answer;
                client_read(&clients[i], false, &answer);
                assert_int_equal(answer.status, 200);
            }
        }
        print_message("%zu clients, %d rounds: %lld ms\n", counts[c], ROUNDS,
                      (long long)(now_ms() - begin));
        for (size_t i = 0; i < counts[c]; i++) {
            client_close(&clients[i]);
        }
    }
    daemon_stop(&server);
}

static void test_pipelined_requests_are_answered_in_order(void **state)
{
    static const char *const routes[] = {"/healthz", "/v1/wards/E05013038", "/nothing", "/readyz"};
    static const int statuses[] = {200, 200, 404, 200};
    enum { ROUNDS = 50 };
    static char raw[ROUNDS * 4 * 80];
    struct client client;
    (void)state;
    start((const char *const[]){NULL});
    for (size_t i = 0; i < (size_t)ROUNDS * 4; i++) {
        size_t length = strlen(raw);
        (void)snprintf(raw + length, sizeof raw - length, "GET %s HTTP/1.1\r\n" HOST "\r\n",
                       routes[i % 4]);
    }
    client_open(&client, server.port);
    client_text(&client, raw);
    for (size_t i = 0; i < (size_t)ROUNDS * 4; i++) {
        struct answer answer;
        client_read(&client, false, &answer);
        assert_int_equal(answer.status, statuses[i % 4]);
    }
    client_close(&client);
    daemon_stop(&server);
}

/* Where descriptors are few, the one connection too many is told so: it once hung, while its loop
 * went round and round. Among the last: what it takes from this process it cannot give back. */
static void test_few_descriptors_are_not_used_up(void **state)
{
    enum { SERVED = 32 };
    static struct client clients[SERVED + 1];
    struct answer answer;
    const struct rlimit few = {2 * SERVED, 2 * SERVED};
    (void)state;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    start((const char *const[]){"--threads", "1", NULL});
    assert_non_null(strstr(server.said, "only 64 descriptors are allowed: 32 connections"));
    for (size_t i = 0; i < SERVED; i++) {
        client_open(&clients[i], server.port);
        client_ask(&clients[i], "GET", "/healthz", NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
    }
    client_open(&clients[SERVED], server.port);
    client_read(&clients[SERVED], false, &answer);
    assert_int_equal(answer.status, 503);
    for (size_t i = 0; i <= SERVED; i++) {
        client_close(&clients[i]);
    }
    daemon_stop(&server);
}

/* Fewer connections than the descriptors would bear were asked for: those are meant. */
static void test_few_descriptors_do_not_raise_the_limit_of_connections(void **state)
{
    enum { SERVED = 20 };
    static struct client clients[SERVED + 1];
    struct answer answer;
    const struct rlimit few = {64, 64};
    (void)state;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    start((const char *const[]){"--threads", "1", "--connections", "20", NULL});
    assert_null(strstr(server.said, "connections are served"));
    for (size_t i = 0; i < SERVED; i++) {
        client_open(&clients[i], server.port);
        client_ask(&clients[i], "GET", "/healthz", NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
    }
    client_open(&clients[SERVED], server.port);
    client_read(&clients[SERVED], false, &answer);
    assert_int_equal(answer.status, 503);
    for (size_t i = 0; i <= SERVED; i++) {
        client_close(&clients[i]);
    }
    daemon_stop(&server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_body_limit),
        cmocka_unit_test(test_default_body_limit),
        cmocka_unit_test(test_target_limit),
        cmocka_unit_test(test_parameter_limit),
        cmocka_unit_test(test_connection_limit),
        cmocka_unit_test(test_limit_of_one_address),
        cmocka_unit_test(test_slow_senders_are_cut_at_the_deadline),
        cmocka_unit_test(test_silent_connection_is_cut),
        cmocka_unit_test(test_idle_connection_ends_silently),
        cmocka_unit_test(test_many_clients_at_once),
        cmocka_unit_test(test_pipelined_requests_are_answered_in_order),
        cmocka_unit_test(test_few_descriptors_are_not_used_up),
        cmocka_unit_test(test_few_descriptors_do_not_raise_the_limit_of_connections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
