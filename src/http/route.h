/* http/route.h - one row of what is served, and the list of them: the questions
 * (nearaid/questions.h) and what the server says of itself. Validation, 404, 405 with Allow,
 * metrics, the index and the OpenAPI document all read it. The service carries the list. */
#ifndef NA_HTTP_ROUTE_H
#define NA_HTTP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "http/service.h"
#include "question/question.h"

/* What a route of the server's own has beside the forms of a question. */
enum na_route_kind {
    NA_KIND_METRICS = 1, /* text/plain; version=0.0.4 */
    NA_KIND_PAGE = 2,    /* text/html, which comes without data too (http/pages.h) */
    NA_KIND_FORM = 4,    /* its POST is an HTML form with the parameters, its GET has none */
    NA_KIND_FILE = 8     /* a file of the page, of any type: not listed */
};

/* A request on its way through a handler. */
struct na_handling {
    struct na_worker *worker;
    const struct na_http_request *request;
    const struct na_route *route;
    const struct na_param *params;
    size_t param_count;
    const char *incident;     /* its number as a form has it; NULL: as the header does */
    const char *path_value;   /* decoded {code} or {id}; NULL when the route has none */
    const char *second_value; /* decoded; NULL when the route has no second braces */
    const char *base;         /* "http://host:8080" where the answer has links, else "" */
    enum na_format format;
    int32_t today;
    bool has_data;                     /* the worker's session is bound to the data */
    struct na_http_response *response; /* status 200 at first; the handler appends to its body */
    struct na_errand_wait *wait;       /* for a route of errands */
    bool is_waiting;                   /* the answer will come later */
};

/* One of these three: `answer` of a question to the data; `handler` of what the server says of
 * itself; neither, of rows (http/batch.h) or of a file (http/unpack.h). A question off HTTP,
 * without a path, keeps its place. */
struct na_route {
    const struct na_question *question;
    na_answer *answer;
    enum na_code (*handler)(struct na_handling *handling, struct na_error *reterr);
    unsigned int kinds; /* enum na_route_kind */
};

struct na_routes {
    const struct na_route *items;
    size_t count; /* below NA_ROUTE_NONE */
};

/* The route of a path; the text that stands for the braces, still escaped, in *ret_value (NULL
 * without). False: none. */
bool na_route_find(const struct na_routes *routes, const char *path, size_t length,
                   size_t *ret_route, const char **ret_value);
/* What stands for the second braces of the route that na_route_find found; NULL: it has none. */
const char *na_route_second_value(const struct na_route *route, const char *value);
/* Is it a POST of an upload, to a batch or to be unpacked? Then *ret_route is its route. */
bool na_route_streams(const struct na_routes *routes, const struct na_http_request *request,
                      size_t *ret_route);
/* Is it listed: served, and no file of the page? */
bool na_route_is_listed(const struct na_route *route);
/* Is it asked of the data? */
bool na_route_needs_data(const struct na_route *route);
/* May its answer be kept, with an ETag? Otherwise it is sent with no-store. */
bool na_route_is_cacheable(const struct na_route *route);
/* Methods by which it is asked, NA_METHOD_GET and NA_METHOD_POST. */
unsigned int na_route_asked_by(const struct na_route *route);
/* Every method served there, HEAD and OPTIONS too. */
unsigned int na_route_methods(const struct na_route *route);
/* The parameters of its query, and where it takes no form, of its body. */
const struct na_param_specs *na_route_params(const struct na_route *route);
/* Value of the Allow header; static storage. */
const char *na_route_allow(const struct na_route *route);

#endif
