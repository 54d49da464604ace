/* A table by ward as a printed sheet: the wards in greys, the first of them numbered and listed;
 * and two tables side by side: where it rose and fell beyond chance. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "table/forms.h"
#include "table/private.h"
#include "table/sheet.h"

#define TEXT 900
#define AUTHORITIES_MOST 6
#define NUMBERED_MOST 20

struct drawing {
    const struct na_snapshot *snapshot;
    const struct na_layer *layer;
    const struct na_print_view *view;
    struct na_print_layer outlines;
    struct na_print_area *areas;
    size_t area_count;
    struct na_print_point *marks;
    size_t mark_count;
    char (*names)[200];
    char (*notes)[120];
    char words[NA_SVG_CLASSES][120];
    const char *paint_words[NA_PRINT_PAINTS];
    char title[TEXT], headline[TEXT], method[TEXT];
    const char *inputs, *list_title;
};

static enum na_code begin(struct drawing *drawing, struct na_error *reterr)
{
    size_t count = drawing->layer->area_count;
    drawing->areas = calloc(count + 1, sizeof drawing->areas[0]);
    drawing->marks = calloc(NUMBERED_MOST + 1, sizeof drawing->marks[0]);
    drawing->names = calloc(NUMBERED_MOST + 1, sizeof drawing->names[0]);
    drawing->notes = calloc(NUMBERED_MOST + 1, sizeof drawing->notes[0]);
    if (drawing->areas == NULL || drawing->marks == NULL || drawing->names == NULL ||
        drawing->notes == NULL) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    return na_print_layer_make(drawing->snapshot, drawing->layer,
                               na_snapshot_crs(drawing->snapshot), &drawing->outlines, reterr);
}

static void end(struct drawing *drawing)
{
    na_print_layer_fini(&drawing->outlines);
    free(drawing->areas);
    free(drawing->marks);
    free(drawing->names);
    free(drawing->notes);
}

static void paint_ward(struct drawing *drawing, uint32_t ward, enum na_print_paint paint)
{
    if (drawing->outlines.shapes[ward].vertex_count > 0) {
        drawing->areas[drawing->area_count++] =
            (struct na_print_area){&drawing->outlines.shapes[ward], paint};
    }
}

/* Within the ward: the middle of the longest stretch of a level line through its box's middle. */
static struct na_grid middle_of(const struct na_shape *shape)
{
    struct na_print_extent box = na_print_extent_none();
    na_print_extent_shape(&box, shape);
    double y = (box.south + box.north) / 2.0 + 0.001;
    double crossings[256];
    size_t count = 0;
    for (size_t part = 0; part < shape->part_count; part++) {
        for (size_t v = shape->part_starts[part]; v + 1 < shape->part_starts[part + 1]; v++) {
            const double *a = shape->xy + 2 * v;
            if ((a[1] > y) != (a[3] > y) && count < sizeof crossings / sizeof crossings[0]) {
                crossings[count++] = a[0] + (y - a[1]) / (a[3] - a[1]) * (a[2] - a[0]);
            }
        }
    }
    for (size_t i = 1; i < count; i++) { /* a handful */
        for (size_t k = i; k > 0 && crossings[k] < crossings[k - 1]; k--) {
            double swap = crossings[k];
            crossings[k] = crossings[k - 1];
            crossings[k - 1] = swap;
        }
    }
    struct na_grid best = {(box.west + box.east) / 2.0, y};
    double longest = 0.0;
    for (size_t i = 0; i + 1 < count; i += 2) {
        if (crossings[i + 1] - crossings[i] > longest) {
            longest = crossings[i + 1] - crossings[i];
            best.easting_m = (crossings[i] + crossings[i + 1]) / 2.0;
        }
    }
    return best;
}

static void number_ward(struct drawing *drawing, uint32_t ward)
{
    size_t i = drawing->mark_count;
    if (drawing->outlines.shapes[ward].vertex_count > 0) {
        drawing->marks[drawing->mark_count++] =
            (struct na_print_point){middle_of(&drawing->outlines.shapes[ward]),
                                    NA_PRINT_OTHER_IN,
                                    true,
                                    drawing->names[i],
                                    drawing->notes[i],
                                    1.0,
                                    false};
    }
}

