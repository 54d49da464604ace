/* The parts of a page, its frame, and finding one entry of a list by its name. */
#include "lists/list.h"

#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "write/render.h"

#define DEFAULT_LIMIT 100

enum na_code na_page_read(const struct na_param *params, size_t count, struct na_page *ret_page,
                          struct na_error *reterr)
{
    struct na_page page = {.limit = DEFAULT_LIMIT};
    const char *box = na_params_get(params, count, "bbox");
    const char *limit = na_params_get(params, count, "limit");
    const char *offset = na_params_get(params, count, "offset");
    int64_t value = 0;
    if (box != NULL) {
        if (!na_bbox_parse(na_str_of(box), &page.box)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "bbox is not a box");
        }
        page.has_box = true;
    }
    if (limit != NULL) {
        if (!na_integer_parse(na_str_of(limit), 1, UINT32_MAX, &value)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "limit is not a number");
        }
        page.limit = (uint32_t)value;
    }
    if (offset != NULL) {
        if (!na_integer_parse(na_str_of(offset), 0, UINT32_MAX, &value)) {
            return na_fail(reterr, NA_ERR_PARAM_MALFORMED, "offset is not a number");
        }
        page.offset = (uint32_t)value;
    }
    *ret_page = page;
    return NA_OK;
}

/* How many of `total` matches the page returns. */
static uint32_t page_size(const struct na_page *page, uint32_t total)
{
    uint32_t left = page->offset < total ? total - page->offset : 0;
    return left < page->limit ? left : page->limit;
}

void na_list_begin(struct na_json *json, const char *name, const struct na_layer *layer,
                   const struct na_page *page, uint32_t total)
{
    na_json_object_begin(json);
    if (strcmp(name, "features") == 0) {
        na_json_name(json, "type");
        na_json_text(json, "FeatureCollection");
    }
    if (layer != NULL) {
        na_render_vintage(json, layer);
    }
    na_json_name(json, "total");
    na_json_integer(json, total);
    na_json_name(json, "offset");
    na_json_integer(json, page->offset);
    na_json_name(json, "returned");
    na_json_integer(json, page_size(page, total));
    na_json_name(json, name);
    na_json_array_begin(json);
}

void na_list_end(struct na_json *json, const struct na_snapshot *snapshot,
                 const struct na_warnings *warnings)
{
    na_json_array_end(json);
    na_render_data(json, snapshot);
    na_render_warnings(json, warnings);
    na_json_object_end(json);
}

bool na_ward_by_code(const struct na_snapshot *snapshot, const struct na_layer *layer,
                     const char *code, uint32_t *ret_ward)
{
    uint32_t low = 0;
    uint32_t high = layer->area_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct na_area area;
        na_snapshot_area(snapshot, layer, middle, &area);
        int order = strcmp(area.code, code);
        if (order == 0) {
            *ret_ward = middle;
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}
