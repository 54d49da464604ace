/* cli/manual.h - manual pages in the macros of man(7): one of the program, one of each subcommand.
 * They are made of the same forms as --help, so that they cannot disagree with it. A failed write
 * is left in the stream. Private to src/cli. */
#ifndef NA_CLI_MANUAL_H
#define NA_CLI_MANUAL_H

#include <stdio.h>

#include "cli/options.h"

/* The program in one sentence, and one line of it. */
#define NA_CLI_ABOUT "Which ward is this point in, and what is nearest to it: answered offline."
#define NA_CLI_EXAMPLE                                                                             \
    "  nearaid nearest --pack data/shapefiles/tees-demo --gridref \"NZ 507 325\" "                 \
    "--kind bleed_cabinet\n"

/* nearaid-SUBCOMMAND(1). */
void na_cli_manual_put(FILE *to, const struct na_cli_form *form);

/* nearaid(1): its beginning, then a line a subcommand, the rest of it, then the list of the other
 * pages. */
void na_cli_manual_open(FILE *to);
void na_cli_manual_put_line(FILE *to, const struct na_cli_form *form);
void na_cli_manual_close(FILE *to);
void na_cli_manual_put_reference(FILE *to, const struct na_cli_form *form);

#endif
