/* Headers of programs that people use, and the columns that say where a row is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "rows/position_names.h"

/* The header's names, parted by bars. */
static size_t split(const char *header, struct na_str names[16])
{
    size_t count = 0;
    for (const char *at = header; at != NULL; count++) {
        const char *bar = strchr(at, '|');
        names[count] = (struct na_str){at, bar != NULL ? (size_t)(bar - at) : strlen(at)};
        at = bar != NULL ? bar + 1 : NULL;
    }
    return count;
}

static void headers_of_programs(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum na_position_names found;
        enum na_position_form form;
        size_t x, y;
    } rows[] = {
        {"id|lat|lon", NA_POSITION_NAMES_FOUND, NA_POSITION_DEGREES, 2, 1},
        {"Longitude|Latitude|Location", NA_POSITION_NAMES_FOUND, NA_POSITION_DEGREES, 0, 1},
        {"id|y_lat|x_lon", NA_POSITION_NAMES_FOUND, NA_POSITION_DEGREES, 2, 1},
        {"Latitude (WGS84)|Longitude (WGS84)", NA_POSITION_NAMES_FOUND, NA_POSITION_DEGREES, 1, 0},
        {"GPS_Latitude_dd|GPS_Longitude_dd|long description", NA_POSITION_NAMES_FOUND,
         NA_POSITION_DEGREES, 1, 0},
        {"siteLat|siteLng", NA_POSITION_NAMES_FOUND, NA_POSITION_DEGREES, 1, 0},
        {"OSEAST1M|OSNRTH1M|pcds", NA_POSITION_NAMES_FOUND, NA_POSITION_METRES, 0, 1},
        {"GEOMETRY_X|GEOMETRY_Y", NA_POSITION_NAMES_FOUND, NA_POSITION_METRES, 0, 1},
        {"X_COORDINATE|Y_COORDINATE", NA_POSITION_NAMES_FOUND, NA_POSITION_METRES, 0, 1},
        {"Site Easting|Site Northing", NA_POSITION_NAMES_FOUND, NA_POSITION_METRES, 0, 1},
        {"X|Y|ref", NA_POSITION_NAMES_FOUND, NA_POSITION_XY, 0, 1},
        {"POINT_X|POINT_Y", NA_POSITION_NAMES_FOUND, NA_POSITION_XY, 0, 1},
        {"lat|lon|X|Y", NA_POSITION_NAMES_FOUND, NA_POSITION_DEGREES, 1, 0},
        {"lat|lon|easting|northing", NA_POSITION_NAMES_BOTH, NA_POSITION_DEGREES, 1, 0},
        {"ref|Lat, Lon", NA_POSITION_NAMES_FOUND, NA_POSITION_PAIR, 1, 0},
        {"the_geom|id", NA_POSITION_NAMES_FOUND, NA_POSITION_WKT, 0, 0},
        {"id|Postcode", NA_POSITION_NAMES_FOUND, NA_POSITION_IN_POSTCODE, 1, 0},
        {"id|Postcode of the premises", NA_POSITION_NAMES_FOUND, NA_POSITION_IN_POSTCODE, 1, 0},
        {"id|Grid Reference", NA_POSITION_NAMES_FOUND, NA_POSITION_IN_GRIDREF, 1, 0},
        {"id|plate|along", NA_POSITION_NAMES_NONE, NA_POSITION_DEGREES, 0, 0},
        {"id|Map Ref", NA_POSITION_NAMES_FOUND, NA_POSITION_IN_GRIDREF, 1, 0},
        {"id|Site NGR (6 fig)", NA_POSITION_NAMES_FOUND, NA_POSITION_IN_GRIDREF, 1, 0},
        {"id|E|N", NA_POSITION_NAMES_FOUND, NA_POSITION_XY, 1, 2},
        {"id|X (OSGB)|Y (OSGB)", NA_POSITION_NAMES_FOUND, NA_POSITION_XY, 1, 2},
        {"id|Site Lat/Long (WGS84)", NA_POSITION_NAMES_FOUND, NA_POSITION_PAIR, 1, 0},
        {"id|easting/northing of site", NA_POSITION_NAMES_NONE, NA_POSITION_DEGREES, 0, 0},
        {"id,lat,lon", NA_POSITION_NAMES_NONE, NA_POSITION_DEGREES, 0, 0},
        {"id:easting:northing", NA_POSITION_NAMES_NONE, NA_POSITION_DEGREES, 0, 0},
        {"home lat|work lat|home lon|work lon", NA_POSITION_NAMES_NONE, NA_POSITION_DEGREES, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_str names[16];
        struct na_position_columns columns = {.form = NA_POSITION_DEGREES};
        size_t count = split(rows[i].header, names);
        enum na_position_names found = na_position_names_find(names, count, &columns);
        if (found != rows[i].found || columns.form != rows[i].form || columns.x != rows[i].x ||
            columns.y != rows[i].y) {
            fail_msg("%s: %d %d %zu %zu", rows[i].header, (int)found, (int)columns.form, columns.x,
                     columns.y);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(headers_of_programs)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
