/* A GeoPackage by SQLite: the tables that the standard asks for, then a table a layer. Everything
 * is one transaction without a journal: a file that is not whole is thrown away by the caller that
 * asked for it. */
#include "write/gpkg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "io/sqlite.h"
#include "write/gpkg_blob.h"

#define BLOB_LIMIT ((size_t)256 * 1024 * 1024)
#define TEXT_LIMIT ((size_t)64 * 1024 * 1024)
#define SQL_LIMIT ((size_t)4 * 1024 * 1024)
#define COLUMN_NAME_MAX 256

struct na_gpkg {
    sqlite3 *database;
    sqlite3_stmt *insert;
    char made[32];
    char *table; /* the layer being written */
    enum na_gpkg_shape shape;
    int srid;
    enum na_cell_type *types;
    size_t column_count;
    struct na_gpkg_box box; /* of the layer; west > east: nothing yet */
    struct na_buffer blob, text, sql;
};

/* What the standard asks of every file (tables 1 to 4 of 12-128r18), and the reference systems. */
static const char required[] =
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, "
    "organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, "
    "definition TEXT NOT NULL, description TEXT);"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, "
    "identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT "
    "(strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, "
    "max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES "
    "gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, "
    "m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY "
    "(table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) "
    "REFERENCES gpkg_spatial_ref_sys (srs_id));"
    "INSERT INTO gpkg_spatial_ref_sys VALUES "
    "('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', "
    "'undefined cartesian coordinate reference system'),"
    "('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', "
    "'undefined geographic coordinate reference system'),"
    "('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\","
    "6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],"
    "PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,"
    "AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],"
    "AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude and latitude in degrees'),"
    "('OSGB36 / British National Grid', 27700, 'EPSG', 27700, 'PROJCS[\"OSGB36 / British National "
    "Grid\",GEOGCS[\"OSGB36\",DATUM[\"Ordnance_Survey_of_Great_Britain_1936\",SPHEROID[\"Airy "
    "1830\",6377563.396,299.3249646,AUTHORITY[\"EPSG\",\"7001\"]],AUTHORITY[\"EPSG\",\"6277\"]],"
    "PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,"
    "AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4277\"]],PROJECTION[\"Transverse_Mercator\""
    "],PARAMETER[\"latitude_of_origin\",49],PARAMETER[\"central_meridian\",-2],"
    "PARAMETER[\"scale_factor\",0.9996012717],PARAMETER[\"false_easting\",400000],"
    "PARAMETER[\"false_northing\",-100000],UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],"
    "AXIS[\"Easting\",EAST],AXIS[\"Northing\",NORTH],AUTHORITY[\"EPSG\",\"27700\"]]', "
    "'easting and northing in metres');";

static enum na_code refuse(const struct na_gpkg *gpkg, int result, struct na_error *reterr)
{
    if (result == SQLITE_NOMEM) {
        return na_fail_memory(reterr, "writing a GeoPackage");
    }
    if (result == SQLITE_TOOBIG) {
        return na_fail(reterr, NA_ERR_LIMIT, "A row is too large for a GeoPackage");
    }
    return na_fail(reterr, NA_ERR_IO, "The GeoPackage cannot be written: %s",
                   gpkg->database != NULL ? sqlite3_errmsg(gpkg->database)
                                          : sqlite3_errstr(result));
}

