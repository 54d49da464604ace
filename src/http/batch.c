#include "http/batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/log.h"
#include "base/text.h"
#include "http/batch_options.h"
#include "http/route.h"
#include "http/spool.h"

/* Between two looks at the limits: what comes of so many bytes is held in memory, and a short row
 * may ask for a hundred assets. */
#define WARD_SLICE_BYTES ((size_t)4096)
#define NEAREST_SLICE_BYTES ((size_t)512)

struct na_batch_job {
    struct na_service *service;
    size_t route;
    bool counted; /* among those under way */
    struct na_batch_plan *plan;
    struct na_batch *batch;
    struct na_spool spool;
    const char *content_type;
    uint64_t received;
    enum na_batch_question question;
    enum na_code failed;   /* NA_OK: so far so good */
    struct na_error error; /* filled when `failed` */
    char snapshot_id[13];
    char tally[256];
};

static enum na_code enter(struct na_batch_job *job, struct na_error *reterr)
{
    struct na_service *service = job->service;
    pthread_mutex_lock(&service->mutex);
    job->counted = service->batches < service->batch.at_once;
    service->batches += job->counted ? 1 : 0;
    pthread_mutex_unlock(&service->mutex);
    if (job->counted) {
        return NA_OK;
    }
    enum na_code code = na_fail(reterr, NA_ERR_BUSY, "There are %u batches under way already",
                                service->batch.at_once);
    return na_fail_at(reterr, code, NULL, 0, NULL, "send it again when one of them has ended");
}

static void leave(struct na_batch_job *job)
{
    if (job->counted) {
        pthread_mutex_lock(&job->service->mutex);
        job->service->batches--;
        pthread_mutex_unlock(&job->service->mutex);
        job->counted = false;
    }
}

/* Let go of what a batch costs; what it came to is kept. */
static void end_work(struct na_batch_job *job)
{
    na_batch_free(job->batch);
    na_batch_plan_free(job->plan);
    job->batch = NULL;
    job->plan = NULL;
}

/* A fault of the rows is the client's; the library's code for it is for files of one's own. */
static enum na_code as_request(enum na_code code, struct na_error *error)
{
    if (code == NA_ERR_DATA) {
        error->code = NA_ERR_BODY;
    } else if (code == NA_ERR_LIMIT) {
        error->code = NA_ERR_BODY_SIZE;
    }
    return error->code;
}

static void give_up(struct na_batch_job *job, enum na_code code)
{
    job->failed = code;
    job->error.code = code;
    end_work(job);
    na_spool_fini(&job->spool);
    leave(job);
    if (na_code_http_status(code) == 500) {
        na_log(NA_LOG_ERROR, "batch: %s", job->error.message);
    }
}

/* Everything that can be known from the head. */
static enum na_code begin(struct na_batch_job *job, struct na_worker *worker,
                          const struct na_http_request *request, struct na_error *reterr)
{
    const struct na_route *route = &worker->service->routes->items[job->route];
    struct na_batch_options options;
    struct na_snapshot *snapshot = NULL;
    job->question =
        (route->question->forms & NA_FORM_NEAREST_ROWS) != 0 ? NA_BATCH_NEAREST : NA_BATCH_WARD;
    enum na_code code = na_batch_options_read(worker, request, route->question->params,
                                              job->question, &options, &job->content_type, reterr);
    if (code == NA_OK) {
        code = enter(job, reterr);
    }
    if (code == NA_OK && (snapshot = na_slot_get(worker->service->slot)) == NULL) {
        code = na_fail(reterr, NA_ERR_NOT_READY, "No data is loaded yet");
    }
    if (code == NA_OK) {
        const char *digest = na_snapshot_digest(snapshot);
        (void)na_text_copy(job->snapshot_id, sizeof job->snapshot_id,
                           strlen(digest) > 7 ? digest + 7 : digest); /* after "sha256:" */
        code = na_batch_plan_new(snapshot, &options, &job->plan, reterr);
    }
    if (code == NA_OK) {
        code = na_batch_new(job->plan, &job->batch, reterr);
    }
    na_snapshot_unref(snapshot);
    return code;
}

enum na_code na_batch_job_new(struct na_worker *worker, const struct na_http_request *request,
                              size_t route, struct na_batch_job **ret_job, struct na_error *reterr)
{
    const struct na_batch_limits *limits = &worker->service->batch;
    struct na_batch_job *job = calloc(1, sizeof *job);
    if (job == NULL) {
        return na_fail_memory(reterr, "beginning a batch");
    }
    job->service = worker->service;
    job->route = route;
    memcpy(job->snapshot_id, "-", 2);
    na_spool_init(&job->spool, limits->folder, limits->answer_bytes);
    enum na_code code = begin(job, worker, request, &job->error);
    if (code != NA_OK) {
        code = as_request(code, &job->error);
        give_up(job, code);
        /* Closing on a client that is still sending may take the answer from it. */
        if (request->headers.expects_continue) {
            if (reterr != NULL) {
                *reterr = job->error;
            }
            na_batch_job_free(job);
            return code;
        }
    }
    *ret_job = job;
    return NA_OK;
}

