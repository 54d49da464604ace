/* Which of two coordinate systems the text of a .prj names: EPSG:27700 or EPSG:4326. Names lie, so
 * datum, projection and each parameter are compared; what is not surely one of the two is unknown.
 */
#include <math.h>
#include <stdint.h>

#include "base/number.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/wkt.h"

/* How far a parameter may be from its definition: what it would move on the ground is below 5 mm,
 * and the shortenings of real files (0.0174532925199433, 299.32496) are within. */
#define DEGREE_RADIANS 0.017453292519943295
#define UNIT_TOLERANCE 1e-11
#define AXIS_TOLERANCE_M 1e-3
#define FLATTENING_TOLERANCE 1e-5
#define ANGLE_TOLERANCE_DEG 1e-9
#define LENGTH_TOLERANCE_M 1e-3
#define SCALE_TOLERANCE 3e-9

/* Names of things, compared without case, blanks and marks. */
static bool is_one_of(struct na_str name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (na_wkt_same_name(name, *names)) {
            return true;
        }
    }
    return false;
}

static const char *const projected_words[] = {"PROJCS", "PROJCRS", "PROJECTEDCRS", NULL};
static const char *const geographic_words[] = {"GEOGCS",  "GEOGCRS",     "GEOGRAPHICCRS",
                                               "GEODCRS", "GEODETICCRS", NULL};
static const char *const base_words[] = {"GEOGCS", "BASEGEOGCRS", "BASEGEODCRS", NULL};
static const char *const datum_words[] = {"DATUM", "ENSEMBLE", "GEODETICDATUM", "TRF", NULL};
static const char *const ellipsoid_words[] = {"SPHEROID", "ELLIPSOID", NULL};
static const char *const meridian_words[] = {"PRIMEM", "PRIMEMERIDIAN", NULL};
static const char *const method_words[] = {"PROJECTION", "METHOD", NULL};
static const char *const angle_words[] = {"UNIT", "ANGLEUNIT", NULL};
static const char *const length_words[] = {"UNIT", "LENGTHUNIT", NULL};
static const char *const any_unit_words[] = {"UNIT", "ANGLEUNIT", "LENGTHUNIT", "SCALEUNIT", NULL};

static const char *const osgb36_names[] = {"D_OSGB_1936",
                                           "OSGB_1936",
                                           "OSGB36",
                                           "Ordnance_Survey_of_Great_Britain_1936",
                                           "D_Ordnance_Survey_of_Great_Britain_1936",
                                           NULL};
static const char *const wgs84_names[] = {"D_WGS_1984",
                                          "WGS_1984",
                                          "WGS84",
                                          "World_Geodetic_System_1984",
                                          "World_Geodetic_System_1984_ensemble",
                                          "D_ETRS_1989",
                                          "ETRS_1989",
                                          "ETRS89",
                                          "European_Terrestrial_Reference_System_1989",
                                          "European_Terrestrial_Reference_System_1989_ensemble",
                                          NULL};

/* The only child of `at` whose word is among `words`; NULL when there is none or several. */
static const struct na_wkt_node *only_child(const struct na_wkt *wkt, const struct na_wkt_node *at,
                                            const char *const *words)
{
    const struct na_wkt_node *found = NULL;
    for (const struct na_wkt_node *child = na_wkt_first(wkt, at); child != NULL;
         child = na_wkt_next(wkt, child)) {
        if (!child->quoted && is_one_of(child->text, words)) {
            if (found != NULL) {
                return NULL;
            }
            found = child;
        }
    }
    return found;
}

static bool child_near(const struct na_wkt *wkt, const struct na_wkt_node *at, unsigned int index,
                       double wanted, double tolerance)
{
    double value = 0.0;
    return na_wkt_number(na_wkt_child(wkt, at, index), &value) && fabs(value - wanted) <= tolerance;
}

