/* Bilinear interpolation between four nodes, and its inverse by going there and back. */
#include "geo/shift_grid.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "geo/earth.h"

#define MAGIC 0x53464853u /* "SHFS" */
#define SIDE_MAX 4096u
/* 30 seconds of arc: OSTN15 has 9 at most. */
#define SHIFT_MAX_RAD 1.5e-4f
/* The way back is found by repetition, each time ten thousand times nearer. */
#define STEPS_MAX 12
#define CLOSE_DEG 1e-14

/* The block: this head, then 2 * width * height floats. */
struct head {
    uint32_t magic, reserved;
    struct na_shift_frame frame;
    uint32_t first_column, first_row, width, height;
};

_Static_assert(sizeof(struct head) == 64, "the head is a cache line");

static enum na_code damaged(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The transformation grid is damaged: %s", what);
}

/* NaN fails each comparison. */
bool na_shift_frame_ok(const struct na_shift_frame *frame)
{
    return frame->west_deg >= -180 && frame->west_deg <= 180 && frame->south_deg >= -90 &&
           frame->south_deg <= 90 && frame->per_lon >= 1 && frame->per_lon <= SIDE_MAX &&
           frame->per_lat >= 1 && frame->per_lat <= SIDE_MAX && frame->columns >= 2 &&
           frame->columns <= SIDE_MAX && frame->rows >= 2 && frame->rows <= SIDE_MAX;
}

enum na_code na_shift_grid_open(const void *bytes, size_t length, struct na_shift_grid *ret_grid,
                                struct na_error *reterr)
{
    struct head head;
    if (length < sizeof head) {
        return damaged(reterr, "it is too short");
    }
    memcpy(&head, bytes, sizeof head);
    if (head.magic != MAGIC || head.reserved != 0 || !na_shift_frame_ok(&head.frame) ||
        head.width < 2 || head.height < 2 || head.width > head.frame.columns ||
        head.height > head.frame.rows || head.first_column > head.frame.columns - head.width ||
        head.first_row > head.frame.rows - head.height) {
        return damaged(reterr, "its frame makes no sense");
    }
    size_t nodes = (size_t)head.width * head.height;
    if (length - sizeof head != 2 * nodes * sizeof(float)) {
        return damaged(reterr, "its length is not that of its nodes");
    }
    const float *shifts = (const void *)((const unsigned char *)bytes + sizeof head);
    for (size_t i = 0; i < 2 * nodes; i++) {
        if (!(fabsf(shifts[i]) <= SHIFT_MAX_RAD)) {
            return damaged(reterr, "a shift is out of range");
        }
    }
    *ret_grid = (struct na_shift_grid){.frame = head.frame,
                                       .first_column = head.first_column,
                                       .first_row = head.first_row,
                                       .width = head.width,
                                       .height = head.height,
                                       .lon_rad = shifts,
                                       .lat_rad = shifts + nodes};
    return NA_OK;
}

/* Node of a coordinate, counted as a real number from the first of the whole. */
static double node_of(double deg, double first_deg, double per_deg)
{
    return (deg - first_deg) * per_deg;
}

static uint32_t clip(double node, uint32_t last)
{
    return node <= 0 ? 0 : node >= (double)last ? last : (uint32_t)node;
}

/* The shifts at a node, counted within the piece. */
static enum na_code shift_at(const struct na_shift_grid *grid, uint32_t column, uint32_t row,
                             double *ret_lon_rad, double *ret_lat_rad)
{
    size_t at = (size_t)row * grid->width + column;
    if (grid->fill != NULL && isnan(grid->lon_rad[at])) {
        enum na_code code = grid->fill(grid->context, column, row);
        if (code != NA_OK) {
            return code;
        }
    }
    *ret_lon_rad = (double)grid->lon_rad[at];
    *ret_lat_rad = (double)grid->lat_rad[at];
    return NA_OK;
}

