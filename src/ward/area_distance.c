/* Walks the edges of one area and measures the few that may be nearest by the geodesic. */
#include "ward/area_distance.h"

#include <math.h>

#include "geo/earth.h"
#include "geo/geodesic.h"

/* Boxes more than this off are not passed over: the flat bound below is sound to 500 km. */
#define BOUND_REACH_DEG 4.5
/* The flat distance to a box, its scale of longitude the smallest within that reach, exceeds the
 * geodesic by less than this part, to 75 degrees of latitude. */
#define BOUND_SLACK 0.02
#define BOUND_LATITUDE_DEG 75.0
#define FOOT_ROUNDS 2

struct scale {
    double x_m, y_m; /* of a degree */
};

static struct scale scale_at(double lat_deg)
{
    struct scale scale;
    na_geodesic_degree_m(lat_deg, &scale.x_m, &scale.y_m);
    return scale;
}

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

struct na_area_bound na_area_bound_of(struct na_lonlat at)
{
    double top_deg = fabs(at.lat_deg) + BOUND_REACH_DEG;
    struct na_area_bound bound = {.at = at};
    if (top_deg <= BOUND_LATITUDE_DEG) {
        bound.lon_m = scale_at(top_deg).x_m * (1.0 - BOUND_SLACK);
        bound.lat_m = scale_at(0.0).y_m * (1.0 - BOUND_SLACK);
    }
    return bound;
}

double na_area_bound_m(const struct na_area_bound *bound, const struct na_area *area)
{
    struct na_lonlat at = bound->at;
    double east = fmax(fmax(area->west - at.lon_deg, at.lon_deg - area->east), 0.0);
    double north = fmax(fmax(area->south - at.lat_deg, at.lat_deg - area->north), 0.0);
    if (east > BOUND_REACH_DEG || north > BOUND_REACH_DEG) {
        return 0.0;
    }
    east *= bound->lon_m;
    north *= bound->lat_m;
    return sqrt(east * east + north * north);
}

/* Beyond it the nearest point in a flat metric is not near enough to the true one: at 48 km it was
 * 250 m off along the edge, and the distance 0.7 m too long. */
#define FLAT_REACH_M 5000.0

static struct na_lonlat on_edge(const double *a, const double *b, double t)
{
    return (struct na_lonlat){a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])};
}

/* Where along a-b, as a part, the nearest point is in a flat metric. */
static double part_of(struct na_lonlat at, const double *a, const double *b, struct scale scale)
{
    double ex = (b[0] - a[0]) * scale.x_m;
    double ey = (b[1] - a[1]) * scale.y_m;
    double px = (at.lon_deg - a[0]) * scale.x_m;
    double py = (at.lat_deg - a[1]) * scale.y_m;
    double length2 = ex * ex + ey * ey;
    return length2 > 0.0 ? clamp((px * ex + py * ey) / length2, 0.0, 1.0) : 0.0;
}

/* The square of the geodesic along an edge is a parabola but for the bending of the earth: its
 * vertex by three geodesics, and by three more around it. */
static double bent_part(struct na_lonlat at, const double *a, const double *b, double t)
{
    static const double reaches[] = {0.25, 0.02};
    for (size_t i = 0; i < sizeof reaches / sizeof reaches[0]; i++) {
        double low = clamp(t - reaches[i], 0.0, 1.0);
        double high = clamp(t + reaches[i], 0.0, 1.0);
        double middle = 0.5 * (low + high);
        double left_m = na_geodesic_distance_m(at, on_edge(a, b, low));
        double middle_m = na_geodesic_distance_m(at, on_edge(a, b, middle));
        double right_m = na_geodesic_distance_m(at, on_edge(a, b, high));
        double slope = left_m * left_m - right_m * right_m;
        double bend = left_m * left_m - 2.0 * middle_m * middle_m + right_m * right_m;
        if (bend > 0.0) {
            t = clamp(middle + 0.25 * (high - low) * slope / bend, 0.0, 1.0);
        }
    }
    return t;
}

static struct na_lonlat foot_of(struct na_lonlat at, const double *a, const double *b,
                                struct scale scale)
{
    return on_edge(a, b, part_of(at, a, b, scale));
}

