/* Two traps of libmicrohttpd 0.9.75, both measured, give this file its shape. Its internal epoll
 * loop waits again whenever exactly 128 events arrived, so we wait ourselves on its descriptor and
 * let it run only when there is work. And an answer queued on the access handler's first call ends
 * the connection, so that only refusals are queued there. */
#include "http/mhd_loop.h"

#include <errno.h>
#include <limits.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "http/connection.h"
#include "http/route.h"
#include "http/suspended.h"
#include "http/tls.h"
#include "http/waits.h"

/* Memory of a connection inside MHD: the request's head and the answer's head must fit. */
#define CONNECTION_BYTES ((size_t)16 * 1024)

/* How strict libmicrohttpd is itself; what it lets through we judge. Version 1.0 would answer a
 * blank in the target by a redirection and join folded headers, unless it is told to be strict. */
#if MHD_VERSION >= 0x01000000
#define DISCIPLINE MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1
#else
#define DISCIPLINE MHD_OPTION_STRICT_FOR_CLIENT, 0
#endif

struct na_loop {
    struct na_worker worker;
    struct MHD_Daemon *daemon;
    int epoll_fd; /* of the daemon */
    int wake_fd;
    struct na_waits waits;
    struct na_suspended suspended;
    unsigned int connections;
    _Atomic int stop_ms; /* -1: go on; else end within so many milliseconds */
    bool stopping;
    int64_t end_us; /* while stopping; else 0 */
};

static struct na_connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

static void connection_started(struct na_loop *loop, struct MHD_Connection *mhd, void **context)
{
    /* Since libmicrohttpd 1.0 the next answer is written over the one before. */
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    int fd = info != NULL ? info->connect_fd : -1;
    info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct na_connection *connection = NULL;
    if (fd >= 0 && info != NULL) {
        connection =
            na_connection_new(fd, info->client_addr, loop->worker.service->guard.body_limit);
    }
    *context = connection;
    if (connection == NULL) {
        return; /* its requests are refused in judge() */
    }
    loop->connections++;
    if (na_connection_enter(connection, &loop->worker)) {
        na_deadline_set(&connection->deadline, &loop->waits.arriving, na_monotonic_us());
    }
}

static void on_connection(void *closure, struct MHD_Connection *mhd, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct na_loop *loop = closure;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        connection_started(loop, mhd, context);
        return;
    }
    struct na_connection *connection = *context;
    if (connection != NULL) {
        loop->connections--;
        na_connection_free(connection, &loop->worker);
        *context = NULL;
    }
}

/* Called with the target as it was sent, before MHD decodes it. What it returns becomes the access
 * handler's *con_cls. */
static void *on_request_line(void *closure, const char *target, struct MHD_Connection *mhd)
{
    struct na_loop *loop = closure;
    struct na_connection *connection = connection_of(mhd);
    if (connection != NULL && !connection->cut) {
        int64_t now_us = na_monotonic_us();
        na_connection_begin(connection, target, now_us);
        na_deadline_set(&connection->deadline, &loop->waits.arriving, now_us);
    }
    return connection;
}

/* We decode on our own, and strictly: leave MHD's copy alone. */
static size_t do_not_unescape(void *closure, struct MHD_Connection *mhd, char *text)
{
    (void)closure;
    (void)mhd;
    return strlen(text);
}

static enum MHD_Result add_header(void *closure, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    (void)kind;
    na_http_headers_add(closure, name, value != NULL ? value : "");
    return MHD_YES;
}

static bool put_headers(struct MHD_Response *reply, const struct na_http_response *response)
{
    struct na_http_field fields[NA_HTTP_FIELDS];
    size_t count = na_http_response_fields(response, fields);
    bool well = true;
    for (size_t i = 0; i < count && well; i++) {
        well = MHD_add_response_header(reply, fields[i].name, fields[i].value) == MHD_YES;
    }
    return well;
}

