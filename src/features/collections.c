/* Which collections there are, and the features in them. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "features/private.h"
#include "question/area_dates.h"

/* The id that collection `i` would have by itself. */
static bool plain_at(const struct na_snapshot *snapshot, size_t i,
                     struct na_collection *ret_collection)
{
    size_t layers = na_snapshot_layer_count(snapshot);
    size_t left = i;
    for (int role = NA_LAYER_WARDS; role <= NA_LAYER_AREAS; role++) {
        for (size_t j = 0; j < layers; j++) {
            const struct na_layer *layer = na_snapshot_layer(snapshot, j);
            if ((int)layer->role != role || left-- > 0) {
                continue;
            }
            bool wards = layer->role == NA_LAYER_WARDS;
            ret_collection->of = wards ? NA_COLLECTION_WARDS : NA_COLLECTION_AREAS;
            ret_collection->layer = layer;
            ret_collection->kind = NULL;
            (void)snprintf(ret_collection->id, NA_COLLECTION_ID, "%s%.200s", wards ? "wards-" : "",
                           layer->id);
            return true;
        }
    }
    if (left >= na_snapshot_kind_count(snapshot)) {
        return false;
    }
    ret_collection->of = NA_COLLECTION_ASSETS;
    ret_collection->layer = NULL;
    ret_collection->kind = na_snapshot_kind(snapshot, left);
    (void)snprintf(ret_collection->id, NA_COLLECTION_ID, "%.200s", ret_collection->kind->name);
    return true;
}

/* Words of a name: "bleed_cabinet" is "bleed cabinet". */
static void in_words(char *text)
{
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
}

static void entitle(struct na_collection *collection)
{
    char *title = collection->title;
    switch (collection->of) {
    case NA_COLLECTION_WARDS:
        (void)snprintf(title, NA_COLLECTION_ID, "Wards of %.200s", collection->layer->id);
        return;
    case NA_COLLECTION_AREAS:
        (void)snprintf(title, NA_COLLECTION_ID, "%.100s (%.100s)", collection->layer->id,
                       collection->layer->kind);
        break;
    case NA_COLLECTION_ASSETS:
        (void)snprintf(title, NA_COLLECTION_ID, "%.200s", collection->kind->title);
        break;
    }
    in_words(title);
    if (title[0] >= 'a' && title[0] <= 'z') {
        title[0] = (char)(title[0] - 'a' + 'A');
    }
}

bool na_collection_at(const struct na_snapshot *snapshot, size_t i,
                      struct na_collection *ret_collection)
{
    if (!plain_at(snapshot, i, ret_collection)) {
        return false;
    }
    /* A layer of areas and a kind of asset may have one name: the later one says what it is. */
    struct na_collection other;
    bool taken = false;
    for (size_t j = 0; j < i && !taken && plain_at(snapshot, j, &other); j++) {
        taken = strcmp(other.id, ret_collection->id) == 0;
    }
    if (taken) {
        const char *name =
            ret_collection->kind != NULL ? ret_collection->kind->name : ret_collection->layer->id;
        (void)snprintf(ret_collection->id, NA_COLLECTION_ID, "%s-%.200s",
                       ret_collection->of == NA_COLLECTION_ASSETS ? "assets" : "areas", name);
    }
    entitle(ret_collection);
    return true;
}

enum na_code na_collection_find(const struct na_snapshot *snapshot, const char *id,
                                struct na_collection *ret_collection, struct na_error *reterr)
{
    char nearest[NA_COLLECTION_ID] = "";
    size_t best = SIZE_MAX;
    for (size_t i = 0; na_collection_at(snapshot, i, ret_collection); i++) {
        if (strcmp(ret_collection->id, id) == 0) {
            return NA_OK;
        }
        size_t distance = na_text_distance(id, ret_collection->id);
        if (distance < best) {
            best = distance;
            (void)na_text_copy(nearest, sizeof nearest, ret_collection->id);
        }
    }
    char hint[NA_COLLECTION_ID + 64];
    (void)snprintf(hint, sizeof hint, "/collections lists them%s%s",
                   best != SIZE_MAX ? "; the nearest is " : "", nearest);
    (void)na_fail(reterr, NA_ERR_ROUTE, "There is no collection of that id");
    return na_fail_at(reterr, NA_ERR_ROUTE, NULL, 0, "collectionId", hint);
}

uint32_t na_collection_size(const struct na_snapshot *snapshot,
                            const struct na_collection *collection)
{
    return collection->layer != NULL ? collection->layer->area_count
                                     : na_snapshot_asset_count(snapshot);
}

bool na_feature_at(const struct na_snapshot *snapshot, const struct na_collection *collection,
                   uint32_t i, struct na_feature *ret_feature)
{
    ret_feature->collection = collection;
    if (collection->layer != NULL) {
        na_snapshot_area(snapshot, collection->layer, i, &ret_feature->area);
        struct na_area_dates dates = na_area_dates(collection->layer, &ret_feature->area, 0);
        ret_feature->valid_from = dates.valid_from;
        ret_feature->valid_to = dates.valid_to;
        return true;
    }
    na_snapshot_asset(snapshot, i, &ret_feature->asset);
    ret_feature->valid_from = ret_feature->asset.valid_from;
    ret_feature->valid_to = ret_feature->asset.valid_to;
    return strcmp(ret_feature->asset.kind, collection->kind->name) == 0;
}

const char *na_feature_id(const struct na_feature *feature)
{
    return feature->collection->layer != NULL ? feature->area.code : feature->asset.id;
}

static struct na_bbox box_of(const struct na_feature *feature)
{
    if (feature->collection->layer != NULL) {
        const struct na_area *area = &feature->area;
        return (struct na_bbox){area->west, area->south, area->east, area->north};
    }
    struct na_lonlat at = feature->asset.at;
    return (struct na_bbox){at.lon_deg, at.lat_deg, at.lon_deg, at.lat_deg};
}

/* An open end stays open. */
static int32_t earlier(int32_t a, int32_t b)
{
    return a == NA_DATE_NONE || b == NA_DATE_NONE ? NA_DATE_NONE : a < b ? a : b;
}

static int32_t later(int32_t a, int32_t b)
{
    return a == NA_DATE_NONE || b == NA_DATE_NONE ? NA_DATE_NONE : a > b ? a : b;
}

bool na_collection_extent(const struct na_snapshot *snapshot,
                          const struct na_collection *collection,
                          struct na_collection_extent *ret_extent)
{
    struct na_collection_extent extent = {.count = 0};
    uint32_t size = na_collection_size(snapshot, collection);
    for (uint32_t i = 0; i < size; i++) {
        struct na_feature feature;
        if (!na_feature_at(snapshot, collection, i, &feature)) {
            continue;
        }
        struct na_bbox box = box_of(&feature);
        if (extent.count++ == 0) {
            extent.box = box;
            extent.from = feature.valid_from;
            extent.to = feature.valid_to;
            continue;
        }
        extent.box.west_deg =
            box.west_deg < extent.box.west_deg ? box.west_deg : extent.box.west_deg;
        extent.box.south_deg =
            box.south_deg < extent.box.south_deg ? box.south_deg : extent.box.south_deg;
        extent.box.east_deg =
            box.east_deg > extent.box.east_deg ? box.east_deg : extent.box.east_deg;
        extent.box.north_deg =
            box.north_deg > extent.box.north_deg ? box.north_deg : extent.box.north_deg;
        extent.from = earlier(extent.from, feature.valid_from);
        extent.to = later(extent.to, feature.valid_to);
    }
    *ret_extent = extent;
    return extent.count > 0;
}
