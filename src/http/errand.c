/* What connections see of errands: asking, collecting, leaving. A question becomes a key; equal
 * keys share one child or one kept answer. errand_run.c starts the children and reads what they
 * write. */
#include "http/errand.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "data/snapshot.h"
#include "http/errand_private.h"
#include "http/service.h"

enum na_code na_errands_new(const struct na_errand_limits *limits, const char *program,
                            struct na_errands **ret_errands, struct na_error *reterr)
{
    struct na_errands *errands = calloc(1, sizeof *errands);
    if (errands == NULL) {
        return na_fail_memory(reterr, "starting the server");
    }
    errands->limits = *limits;
    errands->program = program != NULL ? program : "/proc/self/exe";
    errands->parent = (int64_t)getpid();
    errands->cache.limit_bytes = limits->cache_bytes;
    errands->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (errands->wake_fd < 0) {
        enum na_code code = na_fail_errno(reterr, errno, "start the server", NULL);
        free(errands);
        return code;
    }
    if (pthread_mutex_init(&errands->mutex, NULL) != 0) {
        close(errands->wake_fd);
        free(errands);
        return na_fail_memory(reterr, "starting the server");
    }
    if (pthread_create(&errands->thread, NULL, na_errands_run, errands) != 0) {
        na_errands_free(errands);
        return na_fail(reterr, NA_ERR_MEMORY, "A thread could not be started");
    }
    errands->is_running = true;
    *ret_errands = errands;
    return NA_OK;
}

void na_errands_wake(struct na_errands *errands)
{
    uint64_t one = 1;
    ssize_t written = write(errands->wake_fd, &one, sizeof one);
    (void)written; /* fails only when it is due to wake anyway */
}

void na_errands_end(struct na_errands *errands, unsigned int within_ms)
{
    if (errands != NULL) {
        (void)pthread_mutex_lock(&errands->mutex);
        errands->ending = true;
        errands->end_us = na_monotonic_us() + (int64_t)within_ms * 1000;
        (void)pthread_mutex_unlock(&errands->mutex);
        na_errands_wake(errands);
    }
}

void na_errands_stop(struct na_errands *errands)
{
    if (errands == NULL || !errands->is_running) {
        return;
    }
    na_errands_end(errands, 0);
    (void)pthread_mutex_lock(&errands->mutex);
    errands->stopping = true;
    (void)pthread_mutex_unlock(&errands->mutex);
    na_errands_wake(errands);
    (void)pthread_join(errands->thread, NULL);
    errands->is_running = false;
}

void na_errands_free(struct na_errands *errands)
{
    if (errands != NULL) {
        na_errands_stop(errands);
        na_errand_cache_clear(&errands->cache);
        (void)pthread_mutex_destroy(&errands->mutex);
        close(errands->wake_fd);
        free(errands);
    }
}

void na_errands_forget(struct na_errands *errands)
{
    if (errands != NULL) {
        (void)pthread_mutex_lock(&errands->mutex);
        errands->generation++;
        na_errand_cache_clear(&errands->cache);
        (void)pthread_mutex_unlock(&errands->mutex);
    }
}

/* By name; those of one name stay as they were given, because their order may show in the answer.
 * The representation is chosen already. Returns how many there are. */
static size_t sort_params(const struct na_errand_question *question, struct na_param *sorted)
{
    size_t count = 0;
    for (size_t i = 0; i < question->count; i++) {
        struct na_param param = question->params[i];
        if (strcmp(param.name, "f") == 0) {
            continue;
        }
        size_t at = count++;
        while (at > 0 && strcmp(sorted[at - 1].name, param.name) > 0) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = param;
    }
    return count;
}

/* The question as the child reads it; then what else an answer depends on. The digest is of the
 * pack's files alone. `snapshot` NULL: the question is about a file. */
