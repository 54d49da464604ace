/* All waits of a list are equally long, so who comes last is due last. A doubly linked list is
 * enough: adding, removing and looking at the next need no search. */
#include "http/deadline.h"

void na_deadline_clear(struct na_deadline *deadline)
{
    struct na_deadline_list *list = deadline->list;
    if (list == NULL) {
        return;
    }
    if (deadline->previous != NULL) {
        deadline->previous->next = deadline->next;
    } else {
        list->first = deadline->next;
    }
    if (deadline->next != NULL) {
        deadline->next->previous = deadline->previous;
    } else {
        list->last = deadline->previous;
    }
    *deadline = (struct na_deadline){0};
}

void na_deadline_set(struct na_deadline *deadline, struct na_deadline_list *list, int64_t now_us)
{
    na_deadline_clear(deadline);
    deadline->list = list;
    deadline->due_us = now_us + list->wait_us;
    deadline->previous = list->last;
    if (list->last != NULL) {
        list->last->next = deadline;
    } else {
        list->first = deadline;
    }
    list->last = deadline;
}

struct na_deadline *na_deadline_due(const struct na_deadline_list *list, int64_t now_us)
{
    return list->first != NULL && list->first->due_us <= now_us ? list->first : NULL;
}
