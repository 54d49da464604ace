/* io/file.h - whole files in, whole files out. */
#ifndef NA_IO_FILE_H
#define NA_IO_FILE_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"

/* Bytes of a file read into memory; release with na_file_free. */
struct na_file {
    unsigned char *bytes; /* 16-aligned, followed by one NUL that is not counted */
    size_t length;
};

/* Read a regular file of at most `limit` bytes whole. A directory, FIFO or device, a missing,
 * unreadable or too large file, or one whose size or mtime changed while it was read, is refused
 * with a message that names it. EINTR is retried. Errors: NA_ERR_IO, NA_ERR_LIMIT, NA_ERR_MEMORY.
 */
NA_MUST_USE enum na_code na_file_read(const char *path, size_t limit, struct na_file *ret_file,
                                      struct na_error *reterr);
void na_file_free(struct na_file *file);
/* Read a secret of exactly `length` bytes from a regular file that nobody but its owner may read or
 * write. Errors: as na_file_read; NA_ERR_DATA (another length; group or others may read or write
 * it). On failure `ret_bytes` holds nothing of the file. */
NA_MUST_USE enum na_code na_file_read_secret(const char *path, void *ret_bytes, size_t length,
                                             struct na_error *reterr);

/* Write `length` bytes so that `path` holds either its old content or all of the new: written
 * without a name (or under a temporary one, where the file system has no nameless files), fsync,
 * then its name, fsync of the folder. Mode 0644 less umask. A failure leaves nothing behind;
 * without a name, neither does the end of the process. */
NA_MUST_USE enum na_code na_file_write_atomic(const char *path, const void *bytes, size_t length,
                                              struct na_error *reterr);

/* The same with mode 0600: nobody but its owner can read it. */
NA_MUST_USE enum na_code na_file_write_private(const char *path, const void *bytes, size_t length,
                                               struct na_error *reterr);

/* A file written piece by piece, that has its name only when it is whole. Plain value. */
struct na_file_writer {
    int fd;     /* -1: not open */
    char *path; /* the final name */
    char *name; /* the temporary one, in the same folder: a signal handler may unlink it; "" when
                   the file has none */
    size_t name_size;
    uint64_t length, begun; /* written; of those, on their way to the disk */
};
/* Begin: `path` keeps its old content until the commit. Release with commit or abort. */
NA_MUST_USE enum na_code na_file_writer_open(const char *path, struct na_file_writer *ret_writer,
                                             struct na_error *reterr);
/* The same with a temporary name always, for a library that opens the file by its name. */
NA_MUST_USE enum na_code na_file_writer_open_named(const char *path,
                                                   struct na_file_writer *ret_writer,
                                                   struct na_error *reterr);
NA_MUST_USE enum na_code na_file_writer_append(struct na_file_writer *writer, const void *bytes,
                                               size_t length, struct na_error *reterr);
/* Put it on the disk and give it its name, as na_file_write_atomic. */
NA_MUST_USE enum na_code na_file_writer_commit(struct na_file_writer *writer,
                                               struct na_error *reterr);
/* Remove what was written. Does nothing when not open, after a commit too. */
void na_file_writer_abort(struct na_file_writer *writer);

/* "folder/name" (or `name` when absolute); NA_ERR_LIMIT when it does not fit in `size`. */
NA_MUST_USE enum na_code na_path_join(char *to, size_t size, const char *folder, const char *name,
                                      struct na_error *reterr);

/* SHA-256 as 64 lower-case hexadecimal digits and a NUL (GnuTLS; io/digest.c). */
#define NA_SHA256_TEXT 65
NA_MUST_USE enum na_code na_sha256(const void *bytes, size_t length, char ret_text[NA_SHA256_TEXT],
                                   struct na_error *reterr);
/* The same of an open file from its beginning, piece by piece; its position stays. Also NA_ERR_IO.
 */
NA_MUST_USE enum na_code na_sha256_file(int fd, char ret_text[NA_SHA256_TEXT],
                                        struct na_error *reterr);

#endif
