/* The least a libmicrohttpd server can do: the same external epoll loop as ours, a constant body.
 * The daemon's rate is given as a share of this one's.
 *
 *   bare_mhd PORT THREADS BYTES [once]
 *
 * Each request gets a response of its own, with the header fields that ours has; `once`: all get
 * the same one, made when the server starts, which only a constant answer can be. The memory of a
 * connection is as large as ours. */
#define _DEFAULT_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTION_BYTES ((size_t)16 * 1024)

static char body[4096];
static size_t body_bytes;
static struct MHD_Response *only; /* NULL: one for each request */

static struct MHD_Response *make_response(void)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body_bytes, body, MHD_RESPMEM_PERSISTENT);
    if (response == NULL ||
        MHD_add_response_header(response, "Content-Type", "application/json") != MHD_YES ||
        MHD_add_response_header(response, "X-Content-Type-Options", "nosniff") != MHD_YES ||
        MHD_add_response_header(response, "Cache-Control", "no-store") != MHD_YES) {
        exit(1);
    }
    return response;
}

/* The answer is queued on the second call: on the first it would end the connection. */
static enum MHD_Result answer(void *closure, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **context)
{
    static int seen;
    (void)closure, (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    if (*context == NULL) {
        *context = &seen;
        return MHD_YES;
    }
    struct MHD_Response *response = only != NULL ? only : make_response();
    enum MHD_Result queued = MHD_queue_response(connection, 200, response);
    if (response != only) {
        MHD_destroy_response(response);
    }
    return queued;
}

static int listen_on(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
        fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, SOMAXCONN) != 0) {
        perror("listen");
        exit(1);
    }
    return fd;
}

static void *serve(void *port)
{
    int fd = listen_on(*(uint16_t *)port);
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_TURBO, 0, NULL, NULL, answer, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, MHD_OPTION_END);
    if (daemon == NULL) {
        exit(1);
    }
    struct pollfd polled = {.fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
                            .events = POLLIN};
    for (;;) {
        MHD_UNSIGNED_LONG_LONG ms;
        int wait = MHD_get_timeout(daemon, &ms) == MHD_YES ? (int)ms : -1;
        (void)poll(&polled, 1, wait);
        MHD_run(daemon);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc != 4 && !(argc == 5 && strcmp(argv[4], "once") == 0)) {
        return 2;
    }
    uint16_t port = (uint16_t)strtoul(argv[1], NULL, 10);
    unsigned long threads = strtoul(argv[2], NULL, 10);
    body_bytes = strtoul(argv[3], NULL, 10);
    memset(body, 'x', sizeof body);
    if (body_bytes > sizeof body) {
        return 2;
    }
    only = argc == 5 ? make_response() : NULL;
    for (unsigned long i = 1; i < threads; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, serve, &port) != 0) {
            return 1;
        }
    }
    (void)serve(&port);
    return 0;
}
