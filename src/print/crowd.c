/* Where the numbers of a crowd go. Each label has some hundred places about its mark. A label that
 * finds none free asks those in its way to go elsewhere, and they ask others in turn, some steps
 * deep; what does not help is taken back. If that is not enough, its line may run beneath other
 * marks. In the end each label moves to the nearest place that is free then.
 *
 * What labels may not meet besides each other (marks, names of towns, the frame) is known by the
 * boxes of place.c and asked once a place. The work is counted, never timed: the same sheet has the
 * same bytes on any machine. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/trig.h"
#include "print/private.h"

#define LINE_MM 0.4
/* A line's boxes reach so far from it. */
#define ABOUT_MM 0.3
/* Two lines keep so far apart; their boxes may meet. */
#define APART_MM 0.35
#define DIRECTIONS 32
#define DISTANCES 14
#define PLACES ((size_t)DISTANCES * DIRECTIONS)
#define BLOCKERS_MAX 2
#define MOVES_MAX 24
#define DEPTH_MAX 3
#define TRIES_MAX 150000

void na_print_spot_try(struct print_spot *spot, size_t k)
{
    static const double distances[DISTANCES] = {3.0,  4.2,  5.6,  7.2,  9.2,  11.6, 14.4,
                                                17.6, 21.4, 26.0, 31.0, 37.0, 44.0, 52.0};
    /* Beside, above and below first. */
    static const int order[DIRECTIONS] = {0,  16, 8,  24, 4,  28, 12, 20, 2,  30, 14,
                                          18, 6,  26, 10, 22, 1,  31, 15, 17, 7,  25,
                                          9,  23, 3,  29, 13, 19, 5,  27, 11, 21};
    double distance = distances[k / DIRECTIONS];
    double across = distance + (spot->half - PRINT_SPOT_HEIGHT / 2.0);
    double sine, cosine;
    na_trig_turn((double)order[k % DIRECTIONS] / DIRECTIONS, &sine, &cosine);
    spot->at = (struct print_at){spot->mark.x + across * cosine, spot->mark.y - distance * sine};
}

struct na_print_box na_print_spot_box(const struct print_spot *spot)
{
    return (struct na_print_box){spot->at.x - spot->half,
                                 spot->at.y - PRINT_SPOT_HEIGHT / 2.0,
                                 spot->at.x + spot->half,
                                 spot->at.y + PRINT_SPOT_HEIGHT / 2.0,
                                 0,
                                 NA_PRINT_BOX_LABEL};
}

/* From just off the mark to just off the label; false: they are too near for a line. */
static bool line_ends(const struct print_spot *spot, struct print_at mark, struct print_at ends[2])
{
    double dx = spot->at.x - mark.x;
    double dy = spot->at.y - mark.y;
    double length = na_trig_length(dx, dy);
    double out = 1.75;
    double in = length -
                fmin(spot->half / fmax(fabs(dx / length), 1e-9),
                     PRINT_SPOT_HEIGHT / 2.0 / fmax(fabs(dy / length), 1e-9)) -
                0.5;
    if (!(in > out + 0.2)) {
        return false;
    }
    ends[0] = (struct print_at){mark.x + dx / length * out, mark.y + dy / length * out};
    ends[1] = (struct print_at){mark.x + dx / length * in, mark.y + dy / length * in};
    return true;
}

size_t na_print_spot_line(const struct print_spot *spot, struct print_at mark,
                          struct na_print_box boxes[PRINT_SPOT_LINE])
{
    struct print_at ends[2];
    return line_ends(spot, mark, ends)
               ? na_print_chain(ends[0], ends[1], LINE_MM, boxes, PRINT_SPOT_LINE)
               : 0;
}

/* A label where it stands or may stand, taken apart. */
struct shape {
    struct na_print_box box, bounds;
    struct print_at mark, at;
    struct print_at line[2]; /* what shows of it */
    bool has_line;
};

static struct shape shape_of(const struct print_spot *spot)
{
    struct shape shape = {.box = na_print_spot_box(spot), .mark = spot->mark, .at = spot->at};
    struct na_print_box *bounds = &shape.bounds;
    shape.has_line = line_ends(spot, spot->mark, shape.line);
    *bounds = shape.box;
    bounds->left = fmin(bounds->left, spot->mark.x - APART_MM);
    bounds->right = fmax(bounds->right, spot->mark.x + APART_MM);
    bounds->top = fmin(bounds->top, spot->mark.y - APART_MM);
    bounds->bottom = fmax(bounds->bottom, spot->mark.y + APART_MM);
    return shape;
}

