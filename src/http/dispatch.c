/* From a request to its answer: route, method, parameters, representation, handler. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/text.h"
#include "features/features.h"
#include "http/etag.h"
#include "http/negotiate.h"
#include "http/pages.h"
#include "http/parameters.h"
#include "http/role.h"
#include "http/route.h"
#include "http/tls.h"
#include "io/gzip.h"
#include "nearest/say.h"
#include "question/asked.h"

/* Smaller bodies fit one packet anyway. */
#define GZIP_FROM_BYTES 1024
#define RETRY_AFTER_S 5

/* A problem, with what the session may offer instead and, of a question for the nearest, what is
 * said; `session` may be NULL, and so may the name of the route. */
static void respond_refusal(const struct na_session *session, const char *route,
                            struct na_http_response *response, const struct na_error *error)
{
    response->status = na_code_http_status(error->code);
    response->content_type = "application/problem+json";
    response->cache_control = "no-store";
    response->vary = NULL;
    response->etag[0] = '\0';
    response->content_crs = NULL;
    response->gzipped = false;
    response->lent = NULL;
    /* What takes too long would do so again, and hold up others meanwhile. */
    bool again = response->status == 503 && error->code != NA_ERR_SLOW;
    response->retry_after_s = again ? RETRY_AFTER_S : 0;
    na_buffer_clear(&response->body);
    bool is_nearest = route != NULL && strcmp(route, "nearest") == 0;
    enum na_code code = is_nearest ? na_render_nearest_refusal(session, error, &response->body)
                                   : na_render_refusal(session, error, &response->body);
    if (code != NA_OK) { /* no memory for its words: the client may ask for them again */
        na_buffer_clear(&response->body);
        response->content_type = NULL;
        response->status = na_code_http_status(NA_ERR_MEMORY);
        response->retry_after_s = RETRY_AFTER_S;
    }
}

void na_respond_problem(struct na_http_response *response, const struct na_error *error)
{
    respond_refusal(NULL, NULL, response, error);
}

enum na_code na_worker_bind(struct na_worker *worker, struct na_error *reterr)
{
    struct na_snapshot *snapshot = na_slot_get(worker->service->slot);
    if (snapshot == NULL) {
        enum na_code code = na_fail(reterr, NA_ERR_NOT_READY, "No data is loaded yet");
        return na_fail_at(reterr, code, NULL, 0, NULL, "ask again in a few seconds; /readyz tells");
    }
    enum na_code code = worker->session != NULL
                            ? na_session_bind(worker->session, snapshot, reterr)
                            : na_session_new(snapshot, &worker->session, reterr);
    na_snapshot_unref(snapshot);
    return code;
}

/* How welcome the JSON of the question is: as JSON, or by the type of its own. */
static int json_quality_of(const struct na_question *question, const char *accept)
{
    int plain = na_accept_quality(accept, "application/json");
    char own[80];
    if (question->media == NULL) {
        return plain;
    }
    const struct na_str type = {question->media, strcspn(question->media, ";")};
    (void)na_text_copy_str(own, sizeof own, type);
    int quality = na_accept_quality(accept, own);
    return quality > plain ? quality : plain;
}

/* GeoJSON, which is the only form there is, and JSON too. */
static enum na_code choose_geojson(struct na_handling *handling, struct na_error *reterr)
{
    static const char *const types[] = {"application/geo+json", "application/json"};
    const char *accept = handling->request->headers.accept;
    handling->format = NA_FORMAT_GEOJSON;
    if (na_params_get(handling->params, handling->param_count, "f") != NULL ||
        na_accept_quality(accept, types[0]) > 0 || na_accept_quality(accept, types[1]) > 0) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_ACCEPT, "The Accept header admits no representation there is");
    return na_fail_at(reterr, NA_ERR_ACCEPT, NULL, 0, "Accept", types[0]);
}

/* The representation to send: `f` decides, else Accept. A value of `f` that is neither is left for
 * the check of the parameters to name. */
