/* The file is opened read-only with everything off that could run code of its own. A view or a
 * virtual table in the place of a layer is refused. Geometry is read from well-known binary by
 * hand, since only points and polygons are wanted. */
#include "workbooks/geopackage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "geo/position.h"
#include "geo/proj_grid.h"
#include "geo/system.h"
#include "io/json_write.h"
#include "io/sqlite.h"

/* Bytes of a cell or a statement that the library takes. */
#define LENGTH_MAX (16 * 1024 * 1024)
#define WKB_POINT 1
#define WKB_LINE 2
#define WKB_POLYGON 3
#define WKB_MULTIPOINT 4
#define WKB_MULTILINE 5
#define WKB_MULTIPOLYGON 6
#define HEADER_BYTES 8
#define CRS_DEGREES 4326
#define CRS_GRID 27700

struct layer {
    char name[NA_SHEET_NAME_MAX];
    char column[NA_SHEET_NAME_MAX]; /* of the geometry; "": none */
    char type[40];
    int crs; /* EPSG; 0: another, or none */
};

struct package {
    sqlite3 *db;
    sqlite3_stmt *rows;
    struct layer layer;
    int geometry;                   /* its column's number; -1: none */
    const struct na_system *system; /* of points */
    struct na_proj_way *way;        /* from there to WGS84; NULL: they are kept as they are */
    bool headed;
    int64_t number;
};

static enum na_code fail_db(const struct package *package, struct na_error *reterr)
{
    int code = package->db != NULL ? sqlite3_errcode(package->db) : SQLITE_NOMEM;
    if (code == SQLITE_NOMEM) {
        return na_fail_memory(reterr, "reading a GeoPackage");
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The GeoPackage cannot be read: %s",
                  sqlite3_errmsg(package->db));
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Export it again");
}

