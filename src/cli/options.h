/* cli/options.h - a subcommand's command line: what it may hold, what it held, its help. */
#ifndef NA_CLI_OPTIONS_H
#define NA_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "cli/refusal.h"
#include "question/params.h"

/* Groups of options a subcommand takes beside its question's own parameters. */
enum na_cli_wants {
    NA_CLI_WANTS_SOURCE = 1, /* --snapshot, --pack */
    NA_CLI_WANTS_GRID = 2,   /* --grid, --no-grid */
    NA_CLI_WANTS_OUTPUT = 4, /* -o, --output */
    NA_CLI_WANTS_JSON = 8,   /* --json */
    NA_CLI_WANTS_INPUT = 16, /* -i, --input, again and again */
    NA_CLI_WANTS_SAY = 32,   /* --say, --templates */
    NA_CLI_WANTS_MAP = 64,   /* --map */
    NA_CLI_WANTS_WORDS = 128 /* words without an option are a place: --q */
};

/* Most arguments, and most files of -i. */
#define NA_CLI_ARGUMENTS_MAX 2
#define NA_CLI_INPUTS_MAX 1024

/* What a subcommand's command line may hold: one such table a subcommand. */
struct na_cli_form {
    const char *name;                    /* "ward" */
    const char *summary;                 /* a line for `nearaid --help`, without a full stop */
    const char *arguments;               /* its arguments as shown, "PACK"; "" none */
    size_t argument_count;               /* exactly so many, at most NA_CLI_ARGUMENTS_MAX */
    const char *argument_option;         /* the option that stands for a lone argument; NULL none */
    unsigned int wants;                  /* of enum na_cli_wants */
    const struct na_param_specs *params; /* each becomes an option, '_' as '-'; an ENUM whose only
                                            choice is "yes" takes no value; may be empty */
    size_t other_first;                  /* the parameters from this one on are of another use, */
    const char *other_title;             /* which this heads in --help; NULL: there is none */
    const char *about;                   /* a paragraph */
    const char *examples;                /* lines "  nearaid ...\n", run by a test */
};

/* What a command line held; every text is borrowed from argv, or stands in `words`: a copy is good
 * as long as what it was copied from. */
struct na_cli_options {
    const struct na_cli_form *form;
    const char *snapshot, *pack, *grid, *output; /* NULL: not given */
    const char *templates;
    bool map, no_grid, json, say, help;
    bool geojson;         /* in the place of text, for an answer that is looked up */
    const char *argument; /* the first; NULL when argument_count is 0 */
    const char *arguments[NA_CLI_ARGUMENTS_MAX];
    size_t argument_count;
    const char *inputs[NA_CLI_INPUTS_MAX]; /* files of -i, and the arguments beyond those of the
                                              form: a shell's glob gives them */
    size_t input_count;
    struct na_param params[NA_PARAMS_MAX];
    size_t param_count;
    char words[NA_PARAM_Q_MAX + 2]; /* joined by blanks; the value of a parameter points here */
    size_t words_length;
    struct na_cli_refusal *refusal; /* never NULL in a subcommand's run */
};

/* Take argv[1..] apart; argv[0] is not read. Errors: NA_ERR_USAGE, which names the option and the
 * nearest one that exists, NA_ERR_MEMORY. With --help nothing else is asked for. */
NA_MUST_USE enum na_code na_cli_options_parse(const struct na_cli_form *form, int argc, char **argv,
                                              struct na_cli_options *ret_options,
                                              struct na_error *reterr);

/* Append the help of a subcommand. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_cli_options_help(const struct na_cli_form *form, struct na_buffer *to,
                                             struct na_error *reterr);

#endif
