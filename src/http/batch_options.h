/* http/batch_options.h - from a request's head to the options of a batch. */
#ifndef NA_HTTP_BATCH_OPTIONS_H
#define NA_HTTP_BATCH_OPTIONS_H

#include "http/service.h"
#include "rows/batch.h"

/* Read Content-Type, Accept and the query. What *ret_options points into lives as long as
 * `worker`'s memory of parameters does; *ret_content_type, of the answer, is static. Errors:
 * NA_ERR_MEDIA, NA_ERR_ACCEPT, those of the parameters. */
NA_MUST_USE enum na_code
na_batch_options_read(struct na_worker *worker, const struct na_http_request *request,
                      const struct na_param_specs *specs, enum na_batch_question question,
                      struct na_batch_options *ret_options, const char **ret_content_type,
                      struct na_error *reterr);

#endif
