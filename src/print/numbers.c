/* Numbers of premises: each has its own label near its mark, joined by a line if it stands off.
 * What finds no room near is settled together with all others (crowd.c); what is left then shares
 * its neighbour's label. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "draw/svg_put.h"
#include "geo/trig.h"
#include "print/private.h"

#define SIZE_MM 2.3
#define PAD_MM 2.0
#define TEXT_MAX 40
#define SHARE_MAX 3 /* numbers in one label */
/* More than these are not settled together, and each has few places to try: nobody reads so many
 * numbers on a sheet, and the work would be minutes. */
#define CROWD_MOST 400
#define FEW_PLACES 64

struct label {
    char text[TEXT_MAX];
    bool white;
    size_t sharers;   /* 0: it is nowhere */
    int owner;        /* of its box and of the lines to its marks */
    size_t first_box; /* they stand in a row */
};
struct number {
    bool placed, own;
    size_t label; /* the number whose label it is in */
};
struct print_numbers {
    /* As many of each as numbers. */
    struct print_spot *spots;
    struct label *labels;
    struct number *items;
    size_t count;
};

static void set_text(struct label *label, struct print_spot *spot, const char *text)
{
    (void)snprintf(label->text, sizeof label->text, "%s", text);
    spot->half =
        fmax((na_print_width(label->text, SIZE_MM, true) + PAD_MM) / 2.0, PRINT_SPOT_HEIGHT / 2.0);
}

static void add_own(struct print_work *work, struct print_numbers *numbers, size_t i)
{
    struct na_print_box line[PRINT_SPOT_LINE];
    struct label *label = &numbers->labels[i];
    struct na_print_box box = na_print_spot_box(&numbers->spots[i]);
    label->owner = na_print_owner(work);
    label->first_box = work->box_count;
    label->sharers = 1;
    na_print_boxes_add(work, &box, 1, label->owner, NA_PRINT_BOX_LABEL);
    size_t count = na_print_spot_line(&numbers->spots[i], numbers->spots[i].mark, line);
    na_print_boxes_add(work, line, count, label->owner, NA_PRINT_BOX_LINE);
    numbers->items[i] = (struct number){true, true, i};
    numbers->spots[i].placed = true;
}

/* Would a line cross that of a number in another label? */
static bool crosses(const struct print_numbers *numbers, size_t label, struct print_at from,
                    struct print_at to)
{
    for (size_t i = 0; i < numbers->count; i++) {
        const struct number *other = &numbers->items[i];
        if (other->placed && other->label != label &&
            na_print_lines_cross(from, to, numbers->spots[i].mark,
                                 numbers->spots[other->label].at)) {
            return true;
        }
    }
    return false;
}

static void place_near(struct print_work *work, struct print_numbers *numbers, size_t i)
{
    struct na_print_box line[PRINT_SPOT_LINE];
    struct print_spot *spot = &numbers->spots[i];
    size_t places = numbers->count <= CROWD_MOST ? PRINT_SPOTS_NEAR : FEW_PLACES;
    for (size_t k = 0; k < places; k++) {
        na_print_spot_try(spot, k);
        struct na_print_box box = na_print_spot_box(spot);
        if (na_print_boxes_free(work, &box, 1) &&
            na_print_boxes_free(work, line, na_print_spot_line(spot, spot->mark, line)) &&
            !crosses(numbers, i, spot->mark, spot->at)) {
            add_own(work, numbers, i);
            return;
        }
    }
}

/* Where near places were not enough, all are looked at together. */
static void settle(struct print_work *work, struct print_numbers *numbers, int first_owner)
{
    if (!na_print_crowd_settle(work, numbers->spots, numbers->count, first_owner)) {
        work->failed = NA_ERR_MEMORY;
        return;
    }
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->labels[i].sharers > 0) {
            na_print_boxes_drop(work, numbers->labels[i].owner, numbers->labels[i].first_box);
        }
    }
    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->spots[i].placed) {
            add_own(work, numbers, i);
        }
    }
}

/* A label's numbers, and one more that is to join them. */
struct sharing {
    struct print_at marks[SHARE_MAX + 1];
    size_t count;
};

static void find_members(struct print_numbers *numbers, size_t which, struct sharing *sharing)
{
    sharing->count = 0;
    for (size_t i = 0; i < numbers->count && sharing->count < SHARE_MAX; i++) {
        if (numbers->items[i].placed && numbers->items[i].label == which) {
            sharing->marks[sharing->count++] = numbers->spots[i].mark;
        }
    }
}

static bool lines_free(const struct print_work *work, const struct print_numbers *numbers,
                       const struct sharing *sharing, size_t which, const struct print_spot *spot)
{
    struct na_print_box line[PRINT_SPOT_LINE];
    bool good = true;
    for (size_t i = 0; i < sharing->count && good; i++) {
        size_t count = na_print_spot_line(spot, sharing->marks[i], line);
        good = na_print_boxes_free(work, line, count) &&
               !crosses(numbers, which, sharing->marks[i], spot->at);
    }
    return good;
}

static void add_shared(struct print_work *work, const struct sharing *sharing, struct label *label,
                       const struct print_spot *spot)
{
    struct na_print_box line[PRINT_SPOT_LINE];
    struct na_print_box box = na_print_spot_box(spot);
    label->first_box = work->box_count;
    na_print_boxes_add(work, &box, 1, label->owner, NA_PRINT_BOX_LABEL);
    for (size_t i = 0; i < sharing->count; i++) {
        size_t count = na_print_spot_line(spot, sharing->marks[i], line);
        na_print_boxes_add(work, line, count, label->owner, NA_PRINT_BOX_LINE);
    }
}

