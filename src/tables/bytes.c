/* A stream is three things: a state, a function that reads, a function that closes. Each reader
 * takes a stream and gives one, and closing the last closes all under it. */
#include "tables/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/gzip.h"

#define PACKED_BYTES ((size_t)128 * 1024)

struct file {
    int fd;
    off_t length; /* of a regular file when it was opened, from where it is read; else 0 */
    off_t read;
    char name[1];
};

/* Half a table would look like a whole one. */
static enum na_code fail_shorter(const struct file *file, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_IO,
                  "The input became shorter while it was read: it had %lld bytes, and ended after "
                  "%lld",
                  (long long)file->length, (long long)file->read);
    return na_fail_at(reterr, NA_ERR_IO, file->name, 0, NULL,
                      "Try again when no program writes to it, or read a copy");
}

static enum na_code read_file(void *state, char *to, size_t size, size_t *ret_length,
                              struct na_error *reterr)
{
    struct file *file = state;
    ssize_t got;
    do {
        got = read(file->fd, to, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return na_fail_errno(reterr, errno, "read the input", file->name);
    }
    file->read += got;
    if (got == 0 && file->read < file->length) {
        return fail_shorter(file, reterr);
    }
    *ret_length = (size_t)got;
    return NA_OK;
}

static off_t length_of(int fd)
{
    struct stat status;
    off_t at = lseek(fd, 0, SEEK_CUR);
    bool known = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && at >= 0;
    return known && status.st_size > at ? status.st_size - at : 0;
}

static void close_file(void *state)
{
    struct file *file = state;
    if (file->fd > STDIN_FILENO) {
        (void)close(file->fd);
    }
    free(file);
}

enum na_code na_bytes_open(const char *path, struct na_bytes *ret_bytes, struct na_error *reterr)
{
    bool is_stdin = strcmp(path, "-") == 0;
    const char *name = is_stdin ? "standard input" : path;
    struct file *file = malloc(sizeof *file + strlen(name));
    if (file == NULL) {
        return na_fail_memory(reterr, "opening the input");
    }
    memcpy(file->name, name, strlen(name) + 1);
    file->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file->fd < 0) {
        free(file);
        return na_fail_errno(reterr, errno, "read the input", path);
    }
    file->length = length_of(file->fd);
    file->read = 0;
    (void)posix_fadvise(file->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    *ret_bytes = (struct na_bytes){read_file, close_file, file};
    return NA_OK;
}

struct unpacking {
    struct na_bytes packed;
    struct na_gunzip *gunzip;
    char raw[PACKED_BYTES];
    size_t at, length;
    bool ended;
};

static void close_gunzip(void *state)
{
    struct unpacking *unpacking = state;
    na_bytes_close(&unpacking->packed);
    na_gunzip_free(unpacking->gunzip);
    free(unpacking);
}

static enum na_code read_gunzip(void *state, char *to, size_t size, size_t *ret_length,
                                struct na_error *reterr)
{
    struct unpacking *unpacking = state;
    for (;;) {
        size_t taken = 0;
        size_t given = 0;
        enum na_code code =
            na_gunzip_some(unpacking->gunzip, unpacking->raw + unpacking->at,
                           unpacking->length - unpacking->at, to, size, &taken, &given, reterr);
        if (code != NA_OK) {
            return code;
        }
        unpacking->at += taken;
        if (given > 0) {
            *ret_length = given;
            return NA_OK;
        }
        if (unpacking->at < unpacking->length) {
            continue;
        }
        if (unpacking->ended) {
            *ret_length = 0;
            return na_gunzip_whole(unpacking->gunzip)
                       ? NA_OK
                       : na_fail(reterr, NA_ERR_DATA, "The gzip file is cut short");
        }
        unpacking->at = 0;
        code = unpacking->packed.read(unpacking->packed.state, unpacking->raw, PACKED_BYTES,
                                      &unpacking->length, reterr);
        if (code != NA_OK) {
            return code;
        }
        unpacking->ended = unpacking->length == 0;
    }
}

enum na_code na_bytes_gunzip(struct na_bytes packed, struct na_bytes *ret_bytes,
                             struct na_error *reterr)
{
    struct unpacking *unpacking = malloc(sizeof *unpacking);
    if (unpacking == NULL) {
        na_bytes_close(&packed);
        return na_fail_memory(reterr, "reading gzip");
    }
    unpacking->packed = packed;
    unpacking->gunzip = NULL;
    unpacking->at = 0;
    unpacking->length = 0;
    unpacking->ended = false;
    enum na_code code = na_gunzip_new(&unpacking->gunzip, reterr);
    if (code != NA_OK) {
        close_gunzip(unpacking);
        return code;
    }
    *ret_bytes = (struct na_bytes){read_gunzip, close_gunzip, unpacking};
    return NA_OK;
}

struct joint {
    struct na_buffer head;
    size_t at;
    struct na_bytes rest;
};

static enum na_code read_joint(void *state, char *to, size_t size, size_t *ret_length,
                               struct na_error *reterr)
{
    struct joint *joint = state;
    size_t left = joint->head.length - joint->at;
    if (left == 0) {
        return joint->rest.read(joint->rest.state, to, size, ret_length, reterr);
    }
    *ret_length = left < size ? left : size;
    memcpy(to, joint->head.data + joint->at, *ret_length);
    joint->at += *ret_length;
    if (joint->at == joint->head.length) {
        na_buffer_fini(&joint->head);
        joint->at = 0;
    }
    return NA_OK;
}

static void close_joint(void *state)
{
    struct joint *joint = state;
    na_buffer_fini(&joint->head);
    na_bytes_close(&joint->rest);
    free(joint);
}

enum na_code na_bytes_join(struct na_buffer *head, struct na_bytes rest, struct na_bytes *ret_bytes,
                           struct na_error *reterr)
{
    struct joint *joint = malloc(sizeof *joint);
    if (joint == NULL) {
        na_bytes_close(&rest);
        return na_fail_memory(reterr, "reading the input");
    }
    *joint = (struct joint){.head = *head, .rest = rest};
    na_buffer_init(head, head->limit);
    *ret_bytes = (struct na_bytes){read_joint, close_joint, joint};
    return NA_OK;
}

/* The most that is held back: more empty lines than that are handed out, and are rows. */
#define TAIL_BYTES ((size_t)1024 * 1024)

struct tail {
    struct na_bytes bytes;
    char separator;
    struct na_buffer held; /* lines that may be the last */
    struct na_buffer text; /* to be handed out from `at` on */
    size_t at;
    char piece[PACKED_BYTES];
};

static void close_tail(void *state)
{
    struct tail *tail = state;
    na_bytes_close(&tail->bytes);
    na_buffer_fini(&tail->held);
    na_buffer_fini(&tail->text);
    free(tail);
}

/* Where in `piece` the lines begin that may be the last and empty; `length`: there are none. A line
 * that began before the piece is not known to be empty. */
static size_t find_tail(const struct tail *tail, size_t length)
{
    size_t from = length;
    while (from > 0 && (tail->piece[from - 1] == tail->separator ||
                        strchr(" \t\r\n", tail->piece[from - 1]) != NULL)) {
        from--;
    }
    const char *lf = memchr(tail->piece + from, '\n', length - from);
    return lf != NULL ? (size_t)(lf - tail->piece) + 1 : length;
}

/* Hand out what was held, then the piece up to its own tail, which is held. */
static enum na_code take_piece(struct tail *tail, size_t length)
{
    bool empty = tail->held.length > 0;
    for (size_t i = 0; i < length && empty; i++) {
        empty = tail->piece[i] == tail->separator || strchr(" \t\r\n", tail->piece[i]) != NULL;
    }
    if (empty && tail->held.length + length <= TAIL_BYTES) {
        return na_buffer_append(&tail->held, tail->piece, length);
    }
    size_t cut = empty ? length : find_tail(tail, length);
    enum na_code code = na_buffer_append(&tail->text, tail->held.data, tail->held.length);
    code = code == NA_OK ? na_buffer_append(&tail->text, tail->piece, cut) : code;
    na_buffer_clear(&tail->held);
    return code == NA_OK ? na_buffer_append(&tail->held, tail->piece + cut, length - cut) : code;
}

static enum na_code read_tail(void *state, char *to, size_t size, size_t *ret_length,
                              struct na_error *reterr)
{
    struct tail *tail = state;
    while (tail->at == tail->text.length) {
        size_t got = 0;
        na_buffer_clear(&tail->text);
        tail->at = 0;
        enum na_code code =
            tail->bytes.read(tail->bytes.state, tail->piece, PACKED_BYTES, &got, reterr);
        if (code != NA_OK) {
            return code;
        }
        if (got == 0) {
            *ret_length = 0;
            return NA_OK;
        }
        if (take_piece(tail, got) != NA_OK) {
            return na_fail_memory(reterr, "reading the input");
        }
    }
    size_t left = tail->text.length - tail->at;
    *ret_length = left < size ? left : size;
    memcpy(to, tail->text.data + tail->at, *ret_length);
    tail->at += *ret_length;
    return NA_OK;
}

enum na_code na_bytes_without_tail(struct na_bytes bytes, char separator,
                                   struct na_bytes *ret_bytes, struct na_error *reterr)
{
    struct tail *tail = malloc(sizeof *tail);
    if (tail == NULL) {
        na_bytes_close(&bytes);
        return na_fail_memory(reterr, "reading the input");
    }
    tail->bytes = bytes;
    tail->separator = separator;
    na_buffer_init(&tail->held, TAIL_BYTES + PACKED_BYTES);
    na_buffer_init(&tail->text, TAIL_BYTES + 2 * PACKED_BYTES);
    tail->at = 0;
    *ret_bytes = (struct na_bytes){read_tail, close_tail, tail};
    return NA_OK;
}

enum na_code na_bytes_fill(struct na_bytes *bytes, size_t wanted, struct na_buffer *to,
                           bool *ret_ended, struct na_error *reterr)
{
    *ret_ended = false;
    while (to->length < wanted) {
        size_t got = 0;
        enum na_code code = na_buffer_reserve(to, wanted - to->length);
        if (code != NA_OK) {
            return na_fail(reterr, code, "No room to look at the input");
        }
        code = bytes->read(bytes->state, to->data + to->length, wanted - to->length, &got, reterr);
        if (code != NA_OK) {
            return code;
        }
        to->length += got;
        if (got == 0) {
            *ret_ended = true;
            return NA_OK;
        }
    }
    return NA_OK;
}

void na_bytes_close(struct na_bytes *bytes)
{
    if (bytes->close != NULL) {
        bytes->close(bytes->state);
    }
    *bytes = (struct na_bytes){NULL, NULL, NULL};
}
