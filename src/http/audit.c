/* A line is written whole or not at all: what had room of a line that failed is cut off again. A
 * lock on the file keeps two daemons apart, a mutex our threads. The operator is told once when
 * writing begins to fail, and once when it is over. */

/* flock is not of POSIX. */
#define _GNU_SOURCE
#include "http/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/log.h"
#include "io/file_trust.h"
#include "io/json_write.h"

#define LINE_MAX_BYTES 4096

static enum na_code fail_open(const char *path, struct na_error *reterr)
{
    return na_fail_errno(reterr, errno, "open the audit log", path);
}

/* A half line, of a power cut or a kill while it was written, is cut off: it was never answered to.
 * What does not begin like a line of ours is not touched. */
static enum na_code cut_half_line(int fd, const char *path, struct na_error *reterr)
{
    static const char ours[] = "{\"time\":\"";
    char tail[LINE_MAX_BYTES + 1];
    off_t length = lseek(fd, 0, SEEK_END);
    off_t from = length > (off_t)sizeof tail ? length - (off_t)sizeof tail : 0;
    if (length <= 0) {
        return length == 0 ? NA_OK : fail_open(path, reterr);
    }
    ssize_t got = pread(fd, tail, (size_t)(length - from), from);
    if (got != (ssize_t)(length - from)) {
        return fail_open(path, reterr);
    }
    size_t at = (size_t)got;
    while (at > 0 && tail[at - 1] != '\n') {
        at--;
    }
    size_t half = (size_t)got - at;
    size_t compared = half < sizeof ours - 1 ? half : sizeof ours - 1;
    bool begins = at > 0 || from == 0; /* else the line is longer than any of ours */
    if (half == 0) {
        return NA_OK;
    }
    if (!begins || memcmp(tail + at, ours, compared) != 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "The file ends in a line that is not of an audit log");
        return na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL,
                          "Name a file for the audit log alone, or one that is not there yet");
    }
    return ftruncate(fd, from + (off_t)at) == 0 ? NA_OK : fail_open(path, reterr);
}

static enum na_code open_file(const char *path, int *ret_fd, struct na_error *reterr)
{
    struct stat seen;
    enum na_code code = na_file_check_trust(path, "The audit log", reterr);
    if (code != NA_OK) {
        return code;
    }
    /* O_NONBLOCK: a FIFO must not keep the program waiting for a reader. Read for its end alone. */
    int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                  S_IRUSR | S_IWUSR);
    if (fd < 0) {
        return fail_open(path, reterr);
    }
    if (fstat(fd, &seen) != 0) {
        code = fail_open(path, reterr);
    } else if (!S_ISREG(seen.st_mode)) {
        (void)na_fail(reterr, NA_ERR_DATA, "The audit log is not a regular file");
        code =
            na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL, "Name a file that can be appended to");
    } else {
        code = cut_half_line(fd, path, reterr);
    }
    if (code != NA_OK) {
        (void)close(fd);
        return code;
    }
    *ret_fd = fd;
    return NA_OK;
}

enum na_code na_audit_init(struct na_audit *audit, struct na_error *reterr)
{
    *audit = (struct na_audit){.fd = -1};
    return pthread_mutex_init(&audit->mutex, NULL) == 0
               ? NA_OK
               : na_fail_memory(reterr, "starting the audit log");
}

enum na_code na_audit_open(struct na_audit *audit, const char *path, struct na_error *reterr)
{
    int fd = -1;
    enum na_code code = open_file(path, &fd, reterr);
    if (code != NA_OK) {
        return code;
    }
    (void)pthread_mutex_lock(&audit->mutex);
    int former = audit->fd;
    audit->fd = fd;
    (void)pthread_mutex_unlock(&audit->mutex);
    if (former >= 0) {
        (void)close(former);
    }
    return NA_OK;
}

void na_audit_fini(struct na_audit *audit)
{
    if (audit->fd >= 0) {
        (void)close(audit->fd);
    }
    (void)pthread_mutex_destroy(&audit->mutex);
    audit->fd = -1;
}

static void put(struct na_json *json, const char *name, const char *value)
{
    na_json_name(json, name);
    na_json_text(json, value);
}

/* All of the line, or an error. */
static enum na_code append(int fd, const struct na_buffer *line, struct na_error *reterr)
{
    size_t done = 0;
    while (done < line->length) {
        ssize_t written = write(fd, (const char *)line->data + done, line->length - done);
        if (written < 0 && errno != EINTR) {
            return na_fail_errno(reterr, errno, "write the audit log", NULL);
        }
        done += written > 0 ? (size_t)written : 0;
    }
    return NA_OK;
}

