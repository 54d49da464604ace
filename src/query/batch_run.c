/* A stream over threads: one reads and cuts, some work, the caller's writes. Blocks go round in a
 * ring: the block of turn n is at n modulo their number, and is the reader's, then a worker's, then
 * the writer's. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "query/batch_private.h"

/* Two threads' blocks and their output fit the caches of a core. */
#define BLOCK_DEFAULT ((size_t)512 * 1024)
#define BLOCK_MAX ((size_t)64 * 1024 * 1024)
#define SPARE_BLOCKS 2
/* Undecoded bytes read at a time; each may become three. */
#define RAW_MAX ((size_t)64 * 1024)

enum owner { OWNER_READER, OWNER_WORKER, OWNER_BUSY, OWNER_WRITER };

struct block {
    enum owner owner;
    struct na_buffer bytes;
    size_t from; /* of the piece */
    struct na_csv_piece piece;
    bool last; /* nothing to work on: the stream ended here, well or with `error` */
    struct batch_output output;
    uint64_t bytes_in; /* read so far */
    enum na_code code;
    struct na_error error;
};

struct run {
    const struct na_batch_plan *plan;
    const struct na_batch_source *source;
    struct batch_front front;
    size_t block_bytes;
    struct block *blocks;
    size_t block_count;
    pthread_mutex_t mutex; /* guards the owners, next_work and stop */
    pthread_cond_t can_read, can_work, can_write;
    uint64_t next_work;
    bool stop;
    bool wants_faults;
    char *raw; /* of another encoding */
    uint64_t bytes_in;
};

struct thread {
    pthread_t id;
    bool started;
    struct run *run;
    struct batch_worker *worker;
};

static struct block *block_of(struct run *run, uint64_t turn)
{
    return &run->blocks[turn % run->block_count];
}

/* Waking only who can go on: a thread woken for nothing costs as much as 100 rows. */
static void give(struct run *run, struct block *block, enum owner owner)
{
    (void)pthread_mutex_lock(&run->mutex);
    block->owner = owner;
    (void)pthread_cond_signal(owner == OWNER_READER   ? &run->can_read
                              : owner == OWNER_WORKER ? &run->can_work
                                                      : &run->can_write);
    (void)pthread_mutex_unlock(&run->mutex);
}

/* Wait until the block is ours; false when the run stops. */
static bool await(struct run *run, const struct block *block, enum owner owner)
{
    (void)pthread_mutex_lock(&run->mutex);
    while (block->owner != owner && !run->stop) {
        (void)pthread_cond_wait(owner == OWNER_READER ? &run->can_read : &run->can_write,
                                &run->mutex);
    }
    bool ours = !run->stop;
    (void)pthread_mutex_unlock(&run->mutex);
    return ours;
}

/* More bytes into the block, behind those it has. */
static enum na_code read_some(struct run *run, struct block *block, size_t *ret_length,
                              bool *ret_more, struct na_error *reterr)
{
    struct na_buffer *to = &block->bytes;
    bool plain = run->plan->encoding == NA_ENCODING_UTF8;
    enum na_code code = na_buffer_reserve(to, plain ? run->block_bytes : 3 * RAW_MAX);
    if (code != NA_OK) {
        return na_fail(reterr, code, "A block does not fit in memory");
    }
    size_t size = plain                        ? run->block_bytes
                  : run->block_bytes < RAW_MAX ? run->block_bytes
                                               : RAW_MAX;
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
    code = na_batch_decode(run->plan->encoding, raw, to);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "A block does not fit in memory");
}

/* What the reader knows between blocks. */
struct reading {
    bool input_ended; /* what is left is the end of this input */
    bool more_inputs;
};

/* Fill the block until a piece can be cut off its front, or the stream ends. */
static enum na_code fill_block(struct run *run, struct block *block, struct reading *reading,
                               struct na_error *reterr)
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

/* Start a block with what the one before left over. */
static enum na_code carry_over(struct block *block, const struct block *before)
{
    na_buffer_clear(&block->bytes);
    block->from = 0;
    block->last = false;
    block->code = NA_OK;
    if (before == NULL) {
        return NA_OK;
    }
    size_t done = before->from + before->piece.length;
    return na_buffer_append(&block->bytes,
                            before->bytes.data != NULL ? before->bytes.data + done : NULL,
                            before->bytes.length - done);
}

static void *read_blocks(void *context)
{
    struct run *run = context;
    struct reading reading = {false, false};
    const struct block *before = NULL;
    for (uint64_t turn = 0;; turn++) {
        struct block *block = block_of(run, turn);
        if (!await(run, block, OWNER_READER)) {
            return NULL;
        }
        block->code = carry_over(block, before);
        if (block->code != NA_OK) {
            (void)na_fail(&block->error, block->code, "A block does not fit in memory");
        } else {
            block->code = fill_block(run, block, &reading, &block->error);
        }
        block->bytes_in = run->bytes_in;
        bool end = block->last || block->code != NA_OK;
        give(run, block, end ? OWNER_WRITER : OWNER_WORKER);
        if (end) {
            return NULL;
        }
        before = block;
    }
}

