/* http/metrics.h - counts and durations of requests. Each thread counts in its own; a scrape adds
 * them up. */
#ifndef NA_HTTP_METRICS_H
#define NA_HTTP_METRICS_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"

struct na_routes;

#define NA_METRIC_ROUTES 64 /* the last counts what names no route */
#define NA_ROUTE_NONE ((size_t)NA_METRIC_ROUTES - 1)
#define NA_METRIC_STATUSES 401 /* 200 to 599, and one for all others, told as 0 */
#define NA_METRIC_BUCKETS 13   /* of metrics.c */

/* Written by one thread, read by any. */
struct na_metrics {
    _Atomic uint64_t requests[NA_METRIC_ROUTES][NA_METRIC_STATUSES];
    _Atomic uint64_t buckets[NA_METRIC_ROUTES][NA_METRIC_BUCKETS + 1];
    _Atomic uint64_t total_us[NA_METRIC_ROUTES];
};

/* Count a request of route `route` (its number, NA_ROUTE_NONE for none). */
void na_metrics_count(struct na_metrics *metrics, size_t route, int status, int64_t duration_us);
/* The request counters and the histogram of all threads in the Prometheus text format. */
NA_MUST_USE enum na_code na_metrics_render(const struct na_routes *routes,
                                           struct na_metrics *const *metrics, size_t count,
                                           struct na_buffer *to);

#endif
