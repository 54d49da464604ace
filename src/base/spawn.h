/* base/spawn.h - what every child of the daemon is started with. */
#ifndef NA_BASE_SPAWN_H
#define NA_BASE_SPAWN_H

#include <spawn.h>

/* Fill initialised attributes: the default action of every signal, and those blocked by which the
 * daemon is told what to do (HUP, INT, QUIT, TERM, USR1, USR2, ALRM). They are sent to a whole
 * group of processes by `systemctl kill`, a terminal or a service manager, and are not the child's:
 * it does its work, and the daemon ends it by SIGKILL when it has to end. Returns 0, or an errno.
 * Any thread. */
int na_spawn_attributes(posix_spawnattr_t *attributes);

#endif
