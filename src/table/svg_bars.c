/* The ranked bar chart of a table, as many rows as the page holds. */
#include <stdio.h>

#include "table/forms.h"
#include "table/private.h"

#define ROW_HEIGHT_MOST 17.0
#define ROW_HEIGHT_LEAST 11.0
#define NAME_WIDTH 250.0
#define FIGURE_WIDTH 110.0

/* Rows that fit, up to the first of 0. */
static size_t rows_drawn(const struct na_table *table, double height)
{
    size_t room = (size_t)(height / ROW_HEIGHT_LEAST);
    size_t most = table->listed < room ? table->listed : room, drawn = 0;
    while (drawn < most && table->rows[drawn].count > 0) {
        drawn++;
    }
    return drawn;
}

static double most_of(const struct na_table *table, size_t drawn)
{
    double most = 0.0;
    for (size_t i = 0; i < drawn; i++) {
        double value = na_svg_value(table, &table->rows[i]);
        most = value > most ? value : most;
    }
    return most;
}

static void draw_row(struct na_svg *svg, const struct na_table *table,
                     const struct na_table_row *row, struct na_svg_box box, double most)
{
    char name[400], fitted[200], figure[96], rank[24];
    double size = box.height * 0.72;
    double base = box.y + 0.74 * box.height;
    double left = box.x + 26.0 + NAME_WIDTH + 6.0;
    double room = box.width - (left - box.x) - FIGURE_WIDTH;
    na_svg_row_name(table, row, name, sizeof name);
    na_svg_fit(name, NAME_WIDTH, size, fitted, sizeof fitted);
    na_svg_row_figure(table, row, figure, sizeof figure);
    (void)snprintf(rank, sizeof rank, "%u%s", (unsigned)row->rank, row->tied ? "=" : "");
    double width = most > 0.0 ? room * na_svg_value(table, row) / most : 0.0;
    na_svg_text(svg, box.x + 22.0, base, size, NA_SVG_END, false, false, rank);
    na_svg_text(svg, left - 6.0, base, size, NA_SVG_END, false, false, fitted);
    na_svg_rect(svg, left, box.y + 0.12 * box.height, width, 0.76 * box.height, "#5a5a5a", name);
    na_svg_text(svg, left + width + 4.0, base, size, NA_SVG_START, false, false, figure);
}

void na_svg_bars(struct na_svg *svg, const struct na_table *table, struct na_svg_box box)
{
    size_t drawn = rows_drawn(table, box.height - ROW_HEIGHT_MOST);
    double height = drawn > 0 ? (box.height - ROW_HEIGHT_MOST) / (double)drawn : 0.0;
    height = height > ROW_HEIGHT_MOST ? ROW_HEIGHT_MOST : height;
    double most = most_of(table, drawn);
    na_svg_group_begin(svg, "bars");
    for (size_t i = 0; i < drawn; i++) {
        struct na_svg_box row = {box.x, box.y + (double)i * height, box.width, height};
        draw_row(svg, table, &table->rows[i], row, most);
    }
    uint64_t sum = 0;
    for (size_t i = drawn; i < table->row_count; i++) {
        sum += table->rows[i].count;
    }
    if (drawn < table->row_count) {
        char text[120], count[NA_THOUSANDS_TEXT];
        na_thousands(count, sum);
        (void)snprintf(text, sizeof text, "and %zu more rows, together %s",
                       table->row_count - drawn, count);
        na_svg_text(svg, box.x + 26.0 + NAME_WIDTH, box.y + (double)drawn * height + 11.0, 9.5,
                    NA_SVG_END, false, false, text);
    }
    na_svg_group_end(svg);
}
