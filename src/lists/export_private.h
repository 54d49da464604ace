/* lists/export_private.h - what is inside an export, for export*.c and export_*.c. */
#ifndef NA_LISTS_EXPORT_PRIVATE_H
#define NA_LISTS_EXPORT_PRIVATE_H

#include "base/date.h"
#include "data/snapshot.h"
#include "geo/gridref.h"
#include "lists/export.h"

/* X(symbol, name, type of the cell) in the order of the columns. The names are those that a
 * register has. */
#define NA_EXPORT_FIELDS(X)                                                                        \
    X(ID, "id", NA_CELL_TEXT)                                                                      \
    X(KIND, "kind", NA_CELL_TEXT)                                                                  \
    X(NAME, "name", NA_CELL_TEXT)                                                                  \
    X(ALIASES, "aliases", NA_CELL_TEXT)                                                            \
    X(ADDRESS, "address", NA_CELL_TEXT)                                                            \
    X(POSTCODE, "postcode", NA_CELL_TEXT)                                                          \
    X(SITING, "siting", NA_CELL_TEXT)                                                              \
    X(LOCATION, "location", NA_CELL_TEXT)                                                          \
    X(SPOKEN, "spoken_name", NA_CELL_TEXT)                                                         \
    X(LANDMARK, "landmark", NA_CELL_TEXT)                                                          \
    X(LOOKS, "looks", NA_CELL_TEXT)                                                                \
    X(W3W, "w3w", NA_CELL_TEXT)                                                                    \
    X(UPRN, "uprn", NA_CELL_TEXT)                                                                  \
    X(LAT, "lat", NA_CELL_NUMBER)                                                                  \
    X(LON, "lon", NA_CELL_NUMBER)                                                                  \
    X(EASTING, "easting_m", NA_CELL_NUMBER)                                                        \
    X(NORTHING, "northing_m", NA_CELL_NUMBER)                                                      \
    X(GRIDREF, "gridref", NA_CELL_TEXT)                                                            \
    X(QUALITY, "quality", NA_CELL_TEXT)                                                            \
    X(ACCURACY, "accuracy_m", NA_CELL_NUMBER)                                                      \
    X(STATUS, "status", NA_CELL_TEXT)                                                              \
    X(USABLE, "usable", NA_CELL_TEXT)                                                              \
    X(OPENING_HOURS, "opening_hours", NA_CELL_TEXT)                                                \
    X(LOCKED, "locked", NA_CELL_TEXT)                                                              \
    X(ACCESS, "access", NA_CELL_TEXT)                                                              \
    X(HOLDER, "code_holder", NA_CELL_TEXT)                                                         \
    X(PHONE, "code_holder_phone", NA_CELL_TEXT)                                                    \
    X(CODE_CHECKED, "code_checked", NA_CELL_DATE)                                                  \
    X(LAST_CHECKED, "last_checked", NA_CELL_DATE)                                                  \
    X(VALID_FROM, "valid_from", NA_CELL_DATE)                                                      \
    X(VALID_TO, "valid_to", NA_CELL_DATE)                                                          \
    X(INDICATIVE, "indicative", NA_CELL_TEXT)                                                      \
    X(DISTANCE, "distance_m", NA_CELL_NUMBER)

enum na_export_field {
#define X(symbol, name, type) NA_EXPORT_##symbol,
    NA_EXPORT_FIELDS(X)
#undef X
        NA_EXPORT_FIELD_COUNT
};

struct na_export {
    const struct na_snapshot *snapshot;
    enum na_export_form form;
    bool bom, spreadsheet_safe;
    int32_t as_at; /* the day that `usable` is about */
    bool has_near;
    uint32_t *assets;    /* numbers in the snapshot */
    double *distances_m; /* of each from `near`; NULL without */
    uint32_t count;
    /* Fields (the last one only with `near`), tags by their names, then a list of the tags that
     * cannot be columns. */
    struct na_cell_column *columns;
    size_t column_count;
    const char **tags; /* names of those that are columns, sorted */
    size_t tag_count;
    bool has_list;
    struct na_cell *cells; /* of the row last made */
    struct na_buffer list; /* its tags that are no columns */
    char gridref[NA_GRIDREF_TEXT];
};

/* Find the columns of the assets chosen. (export_columns.c) */
NA_MUST_USE enum na_code na_export_find_columns(struct na_export *export, struct na_error *reterr);

NA_MUST_USE enum na_code na_render_export_csv(struct na_export *export, struct na_buffer *to,
                                              struct na_error *reterr);
NA_MUST_USE enum na_code na_render_export_geojson(struct na_export *export, struct na_buffer *to,
                                                  struct na_error *reterr);
NA_MUST_USE enum na_code na_render_export_kml(struct na_export *export, struct na_buffer *to,
                                              struct na_error *reterr);

#endif
