/* http/service.h - what all threads of a server share, and what each has to itself. */
#ifndef NA_HTTP_SERVICE_H
#define NA_HTTP_SERVICE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "data/slot.h"
#include "http/audit.h"
#include "http/batch.h"
#include "http/census.h"
#include "http/errand.h"
#include "http/guard.h"
#include "http/map_slot.h"
#include "http/metrics.h"
#include "http/tokens.h"
#include "question/ask.h"
#include "question/params.h"

/* How reloads went. A plain value. */
struct na_reloads {
    int64_t loaded_us; /* monotonic, when the current snapshot came in; 0: none yet */
    uint64_t succeeded, failed;
    bool last_ok;
    time_t last_at; /* 0: no reload yet */
    char last_error[1024];
};

struct na_routes;

/* Longest "https://host:port", with its NUL. */
#define NA_BASE_BYTES 320

struct na_service {
    const struct na_routes *routes; /* what is served */
    struct na_slot *slot;           /* borrowed */
    struct na_census *census;
    struct na_guard guard;
    bool access_log;
    struct na_batch_limits batch;
    struct na_errands *errands;
    struct na_metrics **metrics; /* one a thread */
    size_t metrics_count;
    struct na_tokens tokens; /* none: items is NULL */
    struct na_audit audit;
    bool audit_positions;
    struct na_say *say;        /* NULL: the template that ships */
    pthread_mutex_t mutex;     /* guards reloads and batches */
    struct na_reloads reloads; /* guarded by mutex */
    unsigned int batches;      /* under way; guarded by mutex */
    struct na_map_slot map;
};

/* What a thread needs to answer; used by that thread alone. */
struct na_worker {
    struct na_service *service;
    struct na_session *session; /* NULL until a snapshot was there */
    struct na_metrics metrics;
    struct na_errand_inbox inbox;
    struct na_buffer scratch;                   /* for gzip */
    char query_memory[2 * NA_TARGET_LIMIT + 2]; /* decoded parameters */
    char path_value[NA_TARGET_LIMIT + 1];       /* decoded {code} or {id}, and what is second */
    char base[NA_BASE_BYTES];                   /* where links lead: "http://host:8080" */
    struct na_param params[NA_PARAMS_MAX];
};

/* Bind the thread's session to the current snapshot. Errors: NA_ERR_NOT_READY, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_worker_bind(struct na_worker *worker, struct na_error *reterr);
/* Answer a request that the guard let through, body and all. True: `response` is complete. False: a
 * child works on it; na_respond_errand completes it when `wait` was collected from the inbox
 * of the worker. `response` may borrow from `wait`, which is to be left (na_errand_leave) after it.
 */
bool na_worker_answer(struct na_worker *worker, const struct na_http_request *request,
                      struct na_http_response *response, struct na_errand_wait *wait);
void na_respond_errand(const struct na_http_request *request, struct na_http_response *response,
                       const struct na_errand_wait *wait);
/* Make `response` the problem document of `error` and nothing else; its route is kept. */
void na_respond_problem(struct na_http_response *response, const struct na_error *error);

void na_service_reloads(struct na_service *service, struct na_reloads *ret_reloads);
#endif
