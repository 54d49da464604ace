/* A long batch: how much memory it takes, and whether the others on its loop are answered. */
#include <inttypes.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"
#include "daemon.h"
#include "upload.h"

#define WARD "/v1/batch/ward"
/* Some 20 MB; with NA_TEST_SLOW in the environment ten times that. */
#define ROWS UINT64_C(160000)

static struct daemon server;

static int64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static uint64_t rows_wanted(void)
{
    return getenv("NA_TEST_SLOW") != NULL ? ROWS * 10 : ROWS;
}

static int start(void **state)
{
    (void)state;
    daemon_start(&server, (const char *const[]){"--pack", NA_TEST_PACK, "--no-access-log",
                                                "--threads", "1", "--batch-rows", "10000000",
                                                "--batch-bytes", "2000000000", NULL});
    return 0;
}

static int stop(void **state)
{
    (void)state;
    daemon_stop(&server);
    return 0;
}

/* Peak of the daemon's memory, KiB. */
static uint64_t peak_kib(void)
{
    char path[64];
    char line[256];
    uint64_t kib = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/status", (int)server.pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "VmHWM:", 6) == 0) {
            kib = strtoull(line + 6, NULL, 10);
        }
    }
    (void)fclose(file);
    assert_true(kib > 0);
    return kib;
}

static void run_long(const char *headers, uint64_t rows, uint64_t lines_beside)
{
    struct client client;
    int status = 0;
    uint64_t lines = 0;
    uint64_t bytes = 0;
    client_open(&client, server.port);
    upload_head_long(&client, WARD, headers, rows);
    int child = upload_send_long(&client, rows);
    upload_read_long(&client, &status, &lines, &bytes);
    upload_wait(child);
    client_close(&client);
    assert_int_equal(status, 200);
    assert_int_equal(lines, rows + lines_beside);
    printf("%" PRIu64 " bytes in, %" PRIu64 " bytes out, peak %" PRIu64 " KiB\n",
           upload_long_bytes(rows), bytes, peak_kib());
}

/* What a tenth of it needs is what all of it needs: 8 MiB are for the allocator's habits. */
static void test_memory_is_flat(void **state)
{
    (void)state;
    uint64_t rows = rows_wanted();
    run_long(UPLOAD_CSV, rows / 10, 1);
    uint64_t before = peak_kib();
    run_long(UPLOAD_CSV, rows, 1);
    assert_in_range(peak_kib(), before, before + 8192);
    run_long(UPLOAD_ANSWERS, rows / 10, 0);
    before = peak_kib();
    run_long(UPLOAD_ANSWERS, rows / 2, 0);
    assert_in_range(peak_kib(), before, before + 8192);
}

static int compare(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* One loop, one long batch, one client that asks and asks: its answers come all the while. A batch
 * that is worked on whole lets one or two through. Load slows batch and client alike, so answers
 * are counted, and how long each took is printed for people only. */
static void test_others_are_answered(void **state)
{
    enum { MOST = 200000 };
    (void)state;
    int64_t *waits = calloc(MOST, sizeof *waits);
    assert_non_null(waits);
    struct client batch;
    struct client other;
    size_t count = 0;
    client_open(&batch, server.port);
    client_open(&other, server.port);
    int64_t begun = now_us();
    upload_head_long(&batch, WARD, UPLOAD_ANSWERS, rows_wanted() / 4);
    int child = upload_send_long(&batch, rows_wanted() / 4);
    struct pollfd polled = {.fd = batch.fd, .events = POLLIN};
    while (poll(&polled, 1, 0) == 0 && count < MOST) {
        struct answer answer;
        int64_t asked = now_us();
        client_ask(&other, "GET", "/v1/ward?lat=54.6867&lon=-1.2080", NULL, NULL, &answer);
        assert_int_equal(answer.status, 200);
        waits[count++] = now_us() - asked;
    }
    int64_t whole = now_us() - begun;
    int status = 0;
    uint64_t lines = 0;
    uint64_t bytes = 0;
    upload_read_long(&batch, &status, &lines, &bytes);
    assert_int_equal(status, 200);
    upload_wait(child);
    assert_true(count >= 50);
    qsort(waits, count, sizeof *waits, compare);
    printf("batch of %" PRId64 " ms; %zu answers beside it, median %" PRId64 " us, p99 %" PRId64
           " us, longest %" PRId64 " us\n",
           whole / 1000, count, waits[count / 2], waits[count - 1 - count / 100], waits[count - 1]);
    client_close(&batch);
    client_close(&other);
    free(waits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_flat),
        cmocka_unit_test(test_others_are_answered),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
