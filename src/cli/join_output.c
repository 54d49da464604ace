/* Where the rows of `nearaid join` go, and the list of those that could not be placed. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "cli/cli.h"
#include "cli/join.h"
#include "write/csv.h"

#define FAULT_TEXT_LIMIT ((size_t)1 << 20)
#define FAULT_TEXT_FULL ((size_t)64 * 1024)

/* What a signal handler has to remove: the one thing that cannot be passed to it. Written only
 * while the signals are held. */
static const char *volatile unfinished[2];

void na_cli_abandon(void)
{
    for (int i = 0; i < 2; i++) {
        if (unfinished[i] != NULL) {
            (void)unlink(unfinished[i]);
        }
    }
}

static void hold_signals(sigset_t *ret_before)
{
    sigset_t held;
    (void)sigemptyset(&held);
    (void)sigaddset(&held, SIGINT);
    (void)sigaddset(&held, SIGTERM);
    (void)sigaddset(&held, SIGHUP);
    (void)pthread_sigmask(SIG_BLOCK, &held, ret_before);
}

static enum na_code write_all(const char *bytes, size_t length, struct na_error *reterr)
{
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return na_fail_errno(reterr, errno, "write standard output", NULL);
        }
        bytes += written;
        length -= (size_t)written;
    }
    return NA_OK;
}

static enum na_code open_rows(const struct na_join_options *join, const char *rows, int64_t made_s,
                              struct na_join_output *output, struct na_error *reterr)
{
    if (join->batch.output == NA_BATCH_FRAMES) {
        output->is_sheet = join->book == NA_BOOK_XLSX;
        return na_book_open(rows, join->book, made_s, &output->book, reterr);
    }
    return rows != NULL && strcmp(rows, "-") != 0 ? na_file_writer_open(rows, &output->rows, reterr)
                                                  : NA_OK;
}

enum na_code na_join_output_open(const struct na_join_options *join, const char *rows,
                                 int64_t made_s, struct na_join_output *ret_output,
                                 struct na_error *reterr)
{
    static const char header[] = "row,match,column,value,reason\n";
    struct na_join_output output = {.rows = {.fd = -1}, .errors = {.fd = -1}};
    na_buffer_init(&output.fault_text, FAULT_TEXT_LIMIT);
    sigset_t before;
    hold_signals(&before);
    enum na_code code = open_rows(join, rows, made_s, &output, reterr);
    if (code == NA_OK && join->errors != NULL) {
        code = na_file_writer_open(join->errors, &output.errors, reterr);
    }
    if (code == NA_OK) {
        unfinished[0] = output.book != NULL ? na_book_temporary(output.book) : output.rows.name;
        unfinished[1] = output.errors.name;
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code == NA_OK && join->bom) {
        code = na_join_output_write(&output, NA_CSV_BOM, sizeof NA_CSV_BOM - 1, reterr);
    }
    if (code == NA_OK && join->errors != NULL) {
        code = na_file_writer_append(&output.errors, header, sizeof header - 1, reterr);
    }
    if (code != NA_OK) {
        na_join_output_close(&output);
        return code;
    }
    *ret_output = output;
    return NA_OK;
}

enum na_code na_join_output_write(struct na_join_output *output, const char *bytes, size_t length,
                                  struct na_error *reterr)
{
    if (output->book != NULL) {
        return na_join_book_write(output, bytes, length, reterr);
    }
    return output->rows.fd >= 0 ? na_file_writer_append(&output->rows, bytes, length, reterr)
                                : write_all(bytes, length, reterr);
}

static enum na_code put_quoted(struct na_buffer *to, struct na_str text)
{
    enum na_code code = na_buffer_append(to, ",\"", 2);
    for (size_t i = 0; i < text.length && code == NA_OK; i++) {
        char c = text.bytes[i];
        code = c == '"' ? na_buffer_append(to, "\"\"", 2) : na_buffer_append(to, &c, 1);
    }
    return code == NA_OK ? na_buffer_append(to, "\"", 1) : code;
}

static enum na_code flush_faults(struct na_join_output *output, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (output->fault_text.length > 0) {
        code = na_file_writer_append(&output->errors, output->fault_text.data,
                                     output->fault_text.length, reterr);
    }
    na_buffer_clear(&output->fault_text);
    return code;
}

enum na_code na_join_output_fault(struct na_join_output *output, const struct na_batch_fault *fault,
                                  struct na_error *reterr)
{
    struct na_buffer *to = &output->fault_text;
    enum na_code code =
        na_buffer_printf(to, "%" PRIu64 ",%s", fault->row, na_batch_match_name(fault->match));
    if (code == NA_OK) {
        code = put_quoted(to, fault->column);
    }
    if (code == NA_OK) {
        code = put_quoted(to, fault->value);
    }
    if (code == NA_OK) {
        code = put_quoted(to, na_str_of(fault->reason));
    }
    if (code == NA_OK) {
        code = na_buffer_append(to, "\n", 1);
    }
    if (code != NA_OK) {
        return na_fail_memory(reterr, "listing rows");
    }
    return to->length >= FAULT_TEXT_FULL ? flush_faults(output, reterr) : NA_OK;
}

enum na_code na_join_output_commit(struct na_join_output *output, struct na_error *reterr)
{
    enum na_code code = output->errors.fd >= 0 ? flush_faults(output, reterr) : NA_OK;
    sigset_t before;
    if (code != NA_OK) {
        return code;
    }
    hold_signals(&before);
    unfinished[0] = NULL;
    unfinished[1] = NULL;
    if (output->errors.fd >= 0) {
        code = na_file_writer_commit(&output->errors, reterr);
    }
    if (code == NA_OK && output->rows.fd >= 0) {
        code = na_file_writer_commit(&output->rows, reterr);
    }
    if (code == NA_OK && output->book != NULL) {
        code = na_book_close(output->book, reterr);
        output->book = NULL;
    }
    na_join_output_close(output);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

void na_join_output_close(struct na_join_output *output)
{
    sigset_t before;
    hold_signals(&before);
    unfinished[0] = NULL;
    unfinished[1] = NULL;
    na_file_writer_abort(&output->rows);
    na_file_writer_abort(&output->errors);
    na_book_abandon(output->book);
    output->book = NULL;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    na_batch_frame_fini(&output->frame);
    na_buffer_fini(&output->fault_text);
}
