/* Looks pieces up by the numbers that the snapshot gives areas and assets. */
#include "question/ready.h"

#include <stdlib.h>

const struct na_ready *na_ready_of(const struct na_snapshot *snapshot)
{
    return na_snapshot_kept(snapshot);
}

static struct na_str view(const struct na_ready *ready, struct na_piece piece)
{
    return (struct na_str){ready->bytes.data + piece.at, piece.length};
}

static const struct na_str nothing = {NULL, 0};

struct na_str na_ready_data(const struct na_snapshot *snapshot)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    return ready != NULL ? view(ready, ready->data) : nothing;
}

struct na_str na_ready_vintage(const struct na_snapshot *snapshot, const struct na_layer *layer)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    /* Layers are handed out as members of one array. */
    return ready != NULL ? view(ready, ready->vintages[layer - na_snapshot_layer(snapshot, 0)])
                         : nothing;
}

struct na_str na_ready_standing(const struct na_snapshot *snapshot, size_t i)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    return ready != NULL ? view(ready, ready->standing[i]) : nothing;
}

struct na_str na_ready_area(const struct na_snapshot *snapshot, const struct na_layer *layer,
                            uint32_t i, bool with_authority)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    size_t number = (size_t)layer->first_area + i;
    if (ready == NULL || number >= ready->area_count) {
        return nothing;
    }
    const struct na_ready_area *area = &ready->areas[number];
    struct na_piece piece = {area->whole.at, with_authority ? area->whole.length : area->named};
    return view(ready, piece);
}

static const struct na_ready_asset *asset_of(const struct na_ready *ready, uint32_t asset)
{
    return ready != NULL && asset < ready->asset_count ? &ready->assets[asset] : NULL;
}

struct na_str na_ready_asset_named(const struct na_snapshot *snapshot, uint32_t asset)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    const struct na_ready_asset *of = asset_of(ready, asset);
    return of != NULL ? view(ready, of->named) : nothing;
}

struct na_str na_ready_asset_described(const struct na_snapshot *snapshot, uint32_t asset)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    const struct na_ready_asset *of = asset_of(ready, asset);
    return of != NULL ? view(ready, of->described) : nothing;
}

struct na_str na_ready_asset_tags(const struct na_snapshot *snapshot, uint32_t asset)
{
    const struct na_ready *ready = na_ready_of(snapshot);
    const struct na_ready_asset *of = asset_of(ready, asset);
    return of != NULL ? view(ready, of->tags) : nothing;
}

void na_ready_free(struct na_ready *ready)
{
    if (ready != NULL) {
        na_buffer_fini(&ready->bytes);
        free(ready->vintages);
        free(ready->areas);
        free(ready->assets);
        free(ready);
    }
}
