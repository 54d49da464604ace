/* cli/taken.h - what was made of the registers of a pack: which hours were read as what, how many
 * positions are of which kind. Private to src/cli. */
#ifndef NA_CLI_TAKEN_H
#define NA_CLI_TAKEN_H

#include "compile/compile.h"

/* Texts of hours that are remembered, each once. */
#define NA_TAKEN_HOURS_MAX 400
#define NA_TAKEN_REGISTERS_MAX 256
#define NA_TAKEN_TEXT 160

struct na_snapshot;

struct na_cli_hours_taken {
    char file[80], from[NA_TAKEN_TEXT], to[NA_TAKEN_TEXT];
    size_t times;
};

struct na_cli_register_taken {
    char section[80], file[80];
    struct na_register_taken counts; /* its texts are NULL */
};

struct na_cli_taken {
    struct na_cli_hours_taken *hours; /* owned */
    size_t hour_count, hours_more;    /* and others that had no room */
    struct na_cli_register_taken *registers;
    size_t register_count;
};

/* For a listener whose `context` is a struct na_cli_taken; start with {0}. */
void na_cli_taken_hours(void *context, const char *file, struct na_str from, const char *to);
void na_cli_taken_register(void *context, const struct na_register_taken *counts);
void na_cli_taken_fini(struct na_cli_taken *taken);
/* As lines for people; nothing if there are no registers. Appends to `to`. */
NA_MUST_USE enum na_code na_cli_taken_text(const struct na_cli_taken *taken, struct na_buffer *to);
/* The members "registers" and "hours" with a comma in front, for the report as JSON. */
NA_MUST_USE enum na_code na_cli_taken_json(const struct na_cli_taken *taken, struct na_buffer *to);
/* Where the files of a pack come from, with their digests: those of which the pack says it, or all.
 */
NA_MUST_USE enum na_code na_cli_sources_text(const struct na_snapshot *snapshot, bool all,
                                             struct na_buffer *to);
/* The member "sources" with a comma in front: those of which the pack says it; nothing if it says
 * it of none. */
NA_MUST_USE enum na_code na_cli_sources_json(const struct na_snapshot *snapshot,
                                             struct na_buffer *to);

#endif
