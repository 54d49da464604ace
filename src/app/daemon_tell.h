/* app/daemon_tell.h - what the daemon tells its operator and its service manager. */
#ifndef NA_APP_DAEMON_TELL_H
#define NA_APP_DAEMON_TELL_H

#include <stdint.h>

#include <nearaid/snapshot.h>

/* One line: where it listens and what it serves. */
void na_tell_started(const char *address, uint16_t port, const struct na_snapshot *snapshot);
void na_tell_reloaded(const struct na_snapshot *snapshot);
/* How long the certificate is good for, if there is one; a warning three weeks before its end. */
void na_tell_certificate(void);
/* A warning when `path` is the compiled file of `snapshot`, holds access codes, and others than its
 * owner and group may read it. NULL path: does nothing. */
void na_tell_readable_codes(const char *path, const struct na_snapshot *snapshot);
/* A state for systemd (sd_notify(3)'s datagram), if it asked for one. */
void na_tell_manager(const char *state);

#endif
