#include "http/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "io/json_write.h"

#define LINE_MAX_BYTES 4096

static enum na_code open_file(const char *path, int *ret_fd, struct na_error *reterr)
{
    struct stat seen;
    /* O_NONBLOCK: a FIFO must not keep the program waiting for a reader. */
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                  S_IRUSR | S_IWUSR);
    if (fd < 0 || fstat(fd, &seen) != 0) {
        enum na_code code = na_fail_errno(reterr, errno, "opening the audit log", path);
        if (fd >= 0) {
            close(fd);
        }
        return code;
    }
    bool regular = S_ISREG(seen.st_mode);
    if (!regular || (seen.st_mode & S_IRWXO) != 0) {
        close(fd);
        (void)na_fail(reterr, NA_ERR_DATA, "The audit log is %s",
                      regular ? "open to others" : "not a regular file");
        return na_fail_at(reterr, NA_ERR_DATA, path, 0, NULL,
                          regular ? "chmod o= the file" : "Name a file that can be appended to");
    }
    *ret_fd = fd;
    return NA_OK;
}

enum na_code na_audit_open(const char *path, struct na_audit *ret_audit, struct na_error *reterr)
{
    return open_file(path, &ret_audit->fd, reterr);
}

enum na_code na_audit_reopen(struct na_audit *audit, const char *path, struct na_error *reterr)
{
    int fd = -1;
    enum na_code code = open_file(path, &fd, reterr);
    if (code != NA_OK) {
        return code;
    }
    /* The number stays, so that threads write into the one or the other without a lock. */
    int moved = dup2(fd, audit->fd);
    if (moved < 0 || fcntl(moved, F_SETFD, FD_CLOEXEC) != 0) {
        code = na_fail_errno(reterr, errno, "opening the audit log", path);
    }
    close(fd);
    return code;
}

void na_audit_close(struct na_audit *audit)
{
    if (audit->fd >= 0) {
        close(audit->fd);
    }
    audit->fd = -1;
}

static void put(struct na_json *json, const char *name, const char *value)
{
    na_json_name(json, name);
    na_json_text(json, value);
}

static enum na_code write_line(int fd, const struct na_buffer *line, struct na_error *reterr)
{
    ssize_t written;
    do {
        written = write(fd, line->data, line->length);
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
        return na_fail_errno(reterr, errno, "writing the audit log", NULL);
    }
    return (size_t)written == line->length ? NA_OK
                                           : na_fail(reterr, NA_ERR_IO, "The audit log is full");
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
static enum na_code end_line(const struct na_audit *audit, struct na_json *json,
                             struct na_buffer *line, struct na_error *reterr)
{
    na_json_object_end(json);
    enum na_code code = na_json_finish(json);
    if (code == NA_OK) {
        code = na_buffer_append(line, "\n", 1);
    }
    code = code == NA_OK ? write_line(audit->fd, line, reterr)
                         : na_fail(reterr, code, "The audit line could not be made");
    na_buffer_fini(line);
    return code;
}

enum na_code na_audit_code(const struct na_audit *audit, int64_t now, const char *token_name,
                           const char *asset_id, struct na_error *reterr)
{
    struct na_json json;
    struct na_buffer line;
    begin_line(&json, &line, now, "access-code");
    put(&json, "token", token_name);
    put(&json, "asset", asset_id);
    enum na_code code = end_line(audit, &json, &line, reterr);
    if (code == NA_OK && fdatasync(audit->fd) != 0) {
        code = na_fail_errno(reterr, errno, "writing the audit log", NULL);
    }
    return code;
}

static void put_or_null(struct na_json *json, const char *name, const char *value)
{
    put(json, name, value != NULL && value[0] != '\0' ? value : NULL);
}

enum na_code na_audit_position(const struct na_audit *audit, int64_t now, const char *token_name,
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
    return end_line(audit, &json, &line, reterr);
}

bool na_audit_incident_ok(const char *incident)
{
    size_t length = strlen(incident);
    return length >= 1 && length <= 40 &&
           strspn(incident, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/") ==
               length;
}
