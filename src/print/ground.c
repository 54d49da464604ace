/* The ground in the frame: tiles of the map file, in millimetres on paper. A point goes from its
 * tile to longitude and latitude and by the pack's own transformation to the National Grid, as the
 * assets do. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "basemap/mvt.h"
#include "print/private.h"

/* About the frame, so that the width of a line at its edge is drawn. */
#define AROUND_MM 3.0
/* More points than any sheet that can be read has. */
#define POINTS_MAX 3000000u
#define NAMES_MAX 200000u
/* Zoom 14 is made for about this scale; each zoom less is for half of it. */
#define ZOOM_14_DENOMINATOR 12500.0

struct loading {
    struct print_work *work;
    struct print_ground *ground;
    unsigned int zoom;
    uint32_t x, y;
    struct na_print_box tile; /* on paper */
    struct na_print_box box;  /* the frame and about it */
    struct print_points raw, cut, scratch;
};

static bool grow(void **list, size_t *room, size_t count, size_t size)
{
    if (count < *room) {
        return true;
    }
    size_t wanted = *room == 0 ? 1024 : 2 * *room;
    void *more = realloc(*list, wanted * size);
    if (more == NULL) {
        return false;
    }
    *list = more;
    *room = wanted;
    return true;
}

/* The number of a name, kept once. */
static bool keep_name(struct print_ground *ground, struct na_str name, uint32_t *ret_number)
{
    *ret_number = 0;
    if (name.length == 0 || name.length > 120) {
        return true;
    }
    for (size_t i = ground->name_count; i > 1 && i + 64 > ground->name_count; i--) {
        if (na_str_is(name, ground->names[i - 1])) {
            *ret_number = (uint32_t)i - 1;
            return true;
        }
    }
    if (ground->name_count >= NAMES_MAX || !grow((void **)&ground->names, &ground->name_room,
                                                 ground->name_count + 1, sizeof ground->names[0])) {
        return ground->name_count >= NAMES_MAX;
    }
    if (ground->name_count == 0) {
        ground->names[ground->name_count++] = calloc(1, 1);
    }
    char *copy = malloc(name.length + 1);
    if (copy == NULL || ground->names[0] == NULL) {
        free(copy);
        return false;
    }
    memcpy(copy, name.bytes, name.length);
    copy[name.length] = '\0';
    na_text_blank_controls(copy, name.length, false);
    *ret_number = (uint32_t)ground->name_count;
    ground->names[ground->name_count++] = copy;
    return true;
}

static bool place_point(const struct loading *loading, const struct na_mvt_feature *feature,
                        size_t i, struct print_at *ret_at)
{
    double side = (double)feature->extent;
    struct na_lonlat at =
        na_tile_place(loading->zoom, loading->x, loading->y, (double)feature->xy[2 * i] / side,
                      (double)feature->xy[2 * i + 1] / side);
    struct na_grid grid;
    if (na_crs_to_grid(loading->work->sheet->crs, at, &grid, NULL) != NA_OK) {
        return false;
    }
    *ret_at = na_print_place(loading->work, grid.easting_m, grid.northing_m);
    return true;
}

static enum na_code add_line(struct loading *loading, enum na_ground kind, int level, uint32_t name,
                             const struct print_at *points, size_t count, struct na_error *reterr)
{
    struct print_ground *ground = loading->ground;
    if (ground->point_count + count > POINTS_MAX) {
        (void)na_fail(reterr, NA_ERR_LIMIT, "The ground of this sheet has more than %u points",
                      POINTS_MAX);
        return na_fail_at(reterr, NA_ERR_LIMIT, NULL, 0, NULL,
                          "Take a larger scale or a smaller area");
    }
    if (!grow((void **)&ground->lines, &ground->line_room, ground->line_count,
              sizeof ground->lines[0])) {
        return na_fail_memory(reterr, "drawing the ground");
    }
    ground->lines[ground->line_count++] = (struct print_line){
        kind, level, ground->point_count, count, name, loading->tile, ground->areas};
    for (size_t i = 0; i < count; i++) {
        if (!grow((void **)&ground->points, &ground->point_room, ground->point_count,
                  sizeof ground->points[0])) {
            return na_fail_memory(reterr, "drawing the ground");
        }
        ground->points[ground->point_count++] = points[i];
    }
    return NA_OK;
}

