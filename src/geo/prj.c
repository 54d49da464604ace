/* Which coordinate system the text of a .prj means. Names lie, so datum, ellipsoid, projection and
 * each parameter are compared with the list of geo/system.c; what is not surely one of them is left
 * unknown.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "geo/system.h"
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

static const char *const compound_words[] = {"COMPD_CS", "COMPOUNDCRS", NULL};
static const char *const vertical_words[] = {"VERT_CS", "VERTCS", "VERTCRS", "VERTICALCRS", NULL};
static const char *const conversion_words[] = {"CONVERSION", NULL};

/* How a text that has no name for its datum begins, letters and figures alone. */
static const char *const nameless[] = {"unknown",      "dunknown",      "unnamed", "dunnamed",
                                       "notspecified", "dnotspecified", "mif",     "dmif",
                                       "custom",       "dcustom",       NULL};

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

/* Has the datum one of the names of `system`, or with `any_name` none to speak of? */
static bool datum_name_is(struct na_str name, const struct na_system *system, bool any_name)
{
    if (is_one_of(name, system->datums)) {
        return true;
    }
    char plain[16] = "";
    size_t length = 0;
    for (size_t i = 0; i < name.length && length + 1 < sizeof plain; i++) {
        char c = na_ascii_lower(name.bytes[i]);
        if (c >= 'a' && c <= 'z') {
            plain[length++] = c;
        }
    }
    for (size_t i = 0; any_name && nameless[i] != NULL; i++) {
        if (strncmp(plain, nameless[i], strlen(nameless[i])) == 0) {
            return true;
        }
    }
    return any_name && length == 0;
}

