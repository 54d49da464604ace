#include "geo/crs.h"

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

#define RADIANS_PER_DEGREE 0.017453292519943295

/* The only names PROJ can open: the grid in memory. PROJ knows a format by its content, but warns
 * of names that do not match. */
#define GRID_TIF "/nearaid-grid/ostn15.tif"
#define GRID_GSB "/nearaid-grid/ostn15.gsb"

#define NATIONAL_GRID                                                                              \
    "+step +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
/* The grid file shifts OSGB36 to ETRS89, hence the inverse. */
#define OSTN15(grid) "+proj=pipeline +step +inv +proj=hgridshift +grids=" grid " " NATIONAL_GRID
/* EPSG:1314, OSGB36 to WGS84, position vector, hence the inverse. */
#define HELMERT                                                                                    \
    "+proj=pipeline +step +proj=cart +ellps=WGS84 "                                                \
    "+step +inv +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 "      \
    "+s=-20.489 +convention=position_vector "                                                      \
    "+step +inv +proj=cart +ellps=airy " NATIONAL_GRID

/* PROJ keeps the last 12 decoded blocks of a GeoTIFF a pipeline has, and OSTN15 has 36 of them in
 * use: asked about all Britain in turn, it decodes a block nearly every time (650 us; 0.7 us from
 * its cache). So each band of 2 degrees of latitude has a pipeline, made when first needed: a band
 * meets two rows of blocks, which are 12 blocks. */
#define BANDS 6
#define BAND_SOUTH_DEG 49.0
#define BAND_DEG 2.0
/* The latitude of a northing, roughly. */
#define TRUE_ORIGIN_LAT_DEG 49.0
#define METRES_PER_DEGREE 111300.0

