/* nearaid - the command line. What a process must arrange before the first line of ours runs. */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

/* Only what is safe in a handler; nothing under its final name is ever half written. */
static void on_interrupt(int number)
{
    (void)number;
    _exit(130);
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
    struct sigaction interrupt = {.sa_handler = on_interrupt};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (sigaction(SIGINT, &interrupt, NULL) != 0 || sigaction(SIGPIPE, &ignore, NULL) != 0) {
        return 4;
    }
    return na_cli_main(argc, argv, (int32_t)(time(NULL) / 86400));
}