static enum na_code open_db(struct package *package, const char *path, struct na_error *reterr)
{
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    if (sqlite3_open_v2(path, &package->db, flags, NULL) != SQLITE_OK) {
        return fail_db(package, reterr);
    }
    (void)sqlite3_db_config(package->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(package->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(package->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_db_config(package->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    (void)sqlite3_limit(package->db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
    (void)sqlite3_limit(package->db, SQLITE_LIMIT_COLUMN, NA_ROW_FIELDS_MAX);
    return NA_OK;
}

static enum na_code prepare(struct package *package, const char *sql, sqlite3_stmt **ret_statement,
                            struct na_error *reterr)
{
    return sqlite3_prepare_v2(package->db, sql, -1, ret_statement, NULL) == SQLITE_OK
               ? NA_OK
               : fail_db(package, reterr);
}

/* A plain table of that name? A view or a virtual table would run what the file says. */
static enum na_code check_plain(struct package *package, const char *table, bool *ret_there,
                                struct na_error *reterr)
{
    sqlite3_stmt *statement = NULL;
    enum na_code code = prepare(package,
                                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1 "
                                "AND upper(substr(ltrim(sql), 1, 12)) = 'CREATE TABLE'",
                                &statement, reterr);
    if (code == NA_OK) {
        (void)sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
        *ret_there = sqlite3_step(statement) == SQLITE_ROW;
    }
    (void)sqlite3_finalize(statement);
    return code;
}

static void copy_column(sqlite3_stmt *statement, int column, char *to, size_t size)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    (void)na_text_copy(to, size, text != NULL ? (const char *)text : "");
}

/* Add a name to the list of an error's hint. */
static void list_name(char *hint, size_t size, const char *name)
{
    size_t used = strlen(hint);
    (void)snprintf(hint + used, size - used, "%s%s", used > 0 ? ", " : "The layers are: ", name);
}

/* The layer of that name, or the first that has rows to read. */
static enum na_code choose_layer(struct package *package, const char *wanted,
                                 struct na_error *reterr)
{
    static const char sql[] =
        "SELECT c.table_name, coalesce(g.column_name, ''), coalesce(g.geometry_type_name, ''),"
        " coalesce(s.organization, ''), coalesce(s.organization_coordsys_id, 0)"
        " FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name"
        " LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id"
        " WHERE c.data_type IN ('features', 'attributes') ORDER BY c.rowid";
    sqlite3_stmt *statement = NULL;
    char hint[256] = "";
    bool found = false;
    enum na_code code = prepare(package, sql, &statement, reterr);
    while (code == NA_OK && !found && sqlite3_step(statement) == SQLITE_ROW) {
        struct layer *layer = &package->layer;
        char organization[8];
        copy_column(statement, 0, layer->name, sizeof layer->name);
        copy_column(statement, 1, layer->column, sizeof layer->column);
        copy_column(statement, 2, layer->type, sizeof layer->type);
        copy_column(statement, 3, organization, sizeof organization);
        layer->crs = na_text_same_fold(organization, "EPSG") ? sqlite3_column_int(statement, 4) : 0;
        list_name(hint, sizeof hint, layer->name);
        found = wanted == NULL || na_text_same_fold(wanted, layer->name);
    }
    (void)sqlite3_finalize(statement);
    if (code == NA_OK && !found) {
        (void)na_fail(reterr, NA_ERR_DATA,
                      wanted != NULL ? "The GeoPackage has no layer \"%.100s\""
                                     : "The GeoPackage has no layer%s",
                      wanted != NULL ? wanted : "");
        code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                          hint[0] != '\0' ? hint : "Export it again with a layer of points");
    }
    return code;
}

/* The name of the only layer of lines, or of the only one with "road" in its name: roads stand
 * beside railways and rivers. "" where there is none to choose by itself. */
static enum na_code choose_lines(struct package *package, char ret_name[NA_SHEET_NAME_MAX],
                                 struct na_error *reterr)
{
    static const char sql[] =
        "SELECT table_name, instr(lower(table_name), 'road') > 0 FROM gpkg_geometry_columns WHERE"
        " upper(geometry_type_name) IN ('LINESTRING', 'MULTILINESTRING') ORDER BY rowid";
    sqlite3_stmt *statement = NULL;
    char hint[256] = "";
    char road[NA_SHEET_NAME_MAX] = "";
    size_t all = 0;
    size_t roads = 0;
    enum na_code code = prepare(package, sql, &statement, reterr);
    while (code == NA_OK && sqlite3_step(statement) == SQLITE_ROW) {
        bool is_road = sqlite3_column_int(statement, 1) != 0;
        copy_column(statement, 0, is_road ? road : ret_name, NA_SHEET_NAME_MAX);
        list_name(hint, sizeof hint, is_road ? road : ret_name);
        roads += is_road;
        all++;
    }
    (void)sqlite3_finalize(statement);
    if (code == NA_OK && roads == 1) {
        (void)na_text_copy(ret_name, NA_SHEET_NAME_MAX, road);
    } else if (code == NA_OK && all != 1) {
        (void)na_fail(reterr, NA_ERR_DATA,
                      all == 0 ? "The GeoPackage has no layer of lines"
                               : "The GeoPackage has several layers of lines");
        code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                          all == 0 ? "Give one with the roads as lines" : hint);
    }
    return code;
}

static bool has_type(const struct layer *layer, const char *one, const char *many)
{
    return na_text_same_fold(layer->type, one) || na_text_same_fold(layer->type, many) ||
           na_text_same_fold(layer->type, "GEOMETRY");
}

/* What a layer must be of. */
enum geometry { POINTS, LINES, POLYGONS };
static const struct {
    const char *one, *many, *words, *hint;
} geometries[] = {
    [POINTS] = {"POINT", "MULTIPOINT", "points",
                "Name a layer of points with --sheet, or export its centroids"},
    [LINES] = {"LINESTRING", "MULTILINESTRING", "lines", "Name a layer of lines: sheet = its name"},
    [POLYGONS] = {"POLYGON", "MULTIPOLYGON", "polygons",
                  "Name a layer of polygons: sheet = its name"},
};

static enum na_code check_layer(const struct package *package, enum geometry wanted,
                                struct na_error *reterr)
{
    const struct layer *layer = &package->layer;
    bool fits = (wanted == POINTS && layer->column[0] == '\0') ||
                has_type(layer, geometries[wanted].one, geometries[wanted].many);
    if (!fits) {
        (void)na_fail(reterr, NA_ERR_DATA, "The layer \"%s\" has geometries of type %s, not %s",
                      layer->name, layer->type[0] != '\0' ? layer->type : "none",
                      geometries[wanted].words);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, geometries[wanted].hint);
    }
    bool known = wanted == POINTS && na_system_of_epsg(layer->crs) != NULL;
    if (wanted != POLYGONS && layer->column[0] != '\0' && layer->crs != CRS_DEGREES &&
        layer->crs != CRS_GRID && !known) {
        (void)na_fail(reterr, NA_ERR_DATA,
                      "The layer \"%s\" is in %s%d: only layers in EPSG:4326, EPSG:27700 and the "
                      "systems of docs/pack.md are read",
                      layer->name, layer->crs != 0 ? "EPSG:" : "another system, ", layer->crs);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                          "Export it in one of them, for example with ogr2ogr -t_srs EPSG:27700");
    }
    return NA_OK;
}