/* Datum, ellipsoid and prime meridian of a geographic system. */
static bool datum_is(const struct na_wkt *wkt, const struct na_wkt_node *geographic,
                     const struct na_system *system, bool any_name)
{
    const struct na_wkt_node *datum = only_child(wkt, geographic, datum_words);
    const struct na_wkt_node *name = datum != NULL ? na_wkt_child(wkt, datum, 0) : NULL;
    const struct na_wkt_node *ellipsoid =
        datum != NULL ? only_child(wkt, datum, ellipsoid_words) : NULL;
    if (name == NULL || !datum_name_is(name->text, system, any_name) || ellipsoid == NULL ||
        !child_near(wkt, ellipsoid, 1, system->axis_m, AXIS_TOLERANCE_M) ||
        !child_near(wkt, ellipsoid, 2, system->inverse_flattening, FLATTENING_TOLERANCE)) {
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

/* A parameter under the names of OGC, ESRI and WKT2, and what its values are near in. */
struct parameter {
    const char *const names[4];
    double tolerance;
    double unit; /* factor to radians or metres */
};
enum { LATITUDE, LONGITUDE, SCALE, EASTING, NORTHING, PARALLEL, SPHERE, PARAMETERS };
static const struct parameter parameters[PARAMETERS] = {
    {{"latitude_of_origin", "Latitude of natural origin", NULL},
     ANGLE_TOLERANCE_DEG,
     DEGREE_RADIANS},
    {{"central_meridian", "Longitude of natural origin", "longitude_of_origin", NULL},
     ANGLE_TOLERANCE_DEG,
     DEGREE_RADIANS},
    {{"scale_factor", "Scale factor at natural origin", NULL}, SCALE_TOLERANCE, 1.0},
    {{"false_easting", NULL}, LENGTH_TOLERANCE_M, 1.0},
    {{"false_northing", NULL}, LENGTH_TOLERANCE_M, 1.0},
    {{"standard_parallel_1", NULL}, ANGLE_TOLERANCE_DEG, DEGREE_RADIANS},
    {{"auxiliary_sphere_type", NULL}, 0.0, 1.0},
};

/* A method with the parameters it must have; `must` and `may` are bits. */
struct method {
    const char *name;
    unsigned int must, may;
    bool wants_proj4; /* a plain Mercator, unless the PROJ text beside it says the sphere */
};
#define BIT(parameter) (1u << (parameter))
#define ORIGIN (BIT(LONGITUDE) | BIT(EASTING) | BIT(NORTHING))
static const struct method transverse[] = {
    {"Transverse_Mercator", ORIGIN | BIT(LATITUDE) | BIT(SCALE), 0, false}};
static const struct method web[] = {
    {"Mercator_Auxiliary_Sphere", ORIGIN | BIT(SPHERE), BIT(PARALLEL), false},
    {"Popular Visualisation Pseudo Mercator", ORIGIN, BIT(LATITUDE), false},
    {"Mercator_1SP", ORIGIN | BIT(SCALE), BIT(LATITUDE), true}};

static double parameter_value(const struct na_system *system, unsigned int parameter)
{
    const struct na_system_mercator *mercator = &system->mercator;
    const double values[PARAMETERS] = {mercator->latitude_deg, mercator->longitude_deg,
                                       mercator->scale, mercator->false_easting_m,
                                       mercator->false_northing_m};
    return system->kind == NA_SYSTEM_WEB_MERCATOR && parameter == SCALE ? 1.0 : values[parameter];
}

/* Marks the parameter in `seen`; false if it is unknown, repeated or of another value. */
static bool parameter_right(const struct na_wkt *wkt, const struct na_wkt_node *at,
                            const struct na_system *system, unsigned int *seen)
{
    const struct na_wkt_node *name = na_wkt_child(wkt, at, 0);
    for (unsigned int i = 0; name != NULL && i < PARAMETERS; i++) {
        const struct parameter *wanted = &parameters[i];
        if (!is_one_of(name->text, wanted->names)) {
            continue;
        }
        const struct na_wkt_node *unit = only_child(wkt, at, any_unit_words);
        bool fresh = (*seen & BIT(i)) == 0;
        *seen |= BIT(i);
        return fresh && child_near(wkt, at, 1, parameter_value(system, i), wanted->tolerance) &&
               (unit == NULL || child_near(wkt, unit, 1, wanted->unit, UNIT_TOLERANCE));
    }
    return false;
}

/* EXTENSION["PROJ4", "+proj=merc +a=6378137 +b=6378137 ..."]: GDAL's way to say the web's sphere.
 */
static bool has_web_extension(const struct na_wkt *wkt, const struct na_wkt_node *root)
{
    static const char *const words[] = {"EXTENSION", NULL};
    const struct na_wkt_node *extension = only_child(wkt, root, words);
    const struct na_wkt_node *text = extension != NULL ? na_wkt_child(wkt, extension, 1) : NULL;
    const struct na_str wanted = na_str_of("+proj=merc +a=6378137 +b=6378137 ");
    return text != NULL && text->text.length > wanted.length &&
           memcmp(text->text.bytes, wanted.bytes, wanted.length) == 0;
}

/* Method and parameters: children of PROJCS, or of the CONVERSION of WKT2. */
static bool is_projection(const struct na_wkt *wkt, const struct na_wkt_node *root,
                          const struct na_system *system)
{
    const struct na_wkt_node *conversion = only_child(wkt, root, conversion_words);
    const struct na_wkt_node *at = conversion != NULL ? conversion : root;
    const struct na_wkt_node *said = only_child(wkt, at, method_words);
    const struct na_wkt_node *name = said != NULL ? na_wkt_child(wkt, said, 0) : NULL;
    bool is_web = system->kind == NA_SYSTEM_WEB_MERCATOR;
    const struct method *method = NULL;
    const struct method *methods = is_web ? web : transverse;
    size_t count = is_web ? sizeof web / sizeof web[0] : 1;
    for (size_t i = 0; name != NULL && i < count; i++) {
        method = na_wkt_same_name(name->text, methods[i].name) ? &methods[i] : method;
    }
    if (method == NULL || (method->wants_proj4 && !has_web_extension(wkt, root))) {
        return false;
    }
    unsigned int seen = 0;
    for (const struct na_wkt_node *child = na_wkt_first(wkt, at); child != NULL;
         child = na_wkt_next(wkt, child)) {
        if (!child->quoted && na_wkt_same_name(child->text, "PARAMETER") &&
            !parameter_right(wkt, child, system, &seen)) {
            return false;
        }
    }
    return (seen & method->must) == method->must && (seen & ~(method->must | method->may)) == 0;
}

static bool is_projected(const struct na_wkt *wkt, const struct na_wkt_node *root,
                         const struct na_system *system, bool any_name)
{
    const struct na_wkt_node *base = only_child(wkt, root, base_words);
    if (!is_one_of(root->text, projected_words) || base == NULL ||
        !datum_is(wkt, base, system, any_name) || !units_are(wkt, root, length_words, 1.0) ||
        !axes_plain(wkt, root)) {
        return false;
    }
    /* WKT1 says degrees in its GEOGCS; in WKT2 each parameter may. */
    const struct na_wkt_node *angle = only_child(wkt, base, angle_words);
    if ((only_child(wkt, root, conversion_words) == NULL && angle == NULL) ||
        (angle != NULL && !child_near(wkt, angle, 1, DEGREE_RADIANS, UNIT_TOLERANCE))) {
        return false;
    }
    return is_projection(wkt, root, system);
}

static bool is_system(const struct na_wkt *wkt, const struct na_wkt_node *root,
                      const struct na_system *system, bool any_name)
{
    return system->kind == NA_SYSTEM_DEGREES
               ? is_one_of(root->text, geographic_words) && datum_is(wkt, root, system, any_name) &&
                     units_are(wkt, root, angle_words, DEGREE_RADIANS) && axes_plain(wkt, root)
               : is_projected(wkt, root, system, any_name);
}

/* A system described whole, whichever it is. */
static bool is_whole(const struct na_wkt *wkt, const struct na_wkt_node *root)
{
    bool projected = is_one_of(root->text, projected_words);
    const struct na_wkt_node *geographic = projected ? only_child(wkt, root, base_words) : root;
    const struct na_wkt_node *conversion = only_child(wkt, root, conversion_words);
    if ((!projected && !is_one_of(root->text, geographic_words)) || geographic == NULL) {
        return false;
    }
    const struct na_wkt_node *datum = only_child(wkt, geographic, datum_words);
    const struct na_wkt_node *ellipsoid =
        datum != NULL ? only_child(wkt, datum, ellipsoid_words) : NULL;
    double axis_m = 0;
    return ellipsoid != NULL && na_wkt_number(na_wkt_child(wkt, ellipsoid, 1), &axis_m) &&
           (!projected ||
            only_child(wkt, conversion != NULL ? conversion : root, method_words) != NULL);
}

/* The end of the first of the texts in `text`: ESRI writes the height as a second one, after a
 * comma. */
static size_t first_length(struct na_str text)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        quoted = quoted != (c == '"');
        if (!quoted && (c == '[' || c == '(')) {
            depth++;
        } else if (!quoted && (c == ']' || c == ')') && depth > 0) {
            depth--;
        } else if (!quoted && c == ',' && depth == 0) {
            return i;
        }
    }
    return text.length;
}

