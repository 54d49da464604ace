/* Many points at once: the batch of `nearaid join` without its texts. What is asked is settled
 * first, so that a loop over the points can no more fail. */
#include <nearaid/points.h>

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "data/snapshot.h"
#include "geo/crs.h"
#include "geo/point_tree.h"
#include "question/ask.h"
#include "question/kind.h"
#include "question/params.h"
#include "question/vintage.h"
#include "walk/walk.h"
#include "ward/boundary.h"

#define KINDS_MAX 64

/* Two columns of numbers. */
struct columns {
    const char *first, *second;
    size_t count, stride;
};

static enum na_code refuse(const char *what, const char *hint, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_USAGE, "%s", what);
    return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, hint);
}

static enum na_code read_columns(size_t size, size_t wanted, const struct columns *given,
                                 struct columns *ret_columns, struct na_error *reterr)
{
    if (size < wanted) {
        return refuse("The size of the points is not that of their structure",
                      "Set the member size to sizeof the structure", reterr);
    }
    if (given->stride % sizeof(double) != 0) {
        return refuse("The stride of the points is not a multiple of 8 bytes",
                      "Copy the columns into arrays of double", reterr);
    }
    if (given->count > 0 && (given->first == NULL || given->second == NULL)) {
        return refuse("The points have no columns", "Name both columns", reterr);
    }
    *ret_columns = *given;
    ret_columns->stride = given->stride == 0 ? sizeof(double) : given->stride;
    return NA_OK;
}

static enum na_code columns_of(const struct na_points *points, struct columns *ret_columns,
                               struct na_error *reterr)
{
    const struct columns given = {(const char *)points->lat_deg, (const char *)points->lon_deg,
                                  points->count, points->stride_bytes};
    return read_columns(points->size, sizeof *points, &given, ret_columns, reterr);
}

static enum na_code grid_columns_of(const struct na_grid_points *points,
                                    struct columns *ret_columns, struct na_error *reterr)
{
    const struct columns given = {(const char *)points->easting_m, (const char *)points->northing_m,
                                  points->count, points->stride_bytes};
    return read_columns(points->size, sizeof *points, &given, ret_columns, reterr);
}

/* A column of a table may stand anywhere. */
static inline double value_of(const char *column, size_t stride, size_t i)
{
    double value;
    memcpy(&value, column + i * stride, sizeof value);
    return value;
}

static enum na_code choose_wards(const struct na_session *session,
                                 const struct na_many_wards *wards,
                                 const struct na_layer **ret_layer, struct na_error *reterr)
{
    /* The newest: nothing is valid on the last of all days but what is open. */
    int32_t day = INT32_MAX;
    bool none_valid = false;
    if (wards != NULL && wards->size < sizeof *wards) {
        return refuse("The size of the wards asked for is not that of their structure",
                      "Set the member size to sizeof the structure", reterr);
    }
    if (wards != NULL && wards->as_at != NULL && !na_date_parse(na_str_of(wards->as_at), &day)) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
        return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "as_at", "Write YYYY-MM-DD");
    }
    return na_vintage_choose(na_session_snapshot(session), wards != NULL ? wards->vintage : NULL,
                             day, ret_layer, &none_valid, reterr);
}

/* Where the ward of a point goes. */
struct ward_results {
    uint32_t *ward;
    uint8_t *match;
    double *boundary_m;
};

static void put(const struct ward_results *to, size_t i, uint32_t ward, enum na_point_match match)
{
    to->ward[i] = ward;
    if (to->match != NULL) {
        to->match[i] = (uint8_t)match;
    }
}

static void put_bad(const struct ward_results *to, size_t i)
{
    put(to, i, NA_NUMBER_NONE, NA_POINT_BAD);
    if (to->boundary_m != NULL) {
        to->boundary_m[i] = NAN;
    }
}

/* The ward alone is found without a look at the boundary; that it is not crossed by a point takes
 * the whole cover. A damaged index is refused when the file is opened, so none can fail here. */
static void put_ward(const struct na_area_index *index, double x, double y,
                     const struct ward_results *to, size_t i)
{
    if (to->match == NULL) {
        to->ward[i] = na_area_index_lowest(index, x, y);
        return;
    }
    struct na_cover cover;
    if (na_area_index_cover(index, x, y, &cover) != NA_OK || cover.count == 0) {
        put(to, i, NA_NUMBER_NONE, NA_POINT_NONE);
    } else {
        put(to, i, cover.areas[0], cover.on_boundary ? NA_POINT_BOUNDARY : NA_POINT_INSIDE);
    }
}

