/* Hotspots as a printed sheet: density, or counts, in five greys with round breaks under the
 * streets, the top cells outlined and numbered. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "hotspots/private.h"
#include "print/print.h"
#include "write/sheet.h"

#define CLASSES 5
#define TEXT 900
#define NUMBERED_MOST 60

struct drawing {
    const struct na_hotspot_finding *finding;
    const struct na_hotspot_about *about;
    const struct na_print_view *view;
    const double *values;   /* densities, or counts */
    double breaks[CLASSES]; /* from this on it is the class */
    size_t cells[CLASSES];
    size_t zeros;
    struct na_shape *shapes;
    size_t shape_count;
    struct na_print_area *areas;
    struct na_print_point *marks;
    size_t mark_count;
    char (*names)[200];
    char (*notes)[100];
    const char **outline_names;
    char words[CLASSES][120];
    char title[TEXT], headline[TEXT], method[TEXT];
};

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* 1, 2 or 5 times a power of ten, the nearest below or at `value`. */
static double round_down(double value)
{
    double power = pow(10.0, floor(log10(value)));
    double part = value / power;
    return (part >= 5.0 ? 5.0 : part >= 2.0 ? 2.0 : 1.0) * power;
}

/* About a fifth of all lies in each class; each break is the round number below, and greater than
 * the one before it. */
static enum na_code find_breaks(struct drawing *drawing, struct na_error *reterr)
{
    size_t count = 0;
    double total = 0.0;
    double *sorted = calloc(drawing->finding->set->count + 1, sizeof sorted[0]);
    if (sorted == NULL) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    for (size_t i = 0; i < drawing->finding->set->count; i++) {
        if (drawing->values[i] > 0.0) {
            sorted[count++] = drawing->values[i];
            total += drawing->values[i];
        }
    }
    if (count > 0) {
        qsort(sorted, count, sizeof sorted[0], compare);
    }
    double sum = 0.0;
    size_t next = 1;
    drawing->breaks[0] = 0.0;
    for (size_t i = 0; i < count && next < CLASSES; i++) {
        while (next < CLASSES && sum >= total * (double)next / CLASSES) {
            double at = round_down(sorted[i]);
            drawing->breaks[next] = at > drawing->breaks[next - 1] ? at : INFINITY;
            if (!isfinite(drawing->breaks[next])) {
                drawing->breaks[next] = drawing->breaks[next - 1];
            }
            next++;
        }
        sum += sorted[i];
    }
    for (; next < CLASSES; next++) {
        drawing->breaks[next] = drawing->breaks[next - 1];
    }
    free(sorted);
    return NA_OK;
}

/* Of two classes that begin at the same break the higher has all. */
static size_t class_of(const struct drawing *drawing, double value)
{
    size_t number = 0;
    while (number + 1 < CLASSES && value >= drawing->breaks[number + 1] &&
           drawing->breaks[number + 1] > 0.0) {
        number++;
    }
    return number;
}

static void name_classes(struct drawing *drawing)
{
    const char *unit = drawing->finding->densities != NULL ? " per km2" : "";
    for (size_t c = 0; c < CLASSES; c++) {
        char from[NA_NUMBER_TEXT], below[NA_NUMBER_TEXT];
        size_t next = c + 1;
        while (next < CLASSES && !(drawing->breaks[next] > drawing->breaks[c])) {
            next++;
        }
        (void)na_number_trimmed(&from, drawing->breaks[c], 6);
        (void)na_number_trimmed(&below, next < CLASSES ? drawing->breaks[next] : 0.0, 6);
        if (c == 0) {
            (void)snprintf(drawing->words[c], sizeof drawing->words[c],
                           "below %.20s%s (none: left white)", below, unit);
        } else if (next < CLASSES) {
            (void)snprintf(drawing->words[c], sizeof drawing->words[c], "%.20s to below %.20s%s",
                           from, below, unit);
        } else {
            (void)snprintf(drawing->words[c], sizeof drawing->words[c], "%.20s and more%s", from,
                           unit);
        }
    }
}

