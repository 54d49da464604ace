/* A browser is told apart by Accept alone. Pages are tagged by their content, because they hold
 * parts of several answers. A form's position comes in the body of a POST and never in an address,
 * which would be kept in logs and histories. */
#include "http/pages.h"
#include "http/handlers.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "http/audit.h"
#include "http/etag.h"
#include "http/negotiate.h"
#include "http/web.h"
#include "page/form.h"
#include "page/page.h"

_Static_assert(NA_FORM_MEMORY(NA_FORM_LIMIT) <= 2 * NA_TARGET_LIMIT + 2,
               "a form fits the memory of the parameters");

bool na_route_has_pages(const struct na_route *route)
{
    return (route->kinds & (NA_KIND_PAGE | NA_KIND_FILE)) != 0 ||
           (route->question->forms & NA_FORM_HTML) != 0;
}

bool na_page_is_form(const struct na_handling *handling)
{
    return (handling->route->kinds & NA_KIND_FORM) != 0 &&
           handling->request->method == NA_METHOD_POST;
}

bool na_page_is(const struct na_handling *handling)
{
    return handling->format == NA_FORMAT_HTML || (handling->route->kinds & NA_KIND_FILE) != 0;
}

static enum na_code fail_accept(const char *hint, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_ACCEPT, "The Accept header admits no representation there is");
    return na_fail_at(reterr, NA_ERR_ACCEPT, NULL, 0, "Accept", hint);
}

enum na_code na_page_choose(struct na_handling *handling, struct na_error *reterr)
{
    const char *accept = handling->request->headers.accept;
    unsigned int kinds = handling->route->kinds;
    if ((kinds & NA_KIND_FILE) != 0) {
        return NA_OK; /* there is one representation, and browsers ask for images as they like */
    }
    const char *f = (handling->route->question->forms & NA_FORM_HTML) != 0
                        ? na_params_get(handling->params, handling->param_count, "f")
                        : NULL;
    if (f != NULL) { /* the check of the parameters names a wrong value */
        handling->format = strcmp(f, "html") == 0 ? NA_FORMAT_HTML : NA_FORMAT_JSON;
        return NA_OK;
    }
    handling->format = NA_FORMAT_HTML;
    int html = na_accept_quality(accept, "text/html");
    if ((handling->route->question->forms & NA_FORM_JSON) == 0 || na_page_is_form(handling)) {
        return html > 0 ? NA_OK : fail_accept("text/html", reterr);
    }
    int json = na_accept_quality(accept, "application/json");
    if (json >= html) { /* programs that take anything get what they had before there was a page */
        handling->format = NA_FORMAT_JSON;
    }
    return json > 0 || html > 0 ? NA_OK : fail_accept("application/json or text/html", reterr);
}

void na_page_describe(struct na_handling *handling)
{
    struct na_http_response *response = handling->response;
    bool is_post = handling->request->method == NA_METHOD_POST;
    response->content_type = "text/html; charset=utf-8";
    response->cache_control = is_post ? "no-store" : "no-cache";
    if (!is_post) {
        bool chosen = (handling->route->question->forms & NA_FORM_JSON) != 0; /* by Accept */
        response->vary = chosen ? "Accept, Accept-Encoding" : "Accept-Encoding";
    }
    response->is_page = true;
}

bool na_page_unchanged(struct na_handling *handling, bool gzip)
{
    struct na_http_response *response = handling->response;
    if (!na_page_is(handling) || handling->request->method == NA_METHOD_POST ||
        response->status != 200 || !na_etag_of_body(response, gzip, response->etag)) {
        return false;
    }
    const char *if_none_match = handling->request->headers.if_none_match;
    if (!na_etag_any(if_none_match) && !na_etag_listed(if_none_match, response->etag)) {
        return false;
    }
    response->lent = NULL;
    response->gzipped = false;
    return true;
}

/* application/x-www-form-urlencoded, with or without a charset after it. */
static bool is_form(const struct na_http_headers *headers)
{
    static const char wanted[] = "application/x-www-form-urlencoded";
    char name[sizeof wanted + 1];
    if (headers->content_type_count != 1 || headers->content_encoding_count > 0) {
        return false;
    }
    struct na_str type = {headers->content_type, strcspn(headers->content_type, ";")};
    return na_text_copy_str(name, sizeof name, na_str_trim(type)) &&
           na_text_same_fold(name, wanted);
}