void na_batch_job_free(struct na_batch_job *job)
{
    if (job != NULL) {
        end_work(job);
        na_spool_fini(&job->spool);
        leave(job);
        free(job);
    }
}

static enum na_code check_rows(const struct na_batch_job *job, struct na_error *reterr)
{
    uint64_t limit = job->service->batch.rows;
    if (na_batch_get_tally(job->batch)->read <= limit) {
        return NA_OK;
    }
    enum na_code code =
        na_fail(reterr, NA_ERR_BODY_SIZE, "There are more than %" PRIu64 " rows", limit);
    return na_fail_at(reterr, code, NULL, 0, NULL,
                      "send them in several batches, use nearaid join, or have the server started "
                      "with a larger --batch-rows");
}

/* One step of the batch is done: look at what it came to. */
static void settle(struct na_batch_job *job, enum na_code code)
{
    if (code != NA_OK) {
        code = as_request(code, &job->error);
    } else {
        code = check_rows(job, &job->error);
    }
    if (code == NA_OK) {
        code = na_spool_settle(&job->spool, &job->error);
    }
    if (code != NA_OK) {
        give_up(job, code);
    }
}

enum na_code na_batch_job_take(struct na_batch_job *job, const char *bytes, size_t length,
                               struct na_error *reterr)
{
    /* Known from Content-Length in general; of chunks the sum is not. */
    if (job->received + length > job->service->batch.bytes) {
        return na_fail(reterr, NA_ERR_BODY_SIZE, "The body is longer than %" PRIu64 " bytes",
                       job->service->batch.bytes);
    }
    size_t step = job->question == NA_BATCH_NEAREST ? NEAREST_SLICE_BYTES : WARD_SLICE_BYTES;
    for (size_t taken = 0; taken < length && job->failed == NA_OK; taken += step) {
        size_t slice = length - taken < step ? length - taken : step;
        settle(job,
               na_batch_feed(job->batch, bytes + taken, slice, &job->spool.memory, &job->error));
    }
    job->received += length;
    return NA_OK;
}

/* A dictionary of structured fields (RFC 9651), so that clients need no parser of our own. */
static void write_tally(struct na_batch_job *job)
{
    const struct na_batch_tally *tally = na_batch_get_tally(job->batch);
    int length = snprintf(job->tally, sizeof job->tally, "read=%" PRIu64, tally->read);
    for (int i = 0; i < NA_BATCH_MATCHES && length > 0 && (size_t)length < sizeof job->tally; i++) {
        bool ward = i == NA_BATCH_INSIDE || i == NA_BATCH_BOUNDARY;
        bool unsaid = i == NA_BATCH_POSTCODE && tally->matches[i] == 0;
        if (unsaid || (job->question == NA_BATCH_NEAREST ? ward : i == NA_BATCH_FOUND)) {
            continue;
        }
        length += snprintf(job->tally + length, sizeof job->tally - (size_t)length, ", %s=%" PRIu64,
                           na_batch_match_name((enum na_batch_match)i), tally->matches[i]);
    }
}

/* The end of the upload is the end of the one input. */
static void finish(struct na_batch_job *job)
{
    if (job->failed == NA_OK) {
        settle(job, na_batch_end_input(job->batch, &job->spool.memory, &job->error));
    }
    if (job->failed == NA_OK) {
        settle(job, na_batch_finish(job->batch, &job->spool.memory, &job->error));
    }
    if (job->failed == NA_OK) {
        write_tally(job);
        end_work(job);
        enum na_code code = na_spool_close(&job->spool, &job->error);
        if (code != NA_OK) {
            give_up(job, code);
        }
    }
}

void na_batch_job_answer(struct na_batch_job *job, struct na_http_response *response)
{
    finish(job);
    response->route = job->route;
    response->cache_control = "no-store";
    (void)na_text_copy(response->snapshot_id, sizeof response->snapshot_id, job->snapshot_id);
    if (job->failed == NA_OK && job->spool.fd < 0 && job->spool.memory.length > 0 &&
        na_buffer_append(&response->body, job->spool.memory.data, job->spool.memory.length) !=
            NA_OK) {
        give_up(job, na_fail_memory(&job->error, "answering"));
    }
    if (job->failed != NA_OK) {
        na_respond_problem(response, &job->error);
        return;
    }
    response->status = 200;
    response->content_type = job->content_type;
    response->batch_tally = job->tally;
}

bool na_batch_job_file(struct na_batch_job *job, int *ret_fd, uint64_t *ret_bytes)
{
    if (job->failed != NA_OK || job->spool.fd < 0) {
        return false;
    }
    *ret_fd = job->spool.fd;
    *ret_bytes = job->spool.written;
    job->spool.fd = -1;
    return true;
}
