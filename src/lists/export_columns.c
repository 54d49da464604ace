/* The columns of an export and an asset's cells in them. A tag has a column of its own, unless the
 * column would be read as something else, or a value of no text; such tags stand in the column
 * `tags`, as a register may have them: NAME=VALUE;NAME=VALUE. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/columns.h"
#include "lists/export_private.h"
#include "nearest/usable.h"

static const struct na_cell_column fields[NA_EXPORT_FIELD_COUNT] = {
#define X(symbol, name, type) {name, type, 3},
    NA_EXPORT_FIELDS(X)
#undef X
};

static size_t field_count(const struct na_export *export)
{
    return export->has_near ? NA_EXPORT_FIELD_COUNT : NA_EXPORT_DISTANCE;
}

/* Where the tag's column is, or would be put. */
static size_t find_tag(const struct na_export *export, const char *name, bool *ret_found)
{
    size_t low = 0;
    size_t high = export->tag_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(export->tags[middle], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *ret_found = low < export->tag_count && strcmp(export->tags[low], name) == 0;
    return low;
}

static enum na_code note_tag(struct na_export *export, const struct na_tag *tag,
                             struct na_error *reterr)
{
    bool found = false;
    if (tag->value[0] == '\0' || !na_column_makes_tag(tag->name)) {
        export->has_list = true;
        return NA_OK;
    }
    size_t at = find_tag(export, tag->name, &found);
    if (found) {
        return NA_OK;
    }
    const char **tags = export->tags;
    if ((export->tag_count & (export->tag_count + 1)) == 0) { /* 0, 1, 3, 7, ...: full */
        tags = realloc(export->tags, 2 * (export->tag_count + 1) * sizeof *tags);
        if (tags == NULL) {
            return na_fail_memory(reterr, "listing the tags");
        }
        export->tags = tags;
    }
    memmove(tags + at + 1, tags + at, (export->tag_count - at) * sizeof *tags);
    tags[at] = tag->name;
    export->tag_count++;
    return NA_OK;
}

enum na_code na_export_find_columns(struct na_export *export, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < export->count && code == NA_OK; i++) {
        struct na_asset asset;
        na_snapshot_asset(export->snapshot, export->assets[i], &asset);
        for (uint32_t t = 0; t < asset.tag_count && code == NA_OK; t++) {
            struct na_tag tag;
            na_snapshot_tag(export->snapshot, &asset, t, &tag);
            code = note_tag(export, &tag, reterr);
        }
    }
    if (code != NA_OK) {
        return code;
    }
    size_t fixed = field_count(export);
    export->column_count = fixed + export->tag_count + (export->has_list ? 1 : 0);
    export->columns = calloc(export->column_count, sizeof *export->columns);
    export->cells = calloc(export->column_count, sizeof *export->cells);
    if (export->columns == NULL || export->cells == NULL) {
        return na_fail_memory(reterr, "listing the columns");
    }
    memcpy(export->columns, fields, fixed * sizeof *fields);
    export->columns[NA_EXPORT_LAT].decimals = export->columns[NA_EXPORT_LON].decimals = 6;
    for (size_t t = 0; t < export->tag_count; t++) {
        export->columns[fixed + t] = (struct na_cell_column){.name = export->tags[t]};
    }
    if (export->has_list) {
        export->columns[export->column_count - 1] = (struct na_cell_column){.name = "tags"};
    }
    return NA_OK;
}

size_t na_export_columns(const struct na_export *export, const struct na_cell_column **ret_columns)
{
    *ret_columns = export->columns;
    return export->column_count;
}

static struct na_cell text_cell(const char *text)
{
    return na_cell_text(na_str_of(text));
}

static struct na_cell date_cell(int32_t day)
{
    return na_cell_number(day != NA_DATE_NONE ? (double)day : NAN);
}

static void make_position(struct na_export *export, const struct na_asset *asset)
{
    struct na_cell *cells = export->cells;
    cells[NA_EXPORT_LAT] = na_cell_number(asset->at.lat_deg);
    cells[NA_EXPORT_LON] = na_cell_number(asset->at.lon_deg);
    cells[NA_EXPORT_EASTING] = na_cell_number(asset->grid.easting_m);
    cells[NA_EXPORT_NORTHING] = na_cell_number(asset->grid.northing_m);
    cells[NA_EXPORT_ACCURACY] = na_cell_number(asset->accuracy_m);
    export->gridref[0] = '\0';
    if (isfinite(asset->grid.easting_m) && isfinite(asset->grid.northing_m)) {
        na_gridref_format(export->gridref, asset->grid, 10);
    }
    cells[NA_EXPORT_GRIDREF] = text_cell(export->gridref);
    cells[NA_EXPORT_QUALITY] = text_cell(na_quality_name(asset->quality));
}

