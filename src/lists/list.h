/* lists/list.h - the data itself: pages of wards and assets, and one of either. */
#ifndef NA_LISTS_LIST_H
#define NA_LISTS_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "data/snapshot.h"
#include "io/json_write.h"
#include "nearest/usable.h"
#include "question/bbox.h"
#include "question/question.h"
#include "question/warnings.h"

/* Which part of a list is asked for. */
struct na_page {
    bool has_box;
    struct na_bbox box;
    uint32_t limit;
    uint32_t offset;
};

/* Read bbox, limit and offset (params passed na_params_check). Errors: NA_ERR_PARAM_MALFORMED. */
NA_MUST_USE enum na_code na_page_read(const struct na_param *params, size_t count,
                                      struct na_page *ret_page, struct na_error *reterr);
/* What stands before and after the entries of a list: the vintage, unless it is NULL, the counts,
 * the array `name` left open ("features": of a FeatureCollection); then the data and warnings. */
void na_list_begin(struct na_json *json, const char *name, const struct na_layer *layer,
                   const struct na_page *page, uint32_t total);
void na_list_end(struct na_json *json, const struct na_snapshot *snapshot,
                 const struct na_warnings *warnings);

struct na_wards_question {
    const struct na_layer *layer;
    struct na_page page;
    struct na_warnings warnings;
};
NA_MUST_USE enum na_code na_render_wards(const struct na_snapshot *snapshot,
                                         const struct na_wards_question *question,
                                         enum na_format format, struct na_buffer *to);

struct na_ward_one_question {
    const struct na_layer *layer;
    uint32_t ward; /* within the layer */
    struct na_warnings warnings;
};
NA_MUST_USE enum na_code na_render_ward_one(const struct na_snapshot *snapshot,
                                            const struct na_ward_one_question *question,
                                            enum na_format format, struct na_buffer *to);
/* Number of the ward with this code within `layer`; false if there is none. */
bool na_ward_by_code(const struct na_snapshot *snapshot, const struct na_layer *layer,
                     const char *code, uint32_t *ret_ward);

struct na_assets_question {
    const struct na_kind *kinds[NA_PARAMS_MAX];
    size_t kind_count; /* 0: all kinds */
    struct na_page page;
    struct na_moment moment;
    struct na_warnings warnings;
};
NA_MUST_USE enum na_code na_render_assets(const struct na_snapshot *snapshot,
                                          const struct na_assets_question *question,
                                          enum na_format format, struct na_buffer *to);
NA_MUST_USE enum na_code na_render_asset_one(const struct na_snapshot *snapshot, uint32_t asset,
                                             const struct na_moment *moment,
                                             const struct na_warnings *warnings,
                                             enum na_format format, struct na_buffer *to);

/* Number of the asset with this id. NA_ERR_ASSET_UNKNOWN with the nearest id in the hint. */
NA_MUST_USE enum na_code na_asset_by_id(const struct na_snapshot *snapshot, const char *id,
                                        uint32_t *ret_asset, struct na_error *reterr);

NA_MUST_USE enum na_code na_render_datasets(const struct na_snapshot *snapshot,
                                            struct na_buffer *to);
NA_MUST_USE enum na_code na_render_datasets_text(const struct na_snapshot *snapshot,
                                                 struct na_buffer *to);

/* vintage, bbox, limit, offset, f; kind for assets. */
extern const struct na_param_specs na_wards_params;
extern const struct na_param_specs na_assets_params;
/* vintage, f; f. */
extern const struct na_param_specs na_ward_one_params;
extern const struct na_param_specs na_asset_one_params;

/* The wards of a vintage (that of the day, else the newest), JSON without geometry, GeoJSON with;
 * one of them, with the vintages it is in (NA_ERR_WARD_UNKNOWN). */
extern const struct na_question na_question_wards;
na_answer na_answer_wards;
extern const struct na_question na_question_ward_one;
na_answer na_answer_ward_one;
/* The assets whatever their dates, which they say; one of them (NA_ERR_ASSET_UNKNOWN). */
extern const struct na_question na_question_assets;
na_answer na_answer_assets;
extern const struct na_question na_question_asset_one;
na_answer na_answer_asset_one;
/* The code that opens an asset. The caller has checked that the person who asks may see it.
 * NA_ERR_ASSET_UNKNOWN, NA_ERR_CODE_UNKNOWN. */
extern const struct na_question na_question_access;
na_answer na_answer_access;
/* What is loaded. */
extern const struct na_question na_question_datasets;
na_answer na_answer_datasets;

#endif
