/* cli/against.h - a pack or compiled file beside another: opening both, the difference, and what
 * has to be accepted before it goes live. */
#ifndef NA_CLI_AGAINST_H
#define NA_CLI_AGAINST_H

#include "cli/command.h"
#include "release/release.h"

/* The parameters of whatever compares with a release: rows of a table of specifications. */
#define NA_CLI_AGAINST_ROWS                                                                        \
    {.name = "against",                                                                            \
     .type = NA_PARAM_FILE,                                                                        \
     .summary = "The release that is live: say what changes, and stop what has to be accepted"},   \
    {                                                                                              \
        .name = "gone_percent", .type = NA_PARAM_INTEGER, .low = 0, .high = 100,                   \
        .default_text = "20",                                                                      \
        .summary = "More of a kind gone than this has to be accepted; three at least"              \
    }
#define NA_CLI_ACCEPT_ROW                                                                          \
    {                                                                                              \
        .name = "accept", .type = NA_PARAM_TEXT,                                                   \
        .summary = "Why what has to be accepted is meant; the words are kept in the file"          \
    }

/* Open a compiled file, or compile the folder `path` in memory. Errors: of either. Release with
 * na_cli_source_close. */
NA_MUST_USE enum na_code na_cli_open_release(const char *path, const struct na_cli_options *options,
                                             struct na_cli_source *ret_source,
                                             struct na_error *reterr);

/* The release of --against beside `after`; released with na_cli_against_close. `live.snapshot` is
 * NULL without --against. */
struct na_cli_against {
    struct na_cli_source live;
    struct na_release_diff diff;
};
NA_MUST_USE enum na_code na_cli_against_open(const struct na_cli_options *options,
                                             const struct na_snapshot *after,
                                             struct na_cli_against *ret_against,
                                             struct na_error *reterr);
void na_cli_against_close(struct na_cli_against *against);
/* NA_ERR_DATA if something has to be accepted and --accept is not given. */
NA_MUST_USE enum na_code na_cli_against_allow(const struct na_cli_against *against,
                                              const struct na_cli_options *options,
                                              struct na_error *reterr);

#endif
