/* Networks from lines: shapefiles and GeoPackages with the fields of Geofabrik's downloads, and OS
 * Open Roads.
 *
 * Geofabrik's ways are not split where they meet: equal coordinates join, but two inner vertices of
 * records on different layers do not, as one passes over the other. OS Open Roads says itself which
 * links meet, by the ids of their ends; its coordinates join nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "compile/street_rules.h"
#include "compile/streets.h"

enum field {
    FIELD_CLASS,
    FIELD_FUNCTION,
    FIELD_FORM,
    FIELD_MAXSPEED,
    FIELD_LAYER,
    FIELD_BRIDGE,
    FIELD_TUNNEL,
    FIELD_START,
    FIELD_END,
    FIELD_ID,
    FIELD_NAME,
    FIELD_REF,
    FIELD_COUNT
};
#define TEXT_MAX 256
#define UNNAMED UINT32_MAX
/* Longest field name of a shapefile. */
#define DBF_NAME 10

/* Names of the fields of each format; NULL: it has none. */
static const char *const names[][FIELD_COUNT] = {
    [NA_NETWORK_BY_FILE] = {NULL},
    [NA_NETWORK_OSM] = {NULL},
    [NA_NETWORK_GEOFABRIK] = {"fclass", NULL, NULL, "maxspeed", "layer", "bridge", "tunnel", NULL,
                              NULL, "osm_id", "name", "ref"},
    [NA_NETWORK_OPEN_ROADS] = {"class", "function", "formOfWay", NULL, NULL, NULL, NULL,
                               "startNode", "endNode", "identifier", "name1", "roadNumber"},
};

/* The same as OS Open Roads has them in its GeoPackage. */
static const char *const package_names[FIELD_COUNT] = {
    [FIELD_CLASS] = "road_classification",
    [FIELD_FUNCTION] = "road_function",
    [FIELD_FORM] = "form_of_way",
    [FIELD_START] = "start_node",
    [FIELD_END] = "end_node",
    [FIELD_ID] = "id",
    [FIELD_NAME] = "name_1",
    [FIELD_REF] = "road_classification_number",
};

/* A vertex of a way before vertices are joined. */
struct vertex {
    struct na_street_point at;
    uint32_t node;  /* the point it becomes */
    uint32_t flags; /* see below */
    int32_t layer;
    uint32_t names[2]; /* of the way: name and number, by their place; UNNAMED: none */
};
#define VERTEX_END 1u     /* of its line */
#define VERTEX_LAST 2u    /* no segment leads on from here */
#define VERTEX_COVERED 4u /* the segment that leads on is on a bridge or in a tunnel */

/* A text in the pool, and the vertex or file it is of. */
struct id {
    size_t offset;
    uint32_t of;
};

struct lines {
    struct na_compiler *compiler;
    struct na_streets *streets;
    struct na_bundle bundle; /* of a GeoPackage only name and system */
    const struct na_section *section;
    uint32_t file;
    const char **columns; /* names of the fields of the file */
    size_t column_count;
    size_t fields[FIELD_COUNT];
    size_t sorted; /* ids of records of the files before this one */
    size_t records;
    struct na_buffer scratch;
    char texts[FIELD_COUNT][TEXT_MAX];
    uint32_t names[2]; /* of the record under way */
    uint32_t name_count;
    struct na_buffer vertices; /* struct vertex */
    struct na_buffer ends, ways,
        pool; /* struct id of the nodes of OS Open Roads, of records; texts */
};

/* Is the field `have` the one called `want`, which a shapefile may have cut? */
static bool is_field(const char *have, const char *want)
{
    char cut[DBF_NAME + 1];
    (void)na_text_copy_str(cut, sizeof cut, (struct na_str){want, strnlen(want, DBF_NAME)});
    return na_text_same_fold(have, want) || na_text_same_fold(have, cut);
}

