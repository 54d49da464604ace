/* Names of places: towns and villages first, then, after the numbers, suburbs, stations, water,
 * parks and sites. A name that finds no room is left out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/trig.h"
#include "print/private.h"

/* A name stands once in so many millimetres. */
#define ONCE_IN_MM 60.0
#define LINES_MAX 2
#define NAME_MAX 130

struct style {
    enum na_ground ground;
    double size, spacing;
    bool bold, italic, capitals;
    const char *fill;
    double wrap; /* wider than this goes on two lines */
    double most_denominator;
};

static const struct style styles[] = {
    {NA_GROUND_TOWN_NAME, 3.9, 0.5, true, false, true, "#222222", 70.0, 1e9},
    {NA_GROUND_VILLAGE_NAME, 3.3, 0.5, false, false, true, "#222222", 60.0, 200000.0},
    {NA_GROUND_SUBURB_NAME, 2.8, 0.2, false, false, false, "#333333", 40.0, 100000.0},
    {NA_GROUND_HAMLET_NAME, 2.4, 0.0, false, false, false, "#333333", 40.0, 60000.0},
    {NA_GROUND_STATION_NAME, 2.2, 0.0, true, false, false, "#444444", 30.0, 25000.0},
    {NA_GROUND_WATER_NAME, 2.3, 0.0, false, true, false, "#444d55", 26.0, 60000.0},
    {NA_GROUND_GREEN_NAME, 2.2, 0.0, false, true, false, "#555555", 22.0, 25000.0},
    {NA_GROUND_SITE_NAME, 2.1, 0.0, false, true, false, "#555555", 20.0, 15000.0},
};
#define STYLES (sizeof styles / sizeof styles[0])
#define FIRST_AFTER_NUMBERS 2

static void capitals(const char *from, char *to, size_t size)
{
    size_t i = 0;
    for (; from[i] != '\0' && i + 1 < size; i++) {
        to[i] = from[i] >= 'a' && from[i] <= 'z' ? (char)(from[i] - 32) : from[i];
    }
    to[i] = '\0';
    (void)na_utf8_valid(to, i); /* what was UTF-8 is UTF-8: only ASCII letters were changed */
}

struct block {
    char lines[LINES_MAX][NAME_MAX];
    double widths[LINES_MAX];
    size_t count;
};

static double width_of(const struct style *style, const char *text)
{
    double letters = 0.0;
    for (const char *at = text; *at != '\0'; at++) {
        letters += ((unsigned char)*at & 0xC0u) != 0x80u;
    }
    return na_print_width(text, style->size, style->bold) + letters * style->spacing;
}

/* False: it does not go on two lines. */
static bool break_name(const struct style *style, const char *name, struct block *block)
{
    char text[NAME_MAX];
    if (style->capitals) {
        capitals(name, text, sizeof text);
    } else {
        (void)na_text_copy(text, sizeof text, name);
    }
    const char *rest = text;
    double whole = width_of(style, text);
    double room = whole <= style->wrap ? whole + 1.0 : fmax(style->wrap, whole * 0.56);
    block->count = 0;
    while (*rest != '\0' && block->count < LINES_MAX) {
        double scaled = room * na_print_width(text, style->size, style->bold) / fmax(whole, 0.1);
        rest = na_print_fit_line(rest, style->size, style->bold, scaled, block->lines[block->count],
                                 NAME_MAX);
        block->widths[block->count] = width_of(style, block->lines[block->count]);
        block->count++;
    }
    return *rest == '\0';
}

static void draw_block(struct print_work *work, const struct style *style,
                       const struct block *block, struct print_at at)
{
    const struct print_text text = {.size = style->size,
                                    .bold = style->bold,
                                    .italic = style->italic,
                                    .halo = true,
                                    .anchor = NA_SVG_MIDDLE,
                                    .fill = style->fill,
                                    .spacing = style->spacing};
    double top = at.y - (double)block->count * style->size * 0.55;
    for (size_t i = 0; i < block->count; i++) {
        na_print_put_text(work, at.x, top + ((double)i * 1.1 + 0.86) * style->size, &text,
                          block->lines[i]);
    }
}

