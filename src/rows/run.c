/* A stream over threads, all of them alike: each reads a block, works on it and writes it. Blocks
 * are read one at a time and written one at a time, in the order they were read, and worked on at
 * once; so no block waits for another thread to pick it up, and one thread waits for nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rows/blocks.h"

/* A block and its output fit the cache of a core. */
#define BLOCK_DEFAULT ((size_t)256 * 1024)
#define BLOCK_MAX ((size_t)64 * 1024 * 1024)

/* A thread and what it works with. */
struct lane {
    struct batch_run *run;
    pthread_t id;
    bool started;
    struct batch_worker *worker;
    struct batch_block block;
};

static bool is_stopped(struct batch_run *run)
{
    (void)pthread_mutex_lock(&run->mutex);
    bool stopped = run->stop;
    (void)pthread_mutex_unlock(&run->mutex);
    return stopped;
}

/* The next block of the stream; false: there is none. */
static bool read_block(struct batch_run *run, struct batch_block *block)
{
    (void)pthread_mutex_lock(&run->reading);
    bool more = !run->read_all && !is_stopped(run);
    if (more) {
        na_batch_block_fill(run, block, run->before, &run->read);
        block->turn = run->turns++;
        run->before = block;
        run->read_all = block->last || block->code != NA_OK;
    }
    (void)pthread_mutex_unlock(&run->reading);
    return more;
}

static void work_block(struct lane *lane)
{
    struct batch_block *block = &lane->block;
    na_batch_output_clear(&block->output);
    if (block->code == NA_OK && !block->last) {
        lane->worker->wants_faults = lane->run->target->fault != NULL;
        block->code =
            na_batch_piece_work(lane->worker, &block->piece, block->bytes.data + block->from,
                                &block->output, &block->error);
        lane->worker->row_base += block->output.tally.read; /* right with one thread */
    }
}

/* Wait until all blocks before this one are written; false: the run stops. Each turn under way has
 * a condition of its own: a thread woken for nothing costs as much as 100 rows. */
static bool await_turn(struct batch_run *run, uint64_t turn)
{
    (void)pthread_mutex_lock(&run->mutex);
    while (run->turn != turn && !run->stop) {
        (void)pthread_cond_wait(&run->on_turn[turn % run->lane_count], &run->mutex);
    }
    bool ours = !run->stop;
    (void)pthread_mutex_unlock(&run->mutex);
    return ours;
}

static void end_turn(struct batch_run *run, bool stop)
{
    (void)pthread_mutex_lock(&run->mutex);
    run->turn++;
    run->stop = run->stop || stop;
    for (size_t i = 0; i < run->lane_count; i++) {
        if (run->stop || i == run->turn % run->lane_count) {
            (void)pthread_cond_signal(&run->on_turn[i]);
        }
    }
    (void)pthread_mutex_unlock(&run->mutex);
}

static enum na_code write_text(struct batch_run *run, struct na_error *reterr)
{
    const struct na_batch_target *target = run->target;
    enum na_code code = NA_OK;
    if (run->text.length > 0) {
        code = target->write(target->context, run->text.data, run->text.length, reterr);
    }
    na_buffer_clear(&run->text);
    return code;
}

static enum na_code write_begin(struct batch_run *run, struct na_error *reterr)
{
    if (run->begun) {
        return NA_OK;
    }
    run->begun = true;
    enum na_code code = na_batch_begin_put(&run->front, &run->text);
    return code == NA_OK ? write_text(run, reterr)
                         : na_fail(reterr, code, "The header does not fit in memory");
}

static enum na_code write_rows(struct batch_run *run, const struct batch_block *block,
                               struct na_error *reterr)
{
    const struct na_batch_target *target = run->target;
    const struct batch_output *output = &block->output;
    enum na_code code = write_begin(run, reterr);
    size_t skip = na_batch_output_skip(run->plan, output, &run->first_done);
    if (code == NA_OK && output->bytes.length > skip) {
        code = target->write(target->context, output->bytes.data + skip,
                             output->bytes.length - skip, reterr);
    }
    if (code == NA_OK) {
        code = na_batch_faults_tell(output, &run->front.binding, run->tally.read, target->fault,
                                    target->context, reterr);
    }
    na_batch_tally_add(&run->tally, &output->tally);
    run->tally.bytes_in = block->bytes_in;
    if (code == NA_OK && target->progress != NULL) {
        code = target->progress(target->context, &run->tally, reterr);
    }
    return code;
}

static enum na_code write_end(struct batch_run *run, struct na_error *reterr)
{
    enum na_code code = write_begin(run, reterr);
    if (code == NA_OK) {
        code = na_batch_end_put(run->plan, &run->text);
        code = code == NA_OK ? write_text(run, reterr)
                             : na_fail(reterr, code, "The end does not fit in memory");
    }
    return code;
}

/* In its turn. The first failure in the order of the stream is that of the run. */
static void write_block(struct batch_run *run, struct batch_block *block)
{
    enum na_code code = block->code;
    if (code == NA_OK) {
        run->tally.bytes_in = block->bytes_in;
        code = block->last ? write_end(run, &block->error) : write_rows(run, block, &block->error);
    }
    if (code != NA_OK) {
        run->code = code;
        run->error = block->error;
    }
    end_turn(run, code != NA_OK || block->last);
}

