/* Boxes of labels and marks that may not meet: a list, and for each field of the page those that
 * touch it. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "geo/trig.h"
#include "print/private.h"

#define FIELD_MM 5.0

static void range(const struct print_work *work, const struct na_print_box *box, size_t ret[4])
{
    double most_x = (double)work->columns - 1.0;
    double most_y = (double)work->rows - 1.0;
    ret[0] = (size_t)fmin(fmax(floor(box->left / FIELD_MM), 0.0), most_x);
    ret[1] = (size_t)fmin(fmax(floor(box->right / FIELD_MM), 0.0), most_x);
    ret[2] = (size_t)fmin(fmax(floor(box->top / FIELD_MM), 0.0), most_y);
    ret[3] = (size_t)fmin(fmax(floor(box->bottom / FIELD_MM), 0.0), most_y);
}

static bool meet(const struct na_print_box *a, const struct na_print_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool make_fields(struct print_work *work)
{
    if (work->cells != NULL) {
        return true;
    }
    work->columns = (size_t)(work->page_width / FIELD_MM) + 1;
    work->rows = (size_t)(work->page_height / FIELD_MM) + 1;
    work->cells = calloc(work->columns * work->rows, sizeof work->cells[0]);
    return work->cells != NULL;
}

/* Lists hold numbers from 1: `next` is pairs of a box and what comes after it. */
static bool one_clear(const struct print_work *work, const struct na_print_box *box,
                      int first_owner, bool beneath)
{
    size_t fields[4];
    range(work, box, fields);
    for (size_t row = fields[2]; row <= fields[3]; row++) {
        for (size_t column = fields[0]; column <= fields[1]; column++) {
            for (int i = work->cells[row * work->columns + column]; i != 0;
                 i = work->next[2 * (size_t)i + 1]) {
                const struct na_print_box *other = &work->boxes[work->next[2 * (size_t)i]];
                if (other->owner >= 0 && other->owner < first_owner &&
                    !(beneath && other->kind == NA_PRINT_BOX_MARK) && meet(box, other)) {
                    return false;
                }
            }
        }
    }
    return true;
}

bool na_print_boxes_clear(const struct print_work *work, const struct na_print_box *boxes,
                          size_t count, int first_owner, bool beneath)
{
    const struct na_print_box *frame = &work->frame;
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].left < frame->left + 0.5 || boxes[i].right > frame->right - 0.5 ||
            boxes[i].top < frame->top + 0.5 || boxes[i].bottom > frame->bottom - 0.5) {
            return false;
        }
        if (work->cells != NULL && !one_clear(work, &boxes[i], first_owner, beneath)) {
            return false;
        }
    }
    return true;
}

bool na_print_boxes_free(const struct print_work *work, const struct na_print_box *boxes,
                         size_t count)
{
    return na_print_boxes_clear(work, boxes, count, INT_MAX, false);
}

static bool grow(struct print_work *work)
{
    if (work->box_count == work->box_room) {
        size_t room = work->box_room == 0 ? 1024 : 2 * work->box_room;
        struct na_print_box *more = realloc(work->boxes, room * sizeof work->boxes[0]);
        if (more == NULL) {
            return false;
        }
        work->boxes = more;
        work->box_room = room;
    }
    return true;
}

static bool link_box(struct print_work *work, size_t box, size_t field)
{
    if (2 * work->next_count + 4 > work->next_room) {
        size_t room = work->next_room == 0 ? 4096 : 2 * work->next_room;
        int *more = realloc(work->next, room * sizeof work->next[0]);
        if (more == NULL) {
            return false;
        }
        work->next = more;
        work->next_room = room;
    }
    size_t number = ++work->next_count;
    work->next[2 * number] = (int)box;
    work->next[2 * number + 1] = work->cells[field];
    work->cells[field] = (int)number;
    return true;
}

void na_print_boxes_add(struct print_work *work, const struct na_print_box *boxes, size_t count,
                        int owner, enum na_print_box_kind kind)
{
    for (size_t i = 0; i < count && work->failed == NA_OK; i++) {
        if (!make_fields(work) || !grow(work)) {
            work->failed = NA_ERR_MEMORY;
            return;
        }
        size_t fields[4];
        work->boxes[work->box_count] = boxes[i];
        work->boxes[work->box_count].owner = owner;
        work->boxes[work->box_count].kind = kind;
        range(work, &boxes[i], fields);
        for (size_t row = fields[2]; row <= fields[3]; row++) {
            for (size_t column = fields[0]; column <= fields[1]; column++) {
                if (!link_box(work, work->box_count, row * work->columns + column)) {
                    work->failed = NA_ERR_MEMORY;
                    return;
                }
            }
        }
        work->box_count++;
    }
}

void na_print_boxes_drop(struct print_work *work, int owner, size_t first)
{
    for (size_t i = first; i < work->box_count && work->boxes[i].owner == owner; i++) {
        work->boxes[i].owner = -1;
    }
}

int na_print_owner(struct print_work *work)
{
    return work->owners++;
}

size_t na_print_chain(struct print_at from, struct print_at to, double height,
                      struct na_print_box *boxes, size_t most)
{
    double length = na_trig_length(to.x - from.x, to.y - from.y);
    double across = length > 0.0 ? fabs((to.x - from.x) / length) : 1.0;
    double up = length > 0.0 ? fabs((to.y - from.y) / length) : 0.0;
    size_t count = (size_t)ceil(length / fmax(height, 0.4));
    count = count < 1 ? 1 : count > most ? most : count;
    double step = length / (double)count;
    for (size_t i = 0; i < count; i++) {
        double t = ((double)i + 0.5) / (double)count;
        double x = from.x + t * (to.x - from.x);
        double y = from.y + t * (to.y - from.y);
        double half_x = (step * across + height * up) / 2.0;
        double half_y = (step * up + height * across) / 2.0;
        boxes[i] = (struct na_print_box){x - half_x, y - half_y, x + half_x,
                                         y + half_y, 0,          NA_PRINT_BOX_LABEL};
    }
    return count;
}
