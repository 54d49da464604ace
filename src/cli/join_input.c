/* The inputs of `nearaid join`. */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "cli/join.h"

#define RAW_BYTES ((size_t)128 * 1024)
#define INPUTS_MAX ((size_t)100000)

static enum na_code add_path(struct na_join_input *input, const char *path, struct na_error *reterr)
{
    if (input->count == INPUTS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than 100,000 inputs");
    }
    char **paths = realloc(input->paths, (input->count + 1) * sizeof paths[0]);
    if (paths == NULL) {
        return na_fail_memory(reterr, "listing the inputs");
    }
    input->paths = paths;
    paths[input->count] = strdup(path);
    if (paths[input->count] == NULL) {
        return na_fail_memory(reterr, "listing the inputs");
    }
    input->count++;
    return NA_OK;
}

/* A name that is no file's may be a pattern that the shell was kept from expanding. */
static enum na_code add_pattern(struct na_join_input *input, const char *pattern,
                                struct na_error *reterr)
{
    struct stat status;
    if (strcmp(pattern, "-") == 0 || strpbrk(pattern, "*?[") == NULL ||
        stat(pattern, &status) == 0) {
        return add_path(input, pattern, reterr);
    }
    glob_t found;
    enum na_code code = NA_OK;
    int result = glob(pattern, 0, NULL, &found);
    if (result == GLOB_NOSPACE) {
        return na_fail_memory(reterr, "listing the inputs");
    }
    if (result != 0) {
        (void)na_fail(reterr, NA_ERR_IO, "No file is like this pattern");
        return na_fail_at(reterr, NA_ERR_IO, pattern, 0, NULL, NULL);
    }
    for (size_t i = 0; i < found.gl_pathc && code == NA_OK; i++) {
        code = add_path(input, found.gl_pathv[i], reterr);
    }
    globfree(&found);
    return code;
}

/* Before hours of work: is each there, and no folder? How much is it? */
static enum na_code check_paths(struct na_join_input *input, struct na_error *reterr)
{
    input->has_size = true;
    for (size_t i = 0; i < input->count; i++) {
        struct stat status;
        const char *path = input->paths[i];
        bool is_stdin = strcmp(path, "-") == 0;
        if ((is_stdin ? fstat(STDIN_FILENO, &status) : stat(path, &status)) != 0 ||
            (!is_stdin && access(path, R_OK) != 0)) {
            return na_fail_errno(reterr, errno, "read the input",
                                 is_stdin ? "standard input" : path);
        }
        if (S_ISDIR(status.st_mode)) {
            (void)na_fail(reterr, NA_ERR_IO, "The input is a folder");
            return na_fail_at(reterr, NA_ERR_IO, path, 0, NULL, "name the files in it");
        }
        input->has_size = input->has_size && S_ISREG(status.st_mode);
        input->bytes_total += S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    }
    return NA_OK;
}

enum na_code na_join_input_open(const char *const *paths, size_t count,
                                struct na_join_input *ret_input, struct na_error *reterr)
{
    struct na_join_input input = {.fd = -1};
    enum na_code code = count == 0 ? add_path(&input, "-", reterr) : NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = add_pattern(&input, paths[i], reterr);
    }
    if (code == NA_OK) {
        code = check_paths(&input, reterr);
    }
    if (code == NA_OK) {
        input.raw = malloc(RAW_BYTES);
        code = input.raw != NULL ? NA_OK : na_fail_memory(reterr, "reading the inputs");
    }
    if (code != NA_OK) {
        na_join_input_close(&input);
        return code;
    }
    *ret_input = input;
    return NA_OK;
}

static void close_file(struct na_join_input *input)
{
    if (input->fd > STDIN_FILENO) {
        (void)close(input->fd);
    }
    input->fd = -1;
    na_gunzip_free(input->gunzip);
    input->gunzip = NULL;
}

void na_join_input_close(struct na_join_input *input)
{
    close_file(input);
    for (size_t i = 0; i < input->count; i++) {
        free(input->paths[i]);
    }
    free(input->paths);
    free(input->raw);
    input->paths = NULL;
    input->raw = NULL;
    input->count = 0;
}