/* The next block to work on; NULL when the run stops. */
static struct block *take_work(struct run *run)
{
    (void)pthread_mutex_lock(&run->mutex);
    struct block *block = NULL;
    while (!run->stop) {
        block = block_of(run, run->next_work);
        if (block->owner == OWNER_WORKER) {
            break;
        }
        (void)pthread_cond_wait(&run->can_work, &run->mutex);
    }
    if (run->stop) {
        block = NULL;
    } else {
        block->owner = OWNER_BUSY;
        run->next_work++;
    }
    (void)pthread_mutex_unlock(&run->mutex);
    return block;
}

static void *work_blocks(void *context)
{
    struct thread *thread = context;
    struct run *run = thread->run;
    for (struct block *block = take_work(run); block != NULL; block = take_work(run)) {
        na_batch_output_clear(&block->output);
        thread->worker->wants_faults = run->wants_faults;
        block->code =
            na_batch_piece_work(thread->worker, &block->piece, block->bytes.data + block->from,
                                &block->output, &block->error);
        thread->worker->row_base += block->output.tally.read; /* right with one worker */
        give(run, block, OWNER_WRITER);
    }
    return NULL;
}

/* The caller's side. */
struct writing {
    const struct na_batch_target *target;
    struct na_batch_tally tally;
    struct na_buffer text; /* header, end */
    bool begun, first_done;
};

static enum na_code write_text(struct writing *writing, struct na_error *reterr)
{
    const struct na_batch_target *target = writing->target;
    enum na_code code = NA_OK;
    if (writing->text.length > 0) {
        code = target->write(target->context, writing->text.data, writing->text.length, reterr);
    }
    na_buffer_clear(&writing->text);
    return code;
}

static enum na_code write_begin(struct run *run, struct writing *writing, struct na_error *reterr)
{
    if (writing->begun) {
        return NA_OK;
    }
    writing->begun = true;
    enum na_code code = na_batch_begin_put(&run->front, &writing->text);
    return code == NA_OK ? write_text(writing, reterr)
                         : na_fail(reterr, code, "The header does not fit in memory");
}

static enum na_code write_block(struct run *run, struct writing *writing, const struct block *block,
                                struct na_error *reterr)
{
    const struct na_batch_target *target = writing->target;
    const struct batch_output *output = &block->output;
    enum na_code code = write_begin(run, writing, reterr);
    size_t skip = na_batch_output_skip(run->plan, output, &writing->first_done);
    if (code == NA_OK && output->bytes.length > skip) {
        code = target->write(target->context, output->bytes.data + skip,
                             output->bytes.length - skip, reterr);
    }
    if (code == NA_OK) {
        code = na_batch_faults_tell(output, &run->front.binding, writing->tally.read, target->fault,
                                    target->context, reterr);
    }
    na_batch_tally_add(&writing->tally, &output->tally);
    writing->tally.bytes_in = block->bytes_in;
    if (code == NA_OK && target->progress != NULL) {
        code = target->progress(target->context, &writing->tally, reterr);
    }
    return code;
}

static enum na_code write_end(struct run *run, struct writing *writing, struct na_error *reterr)
{
    enum na_code code = write_begin(run, writing, reterr);
    if (code == NA_OK) {
        code = na_batch_end_put(run->plan, &writing->text);
        code = code == NA_OK ? write_text(writing, reterr)
                             : na_fail(reterr, code, "The end does not fit in memory");
    }
    return code;
}

static enum na_code write_blocks(struct run *run, struct writing *writing, struct na_error *reterr)
{
    for (uint64_t turn = 0;; turn++) {
        struct block *block = block_of(run, turn);
        (void)await(run, block, OWNER_WRITER);
        if (block->code != NA_OK) {
            if (reterr != NULL) {
                *reterr = block->error;
            }
            return block->code;
        }
        if (block->last) {
            writing->tally.bytes_in = block->bytes_in;
            return write_end(run, writing, reterr);
        }
        enum na_code code = write_block(run, writing, block, reterr);
        if (code != NA_OK) {
            return code;
        }
        give(run, block, OWNER_READER);
    }
}

static enum na_code start(struct thread *thread, void *(*body)(void *), void *context,
                          struct na_error *reterr)
{
    int errnum = pthread_create(&thread->id, NULL, body, context);
    thread->started = errnum == 0;
    return errnum == 0 ? NA_OK : na_fail_errno(reterr, errnum, "start a thread", NULL);
}

