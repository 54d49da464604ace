/* app/daemon_unpack.h - the child's end of POST /v1/batch/csv (http/unpack.h): a file of rows as
 * CSV. The only place of the daemon that reads workbooks and zip files, always in a process of its
 * own. */
#ifndef NA_APP_DAEMON_UNPACK_H
#define NA_APP_DAEMON_UNPACK_H

#include "base/buffer.h"
#include "http/errand_frame.h"

/* Append the file `path` to `csv` as one table in UTF-8; what was found to `said`, ready as the
 * value of a header. Errors name no file: it is the one that was sent. NA_ERR_BODY,
 * NA_ERR_BODY_SIZE, NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_daemon_unpack(const char *path,
                                          const struct na_errand_question *question,
                                          struct na_buffer *csv, struct na_buffer *said,
                                          struct na_error *reterr);

#endif
