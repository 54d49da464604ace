/* The columns that are added, and their text where a ward alone decides it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/streets.h"
#include "question/kind.h"
#include "rows/private.h"

#define READY_LIMIT ((size_t)1 << 30)
#define DEFAULT_WARD "ward_code,ward_name,authority_code,authority_name,match"

static const struct {
    const char *name;
    enum batch_cell cell;
} plain_cells[] = {{"ward_code", CELL_WARD_CODE},
                   {"ward_name", CELL_WARD_NAME},
                   {"authority_code", CELL_AUTHORITY_CODE},
                   {"authority_name", CELL_AUTHORITY_NAME},
                   {"match", CELL_MATCH},
                   {"vintage", CELL_VINTAGE},
                   {"boundary_distance_m", CELL_BOUNDARY_DISTANCE},
                   {"certain", CELL_CERTAIN},
                   {"alternatives", CELL_ALTERNATIVES}};

static enum na_code fail_add(struct na_str item, const char *hint, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "There is no column \"%.*s\" to add",
                  (int)(item.length < 100 ? item.length : 100), item.bytes);
    return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "add", hint);
}

static enum na_code add_one(struct na_batch_plan *plan, struct batch_add add, const char *prefix,
                            const char *base, struct na_error *reterr)
{
    int length = snprintf(add.name, sizeof add.name, "%s%s", prefix != NULL ? prefix : "", base);
    if (length < 0 || (size_t)length >= sizeof add.name) {
        (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "The name of an added column is too long");
        return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "prefix", NULL);
    }
    for (size_t i = 0; i < plan->add_count; i++) {
        if (strcmp(plan->adds[i].name, add.name) == 0) {
            (void)na_fail(reterr, NA_ERR_PARAM_REPEATED, "The column %s is added twice", base);
            return na_fail_at(reterr, NA_ERR_PARAM_REPEATED, NULL, 0, "add", "Name it once");
        }
    }
    if (plan->add_count == BATCH_ADDS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "More than %d columns are added", BATCH_ADDS_MAX);
    }
    plan->adds[plan->add_count++] = add;
    return NA_OK;
}

static enum na_code add_area(struct na_batch_plan *plan, struct na_str item, const char *prefix,
                             struct na_error *reterr)
{
    struct na_str id = {item.bytes + 5, item.length - 5};
    char hint[256] = "The pack has no layer of areas";
    size_t used = 0;
    for (size_t i = 0; i < na_snapshot_layer_count(plan->snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(plan->snapshot, i);
        if (layer->role != NA_LAYER_AREAS) {
            continue;
        }
        if (na_str_is(id, layer->id)) {
            char base[BATCH_NAME_MAX];
            (void)snprintf(base, sizeof base, "area_%s", layer->id);
            struct batch_add add = {.cell = CELL_AREA, .layer = layer};
            return add_one(plan, add, prefix, base, reterr);
        }
        if (used < sizeof hint) {
            used += (size_t)snprintf(hint + used, sizeof hint - used, "%sarea:%s",
                                     used > 0 ? ", " : "The pack has: ", layer->id);
        }
    }
    return fail_add(item, hint, reterr);
}

static enum na_code add_nearest(struct na_batch_plan *plan, const char *kind_name,
                                const char *prefix, struct na_error *reterr)
{
    const struct na_kind *kind = NULL;
    enum na_code code = na_kind_find(plan->snapshot, kind_name, &kind, reterr);
    if (code != NA_OK) {
        return code;
    }
    char base[BATCH_NAME_MAX];
    struct batch_add add = {.cell = CELL_NEAREST_ID, .kind = kind};
    (void)snprintf(base, sizeof base, "nearest_%s_id", kind->name);
    code = add_one(plan, add, prefix, base, reterr);
    if (code == NA_OK) {
        add.cell = CELL_NEAREST_DISTANCE;
        (void)snprintf(base, sizeof base, "nearest_%s_distance_m", kind->name);
        code = add_one(plan, add, prefix, base, reterr);
    }
    return code;
}

static enum na_code add_walk(struct na_batch_plan *plan, const char *kind_name, const char *prefix,
                             struct na_error *reterr)
{
    const struct na_kind *kind = NULL;
    struct na_network network;
    enum na_code code = na_kind_find(plan->snapshot, kind_name, &kind, reterr);
    if (code == NA_OK && !na_snapshot_network(plan->snapshot, &network)) {
        (void)na_fail(reterr, NA_ERR_PARAM_RANGE, "The data have no streets to walk on");
        return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "add",
                          "Add a [network.ID] to the pack, or ask for nearest:KIND");
    }
    if (code != NA_OK) {
        return code;
    }
    char base[BATCH_NAME_MAX];
    struct batch_add add = {.cell = CELL_WALK_ID, .kind = kind};
    plan->wants_walks = true;
    (void)snprintf(base, sizeof base, "walk_%s_id", kind->name);
    code = add_one(plan, add, prefix, base, reterr);
    if (code == NA_OK) {
        add.cell = CELL_WALK_M;
        (void)snprintf(base, sizeof base, "walk_%s_m", kind->name);
        code = add_one(plan, add, prefix, base, reterr);
    }
    return code;
}

static enum na_code add_item(struct na_batch_plan *plan, struct na_str item, const char *prefix,
                             struct na_error *reterr)
{
    for (size_t i = 0; i < sizeof plain_cells / sizeof plain_cells[0]; i++) {
        if (na_str_is(item, plain_cells[i].name)) {
            if (plan->question == NA_BATCH_NEAREST && plain_cells[i].cell != CELL_MATCH) {
                return fail_add(item, "The nearest assets have match, nearest:KIND and walk:KIND",
                                reterr);
            }
            struct batch_add add = {.cell = plain_cells[i].cell};
            return add_one(plan, add, prefix, plain_cells[i].name, reterr);
        }
    }
    if (item.length > 5 && memcmp(item.bytes, "area:", 5) == 0) {
        return add_area(plan, item, prefix, reterr);
    }
    if (item.length > 8 && memcmp(item.bytes, "nearest:", 8) == 0) {
        char kind[BATCH_NAME_MAX];
        struct na_str name = {item.bytes + 8, item.length - 8};
        (void)na_text_copy_str(kind, sizeof kind, name);
        return add_nearest(plan, kind, prefix, reterr);
    }
    if (item.length > 5 && memcmp(item.bytes, "walk:", 5) == 0) {
        char kind[BATCH_NAME_MAX];
        (void)na_text_copy_str(kind, sizeof kind, (struct na_str){item.bytes + 5, item.length - 5});
        return add_walk(plan, kind, prefix, reterr);
    }
    return fail_add(
        item,
        "There are ward_code, ward_name, authority_code, authority_name, match, "
        "vintage, boundary_distance_m, certain, alternatives, area:ID, nearest:KIND and "
        "walk:KIND",
        reterr);
}

enum na_code na_batch_adds_read(struct na_batch_plan *plan, const struct na_batch_options *options,
                                struct na_error *reterr)
{
    enum na_code code = NA_OK;
    const char *list = options->add;
    if (list == NULL && plan->question == NA_BATCH_NEAREST) {
        for (size_t i = 0; i < plan->nearest.kind_count && code == NA_OK; i++) {
            code = add_nearest(plan, plan->nearest.kinds[i]->name, options->prefix, reterr);
            if (code == NA_OK && plan->wants_walks) {
                code = add_walk(plan, plan->nearest.kinds[i]->name, options->prefix, reterr);
            }
        }
        list = "match";
    } else if (list == NULL) {
        list = DEFAULT_WARD;
    }
    while (code == NA_OK && list != NULL) {
        const char *comma = strchr(list, ',');
        struct na_str item = {list, comma != NULL ? (size_t)(comma - list) : strlen(list)};
        item = na_str_trim(item);
        code = add_item(plan, item, options->prefix, reterr);
        list = comma != NULL ? comma + 1 : NULL;
    }
    return code;
}

size_t na_batch_layer_number(const struct na_batch_plan *plan, const struct na_layer *layer)
{
    size_t count = na_snapshot_layer_count(plan->snapshot);
    for (size_t i = 0; i < count; i++) {
        if (na_snapshot_layer(plan->snapshot, i) == layer) {
            return i;
        }
    }
    return count;
}

/* The cells of `count` places to one block. */
static enum na_code make_ready(const struct na_batch_plan *plan, const struct na_layer *layer,
                               struct batch_ready *ready, struct na_error *reterr)
{
    size_t count = layer != NULL ? 2 * (size_t)layer->area_count + 1 : 2;
    struct na_buffer text;
    na_buffer_init(&text, READY_LIMIT);
    enum na_code code = NA_OK;
    ready->offsets = calloc(count + 1, sizeof ready->offsets[0]);
    if (ready->offsets == NULL) {
        code = NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        bool none = i + 1 == count;
        struct batch_place place = {.layer = layer, .area = NA_AREA_NONE};
        if (layer == NULL) {
            place.match = i == 0 ? NA_BATCH_NO_LOCATION : NA_BATCH_BAD;
        } else {
            place.match = none ? NA_BATCH_NONE : i % 2 == 0 ? NA_BATCH_INSIDE : NA_BATCH_BOUNDARY;
            place.area = none ? NA_AREA_NONE : (uint32_t)(i / 2);
        }
        code = na_batch_cells_csv(plan, NULL, &place, &text);
        ready->offsets[i + 1] = (uint32_t)text.length;
    }
    static const char slack[BATCH_READY_SLACK];
    if (code == NA_OK) {
        code = na_buffer_append(&text, slack, sizeof slack);
    }
    ready->bytes = na_buffer_take(&text);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The added columns do not fit in memory");
}

enum na_code na_batch_ready_make(struct na_batch_plan *plan, struct na_error *reterr)
{
    size_t count = na_snapshot_layer_count(plan->snapshot);
    plan->ready = calloc(count > 0 ? count : 1, sizeof plan->ready[0]);
    if (plan->ready == NULL) {
        return na_fail_memory(reterr, "planning a batch");
    }
    enum na_code code = make_ready(plan, NULL, &plan->other, reterr);
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        const struct na_layer *layer = na_snapshot_layer(plan->snapshot, i);
        bool used = layer->role == NA_LAYER_WARDS && (plan->layer == NULL || plan->layer == layer);
        code = used ? make_ready(plan, layer, &plan->ready[i], reterr) : NA_OK;
    }
    return code;
}

void na_batch_ready_free(struct na_batch_plan *plan)
{
    size_t count = plan->ready != NULL ? na_snapshot_layer_count(plan->snapshot) : 0;
    for (size_t i = 0; i < count; i++) {
        free(plan->ready[i].bytes);
        free(plan->ready[i].offsets);
    }
    free(plan->ready);
    free(plan->other.bytes);
    free(plan->other.offsets);
}
