/* The writing half of io/file.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/file.h"

/* Names of temporary files tried before giving up: leftovers of killed processes with our number,
 * and other threads writing the same file. */
#define TEMPORARY_NAMES 1000
/* Bytes of the file's own name kept in the temporary one, so that a name at the file system's limit
 * (255) still has one. */
#define TEMPORARY_STEM 200

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static enum na_code check_target(const char *path, struct na_error *reterr)
{
    struct stat status;
    size_t length = strlen(path);
    bool folder = length == 0 || path[length - 1] == '/';
    if (!folder && stat(path, &status) != 0) {
        return NA_OK; /* nothing there, or the open of the temporary file will tell why not */
    }
    if (folder || S_ISDIR(status.st_mode)) {
        (void)na_fail(reterr, NA_ERR_IO, "Cannot write a file over a folder");
        (void)na_fail_at(reterr, NA_ERR_IO, path, 0, NULL, "give the name of a file inside it");
        return NA_ERR_IO;
    }
    if (!S_ISREG(status.st_mode)) {
        (void)na_fail(reterr, NA_ERR_IO, "Cannot replace a pipe, socket or device by a file");
        (void)na_fail_at(reterr, NA_ERR_IO, path, 0, NULL, "give the name of a file");
        return NA_ERR_IO;
    }
    return NA_OK;
}

/* Not mkstemp: its mode 0600 would need the umask, which cannot be read without setting it for
 * every thread. O_EXCL with a counter gives the same guarantee, and the mode for nothing. */
static enum na_code open_temporary(const char *path, char *name, size_t size, int *ret_fd,
                                   struct na_error *reterr)
{
    int folder = (int)folder_length(path);
    for (unsigned int i = 0; i < TEMPORARY_NAMES; i++) {
        (void)snprintf(name, size, "%.*s.%.*s.%ld-%u", folder, path, TEMPORARY_STEM, path + folder,
                       (long)getpid(), i);
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0644);
        if (fd >= 0) {
            *ret_fd = fd;
            return NA_OK;
        }
        if (errno != EEXIST && errno != EINTR) {
            int errnum = errno;
            enum na_code code =
                na_fail_errno(reterr, errnum, "create a temporary file beside it", path);
            (void)na_fail_at(reterr, code, path, 0, NULL,
                             errnum == ENOENT   ? "make the folder first"
                             : errnum == EACCES ? "give this user the right to write in the folder"
                                                : NULL);
            return code;
        }
    }
    (void)na_fail(reterr, NA_ERR_IO, "Too many temporary files beside it");
    (void)na_fail_at(reterr, NA_ERR_IO, path, 0, NULL, "remove the leftover files of that name");
    return NA_ERR_IO;
}

static enum na_code write_full(int fd, const unsigned char *bytes, size_t length, const char *path,
                               struct na_error *reterr)
{
    for (size_t written = 0; written < length;) {
        ssize_t put = write(fd, bytes + written, length - written);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            int errnum = errno;
            enum na_code code = na_fail_errno(reterr, errnum, "write the file", path);
            const char *hint = errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG
                                   ? "make room on the disk; the old file is unchanged"
                                   : "the old file is unchanged";
            (void)na_fail_at(reterr, code, path, 0, NULL, hint);
            return code;
        }
        written += (size_t)put;
    }
    return NA_OK;
}

static int fsync_retried(int fd)
{
    int result;
    do {
        result = fsync(fd);
    } while (result != 0 && errno == EINTR);
    return result;
}

/* The rename is durable once its folder is. Some file systems cannot sync a folder and say EINVAL:
 * nothing more can be done there. */
static enum na_code sync_folder(const char *path, char *name, size_t size, struct na_error *reterr)
{
    size_t length = folder_length(path);
    (void)snprintf(name, size, "%.*s", (int)length, length > 0 ? path : "");
    int fd = open(length > 0 ? name : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        /* A folder that may be written but not read can have no descriptor to sync. */
        return errno == EACCES ? NA_OK : na_fail_errno(reterr, errno, "open the folder of", path);
    }
    enum na_code code = NA_OK;
    if (fsync_retried(fd) != 0 && errno != EINVAL) {
        code = na_fail_errno(reterr, errno, "make the new name durable", path);
    }
    (void)close(fd);
    return code;
}

static enum na_code write_and_close(int fd, const void *bytes, size_t length, const char *path,
                                    struct na_error *reterr)
{
    enum na_code code = write_full(fd, bytes, length, path, reterr);
    if (code == NA_OK && fsync_retried(fd) != 0) {
        code = na_fail_errno(reterr, errno, "make the file durable", path);
    }
    /* EINTR from close leaves the descriptor closed on Linux; the content is synced already. */
    if (close(fd) != 0 && errno != EINTR && code == NA_OK) {
        code = na_fail_errno(reterr, errno, "close the file", path);
    }
    return code;
}

enum na_code na_file_write_atomic(const char *path, const void *bytes, size_t length,
                                  struct na_error *reterr)
{
    int fd = -1;
    size_t size = strlen(path) + 64;
    char *name = NULL;
    enum na_code code = check_target(path, reterr);
    if (code != NA_OK) {
        return code;
    }
    name = malloc(size);
    if (name == NULL) {
        return na_fail_memory(reterr, "writing a file");
    }
    code = open_temporary(path, name, size, &fd, reterr);
    if (code != NA_OK) {
        goto done;
    }
    code = write_and_close(fd, bytes, length, path, reterr);
    if (code == NA_OK && rename(name, path) != 0) {
        code = na_fail_errno(reterr, errno, "give the file its name", path);
    }
    if (code != NA_OK) {
        (void)unlink(name);
        goto done;
    }
    code = sync_folder(path, name, size, reterr);
done:
    free(name);
    return code;
}

static void forget(struct na_file_writer *writer)
{
    free(writer->path);
    free(writer->name);
    *writer = (struct na_file_writer){.fd = -1};
}

enum na_code na_file_writer_open(const char *path, struct na_file_writer *ret_writer,
                                 struct na_error *reterr)
{
    struct na_file_writer writer = {.fd = -1};
    size_t size = strlen(path) + 64;
    enum na_code code = check_target(path, reterr);
    if (code != NA_OK) {
        return code;
    }
    writer.path = malloc(size);
    writer.name = malloc(size);
    if (writer.path == NULL || writer.name == NULL) {
        code = na_fail_memory(reterr, "writing a file");
        goto done;
    }
    memcpy(writer.path, path, strlen(path) + 1);
    code = open_temporary(path, writer.name, size, &writer.fd, reterr);
done:
    if (code != NA_OK) {
        forget(&writer);
    } else {
        *ret_writer = writer;
    }
    return code;
}

enum na_code na_file_writer_append(struct na_file_writer *writer, const void *bytes, size_t length,
                                   struct na_error *reterr)
{
    return write_full(writer->fd, bytes, length, writer->path, reterr);
}

enum na_code na_file_writer_commit(struct na_file_writer *writer, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    /* Some file systems tell of a full disk only here. */
    if (close(writer->fd) != 0 && errno != EINTR) {
        code = na_fail_errno(reterr, errno, "close the file", writer->path);
    }
    if (code == NA_OK && rename(writer->name, writer->path) != 0) {
        code = na_fail_errno(reterr, errno, "give the file its name", writer->path);
    }
    if (code != NA_OK) {
        (void)unlink(writer->name);
    }
    forget(writer);
    return code;
}

void na_file_writer_abort(struct na_file_writer *writer)
{
    if (writer->fd >= 0) {
        (void)close(writer->fd);
        (void)unlink(writer->name);
    }
    forget(writer);
}
