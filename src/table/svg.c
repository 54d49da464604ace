/* The page is measured first: head, picture, notes. The picture gets what is left. Bars and map are
 * drawn by other files; here is the frame that they share. */
#include "table/svg.h"

#include <stdio.h>

#include "base/fail.h"
#include "table/forms.h"
#include "table/private.h"

#define NOTE_SIZE 8.0
#define NOTE_LABEL 66.0
#define FOOT_HEIGHT 205.0 /* at least */
#define NOTES_LIMIT ((size_t)1024 * 1024)

static bool has_map(const struct na_table *table)
{
    return table->question.dimension_count == 1 &&
           table->question.dimensions[0].what == NA_TABLE_WARD && table->layer != NULL;
}

/* "Violence with injury by ward, month" */
static void title_of(const struct na_table *table, char *to, size_t size)
{
    size_t used = (size_t)snprintf(to, size, "%s by", table->about.measure);
    for (size_t d = 0; d < table->question.dimension_count && used < size; d++) {
        used += (size_t)snprintf(to + used, size - used, "%s %s", d > 0 ? "," : "",
                                 table->question.dimensions[d].name);
    }
}

static double draw_head(struct na_svg *svg, const struct na_table *table)
{
    char whole[1024], title[200], line[300];
    double width = NA_SVG_PAGE_WIDTH - 2.0 * NA_SVG_MARGIN;
    title_of(table, whole, sizeof whole);
    na_svg_fit(whole, width, 17.0, title, sizeof title);
    na_svg_text(svg, NA_SVG_MARGIN, 62.0, 17.0, NA_SVG_START, true, false, title);
    char placed[NA_THOUSANDS_TEXT], asked[NA_THOUSANDS_TEXT];
    na_thousands(placed, table->placed);
    na_thousands(asked, table->asked);
    (void)snprintf(line, sizeof line, "%.120s%s%s of %s %s%s", table->about.period,
                   table->about.period[0] != '\0' ? ": " : "", placed, asked,
                   table->ready ? "are in the file" : "rows placed",
                   na_snapshot_info(table->snapshot)->indicative ? " - demonstration data" : "");
    na_svg_text(svg, NA_SVG_MARGIN, 82.0, 12.0, NA_SVG_START, false, false, line);
    return 100.0;
}

/* The notes of the text, small, from `top` on; `*ret_bottom` is where they end. */
static enum na_code draw_notes(struct na_svg *svg, const struct na_table *table, double top,
                               double *ret_bottom)
{
    struct na_sheet sheet;
    na_sheet_init(&sheet);
    na_render_table_notes(table, &sheet);
    double y = top + 14.0;
    double width = NA_SVG_PAGE_WIDTH - 2.0 * NA_SVG_MARGIN - NOTE_LABEL;
    na_svg_line(svg, NA_SVG_MARGIN, y - 12.0, NA_SVG_PAGE_WIDTH - NA_SVG_MARGIN, y - 12.0);
    na_svg_group_begin(svg, "notes");
    for (size_t i = 0; i < sheet.note_count && sheet.failed == NA_OK; i++) {
        na_svg_text(svg, NA_SVG_MARGIN, y, NOTE_SIZE, NA_SVG_START, true, false,
                    sheet.notes[i].label);
        y = na_svg_text_wrapped(svg, NA_SVG_MARGIN + NOTE_LABEL, y, NOTE_SIZE, width,
                                sheet.texts.data + sheet.notes[i].text);
    }
    na_svg_group_end(svg);
    enum na_code code = sheet.failed;
    na_sheet_fini(&sheet);
    *ret_bottom = y;
    return code;
}

/* How much of the page the notes need: as much as is usual, or more. */
static enum na_code measure_notes(const struct na_table *table, double *ret_height,
                                  struct na_error *reterr)
{
    struct na_buffer unseen;
    struct na_svg svg;
    double bottom = 0.0;
    na_buffer_init(&unseen, NOTES_LIMIT);
    na_svg_begin(&svg, &unseen, "");
    enum na_code code = draw_notes(&svg, table, 0.0, &bottom);
    code = code == NA_OK ? na_svg_finish(&svg) : code;
    na_buffer_fini(&unseen);
    *ret_height = bottom + 10.0 > FOOT_HEIGHT ? bottom + 10.0 : FOOT_HEIGHT;
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The drawing does not fit");
}

static enum na_code draw_body(struct na_svg *svg, const struct na_table *table,
                              enum na_table_picture picture, double top, double foot,
                              struct na_error *reterr)
{
    struct na_svg_box box = {NA_SVG_MARGIN, top, NA_SVG_PAGE_WIDTH - 2.0 * NA_SVG_MARGIN,
                             NA_SVG_PAGE_HEIGHT - foot - 12.0 - top};
    if (picture == NA_TABLE_MAP_ALONE) {
        return na_svg_map(svg, table, box, reterr);
    }
    if (!has_map(table)) {
        na_svg_bars(svg, table, box);
        return NA_OK;
    }
    struct na_svg_box chart = box;
    chart.height = 0.46 * box.height;
    na_svg_bars(svg, table, chart);
    box.y += chart.height + 12.0;
    box.height -= chart.height + 12.0;
    return na_svg_map(svg, table, box, reterr);
}

enum na_code na_render_table_svg(const struct na_table *table, enum na_table_picture picture,
                                 struct na_buffer *to, struct na_error *reterr)
{
    if (picture == NA_TABLE_MAP_ALONE && !has_map(table)) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "A map needs a table by ward, of one vintage");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "map",
                          "Use --by ward alone, and --vintage");
    }
    struct na_svg svg;
    double foot = FOOT_HEIGHT, bottom = 0.0;
    enum na_code code = measure_notes(table, &foot, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_svg_begin(&svg, to, table->about.measure);
    double top = draw_head(&svg, table);
    code = draw_body(&svg, table, picture, top, foot, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = draw_notes(&svg, table, NA_SVG_PAGE_HEIGHT - foot, &bottom);
    if (code == NA_OK) {
        code = na_svg_finish(&svg);
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The drawing does not fit");
}
