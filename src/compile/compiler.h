/* compile/compiler.h - state of one compilation; shared by compile*.c. One thread. */
#ifndef NA_COMPILE_COMPILER_H
#define NA_COMPILE_COMPILER_H

#include "compile/compile.h"
#include "compile/flat_writer.h"
#include "compile/manifest.h"
#include "data/snapshot.h"
#include "geo/crs.h"
#include "geo/edge_set.h"
#include "geo/proj_grid.h"
#include "geo/system.h"
#include "io/file.h"
#include "io/geojson.h"
#include "io/shapefile.h"
#include "io/topology.h"

/* Limits, each tested at and one above where a test can make such a file. */
#define NA_PACK_INI_MAX ((size_t)1 << 20)
#define NA_PACK_CSV_MAX ((size_t)1 << 30)
#define NA_PACK_GRID_MAX ((size_t)64 << 20)
#define NA_PACK_ASSETS_MAX 10000000u

/* The record of a register being read: with on_error = skip its errors leave it out. */
struct na_open_record {
    bool skips;    /* errors become warnings, and the record is left out */
    bool left_out; /* one was found */
};

/* Records of a section of assets. */
struct na_section_count {
    size_t read, left_out;
    size_t approved;                      /* of those left out: a person said so */
    size_t unsaid, compared, at_postcode; /* as struct na_register_taken has them */
};

struct na_compiler {
    const char *pack_dir;
    const struct na_compile_options *options;
    struct na_report *report;
    struct na_manifest manifest;
    struct na_flat_writer writer;
    struct na_topology *topology;
    struct na_crs *crs;        /* reads the grid as it is needed */
    struct na_proj_grid *proj; /* the file, and PROJ */
    struct na_file grid;       /* empty with Helmert */
    char grid_sha256[NA_SHA256_TEXT];
    const char *section;         /* whose table is being opened */
    bool has_uprns, has_streets; /* sections of the pack that give positions */
    struct na_open_record record;
    struct na_section_count counts[NA_MANIFEST_SECTIONS_MAX];
    struct na_buffer digest_lines;  /* "sha256 name" of every file, to be summed */
    struct na_buffer asset_rows;    /* struct na_asset_row */
    struct na_buffer asset_tags;    /* struct na_flat_tag, of all rows */
    struct na_buffer extents;       /* compile/layer_extent.c */
    struct na_buffer sensitive;     /* uint32_t: texts of kinds that are */
    struct na_buffer postcode_rows; /* struct na_postcode_row: compile/places.h */
    struct na_buffer barrier_edges; /* struct na_edge: compile/barriers.c */
    struct na_streets *streets;     /* compile/streets.h; NULL: the pack has no network */
};

/* An asset as read, before all are sorted. */
struct na_asset_row {
    struct na_flat_asset flat; /* first_tag counts within asset_tags */
    const char *file;
    int64_t record;
    const struct na_section *section;
    uint32_t postcode; /* its key */
    bool has_postcode;
    bool from_grid; /* easting and northing were given, not lat and lon */
    enum na_placed_by by;
    bool wants_postcode; /* it has no position but that of its postcode */
    bool wants_uprn;     /* or of its UPRN, which comes first */
    bool wants_street;   /* or of the street in its address, which comes last */
    uint64_t uprn;
    bool says_quality;           /* the file says how good the position is */
    bool left_out;               /* it is not written */
    char code[NA_FLAT_CODE_MAX]; /* what opens it, by secrets = move; never shown */
};

/* Where a finding is, and what to do about it; members may be NULL or 0. */
struct na_place {
    const char *file;
    int64_t record;
    const char *field;
    const char *hint;
};

/* Add a finding to the report; compilation goes on, so that one run tells all faults. */
void na_compile_error(struct na_compiler *compiler, struct na_place place, const char *format, ...)
    NA_PRINTF(3, 4);
void na_compile_warning(struct na_compiler *compiler, struct na_place place, const char *format,
                        ...) NA_PRINTF(3, 4);
/* Tell the caller's progress function. */
void na_compile_progress(struct na_compiler *compiler, const char *format, ...) NA_PRINTF(2, 3);

/* Store a text in the flat file, turning a failure into an error. */
NA_MUST_USE enum na_code na_compile_text(struct na_compiler *compiler, struct na_str text,
                                         uint32_t *ret_offset, struct na_error *reterr);

/* Read file `name` of the pack and remember its digest, as a source of `section`. A failure to read
 * is a finding: *ret_found tells. Errors: NA_ERR_MEMORY and the like only. */
NA_MUST_USE enum na_code na_compile_read(struct na_compiler *compiler, const char *section,
                                         const char *name, size_t limit, struct na_file *ret_file,
                                         bool *ret_found, struct na_error *reterr);
/* The counts of a section. */
struct na_section_count *na_compile_count(struct na_compiler *compiler,
                                          const struct na_section *section);
