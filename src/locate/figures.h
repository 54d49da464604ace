/* locate/figures.h - positions written in figures: degrees, metres, links, grid references. Pure;
 * any thread. docs/locate.md has the grammar.
 *
 * Each reader looks for what it knows anywhere in the text, takes its bytes and adds what it found.
 * Nothing is mended: what only may be meant is added as an offer, what cannot be is a fault. */
#ifndef NA_LOCATE_FIGURES_H
#define NA_LOCATE_FIGURES_H

#include "geo/position.h"
#include "locate/said.h"

#define NA_FIGURES_MAX 6

enum na_figure_kind { NA_FIGURE_DEGREES, NA_FIGURE_METRES, NA_FIGURE_GRIDREF };

/* A position that was read. */
struct na_figure {
    enum na_figure_kind kind;
    struct na_lonlat at;  /* of NA_FIGURE_DEGREES */
    struct na_grid grid;  /* of the others */
    double accuracy_m;    /* what the figures that are not there may hide */
    unsigned int figures; /* of a grid reference */
    bool offered;         /* may be meant, never taken */
    bool weak;            /* its letters are a common word: nothing if it is outside the area */
    const char *why;      /* a sentence without a full stop; static */
};

/* What was read as a position and cannot be one. */
enum na_figure_fault {
    NA_FAULT_NONE,
    NA_FAULT_SIXTY,          /* minutes or seconds of 60 and more */
    NA_FAULT_SAME_AXIS,      /* two latitudes or two longitudes */
    NA_FAULT_RANGE,          /* beyond 90 or 180 degrees */
    NA_FAULT_NULL,           /* 0,0 */
    NA_FAULT_CRS,            /* a geo: link of another system */
    NA_FAULT_LINK,           /* a link without a position */
    NA_FAULT_GRIDREF_ODD,    /* a figure of a grid reference is missing, or its halves differ */
    NA_FAULT_GRIDREF_LETTER, /* a letter stands among its figures */
    NA_FAULT_TETRAD          /* "NZ52A" */
};

struct na_figures {
    struct na_figure list[NA_FIGURES_MAX];
    size_t count;
    bool more; /* there were others */
    enum na_figure_fault fault;
};

/* R1: links of map services, and geo: as RFC 5870 has it. `aside` is room for the text within. */
void na_figures_of_links(struct na_said *said, struct na_said *aside, struct na_figures *figures);
/* R2 to R4: latitude and longitude with their names, in degrees, minutes and seconds, or as two
 * numbers with three decimals; the radius that is said with them. */
void na_figures_of_degrees(struct na_said *said, struct na_figures *figures);
/* R5: easting and northing in metres. */
void na_figures_of_metres(struct na_said *said, struct na_figures *figures);
/* R7: references of the National Grid. */
void na_figures_of_squares(struct na_said *said, struct na_figures *figures);

/* For the readers: one more, unless it is one of those already there. */
void na_figures_add(struct na_figures *figures, const struct na_figure *figure);
/* The first fault is told. */
void na_figures_fail(struct na_figures *figures, enum na_figure_fault fault);
/* What may be hidden by figures that were cut: half of the last one, in metres. */
double na_figures_cut_m(size_t lat_decimals, size_t lon_decimals, double lat_deg);
/* Add latitude and longitude, or the fault that they have. */
void na_figures_add_degrees(struct na_figures *figures, double lat, double lon, double accuracy_m,
                            const char *why);

#endif