static void *run_lane(void *context)
{
    struct lane *lane = context;
    while (read_block(lane->run, &lane->block)) {
        work_block(lane);
        if (!await_turn(lane->run, lane->block.turn)) {
            break;
        }
        write_block(lane->run, &lane->block);
    }
    return NULL;
}

static enum na_code lane_init(struct batch_run *run, struct lane *lane,
                              const struct na_batch_run_options *options, struct na_error *reterr)
{
    lane->run = run;
    na_buffer_init(&lane->block.bytes, run->block_bytes + 8 * NA_CSV_ROW_MAX);
    na_batch_output_init(&lane->block.output);
    struct batch_worker *worker = malloc(sizeof *worker);
    if (worker == NULL) {
        return na_fail_memory(reterr, "starting a thread");
    }
    enum na_code code = na_batch_worker_init(worker, run->plan, &run->front.binding, reterr);
    worker->recorder = options->recorder;
    worker->recorder_context = options->recorder_context;
    lane->worker = worker;
    return code;
}

static void lane_fini(struct lane *lane)
{
    na_buffer_fini(&lane->block.bytes);
    na_batch_output_fini(&lane->block.output);
    if (lane->worker != NULL) {
        na_batch_worker_fini(lane->worker);
        free(lane->worker);
    }
}

/* The first lane is the caller's own thread. */
static enum na_code run_lanes(struct batch_run *run, struct lane *lanes, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t i = 1; i < run->lane_count && code == NA_OK; i++) {
        int errnum = pthread_create(&lanes[i].id, NULL, run_lane, &lanes[i]);
        lanes[i].started = errnum == 0;
        code = errnum == 0 ? NA_OK : na_fail_errno(reterr, errnum, "start a thread", NULL);
    }
    if (code == NA_OK) {
        (void)run_lane(&lanes[0]);
    } else {
        (void)pthread_mutex_lock(&run->mutex);
        run->stop = true;
        for (size_t i = 0; i < run->lane_count; i++) {
            (void)pthread_cond_signal(&run->on_turn[i]);
        }
        (void)pthread_mutex_unlock(&run->mutex);
    }
    for (size_t i = 1; i < run->lane_count; i++) {
        if (lanes[i].started) {
            (void)pthread_join(lanes[i].id, NULL);
        }
    }
    if (code == NA_OK && run->code != NA_OK && reterr != NULL) {
        *reterr = run->error;
    }
    return code == NA_OK ? run->code : code;
}

static enum na_code run_init(struct batch_run *run, const struct na_batch_plan *plan,
                             const struct na_batch_run_options *options, size_t lanes,
                             struct na_error *reterr)
{
    *run = (struct batch_run){.plan = plan, .lane_count = lanes};
    run->block_bytes = options->block_bytes == 0          ? BLOCK_DEFAULT
                       : options->block_bytes > BLOCK_MAX ? BLOCK_MAX
                                                          : options->block_bytes;
    na_batch_front_init(&run->front, plan);
    na_buffer_init(&run->text, (size_t)1 << 20);
    (void)pthread_mutex_init(&run->reading, NULL); /* the default kind cannot fail on Linux */
    (void)pthread_mutex_init(&run->mutex, NULL);
    run->raw = malloc(plan->encoding == NA_ENCODING_UTF8 ? 1 : BATCH_RAW_MAX);
    run->on_turn = calloc(lanes, sizeof run->on_turn[0]);
    if (run->on_turn == NULL || run->raw == NULL) {
        return na_fail_memory(reterr, "starting a batch");
    }
    for (size_t i = 0; i < lanes; i++) {
        (void)pthread_cond_init(&run->on_turn[i], NULL);
    }
    return NA_OK;
}

static void run_fini(struct batch_run *run)
{
    for (size_t i = 0; run->on_turn != NULL && i < run->lane_count; i++) {
        (void)pthread_cond_destroy(&run->on_turn[i]);
    }
    free(run->on_turn);
    free(run->raw);
    na_buffer_fini(&run->text);
    na_batch_front_fini(&run->front);
    (void)pthread_mutex_destroy(&run->reading);
    (void)pthread_mutex_destroy(&run->mutex);
}

/* Row numbers in the output are known in sequence only. */
static size_t lane_count(const struct na_batch_plan *plan,
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
    size_t count = lane_count(plan, options);
    struct batch_run run;
    struct lane *lanes = calloc(count, sizeof lanes[0]);
    enum na_code code = run_init(&run, plan, options, count, reterr);
    if (code == NA_OK && lanes == NULL) {
        code = na_fail_memory(reterr, "starting a batch");
    }
    run.source = source;
    run.target = target;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = lane_init(&run, &lanes[i], options, reterr);
    }
    if (code == NA_OK) {
        code = run_lanes(&run, lanes, reterr);
    }
    if (code == NA_OK) {
        ret_result->tally = run.tally;
        ret_result->profile = run.front.binding.found_profile ? "police.uk" : "";
    }
    for (size_t i = 0; i < count && lanes != NULL; i++) {
        lane_fini(&lanes[i]);
    }
    free(lanes);
    run_fini(&run);
    return code;
}
