/* A sheet's texts as typed cells, and the polygons of its rows. */
#include "write/book_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* Rings of one area: an England of wards has hundreds of islands at most. */
#define RINGS_LIMIT ((size_t)64 * 1024 * 1024)
#define VERTICES_LIMIT ((size_t)2 * 1024 * 1024 * 1024)

struct writing {
    struct na_book *book;
    enum na_book_form form;
    const struct na_sheet *sheet;
    const struct na_sheet_areas *areas;
    struct na_cell_column columns[NA_SHEET_COLUMNS_MAX];
    size_t from[NA_SHEET_COLUMNS_MAX]; /* column of the sheet */
    size_t column_count;
    struct na_buffer rings;    /* struct na_gpkg_ring of one row */
    struct na_buffer vertices; /* two doubles each, of those */
};

/* Numbers of a column are shown with the most decimals that any of them has. */
static void type_column(const struct na_sheet *sheet, size_t c, struct na_cell_column *column)
{
    column->type = sheet->columns[c].number ? NA_CELL_INTEGER : NA_CELL_TEXT;
    for (size_t r = 0; sheet->columns[c].number && r < na_sheet_rows(sheet); r++) {
        struct na_str text = na_str_of(na_sheet_text(sheet, r, c));
        const char *point = memchr(text.bytes, '.', text.length);
        size_t decimals = point != NULL ? text.length - (size_t)(point - text.bytes) - 1 : 0;
        if (decimals > column->decimals &&
            na_cell_read(NA_CELL_NUMBER, text).content == NA_CELL_IS_NUMBER) {
            column->type = NA_CELL_NUMBER;
            column->decimals = (unsigned int)decimals;
        }
    }
}

static void find_columns(struct writing *writing)
{
    const struct na_sheet *sheet = writing->sheet;
    for (size_t c = 0; c < sheet->column_count; c++) {
        const char *human = sheet->columns[c].human;
        if (human != NULL) {
            struct na_cell_column *column = &writing->columns[writing->column_count];
            *column = (struct na_cell_column){
                .name = writing->form == NA_BOOK_XLSX ? human : sheet->columns[c].machine};
            type_column(sheet, c, column);
            writing->from[writing->column_count++] = c;
        }
    }
}

/* The rings of the row's area; none without one. */
static enum na_code find_rings(struct writing *writing, size_t row)
{
    struct na_area area;
    enum na_code code = NA_OK;
    na_buffer_clear(&writing->rings);
    na_buffer_clear(&writing->vertices);
    if (writing->areas == NULL || !writing->areas->find(writing->areas->context, row, &area)) {
        return NA_OK;
    }
    for (uint32_t i = 0; i < area.ring_count && code == NA_OK; i++) {
        struct na_ring ring;
        na_snapshot_ring(writing->areas->snapshot, &area, i, &ring);
        struct na_gpkg_ring copy = {NULL, ring.count, ring.is_hole};
        code = na_buffer_append(&writing->rings, &copy, sizeof copy);
        for (uint32_t v = 0; v < ring.count && code == NA_OK; v++) {
            struct na_lonlat at = na_ring_vertex(&ring, v);
            const double xy[2] = {at.lon_deg, at.lat_deg};
            code = na_buffer_append(&writing->vertices, xy, sizeof xy);
        }
    }
    /* The vertices stay where they are from here on. */
    struct na_gpkg_ring *rings = (void *)writing->rings.data;
    const double *xy = (const void *)writing->vertices.data;
    for (size_t i = 0; i < writing->rings.length / sizeof *rings; i++) {
        rings[i].xy = xy;
        xy += 2 * rings[i].count;
    }
    return code;
}

static enum na_code put_rows(struct writing *writing, struct na_error *reterr)
{
    struct na_cell cells[NA_SHEET_COLUMNS_MAX];
    enum na_code code = NA_OK;
    for (size_t r = 0; r < na_sheet_rows(writing->sheet) && code == NA_OK; r++) {
        for (size_t c = 0; c < writing->column_count; c++) {
            enum na_cell_type type = writing->columns[c].type;
            cells[c] =
                na_cell_read(type, na_str_of(na_sheet_text(writing->sheet, r, writing->from[c])));
            if (writing->form == NA_BOOK_GPKG && type != NA_CELL_TEXT &&
                cells[c].content == NA_CELL_IS_TEXT) {
                cells[c].content = NA_CELL_IS_EMPTY;
            }
        }
        if (find_rings(writing, r) != NA_OK) {
            return na_fail_memory(reterr, "writing an area");
        }
        const void *rings = writing->rings.data;
        code = na_book_row(writing->book, cells, rings,
                           writing->rings.length / sizeof(struct na_gpkg_ring), reterr);
    }
    return code;
}

static enum na_code put_notes(struct na_book *book, const struct na_sheet *sheet,
                              struct na_error *reterr)
{
    static const struct na_cell_column columns[] = {{.name = "note"}, {.name = "text"}};
    const struct na_gpkg_layer part = {
        .name = "notes", .description = "", .columns = columns, .column_count = 2};
    enum na_code code = na_book_part(book, &part, reterr);
    for (size_t i = 0; i < sheet->note_count && code == NA_OK; i++) {
        const struct na_cell cells[] = {
            na_cell_text(na_str_of(sheet->notes[i].label)),
            na_cell_text(na_str_of(sheet->texts.data + sheet->notes[i].text))};
        code = na_book_row(book, cells, NULL, 0, reterr);
    }
    return code;
}

enum na_code na_book_put_sheet(struct na_book *book, enum na_book_form form, const char *name,
                               const struct na_sheet *sheet, const struct na_sheet_areas *areas,
                               struct na_error *reterr)
{
    struct writing writing = {.book = book, .form = form, .sheet = sheet, .areas = areas};
    if (sheet->failed != NA_OK) {
        return na_fail(reterr, sheet->failed, "The table does not fit in memory");
    }
    na_buffer_init(&writing.rings, RINGS_LIMIT);
    na_buffer_init(&writing.vertices, VERTICES_LIMIT);
    find_columns(&writing);
    const struct na_gpkg_layer part = {.name = name,
                                       .description = "",
                                       .shape =
                                           areas != NULL ? NA_GPKG_MULTIPOLYGON : NA_GPKG_NO_SHAPE,
                                       .srid = 4326,
                                       .columns = writing.columns,
                                       .column_count = writing.column_count};
    enum na_code code = na_book_part(book, &part, reterr);
    code = code == NA_OK ? put_rows(&writing, reterr) : code;
    code = code == NA_OK ? put_notes(book, sheet, reterr) : code;
    na_buffer_fini(&writing.rings);
    na_buffer_fini(&writing.vertices);
    return code;
}
