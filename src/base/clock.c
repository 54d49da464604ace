/* The only place that asks the machine for the time. */
#include "base/clock.h"

#include <time.h>

int64_t na_monotonic_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t na_now(void)
{
    return (int64_t)time(NULL);
}

int32_t na_today(void)
{
    return (int32_t)(na_now() / 86400);
}
