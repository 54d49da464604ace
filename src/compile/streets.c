/* [network.*]: the streets of a pack, read, joined into one network, and written with the assets
 * that hang on it. */
#include "compile/streets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/geodesic.h"

/* More of the nodes of ways missing than this, and the extract is not whole. */
#define MISSING_PER_1000 1

void na_streets_free(struct na_streets *streets)
{
    if (streets != NULL) {
        na_buffer_fini(&streets->points);
        na_buffer_fini(&streets->segments);
        na_buffer_fini(&streets->names);
        na_buffer_fini(&streets->named);
        free(streets);
    }
}

static bool is_osm_name(const char *name)
{
    size_t length = strlen(name);
    return (length > 4 && na_text_same_fold(name + length - 4, ".pbf")) ||
           (length > 4 && na_text_same_fold(name + length - 4, ".osm"));
}

/* Degrees times 10^7 of the box around all wards and the margin; the whole earth without wards. */
static struct na_street_box kept_box(const struct na_compiler *compiler, double margin_m)
{
    const struct na_flat_layer *layers =
        (const struct na_flat_layer *)(const void *)compiler->writer.sections[NA_FLAT_LAYERS].data;
    const struct na_flat_area *areas =
        (const struct na_flat_area *)(const void *)compiler->writer.sections[NA_FLAT_AREAS].data;
    double west = INFINITY;
    double south = INFINITY;
    double east = -INFINITY;
    double north = -INFINITY;
    for (size_t l = 0; l < na_flat_writer_count(&compiler->writer, NA_FLAT_LAYERS); l++) {
        for (uint32_t a = 0; layers[l].role == NA_LAYER_WARDS && a < layers[l].area_count; a++) {
            const struct na_flat_area *area = &areas[layers[l].first_area + a];
            west = fmin(west, area->west);
            south = fmin(south, area->south);
            east = fmax(east, area->east);
            north = fmax(north, area->north);
        }
    }
    if (!(west <= east && south <= north)) {
        return (struct na_street_box){-900000000, -1800000000, 900000000, 1800000000};
    }
    struct na_street_box low = na_street_box_around((struct na_lonlat){west, south}, margin_m);
    struct na_street_box high = na_street_box_around((struct na_lonlat){east, north}, margin_m);
    return (struct na_street_box){low.south, low.west, high.north, high.east};
}

static void complain(struct na_compiler *compiler, const struct na_section *section,
                     const char *field, const char *what, const char *hint)
{
    na_compile_error(compiler,
                     (struct na_place){
                         .file = "pack.ini", .record = section->line, .field = field, .hint = hint},
                     "%s", what);
}

/* What the sections say must fit together; the list of them in `ret_sections`. */
static size_t gather(struct na_compiler *compiler, const struct na_section **ret_sections,
                     bool *ret_osm)
{
    size_t count = 0;
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        if (section->type != NA_SECTION_NETWORK) {
            continue;
        }
        bool osm = section->network_format == NA_NETWORK_OSM ||
                   (section->network_format == NA_NETWORK_BY_FILE && is_osm_name(section->file));
        ret_sections[count++] = section;
        if (count == 1) {
            *ret_osm = osm;
        } else if (*ret_osm != osm) {
            complain(compiler, section, "format",
                     "The networks of the pack are of different formats",
                     "Give all of one format: they are joined into one network");
        } else if (section->snap_m < ret_sections[0]->snap_m ||
                   section->snap_m > ret_sections[0]->snap_m ||
                   section->stale_days != ret_sections[0]->stale_days) {
            complain(compiler, section, "snap_m",
                     "The networks of the pack differ in snap_m or stale_days",
                     "Give all the same: they are joined into one network");
        }
        if (osm && !is_osm_name(section->file)) {
            complain(compiler, section, "file", "The file is no extract of OpenStreetMap",
                     "Give a file that ends in .osm.pbf or .osm");
        } else if (!osm && !na_is_shapefile_name(section->file) &&
                   !na_is_geopackage_name(section->file)) {
            complain(compiler, section, "file", "The file is no network of streets",
                     "Give an .osm.pbf, the .shp of a shapefile of lines, or a .gpkg");
        }
    }
    return count;
}