/* An export has a day and no time of day: opening hours are left to the reader. */
static const char *usable_on(const struct na_export *export, const struct na_asset *asset)
{
    const struct na_pack_info *info = na_snapshot_info(export->snapshot);
    struct na_asset any_hour = *asset;
    struct na_moment moment = {
        .as_at = export->as_at, .when = NA_INSTANT_NONE, .stale_days = info->stale_days};
    any_hour.opening_hours = "";
    return na_usable_name(na_usable_state(&any_hour, &moment));
}

static void make_state(struct na_export *export, const struct na_asset *asset)
{
    static const char *const locked[] = {"", "no", "yes"};
    struct na_cell *cells = export->cells;
    cells[NA_EXPORT_STATUS] = text_cell(na_status_name(asset->status));
    cells[NA_EXPORT_USABLE] = text_cell(usable_on(export, asset));
    cells[NA_EXPORT_OPENING_HOURS] = text_cell(asset->opening_hours);
    cells[NA_EXPORT_LOCKED] = text_cell(locked[asset->locked]);
    cells[NA_EXPORT_ACCESS] = text_cell(asset->access);
    cells[NA_EXPORT_HOLDER] = text_cell(asset->code_holder);
    cells[NA_EXPORT_PHONE] = text_cell(asset->code_holder_phone);
    cells[NA_EXPORT_CODE_CHECKED] = date_cell(asset->code_checked);
    cells[NA_EXPORT_LAST_CHECKED] = date_cell(asset->last_checked);
    cells[NA_EXPORT_VALID_FROM] = date_cell(asset->valid_from);
    cells[NA_EXPORT_VALID_TO] = date_cell(asset->valid_to);
    cells[NA_EXPORT_INDICATIVE] =
        text_cell(na_snapshot_info(export->snapshot)->indicative ? "yes" : "no");
}

/* NAME=VALUE after what the list holds; a semicolon within has a backslash. */
static enum na_code list_tag(struct na_buffer *list, const struct na_tag *tag)
{
    const char *const parts[] = {list->length > 0 ? ";" : "", tag->name, "=", tag->value};
    enum na_code code = NA_OK;
    for (size_t i = 0; i < 4; i++) {
        bool escapes = i == 1 || i == 3;
        for (const char *c = parts[i]; *c != '\0' && code == NA_OK; c++) {
            if (escapes && (*c == ';' || *c == '\\')) {
                code = na_buffer_append(list, "\\", 1);
            }
            code = code == NA_OK ? na_buffer_append(list, c, 1) : code;
        }
    }
    return code;
}

static enum na_code make_tags(struct na_export *export, const struct na_asset *asset)
{
    enum na_code code = NA_OK;
    na_buffer_clear(&export->list);
    for (size_t c = field_count(export); c < export->column_count; c++) {
        export->cells[c] = (struct na_cell){.content = NA_CELL_IS_EMPTY};
    }
    for (uint32_t t = 0; t < asset->tag_count && code == NA_OK; t++) {
        struct na_tag tag;
        bool found = false;
        na_snapshot_tag(export->snapshot, asset, t, &tag);
        size_t at = find_tag(export, tag.name, &found);
        if (found && tag.value[0] != '\0') {
            export->cells[field_count(export) + at] = text_cell(tag.value);
        } else {
            code = list_tag(&export->list, &tag);
        }
    }
    if (export->has_list) {
        export->cells[export->column_count - 1] =
            na_cell_text((struct na_str){export->list.data, export->list.length});
    }
    return code;
}

enum na_code na_export_row(struct na_export *export, uint32_t i, const struct na_cell **ret_cells,
                           struct na_lonlat *ret_at, struct na_error *reterr)
{
    struct na_asset asset;
    struct na_cell *cells = export->cells;
    na_snapshot_asset(export->snapshot, export->assets[i], &asset);
    cells[NA_EXPORT_ID] = text_cell(asset.id);
    cells[NA_EXPORT_KIND] = text_cell(asset.kind);
    cells[NA_EXPORT_NAME] = text_cell(asset.name);
    cells[NA_EXPORT_ALIASES] = text_cell(asset.aliases);
    cells[NA_EXPORT_ADDRESS] = text_cell(asset.address);
    cells[NA_EXPORT_POSTCODE] = text_cell(asset.postcode);
    cells[NA_EXPORT_SITING] = text_cell(asset.siting);
    cells[NA_EXPORT_LOCATION] = text_cell(na_location_name(asset.location));
    cells[NA_EXPORT_SPOKEN] = text_cell(asset.spoken_name);
    cells[NA_EXPORT_LANDMARK] = text_cell(asset.landmark);
    cells[NA_EXPORT_LOOKS] = text_cell(asset.looks);
    cells[NA_EXPORT_W3W] = text_cell(asset.w3w);
    cells[NA_EXPORT_UPRN] = text_cell(asset.uprn);
    make_position(export, &asset);
    make_state(export, &asset);
    if (export->has_near) {
        cells[NA_EXPORT_DISTANCE] = na_cell_number(round(export->distances_m[i] * 10.0) / 10.0);
    }
    enum na_code code = make_tags(export, &asset);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The tags of an asset do not fit in memory");
    }
    *ret_cells = cells;
    *ret_at = asset.at;
    return NA_OK;
}
