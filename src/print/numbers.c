/* Numbers of premises: each has its own label near its mark, joined by a line if it stands off; if
 * there is no room it shares its neighbour's. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/svg_put.h"
#include "print/private.h"

#define SIZE_MM 2.3
#define HEIGHT_MM 3.3
#define PAD_MM 2.0
#define TEXT_MAX 40
#define SHARE_MAX 3 /* numbers in one label */
#define DIRECTIONS 16
#define LEADER_MM 0.5
#define CHAIN 80

struct label {
    char text[TEXT_MAX];
    struct print_at at; /* its middle */
    double half;        /* of its width */
    bool white;
    size_t sharers;
    int owner;
};
struct number {
    struct print_at mark;
    bool placed, own;
    size_t label;
    int leader_owner;
};
struct print_numbers {
    struct label *labels;
    size_t label_count;
    struct number *items;
    size_t count;
};

static struct na_print_box box_of(const struct label *label)
{
    return (struct na_print_box){label->at.x - label->half,
                                 label->at.y - HEIGHT_MM / 2.0,
                                 label->at.x + label->half,
                                 label->at.y + HEIGHT_MM / 2.0,
                                 0,
                                 false};
}

static void set_text(struct label *label, const char *text)
{
    (void)snprintf(label->text, sizeof label->text, "%s", text);
    label->half =
        fmax((na_print_width(label->text, SIZE_MM, true) + PAD_MM) / 2.0, HEIGHT_MM / 2.0);
}

/* From just off the mark to just off the label. */
static size_t leader_of(struct print_at mark, const struct label *label, struct na_print_box *boxes)
{
    double dx = label->at.x - mark.x;
    double dy = label->at.y - mark.y;
    double length = hypot(dx, dy);
    double out = 1.75;
    double in = length -
                fmin(label->half / fmax(fabs(dx / length), 1e-9),
                     HEIGHT_MM / 2.0 / fmax(fabs(dy / length), 1e-9)) -
                0.5;
    if (!(in > out + 0.2)) {
        return 0;
    }
    struct print_at from = {mark.x + dx / length * out, mark.y + dy / length * out};
    struct print_at to = {mark.x + dx / length * in, mark.y + dy / length * in};
    return na_print_chain(from, to, LEADER_MM, boxes, CHAIN);
}

static bool try_at(struct print_work *work, struct number *number, struct label *label,
                   struct print_at at)
{
    struct na_print_box leader[CHAIN];
    label->at = at;
    struct na_print_box box = box_of(label);
    if (!na_print_boxes_free(work, &box, 1, -2)) {
        return false;
    }
    size_t count = leader_of(number->mark, label, leader);
    if (!na_print_boxes_free(work, leader, count, -2)) {
        return false;
    }
    label->owner = na_print_owner(work);
    na_print_boxes_add(work, &box, 1, label->owner, false);
    number->leader_owner = na_print_owner(work);
    na_print_boxes_add(work, leader, count, number->leader_owner, false);
    return true;
}

static bool place_own(struct print_work *work, struct number *number, struct label *label)
{
    static const double distances[] = {3.0, 4.2, 5.6, 7.2, 9.2, 11.6, 14.4, 17.6, 21.4, 26.0};
    /* Beside, above and below first. */
    static const int order[DIRECTIONS] = {0, 8, 4, 12, 2, 14, 6, 10, 1, 15, 7, 9, 3, 13, 5, 11};
    for (size_t d = 0; d < sizeof distances / sizeof distances[0]; d++) {
        for (size_t k = 0; k < DIRECTIONS; k++) {
            double angle = (double)order[k] * 2.0 * 3.14159265358979323846 / DIRECTIONS;
            double across = distances[d] + (label->half - HEIGHT_MM / 2.0);
            struct print_at at = {number->mark.x + across * cos(angle),
                                  number->mark.y - distances[d] * sin(angle)};
            if (try_at(work, number, label, at)) {
                return true;
            }
        }
    }
    return false;
}

/* Widen a label for one number more; its box is tested again. */
static bool widen(struct print_work *work, struct print_numbers *numbers, struct number *number,
                  size_t which, const char *text)
{
    struct label *label = &numbers->labels[which];
    struct label wider = *label;
    char both[TEXT_MAX];
    struct na_print_box leader[CHAIN];
    (void)snprintf(both, sizeof both, "%.18s\xC2\xB7%.18s", label->text, text);
    set_text(&wider, both);
    struct na_print_box box = box_of(&wider);
    if (!na_print_boxes_free(work, &box, 1, label->owner)) {
        return false;
    }
    size_t count = leader_of(number->mark, &wider, leader);
    if (!na_print_boxes_free(work, leader, count, label->owner)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) { /* a leader may not run under the label it joins */
        if (leader[i].left < box.right && box.left < leader[i].right &&
            leader[i].top < box.bottom && box.top < leader[i].bottom) {
            return false;
        }
    }
    na_print_boxes_drop(work, label->owner);
    wider.sharers++;
    *label = wider;
    na_print_boxes_add(work, &box, 1, label->owner, false);
    number->leader_owner = na_print_owner(work);
    na_print_boxes_add(work, leader, count, number->leader_owner, false);
    number->label = which;
    return true;
}

