/* io/shapefile_check.h - what the parts of the check of a shapefile share. Private to
 * io/shapefile*.c. */
#ifndef NA_IO_SHAPEFILE_CHECK_H
#define NA_IO_SHAPEFILE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/shapefile.h"
#include "io/shapefile_bytes.h"

#define NA_SHAPE_HINT_EXPORT                                                                       \
    "Export the layer again from the program it came from, for instance with ogr2ogr new.shp "     \
    "old.shp, and copy all its files together"
#define NA_SHAPE_HINT_REPAIR                                                                       \
    "Repair the layer where it is kept (in QGIS: Processing, Fix geometries), then export it "     \
    "again"

/* The state of one check; a plain value. */
struct na_shape_checker {
    const struct na_shape_bytes *bytes;
    struct na_report *report; /* may be NULL */
    size_t errors;            /* found by this check */
    struct na_error first;    /* the first of them */
    char stem[192];           /* file name without its extension */
    uint32_t type;            /* shape type of the file */
    size_t shp_end;           /* bytes of the .shp by its own header, within the real length */
    size_t shx_count;         /* records by the .shx */
    size_t dbf_count;         /* records by the .dbf */
    double box[4];            /* west, south, east, north by the .shp header */
};

/* Where a finding belongs: extension (".shp"), record (1-based, 0: none), field (NULL: none). */
struct na_shape_place {
    const char *extension;
    size_t record;
    const char *field;
};

/* Add a finding with its remedy. */
void na_shape_finding(struct na_shape_checker *checker, enum na_severity severity,
                      struct na_shape_place place, const char *hint, const char *format, ...)
    NA_PRINTF(5, 6);
/* The same, severity error, for a limit of this program. */
void na_shape_over_limit(struct na_shape_checker *checker, struct na_shape_place place,
                         const char *what, uint64_t found, uint64_t limit);

/* `name` (NULL: "shapefile") without its extension, so that a message can name the very file. */
void na_shape_stem(const char *name, char *to, size_t size);

/* True for the shape types of the format. */
bool na_shp_type_known(uint32_t type);
/* Type without Z and M: one of POINT, LINE, POLYGON, MULTIPOINT, MULTIPATCH, NULL. */
enum na_shp_type na_shp_type_plain(uint32_t type);

/* Check the content of record `record` (1-based): `length` bytes after its 8 byte header. At most
 * one error. (io/shapefile_check_record.c) */
void na_shape_check_record(struct na_shape_checker *checker, size_t record,
                           const unsigned char *content, size_t length);
/* Check the .dbf; sets dbf_count. False if its header is not to be believed.
 * (io/shapefile_check_dbf.c) */
bool na_shape_check_dbf(struct na_shape_checker *checker);

/* The check, with the first error it found in *ret_first (untouched if none). */
NA_MUST_USE enum na_code na_shapefile_check_first(const struct na_shape_bytes *bytes,
                                                  struct na_report *report,
                                                  struct na_error *ret_first);

#endif