static enum na_code start_worker(struct run *run, struct thread *thread, struct na_error *reterr)
{
    thread->run = run;
    struct batch_worker *worker = malloc(sizeof *worker);
    if (worker == NULL) {
        return na_fail_memory(reterr, "starting a thread");
    }
    enum na_code code = na_batch_worker_init(worker, run->plan, &run->front.binding, reterr);
    if (code != NA_OK) {
        free(worker);
        return code;
    }
    thread->worker = worker;
    return start(thread, work_blocks, thread, reterr);
}

static void end_threads(struct run *run, struct thread *threads, size_t count)
{
    (void)pthread_mutex_lock(&run->mutex);
    run->stop = true;
    (void)pthread_cond_broadcast(&run->can_read);
    (void)pthread_cond_broadcast(&run->can_work);
    (void)pthread_mutex_unlock(&run->mutex);
    for (size_t i = 0; i < count; i++) {
        if (threads[i].started) {
            (void)pthread_join(threads[i].id, NULL);
        }
        if (threads[i].worker != NULL) {
            na_batch_worker_fini(threads[i].worker);
            free(threads[i].worker);
        }
    }
}

static enum na_code run_init(struct run *run, const struct na_batch_plan *plan,
                             const struct na_batch_run_options *options, size_t workers,
                             struct na_error *reterr)
{
    *run = (struct run){.plan = plan};
    run->block_bytes = options->block_bytes == 0          ? BLOCK_DEFAULT
                       : options->block_bytes > BLOCK_MAX ? BLOCK_MAX
                                                          : options->block_bytes;
    na_batch_front_init(&run->front, plan);
    (void)pthread_mutex_init(&run->mutex, NULL); /* the default kind cannot fail on Linux */
    (void)pthread_cond_init(&run->can_read, NULL);
    (void)pthread_cond_init(&run->can_work, NULL);
    (void)pthread_cond_init(&run->can_write, NULL);
    run->block_count = workers + SPARE_BLOCKS;
    run->blocks = calloc(run->block_count, sizeof run->blocks[0]);
    run->raw = malloc(plan->encoding == NA_ENCODING_UTF8 ? 1 : RAW_MAX);
    if (run->blocks == NULL || run->raw == NULL) {
        return na_fail_memory(reterr, "starting a batch");
    }
    for (size_t i = 0; i < run->block_count; i++) {
        na_buffer_init(&run->blocks[i].bytes, run->block_bytes + 8 * NA_CSV_ROW_MAX);
        na_batch_output_init(&run->blocks[i].output);
    }
    return NA_OK;
}

static void run_fini(struct run *run)
{
    for (size_t i = 0; run->blocks != NULL && i < run->block_count; i++) {
        na_buffer_fini(&run->blocks[i].bytes);
        na_batch_output_fini(&run->blocks[i].output);
    }
    free(run->blocks);
    free(run->raw);
    na_batch_front_fini(&run->front);
    (void)pthread_cond_destroy(&run->can_read);
    (void)pthread_cond_destroy(&run->can_work);
    (void)pthread_cond_destroy(&run->can_write);
    (void)pthread_mutex_destroy(&run->mutex);
}

/* Row numbers in the output are known in sequence only. */
static size_t worker_count(const struct na_batch_plan *plan,
                           const struct na_batch_run_options *options)
{
    if (plan->output == NA_BATCH_ANSWERS || options->threads < 1) {
        return 1;
    }
    return options->threads < NA_BATCH_THREADS_MAX ? options->threads : NA_BATCH_THREADS_MAX;
}

enum na_code na_batch_run(const struct na_batch_plan *plan,
                          const struct na_batch_run_options *options,
                          const struct na_batch_source *source,
                          const struct na_batch_target *target, struct na_batch_result *ret_result,
                          struct na_error *reterr)
{
    size_t workers = worker_count(plan, options);
    struct run run;
    struct writing writing = {.target = target};
    struct thread *threads = calloc(workers + 1, sizeof threads[0]);
    na_buffer_init(&writing.text, (size_t)1 << 20);
    enum na_code code = run_init(&run, plan, options, workers, reterr);
    if (code == NA_OK && threads == NULL) {
        code = na_fail_memory(reterr, "starting a batch");
    }
    run.source = source;
    run.wants_faults = target->fault != NULL;
    for (size_t i = 0; i < workers && code == NA_OK; i++) {
        code = start_worker(&run, &threads[i], reterr);
    }
    if (code == NA_OK) {
        code = start(&threads[workers], read_blocks, &run, reterr);
    }
    if (code == NA_OK) {
        code = write_blocks(&run, &writing, reterr);
    }
    if (threads != NULL) {
        end_threads(&run, threads, workers + 1);
    }
    if (code == NA_OK) {
        ret_result->tally = writing.tally;
        ret_result->profile = run.front.binding.found_profile ? "police.uk" : "";
    }
    na_buffer_fini(&writing.text);
    free(threads);
    run_fini(&run);
    return code;
}
