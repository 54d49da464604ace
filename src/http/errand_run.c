/* The thread that has the children: it starts them, listens to them, ends those that are late or
 * that nobody waits for, and delivers what they came to. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/log.h"
#include "http/errand_private.h"
#include "http/service.h"

/* What the thread looks at in one turn. */
struct turn {
    struct na_errand_job *jobs[NA_ERRANDS_MAX];
    bool abandoned[NA_ERRANDS_MAX];
    size_t count;
    bool ending, stopping;
    int64_t end_us;
};

void na_errand_job_free(struct na_errand_job *job)
{
    if (job == NULL) {
        return;
    }
    if (job->snapshot_fd >= 0) {
        close(job->snapshot_fd);
    }
    na_errand_child_fini(&job->child);
    na_buffer_fini(&job->key);
    free(job);
}

static void look(struct na_errands *errands, struct turn *turn)
{
    turn->count = 0;
    (void)pthread_mutex_lock(&errands->mutex);
    for (size_t i = 0; i < errands->limits.at_once; i++) {
        if (errands->jobs[i] != NULL) {
            turn->abandoned[turn->count] = errands->jobs[i]->abandoned;
            turn->jobs[turn->count++] = errands->jobs[i];
        }
    }
    turn->ending = errands->ending;
    turn->stopping = errands->stopping;
    turn->end_us = errands->end_us;
    (void)pthread_mutex_unlock(&errands->mutex);
}

/* NULL: no memory even for that. */
static struct na_errand_answer *answer_of_error(const struct na_error *error)
{
    struct na_errand_answer *answer = calloc(1, sizeof *answer);
    if (answer != NULL) {
        answer->parts.error = *error;
        answer->references = 1;
    }
    return answer;
}

/* With the mutex held: give the answer to all who wait. */
static void hand_out(struct na_errand_job *job, struct na_errand_answer *answer)
{
    while (job->waits != NULL) {
        struct na_errand_wait *wait = job->waits;
        job->waits = wait->next;
        wait->job = NULL;
        wait->answer = answer != NULL ? na_errand_answer_ref(answer) : NULL;
        wait->next = wait->inbox->first;
        wait->inbox->first = wait;
        wait->delivered = true;
        uint64_t one = 1;
        ssize_t written = write(wait->inbox->wake_fd, &one, sizeof one);
        (void)written; /* fails only when it is due to wake anyway */
    }
}

/* The job is over; takes `answer`, which may be NULL, and frees the job. */
static void deliver(struct na_errands *errands, struct na_errand_job *job,
                    struct na_errand_answer *answer, bool came_back)
{
    (void)pthread_mutex_lock(&errands->mutex);
    struct na_errand_tally *tally = &errands->tally;
    tally->running -= job->is_started ? 1 : 0;
    *(came_back ? &tally->answered : job->killed != NA_OK ? &tally->killed : &tally->failed) += 1;
    for (size_t i = 0; i < errands->limits.at_once; i++) {
        if (errands->jobs[i] == job) {
            errands->jobs[i] = NULL;
        }
    }
    if (answer != NULL && answer->parts.error.code == NA_OK && !job->is_of_file &&
        job->generation == errands->generation) {
        na_errand_cache_put(&errands->cache, &job->key, answer);
    }
    hand_out(job, answer);
    na_errand_answer_unref(answer);
    (void)pthread_mutex_unlock(&errands->mutex);
    na_errand_job_free(job);
}

static void deliver_error(struct na_errands *errands, struct na_errand_job *job,
                          const struct na_error *error)
{
    deliver(errands, job, answer_of_error(error), false);
}

static void start(struct na_errands *errands, struct na_errand_job *job)
{
    struct na_error error = {0};
    int snapshot_fd = job->snapshot_fd;
    enum na_code code = na_errand_child_start(errands->program, snapshot_fd, job->key.data,
                                              job->question_length, &job->child, &error);
    close(snapshot_fd);
    job->snapshot_fd = -1;
    if (code != NA_OK) {
        na_log(NA_LOG_ERROR, "%s: %s", job->route, error.message);
        deliver_error(errands, job, &error);
        return;
    }
    job->is_started = true;
    job->until_us = na_monotonic_us() + (int64_t)errands->limits.seconds * 1000000;
    (void)pthread_mutex_lock(&errands->mutex);
    errands->tally.started++;
    errands->tally.running++;
    (void)pthread_mutex_unlock(&errands->mutex);
}

static void fail_slow(const struct na_errands *errands, bool is_of_file, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_SLOW, "The answer would take longer than %u s",
                  errands->limits.seconds);
    (void)na_fail_at(reterr, NA_ERR_SLOW, NULL, 0, NULL,
                     is_of_file ? "send fewer rows, or read the file with nearaid join; or give it "
                                  "more time with --errand-seconds"
                                : "ask for less: fewer kinds, distances or areas; or give it more "
                                  "time with --errand-seconds");
}

