/* compile/places.h - [places.*] while it is compiled: place*.c, names.c and
 * postcodes.c. Private to this room. */
#ifndef NA_COMPILE_PLACES_H
#define NA_COMPILE_PLACES_H

#include "compile/csv.h"

enum na_place_column {
    NA_PLACE_POSTCODE,
    NA_PLACE_QUALITY,
    NA_PLACE_TERMINATED,
    NA_PLACE_EASTING,
    NA_PLACE_NORTHING,
    NA_PLACE_LAT,
    NA_PLACE_LON,
    NA_PLACE_NAME,
    NA_PLACE_NUMBER, /* of a house */
    NA_PLACE_ALIASES,
    NA_PLACE_TYPE,
    NA_PLACE_KIND,
    NA_PLACE_LOCALITY,
    NA_PLACE_DISTRICT,
    NA_PLACE_ACCURACY,
    NA_PLACE_XMIN,
    NA_PLACE_YMIN,
    NA_PLACE_XMAX,
    NA_PLACE_YMAX,
    NA_PLACE_COLUMNS
};

#define NA_PLACE_NO_COLUMN SIZE_MAX

/* One file of places under way. */
struct na_places_work {
    const struct na_section *section;
    struct na_pack_csv csv;
    const char *names[NA_PLACE_COLUMNS]; /* what each is called, with '|' between; NULL: none */
    size_t columns[NA_PLACE_COLUMNS];    /* where each stands, or NA_PLACE_NO_COLUMN */
    size_t least_fields;                 /* a record must have */
    uint32_t source;                     /* number among the place sources */
    size_t left_out;                     /* records of kinds that are not kept */
    const struct na_csv_record *record;
};

/* A postcode as read, before all are sorted. */
struct na_postcode_row {
    uint32_t key;
    uint32_t east, north; /* as in struct na_flat_postcode */
    int32_t terminated;   /* or NA_DATE_NONE */
    int32_t lat_e7, lon_e7;
    uint32_t line;
};

/* Field of the current record, trimmed; empty without such a column. */
struct na_str na_place_field(const struct na_places_work *work, enum na_place_column column);
/* A finding about the current record. */
void na_place_fault(struct na_compiler *compiler, const struct na_places_work *work,
                    enum na_place_column column, const char *hint, const char *what);

/* The current record as a postcode: compile/postcodes.c. */
NA_MUST_USE enum na_code na_postcode_row_add(struct na_compiler *compiler,
                                             const struct na_places_work *work,
                                             struct na_error *reterr);
/* The current record as a place: compile/place_row.c. */
NA_MUST_USE enum na_code na_place_row_add(struct na_compiler *compiler, struct na_places_work *work,
                                          struct na_error *reterr);

#endif
