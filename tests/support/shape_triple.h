/* tests/support/shape_triple.h - shapefiles in memory for tests: a small good one, built byte by
 * byte here, and any from disk. Header only. */
#ifndef NA_TEST_SUPPORT_SHAPE_TRIPLE_H
#define NA_TEST_SUPPORT_SHAPE_TRIPLE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/shapefile.h"
#include "io/shapefile_bytes.h"

/* Three owned blocks of exactly their lengths, so that a sanitizer sees each byte read too many. */
struct shape_triple {
    unsigned char *bytes[3]; /* .shp, .shx, .dbf */
    size_t lengths[3];
};

static inline unsigned char *shape_triple_block(size_t length)
{
    unsigned char *block = calloc(1, length == 0 ? 1 : length);
    if (block == NULL) {
        abort();
    }
    return block;
}

static inline void shape_triple_fini(struct shape_triple *triple)
{
    for (size_t i = 0; i < 3; i++) {
        free(triple->bytes[i]);
        triple->bytes[i] = NULL;
    }
}

static inline struct shape_triple shape_triple_copy(const struct shape_triple *from)
{
    struct shape_triple triple;
    for (size_t i = 0; i < 3; i++) {
        triple.lengths[i] = from->lengths[i];
        triple.bytes[i] = shape_triple_block(from->lengths[i]);
        memcpy(triple.bytes[i], from->bytes[i], from->lengths[i]);
    }
    return triple;
}

/* Cut or lengthen (with zeros) one of the three. */
static inline void shape_triple_resize(struct shape_triple *triple, size_t file, size_t length)
{
    unsigned char *block = shape_triple_block(length);
    memcpy(block, triple->bytes[file],
           length < triple->lengths[file] ? length : triple->lengths[file]);
    free(triple->bytes[file]);
    triple->bytes[file] = block;
    triple->lengths[file] = length;
}

static inline struct na_shape_bytes shape_triple_bytes(const struct shape_triple *triple,
                                                       const char *name)
{
    return (struct na_shape_bytes){name,
                                   triple->bytes[0],
                                   triple->bytes[1],
                                   triple->bytes[2],
                                   triple->lengths[0],
                                   triple->lengths[1],
                                   triple->lengths[2]};
}

/* Where things stand in the small shapefile. Record 1 is a square of 10, record 2 a square of 20
 * with a square hole of 10; both shells clockwise. Fields CODE (text, 9) and COUNT (number, 4). */
enum shape_triple_at {
    AT_RECORD_1 = 100,
    AT_SHAPE_1 = 108,
    AT_POINTS_1 = 156,
    AT_RECORD_2 = 236,
    AT_SHAPE_2 = 244,
    AT_POINTS_2 = 296,
    SMALL_SHP = 456,
    SMALL_SHX = 116,
    AT_DBF_RECORDS = 97,
    SMALL_DBF = 126
};

static inline void shape_triple_square(unsigned char *at, double x, double y, double side,
                                       bool clockwise)
{
    static const double corners[5][2] = {{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}};
    for (size_t i = 0; i < 5; i++) {
        const double *corner = corners[clockwise ? i : 4 - i];
        na_put_le_double(at + 16 * i, x + side * corner[0]);
        na_put_le_double(at + 16 * i + 8, y + side * corner[1]);
    }
}

static inline void shape_triple_box(unsigned char *at, double west, double south, double side)
{
    na_put_le_double(at, west);
    na_put_le_double(at + 8, south);
    na_put_le_double(at + 16, west + side);
    na_put_le_double(at + 24, south + side);
}

static inline void shape_triple_header(unsigned char *at, size_t length)
{
    na_put_be32(at, 9994);
    na_put_be32(at + 24, (uint32_t)length / 2);
    na_put_le32(at + 28, 1000);
    na_put_le32(at + 32, 5);
    shape_triple_box(at + 36, 100, 200, 40);
}

static inline void shape_triple_field(unsigned char *at, const char *name, char type,
                                      unsigned char width)
{
    memcpy(at, name, strlen(name));
    at[11] = (unsigned char)type;
    at[16] = width;
}

