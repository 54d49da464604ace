/* support/query_pack.h - small packs to ask questions of, compiled in memory.
 *
 * The squares: wards on the National Grid, so that every expected distance can be read off.
 *
 *   vintage 2023, valid from 2023-05-04, tolerance 0
 *     E01 Alpha  450..451 km east, 530..531 km north
 *     E02 Beta   451..452 km, shares the edge at 451 km with Alpha
 *     E03 Gamma  453..454 km
 *     E04 Delta  453.9..454.9 km, overlaps Gamma by 100 m, has no authority
 *   vintage 2015, valid 2015-05-07 to 2023-05-03, tolerance 20: E01 alone, as "Old Alpha"
 *   vintage degrees, valid 2001-01-01 to 2002-12-31, in EPSG:4326: D01, -1.3..-1.2, 54.6..54.7
 *
 * Assets: see query_squares_assets. Compiled without the grid: Helmert, 5 m. */
#ifndef NA_TEST_QUERY_PACK_H
#define NA_TEST_QUERY_PACK_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "compile/compile.h"
#include "data/snapshot.h"
#include "here/here.h"
#include "io/shapefile.h"
#include "nearaid/questions.h"
#include "question/params.h"

/* 2026-11-21 */
#define QUERY_TODAY 20778

struct query_pack {
    char folder[64];
    struct na_buffer bytes;
    struct na_snapshot *snapshot;
    struct na_session *session;
};

static inline void query_pack_die(const char *what, const char *detail)
{
    (void)fprintf(stderr, "query_pack: %s: %s\n", what, detail);
    abort();
}

static inline void query_pack_path(const struct query_pack *pack, const char *name, char *to,
                                   size_t size)
{
    (void)snprintf(to, size, "%s/%s", pack->folder, name);
}

static inline void query_pack_put(const struct query_pack *pack, const char *name, const char *text)
{
    char path[256];
    query_pack_path(pack, name, path, sizeof path);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) {
        query_pack_die("cannot write", path);
    }
}

static inline void query_pack_begin(struct query_pack *pack)
{
    *pack = (struct query_pack){.folder = "/tmp/nearaid-query-XXXXXX"};
    na_buffer_init(&pack->bytes, (size_t)1 << 30);
    if (mkdtemp(pack->folder) == NULL) {
        query_pack_die("cannot make", pack->folder);
    }
}

/* Compile what was put into the folder; grid NULL: Helmert. */
static inline void query_pack_compile(struct query_pack *pack, const char *grid)
{
    struct na_compile_options options = {.grid_path = grid, .no_grid = grid == NULL};
    struct na_report report;
    struct na_error error = {.message = ""};
    na_report_init(&report);
    if (na_compile(pack->folder, &options, &pack->bytes, &report, &error) != NA_OK ||
        na_snapshot_from_bytes(pack->bytes.data, pack->bytes.length, &pack->snapshot, &error) !=
            NA_OK ||
        na_session_new(pack->snapshot, &pack->session, &error) != NA_OK) {
        query_pack_die(error.file, error.message);
    }
    na_report_fini(&report);
}

static inline void query_pack_end(struct query_pack *pack)
{
    na_session_free(pack->session);
    na_snapshot_unref(pack->snapshot);
    na_buffer_fini(&pack->bytes);
    DIR *folder = opendir(pack->folder);
    struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char path[400];
        (void)snprintf(path, sizeof path, "%s/%s", pack->folder, entry->d_name);
        (void)unlink(path);
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    (void)rmdir(pack->folder);
}

struct query_square {
    const char *code, *name, *authority_code, *authority_name;
    double west, south, east, north;
};

static inline void query_pack_squares(const struct query_pack *pack, const char *stem,
                                      const struct query_square *squares, size_t count)
{
    static const struct na_shape_field fields[] = {
        {"WD23CD", 9}, {"WD23NM", 40}, {"LAD23CD", 9}, {"LAD23NM", 40}};
    double xy[8][10];
    size_t starts[2] = {0, 5};
    struct na_shape shapes[8];
    const char *texts[8][4];
    struct na_shape_row rows[8];
    for (size_t i = 0; i < count && i < 8; i++) {
        const struct query_square *s = &squares[i];
        const double ring[10] = {s->west,  s->south, s->west,  s->north, s->east,
                                 s->north, s->east,  s->south, s->west,  s->south};
        memcpy(xy[i], ring, sizeof ring);
        shapes[i] = (struct na_shape){xy[i], 5, starts, 1, false};
        texts[i][0] = s->code;
        texts[i][1] = s->name;
        texts[i][2] = s->authority_code;
        texts[i][3] = s->authority_name;
        rows[i] = (struct na_shape_row){&shapes[i], texts[i]};
    }
    char path[256];
    struct na_error error = {.message = ""};
    query_pack_path(pack, stem, path, sizeof path);
    if (na_shapefile_write(path, NA_SHAPE_POLYGON, fields, 4, rows, count, NULL, &error) != NA_OK) {
        query_pack_die(path, error.message);
    }
}

