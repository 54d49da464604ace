/* The wards of a table drawn in their classes, projected so that the map is true to scale in its
 * middle. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "geo/earth.h"
#include "table/forms.h"
#include "table/private.h"

/* Vertices are drawn on a lattice of that many pixels. A vertex goes to the same point in each ring
 * that has it, so that neighbours never come apart. */
#define LATTICE_PX 0.2
#define RANKED_MOST 10
#define LEGEND_WIDTH 190.0
#define LEGEND_HEIGHT 190.0

/* Equirectangular at the middle latitude of the layer. */
struct projection {
    double west, north, scale, shrink, left, top;
};

static struct projection project_to(const struct na_table *table, struct na_svg_box box)
{
    double west = 180.0, south = 90.0, east = -180.0, north = -90.0;
    for (uint32_t i = 0; i < table->layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(table->snapshot, table->layer, i, &area);
        west = fmin(west, area.west);
        south = fmin(south, area.south);
        east = fmax(east, area.east);
        north = fmax(north, area.north);
    }
    double shrink = cos((south + north) / 2.0 * NA_RADIANS_PER_DEGREE);
    double width = fmax((east - west) * shrink, 1e-9);
    double height = fmax(north - south, 1e-9);
    double scale = fmin(box.width / width, box.height / height);
    return (struct projection){west,
                               north,
                               scale,
                               shrink,
                               box.x + (box.width - width * scale) / 2.0,
                               box.y + (box.height - height * scale) / 2.0};
}

struct lattice_point {
    double x, y; /* whole numbers of lattice steps */
};

static struct lattice_point place(const struct projection *to, struct na_lonlat at)
{
    double x = to->left + (at.lon_deg - to->west) * to->shrink * to->scale;
    double y = to->top + (to->north - at.lat_deg) * to->scale;
    return (struct lattice_point){round(x / LATTICE_PX), round(y / LATTICE_PX)};
}

static bool same(struct lattice_point a, struct lattice_point b)
{
    /* Whole numbers, exactly represented. */
    return a.x == b.x && a.y == b.y;
}

static bool straight(struct lattice_point a, struct lattice_point b, struct lattice_point c)
{
    return (b.x - a.x) * (c.y - b.y) == (b.y - a.y) * (c.x - b.x) &&
           (b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) > 0.0;
}

static void draw_point(struct na_svg *svg, bool first, struct lattice_point at)
{
    na_svg_path_point(svg, first, at.x * LATTICE_PX, at.y * LATTICE_PX);
}

/* Points that fall together or stand on a straight line between their neighbours are left out. */
static void draw_ring(struct na_svg *svg, const struct projection *to, const struct na_ring *ring)
{
    struct lattice_point start = place(to, na_ring_vertex(ring, 0));
    struct lattice_point last = start;
    struct lattice_point held = start;
    bool holding = false;
    draw_point(svg, true, start);
    for (uint32_t i = 1; i + 1 < ring->count; i++) {
        struct lattice_point at = place(to, na_ring_vertex(ring, i));
        if (same(at, holding ? held : last)) {
            continue;
        }
        if (holding && !straight(last, held, at)) {
            draw_point(svg, false, held);
            last = held;
        }
        held = at;
        holding = true;
    }
    if (holding && !same(held, start)) {
        draw_point(svg, false, held);
    } else if (!holding) {
        /* Smaller than the lattice: a speck, so that no ward is lost. */
        draw_point(svg, false, (struct lattice_point){start.x + 1, start.y});
        draw_point(svg, false, (struct lattice_point){start.x + 1, start.y + 1});
    }
    na_svg_path_close(svg);
}

static void draw_ward(struct na_svg *svg, const struct na_table *table, const struct projection *to,
                      const struct na_area *area, const struct na_table_row *row, const char *fill)
{
    char tip[500], figure[96] = "not in the table";
    if (row != NULL) {
        na_svg_row_figure(table, row, figure, sizeof figure);
    }
    (void)snprintf(tip, sizeof tip, "%.150s, %.150s (%.20s): %s", area->name, area->authority_name,
                   area->code, figure);
    na_svg_path_begin(svg, fill);
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(table->snapshot, area, i, &ring);
        draw_ring(svg, to, &ring);
    }
    na_svg_path_end(svg, tip);
}

