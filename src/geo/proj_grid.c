/* What PROJ is given: our own pipelines, a file of ours in memory and nothing else. And what it is
 * asked: shifts at the nodes of the grid, and the place of a point. */
#include "geo/proj_grid.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <proj.h>

#include "base/fail.h"
#include "base/text.h"
#include "geo/earth.h"
#include "geo/grid_file.h"

/* The only names PROJ can open: the grid in memory. PROJ knows a format by its content, but warns
 * of names that do not match. */
#define GRID_TIF "/nearaid-grid/ostn15.tif"
#define GRID_GSB "/nearaid-grid/ostn15.gsb"

#define NATIONAL_GRID                                                                              \
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
#define SHIFT(grid) "+proj=hgridshift +grids=" grid
/* The grid file shifts OSGB36 to ETRS89, hence the inverse. */
#define OSTN15(grid) "+proj=pipeline +step +inv +proj=hgridshift +grids=" grid " " NATIONAL_GRID
/* EPSG:1314, OSGB36 to WGS84, position vector, hence the inverse. */
#define HELMERT                                                                                    \
    "+proj=pipeline +step +proj=cart +ellps=WGS84 "                                                \
    "+step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 "      \
    "+s=-20.489 +convention=position_vector "                                                      \
    "+step +inv +proj=cart +ellps=airy " NATIONAL_GRID

/* Nodes are taken from the file in squares of so many: it is kept in blocks there. */
#define SQUARE 32u

struct na_proj_grid {
    PJ_CONTEXT *context;
    PJ *pipeline, *shift;  /* shift: NULL with Helmert */
    const char *grid_name; /* NULL: no grid */
    const unsigned char *grid_bytes;
    size_t grid_length;
    struct na_shift_grid whole;
    float *shifts;    /* of longitude, then of latitude; NaN: not yet taken */
    char reason[256]; /* PROJ's last complaint */
};

/* An open grid: PROJ may hold several at once. */
struct cursor {
    const unsigned char *bytes;
    size_t length;
    size_t at;
};

static PROJ_FILE_HANDLE *grid_open(PJ_CONTEXT *context, const char *name, PROJ_OPEN_ACCESS access,
                                   void *user)
{
    (void)context;
    const struct na_proj_grid *proj = user;
    if (access != PROJ_OPEN_ACCESS_READ_ONLY || proj->grid_name == NULL ||
        strcmp(name, proj->grid_name) != 0) {
        return NULL;
    }
    struct cursor *cursor = malloc(sizeof *cursor);
    if (cursor != NULL) {
        *cursor = (struct cursor){proj->grid_bytes, proj->grid_length, 0};
    }
    return (PROJ_FILE_HANDLE *)cursor;
}

static size_t grid_read(PJ_CONTEXT *context, PROJ_FILE_HANDLE *handle, void *to, size_t size,
                        void *user)
{
    (void)context;
    (void)user;
    struct cursor *cursor = (struct cursor *)handle;
    size_t left = cursor->length - cursor->at;
    size_t count = size < left ? size : left;
    if (count > 0) {
        memcpy(to, cursor->bytes + cursor->at, count);
        cursor->at += count;
    }
    return count;
}

static size_t grid_write(PJ_CONTEXT *context, PROJ_FILE_HANDLE *handle, const void *from,
                         size_t size, void *user)
{
    (void)context;
    (void)handle;
    (void)from;
    (void)size;
    (void)user;
    return 0;
}

static int grid_seek(PJ_CONTEXT *context, PROJ_FILE_HANDLE *handle, long long offset, int whence,
                     void *user)
{
    (void)context;
    (void)user;
    struct cursor *cursor = (struct cursor *)handle;
    long long base = whence == SEEK_CUR   ? (long long)cursor->at
                     : whence == SEEK_END ? (long long)cursor->length
                                          : 0;
    if (offset < -base || offset > (long long)cursor->length - base) {
        return 0;
    }
    cursor->at = (size_t)(base + offset);
    return 1;
}

