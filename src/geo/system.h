/* geo/system.h - the coordinate systems that layers come in, how each gets to WGS84, and which of
 * them the text of a .prj means. Pure; any thread. */
#ifndef NA_GEO_SYSTEM_H
#define NA_GEO_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

/* Parameters of a Transverse Mercator: degrees, metres. */
struct na_system_mercator {
    double latitude_deg, longitude_deg, scale, false_easting_m, false_northing_m;
};

enum na_system_kind { NA_SYSTEM_DEGREES, NA_SYSTEM_TRANSVERSE_MERCATOR, NA_SYSTEM_WEB_MERCATOR };

/* One system, with one explicit way to longitude and latitude of WGS84. */
struct na_system {
    int epsg;
    const char *name; /* EPSG's */
    enum na_system_kind kind;
    const char *const *datums; /* its names, ended by NULL */
    double axis_m, inverse_flattening;
    struct na_system_mercator mercator; /* of a Transverse Mercator */
    /* PROJ's pipeline from x and y to longitude and latitude; NULL: coordinates are kept as they
     * are (27700 has its own way, geo/crs.h; 4326 and 4258 are longitude and latitude). */
    const char *pipeline;
    double accuracy_m; /* of that, as EPSG gives it */
    /* Where its coordinates may lie, degrees: beyond, they contradict the system. */
    double west, south, east, north;
};

/* NULL: none of those known. */
const struct na_system *na_system_of_epsg(int epsg);
/* All of them, for lists and tests; NULL: no more. */
const struct na_system *na_system_at(size_t index);

/* What the text of a .prj says. */
struct na_prj_text {
    const struct na_system *system; /* the one it means without doubt; NULL: none of those known */
    char name[80];                  /* what the text calls itself, or "" */
    /* It describes one system whole, with datum, ellipsoid and, of projected ones, the method and
     * its parameters: what is neither this nor `system` says nothing that can be held against a
     * person's word. */
    bool is_whole;
};

/* Read WKT1 (OGC or ESRI spelling, MapInfo's among them) or WKT2. Names lie, so datum, ellipsoid,
 * method and each parameter are compared; heights of a compound system are left aside. `length` at
 * most 64 KiB. Never reads a database. */
void na_prj_read(const char *text, size_t length, struct na_prj_text *ret_text);
/* May the text be `system`, for one that has no name for its datum, as programs write a system they
 * only know by its parameters? Ellipsoid, method and parameters are those of `system`. */
bool na_prj_may_be(const char *text, size_t length, const struct na_system *system);

#endif
