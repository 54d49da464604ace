/* compile/asset_row.h - one record of a file of assets into a row. */
#ifndef NA_COMPILE_ASSET_ROW_H
#define NA_COMPILE_ASSET_ROW_H

#include "compile/asset_record.h"

/* Check the record and append it to compiler->asset_rows; faults are findings. */
NA_MUST_USE enum na_code na_asset_row_add(struct na_compiler *compiler,
                                          const struct na_asset_record *record,
                                          struct na_error *reterr);

#endif
