/* The daemon's end of a load. It starts the child, reads what it says line by line, and ends it
 * when it takes too long. The pack comes back in memory that is sealed, so that nobody can change
 * what was checked. If the child fails, its first error is the reason that is told. */

/* memfd_create and file seals are Linux's own. */
#define _GNU_SOURCE
#include "daemon_load.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/log.h"
#include "base/spawn.h"
#include "base/text.h"

#define LOAD_LIMIT_MS ((int64_t)10 * 60 * 1000)
#define BUILD_FD 3
#define BUILD_FD_TEXT "3"

extern char **environ;

static int64_t monotonic_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int spawn(pid_t *ret_pid, const struct na_daemon_settings *settings, int said_fd,
                 int pack_fd)
{
    char *argv[8] = {"nearaidd", "--build-to-fd", BUILD_FD_TEXT};
    argv[3] = settings->pack != NULL ? "--pack" : "--snapshot";
    argv[4] = (char *)(settings->pack != NULL ? settings->pack : settings->snapshot);
    if (settings->grid != NULL) {
        argv[5] = "--grid";
        argv[6] = (char *)settings->grid;
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed != 0) {
        return failed;
    }
    failed = posix_spawnattr_init(&attributes);
    if (failed != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    failed = na_spawn_attributes(&attributes);
    if (failed == 0) {
        failed = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_adddup2(&actions, said_fd, 1);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_adddup2(&actions, said_fd, 2);
    }
    if (failed == 0) {
        failed = posix_spawn_file_actions_adddup2(&actions, pack_fd, BUILD_FD);
    }
    if (failed == 0) {
        failed = posix_spawn(ret_pid, "/proc/self/exe", &actions, &attributes, argv, environ);
    }
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

enum na_code na_load_start(struct na_load *load, const struct na_daemon_settings *settings,
                           struct na_error *reterr)
{
    int said[2];
    pid_t pid;
    if (pipe2(said, O_CLOEXEC) != 0) {
        return na_fail_errno(reterr, errno, "start a load", NULL);
    }
    int pack_fd = memfd_create("nearaid-pack", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    int failed = pack_fd < 0 || fcntl(said[0], F_SETFL, O_NONBLOCK) != 0 ? errno : 0;
    if (failed == 0) {
        failed = spawn(&pid, settings, said[1], pack_fd);
    }
    close(said[1]);
    if (failed != 0) {
        close(said[0]);
        if (pack_fd >= 0) {
            close(pack_fd);
        }
        return na_fail_errno(reterr, failed, "start a load", NULL);
    }
    load->pid = pid;
    load->said_fd = said[0];
    load->pack_fd = pack_fd;
    load->until_ms = monotonic_ms() + LOAD_LIMIT_MS;
    load->said_length = 0;
    return NA_OK;
}

/* Read what the child says, without waiting. */
static void listen_to_child(struct na_load *load)
{
    char beyond[1024];
    for (;;) {
        size_t room = sizeof load->said - 1 - load->said_length;
        ssize_t got = room > 0 ? read(load->said_fd, load->said + load->said_length, room)
                               : read(load->said_fd, beyond, sizeof beyond);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return;
        }
        load->said_length += room > 0 ? (size_t)got : 0;
    }
}

/* The lines begin with "error: " or "warning: " themselves. */
static void log_said(const struct na_load *load)
{
    const char *at = load->said;
    while (*at != '\0') {
        size_t length = strcspn(at, "\n");
        if (length > 0) {
            na_log(NA_LOG_INFO, "data: %.*s", (int)length, at);
        }
        at += length + (at[length] == '\n' ? 1 : 0);
    }
}

/* The first line that is an error, without saying so; else the first line of all. */
static struct na_str first_error(const struct na_load *load)
{
    static const char mark[] = "error: ";
    const char *at = load->said;
    while (at != NULL && strncmp(at, mark, strlen(mark)) != 0) {
        at = strchr(at, '\n');
        at = at != NULL ? at + 1 : NULL;
    }
    const char *text = at != NULL ? at + strlen(mark) : load->said;
    return (struct na_str){text, strcspn(text, "\n")};
}

/* Why the child failed: what it said, or how it ended. */
static enum na_code fail_load(const struct na_load *load, int status, struct na_error *reterr)
{
    char first[400];
    (void)na_text_copy_str(first, sizeof first, first_error(load));
    if (WIFSIGNALED(status)) {
        return na_fail(reterr, NA_ERR_DATA, "The loading process was ended by signal %d%s%s",
                       WTERMSIG(status), first[0] != '\0' ? ": " : "", first);
    }
    if (first[0] == '\0') {
        return na_fail(reterr, NA_ERR_DATA, "The loading process ended with status %d",
                       WEXITSTATUS(status));
    }
    bool io = WEXITSTATUS(status) == na_code_exit_status(NA_ERR_IO);
    return na_fail(reterr, io ? NA_ERR_IO : NA_ERR_DATA, "%s", first);
}

/* The pack as it was written, which nobody can change any more. */
static enum na_code open_pack(int pack_fd, struct na_snapshot **ret_snapshot,
                              struct na_error *reterr)
{
    char path[40];
    if (fcntl(pack_fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
        return na_fail_errno(reterr, errno, "seal the compiled pack", NULL);
    }
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", pack_fd);
    return na_snapshot_map(path, ret_snapshot, reterr);
}

static void end_load(struct na_load *load)
{
    close(load->said_fd);
    close(load->pack_fd);
    load->pid = 0;
}

enum na_code na_load_finish(struct na_load *load, struct na_snapshot **ret_snapshot,
                            struct na_error *reterr)
{
    int status = 0;
    listen_to_child(load);
    pid_t ended = waitpid(load->pid, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
        if (monotonic_ms() > load->until_ms) {
            (void)kill(load->pid, SIGKILL);
        }
        return NA_ERR_BUSY;
    }
    listen_to_child(load);
    load->said[load->said_length] = '\0';
    bool well = ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
    log_said(load);
    enum na_code code =
        well ? open_pack(load->pack_fd, ret_snapshot, reterr) : fail_load(load, status, reterr);
    end_load(load);
    return code;
}

void na_load_abandon(struct na_load *load)
{
    if (load->pid == 0) {
        return;
    }
    (void)kill(load->pid, SIGKILL);
    while (waitpid(load->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    end_load(load);
}
