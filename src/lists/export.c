/* Which assets are exported, and in which form. */
#include "lists/export.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "geo/geodesic.h"
#include "lists/export_private.h"
#include "locate/question_position.h"
#include "question/kind.h"
#include "question/tag_filter.h"

static const struct na_param_spec specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "",
     .example = "bleed_cabinet",
     .summary = "Only assets of this kind; may be given several times"},
    {.name = "tag",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "",
     .example = "scheme=pubwatch",
     .summary = "Only assets with this NAME=VALUE; of one name either value will do"},
    {.name = "as_at",
     .type = NA_PARAM_DATE,
     .default_text = "",
     .example = "2026-11-21",
     .summary = "Only assets valid on that day; usable is about it, too"},
    {.name = "near",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "TS24 8AY",
     .summary = "Add the distance from this place: a postcode, name, grid reference or lat, lon"},
    {.name = "max_m",
     .type = NA_PARAM_METRES,
     .low = 0.1,
     .high = 1000000.0,
     .default_text = "",
     .example = "2000",
     .summary = "With near: leave out what is farther away, in metres"},
    {.name = "format",
     .type = NA_PARAM_ENUM,
     .choices = "csv|geojson|kml|xlsx|gpkg",
     .default_text = "csv",
     .example = "kml",
     .summary = "Form of the export; else by the ending of the output's name"},
    {.name = "bom",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .default_text = "",
     .example = "yes",
     .summary = "CSV: begin with the mark by which Excel knows UTF-8"},
    {.name = "spreadsheet_safe",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .default_text = "",
     .example = "yes",
     .summary = "CSV: put ' in front of texts that a spreadsheet would change"},
};
/* kind, tag (repeatable), as_at, near, max_m, format (csv|geojson|kml|xlsx|gpkg), bom,
 * spreadsheet_safe. */
static const struct na_param_specs specs_of_export = {specs, sizeof specs / sizeof specs[0]};

const struct na_question na_question_export = {
    .name = "export",
    .command = "export",
    .summary = "Assets for another system: CSV, GeoJSON, KML, Excel, GeoPackage",
    .about = "The assets with all that their register says: lasting ids, positions in both systems "
             "and how good they are, where exactly they hang, status, who can open them, when they "
             "were last checked, and every tag. Put into a pack, an export gives the same assets "
             "again. The codes that open them are never in it.",
    .tag = "data",
    .params = &specs_of_export,
    .examples = "  nearaid export --pack data/shapefiles/tees-demo --kind bleed_cabinet\n"
                "  nearaid export --pack data/shapefiles/tees-demo --tag scheme=pubwatch -o "
                "pubwatch.xlsx\n"
                "  nearaid export --pack data/shapefiles/tees-demo --near 'TS24 8AY' --max-m 1000 "
                "-o near.gpkg\n",
    .schema = "Export",
    .forms = NA_FORM_CSV | NA_FORM_GEOJSON,
};

/* What decides whether an asset is exported. */
struct filter {
    const struct na_kind *kinds[NA_PARAMS_MAX];
    size_t kind_count; /* 0: all */
    struct na_tag_filter tags;
    bool has_day;
    int32_t day;
    struct na_lonlat near;
    double max_m; /* INFINITY: any distance */
};

/* The place of `near`, as any question about a position finds it. */
static enum na_code read_near(struct na_session *session, const char *near, struct filter *filter,
                              struct na_error *reterr)
{
    struct na_param param = {"q", near};
    struct na_position position;
    enum na_code code = na_position_read(session, &param, 1, &position, reterr);
    if (code == NA_OK && !position.has_lonlat) {
        code = na_fail(reterr, NA_ERR_PARAM_RANGE, "The place is beyond the transformation");
    }
    if (code != NA_OK) {
        if (reterr != NULL && strcmp(reterr->field, "q") == 0) {
            (void)na_text_copy(reterr->field, sizeof reterr->field, "near");
        }
        return code;
    }
    filter->near = position.at;
    return NA_OK;
}

static enum na_code read_max(const char *text, bool has_near, struct filter *filter,
                             struct na_error *reterr)
{
    filter->max_m = INFINITY;
    if (text == NULL) {
        return NA_OK;
    }
    if (!has_near) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "A distance is given, but no place");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "max_m", "Add near");
    }
    return na_number_parse(na_str_of(text), &filter->max_m)
               ? NA_OK
               : na_fail(reterr, NA_ERR_PARAM_MALFORMED, "Not a number of metres");
}

/* Options that are for CSV alone. */
static enum na_code check_form(const struct na_export *export, struct na_error *reterr)
{
    if (export->form == NA_EXPORT_CSV || (!export->bom && !export->spreadsheet_safe)) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "The export is not CSV, which alone needs that");
    return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0,
                      export->bom ? "bom" : "spreadsheet_safe", "Leave it out");
}