static void put_boundary(const struct na_layer *layer, const struct na_position *position,
                         const struct ward_results *to, size_t i)
{
    struct na_boundaries around;
    if (to->boundary_m == NULL) {
        return;
    }
    if (to->match != NULL && to->match[i] == NA_POINT_BOUNDARY) {
        to->boundary_m[i] = 0;
        return;
    }
    na_boundary_find(layer, position, 0, &around);
    to->boundary_m[i] = around.count > 0 ? around.hits[0].distance_m : NAN;
}

static bool is_degrees(double lat, double lon)
{
    return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180; /* false for a NAN */
}

static bool is_on_grid(double easting, double northing)
{
    return easting >= 0 && easting <= NA_GRID_EASTING_MAX_M && northing >= 0 &&
           northing <= NA_GRID_NORTHING_MAX_M;
}

/* The wards alone, some points at a time. What is no position is in no area. */
static void put_wards(const struct na_layer *layer, const struct columns *columns,
                      uint32_t *ret_ward)
{
    enum { TOGETHER = 64 };
    double lons[TOGETHER];
    double lats[TOGETHER];
    for (size_t first = 0; first < columns->count; first += TOGETHER) {
        size_t count = columns->count - first < TOGETHER ? columns->count - first : TOGETHER;
        for (size_t i = 0; i < count; i++) {
            lats[i] = value_of(columns->first, columns->stride, first + i);
            lons[i] = value_of(columns->second, columns->stride, first + i);
            lons[i] = is_degrees(lats[i], lons[i]) ? lons[i] : (double)NAN;
        }
        na_area_index_lowest_many(&layer->lonlat, lons, lats, count, ret_ward + first);
    }
}

enum na_code na_ward_many(const struct na_session *session, const struct na_points *points,
                          const struct na_many_wards *wards, uint32_t *ret_ward, uint8_t *ret_match,
                          double *ret_boundary_m, struct na_error *reterr)
{
    struct columns columns = {.count = 0};
    const struct na_layer *layer = NULL;
    const struct ward_results to = {ret_ward, ret_match, ret_boundary_m};
    enum na_code code = columns_of(points, &columns, reterr);
    if (code == NA_OK) {
        code = choose_wards(session, wards, &layer, reterr);
    }
    if (code == NA_OK && ret_match == NULL && ret_boundary_m == NULL) {
        put_wards(layer, &columns, ret_ward);
        return NA_OK;
    }
    for (size_t i = 0; i < columns.count && code == NA_OK; i++) {
        double lat = value_of(columns.first, columns.stride, i);
        double lon = value_of(columns.second, columns.stride, i);
        if (!is_degrees(lat, lon)) {
            put_bad(&to, i);
            continue;
        }
        put_ward(&layer->lonlat, lon, lat, &to, i);
        if (ret_boundary_m != NULL) {
            const struct na_position position = {.has_lonlat = true, .at = {lon, lat}};
            put_boundary(layer, &position, &to, i);
        }
    }
    return code;
}

static void put_ward_of_grid(const struct na_layer *layer, const struct na_crs *crs,
                             struct na_grid at, const struct ward_results *to, size_t i)
{
    struct na_position position = {.has_grid = true, .grid = at};
    struct na_error outside;
    if (!is_on_grid(at.easting_m, at.northing_m)) {
        put_bad(to, i);
        return;
    }
    if (crs == NULL) {
        put_ward(&layer->grid, at.easting_m, at.northing_m, to, i);
    } else if (na_crs_to_lonlat(crs, at, &position.at, &outside) == NA_OK) {
        position.has_lonlat = true;
        put_ward(&layer->lonlat, position.at.lon_deg, position.at.lat_deg, to, i);
    } else {
        put_bad(to, i);
        return;
    }
    put_boundary(layer, &position, to, i);
}

enum na_code na_ward_many_grid(const struct na_session *session,
                               const struct na_grid_points *points,
                               const struct na_many_wards *wards, uint32_t *ret_ward,
                               uint8_t *ret_match, double *ret_boundary_m, struct na_error *reterr)
{
    struct columns columns = {.count = 0};
    const struct na_crs *crs = NULL;
    const struct na_layer *layer = NULL;
    const struct ward_results to = {ret_ward, ret_match, ret_boundary_m};
    enum na_code code = grid_columns_of(points, &columns, reterr);
    if (code == NA_OK) {
        code = choose_wards(session, wards, &layer, reterr);
    }
    if (code == NA_OK && !layer->is_grid) {
        crs = na_snapshot_crs(na_session_snapshot(session));
    }
    for (size_t i = 0; i < columns.count && code == NA_OK; i++) {
        const struct na_grid at = {value_of(columns.first, columns.stride, i),
                                   value_of(columns.second, columns.stride, i)};
        put_ward_of_grid(layer, crs, at, &to, i);
    }
    return code;
}

