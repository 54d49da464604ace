/* site/forms.h - what a choice of sites looks like. Whatever the form, it says what the
 * demand was, what covered it before, newly and still not, how good the choice is, and what it is
 * not: distances are straight lines, and the optimum is that of this model alone. */
#ifndef NA_SITE_FORMS_H
#define NA_SITE_FORMS_H

#include "print/print.h"
#include "site/site.h"

enum na_site_form { NA_SITE_TEXT, NA_SITE_CSV, NA_SITE_JSON, NA_SITE_GEOJSON };

/* Append the answer; it ends with a newline. CSV has a row for each site. `safe`: see
 * na_sheet_render. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_render_site(const struct na_site *site, enum na_site_form form,
                                        bool safe, struct na_buffer *to);
/* The same as JSON, or as a FeatureCollection of the assets that cover, the new sites, and every
 * position of demand. (site/json.c) */
NA_MUST_USE enum na_code na_render_site_json(const struct na_site *site, bool features,
                                             struct na_buffer *to);
/* Append a map as an SVG document (draw/map_page.h). Discs are drawn in the plane of the grid,
 * where a metre is one to 0.1%; what is covered was decided by the geodesic. `crs` draws the wards;
 * NULL: without. Errors: NA_ERR_LIMIT, NA_ERR_MEMORY. (site/map.c) */
struct na_crs;
NA_MUST_USE enum na_code na_render_site_svg(const struct na_site *site, const struct na_crs *crs,
                                            struct na_buffer *to, struct na_error *reterr);
/* The same as a printed sheet (print/print.h). Also NA_ERR_CORRUPT (the map). (site/sheet.c) */
NA_MUST_USE enum na_code na_render_site_sheet(const struct na_site *site, const struct na_crs *crs,
                                              const struct na_print_view *view,
                                              struct na_buffer *to,
                                              struct na_print_tally *ret_tally,
                                              struct na_error *reterr);

/* Pieces for these files. */
#define NA_SITE_TEXT_SIZE 512
/* "bleed_cabinet, defibrillator"; with tags "radio_premises with scheme=pubwatch". */
void na_site_kinds_text(const struct na_site *site, char to[NA_SITE_TEXT_SIZE]);
/* A weight: "8,123" or "8123.5" for people. */
void na_site_amount_text(const struct na_site *site, uint64_t units, char to[NA_SITE_TEXT_SIZE]);
/* The same as a number. */
double na_site_amount(const struct na_site *site, uint64_t units);
/* Of all demand, percent; NAN when there is none. */
double na_site_share(const struct na_site *site, uint64_t units);
/* "S1", or "row 12" when there is no id. */
void na_site_candidate_text(const struct na_site_candidate *candidate, char to[NA_SITE_TEXT_SIZE]);
/* How good the choice is, a sentence without a full stop. */
void na_site_quality_text(const struct na_site *site, char to[NA_SITE_TEXT_SIZE]);
/* Which of equally good choices this is. */
const char *na_site_ties_text(const struct na_site *site);
/* What it is not. */
/* How distances are measured; static. */
const char *na_site_distance_words(const struct na_site *site);
extern const char na_site_model_words[];

#endif
