/* A child lives for one question. It reads the question, limits itself, maps the compiled file that
 * it was handed as a descriptor, answers, and writes the answer back, plain and as gzip. A refusal
 * is an answer too. The exit status is bad only if nothing could be written back. */
#include "daemon_errand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "daemon_confine.h"
#include "daemon_limits.h"
#include "daemon_unpack.h"
#include "http/errand_frame.h"
#include "io/gzip.h"
#include "nearaid/questions.h"

/* So that the service itself comes first on a busy machine. */
#define NICENESS 5
/* Smaller answers fit one packet anyway. */
#define GZIP_FROM_BYTES 1024

#define TEXT(number) TEXT_OF(number)
#define TEXT_OF(number) #number
#define FILE_PATH "/proc/self/fd/" TEXT(NA_ERRAND_SNAPSHOT_FD)

/* One errand and all it needs. */
struct errand {
    struct na_errand_question asked;
    struct na_param params[NA_PARAMS_MAX];
    struct na_session *session;
    struct na_buffer plain, gzip;
    struct na_buffer said; /* about a file that is made CSV */
};

bool na_daemon_is_errand(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], NA_ERRAND_OPTION) == 0;
}

static enum na_code read_question(struct errand *errand, struct na_error *reterr)
{
    struct stat status;
    if (fstat(NA_ERRAND_QUESTION_FD, &status) != 0) {
        return na_fail_errno(reterr, errno, "read the question", NULL);
    }
    if (status.st_size <= 0 || (uint64_t)status.st_size > NA_ERRAND_QUESTION_LIMIT) {
        return na_fail(reterr, NA_ERR_CORRUPT, "The question is not whole");
    }
    size_t length = (size_t)status.st_size;
    /* Kept until the end of the process: the parameters are in there. */
    const char *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, NA_ERRAND_QUESTION_FD, 0);
    if (bytes == MAP_FAILED) {
        return na_fail_errno(reterr, errno, "read the question", NULL);
    }
    return na_errand_question_read(bytes, length, errand->params, &errand->asked, reterr);
}

/* The compiled pack is mapped, not held in memory of our own. */
static enum na_code limit_process(const struct na_errand_question *question,
                                  struct na_error *reterr)
{
    struct stat status;
    if (fstat(NA_ERRAND_SNAPSHOT_FD, &status) != 0) {
        return na_fail_errno(reterr, errno, "read the data", NULL);
    }
    enum na_code code =
        na_daemon_limit(question->seconds, question->memory_bytes + (uint64_t)status.st_size,
                        NA_ERRAND_ANSWER_LIMIT, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (setpriority(PRIO_PROCESS, 0, NICENESS) != 0) {
        (void)fprintf(stderr, "warning: the priority could not be lowered (error %d)\n", errno);
    }
    if ((int64_t)getppid() != question->parent) {
        return na_fail(reterr, NA_ERR_INTERRUPTED, "The daemon has ended");
    }
    na_daemon_confine(NA_ERRAND_SNAPSHOT_FD);
    return NA_OK;
}

static bool is_file(const struct errand *errand)
{
    return strcmp(errand->asked.route, NA_ERRAND_UNPACK) == 0;
}

static enum na_code answer(struct errand *errand, struct na_error *reterr)
{
    const struct na_errand_question *asked = &errand->asked;
    if (is_file(errand)) {
        return na_daemon_unpack(FILE_PATH, asked, &errand->plain, &errand->said, reterr);
    }
    struct na_snapshot *snapshot = NULL;
    const struct na_question *question = na_question_named(asked->route);
    if (question == NULL || question->cost != NA_ERRAND) {
        return na_fail(reterr, NA_ERR_CORRUPT, "The question is not for a process of its own");
    }
    enum na_code code = na_snapshot_map(FILE_PATH, &snapshot, reterr);
    if (code == NA_OK) {
        code = na_session_new(snapshot, &errand->session, reterr);
    }
    if (code == NA_OK) {
        const struct na_asking asking = {.session = errand->session,
                                         .params = asked->params,
                                         .count = asked->count,
                                         .today = asked->today,
                                         .format = asked->format};
        code = na_question_answer(question)(&asking, &errand->plain, reterr);
    }
    na_snapshot_unref(snapshot);
    return code;
}

/* What the question's own limits allow, said in words that lead on. */
static enum na_code explain_memory(enum na_code code, struct na_error *reterr)
{
    return code != NA_ERR_MEMORY
               ? code
               : na_fail_at(reterr, code, NULL, 0, NULL,
                            "ask for less: fewer kinds, distances or areas; or give it more with "
                            "--errand-memory");
}

/* Both forms, so that the daemon need not spend its time on it. Without room, the plain one does as
 * well. */
static enum na_code hand_over(struct errand *errand, struct na_error *reterr)
{
    const struct na_buffer *plain = &errand->plain;
    struct na_buffer *gzip = &errand->gzip;
    struct na_buffer spare;
    na_buffer_init(&spare, NA_ANSWER_LIMIT);
    if (is_file(errand) || plain->length <= GZIP_FROM_BYTES ||
        na_buffer_append(gzip, plain->data, plain->length) != NA_OK ||
        na_gzip(gzip, &spare) != NA_OK) {
        na_buffer_clear(gzip);
    }
    const struct na_errand_parts parts = {
        .plain = plain->data,
        .plain_length = plain->length,
        .gzip = gzip->data,
        .gzip_length = gzip->length,
        .said = errand->said.length > 0 ? na_buffer_terminate(&errand->said) : NULL};
    enum na_code code = na_errand_answer_write(&parts, NA_ERRAND_ANSWER_FD, reterr);
    na_buffer_fini(&spare);
    return code;
}

static enum na_code do_errand(struct errand *errand, struct na_error *reterr)
{
    struct na_error error = {0};
    enum na_code code = read_question(errand, reterr);
    if (code == NA_OK) {
        code = limit_process(&errand->asked, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    code = explain_memory(answer(errand, &error), &error);
    if (code == NA_OK) {
        return hand_over(errand, reterr);
    }
    error.code = code;
    const struct na_errand_parts parts = {.error = error};
    return na_errand_answer_write(&parts, NA_ERRAND_ANSWER_FD, reterr);
}

int na_daemon_errand(void)
{
    struct na_error error = {0};
    enum na_code code = NA_ERR_MEMORY;
    struct errand *errand = calloc(1, sizeof *errand);
    if (errand == NULL) {
        (void)na_fail_memory(&error, "answering");
    } else {
        na_buffer_init(&errand->plain, NA_ANSWER_LIMIT);
        na_buffer_init(&errand->gzip, NA_ANSWER_LIMIT);
        na_buffer_init(&errand->said, NA_ERRAND_SAID_BYTES - 16);
        code = do_errand(errand, &error);
        na_session_free(errand->session);
        na_buffer_fini(&errand->said);
        na_buffer_fini(&errand->gzip);
        na_buffer_fini(&errand->plain);
        free(errand);
    }
    if (code != NA_OK) {
        char line[1400];
        na_error_format(&error, line, sizeof line);
        (void)fprintf(stderr, "%s\n", line);
    }
    return na_code_exit_status(code);
}
