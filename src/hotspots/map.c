/* The drawn page of hotspots: cells in five classes, on one A4 page that prints in black and
 * white. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "draw/map_page.h"
#include "hotspots/private.h"

#define CLASSES 5
#define LINES (10 + NA_HOTSPOT_SAYS_MAX + NA_WARNINGS_MAX)
#define SAYS_LIMIT ((size_t)64 * 1024)

/* Five classes that hold about a fifth of all each, by value; equal values are never parted, 0 is
 * in none. So the darkest are the few cells that hold the last fifth: classes of as many cells each
 * would paint half a town in it. */
struct classes {
    const double *values; /* of each cell */
    double *sorted;       /* ascending, those above 0 */
    double *below;        /* sum of those in front */
    double total;
    size_t count;
    double least[CLASSES], most[CLASSES];
    size_t cells[CLASSES];
    char words[CLASSES][96];
};

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* What the values below come to, in fifths of all. */
static size_t class_of(const struct classes *classes, double value)
{
    size_t low = 0, high = classes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (classes->sorted[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    size_t number = (size_t)(classes->below[low] * CLASSES / classes->total);
    return number < CLASSES ? number : CLASSES - 1;
}

static void sort_into_classes(struct classes *classes)
{
    qsort(classes->sorted, classes->count, sizeof *classes->sorted, compare);
    for (size_t i = 0; i < classes->count; i++) {
        classes->below[i] = classes->total;
        classes->total += classes->sorted[i];
    }
    for (size_t i = 0; i < classes->count; i++) {
        size_t number = class_of(classes, classes->sorted[i]);
        if (classes->cells[number]++ == 0) {
            classes->least[number] = classes->sorted[i];
        }
        classes->most[number] = classes->sorted[i];
    }
}

static void name_classes(struct classes *classes, const struct na_hotspot_finding *finding)
{
    bool densities = finding->densities != NULL;
    for (size_t c = 0; c < CLASSES; c++) {
        char least[NA_NUMBER_TEXT], most[NA_NUMBER_TEXT];
        (void)na_number_trimmed(least, classes->least[c], densities ? 1 : 4);
        (void)na_number_trimmed(most, classes->most[c], densities ? 1 : 4);
        (void)snprintf(classes->words[c], sizeof classes->words[c],
                       "%.24s to %.24s %s%s (%zu cells)", least, most, na_hotspot_unit(finding),
                       densities ? " per km2" : "", classes->cells[c]);
    }
}

static enum na_code make_classes(const struct na_hotspot_finding *finding, struct classes *classes,
                                 struct na_error *reterr)
{
    *classes = (struct classes){.values = finding->densities != NULL ? finding->densities
                                                                     : finding->counts};
    classes->sorted = calloc(finding->set->count + 1, sizeof *classes->sorted);
    classes->below = calloc(finding->set->count + 1, sizeof *classes->below);
    if (classes->sorted == NULL || classes->below == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    for (size_t i = 0; i < finding->set->count; i++) {
        if (classes->values[i] > 0) {
            classes->sorted[classes->count++] = classes->values[i];
        }
    }
    sort_into_classes(classes);
    name_classes(classes, finding);
    return NA_OK;
}

static void tip_of(const struct na_hotspot_finding *finding, uint32_t cell, char to[256])
{
    char code[NA_CELL_CODE], count[NA_HOTSPOT_WORDS];
    na_cell_set_code(finding->set, cell, code);
    na_hotspot_count_text(finding->counts[cell], count);
    (void)snprintf(to, 256, "%s %.80s: %.30s, rank %u", code, na_cell_set_name(finding->set, cell),
                   count, (unsigned)finding->ranks[cell]);
}

static enum na_code draw_cell(struct na_map_page *page, const struct na_hotspot_finding *finding,
                              uint32_t cell, enum na_map_paint paint, struct na_error *reterr)
{
    char tip[256];
    struct na_shape shape;
    enum na_code code = na_cell_set_shape(finding->set, cell, &shape, reterr);
    if (code == NA_OK) {
        tip_of(finding, cell, tip);
        na_map_page_shape(page, &shape, paint, finding->counts[cell] > 0 ? tip : NULL);
        na_shape_fini(&shape);
    }
    return code;
}

static enum na_code draw_cells(struct na_map_page *page, const struct na_hotspot_finding *finding,
                               const struct classes *classes, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    na_map_page_group(page, "cells");
    for (uint32_t i = 0; i < finding->set->count && code == NA_OK; i++) {
        if (classes->values[i] > 0) {
            size_t number = class_of(classes, classes->values[i]);
            code =
                draw_cell(page, finding, i, (enum na_map_paint)(NA_MAP_CLASS_0 + number), reterr);
        }
    }
    na_map_page_group_end(page);
    return code;
}

/* The wards of the study area, or the areas that are the cells. */
static void draw_outlines(struct na_map_page *page, const struct na_hotspot_finding *finding)
{
    na_map_page_group(page, "outlines");
    for (size_t i = 0; i < finding->set->layer->area_count; i++) {
        na_map_page_shape(page, &finding->set->outlines[i], NA_MAP_OUTLINE, NULL);
    }
    na_map_page_group_end(page);
}

static enum na_code draw_top(struct na_map_page *page, const struct na_hotspot_finding *finding,
                             struct na_error *reterr)
{
    enum na_code code = NA_OK;
    na_map_page_group(page, "top");
    for (size_t i = 0; i < finding->top_count && code == NA_OK; i++) {
        code = draw_cell(page, finding, finding->order[i], NA_MAP_TOP, reterr);
    }
    na_map_page_group_end(page);
    return code;
}

static void put_legend(struct na_map_page *page, const struct na_hotspot_finding *finding,
                       const struct classes *classes)
{
    for (size_t c = 0; c < CLASSES; c++) {
        na_map_page_legend_paint(page, (enum na_map_paint)(NA_MAP_CLASS_0 + c), classes->words[c]);
    }
    na_map_page_legend_paint(page, NA_MAP_TOP, "a cell of the top set");
    na_map_page_legend_paint(page, NA_MAP_OUTLINE,
                             finding->set->layer->role == NA_LAYER_WARDS ? "ward" : "area");
}

struct lines {
    char texts[LINES][NA_HOTSPOT_SAY_TEXT + 32];
    const char *list[LINES];
    size_t count;
};

static void add_line(struct lines *lines, const char *label, const char *text)
{
    if (text[0] != '\0') {
        (void)snprintf(lines->texts[lines->count], sizeof lines->texts[0], "%s: %.760s", label,
                       text);
        lines->list[lines->count] = lines->texts[lines->count];
        lines->count++;
    }
}

static void make_lines(const struct na_hotspot_finding *finding,
                       const struct na_hotspot_about *about, struct lines *lines)
{
    static const struct {
        const char *label;
        na_hotspot_words *words;
    } said[] = {
        {"Rows", na_hotspot_words_rows},       {"Cells", na_hotspot_words_cells},
        {"Top set", na_hotspot_words_top},     {"Concentration", na_hotspot_words_share},
        {"Density", na_hotspot_words_density},
    };
    char text[NA_HOTSPOT_WORDS];
    struct na_hotspot_says says;
    na_hotspot_says_make(finding, about->measure, about->period, &says);
    lines->count = 0;
    for (size_t i = 0; i < says.count; i++) {
        add_line(lines, says.items[i].label, says.items[i].text);
    }
    for (size_t i = 0; i < finding->warnings.count; i++) {
        add_line(lines, "Warning", finding->warnings.items[i].text);
    }
    add_line(lines, "Period", about->period[0] != '\0' ? about->period : "not known");
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        said[i].words(finding, text);
        add_line(lines, said[i].label, text);
    }
    add_line(lines, "Classes",
             "each holds about a fifth of the whole, the darkest in the fewest cells");
}

static struct na_map_extent extent_of(const struct na_shape *shapes, size_t count)
{
    struct na_map_extent extent = na_map_extent_none();
    for (size_t i = 0; i < count; i++) {
        for (size_t v = 0; v < shapes[i].vertex_count; v++) {
            na_map_extent_add(&extent, shapes[i].xy[2 * v], shapes[i].xy[2 * v + 1]);
        }
    }
    return extent;
}

static enum na_code draw(const struct na_hotspot_finding *finding,
                         const struct na_hotspot_about *about, const struct classes *classes,
                         const char *desc, struct na_buffer *to, struct na_error *reterr)
{
    struct lines *lines = calloc(1, sizeof *lines);
    if (lines == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    make_lines(finding, about, lines);
    char title[256];
    (void)snprintf(title, sizeof title, "Counts by %s: %.200s",
                   na_hotspot_cell_word(finding, false), about->measure);
    struct na_map_page page;
    struct na_map_about said = {title, lines->list, lines->count, NA_DATE_NONE};
    na_map_page_begin(&page, finding->job.snapshot, &said,
                      extent_of(finding->set->outlines, finding->set->layer->area_count), to);
    na_map_page_desc(&page, desc);
    put_legend(&page, finding, classes);
    enum na_code code = draw_cells(&page, finding, classes, reterr);
    draw_outlines(&page, finding);
    code = code == NA_OK ? draw_top(&page, finding, reterr) : code;
    code = code == NA_OK ? na_map_page_end(&page, reterr) : code;
    free(lines);
    return code;
}

enum na_code na_render_hotspot_map(const struct na_hotspot_finding *finding,
                                   const struct na_hotspot_about *about, struct na_buffer *to,
                                   struct na_error *reterr)
{
    struct classes classes;
    struct na_buffer desc;
    na_buffer_init(&desc, SAYS_LIMIT);
    enum na_code code = make_classes(finding, &classes, reterr);
    if (code == NA_OK && na_hotspot_says_text(finding, about, "\n", &desc) != NA_OK) {
        code = na_fail_memory(reterr, "drawing a map");
    }
    if (code == NA_OK) {
        code = draw(finding, about, &classes, desc.data, to, reterr);
    }
    na_buffer_fini(&desc);
    free(classes.sorted);
    free(classes.below);
    return code;
}
