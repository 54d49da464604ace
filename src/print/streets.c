/* Names of streets. A street comes in pieces, cut at the edges of its tiles: they are joined by
 * name where they meet, split into runs that are nearly straight, and the name goes along the
 * longest run that is free. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/earth.h"
#include "geo/trig.h"
#include "print/private.h"

#define JOIN_MM 0.15
#define STRAIGHT_MM 0.55
#define ONCE_IN_MM 60.0
#define CHAIN 120
#define STEP_MM 1.5
#define TEXT_MAX 130
#define RUNS_MAX 64

/* A street's points, joined. */
struct street {
    uint32_t name;
    enum na_ground ground;
    double length;
    size_t first, count; /* in the points of the list */
};
struct streets {
    struct print_points points;
    struct street *items;
    size_t count, room;
};
struct placed {
    const char *name;
    struct print_at at;
};

static double size_of(enum na_ground ground)
{
    return ground <= NA_GROUND_A_ROAD   ? 2.5
           : ground == NA_GROUND_B_ROAD ? 2.4
           : ground == NA_GROUND_MINOR  ? 2.3
                                        : 2.1;
}

static bool is_street(enum na_ground ground)
{
    return (ground >= NA_GROUND_MOTORWAY && ground <= NA_GROUND_PATH) ||
           ground == NA_GROUND_ROAD_NAME;
}

/* A piece in its tile's own square: what lies in the buffer is the neighbour's, too. */
struct piece {
    uint32_t name;
    enum na_ground ground;
    size_t first, count;
    bool used;
};
struct pieces {
    struct print_points points;
    struct piece *items;
    size_t count, room;
    bool full;
};

static void end_piece(struct pieces *pieces, const struct print_line *line, size_t first)
{
    size_t count = pieces->points.count - first;
    if (count < 2) {
        pieces->points.count = first;
        return;
    }
    if (pieces->count == pieces->room) {
        size_t room = pieces->room == 0 ? 256 : 2 * pieces->room;
        struct piece *more = realloc(pieces->items, room * sizeof pieces->items[0]);
        if (more == NULL) {
            pieces->full = true;
            return;
        }
        pieces->items = more;
        pieces->room = room;
    }
    pieces->items[pieces->count++] = (struct piece){line->name, line->ground, first, count, false};
}

static void cut_piece(const struct print_work *work, const struct print_line *line,
                      struct pieces *pieces)
{
    size_t first = pieces->points.count;
    for (size_t i = 0; i + 1 < line->count; i++) {
        struct print_at from = work->ground.points[line->first + i];
        struct print_at to = work->ground.points[line->first + i + 1];
        struct print_at end = to;
        struct print_at begin = from;
        if (!na_print_clip_segment(&from, &to, &line->inner) ||
            !na_print_clip_segment(&from, &to, &work->frame)) {
            end_piece(pieces, line, first);
            first = pieces->points.count;
            continue;
        }
        bool begins = fabs(from.x - begin.x) + fabs(from.y - begin.y) > 1e-9;
        if (begins && pieces->points.count > first) {
            end_piece(pieces, line, first);
            first = pieces->points.count;
        }
        if (pieces->points.count == first) {
            na_print_points_add(&pieces->points, from);
        }
        na_print_points_add(&pieces->points, to);
        if (fabs(to.x - end.x) + fabs(to.y - end.y) > 1e-9) {
            end_piece(pieces, line, first);
            first = pieces->points.count;
        }
    }
    end_piece(pieces, line, first);
}

static int by_name(const void *left, const void *right)
{
    const struct piece *a = left;
    const struct piece *b = right;
    if (a->name != b->name) {
        return a->name < b->name ? -1 : 1;
    }
    return (a->first > b->first) - (a->first < b->first);
}

static bool touch(struct print_at a, struct print_at b)
{
    return fabs(a.x - b.x) <= JOIN_MM && fabs(a.y - b.y) <= JOIN_MM;
}

/* Append a piece, turned round or not. */
static void append(struct streets *streets, const struct pieces *pieces, const struct piece *piece,
                   bool turned)
{
    for (size_t i = 0; i < piece->count; i++) {
        size_t k = turned ? piece->count - 1 - i : i;
        na_print_points_add(&streets->points, pieces->points.items[piece->first + k]);
    }
}

