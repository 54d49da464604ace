/* The clock that the golden outputs are made by, loaded in front of the C library: it always says
 * noon of 21 November 2026, in UTC. "Today", "open now" and "checked 628 days ago" are then the
 * same whenever the tests run. Only the time of day is held; durations are measured as ever. */
#include <time.h>

#define NOON 1795262400

__attribute__((visibility("default"))) time_t time(time_t *at)
{
    if (at != NULL) {
        *at = NOON;
    }
    return NOON;
}
