/* The writing half of io/file.h. A file is written without a name where the file system can do that
 * (O_TMPFILE), so that whatever ends the process, a kill or a loss of power too, leaves nothing
 * behind. Where it cannot, it has a temporary name beside the final one. */
/* O_TMPFILE and sync_file_range are Linux's own. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
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
/* Bytes that are worth a disk's while. */
#define WRITE_OUT_BYTES ((uint64_t)8 * 1024 * 1024)
/* Less the umask. */
#define MODE_PUBLIC ((mode_t)0644)
#define MODE_PRIVATE ((mode_t)0600)

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

/* The temporary name number `i` of the file `path`. */
static void name_temporary(const char *path, unsigned int i, char *name, size_t size)
{
    int folder = (int)folder_length(path);
    (void)snprintf(name, size, "%.*s.%.*s.%ld-%u", folder, path, TEMPORARY_STEM, path + folder,
                   (long)getpid(), i);
}

static enum na_code fail_names(const char *path, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_IO, "Too many temporary files beside it");
    return na_fail_at(reterr, NA_ERR_IO, path, 0, NULL, "remove the leftover files of that name");
}

/* A file without a name, which is given one through /proc. -1: this file system has none. */
static int open_nameless(const char *path, mode_t mode, char *name, size_t size)
{
    if (access("/proc/self/fd", X_OK) != 0) {
        return -1;
    }
    int length = (int)folder_length(path);
    (void)snprintf(name, size, "%.*s", length, path);
    int fd = open(length > 0 ? name : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
    name[0] = '\0';
    return fd;
}

/* Not mkstemp: its mode 0600 would need the umask, which cannot be read without setting it for
 * every thread. O_EXCL with a counter gives the same guarantee, and the mode for nothing. */
static enum na_code open_named(const char *path, mode_t mode, char *name, size_t size, int *ret_fd,
                               struct na_error *reterr)
{
    for (unsigned int i = 0; i < TEMPORARY_NAMES; i++) {
        name_temporary(path, i, name, size);
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode);
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
    return fail_names(path, reterr);
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

static void forget(struct na_file_writer *writer)
{
    free(writer->path);
    free(writer->name);
    *writer = (struct na_file_writer){.fd = -1};
}

static enum na_code open_writer(const char *path, bool named, mode_t mode,
                                struct na_file_writer *ret_writer, struct na_error *reterr)
{
    struct na_file_writer writer = {.fd = -1};
    size_t size = strlen(path) + 64;
    writer.name_size = size;
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
    writer.fd = named ? -1 : open_nameless(path, mode, writer.name, size);
    if (writer.fd < 0) {
        code = open_named(path, mode, writer.name, size, &writer.fd, reterr);
    }
done:
    if (code != NA_OK) {
        forget(&writer);
    } else {
        *ret_writer = writer;
    }
    return code;
}

enum na_code na_file_writer_open(const char *path, struct na_file_writer *ret_writer,
                                 struct na_error *reterr)
{
    return open_writer(path, false, MODE_PUBLIC, ret_writer, reterr);
}

enum na_code na_file_writer_open_named(const char *path, struct na_file_writer *ret_writer,
                                       struct na_error *reterr)
{
    return open_writer(path, true, MODE_PUBLIC, ret_writer, reterr);
}

/* Have the disk begin with what is written, while the rest is made: the fsync at the end then finds
 * little to wait for. Only a hint: a kernel or a filter that has no such call changes nothing. */
static void begin_writing_out(struct na_file_writer *writer)
{
    uint64_t ready = writer->length - writer->begun;
    if (ready >= WRITE_OUT_BYTES) {
        (void)sync_file_range(writer->fd, (off_t)writer->begun, (off_t)ready,
                              SYNC_FILE_RANGE_WRITE);
        writer->begun = writer->length;
    }
}

enum na_code na_file_writer_append(struct na_file_writer *writer, const void *bytes, size_t length,
                                   struct na_error *reterr)
{
    enum na_code code = write_full(writer->fd, bytes, length, writer->path, reterr);
    if (code == NA_OK) {
        writer->length += length;
        begin_writing_out(writer);
    }
    return code;
}

/* Give a nameless file its own name if nothing has it yet, else a temporary one. */
static enum na_code link_nameless(struct na_file_writer *writer, bool *ret_has_own_name,
                                  struct na_error *reterr)
{
    char from[40];
    (void)snprintf(from, sizeof from, "/proc/self/fd/%d", writer->fd);
    *ret_has_own_name = linkat(AT_FDCWD, from, AT_FDCWD, writer->path, AT_SYMLINK_FOLLOW) == 0;
    if (*ret_has_own_name) {
        return NA_OK;
    }
    for (unsigned int i = 0; i < TEMPORARY_NAMES && errno == EEXIST; i++) {
        name_temporary(writer->path, i, writer->name, writer->name_size);
        if (linkat(AT_FDCWD, from, AT_FDCWD, writer->name, AT_SYMLINK_FOLLOW) == 0) {
            return NA_OK;
        }
    }
    int error = errno;
    writer->name[0] = '\0';
    return error == EEXIST ? fail_names(writer->path, reterr)
                           : na_fail_errno(reterr, error, "give the file its name", writer->path);
}

/* Its final name; what had it before is replaced. */
static enum na_code give_name(struct na_file_writer *writer, struct na_error *reterr)
{
    bool has_own_name = false;
    enum na_code code =
        writer->name[0] == '\0' ? link_nameless(writer, &has_own_name, reterr) : NA_OK;
    if (code == NA_OK && !has_own_name && rename(writer->name, writer->path) != 0) {
        code = na_fail_errno(reterr, errno, "give the file its name", writer->path);
        (void)unlink(writer->name);
    }
    writer->name[0] = '\0'; /* nothing of that name is ours any more */
    return code;
}

enum na_code na_file_writer_commit(struct na_file_writer *writer, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (fsync_retried(writer->fd) != 0) {
        code = na_fail_errno(reterr, errno, "make the file durable", writer->path);
        (void)na_fail_at(reterr, code, writer->path, 0, NULL, "the old file is unchanged");
    }
    if (code == NA_OK) {
        code = give_name(writer, reterr);
    }
    if (code == NA_OK) {
        code = sync_folder(writer->path, writer->name, writer->name_size, reterr);
        writer->name[0] = '\0'; /* it was lent for the folder's */
    }
    na_file_writer_abort(writer);
    return code;
}

void na_file_writer_abort(struct na_file_writer *writer)
{
    if (writer->fd >= 0) {
        /* Nothing is lost here: what was committed is on the disk already. */
        (void)close(writer->fd);
        if (writer->name[0] != '\0') {
            (void)unlink(writer->name);
        }
    }
    forget(writer);
}

static enum na_code write_whole(const char *path, mode_t mode, const void *bytes, size_t length,
                                struct na_error *reterr)
{
    struct na_file_writer writer = {.fd = -1};
    enum na_code code = open_writer(path, false, mode, &writer, reterr);
    if (code == NA_OK) {
        code = na_file_writer_append(&writer, bytes, length, reterr);
    }
    if (code == NA_OK) {
        return na_file_writer_commit(&writer, reterr);
    }
    na_file_writer_abort(&writer);
    return code;
}

enum na_code na_file_write_atomic(const char *path, const void *bytes, size_t length,
                                  struct na_error *reterr)
{
    return write_whole(path, MODE_PUBLIC, bytes, length, reterr);
}

enum na_code na_file_write_private(const char *path, const void *bytes, size_t length,
                                   struct na_error *reterr)
{
    return write_whole(path, MODE_PRIVATE, bytes, length, reterr);
}