/* The piece among those of the same name that goes on from `end`; its number, or `count`. */
static size_t next_piece(const struct pieces *pieces, size_t from, size_t to, struct print_at end,
                         bool *ret_turned)
{
    for (size_t i = from; i < to; i++) {
        const struct piece *piece = &pieces->items[i];
        const struct print_at *points = pieces->points.items + piece->first;
        if (!piece->used && touch(points[0], end)) {
            *ret_turned = false;
            return i;
        }
        if (!piece->used && touch(points[piece->count - 1], end)) {
            *ret_turned = true;
            return i;
        }
    }
    return to;
}

/* The first piece of a chain has nothing before it, if there is such a one. */
static size_t first_piece(const struct pieces *pieces, size_t from, size_t to, bool *ret_turned)
{
    size_t any = to;
    for (size_t i = from; i < to; i++) {
        const struct piece *piece = &pieces->items[i];
        if (piece->used) {
            continue;
        }
        any = any == to ? i : any;
        const struct print_at *points = pieces->points.items + piece->first;
        for (int side = 0; side < 2; side++) {
            struct print_at end = points[side == 0 ? 0 : piece->count - 1];
            bool alone = true;
            for (size_t k = from; k < to && alone; k++) {
                const struct piece *other = &pieces->items[k];
                const struct print_at *those = pieces->points.items + other->first;
                alone = k == i || other->used ||
                        (!touch(those[0], end) && !touch(those[other->count - 1], end));
            }
            if (alone) {
                *ret_turned = side == 1;
                return i;
            }
        }
    }
    *ret_turned = false;
    return any;
}

static bool join_name(struct streets *streets, struct pieces *pieces, size_t from, size_t to)
{
    for (;;) {
        bool turned = false;
        size_t i = first_piece(pieces, from, to, &turned);
        if (i == to) {
            return true;
        }
        struct street street = {pieces->items[i].name, pieces->items[i].ground, 0.0,
                                streets->points.count, 0};
        while (i != to) {
            pieces->items[i].used = true;
            append(streets, pieces, &pieces->items[i], turned);
            if (streets->points.full) {
                return false;
            }
            i = next_piece(pieces, from, to, streets->points.items[streets->points.count - 1],
                           &turned);
        }
        street.count = streets->points.count - street.first;
        for (size_t k = 1; k < street.count; k++) {
            const struct print_at *at = streets->points.items + street.first + k;
            street.length += na_trig_length(at[0].x - at[-1].x, at[0].y - at[-1].y);
        }
        if (streets->count == streets->room) {
            size_t room = streets->room == 0 ? 256 : 2 * streets->room;
            struct street *more = realloc(streets->items, room * sizeof streets->items[0]);
            if (more == NULL) {
                return false;
            }
            streets->items = more;
            streets->room = room;
        }
        streets->items[streets->count++] = street;
    }
}

/* The more important first, then the longer; then as they come. */
static int by_importance(const void *left, const void *right)
{
    const struct street *a = left;
    const struct street *b = right;
    if (a->ground != b->ground) {
        return a->ground < b->ground ? -1 : 1;
    }
    if (a->length > b->length || a->length < b->length) {
        return a->length > b->length ? -1 : 1;
    }
    return (a->first > b->first) - (a->first < b->first);
}

/* "York Road" -> "York Rd"; false: nothing to shorten. */
static bool shorten(const char *name, char *to)
{
    static const char *const words[][2] = {
        {"Street", "St"}, {"Road", "Rd"},        {"Avenue", "Ave"},    {"Lane", "La"},
        {"Drive", "Dr"},  {"Close", "Cl"},       {"Crescent", "Cres"}, {"Terrace", "Ter"},
        {"Place", "Pl"},  {"Square", "Sq"},      {"Gardens", "Gdns"},  {"Court", "Ct"},
        {"Grove", "Gr"},  {"Boulevard", "Blvd"},
    };
    const char *last = strrchr(name, ' ');
    for (size_t i = 0; i < sizeof words / sizeof words[0] && last != NULL; i++) {
        if (strcmp(last + 1, words[i][0]) == 0) {
            size_t length = (size_t)(last + 1 - name);
            memcpy(to, name, length);
            (void)na_text_copy(to + length, TEXT_MAX - length, words[i][1]);
            return true;
        }
    }
    return false;
}

