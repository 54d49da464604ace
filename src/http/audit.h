/* http/audit.h - the audit log: one line of JSON for each code revealed and, where asked for, for
 * each answer about a position, appended to a file that only its owner can read. */
#ifndef NA_HTTP_AUDIT_H
#define NA_HTTP_AUDIT_H

#include <stdbool.h>
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
/* Go on in another file of that name, when the former was moved away; threads may be writing. An
 * error leaves the former. Errors: as na_audit_open. */
NA_MUST_USE enum na_code na_audit_reopen(struct na_audit *audit, const char *path,
                                         struct na_error *reterr);

/* {"time":"2026-11-21T21:30:00Z","event":"access-code","token":"...","asset":"..."}, on the disk
 * when this returns. Errors: NA_ERR_IO, NA_ERR_MEMORY. Any thread. */
NA_MUST_USE enum na_code na_audit_code(const struct na_audit *audit, int64_t now,
                                       const char *token_name, const char *asset_id,
                                       struct na_error *reterr);

/* {"time":...,"event":"position","token":"..."|null,"route":"nearest","incident":"..."|null,
 * "square":"NZ 50 32"|null}: NULL or "" for null. Not waited for until it is on the disk. Errors:
 * NA_ERR_IO, NA_ERR_MEMORY. Any thread. */
NA_MUST_USE enum na_code na_audit_position(const struct na_audit *audit, int64_t now,
                                           const char *token_name, const char *route,
                                           const char *incident, const char *square,
                                           struct na_error *reterr);

/* Is it a reference of an incident: 1 to 40 letters, digits, - _ and /? No point and
 * no comma, so that no coordinates can be written. */
bool na_audit_incident_ok(const char *incident);

#endif
