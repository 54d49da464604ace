/* Reads a file whole and sees to it that it did not change meanwhile; secrets only if nobody else
 * can read them. */
#include "io/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"

#define FILE_ALIGNMENT ((size_t)16)

static enum na_code fail_path(struct na_error *reterr, enum na_code code, const char *message,
                              const char *path, const char *hint)
{
    (void)na_fail(reterr, code, "%s", message);
    (void)na_fail_at(reterr, code, path, 0, NULL, hint);
    return code;
}

static enum na_code fail_open(struct na_error *reterr, int errnum, const char *path)
{
    const char *hint = errnum == ENOENT    ? "check the name and the folder"
                       : errnum == EACCES  ? "give this user the right to read it"
                       : errnum == ENOTDIR ? "a pack is a folder; a compiled file is given by "
                                             "--snapshot"
                                           : NULL;
    enum na_code code = na_fail_errno(reterr, errnum, "open the file", path);
    (void)na_fail_at(reterr, code, path, 0, NULL, hint);
    return code;
}

/* O_NONBLOCK: opening a FIFO that nobody writes to must not hang; it does nothing to regular files.
 * O_NOCTTY: nor must a terminal become ours. */
static enum na_code open_regular(const char *path, int *ret_fd, struct stat *ret_status,
                                 struct na_error *reterr)
{
    int fd;
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        return fail_open(reterr, errno, path);
    }
    enum na_code code = NA_OK;
    if (fstat(fd, ret_status) != 0) {
        code = na_fail_errno(reterr, errno, "examine the file", path);
    } else if (S_ISDIR(ret_status->st_mode)) {
        code = fail_path(reterr, NA_ERR_IO, "This is a folder, not a file", path,
                         "name a file inside it");
    } else if (!S_ISREG(ret_status->st_mode)) {
        code = fail_path(reterr, NA_ERR_IO, "This is a pipe, socket or device, not a file", path,
                         "copy its content to a file and name that");
    }
    if (code != NA_OK) {
        (void)close(fd);
        return code;
    }
    *ret_fd = fd;
    return NA_OK;
}

/* Read until `size` bytes or the end of the file. */
static enum na_code read_full(int fd, unsigned char *bytes, size_t size, const char *path,
                              size_t *ret_length, struct na_error *reterr)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return na_fail_errno(reterr, errno, "read the file", path);
        }
        if (got == 0) {
            break;
        }
        length += (size_t)got;
    }
    *ret_length = length;
    return NA_OK;
}

static bool same_state(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Room for one byte more than the file had tells whether it has grown. */
static enum na_code read_unchanged(int fd, const struct stat *before, unsigned char *bytes,
                                   const char *path, struct na_error *reterr)
{
    size_t size = (size_t)before->st_size;
    size_t length = 0;
    enum na_code code = read_full(fd, bytes, size + 1, path, &length, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct stat after;
    if (fstat(fd, &after) != 0) {
        return na_fail_errno(reterr, errno, "examine the file", path);
    }
    if (length != size || !same_state(before, &after)) {
        return fail_path(reterr, NA_ERR_IO, "The file was changed while it was being read", path,
                         "try again when the program that writes it has finished");
    }
    bytes[length] = 0;
    return NA_OK;
}

static enum na_code check_size(const struct stat *status, size_t limit, const char *path,
                               struct na_error *reterr)
{
    uintmax_t size = (uintmax_t)status->st_size;
    if (size <= limit && size < SIZE_MAX - 2 * FILE_ALIGNMENT) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_LIMIT, "The file has %ju bytes, over the limit of %zu", size,
                  limit);
    (void)na_fail_at(reterr, NA_ERR_LIMIT, path, 0, NULL,
                     "split the file or leave out what is not needed");
    return NA_ERR_LIMIT;
}

enum na_code na_file_read(const char *path, size_t limit, struct na_file *ret_file,
                          struct na_error *reterr)
{
    int fd = -1;
    unsigned char *bytes = NULL;
    struct stat status;
    enum na_code code = open_regular(path, &fd, &status, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = check_size(&status, limit, path, reterr);
    if (code != NA_OK) {
        goto done;
    }
    size_t size = (size_t)status.st_size;
    bytes = aligned_alloc(FILE_ALIGNMENT, (size / FILE_ALIGNMENT + 1) * FILE_ALIGNMENT);
    if (bytes == NULL) {
        code = na_fail_memory(reterr, "reading a file");
        (void)na_fail_at(reterr, code, path, 0, NULL, NULL);
        goto done;
    }
    code = read_unchanged(fd, &status, bytes, path, reterr);
    if (code == NA_OK) {
        *ret_file = (struct na_file){.bytes = bytes, .length = size};
        bytes = NULL;
    }
done:
    free(bytes);
    (void)close(fd);
    return code;
}

/* One byte more than wanted tells a longer file. */
static enum na_code read_exactly(int fd, unsigned char *bytes, size_t length, const char *path,
                                 struct na_error *reterr)
{
    size_t got = 0;
    unsigned char beyond;
    enum na_code code = read_full(fd, bytes, length, path, &got, reterr);
    bool whole = got == length;
    if (code == NA_OK && whole) {
        code = read_full(fd, &beyond, 1, path, &got, reterr);
        whole = got == 0;
    }
    if (code != NA_OK || whole) {
        return code;
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The key is not %zu bytes long", length);
    (void)na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL,
                     "make one with: (umask 077; head -c 32 /dev/urandom > key)");
    return NA_ERR_DATA;
}

enum na_code na_file_read_secret(const char *path, void *ret_bytes, size_t length,
                                 struct na_error *reterr)
{
    int fd = -1;
    struct stat status;
    enum na_code code = open_regular(path, &fd, &status, reterr);
    if (code != NA_OK) {
        return code;
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        code = fail_path(reterr, NA_ERR_DATA, "Others than its owner may read or write the key",
                         path, "chmod 600 it; if others had it, make another");
    } else {
        code = read_exactly(fd, ret_bytes, length, path, reterr);
    }
    if (code != NA_OK) {
        memset(ret_bytes, 0, length);
    }
    (void)close(fd);
    return code;
}

void na_file_free(struct na_file *file)
{
    if (file != NULL) {
        free(file->bytes);
        *file = (struct na_file){0};
    }
}

enum na_code na_path_join(char *to, size_t size, const char *folder, const char *name,
                          struct na_error *reterr)
{
    size_t length = name[0] == '/' ? 0 : strlen(folder);
    const char *slash = length > 0 && folder[length - 1] != '/' ? "/" : "";
    int printed = snprintf(to, size, "%.*s%s%s", (int)length, folder, slash, name);
    if (length > INT32_MAX || printed < 0 || (size_t)printed >= size) {
        return fail_path(reterr, NA_ERR_LIMIT, "The path is too long", name,
                         "move the files to a folder with a shorter name");
    }
    return NA_OK;
}
