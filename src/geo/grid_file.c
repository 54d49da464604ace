/* Reads the directory of a GeoTIFF and the heads of an NTv2 file far enough to know that every
 * piece they name lies within the file. */
#include "geo/grid_file.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"

#define TIFF_MAGIC 42
#define TIFF_ENTRY_BYTES 12
#define TIFF_DIRECTORIES_MAX 64
/* Tags of TIFF 6.0 that say where the samples are. */
#define TAG_STRIP_OFFSETS 273
#define TAG_STRIP_BYTES 279
#define TAG_TILE_OFFSETS 324
#define TAG_TILE_BYTES 325
#define TYPE_SHORT 3
#define TYPE_LONG 4
/* NTv2 (Geodetic Survey of Canada): records of 16 bytes, eleven in each head. */
#define GSB_RECORD_BYTES 16
#define GSB_HEAD_RECORDS 11
#define GSB_GRIDS_MAX 4096

/* The bytes, and which end comes first in their numbers. */
struct reader {
    const unsigned char *bytes;
    size_t length;
    bool big_endian;
};

static uint32_t number_at(const struct reader *reader, size_t at, size_t width)
{
    uint32_t value = 0;
    for (size_t i = 0; i < width; i++) {
        size_t place = reader->big_endian ? i : width - 1 - i;
        value = value << 8 | reader->bytes[at + place];
    }
    return value;
}

static bool holds(const struct reader *reader, uint64_t at, uint64_t count)
{
    return at <= reader->length && count <= reader->length - at;
}

/* An array of SHORT or LONG of a TIFF directory. */
struct tiff_array {
    size_t at;
    size_t width;
    uint32_t count;
};

static bool array_of(const struct reader *reader, size_t entry, struct tiff_array *ret_array)
{
    uint32_t type = number_at(reader, entry + 2, 2);
    struct tiff_array array = {entry + 8, type == TYPE_SHORT ? 2 : 4,
                               number_at(reader, entry + 4, 4)};
    if (type != TYPE_SHORT && type != TYPE_LONG) {
        return false;
    }
    if (array.count * (uint64_t)array.width > 4) {
        array.at = number_at(reader, entry + 8, 4);
    }
    *ret_array = array;
    return holds(reader, array.at, array.count * (uint64_t)array.width);
}

static bool pieces_within(const struct reader *reader, struct tiff_array offsets,
                          struct tiff_array sizes)
{
    if (offsets.count != sizes.count) {
        return false;
    }
    for (size_t i = 0; i < offsets.count; i++) {
        if (!holds(reader, number_at(reader, offsets.at + i * offsets.width, offsets.width),
                   number_at(reader, sizes.at + i * sizes.width, sizes.width))) {
            return false;
        }
    }
    return offsets.count > 0;
}

/* One directory at `at`; *ret_next is where the following one is, 0: none. */
static bool directory_within(const struct reader *reader, size_t at, size_t *ret_next)
{
    struct tiff_array offsets = {0, 0, 0};
    struct tiff_array sizes = {0, 0, 0};
    if (!holds(reader, at, 2)) {
        return false;
    }
    size_t entries = number_at(reader, at, 2);
    size_t entry = at + 2;
    if (!holds(reader, entry, entries * TIFF_ENTRY_BYTES + 4)) {
        return false;
    }
    for (size_t i = 0; i < entries; i++, entry += TIFF_ENTRY_BYTES) {
        uint32_t tag = number_at(reader, entry, 2);
        bool is_offsets = tag == TAG_STRIP_OFFSETS || tag == TAG_TILE_OFFSETS;
        bool is_sizes = tag == TAG_STRIP_BYTES || tag == TAG_TILE_BYTES;
        if ((is_offsets || is_sizes) && !array_of(reader, entry, is_offsets ? &offsets : &sizes)) {
            return false;
        }
    }
    *ret_next = number_at(reader, entry, 4);
    return pieces_within(reader, offsets, sizes);
}

