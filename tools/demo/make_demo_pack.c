/* make_demo_pack FACTS_DIR OUT_DIR - the shapefiles of data/shapefiles/tees-demo.
 *
 * Ward boundaries are not drawn here: each ward is the cell of points nearer to its representative
 * point than to any other, cut to 3 km around it. Equal facts give equal bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/shapefile.h"
#include "io/topology.h"

#define CELL_RADIUS_M 3000.0
#define CELL_SEGMENTS 64
#define ROWS_MAX 256
#define COLUMNS_MAX 6
#define FILE_LIMIT_BYTES ((size_t)1 << 20)

/* EPSG:27700 in our own words, in the form GIS programs read from a .prj. */
static const char prj[] =
    "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\","
    "SPHEROID[\"Airy_1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"False_Northing\",-100000.0],"
    "PARAMETER[\"Central_Meridian\",-2.0],PARAMETER[\"Scale_Factor\",0.9996012717],"
    "PARAMETER[\"Latitude_Of_Origin\",49.0],UNIT[\"Meter\",1.0]]";

/* A small CSV file whole: every field a text of its own. */
struct table {
    char *texts[ROWS_MAX][COLUMNS_MAX];
    size_t count; /* without the header */
};

static void table_free(struct table *table)
{
    if (table != NULL) {
        for (size_t i = 0; i < table->count; i++) {
            for (size_t j = 0; j < COLUMNS_MAX; j++) {
                free(table->texts[i][j]);
            }
        }
        free(table);
    }
}

static enum na_code keep_row(struct table *table, const struct na_csv_record *record,
                             struct na_error *reterr)
{
    if (table->count == ROWS_MAX || record->count != COLUMNS_MAX) {
        (void)na_fail(reterr, NA_ERR_DATA, "Too many rows, or not %d columns", COLUMNS_MAX);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, record->line, NULL, NULL);
    }
    char **row = table->texts[table->count++];
    for (size_t j = 0; j < COLUMNS_MAX; j++) {
        row[j] = malloc(record->fields[j].length + 1);
        if (row[j] == NULL) {
            return na_fail_memory(reterr, "reading the facts");
        }
        (void)na_text_copy_str(row[j], record->fields[j].length + 1, record->fields[j]);
    }
    return NA_OK;
}

/* Read `name` of `folder`, whose first row must be `header`. */
static enum na_code table_read(const char *folder, const char *name, const char *header,
                               struct table **ret_table, struct na_error *reterr)
{
    char path[4096];
    struct na_file file = {NULL, 0};
    struct na_csv *csv = NULL;
    struct table *table = NULL;
    enum na_code code = na_path_join(path, sizeof path, folder, name, reterr);
    if (code == NA_OK) {
        code = na_file_read(path, FILE_LIMIT_BYTES, &file, reterr);
    }
    if (code != NA_OK) {
        goto done;
    }
    size_t header_length = strlen(header);
    if (file.length < header_length || memcmp(file.bytes, header, header_length) != 0) {
        code = na_fail(reterr, NA_ERR_DATA, "The header is not \"%s\"", header);
        goto done;
    }
    table = calloc(1, sizeof *table);
    if (table == NULL) {
        code = na_fail_memory(reterr, "reading the facts");
        goto done;
    }
    code = na_csv_new((const char *)file.bytes + header_length, file.length - header_length, ',',
                      &csv, reterr);
    bool more = code == NA_OK;
    while (more && code == NA_OK) {
        struct na_csv_record record;
        code = na_csv_next(csv, &record, &more, reterr);
        if (code == NA_OK && more) {
            code = keep_row(table, &record, reterr);
        }
    }
    if (code == NA_OK) {
        *ret_table = table;
        table = NULL;
    }
done:
    table_free(table);
    na_csv_free(csv);
    na_file_free(&file);
    return code == NA_OK ? code : na_fail_at(reterr, code, name, 0, NULL, NULL);
}

/* The facts spell "Headland and Harbour" and "Headland & Harbour". */
static bool same_ward(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        size_t a_step = strncmp(a, "and ", 4) == 0 ? 3 : 1;
        size_t b_step = strncmp(b, "and ", 4) == 0 ? 3 : 1;
        char a_char = a_step == 3 ? '&' : *a;
        char b_char = b_step == 3 ? '&' : *b;
        if (a_char != b_char) {
            return false;
        }
        a += a_step;
        b += b_step;
    }
    return *a == *b;
}

static enum na_code cells_of(const struct table *wards, struct na_shape *ret_shapes,
                             struct na_error *reterr)
{
    double xy[2 * ROWS_MAX];
    for (size_t i = 0; i < wards->count; i++) {
        for (size_t j = 0; j < 2; j++) {
            if (!na_number_parse(na_str_of(wards->texts[i][4 + j]), &xy[2 * i + j])) {
                return na_fail(reterr, NA_ERR_DATA, "Not a coordinate: \"%s\"",
                               wards->texts[i][4 + j]);
            }
        }
    }
    struct na_topology *topology = NULL;
    enum na_code code = na_topology_new(&topology, reterr);
    if (code == NA_OK) {
        code = na_topology_voronoi(topology, xy, wards->count, CELL_RADIUS_M, CELL_SEGMENTS,
                                   ret_shapes, reterr);
    }
    na_topology_free(topology);
    return code;
}

