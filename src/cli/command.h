/* cli/command.h - what a subcommand is, and what they share. Private to src/cli. */
#ifndef NA_CLI_COMMAND_H
#define NA_CLI_COMMAND_H

#include <signal.h>
#include <stdint.h>

#include "base/report.h"
#include "cli/options.h"
#include "compile/compile.h"
#include "question/question.h"

struct na_cli_command {
    const struct na_cli_form *form;     /* its command line; NULL: that of `question` */
    const struct na_question *question; /* of the table */
    unsigned int wants;                 /* enum na_cli_wants, beside those of a question */
    enum na_code (*run)(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr);
};

/* One file each: cli_<name>.c. What is one question needs none. */
extern const struct na_cli_command na_cli_compile;
extern const struct na_cli_command na_cli_check;
extern const struct na_cli_command na_cli_import;
extern const struct na_cli_command na_cli_approve;
extern const struct na_cli_command na_cli_diff;
extern const struct na_cli_command na_cli_publish;
extern const struct na_cli_command na_cli_map;
extern const struct na_cli_command na_cli_export;
extern const struct na_cli_command na_cli_table;
extern const struct na_cli_command na_cli_compare;
extern const struct na_cli_command na_cli_hotspots;
extern const struct na_cli_command na_cli_join;
extern const struct na_cli_command na_cli_site;
extern const struct na_cli_command na_cli_coverage;

/* Say one line on standard error: "nearaid: " and what printf would write. Errors there are not
 * reported: there is nowhere left to report them. */
void na_cli_say(const char *format, ...) NA_PRINTF(1, 2);
/* Say an error: "nearaid: file: record 3, field "x": message; remedy". */
void na_cli_say_error(const struct na_error *error);

/* The time that files of this pack name as theirs, seconds since 1970: the day it was issued, so
 * that the same pack gives the same bytes. (cli/output.c) */
int64_t na_cli_made(const struct na_snapshot *snapshot);

/* Write bytes to the file of -o, whole or not at all; to standard output when it is "-" or NULL.
 * While the file is written SIGINT, SIGTERM and SIGHUP wait, so that no temporary file is left.
 * Errors: NA_ERR_IO. (cli/output.c) */
NA_MUST_USE enum na_code na_cli_write(const char *output, const void *bytes, size_t length,
                                      struct na_error *reterr);

/* While a file is written SIGINT, SIGTERM and SIGHUP wait, so that no temporary file is left.
 * *ret_before is for na_cli_release_signals. (cli/output.c) */
void na_cli_hold_signals(sigset_t *ret_before);
void na_cli_release_signals(const sigset_t *before);

/* Compile the pack in folder `pack` with the --grid and --no-grid of `options` (NEARAID_GRID if
 * neither is given); on a terminal, with progress. `ret_bytes` and `report` are initialised by the
 * caller. (cli/pack.c) */
NA_MUST_USE enum na_code na_cli_pack_compile(const char *pack, const struct na_cli_options *options,
                                             struct na_buffer *ret_bytes, struct na_report *report,
                                             struct na_error *reterr);
/* What else is asked of compiling; members may be NULL. */
struct na_cli_compile {
    const char *note; /* kept in the file */
    const struct na_compile_listener *listener;
};
/* The same with more. (cli/pack.c) */
NA_MUST_USE enum na_code
na_cli_pack_compile_with(const char *pack, const struct na_cli_options *options,
                         const struct na_cli_compile *more, struct na_buffer *ret_bytes,
                         struct na_report *report, struct na_error *reterr);
/* A refused pack: `reterr` becomes "PACK is refused: 3 errors, 1 warning". Only when the report
 * holds errors; returns `code`. (cli/pack.c) */
enum na_code na_cli_pack_refused(const char *pack, enum na_code code,
                                 const struct na_report *report, struct na_error *reterr);
/* Say every finding that was kept. (cli/pack.c) */
void na_cli_pack_say_findings(const struct na_report *report);

/* The data to be asked: a compiled file, or a pack compiled in memory. */
struct na_cli_source {
    struct na_snapshot *snapshot;
    struct na_buffer bytes; /* what the snapshot of a pack borrows */
};

/* Open what --snapshot or --pack names, else NEARAID_SNAPSHOT or NEARAID_PACK. Errors: NA_ERR_USAGE
 * when nothing is named, else those of compiling and mapping. Release with na_cli_source_close.
 * (cli/source.c) */
NA_MUST_USE enum na_code na_cli_source_open(const struct na_cli_options *options,
                                            struct na_cli_source *ret_source,
                                            struct na_error *reterr);
void na_cli_source_close(struct na_cli_source *source);

/* What is done with a session: it asks and writes. */
typedef enum na_code na_cli_use(void *context, struct na_session *session,
                                const struct na_cli_options *options, int32_t today,
                                struct na_error *reterr);
/* Open the source and use a session of it. Errors that name a parameter name the option.
 * (cli/ask.c)
 */
NA_MUST_USE enum na_code na_cli_ask_session(na_cli_use *use, void *context,
                                            const struct na_cli_options *options, int32_t today,
                                            struct na_error *reterr);

/* Open the source, ask, write the answer: as JSON and a newline, or as text. Errors that name a
 * parameter name the option. (cli/ask.c) */
NA_MUST_USE enum na_code na_cli_ask(na_answer *answer, const struct na_cli_options *options,
                                    int32_t today, struct na_error *reterr);

#endif
