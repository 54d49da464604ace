/* compile/asset_position.h - where an asset is, from the columns that say it. */
#ifndef NA_COMPILE_ASSET_POSITION_H
#define NA_COMPILE_ASSET_POSITION_H

#include "compile/asset_record.h"

/* What the columns of a position say. */
struct na_asset_found {
    bool given;     /* there is one, or a fault was found */
    bool from_grid; /* easting and northing were given */
};

/* The position in both systems into *flat; faults are findings. None at all is no fault yet. */
struct na_asset_found na_asset_read_position(struct na_compiler *compiler,
                                             const struct na_asset_record *record,
                                             struct na_flat_asset *flat);
/* Nothing says where it is: a finding. */
void na_asset_complain_no_position(struct na_compiler *compiler,
                                   const struct na_asset_record *record);

#endif
