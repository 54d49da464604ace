/* app/daemon_load.h - get data from a child process, so that whatever the data does to the
 * libraries that read it costs a log line and not the service. */
#ifndef NA_APP_DAEMON_LOAD_H
#define NA_APP_DAEMON_LOAD_H

#include <stdbool.h>
#include <sys/types.h>

#include <nearaid/snapshot.h>

#include "daemon_settings.h"

/* Largest compiled pack. */
#define NA_LOAD_PACK_BYTES ((size_t)4 * 1024 * 1024 * 1024)
#define NA_LOAD_SAID 65536

/* One load at a time. {0} is none. */
struct na_load {
    pid_t pid;   /* 0: no load under way */
    int said_fd; /* what the child says, non-blocking */
    int pack_fd; /* memory the child writes the compiled pack into */
    int64_t until_ms;
    size_t said_length;
    char said[NA_LOAD_SAID]; /* the beginning of it */
};

/* Start the child. Errors: NA_ERR_IO, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_load_start(struct na_load *load,
                                       const struct na_daemon_settings *settings,
                                       struct na_error *reterr);
/* Has the child ended? If so the load is over (load->pid is 0) and either NA_OK with a snapshot of
 * one reference in *ret_snapshot, or an error that holds what the child said. Not yet: NA_ERR_BUSY.
 * What it said is logged. A child that takes over ten minutes is killed. */
NA_MUST_USE enum na_code na_load_finish(struct na_load *load, struct na_snapshot **ret_snapshot,
                                        struct na_error *reterr);
/* Kill the child and wait for its end. Does nothing when there is none. */
void na_load_abandon(struct na_load *load);

#endif
