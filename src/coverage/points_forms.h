/* coverage/points_forms.h - what the covered points of an answer about coverage look like:
 * docs/coverage.md. */
#ifndef NA_COVERAGE_POINTS_FORMS_H
#define NA_COVERAGE_POINTS_FORMS_H

#include "base/buffer.h"
#include "coverage/points.h"
#include "print/print.h"

/* Each appends to `to`. Errors: NA_ERR_MEMORY, NA_ERR_LIMIT. */

/* The answer about coverage as one JSON object, with the member "points". */
NA_MUST_USE enum na_code na_render_coverage_points_json(const struct na_coverage_points *points,
                                                        struct na_buffer *to);
/* Lines for people, to stand below the text of the answer about coverage. */
NA_MUST_USE enum na_code na_render_coverage_points_text(const struct na_coverage_points *points,
                                                        struct na_buffer *to);
/* CSV, one line a point and day; `spreadsheet_safe`: ' before cells that a spreadsheet would take
 * for a formula. */
NA_MUST_USE enum na_code na_render_coverage_points_csv(const struct na_coverage_points *points,
                                                       bool spreadsheet_safe, struct na_buffer *to);
/* "On 2026-08-01 41 of 530 points are covered (7.74%), weighted 8.10%"; to[size]. */
void na_render_coverage_points_line(const struct na_coverage_points *points, size_t day, char *to,
                                    size_t size);

/* The map: covered, gaps (gained and lost when comparing), outlines with names, assets, points;
 * `points` may be NULL. Also NA_ERR_OUTSIDE, NA_ERR_CRS. (coverage/map.c) */
NA_MUST_USE enum na_code na_render_coverage_map(struct na_session *session,
                                                const struct na_coverage *coverage,
                                                const struct na_coverage_points *points,
                                                struct na_buffer *to, struct na_error *reterr);
/* The sheet: the finding, numbered premises, on the ground of a map file (print/print.h). `points`
 * and `ret_tally` may be NULL. Errors: also NA_ERR_CORRUPT (the map). (coverage/sheet.c) */
NA_MUST_USE enum na_code
na_render_coverage_sheet(struct na_session *session, const struct na_coverage *coverage,
                         const struct na_coverage_points *points, const struct na_print_view *view,
                         struct na_buffer *to, struct na_print_tally *ret_tally,
                         struct na_error *reterr);

#endif