static bool boxes_meet(const struct na_print_box *a, const struct na_print_box *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static bool line_meets_box(const struct print_at line[2], const struct na_print_box *box)
{
    const struct na_print_box about = {
        box->left - ABOUT_MM, box->top - ABOUT_MM, box->right + ABOUT_MM, box->bottom + ABOUT_MM, 0,
        NA_PRINT_BOX_LINE};
    struct print_at from = line[0];
    struct print_at to = line[1];
    return na_print_clip_segment(&from, &to, &about);
}

static double distance_to_line(struct print_at at, const struct print_at line[2])
{
    double dx = line[1].x - line[0].x;
    double dy = line[1].y - line[0].y;
    double t = ((at.x - line[0].x) * dx + (at.y - line[0].y) * dy) / (dx * dx + dy * dy);
    t = fmin(fmax(t, 0.0), 1.0);
    return na_trig_length(at.x - line[0].x - t * dx, at.y - line[0].y - t * dy);
}

static double side(struct print_at from, struct print_at to, struct print_at at)
{
    return (to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x);
}

bool na_print_lines_cross(struct print_at a, struct print_at a_end, struct print_at b,
                          struct print_at b_end)
{
    return side(a, a_end, b) * side(a, a_end, b_end) < 0.0 &&
           side(b, b_end, a) * side(b, b_end, a_end) < 0.0;
}

static bool lines_near(const struct print_at a[2], const struct print_at b[2])
{
    return distance_to_line(a[0], b) < APART_MM || distance_to_line(a[1], b) < APART_MM ||
           distance_to_line(b[0], a) < APART_MM || distance_to_line(b[1], a) < APART_MM;
}

static bool shapes_meet(const struct shape *a, const struct shape *b)
{
    return boxes_meet(&a->bounds, &b->bounds) &&
           (boxes_meet(&a->box, &b->box) || (a->has_line && line_meets_box(a->line, &b->box)) ||
            (b->has_line && line_meets_box(b->line, &a->box)) ||
            (a->has_line && b->has_line && lines_near(a->line, b->line)) ||
            na_print_lines_cross(a->mark, a->at, b->mark, b->at));
}

/* What stands about a place: asked once. */
enum ground {
    UNKNOWN,
    CLEAR,
    BENEATH, /* clear if its line runs beneath marks */
    TAKEN
};
struct moved {
    size_t number;
    struct print_spot spot;
};
struct crowd {
    const struct print_work *work;
    struct print_spot *spots;
    struct shape *shapes; /* of those placed */
    size_t count;
    unsigned char *grounds; /* PLACES a spot */
    bool *held;             /* those that others make room for */
    struct moved *trail;    /* what was moved, to be taken back */
    size_t trail_count, trail_room;
    int first_owner; /* boxes of this owner and later ones are labels themselves */
    bool beneath;
    size_t tries;
    bool full; /* no memory */
};

static enum ground ask_ground(const struct crowd *crowd, const struct print_spot *spot)
{
    struct na_print_box line[PRINT_SPOT_LINE];
    struct na_print_box box = na_print_spot_box(spot);
    if (!na_print_boxes_clear(crowd->work, &box, 1, crowd->first_owner, false)) {
        return TAKEN;
    }
    size_t count = na_print_spot_line(spot, spot->mark, line);
    return na_print_boxes_clear(crowd->work, line, count, crowd->first_owner, false)  ? CLEAR
           : na_print_boxes_clear(crowd->work, line, count, crowd->first_owner, true) ? BENEATH
                                                                                      : TAKEN;
}

static bool may_stand(struct crowd *crowd, size_t i, size_t k)
{
    unsigned char *ground = &crowd->grounds[i * PLACES + k];
    if (*ground == UNKNOWN) {
        *ground = (unsigned char)ask_ground(crowd, &crowd->spots[i]);
    }
    return *ground == CLEAR || (*ground == BENEATH && crowd->beneath);
}

/* Labels that one at its place would meet; more than BLOCKERS_MAX are not looked for. */
static size_t find_blockers(struct crowd *crowd, size_t i, size_t blockers[BLOCKERS_MAX])
{
    struct shape shape = shape_of(&crowd->spots[i]);
    size_t found = 0;
    crowd->tries++;
    for (size_t k = 0; k < crowd->count; k++) {
        if (k != i && crowd->spots[k].placed && shapes_meet(&shape, &crowd->shapes[k])) {
            if (found == BLOCKERS_MAX) {
                return BLOCKERS_MAX + 1;
            }
            blockers[found++] = k;
        }
    }
    return found;
}

static void note(struct crowd *crowd, size_t i)
{
    if (crowd->trail_count == crowd->trail_room) {
        size_t room = crowd->trail_room == 0 ? 64 : 2 * crowd->trail_room;
        struct moved *more = realloc(crowd->trail, room * sizeof crowd->trail[0]);
        if (more == NULL) {
            crowd->full = true;
            return;
        }
        crowd->trail = more;
        crowd->trail_room = room;
    }
    crowd->trail[crowd->trail_count++] = (struct moved){i, crowd->spots[i]};
}

static void put(struct crowd *crowd, size_t i)
{
    crowd->spots[i].placed = true;
    crowd->shapes[i] = shape_of(&crowd->spots[i]);
}

static void undo(struct crowd *crowd, size_t to)
{
    while (crowd->trail_count > to) {
        const struct moved *moved = &crowd->trail[--crowd->trail_count];
        crowd->spots[moved->number] = moved->spot;
        if (moved->spot.placed) {
            put(crowd, moved->number);
        }
    }
}

static bool place_free(struct crowd *crowd, size_t i, size_t places)
{
    size_t blockers[BLOCKERS_MAX];
    for (size_t k = 0; k < places; k++) {
        na_print_spot_try(&crowd->spots[i], k);
        if (may_stand(crowd, i, k) && find_blockers(crowd, i, blockers) == 0) {
            put(crowd, i);
            return true;
        }
    }
    return false;
}

/* A place that is free once these have gone elsewhere. */
struct move {
    size_t place, count;
    size_t blockers[BLOCKERS_MAX];
};

/* Those with one blocker before those with two; each kind from near to far. */
static size_t find_moves(struct crowd *crowd, size_t i, struct move moves[MOVES_MAX])
{
    struct move pairs[MOVES_MAX];
    size_t count = 0;
    size_t pair_count = 0;
    for (size_t k = 0; k < PLACES && count < MOVES_MAX; k++) {
        struct move move = {.place = k};
        na_print_spot_try(&crowd->spots[i], k);
        if (!may_stand(crowd, i, k)) {
            continue;
        }
        move.count = find_blockers(crowd, i, move.blockers);
        bool stays = move.count > BLOCKERS_MAX;
        for (size_t b = 0; b < move.count && !stays; b++) {
            stays = crowd->held[move.blockers[b]];
        }
        if (!stays && move.count < 2) {
            moves[count++] = move;
        } else if (!stays && pair_count < MOVES_MAX) {
            pairs[pair_count++] = move;
        }
    }
    for (size_t p = 0; p < pair_count && count < MOVES_MAX; p++) {
        moves[count++] = pairs[p];
    }
    return count;
}

static bool make_room(struct crowd *crowd, size_t i, unsigned int depth);

static bool do_move(struct crowd *crowd, size_t i, const struct move *move, unsigned int depth)
{
    bool good = true;
    for (size_t b = 0; b < move->count; b++) {
        note(crowd, move->blockers[b]);
        crowd->spots[move->blockers[b]].placed = false;
    }
    na_print_spot_try(&crowd->spots[i], move->place);
    put(crowd, i);
    crowd->held[i] = true;
    for (size_t b = 0; b < move->count && good; b++) {
        good = make_room(crowd, move->blockers[b], depth - 1);
    }
    crowd->held[i] = false;
    return good;
}

/* Room for a number: a free place, or one that others can leave for places of their own; they may
 * in turn ask others, `depth` times. Nothing is changed if there is none. */
static bool make_room(struct crowd *crowd, size_t i, unsigned int depth)
{
    struct move moves[MOVES_MAX];
    size_t begin = crowd->trail_count;
    if (crowd->tries > TRIES_MAX || crowd->full) {
        return false;
    }
    note(crowd, i);
    if (place_free(crowd, i, PLACES)) {
        return true;
    }
    size_t count = depth > 0 ? find_moves(crowd, i, moves) : 0;
    for (size_t m = 0; m < count && !crowd->full; m++) {
        if (do_move(crowd, i, &moves[m], depth)) {
            return true;
        }
        undo(crowd, begin + 1);
        crowd->spots[i].placed = false;
    }
    undo(crowd, begin);
    return false;
}

/* Each to the nearest place that is free now. */
static void draw_near(struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->count; i++) {
        struct print_spot was = crowd->spots[i];
        if (was.placed && !place_free(crowd, i, PLACES)) {
            crowd->spots[i] = was;
        }
    }
}