struct na_crs {
    PJ_CONTEXT *context;
    PJ *bands[BANDS];      /* Helmert has but the first */
    const char *grid_name; /* NULL: no grid */
    const unsigned char *grid_bytes;
    size_t grid_length;
    enum na_transformation transformation;
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
    const struct na_crs *crs = user;
    if (access != PROJ_OPEN_ACCESS_READ_ONLY || crs->grid_name == NULL ||
        strcmp(name, crs->grid_name) != 0) {
        return NULL;
    }
    struct cursor *cursor = malloc(sizeof *cursor);
    if (cursor != NULL) {
        *cursor = (struct cursor){crs->grid_bytes, crs->grid_length, 0};
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
    const struct na_crs *crs = user;
    return crs->grid_name != NULL && strcmp(name, crs->grid_name) == 0;
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
    struct na_crs *crs = user;
    (void)na_text_copy(crs->reason, sizeof crs->reason, message);
}

/* The network is switched off only after the files are ours: PROJ looks for its proj.ini then. */
static bool isolate(struct na_crs *crs)
{
    static const PROJ_FILE_API api = {
        1,          grid_open,   grid_read, grid_write, grid_seek,    grid_tell,
        grid_close, grid_exists, never,     never,      never_rename,
    };
    (void)proj_log_level(crs->context, PJ_LOG_ERROR);
    proj_log_func(crs->context, crs, keep_reason);
    if (!proj_context_set_fileapi(crs->context, &api, crs)) {
        return false;
    }
    (void)proj_context_set_enable_network(crs->context, 0);
    return true;
}

static enum na_code band_make(struct na_crs *crs, size_t band, struct na_error *reterr)
{
    const char *text = crs->grid_name == NULL                  ? HELMERT
                       : strcmp(crs->grid_name, GRID_TIF) == 0 ? OSTN15(GRID_TIF)
                                                               : OSTN15(GRID_GSB);
    crs->bands[band] = proj_create(crs->context, text);
    if (crs->bands[band] == NULL) {
        const char *why = crs->reason[0] != '\0' ? crs->reason : "no reason given";
        return na_fail(reterr, NA_ERR_CRS, "PROJ refused the transformation: %s", why);
    }
    return NA_OK;
}

/* The pipeline for about this latitude; any would do, the right one is the fast one. */
static enum na_code band_for(struct na_crs *crs, double lat_deg, PJ **ret_pipeline,
                             struct na_error *reterr)
{
    double place = (lat_deg - BAND_SOUTH_DEG) / BAND_DEG;
    size_t band = crs->grid_name == NULL || !(place > 0.0) ? 0
                  : place < BANDS                          ? (size_t)place
                                                           : BANDS - 1;
    enum na_code code = crs->bands[band] == NULL ? band_make(crs, band, reterr) : NA_OK;
    if (code == NA_OK) {
        *ret_pipeline = crs->bands[band];
    }
    return code;
}

enum na_code na_crs_new(const void *grid_bytes, size_t grid_length, struct na_crs **ret_crs,
                        struct na_error *reterr)
{
    enum na_code code = NA_OK;
    struct na_crs *crs = calloc(1, sizeof *crs);
    if (crs == NULL) {
        return na_fail_memory(reterr, "making a coordinate transformation");
    }
    if (grid_bytes != NULL) {
        enum na_grid_file kind = NA_GRID_FILE_TIFF;
        code = na_grid_file_check(grid_bytes, grid_length, &kind, reterr);
        if (code != NA_OK) {
            goto done;
        }
        crs->grid_name = kind == NA_GRID_FILE_TIFF ? GRID_TIF : GRID_GSB;
        crs->grid_bytes = grid_bytes;
        crs->grid_length = grid_length;
        crs->transformation = NA_TRANSFORMATION_OSTN15;
    }
    crs->context = proj_context_create();
    if (crs->context == NULL || !isolate(crs)) {
        code = na_fail_memory(reterr, "starting PROJ");
        goto done;
    }
    code = band_make(crs, 0, reterr); /* refuses a grid PROJ cannot read */
    if (code == NA_OK) {
        *ret_crs = crs;
        crs = NULL;
    }
done:
    na_crs_free(crs);
    return code;
}

void na_crs_free(struct na_crs *crs)
{
    if (crs != NULL) {
        for (size_t i = 0; i < BANDS; i++) {
            (void)proj_destroy(crs->bands[i]); /* NULL does nothing */
        }
        if (crs->context != NULL) {
            (void)proj_context_destroy(crs->context);
        }
        free(crs);
    }
}

enum na_transformation na_crs_transformation(const struct na_crs *crs)
{
    return crs->transformation;
}

const char *na_transformation_name(enum na_transformation transformation)
{
    return transformation == NA_TRANSFORMATION_OSTN15 ? "OSTN15" : "Helmert";
}

double na_transformation_accuracy_m(enum na_transformation transformation)
{
    return transformation == NA_TRANSFORMATION_OSTN15 ? 0.1 : 5.0;
}

/* Why the last transformation gave nothing: off the grid, or a damaged grid. */
static enum na_code fail_transform(const struct na_crs *crs, PJ *pipeline, struct na_error *reterr)
{
    int why = proj_errno(pipeline);
    (void)proj_errno_reset(pipeline);
    if (why == PROJ_ERR_OTHER) {
        return na_fail(reterr, NA_ERR_CRS, "PROJ failed: %s", crs->reason);
    }
    return na_fail(reterr, NA_ERR_OUTSIDE, "The position is outside the %s transformation",
                   na_transformation_name(crs->transformation));
}

enum na_code na_crs_to_grid(struct na_crs *crs, struct na_lonlat from, struct na_grid *ret_grid,
                            struct na_error *reterr)
{
    if (!(fabs(from.lon_deg) <= 180.0 && fabs(from.lat_deg) <= 90.0)) {
        return na_fail(reterr, NA_ERR_PARAM_RANGE, "Not a longitude and latitude");
    }
    PJ *pipeline = NULL;
    enum na_code code = band_for(crs, from.lat_deg, &pipeline, reterr);
    if (code != NA_OK) {
        return code;
    }
    PJ_COORD at = {.xyzt = {from.lon_deg * RADIANS_PER_DEGREE, from.lat_deg * RADIANS_PER_DEGREE,
                            0.0, HUGE_VAL}};
    at = proj_trans(pipeline, PJ_FWD, at);
    if (!isfinite(at.xy.x) || !isfinite(at.xy.y)) {
        return fail_transform(crs, pipeline, reterr);
    }
    *ret_grid = (struct na_grid){at.xy.x, at.xy.y};
    return NA_OK;
}

enum na_code na_crs_to_lonlat(struct na_crs *crs, struct na_grid from, struct na_lonlat *ret_lonlat,
                              struct na_error *reterr)
{
    if (!isfinite(from.easting_m) || !isfinite(from.northing_m)) {
        return na_fail(reterr, NA_ERR_PARAM_RANGE, "Not an easting and northing");
    }
    PJ *pipeline = NULL;
    double about_deg = TRUE_ORIGIN_LAT_DEG + (from.northing_m + 100000.0) / METRES_PER_DEGREE;
    enum na_code code = band_for(crs, about_deg, &pipeline, reterr);
    if (code != NA_OK) {
        return code;
    }
    PJ_COORD at = {.xyzt = {from.easting_m, from.northing_m, 0.0, HUGE_VAL}};
    at = proj_trans(pipeline, PJ_INV, at);
    struct na_lonlat result = {at.lp.lam * NA_DEGREES_PER_RADIAN,
                               at.lp.phi * NA_DEGREES_PER_RADIAN};
    /* Written so that infinities and NaN are refused as well. */
    if (!(fabs(result.lon_deg) <= 180.0 && fabs(result.lat_deg) <= 90.0)) {
        return fail_transform(crs, pipeline, reterr);
    }
    *ret_lonlat = result;
    return NA_OK;
}