struct near {
    double distance;
    size_t label;
};

static int by_distance(const void *left, const void *right)
{
    const struct near *a = left;
    const struct near *b = right;
    if (a->distance < b->distance || a->distance > b->distance) {
        return a->distance < b->distance ? -1 : 1;
    }
    return (a->label > b->label) - (a->label < b->label);
}

static bool place_shared(struct print_work *work, struct print_numbers *numbers,
                         struct number *number, const char *text, bool white)
{
    size_t count = 0;
    struct near *nears = calloc(numbers->label_count + 1, sizeof nears[0]);
    if (nears == NULL) {
        work->failed = NA_ERR_MEMORY;
        return false;
    }
    for (size_t i = 0; i < numbers->label_count; i++) {
        const struct label *label = &numbers->labels[i];
        double distance = hypot(label->at.x - number->mark.x, label->at.y - number->mark.y);
        /* What loses and what does not never share a label. */
        if (label->white == white && label->sharers < SHARE_MAX && distance < 26.0) {
            nears[count++] = (struct near){distance, i};
        }
    }
    if (count > 0) {
        qsort(nears, count, sizeof nears[0], by_distance);
    }
    bool placed = false;
    for (size_t i = 0; i < count && !placed; i++) {
        placed = widen(work, numbers, number, nears[i].label, text);
    }
    free(nears);
    return placed;
}

static void place_one(struct print_work *work, struct print_numbers *numbers, size_t i)
{
    const struct na_print_point *point = &work->sheet->points[work->numbered[i]];
    struct number *number = &numbers->items[i];
    struct label label = {
        .white = point->mark != NA_PRINT_LOSES && point->mark != NA_PRINT_OTHER_OUT, .sharers = 1};
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", i + 1);
    set_text(&label, text);
    number->mark = na_print_place(work, point->at.easting_m, point->at.northing_m);
    number->own = number->placed = place_own(work, number, &label);
    if (number->own) {
        number->label = numbers->label_count;
        numbers->labels[numbers->label_count++] = label;
        work->tally.own++;
        return;
    }
    number->placed = place_shared(work, numbers, number, text, label.white);
    work->tally.shared += number->placed;
    work->tally.unplaced += !number->placed;
}

enum na_code na_print_numbers_place(struct print_work *work, struct print_numbers **ret_numbers)
{
    struct print_numbers *numbers = calloc(1, sizeof *numbers);
    if (numbers == NULL) {
        return NA_ERR_MEMORY;
    }
    numbers->count = work->numbered_count;
    numbers->labels = calloc(numbers->count + 1, sizeof numbers->labels[0]);
    numbers->items = calloc(numbers->count + 1, sizeof numbers->items[0]);
    if (numbers->labels == NULL || numbers->items == NULL) {
        na_print_numbers_free(numbers);
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < numbers->count && work->failed == NA_OK; i++) {
        place_one(work, numbers, i);
    }
    *ret_numbers = numbers;
    return work->failed;
}

bool na_print_number_placed(const struct print_numbers *numbers, size_t i)
{
    return numbers->items[i].placed;
}

static void draw_leaders(struct print_work *work, const struct print_numbers *numbers)
{
    static const struct {
        double width;
        const char *colour;
    } passes[] = {{0.8, "#ffffff"}, {0.2, "#000000"}};
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < numbers->count; i++) {
            const struct number *number = &numbers->items[i];
            if (number->placed) {
                const struct label *label = &numbers->labels[number->label];
                na_print_put_line(work, number->mark, label->at, passes[pass].width,
                                  passes[pass].colour);
            }
        }
    }
}

void na_print_numbers_draw(struct print_work *work, const struct print_numbers *numbers)
{
    static const struct print_text white = {
        .size = SIZE_MM, .bold = true, .anchor = NA_SVG_MIDDLE, .fill = "#ffffff"};
    static const struct print_text black = {.size = SIZE_MM, .bold = true, .anchor = NA_SVG_MIDDLE};
    na_svg_group_begin(&work->svg, "numbers");
    for (size_t i = 0; i < numbers->label_count; i++) {
        const struct label *label = &numbers->labels[i];
        struct na_print_box box = box_of(label);
        na_print_put_box(work, box.left + 0.1, box.top + 0.1, box.right - box.left - 0.2,
                         box.bottom - box.top - 0.2, label->white ? 0.0 : 1.5,
                         label->white ? "#ffffff" : "#000000", label->white ? 0.3 : 0.0);
        na_print_put_text(work, label->at.x, label->at.y + 0.82, label->white ? &black : &white,
                          label->text);
    }
    na_svg_group_end(&work->svg);
}

void na_print_numbers_leaders(struct print_work *work, const struct print_numbers *numbers)
{
    na_svg_group_begin(&work->svg, "leaders");
    draw_leaders(work, numbers);
    na_svg_group_end(&work->svg);
}

void na_print_numbers_free(struct print_numbers *numbers)
{
    if (numbers != NULL) {
        free(numbers->labels);
        free(numbers->items);
        free(numbers);
    }
}