static enum na_code choose_format(struct na_handling *handling, struct na_error *reterr)
{
    const struct na_route *route = handling->route;
    const char *accept = handling->request->headers.accept;
    handling->format = NA_FORMAT_JSON;
    if (na_route_has_pages(route)) {
        return na_page_choose(handling, reterr);
    }
    if ((route->kinds & NA_KIND_METRICS) != 0) {
        return NA_OK; /* scrapers name versions of their formats that we need not know */
    }
    bool geojson = (route->question->forms & NA_FORM_GEOJSON) != 0;
    const char *f = geojson ? na_params_get(handling->params, handling->param_count, "f") : NULL;
    if (f != NULL && (route->question->forms & NA_FORM_JSON) != 0) {
        handling->format = strcmp(f, "geojson") == 0 ? NA_FORMAT_GEOJSON : NA_FORMAT_JSON;
        return NA_OK;
    }
    if ((route->question->forms & NA_FORM_JSON) == 0 && geojson) {
        return choose_geojson(handling, reterr);
    }
    int json_quality = json_quality_of(route->question, accept);
    int geojson_quality = geojson ? na_accept_quality(accept, "application/geo+json") : 0;
    bool words = (route->question->forms & NA_FORM_WORDS) != 0;
    int words_quality = words ? na_accept_quality(accept, "text/plain") : 0;
    if (words_quality > json_quality) {
        handling->format = NA_FORMAT_WORDS;
        return NA_OK;
    }
    if (json_quality == 0 && geojson_quality == 0) {
        enum na_code code = na_fail(reterr, NA_ERR_ACCEPT,
                                    "The Accept header admits no "
                                    "representation there is");
        return na_fail_at(reterr, code, NULL, 0, "Accept",
                          geojson ? "application/json or application/geo+json"
                          : words ? "application/json or text/plain"
                                  : "application/json");
    }
    if (geojson_quality > json_quality) {
        handling->format = NA_FORMAT_GEOJSON;
    }
    return NA_OK;
}

/* An answer to a POST is that of its body, which a tag of the target says nothing of. */
static bool is_cacheable(const struct na_handling *handling)
{
    return na_route_is_cacheable(handling->route) && handling->request->method != NA_METHOD_POST;
}

static void describe(struct na_handling *handling)
{
    const struct na_route *route = handling->route;
    struct na_http_response *response = handling->response;
    bool chosen = (route->question->forms & (NA_FORM_GEOJSON | NA_FORM_HTML)) != 0 ||
                  (route->kinds & NA_KIND_PAGE) != 0; /* by Accept */
    if (na_page_is(handling)) {
        na_page_describe(handling);
        return;
    }
    if ((route->kinds & NA_KIND_METRICS) != 0) {
        response->content_type = "text/plain; version=0.0.4; charset=utf-8";
    } else if (handling->format == NA_FORMAT_WORDS) {
        response->content_type = "text/plain; charset=utf-8";
    } else if (handling->format == NA_FORMAT_GEOJSON) {
        response->content_type = "application/geo+json";
    } else {
        response->content_type =
            route->question->media != NULL ? route->question->media : "application/json";
    }
    response->cache_control = is_cacheable(handling) ? "no-cache" : "no-store";
    if (is_cacheable(handling)) {
        response->vary = route->question->by_token ? "Accept, Accept-Encoding, Authorization"
                         : chosen                  ? "Accept, Accept-Encoding"
                                                   : "Accept-Encoding";
    }
}

/* What of the calendar the answer depends on: whether an asset can be used changes by the minute,
 * the rest by the day. */
static int32_t clock_of(const struct na_handling *handling)
{
    return handling->route->question->by_minute ? (int32_t)(na_now() / 60) : handling->today;
}

static void become_unchanged(struct na_http_response *response)
{
    na_buffer_clear(&response->body);
    response->status = 304;
    response->content_type = NULL;
}

/* Answer 304 if the client has this very representation already. */
static bool answer_unchanged(struct na_handling *handling, bool gzip)
{
    struct na_http_response *response = handling->response;
    if (!is_cacheable(handling) || na_page_is(handling)) {
        return false;
    }
    const struct na_snapshot *snapshot = na_route_needs_data(handling->route)
                                             ? na_session_snapshot(handling->worker->session)
                                             : NULL;
    const struct na_etag_made made = {.target = handling->request->target,
                                      .base = handling->base,
                                      .format = handling->format,
                                      .today = clock_of(handling),
                                      .gzip = gzip,
                                      .sees_codes =
                                          handling->route->question->by_token &&
                                          na_session_sees_codes(handling->worker->session)};
    na_etag_make(snapshot, &made, response->etag);
    if (!na_etag_listed(handling->request->headers.if_none_match, response->etag)) {
        return false;
    }
    become_unchanged(response);
    return true;
}

