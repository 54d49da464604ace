/* tests/http/errand.h - slow questions whose child is held by the test. Anything that should not
 * happen fails the test. */
#ifndef NA_TEST_HTTP_ERRAND_H
#define NA_TEST_HTTP_ERRAND_H

#include <sys/types.h>

#include "client.h"
#include "daemon.h"

#define ERRAND_STARTED "nearaid_errands_started_total"
#define ERRAND_ANSWERED "nearaid_errands_ended_total{result=\"answered\"}"
#define ERRAND_FAILED "nearaid_errands_ended_total{result=\"failed\"}"
#define ERRAND_KILLED "nearaid_errands_ended_total{result=\"killed\"}"
#define ERRAND_KEPT "nearaid_errand_questions_total{result=\"kept\"}"
#define ERRAND_SHARED "nearaid_errand_questions_total{result=\"shared\"}"
#define ERRAND_REFUSED "nearaid_errand_questions_total{result=\"refused\"}"
#define ERRAND_RUNNING "nearaid_errands_running"

/* Send "GET TARGET" without waiting for the answer. */
void errand_send(struct client *client, const char *target);
/* A question nobody has asked before, in words of its own. */
void errand_new_question(char *target, size_t size);
/* Send such questions by `client`, which is open, until the child of one is caught, stopped;
 * `target` is that question, its answer is still to be read. Returns the child. */
pid_t errand_hold(struct daemon *daemon, struct client *client, char *target, size_t size);
/* Let a child that is held go on. */
void errand_go_on(pid_t child);
/* One GET over a connection of its own. */
void errand_get(const struct daemon *daemon, const char *target, struct answer *ret_answer);
/* Value of a line of /metrics. */
unsigned long errand_metric(const struct daemon *daemon, const char *name);
/* Wait until it is `value`. */
void errand_wait_metric(const struct daemon *daemon, const char *name, unsigned long value);
/* Wait until it has ended, reaped or not. */
void errand_wait_gone(pid_t pid);

#endif
