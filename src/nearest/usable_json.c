/* Whether an asset can be used and got at: JSON members. */
#include "nearest/usable.h"
#include "write/render.h"

void na_render_verdict(struct na_json *json, const struct na_usable *usable)
{
    na_json_name(json, "usable");
    na_json_object_begin(json);
    na_json_name(json, "state");
    na_json_text(json, na_usable_name(usable->state));
    na_json_name(json, "why");
    na_json_text(json, usable->why);
    na_json_object_end(json);
}

void na_render_usable(struct na_json *json, const struct na_asset *asset,
                      const struct na_moment *moment)
{
    struct na_usable usable;
    na_usable_judge(asset, moment, &usable);
    na_render_verdict(json, &usable);
}

void na_render_access(struct na_json *json, const struct na_asset *asset,
                      const struct na_moment *moment)
{
    na_json_name(json, "access");
    if (asset->locked == NA_LOCKED_UNKNOWN && asset->code_holder[0] == '\0' &&
        asset->code_holder_phone[0] == '\0' && asset->code_checked == NA_DATE_NONE &&
        asset->access[0] == '\0' && !na_code_is_here(asset, moment)) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_json_name(json, "locked");
    if (asset->locked == NA_LOCKED_UNKNOWN) {
        na_json_null(json);
    } else {
        na_json_bool(json, asset->locked == NA_LOCKED_YES);
    }
    na_render_text_or_null(json, "holder", asset->code_holder);
    na_render_text_or_null(json, "phone", asset->code_holder_phone);
    na_render_date(json, "checked", asset->code_checked);
    na_render_text_or_null(json, "note", asset->access);
    na_json_name(json, "code_here");
    na_json_bool(json, na_code_is_here(asset, moment));
    na_json_object_end(json);
}