static enum na_code open_rows(struct package *package, struct na_error *reterr)
{
    bool plain = false;
    enum na_code code = check_plain(package, package->layer.name, &plain, reterr);
    if (code == NA_OK && !plain) {
        code = na_fail(reterr, NA_ERR_DATA, "The layer \"%s\" is not a plain table",
                       package->layer.name);
    }
    char *sql = code == NA_OK ? sqlite3_mprintf("SELECT * FROM \"%w\"", package->layer.name) : NULL;
    if (code == NA_OK) {
        code = sql != NULL ? prepare(package, sql, &package->rows, reterr)
                           : na_fail_memory(reterr, "reading a GeoPackage");
    }
    sqlite3_free(sql);
    package->geometry = -1;
    for (int i = 0; code == NA_OK && i < sqlite3_column_count(package->rows); i++) {
        if (package->layer.column[0] != '\0' &&
            strcmp(sqlite3_column_name(package->rows, i), package->layer.column) == 0) {
            package->geometry = i;
        }
    }
    return code;
}

static void close_package(void *state)
{
    struct package *package = state;
    na_proj_way_free(package->way);
    (void)sqlite3_finalize(package->rows);
    (void)sqlite3_close(package->db);
    free(package);
}

/* A number of `count` bytes in the order that the geometry says. */
static uint64_t take_bytes(const unsigned char *at, unsigned int count, bool little)
{
    uint64_t value = 0;
    for (unsigned int i = 0; i < count; i++) {
        value = value << 8 | at[little ? count - 1 - i : i];
    }
    return value;
}

