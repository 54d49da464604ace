/* http/deadline.h - what is due when, for things that all wait equally long: a list in order of
 * arrival, so that adding, removing and looking at the next cost the same whatever its length. One
 * thread. */
#ifndef NA_HTTP_DEADLINE_H
#define NA_HTTP_DEADLINE_H

#include <stddef.h>
#include <stdint.h>

struct na_deadline_list;

/* A place in at most one list; {0} is in none. */
struct na_deadline {
    struct na_deadline *previous, *next;
    struct na_deadline_list *list;
    int64_t due_us; /* monotonic */
};

struct na_deadline_list {
    struct na_deadline *first, *last;
    int64_t wait_us; /* from being added until due */
};

/* Put at the end of `list`, leaving the list it was in. `now_us` must not go back between calls. */
void na_deadline_set(struct na_deadline *deadline, struct na_deadline_list *list, int64_t now_us);
/* Leave the list; does nothing when in none. */
void na_deadline_clear(struct na_deadline *deadline);
/* The first that is due, or NULL. */
struct na_deadline *na_deadline_due(const struct na_deadline_list *list, int64_t now_us);

#endif
