/* Packs on the command line: compiling with a progress line, and the findings for people. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fail.h"
#include "cli/command.h"
#include "compile/compile.h"
#include "workbooks/workbooks.h"

/* Erases the line it wrote before: for terminals only. */
static void show_progress(void *context, const char *what)
{
    (void)context;
    (void)fprintf(stderr, "\r\033[K%s", what);
}

static void end_progress(void)
{
    (void)fputs("\r\033[K", stderr);
}

enum na_code na_cli_pack_compile(const char *pack, const struct na_cli_options *options,
                                 struct na_buffer *ret_bytes, struct na_report *report,
                                 struct na_error *reterr)
{
    static const struct na_cli_compile nothing = {.note = NULL};
    return na_cli_pack_compile_with(pack, options, &nothing, ret_bytes, report, reterr);
}

enum na_code na_cli_pack_compile_with(const char *pack, const struct na_cli_options *options,
                                      const struct na_cli_compile *more,
                                      struct na_buffer *ret_bytes, struct na_report *report,
                                      struct na_error *reterr)
{
    struct na_compile_options compile = {.grid_path = options->grid,
                                         .no_grid = options->no_grid,
                                         .note = more->note,
                                         .listener = more->listener,
                                         .formats = &na_workbook_formats};
    if (compile.grid_path == NULL && !compile.no_grid) {
        const char *grid = getenv("NEARAID_GRID");
        compile.grid_path = grid != NULL && grid[0] != '\0' ? grid : NULL;
    }
    bool terminal = isatty(STDERR_FILENO) == 1;
    if (terminal) {
        compile.progress = show_progress;
    }
    enum na_code code = na_compile(pack, &compile, ret_bytes, report, reterr);
    if (terminal) {
        end_progress();
    }
    return code;
}

enum na_code na_cli_pack_refused(const char *pack, enum na_code code,
                                 const struct na_report *report, struct na_error *reterr)
{
    if (report->errors > 0) {
        (void)na_fail(reterr, code, "The pack is refused: %zu error%s, %zu warning%s",
                      report->errors, report->errors == 1 ? "" : "s", report->warnings,
                      report->warnings == 1 ? "" : "s");
        (void)na_fail_at(reterr, code, pack, 0, NULL, NULL);
    }
    return code;
}

void na_cli_pack_say_findings(const struct na_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct na_finding *finding = &report->findings[i];
        char text[sizeof finding->what + 64];
        na_error_format(&finding->what, text, sizeof text);
        na_cli_say("%s%s", finding->severity == NA_SEVERITY_WARNING ? "warning: " : "", text);
    }
    size_t all = report->errors + report->warnings;
    if (all > report->count) {
        na_cli_say("and %zu more findings", all - report->count);
    }
}
