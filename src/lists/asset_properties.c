/* The members come in one fixed order: what the asset is, where, how it is reached, its tags. A tag
 * that an asset does not have is null, and not left out. So a GIS gets the same columns from every
 * filter. */
#include "lists/asset_properties.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/gridref.h"
#include "write/render.h"

#define DEGREE_DECIMALS 9
#define GRID_DECIMALS 3
#define TAG_MARK "tag_"
#define TAG_MARK_LENGTH (sizeof TAG_MARK - 1)

/* Where the name stands, or belongs. */
static size_t find_name(const struct na_tag_names *tags, const char *name, bool *ret_found)
{
    size_t low = 0;
    size_t high = tags->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(tags->names[middle] + TAG_MARK_LENGTH, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *ret_found = low < tags->count && strcmp(tags->names[low] + TAG_MARK_LENGTH, name) == 0;
    return low;
}

static enum na_code add_name(struct na_tag_names *tags, const char *name)
{
    bool found = false;
    size_t at = find_name(tags, name, &found);
    if (found) {
        return NA_OK;
    }
    if ((tags->count & (tags->count + 1)) == 0) { /* 0, 1, 3, 7, ...: full */
        char **larger = realloc(tags->names, 2 * (tags->count + 1) * sizeof *larger);
        if (larger == NULL) {
            return NA_ERR_MEMORY;
        }
        tags->names = larger;
    }
    size_t length = strlen(name);
    char *marked = malloc(TAG_MARK_LENGTH + length + 1);
    if (marked == NULL) {
        return NA_ERR_MEMORY;
    }
    memcpy(marked, TAG_MARK, TAG_MARK_LENGTH);
    memcpy(marked + TAG_MARK_LENGTH, name, length + 1);
    memmove(tags->names + at + 1, tags->names + at, (tags->count - at) * sizeof *tags->names);
    tags->names[at] = marked;
    tags->count++;
    return NA_OK;
}

enum na_code na_tag_names_init(struct na_tag_names *tags, const struct na_snapshot *snapshot)
{
    *tags = (struct na_tag_names){NULL, 0};
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot) && code == NA_OK; i++) {
        struct na_asset asset;
        na_snapshot_asset(snapshot, i, &asset);
        for (uint32_t t = 0; t < asset.tag_count && code == NA_OK; t++) {
            struct na_tag tag;
            na_snapshot_tag(snapshot, &asset, t, &tag);
            code = add_name(tags, tag.name);
        }
    }
    return code;
}

void na_tag_names_fini(struct na_tag_names *tags)
{
    for (size_t i = 0; i < tags->count; i++) {
        free(tags->names[i]);
    }
    free(tags->names);
    *tags = (struct na_tag_names){NULL, 0};
}

/* The text's parts between bars; always a list. */
static void put_aliases(struct na_json *json, const char *aliases)
{
    na_json_name(json, "aliases");
    na_json_array_begin(json);
    while (*aliases != '\0') {
        size_t length = strcspn(aliases, "|");
        struct na_str alias = na_str_trim((struct na_str){aliases, length});
        if (alias.length > 0) {
            na_json_string(json, alias);
        }
        aliases += length + (aliases[length] == '|');
    }
    na_json_array_end(json);
}

static void put_number(struct na_json *json, const char *name, double value, unsigned int decimals)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, decimals);
}

static void put_text(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

void na_render_asset_identity(struct na_json *json, const struct na_asset *asset)
{
    put_text(json, "id", asset->id);
    put_text(json, "kind", asset->kind);
    put_text(json, "name", asset->name);
    put_aliases(json, asset->aliases);
    na_render_text_or_null(json, "address", asset->address);
    na_render_text_or_null(json, "postcode", asset->postcode);
    na_render_text_or_null(json, "siting", asset->siting);
    na_render_text_or_null(json, "location", na_location_name(asset->location));
    na_render_text_or_null(json, "spoken_name", asset->spoken_name);
    na_render_text_or_null(json, "landmark", asset->landmark);
    na_render_text_or_null(json, "looks", asset->looks);
    na_render_text_or_null(json, "w3w", asset->w3w);
    na_render_text_or_null(json, "uprn", asset->uprn);
}

static void put_position(struct na_json *json, const struct na_asset *asset)
{
    char gridref[NA_GRIDREF_TEXT] = "";
    if (isfinite(asset->grid.easting_m) && isfinite(asset->grid.northing_m)) {
        na_gridref_format(gridref, asset->grid, 10);
    }
    put_number(json, "lat", asset->at.lat_deg, DEGREE_DECIMALS);
    put_number(json, "lon", asset->at.lon_deg, DEGREE_DECIMALS);
    put_number(json, "easting_m", asset->grid.easting_m, GRID_DECIMALS);
    put_number(json, "northing_m", asset->grid.northing_m, GRID_DECIMALS);
    na_render_text_or_null(json, "gridref", gridref);
    put_text(json, "quality", na_quality_name(asset->quality));
    put_number(json, "accuracy_m", asset->accuracy_m, 3);
}

static void put_access(struct na_json *json, const struct na_asset *asset,
                       const struct na_moment *moment)
{
    struct na_usable usable;
    na_usable_judge(asset, moment, &usable);
    put_text(json, "status", na_status_name(asset->status));
    put_text(json, "usable", na_usable_name(usable.state));
    put_text(json, "usable_why", usable.why);
    na_render_text_or_null(json, "opening_hours", asset->opening_hours);
    na_json_name(json, "locked");
    if (asset->locked == NA_LOCKED_UNKNOWN) {
        na_json_null(json);
    } else {
        na_json_bool(json, asset->locked == NA_LOCKED_YES);
    }
    na_render_text_or_null(json, "access", asset->access);
    na_render_text_or_null(json, "code_holder", asset->code_holder);
    na_render_text_or_null(json, "code_holder_phone", asset->code_holder_phone);
    na_render_date(json, "code_checked", asset->code_checked);
    na_json_name(json, "code_here");
    na_json_bool(json, na_code_is_here(asset, moment));
}

/* Each name of the pack, whether the asset has it or not. */
static void put_tags(struct na_json *json, const struct na_snapshot *snapshot,
                     const struct na_tag_names *tags, const struct na_asset *asset)
{
    for (size_t i = 0; i < tags->count; i++) {
        const char *value = "";
        for (uint32_t t = 0; t < asset->tag_count; t++) {
            struct na_tag tag;
            na_snapshot_tag(snapshot, asset, t, &tag);
            value = strcmp(tag.name, tags->names[i] + TAG_MARK_LENGTH) == 0 ? tag.value : value;
        }
        na_render_text_or_null(json, tags->names[i], value);
    }
}

void na_render_asset_properties(struct na_json *json, const struct na_snapshot *snapshot,
                                const struct na_tag_names *tags, const struct na_asset *asset,
                                const struct na_moment *moment)
{
    na_render_asset_identity(json, asset);
    put_position(json, asset);
    put_access(json, asset, moment);
    na_render_date(json, "last_checked", asset->last_checked);
    na_render_date(json, "valid_from", asset->valid_from);
    na_render_date(json, "valid_to", asset->valid_to);
    put_tags(json, snapshot, tags, asset);
}
