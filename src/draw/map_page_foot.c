/* What stands below the map. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/date.h"
#include "base/number.h"
#include "draw/map_page_private.h"

#define BAR_WIDTH_MOST_PX 190.0
#define BAR_PARTS 4
#define BAR_HEIGHT_PX 6.0
#define ROW_PX 15.0
#define ROWS_A_COLUMN 8
#define COLUMNS 2
#define SMALL_PX 8.5
#define DIGEST_SHOWN 12
#define WORDS_MAX 512

/* "250 m", "2.5 km" */
static void length_words(double length_m, char *to, size_t size)
{
    char number[NA_NUMBER_TEXT];
    bool far = length_m >= 1000.0;
    (void)na_number_trimmed(&number, far ? length_m / 1000.0 : length_m, 3);
    (void)snprintf(to, size, "%.30s %s", number, far ? "km" : "m");
}

/* The longest of 1, 2 or 5 times a power of ten metres that fits. */
static double bar_length(double scale)
{
    double most_m = BAR_WIDTH_MOST_PX / scale;
    double power = pow(10.0, floor(log10(most_m)));
    return most_m >= 5.0 * power ? 5.0 * power : most_m >= 2.0 * power ? 2.0 * power : power;
}

static void put_bar_part(struct na_map_page *page, double x, double y, double width, bool dark)
{
    const struct na_svg_style style = {dark ? "#000000" : "#ffffff", "#000000", 0.7};
    const double xy[] = {x, y, x + width, y, x + width, y + BAR_HEIGHT_PX, x, y + BAR_HEIGHT_PX};
    na_svg_path_begin_styled(&page->svg, &style);
    for (size_t i = 0; i < 4; i++) {
        na_svg_path_point(&page->svg, i == 0, xy[2 * i], xy[2 * i + 1]);
    }
    na_svg_path_close(&page->svg);
    na_svg_path_end(&page->svg, NULL);
}

/* 45 000 with a thin gap as printed maps have it. */
static void scale_words(double denominator, char *to, size_t size)
{
    char digits[NA_NUMBER_TEXT];
    size_t length = na_number_fixed(&digits, denominator, 0);
    size_t used = (size_t)snprintf(to, size, "1 : ");
    for (size_t i = 0; i < length && used + 2 < size; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            to[used++] = ' ';
        }
        to[used++] = digits[i];
    }
    (void)snprintf(to + used, size - used, " on A4");
}

static void put_scale(struct na_map_page *page, double y)
{
    char words[96];
    double length_m = bar_length(page->scale);
    double part_px = length_m * page->scale / BAR_PARTS;
    double right = page->left + BAR_PARTS * part_px;
    na_svg_group_begin(&page->svg, "scale");
    for (int i = 0; i < BAR_PARTS; i++) {
        put_bar_part(page, page->left + i * part_px, y, part_px, i % 2 == 0);
    }
    na_svg_text(&page->svg, page->left, y + 17.0, 9.0, NA_SVG_START, false, false, "0");
    length_words(length_m / 2.0, words, sizeof words);
    na_svg_text(&page->svg, (page->left + right) / 2.0, y + 17.0, 9.0, NA_SVG_MIDDLE, false, false,
                words);
    length_words(length_m, words, sizeof words);
    na_svg_text(&page->svg, right, y + 17.0, 9.0, NA_SVG_MIDDLE, false, false, words);
    scale_words(page->denominator, words, sizeof words);
    na_svg_text(&page->svg, right + 34.0, y + 7.0, 10.0, NA_SVG_START, false, false, words);
    na_svg_group_end(&page->svg);
}

