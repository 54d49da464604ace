/* http/errand_private.h - inside of the errands: shared by errand.c (those who ask) and
 * errand_run.c (the thread that has the children). */
#ifndef NA_HTTP_ERRAND_PRIVATE_H
#define NA_HTTP_ERRAND_PRIVATE_H

#include <pthread.h>

#include "http/errand_cache.h"
#include "http/errand_child.h"

/* One question at work. */
struct na_errand_job {
    /* constant */
    struct na_buffer key;   /* the question as the child reads it, then what data it is put to */
    size_t question_length; /* of the key's beginning */
    const char *route;      /* static */
    uint64_t generation;
    bool is_of_file; /* not of the data: its answer is neither shared nor kept */
    /* guarded by the mutex */
    struct na_errand_wait *waits;
    bool abandoned; /* nobody waits: to be ended */
    /* of the errands' thread alone, from the moment the job is in the table */
    int snapshot_fd; /* or the file; -1 once handed over */
    bool is_started;
    struct na_errand_child child;
    int64_t until_us;
    enum na_code killed; /* why it was ended by us; NA_OK: it was not */
};

struct na_errands {
    struct na_errand_limits limits; /* constant */
    const char *program;
    int64_t parent;
    int wake_fd; /* of the thread */
    pthread_t thread;
    pthread_mutex_t mutex; /* guards all below, answers' references and waits */
    struct na_errand_job *jobs[NA_ERRANDS_MAX]; /* limits.at_once of them; NULL: free */
    struct na_errand_cache cache;
    struct na_errand_tally tally;
    uint64_t generation; /* of the data */
    bool ending;         /* no more questions */
    int64_t end_us;      /* while ending: when all that is at work is ended */
    bool stopping;       /* the thread is to end */
    bool is_running;     /* it is to be joined */
};

/* The body of the thread; `errands` is a struct na_errands. */
void *na_errands_run(void *errands);
void na_errands_wake(struct na_errands *errands);
void na_errand_job_free(struct na_errand_job *job);

#endif
