/* http/route.h - one row of what is served, and the list of them: validation, 404, 405 with Allow,
 * metrics, the index and the OpenAPI document all read it. The service carries the list. */
#ifndef NA_HTTP_ROUTE_H
#define NA_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "http/service.h"

enum na_kind_of_answer {
    NA_KIND_JSON = 1,
    NA_KIND_GEOJSON = 2,
    NA_KIND_METRICS = 4, /* text/plain; version=0.0.4 */
    /* A batch, whose body is worked on while it arrives and whose parameters are in the query
     * (http/batch.h): text/csv, application/x-ndjson, application/geo+json. */
    NA_KIND_WARD_ROWS = 8,
    NA_KIND_NEAREST_ROWS = 16,
    NA_KIND_ROWS = NA_KIND_WARD_ROWS | NA_KIND_NEAREST_ROWS,
    NA_KIND_WORDS = 32, /* what is read out: text/plain */
    NA_KIND_PAGE = 64,  /* text/html, which comes without data too (http/pages.h) */
    NA_KIND_FORM = 128, /* its POST is an HTML form with the parameters, its GET has none */
    NA_KIND_FILE = 256  /* a file of the page, of any type: not listed */
};

/* A request on its way through a handler. */
struct na_handling {
    struct na_worker *worker;
    const struct na_http_request *request;
    const struct na_route *route;
    const struct na_param *params;
    size_t param_count;
    const char *incident;   /* its number as a form has it; NULL: as the header does */
    const char *path_value; /* decoded {code} or {id}; NULL when the route has none */
    enum na_format format;
    int32_t today;
    bool has_data;                     /* the worker's session is bound to the data */
    struct na_http_response *response; /* status 200 at first; the handler appends to its body */
    struct na_errand_wait *wait;       /* for a route of errands */
    bool is_waiting;                   /* the answer will come later */
};

struct na_route {
    const char *path;     /* a segment in braces takes one segment of any text */
    const char *name;     /* operationId */
    unsigned int methods; /* NA_METHOD_GET (and so HEAD), NA_METHOD_POST */
    unsigned int kinds;   /* enum na_kind_of_answer */
    bool needs_snapshot;
    bool cacheable; /* gets an ETag; otherwise no-store */
    const struct na_param_specs *params;
    const char *path_param_summary; /* of the braces; NULL without */
    const char *summary;            /* one sentence without a full stop */
    /* NULL for a batch. */
    enum na_code (*handler)(struct na_handling *handling, struct na_error *reterr);
    bool errand; /* the handler runs in a child (http/errand.h), with session, params, format, today
                    and body alone; the answer changes with the day and the data only */
};

struct na_routes {
    const struct na_route *items;
    size_t count; /* below NA_ROUTE_NONE */
};

/* The route of a path; the text that stands for the braces, still escaped, in *ret_value (NULL
 * without). False: none. */
bool na_route_find(const struct na_routes *routes, const char *path, size_t length,
                   size_t *ret_route, const char **ret_value);
/* The route of that name (na_route.name) whose handler runs in a child; NULL: none. */
const struct na_route *na_route_of_errand(const struct na_routes *routes, const char *name);
/* Is it a POST to a batch? Then *ret_route is its route. */
bool na_route_streams(const struct na_routes *routes, const struct na_http_request *request,
                      size_t *ret_route);
/* Every method served there, HEAD and OPTIONS too. */
unsigned int na_route_methods(const struct na_route *route);
/* The parameters of its query, and where it takes no form, of its body. */
const struct na_param_specs *na_route_params(const struct na_route *route);
/* Value of the Allow header; static storage. */
const char *na_route_allow(const struct na_route *route);

#endif