static enum na_code finish(struct drawing *drawing, struct na_buffer *to,
                           struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct na_print sheet = {.snapshot = drawing->snapshot,
                             .map = drawing->view->map,
                             .crs = na_snapshot_crs(drawing->snapshot),
                             .paper = drawing->view->paper,
                             .warning = drawing->view->warning,
                             .extent = drawing->view->extent,
                             .named_extent = drawing->view->has_extent,
                             .title = drawing->title,
                             .headline = drawing->headline,
                             .method = drawing->method,
                             .list_title = drawing->list_title,
                             .sources = drawing->inputs,
                             .areas = drawing->areas,
                             .area_count = drawing->area_count,
                             .outlines = drawing->outlines.shapes,
                             .outline_names = drawing->outlines.names,
                             .outline_count = drawing->outlines.count,
                             .outline_word = "ward boundary",
                             .points = drawing->marks,
                             .point_count = drawing->mark_count};
    memcpy(sheet.paint_words, drawing->paint_words, sizeof drawing->paint_words);
    if (!drawing->view->has_extent) {
        sheet.extent = na_print_extent_none();
        for (size_t i = 0; i < drawing->outlines.count; i++) {
            na_print_extent_shape(&sheet.extent, &drawing->outlines.shapes[i]);
        }
    }
    return na_print_draw(&sheet, to, ret_tally, reterr);
}

static bool is_by_ward(const struct na_table *table)
{
    return table->question.dimension_count == 1 &&
           table->question.dimensions[0].what == NA_TABLE_WARD && table->layer != NULL;
}

static void bound(const struct na_table *table, double value, char to[40])
{
    char text[NA_NUMBER_TEXT];
    (void)na_number_fixed(&text, value, table->has_rates ? 2 : 0);
    (void)snprintf(to, 40, "%.30s", text);
}

static void name_classes(struct drawing *drawing, const struct na_table *table,
                         const struct na_svg_classes *classes)
{
    for (size_t i = 0; i < NA_SVG_CLASSES; i++) {
        char least[40], most[40];
        if (classes->of[i].rows == 0) {
            continue;
        }
        bound(table, classes->of[i].least, least);
        bound(table, classes->of[i].most, most);
        (void)snprintf(drawing->words[i], sizeof drawing->words[i], "%s%s%s%s (%zu ward%s)", least,
                       strcmp(least, most) == 0 ? "" : " to ", strcmp(least, most) == 0 ? "" : most,
                       table->has_rates ? " per 1,000 people" : "", classes->of[i].rows,
                       classes->of[i].rows == 1 ? "" : "s");
        drawing->paint_words[NA_PRINT_CLASS_1 + i] = drawing->words[i];
    }
}

struct authority {
    const char *name;
    uint64_t count;
};

static int by_count(const void *left, const void *right)
{
    const struct authority *a = left;
    const struct authority *b = right;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : strcmp(a->name, b->name);
}

/* What the wards come to by authority; 0: not all have one. */
static size_t sum_authorities(const struct na_table *table, struct authority *sums)
{
    size_t count = 0;
    for (size_t i = 0; i < table->row_count; i++) {
        uint32_t ward = table->labels[0][table->rows[i].labels[0]].area;
        struct na_area area = {.authority_name = ""};
        size_t k = 0;
        if (ward != NA_AREA_NONE) {
            na_snapshot_area(table->snapshot, table->layer, ward, &area);
        }
        if (area.authority_name[0] == '\0') {
            return 0;
        }
        while (k < count && strcmp(sums[k].name, area.authority_name) != 0) {
            k++;
        }
        sums[k].name = area.authority_name;
        sums[k].count += table->rows[i].count;
        count += k == count;
    }
    qsort(sums, count, sizeof sums[0], by_count);
    return count;
}

/* "By authority: Hartlepool 33, Stockton-on-Tees 20." Of exact counts alone: rounded ones do not
 * add up, and --by authority rounds each sum itself. */
