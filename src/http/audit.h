/* http/audit.h - the audit log: one line of JSON for each code revealed and, where asked for, for
 * each answer about a position, appended to a file that only its owner can read. */
#ifndef NA_HTTP_AUDIT_H
#define NA_HTTP_AUDIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include <nearaid/error.h>

/* A line is in the file whole, or not at all: also when the disk is full. */
struct na_audit {
    pthread_mutex_t mutex; /* guards all else, and the writing of a line */
    int fd;                /* -1: none */
    bool is_failing;       /* the last line could not be written; said once */
};

/* No file yet. Release with na_audit_fini. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_audit_init(struct na_audit *audit, struct na_error *reterr);
/* Open for appending, made with mode 0600 if it is not there; a former file is closed, threads may
 * be writing to it. A half line at the end, of a power cut, is cut off. A file that others may read
 * or may have written (io/file_trust.h), one that is not a regular file, or one that ends in what
 * is no audit line, is refused, and the former stays. Errors: NA_ERR_IO, NA_ERR_DATA. */
NA_MUST_USE enum na_code na_audit_open(struct na_audit *audit, const char *path,
                                       struct na_error *reterr);
void na_audit_fini(struct na_audit *audit);

/* {"time":"2026-11-21T21:30:00Z","event":"access-code","token":"...","asset":"..."}, on the disk
 * when this returns. Errors: NA_ERR_IO, NA_ERR_MEMORY. Any thread. */
NA_MUST_USE enum na_code na_audit_code(struct na_audit *audit, int64_t now, const char *token_name,
                                       const char *asset_id, struct na_error *reterr);

/* {"time":...,"event":"position","token":"..."|null,"route":"nearest","incident":"..."|null,
 * "square":"NZ 50 32"|null}: NULL or "" for null. Not waited for until it is on the disk. Errors:
 * NA_ERR_IO, NA_ERR_MEMORY. Any thread. */
NA_MUST_USE enum na_code na_audit_position(struct na_audit *audit, int64_t now,
                                           const char *token_name, const char *route,
                                           const char *incident, const char *square,
                                           struct na_error *reterr);

/* Is it a reference of an incident: 1 to 40 letters, digits, - _ and /? No point and
 * no comma, so that no coordinates can be written. */
bool na_audit_incident_ok(const char *incident);

#endif
