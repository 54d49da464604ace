/* tables/formats.h - readers that need libraries a daemon should not run: zip, Excel workbooks,
 * GeoPackages. They stand in src/workbooks; who may use them hands them in. */
#ifndef NA_TABLES_FORMATS_H
#define NA_TABLES_FORMATS_H

#include "io/shapefile.h"
#include "tables/rows.h"

/* What a zip file holds, in the order of the names. */
struct na_zip_member {
    const char *name; /* as long as the zip is open */
    uint64_t bytes;   /* unpacked */
    uint32_t crc;
};
struct na_zip;

/* A table inside a workbook or GeoPackage that is asked for; NULL: the first. */
struct na_sheet_wanted {
    const char *path;
    const char *sheet;
};

/* Who takes the lines of a layer. */
struct na_layer_lines {
    void *context;
    /* Told once of its columns (the geometry is one of them) and its system, EPSG 4326 or 27700;
     * *ret_go_on false: that is enough. */
    enum na_code (*columns)(void *context, const char *const *names, size_t count, int epsg,
                            bool *ret_go_on, struct na_error *reterr);
    /* Then of each line: texts of the columns, "" where a cell is empty; without parts if it has no
     * geometry. Borrowed. */
    enum na_code (*line)(void *context, const char *const *texts, const struct na_shape *shape,
                         struct na_error *reterr);
};

/* All are NULL, or none. Errors name no file: the caller does. */
struct na_tables_formats {
    /* Open and check: encrypted, nested or outward-leading members, too many, or packed beyond
     * belief are refused by name. NA_ERR_IO, NA_ERR_DATA, NA_ERR_LIMIT, NA_ERR_MEMORY. */
    enum na_code (*zip_open)(const char *path, struct na_zip **ret_zip, struct na_error *reterr);
    void (*zip_free)(struct na_zip *zip);
    size_t (*zip_count)(const struct na_zip *zip);
    void (*zip_member)(const struct na_zip *zip, size_t i, struct na_zip_member *ret_member);
    /* The bytes of a member; the zip stays open meanwhile. */
    enum na_code (*zip_read)(struct na_zip *zip, size_t i, struct na_bytes *ret_bytes,
                             struct na_error *reterr);
    /* Rows of a sheet; ret_sheet (room for NA_SHEET_NAME_MAX bytes) is its name. NA_ERR_DATA: there
     * is no such sheet, with those there are. */
    enum na_code (*workbook_open)(const struct na_sheet_wanted *wanted, char *ret_sheet,
                                  struct na_rows *ret_rows, struct na_error *reterr);
    /* The names of the sheets of a workbook, in its order, told one by one. */
    enum na_code (*workbook_sheets)(const char *path,
                                    void (*take)(void *context, const char *name, bool is_hidden),
                                    void *context, struct na_error *reterr);
    /* Rows of a layer of points, or of a table without geometry. *ret_epsg: the system it is in, if
     * its positions become WGS84; 0: they are kept as they are. */
    enum na_code (*geopackage_open)(const struct na_sheet_wanted *wanted, char *ret_sheet,
                                    int *ret_epsg, struct na_rows *ret_rows,
                                    struct na_error *reterr);
    /* A layer of polygons as a FeatureCollection of GeoJSON, in the layer's own coordinates:
     * *ret_epsg is 4326 or 27700. Appends to `to`. */
    enum na_code (*geopackage_polygons)(const struct na_sheet_wanted *wanted, struct na_buffer *to,
                                        int *ret_epsg, struct na_error *reterr);
    /* A layer of lines, one by one; without a name the only one, or the only one with "road" in its
     * name. What the taker refuses ends it. */
    enum na_code (*geopackage_lines)(const struct na_sheet_wanted *wanted,
                                     const struct na_layer_lines *to, struct na_error *reterr);
};
#define NA_SHEET_NAME_MAX 128

#endif
