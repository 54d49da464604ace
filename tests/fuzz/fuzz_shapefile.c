/* Three files in one input: their lengths (4 bytes each, little-endian), then .shp, .shx and .dbf.
 * What passes the check must be read by shapelib, to the last record, without an error; what does
 * not pass must say why and what to do. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/shapefile.h"
#include "io/shapefile_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
    if (!holds) {
        abort();
    }
}

/* A block of exactly that length, so that reading one byte too many is seen. */
static unsigned char *block_cut(const uint8_t **data, size_t *left, uint32_t wanted,
                                size_t *ret_length)
{
    size_t length = wanted < *left ? wanted : *left;
    unsigned char *block = malloc(length == 0 ? 1 : length);
    demand(block != NULL);
    memcpy(block, *data, length);
    *data += length;
    *left -= length;
    *ret_length = length;
    return block;
}

static void shape_judge(struct na_shapefile *file, size_t record)
{
    struct na_shape shape;
    demand(na_shapefile_read_shape(file, record, &shape, NULL) == NA_OK);
    demand(shape.part_starts[0] == 0 && shape.part_starts[shape.part_count] == shape.vertex_count);
    demand(!shape.is_null || shape.vertex_count == 0);
    for (size_t i = 0; i < shape.part_count; i++) {
        demand(shape.part_starts[i] <= shape.part_starts[i + 1]);
    }
    if (!shape.is_null && na_shapefile_kind(file) == NA_SHAPE_POLYGON) {
        for (size_t i = 0; i < shape.part_count; i++) {
            const double *first = shape.xy + 2 * shape.part_starts[i];
            const double *last = shape.xy + 2 * (shape.part_starts[i + 1] - 1);
            demand(last - first >= 6 && first[0] == last[0] && first[1] == last[1]);
        }
    }
    na_shape_fini(&shape);
}

static void file_judge(struct na_shapefile *file, size_t records)
{
    demand(na_shapefile_record_count(file) == records);
    for (size_t i = 0; i < records; i++) {
        shape_judge(file, i);
        for (size_t field = 0; field < na_shapefile_field_count(file); field++) {
            struct na_str text;
            struct na_error error;
            /* Stars and memos are refused one by one. */
            if (na_shapefile_read_text(file, i, field, &text, &error) != NA_OK) {
                demand(error.hint[0] != '\0');
            }
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *blocks[3];
    size_t lengths[3];
    if (size < 12) {
        return 0;
    }
    const uint8_t *at = data + 12;
    size_t left = size - 12;
    for (size_t i = 0; i < 3; i++) {
        blocks[i] = block_cut(&at, &left, na_get_le32(data + 4 * i), &lengths[i]);
    }
    struct na_shape_bytes bytes = {"fuzz.shp", blocks[0],  blocks[1], blocks[2],
                                   lengths[0], lengths[1], lengths[2]};
    struct na_report report;
    struct na_shapefile *file = NULL;
    struct na_error error;
    na_report_init(&report);
    enum na_code code = na_shapefile_open(&bytes, &report, &file, &error);
    if (code == NA_OK) {
        demand(report.errors == 0);
        /* By the header of the .shx alone. */
        file_judge(file, ((size_t)na_get_be32(blocks[1] + 24) * 2 - 100) / 8);
    } else {
        demand(report.errors > 0 && error.message[0] != '\0' && error.hint[0] != '\0' &&
               error.file[0] != '\0');
    }
    na_shapefile_free(file);
    na_report_fini(&report);
    for (size_t i = 0; i < 3; i++) {
        free(blocks[i]);
    }
    return 0;
}
