/* Each edge of the network is cut where it crosses a boundary, and each piece belongs to the area
 * of its middle. A piece is measured against the stretches that one search from all assets reached
 * (walk/spread.h). Lengths are whole millimetres, so sums do not depend on the order. */
#include "coverage/walk.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "data/layer_cover.h"

#define STRETCHES_MAX ((size_t)4 << 30)

/* What is reached on a day: stretches of the edge under way, those of each ring after another. */
struct reached {
    struct na_street_search *search;
    struct na_buffer stretches; /* struct na_walk_stretch */
    size_t first[NA_COVERAGE_RINGS_MAX + 1];
};

struct measure {
    const struct na_coverage *coverage;
    struct na_coverage_walk *walk;
    const struct na_street_net *net;
    struct reached days[2];
    struct na_street_search *second; /* owned: both days are looked at side by side */
};

/* A piece of street, and of which area it is on a day. */
struct piece {
    uint32_t edge, from_mm, to_mm;
    uint32_t areas[2]; /* the first; NA_AREA_NONE: none */
};

static uint32_t ring_mm(const struct na_coverage *coverage, size_t ring)
{
    return na_street_mm(coverage->question.rings_m[ring]);
}

static const struct na_walk_stretch *stretches_of(const struct reached *day, size_t ring,
                                                  size_t *ret_count)
{
    *ret_count = day->first[ring + 1] - day->first[ring];
    return *ret_count > 0 ? (const struct na_walk_stretch *)(const void *)day->stretches.data +
                                day->first[ring]
                          : NULL;
}

/* Millimetres of the piece that a ring's stretches of the edge cover. */
static uint32_t covered_mm(const struct reached *day, size_t ring, uint32_t from_mm, uint32_t to_mm)
{
    size_t count = 0;
    const struct na_walk_stretch *items = stretches_of(day, ring, &count);
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t low = items[i].from_mm > from_mm ? items[i].from_mm : from_mm;
        uint32_t high = items[i].to_mm < to_mm ? items[i].to_mm : to_mm;
        sum += high > low ? high - low : 0;
    }
    return sum;
}

static void add(const struct measure *measure, size_t day, struct na_coverage_streets *to,
                const struct piece *piece)
{
    to->mm += piece->to_mm - piece->from_mm;
    for (size_t ring = 0; ring < measure->coverage->question.ring_count; ring++) {
        to->covered_mm[ring] += covered_mm(&measure->days[day], ring, piece->from_mm, piece->to_mm);
    }
}

/* A stretch, which may go on from the one before. */
static enum na_code put_stretch(struct na_buffer *to, struct na_coverage_stretch stretch)
{
    struct na_coverage_stretch *last =
        to->length > 0 ? (struct na_coverage_stretch *)(void *)(to->data + to->length) - 1 : NULL;
    if (last != NULL && last->edge == stretch.edge && last->area == stretch.area &&
        last->to_mm == stretch.from_mm) {
        last->to_mm = stretch.to_mm;
        return NA_OK;
    }
    return na_buffer_append(to, &stretch, sizeof stretch);
}

/* The parts of a piece that are covered on a day, but for those covered on the other (`less`, NULL:
 * none); their sum is added. */
static enum na_code keep(struct measure *measure, const struct piece *piece, size_t day,
                         const struct reached *less, struct na_buffer *to, uint64_t *sum_mm)
{
    size_t within = measure->coverage->question.within;
    size_t count = 0;
    size_t less_count = 0;
    const struct na_walk_stretch *items = stretches_of(&measure->days[day], within, &count);
    const struct na_walk_stretch *away =
        less != NULL ? stretches_of(less, within, &less_count) : NULL;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        uint32_t low = items[i].from_mm > piece->from_mm ? items[i].from_mm : piece->from_mm;
        uint32_t high = items[i].to_mm < piece->to_mm ? items[i].to_mm : piece->to_mm;
        for (size_t k = 0; code == NA_OK && low < high && k <= less_count; k++) {
            uint32_t end = k < less_count && away[k].from_mm < high ? away[k].from_mm : high;
            if (end > low) {
                *sum_mm += end - low;
                code = put_stretch(
                    to, (struct na_coverage_stretch){piece->edge, low, end, piece->areas[day]});
            }
            low = k < less_count && away[k].to_mm > low ? away[k].to_mm : low;
        }
    }
    return code;
}

