/* Collections, their features and queryables as the standard has them in JSON and GeoJSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "features/private.h"
#include "question/session_state.h"
#include "write/render.h"

#define JSON_TYPE "application/json"
#define HTML_TYPE "text/html"
#define GEOJSON_TYPE "application/geo+json"
#define SCHEMA_TYPE "application/schema+json"
#define GREGORIAN "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
#define QUERYABLES "http://www.opengis.net/def/rel/ogc/1.0/queryables"

const char *const na_features_classes[] = {
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
};
const size_t na_features_class_count = sizeof na_features_classes / sizeof na_features_classes[0];

void na_collection_describe(const struct na_collection *collection, char ret_text[NA_COLLECTION_ID])
{
    switch (collection->of) {
    case NA_COLLECTION_WARDS:
        (void)snprintf(ret_text, NA_COLLECTION_ID, "The wards of vintage %.60s, with boundaries",
                       collection->layer->id);
        break;
    case NA_COLLECTION_AREAS:
        (void)snprintf(ret_text, NA_COLLECTION_ID, "Areas of kind %.60s, with boundaries and dates",
                       collection->layer->kind);
        break;
    case NA_COLLECTION_ASSETS:
        (void)snprintf(ret_text, NA_COLLECTION_ID, "Assets of kind %.60s, as points",
                       collection->kind->name);
        break;
    }
}

static const struct na_snapshot *snapshot_of(const struct na_asking *asking)
{
    return asking->session->snapshot;
}

/* A link to a part of a collection. */
static void link_part(struct na_json *json, const struct na_asking *asking, const char *rel,
                      const char *type, const char *title, const char *id, const char *part)
{
    char url[NA_FEATURES_URL];
    na_features_url(asking->base, id, part, NULL, url);
    if (strcmp(type, HTML_TYPE) == 0) {
        (void)strncat(url, "?f=html", sizeof url - strlen(url) - 1);
    }
    na_link_write(json, rel, type, title, url);
}

static void write_instant(struct na_json *json, int32_t day)
{
    char date[NA_DATE_TEXT];
    char text[NA_DATE_TEXT + 16];
    na_date_format(date, day);
    if (date[0] == '\0') {
        na_json_null(json);
        return;
    }
    (void)snprintf(text, sizeof text, "%sT00:00:00Z", date);
    na_json_text(json, text);
}

static void write_extent(struct na_json *json, const struct na_collection_extent *extent)
{
    const double corners[] = {extent->box.west_deg, extent->box.south_deg, extent->box.east_deg,
                              extent->box.north_deg};
    na_json_name(json, "extent");
    na_json_object_begin(json);
    na_json_name(json, "spatial");
    na_json_object_begin(json);
    na_json_name(json, "bbox");
    na_json_array_begin(json);
    na_json_array_begin(json);
    for (size_t i = 0; i < 4; i++) {
        na_json_trimmed(json, corners[i], 7);
    }
    na_json_array_end(json);
    na_json_array_end(json);
    na_json_name(json, "crs");
    na_json_text(json, na_features_systems[NA_GEOMETRY_LONLAT]);
    na_json_object_end(json);
    na_json_name(json, "temporal");
    na_json_object_begin(json);
    na_json_name(json, "interval");
    na_json_array_begin(json);
    na_json_array_begin(json);
    write_instant(json, extent->from);
    write_instant(json, extent->to);
    na_json_array_end(json);
    na_json_array_end(json);
    na_json_name(json, "trs");
    na_json_text(json, GREGORIAN);
    na_json_object_end(json);
    na_json_object_end(json);
}

static void collection_links(struct na_json *json, const struct na_asking *asking,
                             const struct na_collection *collection)
{
    const char *id = collection->id;
    na_json_name(json, "links");
    na_json_array_begin(json);
    link_part(json, asking, "self", JSON_TYPE, "This collection", id, NULL);
    link_part(json, asking, "alternate", HTML_TYPE, "This collection as a page", id, NULL);
    link_part(json, asking, "items", GEOJSON_TYPE, "The features", id, "items");
    link_part(json, asking, QUERYABLES, SCHEMA_TYPE, "What the features may be asked by", id,
              "queryables");
    na_json_array_end(json);
}

