/* make_demo_pack FACTS_DIR DRAWN_DIR OUT_DIR - the shapefiles of data/shapefiles/tees-demo.
 *
 * Boundaries are our own: the coast, the Tees and the borders of the four councils are drawn by
 * hand in DRAWN_DIR, coarsely, and each ward is the land nearer to its centre than to any other's
 * on the same side of those lines (tiles.h). Equal facts give equal bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"
#include "io/csv.h"
#include "io/file.h"
#include "io/shapefile.h"
#include "tiles.h"

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
    size_t count;   /* without the header */
    size_t columns; /* as many as the header has */
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
    if (table->count == ROWS_MAX || record->count != table->columns) {
        (void)na_fail(reterr, NA_ERR_DATA, "Too many rows, or not %zu columns", table->columns);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, record->line, NULL, NULL);
    }
    char **row = table->texts[table->count++];
    for (size_t j = 0; j < table->columns; j++) {
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
    table->columns = 1;
    for (const char *c = header; *c != '\0'; c++) {
        table->columns += *c == ',' ? 1 : 0;
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

/* The position in the columns `column` and the one after it. */
static enum na_code point_read(char *const *row, size_t column, double ret_xy[2],
                               struct na_error *reterr)
{
    for (size_t j = 0; j < 2; j++) {
        if (!na_number_parse(na_str_of(row[column + j]), &ret_xy[j])) {
            return na_fail(reterr, NA_ERR_DATA, "Not a coordinate: \"%s\"", row[column + j]);
        }
    }
    return NA_OK;
}

/* Rows that follow each other with one name in the first column are one part of a shape; the
 * position is in the two columns from `column` on. Parts are the caller's in one block each. */
struct parts {
    double xy[2 * ROWS_MAX];
    size_t starts[ROWS_MAX + 1];
    size_t first_rows[ROWS_MAX];
    size_t count;
};

static enum na_code parts_read(const struct table *table, size_t column, struct parts *ret_parts,
                               struct na_error *reterr)
{
    ret_parts->count = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < table->count; i++) {
        if (i == 0 || strcmp(table->texts[i][0], table->texts[i - 1][0]) != 0) {
            ret_parts->first_rows[ret_parts->count] = i;
            ret_parts->starts[ret_parts->count++] = i;
        }
        code = point_read(table->texts[i], column, ret_parts->xy + 2 * i, reterr);
    }
    ret_parts->starts[ret_parts->count] = table->count;
    return code;
}

/* The wards of one vintage; of each its row of the table. */
struct vintage {
    struct table *table;
    struct na_shape shapes[ROWS_MAX];
    size_t made;
};

static char *const *ward_row(const struct vintage *vintage, size_t ward)
{
    return vintage->table->texts[ward];
}

/* Every ward has a centre; those of `more` have another one, for a corner that the first does not
 * reach. A row of `more` whose code is no ward's is of another vintage. */
static enum na_code centres_read(const struct table *wards, const struct table *more, double *xy,
                                 size_t *owners, size_t *ret_count, struct na_error *reterr)
{
    size_t count = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < wards->count; i++, count++) {
        owners[count] = i;
        code = point_read(wards->texts[i], 4, xy + 2 * count, reterr);
    }
    for (size_t i = 0; code == NA_OK && i < more->count; i++) {
        size_t ward = 0;
        while (ward < wards->count && strcmp(more->texts[i][0], wards->texts[ward][0]) != 0) {
            ward++;
        }
        if (ward < wards->count) {
            owners[count] = ward;
            code = point_read(more->texts[i], 1, xy + 2 * count++, reterr);
        }
    }
    *ret_count = count;
    return code;
}

