/* Finds the nearest edges on the plane, then measures them on the ellipsoid. */
#include "ward/boundary.h"

#include <math.h>
#include <stdlib.h>

#include "geo/geodesic.h"
#include "geo/geodesic_near.h"

/* National Grid: scale on the central meridian, its easting, and sqrt(rho nu) of the Airy ellipsoid
 * at 54 degrees north. */
#define GRID_SCALE 0.9996012717
#define GRID_CENTRE_EASTING_M 400000.0
#define AIRY_MEAN_RADIUS_M 6380500.0
#define DATUM_SCALE (1.0 + 20.4894e-6)

/* The index measures in a flat metric whose scale of longitude is right at one latitude, so that
 * over a distance it is wrong by tan(lat) distance / 2R: FLAT_ERROR_PER_M, to 62 degrees north. */
#define FLAT_ERROR_PER_M 1.5e-7
/* What is within this much more than the radius is measured properly as well. */
#define SLACK_RATIO 1e-4
#define SLACK_M 0.01
/* Up to here the flat metric names the nearest edge to 4 cm; beyond it the runners-up are measured
 * as well, */
#define SURE_M 500.0
/* and from here the metric of the middle latitude is used. */
#define FLAT_ENOUGH_M 1000.0
#define METRIC_ROUNDS 2

struct search {
    const struct na_area_index *index;
    bool by_grid;
    double x, y;
    struct na_geodesic_near near; /* unless by_grid */
};

bool na_boundary_by_grid(const struct na_layer *layer, const struct na_position *position)
{
    return layer->is_grid && position->has_grid;
}

static struct na_metric metric_at(const struct search *search, double lat_deg)
{
    struct na_metric metric = {1.0, 1.0};
    if (!search->by_grid) {
        na_geodesic_degree_m(lat_deg, &metric.x_m, &metric.y_m);
    }
    return metric;
}

static double ground_distance_m(const struct search *search, const struct na_edge_hit *hit,
                                bool exactly)
{
    if (search->by_grid) {
        double east_m = 0.5 * (search->x + hit->foot_x) - GRID_CENTRE_EASTING_M;
        double bend = east_m * east_m / (2.0 * AIRY_MEAN_RADIUS_M * AIRY_MEAN_RADIUS_M);
        return hit->distance_m / (GRID_SCALE * (1.0 + bend) * DATUM_SCALE);
    }
    struct na_lonlat to = {hit->foot_x, hit->foot_y};
    double distance_m = 0.0;
    double xyz_m[3];
    if (exactly) {
        return na_geodesic_distance_m(search->near.at, to);
    }
    na_geodesic_ecef(to, xyz_m);
    na_geodesic_near_inverse(&search->near, to, xyz_m, &distance_m, NULL);
    return distance_m;
}

/* The nearest edge, which was found in the metric of the point, in that of the middle latitude if
 * that may be another; with the metric it was found in. */
static void settle_nearest(const struct search *search, struct na_metric *ret_metric,
                           struct na_edge_hit *ret_hit)
{
    struct na_metric metric = *ret_metric;
    struct na_edge_hit hit = *ret_hit;
    bool moves = !search->by_grid && hit.distance_m > FLAT_ENOUGH_M;
    for (int i = 0; moves && i < METRIC_ROUNDS; i++) {
        double foot_y = hit.foot_y;
        metric = metric_at(search, 0.5 * (search->y + foot_y));
        (void)na_area_index_nearest_edge(search->index, search->x, search->y, metric, &hit);
        moves = hit.foot_y != foot_y; /* the same foot again, exactly: settled */
    }
    *ret_metric = metric;
    *ret_hit = hit;
}

static int compare(const void *a, const void *b)
{
    const struct na_boundary_hit *first = a;
    const struct na_boundary_hit *second = b;
    int order = (first->distance_m > second->distance_m) - (first->distance_m < second->distance_m);
    return order != 0 ? order : (first->area > second->area) - (first->area < second->area);
}

