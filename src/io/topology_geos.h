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

/* An allocation of our own failed: the next na_topology_fail is NA_ERR_MEMORY. */
void na_topology_lacks_memory(struct na_topology *topology);

/* A collection of copies of all polygons, the caller's; NULL if GEOS will not have it. */
GEOSGeometry *na_topology_collect(struct na_topology *topology, struct na_polygon *const *polygons,
                                  size_t count);

/* NA_ERR_DATA: "GEOS failed while `doing`: its reason"; NA_ERR_MEMORY if that was the reason. */
enum na_code na_topology_fail(struct na_topology *topology, const char *doing,
                              struct na_error *reterr);

#endif
