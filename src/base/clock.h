/* base/clock.h - the time of the machine: which day it is, and how long something has taken. Any
 * thread may ask. */
#ifndef NA_BASE_CLOCK_H
#define NA_BASE_CLOCK_H

#include <stdint.h>

/* Microseconds of the clock that never goes back. */
int64_t na_monotonic_us(void);
/* Seconds since 1970 (UTC): the server's only look at the calendar. */
int64_t na_now(void);
/* Today (UTC), days since 1970. */
int32_t na_today(void);

#endif