/* Runs of a line in the box. */
static enum na_code add_cut_line(struct loading *loading, enum na_ground kind, int level,
                                 uint32_t name, struct na_error *reterr)
{
    const struct print_points *raw = &loading->raw;
    struct print_points *cut = &loading->cut;
    enum na_code code = NA_OK;
    cut->count = 0;
    for (size_t i = 0; i + 1 < raw->count && code == NA_OK; i++) {
        struct print_at from = raw->items[i];
        struct print_at to = raw->items[i + 1];
        bool shows = na_print_clip_segment(&from, &to, &loading->box);
        bool goes_on = shows && cut->count > 0 && from.x == raw->items[i].x && /* not cut: the */
                       from.y == raw->items[i].y;                              /* same number */
        if (!goes_on && cut->count > 1) {
            code = add_line(loading, kind, level, name, cut->items, cut->count, reterr);
        }
        cut->count = goes_on ? cut->count : 0;
        if (shows) {
            if (cut->count == 0) {
                na_print_points_add(cut, from);
            }
            na_print_points_add(cut, to);
        }
    }
    if (cut->count > 1 && code == NA_OK) {
        code = add_line(loading, kind, level, name, cut->items, cut->count, reterr);
    }
    return code;
}

static bool read_part(struct loading *loading, const struct na_mvt_feature *feature, size_t part)
{
    loading->raw.count = 0;
    for (size_t i = feature->part_starts[part]; i < feature->part_starts[part + 1]; i++) {
        struct print_at at;
        if (!place_point(loading, feature, i, &at)) {
            return false;
        }
        na_print_points_add(&loading->raw, at);
    }
    return true;
}

static enum na_code add_label(struct loading *loading, const struct na_mvt_feature *feature,
                              enum na_ground kind, uint32_t name, struct na_error *reterr)
{
    struct print_ground *ground = loading->ground;
    struct print_at at;
    int32_t extent = (int32_t)feature->extent;
    if (feature->xy[0] < 0 || feature->xy[1] < 0 || feature->xy[0] >= extent ||
        feature->xy[1] >= extent || name == 0 || !place_point(loading, feature, 0, &at) ||
        !na_print_in_frame(loading->work, at, 0.0)) {
        return NA_OK; /* the neighbour's */
    }
    if (!grow((void **)&ground->labels, &ground->label_room, ground->label_count,
              sizeof ground->labels[0])) {
        return na_fail_memory(reterr, "drawing the ground");
    }
    ground->labels[ground->label_count++] = (struct print_name){kind, at, name};
    return NA_OK;
}

/* What of small scales would only be grey. */
static bool is_drawn(const struct print_work *work, enum na_ground kind)
{
    double n = work->denominator;
    return kind == NA_GROUND_BUILDING     ? n <= 12500.0
           : kind == NA_GROUND_PATH       ? n <= 10000.0
           : kind == NA_GROUND_RESTRICTED ? n <= 25000.0
           : kind == NA_GROUND_LOCAL      ? n <= 60000.0
           : kind == NA_GROUND_STREAM     ? n <= 100000.0
                                          : kind != NA_GROUND_NONE;
}

static enum na_code take(void *context, const struct na_mvt_feature *feature,
                         struct na_error *reterr)
{
    struct loading *loading = context;
    struct na_str text;
    uint32_t name = 0;
    enum na_ground kind = na_ground_of(feature, &text);
    if (!is_drawn(loading->work, kind)) {
        return NA_OK;
    }
    if (!keep_name(loading->ground, text, &name)) {
        return na_fail_memory(reterr, "drawing the ground");
    }
    if (feature->type == NA_MVT_POINT) {
        return add_label(loading, feature, kind, name, reterr);
    }
    int level = (int)na_mvt_integer(feature, "level", 0);
    enum na_code code = NA_OK;
    loading->ground->areas++;
    for (size_t part = 0; part < feature->part_count && code == NA_OK; part++) {
        if (!read_part(loading, feature, part)) {
            continue;
        }
        if (feature->type == NA_MVT_LINE) {
            code = add_cut_line(loading, kind, level, name, reterr);
            continue;
        }
        na_print_clip_ring(loading->raw.items, loading->raw.count, &loading->box, &loading->scratch,
                           &loading->cut);
        if (loading->cut.count > 2) {
            loading->ground->houses += kind == NA_GROUND_BUILDING;
            code =
                add_line(loading, kind, level, 0, loading->cut.items, loading->cut.count, reterr);
        }
    }
    bool full = loading->raw.full || loading->cut.full || loading->scratch.full;
    return code == NA_OK && full ? na_fail_memory(reterr, "drawing the ground") : code;
}

