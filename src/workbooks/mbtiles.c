/* A database of tiles is opened read-only, as a GeoPackage is, and nothing in it is run. Each tile
 * is asked for by its place. Rows of MBTiles count from the south and are turned round here. */

/* realpath is of XSI. */
#define _XOPEN_SOURCE 700
#include "workbooks/mbtiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/file.h"
#include "io/sqlite.h"

/* Bytes of a cell: a tile inflates to no more, so it cannot be longer packed. */
#define LENGTH_MAX (8 * 1024 * 1024)
/* Steps of SQLite's machine for one question. A tile found by an index takes some dozens. */
#define STEPS_A_CALL 10000
#define CALLS_MAX 2000
#define SCHEMA_MAX 200
#define ZOOM_USUAL 16

struct na_mbtiles {
    sqlite3 *db;
    sqlite3_stmt *tile;
    char *path; /* without links */
    int fd;
    struct stat opened;
    unsigned int calls; /* of the progress handler since the question began */
    struct na_mbtiles_about about;
};

static int count_calls(void *state)
{
    struct na_mbtiles *mbtiles = state;
    return ++mbtiles->calls > CALLS_MAX;
}

static enum na_code refuse(struct na_error *reterr, const char *what, const char *hint)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s", what);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
}

static const char again[] = "Download the file again, or take another one";

static enum na_code fail_db(const struct na_mbtiles *mbtiles, struct na_error *reterr)
{
    int code = mbtiles->db != NULL ? sqlite3_errcode(mbtiles->db) : SQLITE_NOMEM;
    switch (code & 0xFF) {
    case SQLITE_NOMEM:
        return na_fail_memory(reterr, "reading tiles");
    case SQLITE_INTERRUPT:
        return refuse(reterr, "It takes too long to find a tile in the file", again);
    case SQLITE_TOOBIG:
        return refuse(reterr, "It is larger than 8 MiB", again);
    default:
        (void)na_fail(reterr, NA_ERR_DATA, "The file is cut short or damaged: %s",
                      sqlite3_errmsg(mbtiles->db));
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, again);
    }
}