static double take_double(const unsigned char *at, bool little)
{
    uint64_t bits = take_bytes(at, 8, little);
    double value = 0.0;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Well-known binary: a point, or many points of which there is one. */
static bool read_wkb(const unsigned char *at, size_t length, double ret_xy[2])
{
    for (int depth = 0; depth < 2; depth++) {
        if (length < 5) {
            return false;
        }
        bool little = at[0] == 1;
        uint64_t type = take_bytes(at + 1, 4, little) & 0x1FFFFFFF; /* without the marks of EWKB */
        if (type % 1000 == WKB_POINT && length >= 21) {
            ret_xy[0] = take_double(at + 5, little);
            ret_xy[1] = take_double(at + 13, little);
            return isfinite(ret_xy[0]) && isfinite(ret_xy[1]);
        }
        if (type % 1000 != WKB_MULTIPOINT || length < 9 || take_bytes(at + 5, 4, little) != 1) {
            return false;
        }
        at += 9;
        length -= 9;
    }
    return false;
}

/* The header of a GeoPackage's geometry, then well-known binary. */
static bool read_point(sqlite3_stmt *rows, int column, double ret_xy[2])
{
    static const size_t envelopes[] = {0, 32, 48, 48, 64};
    const unsigned char *at = sqlite3_column_blob(rows, column);
    size_t length = (size_t)sqlite3_column_bytes(rows, column);
    if (at == NULL || length < HEADER_BYTES || at[0] != 'G' || at[1] != 'P') {
        return false;
    }
    unsigned int envelope = at[3] >> 1 & 7;
    bool empty = (at[3] & 0x10) != 0;
    if (empty || envelope > 4 || length < HEADER_BYTES + envelopes[envelope]) {
        return false;
    }
    size_t skip = HEADER_BYTES + envelopes[envelope];
    return read_wkb(at + skip, length - skip, ret_xy);
}

static enum na_code put_number(struct na_row *row, double value)
{
    char text[NA_NUMBER_TEXT];
    size_t length = na_number_shortest(&text, value);
    return na_row_put(row, (struct na_str){text, length});
}

static enum na_code put_cell(struct package *package, int column, struct na_row *row)
{
    switch (sqlite3_column_type(package->rows, column)) {
    case SQLITE_FLOAT:
        return put_number(row, sqlite3_column_double(package->rows, column));
    case SQLITE_INTEGER:
    case SQLITE_TEXT: {
        const unsigned char *text = sqlite3_column_text(package->rows, column);
        size_t length = (size_t)sqlite3_column_bytes(package->rows, column);
        return na_row_put(row, (struct na_str){text != NULL ? (const char *)text : "", length});
    }
    default: /* NULL, and bytes that are no text */
        return na_row_put(row, (struct na_str){"", 0});
    }
}

/* The position's columns come first: a column of the layer that says the same is left out. */
static bool is_shown(const struct package *package, int column)
{
    static const char *const names[2][6] = {
        {"longitude", "latitude", "lon", "lat", "lng", "long"},
        {"easting", "northing", "easting_m", "northing_m", "eastings", "northings"}};
    const char *name = sqlite3_column_name(package->rows, column);
    bool same = false;
    for (size_t i = 0; i < 6; i++) {
        same = same || na_text_same_fold(name, names[package->layer.crs == CRS_GRID][i]);
    }
    return column != package->geometry && !(same && package->geometry >= 0);
}

/* From the layer's own system. False: the point is beyond where the system holds, and has no
 * position. */
static bool to_wgs84(struct package *package, double xy[2])
{
    struct na_lonlat at;
    const struct na_system *system = package->system;
    if (package->way == NULL) {
        return true;
    }
    if (na_proj_way_to_lonlat(package->way, xy[0], xy[1], &at, NULL) != NA_OK ||
        at.lon_deg < system->west || at.lon_deg > system->east || at.lat_deg < system->south ||
        at.lat_deg > system->north) {
        return false;
    }
    xy[0] = at.lon_deg;
    xy[1] = at.lat_deg;
    return true;
}

static enum na_code put_position(struct package *package, struct na_row *row)
{
    double xy[2] = {0.0, 0.0};
    bool grid = package->layer.crs == CRS_GRID;
    if (package->geometry < 0) {
        return NA_OK;
    }
    if (!package->headed) {
        enum na_code code = na_row_put(row, na_str_of(grid ? "easting" : "longitude"));
        return code == NA_OK ? na_row_put(row, na_str_of(grid ? "northing" : "latitude")) : code;
    }
    if (!read_point(package->rows, package->geometry, xy) || !to_wgs84(package, xy)) {
        return na_row_pad(row, 2);
    }
    enum na_code code = put_number(row, xy[0]);
    return code == NA_OK ? put_number(row, xy[1]) : code;
}

static enum na_code next_row(void *state, struct na_row *row, bool *ret_more,
                             struct na_error *reterr)
{
    struct package *package = state;
    *ret_more = true;
    if (package->headed) {
        int step = sqlite3_step(package->rows);
        if (step != SQLITE_ROW) {
            *ret_more = false;
            return step == SQLITE_DONE ? NA_OK : fail_db(package, reterr);
        }
        row->number = ++package->number;
    }
    enum na_code code = put_position(package, row);
    for (int i = 0; i < sqlite3_column_count(package->rows) && code == NA_OK; i++) {
        if (is_shown(package, i)) {
            code = package->headed
                       ? put_cell(package, i, row)
                       : na_row_put(row, na_str_of(sqlite3_column_name(package->rows, i)));
        }
    }
    package->headed = true;
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "reading a GeoPackage");
}

