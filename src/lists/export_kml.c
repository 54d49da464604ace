/* Assets as KML 2.2 (OGC 07-147r2): a Placemark each, every field in its ExtendedData. The
 * placemarks have no id= of their own: an XML name may not begin with a digit or hold a blank, an
 * asset's id may. */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "lists/export_private.h"
#include "write/csv.h"

/* The first failure sticks. */
struct kml {
    struct na_buffer *to;
    struct na_buffer value; /* of the cell last taken */
    enum na_code failed;
};

static void put(struct kml *kml, const char *text, size_t length)
{
    if (kml->failed == NA_OK) {
        kml->failed = na_buffer_append(kml->to, text, length);
    }
}

static void put_markup(struct kml *kml, const char *text)
{
    put(kml, text, strlen(text));
}

/* Bytes of a character XML 1.0 does not allow, at `text`: a control character, U+FFFE or U+FFFF;
 * else 0. */
static size_t forbidden(const char *text)
{
    unsigned char c = (unsigned char)text[0];
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
        return 1;
    }
    return strncmp(text, "\xEF\xBF\xBE", 3) == 0 || strncmp(text, "\xEF\xBF\xBF", 3) == 0 ? 3 : 0;
}

static void put_text(struct kml *kml, const char *text)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "&<>\"'\xEF\x01\x02\x03\x04\x05\x06\x07\x08\x0B\x0C\x0E\x0F"
                                     "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\x1B\x1C\x1D"
                                     "\x1E\x1F");
        put(kml, text, plain);
        text += plain;
        if (*text == '\0') {
            return;
        }
        size_t bad = forbidden(text);
        if (bad > 0) {
            put_markup(kml, "\xEF\xBF\xBD"); /* U+FFFD */
            text += bad;
            continue;
        }
        switch (*text) {
        case '&':
            put_markup(kml, "&amp;");
            break;
        case '<':
            put_markup(kml, "&lt;");
            break;
        case '>':
            put_markup(kml, "&gt;");
            break;
        case '"':
            put_markup(kml, "&quot;");
            break;
        case '\'':
            put_markup(kml, "&apos;");
            break;
        default:
            put(kml, text, 1);
            break;
        }
        text++;
    }
}

static void element(struct kml *kml, const char *name, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    put_markup(kml, "<");
    put_markup(kml, name);
    put_markup(kml, ">");
    put_text(kml, text);
    put_markup(kml, "</");
    put_markup(kml, name);
    put_markup(kml, ">\n");
}

/* A cell as CSV would have it, but for quotes. */
static const char *value_of(struct kml *kml, const struct na_cell_column *column,
                            const struct na_cell *cell)
{
    na_buffer_clear(&kml->value);
    if (kml->failed == NA_OK && cell->content == NA_CELL_IS_TEXT) {
        kml->failed = na_buffer_append(&kml->value, cell->text.bytes, cell->text.length);
    } else if (kml->failed == NA_OK) {
        kml->failed = na_csv_cell_put(column->type, cell, false, &kml->value);
    }
    const char *text = na_buffer_terminate(&kml->value);
    kml->failed = kml->failed == NA_OK && text == NULL ? NA_ERR_MEMORY : kml->failed;
    return text != NULL ? text : "";
}

static void cell_element(struct kml *kml, const char *name, const struct na_export *export,
                         enum na_export_field field)
{
    element(kml, name, value_of(kml, &export->columns[field], &export->cells[field]));
}

/* The order of a Feature's children is the schema's. */
static void placemark(struct kml *kml, const struct na_export *export)
{
    put_markup(kml, "<Placemark>\n");
    cell_element(kml, "name", export, NA_EXPORT_NAME);
    cell_element(kml, "address", export, NA_EXPORT_ADDRESS);
    cell_element(kml, "description", export, NA_EXPORT_SITING);
    put_markup(kml, "<ExtendedData>\n");
    for (size_t c = 0; c < export->column_count; c++) {
        if (export->cells[c].content == NA_CELL_IS_EMPTY) {
            continue;
        }
        put_markup(kml, "<Data name=\"");
        put_text(kml, export->columns[c].name);
        put_markup(kml, "\"><value>");
        put_text(kml, value_of(kml, &export->columns[c], &export->cells[c]));
        put_markup(kml, "</value></Data>\n");
    }
    put_markup(kml, "</ExtendedData>\n<Point><coordinates>");
    put_markup(kml, value_of(kml, &export->columns[NA_EXPORT_LON], &export->cells[NA_EXPORT_LON]));
    put_markup(kml, ",");
    put_markup(kml, value_of(kml, &export->columns[NA_EXPORT_LAT], &export->cells[NA_EXPORT_LAT]));
    put_markup(kml, "</coordinates></Point>\n</Placemark>\n");
}

enum na_code na_render_export_kml(struct na_export *export, struct na_buffer *to,
                                  struct na_error *reterr)
{
    const struct na_pack_info *info = na_snapshot_info(export->snapshot);
    struct kml kml = {.to = to, .failed = NA_OK};
    na_buffer_init(&kml.value, NA_ANSWER_LIMIT);
    put_markup(&kml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n");
    element(&kml, "name", info->title);
    put_markup(&kml, "<description>");
    put_text(&kml, info->indicative ? "Demonstration data. " : "");
    put_text(&kml, info->attribution);
    put_markup(&kml, "</description>\n");
    for (uint32_t i = 0; i < export->count && kml.failed == NA_OK; i++) {
        const struct na_cell *cells = NULL;
        struct na_lonlat at;
        kml.failed = na_export_row(export, i, &cells, &at, reterr);
        if (kml.failed == NA_OK) {
            placemark(&kml, export);
        }
    }
    put_markup(&kml, "</Document>\n</kml>\n");
    na_buffer_fini(&kml.value);
    return kml.failed == NA_OK ? NA_OK
                               : na_fail(reterr, kml.failed, "The export does not fit in memory");
}
