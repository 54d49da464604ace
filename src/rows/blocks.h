/* rows/blocks.h - blocks of a run and how they are filled. Private to rows/run.c and
 * rows/read.c. */
#ifndef NA_ROWS_BLOCKS_H
#define NA_ROWS_BLOCKS_H

#include <pthread.h>

#include "rows/private.h"

/* Undecoded bytes read at a time; each may become three. */
#define BATCH_RAW_MAX ((size_t)64 * 1024)

enum batch_owner { OWNER_READER, OWNER_WORKER, OWNER_BUSY, OWNER_WRITER };

struct batch_block {
    enum batch_owner owner;
    struct na_buffer bytes;
    size_t from; /* of the piece */
    struct na_csv_piece piece;
    bool last; /* nothing to work on: the stream ended here, well or with `error` */
    struct batch_output output;
    uint64_t bytes_in; /* read so far */
    enum na_code code;
    struct na_error error;
};

struct batch_run {
    const struct na_batch_plan *plan;
    const struct na_batch_source *source;
    struct batch_front front;
    size_t block_bytes;
    struct batch_block *blocks;
    size_t block_count;
    pthread_mutex_t mutex; /* guards the owners, next_work and stop */
    pthread_cond_t can_read, can_work, can_write;
    uint64_t next_work;
    bool stop;
    bool wants_faults;
    na_batch_recorder *recorder;
    const void *recorder_context;
    char *raw; /* of another encoding */
    uint64_t bytes_in;
};

/* What the reader knows between blocks. */
struct batch_reading {
    bool input_ended; /* what is left is the end of this input */
    bool more_inputs;
};

/* Fill the block, after what the one before (NULL: none) left over, until a piece can be cut off
 * its front, or the stream ends. The block's code and error say how it went. */
void na_batch_block_fill(struct batch_run *run, struct batch_block *block,
                         const struct batch_block *before, struct batch_reading *reading);

#endif