static void search(struct crowd *crowd)
{
    for (unsigned int pass = 0; pass < 2; pass++) {
        crowd->beneath = pass == 1;
        crowd->tries = 0;
        for (unsigned int depth = 0; depth <= DEPTH_MAX; depth++) {
            for (size_t i = 0; i < crowd->count; i++) {
                crowd->trail_count = 0;
                if (!crowd->spots[i].placed) {
                    (void)make_room(crowd, i, depth);
                }
            }
        }
    }
    draw_near(crowd);
}

bool na_print_crowd_settle(const struct print_work *work, struct print_spot *spots, size_t count,
                           int first_owner)
{
    struct crowd crowd = {.work = work, .spots = spots, .count = count, .first_owner = first_owner};
    crowd.shapes = calloc(count + 1, sizeof crowd.shapes[0]);
    crowd.grounds = calloc(count + 1, PLACES);
    crowd.held = calloc(count + 1, sizeof crowd.held[0]);
    crowd.full = crowd.shapes == NULL || crowd.grounds == NULL || crowd.held == NULL;
    for (size_t i = 0; i < count && !crowd.full; i++) {
        crowd.shapes[i] = shape_of(&spots[i]);
    }
    if (!crowd.full) {
        search(&crowd);
    }
    free(crowd.shapes);
    free(crowd.grounds);
    free(crowd.held);
    free(crowd.trail);
    return !crowd.full;
}
