/* Query string, JSON body and path give the same list of names and values, so that what comes after
 * does not know where a parameter stood. A request that gives them in two places is refused. */
#include "http/parameters.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"

/* application/json, with or without parameters after it (RFC 8259 defines none). */
static bool is_json(const char *content_type)
{
    static const char wanted[] = "application/json";
    char name[sizeof wanted + 1];
    struct na_str type = {content_type, strcspn(content_type, ";")};
    return na_text_copy_str(name, sizeof name, na_str_trim(type)) &&
           na_text_same_fold(name, wanted);
}

static enum na_code read_body(const struct na_http_request *request, struct na_json_object *body,
                              struct na_error *reterr)
{
    const struct na_http_headers *headers = &request->headers;
    if (headers->content_type_count != 1 || !is_json(headers->content_type)) {
        enum na_code code = na_fail(reterr, NA_ERR_MEDIA, "The body is not declared as JSON");
        return na_fail_at(reterr, code, NULL, 0, "Content-Type",
                          "send one Content-Type: application/json");
    }
    if (strchr(request->target, '?') != NULL) {
        return na_fail(reterr, NA_ERR_REQUEST,
                       "A POST takes its parameters from the body, not from the target");
    }
    const char *bytes = request->body.data != NULL ? request->body.data : "";
    return na_json_object_parse(bytes, request->body.length, body, reterr);
}

enum na_code na_parameters_of_query(struct na_worker *worker, const struct na_http_request *request,
                                    size_t *ret_count, struct na_error *reterr)
{
    const char *question = strchr(request->target, '?');
    enum na_code code =
        na_params_from_query(question != NULL ? question + 1 : "", worker->query_memory,
                             worker->params, NA_PARAMS_MAX, ret_count, reterr);
    if (code == NA_ERR_LIMIT) { /* the caller's doing here, not the server's */
        code = na_fail(reterr, NA_ERR_REQUEST, "There are more than %d parameters", NA_PARAMS_MAX);
    }
    return code;
}

enum na_code na_parameters_read(struct na_worker *worker, const struct na_http_request *request,
                                struct na_json_object *body, const struct na_param **ret_params,
                                size_t *ret_count, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (request->method == NA_METHOD_POST) {
        code = read_body(request, body, reterr);
        if (code == NA_OK) {
            *ret_params = body->params;
            *ret_count = body->count;
        }
        return code;
    }
    code = na_parameters_of_query(worker, request, ret_count, reterr);
    if (code == NA_OK) {
        *ret_params = worker->params;
    }
    return code;
}

static int hex_digit(char c)
{
    char lower = na_ascii_lower(c);
    if (lower >= '0' && lower <= '9') {
        return lower - '0';
    }
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

enum na_code na_path_decode(const char *segment, size_t length, char *to, struct na_error *reterr)
{
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        int byte = (unsigned char)segment[i];
        if (segment[i] == '%') {
            int high = i + 2 < length ? hex_digit(segment[i + 1]) : -1;
            int low = i + 2 < length ? hex_digit(segment[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return na_fail(reterr, NA_ERR_REQUEST,
                               "The path holds a %% without two "
                               "hexadecimal digits");
            }
            byte = high * 16 + low;
            i += 2;
        }
        if (byte < 0x20 || byte == 0x7F) {
            return na_fail(reterr, NA_ERR_REQUEST, "The path holds a control character");
        }
        to[written++] = (char)byte;
    }
    to[written] = '\0';
    if (!na_utf8_valid(to, written)) {
        return na_fail(reterr, NA_ERR_REQUEST, "The path is not valid UTF-8");
    }
    return NA_OK;
}