/* The line, whole, or nothing of it: on a disk that is full the half that had room is cut off, or
 * the next line would be glued to it and neither could be read. */
static enum na_code write_line(int fd, const struct na_buffer *line, bool sync,
                               struct na_error *reterr)
{
    off_t before = lseek(fd, 0, SEEK_END);
    enum na_code code = before >= 0 ? append(fd, line, reterr)
                                    : na_fail_errno(reterr, errno, "write the audit log", NULL);
    if (code == NA_OK && sync && fdatasync(fd) != 0) {
        code = na_fail_errno(reterr, errno, "write the audit log", NULL);
    }
    if (code != NA_OK && before >= 0 && ftruncate(fd, before) != 0) {
        return na_fail_errno(reterr, errno, "cut a half line off the audit log", NULL);
    }
    return code;
}

/* The operator is told when it begins, and when it is over. */
static void tell(struct na_audit *audit, enum na_code code, const struct na_error *error)
{
    if (code != NA_OK && !audit->is_failing) {
        na_log(NA_LOG_ERROR, "%s: answers that have to be noted are refused", error->message);
    } else if (code == NA_OK && audit->is_failing) {
        na_log(NA_LOG_INFO, "the audit log is written again");
    }
    audit->is_failing = code != NA_OK;
}

/* One line at a time: of our threads by the mutex, of another daemon with the same file by the
 * lock. A half line that could not be cut off is cut off first. */
static enum na_code write_locked(struct na_audit *audit, const struct na_buffer *line, bool sync,
                                 struct na_error *reterr)
{
    struct na_error error = {0};
    enum na_code code = NA_OK;
    (void)pthread_mutex_lock(&audit->mutex);
    int fd = audit->fd;
    while (code == NA_OK && flock(fd, LOCK_EX) != 0) {
        code = errno == EINTR ? NA_OK : na_fail_errno(&error, errno, "lock the audit log", NULL);
    }
    if (code == NA_OK) {
        code = cut_half_line(fd, NULL, &error);
    }
    if (code == NA_OK) {
        code = write_line(fd, line, sync, &error);
    }
    (void)flock(fd, LOCK_UN);
    tell(audit, code, &error);
    (void)pthread_mutex_unlock(&audit->mutex);
    if (code != NA_OK && reterr != NULL) {
        *reterr = error;
    }
    return code;
}

/* Begin a line: the object is left open. */
static void begin_line(struct na_json *json, struct na_buffer *line, int64_t now, const char *event)
{
    char when[32] = "";
    struct tm utc;
    time_t seconds = (time_t)now;
    if (gmtime_r(&seconds, &utc) != NULL) {
        (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", &utc);
    }
    na_buffer_init(line, LINE_MAX_BYTES);
    na_json_init(json, line);
    na_json_object_begin(json);
    put(json, "time", when);
    put(json, "event", event);
}

/* End it, write it, let go of it. */
static enum na_code end_line(struct na_audit *audit, struct na_json *json, struct na_buffer *line,
                             bool sync, struct na_error *reterr)
{
    na_json_object_end(json);
    enum na_code code = na_json_finish(json);
    if (code == NA_OK) {
        code = na_buffer_append(line, "\n", 1);
    }
    code = code == NA_OK ? write_locked(audit, line, sync, reterr)
                         : na_fail(reterr, code, "The audit line could not be made");
    na_buffer_fini(line);
    return code;
}

enum na_code na_audit_code(struct na_audit *audit, int64_t now, const char *token_name,
                           const char *asset_id, struct na_error *reterr)
{
    struct na_json json;
    struct na_buffer line;
    begin_line(&json, &line, now, "access-code");
    put(&json, "token", token_name);
    put(&json, "asset", asset_id);
    return end_line(audit, &json, &line, true, reterr);
}

static void put_or_null(struct na_json *json, const char *name, const char *value)
{
    put(json, name, value != NULL && value[0] != '\0' ? value : NULL);
}

enum na_code na_audit_position(struct na_audit *audit, int64_t now, const char *token_name,
                               const char *route, const char *incident, const char *square,
                               struct na_error *reterr)
{
    struct na_json json;
    struct na_buffer line;
    begin_line(&json, &line, now, "position");
    put_or_null(&json, "token", token_name);
    put(&json, "route", route);
    put_or_null(&json, "incident", incident);
    put_or_null(&json, "square", square);
    return end_line(audit, &json, &line, false, reterr);
}

bool na_audit_incident_ok(const char *incident)
{
    size_t length = strlen(incident);
    return length >= 1 && length <= 40 &&
           strspn(incident, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/") ==
               length;
}
