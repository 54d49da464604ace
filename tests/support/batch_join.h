/* support/batch_join.h - texts through the batch, in one thread or many. */
#ifndef NA_TEST_BATCH_JOIN_H
#define NA_TEST_BATCH_JOIN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows/batch.h"

#define BATCH_TEXT_LIMIT ((size_t)1 << 30)
#define BATCH_INPUTS_MAX 8

/* What came of a text. */
struct batch_joined {
    struct na_buffer output; /* NUL-terminated */
    struct na_buffer faults; /* a line each: row match column value reason */
    struct na_batch_tally tally;
    enum na_code code;
    struct na_error error;
};

static inline void batch_joined_fini(struct batch_joined *joined)
{
    na_buffer_fini(&joined->output);
    na_buffer_fini(&joined->faults);
}

static inline void batch_must(enum na_code code)
{
    if (code != NA_OK) {
        abort();
    }
}

static inline enum na_code batch_note_fault(void *context, const struct na_batch_fault *fault,
                                            struct na_error *reterr)
{
    struct batch_joined *joined = context;
    (void)reterr;
    batch_must(na_buffer_printf(&joined->faults, "%llu %s [%.*s] [%.*s] %s\n",
                                (unsigned long long)fault->row, na_batch_match_name(fault->match),
                                (int)fault->column.length, fault->column.bytes,
                                (int)fault->value.length, fault->value.bytes, fault->reason));
    return NA_OK;
}

static inline void batch_joined_init(struct batch_joined *joined)
{
    *joined = (struct batch_joined){.code = NA_OK};
    na_buffer_init(&joined->output, BATCH_TEXT_LIMIT);
    na_buffer_init(&joined->faults, BATCH_TEXT_LIMIT);
}

/* One thread, fed `chunk` bytes at a time (0: all at once), each input ended. */
static inline void batch_feed_all(struct na_batch *batch, const struct na_str *inputs, size_t count,
                                  size_t chunk, struct batch_joined *joined)
{
    struct na_buffer *to = &joined->output;
    for (size_t i = 0; i < count && joined->code == NA_OK; i++) {
        size_t step = chunk == 0 ? inputs[i].length : chunk;
        for (size_t at = 0; at < inputs[i].length && joined->code == NA_OK; at += step) {
            size_t left = inputs[i].length - at;
            joined->code = na_batch_feed(batch, inputs[i].bytes + at, left < step ? left : step, to,
                                         &joined->error);
        }
        if (joined->code == NA_OK) {
            joined->code = na_batch_end_input(batch, to, &joined->error);
        }
    }
    if (joined->code == NA_OK) {
        joined->code = na_batch_finish(batch, to, &joined->error);
    }
    joined->tally = *na_batch_get_tally(batch);
    if (na_buffer_terminate(to) == NULL || na_buffer_terminate(&joined->faults) == NULL) {
        abort();
    }
}

static inline void batch_join(struct na_snapshot *snapshot, const struct na_batch_options *options,
                              const struct na_str *inputs, size_t count, size_t chunk,
                              struct batch_joined *ret_joined)
{
    struct na_batch_plan *plan = NULL;
    struct na_batch *batch = NULL;
    batch_joined_init(ret_joined);
    ret_joined->code = na_batch_plan_new(snapshot, options, &plan, &ret_joined->error);
    if (ret_joined->code != NA_OK) {
        return;
    }
    batch_must(na_batch_new(plan, &batch, &ret_joined->error));
    na_batch_set_fault_sink(batch, batch_note_fault, ret_joined);
    batch_feed_all(batch, inputs, count, chunk, ret_joined);
    na_batch_free(batch);
    na_batch_plan_free(plan);
}

/* A text as a source that gives `chunk` bytes at a time. */
struct batch_text_source {
    const struct na_str *inputs;
    size_t count, input, at, chunk;
};

static inline enum na_code batch_text_read(void *context, char *to, size_t size, size_t *ret_length,
                                           bool *ret_more, struct na_error *reterr)
{
    struct batch_text_source *source = context;
    (void)reterr;
    const struct na_str *input = &source->inputs[source->input];
    size_t length = input->length - source->at;
    length = length < size ? length : size;
    length = source->chunk > 0 && length > source->chunk ? source->chunk : length;
    if (length > 0) {
        memcpy(to, input->bytes + source->at, length);
    }
    source->at += length;
    *ret_length = length;
    if (length == 0) {
        source->input++;
        source->at = 0;
        *ret_more = source->input < source->count;
    }
    return NA_OK;
}

static inline enum na_code batch_text_write(void *context, const char *bytes, size_t length,
                                            struct na_error *reterr)
{
    struct batch_joined *joined = context;
    (void)reterr;
    return na_buffer_append(&joined->output, bytes, length);
}

/* The same by na_batch_run. */
static inline void batch_run(struct na_snapshot *snapshot, const struct na_batch_options *options,
                             const struct na_str *inputs, size_t count, size_t chunk,
                             unsigned int threads, size_t block_bytes,
                             struct batch_joined *ret_joined)
{
    struct na_batch_plan *plan = NULL;
    batch_joined_init(ret_joined);
    ret_joined->code = na_batch_plan_new(snapshot, options, &plan, &ret_joined->error);
    if (ret_joined->code != NA_OK) {
        return;
    }
    struct batch_text_source text = {.inputs = inputs, .count = count, .chunk = chunk};
    struct na_batch_source source = {batch_text_read, &text};
    struct na_batch_target target = {
        .write = batch_text_write, .fault = batch_note_fault, .context = ret_joined};
    struct na_batch_run_options run = {.threads = threads, .block_bytes = block_bytes};
    struct na_batch_result result = {.profile = ""};
    ret_joined->code = na_batch_run(plan, &run, &source, &target, &result, &ret_joined->error);
    ret_joined->tally = result.tally;
    if (na_buffer_terminate(&ret_joined->output) == NULL ||
        na_buffer_terminate(&ret_joined->faults) == NULL) {
        abort();
    }
    na_batch_plan_free(plan);
}

#endif
