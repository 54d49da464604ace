/* The attributes of posix_spawn. */
#include "base/spawn.h"

#include <signal.h>
#include <stddef.h>

int na_spawn_attributes(posix_spawnattr_t *attributes)
{
    static const int daemons[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM};
    sigset_t blocked;
    sigset_t all;
    (void)sigemptyset(&blocked);
    (void)sigfillset(&all);
    for (size_t i = 0; i < sizeof daemons / sizeof daemons[0]; i++) {
        (void)sigaddset(&blocked, daemons[i]);
    }
    int failed = posix_spawnattr_setsigmask(attributes, &blocked);
    if (failed == 0) {
        failed = posix_spawnattr_setsigdefault(attributes, &all);
    }
    if (failed == 0) {
        failed =
            posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    return failed;
}