static enum na_code read_filter(struct na_session *session, const struct na_param *params,
                                size_t count, struct filter *filter, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    const char *near = na_params_get(params, count, "near");
    const char *as_at = na_params_get(params, count, "as_at");
    enum na_code code = na_params_check(&specs_of_export, params, count, reterr);
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        if (strcmp(params[i].name, "kind") == 0) {
            code = na_kind_find(snapshot, params[i].value, &filter->kinds[filter->kind_count++],
                                reterr);
        }
    }
    if (code == NA_OK) {
        code = na_tag_filter_read(snapshot, params, count, &filter->tags, reterr);
    }
    if (code == NA_OK && as_at != NULL) {
        filter->has_day = na_date_parse(na_str_of(as_at), &filter->day);
    }
    if (code == NA_OK && near != NULL) {
        code = read_near(session, near, filter, reterr);
    }
    return code == NA_OK
               ? read_max(na_params_get(params, count, "max_m"), near != NULL, filter, reterr)
               : code;
}

static bool is_wanted(const struct na_snapshot *snapshot, const struct filter *filter,
                      const struct na_asset *asset)
{
    bool wanted = filter->kind_count == 0;
    for (size_t k = 0; k < filter->kind_count && !wanted; k++) {
        wanted = strcmp(filter->kinds[k]->name, asset->kind) == 0;
    }
    return wanted && na_tag_filter_passes(&filter->tags, snapshot, asset) &&
           (!filter->has_day || na_date_within(filter->day, asset->valid_from, asset->valid_to));
}

static enum na_code choose(struct na_export *export, const struct filter *filter,
                           struct na_error *reterr)
{
    uint32_t total = na_snapshot_asset_count(export->snapshot);
    export->assets = calloc((size_t)total + 1, sizeof *export->assets);
    export->distances_m = calloc((size_t)total + 1, sizeof *export->distances_m);
    if (export->assets == NULL || export->distances_m == NULL) {
        return na_fail_memory(reterr, "choosing assets");
    }
    for (uint32_t i = 0; i < total; i++) {
        struct na_asset asset;
        na_snapshot_asset(export->snapshot, i, &asset);
        if (!is_wanted(export->snapshot, filter, &asset)) {
            continue;
        }
        double distance_m = export->has_near ? na_geodesic_distance_m(filter->near, asset.at) : 0.0;
        if (distance_m <= filter->max_m) {
            export->distances_m[export->count] = distance_m;
            export->assets[export->count++] = i;
        }
    }
    return NA_OK;
}

static enum na_export_form form_of(const char *format)
{
    static const char *const names[] = {"csv", "geojson", "kml", "xlsx", "gpkg"};
    size_t i = sizeof names / sizeof names[0];
    while (format != NULL && i > 0 && strcmp(format, names[i - 1]) != 0) {
        i--;
    }
    return format != NULL && i > 0 ? (enum na_export_form)(i - 1) : NA_EXPORT_CSV;
}

enum na_code na_export_new(struct na_session *session, const struct na_param *params, size_t count,
                           int32_t today, struct na_export **ret_export, struct na_error *reterr)
{
    struct filter filter = {.kind_count = 0};
    enum na_code code = read_filter(session, params, count, &filter, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_export *export = calloc(1, sizeof *export);
    if (export == NULL) {
        return na_fail_memory(reterr, "exporting assets");
    }
    export->snapshot = na_session_snapshot(session);
    export->form = form_of(na_params_get(params, count, "format"));
    export->bom = na_params_get(params, count, "bom") != NULL;
    export->spreadsheet_safe = na_params_get(params, count, "spreadsheet_safe") != NULL;
    export->as_at = filter.has_day ? filter.day : today;
    export->has_near = na_params_get(params, count, "near") != NULL;
    na_buffer_init(&export->list, NA_ANSWER_LIMIT);
    code = check_form(export, reterr);
    if (code == NA_OK) {
        code = choose(export, &filter, reterr);
    }
    if (code == NA_OK) {
        code = na_export_find_columns(export, reterr);
    }
    if (code != NA_OK) {
        na_export_free(export);
        return code;
    }
    *ret_export = export;
    return NA_OK;
}

void na_export_free(struct na_export *export)
{
    if (export == NULL) {
        return;
    }
    na_buffer_fini(&export->list);
    free(export->assets);
    free(export->distances_m);
    free(export->columns);
    free(export->tags);
    free(export->cells);
    free(export);
}

enum na_export_form na_export_get_form(const struct na_export *export)
{
    return export->form;
}

uint32_t na_export_count(const struct na_export *export)
{
    return export->count;
}

enum na_code na_export_render(struct na_export *export, struct na_buffer *to,
                              struct na_error *reterr)
{
    switch (export->form) {
    case NA_EXPORT_GEOJSON:
        return na_render_export_geojson(export, to, reterr);
    case NA_EXPORT_KML:
        return na_render_export_kml(export, to, reterr);
    case NA_EXPORT_CSV:
    case NA_EXPORT_XLSX:
    case NA_EXPORT_GPKG:
        break;
    }
    return na_render_export_csv(export, to, reterr);
}
