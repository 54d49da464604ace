#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "cli/command.h"
#include "io/file.h"

static enum na_code write_all(int descriptor, const char *bytes, size_t length,
                              struct na_error *reterr)
{
    while (length > 0) {
        ssize_t written = write(descriptor, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return na_fail_errno(reterr, errno, "write standard output", NULL);
        }
        bytes += written;
        length -= (size_t)written;
    }
    return NA_OK;
}

enum na_code na_cli_write(const char *output, const void *bytes, size_t length,
                          struct na_error *reterr)
{
    if (output == NULL || strcmp(output, "-") == 0) {
        return write_all(STDOUT_FILENO, bytes, length, reterr);
    }
    sigset_t waiting, before;
    (void)sigemptyset(&waiting);
    (void)sigaddset(&waiting, SIGINT);
    (void)sigaddset(&waiting, SIGTERM);
    (void)sigaddset(&waiting, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &waiting, &before) != 0) {
        return na_fail_errno(reterr, errno, "hold signals", NULL);
    }
    enum na_code code = na_file_write_atomic(output, bytes, length, reterr);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return code;
}
