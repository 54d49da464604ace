/* One socket for each loop, all on the same port, so that the kernel shares connections out.
 * Sockets that a service manager opened are taken over after they are checked: all must listen, and
 * at one address. */

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

/* The address and port of a listening TCP socket; false: it is something else. */
static bool listens_at(int fd, char ret_address[NA_ADDRESS_TEXT], uint16_t *ret_port)
{
    union address address;
    socklen_t size = sizeof address;
    int type = 0;
    int listens = 0;
    socklen_t type_size = sizeof type;
    socklen_t listens_size = sizeof listens;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_size) != 0 || type != SOCK_STREAM ||
        getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_size) != 0 || listens == 0 ||
        getsockname(fd, &address.any, &size) != 0) {
        return false;
    }
    bool v6 = address.any.sa_family == AF_INET6;
    *ret_port = ntohs(v6 ? address.in6.sin6_port : address.in.sin_port);
    return (v6 || address.any.sa_family == AF_INET) &&
           inet_ntop(address.any.sa_family,
                     v6 ? (const void *)&address.in6.sin6_addr : (const void *)&address.in.sin_addr,
                     ret_address, NA_ADDRESS_TEXT) != NULL;
}

enum na_code na_listen_given(int first, size_t count, char ret_address[NA_ADDRESS_TEXT],
                             uint16_t *ret_port, struct na_error *reterr)
{
    char address[NA_ADDRESS_TEXT] = "";
    uint16_t port = 0;
    for (size_t i = 0; i < count; i++) {
        int fd = first + (int)i;
        char other[NA_ADDRESS_TEXT];
        uint16_t other_port = 0;
        if (!listens_at(fd, other, &other_port)) {
            (void)na_fail(reterr, NA_ERR_USAGE, "Descriptor %d, which was given, does not listen",
                          fd);
            return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                              "Write ListenStream= with an address and a port");
        }
        if (i > 0 && (strcmp(other, address) != 0 || other_port != port)) {
            (void)na_fail(reterr, NA_ERR_USAGE, "The sockets given are of %s port %u and of %s",
                          address, (unsigned int)port, other);
            return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                              "Write every ListenStream= with one address and port");
        }
        if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
            return na_fail_errno(reterr, errno, "take over a socket", NULL);
        }
        memcpy(address, other, sizeof address);
        port = other_port;
    }
    memcpy(ret_address, address, sizeof address);
    *ret_port = port;
    return NA_OK;
}
