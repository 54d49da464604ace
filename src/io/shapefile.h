/* io/shapefile.h - .shp + .shx + .dbf triples. The only user of <shapefil.h>.
 *
 * Bytes are first checked here (io/shapefile_check.c) and only then given to shapelib, through
 * hooks over memory: shapelib 1.5 believes the sizes a file claims. */
#ifndef NA_IO_SHAPEFILE_H
#define NA_IO_SHAPEFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/report.h"
#include "base/text.h"

/* Limits, each tested at and one above. */
#define NA_SHAPE_RECORDS_MAX 2000000
#define NA_SHAPE_FIELDS_MAX 255
#define NA_SHAPE_FILE_MAX ((size_t)1 << 31)
#define NA_SHAPE_VERTICES_MAX 20000000 /* of one record */
#define NA_SHAPE_PARTS_MAX 100000      /* of one record */

/* The bytes of one shapefile, borrowed; `name` ("wards_2023.shp") is used in messages. */
struct na_shape_bytes {
    const char *name;
    const unsigned char *shp, *shx, *dbf;
    size_t shp_length, shx_length, dbf_length;
};

/* Strict check of the three files against each other and themselves (docs/shapefiles.md lists the
 * rules): magic, version, claimed lengths = real lengths, one shape type (or null) throughout,
 * record numbers 1.., index entries ascending, not overlapping, equal to the records' own headers,
 * parts ascending from 0, rings closed, counts fitting the record, every coordinate finite and
 * inside the header's box (with 1e-6 relative slack), DBF header, field descriptors, record count =
 * the others', deleted records refused. Every fault is added to `report` with file and record
 * (1-based) and a remedy. Returns NA_ERR_DATA if the report got an error from this call,
 * NA_ERR_MEMORY, else NA_OK. Never reads outside the bytes. */
NA_MUST_USE enum na_code na_shapefile_check(const struct na_shape_bytes *bytes,
                                            struct na_report *report);

struct na_shapefile;

enum na_shape_kind { NA_SHAPE_POINT, NA_SHAPE_POLYGON, NA_SHAPE_LINE, NA_SHAPE_OTHER };

/* Check (as above), then open by shapelib. Borrows `bytes` for its life. */
NA_MUST_USE enum na_code na_shapefile_open(const struct na_shape_bytes *bytes,
                                           struct na_report *report, struct na_shapefile **ret_file,
                                           struct na_error *reterr);
void na_shapefile_free(struct na_shapefile *file);

/* Z and M variants count as their plain kind (Z and M are dropped); multipoint and multipatch are
 * OTHER. */
enum na_shape_kind na_shapefile_kind(const struct na_shapefile *file);
size_t na_shapefile_record_count(const struct na_shapefile *file);
size_t na_shapefile_field_count(const struct na_shapefile *file);
/* Field name as in the DBF; "" when out of range. */
const char *na_shapefile_field_name(const struct na_shapefile *file, size_t field);

/* One record's geometry: rings (polygon), the one point, or parts of a line. */
struct na_shape {
    double *xy; /* 2 * vertex_count, record order */
    size_t vertex_count;
    size_t *part_starts; /* part_count + 1 entries, first 0, last vertex_count */
    size_t part_count;
    bool is_null;
};
/* Read record `record` (0-based). Release with na_shape_fini. */
NA_MUST_USE enum na_code na_shapefile_read_shape(struct na_shapefile *file, size_t record,
                                                 struct na_shape *ret_shape,
                                                 struct na_error *reterr);
void na_shape_fini(struct na_shape *shape);
/* Raw bytes of an attribute, trailing blanks cut, in the file's encoding; a numeric field of
 * overflow stars is NA_ERR_DATA. The view is valid until the next call on `file`. Blank gives an
 * empty view. */
NA_MUST_USE enum na_code na_shapefile_read_text(struct na_shapefile *file, size_t record,
                                                size_t field, struct na_str *ret_text,
                                                struct na_error *reterr);

/* Writing, for the demo pack and exports: polygons or points with fields of text or numbers. */
struct na_shape_field {
    const char *name; /* at most 10 bytes */
    int width;        /* 1..254: text; or NA_SHAPE_NUMBER */
};
/* A field of decimal numbers, 1..32 bytes wide with 0..15 digits after the point; its values are
 * given as texts, "" is null. */
#define NA_SHAPE_NUMBER(width, decimals) (0x10000 | (decimals) << 8 | (width))
struct na_shape_row {
    const struct na_shape *shape;
    const char *const *texts; /* one per field, UTF-8 */
};
/* Write path_base.shp, .shx, .dbf, .cpg (UTF-8) and .prj (`prj`, may be NULL). Shells are turned
 * clockwise, holes counter-clockwise, as the format wants. The DBF date is fixed (1970-01-01) so
 * that the same input gives the same bytes. */
NA_MUST_USE enum na_code na_shapefile_write(const char *path_base, enum na_shape_kind kind,
                                            const struct na_shape_field *fields, size_t field_count,
                                            const struct na_shape_row *rows, size_t row_count,
                                            const char *prj, struct na_error *reterr);

#endif
