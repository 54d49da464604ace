/* memmem is not in POSIX. */
#define _GNU_SOURCE
#include "upload.h"

#include <inttypes.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Marsaglia's xorshift32. */
static unsigned int next_random(unsigned int *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

char *upload_table(unsigned int seed, size_t rows)
{
    size_t size = 32 + rows * 64;
    char *table = malloc(size);
    assert_non_null(table);
    int length = snprintf(table, size, "id,lat,lon\n");
    for (size_t i = 0; i < rows; i++) {
        double lat = 54.45 + (double)(next_random(&seed) % 300000) / 1e6;
        double lon = -1.45 + (double)(next_random(&seed) % 700000) / 1e6;
        length += snprintf(table + length, size - (size_t)length, "%zu,%.6f,%.6f\n", i, lat, lon);
    }
    return table;
}

bool upload_try(struct client *client, const char *target, const char *headers, size_t length)
{
    static const char wanted[] = "HTTP/1.1 100 Continue\r\n\r\n";
    char head[2048];
    (void)snprintf(head, sizeof head,
                   "POST %s HTTP/1.1\r\nHost: localhost\r\n%sExpect: 100-continue\r\n"
                   "Content-Length: %zu\r\n\r\n",
                   target, headers, length);
    client_text(client, head);
    char got[sizeof wanted] = "";
    assert_int_equal(recv(client->fd, got, sizeof got - 1, MSG_WAITALL), sizeof got - 1);
    bool goes_on = strcmp(got, wanted) == 0;
    if (!goes_on && strncmp(got, "HTTP/1.1 503 ", 13) != 0) {
        fail_msg("the batch is refused: %s", got);
    }
    return goes_on;
}

void upload_begin(struct client *client, const char *target, const char *headers, size_t length)
{
    assert_true(upload_try(client, target, headers, length));
}

void upload_ask(uint16_t port, const char *target, const char *headers, const char *body,
                struct answer *ret_answer)
{
    struct client client;
    client_open(&client, port);
    client_ask(&client, "POST", target, headers, body, ret_answer);
    client_close(&client);
}

void upload_read_long(struct client *client, int *ret_status, uint64_t *ret_lines,
                      uint64_t *ret_bytes)
{
    static char bytes[256 * 1024];
    size_t have = 0;
    char *end = NULL;
    while (end == NULL) {
        struct pollfd polled = {.fd = client->fd, .events = POLLIN};
        assert_true(have + 1 < sizeof bytes && poll(&polled, 1, PATIENCE_MS) > 0);
        ssize_t got = recv(client->fd, bytes + have, sizeof bytes - 1 - have, 0);
        assert_true(got > 0);
        have += (size_t)got;
        end = memmem(bytes, have, "\r\n\r\n", 4);
    }
    bytes[have] = '\0';
    const char *length = strstr(bytes, "Content-Length: ");
    assert_true(length != NULL && length < end);
    *ret_status = (int)strtoul(bytes + 9, NULL, 10);
    *ret_bytes = strtoull(length + 16, NULL, 10);
    *ret_lines = 0;
    have -= (size_t)(end + 4 - bytes);
    memmove(bytes, end + 4, have);
    for (uint64_t left = *ret_bytes;;) {
        for (size_t i = 0; i < have; i++) {
            *ret_lines += bytes[i] == '\n' ? 1 : 0;
        }
        left -= have;
        if (left == 0) {
            return;
        }
        size_t most = left < sizeof bytes ? (size_t)left : sizeof bytes;
        ssize_t got = recv(client->fd, bytes, most, 0);
        assert_true(got > 0);
        have = (size_t)got;
    }
}

#define LONG_HEADER "Crime ID,Month,Longitude,Latitude,Location,Crime type\n"
#define LONG_ROWS 4 /* that repeat */
static const char *const long_rows[LONG_ROWS] = {
    "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9,2024-06,-1.208000,54.686700,"
    "On or near Somewhere Street,Violence and sexual offences\n",
    ",2024-06,-1.235000,54.574200,On or near Elsewhere Road,Anti-social behaviour\n",
    "1a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9,2024-06,-1.100000,54.600000,"
    "\"On or near \"\"The Green\"\", north\",Burglary\n",
    "2a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9,2024-06,,,No location,Other "
    "crime\n",
};

uint64_t upload_long_bytes(uint64_t rows)
{
    uint64_t bytes = strlen(LONG_HEADER);
    for (uint64_t i = 0; i < LONG_ROWS; i++) {
        bytes += strlen(long_rows[i]) * (rows / LONG_ROWS + (i < rows % LONG_ROWS ? 1 : 0));
    }
    return bytes;
}

void upload_head_long(struct client *client, const char *target, const char *headers, uint64_t rows)
{
    char head[2048];
    (void)snprintf(head, sizeof head,
                   "POST %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %" PRIu64 "\r\n\r\n",
                   target, headers, upload_long_bytes(rows));
    client_text(client, head);
}

static bool send_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

int upload_send_long(struct client *client, uint64_t rows)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child > 0) {
        return child;
    }
    static char block[64 * 1024];
    bool good = send_all(client->fd, LONG_HEADER, strlen(LONG_HEADER));
    for (uint64_t row = 0; good && row < rows;) {
        size_t filled = 0;
        for (; row < rows && filled + 256 < sizeof block; row++) {
            size_t length = strlen(long_rows[row % LONG_ROWS]);
            memcpy(block + filled, long_rows[row % LONG_ROWS], length);
            filled += length;
        }
        good = send_all(client->fd, block, filled);
    }
    _exit(good ? 0 : 1);
}

void upload_wait(int child)
{
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}
