/* The answers of the standard: read, find, render. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "features/private.h"
#include "lists/list.h"
#include "question/session_state.h"
#include "question/settle.h"

/* The collection that the path names, its parameters checked if they are all known. Only items have
 * a GeoJSON form. */
static enum na_code begin(const struct na_asking *asking, const struct na_question *question,
                          struct na_collection *ret_collection,
                          struct na_properties *ret_properties, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = asking->session->snapshot;
    enum na_code code = question->is_open_ended ? NA_OK
                                                : na_params_check(question->params, asking->params,
                                                                  asking->count, reterr);
    if (code == NA_OK) {
        code = na_collection_find(snapshot, asking->path_value, ret_collection, reterr);
    }
    if (code == NA_OK) {
        code = na_properties_of(snapshot, ret_collection, ret_properties, reterr);
    }
    return code == NA_OK && (question->forms & NA_FORM_GEOJSON) == 0
               ? na_answer_refuse_geojson(asking->format, reterr)
               : code;
}

enum na_code na_answer_collections(const struct na_asking *asking, struct na_buffer *to,
                                   struct na_error *reterr)
{
    size_t before = to->length;
    enum na_code code =
        na_params_check(na_question_collections.params, asking->params, asking->count, reterr);
    if (code == NA_OK) {
        code = na_answer_refuse_geojson(asking->format, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    code = asking->format == NA_FORMAT_HTML ? na_render_collections_page(asking, to)
                                            : na_render_collections(asking, to);
    return na_answer_settle(code, to, before, reterr);
}

enum na_code na_answer_collection(const struct na_asking *asking, struct na_buffer *to,
                                  struct na_error *reterr)
{
    struct na_collection collection;
    struct na_properties properties;
    size_t before = to->length;
    enum na_code code = begin(asking, &na_question_collection, &collection, &properties, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = asking->format == NA_FORMAT_HTML
               ? na_render_collection_page(asking, &collection, &properties, to)
               : na_render_collection(asking, &collection, to);
    return na_answer_settle(code, to, before, reterr);
}

enum na_code na_answer_queryables(const struct na_asking *asking, struct na_buffer *to,
                                  struct na_error *reterr)
{
    struct na_collection collection;
    struct na_properties properties;
    size_t before = to->length;
    enum na_code code = begin(asking, &na_question_queryables, &collection, &properties, reterr);
    return code == NA_OK
               ? na_answer_settle(na_render_queryables(asking, &collection, &properties, to), to,
                                  before, reterr)
               : code;
}

enum na_code na_answer_items(const struct na_asking *asking, struct na_buffer *to,
                             struct na_error *reterr)
{
    struct na_collection collection;
    struct na_properties properties;
    struct na_features_query query;
    size_t before = to->length;
    enum na_code code = begin(asking, &na_question_items, &collection, &properties, reterr);
    if (code == NA_OK) {
        code = na_features_query_read(asking, &properties, &query, reterr);
    }
    return code == NA_OK
               ? na_answer_settle(na_render_items(asking, &collection, &properties, &query, to), to,
                                  before, reterr)
               : code;
}

/* The feature that the path names: found by order, not by looking at all. */
static bool find_feature(const struct na_snapshot *snapshot, const struct na_collection *collection,
                         const char *id, struct na_feature *ret_feature)
{
    uint32_t i = 0;
    bool found = collection->layer != NULL ? na_ward_by_code(snapshot, collection->layer, id, &i)
                                           : na_snapshot_find_asset(snapshot, id, &i);
    return found && na_feature_at(snapshot, collection, i, ret_feature);
}

enum na_code na_answer_item(const struct na_asking *asking, struct na_buffer *to,
                            struct na_error *reterr)
{
    struct na_collection collection;
    struct na_properties properties;
    struct na_feature feature;
    size_t before = to->length;
    enum na_code code = begin(asking, &na_question_item, &collection, &properties, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!find_feature(asking->session->snapshot, &collection, asking->second_value, &feature)) {
        char hint[NA_COLLECTION_ID + 64];
        (void)snprintf(hint, sizeof hint, "/collections/%.200s/items lists them", collection.id);
        (void)na_fail(reterr, NA_ERR_ROUTE, "The collection has no feature of that id");
        return na_fail_at(reterr, NA_ERR_ROUTE, NULL, 0, "featureId", hint);
    }
    return na_answer_settle(na_render_item(asking, &collection, &properties, &feature, to), to,
                            before, reterr);
}
