/* app/daemon_errand.h - the child of the daemon that answers one slow question, or makes a file
 * CSV (http/errand.h). */
#ifndef NA_APP_DAEMON_ERRAND_H
#define NA_APP_DAEMON_ERRAND_H

#include <stdbool.h>

/* Was the program started as such a child? */
bool na_daemon_is_errand(int argc, char **argv);
/* Do the errand; returns the exit status: 0 when an answer or an error was handed over. */
int na_daemon_errand(void);

#endif