static const char query_squares_ini[] = "[pack]\n"
                                        "title = Squares\n"
                                        "issued = 2026-11-20\n"
                                        "indicative = yes\n"
                                        "[wards.2015]\n"
                                        "file = old.shp\n"
                                        "crs = EPSG:27700\n"
                                        "valid_from = 2015-05-07\n"
                                        "valid_to = 2023-05-03\n"
                                        "tolerance_m = 20\n"
                                        "[wards.2023]\n"
                                        "file = new.shp\n"
                                        "crs = EPSG:27700\n"
                                        "valid_from = 2023-05-04\n"
                                        "tolerance_m = 0\n"
                                        "overlap_limit_m2 = 1000000\n"
                                        "[wards.degrees]\n"
                                        "file = degrees.shp\n"
                                        "crs = EPSG:4326\n"
                                        "valid_from = 2001-01-01\n"
                                        "valid_to = 2002-12-31\n"
                                        "tolerance_m = 0\n"
                                        "[assets.all]\n"
                                        "file = assets.csv\n";

static const char query_squares_assets[] =
    "id,kind,name,aliases,postcode,siting,easting_m,northing_m,accuracy_m,status,last_checked,"
    "valid_from,valid_to,scheme\n"
    "cab-1,cabinet,First,One|Uno,TS1 1AA,By the "
    "door,450100,530100,1,in_service,2026-11-01,,,watch\n"
    "cab-2,cabinet,Second,,,,450300,530100,1,out_of_service,,,,\n"
    "cab-3,cabinet,Third,,,,450600,530100,1,in_service,,2020-01-01,2025-12-31,\n"
    "cab-4,cabinet,Fourth,,,,451600,530100,1,unknown,2026-11-18,,,\n"
    "pub-1,pub,Blurred,,,,450200,530200,150,in_service,,,,\n"
    "pub-2,pub,Sharp,,,,450200,530400,10,in_service,,,,\n"
    "twin-b,twin,Twin B,,,,450500,530500,1,in_service,,,,\n"
    "twin-a,twin,Twin A,,,,450500,530500,1,in_service,,,,\n";

static inline void query_pack_open_squares(struct query_pack *pack)
{
    static const struct query_square old[] = {
        {"E01", "Old Alpha", "L1", "Low", 450000, 530000, 451000, 531000}};
    static const struct query_square new[] = {
        {"E01", "Alpha", "L1", "Low", 450000, 530000, 451000, 531000},
        {"E02", "Beta", "L1", "Low", 451000, 530000, 452000, 531000},
        {"E03", "Gamma", "L2", "High", 453000, 530000, 454000, 531000},
        {"E04", "Delta", "", "", 453900, 530000, 454900, 531000},
    };
    static const struct query_square degrees[] = {
        {"D01", "Degrees", "L1", "Low", -1.3, 54.6, -1.2, 54.7}};
    query_pack_begin(pack);
    query_pack_squares(pack, "old", old, 1);
    query_pack_squares(pack, "new", new, 4);
    query_pack_squares(pack, "degrees", degrees, 1);
    query_pack_put(pack, "assets.csv", query_squares_assets);
    query_pack_put(pack, "pack.ini", query_squares_ini);
    query_pack_compile(pack, NULL);
}

/* The open data of Teesside with OSTN15; false, with the reason printed, if it is not there. */
static inline bool query_pack_open_tees(struct query_pack *pack)
{
    static const char *const names[][2] = {
        {"wards", "WD20_BGC_tees.shp"}, {"wards", "WD20_BGC_tees.shx"},
        {"wards", "WD20_BGC_tees.dbf"}, {"wards", "WD20_BGC_tees.prj"},
        {"wards", "WD20_BGC_tees.cpg"}, {"wards", "WD23_BSC_tees.shp"},
        {"wards", "WD23_BSC_tees.shx"}, {"wards", "WD23_BSC_tees.dbf"},
        {"wards", "WD23_BSC_tees.prj"}, {"wards", "WD23_BSC_tees.cpg"},
        {"facts", "bleed_cabinets.csv"}};
    static const char grid[] = NA_TEST_SHARED_DATA "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif";
    if (access(grid, R_OK) != 0) {
        (void)printf("skipped: no data in %s\n", NA_TEST_SHARED_DATA);
        return false;
    }
    query_pack_begin(pack);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char from[512];
        char to[256];
        (void)snprintf(from, sizeof from, "%s/%s/%s", NA_TEST_SHARED_DATA, names[i][0],
                       names[i][1]);
        query_pack_path(pack, names[i][1], to, sizeof to);
        if (symlink(from, to) != 0) {
            query_pack_die("cannot link", from);
        }
    }
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Cleveland\nissued = 2026-11-21\n"
                   "[wards.2020]\nfile = WD20_BGC_tees.shp\nvalid_from = 2020-12-31\n"
                   "valid_to = 2023-05-03\n"
                   "[wards.2023]\nfile = WD23_BSC_tees.shp\nvalid_from = 2023-05-04\n"
                   "[assets.bleed_cabinets]\nfile = bleed_cabinets.csv\n");
    query_pack_compile(pack, grid);
    return true;
}