static enum na_code vintage_make(const char *folder, const char *name, const struct na_shape *lines,
                                 const struct table *more, struct vintage *vintage,
                                 struct na_error *reterr)
{
    double xy[4 * ROWS_MAX];
    size_t owners[2 * ROWS_MAX];
    size_t count = 0;
    enum na_code code =
        table_read(folder, name, "ward_code,ward_name,lad_code,lad_name,easting_m,northing_m\n",
                   &vintage->table, reterr);
    if (code == NA_OK) {
        code = centres_read(vintage->table, more, xy, owners, &count, reterr);
    }
    if (code == NA_OK) {
        code = tiles_make(lines, xy, owners, count, vintage->table->count, vintage->shapes, reterr);
    }
    vintage->made = code == NA_OK ? vintage->table->count : 0;
    return code;
}

static void vintage_fini(struct vintage *vintage)
{
    for (size_t i = 0; i < vintage->made; i++) {
        na_shape_fini(&vintage->shapes[i]);
    }
    table_free(vintage->table);
}

static enum na_code write_rows(const char *folder, const char *name,
                               const struct na_shape_field *fields, size_t field_count,
                               const struct na_shape_row *rows, size_t count,
                               struct na_error *reterr)
{
    char path[4096];
    enum na_code code = na_path_join(path, sizeof path, folder, name, reterr);
    return code != NA_OK ? code
                         : na_shapefile_write(path, NA_SHAPE_POLYGON, fields, field_count, rows,
                                              count, prj, reterr);
}

static enum na_code write_wards(const char *folder, const char *name,
                                const struct na_shape_field fields[4],
                                const struct vintage *vintage, struct na_error *reterr)
{
    struct na_shape_row rows[ROWS_MAX];
    for (size_t i = 0; i < vintage->made; i++) {
        rows[i] =
            (struct na_shape_row){&vintage->shapes[i], (const char *const *)ward_row(vintage, i)};
    }
    return write_rows(folder, name, fields, 4, rows, vintage->made, reterr);
}

/* One barrier: a ring as it was drawn (width 0), or a band along a line, in a file of its kind. */
static enum na_code write_barrier(const char *out, const char *const *row, double *xy, size_t count,
                                  struct na_error *reterr)
{
    static const struct na_shape_field fields[] = {{"NAME", 40}};
    char name[64];
    double width = 0;
    size_t starts[2] = {0, count};
    struct na_shape ring = {xy, count, starts, 1, false};
    struct na_shape band = {NULL, 0, NULL, 0, false};
    struct na_shape_row made = {&ring, row};
    enum na_code code = NA_OK;
    (void)snprintf(name, sizeof name, "barrier_%s", row[1]);
    if (!na_number_parse(na_str_of(row[2]), &width)) {
        return na_fail(reterr, NA_ERR_DATA, "Not a width: \"%s\"", row[2]);
    }
    if (width > 0) {
        made.shape = &band;
        code = tiles_band(xy, count, width, &band, reterr);
    }
    if (code == NA_OK) {
        code = write_rows(out, name, fields, 1, &made, 1, reterr);
    }
    na_shape_fini(&band);
    return code;
}

static enum na_code write_barriers(const char *drawn, const char *out, struct na_error *reterr)
{
    static struct parts parts;
    struct table *table = NULL;
    enum na_code code = table_read(drawn, "barriers.csv",
                                   "name,kind,width_m,easting_m,northing_m\n", &table, reterr);
    if (code == NA_OK) {
        code = parts_read(table, 3, &parts, reterr);
    }
    for (size_t i = 0; code == NA_OK && i < parts.count; i++) {
        code = write_barrier(out, (const char *const *)table->texts[parts.first_rows[i]],
                             parts.xy + 2 * parts.starts[i], parts.starts[i + 1] - parts.starts[i],
                             reterr);
    }
    table_free(table);
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
                                  const struct vintage *wards, struct na_error *reterr)
{
    static const struct na_shape_field fields[] = {
        {"CODE", 20}, {"NAME", 80}, {"FROM", 10}, {"TO", 10}};
    static char texts[ROWS_MAX][4][96];
    const char *pointers[ROWS_MAX][4];
    struct na_shape_row rows[ROWS_MAX];
    for (size_t i = 0; i < patrols->count; i++) {
        char *const *patrol = patrols->texts[i];
        size_t w = 0;
        while (w < wards->made && !(same_ward(patrol[0], ward_row(wards, w)[1]) &&
                                    strcmp(patrol[1], ward_row(wards, w)[3]) == 0)) {
            w++;
        }
        if (w == wards->made || strlen(patrol[4]) != 7 || strlen(patrol[5]) != 7) {
            return na_fail(reterr, NA_ERR_DATA, "No ward \"%s\", or bad months", patrol[0]);
        }
        (void)snprintf(texts[i][0], sizeof texts[i][0], "patrol-%s", ward_row(wards, w)[0]);
        (void)snprintf(texts[i][1], sizeof texts[i][1], "%s, %s", patrol[3], patrol[0]);
        day_of_month(patrol[4], false, texts[i][2]);
        day_of_month(patrol[5], true, texts[i][3]);
        for (size_t j = 0; j < 4; j++) {
            pointers[i][j] = texts[i][j];
        }
        rows[i] = (struct na_shape_row){&wards->shapes[w], pointers[i]};
    }
    return write_rows(folder, "hotspot_patrols", fields, 4, rows, patrols->count, reterr);
}

