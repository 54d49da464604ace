/* io/topology_geos.h - what io/topology*.c share that has GEOS's types: the only includer of
 * <geos_c.h>. Private. */
#ifndef NA_IO_TOPOLOGY_GEOS_H
#define NA_IO_TOPOLOGY_GEOS_H

#include <geos_c.h>

#include "io/topology.h"

struct na_topology {
    GEOSContextHandle_t geos;
    char message[256]; /* the last error of GEOS */
};

struct na_polygon {
    GEOSGeometry *geometry;
    double box[4];
};

/* NA_ERR_DATA: "GEOS failed while `doing`: its reason". */
enum na_code na_topology_fail(struct na_topology *topology, const char *doing,
                              struct na_error *reterr);

#endif
