#include "lists/export.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "lists/export_private.h"
#include "nearest/nearest.h"
#include "question/kind.h"
#include "question/settle.h"

static const struct na_param_spec specs[] = {
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .repeatable = true,
     .default_text = "",
     .example = "bleed_cabinet",
     .summary = "Only assets of this kind; may be given several times"},
    {.name = "format",
     .type = NA_PARAM_ENUM,
     .choices = "csv|geojson|kml",
     .default_text = "csv",
     .example = "kml",
     .summary = "Form of the export"},
    {.name = "spreadsheet_safe",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .default_text = "",
     .example = "yes",
     .summary = "CSV: put ' in front of texts that a spreadsheet would take for formulas"},
};
const struct na_param_specs na_export_params = {specs, sizeof specs / sizeof specs[0]};

const struct na_question na_question_export = {
    .name = "export",
    .command = "export",
    .summary = "Assets for another system: CSV, GeoJSON, KML",
    .about = "The assets with their lasting ids, positions in both systems and how good they are, "
             "where exactly they hang, status, who can open them and when they were last checked: "
             "what a dispatch system takes in. The codes that open them are never in it.",
    .tag = "data",
    .params = &na_export_params,
    .examples = "  nearaid export --pack data/shapefiles/tees-demo --kind bleed_cabinet\n"
                "  nearaid export --pack data/shapefiles/tees-demo --format kml -o cabinets.kml\n",
    .forms = NA_FORM_CSV | NA_FORM_GEOJSON,
};

const struct na_export_form na_export_forms[NA_EXPORT_FIELD_COUNT] = {
#define X(symbol, name, number) {name, number},
    NA_EXPORT_FIELDS(X)
#undef X
};

/* Nothing for a position that the grid does not have. */
static const char *number_text(char *to, double value, unsigned int decimals)
{
    to[0] = '\0';
    if (isfinite(value)) {
        (void)na_number_trimmed(to, value, decimals);
    }
    return to;
}

static const char *date_text(char to[NA_DATE_TEXT], int32_t day)
{
    na_date_format(to, day);
    return to;
}

static void make_position(struct na_export_row *row)
{
    const struct na_asset *asset = &row->asset;
    row->values[NA_EXPORT_LAT] = number_text(row->numbers[0], asset->at.lat_deg, 9);
    row->values[NA_EXPORT_LON] = number_text(row->numbers[1], asset->at.lon_deg, 9);
    row->values[NA_EXPORT_EASTING] = number_text(row->numbers[2], asset->grid.easting_m, 3);
    row->values[NA_EXPORT_NORTHING] = number_text(row->numbers[3], asset->grid.northing_m, 3);
    row->values[NA_EXPORT_ACCURACY] = number_text(row->numbers[4], asset->accuracy_m, 3);
    row->gridref[0] = '\0';
    if (isfinite(asset->grid.easting_m) && isfinite(asset->grid.northing_m)) {
        na_gridref_format(row->gridref, asset->grid, 10);
    }
    row->values[NA_EXPORT_GRIDREF] = row->gridref;
    row->values[NA_EXPORT_QUALITY] = na_quality_name(asset->quality);
}

static void make_state(const struct na_snapshot *snapshot, struct na_export_row *row)
{
    static const char *const locked[] = {"", "no", "yes"};
    const struct na_asset *asset = &row->asset;
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    row->values[NA_EXPORT_STATUS] = na_status_name(asset->status);
    row->values[NA_EXPORT_OPENING_HOURS] = asset->opening_hours;
    row->values[NA_EXPORT_LOCKED] = locked[asset->locked];
    row->values[NA_EXPORT_ACCESS] = asset->access;
    row->values[NA_EXPORT_HOLDER] = asset->code_holder;
    row->values[NA_EXPORT_PHONE] = asset->code_holder_phone;
    row->values[NA_EXPORT_CODE_CHECKED] = date_text(row->dates[0], asset->code_checked);
    row->values[NA_EXPORT_LAST_CHECKED] = date_text(row->dates[1], asset->last_checked);
    row->values[NA_EXPORT_VALID_FROM] = date_text(row->dates[2], asset->valid_from);
    row->values[NA_EXPORT_VALID_TO] = date_text(row->dates[3], asset->valid_to);
    row->values[NA_EXPORT_INDICATIVE] = info->indicative ? "yes" : "no";
    row->values[NA_EXPORT_PACK] = info->digest;
}

void na_export_row_make(const struct na_snapshot *snapshot, uint32_t asset,
                        struct na_export_row *ret_row)
{
    na_snapshot_asset(snapshot, asset, &ret_row->asset);
    ret_row->values[NA_EXPORT_ID] = ret_row->asset.id;
    ret_row->values[NA_EXPORT_KIND] = ret_row->asset.kind;
    ret_row->values[NA_EXPORT_NAME] = ret_row->asset.name;
    ret_row->values[NA_EXPORT_ALIASES] = ret_row->asset.aliases;
    ret_row->values[NA_EXPORT_ADDRESS] = ret_row->asset.address;
    ret_row->values[NA_EXPORT_POSTCODE] = ret_row->asset.postcode;
    ret_row->values[NA_EXPORT_SITING] = ret_row->asset.siting;
    ret_row->values[NA_EXPORT_W3W] = ret_row->asset.w3w;
    ret_row->values[NA_EXPORT_UPRN] = ret_row->asset.uprn;
    make_position(ret_row);
    make_state(snapshot, ret_row);
}

bool na_export_wanted(const struct na_snapshot *snapshot, const struct na_export_question *question,
                      uint32_t i)
{
    struct na_asset asset;
    na_snapshot_asset(snapshot, i, &asset);
    bool wanted = question->kind_count == 0;
    for (size_t k = 0; k < question->kind_count && !wanted; k++) {
        wanted = strcmp(question->kinds[k]->name, asset.kind) == 0;
    }
    return wanted;
}

enum na_code na_answer_export(const struct na_asking *asking, struct na_buffer *to,
                              struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    struct na_export_question question = {.kind_count = 0};
    enum na_code code = na_params_check(&na_export_params, asking->params, asking->count, reterr);
    for (size_t i = 0; code == NA_OK && i < asking->count; i++) {
        if (strcmp(asking->params[i].name, "kind") == 0) {
            code = na_kind_find(snapshot, asking->params[i].value,
                                &question.kinds[question.kind_count++], reterr);
        }
    }
    if (code != NA_OK) {
        return code;
    }
    const char *form = na_params_get(asking->params, asking->count, "format");
    question.spreadsheet_safe =
        na_params_get(asking->params, asking->count, "spreadsheet_safe") != NULL;
    size_t before = to->length;
    if (form == NULL || strcmp(form, "csv") == 0) {
        code = na_render_export_csv(snapshot, &question, to);
    } else if (strcmp(form, "geojson") == 0) {
        code = na_render_export_geojson(snapshot, &question, to);
    } else {
        code = na_render_export_kml(snapshot, &question, to);
    }
    return na_answer_settle(code, to, before, reterr);
}