/* Sorted by true distance; cut where neither within the radius nor as near as the nearest. */
static void settle(struct na_boundaries *found, double radius_m)
{
    if (found->count > 1) {
        qsort(found->hits, found->count, sizeof found->hits[0], compare);
    }
    while (found->count > 0) {
        double distance_m = found->hits[found->count - 1].distance_m;
        if (distance_m <= radius_m || distance_m <= found->hits[0].distance_m) {
            return;
        }
        found->count--;
    }
}

/* In the flat metric, what is to be measured for a radius. */
static double reach_m(double radius_m)
{
    return radius_m * (1.0 + SLACK_RATIO + FLAT_ERROR_PER_M * radius_m) + SLACK_M;
}

static bool is_same_foot(const struct na_edge_hit *a, const struct na_edge_hit *b)
{
    return a->foot_x == b->foot_x && a->foot_y == b->foot_y; /* copies of one */
}

/* Does the quick distance leave the order of two open, or on which side of the radius one is? */
static bool is_open(const struct na_edge_hit *hits, const struct na_boundary_hit *found,
                    size_t count, double radius_m)
{
    for (size_t i = 0; i < count; i++) {
        if (fabs(found[i].distance_m - radius_m) <= NA_NEAR_ERROR_M) {
            return true;
        }
        for (size_t j = 0; j < i; j++) {
            if (fabs(found[i].distance_m - found[j].distance_m) <= 2.0 * NA_NEAR_ERROR_M &&
                !is_same_foot(&hits[i], &hits[j])) {
                return true;
            }
        }
    }
    return false;
}

/* Measure the areas found in the flat metric, of which `count` are within it. */
static void measure(const struct search *search, const struct na_edge_hit *hits, size_t count,
                    double radius_m, struct na_boundaries *found)
{
    bool exactly = search->by_grid;
    found->more = count > NA_BOUNDARY_AREAS_MAX;
    found->count = found->more ? NA_BOUNDARY_AREAS_MAX : count;
    for (bool again = true; again;) {
        for (size_t i = 0; i < found->count; i++) {
            /* Neighbours share their edge and so the foot: measure once. */
            bool same = i > 0 && is_same_foot(&hits[i], &hits[i - 1]);
            found->hits[i].area = hits[i].area;
            found->hits[i].distance_m =
                same ? found->hits[i - 1].distance_m : ground_distance_m(search, &hits[i], exactly);
        }
        again = !exactly && is_open(hits, found->hits, found->count, radius_m);
        exactly = true;
    }
}

/* No area lies within the radius: the nearest. */
static void add_nearest(const struct search *search, struct na_metric metric, double radius_m,
                        struct na_edge_hit *nearest, struct na_boundaries *found)
{
    struct na_edge_hit hits[NA_BOUNDARY_AREAS_MAX];
    settle_nearest(search, &metric, nearest);
    if (search->by_grid || nearest->distance_m <= SURE_M) {
        measure(search, nearest, 1, radius_m, found);
        return;
    }
    size_t count = na_area_index_within(search->index, search->x, search->y, metric,
                                        reach_m(nearest->distance_m), hits, NA_BOUNDARY_AREAS_MAX);
    measure(search, hits, count, radius_m, found);
}

void na_boundary_find(const struct na_layer *layer, const struct na_position *position,
                      double radius_m, struct na_boundaries *ret_found)
{
    struct search search = {.by_grid = na_boundary_by_grid(layer, position)};
    search.index = search.by_grid ? &layer->grid : &layer->lonlat;
    search.x = search.by_grid ? position->grid.easting_m : position->at.lon_deg;
    search.y = search.by_grid ? position->grid.northing_m : position->at.lat_deg;
    struct na_metric metric = metric_at(&search, search.y);
    struct na_edge_hit hits[NA_BOUNDARY_AREAS_MAX];
    struct na_edge_hit nearest;
    size_t count = na_area_index_around(search.index, search.x, search.y, metric, reach_m(radius_m),
                                        hits, NA_BOUNDARY_AREAS_MAX, &nearest);
    if (!search.by_grid) {
        na_geodesic_near_init(&search.near, position->at);
    }
    measure(&search, hits, count, radius_m, ret_found);
    if (count == 0 && nearest.area != NA_AREA_NONE) {
        add_nearest(&search, metric, radius_m, &nearest, ret_found);
    }
    settle(ret_found, radius_m);
}