/* Set the record count of the source stored last. */
void na_compile_no_records(struct na_compiler *compiler, const struct na_section *section);
void na_compile_source_records(struct na_compiler *compiler, const char *name, size_t records);

/* Choose the transformation; when all else is written, write the piece of it that the pack needs
 * and the points that prove it: compile/grid.c. */
NA_MUST_USE enum na_code na_compile_write_grid(struct na_compiler *compiler,
                                               struct na_error *reterr);
NA_MUST_USE enum na_code na_compile_choose_grid(struct na_compiler *compiler,
                                                struct na_error *reterr);
/* [wards.*] and [areas.*]: compile/layer.c. */
NA_MUST_USE enum na_code na_compile_layer(struct na_compiler *compiler,
                                          const struct na_section *section,
                                          struct na_error *reterr);
/* `profile =` of [assets.*], before anything else is read: compile/profile.c. */
NA_MUST_USE enum na_code na_compile_profiles(struct na_compiler *compiler, struct na_error *reterr);
/* [assets.*]: compile/assets.c; rows are kept until all sections are read. */
NA_MUST_USE enum na_code na_compile_assets(struct na_compiler *compiler,
                                           const struct na_section *section,
                                           struct na_error *reterr);
/* Once all files are read: give assets without a position that of their postcode, and compare every
 * position with the rest of the pack: compile/plausible.c. */
NA_MUST_USE enum na_code na_compile_plausible(struct na_compiler *compiler,
                                              struct na_error *reterr);
/* Sort, check ids, write assets, tags, kinds and trees: compile/asset_tables.c. */
NA_MUST_USE enum na_code na_compile_asset_tables(struct na_compiler *compiler,
                                                 struct na_error *reterr);

/* Add wards, areas and barriers to the places, once the tree over the places is made: regions.c. */
NA_MUST_USE enum na_code na_compile_regions(struct na_compiler *compiler, struct na_error *reterr);

/* [places.*]: compile/places.c. */
NA_MUST_USE enum na_code na_compile_places(struct na_compiler *compiler,
                                           const struct na_section *section,
                                           struct na_error *reterr);
/* Sort the postcodes read; the best of each comes first. */
void na_postcode_rows_sort(struct na_compiler *compiler);
/* Sort and write the postcodes of all sections: compile/postcodes.c. */
NA_MUST_USE enum na_code na_compile_postcode_tables(struct na_compiler *compiler,
                                                    struct na_error *reterr);
/* [barriers.*]: compile/barriers.c. Edges are kept until all sections are read. */
NA_MUST_USE enum na_code na_compile_barriers(struct na_compiler *compiler,
                                             const struct na_section *section,
                                             struct na_error *reterr);
/* Write the edges of all sections. */
NA_MUST_USE enum na_code na_compile_barrier_edges(struct na_compiler *compiler,
                                                  struct na_error *reterr);

/* [table.*], after all layers: compile/tables.c. */
NA_MUST_USE enum na_code na_compile_tables(struct na_compiler *compiler, struct na_error *reterr);

/* [network.*], after all layers: read and joined; compile/streets.c. */
NA_MUST_USE enum na_code na_compile_streets(struct na_compiler *compiler, struct na_error *reterr);
/* Build the network, hang the assets on it, write both; after the tables of assets. */
NA_MUST_USE enum na_code na_compile_street_tables(struct na_compiler *compiler,
                                                  struct na_error *reterr);
/* The pack's attribution, with that of its networks. */
NA_MUST_USE enum na_code na_compile_attribution(struct na_compiler *compiler, uint32_t *ret_offset,
                                                struct na_error *reterr);
struct na_streets;
void na_streets_free(struct na_streets *streets);

/* The tree over the positions of all places: compile/place_tree.c. */
NA_MUST_USE enum na_code na_compile_place_tree(struct na_compiler *compiler,
                                               struct na_error *reterr);
/* The index of all names; after the assets were written: compile/names.c. */
NA_MUST_USE enum na_code na_compile_names(struct na_compiler *compiler, struct na_error *reterr);

/* May the file hold access codes: is it closed to others? A finding if not: compile/codes.c. */
bool na_compile_is_private(struct na_compiler *compiler, const char *name);
/* Can this be a code that opens something? */
bool na_compile_is_code(struct na_str code);
/* The codes that open assets, from the file access_codes of [pack] and from registers with
 * secrets = move: compile/codes.c. After the tables of assets. */
NA_MUST_USE enum na_code na_compile_codes(struct na_compiler *compiler, struct na_error *reterr);

/* publisher, licence and retrieved of the sections: compile/provenance.c. */
NA_MUST_USE enum na_code na_compile_provenance(struct na_compiler *compiler,
                                               struct na_error *reterr);
