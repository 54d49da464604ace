/* The head is read and a place taken; the rows are worked on as they come; the answer is sent from
 * the spool. A fault on the way gives the place back at once and keeps the error for the answer.
 * Time, rows and bytes are looked at after each slice. */
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
#include "tables/arriving.h"

/* Between two looks at the limits: what comes of so many bytes is held in memory, and a short row
 * may ask for a hundred assets. */
#define WARD_SLICE_BYTES ((size_t)4096)
#define NEAREST_SLICE_BYTES ((size_t)512)

struct na_batch_job {
    struct na_service *service;
    size_t route;
    bool counted; /* among those under way */
    struct na_snapshot *snapshot;
    struct na_arriving *arriving;
    const struct na_batch_asked *asked; /* while bytes are taken and the table is not known */
    struct na_batch_plan *plan;         /* NULL until the table is known, like `batch` */
    struct na_batch *batch;
    struct na_spool spool;
    const char *content_type;
    uint64_t received;
    enum na_batch_question question;
    enum na_code failed;   /* NA_OK: so far so good */
    struct na_error error; /* filled when `failed` */
    char snapshot_id[13];
    char tally[256];
    char table[256];
};

enum na_code na_batch_place_take(struct na_service *service, struct na_error *reterr)
{
    pthread_mutex_lock(&service->mutex);
    bool is_free = service->batches < service->batch.at_once;
    service->batches += is_free ? 1 : 0;
    pthread_mutex_unlock(&service->mutex);
    if (is_free) {
        return NA_OK;
    }
    enum na_code code = na_fail(reterr, NA_ERR_BUSY, "There are %u batches under way already",
                                service->batch.at_once);
    return na_fail_at(reterr, code, NULL, 0, NULL, "send it again when one of them has ended");
}

void na_batch_place_leave(struct na_service *service)
{
    pthread_mutex_lock(&service->mutex);
    service->batches--;
    pthread_mutex_unlock(&service->mutex);
}

static enum na_code enter(struct na_batch_job *job, struct na_error *reterr)
{
    enum na_code code = na_batch_place_take(job->service, reterr);
    job->counted = code == NA_OK;
    return code;
}

static void leave(struct na_batch_job *job)
{
    if (job->counted) {
        na_batch_place_leave(job->service);
        job->counted = false;
    }
}

/* Let go of what a batch costs; its answer is kept. */
static void end_work(struct na_batch_job *job)
{
    na_arriving_free(job->arriving);
    na_batch_free(job->batch);
    na_batch_plan_free(job->plan);
    na_snapshot_unref(job->snapshot);
    job->arriving = NULL;
    job->snapshot = NULL;
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

/* How good is a row as the header? By the options of the moment. */
static int judge_header(const void *context, const struct na_str *names, size_t count)
{
    const struct na_batch_job *job = context;
    return na_batch_header_worth(&job->asked->options, names, count);
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

/* What was found, as a dictionary of structured fields (RFC 9651): the usual is not said. */
static void write_table(const struct na_text_form *form, const struct na_batch_asked *asked,
                        char *to, size_t size)
{
    size_t commas = 0;
    size_t months = 0;
    for (size_t i = 0; i < form->column_count; i++) {
        commas += asked->decimal == NULL && form->columns[i].marks == NA_NUMBER_COMMA;
        months += asked->dates == NULL && form->columns[i].order == NA_DATE_MONTH_FIRST;
    }
    char delimiter[4] = {form->separator, '\0'};
    int length = snprintf(to, size, "delimiter=\"%s\"",
                          form->separator == '\t'   ? "tab"
                          : form->separator == '\\' ? "\\\\"
                                                    : delimiter);
    const struct {
        const char *name;
        size_t count;
    } counts[] = {{"titles", form->titles}, {"decimal_commas", commas}, {"month_first", months}};
    if (!asked->has_encoding) {
        length += snprintf(to + length, size - (size_t)length, ", encoding=\"%s\"",
                           na_encoding_name(form->encoding));
    }
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i].count > 0) {
            length += snprintf(to + length, size - (size_t)length, ", %s=%zu", counts[i].name,
                               counts[i].count);
        }
    }
}