/* Where its point is, then about it. */
static bool place_block(struct print_work *work, const struct style *style,
                        const struct block *block, struct print_at at, struct print_at *ret_at)
{
    double half_x = 0.0;
    double half_y = (double)block->count * style->size * 0.55 + 0.1;
    for (size_t i = 0; i < block->count; i++) {
        half_x = fmax(half_x, block->widths[i] / 2.0 + 0.3);
    }
    const struct print_at tries[] = {
        {0, 0},           {0, -half_y},      {0, half_y},
        {half_x, 0},      {-half_x, 0},      {0, -2 * half_y},
        {0, 2 * half_y},  {half_x, -half_y}, {-half_x, -half_y},
        {half_x, half_y}, {-half_x, half_y},
    };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
        struct print_at middle = {at.x + tries[i].x, at.y + tries[i].y};
        struct na_print_box box = {
            middle.x - half_x, middle.y - half_y, middle.x + half_x, middle.y + half_y, 0,
            NA_PRINT_BOX_LABEL};
        if (na_print_boxes_free(work, &box, 1)) {
            na_print_boxes_add(work, &box, 1, na_print_owner(work), NA_PRINT_BOX_LABEL);
            *ret_at = middle;
            return true;
        }
    }
    return false;
}

static bool stands_near(const struct print_work *work, const bool *placed, size_t i)
{
    const struct print_name *name = &work->ground.labels[i];
    for (size_t k = 0; k < work->ground.label_count; k++) {
        const struct print_name *other = &work->ground.labels[k];
        if (placed[k] &&
            na_trig_length(other->at.x - name->at.x, other->at.y - name->at.y) < ONCE_IN_MM &&
            strcmp(work->ground.names[other->name], work->ground.names[name->name]) == 0) {
            return true;
        }
    }
    return false;
}

static void place_style(struct print_work *work, const struct style *style, bool *placed)
{
    for (size_t i = 0; i < work->ground.label_count; i++) {
        const struct print_name *name = &work->ground.labels[i];
        struct block block;
        struct print_at at;
        if (name->ground == style->ground && work->denominator <= style->most_denominator &&
            !stands_near(work, placed, i) &&
            break_name(style, work->ground.names[name->name], &block) &&
            place_block(work, style, &block, name->at, &at)) {
            placed[i] = true;
            draw_block(work, style, &block, at);
        }
    }
}

static void place_styles(struct print_work *work, size_t first, size_t end)
{
    bool *placed = calloc(work->ground.label_count + 1, sizeof placed[0]);
    if (placed == NULL) {
        work->failed = NA_ERR_MEMORY;
        return;
    }
    for (size_t i = first; i < end; i++) {
        place_style(work, &styles[i], placed);
    }
    free(placed);
}

/* Without a ground the areas' own names tell where one is. */
static void name_outlines(struct print_work *work)
{
    static const struct style style = {NA_GROUND_NONE, 2.5,       0.0,  false, false,
                                       false,          "#333333", 24.0, 0.0};
    for (size_t i = 0; i < work->sheet->outline_count; i++) {
        const struct na_shape *shape = &work->sheet->outlines[i];
        struct na_print_extent box = na_print_extent_none();
        struct block block;
        if (shape->vertex_count == 0 || work->sheet->outline_names == NULL) {
            continue;
        }
        na_print_extent_shape(&box, shape);
        struct print_at at =
            na_print_place(work, (box.west + box.east) / 2.0, (box.south + box.north) / 2.0);
        double width = (box.east - box.west) * work->mm_a_m;
        if (na_print_in_frame(work, at, 0.0) &&
            break_name(&style, work->sheet->outline_names[i], &block) &&
            fmax(block.widths[0], block.count > 1 ? block.widths[1] : 0.0) < width &&
            place_block(work, &style, &block, at, &at)) {
            draw_block(work, &style, &block, at);
        }
    }
}

void na_print_names_towns(struct print_work *work)
{
    place_styles(work, 0, FIRST_AFTER_NUMBERS);
}

void na_print_names_rest(struct print_work *work)
{
    place_styles(work, FIRST_AFTER_NUMBERS, STYLES);
    if (work->ground.line_count + work->ground.label_count == 0 || work->denominator > 60000.0) {
        name_outlines(work);
    }
}