static size_t find_field(const struct lines *lines, const char *want)
{
    for (size_t i = 0; want != NULL && i < lines->column_count; i++) {
        if (is_field(lines->columns[i], want)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* What format lines have, by the names of their fields. */
static enum na_network_format format_of(const struct lines *lines)
{
    if (find_field(lines, "fclass") != SIZE_MAX) {
        return NA_NETWORK_GEOFABRIK;
    }
    bool shape =
        find_field(lines, "startNode") != SIZE_MAX && find_field(lines, "endNode") != SIZE_MAX;
    bool package =
        find_field(lines, "start_node") != SIZE_MAX && find_field(lines, "end_node") != SIZE_MAX;
    return shape || package ? NA_NETWORK_OPEN_ROADS : NA_NETWORK_BY_FILE;
}

static void complain(const struct lines *lines, const char *field, const char *what,
                     const char *hint)
{
    na_compile_error(lines->compiler,
                     (struct na_place){.file = lines->bundle.name, .field = field, .hint = hint},
                     "%s", what);
}

/* The fields that the format has; layer, maxspeed and the like may be missing, what decides not. */
static bool find_fields(struct lines *lines)
{
    enum na_network_format format = lines->streets->format;
    bool good = true;
    for (int f = 0; f < FIELD_COUNT; f++) {
        const char *name = names[format][f];
        lines->fields[f] = find_field(lines, name);
        if (lines->fields[f] == SIZE_MAX && format == NA_NETWORK_OPEN_ROADS) {
            lines->fields[f] = find_field(lines, package_names[f]);
        }
        bool needed = f == FIELD_CLASS || f == FIELD_START || f == FIELD_END || f == FIELD_FORM ||
                      f == FIELD_FUNCTION ||
                      (format == NA_NETWORK_GEOFABRIK && f <= FIELD_TUNNEL && f != FIELD_MAXSPEED);
        if (name != NULL && needed && lines->fields[f] == SIZE_MAX) {
            complain(lines, name, "The field is missing",
                     "Give the file as its publisher makes it, or another format =");
            good = false;
        }
    }
    return good;
}

static enum na_code read_texts(struct lines *lines, size_t record, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (int f = 0; code == NA_OK && f < FIELD_COUNT; f++) {
        lines->texts[f][0] = '\0';
        if (lines->fields[f] != SIZE_MAX) {
            code = na_bundle_text(lines->compiler, &lines->bundle, record, lines->fields[f],
                                  &lines->scratch, reterr);
            if (code == NA_OK) {
                (void)na_text_copy_str(lines->texts[f], TEXT_MAX,
                                       (struct na_str){lines->scratch.data, lines->scratch.length});
            }
        }
    }
    return code;
}

/* Geofabrik's columns as tags of OpenStreetMap. */
static const char *find_tag(const void *context, const char *key)
{
    const struct lines *lines = context;
    if (strcmp(key, "highway") == 0) {
        const char *class = lines->texts[FIELD_CLASS];
        return strncmp(class, "track_grade", 11) == 0 ? "track"
               : strcmp(class, "unknown") == 0        ? "road"
                                                      : class;
    }
    if (strcmp(key, "maxspeed") == 0) {
        return lines->texts[FIELD_MAXSPEED];
    }
    if (strcmp(key, "bridge") == 0) {
        return strcmp(lines->texts[FIELD_BRIDGE], "T") == 0 ? "yes" : NULL;
    }
    if (strcmp(key, "tunnel") == 0) {
        return strcmp(lines->texts[FIELD_TUNNEL], "T") == 0 ? "yes" : NULL;
    }
    return NULL;
}

static bool is_walkable(struct lines *lines, bool *ret_covered)
{
    struct na_street_tags tags = {find_tag, lines};
    *ret_covered = false;
    if (lines->streets->format == NA_NETWORK_OPEN_ROADS) {
        return na_street_link_walkable(lines->texts[FIELD_CLASS], lines->texts[FIELD_FUNCTION],
                                       lines->texts[FIELD_FORM]);
    }
    *ret_covered = na_street_covered(&tags);
    bool walkable = na_street_walkable(&tags);
    lines->streets->facts.paths += walkable && na_street_is_path(&tags);
    return walkable;
}

static enum na_code add_id(struct lines *lines, struct na_buffer *to, const char *text, uint32_t of)
{
    struct id id = {lines->pool.length, of};
    enum na_code code = na_buffer_append(&lines->pool, text, strlen(text) + 1);
    return code == NA_OK ? na_buffer_append(to, &id, sizeof id) : code;
}

/* Degrees times 10^7 of a vertex; false where the transformation does not reach. */
static bool to_point(const struct lines *lines, const double *xy, struct na_street_point *ret_point)
{
    struct na_lonlat at = {xy[0], xy[1]};
    struct na_error ignored;
    if (lines->bundle.crs == NA_PRJ_27700 &&
        na_crs_to_lonlat(lines->compiler->crs, (struct na_grid){xy[0], xy[1]}, &at, &ignored) !=
            NA_OK) {
        return false;
    }
    if (lines->bundle.way != NULL &&
        na_proj_way_to_lonlat(lines->bundle.way, xy[0], xy[1], &at, &ignored) != NA_OK) {
        return false;
    }
    if (!(fabs(at.lat_deg) <= 90.0) || !(fabs(at.lon_deg) <= 180.0)) {
        return false;
    }
    *ret_point = (struct na_street_point){(int32_t)lrint(at.lat_deg * 1e7),
                                          (int32_t)lrint(at.lon_deg * 1e7)};
    return true;
}

static enum na_code add_part(struct lines *lines, const struct na_shape *shape, size_t part,
                             bool covered, int32_t layer)
{
    size_t first = shape->part_starts[part];
    size_t end = shape->part_starts[part + 1];
    enum na_code code = NA_OK;
    for (size_t i = first; code == NA_OK && i < end; i++) {
        struct vertex vertex = {
            .node = NA_STREET_NONE, .layer = layer, .names = {lines->names[0], lines->names[1]}};
        if (!to_point(lines, shape->xy + 2 * i, &vertex.at)) {
            lines->streets->facts.bad++;
            return NA_OK;
        }
        vertex.flags = (i == first || i + 1 == end ? VERTEX_END : 0) |
                       (i + 1 == end ? VERTEX_LAST : 0) | (covered ? VERTEX_COVERED : 0);
        uint32_t number = (uint32_t)(lines->vertices.length / sizeof vertex);
        code = na_buffer_append(&lines->vertices, &vertex, sizeof vertex);
        bool is_start = part == 0 && i == first;
        bool is_end = part + 1 == shape->part_count && i + 1 == end;
        if (code == NA_OK && lines->streets->format == NA_NETWORK_OPEN_ROADS &&
            (is_start || is_end)) {
            code = add_id(lines, &lines->ends, lines->texts[is_start ? FIELD_START : FIELD_END],
                          number);
        }
    }
    return code;
}

static int compare_texts(const void *left, const void *right, const char *pool)
{
    const struct id *a = left;
    const struct id *b = right;
    int order = strcmp(pool + a->offset, pool + b->offset);
    return order != 0 ? order : (a->of > b->of) - (a->of < b->of);
}

/* By bytes of the texts; a merge sort, as qsort hands its comparison no pool. */
static enum na_code sort_ids(struct lines *lines, struct na_buffer *ids)
{
    size_t count = ids->length / sizeof(struct id);
    struct id *from = (struct id *)(void *)ids->data;
    struct id *room = malloc(ids->length + sizeof *room);
    if (room == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t high = low + 2 * width < count ? low + 2 * width : count;
            size_t a = low;
            size_t b = middle;
            for (size_t to = low; to < high; to++) {
                bool take_a = a < middle && (b >= high || compare_texts(&from[a], &from[b],
                                                                        lines->pool.data) <= 0);
                room[to] = from[take_a ? a++ : b++];
            }
        }
        memcpy(from, room, count * sizeof *from);
    }
    free(room);
    return NA_OK;
}

/* Was a record of this id in a file before? The ids of those are sorted. */
static bool is_repeated(const struct lines *lines, size_t sorted)
{
    const struct id *ids = (const struct id *)(const void *)lines->ways.data;
    const char *text = lines->texts[FIELD_ID];
    size_t low = 0;
    size_t high = sorted;
    while (low < high && text[0] != '\0') {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(lines->pool.data + ids[middle].offset, text);
        if (order == 0) {
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

static enum na_code keep_name(struct lines *lines, const char *text, uint32_t *ret_name)
{
    size_t length = strcspn(text, ";");
    *ret_name = UNNAMED;
    if (length == 0) {
        return NA_OK;
    }
    enum na_code code = na_buffer_append(&lines->streets->names, text, length);
    *ret_name = lines->name_count++;
    return code == NA_OK ? na_buffer_append(&lines->streets->names, "", 1) : code;
}

/* A record whose texts are read, and that may be walked. */
static enum na_code add_line(struct lines *lines, const struct na_shape *shape, bool covered)
{
    int64_t layer = 0;
    (void)na_integer_parse(na_str_of(lines->texts[FIELD_LAYER]), -100, 100, &layer);
    lines->streets->facts.ways++;
    enum na_code code = keep_name(lines, lines->texts[FIELD_NAME], &lines->names[0]);
    code = code == NA_OK ? keep_name(lines, lines->texts[FIELD_REF], &lines->names[1]) : code;
    for (size_t part = 0; code == NA_OK && !shape->is_null && part < shape->part_count; part++) {
        if (shape->part_starts[part + 1] - shape->part_starts[part] >= 2) {
            code = add_part(lines, shape, part, covered, (int32_t)layer);
        }
    }
    return code == NA_OK ? add_id(lines, &lines->ways, lines->texts[FIELD_ID], lines->file) : code;
}

static enum na_code add_record(struct lines *lines, size_t record, struct na_error *reterr)
{
    struct na_shape shape;
    bool covered = false;
    enum na_code code = read_texts(lines, record, reterr);
    if (code != NA_OK || !is_walkable(lines, &covered) || is_repeated(lines, lines->sorted)) {
        return code;
    }
    code = na_bundle_read_shape(&lines->bundle, record, &shape, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = add_line(lines, &shape, covered);
    na_shape_fini(&shape);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the network of streets");
}

/* The format of the first file is that of all. */
static bool settle_format(struct lines *lines)
{
    enum na_network_format found = format_of(lines);
    enum na_network_format wanted = lines->section->network_format;
    if (found == NA_NETWORK_BY_FILE || (wanted != NA_NETWORK_BY_FILE && wanted != found)) {
        complain(lines, NULL,
                 "The fields are neither those of Geofabrik's roads nor those of RoadLink of OS "
                 "Open Roads, as format = says",
                 "Give the file as its publisher makes it");
        return false;
    }
    if (lines->streets->format != NA_NETWORK_BY_FILE && lines->streets->format != found) {
        complain(lines, NULL, "The networks of the pack are of different formats",
                 "Give all of one format: they are joined into one network");
        return false;
    }
    lines->streets->format = found;
    return true;
}

static enum na_code read_shapefile(struct lines *lines, struct na_error *reterr)
{
    bool usable = false;
    enum na_code code =
        na_bundle_open(lines->compiler, lines->section, &lines->bundle, &usable, reterr);
    if (code != NA_OK || !usable) {
        return code;
    }
    if (na_bundle_kind(&lines->bundle) != NA_SHAPE_LINE) {
        complain(lines, NULL, "The file holds no lines", "Give the layer of the roads");
        return NA_OK;
    }
    lines->column_count = na_bundle_field_count(&lines->bundle);
    lines->columns = calloc(lines->column_count + 1, sizeof *lines->columns);
    if (lines->columns == NULL) {
        return na_fail_memory(reterr, "reading the network of streets");
    }
    for (size_t i = 0; i < lines->column_count; i++) {
        lines->columns[i] = na_bundle_field_name(&lines->bundle, i);
    }
    if (settle_format(lines) && find_fields(lines)) {
        size_t records = na_bundle_record_count(&lines->bundle);
        na_compile_progress(lines->compiler, "%s: %zu records", lines->bundle.name, records);
        for (size_t i = 0; code == NA_OK && i < records; i++) {
            code = add_record(lines, i, reterr);
        }
    }
    return code;
}

static enum na_code take_columns(void *context, const char *const *columns, size_t count, int epsg,
                                 bool *ret_go_on, struct na_error *reterr)
{
    struct lines *lines = context;
    lines->columns = calloc(count + 1, sizeof *lines->columns);
    if (lines->columns == NULL) {
        return na_fail_memory(reterr, "reading the network of streets");
    }
    memcpy(lines->columns, columns, count * sizeof *columns);
    lines->column_count = count;
    lines->bundle.crs = epsg == 27700 ? NA_PRJ_27700 : NA_PRJ_4326;
    *ret_go_on = settle_format(lines) && find_fields(lines);
    return NA_OK;
}

/* A truth as Geofabrik writes it, or as a database does. */
static void settle_truth(char *text)
{
    if (strcmp(text, "1") == 0 || na_text_same_fold(text, "true") || na_text_same_fold(text, "t")) {
        (void)na_text_copy(text, TEXT_MAX, "T");
    }
}

static enum na_code take_row(void *context, const char *const *texts, const struct na_shape *shape,
                             struct na_error *reterr)
{
    struct lines *lines = context;
    bool covered = false;
    lines->records++;
    for (int f = 0; f < FIELD_COUNT; f++) {
        lines->texts[f][0] = '\0';
        if (lines->fields[f] != SIZE_MAX) {
            (void)na_text_copy(lines->texts[f], TEXT_MAX, texts[lines->fields[f]]);
        }
    }
    settle_truth(lines->texts[FIELD_BRIDGE]);
    settle_truth(lines->texts[FIELD_TUNNEL]);
    if (!is_walkable(lines, &covered) || is_repeated(lines, lines->sorted)) {
        return NA_OK;
    }
    enum na_code code = add_line(lines, shape, covered);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the network of streets");
}

/* A fault of the file is a finding; one of ours ends it. */
static enum na_code read_package(struct lines *lines, struct na_error *reterr)
{
    const struct na_tables_formats *formats = lines->compiler->options->formats;
    const struct na_section *section = lines->section;
    const struct na_layer_lines to = {lines, take_columns, take_row};
    char path[4096];
    struct na_file file = {NULL, 0};
    struct na_error error = {.message = ""};
    bool found = false;
    (void)na_text_copy(lines->bundle.name, sizeof lines->bundle.name, section->file);
    enum na_code code = na_compile_read(lines->compiler, section->full, section->file,
                                        NA_PACK_OSM_MAX, &file, &found, reterr);
    na_file_free(&file); /* read for its digest */
    if (code != NA_OK || !found) {
        return code;
    }
    code = formats == NULL
               ? na_fail(&error, NA_ERR_DATA, "A GeoPackage is read by nearaid compile alone")
               : na_path_join(path, sizeof path, lines->compiler->pack_dir, section->file, &error);
    if (code == NA_OK) {
        na_compile_progress(lines->compiler, "%s: reading the streets", section->file);
        const struct na_sheet_wanted wanted = {path,
                                               section->sheet[0] != '\0' ? section->sheet : NULL};
        code = formats->geopackage_lines(&wanted, &to, &error);
    }
    na_compile_source_records(lines->compiler, lines->bundle.name, lines->records);
    if (code == NA_OK || code == NA_ERR_MEMORY || code == NA_ERR_LIMIT) {
        return code == NA_OK ? NA_OK : na_fail(reterr, code, "%s", error.message);
    }
    (void)na_text_copy(error.file, sizeof error.file, section->file);
    na_report_add(lines->compiler->report, NA_SEVERITY_ERROR, &error);
    return NA_OK;
}

static enum na_code read_file(struct lines *lines, struct na_error *reterr)
{
    enum na_code code = sort_ids(lines, &lines->ways);
    if (code != NA_OK) {
        return na_fail_memory(reterr, "reading the network of streets");
    }
    lines->sorted = lines->ways.length / sizeof(struct id);
    lines->records = 0;
    code = na_is_geopackage_name(lines->section->file) ? read_package(lines, reterr)
                                                       : read_shapefile(lines, reterr);
    free(lines->columns);
    lines->columns = NULL;
    lines->column_count = 0;
    na_bundle_fini(&lines->bundle);
    return code;
}

static enum na_code add_point(struct lines *lines, struct na_street_point at, uint32_t *ret_number)
{
    *ret_number = (uint32_t)(lines->streets->points.length / sizeof at);
    return na_buffer_append(&lines->streets->points, &at, sizeof at);
}

/* A vertex and where it stands, to be sorted by place. */
struct placed {
    struct na_street_point at;
    int32_t layer;
    uint32_t vertex;
};

static int compare_placed(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    if (a->at.lat_e7 != b->at.lat_e7) {
        return a->at.lat_e7 < b->at.lat_e7 ? -1 : 1;
    }
    if (a->at.lon_e7 != b->at.lon_e7) {
        return a->at.lon_e7 < b->at.lon_e7 ? -1 : 1;
    }
    if (a->layer != b->layer) {
        return a->layer < b->layer ? -1 : 1;
    }
    return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

/* Geofabrik: one point for a place where a line ends, else one for each layer there. */
static enum na_code join_places(struct lines *lines)
{
    struct vertex *vertices = (struct vertex *)(void *)lines->vertices.data;
    size_t count = lines->vertices.length / sizeof *vertices;
    struct placed *placed = malloc((count + 1) * sizeof *placed);
    enum na_code code = placed != NULL ? NA_OK : NA_ERR_MEMORY;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        placed[i] = (struct placed){vertices[i].at, vertices[i].layer, (uint32_t)i};
    }
    if (code == NA_OK && count > 0) {
        qsort(placed, count, sizeof *placed, compare_placed);
    }
    for (size_t first = 0; code == NA_OK && first < count;) {
        size_t end = first;
        bool has_end = false;
        while (end < count && placed[end].at.lat_e7 == placed[first].at.lat_e7 &&
               placed[end].at.lon_e7 == placed[first].at.lon_e7) {
            has_end = has_end || (vertices[placed[end].vertex].flags & VERTEX_END) != 0;
            end++;
        }
        for (uint32_t node = 0; code == NA_OK && first < end; first++) {
            bool is_new = node == 0 || (!has_end && placed[first].layer != placed[first - 1].layer);
            if (is_new) {
                code = add_point(lines, placed[first].at, &node);
                node++; /* 0: none yet */
            }
            vertices[placed[first].vertex].node = node - 1;
        }
    }
    free(placed);
    return code;
}

/* OS Open Roads: one point for a node's id, at the lowest of the places that its links give it. */
static enum na_code join_ids(struct lines *lines)
{
    struct vertex *vertices = (struct vertex *)(void *)lines->vertices.data;
    enum na_code code = sort_ids(lines, &lines->ends);
    const struct id *ends = (const struct id *)(const void *)lines->ends.data;
    size_t count = lines->ends.length / sizeof *ends;
    for (size_t first = 0; code == NA_OK && first < count;) {
        size_t end = first;
        uint32_t node = 0;
        struct na_street_point at = vertices[ends[first].of].at;
        const char *text = lines->pool.data + ends[first].offset;
        while (end < count && strcmp(lines->pool.data + ends[end].offset, text) == 0) {
            struct na_street_point other = vertices[ends[end].of].at;
            bool lower =
                other.lat_e7 != at.lat_e7 ? other.lat_e7 < at.lat_e7 : other.lon_e7 < at.lon_e7;
            at = lower ? other : at;
            end++;
            if (text[0] == '\0') {
                break; /* a link without the id of an end meets nothing there */
            }
        }
        code = add_point(lines, at, &node);
        for (; first < end; first++) {
            vertices[ends[first].of].node = node;
        }
    }
    for (size_t i = 0; code == NA_OK && i < lines->vertices.length / sizeof *vertices; i++) {
        if (vertices[i].node == NA_STREET_NONE) {
            code = add_point(lines, vertices[i].at, &vertices[i].node);
        }
    }
    return code;
}

static enum na_code add_named(struct lines *lines)
{
    const struct vertex *vertices = (const struct vertex *)(const void *)lines->vertices.data;
    size_t count = lines->vertices.length / sizeof *vertices;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        for (size_t k = 0; code == NA_OK && k < 2; k++) {
            struct na_street_named named = {vertices[i].node, vertices[i].names[k]};
            if (named.name != UNNAMED &&
                na_street_kept(&lines->streets->keep, vertices[i].at, vertices[i].at)) {
                code = na_buffer_append(&lines->streets->named, &named, sizeof named);
            }
        }
    }
    return code;
}

static enum na_code add_segments(struct lines *lines)
{
    const struct vertex *vertices = (const struct vertex *)(const void *)lines->vertices.data;
    size_t count = lines->vertices.length / sizeof *vertices;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i + 1 < count; i++) {
        if ((vertices[i].flags & VERTEX_LAST) == 0 &&
            na_street_kept(&lines->streets->keep, vertices[i].at, vertices[i + 1].at)) {
            struct na_street_segment segment = {vertices[i].node, vertices[i + 1].node,
                                                (vertices[i].flags & VERTEX_COVERED) != 0};
            code = na_buffer_append(&lines->streets->segments, &segment, sizeof segment);
        }
    }
    return code;
}

enum na_code na_streets_read_lines(struct na_compiler *compiler, struct na_streets *streets,
                                   const struct na_section *const *sections, size_t count,
                                   struct na_error *reterr)
{
    struct lines lines = {.compiler = compiler, .streets = streets};
    struct na_buffer *all[] = {&lines.scratch, &lines.vertices, &lines.ends, &lines.ways,
                               &lines.pool};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        na_buffer_init(all[i], NA_FLAT_LIMIT);
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < count; i++) {
        lines.file = (uint32_t)i;
        lines.section = sections[i];
        code = read_file(&lines, reterr);
    }
    if (code == NA_OK) {
        code = streets->format == NA_NETWORK_OPEN_ROADS ? join_ids(&lines) : join_places(&lines);
        if (code == NA_OK) {
            code = add_segments(&lines);
        }
        code = code == NA_OK ? add_named(&lines) : code;
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the network of streets");
    }
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        na_buffer_fini(all[i]);
    }
    return code;
}
