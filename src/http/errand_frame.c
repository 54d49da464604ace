/* A fixed head with lengths, then the texts. The reader checks the magic number, every length
 * against what is there, and the end of every text, before it hands out a pointer. A frame that is
 * wrong gives an error and no part of a question. */
#include "http/errand_frame.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"

#define QUESTION_MAGIC UINT64_C(0x31305145414E) /* NAEQ01 */
#define ANSWER_MAGIC UINT64_C(0x31304145414E)   /* NAEA01 */

/* Then texts, each ended by a NUL: the route, and a name and a value for each parameter. */
struct question_head {
    uint64_t magic;
    uint64_t memory_bytes;
    int64_t parent;
    uint32_t seconds;
    uint32_t format;
    int32_t today;
    uint32_t count;
};

/* Then the error, if it is one, else the plain answer, the gzipped one and what is said. */
struct answer_head {
    uint64_t magic;
    uint64_t plain_length;
    uint64_t gzip_length;
    uint64_t said_length; /* with its NUL */
    uint64_t code;
};

enum na_code na_errand_question_write(const struct na_errand_question *question,
                                      struct na_buffer *to)
{
    const struct question_head head = {.magic = QUESTION_MAGIC,
                                       .memory_bytes = question->memory_bytes,
                                       .parent = question->parent,
                                       .seconds = question->seconds,
                                       .format = (uint32_t)question->format,
                                       .today = question->today,
                                       .count = (uint32_t)question->count};
    enum na_code code = na_buffer_append(to, &head, sizeof head);
    if (code == NA_OK) {
        code = na_buffer_append(to, question->route, strlen(question->route) + 1);
    }
    for (size_t i = 0; i < question->count && code == NA_OK; i++) {
        const struct na_param *param = &question->params[i];
        code = na_buffer_append(to, param->name, strlen(param->name) + 1);
        if (code == NA_OK) {
            code = na_buffer_append(to, param->value, strlen(param->value) + 1);
        }
    }
    return code;
}

static enum na_code fail_frame(const char *what, struct na_error *reterr)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The %s is not whole", what);
}

/* The text that begins at *at; NULL: it has no end. */
static const char *next_text(const char **at, const char *end)
{
    const char *text = *at;
    const char *nul = text < end ? memchr(text, '\0', (size_t)(end - text)) : NULL;
    if (nul == NULL) {
        return NULL;
    }
    *at = nul + 1;
    return text;
}

enum na_code na_errand_question_read(const char *bytes, size_t length, struct na_param *params,
                                     struct na_errand_question *ret_question,
                                     struct na_error *reterr)
{
    struct question_head head;
    if (length < sizeof head) {
        return fail_frame("question", reterr);
    }
    memcpy(&head, bytes, sizeof head);
    if (head.magic != QUESTION_MAGIC || head.format > NA_FORMAT_WORDS ||
        head.count > NA_PARAMS_MAX) {
        return fail_frame("question", reterr);
    }
    const char *at = bytes + sizeof head;
    const char *end = bytes + length;
    const char *route = next_text(&at, end);
    for (size_t i = 0; i < head.count && route != NULL; i++) {
        params[i].name = next_text(&at, end);
        params[i].value = params[i].name != NULL ? next_text(&at, end) : NULL;
        if (params[i].value == NULL) {
            route = NULL;
        }
    }
    if (route == NULL || at != end) {
        return fail_frame("question", reterr);
    }
    *ret_question = (struct na_errand_question){.route = route,
                                                .format = (enum na_format)head.format,
                                                .today = head.today,
                                                .seconds = head.seconds,
                                                .memory_bytes = head.memory_bytes,
                                                .parent = head.parent,
                                                .params = params,
                                                .count = head.count};
    return NA_OK;
}

enum na_code na_errand_write_all(int fd, const void *bytes, size_t length, struct na_error *reterr)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno != EINTR) {
            return na_fail_errno(reterr, errno, "hand a question or its answer over", NULL);
        }
        if (written > 0) {
            at += written;
            length -= (size_t)written;
        }
    }
    return NA_OK;
}

enum na_code na_errand_answer_write(const struct na_errand_parts *parts, int fd,
                                    struct na_error *reterr)
{
    bool answered = parts->error.code == NA_OK;
    const struct answer_head head = {
        .magic = ANSWER_MAGIC,
        .plain_length = answered ? parts->plain_length : 0,
        .gzip_length = answered ? parts->gzip_length : 0,
        .said_length = answered && parts->said != NULL ? strlen(parts->said) + 1 : 0,
        .code = (uint64_t)parts->error.code};
    enum na_code code = na_errand_write_all(fd, &head, sizeof head, reterr);
    if (code == NA_OK && !answered) {
        return na_errand_write_all(fd, &parts->error, sizeof parts->error, reterr);
    }
    if (code == NA_OK) {
        code = na_errand_write_all(fd, parts->plain, parts->plain_length, reterr);
    }
    if (code == NA_OK) {
        code = na_errand_write_all(fd, parts->gzip, parts->gzip_length, reterr);
    }
    if (code == NA_OK) {
        code = na_errand_write_all(fd, parts->said, (size_t)head.said_length, reterr);
    }
    return code;
}

static bool has_end(const char *text, size_t size)
{
    return memchr(text, '\0', size) != NULL;
}

static enum na_code read_error(const char *bytes, size_t length, uint64_t code,
                               struct na_errand_parts *ret_parts, struct na_error *reterr)
{
    struct na_error error;
    if (length != sizeof error) {
        return fail_frame("answer", reterr);
    }
    memcpy(&error, bytes, sizeof error);
    error.code = (enum na_code)code; /* checked, unlike the copy's own */
    if (!has_end(error.message, sizeof error.message) || !has_end(error.hint, sizeof error.hint) ||
        !has_end(error.file, sizeof error.file) || !has_end(error.field, sizeof error.field)) {
        return fail_frame("answer", reterr);
    }
    *ret_parts = (struct na_errand_parts){.error = error};
    return NA_OK;
}

enum na_code na_errand_answer_read(const char *bytes, size_t length,
                                   struct na_errand_parts *ret_parts, struct na_error *reterr)
{
    struct answer_head head;
    if (length < sizeof head || length > NA_ERRAND_ANSWER_LIMIT) {
        return fail_frame("answer", reterr);
    }
    memcpy(&head, bytes, sizeof head);
    const char *at = bytes + sizeof head;
    size_t rest = length - sizeof head;
    if (head.magic != ANSWER_MAGIC || head.code >= NA_CODE_COUNT) {
        return fail_frame("answer", reterr);
    }
    if (head.code != NA_OK) {
        return read_error(at, rest, head.code, ret_parts, reterr);
    }
    if (head.plain_length > rest || head.gzip_length > rest - head.plain_length ||
        head.said_length != rest - head.plain_length - head.gzip_length) {
        return fail_frame("answer", reterr);
    }
    const char *said = at + head.plain_length + head.gzip_length;
    if (head.said_length > NA_ERRAND_SAID_BYTES ||
        (head.said_length > 0 && said[head.said_length - 1] != '\0')) {
        return fail_frame("answer", reterr);
    }
    *ret_parts = (struct na_errand_parts){.error = {.code = NA_OK},
                                          .plain = at,
                                          .plain_length = (size_t)head.plain_length,
                                          .gzip = at + head.plain_length,
                                          .gzip_length = (size_t)head.gzip_length,
                                          .said = head.said_length > 0 ? said : NULL};
    return NA_OK;
}
