/* http/errand_child.h - the child process of one question. Used by the errands' thread alone: the
 * kernel ends a child with the thread that started it. */
#ifndef NA_HTTP_ERRAND_CHILD_H
#define NA_HTTP_ERRAND_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include <nearaid/error.h>

#include "http/errand.h"

struct na_errand_child {
    pid_t pid;   /* 0: none */
    int pid_fd;  /* readable once it has ended */
    int said_fd; /* what it says for people, non-blocking */
    int answer_fd;
    size_t said_length;
    char said[2048]; /* the beginning of it */
};

/* Start `program` with NA_ERRAND_OPTION, the compiled pack of `snapshot_fd` and the question in
 * `length` bytes. Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_errand_child_start(const char *program, int snapshot_fd,
                                               const void *question, size_t length,
                                               struct na_errand_child *ret_child,
                                               struct na_error *reterr);
/* Read what it says, without waiting. */
void na_errand_child_listen(struct na_errand_child *child);
/* Has it ended, and how (as waitpid says)? Then it is gone; its answer and words stay. */
bool na_errand_child_ended(struct na_errand_child *child, int *ret_status);
/* The answer of a child that has ended well: one reference. Errors: NA_ERR_CORRUPT, NA_ERR_MEMORY,
 * NA_ERR_IO. */
NA_MUST_USE enum na_code na_errand_child_answer(const struct na_errand_child *child,
                                                struct na_errand_answer **ret_answer,
                                                struct na_error *reterr);
/* End it if need be, wait for its end, release all. */
void na_errand_child_fini(struct na_errand_child *child);

#endif
