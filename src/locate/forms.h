/* locate/forms.h - candidates as JSON, GeoJSON and a table. */
#ifndef NA_LOCATE_FORMS_H
#define NA_LOCATE_FORMS_H

#include "locate/locate.h"
#include "question/ask.h"
#include "write/render.h"

struct na_locate_answer {
    const char *q;
    size_t limit;
    const struct na_located *located;
    struct na_warnings warnings;
};

NA_MUST_USE enum na_code na_render_locate(const struct na_snapshot *snapshot,
                                          const struct na_locate_answer *answer,
                                          enum na_format format, struct na_buffer *to);
/* "candidates": an array. */
void na_render_candidates(struct na_json *json, const struct na_located *located);
/* "reason" and "ask" (null when one is certain), then how the text was read (na_render_heard). */
void na_render_read(struct na_json *json, const struct na_located *located);
/* A line of headings and one for each candidate. */
void na_lines_candidates(struct na_lines *lines, const struct na_located *located);

#endif
