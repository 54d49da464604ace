/* Lists of usual names, tried in order: pairs of degrees, pairs of metres, references, one column
 * of a position. If none is there, words within names are tried; of two columns that have the word
 * none is taken. */
#include "rows/position_names.h"

#include <stdint.h>

/* Folded: case, blanks, '_' and '-' do not count. The earlier in a list wins. */
static const char *const lats[] = {"lat",
                                   "latitude",
                                   "latitude (wgs84)",
                                   "lat (wgs84)",
                                   "lat wgs84",
                                   "latitude wgs84",
                                   "wgs84 lat",
                                   "wgs84 latitude",
                                   "y lat",
                                   "lat y",
                                   "latitude (degrees)",
                                   "lat deg",
                                   "latitude deg",
                                   "decimal latitude",
                                   "gps latitude",
                                   "gps lat",
                                   "geo lat",
                                   "geocode latitude",
                                   "location latitude",
                                   "@lat",
                                   NULL};
static const char *const lons[] = {"lon",
                                   "lng",
                                   "long",
                                   "longitude",
                                   "longitude (wgs84)",
                                   "lon (wgs84)",
                                   "long (wgs84)",
                                   "lng (wgs84)",
                                   "lon wgs84",
                                   "long wgs84",
                                   "longitude wgs84",
                                   "wgs84 lon",
                                   "wgs84 longitude",
                                   "x lon",
                                   "lon x",
                                   "x long",
                                   "longitude (degrees)",
                                   "lon deg",
                                   "long deg",
                                   "longitude deg",
                                   "decimal longitude",
                                   "gps longitude",
                                   "gps lon",
                                   "gps long",
                                   "geo lon",
                                   "geo lng",
                                   "geocode longitude",
                                   "location longitude",
                                   "@lon",
                                   NULL};
static const char *const eastings[] = {"easting",
                                       "easting m",
                                       "eastings",
                                       "easting (m)",
                                       "eastings (m)",
                                       "oseast1m",
                                       "oseast100m",
                                       "os easting",
                                       "osgb easting",
                                       "bng easting",
                                       "grid easting",
                                       "grid reference easting",
                                       "easting bng",
                                       "x easting",
                                       "geometry x",
                                       "x coordinate",
                                       "xcoord",
                                       "x bng",
                                       NULL};
static const char *const northings[] = {"northing",
                                        "northing m",
                                        "northings",
                                        "northing (m)",
                                        "northings (m)",
                                        "osnrth1m",
                                        "osnrth100m",
                                        "os northing",
                                        "osgb northing",
                                        "bng northing",
                                        "grid northing",
                                        "grid reference northing",
                                        "northing bng",
                                        "y northing",
                                        "geometry y",
                                        "y coordinate",
                                        "ycoord",
                                        "y bng",
                                        NULL};
static const char *const xs[] = {"x",         "point x", "x coord", "coord x",  "coordinate x",
                                 "x (osgb)",  "x (bng)", "bng x",   "osgb x",   "grid x",
                                 "gridref x", "shape x", "east",    "map east", "grid e",
                                 "bng e",     "osgb e",  "os e",    "e",        NULL};
static const char *const ys[] = {"y",         "point y", "y coord", "coord y",   "coordinate y",
                                 "y (osgb)",  "y (bng)", "bng y",   "osgb y",    "grid y",
                                 "gridref y", "shape y", "north",   "map north", "grid n",
                                 "bng n",     "osgb n",  "os n",    "n",         NULL};
static const char *const pairs[] = {"lat lon",
                                    "latlon",
                                    "lat,lon",
                                    "lat, lon",
                                    "lat/lon",
                                    "lat long",
                                    "lat,long",
                                    "lat/long",
                                    "latlng",
                                    "lat,lng",
                                    "lat/lng",
                                    "latitude,longitude",
                                    "latitude, longitude",
                                    "latitude/longitude",
                                    "latitude longitude",
                                    "coordinates",
                                    "coordinate",
                                    "coords",
                                    "coord",
                                    "geo point",
                                    "geo point 2d",
                                    "gps",
                                    "gps coordinates",
                                    "gps position",
                                    "gps location",
                                    "geo coordinates",
                                    "geolocation",
                                    "coordinates (wgs84)",
                                    "coords (wgs84)",
                                    "position",
                                    "location (lat, lon)",
                                    "lat & long",
                                    NULL};
static const char *const wkts[] = {
    "wkt",       "wkt geom",     "geom wkt",  "geom",        "geometry",  "the geom",
    "shape",     "wkb geometry", "wkb",       "ewkb",        "ewkt",      "geog",
    "geography", "st_astext",    "st_asewkt", "st_asbinary", "st_asewkb", NULL};
static const char *const postcodes[] = {
    "postcode", "post code",   "pcd",           "pcds",          "pcd2",
    "pcd8",     "postal code", "site postcode", "addr:postcode", "premises postcode",
    NULL};
static const char *const gridrefs[] = {"gridref",
                                       "grid ref",
                                       "grid reference",
                                       "os grid ref",
                                       "os grid reference",
                                       "osgridref",
                                       "ngr",
                                       "national grid reference",
                                       "os ref",
                                       "map ref",
                                       "map reference",
                                       "osgr",
                                       NULL};

