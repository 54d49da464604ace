/* cli/option_table.h - the argp table of a subcommand, made of its form. Private to cli/options.c
 * and cli/option_table.c. */
#ifndef NA_CLI_OPTION_TABLE_H
#define NA_CLI_OPTION_TABLE_H

#include <argp.h>

#include "cli/options.h"

/* Keys of the options; the parameters of the question follow from KEY_PARAM on. */
enum na_cli_key {
    KEY_OUTPUT = 'o',
    KEY_INPUT = 'i',
    KEY_SNAPSHOT = 0x200,
    KEY_MAP,
    KEY_PACK,
    KEY_GRID,
    KEY_NO_GRID,
    KEY_JSON,
    KEY_SAY,
    KEY_TEMPLATES,
    KEY_HELP,
    KEY_PARAM = 0x300
};

/* The value of an option that takes none. */
#define NA_CLI_FLAG_VALUE "yes"

#define OPTIONS_MAX 96
#define OPTION_NAME_MAX 32
#define OPTION_DOC_MAX 256

/* Points into itself: do not copy. */
struct na_cli_table {
    struct argp_option options[OPTIONS_MAX];
    size_t count; /* without the closing row of zeros */
    char names[OPTIONS_MAX][OPTION_NAME_MAX];
    char docs[OPTIONS_MAX][OPTION_DOC_MAX];
};

/* Fill a table in the caller's storage. */
void na_cli_table_init(struct na_cli_table *table, const struct na_cli_form *form);

/* The row of the option `name` (without dashes, up to a '='), or NULL. */
const struct argp_option *na_cli_table_find(const struct na_cli_table *table, const char *name);

/* The option's name most like `name` (up to a '='), or NULL when none is like it. */
const char *na_cli_table_nearest(const struct na_cli_table *table, const char *name);

#endif