static enum na_code write_key(const struct na_errands *errands, const struct na_snapshot *snapshot,
                              const struct na_errand_question *question, struct na_errand_job *job)
{
    struct na_param sorted[NA_PARAMS_MAX];
    struct na_errand_question whole = *question;
    if (question->count > NA_PARAMS_MAX) {
        return NA_ERR_LIMIT;
    }
    whole.params = sorted;
    whole.count = sort_params(question, sorted);
    whole.seconds = errands->limits.seconds;
    whole.memory_bytes = errands->limits.memory_bytes;
    whole.parent = errands->parent;
    enum na_code code = na_errand_question_write(&whole, &job->key);
    job->question_length = job->key.length;
    if (snapshot == NULL) {
        return code;
    }
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    const char *const data[] = {info->digest, info->grid_sha256, info->compiler};
    for (size_t i = 0; i < sizeof data / sizeof data[0] && code == NA_OK; i++) {
        code = na_buffer_append(&job->key, data[i], strlen(data[i]) + 1);
    }
    return code;
}

static enum na_code new_job(const struct na_errands *errands, const struct na_snapshot *snapshot,
                            const struct na_errand_question *question,
                            struct na_errand_job **ret_job, struct na_error *reterr)
{
    struct na_errand_job *job = calloc(1, sizeof *job);
    if (job == NULL) {
        return na_fail_memory(reterr, "asking");
    }
    na_buffer_init(&job->key, NA_ERRAND_QUESTION_LIMIT);
    job->route = question->route;
    job->is_of_file = snapshot == NULL;
    job->child = (struct na_errand_child){.pid_fd = -1, .said_fd = -1, .answer_fd = -1};
    job->snapshot_fd = -1;
    enum na_code code = write_key(errands, snapshot, question, job);
    if (code != NA_OK) {
        na_errand_job_free(job);
        return na_fail(reterr, code, "The question could not be handed over");
    }
    *ret_job = job;
    return NA_OK;
}

static void join(struct na_errand_job *job, struct na_errand_inbox *inbox,
                 struct na_errand_wait *wait)
{
    wait->inbox = inbox;
    wait->job = job;
    wait->next = job->waits;
    job->waits = wait;
}

/* The job at work on the same question, else a free place for one; NULL: there is none. */
static struct na_errand_job **find_place(struct na_errands *errands, const struct na_buffer *key)
{
    struct na_errand_job **place = NULL;
    for (size_t i = 0; i < errands->limits.at_once; i++) {
        struct na_errand_job *job = errands->jobs[i];
        if (job == NULL) {
            place = place == NULL ? &errands->jobs[i] : place;
        } else if (!job->abandoned && !job->is_of_file && job->key.length == key->length &&
                   memcmp(job->key.data, key->data, key->length) == 0) {
            return &errands->jobs[i];
        }
    }
    return place;
}

static enum na_code refuse(struct na_errands *errands, struct na_error *reterr)
{
    errands->tally.refused++;
    if (errands->ending) {
        return na_fail(reterr, NA_ERR_BUSY, "The server is ending");
    }
    (void)na_fail(reterr, NA_ERR_BUSY, "There are %u questions of this kind under way already",
                  errands->limits.at_once);
    return na_fail_at(reterr, NA_ERR_BUSY, NULL, 0, NULL, "ask again in a few seconds");
}

/* With the mutex held. `*job` is set to NULL when it was put to work. */
static enum na_code ask(struct na_errands *errands, int snapshot_fd, struct na_errand_job **job,
                        struct na_errand_inbox *inbox, struct na_errand_wait *wait,
                        struct na_error *reterr)
{
    struct na_errand_answer *kept = na_errand_cache_find(&errands->cache, &(*job)->key);
    if (kept != NULL) {
        wait->answer = na_errand_answer_ref(kept);
        errands->tally.hits++;
        return NA_OK;
    }
    struct na_errand_job **place = errands->ending ? NULL : find_place(errands, &(*job)->key);
    if (place == NULL) {
        return refuse(errands, reterr);
    }
    if (*place != NULL) {
        join(*place, inbox, wait);
        errands->tally.shared++;
        return NA_OK;
    }
    (*job)->snapshot_fd = fcntl(snapshot_fd, F_DUPFD_CLOEXEC, 0);
    if ((*job)->snapshot_fd < 0) {
        return na_fail_errno(reterr, errno, "hand the data over", NULL);
    }
    (*job)->generation = errands->generation;
    join(*job, inbox, wait);
    *place = *job;
    *job = NULL;
    na_errands_wake(errands);
    return NA_OK;
}

