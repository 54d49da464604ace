/* compile/position_hint.h - what a position far from its postcode may have been meant for. */
#ifndef NA_COMPILE_POSITION_HINT_H
#define NA_COMPILE_POSITION_HINT_H

#include "compile/compiler.h"

struct na_position_hint {
    const struct na_asset_row *row;
    struct na_lonlat postcode; /* where its postcode is, in both systems */
    struct na_grid postcode_grid;
    char text[160]; /* "": nothing is near */
};
/* Fill `text` from the other members. */
void na_position_hint_find(struct na_position_hint *hint);

/* Cosine of a latitude, and metres between two positions that are not far apart; the same on every
 * machine. */
double na_position_cosine(double lat_deg);
double na_position_apart_m(struct na_lonlat a, struct na_lonlat b);

#endif
