/* Filling the blocks of a run: bytes of the source, up to where a piece of whole rows ends. */
#include <string.h>

#include "base/fail.h"
#include "rows/blocks.h"

/* More bytes into the block, after those it has. */
static enum na_code read_some(struct batch_run *run, struct batch_block *block, size_t *ret_length,
                              bool *ret_more, struct na_error *reterr)
{
    struct na_buffer *to = &block->bytes;
    bool plain = run->plan->encoding == NA_ENCODING_UTF8;
    enum na_code code = na_buffer_reserve(to, plain ? run->block_bytes : 3 * BATCH_RAW_MAX);
    if (code != NA_OK) {
        return na_fail(reterr, code, "A block does not fit in memory");
    }
    size_t size = plain                              ? run->block_bytes
                  : run->block_bytes < BATCH_RAW_MAX ? run->block_bytes
                                                     : BATCH_RAW_MAX;
    char *at = plain ? to->data + to->length : run->raw;
    code = run->source->read(run->source->context, at, size, ret_length, ret_more, reterr);
    if (code != NA_OK) {
        return code;
    }
    run->bytes_in += *ret_length;
    if (plain) {
        to->length += *ret_length;
        return NA_OK;
    }
    struct na_str raw = {run->raw, *ret_length};
    code = na_encoding_read(run->plan->encoding, raw, to);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "A block does not fit in memory");
}

/* Fill the block until a piece can be cut off its front, or the stream ends. */
static enum na_code fill_block(struct batch_run *run, struct batch_block *block,
                               struct batch_reading *reading, struct na_error *reterr)
{
    for (;;) {
        size_t skip = 0;
        bool has = false;
        const char *bytes = block->bytes.data != NULL ? block->bytes.data + block->from : "";
        enum na_code code =
            na_batch_front_next(&run->front, bytes, block->bytes.length - block->from,
                                reading->input_ended, &skip, &block->piece, &has, reterr);
        if (code != NA_OK) {
            return code;
        }
        block->from += skip;
        if (has) {
            return NA_OK;
        }
        if (reading->input_ended) {
            na_batch_front_end_input(&run->front);
            if (!reading->more_inputs) {
                block->last = true;
                return NA_OK;
            }
            reading->input_ended = false;
            na_buffer_clear(&block->bytes);
            block->from = 0;
        }
        size_t length = 0;
        code = read_some(run, block, &length, &reading->more_inputs, reterr);
        if (code != NA_OK) {
            return code;
        }
        reading->input_ended = length == 0;
    }
}

/* Start a block with what the one before left over; with one thread that is the block itself. */
static enum na_code carry_over(struct batch_block *block, const struct batch_block *before)
{
    size_t done = before != NULL ? before->from + before->piece.length : 0;
    size_t left = before != NULL ? before->bytes.length - done : 0;
    const char *from = left > 0 ? before->bytes.data + done : NULL;
    if (before != block) {
        na_buffer_clear(&block->bytes);
    } else if (left > 0) {
        memmove(block->bytes.data, from, left);
    }
    block->from = 0;
    block->last = false;
    block->code = NA_OK;
    if (before == block) {
        block->bytes.length = left;
        return NA_OK;
    }
    return na_buffer_append(&block->bytes, from, left);
}

void na_batch_block_fill(struct batch_run *run, struct batch_block *block,
                         const struct batch_block *before, struct batch_reading *reading)
{
    block->code = carry_over(block, before);
    if (block->code != NA_OK) {
        (void)na_fail(&block->error, block->code, "A block does not fit in memory");
    } else {
        block->code = fill_block(run, block, reading, &block->error);
    }
    block->bytes_in = run->bytes_in;
}
