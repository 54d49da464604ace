/* The list of coordinate systems: names, numbers and pipelines as EPSG 10 has them, which
 * tests/unit/geo/test_system.c compares with PROJ's own. Every pipeline is explicit, so that no
 * machine takes another way because a file is there or not. */
#include "geo/system.h"

static const char *const osgb36_names[] = {
    "D_OSGB_1936", "OSGB_1936", "OSGB36", "Ordnance_Survey_of_Great_Britain_1936",
    "D_Ordnance_Survey_of_Great_Britain_1936",
    /* MapInfo's datum 79, and the numbers it writes for one that a user defined: the shifts of
     * MapInfo itself, of EPSG:1314, and of the latter with more figures. */
    "MIF 79", "MIF 999,9,375,-111,431", "D_MIF 999,9,375,-111,431",
    "MIF 999,9,446.448,-125.157,542.06", "D_MIF 999,9,446.448,-125.157,542.06",
    "MIF 9999,9,446.448,-125.157,542.06,-0.15,-0.247,-0.842,-20.489,0",
    "D_MIF 9999,9,446.448,-125.157,542.06,-0.15,-0.247,-0.842,-20.489,0",
    "MIF 9999,9,446.448,-125.157,542.06,-0.1502,-0.247,-0.8421,-20.4894,0",
    "D_MIF 9999,9,446.448,-125.157,542.06,-0.1502,-0.247,-0.8421,-20.4894,0", NULL};
static const char *const wgs84_names[] = {"D_WGS_1984",
                                          "WGS_1984",
                                          "WGS84",
                                          "World_Geodetic_System_1984",
                                          "World_Geodetic_System_1984_ensemble",
                                          NULL};
static const char *const etrs89_names[] = {"D_ETRS_1989",
                                           "ETRS_1989",
                                           "ETRS89",
                                           "European_Terrestrial_Reference_System_1989",
                                           "European_Terrestrial_Reference_System_1989_ensemble",
                                           NULL};
static const char *const tm65_names[] = {"D_TM65", "TM65", NULL};
static const char *const tm75_names[] = {"D_TM75", "TM75", "Geodetic_Datum_of_1965", NULL};
static const char *const osni_names[] = {"D_OSNI_1952", "OSNI_1952", NULL};
static const char *const irenet_names[] = {"D_IRENET95", "IRENET95", NULL};

#define WGS84_AXES 6378137.0, 298.257223563
#define GRS80_AXES 6378137.0, 298.257222101
#define AIRY_AXES 6377563.396, 299.3249646
#define MODIFIED_AIRY_AXES 6377340.189, 299.3249646

/* The three Irish datums have the same shift to WGS84: EPSG:1641 of TM65, 1954 of TM75, 1955 of
 * OSNI 1952, good to 1 m. */
#define IRISH_SHIFT                                                                                \
    " +step +proj=helmert +x=482.5 +y=-130.6 +z=564.6 +rx=-1.042 +ry=-0.214 +rz=-0.631 +s=8.15"    \
    " +convention=position_vector +step +inv +proj=cart +ellps=WGS84"
#define IRISH_GRID                                                                                 \
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000"          \
    " +y_0=250000 +a=6377340.189 +rf=299.3249646"                                                  \
    " +step +proj=cart +a=6377340.189 +rf=299.3249646" IRISH_SHIFT
#define OSNI_GRID                                                                                  \
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1 +x_0=200000 +y_0=250000"     \
    " +ellps=airy +step +proj=cart +ellps=airy" IRISH_SHIFT
#define ITM                                                                                        \
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=53.5 +lon_0=-8 +k=0.99982 +x_0=600000"           \
    " +y_0=750000 +ellps=GRS80"
#define WEB "+proj=pipeline +step +inv +proj=webmerc +ellps=WGS84"
#define UTM(zone, ellps) "+proj=pipeline +step +inv +proj=utm +zone=" zone " +ellps=" ellps

/* Metres over the isles and the sea about them: a system of half the world is no witness that a
 * coordinate far away is meant. */
#define ISLES_PLACE -14.0, 48.5, 4.0, 63.0

