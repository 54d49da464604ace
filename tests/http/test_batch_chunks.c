/* Batches in chunks. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "client.h"
#include "clock.h"
#include "daemon.h"
#include "upload.h"

#define WARD "/v1/batch/ward"
#define CODING "Transfer-Encoding: chunked\r\n\r\n"
#define CHUNKED "POST " WARD " HTTP/1.1\r\nHost: localhost\r\n" UPLOAD_CSV CODING

static struct daemon server;

static int start(void **state)
{
    (void)state;
    clock_daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--no-access-log",
                                                      "--deadline-ms", "300", NULL});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    clock_daemon_stop(&server);
    return 0;
}

/* Our side has ended: what libmicrohttpd does not see is met by the deadline, which counts from
 * when the daemon has read so far. So let time pass until something comes. */
static void pass_the_deadline(const struct client *client)
{
    struct pollfd polled = {.fd = client->fd, .events = POLLIN};
    while (poll(&polled, 1, 20) == 0) {
        clock_advance(300);
    }
}

/* Chunks of one table, well and badly made. Every connection is closed after them, so that nothing
 * after them is taken for a request. Status 0: no answer before our side is shut down. */
static void test_chunks(void **state)
{
#define BODY "lat,lon\n1,2\n" /* c bytes */
    static const struct {
        const char *what, *raw;
        int status;
    } rows[] = {
        {"one", "c\r\n" BODY "\r\n0\r\n\r\n", 200},
        {"two", "5\r\nlat,l\r\n7\r\non\n1,2\n\r\n0\r\n\r\n", 200},
        {"leading zeros", "000C\r\n" BODY "\r\n0\r\n\r\n", 200},
        {"extension", "c;a=\"b\"\r\n" BODY "\r\n0\r\n\r\n", MHD_ANSWERS(400, 200)},
        {"trailer", "c\r\n" BODY "\r\n0\r\nHost: evil.example\r\n\r\n", 200},
        {"request after it", "c\r\n" BODY "\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
         200},
        {"sign", "+c\r\n" BODY "\r\n0\r\n\r\n", 400},
        {"minus", "-c\r\n" BODY "\r\n0\r\n\r\n", 400},
        {"0x", "0xc\r\n" BODY "\r\n0\r\n\r\n", 400},
        {"blank", "c \r\n" BODY "\r\n0\r\n\r\n", 400},
        {"no size", "\r\n" BODY "\r\n0\r\n\r\n", 400},
        {"no hexadecimal", "zz\r\n" BODY "\r\n0\r\n\r\n", 400},
        {"too long for its size", "b\r\n" BODY "\r\n0\r\n\r\n", 400},
        {"beyond 64 bits", "1000000000000000c\r\n" BODY "\r\n0\r\n\r\n", 413},
        {"cut in a chunk", "c\r\nlat,l", 0},
        {"cut before the last", "c\r\n" BODY "\r\n", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct client client;
        struct answer answer;
        client_open(&client, server.port);
        client_text(&client, CHUNKED);
        client_text(&client, rows[i].raw);
        if (rows[i].status == 0) {
            assert_int_equal(shutdown(client.fd, SHUT_WR), 0);
            pass_the_deadline(&client);
        }
        client_read(&client, false, &answer);
        if (rows[i].status == 0 ? answer.status == 200 : answer.status != rows[i].status) {
            fail_msg("%s: %d\n%s", rows[i].what, answer.status, answer.head);
        }
        assert_true(client_ended(&client));
        client_close(&client);
    }
}

static void test_other_codings_are_refused(void **state)
{
    (void)state;
    struct client client;
    struct answer answer;
    static const char *const refused[] = {"gzip, chunked", "chunked, chunked", "identity"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        char head[256];
        (void)snprintf(head, sizeof head, UPLOAD_CSV "Transfer-Encoding: %s\r\n", refused[i]);
        client_open(&client, server.port);
        client_ask(&client, "POST", WARD, head, NULL, &answer);
        assert_int_equal(answer.status, MHD_ANSWERS(400, 411));
        client_close(&client);
    }
}

/* The program before us may see one request where we see two, if it counts otherwise. */
static void test_length_beside_chunks_is_refused(void **state)
{
    (void)state;
    struct client client;
    struct answer answer;
    client_open(&client, server.port);
    client_text(&client, "POST " WARD " HTTP/1.1\r\nHost: localhost\r\n" UPLOAD_CSV
                         "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    client_read(&client, false, &answer);
    assert_int_equal(answer.status, 400);
    assert_true(client_ended(&client));
    client_close(&client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_other_codings_are_refused),
        cmocka_unit_test(test_length_beside_chunks_is_refused),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
