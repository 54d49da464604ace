/* cli/join.h - the parts of `nearaid join`. Private to cli_join.c and join_*.c. */
#ifndef NA_CLI_JOIN_H
#define NA_CLI_JOIN_H

#include "cli/command.h"
#include "cli/input.h"
#include "io/file.h"
#include "rows/batch.h"
#include "rows/frame.h"
#include "write/book.h"

/* What the command line asks for, beyond the batch itself. */
struct na_join_options {
    struct na_batch_options batch;
    enum na_book_form book; /* with the output NA_BATCH_FRAMES: what they are written to */
    const char *errors;     /* file of --errors, or NULL */
    const char *header_from;
    char *columns; /* owned: what `batch.columns` points to */
    bool strict;
    bool bom;
    bool format_is_told;  /* else the output is as the input */
    enum na_tables_as as; /* of --input-format */
    bool no_progress;
    unsigned int threads;
};
/* Read the options. Errors: NA_ERR_USAGE, those of reading the file of --header-from. Release with
 * na_join_options_fini, after a failure too. (join_options.c) */
NA_MUST_USE enum na_code na_join_options_read(const struct na_cli_options *options, int32_t today,
                                              struct na_join_options *ret_join,
                                              struct na_error *reterr);
void na_join_options_fini(struct na_join_options *join);

/* Where rows and faults go. (join_output.c) */
struct na_join_output {
    struct na_file_writer rows; /* not open: standard output, or a book */
    struct na_book *book;       /* NULL: none; rows come as frames */
    struct na_batch_frame frame;
    bool is_sheet; /* the book is an xlsx */
    struct na_file_writer errors;
    struct na_buffer fault_text;
};
/* na_cli_abandon removes the temporary files, and signals wait while that would not be known to be
 * right; one output at a time. `rows` NULL or "-": standard output, save for a book, whose time is
 * `made_s`. */
NA_MUST_USE enum na_code na_join_output_open(const struct na_join_options *join, const char *rows,
                                             int64_t made_s, struct na_join_output *ret_output,
                                             struct na_error *reterr);
NA_MUST_USE enum na_code na_join_output_write(struct na_join_output *output, const char *bytes,
                                              size_t length, struct na_error *reterr);
NA_MUST_USE enum na_code na_join_output_fault(struct na_join_output *output,
                                              const struct na_batch_fault *fault,
                                              struct na_error *reterr);
/* All is written: the files get their names. */
NA_MUST_USE enum na_code na_join_output_commit(struct na_join_output *output,
                                               struct na_error *reterr);
/* Remove what was not committed. */
void na_join_output_close(struct na_join_output *output);

/* Rows that come as frames into the book: a sheet, or a layer of points. (join_book.c) */
NA_MUST_USE enum na_code na_join_book_write(struct na_join_output *output, const char *bytes,
                                            size_t length, struct na_error *reterr);

/* What is said on standard error. (join_say.c) */
struct na_join_clock {
    double started_s, shown_s;
    bool shows; /* progress is shown */
};
void na_join_clock_start(struct na_join_clock *clock, bool shows);
/* `bytes_total` of the inputs; 0: not known. */
void na_join_progress(struct na_join_clock *clock, uint64_t bytes_total,
                      const struct na_batch_tally *tally);
/* The line of progress is taken away. */
void na_join_progress_end(struct na_join_clock *clock);
void na_join_footer(const struct na_join_clock *clock, const struct na_snapshot *snapshot,
                    const struct na_join_options *join, const struct na_batch_tally *tally);

#endif
