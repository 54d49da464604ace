/* app/daemon_run.h - the daemon's life: load, serve, reload, end. */
#ifndef NA_APP_DAEMON_RUN_H
#define NA_APP_DAEMON_RUN_H

#include "daemon_settings.h"

/* Serve until SIGTERM or SIGINT. The signals must be left to it: no other thread may be there yet.
 * Errors: those of the first load and of na_server_start; after that only NA_OK. */
NA_MUST_USE enum na_code na_daemon_run(const struct na_daemon_settings *settings,
                                       struct na_error *reterr);

#endif
