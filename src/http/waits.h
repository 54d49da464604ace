/* http/waits.h - for what the connections of a loop wait, and for how long. One thread. */
#ifndef NA_HTTP_WAITS_H
#define NA_HTTP_WAITS_H

#include <stdbool.h>
#include <stdint.h>

#include "http/connection.h"
#include "http/deadline.h"
#include "http/mhd_loop.h"

/* A connection is in one of these lists, or in none. */
struct na_waits {
    struct na_deadline_list arriving, idle, sending, batching;
};

void na_waits_init(struct na_waits *waits, const struct na_loop_waits *options);
/* A piece of a batch's body has been taken, or its head judged: wait for more. */
void na_waits_for_body(struct na_waits *waits, struct na_connection *connection);
/* Microseconds until something is due, INT64_MAX for never. */
int64_t na_waits_next(const struct na_waits *waits, int64_t now_us);
/* Cut the connections that are due; with `stopping` all that are idle, too. */
void na_waits_cut(struct na_waits *waits, struct na_worker *worker, bool stopping);

#endif