static enum na_code check_incident(const struct na_handling *handling, struct na_error *reterr)
{
    const struct na_http_headers *headers = &handling->request->headers;
    if (!handling->worker->service->audit_positions || headers->incident_count == 0 ||
        (headers->incident != NULL && na_audit_incident_ok(headers->incident))) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_REQUEST, "X-Incident is not the reference of an incident");
    return na_fail_at(reterr, NA_ERR_REQUEST, NULL, 0, "X-Incident",
                      "Write at most 40 letters, digits, - _ and /, once");
}

/* The token that came; *ret_token NULL: who is not known asks as nobody. Not known for want of
 * memory is not unknown. */
static enum na_code token_of(const struct na_handling *handling, const struct na_token **ret_token,
                             struct na_error *reterr)
{
    struct na_service *service = handling->worker->service;
    const char *authorization = handling->request->headers.authorization;
    *ret_token = NULL;
    if (service->tokens.items == NULL || authorization == NULL) {
        return NA_OK;
    }
    enum na_code code = na_tokens_find(&service->tokens, authorization, ret_token, reterr);
    return code == NA_ERR_UNAUTHORIZED ? NA_OK : code;
}

/* Tell the session whether who asks may see the codes that the pack holds. */
static enum na_code let_see_codes(const struct na_handling *handling, struct na_error *reterr)
{
    const struct na_token *token = NULL;
    enum na_code code = token_of(handling, &token, reterr);
    na_session_set_codes(handling->worker->session,
                         code == NA_OK && token != NULL && token->role == NA_ROLE_CONTROL);
    return code;
}

/* Note an answer about a position where that is asked for. */
static enum na_code note_position(const struct na_handling *handling, struct na_error *reterr)
{
    struct na_service *service = handling->worker->service;
    const struct na_token *token = NULL;
    char square[NA_GRIDREF_TEXT];
    if (!service->audit_positions || !handling->has_data ||
        !na_session_asked_square(handling->worker->session, square)) {
        return NA_OK;
    }
    enum na_code code = token_of(handling, &token, reterr);
    if (code != NA_OK) {
        return code;
    }
    const char *incident =
        handling->incident != NULL ? handling->incident : handling->request->headers.incident;
    return na_audit_position(&service->audit, na_now(), token != NULL ? token->name : NULL,
                             handling->route->question->name, incident, square, reterr);
}

/* Give the question to a child, or find its answer kept. */
static enum na_code ask_errand(struct na_handling *handling, struct na_error *reterr)
{
    const struct na_errand_question question = {.route = handling->route->question->name,
                                                .format = handling->format,
                                                .today = handling->today,
                                                .params = handling->params,
                                                .count = handling->param_count};
    struct na_worker *worker = handling->worker;
    return na_errands_ask(worker->service->errands, na_session_snapshot(worker->session), &question,
                          &worker->inbox, handling->wait, &handling->is_waiting, reterr);
}

/* What is left to do with an answer that is there. */
static void finish_answer(struct na_handling *handling, bool gzip)
{
    struct na_http_response *response = handling->response;
    if (na_page_unchanged(handling, gzip)) {
        become_unchanged(response);
    } else if (is_cacheable(handling) && !na_page_is(handling) &&
               na_etag_any(handling->request->headers.if_none_match)) {
        become_unchanged(response); /* now that it is known to be there */
    } else if (gzip && !response->gzipped && response->body.length > GZIP_FROM_BYTES) {
        /* Failing that, the plain body does as well. */
        response->gzipped = na_gzip(&response->body, &handling->worker->scratch) == NA_OK;
    }
}

