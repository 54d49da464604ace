/* A slow question is sent, and its child is stopped as soon as it is there; the daemon has counted
 * it before the test goes on. So a test decides when a slow question ends. */
#include "errand.h"

#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define PATIENCE_S (PATIENCE_MS / 1000)

static time_t now_s(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

void errand_send(struct client *client, const char *target)
{
    char head[1024];
    int length = snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target);
    assert_true(length > 0 && (size_t)length < sizeof head);
    client_text(client, head);
}

void errand_new_question(char *target, size_t size)
{
    static unsigned int asked;
    (void)snprintf(target, size, "/v1/coverage?kind=radio_premises&within=%u", 100 + asked++);
}

/* The system shows a child before the daemon has counted it. */
static void wait_counted(const struct daemon *daemon)
{
    time_t end = now_s() + PATIENCE_S;
    while (errand_metric(daemon, ERRAND_RUNNING) == 0) {
        if (now_s() > end) {
            fail_msg("a child is held, but none counted");
        }
        (void)sched_yield();
    }
}

pid_t errand_hold(struct daemon *daemon, struct client *client, char *target, size_t size)
{
    for (int i = 0; i < 100; i++) {
        errand_new_question(target, size);
        errand_send(client, target);
        pid_t child = daemon_catch_child(daemon, "--errand");
        if (child != 0) {
            wait_counted(daemon);
            return child;
        }
        struct answer answer; /* it was too quick for us */
        client_read(client, false, &answer);
        assert_int_equal(answer.status, 200);
    }
    fail_msg("no child of the daemon was ever seen");
    return 0;
}

void errand_go_on(pid_t child)
{
    assert_int_equal(kill(child, SIGCONT), 0);
}

void errand_get(const struct daemon *daemon, const char *target, struct answer *ret_answer)
{
    struct client client;
    client_open(&client, daemon->port);
    client_ask(&client, "GET", target, NULL, NULL, ret_answer);
    client_close(&client);
}

unsigned long errand_metric(const struct daemon *daemon, const char *name)
{
    char line[256];
    struct answer answer;
    errand_get(daemon, "/metrics", &answer);
    (void)snprintf(line, sizeof line, "\n%s ", name);
    const char *found = strstr(answer.body, line);
    if (found == NULL) {
        fail_msg("no %s in the metrics", name);
    }
    return strtoul(found + strlen(line), NULL, 10);
}

void errand_wait_metric(const struct daemon *daemon, const char *name, unsigned long value)
{
    time_t end = now_s() + PATIENCE_S;
    while (errand_metric(daemon, name) != value) {
        if (now_s() > end) {
            fail_msg("%s is %lu, not %lu", name, errand_metric(daemon, name), value);
        }
        (void)sched_yield();
    }
}

/* From the third field of its stat file. */
static bool is_alive(pid_t pid)
{
    char path[64];
    char text[512];
    (void)snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    size_t length = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[length] = '\0';
    const char *after = strrchr(text, ')');
    return after != NULL && strlen(after) > 2 && after[2] != 'Z' && after[2] != 'X';
}

void errand_wait_gone(pid_t pid)
{
    time_t end = now_s() + PATIENCE_S;
    while (is_alive(pid)) {
        if (now_s() > end) {
            fail_msg("process %ld is still there", (long)pid);
        }
        (void)sched_yield();
    }
}
