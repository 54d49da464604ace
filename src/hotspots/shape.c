/* The hotspots as a shapefile that a pack takes as it is, with the dates of their period. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "hotspots/private.h"
#include "io/file.h"

/* EPSG:27700 in our own words, in the form GIS programs read from a .prj. */
static const char prj[] =
    "PROJCS[\"British_National_Grid\",GEOGCS[\"GCS_OSGB_1936\",DATUM[\"D_OSGB_1936\","
    "SPHEROID[\"Airy_1830\",6377563.396,299.3249646]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",400000.0],PARAMETER[\"False_Northing\",-100000.0],"
    "PARAMETER[\"Central_Meridian\",-2.0],PARAMETER[\"Scale_Factor\",0.9996012717],"
    "PARAMETER[\"Latitude_Of_Origin\",49.0],UNIT[\"Meter\",1.0]]";

#define FIELDS 17
#define SAYS_LIMIT ((size_t)64 * 1024)
#define BASE_TEXT 4096
/* A record has no room for the sentences. */
#define NOTE "Read the .txt file beside this one first: what the figures mean, and what they do not"
static const struct na_shape_field fields[FIELDS] = {
    {"CODE", NA_CELL_CODE},
    {"NAME", NA_HOTSPOT_NAME - 1},
    {"RANK", NA_SHAPE_NUMBER(10, 0)},
    {"COUNT", NA_SHAPE_NUMBER(20, 4)},
    {"SHARE", NA_SHAPE_NUMBER(10, 6)},
    {"DENSITY", NA_SHAPE_NUMBER(20, 4)},
    {"GI_Z", NA_SHAPE_NUMBER(20, 8)},
    {"GI_P", NA_SHAPE_NUMBER(14, 12)},
    {"GI_Q", NA_SHAPE_NUMBER(14, 12)},
    {"ALL_ROWS", NA_SHAPE_NUMBER(12, 0)},
    {"LQ", NA_SHAPE_NUMBER(14, 6)},
    {"LQ_Q", NA_SHAPE_NUMBER(14, 12)},
    {"SHIFTED", NA_SHAPE_NUMBER(10, 6)},
    {"TOP_MONTHS", NA_SHAPE_NUMBER(5, 0)},
    {"FROM", 10},
    {"TO", 10},
    {"NOTE", 100},
};

/* A record's values and outline. */
struct record {
    char values[FIELDS][NA_CELL_CODE >= NA_HOTSPOT_NAME ? NA_CELL_CODE + 1 : NA_HOTSPOT_NAME];
    const char *texts[FIELDS];
    struct na_shape shape;
};

/* Not a number: null. What would not fit has fewer digits after the point. */
static void put_number(struct record *record, size_t field, double value)
{
    char text[NA_NUMBER_TEXT] = "";
    unsigned int decimals = (unsigned int)(fields[field].width >> 8 & 0xFF);
    size_t width = (size_t)(fields[field].width & 0xFF);
    size_t length = isnan(value) ? 0 : na_number_fixed(text, value, decimals);
    while (length > width && decimals > 0) {
        length = na_number_fixed(text, value, --decimals);
    }
    (void)snprintf(record->values[field], sizeof record->values[field], "%.100s", text);
}

static enum na_code fill(struct record *record, const struct na_hotspot_finding *finding,
                         const struct na_hotspot_about *about, const struct na_hotspot_row *row,
                         struct na_error *reterr)
{
    const double numbers[] = {row->rank,     row->count,   row->share_percent, row->density_km2,
                              row->gi.z,     row->gi.p,    row->gi.q,          row->label.all,
                              row->label.lq, row->label.q, row->shifted,       row->in_top};
    size_t next = 2 + sizeof numbers / sizeof numbers[0];
    memcpy(record->values[0], row->code, strlen(row->code) + 1);
    na_hotspot_area_name(finding, row, record->values[1]);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        put_number(record, 2 + i, numbers[i]);
    }
    na_date_format(record->values[next], about->from);
    na_date_format(record->values[next + 1], about->to);
    memcpy(record->values[next + 2], NOTE, sizeof NOTE);
    for (size_t i = 0; i < FIELDS; i++) {
        record->texts[i] = record->values[i];
    }
    return na_cell_set_shape(finding->set, row->cell, &record->shape, reterr);
}

static enum na_code write_records(const struct na_hotspot_about *about,
                                  struct na_hotspot_list *list, struct record *records,
                                  struct na_shape_row *rows, const char *path_base,
                                  struct na_error *reterr)
{
    struct na_hotspot_row row;
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && na_hotspot_list_next(list, &row); i++) {
        code = fill(&records[i], list->finding, about, &row, reterr);
        rows[i] = (struct na_shape_row){&records[i].shape, records[i].texts};
    }
    return code != NA_OK ? code
                         : na_shapefile_write(path_base, NA_SHAPE_POLYGON, fields, FIELDS, rows,
                                              list->count, prj, reterr);
}

/* base.txt: what every other form says. */
static enum na_code write_says(const struct na_hotspot_finding *finding,
                               const struct na_hotspot_about *about, const char *path_base,
                               struct na_error *reterr)
{
    char path[BASE_TEXT + 8];
    struct na_buffer text;
    if (snprintf(path, sizeof path, "%s.txt", path_base) >= (int)sizeof path) {
        return na_fail(reterr, NA_ERR_LIMIT, "The name of the shapefile is too long");
    }
    na_buffer_init(&text, SAYS_LIMIT);
    enum na_code code = na_hotspot_says_text(finding, about, "\n", &text);
    code = code == NA_OK ? na_file_write_atomic(path, text.data, text.length, reterr)
                         : na_fail_memory(reterr, "writing a shapefile");
    na_buffer_fini(&text);
    return code;
}

enum na_code na_render_hotspot_shapefile(const struct na_hotspot_finding *finding,
                                         const struct na_hotspot_about *about,
                                         const char *path_base, struct na_error *reterr)
{
    struct na_hotspot_list list;
    enum na_code code = na_hotspot_list_init(&list, finding, about->all, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct record *records = calloc(list.count + 1, sizeof *records);
    struct na_shape_row *rows = calloc(list.count + 1, sizeof *rows);
    if (list.count == 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "There is no cell to write into a shapefile");
        code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "shapefile", "No row lies in a cell");
    } else if (records == NULL || rows == NULL) {
        code = na_fail_memory(reterr, "writing a shapefile");
    } else {
        code = write_records(about, &list, records, rows, path_base, reterr);
        code = code == NA_OK ? write_says(finding, about, path_base, reterr) : code;
    }
    for (size_t i = 0; records != NULL && i < list.count; i++) {
        na_shape_fini(&records[i].shape);
    }
    free(records);
    free(rows);
    na_hotspot_list_fini(&list);
    return code;
}
