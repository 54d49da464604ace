/* SO_REUSEPORT (Linux 3.9) is not in POSIX. */
#define _DEFAULT_SOURCE
#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fail.h"

union address {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
};

static bool parse(const char *text, uint16_t port, union address *ret_address, socklen_t *ret_size)
{
    union address address;
    memset(&address, 0, sizeof address);
    if (inet_pton(AF_INET, text, &address.in.sin_addr) == 1) {
        address.in.sin_family = AF_INET;
        address.in.sin_port = htons(port);
        *ret_size = sizeof address.in;
    } else if (inet_pton(AF_INET6, text, &address.in6.sin6_addr) == 1) {
        address.in6.sin6_family = AF_INET6;
        address.in6.sin6_port = htons(port);
        *ret_size = sizeof address.in6;
    } else {
        return false;
    }
    *ret_address = address;
    return true;
}

bool na_listen_any(const char *address)
{
    return strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

/* One bound socket; with `shared`, others of ours may bind to the same port. -1 with errno. */
static int bound_socket(const union address *address, socklen_t size, bool shared)
{
    int on = 1;
    int fd = socket(address->any.sa_family, SOCK_STREAM, 0);
    if (fd < 0) {
        return -1;
    }
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0 ||
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
        (shared && setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) < 0) ||
        bind(fd, &address->any, size) < 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

static uint16_t port_of(int fd, uint16_t otherwise)
{
    union address address;
    socklen_t size = sizeof address;
    if (getsockname(fd, &address.any, &size) != 0) {
        return otherwise;
    }
    return ntohs(address.any.sa_family == AF_INET6 ? address.in6.sin6_port : address.in.sin_port);
}

static enum na_code fail_bind(const char *text, uint16_t port, struct na_error *reterr)
{
    int error = errno;
    enum na_code code = na_fail(reterr, NA_ERR_IO, "Cannot listen on %s port %u: %s", text,
                                (unsigned int)port, strerror(error));
    const char *hint = NULL;
    if (error == EADDRINUSE) {
        hint = "another program listens there: end it, or choose another port with --listen";
    } else if (error == EACCES) {
        hint = "ports below 1024 need a privilege: choose another with --listen";
    } else if (error == EADDRNOTAVAIL) {
        hint = "the address is not one of this machine's";
    }
    return na_fail_at(reterr, code, NULL, 0, NULL, hint);
}

enum na_code na_listen(const char *text, uint16_t port, size_t count, int *ret_fds,
                       uint16_t *ret_port, struct na_error *reterr)
{
    union address address;
    socklen_t size;
    if (!parse(text, port, &address, &size)) {
        enum na_code code =
            na_fail(reterr, NA_ERR_USAGE, "\"%.60s\" is not a numeric address", text);
        return na_fail_at(reterr, code, NULL, 0, NULL, "for example 127.0.0.1 or ::1");
    }
    /* A socket that shares its port may join one of another process of the same user, which would
     * then get half of our connections: first see whether the port is really free. */
    if (port != 0) {
        int probe = bound_socket(&address, size, false);
        if (probe < 0) {
            return fail_bind(text, port, reterr);
        }
        close(probe);
    }
    for (size_t i = 0; i < count; i++) {
        int fd = bound_socket(&address, size, true);
        if (fd < 0 || listen(fd, SOMAXCONN) < 0) {
            enum na_code code = fail_bind(text, port, reterr);
            if (fd >= 0) {
                close(fd);
            }
            while (i > 0) {
                close(ret_fds[--i]);
            }
            return code;
        }
        ret_fds[i] = fd;
        port = port_of(fd, port);
        (void)parse(text, port, &address, &size);
    }
    *ret_port = port;
    return NA_OK;
}