/* What a piece gains and loses. On a day on which it is of no area while it is of one on the other,
 * nothing of it counts. */
static enum na_code change_piece(struct measure *measure, const struct piece *piece,
                                 struct na_coverage_street_change *ret_change)
{
    struct na_coverage_walk *walk = measure->walk;
    bool in[2] = {piece->areas[0] != NA_AREA_NONE, piece->areas[1] != NA_AREA_NONE};
    bool counts[2] = {in[0] || !in[1], in[1] || !in[0]};
    enum na_code code = NA_OK;
    *ret_change = (struct na_coverage_street_change){0, 0};
    if (counts[1]) {
        code = keep(measure, piece, 1, counts[0] ? &measure->days[0] : NULL, &walk->gained,
                    &ret_change->gained_mm);
    }
    if (code == NA_OK && counts[0]) {
        code = keep(measure, piece, 0, counts[1] ? &measure->days[1] : NULL, &walk->lost,
                    &ret_change->lost_mm);
    }
    return code;
}

static void add_change(struct na_coverage_street_change *to,
                       const struct na_coverage_street_change *change)
{
    to->gained_mm += change->gained_mm;
    to->lost_mm += change->lost_mm;
}

/* A piece is of the area that its middle lies in: of wards of the first that is valid, of others,
 * which may overlap, of all. */
static bool is_of(const struct measure *measure, const struct piece *piece, size_t day,
                  uint32_t area)
{
    return measure->coverage->days[day].areas[area].is_valid &&
           (measure->coverage->question.layer->role != NA_LAYER_WARDS || piece->areas[day] == area);
}

static void find_first(const struct measure *measure, const struct na_cover *cover, size_t day,
                       struct piece *piece)
{
    piece->areas[day] = NA_AREA_NONE;
    for (uint32_t i = 0; i < cover->count && piece->areas[day] == NA_AREA_NONE; i++) {
        if (measure->coverage->days[day].areas[cover->areas[i]].is_valid) {
            piece->areas[day] = cover->areas[i];
        }
    }
}

static void add_day(const struct measure *measure, const struct na_cover *cover, size_t day,
                    const struct piece *piece)
{
    struct na_coverage_walk_day *to = &measure->walk->days[day];
    for (uint32_t i = 0; i < cover->count; i++) {
        if (is_of(measure, piece, day, cover->areas[i])) {
            add(measure, day, &to->areas[cover->areas[i]], piece);
        }
    }
    if (piece->areas[day] != NA_AREA_NONE) {
        add(measure, day, &to->areas[measure->coverage->days[day].area_count - 1], piece);
    }
    add(measure, day, &to->all, piece);
}

/* The change of each area that the piece is of: an area that is not valid on a day has nothing
 * then. */
static void add_changes(const struct measure *measure, const struct na_cover *cover,
                        const struct piece *piece, const struct na_coverage_street_change *both)
{
    struct na_coverage_walk *walk = measure->walk;
    size_t within = measure->coverage->question.within;
    for (uint32_t i = 0; i < cover->count; i++) {
        uint32_t area = cover->areas[i];
        bool in[2] = {is_of(measure, piece, 0, area), is_of(measure, piece, 1, area)};
        struct na_coverage_street_change one = {0, 0};
        if (in[0] != in[1]) {
            size_t day = in[1] ? 1 : 0;
            uint32_t mm = covered_mm(&measure->days[day], within, piece->from_mm, piece->to_mm);
            one = day == 1 ? (struct na_coverage_street_change){mm, 0}
                           : (struct na_coverage_street_change){0, mm};
        } else if (in[0]) {
            one = *both;
        }
        add_change(&walk->changes[area], &one);
    }
    if (piece->areas[0] != NA_AREA_NONE || piece->areas[1] != NA_AREA_NONE) {
        add_change(&walk->changes[measure->coverage->days[0].area_count - 1], both);
    }
    add_change(&walk->all_change, both);
}