static bool tiff_whole(const struct reader *reader)
{
    size_t next = number_at(reader, 4, 4);
    for (int i = 0; i < TIFF_DIRECTORIES_MAX && next != 0; i++) {
        if (!directory_within(reader, next, &next)) {
            return false;
        }
    }
    return next == 0;
}

static bool is_tiff(struct reader *reader)
{
    if (reader->length < 8 ||
        (memcmp(reader->bytes, "II", 2) != 0 && memcmp(reader->bytes, "MM", 2) != 0)) {
        return false;
    }
    reader->big_endian = reader->bytes[0] == 'M';
    return number_at(reader, 2, 2) == TIFF_MAGIC && number_at(reader, 4, 4) != 0;
}

static bool gsb_whole(const struct reader *reader)
{
    size_t head_bytes = (size_t)GSB_HEAD_RECORDS * GSB_RECORD_BYTES;
    if (reader->length < head_bytes) {
        return false;
    }
    /* Third record: the number of sub-grids. */
    uint32_t grids = number_at(reader, 2 * GSB_RECORD_BYTES + 8, 4);
    uint64_t at = head_bytes;
    if (grids == 0 || grids > GSB_GRIDS_MAX) {
        return false;
    }
    for (uint32_t i = 0; i < grids; i++) {
        if (!holds(reader, at, head_bytes) || memcmp(reader->bytes + at, "SUB_NAME", 8) != 0) {
            return false;
        }
        /* The last record of a sub-grid's head: its number of nodes. */
        uint64_t nodes = number_at(reader, (size_t)at + head_bytes - 8, 4);
        at += head_bytes;
        if (!holds(reader, at, nodes * GSB_RECORD_BYTES)) {
            return false;
        }
        at += nodes * GSB_RECORD_BYTES;
    }
    return true;
}

static bool is_gsb(struct reader *reader)
{
    if (reader->length < GSB_RECORD_BYTES || memcmp(reader->bytes, "NUM_OREC", 8) != 0) {
        return false;
    }
    reader->big_endian = reader->bytes[8] == 0;
    return number_at(reader, 8, 4) == GSB_HEAD_RECORDS;
}

enum na_code na_grid_file_check(const void *bytes, size_t length, enum na_grid_file *ret_kind,
                                struct na_error *reterr)
{
    struct reader reader = {bytes, length, false};
    bool tiff = is_tiff(&reader);
    if (!tiff && !is_gsb(&reader)) {
        return na_fail(reterr, NA_ERR_CRS, "The grid file is neither GeoTIFF nor NTv2");
    }
    if (tiff ? !tiff_whole(&reader) : !gsb_whole(&reader)) {
        return na_fail(reterr, NA_ERR_CRS, "The grid file is cut off or damaged");
    }
    *ret_kind = tiff ? NA_GRID_FILE_TIFF : NA_GRID_FILE_GSB;
    return NA_OK;
}

/* Tags of TIFF 6.0 and of GeoTIFF (OGC 19-008r4). */
#define TAG_WIDTH 256
#define TAG_HEIGHT 257
#define TAG_PIXEL_SCALE 33550
#define TAG_TIE_POINTS 33922
#define TYPE_DOUBLE 12