static unsigned long long grid_tell(PJ_CONTEXT *context, PROJ_FILE_HANDLE *handle, void *user)
{
    (void)context;
    (void)user;
    return ((const struct cursor *)handle)->at;
}

static void grid_close(PJ_CONTEXT *context, PROJ_FILE_HANDLE *handle, void *user)
{
    (void)context;
    (void)user;
    free(handle);
}

static int grid_exists(PJ_CONTEXT *context, const char *name, void *user)
{
    (void)context;
    const struct na_proj_grid *proj = user;
    return proj->grid_name != NULL && strcmp(name, proj->grid_name) == 0;
}

static int never(PJ_CONTEXT *context, const char *name, void *user)
{
    (void)context;
    (void)name;
    (void)user;
    return 0;
}

static int never_rename(PJ_CONTEXT *context, const char *from, const char *to, void *user)
{
    (void)context;
    (void)from;
    (void)to;
    (void)user;
    return 0;
}

static void keep_reason(void *user, int level, const char *message)
{
    (void)level;
    struct na_proj_grid *proj = user;
    (void)na_text_copy(proj->reason, sizeof proj->reason, message);
}

/* The network is switched off only after the files are ours: PROJ looks for its proj.ini then. */
static bool isolate(struct na_proj_grid *proj)
{
    static const PROJ_FILE_API api = {
        1,          grid_open,   grid_read, grid_write, grid_seek,    grid_tell,
        grid_close, grid_exists, never,     never,      never_rename,
    };
    (void)proj_log_level(proj->context, PJ_LOG_ERROR);
    proj_log_func(proj->context, proj, keep_reason);
    if (!proj_context_set_fileapi(proj->context, &api, proj)) {
        return false;
    }
    (void)proj_context_set_enable_network(proj->context, 0);
    return true;
}

static enum na_code start(struct na_proj_grid *proj, struct na_error *reterr)
{
    proj->context = proj_context_create();
    return proj->context != NULL && isolate(proj) ? NA_OK : na_fail_memory(reterr, "starting PROJ");
}

/* PROJ has no code for want of memory. All that it reads but the grid is our own text, so what it
 * refuses is the grid, as a file, every time it is asked; all else is memory. */
static enum na_code make(struct na_proj_grid *proj, const char *text, PJ **ret_pipeline,
                         struct na_error *reterr)
{
    int why = PROJ_ERR_INVALID_OP_FILE_NOT_FOUND_OR_INVALID;
    *ret_pipeline = NULL;
    for (int i = 0;
         i < 2 && *ret_pipeline == NULL && why == PROJ_ERR_INVALID_OP_FILE_NOT_FOUND_OR_INVALID;
         i++) {
        *ret_pipeline = proj_create(proj->context, text);
        why = proj_context_errno(proj->context);
    }
    if (*ret_pipeline != NULL) {
        return NA_OK;
    }
    if (proj->grid_name == NULL || why != PROJ_ERR_INVALID_OP_FILE_NOT_FOUND_OR_INVALID) {
        return na_fail_memory(reterr, "making the transformation of PROJ");
    }
    return na_fail(reterr, NA_ERR_CRS, "PROJ refused the transformation: %s",
                   proj->reason[0] != '\0' ? proj->reason : "no reason given");
}

/* Why a point has no answer: beyond what the transformation covers, or want of memory. */
static enum na_code fail_point(PJ *pj, struct na_error *reterr)
{
    int why = proj_errno(pj);
    (void)proj_errno_reset(pj);
    return why >= PROJ_ERR_COORD_TRANSFM && why < PROJ_ERR_OTHER
               ? na_fail(reterr, NA_ERR_CRS, "PROJ cannot transform a point near the pack")
               : na_fail_memory(reterr, "transforming a point by PROJ");
}