/* Whose data it is must be said, and is passed on. */
static void check_attribution(struct na_compiler *compiler, const struct na_streets *streets,
                              const struct na_section *const *sections, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (sections[i]->attribution[0] == '\0' && streets->format != NA_NETWORK_OPEN_ROADS) {
            complain(compiler, sections[i], "attribution",
                     "The network does not say whose data it is",
                     "Add: attribution = (c) OpenStreetMap contributors, ODbL 1.0");
        }
        if (sections[i]->issued == NA_DATE_NONE) {
            na_compile_warning(compiler,
                               (struct na_place){.file = "pack.ini",
                                                 .record = sections[i]->line,
                                                 .field = "issued",
                                                 .hint = "Add: issued = YYYY-MM-DD, the day of "
                                                         "the extract"},
                               "network-undated: nobody can tell how old the streets are");
        } else if (compiler->manifest.issued != NA_DATE_NONE &&
                   compiler->manifest.issued - sections[i]->issued >
                       (int32_t)sections[i]->stale_days) {
            na_compile_warning(compiler,
                               (struct na_place){.file = "pack.ini",
                                                 .record = sections[i]->line,
                                                 .field = "issued",
                                                 .hint = "Fetch a newer extract"},
                               "network-old: the streets are %d days older than the pack",
                               (int)(compiler->manifest.issued - sections[i]->issued));
        }
    }
}

static void check_facts(struct na_compiler *compiler, const struct na_streets *streets)
{
    const struct na_street_facts *facts = &streets->facts;
    const struct na_place place = {.file = streets->first->file,
                                   .hint = "Fetch the extract again, or make it with osmium"};
    if (facts->bad > 0) {
        na_compile_error(compiler, place, "%llu position%s of streets cannot be",
                         (unsigned long long)facts->bad, facts->bad == 1 ? "" : "s");
    } else if (facts->missing * 1000 > facts->refs * MISSING_PER_1000) {
        na_compile_error(compiler, place, "%llu of %llu nodes of ways are not in the file",
                         (unsigned long long)facts->missing, (unsigned long long)facts->refs);
    } else if (streets->segments.length == 0) {
        na_compile_error(compiler,
                         (struct na_place){.file = streets->first->file,
                                           .hint = "Give the extract of the area of the wards"},
                         "No way in the file can be walked%s",
                         facts->ways > 0 ? " within margin_m of the wards" : "");
    }
}

static enum na_code read_sections(struct na_compiler *compiler,
                                  const struct na_section *const *sections, size_t count, bool osm,
                                  struct na_error *reterr)
{
    size_t errors = compiler->report->errors;
    struct na_streets *streets = calloc(1, sizeof *streets);
    if (streets == NULL) {
        return na_fail_memory(reterr, "reading the network of streets");
    }
    compiler->streets = streets;
    double margin_m = sections[0]->margin_m;
    for (size_t i = 1; i < count; i++) {
        margin_m = fmax(margin_m, sections[i]->margin_m);
    }
    na_buffer_init(&streets->points, NA_FLAT_LIMIT);
    na_buffer_init(&streets->segments, NA_FLAT_LIMIT);
    na_buffer_init(&streets->names, NA_FLAT_LIMIT);
    na_buffer_init(&streets->named, NA_FLAT_LIMIT);
    streets->first = sections[0];
    streets->sections = count;
    streets->keep = kept_box(compiler, margin_m);
    streets->format = osm ? NA_NETWORK_OSM : NA_NETWORK_BY_FILE;
    enum na_code code = osm ? na_streets_read_osm(compiler, streets, sections, count, reterr)
                            : na_streets_read_lines(compiler, streets, sections, count, reterr);
    if (code == NA_OK && compiler->report->errors == errors) {
        check_facts(compiler, streets);
        check_attribution(compiler, streets, sections, count);
        na_compile_progress(compiler, "%s: %llu ways, %zu pieces of street", sections[0]->file,
                            (unsigned long long)streets->facts.ways,
                            streets->segments.length / sizeof(struct na_street_segment));
    }
    return code;
}

