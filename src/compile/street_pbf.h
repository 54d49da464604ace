/* compile/street_pbf.h - nodes of an OpenStreetMap PBF that stand one by one. The library that
 * reads everything else (street_osm.c) passes over them: all publishers write the dense form, but a
 * file may be made otherwise. Not trusted: for a process that may die. */
#ifndef NA_COMPILE_STREET_PBF_H
#define NA_COMPILE_STREET_PBF_H

#include <stddef.h>
#include <stdint.h>

#include <nearaid/error.h>

#include "compile/street_rules.h"

/* Told of each node; positions may be anything. `tags` is good for the call. */
typedef void na_pbf_node_met(void *context, int64_t id, double lat_deg, double lon_deg,
                             const struct na_street_tags *tags);

/* Read the whole file. What was met before a fault stays. Errors: NA_ERR_DATA (it cannot be read),
 * NA_ERR_LIMIT, NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_pbf_plain_nodes(const unsigned char *bytes, size_t length,
                                            na_pbf_node_met *met, void *context);

#endif
