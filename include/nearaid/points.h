/* nearaid/points.h - many points at once: the ward and the nearest assets of each, as numbers.
 *
 * For programs with arrays of positions, such as a C or Python program that reads a table. What
 * comes back are numbers of wards and assets; na_ward_code and na_asset_id give their codes. Points
 * in, results out: one for each, in their order; a point that is no position is marked, never left
 * out.
 *
 * These functions only read the session's snapshot: any number of threads may call them at the same
 * time, on one session or on several. They see the same wards and distances as the questions "ward"
 * and "nearest" do.
 */
#ifndef NEARAID_POINTS_H
#define NEARAID_POINTS_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>
#include <nearaid/session.h>

/* A number that stands for no ward or no asset. */
#define NA_NUMBER_NONE UINT32_MAX

/* Positions in degrees, WGS84. Set `size` to sizeof(struct na_points): later versions may have more
 * members after these. */
struct na_points {
    size_t size;
    size_t count;
    const double *lat_deg; /* the first latitude, north positive; not NULL unless count is 0 */
    const double *lon_deg; /* the first longitude, east positive */
    size_t stride_bytes;   /* from one value to the next, a multiple of 8; 0: they stand side by
                              side */
};

/* Positions on the British National Grid. Set `size` to sizeof(struct na_grid_points). */
struct na_grid_points {
    size_t size;
    size_t count;
    const double *easting_m;  /* the first easting; not NULL unless count is 0 */
    const double *northing_m; /* the first northing */
    size_t stride_bytes;      /* as above */
};

/* What a point is to the wards; as bytes in arrays. */
enum na_point_match {
    NA_POINT_INSIDE = 0,
    NA_POINT_BOUNDARY = 1, /* on a boundary: the ward is the one of the lowest code */
    NA_POINT_NONE = 2,     /* in no ward */
    NA_POINT_BAD = 3       /* not finite, or no position: beyond 90 or 180 degrees, or the grid */
};

/* Which wards or assets are asked about. Zeroed but for `size` it means: the newest wards. */
struct na_many_wards {
    size_t size;         /* sizeof(struct na_many_wards) */
    const char *vintage; /* its id, "2023"; NULL: by as_at */
    const char *as_at;   /* the vintage valid on that day, "YYYY-MM-DD"; NULL: the newest */
};
struct na_many_assets {
    size_t size;              /* sizeof(struct na_many_assets) */
    const char *const *kinds; /* `kind_count` names of kinds, at least one */
    size_t kind_count;
    size_t k;          /* how many for each point, 1 to 100 */
    double max_m;      /* none farther than that; 0: any */
    const char *as_at; /* assets valid on that day, "YYYY-MM-DD"; not NULL */
};

/* The ward of each point.
 *   session        in  not NULL
 *   points         in  not NULL
 *   wards          in  NULL: the newest
 *   ret_ward       out room for points->count numbers of wards within their vintage, or
 *                      NA_NUMBER_NONE
 *   ret_match      out room for as many enum na_point_match; NULL: not wanted
 *   ret_boundary_m out room for as many distances on the ground to the nearest boundary, in metres,
 *                      NAN for bad points; NULL: not wanted, which is much faster
 *   reterr         out may be NULL
 * Errors, nothing written: NA_ERR_USAGE (a size or stride that cannot be), NA_ERR_NO_WARDS,
 * NA_ERR_VINTAGE_UNKNOWN, NA_ERR_PARAM_MALFORMED (as_at). Any number of threads. */
NA_API NA_MUST_USE enum na_code na_ward_many(const struct na_session *session,
                                             const struct na_points *points,
                                             const struct na_many_wards *wards, uint32_t *ret_ward,
                                             uint8_t *ret_match, double *ret_boundary_m,
                                             struct na_error *reterr);

/* The same from eastings and northings: exact where the wards were drawn on the grid. Where they
 * were drawn in degrees the points are transformed; NA_POINT_BAD where that does not reach.
 * Besides: NA_ERR_CRS, NA_ERR_MEMORY. */
NA_API NA_MUST_USE enum na_code na_ward_many_grid(const struct na_session *session,
                                                  const struct na_grid_points *points,
                                                  const struct na_many_wards *wards,
                                                  uint32_t *ret_ward, uint8_t *ret_match,
                                                  double *ret_boundary_m, struct na_error *reterr);

/* The k nearest assets of each point, nearest first; of equally near ones the lower id first.
 *   assets    in  not NULL
 *   ret_asset out room for points->count * k numbers of assets, or NA_NUMBER_NONE where there are
 *                 fewer, and for bad points
 *   ret_m     out room for as many distances, WGS84 geodesics in metres, INFINITY where there is
 *                 no asset; NULL: not wanted
 * Errors, nothing written: NA_ERR_USAGE, NA_ERR_KIND_UNKNOWN, NA_ERR_PARAM_RANGE (k, max_m),
 * NA_ERR_PARAM_MALFORMED (as_at). Any number of threads. */
NA_API NA_MUST_USE enum na_code na_nearest_many(const struct na_session *session,
                                                const struct na_points *points,
                                                const struct na_many_assets *assets,
                                                uint32_t *ret_asset, double *ret_m,
                                                struct na_error *reterr);

/* The same from eastings and northings, which are transformed; no asset is near a point where that
 * does not reach. Besides: NA_ERR_CRS, NA_ERR_MEMORY. */
NA_API NA_MUST_USE enum na_code na_nearest_many_grid(const struct na_session *session,
                                                     const struct na_grid_points *points,
                                                     const struct na_many_assets *assets,
                                                     uint32_t *ret_asset, double *ret_m,
                                                     struct na_error *reterr);

/* The k nearest assets of each point on foot, along the streets of the data, nearest first; of
 * equally near ones the lower id first. An asset to which no way is known is not among them.
 *   assets     in  not NULL; max_m 0: 5,000 m
 *   ret_asset  out room for points->count * k numbers of assets, or NA_NUMBER_NONE
 *   ret_walk_m out room for as many ways, in metres, whole millimetres; INFINITY where there is no
 *                  asset; NULL: not wanted
 * Errors, nothing written: those of na_nearest_many, NA_ERR_USAGE (the data have no streets),
 * NA_ERR_MEMORY. Any number of threads. */
NA_API NA_MUST_USE enum na_code na_walk_many(const struct na_session *session,
                                             const struct na_points *points,
                                             const struct na_many_assets *assets,
                                             uint32_t *ret_asset, double *ret_walk_m,
                                             struct na_error *reterr);

/* The GSS code of a ward by its number, with the `wards` it was asked with; the id of an asset by
 * its number. NULL: there is none of that number, or no such vintage. Borrowed: lives as long as
 * the snapshot. Any number of threads. */
NA_API const char *na_ward_code(const struct na_session *session, const struct na_many_wards *wards,
                                uint32_t ward);
NA_API const char *na_asset_id(const struct na_session *session, uint32_t asset);

#endif
