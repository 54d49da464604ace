/* One stream of rows in one thread. */
#include "rows/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

/* Bytes taken at a time, and what may wait for the end of its row besides. */
#define SLICE ((size_t)128 * 1024)
#define HELD_LIMIT (4 * SLICE + 4 * NA_CSV_ROW_MAX)

struct na_batch {
    const struct na_batch_plan *plan;
    struct batch_front front;
    struct batch_worker *worker;
    struct batch_output output;
    struct na_buffer held; /* bytes not yet worked on */
    struct na_batch_tally tally;
    na_batch_fault_sink *sink;
    void *sink_context;
    bool begun, first_done;
};

enum na_code na_batch_new(const struct na_batch_plan *plan, struct na_batch **ret_batch,
                          struct na_error *reterr)
{
    struct na_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL) {
        return na_fail_memory(reterr, "starting a batch");
    }
    batch->plan = plan;
    na_batch_front_init(&batch->front, plan);
    na_batch_output_init(&batch->output);
    na_buffer_init(&batch->held, HELD_LIMIT);
    batch->worker = malloc(sizeof *batch->worker);
    enum na_code code = batch->worker == NULL ? na_fail_memory(reterr, "starting a batch")
                                              : na_batch_worker_init(batch->worker, plan,
                                                                     &batch->front.binding, reterr);
    if (code != NA_OK) {
        free(batch->worker);
        batch->worker = NULL;
        na_batch_free(batch);
        return code;
    }
    *ret_batch = batch;
    return NA_OK;
}

void na_batch_free(struct na_batch *batch)
{
    if (batch == NULL) {
        return;
    }
    if (batch->worker != NULL) {
        na_batch_worker_fini(batch->worker);
        free(batch->worker);
    }
    na_batch_front_fini(&batch->front);
    na_batch_output_fini(&batch->output);
    na_buffer_fini(&batch->held);
    free(batch);
}

void na_batch_set_fault_sink(struct na_batch *batch, na_batch_fault_sink *sink, void *context)
{
    batch->sink = sink;
    batch->sink_context = context;
    batch->worker->wants_faults = sink != NULL;
}

static enum na_code begin(struct na_batch *batch, struct na_buffer *to, struct na_error *reterr)
{
    if (batch->begun || !batch->front.bound) {
        return NA_OK;
    }
    batch->begun = true;
    enum na_code code = na_batch_begin_put(&batch->front, to);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The output does not fit in memory");
}

static enum na_code work(struct na_batch *batch, const struct na_csv_piece *piece,
                         const char *bytes, struct na_buffer *to, struct na_error *reterr)
{
    struct batch_output *output = &batch->output;
    na_batch_output_clear(output);
    batch->worker->row_base = batch->tally.read;
    enum na_code code = na_batch_piece_work(batch->worker, piece, bytes, output, reterr);
    if (code != NA_OK) {
        return code;
    }
    size_t skip = na_batch_output_skip(batch->plan, output, &batch->first_done);
    if (output->bytes.length > skip) {
        code = na_buffer_append(to, output->bytes.data + skip, output->bytes.length - skip);
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "The output does not fit in memory");
    }
    code = na_batch_faults_tell(output, &batch->front.binding, batch->tally.read, batch->sink,
                                batch->sink_context, reterr);
    na_batch_tally_add(&batch->tally, &output->tally);
    return code;
}

/* All pieces that what is held gives. */
static enum na_code work_held(struct na_batch *batch, bool final, struct na_buffer *to,
                              struct na_error *reterr)
{
    size_t at = 0;
    enum na_code code = NA_OK;
    for (bool has = true; has && code == NA_OK;) {
        const char *bytes = batch->held.data != NULL ? batch->held.data + at : "";
        size_t skip = 0;
        struct na_csv_piece piece;
        code = na_batch_front_next(&batch->front, bytes, batch->held.length - at, final, &skip,
                                   &piece, &has, reterr);
        if (code == NA_OK) {
            code = begin(batch, to, reterr);
        }
        if (code == NA_OK) {
            at += skip;
        }
        if (code == NA_OK && has) {
            code = work(batch, &piece, bytes + skip, to, reterr);
            at += piece.length;
        }
    }
    if (code == NA_OK && at > 0) {
        memmove(batch->held.data, batch->held.data + at, batch->held.length - at);
        batch->held.length -= at;
    }
    return code;
}

enum na_code na_batch_feed(struct na_batch *batch, const char *bytes, size_t length,
                           struct na_buffer *to, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    batch->tally.bytes_in += length;
    while (length > 0 && code == NA_OK) {
        struct na_str slice = {bytes, length < SLICE ? length : SLICE};
        code = batch->plan->encoding == NA_ENCODING_UTF8
                   ? na_buffer_append(&batch->held, slice.bytes, slice.length)
                   : na_encoding_read(batch->plan->encoding, slice, &batch->held);
        if (code != NA_OK) {
            return na_fail(reterr, code, "A row does not fit in memory");
        }
        bytes += slice.length;
        length -= slice.length;
        code = work_held(batch, false, to, reterr);
    }
    return code;
}

enum na_code na_batch_end_input(struct na_batch *batch, struct na_buffer *to,
                                struct na_error *reterr)
{
    enum na_code code = work_held(batch, true, to, reterr);
    na_batch_front_end_input(&batch->front);
    return code;
}

enum na_code na_batch_finish(struct na_batch *batch, struct na_buffer *to, struct na_error *reterr)
{
    enum na_code code = begin(batch, to, reterr);
    if (code == NA_OK && batch->begun) {
        code = na_batch_end_put(batch->plan, to);
        if (code != NA_OK) {
            code = na_fail(reterr, code, "The output does not fit in memory");
        }
    }
    return code;
}

const struct na_batch_tally *na_batch_get_tally(const struct na_batch *batch)
{
    return &batch->tally;
}
