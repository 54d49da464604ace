/* memmem is not in POSIX. */
#define _GNU_SOURCE
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static int connect_to(int fd, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return connect(fd, (struct sockaddr *)&address, sizeof address);
}

void client_open(struct client *client, uint16_t port)
{
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(client->fd >= 0);
    assert_int_equal(connect_to(client->fd, port), 0);
    client->bytes = malloc(CLIENT_BYTES + 1);
    assert_non_null(client->bytes);
    client->length = 0;
}

void client_wait_refused(uint16_t port)
{
    for (bool refused = false; !refused;) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_true(fd >= 0);
        refused = connect_to(fd, port) != 0;
        close(fd);
    }
}

void client_close(struct client *client)
{
    close(client->fd);
    free(client->bytes);
    client->bytes = NULL;
}

/* A server that refuses may close while we still send: the answer counts. */
void client_send(struct client *client, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t sent = send(client->fd, at, length, MSG_NOSIGNAL);
        if (sent < 0) {
            assert_true(errno == EPIPE || errno == ECONNRESET);
            return;
        }
        at += sent;
        length -= (size_t)sent;
    }
}

void client_text(struct client *client, const char *text)
{
    client_send(client, text, strlen(text));
}

/* Receive some more; false at the connection's end. */
static bool receive(struct client *client)
{
    struct pollfd polled = {.fd = client->fd, .events = POLLIN};
    assert_true(client->length < CLIENT_BYTES);
    if (poll(&polled, 1, PATIENCE_MS) <= 0) {
        fail_msg("no answer for %d ms", PATIENCE_MS);
    }
    ssize_t got =
        recv(client->fd, client->bytes + client->length, CLIENT_BYTES - client->length, 0);
    if (got <= 0) {
        assert_true(got == 0 || errno == ECONNRESET);
        return false;
    }
    client->length += (size_t)got;
    return true;
}

/* The first `length` bytes have been used. */
static void drop(struct client *client, size_t length)
{
    client->length -= length;
    memmove(client->bytes, client->bytes + length, client->length);
}

void client_read(struct client *client, bool no_body, struct answer *ret_answer)
{
    char *end = NULL;
    memset(ret_answer, 0, sizeof *ret_answer);
    while ((end = memmem(client->bytes, client->length, "\r\n\r\n", 4)) == NULL) {
        if (!receive(client)) {
            assert_int_equal(client->length, 0); /* half an answer */
            return;
        }
    }
    size_t head = (size_t)(end - client->bytes) + 4;
    assert_true(head < sizeof ret_answer->head);
    memcpy(ret_answer->head, client->bytes, head);
    drop(client, head);
    assert_int_equal(strncmp(ret_answer->head, "HTTP/1.1 ", 9), 0);
    ret_answer->status = (int)strtoul(ret_answer->head + 9, NULL, 10);
    if (ret_answer->status == 100) {
        client_read(client, no_body, ret_answer);
        return;
    }
    char text[40];
    answer_header(ret_answer, "Content-Length", text, sizeof text);
    size_t length = no_body ? 0 : strtoul(text, NULL, 10);
    while (client->length < length) {
        assert_true(receive(client));
    }
    /* Kept after what may follow, so that the caller can look at it. */
    static char body[CLIENT_BYTES + 1];
    memcpy(body, client->bytes, length);
    body[length] = '\0';
    drop(client, length);
    ret_answer->body = body;
    ret_answer->length = length;
}

bool client_ended(struct client *client)
{
    struct pollfd polled = {.fd = client->fd, .events = POLLIN};
    char byte;
    return client->length == 0 && poll(&polled, 1, PATIENCE_MS) > 0 &&
           recv(client->fd, &byte, 1, 0) <= 0;
}

bool client_drained(struct client *client)
{
    struct pollfd polled = {.fd = client->fd, .events = POLLIN};
    char bytes[4096];
    while (poll(&polled, 1, PATIENCE_MS) > 0) {
        if (recv(client->fd, bytes, sizeof bytes, 0) <= 0) {
            return true;
        }
    }
    return false;
}

void client_ask(struct client *client, const char *method, const char *target, const char *headers,
                const char *body, struct answer *ret_answer)
{
    char head[16384];
    char length[64] = "";
    if (body != NULL) {
        (void)snprintf(length, sizeof length, "Content-Length: %zu\r\n", strlen(body));
    }
    int printed = snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n",
                           method, target, headers != NULL ? headers : "", length);
    assert_true(printed > 0 && (size_t)printed < sizeof head);
    client_text(client, head);
    if (body != NULL) {
        client_text(client, body);
    }
    client_read(client, strcmp(method, "HEAD") == 0, ret_answer);
}

void answer_header(const struct answer *answer, const char *name, char *to, size_t size)
{
    size_t length = strlen(name);
    to[0] = '\0';
    for (const char *line = answer->head; (line = strstr(line, "\r\n")) != NULL;) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            const char *value = line + length + 1;
            value += strspn(value, " ");
            (void)snprintf(to, size, "%.*s", (int)strcspn(value, "\r"), value);
            return;
        }
    }
}

void assert_header(const struct answer *answer, const char *name, const char *value)
{
    char found[512];
    answer_header(answer, name, found, sizeof found);
    if (strcmp(found, value) != 0) {
        fail_msg("%s is \"%s\", not \"%s\", in:\n%s", name, found, value, answer->head);
    }
}

bool answer_holds(const struct answer *answer, const char *text)
{
    return memmem(answer->body, answer->length, text, strlen(text)) != NULL;
}
