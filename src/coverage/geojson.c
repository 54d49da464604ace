/* Coverage as GeoJSON (RFC 7946): what is covered, the gaps, the assets; or what is gained and lost
 * between two days. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "coverage/walk.h"
#include "geo/rings.h"
#include "question/session_state.h"
#include "write/geometry.h"
#include "write/render.h"

/* 1e-7 of a degree is 11 mm. */
#define COORDINATE_DECIMALS 7
#define COORDINATE_STEP 1e-7
/* Least positions of a closed ring. */
#define RING_LEAST 4

struct features {
    struct na_json json;
    const struct na_crs *crs;
    const struct na_coverage *coverage;
    const struct na_coverage_day *day;
    double *lonlat; /* room for the ring being written */
    size_t room;    /* in positions */
    struct na_error *reterr;
    enum na_code code;
};

static void fail(struct features *features, enum na_code code)
{
    if (features->code == NA_OK) {
        features->code = code;
    }
}

static bool room_make(struct features *features, size_t count)
{
    if (count > features->room) {
        double *larger = realloc(features->lonlat, 2 * count * sizeof *larger);
        if (larger == NULL) {
            fail(features, na_fail_memory(features->reterr, "writing GeoJSON"));
            return false;
        }
        features->lonlat = larger;
        features->room = count;
    }
    return true;
}

static double step(double degrees)
{
    return round(degrees / COORDINATE_STEP) * COORDINATE_STEP;
}

/* The ring from its last vertex to its first (shapes run the other way round) in degrees as they
 * are written, without repeated positions. *ret_count is 0 when no ring is left of it. */
static void ring_place(struct features *features, const double *xy, size_t count, size_t *ret_count)
{
    size_t placed = 0;
    *ret_count = 0;
    if (!room_make(features, count)) {
        return;
    }
    for (size_t i = count; i-- > 0;) {
        struct na_lonlat at;
        enum na_code code = na_crs_to_lonlat(
            features->crs, (struct na_grid){xy[2 * i], xy[2 * i + 1]}, &at, features->reterr);
        if (code != NA_OK) {
            fail(features, code);
            return;
        }
        double *to = features->lonlat + 2 * placed;
        to[0] = step(at.lon_deg);
        to[1] = step(at.lat_deg);
        /* Exact: both are multiples of the step. */
        bool repeats = placed > 0 && !(to[0] < to[-2] || to[0] > to[-2]) &&
                       !(to[1] < to[-1] || to[1] > to[-1]);
        placed += !repeats;
    }
    *ret_count = placed >= RING_LEAST ? placed : 0;
}

static void ring_write(struct features *features, size_t count)
{
    struct na_json *json = &features->json;
    na_json_array_begin(json);
    for (size_t i = 0; i < count; i++) {
        na_json_array_begin(json);
        na_json_trimmed(json, features->lonlat[2 * i], COORDINATE_DECIMALS);
        na_json_trimmed(json, features->lonlat[2 * i + 1], COORDINATE_DECIMALS);
        na_json_array_end(json);
    }
    na_json_array_end(json);
}

/* Shells of a shape run clockwise. */
static bool is_shell(const double *xy, size_t count)
{
    return na_ring_signed_area((struct na_ring_view){xy, count}) < 0.0;
}

static void geometry(struct features *features, const struct na_shape *shape)
{
    struct na_json *json = &features->json;
    bool open = false;
    bool wanted = false; /* holes of a shell that is too small go with it */
    na_json_name(json, "geometry");
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "MultiPolygon");
    na_json_name(json, "coordinates");
    na_json_array_begin(json);
    for (size_t part = 0; part < shape->part_count && features->code == NA_OK; part++) {
        const double *xy = shape->xy + 2 * shape->part_starts[part];
        size_t count = shape->part_starts[part + 1] - shape->part_starts[part];
        bool shell = is_shell(xy, count);
        size_t placed = 0;
        ring_place(features, xy, count, &placed);
        wanted = shell ? placed > 0 : wanted;
        if (!wanted || placed == 0) {
            continue;
        }
        if (shell && open) {
            na_json_array_end(json);
        }
        if (shell) {
            na_json_array_begin(json);
            open = true;
        }
        ring_write(features, placed);
    }
    if (open) {
        na_json_array_end(json);
    }
    na_json_array_end(json);
    na_json_object_end(json);
}

