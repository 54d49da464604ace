/* compile/kept_ids.h - ids that were made for a register without lasting ones, and are kept in a
 * file of the pack (`ids =`): id, name, postcode, easting_m, northing_m. Compiling looks every
 * record up in it and writes nothing; nearaid import writes the file. */
#ifndef NA_COMPILE_KEPT_IDS_H
#define NA_COMPILE_KEPT_IDS_H

#include "compile/compiler.h"

/* Give the rows of all sections with `ids =` their ids. Positions are known, or those of
 * `positions`, which has one for each row (NAN: none). Faults are findings. */
NA_MUST_USE enum na_code na_kept_ids_give(struct na_compiler *compiler, struct na_asset_row *rows,
                                          size_t count, const struct na_grid *positions,
                                          struct na_error *reterr);

#endif