/* Why there is no answer, and the lines about it in the log. */
static void explain(const struct na_errands *errands, const struct na_errand_job *job, int status,
                    struct na_error *reterr)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (job->killed == NA_ERR_SLOW || number == SIGXCPU) {
        fail_slow(errands, job->is_of_file, reterr);
        na_log(NA_LOG_WARNING, "%s: the process for a question was ended after %u s", job->route,
               errands->limits.seconds);
        return;
    }
    if (job->killed != NA_OK) {
        (void)na_fail(reterr, NA_ERR_BUSY, "The server is ending");
        return;
    }
    (void)na_fail(reterr, NA_ERR_INTERNAL, "The process that worked on the question died (%s %d)",
                  number != 0 ? "signal" : "status", number != 0 ? number : WEXITSTATUS(status));
    (void)na_fail_at(reterr, NA_ERR_INTERNAL, NULL, 0, NULL,
                     "everything else is served on; the log says more");
    na_log(NA_LOG_ERROR, "%s: the process for a question died: %s %d", job->route,
           number != 0 ? "signal" : "status", number != 0 ? number : WEXITSTATUS(status));
}

static void log_said(const struct na_errand_job *job)
{
    const char *at = job->child.said;
    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        if (length > 0) {
            na_log(NA_LOG_INFO, "%s: %.*s", job->route, (int)length, at);
        }
        at += length + (at[length] == '\n' ? 1 : 0);
    }
}

static void finish(struct na_errands *errands, struct na_errand_job *job, int status)
{
    struct na_error error = {0};
    struct na_errand_answer *answer = NULL;
    log_said(job);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        explain(errands, job, status, &error);
    } else if (na_errand_child_answer(&job->child, &answer, &error) == NA_OK) {
        deliver(errands, job, answer, true);
        return;
    } else {
        na_log(NA_LOG_ERROR, "%s: %s", job->route, error.message);
    }
    deliver_error(errands, job, &error);
}

/* One turn of one job. */
static void step(struct na_errands *errands, struct na_errand_job *job, bool abandoned, bool over,
                 int64_t now_us)
{
    struct na_error error;
    int status;
    if (!job->is_started && !abandoned && !over) {
        start(errands, job);
        return;
    }
    if (!job->is_started) {
        job->killed = NA_ERR_BUSY;
        (void)na_fail(&error, NA_ERR_BUSY, "The server is ending");
        deliver_error(errands, job, &error);
        return;
    }
    na_errand_child_listen(&job->child);
    if (na_errand_child_ended(&job->child, &status)) {
        finish(errands, job, status);
        return;
    }
    if (job->killed == NA_OK && (abandoned || over || now_us >= job->until_us)) {
        job->killed = abandoned || over ? NA_ERR_BUSY : NA_ERR_SLOW;
        (void)kill(job->child.pid, SIGKILL);
    }
}

/* Milliseconds until something is due, -1 for never; a child that was killed tells its end. */
static int wait_ms(const struct turn *turn, int64_t now_us)
{
    int64_t due_us = INT64_MAX;
    for (size_t i = 0; i < turn->count; i++) {
        const struct na_errand_job *job = turn->jobs[i];
        if (!job->is_started) {
            return 0;
        }
        if (job->killed == NA_OK) {
            due_us = job->until_us < due_us ? job->until_us : due_us;
            due_us = turn->ending && turn->end_us < due_us ? turn->end_us : due_us;
        }
    }
    if (due_us == INT64_MAX) {
        return -1;
    }
    return due_us <= now_us ? 0 : (int)((due_us - now_us + 999) / 1000);
}

static void wait_for_news(const struct na_errands *errands, const struct turn *turn)
{
    struct pollfd polled[1 + 2 * NA_ERRANDS_MAX] = {{.fd = errands->wake_fd, .events = POLLIN}};
    nfds_t count = 1;
    for (size_t i = 0; i < turn->count; i++) {
        if (turn->jobs[i]->is_started) {
            polled[count++] = (struct pollfd){.fd = turn->jobs[i]->child.pid_fd, .events = POLLIN};
        }
    }
    (void)poll(polled, count, wait_ms(turn, na_monotonic_us()));
    if ((polled[0].revents & POLLIN) != 0) {
        uint64_t woken;
        ssize_t got = read(errands->wake_fd, &woken, sizeof woken);
        (void)got;
    }
}

void *na_errands_run(void *closure)
{
    struct na_errands *errands = closure;
    struct turn turn;
    for (;;) {
        look(errands, &turn);
        if (turn.stopping && turn.count == 0) {
            return NULL;
        }
        wait_for_news(errands, &turn);
        look(errands, &turn);
        int64_t now_us = na_monotonic_us();
        bool over = turn.stopping || (turn.ending && now_us >= turn.end_us);
        for (size_t i = 0; i < turn.count; i++) {
            step(errands, turn.jobs[i], turn.abandoned[i], over, now_us);
        }
    }
}
