/* app/daemon_settings.h - what nearaidd was told: options, then NEARAID_* variables, then the
 * configuration file, each filling in what those before it left open. */
#ifndef NA_APP_DAEMON_SETTINGS_H
#define NA_APP_DAEMON_SETTINGS_H

#include <nearaid/error.h>

#include "http/server.h"

#define NA_DAEMON_HOSTS 32

struct na_daemon_settings {
    const char *pack;     /* folder, or NULL */
    const char *snapshot; /* compiled file, or NULL; exactly one of the two is set */
    const char *grid;     /* OSTN15 file, or NULL */
    const char *map;      /* map file, or NULL */
    struct na_server_options server;
    int build_fd; /* -1; otherwise this is the child that writes a compiled pack there */
    void *memory; /* private */
};

/* Read argv, the environment and the configuration file. --help and --version end the program.
 * Errors: NA_ERR_USAGE, NA_ERR_DATA and NA_ERR_IO (the configuration file), NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_daemon_settings_read(int argc, char **argv,
                                                 struct na_daemon_settings *ret_settings,
                                                 struct na_error *reterr);
void na_daemon_settings_free(struct na_daemon_settings *settings);

#endif
