/* Postcodes: records of Code-Point Open, ONSPD and NSPL into one sorted table. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "compile/places.h"
#include "data/postcode.h"

/* "202005", or "2020-05", or a whole day; empty: not terminated. */
static bool read_terminated(struct na_str text, int32_t *ret_day)
{
    char day[NA_DATE_TEXT] = "";
    if (text.length == 0) {
        *ret_day = NA_DATE_NONE;
        return true;
    }
    if (text.length == 6) {
        memcpy(day, text.bytes, 4);
        memcpy(day + 5, text.bytes + 4, 2);
        day[4] = '-';
    } else if (text.length == 7 || text.length == 10) {
        memcpy(day, text.bytes, 7);
    } else {
        return false;
    }
    memcpy(day + 7, "-01", 4);
    return na_date_parse((struct na_str){day, 10}, ret_day);
}

/* A whole number of metres, or nothing. */
static bool read_metres(struct na_str text, int64_t high, bool *ret_given, uint32_t *ret_metres)
{
    int64_t value = 0;
    *ret_given = text.length > 0;
    if (text.length > 2 && memcmp(text.bytes + text.length - 2, ".0", 2) == 0) {
        text.length -= 2;
    }
    if (text.length > 0 && !na_integer_parse(text, 0, high, &value)) {
        return false;
    }
    *ret_metres = (uint32_t)value;
    return true;
}

/* Northern Ireland's coordinates are of the Irish Grid: its postcodes are kept in degrees. */
static bool is_irish(uint32_t key)
{
    char text[NA_POSTCODE_TEXT];
    na_postcode_format_outward(text, key);
    return text[0] == 'B' && text[1] == 'T';
}

static void set_degrees(const struct na_places_work *work, struct na_postcode_row *row)
{
    double lat = NAN;
    double lon = NAN;
    if (na_number_parse(na_place_field(work, NA_PLACE_LAT), &lat) &&
        na_number_parse(na_place_field(work, NA_PLACE_LON), &lon) && fabs(lat) < 90 &&
        fabs(lon) <= 180) {
        row->lat_e7 = (int32_t)lround(lat * 1e7);
        row->lon_e7 = (int32_t)lround(lon * 1e7);
        row->east |= NA_POSTCODE_IN_DEGREES;
    } else {
        row->east |= NA_POSTCODE_NO_POSITION;
    }
}

/* Position and quality; false with a finding. */
static bool set_position(struct na_compiler *compiler, const struct na_places_work *work,
                         struct na_postcode_row *row)
{
    uint32_t east = 0;
    uint32_t north = 0;
    int64_t quality = 0;
    bool has_east = false;
    bool has_north = false;
    bool onspd = work->section->format == NA_PLACES_ONSPD;
    if (!na_integer_parse(na_place_field(work, NA_PLACE_QUALITY), onspd ? 1 : 10, onspd ? 9 : 99,
                          &quality)) {
        na_place_fault(compiler, work, NA_PLACE_QUALITY, "Give the file as it is published",
                       "Not a positional quality");
        return false;
    }
    quality = onspd ? quality * 10 : quality;
    row->east |= (uint32_t)quality << NA_POSTCODE_QUALITY_SHIFT;
    if (is_irish(row->key)) {
        set_degrees(work, row);
        return true;
    }
    if (!read_metres(na_place_field(work, NA_PLACE_EASTING), (int64_t)NA_GRID_EASTING_MAX_M,
                     &has_east, &east) ||
        !read_metres(na_place_field(work, NA_PLACE_NORTHING), (int64_t)NA_GRID_NORTHING_MAX_M,
                     &has_north, &north)) {
        na_place_fault(compiler, work, NA_PLACE_EASTING, "Give the file as it is published",
                       "Not a whole number of metres on the National Grid");
        return false;
    }
    if (quality == NA_POSTCODE_QUALITY_NONE || !has_east || !has_north ||
        (east == 0 && north == 0)) {
        row->east |= NA_POSTCODE_NO_POSITION;
        return true;
    }
    row->east |= east;
    row->north |= north;
    return true;
}

/* Postcodes of other forms: ONSPD keeps a few of old ("NPT 0AA", "GIR 0AA"). */
static void refuse_postcode(struct na_compiler *compiler, const struct na_places_work *work)
{
    if (work->section->format == NA_PLACES_ONSPD) {
        na_compile_warning(compiler,
                           (struct na_place){.file = work->section->file,
                                             .record = work->record->line,
                                             .hint = "Nothing needs to be done"},
                           "A postcode of an old form is left out");
        return;
    }
    na_place_fault(compiler, work, NA_PLACE_POSTCODE, "Write it as TS24 8AY", "Not a postcode");
}

