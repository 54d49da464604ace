/* lists/asset_properties.h - an asset as the properties of a GeoJSON Feature: flat, and the same
 * ones in every answer about a pack, so that the columns of a GIS never change with a filter. */
#ifndef NA_LISTS_ASSET_PROPERTIES_H
#define NA_LISTS_ASSET_PROPERTIES_H

#include "data/snapshot.h"
#include "io/json_write.h"
#include "nearest/usable.h"

/* The properties that the tags of a pack are, "tag_" and the name of each, sorted, each once. */
struct na_tag_names {
    char **names;
    size_t count;
};

/* Errors: NA_ERR_MEMORY. Release with na_tag_names_fini, after a failure too. */
NA_MUST_USE enum na_code na_tag_names_init(struct na_tag_names *tags,
                                           const struct na_snapshot *snapshot);
void na_tag_names_fini(struct na_tag_names *tags);

/* Members of the object that is open. */
void na_render_asset_properties(struct na_json *json, const struct na_snapshot *snapshot,
                                const struct na_tag_names *tags, const struct na_asset *asset,
                                const struct na_moment *moment);
/* Those of them that say which asset it is and what it is called, from "id" to "uprn": every answer
 * about an asset begins with them. */
void na_render_asset_identity(struct na_json *json, const struct na_asset *asset);

#endif
