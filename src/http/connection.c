/* A connection lives through many requests; between two of them everything of the last one is put
 * back, here and nowhere else. A connection that must end at once is cut: a short answer is tried,
 * and then it is closed. The log gets the route, never the path. */
#include "http/connection.h"

#include <netinet/in.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/log.h"
#include "http/route.h"
#include "http/tls.h"

/* A connection keeps its buffers between requests up to this size. */
#define KEEP_BYTES ((size_t)64 * 1024)

struct na_connection *na_connection_new(int fd, const struct sockaddr *address, size_t body_limit)
{
    struct na_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        return NULL;
    }
    connection->fd = fd;
    if (address != NULL) {
        size_t size = address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                     : sizeof(struct sockaddr_in);
        memcpy(&connection->address, address, size);
    }
    na_buffer_init(&connection->request.body, body_limit);
    na_buffer_init(&connection->response.body, NA_ANSWER_LIMIT);
    return connection;
}

bool na_connection_enter(struct na_connection *connection, struct na_worker *worker)
{
    connection->counted =
        na_census_enter(worker->service->census, (struct sockaddr *)&connection->address);
    if (!connection->counted) {
        na_connection_cut(connection, worker, NA_ERR_BUSY,
                          "There are too many connections, of all or of this address");
    }
    return connection->counted;
}

void na_connection_free(struct na_connection *connection, struct na_worker *worker)
{
    if (connection != NULL) {
        na_deadline_clear(&connection->deadline);
        na_errand_leave(worker->service->errands, &connection->wait);
        if (connection->counted) {
            na_census_leave(worker->service->census, (struct sockaddr *)&connection->address);
        }
        na_batch_job_free(connection->batch);
        na_unpack_free(connection->unpack);
        na_buffer_fini(&connection->request.body);
        na_buffer_fini(&connection->response.body);
        free(connection);
    }
}

struct na_connection *na_connection_of_wait(struct na_errand_wait *wait)
{
    return (struct na_connection *)(void *)((char *)wait - offsetof(struct na_connection, wait));
}

void na_connection_begin(struct na_connection *connection, const char *target, int64_t now_us)
{
    struct na_http_request *request = &connection->request;
    size_t length = strlen(target);
    connection->started_us = now_us;
    request->target_too_long = length > NA_TARGET_LIMIT;
    if (request->target_too_long) {
        length = NA_TARGET_LIMIT;
    }
    memcpy(request->target, target, length);
    request->target[length] = '\0';
    connection->response.route = NA_ROUTE_NONE;
    memcpy(connection->response.snapshot_id, "-", 2);
}

enum na_code na_connection_judge(struct na_connection *connection, struct na_worker *worker,
                                 const char *method, const char *version, struct na_error *reterr)
{
    struct na_http_request *request = &connection->request;
    size_t route;
    connection->begun = true;
    request->method = na_method_of(method);
    request->version_1_0 = strcmp(version, "HTTP/1.0") == 0;
    request->streamed = na_route_streams(worker->service->routes, request, &route);
    enum na_code code = na_guard_check(&worker->service->guard, request, reterr);
    if (code == NA_OK && request->streamed) {
        connection->response.route = route;
        connection->response.close = request->headers.transfer_encoding_count > 0;
        code = worker->service->routes->items[route].question->body == NA_BODY_FILE
                   ? na_unpack_new(worker, request, &connection->unpack, reterr)
                   : na_batch_job_new(worker, request, route, &connection->batch, reterr);
    }
    return code;
}

bool na_connection_take(struct na_connection *connection, struct na_worker *worker,
                        const char *bytes, size_t length)
{
    if (connection->batch == NULL && connection->unpack == NULL) {
        return na_buffer_append(&connection->request.body, bytes, length) == NA_OK;
    }
    struct na_error error;
    struct na_str piece = {bytes, length};
    enum na_code code =
        connection->unpack != NULL
            ? na_unpack_take(connection->unpack, piece, &error)
            : na_batch_job_take(connection->batch, worker, &connection->request, piece, &error);
    if (code != NA_OK) {
        na_connection_cut(connection, worker, code, error.message);
    }
    return code == NA_OK;
}

