/* tests/http/client.h - a client that sends bytes as they are given, right or wrong. Anything that
 * should not happen fails the test. */
#ifndef NA_TEST_HTTP_CLIENT_H
#define NA_TEST_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long a test waits for what must come before it calls it a failure. Only a test that fails
 * waits so long, so it is far above what a loaded machine takes; ctest's own limit is above it. */
#define PATIENCE_MS 120000

/* What libmicrohttpd 1.0 answers, and what 0.9.75 does. */
#ifdef NA_TEST_MHD_1
#define MHD_ANSWERS(since_1_0, before) (since_1_0)
#else
#define MHD_ANSWERS(since_1_0, before) (before)
#endif

#define CLIENT_BYTES ((size_t)2 * 1024 * 1024)

struct client {
    int fd;
    char *bytes; /* CLIENT_BYTES; received, not yet used */
    size_t length;
};

/* Pointers into the client's memory, good until the next answer is read. */
struct answer {
    int status; /* 0: the connection ended without one */
    char head[4096];
    const char *body;
    size_t length;
};

void client_open(struct client *client, uint16_t port);
/* Wait until nobody listens there any more. */
void client_wait_refused(uint16_t port);
void client_close(struct client *client);
void client_send(struct client *client, const void *bytes, size_t length);
void client_text(struct client *client, const char *text);
/* Read one answer; to HEAD and 204 and 304 there is no body. */
void client_read(struct client *client, bool no_body, struct answer *ret_answer);
/* Wait for the other side to close; false if it sends something instead, or nothing comes. */
bool client_ended(struct client *client);
/* The same, whatever it sends before. */
bool client_drained(struct client *client);
/* Send "METHOD TARGET HTTP/1.1", Host, `headers` (each with its CRLF) and the body; read. */
void client_ask(struct client *client, const char *method, const char *target, const char *headers,
                const char *body, struct answer *ret_answer);
/* Value of a header of the answer, copied to `to` ("" if there is none). */
void answer_header(const struct answer *answer, const char *name, char *to, size_t size);
void assert_header(const struct answer *answer, const char *name, const char *value);
/* Does the body hold `text`? */
bool answer_holds(const struct answer *answer, const char *text);

#endif