/* Up is the north of the grid, which is within some degrees of the true one. */
static void put_north(struct na_map_page *page, double y)
{
    static const struct na_svg_style black = {"#000000", "#000000", 0.6};
    static const struct na_svg_style white = {"#ffffff", "#000000", 0.6};
    double x = page->left + page->width - 12.0;
    for (int side = 0; side < 2; side++) {
        na_svg_path_begin_styled(&page->svg, side == 0 ? &black : &white);
        na_svg_path_point(&page->svg, true, x, y);
        na_svg_path_point(&page->svg, false, x + (side == 0 ? -7.0 : 7.0), y + 24.0);
        na_svg_path_point(&page->svg, false, x, y + 19.0);
        na_svg_path_close(&page->svg);
        na_svg_path_end(&page->svg, NULL);
    }
    na_svg_text(&page->svg, x - 14.0, y + 12.0, 9.0, NA_SVG_END, false, false, "grid north");
}

/* One entry; the y of the next. */
static double put_entry(struct na_map_page *page, double x, double y, const char *words)
{
    double room = page->width / COLUMNS - 44.0;
    double next = na_svg_text_wrapped(&page->svg, x + 34.0, y + 9.5, 9.5, room, words);
    return fmax(y + ROW_PX, next - 6.0);
}

struct legend {
    double left, top, x, y, bottom;
};

/* Down the column, then at the top of the next. */
static void step(const struct na_map_page *page, struct legend *legend)
{
    if (legend->y > legend->top + (ROWS_A_COLUMN - 1) * ROW_PX + 1.0) {
        legend->x += page->width / COLUMNS;
        legend->y = legend->top;
    }
}

static double put_legend(struct na_map_page *page, double y)
{
    struct legend legend = {page->left, y, page->left, y, y};
    na_svg_group_begin(&page->svg, "legend");
    for (int i = 0; i < NA_MAP_MARKS; i++) {
        const char *words = page->mark_words[i];
        if ((page->marks_used & (1u << i)) != 0 && words != NULL) {
            step(page, &legend);
            na_map_symbol(page, legend.x + 13.0, legend.y + 6.0, (enum na_map_mark)i, NULL);
            legend.y = put_entry(page, legend.x, legend.y, words);
            legend.bottom = fmax(legend.bottom, legend.y);
        }
    }
    for (int i = 0; i < NA_MAP_PAINTS; i++) {
        const char *words = page->paint_words[i];
        if ((page->paints_used & (1u << i)) != 0 && words != NULL) {
            step(page, &legend);
            na_map_swatch(page, legend.x, legend.y, (enum na_map_paint)i);
            legend.y = put_entry(page, legend.x, legend.y, words);
            legend.bottom = fmax(legend.bottom, legend.y);
        }
    }
    na_svg_group_end(&page->svg);
    return legend.bottom;
}

static void put_sources(struct na_map_page *page, double y)
{
    const struct na_pack_info *info = na_snapshot_info(page->snapshot);
    const char *digest = strchr(info->digest, ':');
    char words[WORDS_MAX], issued[NA_DATE_TEXT + 16] = "";
    digest = digest != NULL ? digest + 1 : info->digest;
    if (info->issued != NA_DATE_NONE) {
        char day[NA_DATE_TEXT];
        na_date_format(day, info->issued);
        (void)snprintf(issued, sizeof issued, ", issued %s", day);
    }
    na_svg_group_begin(&page->svg, "sources");
    if (info->attribution[0] != '\0') {
        y = na_svg_text_wrapped(&page->svg, page->left, y, SMALL_PX, page->width,
                                info->attribution);
    }
    (void)snprintf(words, sizeof words,
                   "Pack %.200s%s%s, digest %.*s. British National Grid (EPSG:27700). Drawn by "
                   "nearaid " NA_VERSION,
                   info->title, issued, info->indicative ? ", demonstration data" : "",
                   DIGEST_SHOWN, digest);
    (void)na_svg_text_wrapped(&page->svg, page->left, y, SMALL_PX, page->width, words);
    na_svg_group_end(&page->svg);
}

void na_map_foot(struct na_map_page *page)
{
    double y = page->top + page->height + 9.0;
    put_scale(page, y);
    put_north(page, y);
    y = put_legend(page, y + 32.0);
    put_sources(page, y + 14.0);
}
