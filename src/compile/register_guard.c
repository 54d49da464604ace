/* The guard against codes, through which each cell of a register goes before any other reader sees
 * it. */
#include "compile/register_cell.h"

#include <string.h>

#include "base/date_read.h"
#include "base/number.h"
#include "compile/tag_list.h"
#include "data/postcode.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "register/hours.h"
#include "register/secret.h"
#include "register/value.h"
#include "register/week.h"

struct na_str na_register_cell_text(const struct na_register_cell *cell)
{
    return (struct na_str){cell->text->data, cell->text->length};
}

/* The field a finding names: that of docs/pack.md, or the heading. */
static const char *field_of(const struct na_register_cell *cell, char heading[64])
{
    if (cell->role < NA_REGISTER_OWN_COUNT) {
        return na_role_name(cell->role);
    }
    (void)na_text_copy_str(heading, 64, cell->reg->columns[cell->i].heading);
    return heading;
}

void na_register_cell_warn(const struct na_register_cell *cell, const char *hint, const char *what)
{
    char heading[64];
    na_compile_warning(cell->reg->compiler,
                       (struct na_place){.file = cell->reg->file,
                                         .record = cell->line,
                                         .field = field_of(cell, heading),
                                         .hint = hint},
                       "%s", what);
}

void na_register_cell_fault(const struct na_register_cell *cell, const char *hint, const char *what)
{
    char heading[64];
    na_compile_error(cell->reg->compiler,
                     (struct na_place){.file = cell->reg->file,
                                       .record = cell->line,
                                       .field = field_of(cell, heading),
                                       .hint = hint},
                     "%s", what);
}

/* How strictly the figures of a cell are looked at; false: not at all, its reader refuses what is
 * not of its form without quoting it. */
static bool mode_of(const struct na_register_cell *cell, enum na_secret_mode *ret_mode)
{
    bool locks = cell->reg->facts.locks;
    const struct na_register_column *column = &cell->reg->columns[cell->i];
    switch (cell->role) {
    case NA_REGISTER_ID:
    case NA_REGISTER_KIND:
    case NA_REGISTER_CRS:
    case NA_REGISTER_IGNORED:
    case NA_REGISTER_SECRET:
        return false;
    case NA_REGISTER_NAME:
    case NA_REGISTER_ALIASES:
    case NA_REGISTER_ADDRESS:
    case NA_REGISTER_SPOKEN:
    case NA_REGISTER_LANDMARK:
    case NA_REGISTER_LOOKS:
        *ret_mode = NA_SECRET_NAME;
        return true;
    default:
        *ret_mode = locks ? NA_SECRET_STRICT : NA_SECRET_TEXT;
        if (cell->role == NA_REGISTER_TAG &&
            (column->keep || na_secret_heading_of(column->heading) == NA_HEADING_EXPLAINS)) {
            *ret_mode = NA_SECRET_NAME;
        }
        return !column->keep;
    }
}

/* A number, or nearly one: "4.505x5" is a slip that its reader quotes. */
static bool is_nearly_number(struct na_str text)
{
    size_t letters = 0;
    size_t others = 0;
    for (size_t i = 0; i < text.length; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        letters += c >= 'a' && c <= 'z';
        others += c == '#' || c == '*' || c == ' ';
    }
    return letters <= 1 && others == 0;
}

