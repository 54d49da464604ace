/* nearaidd - the daemon. */
#include <fcntl.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/log.h"
#include "daemon_build.h"
#include "daemon_errand.h"
#include "daemon_run.h"
#include "daemon_settings.h"

/* A closed standard descriptor would be given to the next file or socket opened. */
static int open_standard_descriptors(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDWR) != fd) {
            return -1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct na_daemon_settings settings = {.build_fd = -1};
    struct na_error error = {0};
    if (open_standard_descriptors() != 0) {
        return na_code_exit_status(NA_ERR_IO);
    }
    if (na_daemon_is_errand(argc, argv)) {
        return na_daemon_errand();
    }
    enum na_code code = na_daemon_settings_read(argc, argv, &settings, &error);
    if (code == NA_OK && settings.build_fd >= 0) {
        int status = na_daemon_build(&settings);
        na_daemon_settings_free(&settings);
        return status;
    }
    if (code == NA_OK) {
        code = na_daemon_run(&settings, &error);
    }
    if (code != NA_OK) {
        char line[1400];
        na_error_format(&error, line, sizeof line);
        na_log(NA_LOG_ERROR, "nearaidd: %s", line);
    }
    na_daemon_settings_free(&settings);
    return na_code_exit_status(code);
}