static enum na_code add_authorities(struct drawing *drawing, const struct na_table *table,
                                    struct na_error *reterr)
{
    struct authority *sums = calloc(table->row_count + 1, sizeof sums[0]);
    if (sums == NULL) {
        return na_fail_memory(reterr, "adding up the authorities");
    }
    size_t count = table->key_name == NULL ? sum_authorities(table, sums) : 0;
    size_t used = strlen(drawing->method);
    for (size_t i = 0; i < count && count > 1 && i <= AUTHORITIES_MOST && used < TEXT; i++) {
        char figure[NA_THOUSANDS_TEXT];
        na_thousands(figure, sums[i].count);
        if (i == AUTHORITIES_MOST) {
            (void)snprintf(drawing->method + used, TEXT - used, " and %zu more", count - i);
        } else {
            (void)snprintf(drawing->method + used, TEXT - used, "%s%.60s %s",
                           i == 0 ? " By authority: " : ", ", sums[i].name, figure);
        }
        used = strlen(drawing->method);
    }
    if (count > 1 && used + 1 < TEXT) {
        (void)snprintf(drawing->method + used, TEXT - used, ".");
    }
    free(sums);
    return NA_OK;
}

static void table_words(struct drawing *drawing, const struct na_table *table,
                        const struct na_svg_classes *classes)
{
    char name[200] = "", figure[96] = "", placed[NA_THOUSANDS_TEXT], asked[NA_THOUSANDS_TEXT];
    na_thousands(placed, table->placed);
    na_thousands(asked, table->asked);
    if (table->row_count > 0) {
        na_svg_row_name(table, &table->rows[0], name, sizeof name);
        na_svg_row_figure(table, &table->rows[0], figure, sizeof figure);
    }
    if (table->row_count > 0 && table->rows[0].count > 0) {
        (void)snprintf(drawing->title, TEXT, "%.190s has the most: %.90s", name, figure);
    } else {
        (void)snprintf(drawing->title, TEXT, "No ward has any");
    }
    (void)snprintf(drawing->headline, TEXT, "%.300s%s%.100s. %s of %s %s; %zu ward%s 0.",
                   table->about.measure, table->about.period[0] != '\0' ? ", " : "",
                   table->about.period, placed, asked, table->ready ? "are in the file" : "placed",
                   classes->zeros, classes->zeros == 1 ? " has" : "s have");
    (void)snprintf(
        drawing->method, TEXT, "%s%s",
        table->has_rates
            ? "Shaded by the rate for each 1,000 people. Small numbers swing: see the "
              "intervals of the table."
            : "Shaded by counts, not by rates: wards differ in people, and a large ward is "
              "not a bad one. --rate FILE shades by the rate for each 1,000 people.",
        classes->unknown > 0 ? " White wards are not in the table or have 0." : "");
}

static void add_rows(struct drawing *drawing, const struct na_table *table,
                     const struct na_svg_classes *classes)
{
    static const char *const fills[] = {"class0", "class1", "class2", "class3", "class4"};
    for (size_t i = 0; i < table->row_count; i++) {
        const struct na_table_row *row = &table->rows[i];
        uint32_t ward = table->labels[0][row->labels[0]].area;
        const char *fill = na_svg_fill(classes, table, row);
        for (size_t c = 0; c < NA_SVG_CLASSES && ward != NA_AREA_NONE; c++) {
            if (strcmp(fill, fills[c]) == 0) {
                paint_ward(drawing, ward, (enum na_print_paint)(NA_PRINT_CLASS_1 + c));
            }
        }
        if (drawing->mark_count < NUMBERED_MOST && i < table->listed && row->count > 0 &&
            ward != NA_AREA_NONE) {
            size_t k = drawing->mark_count;
            na_svg_row_name(table, row, drawing->names[k], sizeof drawing->names[k]);
            na_svg_row_figure(table, row, drawing->notes[k], 96);
            number_ward(drawing, ward);
        }
    }
}

enum na_code na_render_table_sheet(const struct na_table *table, const struct na_print_view *view,
                                   struct na_buffer *to, struct na_print_tally *ret_tally,
                                   struct na_error *reterr)
{
    struct drawing drawing = {.snapshot = table->snapshot,
                              .layer = table->layer,
                              .view = view,
                              .inputs = table->about.inputs,
                              .list_title = "The first, numbered from north to south"};
    struct na_svg_classes classes = {.count = 0};
    if (!is_by_ward(table)) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT,
                      "A sheet needs a table by ward, of one vintage");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "svg",
                          "Use --by ward alone, and --vintage");
    }
    enum na_code code = begin(&drawing, reterr);
    code = code == NA_OK ? na_svg_classes_init(table, &classes, reterr) : code;
    if (code == NA_OK) {
        name_classes(&drawing, table, &classes);
        table_words(&drawing, table, &classes);
        code = add_authorities(&drawing, table, reterr);
    }
    if (code == NA_OK) {
        add_rows(&drawing, table, &classes);
        code = finish(&drawing, to, ret_tally, reterr);
    }
    na_svg_classes_fini(&classes);
    end(&drawing);
    return code;
}

