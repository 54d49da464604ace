/* hotspots/forms.h - what hotspots found in rows look like. Whatever the form, it carries
 * measure, period, numerator and denominator, rows left out and why, the method with its
 * parameters, and the pack's digest. */
#ifndef NA_HOTSPOTS_FORMS_H
#define NA_HOTSPOTS_FORMS_H

#include "hotspots/find.h"
#include "print/print.h"

/* Texts are borrowed, "" where there is nothing to say. */
struct na_hotspot_about {
    const char *measure, *period, *inputs;
    bool all;         /* every cell, not the top set alone */
    int32_t from, to; /* days written into a layer as those of its validity; NA_DATE_NONE: blank */
    bool safe;        /* see na_sheet_render */
};

enum na_hotspot_form { NA_HOTSPOT_TEXT, NA_HOTSPOT_CSV, NA_HOTSPOT_JSON, NA_HOTSPOT_GEOJSON };

/* Append the answer; it ends with a newline. GeoJSON is in WGS84 (RFC 7946). Errors: NA_ERR_LIMIT,
 * NA_ERR_MEMORY, NA_ERR_CRS, NA_ERR_OUTSIDE (a cell's corner beyond the transformation). */
NA_MUST_USE enum na_code na_render_hotspot(const struct na_hotspot_finding *finding,
                                           const struct na_hotspot_about *about,
                                           enum na_hotspot_form form, struct na_buffer *to,
                                           struct na_error *reterr);

/* Write a shapefile in EPSG:27700, base.shp and its companions, that a pack can name as a layer
 * [areas.ID] as it is: fields CODE, NAME, RANK, COUNT, SHARE, DENSITY, GI_Z, GI_P, GI_Q, STABLE,
 * FROM, TO. Errors: NA_ERR_DATA (no cell to write), NA_ERR_IO, NA_ERR_LIMIT, NA_ERR_MEMORY.
 * (hotspots/shape.c) */
NA_MUST_USE enum na_code na_render_hotspot_shapefile(const struct na_hotspot_finding *finding,
                                                     const struct na_hotspot_about *about,
                                                     const char *path_base,
                                                     struct na_error *reterr);

/* Draw the map: five classes of density (of counts where there is none), the top set outlined.
 * (hotspots/map.c) */
NA_MUST_USE enum na_code na_render_hotspot_map(const struct na_hotspot_finding *finding,
                                               const struct na_hotspot_about *about,
                                               struct na_buffer *to, struct na_error *reterr);
/* The same as a printed sheet, its classes with round breaks (print/print.h). Also NA_ERR_CORRUPT
 * (the map). (hotspots/sheet.c) */
NA_MUST_USE enum na_code na_render_hotspot_sheet(const struct na_hotspot_finding *finding,
                                                 const struct na_hotspot_about *about,
                                                 const struct na_print_view *view,
                                                 struct na_buffer *to,
                                                 struct na_print_tally *ret_tally,
                                                 struct na_error *reterr);

#endif