static enum na_code run_sql(struct na_gpkg *gpkg, const char *sql, struct na_error *reterr)
{
    int result = sqlite3_exec(gpkg->database, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? NA_OK : refuse(gpkg, result, reterr);
}

static bool empty_file(const char *path)
{
    FILE *file = fopen(path, "wb");
    return file != NULL && fclose(file) == 0;
}

enum na_code na_gpkg_open(const char *path, int64_t made_s, struct na_gpkg **ret_gpkg,
                          struct na_error *reterr)
{
    struct na_gpkg *gpkg = calloc(1, sizeof *gpkg);
    if (gpkg == NULL) {
        return na_fail_memory(reterr, "beginning a GeoPackage");
    }
    na_buffer_init(&gpkg->blob, BLOB_LIMIT);
    na_buffer_init(&gpkg->text, TEXT_LIMIT);
    na_buffer_init(&gpkg->sql, SQL_LIMIT);
    time_t made = (time_t)made_s;
    struct tm parts = {0};
    (void)gmtime_r(&made, &parts);
    (void)strftime(gpkg->made, sizeof gpkg->made, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    enum na_code code = NA_OK;
    int result = !empty_file(path)
                     ? SQLITE_CANTOPEN
                     : sqlite3_open_v2(
                           path, &gpkg->database,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    code = result == SQLITE_OK ? NA_OK : refuse(gpkg, result, reterr);
    /* "GPKG", and version 1.3.0 */
    if (code == NA_OK) {
        code = run_sql(gpkg,
                       "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                       "PRAGMA application_id=1196444487; PRAGMA user_version=10300; BEGIN;",
                       reterr);
    }
    if (code == NA_OK) {
        code = run_sql(gpkg, required, reterr);
    }
    if (code != NA_OK) {
        na_gpkg_abandon(gpkg);
        return code;
    }
    *ret_gpkg = gpkg;
    return NA_OK;
}

/* Bind what is not NULL, and run to the end. */
static enum na_code run_bound(struct na_gpkg *gpkg, const char *sql, const char *const *texts,
                              size_t count, struct na_error *reterr)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(gpkg->database, sql, -1, &statement, NULL);
    for (size_t i = 0; i < count && result == SQLITE_OK; i++) {
        result = texts[i] == NULL
                     ? SQLITE_OK
                     : sqlite3_bind_text(statement, (int)i + 1, texts[i], -1, SQLITE_STATIC);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    enum na_code code = result == SQLITE_DONE ? NA_OK : refuse(gpkg, result, reterr);
    (void)sqlite3_finalize(statement);
    return code;
}

/* The box of the layer that is done, to its row of the contents. */
static enum na_code finish_layer(struct na_gpkg *gpkg, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    if (gpkg->insert != NULL && gpkg->box.west <= gpkg->box.east) {
        char numbers[4][NA_NUMBER_TEXT];
        (void)na_number_shortest(&numbers[0], gpkg->box.west);
        (void)na_number_shortest(&numbers[1], gpkg->box.south);
        (void)na_number_shortest(&numbers[2], gpkg->box.east);
        (void)na_number_shortest(&numbers[3], gpkg->box.north);
        const char *texts[] = {numbers[0], numbers[1], numbers[2], numbers[3], gpkg->table};
        code = run_bound(gpkg,
                         "UPDATE gpkg_contents SET min_x=CAST(? AS REAL), min_y=CAST(? AS REAL), "
                         "max_x=CAST(? AS REAL), max_y=CAST(? AS REAL) WHERE table_name=?",
                         texts, 5, reterr);
    }
    (void)sqlite3_finalize(gpkg->insert);
    gpkg->insert = NULL;
    free(gpkg->table);
    free(gpkg->types);
    gpkg->table = NULL;
    gpkg->types = NULL;
    return code;
}

/* "name" as SQL has it. */
static enum na_code put_name(const char *name, struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, "\"");
    for (; *name != '\0' && code == NA_OK; name++) {
        code = na_buffer_append(to, *name == '"' ? "\"\"" : name, *name == '"' ? 2 : 1);
    }
    return code == NA_OK ? na_buffer_text(to, "\"") : code;
}

static bool is_taken(char (*names)[COLUMN_NAME_MAX], size_t count, const char *name)
{
    bool taken = na_text_same_fold(name, "fid") || na_text_same_fold(name, "geom");
    for (size_t i = 0; i < count && !taken; i++) {
        taken = na_text_same_fold(names[i], name);
    }
    return taken;
}

/* Names that a database takes: none empty, none twice. */
static enum na_code make_names(struct na_gpkg *gpkg, const struct na_gpkg_layer *layer,
                               char (*names)[COLUMN_NAME_MAX], struct na_error *reterr)
{
    for (size_t c = 0; c < layer->column_count; c++) {
        enum na_code code = na_cell_utf8(na_str_of(layer->columns[c].name), &gpkg->text);
        if (code != NA_OK) {
            return na_fail_memory(reterr, "naming a column");
        }
        char base[COLUMN_NAME_MAX - 16];
        char name[COLUMN_NAME_MAX];
        (void)na_text_copy(base, sizeof base, gpkg->text.length > 0 ? gpkg->text.data : "column");
        (void)na_text_copy(name, sizeof name, base);
        for (unsigned int again = 2; is_taken(names, c, name); again++) {
            (void)snprintf(name, sizeof name, "%s_%u", base, again);
        }
        memcpy(names[c], name, sizeof name);
    }
    return NA_OK;
}

static const char *const type_names[] = {[NA_CELL_TEXT] = "TEXT",
                                         [NA_CELL_INTEGER] = "INTEGER",
                                         [NA_CELL_NUMBER] = "REAL",
                                         [NA_CELL_DATE] = "DATE",
                                         [NA_CELL_TRUTH] = "BOOLEAN"};
static const char *const shape_names[] = {
    [NA_GPKG_NO_SHAPE] = "", [NA_GPKG_POINT] = "POINT", [NA_GPKG_MULTIPOLYGON] = "MULTIPOLYGON"};

static enum na_code put_create(const struct na_gpkg_layer *layer, char (*names)[COLUMN_NAME_MAX],
                               struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, "CREATE TABLE ");
    code = code == NA_OK ? put_name(layer->name, to) : code;
    code = code == NA_OK ? na_buffer_text(to, " (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")
                         : code;
    if (code == NA_OK && layer->shape != NA_GPKG_NO_SHAPE) {
        code = na_buffer_printf(to, ", geom %s", shape_names[layer->shape]);
    }
    for (size_t c = 0; c < layer->column_count && code == NA_OK; c++) {
        code = na_buffer_text(to, ", ");
        code = code == NA_OK ? put_name(names[c], to) : code;
        code =
            code == NA_OK ? na_buffer_printf(to, " %s", type_names[layer->columns[c].type]) : code;
    }
    return code == NA_OK ? na_buffer_text(to, ")") : code;
}

/* Every column but fid, which counts by itself. */
static enum na_code put_insert(const struct na_gpkg_layer *layer, struct na_buffer *to)
{
    enum na_code code = na_buffer_text(to, "INSERT INTO ");
    code = code == NA_OK ? put_name(layer->name, to) : code;
    code = code == NA_OK ? na_buffer_text(to, " VALUES (NULL") : code;
    size_t count = layer->column_count + (layer->shape != NA_GPKG_NO_SHAPE ? 1 : 0);
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = na_buffer_text(to, ",?");
    }
    return code == NA_OK ? na_buffer_text(to, ")") : code;
}