static void compare_words(struct drawing *drawing, const struct na_compare *compare)
{
    size_t rose = 0;
    size_t fell = 0;
    char a[NA_THOUSANDS_TEXT], b[NA_THOUSANDS_TEXT];
    for (size_t i = 0; i < compare->compared; i++) {
        const struct na_change_ward *change = &compare->rows[i].change;
        rose += change->stands_out && change->ratio > 1.0;
        fell += change->stands_out && change->ratio < 1.0;
    }
    na_thousands(a, compare->rows_a);
    na_thousands(b, compare->rows_b);
    if (rose + fell == 0) {
        (void)snprintf(drawing->title, TEXT, "No ward changed more than chance would have it");
    } else {
        (void)snprintf(drawing->title, TEXT,
                       "%zu ward%s rose and %zu fell more than chance would have it", rose,
                       rose == 1 ? "" : "s", fell);
    }
    (void)snprintf(drawing->headline, TEXT, "%.250s: %s %s%.90s, %s %s%.90s.",
                   compare->a->about.measure, a, compare->a->about.period[0] != '\0' ? "in " : "",
                   compare->a->about.period, b,
                   compare->b->about.period[0] != '\0' ? "in " : "then ", compare->b->about.period);
    (void)snprintf(drawing->method, TEXT,
                   "Each ward against the rest of its authority (exact test). Shaded by the change "
                   "in count, not by rates%s.",
                   compare->periods_differ ? "; the periods differ in length" : "");
}

static void add_changes(struct drawing *drawing, const struct na_compare *compare)
{
    for (size_t i = 0; i < compare->compared; i++) {
        const struct na_compare_row *row = &compare->rows[i];
        uint32_t ward = row->label->area;
        bool out = row->change.stands_out;
        size_t k = drawing->mark_count;
        if (ward == NA_AREA_NONE || row->difference == 0) {
            continue;
        }
        paint_ward(drawing, ward,
                   row->difference > 0 ? (out ? NA_PRINT_CLASS_5 : NA_PRINT_CLASS_2)
                                       : (out ? NA_PRINT_GAINED : NA_PRINT_LOST));
        if (out && k < NUMBERED_MOST) {
            (void)snprintf(drawing->names[k], sizeof drawing->names[k], "%.90s, %.90s",
                           row->label->name, row->label->authority_name);
            (void)snprintf(drawing->notes[k], sizeof drawing->notes[k], "%" PRIu64 " to %" PRIu64,
                           row->a, row->b);
            number_ward(drawing, ward);
        }
    }
}

enum na_code na_render_compare_sheet(const struct na_compare *compare,
                                     const struct na_print_view *view, struct na_buffer *to,
                                     struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct drawing drawing = {.snapshot = compare->a->snapshot,
                              .layer = compare->a->layer,
                              .view = view,
                              .inputs = compare->b->about.inputs,
                              .list_title = "Beyond chance, numbered from north to south"};
    if (drawing.layer == NULL) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "A sheet needs wards of one vintage");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "svg", "Give --vintage");
    }
    enum na_code code = begin(&drawing, reterr);
    if (code == NA_OK) {
        drawing.paint_words[NA_PRINT_CLASS_5] = "rose, beyond chance";
        drawing.paint_words[NA_PRINT_CLASS_2] = "rose, as chance may have it";
        drawing.paint_words[NA_PRINT_GAINED] = "fell, beyond chance";
        drawing.paint_words[NA_PRINT_LOST] = "fell, as chance may have it";
        compare_words(&drawing, compare);
        add_changes(&drawing, compare);
        code = finish(&drawing, to, ret_tally, reterr);
    }
    end(&drawing);
    return code;
}
