/* http/spool.h - an answer, or an upload, of any length, kept until it can be sent or read: in
 * memory while it is short, then in a file without a name, which is gone when its descriptor is
 * closed, whatever happens to this process. One thread. */
#ifndef NA_HTTP_SPOOL_H
#define NA_HTTP_SPOOL_H

#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"

/* An answer up to here needs no file. */
#define NA_SPOOL_MEMORY_BYTES ((size_t)256 * 1024)

struct na_spool {
    struct na_buffer memory; /* append here, then settle */
    const char *folder;      /* borrowed: where the file is made */
    uint64_t limit;          /* bytes, all together */
    uint64_t written;        /* bytes in the file */
    int fd;                  /* -1: no file yet */
};

void na_spool_init(struct na_spool *spool, const char *folder, uint64_t limit_bytes);
void na_spool_fini(struct na_spool *spool);
/* After appending to `memory`: keep the limit, and move to the file what has become too much.
 * Errors: NA_ERR_BODY_SIZE (over the limit), NA_ERR_IO (no space left, no file can be made),
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_spool_settle(struct na_spool *spool, struct na_error *reterr);
/* The last: if there is a file, all of it is there after. Errors as na_spool_settle. */
NA_MUST_USE enum na_code na_spool_close(struct na_spool *spool, struct na_error *reterr);
/* The last, and there is a file in any case. */
NA_MUST_USE enum na_code na_spool_file(struct na_spool *spool, struct na_error *reterr);

#endif