enum query_route { QUERY_WARD, QUERY_NEAREST, QUERY_WARDS, QUERY_ASSETS, QUERY_HERE };

/* Ask with parameters as in a URL; the answer is appended to `to`. */
static inline enum na_code query_pack_ask(const struct query_pack *pack, enum query_route route,
                                          const char *query, enum na_format format,
                                          struct na_buffer *to, struct na_error *error)
{
    char memory[2048];
    struct na_param params[NA_PARAMS_MAX];
    size_t count = 0;
    enum na_code code = na_params_from_query(query, memory, params, NA_PARAMS_MAX, &count, error);
    if (code != NA_OK) {
        return code;
    }
    switch (route) {
    case QUERY_WARD:
        return na_answer_ward(&(struct na_asking){.session = pack->session,
                                                  .params = params,
                                                  .count = count,
                                                  .today = QUERY_TODAY,
                                                  .format = format},
                              to, error);
    case QUERY_NEAREST:
        return na_answer_nearest(&(struct na_asking){.session = pack->session,
                                                     .params = params,
                                                     .count = count,
                                                     .today = QUERY_TODAY,
                                                     .format = format},
                                 to, error);
    case QUERY_WARDS:
        return na_answer_wards(&(struct na_asking){.session = pack->session,
                                                   .params = params,
                                                   .count = count,
                                                   .today = QUERY_TODAY,
                                                   .format = format},
                               to, error);
    case QUERY_ASSETS:
        return na_answer_assets(&(struct na_asking){.session = pack->session,
                                                    .params = params,
                                                    .count = count,
                                                    .today = QUERY_TODAY,
                                                    .format = format},
                                to, error);
    case QUERY_HERE:
        return na_answer_here(&(struct na_asking){.session = pack->session,
                                                  .params = params,
                                                  .count = count,
                                                  .today = QUERY_TODAY,
                                                  .format = format},
                              to, error);
    }
    return NA_ERR_INTERNAL;
}

/* Text as JSON; NULL if it is not. */
static inline json_t *query_pack_parse(const struct na_buffer *text)
{
    json_error_t error;
    json_t *json = json_loadb(text->data, text->length, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL) {
        (void)fprintf(stderr, "not JSON: %s\n%.*s\n", error.text, (int)text->length, text->data);
    }
    return json;
}

/* The answer as JSON, to be released by json_decref; dies on an error. */
static inline json_t *query_pack_json(const struct query_pack *pack, enum query_route route,
                                      const char *query, enum na_format format)
{
    struct na_buffer text;
    struct na_error error = {.message = ""};
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    if (query_pack_ask(pack, route, query, format, &text, &error) != NA_OK) {
        query_pack_die(query, error.message);
    }
    json_t *json = query_pack_parse(&text);
    na_buffer_fini(&text);
    if (json == NULL) {
        query_pack_die(query, "not JSON");
    }
    return json;
}

/* Value at a path of member names and positions, "alternatives.0.code"; NULL if there is none. */
static inline const json_t *query_pack_at(const json_t *json, const char *path)
{
    char name[64];
    while (json != NULL && *path != '\0') {
        size_t length = strcspn(path, ".");
        (void)snprintf(name, sizeof name, "%.*s", (int)length, path);
        json = json_is_array(json) ? json_array_get(json, (size_t)strtoul(name, NULL, 10))
                                   : json_object_get(json, name);
        path += length + (path[length] == '.');
    }
    return json;
}

/* Text at a path, "" if there is none. */
static inline const char *query_pack_text(const json_t *json, const char *path)
{
    const char *text = json_string_value(query_pack_at(json, path));
    return text != NULL ? text : "";
}

static inline double query_pack_number(const json_t *json, const char *path)
{
    return json_number_value(query_pack_at(json, path));
}

static inline size_t query_pack_size(const json_t *json, const char *path)
{
    return json_array_size(query_pack_at(json, path));
}

/* cmocka 1.1.7 compares floats only, whose 24 bits are too few for metres of the grid. */
static inline bool query_pack_close(double a, double b, double tolerance)
{
    bool close = fabs(a - b) <= tolerance;
    if (!close) {
        (void)fprintf(stderr, "%.9f is not %.9f\n", a, b);
    }
    return close;
}

/* Is a warning of that code among "warnings"? */
static inline bool query_pack_warns(const json_t *json, const char *code)
{
    const json_t *warnings = json_object_get(json, "warnings");
    for (size_t i = 0; i < json_array_size(warnings); i++) {
        if (strcmp(query_pack_text(json_array_get(warnings, i), "code"), code) == 0) {
            return true;
        }
    }
    return false;
}

#endif