static struct na_lonlat node_place(const struct na_shift_frame *frame, uint32_t column,
                                   uint32_t row)
{
    return (struct na_lonlat){frame->west_deg + (double)column / frame->per_lon,
                              frame->south_deg + (double)row / frame->per_lat};
}

/* At a node PROJ adds the float of the file to the coordinate: the difference, rounded to a float,
 * is that float again. */
static enum na_code take_node(struct na_proj_grid *proj, uint32_t column, uint32_t row)
{
    const struct na_shift_frame *frame = &proj->whole.frame;
    struct na_lonlat at = node_place(frame, column, row);
    PJ_COORD from = {.lpzt = {at.lon_deg * NA_RADIANS_PER_DEGREE,
                              at.lat_deg * NA_RADIANS_PER_DEGREE, 0.0, HUGE_VAL}};
    PJ_COORD to = proj_trans(proj->shift, PJ_FWD, from);
    if (!isfinite(to.lp.lam) || !isfinite(to.lp.phi)) {
        return fail_point(proj->shift, NULL);
    }
    size_t i = (size_t)row * frame->columns + column;
    proj->shifts[i] = (float)(to.lp.lam - from.lp.lam);
    proj->shifts[(size_t)frame->columns * frame->rows + i] = (float)(to.lp.phi - from.lp.phi);
    return NA_OK;
}

static enum na_code take_square(void *context, uint32_t column, uint32_t row)
{
    struct na_proj_grid *proj = context;
    const struct na_shift_frame *frame = &proj->whole.frame;
    uint32_t west = column - column % SQUARE;
    uint32_t south = row - row % SQUARE;
    for (uint32_t y = south; y < south + SQUARE && y < frame->rows; y++) {
        for (uint32_t x = west; x < west + SQUARE && x < frame->columns; x++) {
            enum na_code code = take_node(proj, x, y);
            if (code != NA_OK) {
                return code;
            }
        }
    }
    return NA_OK;
}