/* The file itself, before SQLite sees it. */
static enum na_code open_file(struct na_mbtiles *mbtiles, const char *path, struct na_error *reterr)
{
    static const char begin[16] = "SQLite format 3";
    char found[16] = "";
    mbtiles->path = realpath(path, NULL);
    mbtiles->fd =
        mbtiles->path != NULL ? open(mbtiles->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (mbtiles->fd < 0 || fstat(mbtiles->fd, &mbtiles->opened) != 0) {
        return na_fail_errno(reterr, errno, "open the tiles", NULL);
    }
    if (!S_ISREG(mbtiles->opened.st_mode)) {
        return refuse(reterr, "This is no regular file", "Give an MBTiles file");
    }
    if (mbtiles->opened.st_size == 0) {
        return refuse(reterr, "The file is empty", again);
    }
    if (pread(mbtiles->fd, found, sizeof found, 0) != sizeof found ||
        memcmp(found, begin, sizeof begin) != 0) {
        return refuse(reterr, "This is no MBTiles file: it does not begin as SQLite's files do",
                      "Take the vector tiles in MBTiles, not GeoPackage, PMTiles or a zip file");
    }
    return NA_OK;
}

/* The path as a URI of SQLite: what would mean something in one is written by its number. */
static char *uri_of(const char *path)
{
    static const char digits[] = "0123456789ABCDEF";
    static const char end[] = "?mode=ro&immutable=1";
    char *uri = malloc(5 + 3 * strlen(path) + sizeof end);
    if (uri == NULL) {
        return NULL;
    }
    memcpy(uri, "file:", 5);
    size_t used = 5;
    for (const char *at = path; *at != '\0'; at++) {
        if (strchr("?#%", *at) != NULL) {
            uri[used++] = '%';
            uri[used++] = digits[(unsigned char)*at >> 4];
            uri[used++] = digits[(unsigned char)*at & 0x0F];
        } else {
            uri[used++] = *at;
        }
    }
    memcpy(uri + used, end, sizeof end);
    return uri;
}

static enum na_code open_db(struct na_mbtiles *mbtiles, struct na_error *reterr)
{
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW |
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    char *uri = uri_of(mbtiles->path);
    if (uri == NULL) {
        return na_fail_memory(reterr, "opening tiles");
    }
    int result = sqlite3_open_v2(uri, &mbtiles->db, flags, NULL);
    free(uri);
    if (result != SQLITE_OK) {
        return fail_db(mbtiles, reterr);
    }
    sqlite3 *db = mbtiles->db;
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    (void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
    (void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_limit(db, SQLITE_LIMIT_SQL_LENGTH, 100000);
    sqlite3_progress_handler(db, STEPS_A_CALL, count_calls, mbtiles);
    return sqlite3_exec(db, "PRAGMA mmap_size = 0; PRAGMA cell_size_check = ON;", NULL, NULL,
                        NULL) == SQLITE_OK
               ? NA_OK
               : fail_db(mbtiles, reterr);
}

static enum na_code prepare(struct na_mbtiles *mbtiles, const char *sql,
                            sqlite3_stmt **ret_statement, struct na_error *reterr)
{
    mbtiles->calls = 0;
    return sqlite3_prepare_v2(mbtiles->db, sql, -1, ret_statement, NULL) == SQLITE_OK
               ? NA_OK
               : fail_db(mbtiles, reterr);
}

static const char *column(sqlite3_stmt *statement, int i)
{
    const unsigned char *text = sqlite3_column_text(statement, i);
    return text != NULL ? (const char *)text : "";
}

/* Does `text` hold `word` (of lower case), whatever the case? */
static bool holds(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (i < length && na_ascii_lower(text[i]) == word[i]) {
            i++;
        }
        if (i == length) {
            return true;
        }
    }
    return false;
}

/* Does it begin with "create", blanks or comments, and "virtual"? Comments are not looked into: a
 * table whose text names the word at all is refused. */
static enum na_code check_object(sqlite3_stmt *statement, bool *has_tiles, struct na_error *reterr)
{
    const char *type = column(statement, 0);
    const char *name = column(statement, 1);
    const char *sql = column(statement, 2);
    bool is_tiles = na_text_same_fold(name, "tiles");
    char what[200];
    *has_tiles = *has_tiles || (is_tiles && strcmp(type, "index") != 0);
    if (strcmp(type, "view") == 0 && is_tiles && !holds(sql, "recursive")) {
        return NA_OK;
    }
    bool is_virtual = strcmp(type, "table") == 0 && holds(sql, "virtual");
    if ((strcmp(type, "table") == 0 || strcmp(type, "index") == 0) && !is_virtual) {
        return NA_OK;
    }
    (void)snprintf(what, sizeof what,
                   "The file holds a %s%.10s (\"%.60s\"), which would run on being read",
                   is_virtual ? "virtual " : "", type, name);
    na_text_blank_controls(what, strlen(what), false);
    return refuse(reterr, what, "Take a file with plain tables, as the publisher made it");
}

static enum na_code check_schema(struct na_mbtiles *mbtiles, struct na_error *reterr)
{
    sqlite3_stmt *statement = NULL;
    bool has_tiles = false;
    size_t count = 0;
    int step = SQLITE_ROW;
    enum na_code code =
        prepare(mbtiles, "SELECT type, name, sql FROM sqlite_master", &statement, reterr);
    while (code == NA_OK && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        code = ++count > SCHEMA_MAX
                   ? refuse(reterr, "The file holds more than 200 tables and indexes", again)
                   : check_object(statement, &has_tiles, reterr);
    }
    if (code == NA_OK && step != SQLITE_DONE) {
        code = fail_db(mbtiles, reterr);
    }
    (void)sqlite3_finalize(statement);
    if (code == NA_OK && !has_tiles) {
        code = refuse(reterr, "The file has no table \"tiles\"",
                      "Take the vector tiles in MBTiles, not GeoPackage");
    }
    return code;
}

/* Found by an index, whatever the view does: otherwise each of many thousands of questions would
 * read the whole file. */
static enum na_code check_plan(struct na_mbtiles *mbtiles, const char *sql, struct na_error *reterr)
{
    sqlite3_stmt *statement = NULL;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    enum na_code code = explain != NULL ? prepare(mbtiles, explain, &statement, reterr)
                                        : na_fail_memory(reterr, "reading tiles");
    while (code == NA_OK && sqlite3_step(statement) == SQLITE_ROW) {
        const char *detail = column(statement, 3);
        if (strncmp(detail, "SEARCH", 6) != 0) {
            code = refuse(reterr, "The file has no index that finds a tile by its place",
                          "Take the file as its publisher made it, or add: CREATE UNIQUE INDEX "
                          "tile_place ON tiles (zoom_level, "
                          "tile_column, tile_row)");
        }
    }
    (void)sqlite3_finalize(statement);
    sqlite3_free(explain);
    return code;
}

static enum na_code metadata(struct na_mbtiles *mbtiles, const char *name, char *to, size_t size,
                             struct na_error *reterr)
{
    sqlite3_stmt *statement = NULL;
    to[0] = '\0';
    enum na_code code =
        prepare(mbtiles, "SELECT value FROM metadata WHERE name = ?1 LIMIT 1", &statement, reterr);
    if (code == NA_OK) {
        (void)sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
        int step = sqlite3_step(statement);
        if (step == SQLITE_ROW) {
            na_cut_plain_words(column(statement, 0), to, size);
        } else if (step != SQLITE_DONE) {
            code = fail_db(mbtiles, reterr);
        }
    }
    (void)sqlite3_finalize(statement);
    return code;
}

static enum na_code read_zoom(struct na_mbtiles *mbtiles, const char *name, unsigned int usual,
                              unsigned int *ret_zoom, struct na_error *reterr)
{
    char text[40];
    int64_t zoom = 0;
    enum na_code code = metadata(mbtiles, name, text, sizeof text, reterr);
    *ret_zoom = usual;
    if (code == NA_OK && text[0] != '\0') {
        if (!na_integer_parse(na_str_of(text), 0, 30, &zoom)) {
            return refuse(reterr, "The metadata name a zoom that is no number from 0 to 30", again);
        }
        *ret_zoom = zoom < NA_NAM_ZOOM_MAX ? (unsigned int)zoom : NA_NAM_ZOOM_MAX;
    }
    return code;
}

static enum na_code read_about(struct na_mbtiles *mbtiles, struct na_error *reterr)
{
    struct na_mbtiles_about *about = &mbtiles->about;
    char format[40];
    enum na_code code = metadata(mbtiles, "format", format, sizeof format, reterr);
    if (code == NA_OK && format[0] != '\0' && strcmp(format, "pbf") != 0 &&
        strcmp(format, "mvt") != 0) {
        char what[160];
        (void)snprintf(what, sizeof what, "The tiles are pictures (%.20s), not vectors", format);
        return refuse(reterr, what,
                      "Take the vector tiles of the product: pictures cannot be drawn sharp on "
                      "paper, and take ten times the room");
    }
    code =
        code == NA_OK ? metadata(mbtiles, "name", about->name, sizeof about->name, reterr) : code;
    code = code == NA_OK ? metadata(mbtiles, "attribution", about->attribution,
                                    sizeof about->attribution, reterr)
                         : code;
    code = code == NA_OK ? read_zoom(mbtiles, "minzoom", 0, &about->zoom_min, reterr) : code;
    code =
        code == NA_OK ? read_zoom(mbtiles, "maxzoom", ZOOM_USUAL, &about->zoom_max, reterr) : code;
    if (code == NA_OK && about->zoom_min > about->zoom_max) {
        code = refuse(reterr, "The metadata name a least zoom above the greatest", again);
    }
    return code;
}

enum na_code na_mbtiles_open(const char *path, struct na_mbtiles **ret_mbtiles,
                             struct na_error *reterr)
{
    static const char sql[] = "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column "
                              "= ?2 AND tile_row = ?3 LIMIT 1";
    struct na_mbtiles *mbtiles = calloc(1, sizeof *mbtiles);
    if (mbtiles == NULL) {
        return na_fail_memory(reterr, "opening tiles");
    }
    mbtiles->fd = -1;
    enum na_code code = open_file(mbtiles, path, reterr);
    code = code == NA_OK ? open_db(mbtiles, reterr) : code;
    code = code == NA_OK ? check_schema(mbtiles, reterr) : code;
    code = code == NA_OK ? check_plan(mbtiles, sql, reterr) : code;
    code = code == NA_OK ? read_about(mbtiles, reterr) : code;
    code = code == NA_OK ? prepare(mbtiles, sql, &mbtiles->tile, reterr) : code;
    if (code != NA_OK) {
        (void)na_fail_at(reterr, code, path, 0, NULL, NULL);
        na_mbtiles_close(mbtiles);
        return code;
    }
    *ret_mbtiles = mbtiles;
    return NA_OK;
}

void na_mbtiles_close(struct na_mbtiles *mbtiles)
{
    (void)sqlite3_finalize(mbtiles->tile);
    (void)sqlite3_close(mbtiles->db);
    if (mbtiles->fd >= 0) {
        (void)close(mbtiles->fd);
    }
    free(mbtiles->path);
    free(mbtiles);
}

enum na_code na_mbtiles_same(const struct na_mbtiles *mbtiles, struct na_error *reterr)
{
    const struct stat *opened = &mbtiles->opened;
    struct stat now;
    if (stat(mbtiles->path, &now) == 0 && now.st_ino == opened->st_ino &&
        now.st_dev == opened->st_dev && now.st_size == opened->st_size &&
        now.st_mtim.tv_sec == opened->st_mtim.tv_sec &&
        now.st_mtim.tv_nsec == opened->st_mtim.tv_nsec) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_IO, "The file was changed while it was read");
    return na_fail_at(reterr, NA_ERR_IO, mbtiles->path, 0, NULL, "Try again");
}

const struct na_mbtiles_about *na_mbtiles_about(const struct na_mbtiles *mbtiles)
{
    return &mbtiles->about;
}

enum na_code na_mbtiles_digest(const struct na_mbtiles *mbtiles, char ret_text[65],
                               struct na_error *reterr)
{
    return na_sha256_file(mbtiles->fd, ret_text, reterr);
}

enum na_code na_mbtiles_tile(void *state, unsigned int zoom, uint32_t x, uint32_t y,
                             struct na_str *ret_bytes, struct na_error *reterr)
{
    struct na_mbtiles *mbtiles = state;
    uint32_t row = ((uint32_t)1 << zoom) - 1 - y; /* MBTiles counts rows from the south */
    mbtiles->calls = 0;
    *ret_bytes = (struct na_str){NULL, 0};
    (void)sqlite3_reset(mbtiles->tile);
    (void)sqlite3_bind_int64(mbtiles->tile, 1, zoom);
    (void)sqlite3_bind_int64(mbtiles->tile, 2, x);
    (void)sqlite3_bind_int64(mbtiles->tile, 3, row);
    int step = sqlite3_step(mbtiles->tile);
    if (step == SQLITE_DONE) {
        return NA_OK;
    }
    if (step != SQLITE_ROW) {
        return fail_db(mbtiles, reterr);
    }
    if (sqlite3_column_type(mbtiles->tile, 0) != SQLITE_BLOB) {
        return refuse(reterr, "It is no bytes but a text or a number", again);
    }
    ret_bytes->bytes = sqlite3_column_blob(mbtiles->tile, 0);
    ret_bytes->length = (size_t)sqlite3_column_bytes(mbtiles->tile, 0);
    return NA_OK;
}
