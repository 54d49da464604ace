/* http/errand_frame.h - what the daemon and the child that works on a slow question write to each
 * other. Both are the same program, so numbers go as they are in memory; still nothing that is read
 * is believed before it is checked: a child may have died while it wrote. */
#ifndef NA_HTTP_ERRAND_FRAME_H
#define NA_HTTP_ERRAND_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "question/ask.h"
#include "question/params.h"

/* The one argument of the child, and its descriptors: the compiled pack or the file that is to be
 * made CSV, the question (sealed), the answer (empty). */
#define NA_ERRAND_OPTION "--errand"
#define NA_ERRAND_SNAPSHOT_FD 3
#define NA_ERRAND_QUESTION_FD 4
#define NA_ERRAND_ANSWER_FD 5

/* The route whose question is about a file, not about the data, and what it may say of it. */
#define NA_ERRAND_UNPACK "unpack"
#define NA_ERRAND_SAID_BYTES 2048

/* Largest question; the largest --body-limit is 16 MiB. */
#define NA_ERRAND_QUESTION_LIMIT ((size_t)32 * 1024 * 1024)
/* Largest answer: plain and gzipped. */
#define NA_ERRAND_ANSWER_LIMIT (2 * NA_ANSWER_LIMIT + 4096)

/* A question and what may be spent on it. An answer depends on the day, never on the minute: it is
 * kept until the day or the data changes. */
struct na_errand_question {
    const char *route; /* na_route.name */
    enum na_format format;
    int32_t today;
    unsigned int seconds;  /* of processor time */
    uint64_t memory_bytes; /* besides the compiled pack */
    int64_t parent;        /* process that waits for the answer */
    const struct na_param *params;
    size_t count;
};

/* The parts of an answer, borrowed from its frame. */
struct na_errand_parts {
    struct na_error error; /* code NA_OK: there is an answer */
    const char *plain;
    size_t plain_length;
    const char *gzip; /* the same, gzipped; length 0: not worth it */
    size_t gzip_length;
    const char *said; /* ready as the value of the header Nearaid-Table, ended by a NUL; NULL */
};

/* Append a question. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_errand_question_write(const struct na_errand_question *question,
                                                  struct na_buffer *to);
/* Read one from `length` bytes, from which it borrows; its parameters are put in `params`
 * (NA_PARAMS_MAX). NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_errand_question_read(const char *bytes, size_t length,
                                                 struct na_param *params,
                                                 struct na_errand_question *ret_question,
                                                 struct na_error *reterr);

/* Write an answer, or with a code other than NA_OK the error alone, to `fd`. NA_ERR_IO. */
NA_MUST_USE enum na_code na_errand_answer_write(const struct na_errand_parts *parts, int fd,
                                                struct na_error *reterr);
/* Find the parts of what was written. NA_ERR_CORRUPT. */
NA_MUST_USE enum na_code na_errand_answer_read(const char *bytes, size_t length,
                                               struct na_errand_parts *ret_parts,
                                               struct na_error *reterr);

/* Write all of it to a file or pipe. NA_ERR_IO. */
NA_MUST_USE enum na_code na_errand_write_all(int fd, const void *bytes, size_t length,
                                             struct na_error *reterr);

#endif
