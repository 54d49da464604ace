/* Which assets count on a day, and where they stand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "coverage/private.h"
#include "data/layer_cover.h"

#define TREE_BYTES_MAX ((size_t)1 << 31)

static bool is_asked_kind(const struct na_coverage_question *question, const char *kind)
{
    for (size_t i = 0; i < question->kind_count; i++) {
        if (strcmp(question->kinds[i]->name, kind) == 0) {
            return true;
        }
    }
    return false;
}

/* Tally the asset; true if it counts. */
static bool counts(const struct na_coverage_work *work, const struct na_asset *asset,
                   struct na_coverage_day *day)
{
    const struct na_coverage_question *question = work->question;
    if (!is_asked_kind(question, asset->kind)) {
        return false;
    }
    day->existing++;
    uint32_t *left_out = NULL;
    if (!na_tag_filter_passes(&question->tags, work->snapshot, asset)) {
        left_out = &day->by_tag;
    } else if ((question->status_mask & (1u << asset->status)) == 0) {
        left_out = &day->by_status;
    } else if (!na_date_within(day->day, asset->valid_from, asset->valid_to)) {
        left_out = &day->by_date;
    } else if (!isfinite(asset->grid.easting_m) || !isfinite(asset->grid.northing_m)) {
        left_out = &day->off_grid;
    }
    if (left_out != NULL) {
        *left_out += 1;
    }
    return left_out == NULL;
}

/* Of wards the first that covers it, as everywhere; of other areas, which may overlap, all. */
static enum na_code stand(const struct na_coverage_work *work, const struct na_asset *asset,
                          struct na_coverage_day *day, struct na_error *reterr)
{
    const struct na_layer *layer = work->question->layer;
    struct na_cover cover;
    enum na_code code = na_layer_cover(layer, asset->at, &asset->grid, &cover);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The index of layer %.60s is damaged", layer->id);
    }
    bool stands = false;
    for (uint32_t i = 0; i < cover.count && !(stands && layer->role == NA_LAYER_WARDS); i++) {
        struct na_coverage_area *area = &day->areas[cover.areas[i]];
        area->assets += area->is_valid;
        stands = stands || area->is_valid;
    }
    day->outside += !stands;
    day->areas[layer->area_count].assets += stands;
    return NA_OK;
}

static enum na_code tree_make(const struct na_coverage_work *work, struct na_coverage_day *day,
                              struct na_error *reterr)
{
    struct na_lonlat *points = calloc(day->asset_count + 1, sizeof *points);
    if (points == NULL) {
        return na_fail_memory(reterr, "sorting assets");
    }
    for (size_t i = 0; i < day->asset_count; i++) {
        struct na_asset asset;
        na_snapshot_asset(work->snapshot, day->assets[i], &asset);
        points[i] = asset.at;
    }
    enum na_code code = na_point_tree_build(points, day->assets, (uint32_t)day->asset_count,
                                            &day->tree_bytes, reterr);
    if (code == NA_OK) {
        code = na_point_tree_open(day->tree_bytes.data, day->tree_bytes.length,
                                  na_snapshot_asset_count(work->snapshot), &day->tree, reterr);
    }
    free(points);
    return code;
}

enum na_code na_coverage_assets_count(struct na_coverage_work *work, struct na_coverage_day *day,
                                      struct na_error *reterr)
{
    uint32_t all = na_snapshot_asset_count(work->snapshot);
    na_buffer_init(&day->tree_bytes, TREE_BYTES_MAX);
    day->assets = calloc((size_t)all + 1, sizeof *day->assets);
    if (day->assets == NULL) {
        return na_fail_memory(reterr, "counting assets");
    }
    for (uint32_t i = 0; i < all; i++) {
        struct na_asset asset;
        na_snapshot_asset(work->snapshot, i, &asset);
        if (!counts(work, &asset, day)) {
            continue;
        }
        day->assets[day->asset_count++] = i;
        enum na_code code = stand(work, &asset, day, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return tree_make(work, day, reterr);
}
