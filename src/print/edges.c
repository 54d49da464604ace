/* Which edges of the boundaries are drawn already. Two wards share the edge between them: drawn
 * twice, its dashes fill each other's gaps and it looks like another kind of line. An edge is known
 * by its ends in hundredths of a millimetre, whichever way it is walked. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "print/private.h"

struct print_edge {
    long x1, y1, x2, y2;
};

static struct print_edge edge_of(struct print_at from, struct print_at to)
{
    struct print_edge edge = {lround(from.x * 100.0), lround(from.y * 100.0), lround(to.x * 100.0),
                              lround(to.y * 100.0)};
    if (edge.x1 > edge.x2 || (edge.x1 == edge.x2 && edge.y1 > edge.y2)) {
        return (struct print_edge){edge.x2, edge.y2, edge.x1, edge.y1};
    }
    return edge;
}

static bool same(const struct print_edge *a, const struct print_edge *b)
{
    return a->x1 == b->x1 && a->y1 == b->y1 && a->x2 == b->x2 && a->y2 == b->y2;
}

/* Where it stands, or the empty place where it belongs (1 more than its number; 0: empty). */
static size_t find(const struct print_edges *edges, const struct print_edge *edge)
{
    const long ends[4] = {edge->x1, edge->y1, edge->x2, edge->y2};
    uint64_t hash = 1469598103934665603u;
    for (size_t i = 0; i < 4; i++) {
        hash = (hash ^ (uint64_t)ends[i]) * 1099511628211u;
        hash ^= hash >> 29;
    }
    size_t place = (size_t)hash & (edges->place_count - 1);
    while (edges->places[place] != 0 && !same(&edges->items[edges->places[place] - 1], edge)) {
        place = (place + 1) & (edges->place_count - 1);
    }
    return place;
}

static bool grow(struct print_edges *edges)
{
    size_t count = edges->place_count == 0 ? 1024 : 2 * edges->place_count;
    struct print_edge *items = realloc(edges->items, count / 2 * sizeof items[0]);
    size_t *places = calloc(count, sizeof places[0]);
    edges->items = items != NULL ? items : edges->items;
    if (items == NULL || places == NULL) {
        free(places);
        return false;
    }
    free(edges->places);
    edges->places = places;
    edges->place_count = count;
    for (size_t i = 0; i < edges->count; i++) {
        places[find(edges, &edges->items[i])] = i + 1;
    }
    return true;
}

bool na_print_edges_add(struct print_edges *edges, struct print_at from, struct print_at to,
                        bool *ret_new)
{
    if (2 * edges->count + 2 > edges->place_count && !grow(edges)) {
        return false;
    }
    struct print_edge edge = edge_of(from, to);
    size_t place = find(edges, &edge);
    *ret_new = edges->places[place] == 0;
    if (*ret_new) {
        edges->items[edges->count++] = edge;
        edges->places[place] = edges->count;
    }
    return true;
}

void na_print_edges_fini(struct print_edges *edges)
{
    free(edges->items);
    free(edges->places);
}
