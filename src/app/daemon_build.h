/* app/daemon_build.h - the child of a load: make or check a compiled pack and hand it over. */
#ifndef NA_APP_DAEMON_BUILD_H
#define NA_APP_DAEMON_BUILD_H

#include "daemon_settings.h"

/* Compile the pack, or check the compiled file, of `settings` and write it to settings->build_fd;
 * findings go to stderr. Limits this process first: what is wrong with the data may take it down.
 * Returns the exit status. */
int na_daemon_build(const struct na_daemon_settings *settings);

#endif
