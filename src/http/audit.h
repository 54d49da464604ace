/* http/audit.h - the audit log: one line of JSON for each code revealed, appended to a file that
 * only its owner can read. */
#ifndef NA_HTTP_AUDIT_H
#define NA_HTTP_AUDIT_H

#include <stdint.h>

#include <nearaid/error.h>

/* A descriptor; each line is one write, so that threads need no lock. */
struct na_audit {
    int fd; /* -1: none */
};

/* Open for appending, made with mode 0600 if it is not there. A file that others may read or write,
 * or one that is not a regular file, is refused. Errors: NA_ERR_IO, NA_ERR_DATA. */
NA_MUST_USE enum na_code na_audit_open(const char *path, struct na_audit *ret_audit,
                                       struct na_error *reterr);
void na_audit_close(struct na_audit *audit);

/* {"time":"2026-11-21T21:30:00Z","event":"access-code","token":"...","asset":"..."}, on the disk
 * when this returns. Errors: NA_ERR_IO, NA_ERR_MEMORY. Any thread. */
NA_MUST_USE enum na_code na_audit_code(const struct na_audit *audit, int64_t now,
                                       const char *token_name, const char *asset_id,
                                       struct na_error *reterr);

#endif
