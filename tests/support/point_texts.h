/* support/point_texts.h - texts as the source of points, and what was told of them. */
#ifndef NA_TEST_POINT_TEXTS_H
#define NA_TEST_POINT_TEXTS_H

#include "rows/point_rows.h"
#include "support/query_pack.h"

#define INPUTS_MAX 4

struct texts {
    struct na_str inputs[INPUTS_MAX];
    size_t count, next, at;
    char faults[16384]; /* a line each: row column value reason */
    size_t faults_used;
    uint64_t last_read;
};

static inline enum na_code read_text(void *context, char *to, size_t size, size_t *ret_length,
                                     bool *ret_more, struct na_error *reterr)
{
    (void)reterr;
    struct texts *texts = context;
    struct na_str input = texts->inputs[texts->next];
    size_t left = input.length - texts->at;
    *ret_length = left < size ? left : size;
    *ret_more = true;
    memcpy(to, input.bytes + texts->at, *ret_length);
    texts->at += *ret_length;
    if (*ret_length == 0) {
        texts->next++;
        texts->at = 0;
        *ret_more = texts->next < texts->count;
    }
    return NA_OK;
}

static inline enum na_code note_fault(void *context, const struct na_batch_fault *fault,
                                      struct na_error *reterr)
{
    (void)reterr;
    struct texts *texts = context;
    int used = snprintf(
        texts->faults + texts->faults_used, sizeof texts->faults - texts->faults_used,
        "%llu [%.*s] [%.*s] %s\n", (unsigned long long)fault->row, (int)fault->column.length,
        fault->column.bytes, (int)fault->value.length, fault->value.bytes, fault->reason);
    /* No assertion in a callback: its jump would leave the threads behind. */
    if (used < 0 || texts->faults_used + (size_t)used >= sizeof texts->faults) {
        return NA_ERR_INTERNAL;
    }
    texts->faults_used += (size_t)used;
    return NA_OK;
}

static inline enum na_code note_progress(void *context, const struct na_batch_tally *tally,
                                         struct na_error *reterr)
{
    (void)reterr;
    struct texts *texts = context;
    if (tally->read < texts->last_read) {
        return NA_ERR_INTERNAL;
    }
    texts->last_read = tally->read;
    return NA_OK;
}

static inline enum na_code read_rows(const struct query_pack *from,
                                     const struct na_point_rows_wanted *wanted,
                                     unsigned int threads, size_t block_bytes, struct texts *texts,
                                     struct na_point_rows *rows, struct na_error *error)
{
    struct na_batch_source source = {read_text, texts};
    struct na_point_rows_reading reading = {.columns = {.today = QUERY_TODAY},
                                            .threads = threads,
                                            .block_bytes = block_bytes,
                                            .source = &source,
                                            .fault = note_fault,
                                            .progress = note_progress,
                                            .context = texts};
    return na_point_rows_read(from->snapshot, wanted, &reading, rows, error);
}

#endif
