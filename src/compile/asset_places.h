/* compile/asset_places.h - positions of assets that have none of their own: by their UPRN, from
 * OS Open UPRN ([places.ID] with format = os-open-uprn), and by the street of their address, from
 * the places of the pack. */
#ifndef NA_COMPILE_ASSET_PLACES_H
#define NA_COMPILE_ASSET_PLACES_H

#include "compile/compiler.h"

/* Accuracy of the two, metres: a point in the property; somewhere in the street. */
#define NA_UPRN_ACCURACY_M 10.0
#define NA_STREET_ACCURACY_M 300.0

/* Which sections give such positions; before any asset is read. */
void na_asset_places_note(struct na_compiler *compiler);
/* Read the sections of UPRNs and give rows that want it the position of theirs: they then want no
 * other. */
NA_MUST_USE enum na_code na_asset_uprns_give(struct na_compiler *compiler,
                                             struct na_asset_row *rows, size_t count,
                                             struct na_error *reterr);
/* Three records or more of one register, of different names, at the same point: a warning.
 * `order`: rows with positions, sorted by easting and northing. compile/one_point.c. */
void na_asset_one_point_check(struct na_compiler *compiler, struct na_asset_row *const *order,
                              size_t count);

/* The streets among the places, by their names. */
struct na_asset_streets {
    const struct na_compiler *compiler;
    struct na_asset_street *items; /* owned, sorted by name */
    size_t count;
};
NA_MUST_USE enum na_code na_asset_streets_open(const struct na_compiler *compiler,
                                               struct na_asset_streets *ret_streets,
                                               struct na_error *reterr);
void na_asset_streets_fini(struct na_asset_streets *streets);
/* The position of the street that the row's address names, if it is the only one: with the place
 * that it lies in, where it is known. */
bool na_asset_street_give(const struct na_asset_streets *streets, struct na_asset_row *row);

#endif
