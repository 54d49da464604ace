/* Where an answer goes: standard output, or a file that gets its name only when it is whole. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock_uk.h"
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

int64_t na_cli_made(const struct na_snapshot *snapshot)
{
    int32_t issued = na_snapshot_info(snapshot)->issued;
    return issued != NA_DATE_NONE ? (int64_t)issued * NA_DAY_S : 0;
}

void na_cli_hold_signals(sigset_t *ret_before)
{
    sigset_t waiting;
    (void)sigemptyset(&waiting);
    (void)sigaddset(&waiting, SIGINT);
    (void)sigaddset(&waiting, SIGTERM);
    (void)sigaddset(&waiting, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &waiting, ret_before);
}

void na_cli_release_signals(const sigset_t *before)
{
    (void)sigprocmask(SIG_SETMASK, before, NULL);
}

enum na_code na_cli_write(const char *output, const void *bytes, size_t length,
                          struct na_error *reterr)
{
    if (output == NULL || strcmp(output, "-") == 0) {
        return write_all(STDOUT_FILENO, bytes, length, reterr);
    }
    sigset_t before;
    na_cli_hold_signals(&before);
    enum na_code code = na_file_write_atomic(output, bytes, length, reterr);
    na_cli_release_signals(&before);
    return code;
}
