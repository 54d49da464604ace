/* http/suspended.h - the connections of a loop that wait for a child's answer: libmicrohttpd does
 * not look at them meanwhile, so we look whether their clients are still there. One thread. */
#ifndef NA_HTTP_SUSPENDED_H
#define NA_HTTP_SUSPENDED_H

#include <nearaid/error.h>

#include "http/connection.h"

struct na_suspended {
    struct na_connection *first;
    int gone_fd; /* an epoll: readable when a client has gone; its own connections are in it */
};

/* -1 in gone_fd needs no fini. Errors: NA_ERR_IO. */
NA_MUST_USE enum na_code na_suspended_init(struct na_suspended *suspended, struct na_error *reterr);
void na_suspended_fini(struct na_suspended *suspended);
/* `handle` is kept in connection->suspended until it is taken out. */
void na_suspended_add(struct na_suspended *suspended, struct na_connection *connection,
                      void *handle);
/* Take it out; returns its handle, NULL when it was not in. */
void *na_suspended_remove(struct na_suspended *suspended, struct na_connection *connection);
/* One whose client has gone, still in; NULL: none. */
struct na_connection *na_suspended_gone(struct na_suspended *suspended);

#endif
