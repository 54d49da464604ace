/* One record of a file of names into a place. */
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/number.h"
#include "compile/places.h"
#include "geo/angle.h"
#include "geo/trig.h"

#define TEXT_MAX 1000
/* Of a name whose source says nothing about its size: a few houses, metres. */
#define DEFAULT_ACCURACY_M 100.0
/* Of a house, metres. */
#define HOUSE_ACCURACY_M 25.0

#define ACCURACY_MAX_M 1e7

static bool read_metres(const struct na_places_work *work, enum na_place_column column,
                        double *ret_m)
{
    return na_number_parse(na_place_field(work, column), ret_m);
}

static bool read_degrees(const struct na_places_work *work, enum na_place_column column,
                         double *ret_deg)
{
    enum na_angle_axis axis = column == NA_PLACE_LAT ? NA_ANGLE_LAT : NA_ANGLE_LON;
    return na_angle_read(na_place_field(work, column), axis, NA_NUMBER_POINT, ret_deg) ==
           NA_NUMBER_GOOD;
}

static bool position_from_grid(struct na_compiler *compiler, const struct na_places_work *work,
                               struct na_flat_place *place)
{
    struct na_grid grid = {NAN, NAN};
    struct na_lonlat at;
    struct na_error error;
    if (!read_metres(work, NA_PLACE_EASTING, &grid.easting_m) ||
        !read_metres(work, NA_PLACE_NORTHING, &grid.northing_m)) {
        na_place_fault(compiler, work, NA_PLACE_EASTING, "Write plain decimal numbers",
                       "Not a coordinate");
        return false;
    }
    if (!(grid.easting_m >= 0 && grid.easting_m <= NA_GRID_EASTING_MAX_M && grid.northing_m >= 0 &&
          grid.northing_m <= NA_GRID_NORTHING_MAX_M) ||
        (grid.easting_m <= 180 && grid.northing_m <= 180)) {
        na_place_fault(compiler, work, NA_PLACE_EASTING, "Correct the position",
                       "The position is not on the British National Grid");
        return false;
    }
    if (na_crs_to_lonlat(compiler->crs, grid, &at, &error) != NA_OK) {
        na_place_fault(compiler, work, NA_PLACE_EASTING,
                       error.code == NA_ERR_OUTSIDE ? "Give lat and lon instead" : NULL,
                       error.message);
        return false;
    }
    place->easting_m = grid.easting_m;
    place->northing_m = grid.northing_m;
    place->lon_deg = at.lon_deg;
    place->lat_deg = at.lat_deg;
    return true;
}

static bool position_from_lonlat(struct na_compiler *compiler, const struct na_places_work *work,
                                 struct na_flat_place *place)
{
    struct na_lonlat at = {NAN, NAN};
    struct na_grid grid = {NAN, NAN};
    if (!read_degrees(work, NA_PLACE_LAT, &at.lat_deg) ||
        !read_degrees(work, NA_PLACE_LON, &at.lon_deg)) {
        na_place_fault(compiler, work, NA_PLACE_LAT, "Write plain decimal numbers",
                       "Not a coordinate");
        return false;
    }
    /* Exactly zero on purpose: spreadsheets write 0,0 for an empty position. */
    if (fabs(at.lat_deg) > 90 || fabs(at.lon_deg) > 180 || (at.lat_deg == 0 && at.lon_deg == 0)) {
        na_place_fault(compiler, work, NA_PLACE_LAT, "Correct the position",
                       "The position is not on Earth, or 0,0");
        return false;
    }
    struct na_error error;
    enum na_code code = na_crs_to_grid(compiler->crs, at, &grid, &error);
    if (code != NA_OK && code != NA_ERR_OUTSIDE) { /* the grid file, not the position */
        na_place_fault(compiler, work, NA_PLACE_LAT, NULL, error.message);
        return false;
    }
    if (code != NA_OK || !(grid.easting_m >= 0 && grid.easting_m <= NA_GRID_EASTING_MAX_M &&
                           grid.northing_m >= 0 && grid.northing_m <= NA_GRID_NORTHING_MAX_M)) {
        grid = (struct na_grid){NAN, NAN};
    }
    place->easting_m = grid.easting_m;
    place->northing_m = grid.northing_m;
    place->lon_deg = at.lon_deg;
    place->lat_deg = at.lat_deg;
    return true;
}

static bool read_position(struct na_compiler *compiler, const struct na_places_work *work,
                          struct na_flat_place *place)
{
    bool grid = na_place_field(work, NA_PLACE_EASTING).length > 0 ||
                na_place_field(work, NA_PLACE_NORTHING).length > 0;
    bool lonlat = na_place_field(work, NA_PLACE_LAT).length > 0 ||
                  na_place_field(work, NA_PLACE_LON).length > 0;
    if (!grid && !lonlat) {
        na_place_fault(compiler, work,
                       work->columns[NA_PLACE_EASTING] != NA_PLACE_NO_COLUMN ? NA_PLACE_EASTING
                                                                             : NA_PLACE_LAT,
                       "Every place needs a position", "The position is missing");
        return false;
    }
    return grid ? position_from_grid(compiler, work, place)
                : position_from_lonlat(compiler, work, place);
}

