/* tests/http/upload.h - batches: uploads in pieces, answers of any length. Anything that should not
 * happen fails the test. */
#ifndef NA_TEST_HTTP_UPLOAD_H
#define NA_TEST_HTTP_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client.h"

#define UPLOAD_CSV "Content-Type: text/csv\r\n"
#define UPLOAD_NDJSON "Content-Type: application/x-ndjson\r\n"
#define UPLOAD_ANSWERS UPLOAD_CSV "Accept: application/x-ndjson\r\n"

/* A table of `rows` positions in and around the demonstration's wards, the same for the same seed;
 * freed by the caller. */
char *upload_table(unsigned int seed, size_t rows);
/* Send the head of a batch of `length` bytes and wait until the server wants its body, so that the
 * batch is under way. False: it is busy (503). */
bool upload_try(struct client *client, const char *target, const char *headers, size_t length);
/* The same, and it must go well. */
void upload_begin(struct client *client, const char *target, const char *headers, size_t length);
/* A whole batch on a connection of its own; its body must fit into CLIENT_BYTES. */
void upload_ask(uint16_t port, const char *target, const char *headers, const char *body,
                struct answer *ret_answer);
/* Read an answer of any length; counts its lines, keeps none of it. */
void upload_read_long(struct client *client, int *ret_status, uint64_t *ret_lines,
                      uint64_t *ret_bytes);
/* Send `bytes` of generated rows after a header from a child process; returns its id. The table
 * is declared by upload_head_long. Waited for by upload_wait. */
int upload_send_long(struct client *client, uint64_t rows);
void upload_wait(int child);
/* Length of what upload_send_long sends. */
uint64_t upload_long_bytes(uint64_t rows);
/* Begin it: head only. */
void upload_head_long(struct client *client, const char *target, const char *headers,
                      uint64_t rows);

#endif
