/* What stands below the map: scale bar and scale, legend, locator, list of premises, sources. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/date.h"
#include "base/number.h"
#include "draw/svg_put.h"
#include "geo/trig.h"
#include "print/private.h"

#define BAR_MOST_MM 60.0
#define ROW_MM 4.6
#define LEGEND_COLUMN_MM 68.0
#define LOCATOR_WIDTH_MM 42.0
#define LOCATOR_HEIGHT_MM 26.0
#define LIST_ROW_MM 3.75
#define LIST_COLUMN_MM 60.0
#define LIST_HEAD_MM 6.0
#define NOTE_MM 5.0
#define BOTTOM_MM 9.0
#define LIST_SIZE_MM 2.6
#define SOURCE_SIZE_MM 2.1
#define SOURCE_ROW_MM 2.9
#define WORDS_MAX 1600
#define DIGEST_SHOWN 12

static const struct print_text plain = {.size = 2.8};

static size_t legend_rows(const struct print_work *work)
{
    size_t count = 2; /* railway and boundary, if they are there */
    for (int i = 0; i < NA_PRINT_PAINTS; i++) {
        count += work->sheet->paint_words[i] != NULL;
    }
    for (int i = 0; i < NA_PRINT_MARKS; i++) {
        count += work->sheet->mark_words[i] != NULL;
    }
    return (count + 1) / 2;
}

static size_t list_columns(const struct print_work *work)
{
    return (size_t)((work->frame.right - work->frame.left + 2.0) / LIST_COLUMN_MM);
}

static size_t list_count(const struct print_work *work)
{
    size_t count = 0;
    for (size_t i = 0; i < work->sheet->point_count; i++) {
        count += work->sheet->points[i].numbered;
    }
    return count;
}

/* Title of the list, and its rows; at most two fifths of the page. */
static double list_height(const struct print_work *work)
{
    size_t count = list_count(work);
    size_t columns = list_columns(work);
    /* Notes make some entries two rows long. */
    double rows = ceil((double)count * 1.3 / (double)columns) + 1.0;
    return count == 0 ? 0.0 : fmin(rows * LIST_ROW_MM + LIST_HEAD_MM, work->page_height * 0.4);
}

static void source_words(const struct print_work *work, char *to, size_t size)
{
    const struct na_pack_info *info = na_snapshot_info(work->sheet->snapshot);
    const struct na_nam_about *map =
        work->sheet->map != NULL ? na_nam_about(work->sheet->map) : NULL;
    const char *digest = strchr(info->digest, ':');
    digest = digest != NULL ? digest + 1 : info->digest;
    (void)snprintf(to, size,
                   "%s%.400s%s%.500s%s%.200s%sPack %.120s, digest %.*s. British National Grid "
                   "(EPSG:27700)%s. Drawn by "
                   "nearaid " NA_VERSION ".",
                   map != NULL ? "Ground: " : "",
                   map != NULL && map->attribution[0] != '\0' ? map->attribution
                   : map != NULL                              ? "a map file that names no source"
                                                              : "",
                   map != NULL ? ". " : "", info->attribution,
                   info->attribution[0] != '\0' ? " " : "",
                   work->sheet->sources != NULL ? work->sheet->sources : "",
                   work->sheet->sources != NULL && work->sheet->sources[0] != '\0' ? ". " : "",
                   info->title, DIGEST_SHOWN, digest,
                   map != NULL && info->transformation == NA_TRANSFORMATION_HELMERT
                       ? ", without the OSTN15 grid: the ground may lie 5 m off"
                       : "");
}

static size_t source_lines(const struct print_work *work, const char *words)
{
    char line[WORDS_MAX];
    size_t lines = 0;
    for (; *words != '\0'; lines++) {
        words = na_print_fit_line(words, SOURCE_SIZE_MM, false,
                                  work->frame.right - work->frame.left, line, sizeof line);
    }
    return lines;
}

/* Of scale bar, legend and locator. */
static double key_height(const struct print_work *work)
{
    return fmax((double)legend_rows(work) * ROW_MM + 8.5, LOCATOR_HEIGHT_MM + 2.0) + 2.0;
}

double na_print_foot_height(const struct print_work *work)
{
    char words[WORDS_MAX];
    source_words(work, words, sizeof words);
    return 4.0 + key_height(work) + list_height(work) + NOTE_MM +
           (double)source_lines(work, words) * SOURCE_ROW_MM + BOTTOM_MM;
}