/* Of the data, or with `snapshot` NULL of the file `fd`. */
static enum na_code ask_about(struct na_errands *errands, const struct na_snapshot *snapshot,
                              int fd, const struct na_errand_question *question,
                              struct na_errand_inbox *inbox, struct na_errand_wait *wait,
                              bool *ret_waiting, struct na_error *reterr)
{
    struct na_errand_job *job = NULL;
    enum na_code code = new_job(errands, snapshot, question, &job, reterr);
    if (code != NA_OK) {
        return code;
    }
    *wait = (struct na_errand_wait){0};
    (void)pthread_mutex_lock(&errands->mutex);
    code = ask(errands, fd, &job, inbox, wait, reterr);
    bool waiting = wait->job != NULL;
    (void)pthread_mutex_unlock(&errands->mutex);
    na_errand_job_free(job);
    if (code == NA_OK) {
        wait->asked = true;
        *ret_waiting = waiting;
    }
    return code;
}

enum na_code na_errands_ask(struct na_errands *errands, const struct na_snapshot *snapshot,
                            const struct na_errand_question *question,
                            struct na_errand_inbox *inbox, struct na_errand_wait *wait,
                            bool *ret_waiting, struct na_error *reterr)
{
    return ask_about(errands, snapshot, na_snapshot_fd(snapshot), question, inbox, wait,
                     ret_waiting, reterr);
}

enum na_code na_errands_ask_file(struct na_errands *errands, int fd,
                                 const struct na_errand_question *question,
                                 struct na_errand_inbox *inbox, struct na_errand_wait *wait,
                                 struct na_error *reterr)
{
    bool waiting = false;
    return ask_about(errands, NULL, fd, question, inbox, wait, &waiting, reterr);
}

struct na_errand_wait *na_errands_collect(struct na_errands *errands, struct na_errand_inbox *inbox)
{
    (void)pthread_mutex_lock(&errands->mutex);
    struct na_errand_wait *wait = inbox->first;
    if (wait != NULL) {
        inbox->first = wait->next;
        wait->next = NULL;
        wait->delivered = false;
    }
    (void)pthread_mutex_unlock(&errands->mutex);
    return wait;
}

static void detach(struct na_errand_wait **list, const struct na_errand_wait *wait)
{
    while (*list != NULL && *list != wait) {
        list = &(*list)->next;
    }
    if (*list != NULL) {
        *list = wait->next;
    }
}

void na_errand_leave(struct na_errands *errands, struct na_errand_wait *wait)
{
    if (!wait->asked) {
        return;
    }
    bool abandoned = false;
    (void)pthread_mutex_lock(&errands->mutex);
    if (wait->job != NULL) {
        detach(&wait->job->waits, wait);
        abandoned = wait->job->waits == NULL;
        wait->job->abandoned = abandoned;
    } else if (wait->delivered) {
        detach(&wait->inbox->first, wait);
    }
    na_errand_answer_unref(wait->answer);
    (void)pthread_mutex_unlock(&errands->mutex);
    *wait = (struct na_errand_wait){0};
    if (abandoned) {
        na_errands_wake(errands);
    }
}

void na_errands_tally(struct na_errands *errands, struct na_errand_tally *ret_tally)
{
    (void)pthread_mutex_lock(&errands->mutex);
    *ret_tally = errands->tally;
    ret_tally->cache_bytes = errands->cache.bytes;
    ret_tally->cache_count = errands->cache.count;
    (void)pthread_mutex_unlock(&errands->mutex);
}