/* Which assets are wanted, settled. */
struct search {
    const struct na_snapshot *snapshot;
    const struct na_kind *kinds[KINDS_MAX];
    size_t kind_count, k;
    double max_m;
    int32_t as_at;
};

static bool is_valid(const void *context, uint32_t point)
{
    const struct search *search = context;
    struct na_asset asset;
    na_snapshot_asset(search->snapshot, point, &asset);
    return na_date_within(search->as_at, asset.valid_from, asset.valid_to);
}

static enum na_code add_kind(const char *name, struct search *search, struct na_error *reterr)
{
    const struct na_kind *kind = NULL;
    enum na_code code = na_kind_find(search->snapshot, name, &kind, reterr);
    for (size_t i = 0; i < search->kind_count && code == NA_OK; i++) {
        if (search->kinds[i] == kind) {
            return NA_OK; /* each is searched once */
        }
    }
    if (code == NA_OK) {
        search->kinds[search->kind_count++] = kind;
    }
    return code;
}

static enum na_code refuse_range(const char *field, const char *message, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "%s", message);
    return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, field, NULL);
}

static enum na_code settle(const struct na_session *session, const struct na_many_assets *assets,
                           struct search *search, struct na_error *reterr)
{
    if (assets->size < sizeof *assets) {
        return refuse("The size of the assets asked for is not that of their structure",
                      "Set the member size to sizeof the structure", reterr);
    }
    if (assets->kind_count == 0 || assets->kind_count > KINDS_MAX) {
        return refuse("There must be 1 to 64 kinds of asset", NULL, reterr);
    }
    if (assets->k < 1 || assets->k > NA_NEAREST_MAX) {
        return refuse_range("k", "k must be from 1 to 100", reterr);
    }
    if (!(assets->max_m >= 0)) {
        return refuse_range("max_m", "max_m must not be below 0", reterr);
    }
    if (assets->as_at == NULL || !na_date_parse(na_str_of(assets->as_at), &search->as_at)) {
        (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
        return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "as_at", "Write YYYY-MM-DD");
    }
    search->snapshot = na_session_snapshot(session);
    search->k = assets->k;
    search->max_m = assets->max_m > 0 ? assets->max_m : INFINITY;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < assets->kind_count && code == NA_OK; i++) {
        code = add_kind(assets->kinds[i], search, reterr);
    }
    return code;
}

/* The results of one point, `from` NULL: of none. */
static void put_nearest(const struct search *search, const struct na_lonlat *from,
                        uint32_t *ret_asset, double *ret_m)
{
    struct na_nearest found;
    found.count = 0;
    found.k = search->k;
    for (size_t i = 0; i < search->kind_count && from != NULL; i++) {
        na_point_tree_search(&search->kinds[i]->tree, *from, search->max_m, is_valid, search,
                             &found);
    }
    na_nearest_sort(&found);
    for (size_t i = 0; i < search->k; i++) {
        bool has = i < found.count;
        ret_asset[i] = has ? found.hits[i].point : NA_NUMBER_NONE;
        if (ret_m != NULL) {
            ret_m[i] = has ? found.hits[i].distance_m : INFINITY;
        }
    }
}

enum na_code na_nearest_many(const struct na_session *session, const struct na_points *points,
                             const struct na_many_assets *assets, uint32_t *ret_asset,
                             double *ret_m, struct na_error *reterr)
{
    struct columns columns = {.count = 0};
    struct search search = {.kind_count = 0};
    enum na_code code = columns_of(points, &columns, reterr);
    if (code == NA_OK) {
        code = settle(session, assets, &search, reterr);
    }
    for (size_t i = 0; i < columns.count && code == NA_OK; i++) {
        const struct na_lonlat at = {value_of(columns.second, columns.stride, i),
                                     value_of(columns.first, columns.stride, i)};
        bool good = is_degrees(at.lat_deg, at.lon_deg);
        put_nearest(&search, good ? &at : NULL, ret_asset + i * search.k,
                    ret_m != NULL ? ret_m + i * search.k : NULL);
    }
    return code;
}

