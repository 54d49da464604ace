/* Halves an edge of the grid until no part of it leaves the straight line in degrees by more than
 * the tolerance. The same way from either end, so that neighbours get the same vertices. */
#include "geo/densify.h"

#include <string.h>

#include "base/fail.h"
#include "geo/geodesic.h"
#include "geo/trig.h"

/* Below this length nothing can bend by the tolerance: a parallel's sagitta over 100 m at 60
 * degrees north is 100^2 tan(60) / (8 * 6.37e6) = 0.3 mm, and OSTN15's shifts change by less than
 * 0.1 mm over it. */
#define NEVER_BENDS_M 100.0
/* 2^24 pieces of an edge are more than any edge on Earth needs. */
#define DEPTH_MAX 24

struct end {
    struct na_grid grid;
    struct na_lonlat at;
};

struct walk {
    struct na_to_lonlat way;
    struct na_buffer *to;
    struct na_error *reterr;
};

static enum na_code put(struct walk *walk, struct na_lonlat at)
{
    const double pair[2] = {at.lon_deg, at.lat_deg};
    enum na_code code = na_buffer_append(walk->to, pair, sizeof pair);
    return code == NA_OK ? NA_OK : na_fail(walk->reterr, code, "No room for the vertices");
}

/* Distance between the grid point at share `t` of the edge and the lon/lat point at that share. */
static enum na_code deviation(struct walk *walk, const struct end *a, const struct end *b, double t,
                              double *ret_m)
{
    struct na_grid grid = {a->grid.easting_m * (1 - t) + b->grid.easting_m * t,
                           a->grid.northing_m * (1 - t) + b->grid.northing_m * t};
    struct na_lonlat truth;
    enum na_code code = walk->way.find(walk->way.context, grid, &truth, walk->reterr);
    if (code != NA_OK) {
        return code;
    }
    double lon_m = 0;
    double lat_m = 0;
    na_geodesic_degree_m(truth.lat_deg, &lon_m, &lat_m);
    double lon_deg = a->at.lon_deg + (b->at.lon_deg - a->at.lon_deg) * t;
    double lat_deg = a->at.lat_deg + (b->at.lat_deg - a->at.lat_deg) * t;
    *ret_m = na_trig_length((lon_deg - truth.lon_deg) * lon_m, (lat_deg - truth.lat_deg) * lat_m);
    return NA_OK;
}

static enum na_code bends(struct walk *walk, const struct end *a, const struct end *b,
                          bool *ret_bends)
{
    static const double shares[] = {0.5, 0.25, 0.75};
    *ret_bends = false;
    if (na_trig_length(a->grid.easting_m - b->grid.easting_m,
                       a->grid.northing_m - b->grid.northing_m) < NEVER_BENDS_M) {
        return NA_OK;
    }
    for (size_t i = 0; i < 3 && !*ret_bends; i++) {
        double off_m = 0;
        enum na_code code = deviation(walk, a, b, shares[i], &off_m);
        if (code != NA_OK) {
            return code;
        }
        *ret_bends = off_m > NA_DENSIFY_TOLERANCE_M;
    }
    return NA_OK;
}

/* Append what lies strictly between a and b. */
static enum na_code between(struct walk *walk, const struct end *a, const struct end *b,
                            unsigned int depth)
{
    bool split = false;
    enum na_code code = bends(walk, a, b, &split);
    if (code != NA_OK || !split || depth == 0) {
        return code;
    }
    struct end middle = {.grid = {(a->grid.easting_m + b->grid.easting_m) / 2,
                                  (a->grid.northing_m + b->grid.northing_m) / 2}};
    code = walk->way.find(walk->way.context, middle.grid, &middle.at, walk->reterr);
    if (code == NA_OK) {
        code = between(walk, a, &middle, depth - 1);
    }
    if (code == NA_OK) {
        code = put(walk, middle.at);
    }
    return code == NA_OK ? between(walk, &middle, b, depth - 1) : code;
}

static void reverse_pairs(double *pairs, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        j--;
        double held[2];
        memcpy(held, pairs + 2 * i, sizeof held);
        memcpy(pairs + 2 * i, pairs + 2 * j, sizeof held);
        memcpy(pairs + 2 * j, held, sizeof held);
    }
}

static bool in_order(const struct end *a, const struct end *b)
{
    return a->grid.easting_m < b->grid.easting_m ||
           (!(a->grid.easting_m > b->grid.easting_m) && a->grid.northing_m <= b->grid.northing_m);
}

static enum na_code edge(struct walk *walk, const struct end *a, const struct end *b)
{
    size_t before = walk->to->length;
    if (in_order(a, b)) {
        return between(walk, a, b, DEPTH_MAX);
    }
    enum na_code code = between(walk, b, a, DEPTH_MAX);
    if (code == NA_OK && walk->to->length > before) {
        reverse_pairs((double *)(void *)(walk->to->data + before),
                      (walk->to->length - before) / (2 * sizeof(double)));
    }
    return code;
}

enum na_code na_densify_by(struct na_to_lonlat way, const double *xy, size_t count,
                           struct na_buffer *ret_lonlat, struct na_error *reterr)
{
    struct walk walk = {way, ret_lonlat, reterr};
    struct end last = {{0, 0}, {0, 0}};
    for (size_t i = 0; i < count; i++) {
        struct end here = {.grid = {xy[2 * i], xy[2 * i + 1]}};
        enum na_code code = way.find(way.context, here.grid, &here.at, reterr);
        if (code == NA_OK && i > 0) {
            code = edge(&walk, &last, &here);
        }
        if (code == NA_OK) {
            code = put(&walk, here.at);
        }
        if (code != NA_OK) {
            return code;
        }
        last = here;
    }
    return NA_OK;
}

static enum na_code by_crs(void *context, struct na_grid from, struct na_lonlat *ret_lonlat,
                           struct na_error *reterr)
{
    return na_crs_to_lonlat(context, from, ret_lonlat, reterr);
}

enum na_code na_densify_ring(struct na_crs *crs, const double *grid_xy, size_t count,
                             struct na_buffer *ret_lonlat, struct na_error *reterr)
{
    return na_densify_by((struct na_to_lonlat){by_crs, crs}, grid_xy, count, ret_lonlat, reterr);
}
