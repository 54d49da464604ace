/* The child that loads. It compiles the pack, or reads and checks a compiled file, and writes the
 * bytes into the descriptor that the daemon gave it. It limits its own time and memory first, so
 * that bad data end this process and never the daemon. The report goes to standard error, and the
 * exit status says what went wrong. */
#include "daemon_build.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/report.h"
#include "compile/compile.h"
#include "daemon_limits.h"
#include "daemon_load.h"
#include "data/snapshot.h"
#include "io/file.h"
#include "question/ask.h"
#include "workbooks/workbooks.h"

/* The wards of all of England compile in seconds; these are for data gone wrong. */
#define CPU_LIMIT_S 600
#define MEMORY_LIMIT_BYTES ((uint64_t)16 * 1024 * 1024 * 1024)

static enum na_code write_all(int fd, const void *bytes, size_t length, struct na_error *reterr)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(fd, at, length);
        if (written < 0 && errno != EINTR) {
            return na_fail_errno(reterr, errno, "hand the compiled pack over", NULL);
        }
        if (written > 0) {
            at += written;
            length -= (size_t)written;
        }
    }
    return NA_OK;
}

static enum na_code build_pack(const struct na_daemon_settings *settings, struct na_report *report,
                               struct na_error *reterr)
{
    struct na_compile_options options = {.grid_path = settings->grid,
                                         .formats = &na_workbook_formats};
    struct na_buffer bytes;
    na_buffer_init(&bytes, NA_LOAD_PACK_BYTES);
    enum na_code code = na_compile(settings->pack, &options, &bytes, report, reterr);
    if (code == NA_OK) {
        code = write_all(settings->build_fd, bytes.data, bytes.length, reterr);
    }
    na_buffer_fini(&bytes);
    return code;
}

static enum na_code copy_snapshot(const struct na_daemon_settings *settings,
                                  struct na_error *reterr)
{
    struct na_file file = {0};
    struct na_snapshot *snapshot = NULL;
    enum na_code code = na_file_read(settings->snapshot, NA_LOAD_PACK_BYTES, &file, reterr);
    if (code == NA_OK) {
        code = na_snapshot_from_bytes(file.bytes, file.length, &snapshot, reterr);
        if (code != NA_OK) {
            (void)na_fail_at(reterr, code, settings->snapshot, 0, NULL, NULL);
        }
    }
    if (code == NA_OK) {
        code = write_all(settings->build_fd, file.bytes, file.length, reterr);
    }
    na_snapshot_unref(snapshot);
    na_file_free(&file);
    return code;
}

int na_daemon_build(const struct na_daemon_settings *settings)
{
    struct na_report report;
    struct na_error error = {0};
    na_report_init(&report);
    enum na_code code =
        na_daemon_limit(CPU_LIMIT_S, MEMORY_LIMIT_BYTES, NA_LOAD_PACK_BYTES, &error);
    if (code == NA_OK) {
        code = settings->pack != NULL ? build_pack(settings, &report, &error)
                                      : copy_snapshot(settings, &error);
    }
    if (report.count > 0) {
        struct na_buffer text;
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        if (na_render_report(&report, NA_FORMAT_TEXT, &text) == NA_OK) {
            (void)fwrite(text.data, 1, text.length, stderr);
        }
        na_buffer_fini(&text);
    }
    if (code != NA_OK && report.errors == 0) {
        char line[1400];
        na_error_format(&error, line, sizeof line);
        (void)fprintf(stderr, "%s\n", line);
    }
    na_report_fini(&report);
    return na_code_exit_status(code);
}
