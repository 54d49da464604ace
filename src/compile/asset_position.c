/* Where an asset is: degrees, grid or the point of a shapefile, checked before it is believed. */
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "compile/asset_position.h"
#include "compile/asset_record.h"
#include "geo/angle.h"
#include "geo/trig.h"

static void fault_number(struct na_compiler *compiler, const struct na_asset_record *record,
                         enum na_column column, struct na_str text, const char *reason)
{
    char sentence[NA_NUMBER_REASON];
    na_number_explain(text, reason, sentence);
    na_asset_fault(compiler, record, column, "Write a decimal number",
                   text.length > 0 ? sentence : "Half a position: this field is blank");
}

/* One number; `axis` NULL: metres. A fault is a finding. */
static bool read_half(struct na_compiler *compiler, const struct na_asset_record *record,
                      enum na_column column, const enum na_angle_axis *axis, double *ret_value)
{
    struct na_str text = na_asset_field(record, column);
    char reason[NA_NUMBER_REASON];
    enum na_number_fault fault =
        axis == NULL ? na_number_read(text, na_asset_marks(record, column), ret_value)
                     : na_angle_read(text, *axis, na_asset_marks(record, column), ret_value);
    if (fault == NA_NUMBER_GOOD) {
        return true;
    }
    if (axis == NULL) {
        na_number_reason(text, fault, reason);
    } else {
        na_angle_reason(text, *axis, fault, reason);
    }
    fault_number(compiler, record, column, text, reason);
    return false;
}

/* A pair of numbers; false when both are empty or a fault was found (then *ret_fault). */
static bool read_pair(struct na_compiler *compiler, const struct na_asset_record *record,
                      enum na_column first, enum na_column second, bool degrees, double *ret_a,
                      double *ret_b, bool *ret_fault)
{
    static const enum na_angle_axis lat = NA_ANGLE_LAT;
    static const enum na_angle_axis lon = NA_ANGLE_LON;
    if (na_asset_field(record, first).length == 0 && na_asset_field(record, second).length == 0) {
        return false;
    }
    bool good = read_half(compiler, record, first, degrees ? &lat : NULL, ret_a);
    good = read_half(compiler, record, second, degrees ? &lon : NULL, ret_b) && good;
    *ret_fault = *ret_fault || !good;
    return !*ret_fault;
}

/* Where the National Grid is used. */
static bool is_britain(double lat_deg, double lon_deg)
{
    return lat_deg >= 49 && lat_deg <= 61.5 && lon_deg >= -9 && lon_deg <= 2.5;
}

/* Where the decimal point may have been: the number over a power of ten within low to high; 0, and
 * *ret_digits 0: none fits. */
static double rescale(double value, double low, double high, int *ret_digits)
{
    double scaled = value;
    for (int digits = 1; digits <= 8; digits++) {
        scaled /= 10.0;
        if (scaled >= low && scaled <= high) {
            *ret_digits = digits;
            return scaled;
        }
    }
    *ret_digits = 0;
    return 0;
}

/* "Is the decimal point lost? 54.697395 ...": a hint, never used. False: no power of ten helps. */
static bool guess_point(double first, double second, const double range[4], char *to, size_t size)
{
    int digits[2] = {0, 0};
    bool first_good = first >= range[0] && first <= range[1];
    bool second_good = second >= range[2] && second <= range[3];
    double one = first_good ? first : rescale(first, range[0], range[1], &digits[0]);
    double two = second;
    for (int i = 0; i < digits[0]; i++) {
        two /= 10.0; /* both have lost it in the same way, most often */
    }
    if (!(two >= range[2] && two <= range[3])) {
        two = second_good ? second : rescale(second, range[2], range[3], &digits[1]);
    }
    if ((!first_good && digits[0] == 0) || !(two >= range[2] && two <= range[3])) {
        return false;
    }
    char texts[2][NA_NUMBER_TEXT];
    (void)na_number_trimmed(&texts[0], one, 8);
    (void)na_number_trimmed(&texts[1], two, 8);
    (void)snprintf(to, size, "Is the decimal point lost: %.20s, %.20s?", texts[0], texts[1]);
    return true;
}

