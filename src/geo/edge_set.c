/* Walks down the boxes to the edges that a line may meet, and decides each by exact orientation. */
#include "geo/edge_set.h"

#include <math.h>

#include "base/fail.h"
#include "geo/area_index_boxes.h"
#include "geo/predicate.h"

#define MAGIC 0x53474445u /* "EDGS" */

/* The block: this head, 4 doubles of each edge, the owners, padding to 8, the boxes. */
struct head {
    uint32_t magic;
    uint32_t edge_count;
};

struct places {
    size_t owners, boxes, total;
};

/* The count is limited, so nothing overflows. */
static struct places places_of(uint32_t edge_count)
{
    struct places at;
    at.owners = sizeof(struct head) + 4 * sizeof(double) * (size_t)edge_count;
    at.boxes = (at.owners + sizeof(uint32_t) * (size_t)edge_count + 7) & ~(size_t)7;
    at.total = at.boxes + sizeof(struct na_area_box) * na_box_levels_of(edge_count).total;
    return at;
}

enum na_code na_edge_set_build(const struct na_edge *edges, size_t count,
                               struct na_buffer *ret_blob, struct na_error *reterr)
{
    if (count > NA_EDGES_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than %u edges of barriers", NA_EDGES_MAX);
    }
    struct head head = {MAGIC, (uint32_t)count};
    struct places at = places_of(head.edge_count);
    size_t start = ret_blob->length;
    enum na_code code = na_buffer_append(ret_blob, &head, sizeof head);
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        const double edge[4] = {edges[i].a.lon_deg, edges[i].a.lat_deg, edges[i].b.lon_deg,
                                edges[i].b.lat_deg};
        code = na_buffer_append(ret_blob, edge, sizeof edge);
    }
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        code = na_buffer_append(ret_blob, &edges[i].owner, sizeof edges[i].owner);
    }
    if (code == NA_OK) {
        code = na_buffer_align(ret_blob, 8);
    }
    if (code == NA_OK) {
        code = na_buffer_reserve(ret_blob, at.total - at.boxes);
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "No room for the edges of barriers");
    }
    const double *coords = (const double *)(const void *)(ret_blob->data + start + sizeof head);
    na_boxes_make((struct na_box_edges){coords, 4, 2, head.edge_count},
                  (struct na_area_box *)(void *)(ret_blob->data + start + at.boxes));
    ret_blob->length += at.total - at.boxes;
    return NA_OK;
}

static enum na_code damaged(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The edges of barriers are damaged: %s", what);
}

enum na_code na_edge_set_open(const void *bytes, size_t length, uint32_t owner_count,
                              struct na_edge_set *ret_set, struct na_error *reterr)
{
    const struct head *head = bytes;
    if (length < sizeof *head || head->magic != MAGIC || head->edge_count > NA_EDGES_MAX ||
        places_of(head->edge_count).total != length) {
        return damaged(reterr, "their number is not that of their bytes");
    }
    struct places at = places_of(head->edge_count);
    const unsigned char *start = bytes;
    struct na_edge_set set = {.coords = (const double *)(const void *)(start + sizeof *head),
                              .owners = (const uint32_t *)(const void *)(start + at.owners),
                              .boxes = (const struct na_area_box *)(const void *)(start + at.boxes),
                              .edge_count = head->edge_count};
    for (size_t i = 0; i < set.edge_count; i++) {
        const double *edge = set.coords + 4 * i;
        /* NaN fails each comparison. */
        if (!(fabs(edge[0]) <= 180 && fabs(edge[1]) <= 90 && fabs(edge[2]) <= 180 &&
              fabs(edge[3]) <= 90) ||
            set.owners[i] >= owner_count) {
            return damaged(reterr, "an edge cannot be read");
        }
    }
    if (!na_boxes_good((struct na_box_edges){set.coords, 4, 2, set.edge_count}, set.boxes)) {
        return damaged(reterr, "a box does not hold its edges");
    }
    *ret_set = set;
    return NA_OK;
}

/* Not fmin and fmax, which are calls: nothing here is NaN. */
static double lesser(double a, double b)
{
    return a < b ? a : b;
}

static double greater(double a, double b)
{
    return a > b ? a : b;
}

/* Do the boxes around the two segments meet? */
static bool boxes_meet(struct na_lonlat a, struct na_lonlat b, struct na_lonlat c,
                       struct na_lonlat d)
{
    return lesser(a.lon_deg, b.lon_deg) <= greater(c.lon_deg, d.lon_deg) &&
           lesser(c.lon_deg, d.lon_deg) <= greater(a.lon_deg, b.lon_deg) &&
           lesser(a.lat_deg, b.lat_deg) <= greater(c.lat_deg, d.lat_deg) &&
           lesser(c.lat_deg, d.lat_deg) <= greater(a.lat_deg, b.lat_deg);
}