/* "250 m", "2.5 km" */
static void length_words(double length_m, char *to, size_t size)
{
    char number[NA_NUMBER_TEXT];
    bool far = length_m >= 1000.0;
    (void)na_number_trimmed(&number, far ? length_m / 1000.0 : length_m, 3);
    (void)snprintf(to, size, "%.30s %s", number, far ? "km" : "m");
}

static void scale_words(const struct print_work *work, char *to, size_t size)
{
    char digits[NA_NUMBER_TEXT];
    size_t length = na_number_fixed(&digits, work->denominator, 0);
    size_t used = (size_t)snprintf(to, size, "1 : ");
    for (size_t i = 0; i < length && used + 2 < size; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            to[used++] = ' ';
        }
        to[used++] = digits[i];
    }
    (void)snprintf(to + used, size - used, " on %s, grid north up",
                   work->sheet->paper.a3 ? "A3" : "A4");
}

static void put_scale(struct print_work *work, double y)
{
    char words[96];
    double most_m = BAR_MOST_MM / work->mm_a_m;
    double power = pow(10.0, floor(log10(most_m)));
    double length_m = most_m >= 5.0 * power   ? 5.0 * power
                      : most_m >= 2.0 * power ? 2.0 * power
                                              : power;
    double part = length_m * work->mm_a_m / 4.0;
    double left = work->frame.left;
    static const struct print_text small = {.size = 2.6, .anchor = NA_SVG_MIDDLE};
    na_svg_group_begin(&work->svg, "scale");
    for (int i = 0; i < 4; i++) {
        na_print_put_box(work, left + i * part, y, part, 1.4, 0.0,
                         i % 2 == 0 ? "#000000" : "#ffffff", 0.2);
    }
    na_print_put_text(work, left + 0.8, y + 4.3, &small, "0");
    length_words(length_m / 2.0, words, sizeof words);
    na_print_put_text(work, left + 2.0 * part, y + 4.3, &small, words);
    length_words(length_m, words, sizeof words);
    na_print_put_text(work, left + 4.0 * part, y + 4.3, &small, words);
    scale_words(work, words, sizeof words);
    na_print_put_text(work, left + 4.0 * part + 8.0, y + 1.5, &plain, words);
    na_svg_group_end(&work->svg);
}

struct legend {
    double left, top, y;
    double x;
    size_t rows, row;
};

static void put_words(struct print_work *work, struct legend *legend, const char *words)
{
    char line[WORDS_MAX];
    struct print_text style = plain;
    double room = LEGEND_COLUMN_MM - 11.0;
    double width = na_print_width(words, style.size, false);
    style.size = width > room ? fmax(style.size * room / width, 2.0) : style.size;
    (void)na_print_fit_line(words, style.size, false, room, line, sizeof line);
    na_print_put_text(work, legend->x + 9.0, legend->y + 2.6, &style, line);
    legend->y += ROW_MM;
    if (++legend->row == legend->rows) {
        legend->x += LEGEND_COLUMN_MM;
        legend->y = legend->top;
    }
}

static void put_railway(struct print_work *work, double x, double y)
{
    na_print_put_line(work, (struct print_at){x, y}, (struct print_at){x + 7.0, y}, 0.75,
                      "#6e6e6e");
    for (int i = 0; i < 2; i++) {
        double at = x + 0.8 + i * 3.2;
        na_print_put_line(work, (struct print_at){at, y}, (struct print_at){at + 1.6, y}, 0.4,
                          "#ffffff");
    }
}

static void put_boundary(struct print_work *work, double x, double y)
{
    na_print_put_line(work, (struct print_at){x, y}, (struct print_at){x + 2.6, y}, 0.4, "#333333");
    na_print_put_line(work, (struct print_at){x + 3.4, y}, (struct print_at){x + 3.9, y}, 0.4,
                      "#333333");
    na_print_put_line(work, (struct print_at){x + 4.7, y}, (struct print_at){x + 7.0, y}, 0.4,
                      "#333333");
}

/* What matters most first: the fills, then the marks, then the ground. */
static void put_legend(struct print_work *work, double y)
{
    struct legend legend = {work->frame.left, y, y, work->frame.left, legend_rows(work), 0};
    na_svg_group_begin(&work->svg, "legend");
    for (int i = 0; i < NA_PRINT_PAINTS; i++) {
        if ((work->paints_used >> i & 1) != 0 && work->sheet->paint_words[i] != NULL) {
            na_print_swatch(work, legend.x, legend.y, 7.0, 3.2, (enum na_print_paint)i);
            put_words(work, &legend, work->sheet->paint_words[i]);
        }
    }
    for (int i = 0; i < NA_PRINT_MARKS; i++) {
        if ((work->marks_used >> i & 1) != 0 && work->sheet->mark_words[i] != NULL) {
            na_print_symbol(work, (struct print_at){legend.x + 3.5, legend.y + 1.6},
                            (enum na_print_mark)i, 1.0);
            put_words(work, &legend, work->sheet->mark_words[i]);
        }
    }
    if (work->boundary_used) {
        put_boundary(work, legend.x, legend.y + 1.6);
        put_words(work, &legend,
                  work->sheet->outline_word != NULL ? work->sheet->outline_word : "boundary");
    }
    if (work->rail_used) {
        put_railway(work, legend.x, legend.y + 1.6);
        put_words(work, &legend, "railway");
    }
    na_svg_group_end(&work->svg);
}

