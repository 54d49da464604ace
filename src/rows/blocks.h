/* rows/blocks.h - blocks of a run and how they are filled. Private to rows/run.c and
 * rows/read.c. */
#ifndef NA_ROWS_BLOCKS_H
#define NA_ROWS_BLOCKS_H

#include <pthread.h>

#include "rows/private.h"

/* Undecoded bytes read at a time; each may become three. */
#define BATCH_RAW_MAX ((size_t)64 * 1024)

struct batch_block {
    uint64_t turn; /* among all blocks of the run */
    struct na_buffer bytes;
    size_t from; /* of the piece */
    struct na_csv_piece piece;
    bool last; /* nothing to work on: the stream ended here, well or with `error` */
    struct batch_output output;
    uint64_t bytes_in; /* read so far */
    enum na_code code;
    struct na_error error;
};

/* What is known between blocks. */
struct batch_reading {
    bool input_ended; /* what is left is the end of this input */
    bool more_inputs;
};

struct batch_run {
    const struct na_batch_plan *plan;
    const struct na_batch_source *source;
    const struct na_batch_target *target;
    size_t block_bytes;
    size_t lane_count;
    pthread_mutex_t reading; /* guards what follows, but the binding once it is made */
    struct batch_front front;
    struct batch_reading read;
    const struct batch_block *before; /* the block read last; its bytes are constant until then */
    bool read_all;
    uint64_t turns;
    uint64_t bytes_in;
    char *raw; /* of another encoding */

    pthread_mutex_t mutex;   /* guards `turn` and `stop` */
    pthread_cond_t *on_turn; /* a lane's each: that of turn n is at n modulo their number */
    uint64_t turn;           /* of the block to be written */
    bool stop;
    /* Of the thread whose turn it is. */
    struct na_batch_tally tally;
    struct na_buffer text; /* header, end */
    bool begun, first_done;
    enum na_code code;
    struct na_error error;
};

/* Fill the block, after what the one before (NULL: none) left over, until a piece can be cut off
 * its front, or the stream ends. The block's code and error say how it went. */
void na_batch_block_fill(struct batch_run *run, struct batch_block *block,
                         const struct batch_block *before, struct batch_reading *reading);

#endif