static double double_at(const struct reader *reader, size_t at)
{
    uint64_t bits = 0;
    double value;
    for (size_t i = 0; i < 8; i++) {
        bits = bits << 8 | reader->bytes[at + (reader->big_endian ? i : 7 - i)];
    }
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* Doubles of a TIFF entry; false if there are fewer than `count`. */
static bool doubles_of(const struct reader *reader, size_t entry, size_t count, double *ret_values)
{
    size_t at = number_at(reader, entry + 8, 4);
    if (number_at(reader, entry + 2, 2) != TYPE_DOUBLE || number_at(reader, entry + 4, 4) < count ||
        !holds(reader, at, count * 8)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        ret_values[i] = double_at(reader, at + 8 * i);
    }
    return true;
}

/* Nodes a degree are whole numbers, which the file's steps are rounded from. */
static double nodes_a_degree(double step_deg)
{
    double per = 1.0 / step_deg;
    double whole = floor(per + 0.5);
    return fabs(per - whole) < 1e-6 ? whole : per;
}

static bool tiff_frame(const struct reader *reader, struct na_shift_frame *ret_frame)
{
    double scale[2] = {0, 0};
    double tie[6] = {0, 0, 0, 0, 0, 0};
    bool has_scale = false;
    bool has_tie = false;
    struct na_shift_frame frame = {.columns = 0};
    size_t at = number_at(reader, 4, 4);
    size_t entries = number_at(reader, at, 2);
    for (size_t i = 0; i < entries; i++) {
        size_t entry = at + 2 + i * TIFF_ENTRY_BYTES;
        uint32_t tag = number_at(reader, entry, 2);
        size_t width = number_at(reader, entry + 2, 2) == TYPE_SHORT ? 2 : 4;
        if (tag == TAG_WIDTH) {
            frame.columns = number_at(reader, entry + 8, width);
        } else if (tag == TAG_HEIGHT) {
            frame.rows = number_at(reader, entry + 8, width);
        } else if (tag == TAG_PIXEL_SCALE) {
            has_scale = doubles_of(reader, entry, 2, scale);
        } else if (tag == TAG_TIE_POINTS) {
            has_tie = doubles_of(reader, entry, 6, tie);
        }
    }
    bool alone = number_at(reader, at + 2 + entries * TIFF_ENTRY_BYTES, 4) == 0;
    if (!has_scale || !has_tie || !alone || !(scale[0] > 0) || !(scale[1] > 0) || frame.rows < 2) {
        return false;
    }
    frame.per_lon = nodes_a_degree(scale[0]);
    frame.per_lat = nodes_a_degree(scale[1]);
    /* The first pixel is the north-west corner. */
    frame.west_deg = tie[3] - tie[0] * scale[0];
    frame.south_deg = tie[4] + tie[1] * scale[1] - (double)(frame.rows - 1) / frame.per_lat;
    *ret_frame = frame;
    return true;
}

/* NTv2: seconds of arc, longitude counted to the west. */
static bool gsb_frame(const struct reader *reader, struct na_shift_frame *ret_frame)
{
    const size_t head = (size_t)GSB_HEAD_RECORDS * GSB_RECORD_BYTES;
    double values[6]; /* south, north, east, west, step of latitude, of longitude */
    for (size_t i = 0; i < 6; i++) {
        values[i] = double_at(reader, head + (4 + i) * GSB_RECORD_BYTES + 8);
    }
    if (number_at(reader, 2 * GSB_RECORD_BYTES + 8, 4) != 1 || !(values[4] > 0) ||
        !(values[5] > 0)) {
        return false;
    }
    double rows = (values[1] - values[0]) / values[4] + 1.5;
    double columns = (values[3] - values[2]) / values[5] + 1.5;
    if (!(rows >= 2 && rows < 65536 && columns >= 2 && columns < 65536)) {
        return false;
    }
    *ret_frame = (struct na_shift_frame){.west_deg = -values[3] / 3600.0,
                                         .south_deg = values[0] / 3600.0,
                                         .per_lon = nodes_a_degree(values[5] / 3600.0),
                                         .per_lat = nodes_a_degree(values[4] / 3600.0),
                                         .columns = (uint32_t)columns,
                                         .rows = (uint32_t)rows};
    return true;
}

enum na_code na_grid_file_frame(const void *bytes, size_t length, enum na_grid_file kind,
                                struct na_shift_frame *ret_frame, struct na_error *reterr)
{
    struct reader reader = {bytes, length, false};
    bool known = kind == NA_GRID_FILE_TIFF ? is_tiff(&reader) && tiff_frame(&reader, ret_frame)
                                           : is_gsb(&reader) && gsb_frame(&reader, ret_frame);
    if (!known || !na_shift_frame_ok(ret_frame)) {
        return na_fail(reterr, NA_ERR_CRS, "The grid file does not say where its nodes lie");
    }
    return NA_OK;
}
