/* question/ready.h - what answers say of a snapshot again and again, as the writer left it when the
 * snapshot was loaded.
 *
 * Members of JSON that are the same in every answer: which data answered, the vintage of a layer,
 * what the pack warns of, code, name and authority of an area, what a register says of an asset.
 * They are made once, before anybody else sees the snapshot (na_ready_make in write/render.h), and
 * kept by it. A snapshot without them is as good: then each answer writes them itself, and has the
 * same bytes. Constant; any thread. */
#ifndef NA_QUESTION_READY_H
#define NA_QUESTION_READY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"
#include "data/snapshot.h"

/* Bytes in na_ready.bytes. */
struct na_piece {
    uint32_t at, length;
};

struct na_ready_area {
    struct na_piece whole; /* code, name, authority */
    uint32_t named;        /* of its bytes those of code and name */
};
struct na_ready_asset {
    struct na_piece named;     /* id, kind, name */
    struct na_piece described; /* from address to last_checked */
    struct na_piece tags;      /* tags */
};

/* What a pack itself may warn of: na_warn_of_pack. */
#define NA_STANDING_MAX 2

struct na_ready {
    struct na_buffer bytes;
    struct na_piece data;                      /* "data": {...} */
    struct na_piece standing[NA_STANDING_MAX]; /* an object each, in the order of warning */
    size_t layer_count, area_count, asset_count;
    struct na_piece *vintages;     /* "vintage": {...} of each layer */
    struct na_ready_area *areas;   /* of all layers, or of none if there are too many */
    struct na_ready_asset *assets; /* of all, or of none if there are too many */
};

/* What the snapshot keeps; NULL: nothing is ready. */
const struct na_ready *na_ready_of(const struct na_snapshot *snapshot);

/* Views of the members; those of a snapshot for which nothing is ready have bytes NULL. */
struct na_str na_ready_data(const struct na_snapshot *snapshot);
struct na_str na_ready_vintage(const struct na_snapshot *snapshot, const struct na_layer *layer);
struct na_str na_ready_standing(const struct na_snapshot *snapshot, size_t i);
/* Of area `i` of the layer: code and name, and with `with_authority` that too. */
struct na_str na_ready_area(const struct na_snapshot *snapshot, const struct na_layer *layer,
                            uint32_t i, bool with_authority);
struct na_str na_ready_asset_named(const struct na_snapshot *snapshot, uint32_t asset);
struct na_str na_ready_asset_described(const struct na_snapshot *snapshot, uint32_t asset);
struct na_str na_ready_asset_tags(const struct na_snapshot *snapshot, uint32_t asset);

void na_ready_free(struct na_ready *ready);

#endif
