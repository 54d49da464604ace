/* What a position is called, and coordinates that are most likely another kind of coordinates:
 * named, never mended. */
#include "question/position.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"

const char *na_position_source_name(enum na_position_source source)
{
    static const char *const names[] = {"lat_lon", "easting_northing", "gridref", "postcode",
                                        "place"};
    return names[source];
}

static const char *value_of(const struct na_param *params, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(params[i].name, name) == 0) {
            return params[i].value;
        }
    }
    return NULL;
}

/* Two values by a grammar wide enough for either kind; false unless both are given and numbers. */
static bool read_pair(const struct na_param *params, size_t count, const char *first,
                      const char *second, double *ret_first, double *ret_second)
{
    const char *a = value_of(params, count, first);
    const char *b = value_of(params, count, second);
    return a != NULL && b != NULL && na_number_parse(na_str_of(a), ret_first) &&
           na_number_parse(na_str_of(b), ret_second);
}

static bool is_grid_pair(double easting, double northing)
{
    return easting > 180.0 && northing > 180.0 && easting <= NA_GRID_EASTING_MAX_M &&
           northing <= NA_GRID_NORTHING_MAX_M;
}

static enum na_code explain_degrees(double lat, double lon, enum na_code code,
                                    struct na_error *reterr)
{
    if (is_grid_pair(lon, lat) || is_grid_pair(lat, lon)) {
        (void)na_fail(reterr, NA_ERR_LOOKS_GRID,
                      "lat and lon look like a British National Grid easting and northing");
        return na_fail_at(reterr, NA_ERR_LOOKS_GRID, NULL, 0, "lat", "Use easting= and northing=");
    }
    if (fabs(lat) > 90.0 && fabs(lat) <= 180.0 && fabs(lon) <= 90.0) {
        (void)na_fail(reterr, NA_ERR_LOOKS_SWAPPED,
                      "lat is beyond 90 degrees while lon would do as a latitude");
        return na_fail_at(reterr, NA_ERR_LOOKS_SWAPPED, NULL, 0, "lat", "Exchange lat and lon");
    }
    return code;
}

static enum na_code explain_metres(double easting, double northing, enum na_code code,
                                   struct na_error *reterr)
{
    if (fabs(easting) <= 180.0 && fabs(northing) <= 180.0) {
        (void)na_fail(reterr, NA_ERR_PARAM_RANGE,
                      "easting and northing look like degrees of longitude and latitude");
        return na_fail_at(reterr, NA_ERR_PARAM_RANGE, NULL, 0, "easting", "Use lat= and lon=");
    }
    if (easting > NA_GRID_EASTING_MAX_M && easting <= NA_GRID_NORTHING_MAX_M && northing >= 0.0 &&
        northing <= NA_GRID_EASTING_MAX_M) {
        (void)na_fail(reterr, NA_ERR_LOOKS_SWAPPED,
                      "easting is beyond the grid while northing would do as an easting");
        return na_fail_at(reterr, NA_ERR_LOOKS_SWAPPED, NULL, 0, "easting",
                          "Exchange easting and northing");
    }
    return code;
}

enum na_code na_position_explain(const struct na_param *params, size_t count, enum na_code code,
                                 struct na_error *reterr)
{
    double first = 0.0;
    double second = 0.0;
    if (code != NA_ERR_PARAM_MALFORMED && code != NA_ERR_PARAM_RANGE) {
        return code;
    }
    if (read_pair(params, count, "lat", "lon", &first, &second)) {
        return explain_degrees(first, second, code, reterr);
    }
    if (read_pair(params, count, "easting", "northing", &first, &second)) {
        return explain_metres(first, second, code, reterr);
    }
    return code;
}