static enum na_code make_table(struct na_gpkg *gpkg, const struct na_gpkg_layer *layer,
                               char (*names)[COLUMN_NAME_MAX], struct na_error *reterr)
{
    na_buffer_clear(&gpkg->sql);
    if (put_create(layer, names, &gpkg->sql) != NA_OK || na_buffer_terminate(&gpkg->sql) == NULL) {
        return na_fail_memory(reterr, "making a layer");
    }
    enum na_code code = run_sql(gpkg, gpkg->sql.data, reterr);
    char srid[16];
    (void)snprintf(srid, sizeof srid, "%d", layer->srid);
    bool has_shape = layer->shape != NA_GPKG_NO_SHAPE;
    const char *contents[] = {layer->name, has_shape ? "features" : "attributes",
                              layer->name, layer->description,
                              gpkg->made,  has_shape ? srid : NULL};
    if (code == NA_OK) {
        code = run_bound(gpkg,
                         "INSERT INTO gpkg_contents (table_name, data_type, identifier, "
                         "description, last_change, srs_id) VALUES (?,?,?,?,?,CAST(? AS INTEGER))",
                         contents, 6, reterr);
    }
    const char *geometry[] = {layer->name, shape_names[layer->shape], srid};
    if (code == NA_OK && has_shape) {
        code = run_bound(gpkg,
                         "INSERT INTO gpkg_geometry_columns VALUES (?,'geom',?,CAST(? AS INTEGER),"
                         "0,0)",
                         geometry, 3, reterr);
    }
    na_buffer_clear(&gpkg->sql);
    if (code != NA_OK) {
        return code;
    }
    if (put_insert(layer, &gpkg->sql) != NA_OK || na_buffer_terminate(&gpkg->sql) == NULL) {
        return na_fail_memory(reterr, "making a layer");
    }
    int result = sqlite3_prepare_v2(gpkg->database, gpkg->sql.data, -1, &gpkg->insert, NULL);
    return result == SQLITE_OK ? NA_OK : refuse(gpkg, result, reterr);
}

enum na_code na_gpkg_layer(struct na_gpkg *gpkg, const struct na_gpkg_layer *layer,
                           struct na_error *reterr)
{
    enum na_code code = finish_layer(gpkg, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (layer->column_count > NA_GPKG_COLUMNS_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "More than %d columns, the most of a GeoPackage",
                      NA_GPKG_COLUMNS_MAX);
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL, "Write CSV");
    }
    char(*names)[COLUMN_NAME_MAX] = calloc(layer->column_count + 1, sizeof *names);
    gpkg->types = calloc(layer->column_count + 1, sizeof *gpkg->types);
    gpkg->table = strdup(layer->name);
    gpkg->column_count = layer->column_count;
    gpkg->shape = layer->shape;
    gpkg->srid = layer->srid;
    gpkg->box = na_gpkg_box_empty();
    if (names == NULL || gpkg->types == NULL || gpkg->table == NULL) {
        free(names);
        return na_fail_memory(reterr, "making a layer");
    }
    for (size_t c = 0; c < layer->column_count; c++) {
        gpkg->types[c] = layer->columns[c].type;
    }
    code = make_names(gpkg, layer, names, reterr);
    if (code == NA_OK) {
        code = make_table(gpkg, layer, names, reterr);
    }
    free(names);
    return code;
}

