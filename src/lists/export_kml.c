/* Assets as KML 2.2 (OGC 07-147r2): a Placemark each, every field in its ExtendedData. The
 * placemarks have no id= of their own: an XML name may not begin with a digit or hold a blank, an
 * asset's id may. */
#include <string.h>

#include "base/text.h"
#include "lists/export_private.h"

/* The first failure sticks. */
struct kml {
    struct na_buffer *to;
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

/* The order of a Feature's children is the schema's. */
static void placemark(struct kml *kml, const struct na_export_row *row)
{
    put_markup(kml, "<Placemark>\n");
    element(kml, "name", row->asset.name);
    element(kml, "address", row->asset.address);
    element(kml, "description", row->asset.siting);
    put_markup(kml, "<ExtendedData>\n");
    for (size_t f = 0; f < NA_EXPORT_FIELD_COUNT; f++) {
        if (row->values[f][0] == '\0') {
            continue;
        }
        put_markup(kml, "<Data name=\"");
        put_text(kml, na_export_forms[f].name);
        put_markup(kml, "\"><value>");
        put_text(kml, row->values[f]);
        put_markup(kml, "</value></Data>\n");
    }
    put_markup(kml, "</ExtendedData>\n<Point><coordinates>");
    put_markup(kml, row->values[NA_EXPORT_LON]);
    put_markup(kml, ",");
    put_markup(kml, row->values[NA_EXPORT_LAT]);
    put_markup(kml, "</coordinates></Point>\n</Placemark>\n");
}

enum na_code na_render_export_kml(const struct na_snapshot *snapshot,
                                  const struct na_export_question *question, struct na_buffer *to)
{
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    struct kml kml = {to, NA_OK};
    put_markup(&kml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n");
    element(&kml, "name", info->title);
    put_markup(&kml, "<description>");
    put_text(&kml, info->indicative ? "Demonstration data. " : "");
    put_text(&kml, info->attribution);
    put_markup(&kml, "</description>\n");
    for (uint32_t i = 0; i < na_snapshot_asset_count(snapshot); i++) {
        struct na_export_row row;
        if (na_export_wanted(snapshot, question, i)) {
            na_export_row_make(snapshot, i, &row);
            placemark(&kml, &row);
        }
    }
    put_markup(&kml, "</Document>\n</kml>\n");
    return kml.failed;
}