static char fold(char c)
{
    return c == ' ' || c == '_' || c == '-' || c == '\t' ? '\0' : na_ascii_lower(c);
}

bool na_column_same_name(struct na_str a, struct na_str b)
{
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < a.length && fold(a.bytes[i]) == '\0') {
            i++;
        }
        while (j < b.length && fold(b.bytes[j]) == '\0') {
            j++;
        }
        if (i == a.length || j == b.length) {
            return i == a.length && j == b.length;
        }
        if (fold(a.bytes[i++]) != fold(b.bytes[j++])) {
            return false;
        }
    }
}

/* The column of the first of the names that is there. */
static bool find(const struct na_str *names, size_t count, const char *const *wanted,
                 size_t *ret_column)
{
    for (; *wanted != NULL; wanted++) {
        for (size_t i = 0; i < count; i++) {
            if (na_column_same_name(names[i], na_str_of(*wanted))) {
                *ret_column = i;
                return true;
            }
        }
    }
    return false;
}

static bool is_letter(char c)
{
    char lower = na_ascii_lower(c);
    return lower >= 'a' && lower <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Does `name` have `word` as one of its words? "GPS_Latitude", "siteLatitude (WGS84)". */
static bool has_word(struct na_str name, struct na_str word)
{
    for (size_t i = 0; i + word.length <= name.length; i++) {
        bool begins = i == 0 || !is_letter(name.bytes[i - 1]) ||
                      (is_capital(name.bytes[i]) && !is_capital(name.bytes[i - 1]));
        size_t end = i + word.length;
        bool ends = end == name.length || !is_letter(name.bytes[end]) ||
                    (is_capital(name.bytes[end]) && !is_capital(name.bytes[end - 1]));
        if (begins && ends &&
            na_column_same_name((struct na_str){name.bytes + i, word.length}, word)) {
            return true;
        }
    }
    return false;
}

/* The one column that has one of the words; the earlier word wins, and of two columns with it none
 * is taken. */
static bool find_word(const struct na_str *names, size_t count, const char *const *words,
                      size_t *ret_column)
{
    for (; *words != NULL; words++) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            if (has_word(names[i], na_str_of(*words))) {
                *ret_column = i;
                found++;
            }
        }
        if (found > 0) {
            return found == 1;
        }
    }
    return false;
}

/* No name is a usual one: by the words in them. */
static enum na_position_names find_by_words(const struct na_str *names, size_t count,
                                            struct na_position_columns *ret_columns)
{
    static const char *const lat_words[] = {"latitude", "lat", NULL};
    static const char *const lon_words[] = {"longitude", "lon", "lng", "long", NULL};
    static const char *const east_words[] = {"easting", "eastings", NULL};
    static const char *const north_words[] = {"northing", "northings", NULL};
    static const char *const postcode_words[] = {"postcode", "pcds", "pcd", NULL};
    static const char *const gridref_words[] = {
        "ngr", "gridref", "grid ref", "grid reference", "gridreference", NULL};
    static const struct {
        enum na_position_form form;
        const char *const *x, *const *y;
    } forms[] = {{NA_POSITION_DEGREES, lon_words, lat_words},
                 {NA_POSITION_METRES, east_words, north_words},
                 {NA_POSITION_IN_POSTCODE, postcode_words, NULL},
                 {NA_POSITION_IN_GRIDREF, gridref_words, NULL}};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct na_position_columns columns = {.form = forms[i].form};
        if (find_word(names, count, forms[i].x, &columns.x) &&
            (forms[i].y == NULL || find_word(names, count, forms[i].y, &columns.y))) {
            bool one = forms[i].y != NULL && columns.x == columns.y;
            if (one && (columns.form != NA_POSITION_DEGREES || count == 1)) {
                continue; /* a header of one name is more likely a separator not seen */
            }
            *ret_columns =
                one ? (struct na_position_columns){NA_POSITION_PAIR, columns.x, 0} : columns;
            return NA_POSITION_NAMES_FOUND;
        }
    }
    return NA_POSITION_NAMES_NONE;
}

enum na_position_names na_position_names_find(const struct na_str *names, size_t count,
                                              struct na_position_columns *ret_columns)
{
    static const struct {
        enum na_position_form form;
        const char *const *x, *const *y;
    } forms[] = {{NA_POSITION_DEGREES, lons, lats},
                 {NA_POSITION_METRES, eastings, northings},
                 {NA_POSITION_XY, xs, ys},
                 {NA_POSITION_PAIR, pairs, NULL},
                 {NA_POSITION_WKT, wkts, NULL},
                 {NA_POSITION_IN_POSTCODE, postcodes, NULL},
                 {NA_POSITION_IN_GRIDREF, gridrefs, NULL}};
    bool found = false;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct na_position_columns columns = {.form = forms[i].form};
        bool here = find(names, count, forms[i].x, &columns.x) &&
                    (forms[i].y == NULL || find(names, count, forms[i].y, &columns.y));
        if (here && found) {
            return columns.form == NA_POSITION_METRES ? NA_POSITION_NAMES_BOTH
                                                      : NA_POSITION_NAMES_FOUND;
        }
        if (here) {
            *ret_columns = columns;
            found = true;
        }
    }
    return found ? NA_POSITION_NAMES_FOUND : find_by_words(names, count, ret_columns);
}