static struct MHD_Response *make_reply(struct na_connection *connection)
{
    int fd = -1;
    uint64_t bytes = 0;
    if (connection->batch != NULL && na_batch_job_file(connection->batch, &fd, &bytes)) {
        struct MHD_Response *reply = MHD_create_response_from_fd64(bytes, fd);
        if (reply == NULL) {
            close(fd);
        }
        return reply;
    }
    size_t length;
    const char *body = na_http_response_body(&connection->response, &length);
    return MHD_create_response_from_buffer(length, (void *)(uintptr_t)body, MHD_RESPMEM_PERSISTENT);
}

/* Queue the connection's answer. Its body stays in the connection's buffer, which is not touched
 * before MHD says that the request is completed. */
static enum MHD_Result queue(struct na_loop *loop, struct na_connection *connection,
                             struct MHD_Connection *mhd)
{
    struct na_http_response *response = &connection->response;
    response->close = response->close || loop->stopping;
    struct MHD_Response *reply = make_reply(connection);
    if (reply == NULL) {
        return MHD_NO;
    }
    enum MHD_Result queued = MHD_NO;
    if (put_headers(reply, response)) {
        queued = MHD_queue_response(mhd, (unsigned int)response->status, reply);
    }
    MHD_destroy_response(reply);
    connection->answered = queued == MHD_YES;
    struct na_deadline_list *wait = connection->batch != NULL || connection->unpack != NULL
                                        ? &loop->waits.batching
                                        : &loop->waits.sending;
    na_deadline_set(&connection->deadline, wait, na_monotonic_us());
    return queued;
}

/* The first call for a request: its head is there, nothing of its body. */
static enum MHD_Result judge(struct na_loop *loop, struct na_connection *connection,
                             struct MHD_Connection *mhd, const char *method, const char *version)
{
    struct na_error error;
    MHD_get_connection_values(mhd, MHD_HEADER_KIND, add_header, &connection->request.headers);
    enum na_code code = na_connection_judge(connection, &loop->worker, method, version, &error);
    if (connection->batch != NULL || connection->unpack != NULL) {
        na_deadline_set(&connection->deadline, &loop->waits.batching, na_monotonic_us());
        na_waits_for_body(&loop->waits, connection);
    }
    if (code == NA_OK) {
        return MHD_YES;
    }
    na_respond_problem(&connection->response, &error);
    connection->response.close = true;
    return queue(loop, connection, mhd);
}

/* Answer, or have a child do it: true. */
static bool ask(struct na_loop *loop, struct na_connection *connection)
{
    const struct na_http_request *request = &connection->request;
    struct na_http_response *response = &connection->response;
    struct na_errand_wait *wait = &connection->wait;
    if (connection->unpack != NULL) {
        return na_unpack_ask(connection->unpack, &loop->worker, request, wait, response);
    }
    return !na_worker_answer(&loop->worker, request, response, wait);
}

/* All of the request is there, or the answer it was suspended for. */
static enum MHD_Result answer(struct na_loop *loop, struct na_connection *connection,
                              struct MHD_Connection *mhd)
{
    struct na_http_response *response = &connection->response;
    struct na_errand_wait *wait = &connection->wait;
    if (connection->batch != NULL) {
        na_batch_job_answer(connection->batch, &loop->worker, &connection->request, response);
    } else if (wait->asked) {
        na_respond_errand(&connection->request, response, wait);
    } else if (ask(loop, connection)) {
        /* The child has its own limit of time; libmicrohttpd calls us again when resumed. */
        na_deadline_clear(&connection->deadline);
        MHD_suspend_connection(mhd);
        na_suspended_add(&loop->suspended, connection, mhd);
        return MHD_YES;
    }
    return queue(loop, connection, mhd);
}

static void resume(struct na_loop *loop, struct na_connection *connection)
{
    struct MHD_Connection *mhd = na_suspended_remove(&loop->suspended, connection);
    if (mhd != NULL) {
        MHD_resume_connection(mhd);
    }
}

