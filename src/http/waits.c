/* One list for each kind of wait: for bytes, for the next request, for sending, for a batch. The
 * loop asks for the next deadline and for whom it has passed. A body that can no longer come is
 * found by asking the socket itself. */
#include "http/waits.h"
#include "base/clock.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>

void na_waits_init(struct na_waits *waits, const struct na_loop_waits *options)
{
    *waits = (struct na_waits){.arriving = {.wait_us = (int64_t)options->arrival_ms * 1000},
                               .idle = {.wait_us = (int64_t)options->idle_ms * 1000},
                               .sending = {.wait_us = (int64_t)options->sending_ms * 1000},
                               .batching = {.wait_us = (int64_t)options->batch_ms * 1000}};
}

/* Has the other side said its last byte, and have we read all it said? */
static bool has_ended(int fd)
{
    char byte;
    ssize_t got = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

/* libmicrohttpd 0.9.75 does not see an end that has arrived together with the bytes before it: its
 * epoll is edge-triggered, and a short read makes it wait for the next edge. An upload that is
 * given up would keep its place until --batch-seconds are over; so what it still needs must already
 * be in libmicrohttpd's hands. */
void na_waits_for_body(struct na_waits *waits, struct na_connection *connection)
{
    bool uploads = connection->batch != NULL || connection->unpack != NULL;
    if (uploads && has_ended(connection->fd)) {
        na_deadline_set(&connection->deadline, &waits->arriving, na_monotonic_us());
    }
}

/* Microseconds until something is due, INT64_MAX for never. */
static int64_t next_us(const struct na_waits *waits, int64_t now_us)
{
    const struct na_deadline *next[] = {waits->arriving.first, waits->idle.first,
                                        waits->sending.first, waits->batching.first};
    int64_t wait_us = INT64_MAX;
    for (size_t i = 0; i < sizeof next / sizeof next[0]; i++) {
        if (next[i] != NULL && next[i]->due_us - now_us < wait_us) {
            wait_us = next[i]->due_us - now_us;
        }
    }
    return wait_us;
}

int na_waits_poll_ms(const struct na_waits *waits, int64_t most_us, int64_t end_us)
{
    int64_t now_us = na_monotonic_us();
    int64_t due_us = next_us(waits, now_us);
    int64_t wait = due_us < most_us ? due_us : most_us;
    if (end_us != 0 && end_us - now_us < wait) {
        wait = end_us - now_us;
    }
    if (wait == INT64_MAX) {
        return -1;
    }
    return wait <= 0 ? 0 : (int)((wait + 999) / 1000 > INT_MAX ? INT_MAX : (wait + 999) / 1000);
}

static void cut_due(const struct na_deadline_list *list, int64_t now_us, struct na_worker *worker,
                    const char *late)
{
    struct na_deadline *due;
    while ((due = na_deadline_due(list, now_us)) != NULL) {
        struct na_connection *connection = (struct na_connection *)due;
        enum na_code code = late != NULL && !connection->answered ? NA_ERR_TIMEOUT : NA_OK;
        na_connection_cut(connection, worker, code, late);
    }
}

void na_waits_cut(struct na_waits *waits, struct na_worker *worker, bool stopping)
{
    int64_t now_us = na_monotonic_us();
    cut_due(&waits->arriving, now_us, worker, "The request did not arrive whole in time");
    cut_due(&waits->batching, now_us, worker,
            "The batch did not arrive whole in the time that --batch-seconds gives");
    cut_due(&waits->idle, stopping ? INT64_MAX : now_us, worker, NULL);
    cut_due(&waits->sending, now_us, worker, NULL);
}