enum na_code na_nearest_many_grid(const struct na_session *session,
                                  const struct na_grid_points *points,
                                  const struct na_many_assets *assets, uint32_t *ret_asset,
                                  double *ret_m, struct na_error *reterr)
{
    struct columns columns = {.count = 0};
    struct search search = {.kind_count = 0};
    const struct na_crs *crs = NULL;
    enum na_code code = grid_columns_of(points, &columns, reterr);
    if (code == NA_OK) {
        code = settle(session, assets, &search, reterr);
    }
    if (code == NA_OK) {
        crs = na_snapshot_crs(na_session_snapshot(session));
    }
    for (size_t i = 0; i < columns.count && code == NA_OK; i++) {
        const struct na_grid grid = {value_of(columns.first, columns.stride, i),
                                     value_of(columns.second, columns.stride, i)};
        struct na_lonlat at;
        struct na_error outside;
        bool good = is_on_grid(grid.easting_m, grid.northing_m) &&
                    na_crs_to_lonlat(crs, grid, &at, &outside) == NA_OK;
        put_nearest(&search, good ? &at : NULL, ret_asset + i * search.k,
                    ret_m != NULL ? ret_m + i * search.k : NULL);
    }
    return code;
}

/* Wanted on foot: valid, and of a kind asked for, as what is met on a street is of any. */
static bool is_wanted(const void *context, uint32_t point)
{
    const struct search *search = context;
    struct na_asset asset;
    bool asked = false;
    na_snapshot_asset(search->snapshot, point, &asset);
    for (size_t i = 0; i < search->kind_count && !asked; i++) {
        asked = strcmp(search->kinds[i]->name, asset.kind) == 0;
    }
    return asked && na_date_within(search->as_at, asset.valid_from, asset.valid_to);
}

/* The walks of one point, `from` NULL: of none. */
static void put_walks(const struct search *search, struct na_street_search *streets, double snap_m,
                      const struct na_lonlat *from, uint32_t *ret_asset, double *ret_walk_m)
{
    struct na_walk_from start;
    struct na_walk_hits hits = {.count = 0};
    const struct na_walk_wanted wanted = {search->k, na_walk_limit_mm(search->max_m),
                                          NA_STREET_NONE, is_wanted, search};
    if (from != NULL) {
        na_walk_start(streets, snap_m, *from, &start);
        na_walk_nearest(&start, &wanted, &hits);
    }
    for (size_t i = 0; i < search->k; i++) {
        bool has = i < hits.count;
        ret_asset[i] = has ? hits.items[i].point : NA_NUMBER_NONE;
        if (ret_walk_m != NULL) {
            ret_walk_m[i] = has ? hits.items[i].mm / 1000.0 : INFINITY;
        }
    }
}

enum na_code na_walk_many(const struct na_session *session, const struct na_points *points,
                          const struct na_many_assets *assets, uint32_t *ret_asset,
                          double *ret_walk_m, struct na_error *reterr)
{
    struct columns columns;
    struct search search = {.kind_count = 0};
    struct na_network network;
    struct na_street_search *streets = NULL;
    enum na_code code = columns_of(points, &columns, reterr);
    if (code == NA_OK) {
        code = settle(session, assets, &search, reterr);
    }
    if (code == NA_OK && !na_snapshot_network(search.snapshot, &network)) {
        code = refuse("The data have no streets", "Add a [network.ID] to the pack", reterr);
    }
    if (code == NA_OK) {
        code = na_street_search_new(na_snapshot_streets(search.snapshot), &streets, reterr);
    }
    for (size_t i = 0; i < columns.count && code == NA_OK; i++) {
        const struct na_lonlat at = {value_of(columns.second, columns.stride, i),
                                     value_of(columns.first, columns.stride, i)};
        bool good = is_degrees(at.lat_deg, at.lon_deg);
        put_walks(&search, streets, network.snap_m, good ? &at : NULL, ret_asset + i * search.k,
                  ret_walk_m != NULL ? ret_walk_m + i * search.k : NULL);
    }
    na_street_search_free(streets);
    return code;
}

const char *na_ward_code(const struct na_session *session, const struct na_many_wards *wards,
                         uint32_t ward)
{
    const struct na_layer *layer = NULL;
    struct na_area area;
    if (choose_wards(session, wards, &layer, NULL) != NA_OK || ward >= layer->area_count) {
        return NULL;
    }
    na_snapshot_area(na_session_snapshot(session), layer, ward, &area);
    return area.code;
}

const char *na_asset_id(const struct na_session *session, uint32_t asset)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    struct na_asset found;
    if (asset >= na_snapshot_asset_count(snapshot)) {
        return NULL;
    }
    na_snapshot_asset(snapshot, asset, &found);
    return found.id;
}