static void collection_members(struct na_json *json, const struct na_asking *asking,
                               const struct na_collection *collection)
{
    struct na_collection_extent extent;
    char text[NA_COLLECTION_ID];
    na_json_name(json, "id");
    na_json_text(json, collection->id);
    na_json_name(json, "title");
    na_json_text(json, collection->title);
    na_collection_describe(collection, text);
    na_json_name(json, "description");
    na_json_text(json, text);
    na_json_name(json, "attribution");
    na_json_text(json, na_snapshot_info(snapshot_of(asking))->attribution);
    if (na_collection_extent(snapshot_of(asking), collection, &extent)) {
        write_extent(json, &extent);
    }
    na_json_name(json, "itemType");
    na_json_text(json, "feature");
    na_json_name(json, "crs");
    na_json_array_begin(json);
    for (size_t i = 0; na_features_systems[i] != NULL; i++) {
        na_json_text(json, na_features_systems[i]);
    }
    na_json_array_end(json);
    na_json_name(json, "storageCrs");
    na_json_text(json, na_features_systems[NA_GEOMETRY_LONLAT]);
    collection_links(json, asking, collection);
}

enum na_code na_render_collections(const struct na_asking *asking, struct na_buffer *to)
{
    struct na_json json;
    struct na_warnings warnings = {.count = 0};
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "links");
    na_json_array_begin(&json);
    link_part(&json, asking, "self", JSON_TYPE, "The collections", NULL, NULL);
    link_part(&json, asking, "alternate", HTML_TYPE, "The collections as a page", NULL, NULL);
    na_json_array_end(&json);
    na_json_name(&json, "collections");
    na_json_array_begin(&json);
    struct na_collection collection;
    for (size_t i = 0; na_collection_at(snapshot_of(asking), i, &collection); i++) {
        na_json_object_begin(&json);
        collection_members(&json, asking, &collection);
        na_json_object_end(&json);
    }
    na_json_array_end(&json);
    na_render_data(&json, snapshot_of(asking));
    na_warn_of_pack(&warnings, snapshot_of(asking));
    na_render_warnings(&json, &warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

enum na_code na_render_collection(const struct na_asking *asking,
                                  const struct na_collection *collection, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    collection_members(&json, asking, collection);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static void properties_member(struct na_json *json, const struct na_snapshot *snapshot,
                              const struct na_properties *properties,
                              const struct na_moment *moment, const struct na_feature *feature)
{
    na_json_name(json, "properties");
    na_json_object_begin(json);
    for (size_t i = 0; i < na_properties_count(properties); i++) {
        char name[NA_PROPERTY_NAME];
        struct na_property_value value;
        (void)na_property_name(properties, i, name);
        na_property_value(snapshot, feature, moment, properties, i, &value);
        na_json_name(json, name);
        if (value.text == NULL && isfinite(value.number)) {
            /* With its decimals: programs take 100 for a whole number, and the next feature
             * has 12.5. */
            na_json_fixed(json, value.number, value.decimals);
        } else {
            na_json_text(json, value.text);
        }
    }
    na_json_object_end(json);
}

/* Members of a GeoJSON Feature, whose object is open. */
static void feature_members(struct na_json *json, const struct na_snapshot *snapshot,
                            const struct na_properties *properties, const struct na_moment *moment,
                            enum na_geometry_system system, const struct na_feature *feature)
{
    na_json_name(json, "type");
    na_json_text(json, "Feature");
    na_json_name(json, "id");
    na_json_text(json, na_feature_id(feature));
    if (feature->collection->layer != NULL) {
        na_render_area_geometry_in(json, snapshot, &feature->area, system);
    } else {
        na_render_asset_geometry_in(json, &feature->asset, system);
    }
    properties_member(json, snapshot, properties, moment, feature);
}

/* Features of the page; the numbers are known when all have been looked at. */
struct page_counts {
    uint32_t matched, returned;
};

static struct page_counts page_features(struct na_json *json, const struct na_asking *asking,
                                        const struct na_collection *collection,
                                        const struct na_properties *properties,
                                        const struct na_features_query *query)
{
    struct page_counts counts = {0, 0};
    const struct na_snapshot *snapshot = snapshot_of(asking);
    uint32_t size = na_collection_size(snapshot, collection);
    na_json_name(json, "features");
    na_json_array_begin(json);
    for (uint32_t i = 0; i < size; i++) {
        struct na_feature feature;
        if (!na_feature_at(snapshot, collection, i, &feature) ||
            !na_feature_is_wanted(snapshot, properties, query, &feature)) {
            continue;
        }
        if (counts.matched++ < query->offset || counts.returned == query->limit) {
            continue;
        }
        counts.returned++;
        na_json_object_begin(json);
        feature_members(json, snapshot, properties, &query->moment, query->system, &feature);
        na_json_object_end(json);
    }
    na_json_array_end(json);
    return counts;
}

static void link_page(struct na_json *json, const struct na_asking *asking, const char *rel,
                      const char *title, const char *id, uint32_t offset)
{
    char url[NA_FEATURES_URL];
    na_features_page_url(asking, id, offset, url);
    na_link_write(json, rel, GEOJSON_TYPE, title, url);
}

static void items_links(struct na_json *json, const struct na_asking *asking, const char *id,
                        const struct na_features_query *query, const struct page_counts *counts)
{
    na_json_name(json, "links");
    na_json_array_begin(json);
    link_page(json, asking, "self", "These features", id, query->offset);
    if (query->offset < counts->matched && counts->matched - query->offset > counts->returned) {
        link_page(json, asking, "next", "The features that come next", id,
                  query->offset + counts->returned);
    }
    if (query->offset > 0) {
        uint32_t before = query->offset > query->limit ? query->offset - query->limit : 0;
        link_page(json, asking, "prev", "The features before", id, before);
    }
    link_part(json, asking, "collection", JSON_TYPE, "The collection", id, NULL);
    na_json_array_end(json);
}

static void time_member(struct na_json *json, const struct na_asking *asking)
{
    char text[40];
    struct tm tm;
    time_t now = (time_t)asking->session->now;
    if (asking->session->now != NA_INSTANT_NONE && gmtime_r(&now, &tm) != NULL &&
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm) > 0) {
        na_json_name(json, "timeStamp");
        na_json_text(json, text);
    }
}

enum na_code na_render_items(const struct na_asking *asking, const struct na_collection *collection,
                             const struct na_properties *properties,
                             const struct na_features_query *query, struct na_buffer *to)
{
    struct na_json json;
    struct na_warnings warnings = {.count = 0};
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_json_name(&json, "type");
    na_json_text(&json, "FeatureCollection");
    struct page_counts counts = page_features(&json, asking, collection, properties, query);
    na_json_name(&json, "numberMatched");
    na_json_integer(&json, counts.matched);
    na_json_name(&json, "numberReturned");
    na_json_integer(&json, counts.returned);
    time_member(&json, asking);
    items_links(&json, asking, collection->id, query, &counts);
    na_warn_of_pack(&warnings, snapshot_of(asking));
    na_render_warnings(&json, &warnings);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

enum na_code na_render_item(const struct na_asking *asking, const struct na_collection *collection,
                            const struct na_properties *properties,
                            const struct na_feature *feature, struct na_buffer *to)
{
    struct na_json json;
    char url[NA_FEATURES_URL];
    struct na_moment moment = na_features_moment(asking, NULL);
    na_json_init(&json, to);
    na_json_object_begin(&json);
    feature_members(&json, snapshot_of(asking), properties, &moment,
                    na_features_system(asking->params, asking->count), feature);
    na_json_name(&json, "links");
    na_json_array_begin(&json);
    na_features_url(asking->base, collection->id, "items", na_feature_id(feature), url);
    na_link_write(&json, "self", GEOJSON_TYPE, "This feature", url);
    link_part(&json, asking, "collection", JSON_TYPE, "The collection", collection->id, NULL);
    na_json_array_end(&json);
    na_json_object_end(&json);
    return na_json_finish(&json);
}

static void member(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

static void queryable(struct na_json *json, const struct na_properties *properties, size_t i)
{
    char name[NA_PROPERTY_NAME];
    enum na_property_type type = na_property_name(properties, i, name);
    na_json_name(json, name);
    na_json_object_begin(json);
    member(json, "title", name);
    member(json, "type", type == NA_PROPERTY_NUMBER ? "number" : "string");
    if (type == NA_PROPERTY_DATE) {
        member(json, "format", "date");
    }
    na_json_object_end(json);
}

enum na_code na_render_queryables(const struct na_asking *asking,
                                  const struct na_collection *collection,
                                  const struct na_properties *properties, struct na_buffer *to)
{
    struct na_json json;
    char url[NA_FEATURES_URL];
    na_features_url(asking->base, collection->id, "queryables", NULL, url);
    na_json_init(&json, to);
    na_json_object_begin(&json);
    member(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    member(&json, "$id", url);
    member(&json, "title", collection->title);
    member(&json, "type", "object");
    na_json_name(&json, "properties");
    na_json_object_begin(&json);
    na_json_name(&json, "geometry");
    na_json_object_begin(&json);
    member(&json, "title", "Geometry, asked by bbox");
    member(&json, "format", collection->layer != NULL ? "geometry-multipolygon" : "geometry-point");
    member(&json, "x-ogc-role", "primary-geometry");
    na_json_object_end(&json);
    for (size_t i = 0; i < na_properties_count(properties); i++) {
        queryable(&json, properties, i);
    }
    na_json_object_end(&json);
    na_json_name(&json, "additionalProperties");
    na_json_bool(&json, false);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