static void forget(struct na_buffer *buffer)
{
    if (buffer->capacity > KEEP_BYTES) {
        size_t limit = buffer->limit;
        na_buffer_fini(buffer);
        na_buffer_init(buffer, limit);
    } else {
        na_buffer_clear(buffer);
    }
}

/* The route's template, never the path: a path may hold a position's or a person's name. */
static void log_request(const struct na_routes *routes, const struct na_connection *connection,
                        int64_t duration_us)
{
    static const char *const methods[] = {
        [NA_METHOD_OTHER] = "other", [NA_METHOD_GET] = "GET",         [NA_METHOD_HEAD] = "HEAD",
        [NA_METHOD_POST] = "POST",   [NA_METHOD_OPTIONS] = "OPTIONS",
    };
    const struct na_http_response *response = &connection->response;
    size_t route = response->route;
    na_log(NA_LOG_INFO, "%s %s %d %lldus %s", methods[connection->request.method],
           route < routes->count ? routes->items[route].question->path : "none", response->status,
           (long long)duration_us, response->snapshot_id);
}

void na_connection_end(struct na_connection *connection, struct na_worker *worker, int64_t now_us)
{
    if (connection->answered) {
        int64_t duration_us = now_us - connection->started_us;
        na_metrics_count(&worker->metrics, connection->response.route, connection->response.status,
                         duration_us);
        if (worker->service->access_log) {
            log_request(worker->service->routes, connection, duration_us);
        }
    }
    struct na_http_request *request = &connection->request;
    request->method = NA_METHOD_OTHER;
    request->version_1_0 = false;
    request->streamed = false;
    na_http_headers_clear(&request->headers);
    forget(&request->body);
    na_errand_leave(worker->service->errands, &connection->wait);
    struct na_buffer body = connection->response.body;
    forget(&body);
    connection->response = (struct na_http_response){.route = NA_ROUTE_NONE, .body = body};
    na_batch_job_free(connection->batch);
    na_unpack_free(connection->unpack);
    connection->batch = NULL;
    connection->unpack = NULL;
    connection->begun = false;
    connection->answered = false;
}

void na_connection_cut(struct na_connection *connection, struct na_worker *worker,
                       enum na_code code, const char *message)
{
    na_deadline_clear(&connection->deadline);
    connection->cut = true;
    if (code != NA_OK) {
        struct na_http_response *response = &connection->response;
        struct na_error error;
        struct na_buffer text;
        na_buffer_init(&text, KEEP_BYTES);
        (void)na_fail(&error, code, "%s", message);
        response->route = NA_ROUTE_NONE;
        na_respond_problem(response, &error);
        /* Words in the clear are no answer to one who speaks TLS. */
        if (!na_tls_is_on() &&
            na_buffer_printf(&text,
                             "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\n"
                             "Cache-Control: no-store\r\nConnection: close\r\n"
                             "Content-Length: %zu\r\n\r\n",
                             response->status, na_code_title(code),
                             response->body.length) == NA_OK &&
            na_buffer_append(&text, response->body.data, response->body.length) == NA_OK) {
            ssize_t sent =
                send(connection->fd, text.data, text.length, MSG_DONTWAIT | MSG_NOSIGNAL);
            (void)sent; /* a courtesy */
        }
        na_buffer_fini(&text);
        memcpy(response->snapshot_id, "-", 2);
        if (connection->started_us == 0) {
            connection->started_us = na_monotonic_us();
        }
        connection->answered = true;
        na_connection_end(connection, worker, na_monotonic_us());
    }
    (void)shutdown(connection->fd, SHUT_RDWR);
}