/* The table is known now: the plan and the batch can be made. Rows come out as UTF-8, which the
 * answer says of itself. */
static enum na_code begin_rows(void *context, const struct na_text_form *form, bool is_ndjson,
                               struct na_error *reterr)
{
    struct na_batch_job *job = context;
    struct na_batch_options options = job->asked->options;
    struct na_column_form *columns = NULL;
    enum na_code code = NA_OK;
    if (!is_ndjson) {
        code = na_text_form_columns(form, options.columns != NULL, job->asked->decimal,
                                    job->asked->dates, &columns, reterr);
        options.forms = columns;
        options.form_count = form->column_count;
        options.separator = form->separator;
        options.encoding = form->encoding;
        write_table(form, job->asked, job->table, sizeof job->table);
    }
    if (code == NA_OK) {
        code = na_batch_plan_new(job->snapshot, &options, &job->plan, reterr);
    }
    if (code == NA_OK) {
        code = na_batch_new(job->plan, &job->batch, reterr);
    }
    free(columns);
    return code;
}

/* One step of the batch is done: look at its outcome. */
static enum na_code settle(struct na_batch_job *job, enum na_code code, struct na_error *reterr)
{
    if (code == NA_OK) {
        code = check_rows(job, reterr);
    }
    if (code == NA_OK) {
        return na_spool_settle(&job->spool, reterr);
    }
    if (code == NA_ERR_DATA && reterr->record == 1) {
        reterr->record += (int64_t)na_arriving_lines_above(job->arriving);
    }
    return code;
}

static enum na_code give_rows(void *context, struct na_str bytes, struct na_error *reterr)
{
    struct na_batch_job *job = context;
    size_t step = job->question == NA_BATCH_NEAREST ? NEAREST_SLICE_BYTES : WARD_SLICE_BYTES;
    enum na_code code = NA_OK;
    for (size_t taken = 0; taken < bytes.length && code == NA_OK; taken += step) {
        size_t slice = bytes.length - taken < step ? bytes.length - taken : step;
        code = na_batch_feed(job->batch, bytes.bytes + taken, slice, &job->spool.memory, reterr);
        code = settle(job, code, reterr);
    }
    return code;
}

static enum na_code read_asked(const struct na_batch_job *job, struct na_worker *worker,
                               const struct na_http_request *request,
                               struct na_batch_asked *ret_asked, struct na_error *reterr)
{
    const struct na_route *route = &job->service->routes->items[job->route];
    return na_batch_asked_read(worker, request, route->question->params, job->question, ret_asked,
                               reterr);
}

/* A plan, only to see whether one can be made: the table is not known yet. */
static enum na_code check_plan(struct na_batch_job *job, const struct na_batch_asked *asked,
                               struct na_error *reterr)
{
    struct na_batch_plan *plan = NULL;
    enum na_code code = na_batch_plan_new(job->snapshot, &asked->options, &plan, reterr);
    na_batch_plan_free(plan);
    return code;
}

static enum na_code begin_table(struct na_batch_job *job, const struct na_batch_asked *asked,
                                struct na_error *reterr)
{
    bool headless = asked->options.columns != NULL;
    char separator = asked->options.separator;
    const struct na_arriving_wanted wanted = {
        .text = {.header = {.judge = judge_header, .context = job},
                 .separator = headless && separator == '\0' ? ',' : separator,
                 .has_encoding = headless || asked->has_encoding,
                 .encoding = asked->options.encoding,
                 .headless = headless},
        .as = asked->options.input == NA_BATCH_NDJSON_IN ? NA_TABLES_AS_NDJSON : NA_TABLES_AS_CSV,
        .limit_bytes = job->service->batch.bytes,
        .begin = begin_rows,
        .give = give_rows,
        .context = job};
    return na_arriving_new(&wanted, &job->arriving, reterr);
}