/* accuracy_m when the file gives it; else half the diagonal of the box around the named object. */
static bool read_accuracy(struct na_compiler *compiler, const struct na_places_work *work,
                          struct na_flat_place *place)
{
    double box[4] = {0, 0, 0, 0};
    bool has_box = true;
    struct na_str given = na_place_field(work, NA_PLACE_ACCURACY);
    place->accuracy_m =
        work->section->format == NA_PLACES_ADDRESSES ? HOUSE_ACCURACY_M : DEFAULT_ACCURACY_M;
    if (given.length > 0) {
        if (!na_number_parse(given, &place->accuracy_m) || place->accuracy_m < 0 ||
            place->accuracy_m > ACCURACY_MAX_M) {
            na_place_fault(compiler, work, NA_PLACE_ACCURACY, "Write metres, for example 50",
                           "Not an accuracy");
            return false;
        }
        return true;
    }
    for (int i = 0; i < 4; i++) {
        has_box = read_metres(work, (enum na_place_column)(NA_PLACE_XMIN + i), &box[i]) && has_box;
    }
    if (has_box) {
        place->accuracy_m =
            fmax(DEFAULT_ACCURACY_M / 2, na_trig_length(box[2] - box[0], box[3] - box[1]) / 2);
    }
    return true;
}

/* Two texts as one, with `between` where both are given; `to` has room for 2 * TEXT_MAX + 3. */
static struct na_str join(struct na_str a, const char *between, struct na_str b, char *to)
{
    (void)snprintf(to, 2 * TEXT_MAX + 3, "%.*s%s%.*s", (int)a.length, a.bytes,
                   a.length > 0 && b.length > 0 ? between : "", (int)b.length, b.bytes);
    return na_str_of(to);
}

static enum na_code read_texts(struct na_compiler *compiler, const struct na_places_work *work,
                               struct na_flat_place *place, struct na_error *reterr)
{
    char name_text[2 * TEXT_MAX + 3], place_text[2 * TEXT_MAX + 3];
    bool house = work->section->format == NA_PLACES_ADDRESSES;
    struct na_str name = na_place_field(work, NA_PLACE_NAME);
    struct na_str kind = na_place_field(work, NA_PLACE_KIND);
    struct na_str locality = na_place_field(work, NA_PLACE_LOCALITY);
    struct na_str district = na_place_field(work, NA_PLACE_DISTRICT);
    if (work->section->kind[0] != '\0') {
        kind = na_str_of(work->section->kind);
    } else if (kind.length == 0) {
        kind = na_str_of(house ? "address" : "place");
    }
    if (house) {
        name = join(na_place_field(work, NA_PLACE_NUMBER), " ", name, name_text);
        locality = join(locality, ", ", district, place_text);
    } else if (locality.length == 0) {
        locality = district;
    }
    enum na_code code = na_compile_text(compiler, name, &place->name, reterr);
    if (code == NA_OK) {
        code = na_compile_text(compiler, na_place_field(work, NA_PLACE_ALIASES), &place->aliases,
                               reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, kind, &place->kind, reterr);
    }
    if (code == NA_OK) {
        code = na_compile_text(compiler, locality, &place->place, reterr);
    }
    return code;
}

static bool texts_ok(struct na_compiler *compiler, const struct na_places_work *work)
{
    static const enum na_place_column columns[] = {NA_PLACE_NAME,     NA_PLACE_NUMBER,
                                                   NA_PLACE_ALIASES,  NA_PLACE_KIND,
                                                   NA_PLACE_LOCALITY, NA_PLACE_DISTRICT};
    if (na_place_field(work, NA_PLACE_NAME).length == 0) {
        na_place_fault(compiler, work, NA_PLACE_NAME, "Name the place, or remove the line",
                       "The name is empty");
        return false;
    }
    if (work->section->format == NA_PLACES_ADDRESSES &&
        na_place_field(work, NA_PLACE_NUMBER).length == 0) {
        na_place_fault(compiler, work, NA_PLACE_NUMBER,
                       "Give the number, or remove the line: streets are another format",
                       "The number of the house is empty");
        return false;
    }
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        struct na_str text = na_place_field(work, columns[i]);
        bool good = text.length <= TEXT_MAX;
        for (size_t j = 0; good && j < text.length; j++) {
            good = (unsigned char)text.bytes[j] >= 0x20 && text.bytes[j] != 0x7F;
        }
        if (!good) {
            na_place_fault(compiler, work, columns[i],
                           "Use at most 1000 bytes, without control characters",
                           "The text cannot be used");
            return false;
        }
    }
    return true;
}

enum na_code na_place_row_add(struct na_compiler *compiler, struct na_places_work *work,
                              struct na_error *reterr)
{
    struct na_flat_place place = {.source = work->source};
    /* OS Open Names holds the postcodes of Code-Point too, rounded alike but without quality. */
    if (work->section->format == NA_PLACES_OPEN_NAMES &&
        na_str_is(na_place_field(work, NA_PLACE_KIND), "Postcode")) {
        work->left_out++;
        return NA_OK;
    }
    if (!texts_ok(compiler, work) || !read_position(compiler, work, &place) ||
        !read_accuracy(compiler, work, &place)) {
        return NA_OK;
    }
    enum na_code code = read_texts(compiler, work, &place, reterr);
    if (code == NA_OK) {
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_PLACES, &place);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the places");
    }
    return code;
}
