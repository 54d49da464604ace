/* The join as one would write it with libcsv and GEOS: prepared polygons in a tree, a point a row,
 * fields written back by csv_fwrite. For bench_join.sh.
 *
 *   bench_join_geos WARDS.shp CODE_FIELD GRID < in.csv > out.csv
 *
 * The wards are taken to longitude and latitude beforehand, so that no row is projected. Columns
 * are found by the names Longitude and Latitude. Prints how many rows it placed. */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "geo/crs.h"
#include "io/file.h"
#include "support/grid_crs.h"
#include "support/layer_geos.h"

#define CHUNK (1 << 20)
#define COLUMNS_MAX 256

struct join {
    struct layer layer;
    struct layer_geos geos;
    char (*codes)[16];
    size_t column, lon_column, lat_column;
    size_t row, placed;
    double lon, lat;
};

/* Rings to degrees; edges as they are: the loop is about speed. */
static void to_lonlat(struct layer *layer, const char *grid_path)
{
    struct na_file grid;
    struct na_crs *crs = NULL;
    struct na_error error;
    if (na_file_read(grid_path, (size_t)1 << 30, &grid, &error) != NA_OK ||
        grid_crs_new(grid.bytes, grid.length, &crs, &error) != NA_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        exit(3);
    }
    for (size_t i = 0; i < layer->vertex_count; i++) {
        struct na_lonlat at;
        struct na_grid from = {layer->xy[2 * i], layer->xy[2 * i + 1]};
        if (na_crs_to_lonlat(crs, from, &at, &error) == NA_OK) {
            layer->xy[2 * i] = at.lon_deg;
            layer->xy[2 * i + 1] = at.lat_deg;
        }
    }
    grid_crs_free(crs);
    na_file_free(&grid);
}

static void open_wards(struct join *join, const char *shapes, const char *field_name,
                       const char *grid)
{
    if (!layer_read_shapefile(&join->layer, shapes)) {
        (void)fprintf(stderr, "%s cannot be read\n", shapes);
        exit(3);
    }
    to_lonlat(&join->layer, grid);
    layer_geos_init(&join->geos, &join->layer);
    join->codes = calloc(join->layer.area_count, sizeof join->codes[0]);
    DBFHandle dbf = DBFOpen(shapes, "rb");
    int field = dbf != NULL ? DBFGetFieldIndex(dbf, field_name) : -1;
    if (join->codes == NULL || field < 0) {
        (void)fprintf(stderr, "%s has no field %s\n", shapes, field_name);
        exit(3);
    }
    for (uint32_t i = 0; i < join->layer.area_count; i++) {
        (void)snprintf(join->codes[i], 16, "%.15s", DBFReadStringAttribute(dbf, (int)i, field));
    }
    DBFClose(dbf);
}

static void on_field(void *bytes, size_t length, void *user)
{
    struct join *join = user;
    char text[64];
    if (join->column > 0) {
        (void)putchar(',');
    }
    (void)csv_fwrite(stdout, bytes, length);
    if (join->row == 0 || join->column == join->lon_column || join->column == join->lat_column) {
        (void)snprintf(text, sizeof text, "%.*s", (int)length, (const char *)bytes);
    }
    if (join->row == 0) {
        join->lon_column = strcasecmp(text, "longitude") == 0 ? join->column : join->lon_column;
        join->lat_column = strcasecmp(text, "latitude") == 0 ? join->column : join->lat_column;
    } else if (join->column == join->lon_column) {
        join->lon = strtod(text, NULL);
    } else if (join->column == join->lat_column) {
        join->lat = strtod(text, NULL);
    }
    join->column++;
}

static void on_row(int terminator, void *user)
{
    struct join *join = user;
    (void)terminator;
    if (join->row == 0) {
        (void)fputs(",ward_code\n", stdout);
    } else {
        uint32_t area = layer_geos_lowest(&join->geos, join->lon, join->lat);
        join->placed += area != NA_AREA_NONE;
        (void)printf(",%s\n", area != NA_AREA_NONE ? join->codes[area] : "");
    }
    join->row++;
    join->column = 0;
}

int main(int argc, char **argv)
{
    static struct join join = {.lon_column = COLUMNS_MAX, .lat_column = COLUMNS_MAX};
    static char chunk[CHUNK];
    struct csv_parser parser;
    if (argc != 4 || csv_init(&parser, CSV_APPEND_NULL) != 0) {
        (void)fprintf(stderr, "usage: bench_join_geos WARDS.shp CODE_FIELD GRID <in >out\n");
        return 2;
    }
    open_wards(&join, argv[1], argv[2], argv[3]);
    for (size_t length = fread(chunk, 1, CHUNK, stdin); length > 0;
         length = fread(chunk, 1, CHUNK, stdin)) {
        if (csv_parse(&parser, chunk, length, on_field, on_row, &join) != length) {
            return 3;
        }
    }
    (void)csv_fini(&parser, on_field, on_row, &join);
    csv_free(&parser);
    (void)fprintf(stderr, "placed %zu of %zu rows\n", join.placed, join.row - 1);
    return fflush(stdout) == 0 ? 0 : 4;
}