static void feature_begin(struct features *features, const struct na_shape *shape, const char *role,
                          uint32_t area)
{
    struct na_json *json = &features->json;
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    geometry(features, shape);
    na_json_name(json, "properties");
    na_json_object_begin(json);
    na_json_name(json, "role");
    na_json_text(json, role);
    na_render_coverage_flat(json, features->coverage, area);
    na_json_name(json, "within_m");
    const struct na_coverage_question *question = &features->coverage->question;
    na_json_trimmed(json, question->rings_m[question->within], 6);
}

static void feature_end(struct features *features)
{
    na_json_object_end(&features->json);
    na_json_object_end(&features->json);
}

static void metres2(struct features *features, const char *name, double value_m2)
{
    na_json_name(&features->json, name);
    na_json_fixed(&features->json, value_m2, 1);
}

/* Covered or gap: its own area, and that of the ward it is a share of. */
static void part_feature(struct features *features, const struct na_coverage_area *area,
                         const struct na_shape *shape, const char *role, double part_m2)
{
    if (shape->part_count == 0) {
        return;
    }
    feature_begin(features, shape, role, area->area);
    na_render_date(&features->json, "as_at", features->day->day);
    metres2(features, "m2", part_m2);
    metres2(features, "area_m2", area->area_m2);
    na_json_name(&features->json, "share");
    na_json_fixed(&features->json, part_m2 / area->area_m2, 6);
    feature_end(features);
}

static void change_feature(struct features *features, size_t i, const struct na_shape *shape,
                           const char *role, double part_m2)
{
    const struct na_coverage *coverage = features->coverage;
    if (shape->part_count == 0) {
        return;
    }
    feature_begin(features, shape, role, coverage->changes[i].area);
    na_render_date(&features->json, "from", coverage->days[0].day);
    na_render_date(&features->json, "to", coverage->days[1].day);
    metres2(features, "m2", part_m2);
    metres2(features, "area_m2", coverage->days[0].areas[i].area_m2);
    feature_end(features);
}

static void area_features(struct features *features)
{
    const struct na_coverage *coverage = features->coverage;
    size_t within = coverage->question.within;
    for (size_t i = 0; i + 1 < features->day->area_count && features->code == NA_OK; i++) {
        const struct na_coverage_area *area = &features->day->areas[i];
        if (coverage->changes != NULL) {
            const struct na_coverage_change *change = &coverage->changes[i];
            change_feature(features, i, &change->gained, "gained", change->gained_m2);
            change_feature(features, i, &change->lost, "lost", change->lost_m2);
        } else if (area->is_valid) {
            part_feature(features, area, &area->covered, "covered", area->covered_m2[within]);
            part_feature(features, area, &area->gaps, "gap",
                         area->area_m2 - area->covered_m2[within]);
        }
    }
}

enum na_code na_render_coverage_geojson(struct na_session *session,
                                        const struct na_coverage *coverage, struct na_buffer *to,
                                        struct na_error *reterr)
{
    return na_render_coverage_geojson_with(session, coverage, NULL, NULL, to, reterr);
}

enum na_code na_render_coverage_geojson_with(struct na_session *session,
                                             const struct na_coverage *coverage,
                                             na_coverage_features *more, const void *context,
                                             struct na_buffer *to, struct na_error *reterr)
{
    if (coverage->walk != NULL) {
        return na_render_coverage_walk_geojson(coverage, to);
    }
    struct features features = {.coverage = coverage, .day = &coverage->days[0], .reterr = reterr};
    enum na_code code = na_session_crs(session, &features.crs, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_json *json = &features.json;
    na_json_init(json, to);
    na_json_object_begin(json);
    na_json_name(json, "type");
    na_json_text(json, "FeatureCollection");
    na_render_coverage_query(json, &coverage->question);
    na_render_coverage_layer(json, coverage->question.layer);
    na_json_name(json, "features");
    na_json_array_begin(json);
    area_features(&features);
    na_render_coverage_asset_features(json, coverage);
    if (more != NULL) {
        more(context, json);
    }
    na_json_array_end(json);
    na_render_text_or_null(json, "attribution", na_snapshot_info(coverage->snapshot)->attribution);
    na_render_data(json, coverage->snapshot);
    na_render_warnings(json, &coverage->warnings);
    na_json_object_end(json);
    free(features.lonlat);
    if (features.code != NA_OK) {
        return features.code;
    }
    code = na_json_finish(json);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The answer could not be written");
}
