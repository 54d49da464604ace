/* What is said of one route, and which one a path names. Knows no handler. */
#include "http/route.h"

#include <string.h>

/* Is `path` the pattern with one segment, not empty, in the place of its braces? */
static bool fits_braces(const struct na_route *route, size_t fixed, const char *path, size_t length)
{
    const char *pattern = route->question->path;
    const char *rest = strchr(pattern, '}') + 1;
    size_t behind = strlen(rest);
    return length > fixed + behind && memcmp(path, pattern, fixed) == 0 &&
           memcmp(path + length - behind, rest, behind) == 0 &&
           ((route->kinds & NA_KIND_TREE) != 0 ||
            memchr(path + fixed, '/', length - fixed - behind) == NULL);
}

bool na_route_find(const struct na_routes *routes, const char *path, size_t length,
                   size_t *ret_route, const char **ret_value)
{
    for (size_t i = 0; i < routes->count; i++) {
        const char *pattern = routes->items[i].question->path;
        if (pattern == NULL) {
            continue;
        }
        size_t fixed = strcspn(pattern, "{");
        if (pattern[fixed] == '\0') {
            if (length == fixed && memcmp(path, pattern, fixed) == 0) {
                *ret_route = i;
                *ret_value = NULL;
                return true;
            }
        } else if (fits_braces(&routes->items[i], fixed, path, length)) {
            *ret_route = i;
            *ret_value = path + fixed;
            return true;
        }
    }
    return false;
}

bool na_route_streams(const struct na_routes *routes, const struct na_http_request *request,
                      size_t *ret_route)
{
    size_t route;
    const char *value;
    if (request->method != NA_METHOD_POST ||
        !na_route_find(routes, request->target, strcspn(request->target, "?"), &route, &value) ||
        (routes->items[route].question->forms & NA_FORM_ROWS) == 0) {
        return false;
    }
    *ret_route = route;
    return true;
}

bool na_route_is_listed(const struct na_route *route)
{
    return route->question->path != NULL && (route->kinds & NA_KIND_FILE) == 0;
}

bool na_route_needs_data(const struct na_route *route)
{
    return route->handler == NULL;
}

bool na_route_is_cacheable(const struct na_route *route)
{
    return route->question->privacy == NA_OPEN;
}

unsigned int na_route_asked_by(const struct na_route *route)
{
    enum na_question_body body = route->question->body;
    return body == NA_BODY_ROWS   ? NA_METHOD_POST
           : body == NA_BODY_NONE ? NA_METHOD_GET
                                  : NA_METHOD_GET | NA_METHOD_POST;
}

unsigned int na_route_methods(const struct na_route *route)
{
    unsigned int asked_by = na_route_asked_by(route);
    unsigned int head = (asked_by & NA_METHOD_GET) != 0 ? NA_METHOD_HEAD : 0;
    return asked_by | head | NA_METHOD_OPTIONS;
}

const struct na_param_specs *na_route_params(const struct na_route *route)
{
    return (route->kinds & NA_KIND_FORM) != 0 ? &na_no_params : route->question->params;
}

const char *na_route_allow(const struct na_route *route)
{
    unsigned int asked_by = na_route_asked_by(route);
    if ((asked_by & NA_METHOD_GET) == 0) {
        return "POST, OPTIONS";
    }
    return (asked_by & NA_METHOD_POST) != 0 ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
}