static enum na_code check_package(struct package *package, struct na_error *reterr)
{
    static const char *const tables[] = {"gpkg_contents", "gpkg_geometry_columns",
                                         "gpkg_spatial_ref_sys"};
    enum na_code code = NA_OK;
    for (size_t i = 0; i < 3 && code == NA_OK; i++) {
        bool there = false;
        code = check_plain(package, tables[i], &there, reterr);
        if (code == NA_OK && !there) {
            (void)na_fail(reterr, NA_ERR_DATA,
                          "This SQLite file is no GeoPackage: it has no "
                          "table %s",
                          tables[i]);
            code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                              "Export it as a GeoPackage or as CSV");
        }
    }
    return code;
}

static enum na_code open_layer(const struct na_sheet_wanted *wanted, enum geometry geometry,
                               struct package **ret_package, struct na_error *reterr)
{
    struct package *package = calloc(1, sizeof *package);
    if (package == NULL) {
        return na_fail_memory(reterr, "opening a GeoPackage");
    }
    enum na_code code = open_db(package, wanted->path, reterr);
    if (code == NA_OK) {
        code = check_package(package, reterr);
    }
    char line[NA_SHEET_NAME_MAX] = "";
    bool by_type = geometry == LINES && wanted->sheet == NULL;
    if (code == NA_OK && by_type) {
        code = choose_lines(package, line, reterr);
    }
    if (code == NA_OK) {
        code = choose_layer(package, by_type ? line : wanted->sheet, reterr);
    }
    if (code == NA_OK) {
        code = check_layer(package, geometry, reterr);
    }
    if (code == NA_OK) {
        code = open_rows(package, reterr);
    }
    if (code != NA_OK) {
        close_package(package);
        return code;
    }
    *ret_package = package;
    return NA_OK;
}

enum na_code na_geopackage_open(const struct na_sheet_wanted *wanted, char *ret_sheet,
                                int *ret_epsg, struct na_rows *ret_rows, struct na_error *reterr)
{
    struct package *package = NULL;
    *ret_epsg = 0;
    enum na_code code = open_layer(wanted, POINTS, &package, reterr);
    if (code == NA_OK && package->geometry >= 0) {
        package->system = na_system_of_epsg(package->layer.crs);
        bool kept = package->layer.crs == CRS_GRID || package->layer.crs == CRS_DEGREES;
        *ret_epsg = kept ? 0 : package->layer.crs;
        if (!kept && package->system->pipeline != NULL) {
            code = na_proj_way_new(package->system->pipeline, &package->way, reterr);
        }
        if (code != NA_OK) {
            close_package(package);
            return code;
        }
    }
    if (code == NA_OK) {
        (void)na_text_copy(ret_sheet, NA_SHEET_NAME_MAX, package->layer.name);
        *ret_rows = (struct na_rows){next_row, close_package, package};
    }
    return code;
}

/* Well-known binary that is being read. */
struct wkb {
    const unsigned char *at;
    size_t left;
    bool little;
};

static bool take_u32(struct wkb *wkb, uint64_t *ret_value)
{
    if (wkb->left < 4) {
        return false;
    }
    *ret_value = take_bytes(wkb->at, 4, wkb->little);
    wkb->at += 4;
    wkb->left -= 4;
    return true;
}

