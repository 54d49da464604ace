/* A list, and an epoll of its own that only looks for clients that hang up. So a child whose
 * question nobody waits for any more can be ended. */
#include "http/suspended.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/fail.h"

enum na_code na_suspended_init(struct na_suspended *suspended, struct na_error *reterr)
{
    suspended->first = NULL;
    suspended->gone_fd = epoll_create1(EPOLL_CLOEXEC);
    return suspended->gone_fd >= 0 ? NA_OK : na_fail_errno(reterr, errno, "start the server", NULL);
}

void na_suspended_fini(struct na_suspended *suspended)
{
    if (suspended->gone_fd >= 0) {
        close(suspended->gone_fd);
        suspended->gone_fd = -1;
    }
}

void na_suspended_add(struct na_suspended *suspended, struct na_connection *connection,
                      void *handle)
{
    connection->suspended = handle;
    connection->previous = NULL;
    connection->next = suspended->first;
    if (suspended->first != NULL) {
        suspended->first->previous = connection;
    }
    suspended->first = connection;
    /* What the client may send meanwhile stays where it is. Failing that, it is answered without
     * our knowing whether it is still there. */
    struct epoll_event event = {.events = EPOLLRDHUP, .data = {.ptr = connection}};
    (void)epoll_ctl(suspended->gone_fd, EPOLL_CTL_ADD, connection->fd, &event);
}

void *na_suspended_remove(struct na_suspended *suspended, struct na_connection *connection)
{
    void *handle = connection->suspended;
    if (handle == NULL) {
        return NULL;
    }
    (void)epoll_ctl(suspended->gone_fd, EPOLL_CTL_DEL, connection->fd, NULL);
    *(connection->previous != NULL ? &connection->previous->next : &suspended->first) =
        connection->next;
    if (connection->next != NULL) {
        connection->next->previous = connection->previous;
    }
    connection->suspended = NULL;
    return handle;
}

struct na_connection *na_suspended_gone(struct na_suspended *suspended)
{
    struct epoll_event event;
    return epoll_wait(suspended->gone_fd, &event, 1, 0) == 1 ? event.data.ptr : NULL;
}
