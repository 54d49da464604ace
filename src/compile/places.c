/* [places.*]: which columns a file has, and its records one by one. docs/pack.md lists the columns.
 */
#include "compile/places.h"

#include <string.h>

#include "base/fail.h"

#define ANYWHERE NA_PLACE_NO_COLUMN

/* A column of a format: its names in header lines, and where it stands when there is none. */
struct column_form {
    enum na_place_column column;
    const char *names; /* separated by '|' */
    size_t position;
    bool needed;
};

/* Ordnance Survey, "Code-Point Open": a file without a header, the names in one of their own. */
static const struct column_form codepoint[] = {
    {NA_PLACE_POSTCODE, "pc|postcode", 0, true},
    {NA_PLACE_QUALITY, "pq|positional_quality_indicator", 1, true},
    {NA_PLACE_EASTING, "ea|eastings", 2, true},
    {NA_PLACE_NORTHING, "no|northings", 3, true},
};

/* Ordnance Survey, "OS Open Names", 34 columns; the names are in a file of their own too. */
static const struct column_form open_names[] = {
    {NA_PLACE_NAME, "name1", 2, true},
    {NA_PLACE_ALIASES, "name2", 4, true},
    {NA_PLACE_TYPE, "type", 6, true},
    {NA_PLACE_KIND, "local_type", 7, true},
    {NA_PLACE_EASTING, "geometry_x", 8, true},
    {NA_PLACE_NORTHING, "geometry_y", 9, true},
    {NA_PLACE_XMIN, "mbr_xmin", 12, false},
    {NA_PLACE_YMIN, "mbr_ymin", 13, false},
    {NA_PLACE_XMAX, "mbr_xmax", 14, false},
    {NA_PLACE_YMAX, "mbr_ymax", 15, false},
    {NA_PLACE_LOCALITY, "populated_place", 18, false},
    {NA_PLACE_DISTRICT, "district_borough", 21, false},
};

/* Office for National Statistics, ONSPD and NSPL; names of before and since 2025. */
static const struct column_form onspd[] = {
    {NA_PLACE_POSTCODE, "pcds|pcd8|pcd7|pcd2|pcd", ANYWHERE, true},
    {NA_PLACE_TERMINATED, "doterm", ANYWHERE, true},
    {NA_PLACE_EASTING, "oseast1m|east1m", ANYWHERE, true},
    {NA_PLACE_NORTHING, "osnrth1m|north1m", ANYWHERE, true},
    {NA_PLACE_QUALITY, "osgrdind|gridind", ANYWHERE, true},
    {NA_PLACE_LAT, "lat", ANYWHERE, false},
    {NA_PLACE_LON, "long", ANYWHERE, false},
};

static const struct column_form plain[] = {
    {NA_PLACE_NAME, "name", ANYWHERE, true},
    {NA_PLACE_ALIASES, "aliases", ANYWHERE, false},
    {NA_PLACE_KIND, "kind", ANYWHERE, false},
    {NA_PLACE_LOCALITY, "place|locality", ANYWHERE, false},
    {NA_PLACE_LAT, "lat|latitude", ANYWHERE, false},
    {NA_PLACE_LON, "lon|lng|longitude", ANYWHERE, false},
    {NA_PLACE_EASTING, "easting_m|easting", ANYWHERE, false},
    {NA_PLACE_NORTHING, "northing_m|northing", ANYWHERE, false},
    {NA_PLACE_ACCURACY, "accuracy_m", ANYWHERE, false},
};

/* Houses: a number, a street and a town, in the headings of common lists. */
static const struct column_form addresses[] = {
    {NA_PLACE_NAME, "street|street_name|thoroughfare|road", ANYWHERE, true},
    {NA_PLACE_NUMBER, "number|house_number|building_number|house|paon", ANYWHERE, true},
    {NA_PLACE_ALIASES, "building|building_name|name", ANYWHERE, false},
    {NA_PLACE_LOCALITY, "locality|village|suburb", ANYWHERE, false},
    {NA_PLACE_DISTRICT, "town|post_town|posttown|city", ANYWHERE, false},
    {NA_PLACE_LAT, "lat|latitude", ANYWHERE, false},
    {NA_PLACE_LON, "lon|lng|longitude", ANYWHERE, false},
    {NA_PLACE_EASTING, "easting_m|easting|x_coordinate", ANYWHERE, false},
    {NA_PLACE_NORTHING, "northing_m|northing|y_coordinate", ANYWHERE, false},
    {NA_PLACE_ACCURACY, "accuracy_m", ANYWHERE, false},
};