/* The darkest first: see NA_SVG_DARKEST. */
static void draw_wards(struct na_svg *svg, const struct na_table *table,
                       const struct projection *to, const struct na_svg_classes *classes,
                       const struct na_table_row *const *rows)
{
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < table->layer->area_count; i++) {
            const char *fill = na_svg_fill(classes, table, rows[i]);
            if ((strcmp(fill, NA_SVG_DARKEST) == 0) == (pass == 0)) {
                struct na_area area;
                na_snapshot_area(table->snapshot, table->layer, i, &area);
                draw_ward(svg, table, to, &area, rows[i], fill);
            }
        }
    }
}

/* Centre of gravity of the ring with the largest area. */
static struct lattice_point centre_of(const struct na_table *table, const struct na_area *area,
                                      const struct projection *to)
{
    double largest = -1.0;
    struct lattice_point best = {0, 0};
    for (uint32_t i = 0; i < area->ring_count; i++) {
        struct na_ring ring;
        na_snapshot_ring(table->snapshot, area, i, &ring);
        double twice = 0.0, x = 0.0, y = 0.0;
        const struct na_lonlat o = na_ring_vertex(&ring, 0);
        struct na_lonlat p = o;
        for (uint32_t k = 1; k < ring.count; k++) {
            struct na_lonlat q = na_ring_vertex(&ring, k);
            double cross = (p.lon_deg - o.lon_deg) * (q.lat_deg - o.lat_deg) -
                           (q.lon_deg - o.lon_deg) * (p.lat_deg - o.lat_deg);
            twice += cross;
            x += (p.lon_deg + q.lon_deg - 2.0 * o.lon_deg) * cross;
            y += (p.lat_deg + q.lat_deg - 2.0 * o.lat_deg) * cross;
            p = q;
        }
        if (fabs(twice) > largest && fabs(twice) > 0.0) {
            largest = fabs(twice);
            const struct na_lonlat middle = {o.lon_deg + x / (3.0 * twice),
                                             o.lat_deg + y / (3.0 * twice)};
            best = place(to, middle);
        }
    }
    return best;
}

/* The ranks of the first rows, so that chart and map go together. */
static void draw_ranks(struct na_svg *svg, const struct na_table *table,
                       const struct projection *to)
{
    for (size_t i = 0; i < table->row_count && i < RANKED_MOST; i++) {
        const struct na_table_row *row = &table->rows[i];
        if (row->count == 0) {
            continue;
        }
        struct na_area area;
        na_snapshot_area(table->snapshot, table->layer, table->labels[0][row->labels[0]].area,
                         &area);
        struct lattice_point at = centre_of(table, &area, to);
        char rank[16];
        (void)snprintf(rank, sizeof rank, "%u", (unsigned)row->rank);
        na_svg_text(svg, at.x * LATTICE_PX, at.y * LATTICE_PX + 3.5, 10.0, NA_SVG_MIDDLE, true,
                    true, rank);
    }
}

static double legend_row(struct na_svg *svg, double x, double y, const char *fill, const char *text)
{
    na_svg_rect(svg, x, y, 26.0, 14.0, fill, NULL);
    na_svg_text(svg, x + 32.0, y + 11.0, 10.0, NA_SVG_START, false, false, text);
    return y + 19.0;
}

static void bound(char (*to)[NA_NUMBER_TEXT], const struct na_table *table, double value)
{
    if (table->has_rates) {
        (void)na_number_fixed(to, value, 2);
    } else {
        char text[NA_THOUSANDS_TEXT];
        na_thousands(text, (uint64_t)value);
        (void)snprintf(*to, sizeof *to, "%s", text);
    }
}

static double draw_classes(struct na_svg *svg, const struct na_table *table,
                           const struct na_svg_classes *classes, double x, double y)
{
    static const char *const fills[] = {"class0", "class1", "class2", "class3", "class4"};
    for (size_t i = NA_SVG_CLASSES; i-- > 0;) {
        if (classes->of[i].rows == 0) {
            continue;
        }
        char text[96], least[NA_NUMBER_TEXT], most[NA_NUMBER_TEXT];
        bound(&least, table, classes->of[i].least);
        bound(&most, table, classes->of[i].most);
        bool one = classes->of[i].least == classes->of[i].most; /* one and the same value */
        (void)snprintf(text, sizeof text, "%.24s%s%.24s (%zu ward%s)", least, one ? "" : " to ",
                       one ? "" : most, classes->of[i].rows, classes->of[i].rows == 1 ? "" : "s");
        y = legend_row(svg, x, y, fills[i], text);
    }
    return y;
}