/* Those whose answer has come, and those whose client has gone, who need none. */
static void resume_due(struct na_loop *loop)
{
    struct na_errands *errands = loop->worker.service->errands;
    struct na_errand_wait *wait;
    struct na_connection *connection;
    while ((wait = na_errands_collect(errands, &loop->worker.inbox)) != NULL) {
        resume(loop, na_connection_of_wait(wait));
    }
    while ((connection = na_suspended_gone(&loop->suspended)) != NULL) {
        na_connection_cut(connection, &loop->worker, NA_OK, NULL); /* and freed, once resumed */
        resume(loop, connection);
    }
}

static enum MHD_Result on_request(void *closure, struct MHD_Connection *mhd, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **context)
{
    struct na_loop *loop = closure;
    struct na_connection *connection = *context;
    (void)url; /* decoded by MHD in ways of its own; ours is from on_request_line */
    if (connection == NULL || connection->cut) {
        return MHD_NO;
    }
    if (!connection->begun) {
        return judge(loop, connection, mhd, method, version);
    }
    if (*upload_size > 0) {
        /* All of it at once, although it may be long work: what is left over, libmicrohttpd 0.9.75
         * gives again only when more arrives, which at an upload's end is never. */
        size_t length = *upload_size;
        *upload_size = 0;
        if (!na_connection_take(connection, &loop->worker, upload, length)) {
            return MHD_NO;
        }
        na_waits_for_body(&loop->waits, connection);
        return MHD_YES;
    }
    return answer(loop, connection, mhd);
}

static void on_completed(void *closure, struct MHD_Connection *mhd, void **context,
                         enum MHD_RequestTerminationCode how)
{
    struct na_loop *loop = closure;
    struct na_connection *connection = *context;
    (void)mhd;
    (void)how;
    *context = NULL;
    if (connection == NULL || connection->cut) {
        return;
    }
    int64_t now_us = na_monotonic_us();
    na_connection_end(connection, &loop->worker, now_us);
    na_deadline_set(&connection->deadline, &loop->waits.idle, now_us);
}

enum na_code na_loop_new(struct na_service *service, int listen_fd,
                         const struct na_loop_waits *waits, unsigned int connections,
                         struct na_loop **ret_loop, struct na_error *reterr)
{
    struct na_loop *loop = calloc(1, sizeof *loop);
    if (loop == NULL) {
        return na_fail_memory(reterr, "starting the server");
    }
    loop->worker.service = service;
    na_buffer_init(&loop->worker.scratch, NA_ANSWER_LIMIT);
    na_waits_init(&loop->waits, waits);
    atomic_init(&loop->stop_ms, -1);
    enum na_code code = na_suspended_init(&loop->suspended, reterr);
    loop->wake_fd = loop->worker.inbox.wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (code == NA_OK && loop->wake_fd < 0) {
        code = na_fail_errno(reterr, errno, "start the server", NULL);
    }
    if (code != NA_OK) {
        na_loop_free(loop);
        return code;
    }
    /* The census keeps the limit; MHD's own is above it, so that one too many gets an answer. */
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK, 0, na_tls_retriever()},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)NA_TLS_PRIORITIES},
        {MHD_OPTION_END, 0, NULL}};
    bool is_on = na_tls_is_on();
    loop->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | (is_on ? MHD_USE_TLS : 0), 0, NULL, NULL,
        on_request, loop, MHD_OPTION_ARRAY, is_on ? tls : tls + 2, MHD_OPTION_LISTEN_SOCKET,
        listen_fd, MHD_OPTION_CONNECTION_LIMIT, connections + 64,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, DISCIPLINE,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, loop,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, loop, MHD_OPTION_URI_LOG_CALLBACK,
        on_request_line, loop, MHD_OPTION_UNESCAPE_CALLBACK, do_not_unescape, NULL, MHD_OPTION_END);
    const union MHD_DaemonInfo *info =
        loop->daemon != NULL ? MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
    if (info == NULL) {
        na_loop_free(loop);
        return na_fail(reterr, NA_ERR_IO, "libmicrohttpd could not be started");
    }
    loop->epoll_fd = info->epoll_fd;
    *ret_loop = loop;
    return NA_OK;
}