struct format_form {
    const struct column_form *columns;
    size_t count;
    enum na_place_column first; /* its name in the first line tells a header from data */
    bool has_positions;         /* the columns stand at published positions */
};

#define FORM(array, first_column, positions)                                                       \
    {                                                                                              \
        (array), sizeof(array) / sizeof(array)[0], (first_column), (positions)                     \
    }
static const struct format_form forms[] = {
    [NA_PLACES_CODEPOINT] = FORM(codepoint, NA_PLACE_POSTCODE, true),
    [NA_PLACES_OPEN_NAMES] = FORM(open_names, NA_PLACE_NAME, true),
    [NA_PLACES_ONSPD] = FORM(onspd, NA_PLACE_POSTCODE, false),
    [NA_PLACES_CSV] = FORM(plain, NA_PLACE_NAME, false),
    [NA_PLACES_ADDRESSES] = FORM(addresses, NA_PLACE_NAME, false),
};

/* Is `header` one of `names`, ignoring case, blanks and dashes as '_'? */
static bool is_named(struct na_str header, const char *names)
{
    char folded[64];
    header = na_str_trim(header);
    if (header.length >= sizeof folded) {
        return false;
    }
    for (size_t i = 0; i < header.length; i++) {
        char c = na_ascii_lower(header.bytes[i]);
        folded[i] = c == ' ' || c == '-' ? '_' : c;
    }
    while (true) {
        size_t length = strcspn(names, "|");
        if (length == header.length && memcmp(names, folded, length) == 0) {
            return true;
        }
        if (names[length] == '\0') {
            return false;
        }
        names += length + 1;
    }
}

/* Take the names of one header line; names nearer to the start of the list win. */
static bool take_header(struct na_places_work *work, const struct na_csv_record *header)
{
    const struct format_form *form = &forms[work->section->format];
    bool first_found = false;
    for (size_t i = 0; i < form->count; i++) {
        const char *names = form->columns[i].names;
        while (*names != '\0') {
            char name[32] = "";
            size_t length = strcspn(names, "|");
            (void)na_text_copy_str(name, sizeof name, (struct na_str){names, length});
            size_t at = 0;
            while (at < header->count && !is_named(header->fields[at], name)) {
                at++;
            }
            if (at < header->count) {
                work->columns[form->columns[i].column] = at;
                first_found = first_found || form->columns[i].column == form->first;
                break;
            }
            names += length + (names[length] == '|');
        }
    }
    return first_found;
}

static void no_columns(struct na_places_work *work)
{
    for (size_t i = 0; i < NA_PLACE_COLUMNS; i++) {
        work->columns[i] = NA_PLACE_NO_COLUMN;
    }
}

/* The columns from the file named by `headers`; any of its lines may have them. */
static enum na_code read_headers(struct na_compiler *compiler, struct na_places_work *work,
                                 struct na_error *reterr)
{
    struct na_pack_csv csv;
    struct na_csv_record header;
    bool usable = false;
    bool more = false;
    enum na_code code =
        na_pack_csv_open(compiler, work->section, work->section->headers, &csv, &usable, reterr);
    while (code == NA_OK && usable) {
        code = na_pack_csv_next(compiler, &csv, &header, &more, reterr);
        if (code != NA_OK || !more || take_header(work, &header)) {
            break;
        }
    }
    na_pack_csv_fini(&csv);
    return code;
}

/* Are the needed columns there? Then how many fields a record must have is known. */
static bool has_needed(struct na_compiler *compiler, struct na_places_work *work)
{
    const struct format_form *form = &forms[work->section->format];
    bool good = true;
    work->least_fields = 0;
    for (size_t i = 0; i < form->count; i++) {
        size_t at = work->columns[form->columns[i].column];
        if (at == NA_PLACE_NO_COLUMN && form->columns[i].needed) {
            na_compile_error(compiler,
                             (struct na_place){.file = work->section->file,
                                               .hint = "Check format = and headers = of its "
                                                       "section"},
                             "There is no column %s", form->columns[i].names);
            good = false;
        } else if (at != NA_PLACE_NO_COLUMN && at >= work->least_fields) {
            work->least_fields = at + 1;
        }
    }
    bool lonlat = work->columns[NA_PLACE_LAT] != NA_PLACE_NO_COLUMN &&
                  work->columns[NA_PLACE_LON] != NA_PLACE_NO_COLUMN;
    bool grid = work->columns[NA_PLACE_EASTING] != NA_PLACE_NO_COLUMN &&
                work->columns[NA_PLACE_NORTHING] != NA_PLACE_NO_COLUMN;
    if (good && !lonlat && !grid) {
        na_compile_error(compiler,
                         (struct na_place){.file = work->section->file,
                                           .hint = "Add lat and lon, or easting_m and northing_m"},
                         "The file has no columns of a position");
        return false;
    }
    return good;
}