const char *na_join_input_path(const struct na_join_input *input)
{
    const char *path = input->next > 0 ? input->paths[input->next - 1] : NULL;
    return path == NULL || strcmp(path, "-") == 0 ? NULL : path;
}

/* One read that EINTR does not end; 0 at the end of the file. */
static enum na_code read_bytes(struct na_join_input *input, char *to, size_t size,
                               size_t *ret_length, struct na_error *reterr)
{
    ssize_t got;
    do {
        got = read(input->fd, to, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        const char *path = na_join_input_path(input);
        return na_fail_errno(reterr, errno, "read the input",
                             path != NULL ? path : "standard input");
    }
    *ret_length = (size_t)got;
    return NA_OK;
}

static enum na_code refill(struct na_join_input *input, struct na_error *reterr)
{
    size_t got = 0;
    if (input->raw_at > 0) {
        input->raw_length -= input->raw_at;
        memmove(input->raw, input->raw + input->raw_at, input->raw_length);
        input->raw_at = 0;
    }
    enum na_code code = read_bytes(input, input->raw + input->raw_length,
                                   RAW_BYTES - input->raw_length, &got, reterr);
    input->raw_length += got;
    input->raw_end = code == NA_OK && got == 0;
    return code;
}

/* Open the next file, and see by its first two bytes whether it is gzip. */
static enum na_code open_next(struct na_join_input *input, struct na_error *reterr)
{
    const char *path = input->paths[input->next++];
    enum na_code code = NA_OK;
    input->raw_at = 0;
    input->raw_length = 0;
    input->raw_end = false;
    if (strcmp(path, "-") == 0) {
        input->fd = STDIN_FILENO;
    } else {
        input->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (input->fd < 0) {
            return na_fail_errno(reterr, errno, "read the input", path);
        }
        (void)posix_fadvise(input->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    while (code == NA_OK && input->raw_length < 2 && !input->raw_end) {
        code = refill(input, reterr);
    }
    if (code == NA_OK && na_gzip_begins(input->raw, input->raw_length)) {
        input->has_size = false;
        code = na_gunzip_new(&input->gunzip, reterr);
    }
    return code;
}

static enum na_code read_gzip(struct na_join_input *input, char *to, size_t size,
                              size_t *ret_length, struct na_error *reterr)
{
    for (;;) {
        size_t taken = 0;
        size_t given = 0;
        enum na_code code =
            na_gunzip_some(input->gunzip, input->raw + input->raw_at,
                           input->raw_length - input->raw_at, to, size, &taken, &given, reterr);
        if (code != NA_OK) {
            return na_fail_at(reterr, code, na_join_input_path(input), 0, NULL, NULL);
        }
        input->raw_at += taken;
        if (given > 0) {
            *ret_length = given;
            return NA_OK;
        }
        bool empty = input->raw_at == input->raw_length;
        if (empty && input->raw_end) {
            *ret_length = 0;
            if (na_gunzip_whole(input->gunzip)) {
                return NA_OK;
            }
            (void)na_fail(reterr, NA_ERR_DATA, "The gzip file is cut short");
            return na_fail_at(reterr, NA_ERR_DATA, na_join_input_path(input), 0, NULL, NULL);
        }
        if (empty) {
            code = refill(input, reterr);
        }
        if (code != NA_OK) {
            return code;
        }
    }
}

enum na_code na_join_input_read(void *context, char *to, size_t size, size_t *ret_length,
                                bool *ret_more, struct na_error *reterr)
{
    struct na_join_input *input = context;
    enum na_code code = NA_OK;
    if (input->fd < 0) {
        code = open_next(input, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    size_t waiting = input->raw_length - input->raw_at;
    if (input->gunzip != NULL) {
        code = read_gzip(input, to, size, ret_length, reterr);
    } else if (waiting > 0) { /* looked at when the file was opened */
        size_t length = waiting < size ? waiting : size;
        memcpy(to, input->raw + input->raw_at, length);
        input->raw_at += length;
        *ret_length = length;
    } else {
        code = read_bytes(input, to, size, ret_length, reterr);
    }
    if (code == NA_OK && *ret_length == 0) {
        *ret_more = input->next < input->count;
        close_file(input);
    }
    return code;
}
