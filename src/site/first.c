/* Of the choices that are as good as the best the first by number: depth first. A branch ends when
 * its bound says that no choice in it is as good. */
#include "site/solve.h"

#include <string.h>

/* Put the candidate on the path. */
static void enter(struct na_site_search *search, uint32_t candidate)
{
    search->nodes++;
    na_site_state_put(search->state, candidate);
    search->path[search->depth++] = candidate;
}

/* Take it off, and bar it from what else is looked at below the same node. */
static void leave(struct na_site_search *search, uint32_t candidate)
{
    search->depth--;
    na_site_state_take(search->state, candidate);
    search->state->barred[candidate] = true;
    search->excluded[search->excluded_count++] = candidate;
}

static void allow_again(struct na_site_search *search, uint32_t kept)
{
    while (search->excluded_count > kept) {
        search->state->barred[search->excluded[--search->excluded_count]] = false;
    }
}

static void keep(struct na_site_search *search)
{
    struct na_site_choice *best = search->best;
    memcpy(best->numbers, search->path, search->depth * sizeof search->path[0]);
    best->count = search->depth;
    best->value = search->state->value;
}

/* Depth first in the order of numbers; ends at the first choice that is as good as the best. */
static void explore_first(struct na_site_search *search, uint32_t from)
{
    struct na_site_state *state = search->state;
    uint32_t kept = search->excluded_count;
    for (uint32_t j = from; j < state->problem->candidate_count && !search->found; j++) {
        if (state->barred[j] || state->gains[j] == 0) {
            continue;
        }
        uint64_t bound = na_site_state_bound(state, search->sites - search->depth);
        if (bound < search->best->value || search->open > 0) {
            break;
        }
        if (search->nodes >= search->node_limit) {
            search->open = bound;
            break;
        }
        enter(search, j);
        if (state->value >= search->best->value) {
            keep(search);
            search->found = true;
        } else if (search->depth < search->sites) {
            explore_first(search, j + 1);
        }
        leave(search, j);
    }
    allow_again(search, kept);
}

void na_site_search_first(struct na_site_search *search)
{
    search->found = false;
    if (search->sites > 0) {
        explore_first(search, 0);
    }
}
