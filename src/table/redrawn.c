/* Whether two wards of the same code are the same ground: every corner of one outline lies within
 * the tolerance of the other, both ways round. */
#include <math.h>

#include "geo/earth.h"
#include "table/compare.h"

/* Square of the metres from a point to a segment, in the plane at the point's latitude: right to a
 * part in a thousand over the kilometre that tolerances may be. */
static double square_to_segment(const double *p, const double *a, const double *b)
{
    double x_m = NA_METRES_PER_DEGREE * cos(p[1] * NA_RADIANS_PER_DEGREE);
    double ax = (a[0] - p[0]) * x_m, ay = (a[1] - p[1]) * NA_METRES_PER_DEGREE;
    double bx = (b[0] - p[0]) * x_m, by = (b[1] - p[1]) * NA_METRES_PER_DEGREE;
    double dx = bx - ax, dy = by - ay;
    double length = dx * dx + dy * dy;
    double t = length > 0.0 ? -(ax * dx + ay * dy) / length : 0.0;
    t = fmin(1.0, fmax(0.0, t));
    double x = ax + t * dx, y = ay + t * dy;
    return x * x + y * y;
}

static bool near_boundary(const struct na_snapshot *snapshot, const struct na_area *area,
                          const double *point, double tolerance_m)
{
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, i, &ring);
        struct na_lonlat last = na_ring_vertex(&ring, 0);
        for (uint32_t k = 1; k < ring.count; k++) {
            struct na_lonlat here = na_ring_vertex(&ring, k);
            const double a[2] = {last.lon_deg, last.lat_deg};
            const double b[2] = {here.lon_deg, here.lat_deg};
            if (square_to_segment(point, a, b) <= tolerance_m * tolerance_m) {
                return true;
            }
            last = here;
        }
    }
    return false;
}

static bool all_near(const struct na_snapshot *snapshot, const struct na_area *of,
                     const struct na_area *to, double tolerance_m)
{
    for (uint32_t i = 0; i < of->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, of, i, &ring);
        for (uint32_t k = 0; k < ring.count; k++) {
            struct na_lonlat at = na_ring_vertex(&ring, k);
            const double point[2] = {at.lon_deg, at.lat_deg};
            if (!near_boundary(snapshot, to, point, tolerance_m)) {
                return false;
            }
        }
    }
    return true;
}

bool na_areas_same_ground(const struct na_snapshot *snapshot, const struct na_area *a,
                          const struct na_area *b, double tolerance_m)
{
    return all_near(snapshot, a, b, tolerance_m) && all_near(snapshot, b, a, tolerance_m);
}
