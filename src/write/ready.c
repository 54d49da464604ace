/* Writes the members that answers of a snapshot share, each by the very function that writes it in
 * an answer, and leaves them in the snapshot. */
#include <stdlib.h>

#include "base/fail.h"
#include "question/ready.h"
#include "write/render.h"

/* Longest that all pieces may be together; for more nothing is ready. */
#define BYTES_MAX ((size_t)64 * 1024 * 1024)
/* Most assets and most areas, at a kilobyte and a few hundred bytes each, and a few microseconds
 * when the program starts. If there are more, all of them are written as they are asked for. */
#define ASSETS_MAX 10000
#define AREAS_MAX 50000

struct making {
    const struct na_snapshot *snapshot;
    struct na_ready *ready;
    struct na_json json;
    size_t from;         /* the first byte of the piece */
    enum na_code failed; /* the first failure sticks */
};

/* A piece is written into an object of its own, whose brackets it does not have. */
static void begin(struct making *making)
{
    na_json_init(&making->json, &making->ready->bytes);
    na_json_object_begin(&making->json);
    making->from = making->ready->bytes.length;
}

static struct na_piece end(struct making *making)
{
    if (making->failed == NA_OK) {
        making->failed = making->json.failed;
    }
    return (struct na_piece){(uint32_t)making->from,
                             (uint32_t)(making->ready->bytes.length - making->from)};
}

static void make_standing(struct making *making)
{
    struct na_warnings warnings = {.count = 0};
    na_warn_of_pack(&warnings, making->snapshot);
    for (size_t i = 0; i < warnings.count && i < NA_STANDING_MAX; i++) {
        na_json_init(&making->json, &making->ready->bytes);
        making->from = making->ready->bytes.length;
        na_render_warning(&making->json, &warnings.items[i]);
        making->ready->standing[i] = end(making);
    }
}

static void make_areas(struct making *making, const struct na_layer *layer)
{
    for (uint32_t i = 0; i < layer->area_count && making->failed == NA_OK; i++) {
        struct na_ready_area *area = &making->ready->areas[(size_t)layer->first_area + i];
        begin(making);
        na_render_area_named(&making->json, making->snapshot, layer, i, false);
        area->named = end(making).length;
        making->ready->bytes.length = making->from; /* the whole begins with them */
        begin(making);
        na_render_area_named(&making->json, making->snapshot, layer, i, true);
        area->whole = end(making);
    }
}

static void make_layers(struct making *making)
{
    for (size_t i = 0; i < making->ready->layer_count; i++) {
        const struct na_layer *layer = na_snapshot_layer(making->snapshot, i);
        begin(making);
        na_render_vintage(&making->json, layer);
        making->ready->vintages[i] = end(making);
        if (making->ready->area_count > 0) {
            make_areas(making, layer);
        }
    }
}

static void make_assets(struct making *making)
{
    for (uint32_t i = 0; i < making->ready->asset_count && making->failed == NA_OK; i++) {
        struct na_ready_asset *ready = &making->ready->assets[i];
        struct na_asset asset;
        na_snapshot_asset(making->snapshot, i, &asset);
        begin(making);
        na_render_asset_named(&making->json, making->snapshot, i, &asset);
        ready->named = end(making);
        begin(making);
        na_render_asset_described(&making->json, making->snapshot, i, &asset);
        ready->described = end(making);
        begin(making);
        na_render_asset_tags(&making->json, making->snapshot, i, &asset);
        ready->tags = end(making);
    }
}

/* Room for the numbers of all pieces. */
static struct na_ready *room_for(const struct na_snapshot *snapshot)
{
    struct na_ready *ready = calloc(1, sizeof *ready);
    if (ready == NULL) {
        return NULL;
    }
    na_buffer_init(&ready->bytes, BYTES_MAX);
    ready->layer_count = na_snapshot_layer_count(snapshot);
    for (size_t i = 0; i < ready->layer_count; i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        size_t last = (size_t)layer->first_area + layer->area_count;
        ready->area_count = last > ready->area_count ? last : ready->area_count;
    }
    ready->area_count = ready->area_count <= AREAS_MAX ? ready->area_count : 0;
    size_t assets = na_snapshot_asset_count(snapshot);
    ready->asset_count = assets <= ASSETS_MAX ? assets : 0;
    ready->vintages = calloc(ready->layer_count + 1, sizeof *ready->vintages);
    ready->areas = calloc(ready->area_count + 1, sizeof *ready->areas);
    ready->assets = calloc(ready->asset_count + 1, sizeof *ready->assets);
    if (ready->vintages == NULL || ready->areas == NULL || ready->assets == NULL) {
        na_ready_free(ready);
        return NULL;
    }
    return ready;
}

static void free_kept(void *kept)
{
    na_ready_free(kept);
}

enum na_code na_ready_make(struct na_snapshot *snapshot, struct na_error *reterr)
{
    struct na_ready *ready = room_for(snapshot);
    if (ready == NULL) {
        return na_fail_memory(reterr, "writing what answers share");
    }
    struct making making = {.snapshot = snapshot, .ready = ready, .failed = NA_OK};
    begin(&making);
    na_render_data(&making.json, snapshot);
    ready->data = end(&making);
    make_standing(&making);
    make_layers(&making);
    make_assets(&making);
    if (making.failed == NA_OK) {
        na_snapshot_keep(snapshot, ready, free_kept);
        return NA_OK;
    }
    na_ready_free(ready);
    return making.failed == NA_ERR_LIMIT ? NA_OK /* answers are the same without */
                                         : na_fail_memory(reterr, "writing what answers share");
}