enum na_code na_compile_streets(struct na_compiler *compiler, struct na_error *reterr)
{
    const struct na_section **sections =
        calloc(compiler->manifest.section_count + 1, sizeof *sections);
    if (sections == NULL) {
        return na_fail_memory(reterr, "reading the network of streets");
    }
    bool osm = false;
    size_t errors = compiler->report->errors;
    size_t count = gather(compiler, sections, &osm);
    enum na_code code = NA_OK;
    if (count > 0 && compiler->report->errors == errors) {
        code = read_sections(compiler, sections, count, osm, reterr);
    }
    free(sections);
    return code;
}

/* Texts of all networks, each once, joined by `between`. */
static enum na_code join_texts(struct na_compiler *compiler, const char *start, size_t member,
                               const char *between, uint32_t *ret_offset, struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_PACK_INI_MAX);
    enum na_code code = na_buffer_text(&text, start);
    for (size_t i = 0; code == NA_OK && i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        const char *add = *(const char *const *)(const void *)((const char *)section + member);
        if (section->type != NA_SECTION_NETWORK || add[0] == '\0') {
            continue;
        }
        const char *so_far = na_buffer_terminate(&text);
        if (so_far != NULL && strstr(so_far, add) == NULL) {
            code = na_buffer_printf(&text, "%s%s", text.length > 0 ? between : "", add);
        }
    }
    if (code == NA_OK) {
        code =
            na_compile_text(compiler, (struct na_str){text.data, text.length}, ret_offset, reterr);
    } else {
        (void)na_fail(reterr, code, "No room for the texts of the pack");
    }
    na_buffer_fini(&text);
    return code;
}

enum na_code na_compile_attribution(struct na_compiler *compiler, uint32_t *ret_offset,
                                    struct na_error *reterr)
{
    struct na_buffer start;
    na_buffer_init(&start, NA_PACK_INI_MAX);
    enum na_code code = na_provenance_text(compiler, &start, reterr);
    if (code == NA_OK) {
        const char *text = na_buffer_terminate(&start);
        code = join_texts(compiler, text != NULL ? text : "",
                          offsetof(struct na_section, attribution), "; ", ret_offset, reterr);
    }
    na_buffer_fini(&start);
    return code;
}

/* The oldest of all; NONE if one is not dated. */
static int32_t issued_of(const struct na_compiler *compiler)
{
    int32_t issued = INT32_MAX;
    for (size_t i = 0; i < compiler->manifest.section_count; i++) {
        const struct na_section *section = &compiler->manifest.sections[i];
        if (section->type == NA_SECTION_NETWORK) {
            if (section->issued == NA_DATE_NONE) {
                return NA_DATE_NONE;
            }
            issued = section->issued < issued ? section->issued : issued;
        }
    }
    return issued;
}

static enum na_code put_network(struct na_compiler *compiler, const struct na_street_tables *tables,
                                struct na_error *reterr)
{
    const struct na_streets *streets = compiler->streets;
    struct na_street_net net = na_street_tables_net(tables);
    struct na_flat_network flat = {
        .format = (uint32_t)streets->format,
        .issued = issued_of(compiler),
        .snap_mm = na_street_mm(streets->first->snap_m),
        .stale_days = streets->first->stale_days,
        .component_count = tables->component_count,
        .flags = (streets->format == NA_NETWORK_OSM ? 0 : NA_FLAT_NETWORK_NO_ACCESS) |
                 (streets->facts.paths > 0 ? 0 : NA_FLAT_NETWORK_NO_PATHS)};
    for (uint32_t e = 0; e < net.edge_count; e++) {
        flat.length_mm += net.edges[e].mm;
    }
    enum na_code code =
        join_texts(compiler, "", offsetof(struct na_section, id), "+", &flat.id, reterr);
    if (code == NA_OK) {
        code = join_texts(compiler, "", offsetof(struct na_section, attribution), "; ",
                          &flat.attribution, reterr);
    }
    if (code == NA_OK) {
        code = na_flat_writer_add(&compiler->writer, NA_FLAT_NETWORK, &flat);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the network of streets");
    }
    return code;
}

