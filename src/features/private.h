/* features/private.h - what the files of this room share: a collection, its features, their
 * properties, and what is asked of them. */
#ifndef NA_FEATURES_PRIVATE_H
#define NA_FEATURES_PRIVATE_H

#include "features/features.h"
#include "io/json_write.h"
#include "nearest/usable.h"
#include "question/bbox.h"
#include "write/geometry.h"

enum na_collection_of { NA_COLLECTION_WARDS, NA_COLLECTION_AREAS, NA_COLLECTION_ASSETS };

#define NA_COLLECTION_ID 256

/* Borrows from the snapshot. */
struct na_collection {
    enum na_collection_of of;
    const struct na_layer *layer; /* of wards and areas */
    const struct na_kind *kind;   /* of assets */
    char id[NA_COLLECTION_ID];    /* "wards-2023", "patrols", "bleed_cabinet" */
    char title[NA_COLLECTION_ID]; /* "Wards of 2023" */
};

/* Collection `i`: wards, then areas, then assets. False after the last. */
bool na_collection_at(const struct na_snapshot *snapshot, size_t i,
                      struct na_collection *ret_collection);
/* The one of that id. NA_ERR_ROUTE with the nearest id in the hint. */
NA_MUST_USE enum na_code na_collection_find(const struct na_snapshot *snapshot, const char *id,
                                            struct na_collection *ret_collection,
                                            struct na_error *reterr);

/* A feature: one of the two is filled in. */
struct na_feature {
    const struct na_collection *collection;
    struct na_area area;
    struct na_asset asset;
    int32_t valid_from, valid_to; /* NA_DATE_NONE: open */
};

/* Feature `i` of a collection, below na_collection_size; false: asset `i` is of another kind. */
uint32_t na_collection_size(const struct na_snapshot *snapshot,
                            const struct na_collection *collection);
bool na_feature_at(const struct na_snapshot *snapshot, const struct na_collection *collection,
                   uint32_t i, struct na_feature *ret_feature);
/* Its id within the collection. */
const char *na_feature_id(const struct na_feature *feature);

/* The box around a collection and the days that its features are valid, NA_DATE_NONE being open.
 * False: it has no features. */
struct na_collection_extent {
    struct na_bbox box;
    int32_t from, to;
    uint32_t count;
};
bool na_collection_extent(const struct na_snapshot *snapshot,
                          const struct na_collection *collection,
                          struct na_collection_extent *ret_extent);

/* ---- properties.c */

enum na_property_type { NA_PROPERTY_TEXT, NA_PROPERTY_DATE, NA_PROPERTY_NUMBER };

/* Most columns of its own that a kind of asset may have. */
#define NA_PROPERTIES_TAGS 512
#define NA_PROPERTY_NAME 256

struct na_property_def;
struct na_properties {
    const struct na_property_def *defs;
    size_t def_count;
    const char *tags[NA_PROPERTIES_TAGS]; /* sorted */
    size_t tag_count;
};

/* The properties of a collection. Errors: NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_properties_of(const struct na_snapshot *snapshot,
                                          const struct na_collection *collection,
                                          struct na_properties *ret_properties,
                                          struct na_error *reterr);
size_t na_properties_count(const struct na_properties *properties);
/* Name and type of property `i`. A column of the file's own that is called as something else here
 * is has tag_ before its name. */
enum na_property_type na_property_name(const struct na_properties *properties, size_t i,
                                       char ret_name[NA_PROPERTY_NAME]);
/* The number of the property of that name; false: there is none. */
bool na_property_find(const struct na_properties *properties, const char *name, size_t *ret_i);

/* What a property is of one feature. */
struct na_property_value {
    const char *text; /* NULL: null, or a number */
    double number;    /* NAN: null, or a text */
    unsigned int decimals;
    char room[NA_USABLE_WHY];
};
void na_property_value(const struct na_snapshot *snapshot, const struct na_feature *feature,
                       const struct na_moment *moment, const struct na_properties *properties,
                       size_t i, struct na_property_value *ret_value);