static int side(struct na_lonlat a, struct na_lonlat b, struct na_lonlat of)
{
    return na_orient(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg, of.lon_deg, of.lat_deg);
}

void na_edge_set_edge(const struct na_edge_set *set, uint32_t i, struct na_edge *ret_edge)
{
    const double *at = set->coords + 4 * (size_t)i;
    *ret_edge = (struct na_edge){{at[0], at[1]}, {at[2], at[3]}, set->owners[i], 0};
}

struct walk {
    const struct na_edge_set *set;
    struct na_box_levels levels;
    struct na_lonlat from, to;
    double west, south, east, north; /* of the line */
    double east_by, north_by;        /* from one end to the other */
    double rounding;                 /* box_may_meet() may be wrong by so much */
    na_edge_met *met;
    void *context;
};

/* Can the box hold a point of the line? Never false when it does: it lies on one side of the line
 * only if the corner does that is farthest to the other side, and what is too close to tell counts
 * as met. */
static inline bool box_may_meet(const struct walk *walk, const struct na_area_box *box)
{
    double west = (double)box->west;
    double south = (double)box->south;
    double east = (double)box->east;
    double north = (double)box->north;
    if (!(west <= walk->east && walk->west <= east && south <= walk->north &&
          walk->south <= north)) {
        return false;
    }
    bool eastward = walk->east_by >= 0.0;
    bool northward = walk->north_by >= 0.0;
    double left = walk->east_by * ((eastward ? north : south) - walk->from.lat_deg) -
                  walk->north_by * ((northward ? west : east) - walk->from.lon_deg);
    double right = walk->east_by * ((eastward ? south : north) - walk->from.lat_deg) -
                   walk->north_by * ((northward ? east : west) - walk->from.lon_deg);
    return left >= -walk->rounding && right <= walk->rounding;
}

/* Tell of the edges that have a point in common with the line. Exact. */
static void meet_edges(const struct walk *walk, size_t first, size_t end)
{
    const struct na_lonlat a = walk->from;
    const struct na_lonlat b = walk->to;
    const double *edge = walk->set->coords + 4 * first;
    struct na_lonlat d = {edge[0], edge[1]};
    int d_side = side(a, b, d);
    for (size_t i = first; i < end; i++, edge += 4) {
        struct na_lonlat c = {edge[0], edge[1]};
        /* Most begin where the one before ended. */
        bool goes_on = c.lon_deg == d.lon_deg && c.lat_deg == d.lat_deg;
        int c_side = goes_on ? d_side : side(a, b, c);
        d = (struct na_lonlat){edge[2], edge[3]};
        d_side = side(a, b, d);
        /* Neither pair of ends strictly on one side of the other line: they meet, or all four are
         * in one line, where boxes that meet are segments that do. */
        if (c_side * d_side <= 0 && boxes_meet(a, b, c, d) && side(c, d, a) * side(c, d, b) <= 0) {
            walk->met(walk->context, walk->set->owners[i]);
        }
    }
}

/* What lies within a box that may meet the line. Recursion is as deep as there are levels: at most
 * NA_BOX_LEVELS. */
static void meet_within(const struct walk *walk, uint32_t level, size_t i)
{
    size_t below = level == 0 ? walk->set->edge_count : walk->levels.count[level - 1];
    size_t first = i * NA_BOX_FAN;
    size_t end = below - first < NA_BOX_FAN ? below : first + NA_BOX_FAN;
    if (level == 0) {
        meet_edges(walk, first, end);
        return;
    }
    const struct na_area_box *boxes = &walk->set->boxes[walk->levels.first[level - 1]];
    for (size_t child = first; child < end; child++) {
        if (box_may_meet(walk, &boxes[child])) {
            meet_within(walk, level - 1, child);
        }
    }
}

/* The corners are sums of two products, of differences below 181 and 361 degrees, each rounded four
 * times at most, by 2^-53. */
#define ROUNDING 1e-15

void na_edge_set_meet(const struct na_edge_set *set, struct na_lonlat from, struct na_lonlat to,
                      na_edge_met *met, void *context)
{
    struct walk walk = {.set = set,
                        .levels = na_box_levels_of(set->edge_count),
                        .from = from,
                        .to = to,
                        .west = lesser(from.lon_deg, to.lon_deg),
                        .south = lesser(from.lat_deg, to.lat_deg),
                        .east = greater(from.lon_deg, to.lon_deg),
                        .north = greater(from.lat_deg, to.lat_deg),
                        .east_by = to.lon_deg - from.lon_deg,
                        .north_by = to.lat_deg - from.lat_deg,
                        .met = met,
                        .context = context};
    walk.rounding = ROUNDING * (181.0 * fabs(walk.east_by) + 361.0 * fabs(walk.north_by));
    if (walk.levels.levels > 0) {
        meet_within(&walk, walk.levels.levels - 1, 0);
    }
}