static enum na_code bind_cell(struct na_gpkg *gpkg, int at, enum na_cell_type type,
                              const struct na_cell *cell, struct na_error *reterr)
{
    int result = SQLITE_OK;
    if (cell->content == NA_CELL_IS_EMPTY) {
        result = sqlite3_bind_null(gpkg->insert, at);
    } else if (cell->content == NA_CELL_IS_TEXT) {
        if (type != NA_CELL_TEXT) {
            return na_fail(reterr, NA_ERR_INTERNAL, "A text in a column of numbers");
        }
        enum na_code code = na_cell_utf8(cell->text, &gpkg->text);
        if (code != NA_OK) {
            return na_fail(reterr, code, "A text is too long for a GeoPackage");
        }
        result = sqlite3_bind_text(gpkg->insert, at, gpkg->text.data, (int)gpkg->text.length,
                                   SQLITE_TRANSIENT);
    } else if (type == NA_CELL_DATE) {
        char date[NA_DATE_TEXT];
        na_date_format(date, (int32_t)cell->number);
        result = sqlite3_bind_text(gpkg->insert, at, date, -1, SQLITE_TRANSIENT);
    } else if (type == NA_CELL_NUMBER) {
        result = sqlite3_bind_double(gpkg->insert, at, cell->number);
    } else {
        result = sqlite3_bind_int64(gpkg->insert, at, (sqlite3_int64)cell->number);
    }
    return result == SQLITE_OK ? NA_OK : refuse(gpkg, result, reterr);
}

enum na_code na_gpkg_row(struct na_gpkg *gpkg, const struct na_cell *cells,
                         const struct na_gpkg_ring *rings, size_t ring_count,
                         struct na_error *reterr)
{
    (void)sqlite3_reset(gpkg->insert);
    int at = 1;
    int result = SQLITE_OK;
    if (gpkg->shape != NA_GPKG_NO_SHAPE) {
        if (ring_count == 0) {
            result = sqlite3_bind_null(gpkg->insert, at);
        } else if (na_gpkg_blob_put(rings, ring_count, gpkg->shape, gpkg->srid, &gpkg->box,
                                    &gpkg->blob) != NA_OK) {
            return na_fail_memory(reterr, "writing a shape");
        } else {
            result = sqlite3_bind_blob(gpkg->insert, at, gpkg->blob.data, (int)gpkg->blob.length,
                                       SQLITE_STATIC);
        }
        at++;
    }
    enum na_code code = result == SQLITE_OK ? NA_OK : refuse(gpkg, result, reterr);
    for (size_t c = 0; c < gpkg->column_count && code == NA_OK; c++) {
        code = bind_cell(gpkg, at++, gpkg->types[c], &cells[c], reterr);
    }
    if (code == NA_OK) {
        result = sqlite3_step(gpkg->insert);
        code = result == SQLITE_DONE ? NA_OK : refuse(gpkg, result, reterr);
    }
    return code;
}

enum na_code na_gpkg_close(struct na_gpkg *gpkg, struct na_error *reterr)
{
    enum na_code code = finish_layer(gpkg, reterr);
    if (code == NA_OK) {
        code = run_sql(gpkg, "COMMIT", reterr);
    }
    if (code == NA_OK) {
        int result = sqlite3_close(gpkg->database);
        code = result == SQLITE_OK ? NA_OK : refuse(gpkg, result, reterr);
        gpkg->database = result == SQLITE_OK ? NULL : gpkg->database;
    }
    na_gpkg_abandon(gpkg);
    return code;
}

void na_gpkg_abandon(struct na_gpkg *gpkg)
{
    if (gpkg == NULL) {
        return;
    }
    (void)sqlite3_finalize(gpkg->insert);
    (void)sqlite3_close(gpkg->database);
    na_buffer_fini(&gpkg->blob);
    na_buffer_fini(&gpkg->text);
    na_buffer_fini(&gpkg->sql);
    free(gpkg->table);
    free(gpkg->types);
    free(gpkg);
}