/* Where on the whole the frame lies: outlines of all areas, thinned, and a box. */
static void put_locator(struct print_work *work, double y)
{
    const struct na_print *sheet = work->sheet;
    struct na_print_extent whole = na_print_extent_none();
    for (size_t i = 0; i < sheet->outline_count; i++) {
        na_print_extent_shape(&whole, &sheet->outlines[i]);
    }
    double left = work->frame.right - LOCATOR_WIDTH_MM;
    if (!(whole.east > whole.west)) {
        return;
    }
    double scale = fmin((LOCATOR_WIDTH_MM - 3.0) / (whole.east - whole.west),
                        (LOCATOR_HEIGHT_MM - 3.0) / (whole.north - whole.south));
    double x0 = left + LOCATOR_WIDTH_MM / 2.0 - (whole.west + whole.east) / 2.0 * scale;
    double y0 = y + LOCATOR_HEIGHT_MM / 2.0 + (whole.south + whole.north) / 2.0 * scale;
    na_svg_group_begin(&work->svg, "locator");
    na_print_put_box(work, left, y, LOCATOR_WIDTH_MM, LOCATOR_HEIGHT_MM, 0.0, "#ffffff", 0.25);
    na_print_put_fine(work, "fill=\"#f4f4f4\" stroke=\"#777777\" stroke-width=\"12\"");
    na_print_path_begin(work);
    struct print_points ring = {NULL, 0, 0, NA_PRINT_BOX_LABEL};
    for (size_t i = 0; i < sheet->outline_count; i++) {
        const struct na_shape *shape = &sheet->outlines[i];
        for (size_t part = 0; part < shape->part_count; part++) {
            ring.count = 0;
            for (size_t v = shape->part_starts[part]; v < shape->part_starts[part + 1]; v++) {
                struct print_at at = {x0 + shape->xy[2 * v] * scale,
                                      y0 - shape->xy[2 * v + 1] * scale};
                struct print_at *last = ring.count > 0 ? &ring.items[ring.count - 1] : NULL;
                if (last == NULL || na_trig_length(at.x - last->x, at.y - last->y) > 0.25) {
                    na_print_points_add(&ring, at);
                }
            }
            if (ring.count > 2) {
                na_print_path_points(work, ring.items, ring.count, true);
            }
        }
    }
    na_print_path_end(work);
    na_print_put_end(work);
    work->failed = ring.full ? NA_ERR_MEMORY : work->failed;
    free(ring.items);
    double width = (work->frame.right - work->frame.left) / work->mm_a_m * scale;
    double height = (work->frame.bottom - work->frame.top) / work->mm_a_m * scale;
    double bx = x0 + work->west * scale;
    double by = y0 - work->north * scale;
    /* The box of a street's corner would not be seen. */
    double grow_x = fmax(1.2 - width, 0.0);
    double grow_y = fmax(1.2 - height, 0.0);
    double right = fmin(bx + width + grow_x / 2.0, left + LOCATOR_WIDTH_MM - 0.4);
    double bottom = fmin(by + height + grow_y / 2.0, y + LOCATOR_HEIGHT_MM - 0.4);
    bx = fmax(bx - grow_x / 2.0, left + 0.4);
    by = fmax(by - grow_y / 2.0, y + 0.4);
    if (right > bx && bottom > by) {
        na_print_put_box(work, bx, by, right - bx, bottom - by, 0.0, "none", 0.6);
    }
    na_svg_group_end(&work->svg);
}

static void entry_text(const struct print_work *work, const struct print_numbers *numbers, size_t i,
                       char *to, size_t size)
{
    const struct na_print_point *point = &work->sheet->points[work->numbered[i]];
    char name[300];
    if (point->name != NULL && point->name[0] != '\0') {
        (void)na_text_copy(name, sizeof name, point->name);
    } else {
        (void)snprintf(name, sizeof name, "%.0f %.0f", floor(point->at.easting_m),
                       floor(point->at.northing_m));
    }
    (void)snprintf(to, size, "%s%s%.200s%s%s", name,
                   point->note != NULL && point->note[0] != '\0' ? " (" : "",
                   point->note != NULL ? point->note : "",
                   point->note != NULL && point->note[0] != '\0' ? ")" : "",
                   na_print_number_placed(numbers, i) ? "" : " (no room on the map)");
}

