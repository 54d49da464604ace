/* tests/support/pack.h - small packs for tests, made in a scratch folder. */
#ifndef NA_TEST_SUPPORT_PACK_H
#define NA_TEST_SUPPORT_PACK_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/snapshot.h>

#include "base/buffer.h"
#include "base/report.h"

/* The .prj texts of the two systems a pack may use, ESRI spelling. */
extern const char pack_prj_27700[];
extern const char pack_prj_4326[];

/* One axis-parallel rectangle of a layer; attributes by ONS field names. */
struct pack_square {
    const char *code, *name, *authority_code, *authority_name;
    double west, south, east, north;
};

/* Write folder/base.shp, .shx, .dbf, .cpg, .prj (prj NULL: none) with the fields WD23CD, WD23NM,
 * LAD23CD, LAD23NM. Aborts on failure. */
void pack_put_squares(const char *folder, const char *base, const char *prj,
                      const struct pack_square *squares, size_t count);
/* Write a text file. */
void pack_put_text(const char *folder, const char *name, const char *text);
/* Copy shared data file `from` (below the shared data folder) to folder/name; false when it is not
 * there. */
bool pack_put_shared(const char *folder, const char *name, const char *from);
/* Copy the five files of a shared shapefile, "wards/WD20_BGC_tees" to folder/name.*; false when not
 * there. */
bool pack_put_shared_shapefile(const char *folder, const char *name, const char *from);

/* Compile `folder` into `bytes` (initialised, empty) without an OSTN15 grid unless `grid_path`; the
 * report must be initialised. */
enum na_code pack_compile(const char *folder, const char *grid_path, struct na_buffer *bytes,
                          struct na_report *report, struct na_error *reterr);
/* Compile and open; aborts with the report printed on failure. `bytes` must outlive the snapshot.
 */
struct na_snapshot *pack_open(const char *folder, const char *grid_path, struct na_buffer *bytes);
/* Path of the shared OSTN15 grid, or NULL when it is not there. */
const char *pack_shared_grid(void);

#endif