/* The data the answer is from. A page comes without as well, and says so. */
static enum na_code bind(struct na_handling *handling, struct na_error *reterr)
{
    bool is_page = handling->format == NA_FORMAT_HTML;
    if (!na_route_needs_data(handling->route) && !is_page) {
        return NA_OK;
    }
    enum na_code code = na_worker_bind(handling->worker, reterr);
    handling->has_data = code == NA_OK;
    bool may_lack = is_page && !na_route_needs_data(handling->route);
    return may_lack && code == NA_ERR_NOT_READY ? NA_OK : code;
}

/* The answer of this very process, for those who may have it. */
static enum na_code answer_here(struct na_handling *handling, struct na_error *reterr)
{
    const struct na_route *route = handling->route;
    const struct na_token *token = NULL;
    if (route->handler != NULL) {
        return route->handler(handling, reterr);
    }
    const struct na_asking asking = {.session = handling->worker->session,
                                     .params = handling->params,
                                     .count = handling->param_count,
                                     .path_value = handling->path_value,
                                     .second_value = handling->second_value,
                                     .base = handling->base,
                                     .today = handling->today,
                                     .format = handling->format};
    enum na_code code = na_role_check(handling, &token, reterr);
    if (code == NA_OK) {
        code = route->answer(&asking, &handling->response->body, reterr);
    }
    if (code == NA_OK) {
        handling->response->content_crs =
            na_features_content_crs(route->question, handling->params, handling->param_count);
    }
    return code == NA_OK ? na_role_note(handling, token, reterr) : code;
}

/* What the session has to know of this question. */
static enum na_code begin_session(struct na_handling *handling, struct na_error *reterr)
{
    struct na_worker *worker = handling->worker;
    struct na_http_response *response = handling->response;
    na_session_set_now(worker->session, na_now());
    na_session_set_say(worker->session, worker->service->say);
    na_session_asked_clear(worker->session);
    const char *digest = na_snapshot_digest(na_session_snapshot(worker->session));
    (void)na_text_copy(response->snapshot_id, sizeof response->snapshot_id,
                       strlen(digest) > 7 ? digest + 7 : digest); /* after "sha256:" */
    return let_see_codes(handling, reterr);
}

