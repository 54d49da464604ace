/* coverage/coverage.h - what the assets of a kind cover within a distance: the question and its
 * answer as values. GEOS works here (io/topology_region.h): only for processes that may die, the
 * command line's and the daemon's child (http/errand.h). */
#ifndef NA_COVERAGE_COVERAGE_H
#define NA_COVERAGE_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "data/snapshot.h"
#include "geo/point_tree.h"
#include "io/shapefile.h"
#include "question/question.h"
#include "question/tag_filter.h"
#include "question/warnings.h"

/* How far an asset may be said to cover, metres. */
#define NA_COVERAGE_METRES_MIN 1.0
#define NA_COVERAGE_METRES_MAX 50000.0
/* Distances of a curve. */
#define NA_COVERAGE_RINGS_MAX 16
/* How far the area of a drawn disc may be from that of the WGS84 circle, relative. */
#define NA_COVERAGE_DISC_ERROR 0.001

/* `tags` borrows from the params, the rest from the session's snapshot. */
struct na_coverage_question {
    const struct na_kind *kinds[NA_PARAMS_MAX];
    size_t kind_count;
    struct na_tag_filter tags;
    unsigned int status_mask;              /* bit enum na_status; default: all but out of service */
    double rings_m[NA_COVERAGE_RINGS_MAX]; /* ascending */
    size_t ring_count;
    size_t within; /* which of the rings the areas and gaps drawn are of */
    int32_t as_at;
    bool comparing; /* then `as_at` is the first day and `as_at_2` the second */
    int32_t as_at_2;
    const struct na_layer *layer; /* of wards or areas; not NULL */
    bool by_walk;                 /* on foot, along the streets: metres, no areas */
    bool none_valid;              /* no ward vintage is valid on `as_at`: it is the newest */
};

/* One ward or area of the layer, or (last entry) the whole of the layer. Square metres are of
 * EPSG:27700, as published areas of wards are. */
struct na_coverage_area {
    uint32_t area;   /* within the layer; NA_AREA_NONE: the whole */
    uint32_t assets; /* that stand in it */
    bool is_valid;   /* on the day, by its own dates. Else nothing of it counts: no assets, nothing
                        covered, no shapes, no part of the whole */
    double area_m2;
    double covered_m2[NA_COVERAGE_RINGS_MAX]; /* by question.rings_m */
    struct na_shape covered; /* of the ring `within`, metres; no parts where nothing is */
    struct na_shape gaps;    /* what of the area is not covered */
};

/* The state on one day. */
struct na_coverage_day {
    int32_t day;
    uint32_t *assets; /* numbers of those that count, ascending */
    size_t asset_count;
    uint32_t existing;              /* assets of the kinds */
    uint32_t by_tag;                /* of them, left out by tag, */
    uint32_t by_status;             /* of the rest, by status, */
    uint32_t by_date;               /* of the rest, not valid on the day, */
    uint32_t off_grid;              /* of the rest, where the National Grid does not reach */
    uint32_t outside;               /* of those that count, in no area of the layer */
    struct na_coverage_area *areas; /* layer->area_count, by number, then the whole */
    size_t area_count;              /* with the whole */
    uint32_t not_valid;             /* areas that are not valid on the day */
    struct na_buffer tree_bytes;    /* of `tree`, the assets that count */
    struct na_point_tree tree;
};

/* Change of an area between two days. */
struct na_coverage_change {
    uint32_t area; /* NA_AREA_NONE: the whole */
    double gained_m2, lost_m2;
    struct na_shape gained, lost;
};

struct na_coverage_walk;

struct na_coverage {
    const struct na_snapshot *snapshot;
    struct na_coverage_question question;
    struct na_coverage_day days[2];
    size_t day_count;
    struct na_coverage_change *changes; /* as many as areas, when comparing; else NULL */
    struct na_coverage_walk *walk; /* by_walk: coverage/walk.h; then areas have no square metres */
    struct na_warnings warnings;
};

extern const struct na_param_specs na_coverage_params;

/* Read the question (params passed na_params_check). Errors: NA_ERR_KIND_UNKNOWN,
 * NA_ERR_VINTAGE_UNKNOWN, NA_ERR_NO_WARDS, NA_ERR_PARAM_*. */
NA_MUST_USE enum na_code na_coverage_read(struct na_session *session, const struct na_param *params,
                                          size_t count, int32_t today,
                                          struct na_coverage_question *ret_question,
                                          struct na_error *reterr);
/* Answer it. `session` lends its transformation and its snapshot, which must outlive the answer.
 * Errors: NA_ERR_DATA (GEOS), NA_ERR_OUTSIDE (an area beyond the transformation), NA_ERR_LIMIT,
 * NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_coverage_new(struct na_session *session,
                                         const struct na_coverage_question *question,
                                         struct na_coverage **ret_coverage,
                                         struct na_error *reterr);
void na_coverage_free(struct na_coverage *coverage);

/* Is this place within `ring_m` of an asset that counts, by the WGS84 geodesic, or on foot by_walk;
 * the nearest one and how far it is (NA_AREA_NONE and INFINITY when none counts). Exact: not by the
 * drawn discs. */
bool na_coverage_point(const struct na_coverage *coverage, size_t day, struct na_lonlat at,
                       double ring_m, uint32_t *ret_asset, double *ret_distance_m);

/* JSON, GeoJSON (covered, gaps, assets; with compare gained and lost), text. */
extern const struct na_question na_question_coverage;
na_answer na_answer_coverage;

#endif
