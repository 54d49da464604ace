/* http/mhd_loop.h - one event loop: a libmicrohttpd daemon (its only user) without a thread of its
 * own, driven from ours. */
#ifndef NA_HTTP_MHD_LOOP_H
#define NA_HTTP_MHD_LOOP_H

#include <nearaid/error.h>

#include "http/service.h"

struct na_loop;

/* How long a connection may take, milliseconds. */
struct na_loop_waits {
    unsigned int arrival_ms; /* a request to arrive whole: absolute, not since the last byte */
    unsigned int idle_ms;    /* between an answer and the next request's first line */
    unsigned int sending_ms; /* an answer to be taken off us: absolute */
    unsigned int batch_ms;   /* a batch to arrive, and again its answer to be taken: absolute */
};

/* Make a loop that accepts on `listen_fd`, which it takes over on success. Does not run yet. */
NA_MUST_USE enum na_code na_loop_new(struct na_service *service, int listen_fd,
                                     const struct na_loop_waits *waits, unsigned int connections,
                                     struct na_loop **ret_loop, struct na_error *reterr);
struct na_metrics *na_loop_metrics(struct na_loop *loop);
/* Serve until na_loop_stop; the body of the loop's thread. */
void na_loop_run(struct na_loop *loop);
/* Make the loop take the current snapshot now, so that the former one can go. Any thread. */
void na_loop_wake(struct na_loop *loop);
/* Make na_loop_run end: no new connections, those idle are closed, those at work have `drain_ms`.
 * Any thread. */
void na_loop_stop(struct na_loop *loop, unsigned int drain_ms);
/* When it does not run any more. NULL does nothing. */
void na_loop_free(struct na_loop *loop);

#endif