/* Everything after the parameters. */
static enum na_code answer_handling(struct na_handling *handling, struct na_error *reterr)
{
    const struct na_route *route = handling->route;
    enum na_code code = choose_format(handling, reterr);
    if (code == NA_OK && !route->question->is_open_ended) {
        code = na_params_check(na_route_params(route), handling->params, handling->param_count,
                               reterr);
    }
    if (code == NA_OK) {
        code = check_incident(handling, reterr);
    }
    if (code == NA_OK) {
        code = bind(handling, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    code = handling->has_data ? begin_session(handling, reterr) : NA_OK;
    if (code != NA_OK) {
        return code;
    }
    describe(handling);
    bool gzip = na_accept_gzip(handling->request->headers.accept_encoding);
    if (answer_unchanged(handling, gzip)) {
        return NA_OK;
    }
    if (route->question->cost == NA_ERRAND) {
        return ask_errand(handling, reterr);
    }
    code = answer_here(handling, reterr);
    if (code == NA_OK) {
        code = note_position(handling, reterr); /* no line, no answer */
    }
    if (code == NA_OK) {
        finish_answer(handling, gzip);
    }
    return code;
}

static enum na_code fail_method(const struct na_route *route, struct na_http_response *response,
                                struct na_error *reterr)
{
    response->allow = na_route_allow(route);
    enum na_code code =
        na_fail(reterr, NA_ERR_METHOD, "The method of the request is not served at %s",
                route->question->path);
    return na_fail_at(reterr, code, NULL, 0, NULL, response->allow);
}

/* What stands in the path for the braces of the route; the second, after the first one's end. */
static enum na_code decode_values(struct na_handling *handling, const char *escaped,
                                  struct na_error *reterr)
{
    char *room = handling->worker->path_value;
    enum na_code code = na_path_decode(escaped, strcspn(escaped, "/?"), room, reterr);
    handling->path_value = room;
    const char *second = na_route_second_value(handling->route, escaped);
    if (code == NA_OK && second != NULL) {
        room += strlen(room) + 1;
        code = na_path_decode(second, strcspn(second, "/?"), room, reterr);
        handling->second_value = room;
    }
    return code;
}

/* Where the links of an answer lead: to the name by which we were asked, which the guard let
 * through, and by TLS if we speak it, or a proxy says that it was asked so. Without a name links
 * are relative. */
static const char *base_of(struct na_worker *worker, const struct na_http_request *request)
{
    const struct na_http_headers *headers = &request->headers;
    bool tls = na_tls_is_on() || (headers->forwarded_proto != NULL &&
                                  na_text_same_fold(headers->forwarded_proto, "https"));
    int length = headers->host == NULL ? 0
                                       : snprintf(worker->base, sizeof worker->base, "http%s://%s",
                                                  tls ? "s" : "", headers->host);
    if (length <= 0 || (size_t)length >= sizeof worker->base) {
        worker->base[0] = '\0';
    }
    return worker->base;
}

static enum na_code answer(struct na_worker *worker, const struct na_http_request *request,
                           struct na_http_response *response, struct na_errand_wait *wait,
                           bool *ret_waiting, struct na_error *reterr)
{
    const char *path = request->target;
    size_t path_length = strcspn(path, "?");
    const char *escaped;
    if (!na_route_find(worker->service->routes, path, path_length, &response->route, &escaped)) {
        response->route = NA_ROUTE_NONE;
        enum na_code code = na_fail(reterr, NA_ERR_ROUTE, "Nothing is served at this path");
        return na_fail_at(reterr, code, NULL, 0, NULL, "/ lists what is served");
    }
    const struct na_route *route = &worker->service->routes->items[response->route];
    if ((request->method & na_route_methods(route)) == 0) {
        return fail_method(route, response, reterr);
    }
    if (request->method == NA_METHOD_OPTIONS) {
        response->status = 204;
        response->allow = na_route_allow(route);
        return NA_OK;
    }
    struct na_handling handling = {.worker = worker,
                                   .request = request,
                                   .route = route,
                                   .today = na_today(),
                                   .response = response,
                                   .wait = wait};
    enum na_code code = NA_OK;
    if (escaped != NULL) {
        code = decode_values(&handling, escaped, reterr);
    }
    handling.base = route->question->is_linked ? base_of(worker, request) : "";
    struct na_json_object body = {0};
    if (code == NA_OK && !na_page_is_form(&handling)) {
        code = na_parameters_read(worker, request, &body, &handling.params, &handling.param_count,
                                  reterr);
    }
    if (code == NA_OK) {
        code = answer_handling(&handling, reterr);
    }
    *ret_waiting = handling.is_waiting;
    na_json_object_free(&body);
    return code;
}

bool na_worker_answer(struct na_worker *worker, const struct na_http_request *request,
                      struct na_http_response *response, struct na_errand_wait *wait)
{
    struct na_error error;
    bool is_waiting = false;
    response->status = 200;
    response->content_type = NULL;
    response->cache_control = "no-store";
    response->content_crs = NULL;
    if (answer(worker, request, response, wait, &is_waiting, &error) != NA_OK) {
        const struct na_routes *routes = worker->service->routes;
        bool routed = response->route != NA_ROUTE_NONE;
        respond_refusal(worker->session,
                        routed ? routes->items[response->route].question->name : NULL, response,
                        &error);
    } else if (wait->asked && !is_waiting) {
        na_respond_errand(request, response, wait);
    }
    return !is_waiting;
}

void na_respond_errand(const struct na_http_request *request, struct na_http_response *response,
                       const struct na_errand_wait *wait)
{
    const struct na_errand_answer *answer = wait->answer;
    if (answer == NULL || answer->parts.error.code != NA_OK) {
        struct na_error error;
        (void)na_fail_memory(&error, "answering");
        na_respond_problem(response, answer != NULL ? &answer->parts.error : &error);
        return;
    }
    const struct na_errand_parts *parts = &answer->parts;
    if (response->etag[0] != '\0' && na_etag_any(request->headers.if_none_match)) {
        become_unchanged(response);
        return;
    }
    response->batch_table = parts->said;
    response->gzipped = parts->gzip_length > 0 && na_accept_gzip(request->headers.accept_encoding);
    response->lent = response->gzipped ? parts->gzip : parts->plain;
    response->lent_length = response->gzipped ? parts->gzip_length : parts->plain_length;
}
