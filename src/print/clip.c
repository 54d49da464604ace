/* Lines and rings cut to a box, and lines drawn across a ring. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "print/private.h"

void na_print_points_add(struct print_points *points, struct print_at at)
{
    if (points->count == points->room) {
        size_t room = points->room == 0 ? 256 : 2 * points->room;
        struct print_at *more = realloc(points->items, room * sizeof points->items[0]);
        if (more == NULL) {
            points->full = true;
            return;
        }
        points->items = more;
        points->room = room;
    }
    points->items[points->count++] = at;
}

/* How far a point lies inside of an edge of the box. */
static double inside(struct print_at at, const struct na_print_box *box, int edge)
{
    return edge == 0   ? at.x - box->left
           : edge == 1 ? box->right - at.x
           : edge == 2 ? at.y - box->top
                       : box->bottom - at.y;
}

static struct print_at between(struct print_at a, struct print_at b, double t)
{
    return (struct print_at){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* Sutherland and Hodgman's way: edge after edge. */
void na_print_clip_ring(const struct print_at *ring, size_t count, const struct na_print_box *box,
                        struct print_points *scratch, struct print_points *to)
{
    struct print_points *from = scratch;
    to->count = from->count = 0;
    for (size_t i = 0; i < count; i++) {
        na_print_points_add(to, ring[i]);
    }
    for (int edge = 0; edge < 4; edge++) {
        struct print_points swapped = *to;
        *to = *from;
        *from = swapped;
        to->count = 0;
        for (size_t i = 0; i < from->count; i++) {
            struct print_at a = from->items[i == 0 ? from->count - 1 : i - 1];
            struct print_at b = from->items[i];
            double da = inside(a, box, edge);
            double db = inside(b, box, edge);
            if ((da < 0.0) != (db < 0.0)) {
                na_print_points_add(to, between(a, b, da / (da - db)));
            }
            if (db >= 0.0) {
                na_print_points_add(to, b);
            }
        }
    }
}

bool na_print_clip_segment(struct print_at *from, struct print_at *to,
                           const struct na_print_box *box)
{
    for (int edge = 0; edge < 4; edge++) {
        double da = inside(*from, box, edge);
        double db = inside(*to, box, edge);
        if (da < 0.0 && db < 0.0) {
            return false;
        }
        if (da < 0.0) {
            *from = between(*from, *to, da / (da - db));
        } else if (db < 0.0) {
            *to = between(*from, *to, da / (da - db));
        }
    }
    return true;
}

struct crossing {
    long line;
    double along;
};

static int by_place(const void *left, const void *right)
{
    const struct crossing *a = left;
    const struct crossing *b = right;
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    return (a->along > b->along) - (a->along < b->along);
}

struct crossings {
    struct crossing *items;
    size_t count, room;
    bool full;
};

static void cross(struct crossings *list, long line, double along)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 256 : 2 * list->room;
        struct crossing *more = realloc(list->items, room * sizeof list->items[0]);
        if (more == NULL) {
            list->full = true;
            return;
        }
        list->items = more;
        list->room = room;
    }
    list->items[list->count++] = (struct crossing){line, along};
}

/* Where an edge crosses the lines; a point on a line belongs to the part above it. */
static void cross_edge(struct crossings *list, struct print_at a, struct print_at b, int slope,
                       double step)
{
    double da = (slope == 0 ? a.y : slope > 0 ? a.y - a.x : a.y + a.x) / step;
    double db = (slope == 0 ? b.y : slope > 0 ? b.y - b.x : b.y + b.x) / step;
    double low = fmin(da, db);
    double high = fmax(da, db);
    for (double line = ceil(low); line < high; line += 1.0) {
        double t = (line - da) / (db - da);
        cross(list, (long)line, a.x + t * (b.x - a.x));
    }
}

void na_print_hatch(const struct print_at *points, const size_t *starts, size_t rings, int slope,
                    double step, struct print_points *to)
{
    struct crossings list = {NULL, 0, 0, NA_PRINT_BOX_LABEL};
    for (size_t r = 0; r < rings; r++) {
        size_t count = starts[r + 1] - starts[r];
        const struct print_at *ring = points + starts[r];
        for (size_t i = 0; i < count; i++) {
            cross_edge(&list, ring[i], ring[i + 1 == count ? 0 : i + 1], slope, step);
        }
    }
    if (list.count > 0) {
        qsort(list.items, list.count, sizeof list.items[0], by_place);
    }
    for (size_t i = 0; i + 1 < list.count; i += 2) {
        double at = (double)list.items[i].line * step;
        for (size_t k = i; k < i + 2; k++) {
            double x = list.items[k].along;
            na_print_points_add(to, (struct print_at){x, slope == 0  ? at
                                                         : slope > 0 ? at + x
                                                                     : at - x});
        }
    }
    to->full = to->full || list.full;
    free(list.items);
}
