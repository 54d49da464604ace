/* The list to print: which assets, in which order, in which ward. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "data/places.h"
#include "page/private.h"
#include "question/kind.h"
#include "question/settle.h"
#include "question/vintage.h"

static const struct na_param_spec list_specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "",
     .example = "bleed_cabinet",
     .summary = "Only assets of this kind; may be given several times"},
};

const struct na_param_specs na_list_params = {list_specs, sizeof list_specs / sizeof list_specs[0]};

/* What is being listed. */
struct listing {
    const struct na_snapshot *snapshot;
    const struct na_layer *wards; /* NULL: the pack has none */
    bool *is_wanted;              /* kind by kind */
    bool *has_lock;               /* likewise: something of it has to be opened */
};

static bool opens(const struct na_asset *asset)
{
    return asset->locked != NA_LOCKED_UNKNOWN || asset->code_holder[0] != '\0' ||
           asset->code_holder_phone[0] != '\0';
}

/* Number of the kind of that name; every asset's kind is there. */
static size_t kind_of(const struct na_snapshot *snapshot, const char *name)
{
    size_t low = 0;
    size_t high = na_snapshot_kind_count(snapshot);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(na_snapshot_kind(snapshot, middle)->name, name) <= 0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static enum na_code want(struct listing *listing, const struct na_param *params, size_t count,
                         struct na_error *reterr)
{
    size_t kinds = na_snapshot_kind_count(listing->snapshot);
    for (size_t i = 0; i < kinds; i++) {
        listing->is_wanted[i] = count == 0;
    }
    for (size_t i = 0; i < count; i++) {
        const struct na_kind *kind = NULL;
        enum na_code code = na_kind_find(listing->snapshot, params[i].value, &kind, reterr);
        if (code != NA_OK) {
            return code;
        }
        listing->is_wanted[kind_of(listing->snapshot, kind->name)] = true;
    }
    return NA_OK;
}

static void place_row(const struct listing *listing, const struct na_asset *asset,
                      struct na_list_row *row)
{
    uint32_t ward = NA_AREA_NONE;
    uint32_t place = 0;
    double distance_m = 0.0;
    row->ward = row->authority = row->place = "";
    if (listing->wards != NULL) {
        ward = na_area_index_lowest(&listing->wards->lonlat, asset->at.lon_deg, asset->at.lat_deg);
    }
    if (ward != NA_AREA_NONE) {
        struct na_area area;
        na_snapshot_area(listing->snapshot, listing->wards, ward, &area);
        row->ward = area.name[0] != '\0' ? area.name : area.code;
        row->authority = area.authority_name;
    } else if (na_snapshot_nearest_place(listing->snapshot, asset->at, &place, &distance_m)) {
        struct na_place_view view;
        na_snapshot_place(listing->snapshot, place, &view);
        row->place = view.name;
    }
}

/* Kinds that are opened first, then by name; within a kind the wards by authority and name, what is
 * in none of them last; then by name and id. */
static int compare_rows(const void *a, const void *b)
{
    const struct na_list_row *left = a;
    const struct na_list_row *right = b;
    const char *const pairs[][2] = {{left->authority, right->authority},
                                    {left->ward, right->ward},
                                    {left->place, right->place},
                                    {left->name, right->name},
                                    {left->id, right->id}};
    int order = (left->group > right->group) - (left->group < right->group);
    if (order == 0) {
        order = (left->ward[0] == '\0') - (right->ward[0] == '\0');
    }
    for (size_t i = 0; order == 0 && i < sizeof pairs / sizeof pairs[0]; i++) {
        order = strcmp(pairs[i][0], pairs[i][1]);
    }
    return order;
}

static void fill(struct listing *listing, struct na_list *list)
{
    size_t kinds = na_snapshot_kind_count(listing->snapshot);
    uint32_t assets = na_snapshot_asset_count(listing->snapshot);
    struct na_asset asset;
    for (uint32_t i = 0; i < assets; i++) {
        na_snapshot_asset(listing->snapshot, i, &asset);
        size_t kind = kind_of(listing->snapshot, asset.kind);
        listing->has_lock[kind] = listing->has_lock[kind] || opens(&asset);
    }
    for (uint32_t i = 0; i < assets; i++) {
        na_snapshot_asset(listing->snapshot, i, &asset);
        size_t kind = kind_of(listing->snapshot, asset.kind);
        if (listing->is_wanted[kind]) {
            struct na_list_row *row = &list->rows[list->count++];
            *row = (struct na_list_row){
                .asset = i, .kind = asset.kind, .name = asset.name, .id = asset.id};
            row->group = (uint32_t)(kind + (listing->has_lock[kind] ? 0 : kinds));
            place_row(listing, &asset, row);
        }
    }
    if (list->count > 1) {
        qsort(list->rows, list->count, sizeof *list->rows, compare_rows);
    }
}

static enum na_code make(const struct na_snapshot *snapshot, const struct na_param *params,
                         size_t count, struct na_list *list, struct na_error *reterr)
{
    size_t kinds = na_snapshot_kind_count(snapshot) + 1;
    bool none_valid = false;
    struct na_error no_wards;
    struct listing listing = {.snapshot = snapshot,
                              .is_wanted = calloc(kinds, sizeof(bool)),
                              .has_lock = calloc(kinds, sizeof(bool))};
    list->rows = calloc((size_t)na_snapshot_asset_count(snapshot) + 1, sizeof *list->rows);
    enum na_code code = NA_OK;
    if (listing.is_wanted == NULL || listing.has_lock == NULL || list->rows == NULL) {
        code = na_fail_memory(reterr, "listing the assets");
        goto done;
    }
    if (na_vintage_choose(snapshot, NULL, list->today, &listing.wards, &none_valid, &no_wards) ==
        NA_OK) {
        list->vintage = listing.wards->id;
    }
    code = want(&listing, params, count, reterr);
    if (code == NA_OK) {
        fill(&listing, list);
    }
done:
    free(listing.is_wanted);
    free(listing.has_lock);
    return code;
}

enum na_code na_answer_list(struct na_session *session, const struct na_param *params, size_t count,
                            int32_t today, struct na_buffer *to, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session != NULL ? na_session_snapshot(session) : NULL;
    struct na_list list = {
        .snapshot = snapshot, .today = na_page_day(session, today), .vintage = ""};
    enum na_code code = na_params_check(&na_list_params, params, count, reterr);
    if (code == NA_OK && snapshot != NULL) {
        code = make(snapshot, params, count, &list, reterr);
    }
    if (code == NA_OK) {
        size_t before = to->length;
        code = na_answer_settle(na_render_list(&list, to), to, before, reterr);
    }
    free(list.rows);
    return code;
}