enum na_code na_postcode_row_add(struct na_compiler *compiler, const struct na_places_work *work,
                                 struct na_error *reterr)
{
    struct na_postcode_row row = {.line = (uint32_t)work->record->line,
                                  .terminated = NA_DATE_NONE,
                                  .north = work->source << NA_POSTCODE_SOURCE_SHIFT};
    if (!na_postcode_unit(na_place_field(work, NA_PLACE_POSTCODE), &row.key)) {
        refuse_postcode(compiler, work);
        return NA_OK;
    }
    if (!read_terminated(na_place_field(work, NA_PLACE_TERMINATED), &row.terminated)) {
        na_place_fault(compiler, work, NA_PLACE_TERMINATED, "Write it as YYYYMM",
                       "Not a month of ending");
        return NA_OK;
    }
    if (!set_position(compiler, work, &row)) {
        return NA_OK;
    }
    if (row.terminated != NA_DATE_NONE) {
        row.east |= NA_POSTCODE_TERMINATED;
    }
    enum na_code code = na_buffer_append(&compiler->postcode_rows, &row, sizeof row);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the postcodes");
}

static uint32_t source_of(const struct na_postcode_row *row)
{
    return row->north >> NA_POSTCODE_SOURCE_SHIFT;
}

/* By key; of one postcode the best first: in use before ended, with a position before without, then
 * the section named first. */
static int compare_rows(const void *a, const void *b)
{
    const struct na_postcode_row *x = a;
    const struct na_postcode_row *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    uint32_t worse = NA_POSTCODE_TERMINATED;
    if ((x->east & worse) != (y->east & worse)) {
        return (x->east & worse) == 0 ? -1 : 1;
    }
    worse = NA_POSTCODE_NO_POSITION;
    if ((x->east & worse) != (y->east & worse)) {
        return (x->east & worse) == 0 ? -1 : 1;
    }
    if (source_of(x) != source_of(y)) {
        return source_of(x) < source_of(y) ? -1 : 1;
    }
    return x->line < y->line ? -1 : x->line > y->line;
}

static const char *file_of(const struct na_compiler *compiler, const struct na_postcode_row *row)
{
    uint32_t source = 0;
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        if (section->type == NA_SECTION_PLACES && source++ == source_of(row)) {
            return section->file;
        }
    }
    return "";
}

static void complain_twice(struct na_compiler *compiler, const struct na_postcode_row *first,
                           const struct na_postcode_row *row)
{
    if (source_of(first) != source_of(row)) {
        return;
    }
    na_compile_error(compiler,
                     (struct na_place){.file = file_of(compiler, row),
                                       .record = row->line,
                                       .hint = "Keep one of the two"},
                     "The postcode is already in line %u of the file", first->line);
}

static enum na_code write_row(struct na_compiler *compiler, const struct na_postcode_row *row)
{
    struct na_flat_writer *writer = &compiler->writer;
    struct na_flat_postcode flat = {row->key, row->east, row->north};
    uint32_t number = (uint32_t)na_flat_writer_count(writer, NA_FLAT_POSTCODES);
    enum na_code code = na_flat_writer_add(writer, NA_FLAT_POSTCODES, &flat);
    if (code == NA_OK && (row->east & (NA_POSTCODE_TERMINATED | NA_POSTCODE_IN_DEGREES)) != 0) {
        struct na_flat_postcode_note note = {number, row->terminated, row->lat_e7, row->lon_e7};
        code = na_flat_writer_add(writer, NA_FLAT_POSTCODE_NOTES, &note);
    }
    return code;
}

void na_postcode_rows_sort(struct na_compiler *compiler)
{
    size_t count = compiler->postcode_rows.length / sizeof(struct na_postcode_row);
    if (count > 0) {
        qsort(compiler->postcode_rows.data, count, sizeof(struct na_postcode_row), compare_rows);
    }
}

enum na_code na_compile_postcode_tables(struct na_compiler *compiler, struct na_error *reterr)
{
    const struct na_postcode_row *rows =
        (const struct na_postcode_row *)(const void *)compiler->postcode_rows.data;
    size_t count = compiler->postcode_rows.length / sizeof *rows;
    if (count == 0) {
        return NA_OK;
    }
    na_compile_progress(compiler, "%zu postcodes", count); /* sorted by na_compile_plausible */
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        if (i > 0 && rows[i].key == rows[i - 1].key) {
            complain_twice(compiler, &rows[i - 1], &rows[i]);
            continue;
        }
        code = write_row(compiler, &rows[i]);
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the postcodes");
}