static enum na_code measure_piece(struct measure *measure, struct piece *piece)
{
    const struct na_coverage *coverage = measure->coverage;
    uint32_t middle_mm = piece->from_mm + (piece->to_mm - piece->from_mm) / 2;
    struct na_lonlat at = na_street_point_at(measure->net, piece->edge, middle_mm);
    struct na_cover cover;
    uint64_t sum_mm = 0;
    enum na_code code = na_layer_cover(coverage->question.layer, at, NULL, &cover);
    for (size_t day = 0; code == NA_OK && day < coverage->day_count; day++) {
        find_first(measure, &cover, day, piece);
        add_day(measure, &cover, day, piece);
    }
    if (code == NA_OK) {
        code =
            keep(measure, piece, coverage->day_count - 1, NULL, &measure->walk->stretches, &sum_mm);
    }
    if (code == NA_OK && coverage->question.comparing) {
        struct na_coverage_street_change change;
        code = change_piece(measure, piece, &change);
        add_changes(measure, &cover, piece, &change);
    }
    return code;
}

static enum na_code reach_edge(struct measure *measure, uint32_t edge)
{
    const struct na_coverage *coverage = measure->coverage;
    enum na_code code = NA_OK;
    for (size_t d = 0; d < coverage->day_count; d++) {
        struct reached *day = &measure->days[d];
        na_buffer_clear(&day->stretches);
        for (size_t ring = 0; code == NA_OK && ring < coverage->question.ring_count; ring++) {
            day->first[ring] = day->stretches.length / sizeof(struct na_walk_stretch);
            code = na_walk_stretches(day->search, measure->walk->days[d].counts, edge,
                                     ring_mm(coverage, ring), &day->stretches);
            day->first[ring + 1] = day->stretches.length / sizeof(struct na_walk_stretch);
        }
    }
    return code;
}

static enum na_code measure_edge(struct measure *measure, uint32_t edge)
{
    enum na_code code = reach_edge(measure, edge);
    uint32_t last = na_street_edge_end(measure->net, edge) - 1;
    for (uint32_t v = measure->net->edges[edge].first_vertex; code == NA_OK && v < last; v++) {
        uint32_t from_mm = na_street_vertex_mm(&measure->net->vertices[v]);
        uint32_t length_mm = na_street_vertex_mm(&measure->net->vertices[v + 1]) - from_mm;
        uint32_t parts = (length_mm + NA_COVERAGE_PIECE_MM - 1) / NA_COVERAGE_PIECE_MM;
        for (uint32_t p = 0; code == NA_OK && p < parts; p++) {
            uint32_t low = (uint32_t)((uint64_t)length_mm * p / parts);
            uint32_t high = (uint32_t)((uint64_t)length_mm * (p + 1) / parts);
            struct piece piece = {.edge = edge, .from_mm = from_mm + low, .to_mm = from_mm + high};
            code = measure_piece(measure, &piece);
        }
    }
    return code;
}

/* The assets of the day, and those of them that no street is near. */
static void count_assets(const struct na_street_net *net, const struct na_coverage_day *day,
                         struct na_coverage_walk_day *ret_day)
{
    for (size_t i = 0; i < day->asset_count; i++) {
        uint32_t first = 0;
        ret_day->counts[day->assets[i]] = 1;
        ret_day->off_network += na_street_stops_of(net, day->assets[i], &first) == 0;
    }
}

static enum na_code make_room(const struct na_coverage *coverage, struct na_coverage_walk *walk)
{
    bool full = false;
    na_buffer_init(&walk->stretches, STRETCHES_MAX);
    na_buffer_init(&walk->gained, STRETCHES_MAX);
    na_buffer_init(&walk->lost, STRETCHES_MAX);
    for (size_t d = 0; d < coverage->day_count; d++) {
        struct na_coverage_walk_day *day = &walk->days[d];
        day->counts = calloc((size_t)na_snapshot_asset_count(coverage->snapshot) + 1, 1);
        day->areas = calloc(coverage->days[d].area_count, sizeof *day->areas);
        full = full || day->counts == NULL || day->areas == NULL;
    }
    if (coverage->question.comparing) {
        walk->changes = calloc(coverage->days[0].area_count, sizeof *walk->changes);
        full = full || walk->changes == NULL;
    }
    return full ? NA_ERR_MEMORY : NA_OK;
}

