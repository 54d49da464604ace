/* A window over the places by latitude, moved along as positions come in order. */
#include "site/reach.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "geo/earth.h"
#include "geo/geodesic.h"

/* b*b/a of WGS84: the least radius of curvature, as in geo/point_search.c. A geodesic is no shorter
 * than its chord, and no longer than the arc of that radius on it; nor is it shorter than the
 * difference of its latitudes on that radius. */
#define LEAST_RADIUS_M 6335439.327292462
/* More than the rounding of coordinates, chords (10 nm) and geodesics (15 nm) together. */
#define SLACK_M 1e-6
/* Far less than a metre on the ground, far more than the rounding of a latitude. */
#define SLACK_DEG 1e-9

static int by_latitude(const void *left, const void *right)
{
    const struct na_site_place *a = left;
    const struct na_site_place *b = right;
    if (a->at.lat_deg < b->at.lat_deg || a->at.lat_deg > b->at.lat_deg) {
        return a->at.lat_deg < b->at.lat_deg ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

static double square(double a)
{
    return a * a;
}

enum na_code na_site_reach_init(const struct na_lonlat *places, uint32_t count, double within_m,
                                struct na_site_reach *ret_reach, struct na_error *reterr)
{
    struct na_site_reach reach = {.count = count, .within_m = within_m};
    reach.places = calloc((size_t)count + 1, sizeof reach.places[0]);
    if (reach.places == NULL) {
        return na_fail_memory(reterr, "looking for what is within reach");
    }
    for (uint32_t i = 0; i < count; i++) {
        reach.places[i].at = places[i];
        reach.places[i].number = i;
        na_geodesic_ecef(places[i], reach.places[i].xyz_m);
    }
    qsort(reach.places, count, sizeof reach.places[0], by_latitude);
    double inner_m = 2.0 * LEAST_RADIUS_M * sin(within_m / (2.0 * LEAST_RADIUS_M)) - SLACK_M;
    /* beyond a quarter of the way round nothing is surely within */
    bool is_short = inner_m > 0.0 && within_m < LEAST_RADIUS_M;
    reach.inner2_m2 = is_short ? square(inner_m) : -1.0;
    reach.outer2_m2 = square(within_m + SLACK_M);
    reach.band_deg = within_m / LEAST_RADIUS_M * NA_DEGREES_PER_RADIAN + SLACK_DEG;
    *ret_reach = reach;
    return NA_OK;
}

void na_site_reach_fini(struct na_site_reach *reach)
{
    free(reach->places);
    reach->places = NULL;
    reach->count = 0;
}

static void move_to(struct na_site_reach *reach, double lat_deg)
{
    while (reach->high < reach->count &&
           reach->places[reach->high].at.lat_deg <= lat_deg + reach->band_deg) {
        reach->high++;
    }
    while (reach->low < reach->high &&
           reach->places[reach->low].at.lat_deg < lat_deg - reach->band_deg) {
        reach->low++;
    }
}

static bool is_within(const struct na_site_reach *reach, const struct na_site_place *place,
                      struct na_lonlat from, const double *xyz_m)
{
    double chord2 = square(place->xyz_m[0] - xyz_m[0]) + square(place->xyz_m[1] - xyz_m[1]) +
                    square(place->xyz_m[2] - xyz_m[2]);
    if (chord2 > reach->outer2_m2 || chord2 <= reach->inner2_m2) {
        return chord2 <= reach->inner2_m2;
    }
    return na_geodesic_distance_m(from, place->at) <= reach->within_m;
}

bool na_site_reach_any(struct na_site_reach *reach, struct na_lonlat from)
{
    double xyz_m[3];
    na_geodesic_ecef(from, xyz_m);
    move_to(reach, from.lat_deg);
    for (uint32_t i = reach->low; i < reach->high; i++) {
        if (is_within(reach, &reach->places[i], from, xyz_m)) {
            return true;
        }
    }
    return false;
}

static int by_number(const void *left, const void *right)
{
    const uint32_t *a = left;
    const uint32_t *b = right;
    return (*a > *b) - (*a < *b);
}

uint32_t na_site_reach_all(struct na_site_reach *reach, struct na_lonlat from,
                           uint32_t *ret_numbers)
{
    double xyz_m[3];
    uint32_t count = 0;
    na_geodesic_ecef(from, xyz_m);
    move_to(reach, from.lat_deg);
    for (uint32_t i = reach->low; i < reach->high; i++) {
        if (is_within(reach, &reach->places[i], from, xyz_m)) {
            ret_numbers[count++] = reach->places[i].number;
        }
    }
    qsort(ret_numbers, count, sizeof ret_numbers[0], by_number);
    return count;
}
