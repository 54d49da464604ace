/* cli/map_child.h - cut a map in a child process: the file is a database of a stranger, and SQLite
 * and zlib read it. Whatever it does to them costs the child. Private to src/cli. */
#ifndef NA_CLI_MAP_CHILD_H
#define NA_CLI_MAP_CHILD_H

#include "basemap/cut.h"
#include "cli/command.h"

/* What the child may use. */
#define NA_CLI_MAP_CPU_S 60
#define NA_CLI_MAP_MEMORY_BYTES ((size_t)512 * 1024 * 1024)

/* What is wanted of the file; `attribution` may be NULL: the file's own. */
struct na_cli_map_job {
    const char *path;
    struct na_box_deg box;
    const char *attribution;
};

/* What the child made. `bytes` is memory of its own: release with na_cli_map_release. */
struct na_cli_map_cut {
    struct na_cut_tally tally;
    void *bytes;
    size_t length;
};

/* The child's own subcommand, which no help names. */
#define NA_CLI_MAP_CHILD_NAME "map-child"
extern const struct na_cli_command na_cli_map_child_command;

/* Cut. Errors: those of na_mbtiles_open and na_cut_run, and NA_ERR_DATA when the child ended
 * otherwise. */
NA_MUST_USE enum na_code na_cli_map_child(const struct na_cli_map_job *job,
                                          struct na_cli_map_cut *ret_cut, struct na_error *reterr);
void na_cli_map_release(struct na_cli_map_cut *cut);

#endif
