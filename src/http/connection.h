/* http/connection.h - what the loop keeps of a connection, and what needs no MHD of it. */
#ifndef NA_HTTP_CONNECTION_H
#define NA_HTTP_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "http/batch.h"
#include "http/deadline.h"
#include "http/errand.h"
#include "http/exchange.h"
#include "http/service.h"
#include "http/unpack.h"

struct na_connection {
    struct na_deadline deadline; /* the first member: a deadline due is a connection due */
    int fd;                      /* borrowed */
    bool counted;                /* in the census */
    bool cut;                    /* shut down by us */
    bool begun;                  /* the headers have been judged */
    bool answered;               /* an answer was queued */
    int64_t started_us;          /* when the request's first line was there */
    struct sockaddr_storage address;
    struct na_http_request request;
    struct na_http_response response;
    struct na_batch_job *batch;            /* NULL: no batch */
    struct na_unpack *unpack;              /* NULL: no file to unpack */
    struct na_errand_wait wait;            /* for the answer of a child */
    void *suspended;                       /* while it waits: what resumes it (http/suspended.h) */
    struct na_connection *previous, *next; /* of those that wait */
};

/* NULL: out of memory. */
struct na_connection *na_connection_new(int fd, const struct sockaddr *address, size_t body_limit);
/* Count it in; false, and it is cut, when there are too many. */
bool na_connection_enter(struct na_connection *connection, struct na_worker *worker);
/* It is closed: count it out, wait for nothing more. */
void na_connection_free(struct na_connection *connection, struct na_worker *worker);
/* The connection that a wait is part of. */
struct na_connection *na_connection_of_wait(struct na_errand_wait *wait);
/* A request's first line has arrived with this target. */
void na_connection_begin(struct na_connection *connection, const char *target, int64_t now_us);
/* May it be served, by its head alone, and does an upload begin? Errors, to be answered at once:
 * those of na_guard_check, na_batch_job_new and na_unpack_new. */
NA_MUST_USE enum na_code na_connection_judge(struct na_connection *connection,
                                             struct na_worker *worker, const char *method,
                                             const char *version, struct na_error *reterr);
/* Take some of the request's body. False: the connection is at its end. */
bool na_connection_take(struct na_connection *connection, struct na_worker *worker,
                        const char *bytes, size_t length);
/* Count and log the request that has ended, and forget it. */
void na_connection_end(struct na_connection *connection, struct na_worker *worker, int64_t now_us);
/* Tell the client what is wrong, as far as its socket takes it at once, and shut the connection
 * down; only while no answer is under way. `code` NA_OK: without a word. */
void na_connection_cut(struct na_connection *connection, struct na_worker *worker,
                       enum na_code code, const char *message);

#endif