static enum na_code add_cell(struct drawing *drawing, uint32_t cell, enum na_print_paint paint,
                             struct na_error *reterr)
{
    struct na_shape *shape = &drawing->shapes[drawing->shape_count];
    enum na_code code = na_cell_set_shape(drawing->finding->set, cell, shape, reterr);
    if (code == NA_OK) {
        drawing->areas[drawing->shape_count++] = (struct na_print_area){shape, paint};
    }
    return code;
}

static enum na_code add_cells(struct drawing *drawing, struct na_error *reterr)
{
    const struct na_hotspot_finding *finding = drawing->finding;
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < finding->set->count && code == NA_OK; i++) {
        if (drawing->values[i] > 0.0) {
            size_t number = class_of(drawing, drawing->values[i]);
            drawing->cells[number]++;
            code = add_cell(drawing, i, (enum na_print_paint)(NA_PRINT_CLASS_1 + number), reterr);
        } else {
            drawing->zeros++;
        }
    }
    for (size_t i = 0; i < finding->top_count && code == NA_OK; i++) {
        code = add_cell(drawing, finding->order[i], NA_PRINT_TOP, reterr);
    }
    return code;
}

static void add_marks(struct drawing *drawing)
{
    const struct na_hotspot_finding *finding = drawing->finding;
    for (size_t i = 0; i < finding->top_count && i < NUMBERED_MOST; i++) {
        uint32_t cell = finding->order[i];
        char count[NA_HOTSPOT_WORDS], code[NA_CELL_CODE];
        na_hotspot_count_text(finding->counts[cell], count);
        na_cell_set_code(finding->set, cell, code);
        const char *name = na_cell_set_name(finding->set, cell);
        (void)snprintf(drawing->names[i], sizeof drawing->names[i], "%.150s",
                       name[0] != '\0' ? name : code);
        (void)snprintf(drawing->notes[i], sizeof drawing->notes[i], "%.30s, rank %u", count,
                       (unsigned)finding->ranks[cell]);
        drawing->marks[drawing->mark_count++] =
            (struct na_print_point){na_cell_set_centre(finding->set, cell),
                                    NA_PRINT_OTHER_IN,
                                    true,
                                    drawing->names[i],
                                    drawing->notes[i],
                                    1.0,
                                    false};
    }
}

/* The top cells and some air; else all cells. */
static struct na_print_extent extent_of(const struct drawing *drawing)
{
    struct na_print_extent extent = na_print_extent_none();
    if (drawing->view->has_extent) {
        return drawing->view->extent;
    }
    for (int all = 0; all < 2 && !(extent.west <= extent.east); all++) {
        for (size_t i = 0; i < drawing->shape_count; i++) {
            if (all == 1 || drawing->areas[i].paint == NA_PRINT_TOP) {
                na_print_extent_shape(&extent, drawing->areas[i].shape);
            }
        }
    }
    return extent;
}

static void write_words(struct drawing *drawing)
{
    const struct na_hotspot_finding *finding = drawing->finding;
    char held[NA_HOTSPOT_WORDS], placed[NA_HOTSPOT_WORDS], method[NA_HOTSPOT_WORDS];
    char cells[NA_THOUSANDS_TEXT], zeros[NA_THOUSANDS_TEXT];
    double sum = 0.0;
    for (size_t i = 0; i < finding->top_count; i++) {
        sum += finding->counts[finding->order[i]];
    }
    na_hotspot_count_text(sum, held);
    na_hotspot_count_text(finding->placed, placed);
    na_thousands(cells, finding->set->count);
    na_thousands(zeros, drawing->zeros);
    (void)snprintf(drawing->title, TEXT, "%zu of %s %s hold %.0f%% of %.200s", finding->top_count,
                   cells, na_hotspot_cell_word(finding, true), na_hotspot_percent(finding, sum),
                   drawing->about->measure);
    (void)snprintf(drawing->headline, TEXT, "%.60s of %.60s %s%s%.80s. %s %s have none.", held,
                   placed, na_hotspot_unit(finding), drawing->about->period[0] != '\0' ? ", " : "",
                   drawing->about->period, zeros, na_hotspot_cell_word(finding, true));
    na_hotspot_words_cells(finding, method);
    method[0] = method[0] >= 'a' && method[0] <= 'z' ? (char)(method[0] - 32) : method[0];
    (void)snprintf(
        drawing->method, TEXT,
        "%.250s. Counts, not risk: where more people are, more "
        "happens. Classes begin at round numbers and hold about a fifth of the whole each.",
        method);
}