static bool check_lonlat(struct na_compiler *compiler, const struct na_asset_record *record,
                         struct na_lonlat at)
{
    if (fabs(at.lat_deg) > 90 || fabs(at.lon_deg) > 180) {
        static const double britain[4] = {49, 61.5, -9, 2.5};
        char hint[120];
        bool like_grid = fabs(at.lat_deg) > 180 && fabs(at.lon_deg) > 180;
        bool in_metres = at.lat_deg > 0 && at.lon_deg > 0 && like_grid &&
                         fmax(at.lat_deg, at.lon_deg) <= NA_GRID_NORTHING_MAX_M;
        if (!in_metres && guess_point(at.lat_deg, at.lon_deg, britain, hint, sizeof hint)) {
            na_asset_fault(compiler, record, NA_COLUMN_LAT, hint, "The position is not on Earth");
            return false;
        }
        na_asset_fault(
            compiler, record, NA_COLUMN_LAT,
            like_grid ? "Name the columns easting_m and northing_m" : "Correct the position",
            like_grid ? "The position looks like easting and northing given as lat and lon"
                      : "The position is not on Earth");
        return false;
    }
    /* The Indian Ocean off Somalia: nobody keeps a cabinet there, and one swapped record would hide
     * itself and widen the box by which swapped questions are recognised. */
    if (is_britain(at.lon_deg, at.lat_deg)) {
        na_asset_fault(compiler, record, NA_COLUMN_LAT, "Exchange lat and lon",
                       "lat and lon look swapped");
        return false;
    }
    return true;
}

static bool check_grid(struct na_compiler *compiler, const struct na_asset_record *record,
                       struct na_grid grid)
{
    if (!(grid.easting_m >= 0 && grid.easting_m <= NA_GRID_EASTING_MAX_M && grid.northing_m >= 0 &&
          grid.northing_m <= NA_GRID_NORTHING_MAX_M) ||
        (grid.easting_m <= 180 && grid.northing_m <= 180)) {
        static const double land[4] = {50000, NA_GRID_EASTING_MAX_M, 5000, NA_GRID_NORTHING_MAX_M};
        char hint[120];
        bool lost = guess_point(grid.easting_m, grid.northing_m, land, hint, sizeof hint);
        na_asset_fault(compiler, record, NA_COLUMN_EASTING, lost ? hint : "Correct the position",
                       "The position is not on the British National Grid");
        return false;
    }
    return true;
}

static void set_position(struct na_flat_asset *flat, struct na_lonlat at, struct na_grid grid)
{
    flat->lon_deg = at.lon_deg;
    flat->lat_deg = at.lat_deg;
    flat->easting_m = grid.easting_m;
    flat->northing_m = grid.northing_m;
}

static void position_from_lonlat(struct na_compiler *compiler, const struct na_asset_record *record,
                                 struct na_lonlat at, struct na_flat_asset *flat)
{
    struct na_grid grid = {NAN, NAN};
    if (!check_lonlat(compiler, record, at)) {
        return;
    }
    struct na_error error;
    enum na_code code = na_crs_to_grid(compiler->crs, at, &grid, &error);
    if (code != NA_OK && code != NA_ERR_OUTSIDE) { /* the grid file, not the position */
        na_asset_fault(compiler, record, NA_COLUMN_LAT, NULL, error.message);
        return;
    }
    if (code != NA_OK || !(grid.easting_m >= 0 && grid.easting_m <= NA_GRID_EASTING_MAX_M &&
                           grid.northing_m >= 0 && grid.northing_m <= NA_GRID_NORTHING_MAX_M)) {
        grid = (struct na_grid){NAN, NAN}; /* abroad: no National Grid there */
    }
    set_position(flat, at, grid);
}