/* A search from the assets of each day, then edge by edge what both reach. */
static enum na_code measure_all(struct measure *measure)
{
    const struct na_coverage *coverage = measure->coverage;
    struct na_error ignored;
    enum na_code code = make_room(coverage, measure->walk);
    if (code == NA_OK && coverage->day_count == 2) {
        code = na_street_search_new(measure->net, &measure->second, &ignored);
        measure->days[1].search = measure->second;
    }
    for (size_t d = 0; code == NA_OK && d < coverage->day_count; d++) {
        struct na_coverage_walk_day *day = &measure->walk->days[d];
        count_assets(measure->net, &coverage->days[d], day);
        na_walk_spread(measure->days[d].search, day->counts,
                       ring_mm(coverage, coverage->question.ring_count - 1));
    }
    for (uint32_t edge = 0; code == NA_OK && edge < measure->net->edge_count; edge++) {
        code = measure_edge(measure, edge);
    }
    return code;
}

enum na_code na_coverage_walk_new(struct na_coverage *coverage, struct na_street_search *search,
                                  struct na_coverage_walk **ret_walk, struct na_error *reterr)
{
    struct na_coverage_walk *walk = calloc(1, sizeof *walk);
    if (walk == NULL) {
        return na_fail_memory(reterr, "measuring coverage");
    }
    struct measure measure = {
        .coverage = coverage, .walk = walk, .net = na_street_search_net(search)};
    walk->search = search;
    (void)na_snapshot_network(coverage->snapshot, &walk->network);
    measure.days[0].search = search;
    na_buffer_init(&measure.days[0].stretches, STRETCHES_MAX);
    na_buffer_init(&measure.days[1].stretches, STRETCHES_MAX);
    enum na_code code = measure_all(&measure);
    na_buffer_fini(&measure.days[0].stretches);
    na_buffer_fini(&measure.days[1].stretches);
    na_street_search_free(measure.second);
    if (code != NA_OK) {
        na_coverage_walk_free(walk);
        return code == NA_ERR_MEMORY ? na_fail_memory(reterr, "measuring coverage")
                                     : na_fail(reterr, code, "The streets cannot be measured");
    }
    *ret_walk = walk;
    return NA_OK;
}

void na_coverage_walk_free(struct na_coverage_walk *walk)
{
    if (walk != NULL) {
        for (size_t d = 0; d < 2; d++) {
            free(walk->days[d].counts);
            free(walk->days[d].areas);
        }
        free(walk->changes);
        na_buffer_fini(&walk->stretches);
        na_buffer_fini(&walk->gained);
        na_buffer_fini(&walk->lost);
        free(walk);
    }
}

static bool is_counted(const void *context, uint32_t point)
{
    const struct na_coverage_walk_day *day = context;
    return day->counts[point] != 0;
}

bool na_coverage_walk_point(const struct na_coverage *coverage, size_t day, struct na_lonlat at,
                            uint32_t *ret_asset, double *ret_distance_m)
{
    const struct na_coverage_walk *walk = coverage->walk;
    const struct na_coverage_question *question = &coverage->question;
    struct na_walk_from from;
    struct na_walk_hits hits;
    double limit_m = fmax(question->rings_m[question->ring_count - 1], NA_WALK_LIMIT_M);
    const struct na_walk_wanted wanted = {1, na_walk_limit_mm(limit_m), NA_STREET_NONE, is_counted,
                                          &walk->days[day]};
    na_walk_start(walk->search, walk->network.snap_m, at, &from);
    na_walk_nearest(&from, &wanted, &hits);
    *ret_asset = hits.count > 0 ? hits.items[0].point : NA_AREA_NONE;
    *ret_distance_m = hits.count > 0 ? hits.items[0].mm / 1000.0 : INFINITY;
    return hits.count > 0;
}