/* Does each layer lie where the rest of the pack does? Warnings if not: compile/layer_extent.c. */
void na_compile_check_extents(struct na_compiler *compiler);
/* The files whose sections say how many records were published have so many; an error if not. */
void na_compile_check_records(struct na_compiler *compiler);
/* The pack's attribution with who publishes each source, for the foot of every map. */
NA_MUST_USE enum na_code na_provenance_text(struct na_compiler *compiler, struct na_buffer *to,
                                            struct na_error *reterr);

/* A shapefile of the pack with its side files, or a GeoJSON file: bundle.c and bundle_read.c. */
struct na_bundle {
    char name[256];               /* "wards_2023.shp", "wards.zip: BGC/wards_2023.shp" */
    struct na_file shp, shx, dbf; /* GeoJSON: its bytes are `shp` */
    struct na_file prj, cpg;      /* of a zip file */
    bool is_zipped;
    bool says_system;  /* by a .prj, or by its form */
    char spooled[256]; /* the temporary file of a GeoPackage out of a zip file, or "" */
    struct na_shape_bytes bytes;
    struct na_shapefile *shapefile;
    struct na_geojson *geojson;     /* one of the two is NULL */
    enum na_prj crs;                /* of the shapes, once they are settled */
    const struct na_system *system; /* of the file */
    struct na_proj_way *way;        /* from there; NULL: its coordinates are kept */
    size_t misplaced;               /* records that contradict the system, so far */
    bool is_layer;                  /* only the first of them are listed */
    enum na_encoding encoding;
};
/* Load, check and open. *ret_usable is false when findings forbid to go on. Release with
 * na_bundle_fini. */
NA_MUST_USE enum na_code na_bundle_open(struct na_compiler *compiler,
                                        const struct na_section *section,
                                        struct na_bundle *ret_bundle, bool *ret_usable,
                                        struct na_error *reterr);
/* Let go of the files once all records are read: names, systems and the way between them stay. */
void na_bundle_release_files(struct na_bundle *bundle);
void na_bundle_fini(struct na_bundle *bundle);
/* By the end of the name, in any case: .shp; .geojson or .json. */
bool na_is_shapefile_name(const char *name);
bool na_is_geojson_name(const char *name);
bool na_is_geopackage_name(const char *name);
bool na_is_zip_name(const char *name);
/* Read the layer of the section's zip file: its parts, its name, whether it is zipped. A fault is a
 * finding, *ret_good false then. */
NA_MUST_USE enum na_code na_bundle_unzip(struct na_compiler *compiler,
                                         const struct na_section *section, struct na_bundle *bundle,
                                         bool *ret_good, struct na_error *reterr);
/* Is the member what sheet = says, with or without its ending? */
bool na_zip_is_wanted(const char *member, const char *sheet);
/* Is the section's file a zip file whose layer is a shapefile? */
bool na_zip_holds_shapefile(const struct na_compiler *compiler, const struct na_section *section);
/* As na_shapefile_* and na_geojson_* of what is open; a feature is a record, a property a field. */
enum na_shape_kind na_bundle_kind(const struct na_bundle *bundle);
size_t na_bundle_record_count(const struct na_bundle *bundle);
size_t na_bundle_field_count(const struct na_bundle *bundle);
const char *na_bundle_field_name(const struct na_bundle *bundle, size_t field);
NA_MUST_USE enum na_code na_bundle_read_shape(struct na_bundle *bundle, size_t record,
                                              struct na_shape *ret_shape, struct na_error *reterr);
/* Attribute as UTF-8, trimmed, appended to the emptied `to` and ended with a NUL. A byte that is
 * not of the encoding is a finding and gives "". */
NA_MUST_USE enum na_code na_bundle_text(struct na_compiler *compiler, struct na_bundle *bundle,
                                        size_t record, size_t field, struct na_buffer *to,
                                        struct na_error *reterr);
/* Which coordinate system the layer is in: bundle_system.c. `prj`: NULL when there is none.
 * *ret_usable is false with a finding when that is not known, or contradicts the section. */
NA_MUST_USE enum na_code na_bundle_decide_system(struct na_compiler *compiler,
                                                 const struct na_section *section,
                                                 struct na_bundle *bundle,
                                                 const struct na_file *prj, bool *ret_usable,
                                                 struct na_error *reterr);
/* The same of a layer that names its system by EPSG's number (GeoPackage). */
NA_MUST_USE enum na_code na_bundle_take_epsg(struct na_compiler *compiler,
                                             const struct na_section *section,
                                             struct na_bundle *bundle, int epsg, bool *ret_usable,
                                             struct na_error *reterr);
/* A shape that was read into what bundle->crs says. *ret_ok is false with a finding when its
 * coordinates are not what the coordinate system allows. */
NA_MUST_USE enum na_code na_bundle_settle_shape(struct na_compiler *compiler,
                                                struct na_bundle *bundle, size_t record,
                                                struct na_shape *shape, bool *ret_ok,
                                                struct na_error *reterr);

#endif
