/* http/batch.h - POST /v1/batch/...: an upload of rows, answered row by row while it arrives.
 *
 * libmicrohttpd takes an answer when a request's head is there or when all of it is, not between.
 * So the rows are worked on as they come, their answers are spooled, and the answer begins when
 * the upload has ended. Neither side is ever held whole in memory.
 *
 * What the table is (delimiter, encoding, titles above the header, gzip) is found from its first
 * MiB as the command line finds it; so the work begins when that has come, or the upload has ended.
 */
#ifndef NA_HTTP_BATCH_H
#define NA_HTTP_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/text.h"
#include "http/exchange.h"

struct na_worker;

/* Each tested at and one above. */
struct na_batch_limits {
    uint64_t rows;
    uint64_t bytes;        /* of the upload, and of what it unpacks to */
    uint64_t answer_bytes; /* of what is spooled */
    unsigned int seconds;  /* for the upload to arrive, and again for its answer to be taken */
    unsigned int at_once;  /* batches under way, all threads together */
    const char *folder;    /* for answers too long for memory */
};

/* A place among the uploads under way (`at_once`). NA_ERR_BUSY: there is none. */
struct na_service;
NA_MUST_USE enum na_code na_batch_place_take(struct na_service *service, struct na_error *reterr);
void na_batch_place_leave(struct na_service *service);

/* One batch. Used by the thread of its connection. */
struct na_batch_job;

/* Begin a batch for a request whose head the guard has let through. NA_OK also when it is refused
 * but its body is on the way: the job then takes the body, and answers why. Errors, to be answered
 * at once: those of the request, when its client waits for "100 Continue"; NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_batch_job_new(struct na_worker *worker,
                                          const struct na_http_request *request, size_t route,
                                          struct na_batch_job **ret_job, struct na_error *reterr);
/* NULL does nothing. */
void na_batch_job_free(struct na_batch_job *job);
/* Work on the next bytes of the upload of `request`. NA_ERR_BODY_SIZE: it is over its limit, and
 * the connection is to be cut. All other errors wait for the upload's end. */
NA_MUST_USE enum na_code na_batch_job_take(struct na_batch_job *job, struct na_worker *worker,
                                           const struct na_http_request *request,
                                           struct na_str bytes, struct na_error *reterr);
/* The upload has ended: make the answer. Its body is in `response`, or in a file
 * (na_batch_job_file). `response` borrows from the job. */
void na_batch_job_answer(struct na_batch_job *job, struct na_worker *worker,
                         const struct na_http_request *request, struct na_http_response *response);
/* Hand over the descriptor of the answer's body and its length. False: there is no file. */
bool na_batch_job_file(struct na_batch_job *job, int *ret_fd, uint64_t *ret_bytes);

#endif
