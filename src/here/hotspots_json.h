/* here/hotspots_json.h - what answers about hotspot areas and ready tables look like. */
#ifndef NA_HERE_HOTSPOTS_JSON_H
#define NA_HERE_HOTSPOTS_JSON_H

#include "here/hotspots.h"
#include "io/json_write.h"

/* A whole answer, with a position or as a list. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_render_hotspot_lookup(const struct na_snapshot *snapshot,
                                                  const struct na_hotspots_answer *answer,
                                                  struct na_buffer *to);
NA_MUST_USE enum na_code na_render_hotspot_lookup_text(const struct na_snapshot *snapshot,
                                                       const struct na_hotspots_answer *answer,
                                                       struct na_buffer *to);
/* All areas of the kind as a FeatureCollection; with a position each says whether it holds it. */
NA_MUST_USE enum na_code na_render_hotspot_lookup_geojson(const struct na_snapshot *snapshot,
                                                          const struct na_hotspots_answer *answer,
                                                          struct na_buffer *to);

/* "tables" of an answer about a position (the ward's place in each) or of a list (all rows). */
void na_render_hotspot_tables(struct na_json *json, const struct na_snapshot *snapshot,
                              const struct na_hotspots_answer *answer);

/* Why an area is not valid on the day: "ended 2025-03-31", "begins 2027-01-01"; "" when it is.
 * Where its own dates hold and its layer's do not, "not valid on the day". */
#define NA_NOT_VALID_TEXT 32
struct na_area_dates;
void na_not_valid_words(const struct na_area_dates *dates, int32_t day, char to[NA_NOT_VALID_TEXT]);

/* Is this layer one of the kind asked for? */
bool na_hotspots_has_layer(const struct na_hotspots_answer *answer, const struct na_layer *layer);

#endif