/* Every unit of `at` and of its axes must have the factor, and there must be one. */
static bool units_are(const struct na_wkt *wkt, const struct na_wkt_node *at,
                      const char *const *words, double factor)
{
    static const char *const axis_words[] = {"AXIS", NULL};
    bool seen = false;
    for (const struct na_wkt_node *child = na_wkt_first(wkt, at); child != NULL;
         child = na_wkt_next(wkt, child)) {
        const struct na_wkt_node *unit = NULL;
        if (!child->quoted && is_one_of(child->text, words)) {
            unit = child;
        } else if (!child->quoted && is_one_of(child->text, axis_words)) {
            unit = only_child(wkt, child, words);
        }
        if (unit != NULL && !child_near(wkt, unit, 1, factor, UNIT_TOLERANCE)) {
            return false;
        }
        seen = seen || unit != NULL;
    }
    return seen;
}

/* Axes, where they are given, point east and north: two of them. Their order says nothing: a
 * shapefile has x first whatever its .prj says. */
static bool axes_plain(const struct na_wkt *wkt, const struct na_wkt_node *at)
{
    unsigned int east = 0;
    unsigned int north = 0;
    for (const struct na_wkt_node *child = na_wkt_first(wkt, at); child != NULL;
         child = na_wkt_next(wkt, child)) {
        if (child->quoted || !na_wkt_same_name(child->text, "AXIS")) {
            continue;
        }
        const struct na_wkt_node *direction = na_wkt_child(wkt, child, 1);
        if (direction == NULL) {
            return false;
        }
        if (na_wkt_same_name(direction->text, "EAST")) {
            east++;
        } else if (na_wkt_same_name(direction->text, "NORTH")) {
            north++;
        } else {
            return false;
        }
    }
    return east == north && east <= 1;
}

/* Datum, ellipsoid and prime meridian of a geographic system. */
static bool datum_is(const struct na_wkt *wkt, const struct na_wkt_node *geographic,
                     const char *const *names, double axis_m, double inverse_flattening)
{
    const struct na_wkt_node *datum = only_child(wkt, geographic, datum_words);
    const struct na_wkt_node *name = datum != NULL ? na_wkt_child(wkt, datum, 0) : NULL;
    const struct na_wkt_node *ellipsoid =
        datum != NULL ? only_child(wkt, datum, ellipsoid_words) : NULL;
    if (name == NULL || !is_one_of(name->text, names) || ellipsoid == NULL ||
        !child_near(wkt, ellipsoid, 1, axis_m, AXIS_TOLERANCE_M) ||
        !child_near(wkt, ellipsoid, 2, inverse_flattening, FLATTENING_TOLERANCE)) {
        return false;
    }
    const struct na_wkt_node *unit = only_child(wkt, ellipsoid, length_words);
    if (unit != NULL && !child_near(wkt, unit, 1, 1.0, UNIT_TOLERANCE)) {
        return false;
    }
    /* WKT2 leaves Greenwich out. */
    const struct na_wkt_node *meridian = only_child(wkt, geographic, meridian_words);
    return meridian == NULL || child_near(wkt, meridian, 1, 0.0, ANGLE_TOLERANCE_DEG);
}

/* The parameters of the British National Grid under the names of OGC, ESRI and WKT2. */
static const struct parameter {
    const char *const names[4];
    double value;
    double tolerance;
    double unit; /* factor to radians or metres */
} grid_parameters[] = {
    {{"latitude_of_origin", "Latitude of natural origin", NULL},
     49.0,
     ANGLE_TOLERANCE_DEG,
     DEGREE_RADIANS},
    {{"central_meridian", "Longitude of natural origin", "longitude_of_origin", NULL},
     -2.0,
     ANGLE_TOLERANCE_DEG,
     DEGREE_RADIANS},
    {{"scale_factor", "Scale factor at natural origin", NULL}, 0.9996012717, SCALE_TOLERANCE, 1.0},
    {{"false_easting", NULL}, 400000.0, LENGTH_TOLERANCE_M, 1.0},
    {{"false_northing", NULL}, -100000.0, LENGTH_TOLERANCE_M, 1.0},
};
#define GRID_PARAMETERS (sizeof grid_parameters / sizeof grid_parameters[0])