static enum na_code put_tables(struct na_compiler *compiler, const struct na_street_tables *tables,
                               struct na_error *reterr)
{
    const struct {
        enum na_flat_id id;
        const struct na_buffer *from;
    } parts[] = {
        {NA_FLAT_NET_NODES, &tables->first_half},  {NA_FLAT_NET_COMPONENTS, &tables->components},
        {NA_FLAT_NET_HALVES, &tables->halves},     {NA_FLAT_NET_EDGES, &tables->edges},
        {NA_FLAT_NET_VERTICES, &tables->vertices}, {NA_FLAT_NET_BOXES, &tables->boxes},
        {NA_FLAT_NET_STOPS, &tables->stops},       {NA_FLAT_NET_OWNERS, &tables->by_owner}};
    enum na_code code = put_network(compiler, tables, reterr);
    for (size_t i = 0; code == NA_OK && i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].from->length > 0) {
            code = na_buffer_append(&compiler->writer.sections[parts[i].id], parts[i].from->data,
                                    parts[i].from->length);
            code =
                code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the network of streets");
        }
    }
    return code;
}

/* The assets on the network, in their order in the file. */
static enum na_code hang_assets(struct na_compiler *compiler, struct na_street_tables *tables,
                                bool **ret_snapped, struct na_error *reterr)
{
    size_t count = na_flat_writer_count(&compiler->writer, NA_FLAT_ASSETS);
    const struct na_flat_asset *assets =
        (const struct na_flat_asset *)(const void *)compiler->writer.sections[NA_FLAT_ASSETS].data;
    struct na_lonlat *positions = calloc(count + 1, sizeof *positions);
    bool *snapped = calloc(count + 1, sizeof *snapped);
    enum na_code code = NA_OK;
    if (positions == NULL || snapped == NULL) {
        code = na_fail_memory(reterr, "finding the assets on the streets");
    }
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        positions[i] = (struct na_lonlat){assets[i].lon_deg, assets[i].lat_deg};
    }
    if (code == NA_OK) {
        code = na_street_hang(tables, positions, (uint32_t)count, compiler->streets->first->snap_m,
                              snapped, reterr);
    }
    free(positions);
    if (code != NA_OK) {
        free(snapped);
        return code;
    }
    *ret_snapped = snapped;
    return NA_OK;
}

enum na_code na_compile_street_tables(struct na_compiler *compiler, struct na_error *reterr)
{
    struct na_streets *streets = compiler->streets;
    bool *snapped = NULL;
    if (streets == NULL || compiler->report->errors > 0) {
        return NA_OK;
    }
    const struct na_street_source source = {
        (const struct na_street_point *)(const void *)streets->points.data,
        (uint32_t)(streets->points.length / sizeof(struct na_street_point)),
        (const struct na_street_segment *)(const void *)streets->segments.data,
        (uint32_t)(streets->segments.length / sizeof(struct na_street_segment))};
    struct na_street_tables tables;
    na_street_tables_init(&tables);
    na_compile_progress(compiler, "%s: joining %u pieces of street", streets->first->file,
                        (unsigned)source.segment_count);
    enum na_code code = na_street_build(&source, &tables, reterr);
    if (code == NA_OK) {
        code = hang_assets(compiler, &tables, &snapped, reterr);
    }
    if (code == NA_OK) {
        na_streets_findings(compiler, streets, &tables, snapped);
        code = put_tables(compiler, &tables, reterr);
    }
    if (code == NA_OK) {
        code = na_streets_put_names(compiler, streets, reterr);
    }
    free(snapped);
    na_street_tables_fini(&tables);
    return code;
}
