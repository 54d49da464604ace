/* http/batch_options.h - from a request's head to the options of a batch. */
#ifndef NA_HTTP_BATCH_OPTIONS_H
#define NA_HTTP_BATCH_OPTIONS_H

#include "http/service.h"
#include "rows/batch.h"

/* What the head of a request says. Texts live as long as the worker's memory of parameters does:
 * until its next request. */
struct na_batch_asked {
    struct na_batch_options options;
    bool has_encoding;        /* a charset is told */
    const char *decimal;      /* "comma", "point"; NULL: found */
    const char *dates;        /* "day-first", "month-first"; NULL: found */
    const char *content_type; /* of the answer; static */
};

/* Read Content-Type, Accept and the query. Errors: NA_ERR_MEDIA, NA_ERR_ACCEPT, those of the
 * parameters. */
NA_MUST_USE enum na_code
na_batch_asked_read(struct na_worker *worker, const struct na_http_request *request,
                    const struct na_param_specs *specs, enum na_batch_question question,
                    struct na_batch_asked *ret_asked, struct na_error *reterr);

#endif