static void position_from_grid(struct na_compiler *compiler, const struct na_asset_record *record,
                               struct na_grid grid, struct na_flat_asset *flat)
{
    struct na_lonlat at;
    struct na_error error;
    if (!check_grid(compiler, record, grid)) {
        return;
    }
    if (na_crs_to_lonlat(compiler->crs, grid, &at, &error) != NA_OK) {
        na_asset_fault(compiler, record, NA_COLUMN_EASTING,
                       error.code == NA_ERR_OUTSIDE ? "Give lat and lon instead" : NULL,
                       error.message);
        return;
    }
    set_position(flat, at, grid);
}

/* Two positions of one record may differ by this, metres, before they contradict each other. */
#define SAME_PLACE_M 10.0
/* Two that differ by less than the way there and back does (a few mm by Helmert, which drops the
 * height between the two ellipsoids) are one place in two systems, as an export has them: both are
 * kept as they are, so that nothing is lost on the way. */
#define ONE_PLACE_M 0.02

void na_asset_complain_no_position(struct na_compiler *compiler,
                                   const struct na_asset_record *record)
{
    na_asset_fault(compiler, record, NA_COLUMN_LAT, "Every asset needs a position, or a postcode",
                   "The position is missing");
}

/* Spreadsheets write 0,0 for an empty position. With a postcode it counts as none, and that is
 * said; without one it is a fault. True: it is 0,0. */
static bool is_origin(struct na_compiler *compiler, const struct na_asset_record *record,
                      bool has_lonlat, struct na_lonlat at, bool has_grid, struct na_grid grid,
                      bool *ret_fault)
{
    /* Exactly zero on purpose. */
    bool origin = (has_lonlat && at.lat_deg == 0 && at.lon_deg == 0) ||
                  (has_grid && grid.easting_m == 0 && grid.northing_m == 0);
    *ret_fault = origin && na_asset_field(record, NA_COLUMN_POSTCODE).length == 0;
    if (*ret_fault) {
        na_asset_fault(compiler, record, NA_COLUMN_LAT, "Correct the position",
                       "The position is 0,0");
    } else if (origin) {
        na_compile_warning(compiler,
                           (struct na_place){.file = record->file,
                                             .record = record->record,
                                             .field = na_column_name(NA_COLUMN_LAT),
                                             .hint = "Give the position, or leave it empty"},
                           "The position 0,0 is no position: the postcode's is taken");
    }
    return origin;
}

struct na_asset_found na_asset_read_position(struct na_compiler *compiler,
                                             const struct na_asset_record *record,
                                             struct na_flat_asset *flat)
{
    struct na_asset_found found = {.given = true, .from_grid = false};
    struct na_lonlat at = {record->x, record->y};
    struct na_grid grid = {record->x, record->y};
    bool bad = false;
    bool has_grid = record->has_point && record->point_is_grid;
    bool has_lonlat = record->has_point && !record->point_is_grid;
    if (!record->has_point) {
        /* Seven figures, so that a grid position can be told from a spelling mistake. */
        has_lonlat = read_pair(compiler, record, NA_COLUMN_LAT, NA_COLUMN_LON, true, &at.lat_deg,
                               &at.lon_deg, &bad);
        has_grid = read_pair(compiler, record, NA_COLUMN_EASTING, NA_COLUMN_NORTHING, false,
                             &grid.easting_m, &grid.northing_m, &bad);
    }
    bool fault = false;
    if (bad) {
        return found;
    }
    if (is_origin(compiler, record, has_lonlat, at, has_grid, grid, &fault)) {
        found.given = fault;
        return found;
    }
    found.from_grid = has_grid && !has_lonlat;
    if (has_lonlat) {
        position_from_lonlat(compiler, record, at, flat);
        double apart_m =
            na_trig_length(flat->easting_m - grid.easting_m, flat->northing_m - grid.northing_m);
        if (has_grid && !(apart_m <= SAME_PLACE_M)) {
            na_asset_fault(compiler, record, NA_COLUMN_LAT, "Keep the right one of the two",
                           "lat, lon and easting, northing name two different places");
        } else if (has_grid && apart_m <= ONE_PLACE_M) {
            set_position(flat, at, grid);
        }
    } else if (has_grid) {
        position_from_grid(compiler, record, grid, flat);
    } else {
        found.given = false;
    }
    return found;
}
