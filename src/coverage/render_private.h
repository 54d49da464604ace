/* coverage/render_private.h - what the files render_coverage*.c share. */
#ifndef NA_COVERAGE_RENDER_PRIVATE_H
#define NA_COVERAGE_RENDER_PRIVATE_H

#include "coverage/json.h"

/* Members of the object that is open: "query"; "layer"; code, name and authority of an area. */
void na_render_coverage_query(struct na_json *json, const struct na_coverage_question *question);
void na_render_coverage_layer(struct na_json *json, const struct na_layer *layer);
void na_render_coverage_named(struct na_json *json, const struct na_coverage *coverage,
                              uint32_t number);

#endif