/* Is the cell of the form that its column has, so that its figures are explained? */
static bool is_typed(const struct na_register_cell *cell)
{
    struct na_str text = na_register_cell_text(cell);
    char phone[NA_PHONE_MAX];
    char hours[NA_HOURS_READ_MAX];
    bool lost = false;
    double number = 0;
    uint32_t key = 0;
    struct na_value_pair pair;
    struct na_grid grid;
    struct na_date_found date;
    switch (cell->role) {
    case NA_REGISTER_LAT:
    case NA_REGISTER_LON:
    case NA_REGISTER_EASTING:
    case NA_REGISTER_NORTHING:
    case NA_REGISTER_X:
    case NA_REGISTER_Y:
        return is_nearly_number(text) ||
               na_angle_read(text, NA_ANGLE_LAT, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD ||
               na_angle_read(text, NA_ANGLE_LON, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD;
    case NA_REGISTER_ACCURACY:
    case NA_REGISTER_UPRN:
        return na_number_parse(text, &number) ||
               na_number_read(text, NA_NUMBER_COMMA, &number) == NA_NUMBER_GOOD;
    case NA_REGISTER_LAT_LON:
        return na_value_pair(text, &pair);
    case NA_REGISTER_GRID_REF:
        return na_gridref_parse(text, &grid, &number);
    case NA_REGISTER_POSTCODE:
        return na_postcode_unit(text, &key);
    case NA_REGISTER_PHONE:
    case NA_REGISTER_SITE_PHONE:
        return na_value_phone(text, phone, &lost);
    case NA_REGISTER_OPENING_HOURS:
        return na_hours_read(text, hours);
    case NA_REGISTER_DAY_HOURS:
        return na_week_is_time(text);
    case NA_REGISTER_LAST_CHECKED:
    case NA_REGISTER_CODE_CHECKED:
    case NA_REGISTER_VALID_FROM:
    case NA_REGISTER_VALID_TO:
        return is_nearly_number(text) || na_date_read(text, NA_DATE_DAY_FIRST, &date);
    default:
        return false;
    }
}

/* Remember a text that somebody has to read: its column and what it says. Its list is never shown
 * unless it is asked for (nearaid check --texts). */
static enum na_code note_unread(const struct na_register_cell *cell)
{
    return na_buffer_printf(&cell->reg->unread, "%zu\t%.*s\n", cell->i, (int)cell->text->length,
                            cell->text->data);
}

/* Tell who listens of a free text. */
static void tell(const struct na_register_cell *cell, bool withheld)
{
    const struct na_compile_listener *listener = cell->reg->compiler->options->listener;
    char heading[64];
    if (listener != NULL && listener->text != NULL && cell->reg->tells) {
        struct na_free_text text = {.section = cell->reg->section->full,
                                    .file = cell->reg->file,
                                    .field = field_of(cell, heading),
                                    .record = cell->line,
                                    .text = na_register_cell_text(cell),
                                    .is_withheld = withheld};
        listener->text(listener->context, &text);
    }
}

/* May the tag NAME=VALUE be served? */
static bool is_harmless_tag(const struct na_register_cell *cell, struct na_str tag)
{
    const char *equals = tag.length > 0 ? memchr(tag.bytes, '=', tag.length) : NULL;
    size_t before = equals != NULL ? (size_t)(equals - tag.bytes) : 0;
    struct na_str name = {tag.bytes, before};
    struct na_str value =
        equals != NULL ? (struct na_str){equals + 1, tag.length - before - 1} : tag;
    enum na_secret_heading heading = equals != NULL ? na_secret_heading_of(name) : NA_HEADING_PLAIN;
    enum na_secret_mode mode = heading == NA_HEADING_EXPLAINS ? NA_SECRET_NAME
                               : cell->reg->facts.locks       ? NA_SECRET_STRICT
                                                              : NA_SECRET_TEXT;
    if (heading == NA_HEADING_SECRET && na_value_answer(value) == NA_ANSWER_UNKNOWN) {
        return false;
    }
    if (heading == NA_HEADING_DOUBTFUL && na_secret_looks_like_code(value)) {
        return false;
    }
    return na_secret_judge(value, mode).tier == NA_SECRET_NONE;
}

/* The tags that hold codes are left out of the list. */
static enum na_code guard_tags(const struct na_register_cell *cell)
{
    struct na_str list = na_register_cell_text(cell);
    struct na_buffer *kept = &cell->reg->scratch;
    enum na_code code = NA_OK;
    bool dropped = false;
    struct na_str tag;
    na_buffer_clear(kept);
    for (size_t at = 0; code == NA_OK && na_tag_list_next(list, &at, &tag);) {
        code = na_buffer_reserve(kept, tag.length + 1);
        bool harmless = code == NA_OK &&
                        is_harmless_tag(cell, na_tag_list_plain(tag, kept->data + kept->length));
        dropped = dropped || !harmless;
        if (harmless) {
            code = kept->length > 0 ? na_buffer_append(kept, ";", 1) : NA_OK;
            code = code == NA_OK ? na_buffer_append(kept, tag.bytes, tag.length) : code;
        }
    }
    if (code != NA_OK || !dropped) {
        return code;
    }
    na_register_cell_warn(cell, NA_SECRET_HINT,
                          "A tag seems to hold an access code: it is left out");
    na_buffer_clear(cell->text);
    return na_buffer_append(cell->text, kept->data, kept->length);
}

enum na_code na_register_cell_guard(const struct na_register_cell *cell)
{
    enum na_secret_mode mode = NA_SECRET_TEXT;
    if (cell->role == NA_REGISTER_TAGS) {
        return guard_tags(cell);
    }
    if (cell->text->length == 0 || !mode_of(cell, &mode) || is_typed(cell)) {
        return NA_OK;
    }
    struct na_secret secret = na_secret_judge(na_register_cell_text(cell), mode);
    if (secret.tier == NA_SECRET_NONE) {
        bool said = cell->role == NA_REGISTER_SPOKEN || cell->role == NA_REGISTER_LANDMARK ||
                    cell->role == NA_REGISTER_LOOKS;
        if (mode != NA_SECRET_NAME || said) {
            tell(cell, false); /* what a caller hears is read, too */
        }
        return NA_OK;
    }
    if (mode == NA_SECRET_NAME && cell->role != NA_REGISTER_TAG) {
        bool left_out = cell->reg->compiler->record.left_out;
        na_register_cell_fault(
            cell,
            "Take the code out of the file; codes go into a file of their own: access_codes "
            "in [pack]",
            "The text holds an access code: it is cut out");
        size_t after = cell->text->length - secret.to;
        if (after > 0) {
            memmove(cell->text->data + secret.from, cell->text->data + secret.to, after);
        }
        cell->text->length = secret.from + after;
        cell->reg->compiler->record.left_out = left_out; /* it is kept: the code is gone */
        return NA_OK;
    }
    if (secret.tier == NA_SECRET_UNREAD) {
        enum na_code code = note_unread(cell);
        tell(cell, !cell->reg->has_read_texts);
        if (code != NA_OK || cell->reg->has_read_texts) {
            return code;
        }
        na_register_cell_warn(
            cell, "Read it, then say so: nearaid approve PACK --texts",
            "Figures that nothing explains: the text is withheld until somebody has read it");
    } else {
        na_register_cell_warn(
            cell, "Take the code out; codes go into a file of their own: access_codes in [pack]",
            "The text holds an access code: it is withheld");
    }
    na_buffer_clear(cell->text);
    return NA_OK;
}
