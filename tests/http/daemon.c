/* pipe2 is Linux's own. */
#define _GNU_SOURCE
#include "daemon.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"

#define MAX_ARGS 32

extern char **environ;

/* The test's own environment without NEARAID_*, and with `more`. */
static char **environment_of(const char *const *more)
{
    size_t count = 0;
    size_t own = 0;
    while (environ[own] != NULL) {
        own++;
    }
    char **all = calloc(own + MAX_ARGS, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < own; i++) {
        if (strncmp(environ[i], "NEARAID_", 8) != 0) {
            all[count++] = environ[i];
        }
    }
    for (size_t i = 0; more != NULL && more[i] != NULL; i++) {
        all[count++] = (char *)more[i];
    }
    return all;
}

/* A test that fails leaves its daemon running, and that would keep the machine, and who waits for
 * the end of its output, for ever. */
static pid_t spawned[256];
static size_t spawned_count;

static void kill_left(void)
{
    for (size_t i = 0; i < spawned_count; i++) {
        if (waitpid(spawned[i], NULL, WNOHANG) == 0) {
            (void)kill(spawned[i], SIGKILL);
        }
    }
}

static void remember(pid_t pid)
{
    if (spawned_count == 0) {
        assert_int_equal(atexit(kill_left), 0);
    }
    if (spawned_count < sizeof spawned / sizeof spawned[0]) {
        spawned[spawned_count++] = pid;
    }
}

void daemon_spawn(struct daemon *daemon, const char *const *args, const char *const *environment)
{
    char *argv[MAX_ARGS] = {"nearaidd"};
    size_t count = 1;
    for (; args[count - 1] != NULL; count++) {
        assert_true(count + 1 < MAX_ARGS);
        argv[count] = (char *)args[count - 1];
    }
    int said[2];
    assert_int_equal(pipe2(said, O_CLOEXEC), 0);
    assert_true(fcntl(said[0], F_SETPIPE_SZ, 1 << 20) > 0);
    posix_spawn_file_actions_t actions;
    assert_int_equal(posix_spawn_file_actions_init(&actions), 0);
    assert_int_equal(posix_spawn_file_actions_adddup2(&actions, said[1], 2), 0);
    char **variables = environment_of(environment);
    memset(daemon, 0, sizeof *daemon);
    assert_int_equal(posix_spawn(&daemon->pid, NA_TEST_DAEMON, &actions, NULL, argv, variables), 0);
    remember(daemon->pid);
    free(variables);
    posix_spawn_file_actions_destroy(&actions);
    close(said[1]);
    daemon->said_fd = said[0];
}

/* One piece of what it says; false at its end. */
static bool listen_once(struct daemon *daemon)
{
    struct pollfd polled = {.fd = daemon->said_fd, .events = POLLIN};
    assert_true(daemon->said_length + 1 < sizeof daemon->said);
    if (poll(&polled, 1, PATIENCE_MS) <= 0) {
        fail_msg("the daemon said nothing for %d ms; so far:\n%s", PATIENCE_MS, daemon->said);
    }
    ssize_t got = read(daemon->said_fd, daemon->said + daemon->said_length,
                       sizeof daemon->said - 1 - daemon->said_length);
    assert_true(got >= 0);
    daemon->said_length += (size_t)got;
    daemon->said[daemon->said_length] = '\0';
    return got > 0;
}

void daemon_wait_said(struct daemon *daemon, const char *text)
{
    const char *found;
    while ((found = strstr(daemon->said + daemon->seen, text)) == NULL ||
           strchr(found, '\n') == NULL) {
        if (!listen_once(daemon)) {
            fail_msg("the daemon ended without saying \"%s\"; it said:\n%s", text, daemon->said);
        }
    }
    daemon->seen = (size_t)(found - daemon->said) + strlen(text);
}

void daemon_start(struct daemon *daemon, const char *const *args)
{
    daemon_start_in(daemon, args, NULL);
}

void daemon_start_in(struct daemon *daemon, const char *const *args, const char *const *environment)
{
    static const char mark[] = "listening on http://127.0.0.1:";
    const char *all[MAX_ARGS] = {"--listen", "127.0.0.1:0"};
    size_t count = 2;
    for (size_t i = 0; args[i] != NULL; i++) {
        assert_true(count + 2 < MAX_ARGS);
        all[count++] = args[i];
    }
    daemon_spawn(daemon, all, environment);
    daemon_wait_said(daemon, mark);
    daemon->port = (uint16_t)strtoul(daemon->said + daemon->seen, NULL, 10);
    assert_int_not_equal(daemon->port, 0);
}

int daemon_wait_end(struct daemon *daemon)
{
    int status = 0;
    while (listen_once(daemon)) {
    }
    while (waitpid(daemon->pid, &status, 0) < 0) {
        assert_int_equal(errno, EINTR);
    }
    close(daemon->said_fd);
    if (!WIFEXITED(status)) {
        fail_msg("the daemon was ended by signal %d; it said:\n%s", WTERMSIG(status), daemon->said);
    }
    return WEXITSTATUS(status);
}

void daemon_stop(struct daemon *daemon)
{
    assert_int_equal(kill(daemon->pid, SIGTERM), 0);
    int status = daemon_wait_end(daemon);
    if (status != 0) {
        fail_msg("the daemon ended with %d; it said:\n%s", status, daemon->said);
    }
}

/* Parent of a process, from the fourth field of its stat file; 0 if it is gone. */
static pid_t parent_of(const char *pid)
{
    char path[64];
    char text[512] = "";
    (void)snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    size_t length = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[length] = '\0';
    const char *after = strrchr(text, ')'); /* of the name, which may hold anything */
    if (after == NULL || strlen(after) < 5 || after[2] == 'Z') {
        return 0;
    }
    return (pid_t)strtoul(after + 4, NULL, 10);
}

/* Has the child become a program with this option? Between vfork and exec it must not be stopped:
 * its parent would stand still with it. */
static bool has_begun(const char *pid, const char *option)
{
    char path[64];
    char text[512];
    (void)snprintf(path, sizeof path, "/proc/%s/cmdline", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    size_t length = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[length] = '\0';
    for (size_t at = 0; at < length; at += strlen(text + at) + 1) {
        if (strcmp(text + at, option) == 0) {
            return true;
        }
    }
    return false;
}

pid_t daemon_catch_child(const struct daemon *daemon, const char *option)
{
    struct timespec start;
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    do {
        DIR *proc = opendir("/proc");
        assert_non_null(proc);
        pid_t child = 0;
        const struct dirent *entry;
        while (child == 0 && (entry = readdir(proc)) != NULL) {
            if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
                parent_of(entry->d_name) == daemon->pid && has_begun(entry->d_name, option)) {
                child = (pid_t)strtoul(entry->d_name, NULL, 10);
            }
        }
        closedir(proc);
        if (child != 0) {
            return kill(child, SIGSTOP) == 0 ? child : 0;
        }
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
    } while (now.tv_sec - start.tv_sec < 2);
    return 0;
}
