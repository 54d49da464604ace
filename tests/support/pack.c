/* Shapefiles, texts and pack.ini are written into the folder; compiling uses the real compiler. A
 * failure of the set-up aborts. */
#include "support/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "compile/compile.h"
#include "data/snapshot.h"
#include "io/file.h"
#include "io/shapefile.h"
#include "support/folder.h"

const char pack_prj_27700[] =
    "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\","
    "SPHEROID[\"Airy_1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"False_Northing\",-100000.0],"
    "PARAMETER[\"Central_Meridian\",-2.0],PARAMETER[\"Scale_Factor\",0.9996012717],"
    "PARAMETER[\"Latitude_Of_Origin\",49.0],UNIT[\"Meter\",1.0]]";
const char pack_prj_4326[] =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

static void die(const char *what)
{
    (void)fprintf(stderr, "%s\n", what);
    abort();
}

static void die_error(const struct na_error *error)
{
    char text[1200];
    na_error_format(error, text, sizeof text);
    die(text);
}

void pack_put_squares(const char *folder, const char *base, const char *prj,
                      const struct pack_square *squares, size_t count)
{
    static const struct na_shape_field fields[] = {
        {"WD23CD", 20}, {"WD23NM", 80}, {"LAD23CD", 20}, {"LAD23NM", 80}};
    struct na_shape_row *rows = calloc(count + 1, sizeof *rows);
    struct na_shape *shapes = calloc(count + 1, sizeof *shapes);
    double(*xy)[10] = calloc(count + 1, sizeof *xy);
    const char *(*texts)[4] = calloc(count + 1, sizeof *texts);
    static size_t parts[2] = {0, 5};
    char path[1024];
    struct na_error error;
    if (rows == NULL || shapes == NULL || xy == NULL || texts == NULL) {
        die("out of memory");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct pack_square *s = &squares[i];
        const double ring[10] = {s->west,  s->south, s->west,  s->north, s->east,
                                 s->north, s->east,  s->south, s->west,  s->south};
        memcpy(xy[i], ring, sizeof ring);
        shapes[i] = (struct na_shape){
            .xy = xy[i], .vertex_count = 5, .part_starts = parts, .part_count = 1};
        texts[i][0] = s->code;
        texts[i][1] = s->name;
        texts[i][2] = s->authority_code;
        texts[i][3] = s->authority_name;
        rows[i] = (struct na_shape_row){&shapes[i], texts[i]};
    }
    (void)snprintf(path, sizeof path, "%s/%s", folder, base);
    if (na_shapefile_write(path, NA_SHAPE_POLYGON, fields, 4, rows, count, prj, &error) != NA_OK) {
        die_error(&error);
    }
    free(rows);
    free(shapes);
    free(xy);
    free(texts);
}

void pack_put_text(const char *folder, const char *name, const char *text)
{
    char path[1024];
    folder_put(folder, name, text, strlen(text), path, sizeof path);
}

bool pack_put_shared(const char *folder, const char *name, const char *from)
{
    char path[1024];
    struct na_file file;
    (void)snprintf(path, sizeof path, "%s/%s", NA_TEST_SHARED_DATA, from);
    if (na_file_read(path, (size_t)1 << 30, &file, NULL) != NA_OK) {
        return false;
    }
    folder_put(folder, name, file.bytes, file.length, path, sizeof path);
    na_file_free(&file);
    return true;
}

bool pack_put_shared_shapefile(const char *folder, const char *name, const char *from)
{
    static const char *const extensions[] = {"shp", "shx", "dbf", "prj", "cpg"};
    bool all = true;
    for (size_t i = 0; i < 5; i++) {
        char to_name[256];
        char from_name[256];
        (void)snprintf(to_name, sizeof to_name, "%s.%s", name, extensions[i]);
        (void)snprintf(from_name, sizeof from_name, "%s.%s", from, extensions[i]);
        all = pack_put_shared(folder, to_name, from_name) && all;
    }
    return all;
}

enum na_code pack_compile(const char *folder, const char *grid_path, struct na_buffer *bytes,
                          struct na_report *report, struct na_error *reterr)
{
    struct na_compile_options options = {.grid_path = grid_path, .no_grid = grid_path == NULL};
    return na_compile(folder, &options, bytes, report, reterr);
}

struct na_snapshot *pack_open(const char *folder, const char *grid_path, struct na_buffer *bytes)
{
    struct na_report report;
    struct na_error error;
    struct na_snapshot *snapshot = NULL;
    na_report_init(&report);
    if (pack_compile(folder, grid_path, bytes, &report, &error) != NA_OK ||
        na_snapshot_from_bytes(bytes->data, bytes->length, &snapshot, &error) != NA_OK) {
        die_error(&error);
    }
    na_report_fini(&report);
    return snapshot;
}

const char *pack_shared_grid(void)
{
    static const char path[] = NA_TEST_SHARED_DATA "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif";
    return access(path, R_OK) == 0 ? path : NULL;
}