/* Everything that can be known from the head. */
static enum na_code begin(struct na_batch_job *job, struct na_worker *worker,
                          const struct na_http_request *request, struct na_error *reterr)
{
    const struct na_route *route = &worker->service->routes->items[job->route];
    struct na_batch_asked asked;
    job->question =
        (route->question->forms & NA_FORM_NEAREST_ROWS) != 0 ? NA_BATCH_NEAREST : NA_BATCH_WARD;
    enum na_code code = read_asked(job, worker, request, &asked, reterr);
    if (code == NA_OK) {
        job->content_type = asked.content_type;
        code = enter(job, reterr);
    }
    if (code == NA_OK && (job->snapshot = na_slot_get(worker->service->slot)) == NULL) {
        code = na_fail(reterr, NA_ERR_NOT_READY, "No data is loaded yet");
    }
    if (code == NA_OK) {
        const char *digest = na_snapshot_digest(job->snapshot);
        (void)na_text_copy(job->snapshot_id, sizeof job->snapshot_id,
                           strlen(digest) > 7 ? digest + 7 : digest); /* after "sha256:" */
        code = check_plan(job, &asked, reterr);
    }
    return code == NA_OK ? begin_table(job, &asked, reterr) : code;
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

/* Take bytes, or with `ended` the end. Until the table is known the head is read again: what it
 * points to may have served another request meanwhile. */
static void work(struct na_batch_job *job, struct na_worker *worker,
                 const struct na_http_request *request, struct na_str bytes, bool ended)
{
    struct na_batch_asked asked;
    enum na_code code = NA_OK;
    if (job->batch == NULL) {
        code = read_asked(job, worker, request, &asked, &job->error);
        job->asked = &asked;
    }
    if (code == NA_OK) {
        code = ended ? na_arriving_end(job->arriving, &job->error)
                     : na_arriving_take(job->arriving, bytes, &job->error);
    }
    job->asked = NULL;
    if (code != NA_OK) {
        give_up(job, as_request(code, &job->error));
    }
}

enum na_code na_batch_job_take(struct na_batch_job *job, struct na_worker *worker,
                               const struct na_http_request *request, struct na_str bytes,
                               struct na_error *reterr)
{
    /* Known from Content-Length in general; of chunks the sum is not. */
    if (job->received + bytes.length > job->service->batch.bytes) {
        return na_fail(reterr, NA_ERR_BODY_SIZE, "The body is longer than %" PRIu64 " bytes",
                       job->service->batch.bytes);
    }
    if (job->failed == NA_OK) {
        work(job, worker, request, bytes, false);
    }
    job->received += bytes.length;
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

static enum na_code end_rows(struct na_batch_job *job, struct na_error *reterr)
{
    enum na_code code = na_batch_end_input(job->batch, &job->spool.memory, reterr);
    code = settle(job, code, reterr);
    if (code == NA_OK) {
        code = na_batch_finish(job->batch, &job->spool.memory, reterr);
        code = settle(job, code, reterr);
    }
    return code == NA_OK ? na_spool_close(&job->spool, reterr) : code;
}

/* The end of the upload is the end of the one input. */
static void finish(struct na_batch_job *job)
{
    enum na_code code = job->failed == NA_OK ? end_rows(job, &job->error) : NA_OK;
    if (code != NA_OK) {
        give_up(job, as_request(code, &job->error));
    } else if (job->failed == NA_OK) {
        write_tally(job);
        end_work(job);
    }
}

void na_batch_job_answer(struct na_batch_job *job, struct na_worker *worker,
                         const struct na_http_request *request, struct na_http_response *response)
{
    if (job->failed == NA_OK) {
        work(job, worker, request, (struct na_str){"", 0}, true);
    }
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
    response->batch_table = job->table;
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
