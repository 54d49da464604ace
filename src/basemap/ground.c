/* One table decides: the first row that fits the layer, the attribute and the type of geometry says
 * what a feature is to us. A new publisher is a few more rows. A layer that is in no row is not
 * drawn, and the caller can say so. */
#include "basemap/ground.h"

#include <string.h>

/* A row: features of `layer` whose `attribute` is one of `values` are `ground`. An attribute of
 * NULL is for all of the layer; the first row that fits counts. Only geometries of `type` do. */
struct row {
    const char *layer, *attribute, *values;
    enum na_mvt_type type;
    enum na_ground ground;
};

#define LINES NA_MVT_LINE
#define AREAS NA_MVT_POLYGON
#define POINTS NA_MVT_POINT

static const struct row rows[] = {
    /* OS Open Zoomstack: docs.os.uk, technical specification of its vector tiles. */
    {"sea", NULL, NULL, AREAS, NA_GROUND_SEA},
    {"foreshore", NULL, NULL, AREAS, NA_GROUND_SHORE},
    {"surfacewater", NULL, NULL, AREAS, NA_GROUND_WATER},
    {"waterlines", "type", "MHW|MLW", LINES, NA_GROUND_NONE},
    {"waterlines", NULL, NULL, LINES, NA_GROUND_STREAM},
    {"greenspaces", NULL, NULL, AREAS, NA_GROUND_GREEN},
    {"greenspace", NULL, NULL, AREAS, NA_GROUND_GREEN},
    {"sites", NULL, NULL, AREAS, NA_GROUND_SITE},
    {"woodland", NULL, NULL, AREAS, NA_GROUND_WOOD},
    {"buildings", NULL, NULL, AREAS, NA_GROUND_BUILDING},
    {"roads", "type", "Tunnels|Tunnel", LINES, NA_GROUND_NONE},
    {"roads", "type", "Motorway", LINES, NA_GROUND_MOTORWAY},
    {"roads", "type", "Primary", LINES, NA_GROUND_PRIMARY},
    {"roads", "type", "A Road", LINES, NA_GROUND_A_ROAD},
    {"roads", "type", "B Road", LINES, NA_GROUND_B_ROAD},
    {"roads", "type", "Minor|Minor Road", LINES, NA_GROUND_MINOR},
    {"roads", "type", "Local|Local Road", LINES, NA_GROUND_LOCAL},
    {"roads", "type", "Restricted|Guided Busway", LINES, NA_GROUND_RESTRICTED},
    {"roads", "type", "Path|Footpath", LINES, NA_GROUND_PATH},
    {"roads", NULL, NULL, LINES, NA_GROUND_LOCAL},
    {"rail", "type", "Tunnel", LINES, NA_GROUND_NONE},
    {"rail", NULL, NULL, LINES, NA_GROUND_RAIL},
    {"boundaries", NULL, NULL, LINES, NA_GROUND_BOUNDARY},
    {"names", "type", "Capital|City|Town", POINTS, NA_GROUND_TOWN_NAME},
    {"names", "type", "Village", POINTS, NA_GROUND_VILLAGE_NAME},
    {"names", "type", "Suburban Area", POINTS, NA_GROUND_SUBURB_NAME},
    {"names", "type", "Hamlet|Small Settlements", POINTS, NA_GROUND_HAMLET_NAME},
    {"names", "type", "Water", POINTS, NA_GROUND_WATER_NAME},
    {"names", "type", "Woodland|Greenspace", POINTS, NA_GROUND_GREEN_NAME},
    {"names", "type", "Sites", POINTS, NA_GROUND_SITE_NAME},
    {"railwaystations", NULL, NULL, POINTS, NA_GROUND_STATION_NAME},
    {"railway_stations", NULL, NULL, POINTS, NA_GROUND_STATION_NAME},
    {"airports", NULL, NULL, POINTS, NA_GROUND_SITE_NAME},
    /* OS Open Roads, and products that class their roads as it does. */
    {"road_link", "road_classification", "Motorway", LINES, NA_GROUND_MOTORWAY},
    {"road_link", "road_classification", "A Road", LINES, NA_GROUND_A_ROAD},
    {"road_link", "road_classification", "B Road", LINES, NA_GROUND_B_ROAD},
    {"road_link", "road_classification", "Classified Unnumbered", LINES, NA_GROUND_MINOR},
    {"road_link", NULL, NULL, LINES, NA_GROUND_LOCAL},
    {"Road", "classification", "Motorway", LINES, NA_GROUND_MOTORWAY},
    {"Road", "classification", "Primary Road|Primary", LINES, NA_GROUND_PRIMARY},
    {"Road", "classification", "A Road", LINES, NA_GROUND_A_ROAD},
    {"Road", "classification", "B Road", LINES, NA_GROUND_B_ROAD},
    {"Road", "classification", "Minor Road", LINES, NA_GROUND_MINOR},
    {"Road", NULL, NULL, LINES, NA_GROUND_LOCAL},
    {"Building", NULL, NULL, AREAS, NA_GROUND_BUILDING},
    {"Woodland", NULL, NULL, AREAS, NA_GROUND_WOOD},
    {"SurfaceWater_Area", NULL, NULL, AREAS, NA_GROUND_WATER},
    {"SurfaceWater_Line", NULL, NULL, LINES, NA_GROUND_STREAM},
    {"TidalWater", NULL, NULL, AREAS, NA_GROUND_SEA},
    {"RailwayTrack", NULL, NULL, LINES, NA_GROUND_RAIL},
    /* OpenMapTiles: openmaptiles.org/schema. */
    {"water", "class", "ocean", AREAS, NA_GROUND_SEA},
    {"water", NULL, NULL, AREAS, NA_GROUND_WATER},
    {"waterway", NULL, NULL, LINES, NA_GROUND_STREAM},
    {"landcover", "class", "wood", AREAS, NA_GROUND_WOOD},
    {"landcover", "class", "grass", AREAS, NA_GROUND_GREEN},
    {"landcover", "class", "sand", AREAS, NA_GROUND_SHORE},
    {"park", NULL, NULL, AREAS, NA_GROUND_GREEN},
    {"landuse", "class", "cemetery|pitch|playground|park|stadium", AREAS, NA_GROUND_GREEN},
    {"landuse", "class", "school|university|college|hospital|industrial|retail|commercial", AREAS,
     NA_GROUND_SITE},
    {"building", NULL, NULL, AREAS, NA_GROUND_BUILDING},
    {"transportation", "brunnel", "tunnel", LINES, NA_GROUND_NONE},
    {"transportation", "class", "motorway", LINES, NA_GROUND_MOTORWAY},
    {"transportation", "class", "trunk", LINES, NA_GROUND_PRIMARY},
    {"transportation", "class", "primary", LINES, NA_GROUND_A_ROAD},
    {"transportation", "class", "secondary", LINES, NA_GROUND_B_ROAD},
    {"transportation", "class", "tertiary", LINES, NA_GROUND_MINOR},
    {"transportation", "class", "minor", LINES, NA_GROUND_LOCAL},
    {"transportation", "class", "service|track|busway|bus_guideway", LINES, NA_GROUND_RESTRICTED},
    {"transportation", "class", "path", LINES, NA_GROUND_PATH},
    {"transportation", "class", "rail|transit", LINES, NA_GROUND_RAIL},
    {"transportation_name", NULL, NULL, LINES, NA_GROUND_ROAD_NAME},
    {"boundary", NULL, NULL, LINES, NA_GROUND_BOUNDARY},
    {"place", "class", "city|town", POINTS, NA_GROUND_TOWN_NAME},
    {"place", "class", "village", POINTS, NA_GROUND_VILLAGE_NAME},
    {"place", "class", "suburb|quarter|neighbourhood", POINTS, NA_GROUND_SUBURB_NAME},
    {"place", "class", "hamlet|isolated_dwelling", POINTS, NA_GROUND_HAMLET_NAME},
    {"water_name", NULL, NULL, POINTS, NA_GROUND_WATER_NAME},
};
#define ROW_COUNT (sizeof rows / sizeof rows[0])

