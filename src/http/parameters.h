/* http/parameters.h - where a request's parameters come from: its query string, its body, its path.
 */
#ifndef NA_HTTP_PARAMETERS_H
#define NA_HTTP_PARAMETERS_H

#include <nearaid/error.h>

#include "http/service.h"
#include "io/json_read.h"

/* The parameters of `request`; they live as long as `worker`'s memory and `body` (an empty object,
 * released by the caller with na_json_object_free) do. Errors: NA_ERR_MEDIA, NA_ERR_BODY,
 * NA_ERR_REQUEST and those of na_params_from_query. */
NA_MUST_USE enum na_code na_parameters_read(struct na_worker *worker,
                                            const struct na_http_request *request,
                                            struct na_json_object *body,
                                            const struct na_param **ret_params, size_t *ret_count,
                                            struct na_error *reterr);

/* The parameters of the query alone, `*ret_count` of them in worker->params. Errors: NA_ERR_REQUEST
 * and those of na_params_from_query. */
NA_MUST_USE enum na_code na_parameters_of_query(struct na_worker *worker,
                                                const struct na_http_request *request,
                                                size_t *ret_count, struct na_error *reterr);

/* Undo the % escapes of a path segment into `to` (room for `length` + 1 bytes). NA_ERR_REQUEST: a
 * bad escape, a control character, bad UTF-8. */
NA_MUST_USE enum na_code na_path_decode(const char *segment, size_t length, char *to,
                                        struct na_error *reterr);

#endif