static double draw_legend(struct na_svg *svg, const struct na_table *table,
                          const struct na_svg_classes *classes, double x, double y)
{
    char text[96];
    na_svg_group_begin(svg, "legend");
    na_svg_text(svg, x, y + 9.0, 11.0, NA_SVG_START, true, false,
                table->has_rates ? "for each 1,000 people" : "count");
    y = draw_classes(svg, table, classes, x, y + 17.0);
    if (classes->zeros > 0) {
        (void)snprintf(text, sizeof text, "0 (%zu ward%s)", classes->zeros,
                       classes->zeros == 1 ? "" : "s");
        y = legend_row(svg, x, y, "zero", text);
    }
    if (classes->unknown > 0) {
        (void)snprintf(text, sizeof text, "not in the table (%zu ward%s)", classes->unknown,
                       classes->unknown == 1 ? "" : "s");
        y = legend_row(svg, x, y, "unknown", text);
    }
    na_svg_text(svg, x, y + 9.0, 9.0, NA_SVG_START, false, false,
                "numbers: the first ranks by count");
    na_svg_group_end(svg);
    return y + 15.0;
}

static void draw_scale(struct na_svg *svg, const struct projection *to, double x, double y)
{
    static const double lengths_km[] = {1, 2, 5, 10, 20, 50, 100, 200};
    double px_per_km = to->scale * 1000.0 / NA_METRES_PER_DEGREE;
    double km = lengths_km[0];
    for (size_t i = 0; i < sizeof lengths_km / sizeof lengths_km[0]; i++) {
        km = lengths_km[i] * px_per_km <= 120.0 ? lengths_km[i] : km;
    }
    char text[32];
    (void)snprintf(text, sizeof text, "%.0f km", km);
    na_svg_line(svg, x, y, x + km * px_per_km, y);
    na_svg_line(svg, x, y - 4.0, x, y + 4.0);
    na_svg_line(svg, x + km * px_per_km, y - 4.0, x + km * px_per_km, y + 4.0);
    na_svg_text(svg, x + km * px_per_km + 6.0, y + 3.5, 10.0, NA_SVG_START, false, false, text);
}

/* The row of each ward, NULL where there is none. */
static const struct na_table_row **rows_of(const struct na_table *table)
{
    const struct na_table_row **rows = calloc((size_t)table->layer->area_count + 1, sizeof *rows);
    for (size_t i = 0; rows != NULL && i < table->row_count; i++) {
        rows[table->labels[0][table->rows[i].labels[0]].area] = &table->rows[i];
    }
    return rows;
}

enum na_code na_svg_map(struct na_svg *svg, const struct na_table *table, struct na_svg_box box,
                        struct na_error *reterr)
{
    struct na_svg_classes classes = {.count = 0};
    const struct na_table_row **rows = rows_of(table);
    enum na_code code = rows == NULL ? na_fail_memory(reterr, "drawing a map")
                                     : na_svg_classes_init(table, &classes, reterr);
    if (code != NA_OK) {
        goto done;
    }
    /* On a tall page the legend stands below the map, else beside it. */
    bool tall = box.height > box.width;
    struct na_svg_box drawing = box;
    drawing.width -= tall ? 0.0 : LEGEND_WIDTH + 12.0;
    drawing.height -= tall ? LEGEND_HEIGHT + 12.0 : 0.0;
    struct projection to = project_to(table, drawing);
    na_svg_group_begin(svg, "map");
    draw_wards(svg, table, &to, &classes, rows);
    draw_ranks(svg, table, &to);
    na_svg_group_end(svg);
    double x = tall ? box.x : box.x + box.width - LEGEND_WIDTH;
    double y = tall ? box.y + drawing.height + 12.0 : box.y;
    y = draw_legend(svg, table, &classes, x, y);
    draw_scale(svg, &to, x, y + 14.0);
done:
    na_svg_classes_fini(&classes);
    free(rows);
    return code;
}