/* ---- query.c, select.c: which features are asked for */

#define NA_FEATURES_BOXES 2 /* one across the meridian of 180 degrees is two */

struct na_features_filter {
    size_t property;
    const char *value;
};

struct na_features_query {
    uint32_t limit, offset;
    enum na_geometry_system system; /* that geometry is written in */
    bool has_box, box_is_grid;
    struct na_bbox boxes[NA_FEATURES_BOXES]; /* degrees, or metres when box_is_grid */
    size_t box_count;
    struct na_bbox envelope; /* in degrees, around a box on the grid */
    bool has_envelope;
    bool has_days;
    int32_t from, to; /* NA_DATE_NONE: open */
    struct na_features_filter filters[NA_PARAMS_MAX];
    size_t filter_count;
    struct na_moment moment;
};

/* Read what is asked of the items of a collection, unchecked parameters and all. */
NA_MUST_USE enum na_code na_features_query_read(const struct na_asking *asking,
                                                const struct na_properties *properties,
                                                struct na_features_query *ret_query,
                                                struct na_error *reterr);
/* The system that the parameter crs names. */
enum na_geometry_system na_features_system(const struct na_param *params, size_t count);
/* What usable is told about: now, or the day asked about. */
struct na_moment na_features_moment(const struct na_asking *asking, const int32_t *day);
bool na_feature_is_wanted(const struct na_snapshot *snapshot,
                          const struct na_properties *properties,
                          const struct na_features_query *query, const struct na_feature *feature);
/* Has the geometry of an area a point in common with the box? `crs` NULL: the box is in degrees,
 * else on the grid. */
bool na_area_meets_box(const struct na_snapshot *snapshot, const struct na_area *area,
                       const struct na_bbox *box, const struct na_crs *crs);

/* ---- links.c */

/* Every byte of the longest target may need an escape. */
#define NA_FEATURES_URL 13312

/* Where the features are, in a text: the base, /collections and what follows, each segment
 * escaped; NULL ends them. */
void na_features_url(const char *base, const char *id, const char *part, const char *feature,
                     char ret_url[NA_FEATURES_URL]);
/* The URL of the items with the same parameters, but from `offset`. */
void na_features_page_url(const struct na_asking *asking, const char *id, uint32_t offset,
                          char ret_url[NA_FEATURES_URL]);

/* The systems of coordinates, CRS84 first; NULL ends them. In the order of na_geometry_system. */
extern const char *const na_features_systems[];

/* ---- json.c, html.c */

NA_MUST_USE enum na_code na_render_collections(const struct na_asking *asking,
                                               struct na_buffer *to);
NA_MUST_USE enum na_code na_render_collection(const struct na_asking *asking,
                                              const struct na_collection *collection,
                                              struct na_buffer *to);
NA_MUST_USE enum na_code na_render_items(const struct na_asking *asking,
                                         const struct na_collection *collection,
                                         const struct na_properties *properties,
                                         const struct na_features_query *query,
                                         struct na_buffer *to);
NA_MUST_USE enum na_code na_render_item(const struct na_asking *asking,
                                        const struct na_collection *collection,
                                        const struct na_properties *properties,
                                        const struct na_feature *feature, struct na_buffer *to);
NA_MUST_USE enum na_code na_render_queryables(const struct na_asking *asking,
                                              const struct na_collection *collection,
                                              const struct na_properties *properties,
                                              struct na_buffer *to);
/* "What it holds" of a collection, a sentence. */
void na_collection_describe(const struct na_collection *collection,
                            char ret_text[NA_COLLECTION_ID]);
NA_MUST_USE enum na_code na_render_collections_page(const struct na_asking *asking,
                                                    struct na_buffer *to);
NA_MUST_USE enum na_code na_render_collection_page(const struct na_asking *asking,
                                                   const struct na_collection *collection,
                                                   const struct na_properties *properties,
                                                   struct na_buffer *to);

#endif