static inline struct shape_triple shape_triple_small(void)
{
    struct shape_triple triple = {{shape_triple_block(SMALL_SHP), shape_triple_block(SMALL_SHX),
                                   shape_triple_block(SMALL_DBF)},
                                  {SMALL_SHP, SMALL_SHX, SMALL_DBF}};
    unsigned char *shp = triple.bytes[0];
    shape_triple_header(shp, SMALL_SHP);
    for (size_t i = 0; i < 2; i++) {
        unsigned char *record = shp + (i == 0 ? AT_RECORD_1 : AT_RECORD_2);
        uint32_t parts = i == 0 ? 1 : 2;
        uint32_t words = (44 + 4 * parts + 16 * 5 * parts) / 2;
        na_put_be32(record, (uint32_t)i + 1);
        na_put_be32(record + 4, words);
        na_put_le32(record + 8, 5);
        shape_triple_box(record + 12, i == 0 ? 100 : 120, i == 0 ? 200 : 220, i == 0 ? 10 : 20);
        na_put_le32(record + 44, parts);
        na_put_le32(record + 48, 5 * parts);
        na_put_be32(triple.bytes[1] + 100 + 8 * i, (uint32_t)(record - shp) / 2);
        na_put_be32(triple.bytes[1] + 104 + 8 * i, words);
    }
    na_put_le32(shp + AT_SHAPE_2 + 48, 5);
    shape_triple_square(shp + AT_POINTS_1, 100, 200, 10, true);
    shape_triple_square(shp + AT_POINTS_2, 120, 220, 20, true);
    shape_triple_square(shp + AT_POINTS_2 + 80, 125, 225, 10, false);
    shape_triple_header(triple.bytes[1], SMALL_SHX);
    unsigned char *dbf = triple.bytes[2];
    dbf[0] = 3;
    na_put_le32(dbf + 4, 2);
    na_put_le16(dbf + 8, AT_DBF_RECORDS);
    na_put_le16(dbf + 10, 14);
    shape_triple_field(dbf + 32, "CODE", 'C', 9);
    shape_triple_field(dbf + 64, "COUNT", 'N', 4);
    dbf[96] = 0x0D;
    memcpy(dbf + AT_DBF_RECORDS, " E05000001  12 E05000002 345\x1A", 29);
    return triple;
}

static inline bool shape_triple_file(const char *base, const char *extension,
                                     unsigned char **ret_bytes, size_t *ret_length)
{
    char path[1024];
    (void)snprintf(path, sizeof path, "%s%s", base, extension);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    (void)fseek(file, 0, SEEK_END);
    size_t length = (size_t)ftell(file);
    (void)fseek(file, 0, SEEK_SET);
    *ret_bytes = shape_triple_block(length);
    *ret_length = fread(*ret_bytes, 1, length, file);
    (void)fclose(file);
    return true;
}

/* base.shp, base.shx, base.dbf; false (and nothing to release) if one is missing. */
static inline bool shape_triple_load(const char *base, struct shape_triple *ret_triple)
{
    static const char *const extensions[3] = {".shp", ".shx", ".dbf"};
    struct shape_triple triple = {{NULL, NULL, NULL}, {0, 0, 0}};
    for (size_t i = 0; i < 3; i++) {
        if (!shape_triple_file(base, extensions[i], &triple.bytes[i], &triple.lengths[i])) {
            shape_triple_fini(&triple);
            return false;
        }
    }
    *ret_triple = triple;
    return true;
}

/* Open and read everything. True if every record and field that has a text was read; false with
 * the refusal in *ret_error. */
static inline bool shape_triple_read_all(const struct shape_triple *triple, const char *name,
                                         struct na_report *report, size_t *ret_records,
                                         struct na_error *ret_error)
{
    struct na_shape_bytes bytes = shape_triple_bytes(triple, name);
    struct na_shapefile *file = NULL;
    if (na_shapefile_open(&bytes, report, &file, ret_error) != NA_OK) {
        return false;
    }
    size_t records = na_shapefile_record_count(file);
    bool read = true;
    for (size_t i = 0; i < records && read; i++) {
        struct na_shape shape;
        read = na_shapefile_read_shape(file, i, &shape, ret_error) == NA_OK;
        if (read) {
            na_shape_fini(&shape);
        }
        for (size_t field = 0; field < na_shapefile_field_count(file); field++) {
            struct na_str text = {"", 0};
            /* Stars and memos are refused one by one: that is an answer too. */
            (void)!na_shapefile_read_text(file, i, field, &text, ret_error);
        }
    }
    na_shapefile_free(file);
    *ret_records = records;
    return read;
}

#endif