/* What was sent is no form at all; what is wrong within a form is said on the page. */
static enum na_code check_media(const struct na_http_request *request, struct na_error *reterr)
{
    if (!is_form(&request->headers)) {
        (void)na_fail(reterr, NA_ERR_MEDIA, "The body is not declared as a form");
        return na_fail_at(reterr, NA_ERR_MEDIA, NULL, 0, "Content-Type",
                          "send application/x-www-form-urlencoded here; the routes below /v1 take "
                          "JSON");
    }
    if (strchr(request->target, '?') != NULL) {
        return na_fail(reterr, NA_ERR_REQUEST,
                       "A POST takes its parameters from the body, not from the target");
    }
    return NA_OK;
}

/* The number of the incident that the form has, for the audit log. */
static enum na_code take_incident(struct na_handling *handling,
                                  const struct na_page_request *request, struct na_error *reterr)
{
    const char *incident = na_params_get(request->params, request->count, "incident");
    if (incident == NULL || incident[0] == '\0') {
        return NA_OK;
    }
    if (!na_audit_incident_ok(incident)) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The number of the incident cannot be kept");
        return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "incident",
                          "Write at most 40 letters, digits, - _ and /, or leave it empty");
    }
    handling->incident = incident;
    return NA_OK;
}

static struct na_session *session_of(const struct na_handling *handling)
{
    return handling->has_data ? handling->worker->session : NULL;
}

enum na_code na_handle_page(struct na_handling *handling, struct na_error *reterr)
{
    if (handling->format != NA_FORMAT_HTML) {
        return na_handle_index(handling, reterr);
    }
    struct na_worker *worker = handling->worker;
    const struct na_buffer *body = &handling->request->body;
    struct na_page_request request = {.skeleton = na_web_skeleton(),
                                      .is_asked = na_page_is_form(handling)};
    struct na_error form_error;
    enum na_code outcome = NA_OK;
    if (request.is_asked) {
        enum na_code code = check_media(handling->request, reterr);
        if (code != NA_OK) {
            return code;
        }
        code =
            na_form_parse(body->data != NULL ? body->data : "", body->length, worker->query_memory,
                          worker->params, NA_PARAMS_MAX, &request.count, &form_error);
        request.params = worker->params;
        code = code == NA_OK ? take_incident(handling, &request, &form_error) : code;
        request.form_error = code != NA_OK ? &form_error : NULL;
    }
    enum na_code code = na_answer_page(session_of(handling), &request, handling->today,
                                       &handling->response->body, &outcome, reterr);
    if (code == NA_OK) {
        handling->response->status = na_code_http_status(outcome);
    }
    return code;
}

enum na_code na_handle_list(struct na_handling *handling, struct na_error *reterr)
{
    if (!handling->has_data) {
        handling->response->status = na_code_http_status(NA_ERR_NOT_READY);
    }
    return na_answer_list(session_of(handling), handling->params, handling->param_count,
                          handling->today, &handling->response->body, reterr);
}

enum na_code na_handle_web_file(struct na_handling *handling, struct na_error *reterr)
{
    static const char folder[] = "/web/";
    struct na_http_response *response = handling->response;
    const char *path = handling->request->target;
    size_t length = strcspn(path, "?");
    struct na_str name = {path + strlen(folder), length - strlen(folder)};
    const struct na_web_file *file = na_web_find(name);
    if (file == NULL) {
        (void)na_fail(reterr, NA_ERR_ROUTE, "The page has no such file");
        return na_fail_at(reterr, NA_ERR_ROUTE, NULL, 0, NULL, "/ is the page");
    }
    response->content_type = na_web_type(file);
    response->gzipped =
        file->zipped != NULL && na_accept_gzip(handling->request->headers.accept_encoding);
    response->lent = (const char *)(response->gzipped ? file->zipped : file->bytes);
    response->lent_length = response->gzipped ? file->zipped_length : file->length;
    return NA_OK;
}