static enum na_code make(struct drawing *drawing, struct na_error *reterr)
{
    const struct na_hotspot_finding *finding = drawing->finding;
    size_t most = finding->set->count + finding->top_count + 1;
    size_t outlines = finding->set->layer->area_count;
    drawing->values = finding->densities != NULL ? finding->densities : finding->counts;
    drawing->shapes = calloc(most, sizeof drawing->shapes[0]);
    drawing->areas = calloc(most, sizeof drawing->areas[0]);
    drawing->marks = calloc(NUMBERED_MOST + 1, sizeof drawing->marks[0]);
    drawing->names = calloc(NUMBERED_MOST + 1, sizeof drawing->names[0]);
    drawing->notes = calloc(NUMBERED_MOST + 1, sizeof drawing->notes[0]);
    drawing->outline_names = calloc(outlines + 1, sizeof drawing->outline_names[0]);
    if (drawing->shapes == NULL || drawing->areas == NULL || drawing->marks == NULL ||
        drawing->names == NULL || drawing->notes == NULL || drawing->outline_names == NULL) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    for (uint32_t i = 0; i < outlines; i++) {
        struct na_area area;
        na_snapshot_area(finding->set->snapshot, finding->set->layer, i, &area);
        drawing->outline_names[i] = area.name;
    }
    enum na_code code = find_breaks(drawing, reterr);
    code = code == NA_OK ? add_cells(drawing, reterr) : code;
    if (code == NA_OK) {
        name_classes(drawing);
        add_marks(drawing);
        write_words(drawing);
    }
    return code;
}

enum na_code na_render_hotspot_sheet(const struct na_hotspot_finding *finding,
                                     const struct na_hotspot_about *about,
                                     const struct na_print_view *view, struct na_buffer *to,
                                     struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct drawing drawing = {.finding = finding, .about = about, .view = view};
    enum na_code code = make(&drawing, reterr);
    if (code == NA_OK) {
        struct na_print sheet = {.snapshot = finding->job.snapshot,
                                 .map = view->map,
                                 .crs = na_snapshot_crs(finding->job.snapshot),
                                 .paper = view->paper,
                                 .warning = view->warning,
                                 .extent = extent_of(&drawing),
                                 .named_extent = view->has_extent,
                                 .title = drawing.title,
                                 .headline = drawing.headline,
                                 .method = drawing.method,
                                 .list_title = "The top, numbered from north to south",
                                 .sources = about->inputs,
                                 .areas = drawing.areas,
                                 .area_count = drawing.shape_count,
                                 .outlines = finding->set->outlines,
                                 .outline_names = drawing.outline_names,
                                 .outline_count = finding->set->layer->area_count,
                                 .outline_word = finding->set->layer->role == NA_LAYER_WARDS
                                                     ? "ward boundary"
                                                     : "area boundary",
                                 .points = drawing.marks,
                                 .point_count = drawing.mark_count};
        for (size_t c = 0; c < CLASSES; c++) {
            sheet.paint_words[NA_PRINT_CLASS_1 + c] = drawing.words[c];
        }
        sheet.paint_words[NA_PRINT_TOP] = "of the top";
        code = na_print_draw(&sheet, to, ret_tally, reterr);
    }
    for (size_t i = 0; i < drawing.shape_count; i++) {
        na_shape_fini(&drawing.shapes[i]);
    }
    free(drawing.shapes);
    free(drawing.areas);
    free(drawing.marks);
    free(drawing.names);
    free(drawing.notes);
    free(drawing.outline_names);
    return code;
}
