/* app/daemon_limits.h - what a child of the daemon may use. */
#ifndef NA_APP_DAEMON_LIMITS_H
#define NA_APP_DAEMON_LIMITS_H

#include <stdint.h>

#include <nearaid/error.h>

/* End with the thread that started this process; leave no core; use at most so many seconds of
 * processor time and bytes of addresses (not under a sanitizer, whose shadow memory is terabytes of
 * them), and write no file longer than that. A limit that cannot be set is an error: without it one
 * question could take the whole machine. NA_ERR_IO. */
NA_MUST_USE enum na_code na_daemon_limit(unsigned int seconds, uint64_t memory_bytes,
                                         uint64_t file_bytes, struct na_error *reterr);

#endif
