/* http/exchange.h - one request and its answer, in plain values: everything between the MHD glue
 * (mhd_loop.c) and the routes. */
#ifndef NA_HTTP_EXCHANGE_H
#define NA_HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Longest request target ("/v1/ward?lat=..."), bytes; one more is 414. */
#define NA_TARGET_LIMIT 4096
/* Longest joined value of a header that may be given several times, bytes. */
#define NA_HEADER_LIST_BYTES 512

enum na_method {
    NA_METHOD_OTHER = 0,
    NA_METHOD_GET = 1,
    NA_METHOD_HEAD = 2,
    NA_METHOD_POST = 4,
    NA_METHOD_OPTIONS = 8
};

/* The headers that matter. Pointers borrow from the connection for the request's life; NULL when
 * the header was not sent. */
struct na_http_headers {
    const char *host;
    const char *content_length;
    const char *content_type;
    const char *content_encoding;
    const char *transfer_encoding;
    const char *authorization; /* as good as not sent when it came more than once */
    unsigned int authorization_count;
    const char *incident; /* X-Incident; as good as not sent when it came more than once */
    unsigned int incident_count;
    const char *forwarded_proto; /* X-Forwarded-Proto: how the client reached a proxy before us */
    unsigned int host_count;
    unsigned int content_length_count;
    unsigned int content_type_count;
    unsigned int content_encoding_count;
    unsigned int transfer_encoding_count;
    bool expects_continue; /* the client waits with its body until told to send it */
    bool malformed;        /* a name or value no HTTP header can have */
    char accept[NA_HEADER_LIST_BYTES];
    char accept_encoding[NA_HEADER_LIST_BYTES];
    char if_none_match[NA_HEADER_LIST_BYTES];
};

struct na_http_request {
    enum na_method method;
    bool version_1_0;
    bool target_too_long;
    bool streamed; /* its route takes the body piece by piece: `body` stays empty */
    char target[NA_TARGET_LIMIT + 1]; /* as sent, nothing decoded */
    struct na_http_headers headers;
    struct na_buffer body;
};

/* An answer; `body` is kept by the connection and reused. */
struct na_http_response {
    int status;
    const char *content_type;   /* static; NULL: no body */
    const char *cache_control;  /* static */
    const char *vary;           /* static; NULL: none */
    const char *allow;          /* static; NULL: none */
    const char *authenticate;   /* static; NULL: none */
    const char *content_crs;    /* static; NULL: none */
    char etag[40];              /* quoted; "" none */
    unsigned int retry_after_s; /* 0: none */
    bool gzipped;
    bool is_page;     /* a page or a file of it: with the headers of http/web.h */
    const char *lent; /* the body, when it is not in `body` but borrowed; else NULL */
    size_t lent_length;
    bool close;              /* end the connection after this answer */
    const char *batch_tally; /* of the connection's batch; NULL: no batch */
    const char *batch_table; /* what its table was found to be; NULL or "": nothing to say */
    size_t route;            /* position in the table of routes, or their number: none */
    char snapshot_id[13];    /* first 12 hexadecimal digits of the pack's digest, or "-" */
    struct na_buffer body;
};

/* No header yet. Cheaper than zeroing it all: this is done for every request. */
void na_http_headers_clear(struct na_http_headers *headers);
/* Note one header of a request. Both texts live as long as the request. */
void na_http_headers_add(struct na_http_headers *headers, const char *name, const char *value);
/* The header fields of an answer, those it has. Returns how many; values borrow from `response`. */
#define NA_HTTP_FIELDS 18
struct na_http_field {
    const char *name, *value;
};
size_t na_http_response_fields(const struct na_http_response *response,
                               struct na_http_field ret_fields[NA_HTTP_FIELDS]);
/* The body of an answer, own or lent. */
const char *na_http_response_body(const struct na_http_response *response, size_t *ret_length);
/* The method of this name (case matters). */
enum na_method na_method_of(const char *name);

#endif
