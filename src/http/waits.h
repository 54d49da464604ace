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
/* Milliseconds to poll: until something is due, not over `most_us`, not beyond `end_us` (monotonic;
 * 0: no end is set). -1 for ever, which `most_us` of INT64_MAX allows. */
int na_waits_poll_ms(const struct na_waits *waits, int64_t most_us, int64_t end_us);
/* Cut the connections that are due; with `stopping` all that are idle, too. */
void na_waits_cut(struct na_waits *waits, struct na_worker *worker, bool stopping);

#endif
