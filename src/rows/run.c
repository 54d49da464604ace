/* A stream over threads: one reads and cuts, some work, the caller's writes. Blocks go round in a
 * ring: the block of turn n is at n modulo their number, and is the reader's, then a worker's, then
 * the writer's. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rows/blocks.h"

/* Two threads' blocks and their output fit the caches of a core. */
#define BLOCK_DEFAULT ((size_t)256 * 1024)
#define BLOCK_MAX ((size_t)64 * 1024 * 1024)
#define SPARE_BLOCKS 2
struct thread {
    pthread_t id;
    bool started;
    struct batch_run *run;
    struct batch_worker *worker;
};

static struct batch_block *block_of(struct batch_run *run, uint64_t turn)
{
    return &run->blocks[turn % run->block_count];
}

/* Waking only who can go on: a thread woken for nothing costs as much as 100 rows. */
static void give(struct batch_run *run, struct batch_block *block, enum batch_owner owner)
{
    (void)pthread_mutex_lock(&run->mutex);
    block->owner = owner;
    (void)pthread_cond_signal(owner == OWNER_READER   ? &run->can_read
                              : owner == OWNER_WORKER ? &run->can_work
                                                      : &run->can_write);
    (void)pthread_mutex_unlock(&run->mutex);
}

/* Wait until the block is ours; false when the run stops. */
static bool await(struct batch_run *run, const struct batch_block *block, enum batch_owner owner)
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

static void *read_blocks(void *context)
{
    struct batch_run *run = context;
    struct batch_reading reading = {false, false};
    const struct batch_block *before = NULL;
    for (uint64_t turn = 0;; turn++) {
        struct batch_block *block = block_of(run, turn);
        if (!await(run, block, OWNER_READER)) {
            return NULL;
        }
        na_batch_block_fill(run, block, before, &reading);
        bool end = block->last || block->code != NA_OK;
        give(run, block, end ? OWNER_WRITER : OWNER_WORKER);
        if (end) {
            return NULL;
        }
        before = block;
    }
}

/* The next block to work on; NULL when the run stops. */
static struct batch_block *take_work(struct batch_run *run)
{
    (void)pthread_mutex_lock(&run->mutex);
    struct batch_block *block = NULL;
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
    struct batch_run *run = thread->run;
    for (struct batch_block *block = take_work(run); block != NULL; block = take_work(run)) {
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

static enum na_code write_begin(struct batch_run *run, struct writing *writing,
                                struct na_error *reterr)
{
    if (writing->begun) {
        return NA_OK;
    }
    writing->begun = true;
    enum na_code code = na_batch_begin_put(&run->front, &writing->text);
    return code == NA_OK ? write_text(writing, reterr)
                         : na_fail(reterr, code, "The header does not fit in memory");
}

static enum na_code write_block(struct batch_run *run, struct writing *writing,
                                const struct batch_block *block, struct na_error *reterr)
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

static enum na_code write_end(struct batch_run *run, struct writing *writing,
                              struct na_error *reterr)
{
    enum na_code code = write_begin(run, writing, reterr);
    if (code == NA_OK) {
        code = na_batch_end_put(run->plan, &writing->text);
        code = code == NA_OK ? write_text(writing, reterr)
                             : na_fail(reterr, code, "The end does not fit in memory");
    }
    return code;
}

static enum na_code write_blocks(struct batch_run *run, struct writing *writing,
                                 struct na_error *reterr)
{
    for (uint64_t turn = 0;; turn++) {
        struct batch_block *block = block_of(run, turn);
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

static enum na_code start_worker(struct batch_run *run, struct thread *thread,
                                 struct na_error *reterr)
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
    worker->recorder = run->recorder;
    worker->recorder_context = run->recorder_context;
    thread->worker = worker;
    return start(thread, work_blocks, thread, reterr);
}

static void end_threads(struct batch_run *run, struct thread *threads, size_t count)
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

static enum na_code run_init(struct batch_run *run, const struct na_batch_plan *plan,
                             const struct na_batch_run_options *options, size_t workers,
                             struct na_error *reterr)
{
    *run = (struct batch_run){
        .plan = plan, .recorder = options->recorder, .recorder_context = options->recorder_context};
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
    run->raw = malloc(plan->encoding == NA_ENCODING_UTF8 ? 1 : BATCH_RAW_MAX);
    if (run->blocks == NULL || run->raw == NULL) {
        return na_fail_memory(reterr, "starting a batch");
    }
    for (size_t i = 0; i < run->block_count; i++) {
        na_buffer_init(&run->blocks[i].bytes, run->block_bytes + 8 * NA_CSV_ROW_MAX);
        na_batch_output_init(&run->blocks[i].output);
    }
    return NA_OK;
}

static void run_fini(struct batch_run *run)
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
    struct batch_run run;
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