/* Down each column; an entry that is too long goes on below itself. */
static double put_list(struct print_work *work, const struct print_numbers *numbers, double y,
                       double bottom)
{
    size_t columns = list_columns(work);
    double width = (work->frame.right - work->frame.left) / (double)columns;
    static const struct print_text heading = {.size = 3.4, .bold = true};
    static const struct print_text number = {
        .size = LIST_SIZE_MM, .bold = true, .anchor = NA_SVG_END};
    static const struct print_text name = {.size = LIST_SIZE_MM};
    size_t rows = (size_t)fmax((bottom - y - LIST_HEAD_MM) / LIST_ROW_MM, 1.0);
    size_t column = 0;
    size_t row = 0;
    size_t i = 0;
    na_svg_group_begin(&work->svg, "list");
    na_print_put_text(work, work->frame.left, y + 3.0, &heading, work->sheet->list_title);
    for (; i < work->numbered_count; i++) {
        char text[600], line[600], digits[24];
        entry_text(work, numbers, i, text, sizeof text);
        const char *rest = text;
        size_t lines = 0;
        while (*rest != '\0' && lines < 3) {
            rest = na_print_fit_line(rest, LIST_SIZE_MM, false, width - 9.0, line, sizeof line);
            lines++;
        }
        if (row + lines > rows) {
            column++;
            row = 0;
        }
        if (column == columns) {
            break;
        }
        double x = work->frame.left + (double)column * width;
        (void)snprintf(digits, sizeof digits, "%zu", i + 1);
        na_print_put_text(work, x + 5.0, y + 7.5 + (double)row * LIST_ROW_MM, &number, digits);
        rest = text;
        for (size_t l = 0; l < lines; l++, row++) {
            rest = na_print_fit_line(rest, LIST_SIZE_MM, false, width - 9.0, line, sizeof line);
            na_print_put_text(work, x + 6.5, y + 7.5 + (double)row * LIST_ROW_MM, &name, line);
        }
    }
    work->tally.unlisted = work->numbered_count - i;
    na_svg_group_end(&work->svg);
    return y + 7.5 + (double)(column > 0 ? rows : row) * LIST_ROW_MM;
}

static double put_wrapped(struct print_work *work, double y, const char *words)
{
    static const struct print_text small = {.size = SOURCE_SIZE_MM, .fill = "#333333"};
    char line[WORDS_MAX];
    while (*words != '\0') {
        words = na_print_fit_line(words, SOURCE_SIZE_MM, false,
                                  work->frame.right - work->frame.left, line, sizeof line);
        na_print_put_text(work, work->frame.left, y, &small, line);
        y += SOURCE_ROW_MM;
    }
    return y;
}

/* Things that are so and not seen: said below the list. */
static void put_notes(struct print_work *work, double y)
{
    static const struct print_text style = {.size = LIST_SIZE_MM, .italic = true};
    char words[300] = "";
    if (work->tally.unlisted > 0) {
        (void)snprintf(words, sizeof words,
                       "%zu more are numbered on the map and find no room here. ",
                       work->tally.unlisted);
    }
    if (work->tally.outside > 0) {
        size_t used = strlen(words);
        (void)snprintf(words + used, sizeof words - used, "%zu more lie%s outside of this sheet.",
                       work->tally.outside, work->tally.outside == 1 ? "s" : "");
    }
    if (words[0] != '\0') {
        na_print_put_text(work, work->frame.left, y, &style, words);
    }
}

void na_print_foot(struct print_work *work, const struct print_numbers *numbers)
{
    double y = work->frame.bottom + 4.0;
    char words[WORDS_MAX];
    source_words(work, words, sizeof words);
    double sources =
        work->page_height - BOTTOM_MM - (double)source_lines(work, words) * SOURCE_ROW_MM;
    put_scale(work, y);
    put_locator(work, y - 1.0);
    put_legend(work, y + 7.5);
    double list = y + key_height(work);
    double end = list;
    if (work->numbered_count > 0) {
        end = put_list(work, numbers, list, sources - NOTE_MM);
    }
    put_notes(work, fmin(end + 0.5, sources - 3.2));
    na_svg_group_begin(&work->svg, "sources");
    (void)put_wrapped(work, sources, words);
    na_svg_group_end(&work->svg);
}
