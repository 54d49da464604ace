/* compile/compile.h - a pack folder into one flat file. Runs GEOS and shapelib: call it in a
 * process that may die. */
#ifndef NA_COMPILE_COMPILE_H
#define NA_COMPILE_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "base/report.h"
#include "base/text.h"
#include "tables/formats.h"

/* A free text of a register that will be served, or is withheld until somebody has read it. */
struct na_free_text {
    const char *section, *file, *field;
    int64_t record;
    struct na_str text;
    bool is_withheld;
};
/* What a column of a register was taken for. */
struct na_column_taken {
    const char *section, *file;
    struct na_str heading;
    const char *role; /* "name", "tag", "secret", "ignored" ... */
    const char *why;  /* "by its values"; "" if the heading says it */
    bool is_misspelt, is_asked;
    bool counts_rows; /* ids that are the numbers of the rows */
    bool is_mixed;    /* dates that begin with the day, and others with the month */
    size_t filled;
};

/* How a position was found, the surest first. */
enum na_placed_by {
    NA_PLACED_BY_FILE, /* coordinates or a grid reference of the record */
    NA_PLACED_BY_UPRN,
    NA_PLACED_BY_POSTCODE,
    NA_PLACED_BY_STREET,
    NA_PLACED_BY_COUNT
};
/* What became of the records of a register. */
struct na_register_taken {
    const char *section, *file;
    size_t read, left_out;
    size_t by[NA_PLACED_BY_COUNT]; /* of those served */
    size_t quality[4];             /* by enum na_quality */
    size_t unsaid;                 /* of the positions of the file, those of no said quality */
    size_t compared, at_postcode; /* of these, those with a known postcode, and those that are it */
};

/* An id that was made, and what it is of; also of what is gone. */
struct na_id_kept {
    const char *section, *id, *name, *postcode;
    double easting_m, northing_m; /* NAN: not known */
};

/* Who wants to know what a register holds; any member may be NULL. */
struct na_compile_listener {
    void *context;
    void (*text)(void *context, const struct na_free_text *text);
    /* Of a section with texts that wait: their digest, to be written as texts_read. */
    void (*unread)(void *context, const char *section, const char *digest);
    /* Every record of registers: its line, and the digest by which `skip =` knows it. */
    void (*record)(void *context, const char *section, int64_t line, const char *digest);
    /* Of sections with `ids =`: every line that their file is to have. */
    void (*id)(void *context, const struct na_id_kept *kept);
    void (*taken)(void *context, const struct na_register_taken *taken);
    /* Hours that were read, and what as. */
    void (*hours)(void *context, const char *file, struct na_str from, const char *to);
    void (*column)(void *context, const struct na_column_taken *column);
    /* The sheet of a workbook, or layer of a GeoPackage, that is read. */
    void (*sheet)(void *context, const char *section, const char *sheet);
    /* Two columns of a section that could be one role, or two sheets (role "sheet"): a person
     * decides. */
    void (*doubt)(void *context, const char *section, const char *role, struct na_str first,
                  struct na_str second);
};

struct na_compile_options {
    const struct na_compile_listener *listener; /* NULL: nobody */
    const char *grid_path; /* --grid or NEARAID_GRID; NULL: the pack, then the system's places */
    bool no_grid;          /* use Helmert even if a grid could be found */
    /* What a person accepted of this release: kept in the file among its warnings. NULL: nothing.
     */
    const char *note;
    /* Readers of workbooks and GeoPackages; NULL: such files of a pack are refused. */
    const struct na_tables_formats *formats;
    /* Called now and then with what is being done ("wards_2023.shp: 83 records"); may be NULL. */
    void (*progress)(void *context, const char *what);
    void *progress_context;
};

/* Compile the pack in folder `pack_dir` into `ret_bytes` (an initialised, empty buffer). All
 * findings go to `report`; any error among them refuses the whole pack (the first is in reterr
 * too). Deterministic: equal input files and grid give equal bytes. Errors: NA_ERR_DATA, NA_ERR_IO,
 * NA_ERR_LIMIT, NA_ERR_MEMORY, NA_ERR_CRS. */
NA_MUST_USE enum na_code na_compile(const char *pack_dir, const struct na_compile_options *options,
                                    struct na_buffer *ret_bytes, struct na_report *report,
                                    struct na_error *reterr);

#endif
