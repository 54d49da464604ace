/* coverage/map.h - the drawn map, which map.c lays out and map_words.c letters. */
#ifndef NA_COVERAGE_MAP_H
#define NA_COVERAGE_MAP_H

#include "coverage/points_forms.h"
#include "draw/map_page.h"
#include "geo/crs.h"

#define COVERAGE_MAP_LINES 8
#define COVERAGE_MAP_LINE 512

struct coverage_map {
    const struct na_coverage *coverage;
    const struct na_coverage_points *points; /* NULL: none */
    const struct na_crs *crs;
    struct na_map_page page;
    struct na_shape *outlines; /* of the layer's areas; without vertices: not to be shown */
    /* On foot: pieces of street, covered on the day drawn, gained, lost. */
    struct na_shape streets, gained, lost;
    char title[COVERAGE_MAP_LINE];
    char texts[COVERAGE_MAP_LINES][COVERAGE_MAP_LINE];
    const char *lines[COVERAGE_MAP_LINES];
    size_t line_count;
    char legend_in[64], legend_out[64], legend_assets[96], legend_covered[64];
    unsigned char *fields; /* of the page, a bit a mark */
};

/* The day drawn: the only one, or the second of two. */
const struct na_coverage_day *na_coverage_map_day(const struct coverage_map *map);
/* Title and lines below it. */
void na_coverage_map_lines(struct coverage_map *map);
void na_coverage_map_legend(struct coverage_map *map);

#endif
