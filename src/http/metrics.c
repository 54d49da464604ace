/* Each thread has counters of its own that it alone writes, so that counting costs no lock. A
 * scrape adds them up, in the text format of Prometheus. Durations fall into fixed buckets for each
 * route. */
#include "http/metrics.h"

#include <stdbool.h>

#include "http/route.h"

/* Every status above this has a counter of its own; the first counter is for all others. */
#define FIRST_STATUS 199

/* Upper bounds: an answer from memory takes some 10 us, a list of boundaries some 10 ms. */
static const struct {
    int64_t us;
    const char *text;
} bounds[NA_METRIC_BUCKETS] = {
    {25, "0.000025"}, {50, "0.00005"},  {100, "0.0001"}, {250, "0.00025"}, {500, "0.0005"},
    {1000, "0.001"},  {2500, "0.0025"}, {5000, "0.005"}, {10000, "0.01"},  {50000, "0.05"},
    {250000, "0.25"}, {1000000, "1"},   {5000000, "5"}};

/* One writer: no need of an atomic addition. */
static void add(_Atomic uint64_t *counter, uint64_t amount)
{
    uint64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + amount, memory_order_relaxed);
}

void na_metrics_count(struct na_metrics *metrics, size_t route, int status, int64_t duration_us)
{
    bool counted = status > FIRST_STATUS && status < FIRST_STATUS + NA_METRIC_STATUSES;
    size_t slot = counted ? (size_t)(status - FIRST_STATUS) : 0;
    size_t bucket = 0;
    while (bucket < NA_METRIC_BUCKETS && duration_us > bounds[bucket].us) {
        bucket++;
    }
    add(&metrics->requests[route][slot], 1);
    add(&metrics->buckets[route][bucket], 1);
    add(&metrics->total_us[route], duration_us > 0 ? (uint64_t)duration_us : 0);
}

static const char *route_name(const struct na_routes *routes, size_t route)
{
    return route < routes->count ? routes->items[route].question->path : "none";
}

static enum na_code render_requests(const struct na_routes *routes,
                                    struct na_metrics *const *metrics, size_t count,
                                    struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, "# HELP nearaid_requests_total Requests answered.\n"
                                           "# TYPE nearaid_requests_total counter\n");
    for (size_t n = 0; n <= routes->count && code == NA_OK; n++) {
        size_t route = n < routes->count ? n : NA_ROUTE_NONE;
        for (size_t slot = 0; slot < NA_METRIC_STATUSES && code == NA_OK; slot++) {
            uint64_t sum = 0;
            for (size_t i = 0; i < count; i++) {
                sum +=
                    atomic_load_explicit(&metrics[i]->requests[route][slot], memory_order_relaxed);
            }
            if (sum > 0) {
                code = na_buffer_printf(
                    to, "nearaid_requests_total{route=\"%s\",status=\"%d\"} %llu\n",
                    route_name(routes, route), slot > 0 ? FIRST_STATUS + (int)slot : 0,
                    (unsigned long long)sum);
            }
        }
    }
    return code;
}

static enum na_code render_route_durations(const struct na_routes *routes,
                                           struct na_metrics *const *metrics, size_t count,
                                           size_t route, struct na_buffer *to)
{
    uint64_t buckets[NA_METRIC_BUCKETS + 1] = {0};
    uint64_t total_us = 0;
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t b = 0; b <= NA_METRIC_BUCKETS; b++) {
            uint64_t more =
                atomic_load_explicit(&metrics[i]->buckets[route][b], memory_order_relaxed);
            buckets[b] += more;
            all += more;
        }
        total_us += atomic_load_explicit(&metrics[i]->total_us[route], memory_order_relaxed);
    }
    enum na_code code = NA_OK;
    uint64_t below = 0;
    for (size_t b = 0; b <= NA_METRIC_BUCKETS && all > 0 && code == NA_OK; b++) {
        below += buckets[b];
        code = na_buffer_printf(
            to, "nearaid_request_duration_seconds_bucket{route=\"%s\",le=\"%s\"} %llu\n",
            route_name(routes, route), b < NA_METRIC_BUCKETS ? bounds[b].text : "+Inf",
            (unsigned long long)below);
    }
    if (code == NA_OK && all > 0) {
        code = na_buffer_printf(to,
                                "nearaid_request_duration_seconds_sum{route=\"%s\"} %llu.%06llu\n"
                                "nearaid_request_duration_seconds_count{route=\"%s\"} %llu\n",
                                route_name(routes, route), (unsigned long long)(total_us / 1000000),
                                (unsigned long long)(total_us % 1000000), route_name(routes, route),
                                (unsigned long long)all);
    }
    return code;
}

enum na_code na_metrics_render(const struct na_routes *routes, struct na_metrics *const *metrics,
                               size_t count, struct na_buffer *to)
{
    enum na_code code = render_requests(routes, metrics, count, to);
    if (code == NA_OK) {
        code = na_buffer_text(to, "# HELP nearaid_request_duration_seconds From the request line "
                                  "to the end of the answer.\n"
                                  "# TYPE nearaid_request_duration_seconds histogram\n");
    }
    for (size_t n = 0; n <= routes->count && code == NA_OK; n++) {
        size_t route = n < routes->count ? n : NA_ROUTE_NONE;
        code = render_route_durations(routes, metrics, count, route, to);
    }
    return code;
}