/* ETRS89 and WGS84 are taken as one, as everywhere in this program: they differ by less than 1 m.
 */
static const struct na_system systems[] = {
    {27700,
     "OSGB36 / British National Grid",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     osgb36_names,
     AIRY_AXES,
     {49, -2, 0.9996012717, 400000, -100000},
     NULL,
     0.1,
     ISLES_PLACE},
    {4326,
     "WGS 84",
     NA_SYSTEM_DEGREES,
     wgs84_names,
     WGS84_AXES,
     {0, 0, 0, 0, 0},
     NULL,
     0,
     ISLES_PLACE},
    {4258,
     "ETRS89",
     NA_SYSTEM_DEGREES,
     etrs89_names,
     GRS80_AXES,
     {0, 0, 0, 0, 0},
     NULL,
     1,
     ISLES_PLACE},
    {3857,
     "WGS 84 / Pseudo-Mercator",
     NA_SYSTEM_WEB_MERCATOR,
     wgs84_names,
     WGS84_AXES,
     {0, 0, 0, 0, 0},
     WEB,
     0,
     ISLES_PLACE},
    {29903,
     "TM75 / Irish Grid",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     tm75_names,
     MODIFIED_AIRY_AXES,
     {53.5, -8, 1.000035, 200000, 250000},
     IRISH_GRID,
     1,
     ISLES_PLACE},
    {29902,
     "TM65 / Irish Grid",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     tm65_names,
     MODIFIED_AIRY_AXES,
     {53.5, -8, 1.000035, 200000, 250000},
     IRISH_GRID,
     1,
     ISLES_PLACE},
    {29901,
     "OSNI 1952 / Irish National Grid",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     osni_names,
     AIRY_AXES,
     {53.5, -8, 1, 200000, 250000},
     OSNI_GRID,
     1,
     ISLES_PLACE},
    {2157,
     "IRENET95 / Irish Transverse Mercator",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     irenet_names,
     GRS80_AXES,
     {53.5, -8, 0.99982, 600000, 750000},
     ITM,
     1,
     ISLES_PLACE},
    {25829,
     "ETRS89 / UTM zone 29N",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     etrs89_names,
     GRS80_AXES,
     {0, -9, 0.9996, 500000, 0},
     UTM("29", "GRS80"),
     1,
     ISLES_PLACE},
    {25830,
     "ETRS89 / UTM zone 30N",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     etrs89_names,
     GRS80_AXES,
     {0, -3, 0.9996, 500000, 0},
     UTM("30", "GRS80"),
     1,
     ISLES_PLACE},
    {25831,
     "ETRS89 / UTM zone 31N",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     etrs89_names,
     GRS80_AXES,
     {0, 3, 0.9996, 500000, 0},
     UTM("31", "GRS80"),
     1,
     ISLES_PLACE},
    {32629,
     "WGS 84 / UTM zone 29N",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     wgs84_names,
     WGS84_AXES,
     {0, -9, 0.9996, 500000, 0},
     UTM("29", "WGS84"),
     0,
     ISLES_PLACE},
    {32630,
     "WGS 84 / UTM zone 30N",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     wgs84_names,
     WGS84_AXES,
     {0, -3, 0.9996, 500000, 0},
     UTM("30", "WGS84"),
     0,
     ISLES_PLACE},
    {32631,
     "WGS 84 / UTM zone 31N",
     NA_SYSTEM_TRANSVERSE_MERCATOR,
     wgs84_names,
     WGS84_AXES,
     {0, 3, 0.9996, 500000, 0},
     UTM("31", "WGS84"),
     0,
     ISLES_PLACE},
};
#define COUNT (sizeof systems / sizeof systems[0])

const struct na_system *na_system_at(size_t index)
{
    return index < COUNT ? &systems[index] : NULL;
}

const struct na_system *na_system_of_epsg(int epsg)
{
    /* The grid with heights, and an older number of the Irish grid. */
    int plain = epsg == 7405 ? 27700 : epsg == 29900 ? 29902 : epsg;
    for (size_t i = 0; i < COUNT; i++) {
        if (systems[i].epsg == plain) {
            return &systems[i];
        }
    }
    return NULL;
}
