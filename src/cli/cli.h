/* cli/cli.h - the command line `nearaid`, whole. */
#ifndef NA_CLI_CLI_H
#define NA_CLI_CLI_H

#include <stdint.h>

/* Run one command line. `argv` is main's (its strings are borrowed, its order may change), `today`
 * in days since 1970. Data goes to standard output or to the file of -o, talk to standard error.
 * Returns the exit status: 0, 2 usage, 3 bad data, 4 input or output. Call once, from one thread;
 * SIGPIPE must be ignored and descriptors 0 to 2 be open. */
int na_cli_main(int argc, char **argv, int32_t today);

/* Remove the temporary files of outputs that are not whole: for a signal handler that then ends the
 * process. Safe there. */
void na_cli_abandon(void);

#endif
