/* tests/http/daemon.h - the real daemon as a child of a test. Anything that should not happen fails
 * the test. */
#ifndef NA_TEST_HTTP_DAEMON_H
#define NA_TEST_HTTP_DAEMON_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct daemon {
    pid_t pid;
    int said_fd;
    uint16_t port;
    size_t said_length, seen;
    char said[256 * 1024]; /* NUL-terminated */
};

/* Run nearaidd with `args` (ended by NULL; the program's name is added), no NEARAID_* variables but
 * those in `environment` (NULL: none). */
void daemon_spawn(struct daemon *daemon, const char *const *args, const char *const *environment);
/* The same on any free port, and wait until it listens. */
void daemon_start(struct daemon *daemon, const char *const *args);
/* The same with more variables, as in daemon_spawn. */
void daemon_start_in(struct daemon *daemon, const char *const *args,
                     const char *const *environment);
/* Read what it says until `text` comes, after what an earlier call found. */
void daemon_wait_said(struct daemon *daemon, const char *text);
/* Wait for its end; returns the exit status. What it said is all in `said`. */
int daemon_wait_end(struct daemon *daemon);
/* SIGTERM; it must end with 0. */
void daemon_stop(struct daemon *daemon);
/* Its child that was given this option ("--build-to-fd": it loads, "--errand": it answers), stopped
 * by SIGSTOP so that it stays; 0 if it had already ended. */
pid_t daemon_catch_child(const struct daemon *daemon, const char *option);

#endif
