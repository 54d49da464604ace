/* compile/streets.h - what the readers of a network of streets give to the builder: points, the
 * segments between them, and what is known of the whole. */
#ifndef NA_COMPILE_STREETS_H
#define NA_COMPILE_STREETS_H

#include "compile/compiler.h"
#include "geo/street_build.h"

/* Largest extract, bytes. */
#define NA_PACK_OSM_MAX ((size_t)4 << 30)

/* Counts that come with the segments. */
struct na_street_facts {
    uint64_t ways;          /* that may be walked */
    uint64_t paths;         /* of them, without cars */
    uint64_t refs, missing; /* nodes of ways; of them not in the file */
    uint64_t bad;           /* positions that cannot be */
    uint64_t blocked;       /* nodes that stop who walks */
    uint64_t conditional;   /* ways and nodes open at some times only */
};

/* The point lies on a way of this name: number of a text of `names`. */
struct na_street_named {
    uint32_t point, name;
};

struct na_streets {
    enum na_network_format format;
    struct na_buffer names;    /* names and numbers of ways, each with its NUL */
    struct na_buffer named;    /* struct na_street_named */
    struct na_buffer points;   /* struct na_street_point */
    struct na_buffer segments; /* struct na_street_segment */
    struct na_street_facts facts;
    struct na_street_box keep; /* what lies outside is not needed; the whole earth without wards */
    const struct na_section *first; /* of the pack's networks */
    size_t sections;
};

/* Read the OpenStreetMap extracts `paths` (as many as `names`) in a process that may die. A fault
 * of the files is a finding. Errors: NA_ERR_MEMORY, NA_ERR_IO. compile/street_osm.c */
NA_MUST_USE enum na_code na_streets_read_osm(struct na_compiler *compiler,
                                             struct na_streets *streets,
                                             const struct na_section *const *sections, size_t count,
                                             struct na_error *reterr);
/* Read line files: compile/street_lines.c. */
NA_MUST_USE enum na_code na_streets_read_lines(struct na_compiler *compiler,
                                               struct na_streets *streets,
                                               const struct na_section *const *sections,
                                               size_t count, struct na_error *reterr);

/* Does the segment have an end in the box? */
static inline bool na_street_kept(const struct na_street_box *keep, struct na_street_point a,
                                  struct na_street_point b)
{
    return (a.lat_e7 >= keep->south && a.lat_e7 <= keep->north && a.lon_e7 >= keep->west &&
            a.lon_e7 <= keep->east) ||
           (b.lat_e7 >= keep->south && b.lat_e7 <= keep->north && b.lon_e7 >= keep->west &&
            b.lon_e7 <= keep->east);
}

/* Names of streets and their corners into the compiled file: compile/street_names.c. Errors:
 * NA_ERR_MEMORY, NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_streets_put_names(struct na_compiler *compiler,
                                              const struct na_streets *streets,
                                              struct na_error *reterr);

/* Wards whose postcodes lie off the network: compile/street_cover.c. */
void na_streets_say_uncovered(struct na_compiler *compiler, const struct na_streets *streets,
                              const struct na_street_net *net);

/* The build's own findings: components, crossings, assets. compile/street_findings.c */
void na_streets_findings(struct na_compiler *compiler, const struct na_streets *streets,
                         const struct na_street_tables *tables, const bool *snapped);

#endif