static enum na_code write_wards(const char *folder, const struct table *wards,
                                const struct na_shape *cells, struct na_error *reterr)
{
    static const struct na_shape_field fields[] = {
        {"WD23CD", 9}, {"WD23NM", 53}, {"LAD23CD", 9}, {"LAD23NM", 36}};
    struct na_shape_row rows[ROWS_MAX];
    for (size_t i = 0; i < wards->count; i++) {
        rows[i] = (struct na_shape_row){&cells[i], (const char *const *)wards->texts[i]};
    }
    char path[4096];
    enum na_code code = na_path_join(path, sizeof path, folder, "wards_2023", reterr);
    if (code == NA_OK) {
        code =
            na_shapefile_write(path, NA_SHAPE_POLYGON, fields, 4, rows, wards->count, prj, reterr);
    }
    return code;
}

/* Months become days: "2023-10" from its first, to the last of a month of 28 to 31 days. */
static void day_of_month(const char *month, bool last, char ret_day[11])
{
    static const char *const last_days[] = {"31", "28", "31", "30", "31", "30",
                                            "31", "31", "30", "31", "30", "31"};
    size_t number = (size_t)(month[5] - '0') * 10 + (size_t)(month[6] - '0');
    (void)snprintf(ret_day, 11, "%.7s-%s", month,
                   last && number >= 1 && number <= 12 ? last_days[number - 1] : "01");
}

static enum na_code write_patrols(const char *folder, const struct table *patrols,
                                  const struct table *wards, const struct na_shape *cells,
                                  struct na_error *reterr)
{
    static const struct na_shape_field fields[] = {
        {"CODE", 20}, {"NAME", 80}, {"FROM", 10}, {"TO", 10}};
    static char texts[ROWS_MAX][4][96];
    const char *pointers[ROWS_MAX][4];
    struct na_shape_row rows[ROWS_MAX];
    for (size_t i = 0; i < patrols->count; i++) {
        char *const *patrol = patrols->texts[i];
        size_t w = 0;
        while (w < wards->count && !(same_ward(patrol[0], wards->texts[w][1]) &&
                                     strcmp(patrol[1], wards->texts[w][3]) == 0)) {
            w++;
        }
        if (w == wards->count || strlen(patrol[4]) != 7 || strlen(patrol[5]) != 7) {
            return na_fail(reterr, NA_ERR_DATA, "No ward \"%s\", or bad months", patrol[0]);
        }
        (void)snprintf(texts[i][0], sizeof texts[i][0], "patrol-%s", wards->texts[w][0]);
        (void)snprintf(texts[i][1], sizeof texts[i][1], "%s, %s", patrol[3], patrol[0]);
        day_of_month(patrol[4], false, texts[i][2]);
        day_of_month(patrol[5], true, texts[i][3]);
        for (size_t j = 0; j < 4; j++) {
            pointers[i][j] = texts[i][j];
        }
        rows[i] = (struct na_shape_row){&cells[w], pointers[i]};
    }
    char path[4096];
    enum na_code code = na_path_join(path, sizeof path, folder, "hotspot_patrols", reterr);
    if (code == NA_OK) {
        code = na_shapefile_write(path, NA_SHAPE_POLYGON, fields, 4, rows, patrols->count, prj,
                                  reterr);
    }
    return code;
}

static enum na_code make(const char *facts, const char *out, struct na_error *reterr)
{
    static struct na_shape cells[ROWS_MAX];
    struct table *wards = NULL;
    struct table *patrols = NULL;
    size_t made = 0;
    enum na_code code =
        table_read(facts, "ward_centres_2023.csv",
                   "ward_code,ward_name,lad_code,lad_name,easting_m,northing_m\n", &wards, reterr);
    if (code == NA_OK) {
        code = table_read(facts, "hotspot_patrols.csv",
                          "ward,local_authority,kind,scheme,from,to\n", &patrols, reterr);
    }
    if (code == NA_OK) {
        code = cells_of(wards, cells, reterr);
        made = code == NA_OK ? wards->count : 0;
    }
    if (code == NA_OK) {
        code = write_wards(out, wards, cells, reterr);
    }
    if (code == NA_OK) {
        code = write_patrols(out, patrols, wards, cells, reterr);
    }
    for (size_t i = 0; i < made; i++) {
        na_shape_fini(&cells[i]);
    }
    table_free(patrols);
    table_free(wards);
    return code;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        (void)fputs("usage: make_demo_pack FACTS_DIR OUT_DIR\n", stderr);
        return 2;
    }
    struct na_error error;
    enum na_code code = make(argv[1], argv[2], &error);
    if (code != NA_OK) {
        char text[sizeof error + 64];
        na_error_format(&error, text, sizeof text);
        (void)fprintf(stderr, "make_demo_pack: %s\n", text);
    }
    return na_code_exit_status(code);
}