/* Widen a label for one number more, to both sides or to one: its box and the lines of all its
 * numbers are tested again. */
static bool widen(struct print_work *work, struct print_numbers *numbers, size_t i, size_t which,
                  const char *text)
{
    struct label *label = &numbers->labels[which];
    struct print_spot *spot = &numbers->spots[which];
    struct label wider = *label;
    struct print_spot at = *spot;
    struct sharing sharing;
    char both[TEXT_MAX];
    (void)snprintf(both, sizeof both, "%.18s\xC2\xB7%.18s", label->text, text);
    set_text(&wider, &at, both);
    find_members(numbers, which, &sharing);
    na_print_boxes_drop(work, label->owner, label->first_box);
    struct sharing more = sharing;
    more.marks[more.count++] = numbers->spots[i].mark;
    for (int side = 0; side < 3; side++) {
        double shift = (at.half - spot->half) * (side == 0 ? 0.0 : side == 1 ? 1.0 : -1.0);
        at.at.x = spot->at.x + shift;
        struct na_print_box box = na_print_spot_box(&at);
        if (na_print_boxes_free(work, &box, 1) && lines_free(work, numbers, &more, which, &at)) {
            numbers->items[i] = (struct number){true, false, which};
            numbers->items[which].own = false;
            wider.sharers++;
            *label = wider;
            *spot = at;
            add_shared(work, &more, label, spot);
            return true;
        }
    }
    add_shared(work, &sharing, label, spot);
    return false;
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

/* What loses and what does not never share a label. */
static size_t find_near(const struct print_numbers *numbers, size_t i, struct near *nears)
{
    const struct print_spot *spot = &numbers->spots[i];
    size_t count = 0;
    for (size_t k = 0; k < numbers->count; k++) {
        const struct label *label = &numbers->labels[k];
        double distance = na_trig_length(numbers->spots[k].at.x - spot->mark.x,
                                         numbers->spots[k].at.y - spot->mark.y);
        if (label->sharers > 0 && label->sharers < SHARE_MAX && distance < 26.0 &&
            label->white == numbers->labels[i].white) {
            nears[count++] = (struct near){distance, k};
        }
    }
    if (count > 0) {
        qsort(nears, count, sizeof nears[0], by_distance);
    }
    return count;
}

static void share(struct print_work *work, struct print_numbers *numbers, size_t i)
{
    char text[24];
    struct near *nears = calloc(numbers->count + 1, sizeof nears[0]);
    if (nears == NULL) {
        work->failed = NA_ERR_MEMORY;
        return;
    }
    (void)snprintf(text, sizeof text, "%zu", i + 1);
    size_t count = find_near(numbers, i, nears);
    for (size_t k = 0; k < count && !widen(work, numbers, i, nears[k].label, text); k++) {
    }
    free(nears);
}

static void begin_number(struct print_work *work, struct print_numbers *numbers, size_t i)
{
    const struct na_print_point *point = &work->sheet->points[work->numbered[i]];
    char text[24];
    (void)snprintf(text, sizeof text, "%zu", i + 1);
    set_text(&numbers->labels[i], &numbers->spots[i], text);
    numbers->labels[i].white = point->mark != NA_PRINT_LOSES && point->mark != NA_PRINT_OTHER_OUT;
    numbers->spots[i].mark = na_print_place(work, point->at.easting_m, point->at.northing_m);
}

static void place_all(struct print_work *work, struct print_numbers *numbers)
{
    int first_owner = work->owners;
    bool all = true;
    for (size_t i = 0; i < numbers->count; i++) {
        begin_number(work, numbers, i);
        place_near(work, numbers, i);
        all = all && numbers->spots[i].placed;
    }
    if (!all && numbers->count <= CROWD_MOST && work->failed == NA_OK) {
        settle(work, numbers, first_owner);
    }
    size_t asked = 0;
    for (size_t i = 0; i < numbers->count && asked < CROWD_MOST && work->failed == NA_OK; i++) {
        if (!numbers->items[i].placed) {
            share(work, numbers, i);
            asked++;
        }
    }
    for (size_t i = 0; i < numbers->count; i++) {
        work->tally.own += numbers->items[i].own;
        work->tally.shared += numbers->items[i].placed && !numbers->items[i].own;
        work->tally.unplaced += !numbers->items[i].placed;
    }
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
    numbers->spots = calloc(numbers->count + 1, sizeof numbers->spots[0]);
    if (numbers->labels == NULL || numbers->items == NULL || numbers->spots == NULL) {
        na_print_numbers_free(numbers);
        return NA_ERR_MEMORY;
    }
    place_all(work, numbers);
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
                na_print_put_line(work, numbers->spots[i].mark, numbers->spots[number->label].at,
                                  passes[pass].width, passes[pass].colour);
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
    for (size_t i = 0; i < numbers->count; i++) {
        const struct label *label = &numbers->labels[i];
        const struct print_spot *spot = &numbers->spots[i];
        struct na_print_box box = na_print_spot_box(spot);
        if (label->sharers == 0) {
            continue;
        }
        na_print_put_box(work, box.left + 0.1, box.top + 0.1, box.right - box.left - 0.2,
                         box.bottom - box.top - 0.2, label->white ? 0.0 : 1.5,
                         label->white ? "#ffffff" : "#000000", label->white ? 0.3 : 0.0);
        na_print_put_text(work, spot->at.x, spot->at.y + 0.82, label->white ? &black : &white,
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
        free(numbers->spots);
        free(numbers);
    }
}
