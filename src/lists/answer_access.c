/* The code that opens an asset, for a caller who has shown the right to see it. */
#include "base/fail.h"
#include "lists/list.h"
#include "question/ask.h"
#include "question/settle.h"
#include "write/render.h"

static enum na_code render(const struct na_snapshot *snapshot, const struct na_asset *asset,
                           const char *secret, struct na_buffer *to)
{
    struct na_warnings warnings = {.count = 0};
    struct na_json json;
    na_warn_of_pack(&warnings, snapshot);
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "id");
    na_json_text(&json, asset->id);
    na_json_name(&json, "kind");
    na_json_text(&json, asset->kind);
    na_json_name(&json, "name");
    na_json_text(&json, asset->name);
    na_json_name(&json, "code");
    na_json_text(&json, secret);
    const struct na_moment seen = {.sees_codes = true};
    na_render_access(&json, asset, &seen);
    na_render_data(&json, snapshot);
    na_render_warnings(&json, &warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

enum na_code na_answer_access(const struct na_asking *asking, struct na_buffer *to,
                              struct na_error *reterr)
{
    const struct na_snapshot *snapshot = na_session_snapshot(asking->session);
    uint32_t number = 0;
    enum na_code code = na_params_check(&na_no_params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_answer_refuse_geojson(asking->format, reterr);
    }
    if (code == NA_OK) {
        code = na_asset_by_id(snapshot, asking->path_value, &number, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    const char *secret = na_snapshot_code(snapshot, number);
    if (secret == NULL) {
        (void)na_fail(reterr, NA_ERR_CODE_UNKNOWN, "The data have no code of this asset");
        return na_fail_at(reterr, NA_ERR_CODE_UNKNOWN, NULL, 0, "id",
                          "Ask who holds the code: access of the asset");
    }
    struct na_asset asset;
    na_snapshot_asset(snapshot, number, &asset);
    size_t before = to->length;
    return na_answer_settle(render(snapshot, &asset, secret, to), to, before, reterr);
}
