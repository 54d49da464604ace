/* http/errand.h - slow questions, each answered by a child process with limits on its time and
 * memory, so that neither the libraries that only a child may run (GEOS) nor a question that costs
 * too much can hold up or end the service.
 *
 * A connection asks (na_errands_ask) and is suspended; one thread of ours starts the children,
 * waits for them and puts their answers into the asking loops' inboxes. The same question asked
 * again while its child works waits for the same child; answers are kept until the data changes.
 *
 * Everything here is guarded by one mutex, na_errands.mutex; any thread may call. */
#ifndef NA_HTTP_ERRAND_H
#define NA_HTTP_ERRAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>
#include <nearaid/snapshot.h>

#include "http/errand_frame.h"

/* Each tested at and one above. */
struct na_errand_limits {
    unsigned int at_once;  /* children; at most NA_ERRANDS_MAX */
    unsigned int seconds;  /* for one question */
    uint64_t memory_bytes; /* of a child, besides the compiled pack */
    uint64_t cache_bytes;  /* of all answers that are kept */
};
#define NA_ERRANDS_MAX 32

struct na_errands;
struct na_errand_job;

/* What a question came to. Constant, counted by those who hold it. */
struct na_errand_answer {
    struct na_errand_parts parts;
    void *mapped; /* the frame; NULL for an error of ours */
    size_t mapped_bytes;
    size_t references; /* guarded by the mutex */
};

/* Where a loop finds those of its questions that are answered. */
struct na_errand_inbox {
    struct na_errand_wait *first; /* guarded by the mutex */
    int wake_fd;                  /* an eventfd of the loop, written when something was put in */
};

/* One who waits. Zeroed at first; a part of a connection, whose loop alone reads `asked`, and
 * `answer` once it was collected. */
struct na_errand_wait {
    bool asked; /* na_errand_leave is due */
    struct na_errand_answer *answer;
    /* guarded by the mutex: */
    struct na_errand_inbox *inbox;
    struct na_errand_job *job; /* NULL: not waiting any more */
    bool delivered;            /* stands in the inbox */
    struct na_errand_wait *next;
};

/* Counts since the start. */
struct na_errand_tally {
    uint64_t started;
    uint64_t answered; /* children that brought an answer or an error */
    uint64_t failed;   /* that died, or could not be started */
    uint64_t killed;   /* by us: too slow, nobody waiting, the server ending */
    uint64_t hits;     /* questions answered by what was kept */
    uint64_t shared;   /* questions that joined a child at work */
    uint64_t refused;  /* because all children were at work */
    unsigned int running;
    uint64_t cache_bytes;
    size_t cache_count;
};

/* `program` (borrowed; NULL: the running one) is started with NA_ERRAND_OPTION alone. The thread is
 * started too. Errors: NA_ERR_MEMORY, NA_ERR_IO. */
NA_MUST_USE enum na_code na_errands_new(const struct na_errand_limits *limits, const char *program,
                                        struct na_errands **ret_errands, struct na_error *reterr);
/* Take no more questions; those at work after `within_ms` are ended, and answered NA_ERR_BUSY.
 * NULL does nothing, here and below. */
void na_errands_end(struct na_errands *errands, unsigned int within_ms);
/* End what is at work, and the thread. After that no child is left. */
void na_errands_stop(struct na_errands *errands);
/* When nobody has an answer or waits; stops it before. */
void na_errands_free(struct na_errands *errands);

/* Other data is served now: drop what is kept, and keep nothing that is still at work. */
void na_errands_forget(struct na_errands *errands);

/* Ask. `question` needs no limits and no parent; its parameters count whatever their order, those
 * of one name in theirs. NA_OK: wait->answer is there at once (*ret_waiting false), or will be put
 * in `inbox`. Errors: NA_ERR_BUSY, NA_ERR_LIMIT, NA_ERR_MEMORY, NA_ERR_IO. */
NA_MUST_USE enum na_code na_errands_ask(struct na_errands *errands,
                                        const struct na_snapshot *snapshot,
                                        const struct na_errand_question *question,
                                        struct na_errand_inbox *inbox, struct na_errand_wait *wait,
                                        bool *ret_waiting, struct na_error *reterr);
/* Have the file `fd` (borrowed) made CSV: a question of the route NA_ERRAND_UNPACK. Its answer is
 * never kept. Errors as na_errands_ask. */
NA_MUST_USE enum na_code na_errands_ask_file(struct na_errands *errands, int fd,
                                             const struct na_errand_question *question,
                                             struct na_errand_inbox *inbox,
                                             struct na_errand_wait *wait, struct na_error *reterr);
/* Take one out of the inbox, its answer in it; NULL: none is there. */
struct na_errand_wait *na_errands_collect(struct na_errands *errands,
                                          struct na_errand_inbox *inbox);
/* Give the answer back, or wait no more: a child nobody waits for is ended. */
void na_errand_leave(struct na_errands *errands, struct na_errand_wait *wait);

void na_errands_tally(struct na_errands *errands, struct na_errand_tally *ret_tally);

#endif