/* The shift of a place, between the four nodes around it. */
static enum na_code interpolate(const struct na_shift_grid *grid, struct na_lonlat at,
                                struct na_lonlat *ret_shift)
{
    double x = node_of(at.lon_deg, grid->frame.west_deg, grid->frame.per_lon) - grid->first_column;
    double y = node_of(at.lat_deg, grid->frame.south_deg, grid->frame.per_lat) - grid->first_row;
    if (!(x >= 0 && y >= 0 && x <= (double)(grid->width - 1) && y <= (double)(grid->height - 1))) {
        return NA_ERR_OUTSIDE;
    }
    uint32_t column = clip(x, grid->width - 2);
    uint32_t row = clip(y, grid->height - 2);
    double east = x - (double)column;
    double north = y - (double)row;
    double lon = 0.0, lat = 0.0;
    for (uint32_t i = 0; i < 4; i++) {
        double lon_rad, lat_rad;
        enum na_code code = shift_at(grid, column + (i & 1), row + (i >> 1), &lon_rad, &lat_rad);
        if (code != NA_OK) {
            return code;
        }
        double weight = ((i & 1) != 0 ? east : 1.0 - east) * ((i >> 1) != 0 ? north : 1.0 - north);
        lon += weight * lon_rad;
        lat += weight * lat_rad;
    }
    *ret_shift = (struct na_lonlat){lon * NA_DEGREES_PER_RADIAN, lat * NA_DEGREES_PER_RADIAN};
    return NA_OK;
}

enum na_code na_shift_grid_to_etrs(const struct na_shift_grid *grid, struct na_lonlat from,
                                   struct na_lonlat *ret_to)
{
    struct na_lonlat shift;
    enum na_code code = interpolate(grid, from, &shift);
    if (code == NA_OK) {
        *ret_to = (struct na_lonlat){from.lon_deg + shift.lon_deg, from.lat_deg + shift.lat_deg};
    }
    return code;
}

enum na_code na_shift_grid_from_etrs(const struct na_shift_grid *grid, struct na_lonlat from,
                                     struct na_lonlat *ret_to)
{
    struct na_lonlat at = from;
    for (int i = 0; i < STEPS_MAX; i++) {
        struct na_lonlat shift;
        enum na_code code = interpolate(grid, at, &shift);
        if (code != NA_OK) {
            return code;
        }
        struct na_lonlat next = {from.lon_deg - shift.lon_deg, from.lat_deg - shift.lat_deg};
        bool close = fabs(next.lon_deg - at.lon_deg) <= CLOSE_DEG &&
                     fabs(next.lat_deg - at.lat_deg) <= CLOSE_DEG;
        at = next;
        if (close) {
            *ret_to = at;
            return NA_OK;
        }
    }
    return NA_ERR_OUTSIDE; /* no real grid changes so fast; a crafted one may */
}

/* First and last node of the piece between two coordinates, with one more on each side. */
static void piece_of(double low, double high, uint32_t nodes, uint32_t *ret_first,
                     uint32_t *ret_count)
{
    uint32_t first = clip(floor(low) - 1, nodes - 2);
    uint32_t last = clip(ceil(high) + 1, nodes - 1);
    last = last <= first ? first + 1 : last;
    *ret_first = first;
    *ret_count = last - first + 1;
}

enum na_code na_shift_grid_write(const struct na_shift_grid *grid, double west_deg,
                                 double south_deg, double east_deg, double north_deg,
                                 struct na_buffer *to, struct na_error *reterr)
{
    const struct na_shift_frame *frame = &grid->frame;
    struct head head = {.magic = MAGIC, .frame = *frame};
    piece_of(node_of(west_deg, frame->west_deg, frame->per_lon),
             node_of(east_deg, frame->west_deg, frame->per_lon), frame->columns, &head.first_column,
             &head.width);
    piece_of(node_of(south_deg, frame->south_deg, frame->per_lat),
             node_of(north_deg, frame->south_deg, frame->per_lat), frame->rows, &head.first_row,
             &head.height);
    enum na_code code = na_buffer_append(to, &head, sizeof head);
    for (size_t i = 0; code == NA_OK && i < 2 * (size_t)head.height; i++) {
        uint32_t row = head.first_row + (uint32_t)(i % head.height);
        for (uint32_t column = head.first_column;
             code == NA_OK && column < head.first_column + head.width; column++) {
            double lon_rad, lat_rad;
            code = shift_at(grid, column, row, &lon_rad, &lat_rad);
            float shift = (float)(i < head.height ? lon_rad : lat_rad);
            code = code == NA_OK ? na_buffer_append(to, &shift, sizeof shift) : code;
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The transformation grid cannot be cut");
}