static enum na_code read_record(struct na_compiler *compiler, struct na_places_work *work,
                                const struct na_csv_record *record, struct na_error *reterr)
{
    work->record = record;
    if (record->count < work->least_fields) {
        na_compile_error(compiler,
                         (struct na_place){.file = work->section->file,
                                           .record = record->line,
                                           .hint = "Export the file again, as published"},
                         "The line has %zu fields, %zu are needed", record->count,
                         work->least_fields);
        return NA_OK;
    }
    return work->columns[NA_PLACE_POSTCODE] != NA_PLACE_NO_COLUMN
               ? na_postcode_row_add(compiler, work, reterr)
               : na_place_row_add(compiler, work, reterr);
}

/* The first record, which may be a header. */
static enum na_code read_first(struct na_compiler *compiler, struct na_places_work *work,
                               bool *ret_usable, struct na_error *reterr)
{
    const struct format_form *form = &forms[work->section->format];
    struct na_csv_record record;
    bool more = false;
    size_t errors = compiler->report->errors;
    *ret_usable = false;
    enum na_code code = na_pack_csv_next(compiler, &work->csv, &record, &more, reterr);
    if (code != NA_OK || !more) {
        if (code == NA_OK && compiler->report->errors == errors) {
            na_compile_error(compiler, (struct na_place){.file = work->section->file},
                             "The file is empty");
        }
        return code;
    }
    bool is_header = false;
    if (work->section->headers[0] == '\0') {
        is_header = take_header(work, &record);
        for (size_t i = 0; !is_header && form->has_positions && i < form->count; i++) {
            work->columns[form->columns[i].column] = form->columns[i].position;
        }
    }
    *ret_usable = has_needed(compiler, work);
    if (*ret_usable && !is_header) {
        return read_record(compiler, work, &record, reterr);
    }
    work->csv.records -= is_header;
    return NA_OK;
}

static enum na_code add_source(struct na_compiler *compiler, struct na_places_work *work,
                               struct na_error *reterr)
{
    uint32_t text = 0;
    work->source = (uint32_t)na_flat_writer_count(&compiler->writer, NA_FLAT_PLACE_SOURCES);
    enum na_code code = na_compile_text(compiler, na_str_of(work->section->full), &text, reterr);
    if (code == NA_OK) {
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_PLACE_SOURCES, &text);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the list of places");
    }
    return code;
}

static enum na_code read_places(struct na_compiler *compiler, struct na_places_work *work,
                                struct na_error *reterr)
{
    bool usable = false;
    enum na_code code =
        work->section->headers[0] != '\0' ? read_headers(compiler, work, reterr) : NA_OK;
    if (code == NA_OK) {
        code = na_pack_csv_open(compiler, work->section, work->section->file, &work->csv, &usable,
                                reterr);
    }
    if (code == NA_OK && usable) {
        code = read_first(compiler, work, &usable, reterr);
    }
    bool more = true;
    while (code == NA_OK && usable && more) {
        struct na_csv_record record;
        code = na_pack_csv_next(compiler, &work->csv, &record, &more, reterr);
        if (code == NA_OK && more) {
            code = read_record(compiler, work, &record, reterr);
        }
    }
    if (code == NA_OK && usable && work->csv.records == 0) {
        na_compile_no_records(compiler, work->section);
    }
    na_compile_source_records(compiler, work->section->file, work->csv.records);
    return code;
}

enum na_code na_compile_places(struct na_compiler *compiler, const struct na_section *section,
                               struct na_error *reterr)
{
    struct na_places_work work = {.section = section};
    const struct format_form *form = &forms[section->format];
    for (size_t i = 0; i < form->count; i++) {
        work.names[form->columns[i].column] = form->columns[i].names;
    }
    no_columns(&work);
    enum na_code code = add_source(compiler, &work, reterr);
    if (code == NA_OK) {
        code = read_places(compiler, &work, reterr);
    }
    na_pack_csv_fini(&work.csv);
    if (code == NA_OK && work.left_out > 0) {
        na_compile_warning(
            compiler,
            (struct na_place){.file = section->file, .hint = "Add Code-Point Open for postcodes"},
            "%zu postcodes among the names are left out", work.left_out);
    }
    return code;
}