struct run {
    struct print_at from, to;
    double length;
};

static double off_chord(struct print_at at, struct print_at from, struct print_at to, double length)
{
    return fabs((to.x - from.x) * (at.y - from.y) - (to.y - from.y) * (at.x - from.x)) / length;
}

static bool is_straight(const struct print_at *points, size_t from, size_t to)
{
    double length = na_trig_length(points[to].x - points[from].x, points[to].y - points[from].y);
    if (!(length > 0.5)) {
        return to - from < 2;
    }
    for (size_t i = from + 1; i < to; i++) {
        if (off_chord(points[i], points[from], points[to], length) > STRAIGHT_MM) {
            return false;
        }
    }
    return true;
}

static int by_length(const void *left, const void *right)
{
    const struct run *a = left;
    const struct run *b = right;
    return (a->length < b->length) - (a->length > b->length);
}

/* Runs that cannot be made longer, the longest first. */
static size_t find_runs(const struct print_at *points, size_t count, struct run runs[RUNS_MAX])
{
    size_t found = 0;
    size_t reached = 0;
    for (size_t i = 0; i + 1 < count && found < RUNS_MAX; i++) {
        size_t end = i + 1;
        while (end + 1 < count && is_straight(points, i, end + 1)) {
            end++;
        }
        if (end > reached) {
            reached = end;
            runs[found++] = (struct run){
                points[i], points[end],
                na_trig_length(points[end].x - points[i].x, points[end].y - points[i].y)};
        }
    }
    if (found > 0) {
        qsort(runs, found, sizeof runs[0], by_length);
    }
    return found;
}

static bool was_named_near(const struct placed *placed, size_t count, const char *name,
                           struct print_at at)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(placed[i].name, name) == 0 &&
            na_trig_length(placed[i].at.x - at.x, placed[i].at.y - at.y) < ONCE_IN_MM) {
            return true;
        }
    }
    return false;
}

/* The way a name runs along: it is read from below or from the right, so its angle is above -95 and
 * at most 85 degrees, and those nearly upright all rise. */
static double reading_turn(const struct run *run, struct print_at *ret_way)
{
    double dx = run->to.x - run->from.x;
    double dy = run->to.y - run->from.y;
    bool back = dx < 0.0 || (!(dx > 0.0) && dy > 0.0);
    double turn = dx < 0.0 || dx > 0.0 ? na_trig_atan(dy / dx) * NA_DEGREES_PER_RADIAN : -90.0;
    if (turn > 85.0) {
        turn -= 180.0;
        back = !back;
    }
    double length = back ? -run->length : run->length;
    *ret_way = (struct print_at){dx / length, dy / length};
    return turn;
}

static bool place_on_run(struct print_work *work, const struct run *run, const char *text,
                         double size, struct print_at *ret_at)
{
    struct na_print_box boxes[CHAIN];
    double width = na_print_width(text, size, false);
    double slack = run->length - width - 1.0;
    if (slack < 0.0) {
        return false;
    }
    double ux = (run->to.x - run->from.x) / run->length;
    double uy = (run->to.y - run->from.y) / run->length;
    size_t tries = (size_t)(slack / STEP_MM) + 1;
    for (size_t i = 0; i < tries; i++) {
        /* From the middle outwards. */
        double off = (double)((i + 1) / 2) * STEP_MM * (i % 2 == 0 ? 1.0 : -1.0);
        if (fabs(off) > slack / 2.0) {
            continue;
        }
        double middle = run->length / 2.0 + off;
        struct print_at at = {run->from.x + ux * middle, run->from.y + uy * middle};
        struct print_at from = {at.x - ux * width / 2.0, at.y - uy * width / 2.0};
        struct print_at to = {at.x + ux * width / 2.0, at.y + uy * width / 2.0};
        size_t count = na_print_chain(from, to, size * 0.95, boxes, CHAIN);
        if (na_print_boxes_free(work, boxes, count)) {
            na_print_boxes_add(work, boxes, count, na_print_owner(work), NA_PRINT_BOX_LABEL);
            *ret_at = at;
            return true;
        }
    }
    return false;
}