/* The head of a geometry: its type, and how many numbers a position has. */
static bool take_head(struct wkb *wkb, uint64_t *ret_type, size_t *ret_numbers)
{
    uint64_t type = 0;
    if (wkb->left < 5) {
        return false;
    }
    wkb->little = wkb->at[0] == 1;
    wkb->at++;
    wkb->left--;
    (void)take_u32(wkb, &type);
    *ret_numbers = type / 1000 == 0 ? 2 : type / 1000 == 3 ? 4 : 3;
    *ret_type = type % 1000;
    return type < 4000;
}

/* Rings of a polygon as arrays of arrays of positions. */
static enum na_code put_rings(struct wkb *wkb, size_t numbers, struct na_buffer *to)
{
    uint64_t rings = 0;
    enum na_code code = na_buffer_text(to, "[");
    if (!take_u32(wkb, &rings)) {
        return NA_ERR_DATA;
    }
    for (uint64_t r = 0; r < rings && code == NA_OK; r++) {
        uint64_t count = 0;
        if (!take_u32(wkb, &count) || count > wkb->left / (8 * numbers)) {
            return NA_ERR_DATA;
        }
        code = na_buffer_text(to, r > 0 ? ",[" : "[");
        for (uint64_t i = 0; i < count && code == NA_OK; i++) {
            char xy[2][NA_NUMBER_TEXT];
            (void)na_number_shortest(&xy[0], take_double(wkb->at, wkb->little));
            (void)na_number_shortest(&xy[1], take_double(wkb->at + 8, wkb->little));
            code = na_buffer_printf(to, "%s[%s,%s]", i > 0 ? "," : "", xy[0], xy[1]);
            wkb->at += 8 * numbers;
            wkb->left -= 8 * numbers;
        }
        code = code == NA_OK ? na_buffer_text(to, "]") : code;
    }
    return code == NA_OK ? na_buffer_text(to, "]") : code;
}

/* A Polygon or MultiPolygon as GeoJSON; NA_ERR_DATA: it is neither, or damaged. */
static enum na_code put_polygons(struct wkb *wkb, struct na_buffer *to)
{
    uint64_t type = 0;
    uint64_t count = 1;
    size_t numbers = 2;
    if (!take_head(wkb, &type, &numbers) || (type != WKB_POLYGON && type != WKB_MULTIPOLYGON) ||
        (type == WKB_MULTIPOLYGON && !take_u32(wkb, &count))) {
        return NA_ERR_DATA;
    }
    enum na_code code = na_buffer_printf(to, "{\"type\":\"%s\",\"coordinates\":%s",
                                         type == WKB_POLYGON ? "Polygon" : "MultiPolygon",
                                         type == WKB_POLYGON ? "" : "[");
    for (uint64_t i = 0; i < count && code == NA_OK; i++) {
        uint64_t part = WKB_POLYGON;
        if (type == WKB_MULTIPOLYGON && (!take_head(wkb, &part, &numbers) || part != WKB_POLYGON)) {
            return NA_ERR_DATA;
        }
        code = i > 0 ? na_buffer_text(to, ",") : NA_OK;
        code = code == NA_OK ? put_rings(wkb, numbers, to) : code;
    }
    return code == NA_OK ? na_buffer_text(to, type == WKB_POLYGON ? "}" : "]}") : code;
}

/* The well-known binary in the cell under way; *ret_there false: the cell is empty. */
static enum na_code open_geometry(const struct package *package, struct wkb *ret_wkb,
                                  bool *ret_there)
{
    static const size_t envelopes[] = {0, 32, 48, 48, 64};
    const unsigned char *at = sqlite3_column_blob(package->rows, package->geometry);
    size_t length = (size_t)sqlite3_column_bytes(package->rows, package->geometry);
    *ret_there = at != NULL && length >= HEADER_BYTES;
    if (!*ret_there) {
        return NA_OK;
    }
    unsigned int envelope = at[3] >> 1 & 7;
    if (at[0] != 'G' || at[1] != 'P' || envelope > 4 ||
        length < HEADER_BYTES + envelopes[envelope]) {
        return NA_ERR_DATA;
    }
    size_t skip = HEADER_BYTES + envelopes[envelope];
    *ret_wkb = (struct wkb){at + skip, length - skip, true};
    return NA_OK;
}

