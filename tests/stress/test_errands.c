/* Slow questions by many threads while the data changes and clients leave: every answer that comes
 * is whole and of the data that was asked; at the end no child is left. The children are the real
 * daemon's; the server is in this process, so that a thread sanitizer sees its threads. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/report.h"
#include "compile/compile.h"
#include "data/slot.h"
#include "http/server.h"
#include "io/file.h"

#define ASKERS 4
#define QUESTIONS 12
#define RELOADS 5
#define REPLY_BYTES ((size_t)1024 * 1024)

static struct na_slot *slot;
static struct na_server *server;
static atomic_uint answered, refused, left, wrong;

static int open_connection(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(na_server_port(server))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* Read a whole answer; 0: there is none. */
static unsigned long read_status(int fd, char *reply)
{
    size_t length = 0;
    for (;;) {
        ssize_t got = recv(fd, reply + length, REPLY_BYTES - 1 - length, 0);
        if (got <= 0) {
            return 0;
        }
        length += (size_t)got;
        reply[length] = '\0';
        const char *end = strstr(reply, "\r\n\r\n");
        const char *size = strstr(reply, "Content-Length: ");
        if (end != NULL && size != NULL &&
            length >= (size_t)(end + 4 - reply) + strtoul(size + 16, NULL, 10)) {
            return strtoul(reply + 9, NULL, 10);
        }
    }
}

/* Ask; now and then leave before the answer. */
static void ask(unsigned int number, char *reply)
{
    char request[256];
    int fd = open_connection();
    int length = snprintf(request, sizeof request,
                          "GET /v1/coverage?kind=radio_premises&within=%u HTTP/1.1\r\n"
                          "Host: localhost\r\n\r\n",
                          100 + number % 7);
    if (fd < 0 || send(fd, request, (size_t)length, MSG_NOSIGNAL) != length) {
        atomic_fetch_add(&wrong, 1);
    } else if (number % 5 == 4) {
        atomic_fetch_add(&left, 1);
    } else {
        unsigned long status = read_status(fd, reply);
        bool whole =
            status == 200 && strstr(reply, "\"query\":{\"kind\":[\"radio_premises\"]") != NULL;
        atomic_fetch_add(whole ? &answered : status == 503 ? &refused : &wrong, 1);
    }
    if (fd >= 0) {
        close(fd);
    }
}

static void *ask_on(void *number)
{
    unsigned int at = *(unsigned int *)number;
    char *reply = malloc(REPLY_BYTES);
    for (unsigned int i = 0; reply != NULL && i < QUESTIONS; i++) {
        ask(at * 3 + i, reply);
    }
    free(reply);
    return NULL;
}

static void compile(char *path)
{
    struct na_compile_options options = {.no_grid = true};
    struct na_report report;
    struct na_buffer bytes;
    struct na_error error = {0};
    na_report_init(&report);
    na_buffer_init(&bytes, 1 << 28);
    if (na_compile(NA_TEST_PACK, &options, &bytes, &report, &error) != NA_OK) {
        fail_msg("%s: %s", error.file, error.message);
    }
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(na_file_write_atomic(path, bytes.data, bytes.length, NULL), NA_OK);
    na_buffer_fini(&bytes);
    na_report_fini(&report);
}

static void load(const char *path)
{
    struct na_snapshot *snapshot = NULL;
    assert_int_equal(na_snapshot_open(path, &snapshot, NULL), NA_OK);
    na_slot_set(slot, snapshot);
    na_snapshot_unref(snapshot);
}

static void test_many_ask_leave_and_reload(void **state)
{
    char path[] = "/tmp/nearaid-errands-XXXXXX";
    struct na_server_options options;
    struct na_error error = {0};
    pthread_t threads[ASKERS];
    unsigned int numbers[ASKERS];
    (void)state;
    compile(path);
    assert_int_equal(na_slot_new(&slot, NULL), NA_OK);
    load(path);
    na_server_options_init(&options);
    options.port = 0;
    options.threads = 2;
    options.access_log = false;
    options.errands.cache_bytes = 60000; /* two answers or so */
    options.errand_program = NA_TEST_DAEMON;
    assert_int_equal(na_server_start(&options, slot, &server, &error), NA_OK);
    for (unsigned int i = 0; i < ASKERS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, ask_on, &numbers[i]), 0);
    }
    char *reply = malloc(REPLY_BYTES);
    assert_non_null(reply);
    for (unsigned int i = 0; i < RELOADS; i++) {
        load(path);
        na_server_reloaded(server, NULL);
        ask(i * 2, reply);
    }
    free(reply);
    for (size_t i = 0; i < ASKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
    na_server_stop(server, 5000);
    na_slot_free(slot);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child, alive or not */
    assert_int_equal(unlink(path), 0);
    print_message("%u answered, %u refused as busy, %u left, %u wrong\n", answered, refused, left,
                  wrong);
    assert_int_equal(wrong, 0);
    assert_true(answered > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_many_ask_leave_and_reload)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