static enum na_code open_grid(struct na_proj_grid *proj, struct na_error *reterr)
{
    enum na_grid_file kind = NA_GRID_FILE_TIFF;
    struct na_shift_frame frame;
    enum na_code code = na_grid_file_check(proj->grid_bytes, proj->grid_length, &kind, reterr);
    if (code == NA_OK) {
        code = na_grid_file_frame(proj->grid_bytes, proj->grid_length, kind, &frame, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    proj->grid_name = kind == NA_GRID_FILE_TIFF ? GRID_TIF : GRID_GSB;
    size_t nodes = (size_t)frame.columns * frame.rows;
    proj->shifts = malloc(2 * nodes * sizeof *proj->shifts);
    if (proj->shifts == NULL) {
        return na_fail_memory(reterr, "reading the transformation grid");
    }
    for (size_t i = 0; i < 2 * nodes; i++) {
        proj->shifts[i] = NAN;
    }
    proj->whole = (struct na_shift_grid){.frame = frame,
                                         .width = frame.columns,
                                         .height = frame.rows,
                                         .lon_rad = proj->shifts,
                                         .lat_rad = proj->shifts + nodes,
                                         .fill = take_square,
                                         .context = proj};
    return NA_OK;
}

enum na_code na_proj_grid_new(const void *grid_bytes, size_t grid_length,
                              struct na_proj_grid **ret_proj, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    struct na_proj_grid *proj = calloc(1, sizeof *proj);
    if (proj == NULL) {
        return na_fail_memory(reterr, "making a coordinate transformation");
    }
    proj->grid_bytes = grid_bytes;
    proj->grid_length = grid_length;
    if (grid_bytes != NULL) {
        code = open_grid(proj, reterr);
    }
    if (code != NA_OK) {
        goto done;
    }
    code = start(proj, reterr);
    if (code != NA_OK) {
        goto done;
    }
    bool tif = proj->grid_name != NULL && strcmp(proj->grid_name, GRID_TIF) == 0;
    if (grid_bytes != NULL) { /* refuses a grid PROJ cannot read */
        code = make(proj, tif ? SHIFT(GRID_TIF) : SHIFT(GRID_GSB), &proj->shift, reterr);
    }
    if (code == NA_OK) {
        code = make(proj,
                    grid_bytes == NULL ? HELMERT
                    : tif              ? OSTN15(GRID_TIF)
                                       : OSTN15(GRID_GSB),
                    &proj->pipeline, reterr);
    }
    if (code == NA_OK) {
        *ret_proj = proj;
        proj = NULL;
    }
done:
    na_proj_grid_free(proj);
    return code;
}

void na_proj_grid_free(struct na_proj_grid *proj)
{
    if (proj != NULL) {
        (void)proj_destroy(proj->pipeline); /* NULL does nothing */
        (void)proj_destroy(proj->shift);
        if (proj->context != NULL) {
            (void)proj_context_destroy(proj->context);
        }
        free(proj->shifts);
        free(proj);
    }
}

const struct na_shift_grid *na_proj_grid_shifts(const struct na_proj_grid *proj)
{
    return proj->shift != NULL ? &proj->whole : NULL;
}

enum na_code na_proj_grid_oracle(struct na_proj_grid *proj, struct na_lonlat from,
                                 struct na_grid *ret_grid, struct na_error *reterr)
{
    PJ_COORD at = {.lpzt = {from.lon_deg * NA_RADIANS_PER_DEGREE,
                            from.lat_deg * NA_RADIANS_PER_DEGREE, 0.0, HUGE_VAL}};
    at = proj_trans(proj->pipeline, PJ_FWD, at);
    if (!isfinite(at.xy.x) || !isfinite(at.xy.y)) {
        return fail_point(proj->pipeline, reterr);
    }
    *ret_grid = (struct na_grid){at.xy.x, at.xy.y};
    return NA_OK;
}

struct na_proj_way {
    struct na_proj_grid proj; /* without a grid */
};

enum na_code na_proj_way_new(const char *pipeline, struct na_proj_way **ret_way,
                             struct na_error *reterr)
{
    struct na_proj_way *way = calloc(1, sizeof *way);
    if (way == NULL) {
        return na_fail_memory(reterr, "making a coordinate transformation");
    }
    enum na_code code = start(&way->proj, reterr);
    if (code == NA_OK) {
        code = make(&way->proj, pipeline, &way->proj.pipeline, reterr);
    }
    if (code != NA_OK) {
        na_proj_way_free(way);
        return code;
    }
    *ret_way = way;
    return NA_OK;
}

void na_proj_way_free(struct na_proj_way *way)
{
    if (way != NULL) {
        (void)proj_destroy(way->proj.pipeline); /* NULL does nothing */
        if (way->proj.context != NULL) {
            (void)proj_context_destroy(way->proj.context);
        }
        free(way);
    }
}

enum na_code na_proj_way_to_lonlat(struct na_proj_way *way, double x, double y,
                                   struct na_lonlat *ret_lonlat, struct na_error *reterr)
{
    PJ_COORD at = {.xyzt = {x, y, 0.0, HUGE_VAL}};
    at = proj_trans(way->proj.pipeline, PJ_FWD, at);
    if (isfinite(at.lp.lam) && isfinite(at.lp.phi)) {
        *ret_lonlat = na_lonlat_rounded((struct na_lonlat){at.lp.lam * NA_DEGREES_PER_RADIAN,
                                                           at.lp.phi * NA_DEGREES_PER_RADIAN});
        return NA_OK;
    }
    int why = proj_errno(way->proj.pipeline);
    (void)proj_errno_reset(way->proj.pipeline);
    return why >= PROJ_ERR_COORD_TRANSFM && why < PROJ_ERR_OTHER
               ? na_fail(reterr, NA_ERR_OUTSIDE, "PROJ cannot transform %.3f %.3f", x, y)
               : na_fail_memory(reterr, "transforming a point by PROJ");
}
