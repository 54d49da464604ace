/* tests/http/clock.h - a daemon whose monotonic clock stands still until the test moves it on, so
 * that a limit of time is met exactly when the test says so, however slow the machine is. Anything
 * that should not happen fails the test.
 *
 * The daemon is the real one: clock_shim.c, loaded before the C library, answers clock_gettime() in
 * it. It still sleeps in real time, at most for the limit it was given, and then looks at the
 * clock: so give short limits. */
#ifndef NA_TEST_HTTP_CLOCK_H
#define NA_TEST_HTTP_CLOCK_H

#include <stdint.h>

#include "daemon.h"

/* Like daemon_start. One such daemon at a time. */
void clock_daemon_start(struct daemon *daemon, const char *const *args);
/* Let `ms` pass in the daemon. */
void clock_advance(int64_t ms);
/* Like daemon_stop and daemon_wait_end. */
void clock_daemon_stop(struct daemon *daemon);
int clock_daemon_wait_end(struct daemon *daemon);

#endif
