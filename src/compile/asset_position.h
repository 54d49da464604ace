/* compile/asset_position.h - where an asset is, from whichever columns say it. */
#ifndef NA_COMPILE_ASSET_POSITION_H
#define NA_COMPILE_ASSET_POSITION_H

#include "compile/asset_record.h"

/* The position in both systems into *flat; faults are findings. */
void na_asset_read_position(struct na_compiler *compiler, const struct na_asset_record *record,
                            struct na_flat_asset *flat);

#endif