/* The tile's own square on paper; it is a little turned against the grid, so this is the square
 * within it, which a hair of each neighbour overlaps. */
static bool place_tile(struct loading *loading)
{
    struct print_at corner[2];
    for (int i = 0; i < 2; i++) {
        struct na_grid grid;
        struct na_lonlat at = na_tile_place(loading->zoom, loading->x, loading->y, i, i);
        if (na_crs_to_grid(loading->work->sheet->crs, at, &grid, NULL) != NA_OK) {
            return false;
        }
        corner[i] = na_print_place(loading->work, grid.easting_m, grid.northing_m);
    }
    loading->tile = (struct na_print_box){corner[0].x, corner[0].y, corner[1].x,
                                          corner[1].y, 0,           NA_PRINT_BOX_LABEL};
    return true;
}

static enum na_code load_tile(struct loading *loading, struct na_buffer *plain,
                              struct na_error *reterr)
{
    na_buffer_clear(plain);
    if (!place_tile(loading)) {
        return NA_OK;
    }
    enum na_code code = na_nam_tile_plain(loading->work->sheet->map, loading->zoom, loading->x,
                                          loading->y, plain, reterr);
    return code == NA_OK ? na_mvt_read(plain->data, plain->length, take, loading, reterr) : code;
}

static unsigned int choose_zoom(const struct print_work *work)
{
    const struct na_nam_about *about = na_nam_about(work->sheet->map);
    double steps = round(log2(work->denominator / ZOOM_14_DENOMINATOR));
    double zoom = 14.0 - fmax(steps, 0.0);
    return (unsigned int)fmin(fmax(zoom, about->zoom_min), about->zoom_max);
}

/* The frame's box in degrees, by points along its edge. */
static bool frame_degrees(const struct print_work *work, struct na_box_deg *ret_box)
{
    struct na_box_deg box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    double width = (work->frame.right - work->frame.left) / work->mm_a_m;
    double height = (work->frame.bottom - work->frame.top) / work->mm_a_m;
    for (int i = 0; i <= 8; i++) {
        for (int k = 0; k <= 8; k++) {
            struct na_lonlat at;
            struct na_grid grid = {work->west + width * i / 8.0, work->north - height * k / 8.0};
            if (na_crs_to_lonlat(work->sheet->crs, grid, &at, NULL) != NA_OK) {
                continue; /* beyond the transformation there is no ground either */
            }
            box.west = fmin(box.west, at.lon_deg);
            box.east = fmax(box.east, at.lon_deg);
            box.south = fmin(box.south, at.lat_deg);
            box.north = fmax(box.north, at.lat_deg);
        }
    }
    *ret_box = box;
    return box.west <= box.east;
}

enum na_code na_print_ground_load(struct print_work *work, struct na_error *reterr)
{
    struct na_box_deg box;
    if (work->sheet->map == NULL || work->sheet->crs == NULL || !frame_degrees(work, &box)) {
        return NA_OK;
    }
    struct loading loading = {.work = work, .ground = &work->ground, .zoom = choose_zoom(work)};
    loading.box = (struct na_print_box){work->frame.left - AROUND_MM,
                                        work->frame.top - AROUND_MM,
                                        work->frame.right + AROUND_MM,
                                        work->frame.bottom + AROUND_MM,
                                        0,
                                        NA_PRINT_BOX_LABEL};
    struct na_tile_range range = na_tiles_of(box, loading.zoom);
    struct na_tile_range there = na_nam_range(work->sheet->map, loading.zoom);
    struct na_buffer plain;
    na_buffer_init(&plain, NA_MVT_BYTES_MAX + 1);
    enum na_code code = NA_OK;
    for (uint32_t x = range.x_min > there.x_min ? range.x_min : there.x_min;
         x <= range.x_max && x <= there.x_max && code == NA_OK; x++) {
        for (uint32_t y = range.y_min > there.y_min ? range.y_min : there.y_min;
             y <= range.y_max && y <= there.y_max && code == NA_OK; y++) {
            loading.x = x;
            loading.y = y;
            code = load_tile(&loading, &plain, reterr);
        }
    }
    na_buffer_fini(&plain);
    free(loading.raw.items);
    free(loading.cut.items);
    free(loading.scratch.items);
    return code;
}

void na_print_ground_fini(struct print_ground *ground)
{
    for (size_t i = 0; i < ground->name_count; i++) {
        free(ground->names[i]);
    }
    free(ground->names);
    free(ground->points);
    free(ground->lines);
    free(ground->labels);
}
