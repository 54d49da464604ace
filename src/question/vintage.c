/* The vintage asked for by name, else the newest that is valid on the day, else the newest of all
 * with a word that none is valid. */
#include "question/vintage.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"

static enum na_code fail_unknown(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    char hint[256] = "The pack has:";
    size_t used = strlen(hint);
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot) && used < sizeof hint; i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == NA_LAYER_WARDS) {
            used += (size_t)snprintf(hint + used, sizeof hint - used, " %s", layer->id);
        }
    }
    (void)na_fail(reterr, NA_ERR_VINTAGE_UNKNOWN, "The pack has no ward vintage of that id");
    return na_fail_at(reterr, NA_ERR_VINTAGE_UNKNOWN, NULL, 0, "vintage", hint);
}

/* NA_DATE_NONE is the least int32_t, so an open start is older than any date. */
static const struct na_layer *newer(const struct na_layer *a, const struct na_layer *b)
{
    return a == NULL || b->valid_from >= a->valid_from ? b : a;
}

enum na_code na_vintage_choose(const struct na_snapshot *snapshot, const char *id, int32_t as_at,
                               const struct na_layer **ret_layer, bool *ret_none_valid,
                               struct na_error *reterr)
{
    const struct na_layer *newest = NULL;
    const struct na_layer *valid = NULL;
    const struct na_layer *named = NULL;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role != NA_LAYER_WARDS) {
            continue;
        }
        newest = newer(newest, layer);
        if (na_date_within(as_at, layer->valid_from, layer->valid_to)) {
            valid = newer(valid, layer);
        }
        if (id != NULL && strcmp(layer->id, id) == 0) {
            named = layer;
        }
    }
    if (newest == NULL) {
        return na_fail(reterr, NA_ERR_NO_WARDS, "The pack has no wards");
    }
    if (id != NULL && named == NULL) {
        return fail_unknown(snapshot, reterr);
    }
    *ret_none_valid = id == NULL && valid == NULL;
    *ret_layer = id != NULL ? named : valid != NULL ? valid : newest;
    return NA_OK;
}
