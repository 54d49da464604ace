/* Requests nobody should send, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"

static struct daemon server;

static int start(void **state)
{
    (void)state;
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--no-access-log", "--host",
                                                "map.example.org", NULL});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    daemon_stop(&server);
    return 0;
}

#define HOST "Host: localhost\r\n"
#define POST "POST /v1/ward HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n"

/* Status 0: closed without a word. `closes`: the connection is not used further, because where the
 * request ends is not certain. */
static const struct row {
    const char *what, *raw;
    int status;
    bool closes;
} rows[] = {
    {"no Host", "GET /healthz HTTP/1.1\r\n\r\n", 400, true},
    {"HTTP/1.0 needs no Host", "GET /healthz HTTP/1.0\r\n\r\n", 200, true},
    {"two Hosts", "GET /healthz HTTP/1.1\r\n" HOST HOST "\r\n", 400, true},
    {"unknown Host", "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, true},
    {"unknown Host under HTTP/1.0", "GET /healthz HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421,
     true},
    {"Host with us as its beginning",
     "GET /healthz HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 421, true},
    {"another machine's address", "GET /healthz HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n", 421, true},
    {"Host by option", "GET /healthz HTTP/1.1\r\nHost: MAP.example.org:443\r\n\r\n", 200, false},
    {"Host as an address", "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n", 200, false},
    {"Host in brackets", "GET /healthz HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 200, false},
    {"Host with half a bracket", "GET /healthz HTTP/1.1\r\nHost: [::1\r\n\r\n", 400, true},
    {"Host with a bad port", "GET /healthz HTTP/1.1\r\nHost: localhost:8x\r\n\r\n", 400, true},
    {"Host with a port too large", "GET /healthz HTTP/1.1\r\nHost: localhost:65536\r\n\r\n", 400,
     true},
    {"empty Host", "GET /healthz HTTP/1.1\r\nHost: \r\n\r\n", 400, true},
    {"absolute target", "GET http://localhost/healthz HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"OPTIONS *", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"CONNECT", "CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"TRACE", "TRACE /healthz HTTP/1.1\r\n" HOST "\r\n", 405, false},
    {"method of no RFC", "FOO /healthz HTTP/1.1\r\n" HOST "\r\n", 405, false},
    {"%00 in the path", "GET /v1/wards/E%00 HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"%00 in the query", "GET /v1/ward?lat=54%00 HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"blank in the target", "GET /v1/wards/a b HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"tab in the target", "GET /v1/wards/a\tb HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"raw UTF-8 in the target", "GET /v1/wards/\xC3\xA4 HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"fragment", "GET /healthz#a HTTP/1.1\r\n" HOST "\r\n", 400, true},
    {"no version", "GET /healthz\r\n\r\n", 400, true},
    {"HTTP/2.0", "GET /healthz HTTP/2.0\r\n" HOST "\r\n", 505, true},
    {"another protocol", "GET /healthz HTTQ/1.1\r\n" HOST "\r\n", 400, true},
    {"Content-Length and Transfer-Encoding",
     POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true},
    {"Transfer-Encoding and Content-Length",
     POST "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 400, true},
    {"chunked", POST "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 411, true},
    {"Transfer-Encoding: identity", POST "Transfer-Encoding: identity\r\n\r\n{}",
     MHD_ANSWERS(400, 411), true},
    {"chunked GET", "GET /healthz HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     411, true},
    {"Content-Length twice the same", POST "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400,
     true},
    {"Content-Length twice", POST "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400, true},
    {"Content-Length as a list", POST "Content-Length: 2, 2\r\n\r\n{}", 400, true},
    {"signed Content-Length", POST "Content-Length: +2\r\n\r\n{}", 400, true},
    {"negative Content-Length", POST "Content-Length: -2\r\n\r\n{}", 400, true},
    {"hexadecimal Content-Length", POST "Content-Length: 0x2\r\n\r\n{}", 400, true},
    {"empty Content-Length", POST "Content-Length: \r\n\r\n{}", 400, true},
    {"Content-Length beyond 64 bits", POST "Content-Length: 99999999999999999999\r\n\r\n{}", 413,
     true},
    {"Content-Length of 18 digits", POST "Content-Length: 999999999999999999\r\n\r\n{}", 413, true},
    {"POST without a length", POST "\r\n", 411, true},
    {"GET with a body", "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\n{}", 400, true},
    {"header without a colon", "GET /healthz HTTP/1.1\r\n" HOST "foo\r\n\r\n", 400, true},
    {"blank before the colon", "GET /healthz HTTP/1.1\r\n" HOST "Content-Length : 5\r\n\r\n", 400,
     true},
    {"first header folded", "GET /healthz HTTP/1.1\r\n X: a\r\n" HOST "\r\n", 400, true},
    {"folded Transfer-Encoding beside a Content-Length",
     POST "Content-Length: 2\r\nTransfer-Encoding:\r\n chunked\r\n\r\n{}", 400, true},
    {"Transfer-Encoding folded after its value",
     POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\tx\r\n\r\n{}", 400, true},
    {"folded Content-Length", POST "Content-Length:\r\n 2\r\n\r\n{}", 400, true},
    {"folded Host", "GET /healthz HTTP/1.0\r\nHost: evil\r\n .example\r\n\r\n", 400, true},
    {"control character in a header's name",
     POST "Content-Length: 2\r\nTransfer-Encoding\v: chunked\r\n\r\n{}", 400, true},
    {"header's name beyond ASCII", "GET /healthz HTTP/1.1\r\n" HOST "X\x80: a\r\n\r\n", 400, true},
    {"an empty line first", "\r\nGET /healthz HTTP/1.1\r\n" HOST "\r\n", 200, false},
    {"Upgrade is not taken up",
     "GET /healthz HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 200, false},
    {"Connection: close", "GET /healthz HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", 200, true},
    {"Expect: 100-continue",
     POST "Expect: 100-continue\r\nContent-Length: 29\r\n\r\n{\"lat\":54.6867,\"lon\":-1.2080}",
     200, false},
};

static void test_bad_requests(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct client client;
        struct answer answer;
        client_open(&client, server.port);
        client_text(&client, rows[i].raw);
        client_read(&client, false, &answer);
        if (answer.status != rows[i].status) {
            fail_msg("%s: %d, not %d:\n%s%s", rows[i].what, answer.status, rows[i].status,
                     answer.head, answer.body != NULL ? answer.body : "");
        }
        if (rows[i].closes) {
            /* libmicrohttpd 0.9.75 sends the head of its own refusal of a Content-Length twice. */
            if (!client_drained(&client)) {
                fail_msg("%s: the connection stays open", rows[i].what);
            }
        } else {
            client_ask(&client, "GET", "/healthz", NULL, NULL, &answer);
            assert_int_equal(answer.status, 200);
        }
        client_close(&client);
    }
}

/* What looks like a second request inside a refused one must not be answered. */
static void test_nothing_is_smuggled(void **state)
{
    static const char *const raws[] = {
        POST "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
             "GET /v1/datasets HTTP/1.1\r\n" HOST "\r\n",
        "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 45\r\n\r\n"
        "GET /v1/datasets HTTP/1.1\r\n" HOST "\r\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof raws / sizeof raws[0]; i++) {
        struct client client;
        struct answer answer;
        client_open(&client, server.port);
        client_text(&client, raws[i]);
        client_read(&client, false, &answer);
        assert_int_equal(answer.status, 400);
        assert_true(client_ended(&client));
        client_close(&client);
    }
}

/* A request cut off at any byte, then the connection closed: nothing happens. */
static void test_requests_cut_off_anywhere(void **state)
{
    static const char whole[] = POST "Content-Length: 29\r\n\r\n{\"lat\":54.6867,\"lon\":-1.2080}";
    (void)state;
    for (size_t length = 0; length < sizeof whole - 1; length++) {
        struct client client;
        client_open(&client, server.port);
        client_send(&client, whole, length);
        client_close(&client);
    }
    struct client client;
    struct answer answer;
    client_open(&client, server.port);
    client_text(&client, whole);
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&client);
}

/* The same request byte by byte is the same request. */
static void test_request_in_single_bytes(void **state)
{
    static const char whole[] = POST "Content-Length: 29\r\n\r\n{\"lat\":54.6867,\"lon\":-1.2080}";
    struct client client;
    struct answer answer;
    (void)state;
    client_open(&client, server.port);
    for (size_t i = 0; i < sizeof whole - 1; i++) {
        client_send(&client, whole + i, 1);
    }
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 200);
    client_close(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_requests),
        cmocka_unit_test(test_nothing_is_smuggled),
        cmocka_unit_test(test_requests_cut_off_anywhere),
        cmocka_unit_test(test_request_in_single_bytes),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
