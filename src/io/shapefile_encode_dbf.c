/* The table of a shapefile that is written: header, fields and rows as bytes. A value that does
 * not fit is an error and never cut. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "io/shapefile_bytes.h"
#include "io/shapefile_encode.h"

#define NAME_MAX_BYTES 10u
#define WIDTH_MAX 254
#define DBASE_III 0x03u
#define FIELDS_END 0x0Du
#define FILE_END 0x1Au
/* The header counts records and header in 16 bits. */
#define LENGTH_MAX 65535u

#define NUMBER_WIDTH_MAX 32
#define DECIMALS_MAX 15

/* What NA_SHAPE_NUMBER put together. */
static bool is_number(const struct na_shape_field *field)
{
    return field->width >= 0x10000;
}

static int width_of(const struct na_shape_field *field)
{
    return is_number(field) ? field->width & 0xFF : field->width;
}

static int decimals_of(const struct na_shape_field *field)
{
    return is_number(field) ? field->width >> 8 & 0xFF : 0;
}

static enum na_code field_check(const struct na_shape_field *field, struct na_error *reterr)
{
    size_t length = strlen(field->name);
    int most = is_number(field) ? NUMBER_WIDTH_MAX : WIDTH_MAX;
    enum na_code code = NA_OK;
    if (length == 0 || length > NAME_MAX_BYTES) {
        code = na_fail(reterr, NA_ERR_DATA, "A field's name has 1 to %u bytes, not %zu",
                       NAME_MAX_BYTES, length);
    } else if (width_of(field) < 1 || width_of(field) > most) {
        code = na_fail(reterr, NA_ERR_DATA, "A field is 1 to %d bytes wide, not %d", most,
                       width_of(field));
    } else if (decimals_of(field) > DECIMALS_MAX) {
        code = na_fail(reterr, NA_ERR_DATA, "A number has up to %d decimals, not %d", DECIMALS_MAX,
                       decimals_of(field));
    }
    return code == NA_OK ? NA_OK : na_fail_at(reterr, code, NULL, 0, field->name, NULL);
}

/* Fill one descriptor of 32 bytes, all zero before. */
static void descriptor_fill(unsigned char *at, const struct na_shape_field *field)
{
    memcpy(at, field->name, strlen(field->name));
    at[11] = is_number(field) ? 'N' : 'C';
    at[16] = (unsigned char)width_of(field);
    at[17] = (unsigned char)decimals_of(field);
}

static enum na_code put_header(const struct na_shape_layer *layer, size_t record_length,
                               struct na_buffer *dbf, struct na_error *reterr)
{
    size_t length = NA_DBF_HEADER_BYTES + NA_DBF_FIELD_BYTES * layer->field_count + 1;
    unsigned char *header = calloc(1, length);
    if (header == NULL) {
        return na_fail_memory(reterr, "writing a table");
    }
    header[0] = DBASE_III;
    /* A date of writing would make two runs differ: 1970-01-01 for all. */
    header[1] = 70;
    header[2] = 1;
    header[3] = 1;
    na_put_le32(header + 4, (uint32_t)layer->row_count);
    na_put_le16(header + 8, (uint32_t)length);
    na_put_le16(header + 10, (uint32_t)record_length);
    for (size_t i = 0; i < layer->field_count; i++) {
        descriptor_fill(header + NA_DBF_HEADER_BYTES + NA_DBF_FIELD_BYTES * i, &layer->fields[i]);
    }
    header[length - 1] = FIELDS_END;
    enum na_code code = na_buffer_append(dbf, header, length);
    free(header);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The .dbf has no room for its header");
}

/* One value, padded with blanks: text on its right, numbers on their left. Cutting it would be a
 * wrong answer later. */
static enum na_code put_value(const struct na_shape_field *field, const char *text,
                              struct na_buffer *dbf, struct na_error *reterr)
{
    char padded[WIDTH_MAX];
    size_t length = strlen(text), width = (size_t)width_of(field);
    enum na_code code = NA_OK;
    if (length > width) {
        code = na_fail(reterr, NA_ERR_DATA, "The text has %zu bytes, its field holds %zu", length,
                       width);
        return na_fail_at(reterr, code, NULL, 0, field->name, "Make the field wider");
    }
    if (!na_utf8_valid(text, length)) {
        code = na_fail(reterr, NA_ERR_DATA, "The text is not UTF-8");
        return na_fail_at(reterr, code, NULL, 0, field->name, NULL);
    }
    memset(padded, ' ', sizeof padded);
    memcpy(padded + (is_number(field) ? width - length : 0), text, length);
    code = na_buffer_append(dbf, padded, width);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The .dbf has no room for the record");
}

static enum na_code put_row(const struct na_shape_layer *layer, const struct na_shape_row *row,
                            struct na_buffer *dbf, struct na_error *reterr)
{
    enum na_code code = na_buffer_append(dbf, " ", 1);
    if (code != NA_OK) {
        return na_fail(reterr, code, "The .dbf has no room for the record");
    }
    for (size_t i = 0; i < layer->field_count && code == NA_OK; i++) {
        code = put_value(&layer->fields[i], row->texts[i], dbf, reterr);
    }
    return code;
}

enum na_code na_shape_encode_dbf(const struct na_shape_layer *layer, struct na_buffer *dbf,
                                 struct na_error *reterr)
{
    const unsigned char end = FILE_END;
    size_t record_length = 1;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < layer->field_count && code == NA_OK; i++) {
        code = field_check(&layer->fields[i], reterr);
        record_length += code == NA_OK ? (size_t)width_of(&layer->fields[i]) : 0;
    }
    if (code == NA_OK && record_length > LENGTH_MAX) {
        code = na_fail(reterr, NA_ERR_LIMIT, "The fields make records of %zu bytes, %u at most",
                       record_length, LENGTH_MAX);
    }
    if (code == NA_OK) {
        code = put_header(layer, record_length, dbf, reterr);
    }
    for (size_t i = 0; i < layer->row_count && code == NA_OK; i++) {
        code = put_row(layer, &layer->rows[i], dbf, reterr);
        if (code != NA_OK) {
            return na_fail_at(reterr, code, NULL, (int64_t)i + 1, NULL, NULL);
        }
    }
    if (code != NA_OK) {
        return code;
    }
    code = na_buffer_append(dbf, &end, 1);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "The .dbf has no room for its end");
}