static double flat_m(struct na_lonlat at, struct na_lonlat foot, struct scale scale)
{
    return hypot((foot.lon_deg - at.lon_deg) * scale.x_m, (foot.lat_deg - at.lat_deg) * scale.y_m);
}

/* The same by the scale half way to the foot itself, and far away by geodesics. */
static struct na_lonlat settled_foot(struct na_lonlat at, const double *a, const double *b,
                                     struct na_lonlat foot, double flat_distance_m)
{
    double t = 0.0;
    for (int i = 0; i < FOOT_ROUNDS; i++) {
        t = part_of(at, a, b, scale_at(0.5 * (at.lat_deg + foot.lat_deg)));
        foot = on_edge(a, b, t);
    }
    return flat_distance_m > FLAT_REACH_M ? on_edge(a, b, bent_part(at, a, b, t)) : foot;
}

/* How far the flat distances of two edges of this area may be wrong against each other, as a part:
 * their scales of longitude differ by tan(lat) for each radian of latitude between their middles,
 * and the sphere bends by (distance / radius) squared. */
static double doubt(const struct na_area *area, struct na_lonlat at, double nearest_m)
{
    double lat_deg = fmax(fmax(fabs(area->south), fabs(area->north)), fabs(at.lat_deg));
    double tangent = tan(fmin(lat_deg, 89.9) * NA_RADIANS_PER_DEGREE);
    double bend = nearest_m / NA_EARTH_RADIUS_M;
    return 1e-6 + tangent * (area->north - area->south) * NA_RADIANS_PER_DEGREE +
           (1.0 + tangent * tangent) * bend * bend;
}

struct walk {
    const struct na_snapshot *snapshot;
    const struct na_area *area;
    struct na_lonlat at;
    struct scale scale;
    double flat_limit_m;
    bool measuring; /* else only the least flat distance is sought */
    bool found;
    double best_m;
    struct na_lonlat foot;
};

static void look_at(struct walk *walk, const double *a, const double *b)
{
    struct na_lonlat foot = foot_of(walk->at, a, b, walk->scale);
    double distance_m = flat_m(walk->at, foot, walk->scale);
    if (!walk->measuring) {
        walk->best_m = fmin(walk->best_m, distance_m);
        return;
    }
    if (distance_m > walk->flat_limit_m) {
        return;
    }
    foot = settled_foot(walk->at, a, b, foot, distance_m);
    distance_m = na_geodesic_distance_m(walk->at, foot);
    if (!walk->found || distance_m < walk->best_m) {
        walk->found = true;
        walk->best_m = distance_m;
        walk->foot = foot;
    }
}

static void walk_edges(struct walk *walk)
{
    for (uint32_t r = 0; r < walk->area->ring_count; r++) {
        struct na_ring ring;
        na_snapshot_ring(walk->snapshot, walk->area, r, &ring);
        struct na_lonlat last = na_ring_vertex(&ring, 0);
        for (uint32_t i = 1; i < ring.count; i++) {
            struct na_lonlat here = na_ring_vertex(&ring, i);
            const double ends[4] = {last.lon_deg, last.lat_deg, here.lon_deg, here.lat_deg};
            look_at(walk, ends, ends + 2);
            last = here;
        }
    }
}

bool na_area_distance(const struct na_snapshot *snapshot, const struct na_area *area,
                      struct na_lonlat at, double limit_m, double *ret_distance_m,
                      struct na_lonlat *ret_foot)
{
    if (area->ring_count == 0) {
        return false;
    }
    double middle = 0.5 * (at.lat_deg + clamp(at.lat_deg, area->south, area->north));
    struct walk walk = {.snapshot = snapshot,
                        .area = area,
                        .at = at,
                        .scale = scale_at(middle),
                        .best_m = INFINITY};
    walk_edges(&walk);
    walk.flat_limit_m = walk.best_m * (1.0 + 2.0 * doubt(area, at, walk.best_m)) + 0.001;
    walk.measuring = true;
    walk_edges(&walk);
    if (!walk.found || walk.best_m > limit_m) {
        return false;
    }
    *ret_distance_m = walk.best_m;
    *ret_foot = walk.foot;
    return true;
}