struct na_metrics *na_loop_metrics(struct na_loop *loop)
{
    return &loop->worker.metrics;
}

void na_loop_wake(struct na_loop *loop)
{
    uint64_t one = 1;
    ssize_t written = write(loop->wake_fd, &one, sizeof one);
    (void)written; /* fails only when it is due to wake anyway */
}

void na_loop_stop(struct na_loop *loop, unsigned int drain_ms)
{
    atomic_store(&loop->stop_ms, drain_ms > INT_MAX ? INT_MAX : (int)drain_ms);
    na_loop_wake(loop);
}

/* Milliseconds until something is due, -1 for never. */
static int wait_ms(const struct na_loop *loop)
{
    MHD_UNSIGNED_LONG_LONG mhd_ms;
    if (MHD_get_timeout(loop->daemon, &mhd_ms) != MHD_YES) {
        return na_waits_poll_ms(&loop->waits, INT64_MAX, loop->end_us);
    }
    int64_t most_us = mhd_ms > INT_MAX ? INT_MAX : (int64_t)mhd_ms * 1000;
    return most_us == 0 ? 0 : na_waits_poll_ms(&loop->waits, most_us, loop->end_us);
}

static void begin_stopping(struct na_loop *loop)
{
    MHD_run(loop->daemon); /* accept what has already connected */
    loop->stopping = true;
    MHD_socket listen_fd = MHD_quiesce_daemon(loop->daemon);
    if (listen_fd != MHD_INVALID_SOCKET) {
        close(listen_fd);
    }
}

/* Another thread wants something: to stop, to take the new data, to take answers. */
static void heed_wake(struct na_loop *loop)
{
    uint64_t count;
    ssize_t got = read(loop->wake_fd, &count, sizeof count);
    (void)got;
    int stop_ms = atomic_load(&loop->stop_ms);
    if (stop_ms >= 0 && !loop->stopping) {
        loop->end_us = na_monotonic_us() + (int64_t)stop_ms * 1000;
        begin_stopping(loop);
    }
    /* No snapshot yet, or no memory: the next request says so. */
    enum na_code bound = na_worker_bind(&loop->worker, NULL);
    (void)bound;
}

void na_loop_run(struct na_loop *loop)
{
    while (!loop->stopping || (loop->connections > 0 && na_monotonic_us() < loop->end_us)) {
        struct pollfd polled[] = {{.fd = loop->epoll_fd, .events = POLLIN},
                                  {.fd = loop->wake_fd, .events = POLLIN},
                                  {.fd = loop->suspended.gone_fd, .events = POLLIN}};
        (void)poll(polled, loop->suspended.first != NULL ? 3 : 2, wait_ms(loop));
        if ((polled[1].revents & POLLIN) != 0) {
            heed_wake(loop);
        }
        if (((polled[1].revents | polled[2].revents) & POLLIN) != 0) {
            resume_due(loop);
        }
        MHD_run(loop->daemon);
        na_waits_cut(&loop->waits, &loop->worker, loop->stopping);
    }
}

void na_loop_free(struct na_loop *loop)
{
    if (loop == NULL) {
        return;
    }
    if (loop->daemon != NULL) {
        while (loop->suspended.first != NULL) { /* libmicrohttpd aborts over one that is left */
            resume(loop, loop->suspended.first);
        }
        MHD_run(loop->daemon);
        MHD_stop_daemon(loop->daemon);
    }
    na_suspended_fini(&loop->suspended);
    if (loop->wake_fd >= 0) {
        close(loop->wake_fd);
    }
    na_session_free(loop->worker.session);
    na_buffer_fini(&loop->worker.scratch);
    free(loop);
}