static void draw_name(struct print_work *work, const struct run *run, const char *text, double size,
                      struct print_at at)
{
    struct print_at way;
    struct print_text style = {.size = size,
                               .halo = true,
                               .anchor = NA_SVG_MIDDLE,
                               .fill = "#333333",
                               .turn_deg = reading_turn(run, &way)};
    double down = size * 0.34; /* the middle of small letters on the line */
    na_print_put_text(work, at.x - down * way.y, at.y + down * way.x, &style, text);
}

/* The name as it is, then shortened, then smaller. */
static bool name_street(struct print_work *work, const struct streets *streets,
                        const struct street *street, struct print_at *ret_at)
{
    struct run runs[RUNS_MAX];
    char texts[2][TEXT_MAX];
    size_t run_count = find_runs(streets->points.items + street->first, street->count, runs);
    (void)na_text_copy(texts[0], TEXT_MAX, work->ground.names[street->name]);
    size_t text_count = shorten(texts[0], texts[1]) ? 2 : 1;
    double large = size_of(street->ground);
    for (size_t t = 0; t < 2 * text_count; t++) {
        const char *text = texts[t / 2];
        double size = t % 2 == 0 ? large : 2.0;
        for (size_t r = 0; r < run_count; r++) {
            if (place_on_run(work, &runs[r], text, size, ret_at)) {
                draw_name(work, &runs[r], text, size, *ret_at);
                return true;
            }
        }
    }
    return false;
}

static bool make_streets(const struct print_work *work, struct pieces *pieces,
                         struct streets *streets)
{
    for (size_t i = 0; i < work->ground.line_count; i++) {
        const struct print_line *line = &work->ground.lines[i];
        if (line->name != 0 && is_street(line->ground)) {
            cut_piece(work, line, pieces);
        }
    }
    if (pieces->full || pieces->points.full) {
        return false;
    }
    if (pieces->count > 0) {
        qsort(pieces->items, pieces->count, sizeof pieces->items[0], by_name);
    }
    for (size_t from = 0, to = 0; from < pieces->count; from = to) {
        while (to < pieces->count && pieces->items[to].name == pieces->items[from].name) {
            to++;
        }
        if (!join_name(streets, pieces, from, to)) {
            return false;
        }
    }
    if (streets->count > 0) {
        qsort(streets->items, streets->count, sizeof streets->items[0], by_importance);
    }
    return true;
}

/* Streets of the frame, each name once, and how many of them have it. */
static void count_names(struct print_work *work, const struct streets *streets,
                        const struct placed *placed, size_t count)
{
    for (size_t i = 0; i < streets->count; i++) {
        bool first = true;
        const char *name = work->ground.names[streets->items[i].name];
        for (size_t k = 0; k < i && first; k++) {
            first = strcmp(name, work->ground.names[streets->items[k].name]) != 0;
        }
        bool named = false;
        for (size_t k = 0; k < count && first && !named; k++) {
            named = strcmp(name, placed[k].name) == 0;
        }
        work->tally.streets += first;
        work->tally.streets_named += named;
    }
}

void na_print_street_names(struct print_work *work)
{
    struct pieces pieces = {.count = 0};
    struct streets streets = {.count = 0};
    struct placed *placed = NULL;
    if (work->denominator > 30000.0) {
        return; /* nobody reads them */
    }
    bool good = make_streets(work, &pieces, &streets);
    placed = good ? calloc(streets.count + 1, sizeof placed[0]) : NULL;
    size_t count = 0;
    for (size_t i = 0; i < streets.count && placed != NULL; i++) {
        const struct street *street = &streets.items[i];
        const char *name = work->ground.names[street->name];
        struct print_at middle = streets.points.items[street->first + street->count / 2];
        struct print_at at;
        if (!was_named_near(placed, count, name, middle) &&
            name_street(work, &streets, street, &at)) {
            placed[count++] = (struct placed){name, at};
        }
    }
    if (placed == NULL) {
        work->failed = NA_ERR_MEMORY;
    } else {
        count_names(work, &streets, placed, count);
    }
    free(placed);
    free(streets.points.items);
    free(streets.items);
    free(pieces.points.items);
    free(pieces.items);
}