static enum na_code put_geometry(struct package *package, struct na_buffer *to)
{
    struct wkb wkb;
    bool there = false;
    enum na_code code = open_geometry(package, &wkb, &there);
    return code != NA_OK ? code : there ? put_polygons(&wkb, to) : na_buffer_text(to, "null");
}

/* A feature: the columns as properties, then the geometry. */
static enum na_code put_feature(struct package *package, struct na_buffer *to)
{
    struct na_json json;
    enum na_code code = na_buffer_text(to, "{\"type\":\"Feature\",\"properties\":");
    na_json_init(&json, to);
    na_json_object_begin(&json);
    for (int i = 0; i < sqlite3_column_count(package->rows); i++) {
        const unsigned char *text = sqlite3_column_text(package->rows, i);
        if (i != package->geometry) {
            na_json_name(&json, sqlite3_column_name(package->rows, i));
            na_json_text(&json, text != NULL ? (const char *)text : "");
        }
    }
    na_json_object_end(&json);
    code = code == NA_OK ? na_json_finish(&json) : code;
    code = code == NA_OK ? na_buffer_text(to, ",\"geometry\":") : code;
    code = code == NA_OK ? put_geometry(package, to) : code;
    return code == NA_OK ? na_buffer_text(to, "}") : code;
}

