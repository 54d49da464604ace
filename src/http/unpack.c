/* The upload is spooled into a file without a name. When it has ended, the file is handed to a
 * child as a descriptor. The number of these uploads is part of the limit on batches, because both
 * cost a file. */
#include "http/unpack.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/log.h"
#include "http/batch.h"
#include "http/negotiate.h"
#include "http/parameters.h"
#include "http/route.h"
#include "http/spool.h"
#include "question/param_rows.h"

static const struct na_param_spec specs[] = {
    {.name = "sheet",
     .type = NA_PARAM_TEXT,
     .low = 0.0,
     .high = 100.0,
     .default_text = "the first",
     .example = "Sheet1",
     .summary = "Sheet of a workbook: its name or number"},
};
static const struct na_param_specs unpack_params = NA_PARAM_LIST(specs);

const struct na_question na_unpack_question = {
    .name = "batchCsv",
    .path = "/v1/batch/csv",
    .summary = "A workbook, a zip file or GeoJSON as CSV, for the batches",
    .about =
        "What people's programs write as CSV: Excel workbooks, zip files of CSV as data.police.uk "
        "gives them, points in GeoJSON. A process of its own reads the file, with limits.",
    .tag = "rows",
    .params = &unpack_params,
    .body = NA_BODY_FILE,
    .privacy = NA_POSITION,
};

struct na_unpack {
    struct na_service *service;
    bool counted; /* it has a place */
    struct na_spool upload;
    uint64_t limit_bytes;
    uint64_t received;
    enum na_code failed; /* NA_OK: so far so good */
    struct na_error error;
};

/* What is sent is seen by its bytes; its type must only be none that a page of another site could
 * send. */
static enum na_code check_type(const struct na_http_headers *headers, struct na_error *reterr)
{
    static const char *const types[] = {
        "application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/geo+json", "application/gzip", "application/octet-stream"};
    const char *type = headers->content_type != NULL ? headers->content_type : "";
    char name[128];
    struct na_str text = na_str_trim((struct na_str){type, strcspn(type, ";")});
    bool known = false;
    bool fits = na_text_copy_str(name, sizeof name, text);
    for (size_t i = 0; fits && i < sizeof types / sizeof types[0]; i++) {
        known = known || na_text_same_fold(name, types[i]);
    }
    if (known && headers->content_type_count == 1 && headers->content_encoding_count == 0) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_MEDIA, "The body's type is not one that is read here");
    return na_fail_at(reterr, NA_ERR_MEDIA, NULL, 0, "Content-Type",
                      "send application/octet-stream, application/zip or the type of workbooks; "
                      "CSV goes to /v1/batch/ward as it is");
}

static enum na_code check_head(struct na_worker *worker, const struct na_http_request *request,
                               size_t *ret_count, struct na_error *reterr)
{
    enum na_code code = check_type(&request->headers, reterr);
    if (code == NA_OK && na_accept_quality(request->headers.accept, "text/csv") == 0) {
        code = na_fail(reterr, NA_ERR_ACCEPT, "The Accept header does not admit CSV");
        return na_fail_at(reterr, code, NULL, 0, "Accept", "text/csv");
    }
    if (code == NA_OK) {
        code = na_parameters_of_query(worker, request, ret_count, reterr);
    }
    return code == NA_OK ? na_params_check(&unpack_params, worker->params, *ret_count, reterr)
                         : code;
}

enum na_code na_unpack_new(struct na_worker *worker, const struct na_http_request *request,
                           struct na_unpack **ret_unpack, struct na_error *reterr)
{
    size_t count = 0;
    struct na_unpack *unpack = calloc(1, sizeof *unpack);
    if (unpack == NULL) {
        return na_fail_memory(reterr, "taking a file");
    }
    const struct na_batch_limits *limits = &worker->service->batch;
    unpack->service = worker->service;
    unpack->limit_bytes = limits->bytes;
    na_spool_init(&unpack->upload, limits->folder, limits->bytes);
    unpack->failed = check_head(worker, request, &count, &unpack->error);
    if (unpack->failed == NA_OK) {
        unpack->failed = na_batch_place_take(worker->service, &unpack->error);
        unpack->counted = unpack->failed == NA_OK;
    }
    /* Closing on a client that is still sending may take the answer from it. */
    if (unpack->failed != NA_OK && request->headers.expects_continue) {
        enum na_code code = unpack->failed;
        if (reterr != NULL) {
            *reterr = unpack->error;
        }
        na_unpack_free(unpack);
        return code;
    }
    *ret_unpack = unpack;
    return NA_OK;
}

void na_unpack_free(struct na_unpack *unpack)
{
    if (unpack != NULL) {
        na_spool_fini(&unpack->upload);
        if (unpack->counted) {
            na_batch_place_leave(unpack->service);
        }
        free(unpack);
    }
}

enum na_code na_unpack_take(struct na_unpack *unpack, struct na_str bytes, struct na_error *reterr)
{
    if (unpack->received + bytes.length > unpack->limit_bytes) {
        return na_fail(reterr, NA_ERR_BODY_SIZE, "The body is longer than %" PRIu64 " bytes",
                       unpack->limit_bytes);
    }
    unpack->received += bytes.length;
    if (unpack->failed != NA_OK) {
        return NA_OK;
    }
    unpack->failed = na_buffer_append(&unpack->upload.memory, bytes.bytes, bytes.length);
    if (unpack->failed != NA_OK) {
        (void)na_fail_memory(&unpack->error, "taking a file");
    } else {
        unpack->failed = na_spool_settle(&unpack->upload, &unpack->error);
    }
    return NA_OK;
}

static enum na_code ask(struct na_unpack *unpack, struct na_worker *worker,
                        const struct na_http_request *request, struct na_errand_wait *wait,
                        struct na_error *reterr)
{
    size_t count = 0;
    enum na_code code = unpack->failed;
    if (code != NA_OK) {
        *reterr = unpack->error;
        return code;
    }
    code = na_spool_file(&unpack->upload, reterr);
    if (code == NA_OK) {
        code = check_head(worker, request, &count, reterr);
    }
    const struct na_errand_question question = {.route = NA_ERRAND_UNPACK,
                                                .format = NA_FORMAT_JSON,
                                                .today = na_today(),
                                                .params = worker->params,
                                                .count = count};
    return code == NA_OK ? na_errands_ask_file(worker->service->errands, unpack->upload.fd,
                                               &question, &worker->inbox, wait, reterr)
                         : code;
}

bool na_unpack_ask(struct na_unpack *unpack, struct na_worker *worker,
                   const struct na_http_request *request, struct na_errand_wait *wait,
                   struct na_http_response *response)
{
    struct na_error error = {0};
    response->status = 200;
    response->content_type = "text/csv; charset=utf-8";
    response->cache_control = "no-store";
    enum na_code code = ask(unpack, worker, request, wait, &error);
    if (code == NA_OK) {
        return true;
    }
    error.code = code;
    if (na_code_http_status(code) == 500) {
        na_log(NA_LOG_ERROR, "%s: %s", NA_ERRAND_UNPACK, error.message);
    }
    na_respond_problem(response, &error);
    return false;
}