/* The tree of the text and its horizontal system; NULL: it is none. */
static const struct na_wkt_node *horizontal(const char *text, size_t length, struct na_wkt *wkt)
{
    if (length > NA_WKT_TEXT_MAX_BYTES) {
        return NULL;
    }
    size_t first = first_length((struct na_str){text, length});
    if (first < length && (!na_wkt_read(text + first + 1, length - first - 1, wkt) ||
                           !is_one_of(wkt->nodes[0].text, vertical_words))) {
        return NULL;
    }
    if (!na_wkt_read(text, first, wkt)) {
        return NULL;
    }
    const struct na_wkt_node *root = &wkt->nodes[0];
    if (!is_one_of(root->text, compound_words)) {
        return root;
    }
    const struct na_wkt_node *projected = only_child(wkt, root, projected_words);
    return only_child(wkt, root, vertical_words) == NULL ? NULL
           : projected != NULL                           ? projected
                                                         : only_child(wkt, root, geographic_words);
}

void na_prj_read(const char *text, size_t length, struct na_prj_text *ret_text)
{
    struct na_wkt wkt;
    const struct na_wkt_node *root = horizontal(text, length, &wkt);
    memset(ret_text, 0, sizeof *ret_text);
    if (root == NULL) {
        return;
    }
    const struct na_wkt_node *name = na_wkt_child(&wkt, root, 0);
    if (name != NULL && name->quoted && na_utf8_valid(name->text.bytes, name->text.length)) {
        (void)na_text_copy_str(ret_text->name, sizeof ret_text->name, name->text);
    }
    ret_text->is_whole = is_whole(&wkt, root);
    for (size_t i = 0; na_system_at(i) != NULL && ret_text->system == NULL; i++) {
        const struct na_system *system = na_system_at(i);
        ret_text->system = is_system(&wkt, root, system, false) ? system : NULL;
    }
}

bool na_prj_may_be(const char *text, size_t length, const struct na_system *system)
{
    struct na_wkt wkt;
    const struct na_wkt_node *root = horizontal(text, length, &wkt);
    return root != NULL && is_system(&wkt, root, system, true);
}
