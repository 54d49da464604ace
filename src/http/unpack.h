/* http/unpack.h - POST /v1/batch/csv: a file of rows that the daemon itself does not read (an Excel
 * workbook, a zip file, GeoJSON) as CSV, which the batches take.
 *
 * Its bytes are kept in a file without a name. A child of ours reads them, with limits on its time
 * and memory, without a socket, and gives CSV or says what is wrong (http/errand.h). */
#ifndef NA_HTTP_UNPACK_H
#define NA_HTTP_UNPACK_H

#include "base/text.h"
#include "http/service.h"
#include "question/params.h"
#include "question/question.h"

/* It is no question about the data: the server's own route. */
extern const struct na_question na_unpack_question;

/* One upload. Used by the thread of its connection. */
struct na_unpack;

/* Begin. Errors: those of the head. */
NA_MUST_USE enum na_code na_unpack_new(struct na_worker *worker,
                                       const struct na_http_request *request,
                                       struct na_unpack **ret_unpack, struct na_error *reterr);
/* NULL does nothing. */
void na_unpack_free(struct na_unpack *unpack);
/* Keep the next bytes. NA_ERR_BODY_SIZE: it is over its limit, and the connection is to be cut. All
 * other errors wait for the upload's end. */
NA_MUST_USE enum na_code na_unpack_take(struct na_unpack *unpack, struct na_str bytes,
                                        struct na_error *reterr);
/* The upload has ended. True: a child works on it, and `wait` comes to the inbox of `worker`, for
 * na_respond_errand. False: `response` says what is wrong. */
bool na_unpack_ask(struct na_unpack *unpack, struct na_worker *worker,
                   const struct na_http_request *request, struct na_errand_wait *wait,
                   struct na_http_response *response);

#endif
