/* http/guard.h - what is refused before a route is looked at: requests that two programs could read
 * differently, and names this server does not serve. Pure; any thread. */
#ifndef NA_HTTP_GUARD_H
#define NA_HTTP_GUARD_H

#include <stdint.h>

#include <nearaid/error.h>

#include "http/exchange.h"

struct na_guard {
    const char *listen_address; /* numeric */
    bool any_address;           /* listens on every address: any numeric Host is its own */
    const char *const *hosts;   /* further names */
    size_t host_count;
    size_t body_limit;    /* bytes */
    uint64_t batch_limit; /* bytes, of a body that is streamed */
};

/* Judge a request whose headers have arrived and whose body has not. Errors: NA_ERR_REQUEST,
 * NA_ERR_HOST, NA_ERR_URI_SIZE, NA_ERR_LENGTH, NA_ERR_BODY_SIZE. After an error the connection is
 * to be closed: where this request ends is not certain. */
NA_MUST_USE enum na_code na_guard_check(const struct na_guard *guard,
                                        const struct na_http_request *request,
                                        struct na_error *reterr);

#endif