enum na_code na_geopackage_polygons(const struct na_sheet_wanted *wanted, struct na_buffer *to,
                                    int *ret_epsg, struct na_error *reterr)
{
    struct package *package = NULL;
    enum na_code code = open_layer(wanted, POLYGONS, &package, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_buffer_text(to, "{\"type\":\"FeatureCollection\",\"features\":[");
    int step = SQLITE_DONE;
    while (code == NA_OK && (step = sqlite3_step(package->rows)) == SQLITE_ROW) {
        code = na_buffer_text(to, package->number++ > 0 ? ",\n" : "\n");
        code = code == NA_OK ? put_feature(package, to) : code;
    }
    if (code == NA_OK && step != SQLITE_DONE) {
        code = fail_db(package, reterr);
    } else if (code == NA_ERR_DATA) {
        (void)na_fail(reterr, code, "A geometry of the layer is no polygon, or is damaged");
        code = na_fail_at(reterr, code, NULL, package->number, NULL, "Export the layer again");
    } else if (code != NA_OK) {
        code = na_fail(reterr, code, "The layer does not fit in memory");
    } else {
        code = na_buffer_text(to, "]}");
        *ret_epsg = package->layer.crs;
    }
    close_package(package);
    return code;
}

/* Room for the line under way. */
struct line_room {
    struct na_buffer xy, starts; /* double; size_t */
    const char *names[NA_ROW_FIELDS_MAX];
    const char *texts[NA_ROW_FIELDS_MAX];
};

/* The positions of one line, after those that are there. */
static enum na_code take_positions(struct wkb *wkb, size_t numbers, struct line_room *room)
{
    uint64_t count = 0;
    enum na_code code = NA_OK;
    if (!take_u32(wkb, &count) || count > wkb->left / (8 * numbers)) {
        return NA_ERR_DATA;
    }
    for (uint64_t i = 0; i < count && code == NA_OK; i++) {
        const double xy[2] = {take_double(wkb->at, wkb->little),
                              take_double(wkb->at + 8, wkb->little)};
        if (!isfinite(xy[0]) || !isfinite(xy[1])) {
            return NA_ERR_DATA;
        }
        code = na_buffer_append(&room->xy, xy, sizeof xy);
        wkb->at += 8 * numbers;
        wkb->left -= 8 * numbers;
    }
    size_t end = room->xy.length / (2 * sizeof(double));
    return code == NA_OK ? na_buffer_append(&room->starts, &end, sizeof end) : code;
}

/* The line of the row; NA_ERR_DATA: it is none, or damaged. */
static enum na_code take_line(struct package *package, struct line_room *room)
{
    const size_t zero = 0;
    struct wkb wkb;
    uint64_t type = 0;
    uint64_t count = 1;
    size_t numbers = 2;
    bool there = false;
    na_buffer_clear(&room->xy);
    na_buffer_clear(&room->starts);
    enum na_code code = na_buffer_append(&room->starts, &zero, sizeof zero);
    code = code == NA_OK ? open_geometry(package, &wkb, &there) : code;
    if (code != NA_OK || !there) {
        return code;
    }
    if (!take_head(&wkb, &type, &numbers) || (type != WKB_LINE && type != WKB_MULTILINE) ||
        (type == WKB_MULTILINE && !take_u32(&wkb, &count))) {
        return NA_ERR_DATA;
    }
    for (uint64_t i = 0; i < count && code == NA_OK; i++) {
        uint64_t part = WKB_LINE;
        if (type == WKB_MULTILINE && (!take_head(&wkb, &part, &numbers) || part != WKB_LINE)) {
            return NA_ERR_DATA;
        }
        code = take_positions(&wkb, numbers, room);
    }
    return code;
}

static enum na_code give_line(struct package *package, struct line_room *room,
                              const struct na_layer_lines *to, struct na_error *reterr)
{
    int columns = sqlite3_column_count(package->rows);
    enum na_code code = take_line(package, room);
    package->number++;
    if (code == NA_ERR_DATA) {
        (void)na_fail(reterr, code, "A geometry of the layer is no line, or is damaged");
        return na_fail_at(reterr, code, NULL, package->number, NULL, "Export the layer again");
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "The layer does not fit in memory");
    }
    for (int i = 0; i < columns; i++) {
        const unsigned char *text =
            i != package->geometry ? sqlite3_column_text(package->rows, i) : NULL;
        room->texts[i] = text != NULL ? (const char *)text : "";
    }
    struct na_shape shape = {.xy = (double *)(void *)room->xy.data,
                             .vertex_count = room->xy.length / (2 * sizeof(double)),
                             .part_starts = (size_t *)(void *)room->starts.data,
                             .part_count = room->starts.length / sizeof(size_t) - 1};
    shape.is_null = shape.part_count == 0;
    return to->line(to->context, room->texts, &shape, reterr);
}

enum na_code na_geopackage_lines(const struct na_sheet_wanted *wanted,
                                 const struct na_layer_lines *to, struct na_error *reterr)
{
    struct package *package = NULL;
    struct line_room *room = calloc(1, sizeof *room);
    if (room == NULL) {
        return na_fail_memory(reterr, "reading a GeoPackage");
    }
    na_buffer_init(&room->xy, (size_t)LENGTH_MAX * 2);
    na_buffer_init(&room->starts, (size_t)LENGTH_MAX * 2);
    enum na_code code = open_layer(wanted, LINES, &package, reterr);
    bool go_on = code == NA_OK;
    int step = SQLITE_DONE;
    if (code == NA_OK) {
        int columns = sqlite3_column_count(package->rows);
        for (int i = 0; i < columns; i++) {
            room->names[i] = sqlite3_column_name(package->rows, i);
        }
        code = to->columns(to->context, room->names, (size_t)columns, package->layer.crs, &go_on,
                           reterr);
    }
    while (code == NA_OK && go_on && (step = sqlite3_step(package->rows)) == SQLITE_ROW) {
        code = give_line(package, room, to, reterr);
    }
    if (code == NA_OK && go_on && step != SQLITE_DONE) {
        code = fail_db(package, reterr);
    }
    if (package != NULL) {
        close_package(package);
    }
    na_buffer_fini(&room->xy);
    na_buffer_fini(&room->starts);
    free(room);
    return code;
}
