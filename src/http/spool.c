/* An answer is kept in memory up to a limit and then in a file without a name, which is gone when
 * the process ends. The limit on the whole answer is held at every step. */

/* O_TMPFILE is Linux's own. */
#define _GNU_SOURCE
#include "http/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fail.h"

/* What one step may append before it is settled. */
#define STEP_BYTES ((size_t)64 * 1024 * 1024)

void na_spool_init(struct na_spool *spool, const char *folder, uint64_t limit_bytes)
{
    *spool = (struct na_spool){.folder = folder, .limit = limit_bytes, .fd = -1};
    na_buffer_init(&spool->memory, NA_SPOOL_MEMORY_BYTES + STEP_BYTES);
}

void na_spool_fini(struct na_spool *spool)
{
    na_buffer_fini(&spool->memory);
    if (spool->fd >= 0) {
        close(spool->fd);
        spool->fd = -1;
    }
}

/* Not every file system has files without a name; there, one that loses it at once. */
static enum na_code make_file(struct na_spool *spool, struct na_error *reterr)
{
    spool->fd = open(spool->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (spool->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
        char path[4096];
        int length = snprintf(path, sizeof path, "%s/nearaidd-XXXXXX", spool->folder);
        if (length > 0 && (size_t)length < sizeof path) {
            spool->fd = mkostemp(path, O_CLOEXEC);
        }
        if (spool->fd >= 0) {
            (void)unlink(path);
        }
    }
    /* Where it is made concerns the server's owner, not the client. */
    return spool->fd >= 0 ? NA_OK : na_fail_errno(reterr, errno, "make room for the answer", NULL);
}

static enum na_code write_file(struct na_spool *spool, struct na_error *reterr)
{
    const char *at = spool->memory.data;
    size_t left = spool->memory.length;
    enum na_code code = spool->fd < 0 ? make_file(spool, reterr) : NA_OK;
    while (code == NA_OK && left > 0) {
        ssize_t done = write(spool->fd, at, left);
        if (done >= 0) {
            at += done;
            left -= (size_t)done;
        } else if (errno != EINTR) {
            code = na_fail_errno(reterr, errno, "keep the answer", NULL);
        }
    }
    if (code == NA_OK) {
        spool->written += spool->memory.length;
        na_buffer_clear(&spool->memory);
    }
    return code;
}

enum na_code na_spool_settle(struct na_spool *spool, struct na_error *reterr)
{
    if (spool->written + spool->memory.length > spool->limit) {
        enum na_code code =
            na_fail(reterr, NA_ERR_BODY_SIZE, "The answer is longer than %llu bytes",
                    (unsigned long long)spool->limit);
        return na_fail_at(reterr, code, NULL, 0, NULL,
                          "send fewer rows at once, or have the server started with a larger "
                          "--batch-answer-bytes");
    }
    return spool->memory.length > NA_SPOOL_MEMORY_BYTES ? write_file(spool, reterr) : NA_OK;
}

enum na_code na_spool_close(struct na_spool *spool, struct na_error *reterr)
{
    enum na_code code = na_spool_settle(spool, reterr);
    if (code == NA_OK && spool->fd >= 0 && spool->memory.length > 0) {
        code = write_file(spool, reterr);
    }
    return code;
}

enum na_code na_spool_file(struct na_spool *spool, struct na_error *reterr)
{
    enum na_code code = na_spool_settle(spool, reterr);
    return code == NA_OK ? write_file(spool, reterr) : code;
}
