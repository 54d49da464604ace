/* nearaid - the command line. What a process must arrange before the first line of ours runs. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

/* Only what is safe in a handler; nothing under its final name is ever half written. SIGINT gives
 * 130, SIGTERM 143, as shells have it. */
static void on_interrupt(int number)
{
    na_cli_abandon();
    _exit(128 + number);
}

/* SIGHUP is left alone under nohup. */
static bool catch_signals(void)
{
    struct sigaction interrupt = {.sa_handler = on_interrupt};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction hangup;
    if (sigaction(SIGINT, &interrupt, NULL) != 0 || sigaction(SIGTERM, &interrupt, NULL) != 0 ||
        sigaction(SIGPIPE, &ignore, NULL) != 0 || sigaction(SIGHUP, NULL, &hangup) != 0) {
        return false;
    }
    return hangup.sa_handler == SIG_IGN || sigaction(SIGHUP, &interrupt, NULL) == 0;
}

/* A closed standard descriptor would be given to the next file opened. Descriptor 1 is opened for
 * reading, so that writing to it still fails and is reported. */
static void open_standard_descriptors(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++) {
        if (fcntl(descriptor, F_GETFD) == -1 &&
            open("/dev/null", descriptor == 2 ? O_WRONLY : O_RDONLY) != descriptor) {
            _exit(4);
        }
    }
}

int main(int argc, char **argv)
{
    open_standard_descriptors();
    if (!catch_signals()) {
        return 4;
    }
    return na_cli_main(argc, argv, (int32_t)(time(NULL) / 86400));
}