static const char *const name_keys[] = {"name1", "name", "name_1", "road_name", "distinctivename"};

/* Is `value` one of "a|b|c"? */
static bool is_one_of(struct na_str value, const char *values)
{
    while (value.length > 0 && values != NULL) {
        size_t length = strcspn(values, "|");
        if (length == value.length && memcmp(values, value.bytes, length) == 0) {
            return true;
        }
        values = values[length] == '|' ? values + length + 1 : NULL;
    }
    return false;
}

static struct na_str name_of(const struct na_mvt_feature *feature)
{
    for (size_t i = 0; i < sizeof name_keys / sizeof name_keys[0]; i++) {
        struct na_str name = na_mvt_text(feature, name_keys[i]);
        if (name.length > 0) {
            return name;
        }
    }
    return (struct na_str){"", 0};
}

enum na_ground na_ground_of(const struct na_mvt_feature *feature, struct na_str *ret_name)
{
    *ret_name = (struct na_str){"", 0};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const struct row *row = &rows[i];
        if (row->type != feature->type || !na_str_is(feature->layer, row->layer) ||
            (row->attribute != NULL &&
             !is_one_of(na_mvt_text(feature, row->attribute), row->values))) {
            continue;
        }
        *ret_name = name_of(feature);
        return row->ground;
    }
    return NA_GROUND_NONE;
}

bool na_ground_layer_known(struct na_str layer)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (na_str_is(layer, rows[i].layer)) {
            return true;
        }
    }
    return false;
}