static enum na_code lines_read(const char *drawn, struct parts *parts, struct na_shape *ret_lines,
                               struct na_error *reterr)
{
    struct table *table = NULL;
    enum na_code code =
        table_read(drawn, "lines.csv", "line,easting_m,northing_m\n", &table, reterr);
    if (code == NA_OK) {
        code = parts_read(table, 1, parts, reterr);
    }
    if (code == NA_OK) {
        *ret_lines = (struct na_shape){parts->xy, table->count, parts->starts, parts->count, false};
    }
    table_free(table);
    return code;
}

static enum na_code make(const char *facts, const char *drawn, const char *out,
                         struct na_error *reterr)
{
    static const struct na_shape_field of_2020[] = {
        {"WD20CD", 9}, {"WD20NM", 53}, {"LAD20CD", 9}, {"LAD20NM", 36}};
    static const struct na_shape_field of_2023[] = {
        {"WD23CD", 9}, {"WD23NM", 53}, {"LAD23CD", 9}, {"LAD23NM", 36}};
    static struct vintage wards_2020;
    static struct vintage wards_2023;
    static struct parts parts;
    struct na_shape lines;
    struct table *more = NULL;
    struct table *patrols = NULL;
    enum na_code code = lines_read(drawn, &parts, &lines, reterr);
    if (code == NA_OK) {
        code = table_read(drawn, "more_centres.csv", "ward_code,easting_m,northing_m\n", &more,
                          reterr);
    }
    if (code == NA_OK) {
        code = vintage_make(drawn, "ward_centres_2020.csv", &lines, more, &wards_2020, reterr);
    }
    if (code == NA_OK) {
        code = vintage_make(facts, "ward_centres_2023.csv", &lines, more, &wards_2023, reterr);
    }
    if (code == NA_OK) {
        code = table_read(facts, "hotspot_patrols.csv",
                          "ward,local_authority,kind,scheme,from,to\n", &patrols, reterr);
    }
    if (code == NA_OK) {
        code = write_wards(out, "wards_2020", of_2020, &wards_2020, reterr);
    }
    if (code == NA_OK) {
        code = write_wards(out, "wards_2023", of_2023, &wards_2023, reterr);
    }
    if (code == NA_OK) {
        code = write_patrols(out, patrols, &wards_2023, reterr);
    }
    if (code == NA_OK) {
        code = write_barriers(drawn, out, reterr);
    }
    table_free(patrols);
    table_free(more);
    vintage_fini(&wards_2023);
    vintage_fini(&wards_2020);
    return code;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fputs("usage: make_demo_pack FACTS_DIR DRAWN_DIR OUT_DIR\n", stderr);
        return 2;
    }
    struct na_error error;
    enum na_code code = make(argv[1], argv[2], argv[3], &error);
    if (code != NA_OK) {
        char text[sizeof error + 64];
        na_error_format(&error, text, sizeof text);
        (void)fprintf(stderr, "make_demo_pack: %s\n", text);
    }
    return na_code_exit_status(code);
}
