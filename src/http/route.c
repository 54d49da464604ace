/* What is said of one route, and which one a path names. Knows no handler. */
#include "http/route.h"

#include <string.h>

/* Is `path` the pattern, with a segment, not empty, in the place of each pair of braces? */
static bool fits_braces(const char *pattern, const char *path, size_t length)
{
    const char *end = path + length;
    while (*pattern != '\0') {
        if (*pattern == '{') {
            const char *slash = memchr(path, '/', (size_t)(end - path));
            const char *segment_end = slash != NULL ? slash : end;
            if (segment_end == path) {
                return false;
            }
            path = segment_end;
            pattern = strchr(pattern, '}') + 1;
        } else if (path < end && *path == *pattern) {
            path++;
            pattern++;
        } else {
            return false;
        }
    }
    return path == end;
}

const char *na_route_second_value(const struct na_route *route, const char *value)
{
    const char *after = strchr(route->question->path, '}');
    const char *second = after != NULL ? strchr(after, '{') : NULL;
    return second != NULL ? value + strcspn(value, "/?") + (second - after - 1) : NULL;
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
        } else if (length > fixed && fits_braces(pattern, path, length)) {
            *ret_route = i;
            *ret_value = path + fixed;
            return true;
        }
    }
    return false;
}

static bool takes_upload(const struct na_question *question)
{
    return question->body == NA_BODY_ROWS || question->body == NA_BODY_FILE;
}

bool na_route_streams(const struct na_routes *routes, const struct na_http_request *request,
                      size_t *ret_route)
{
    size_t route;
    const char *value;
    if (request->method != NA_METHOD_POST ||
        !na_route_find(routes, request->target, strcspn(request->target, "?"), &route, &value) ||
        !takes_upload(routes->items[route].question)) {
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
    return takes_upload(route->question) ? NA_METHOD_POST
           : body == NA_BODY_NONE        ? NA_METHOD_GET
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