/* Marks the parameter in `seen`; false if it is unknown, repeated or of another value. */
static bool parameter_right(const struct na_wkt *wkt, const struct na_wkt_node *at,
                            unsigned int *seen)
{
    const struct na_wkt_node *name = na_wkt_child(wkt, at, 0);
    for (unsigned int i = 0; name != NULL && i < GRID_PARAMETERS; i++) {
        const struct parameter *wanted = &grid_parameters[i];
        if (!is_one_of(name->text, wanted->names)) {
            continue;
        }
        const struct na_wkt_node *unit = only_child(wkt, at, any_unit_words);
        bool fresh = (*seen & 1u << i) == 0;
        *seen |= 1u << i;
        return fresh && child_near(wkt, at, 1, wanted->value, wanted->tolerance) &&
               (unit == NULL || child_near(wkt, unit, 1, wanted->unit, UNIT_TOLERANCE));
    }
    return false;
}

/* Method and parameters: children of PROJCS, or of the CONVERSION of WKT2. */
static bool is_grid_projection(const struct na_wkt *wkt, const struct na_wkt_node *at)
{
    const struct na_wkt_node *method = only_child(wkt, at, method_words);
    const struct na_wkt_node *name = method != NULL ? na_wkt_child(wkt, method, 0) : NULL;
    if (name == NULL || !na_wkt_same_name(name->text, "Transverse_Mercator")) {
        return false;
    }
    unsigned int seen = 0;
    for (const struct na_wkt_node *child = na_wkt_first(wkt, at); child != NULL;
         child = na_wkt_next(wkt, child)) {
        if (!child->quoted && na_wkt_same_name(child->text, "PARAMETER") &&
            !parameter_right(wkt, child, &seen)) {
            return false;
        }
    }
    return seen == (1u << GRID_PARAMETERS) - 1;
}

static bool is_national_grid(const struct na_wkt *wkt, const struct na_wkt_node *root)
{
    static const char *const conversion_words[] = {"CONVERSION", NULL};
    const struct na_wkt_node *base = only_child(wkt, root, base_words);
    const struct na_wkt_node *conversion = only_child(wkt, root, conversion_words);
    if (base == NULL || !datum_is(wkt, base, osgb36_names, 6377563.396, 299.3249646) ||
        !units_are(wkt, root, length_words, 1.0) || !axes_plain(wkt, root)) {
        return false;
    }
    /* WKT1 says degrees in its GEOGCS; in WKT2 each parameter may. */
    const struct na_wkt_node *angle = only_child(wkt, base, angle_words);
    if ((conversion == NULL && angle == NULL) ||
        (angle != NULL && !child_near(wkt, angle, 1, DEGREE_RADIANS, UNIT_TOLERANCE))) {
        return false;
    }
    return is_grid_projection(wkt, conversion != NULL ? conversion : root);
}

static bool is_wgs84(const struct na_wkt *wkt, const struct na_wkt_node *root)
{
    /* WGS84 and GRS80 differ by 1.5e-6 in the inverse flattening: 0.1 mm. */
    return datum_is(wkt, root, wgs84_names, 6378137.0, 298.2572229) &&
           units_are(wkt, root, angle_words, DEGREE_RADIANS) && axes_plain(wkt, root);
}

enum na_prj na_prj_recognise(const char *text, size_t length)
{
    struct na_wkt wkt;
    if (!na_wkt_read(text, length, &wkt)) {
        return NA_PRJ_UNKNOWN;
    }
    const struct na_wkt_node *root = &wkt.nodes[0];
    if (is_one_of(root->text, projected_words) && is_national_grid(&wkt, root)) {
        return NA_PRJ_27700;
    }
    if (is_one_of(root->text, geographic_words) && is_wgs84(&wkt, root)) {
        return NA_PRJ_4326;
    }
    return NA_PRJ_UNKNOWN;
}
