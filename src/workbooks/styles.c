/* Only the kind of a format matters: a date, a time, or figures with noughts in front. It is read
 * off the format's code without quotes and brackets. Serial numbers become dates with Excel's false
 * leap day of 1900 in mind. */
#include "workbooks/styles.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "workbooks/xml.h"

#define STYLES_MAX 65536
#define FORMATS_MAX 4096
/* 1970-01-01 in the count of Excel from 1900, in which 1900-02-29 stands too, and from 1904. */
#define EPOCH_1900 25569
#define EPOCH_1904 24107
#define FALSE_DAY 60
#define DAY_S 86400

/* A format of the workbook's own. */
struct format {
    int64_t id;
    struct na_cell_style style;
};

struct reading {
    struct na_styles *styles;
    struct na_xml *xml;
    struct na_buffer formats; /* struct format each */
    bool in_cells;            /* within cellXfs */
};

void na_styles_init(struct na_styles *styles)
{
    na_buffer_init(&styles->styles, STYLES_MAX * sizeof(struct na_cell_style));
}

void na_styles_fini(struct na_styles *styles)
{
    na_buffer_fini(&styles->styles);
}

struct na_cell_style na_styles_get(const struct na_styles *styles, size_t i)
{
    struct na_cell_style style = {NA_CELL_PLAIN, 0};
    if (i < styles->styles.length / sizeof style) {
        memcpy(&style, styles->styles.data + i * sizeof style, sizeof style);
    }
    return style;
}

/* The letters of a format that count: not those in quotes, brackets or after a backslash. */
struct na_cell_style na_style_of_format(const char *code)
{
    bool days = false;
    bool hours = false;
    bool zeros = code[0] != '\0' && strspn(code, "0") == strlen(code);
    for (const char *c = code; *c != '\0' && *c != ';'; c++) {
        if (*c == '"' || *c == '[') {
            const char *end = strchr(c + 1, *c == '"' ? '"' : ']');
            hours = hours ||
                    (*c == '[' && (na_ascii_lower(c[1]) == 'h' || c[1] == 'm') && end == c + 2);
            if (end == NULL) {
                break;
            }
            c = end;
        } else if ((*c == '\\' || *c == '_' || *c == '*') && c[1] != '\0') {
            c++;
        } else {
            char lower = na_ascii_lower(*c);
            days = days || lower == 'y' || lower == 'd';
            hours = hours || lower == 'h' || lower == 's';
            if (lower == 'g') { /* General */
                break;
            }
            days = days ||
                   (lower == 'm' && na_ascii_lower(c[1]) == 'm' && na_ascii_lower(c[2]) == 'm');
        }
    }
    return (struct na_cell_style){
        .look = days    ? NA_CELL_DATE
                : hours ? NA_CELL_TIME
                        : NA_CELL_PLAIN,
        .figures = zeros && strlen(code) > 1 && strlen(code) < 32 ? (unsigned int)strlen(code) : 0};
}

/* ECMA-376 part 1, 18.8.30: the formats that every workbook has. */
static struct na_cell_style built_in(int64_t id)
{
    bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
                (id >= 50 && id <= 58);
    bool time = (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47);
    return (struct na_cell_style){date ? NA_CELL_DATE : time ? NA_CELL_TIME : NA_CELL_PLAIN, 0};
}

static struct na_cell_style style_of(const struct reading *reading, int64_t id)
{
    for (size_t at = 0; at < reading->formats.length; at += sizeof(struct format)) {
        struct format format;
        memcpy(&format, reading->formats.data + at, sizeof format);
        if (format.id == id) {
            return format.style;
        }
    }
    return built_in(id);
}

static void start(void *context, const char *name, const char **attributes)
{
    struct reading *reading = context;
    const char *number = na_xml_attribute(attributes, "numFmtId");
    int64_t id = 0;
    enum na_code code = NA_OK;
    (void)(number != NULL && na_integer_parse(na_str_of(number), 0, INT32_MAX, &id));
    if (strcmp(name, "numFmt") == 0) {
        const char *format = na_xml_attribute(attributes, "formatCode");
        struct format made = {id, na_style_of_format(format != NULL ? format : "")};
        code = na_buffer_append(&reading->formats, &made, sizeof made);
    } else if (strcmp(name, "cellXfs") == 0) {
        reading->in_cells = true;
    } else if (strcmp(name, "xf") == 0 && reading->in_cells) {
        struct na_cell_style style = style_of(reading, id);
        code = na_buffer_append(&reading->styles->styles, &style, sizeof style);
    }
    if (code != NA_OK) {
        na_xml_fail(reading->xml, code, "The workbook has too many formats");
    }
}

static void end(void *context, const char *name)
{
    struct reading *reading = context;
    reading->in_cells = reading->in_cells && strcmp(name, "cellXfs") != 0;
}

enum na_code na_styles_read(struct na_styles *styles, struct na_zip *zip, struct na_error *reterr)
{
    static const struct na_xml_handler handler = {start, end, NULL};
    size_t member = na_zip_find(zip, "xl/styles.xml");
    struct reading reading = {.styles = styles};
    struct na_bytes bytes;
    bool ended = false;
    if (member == SIZE_MAX) {
        return NA_OK;
    }
    na_buffer_init(&reading.formats, FORMATS_MAX * sizeof(struct format));
    enum na_code code = na_zip_read(zip, member, &bytes, reterr);
    if (code == NA_OK) {
        code = na_xml_new(bytes, &handler, &reading, &reading.xml, reterr);
    }
    if (code == NA_OK) {
        code = na_xml_run(reading.xml, &ended, reterr);
    }
    na_xml_free(reading.xml);
    na_buffer_fini(&reading.formats);
    return code;
}

bool na_serial_format(double serial, bool since_1904, enum na_cell_look look, char *to)
{
    if (!(serial >= 0.0 && serial < 2958466.0)) {
        return false;
    }
    double days = floor(serial);
    long seconds = lround((serial - days) * DAY_S);
    if (seconds == DAY_S) {
        days += 1.0;
        seconds = 0;
    }
    char clock[12];
    (void)snprintf(clock, sizeof clock, "%02d:%02d:%02d", (int)(seconds / 3600 % 24),
                   (int)(seconds / 60 % 60), (int)(seconds % 60));
    if (look == NA_CELL_TIME && days < 1.0) {
        (void)snprintf(to, 24, "%s", clock);
        return true;
    }
    bool before = !since_1904 && days < FALSE_DAY;
    if (!since_1904 && (days < 1.0 || (long)days == FALSE_DAY)) {
        return false;
    }
    char day[NA_DATE_TEXT];
    na_date_format(day, (int32_t)days - (since_1904 ? EPOCH_1904 : EPOCH_1900) + before);
    (void)snprintf(to, 24, "%s%s%s", day, seconds > 0 ? "T" : "", seconds > 0 ? clock : "");
    return day[0] != '\0';
}
