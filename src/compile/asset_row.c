/* Column by column a record becomes a row: id, kind, texts, dates, hours, tags, position. Each
 * fault is a finding with the file, the record and the column, and reading goes on, so that one run
 * shows all faults. A row without a position of its own waits for its postcode. */
#include "compile/asset_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date_read.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/opening_hours.h"
#include "base/sayable.h"
#include "compile/asset_position.h"
#include "compile/tag_list.h"
#include "data/postcode.h"
#include "register/value.h"

#define ID_MAX 100
#define TEXT_MAX 4000
#define ACCURACY_MAX_M 1e6
/* Twelve figures. */
#define UPRN_MAX INT64_C(999999999999)

/* Accuracy of a position when the file gives none, metres: a surveyed point, a building's seed, a
 * postcode's centroid (the spread of the addresses of an urban unit postcode), and a guess. */
static const double default_accuracy_m[] = {[NA_QUALITY_APPROXIMATE] = 500,
                                            [NA_QUALITY_POSTCODE] = 100,
                                            [NA_QUALITY_BUILDING] = 10,
                                            [NA_QUALITY_SURVEYED] = 1};

static bool has_control(struct na_str text)
{
    for (size_t i = 0; i < text.length; i++) {
        if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7F) {
            return true;
        }
    }
    return false;
}

static void check_id(struct na_compiler *compiler, const struct na_asset_record *record)
{
    struct na_str id = na_asset_field(record, NA_COLUMN_ID);
    if (id.length == 0) {
        na_asset_fault(compiler, record, NA_COLUMN_ID, "Give the asset an id that stays for ever",
                       "The id is empty");
    } else if (id.length > ID_MAX || has_control(id) || memchr(id.bytes, '/', id.length) != NULL) {
        na_asset_fault(compiler, record, NA_COLUMN_ID,
                       "Use at most 100 bytes, without / and control characters",
                       "The id cannot be used");
    }
    if (na_asset_field(record, NA_COLUMN_NAME).length == 0) {
        na_asset_fault(compiler, record, NA_COLUMN_NAME, "Fill it in", "The name is empty");
    }
}

static bool is_kind(struct na_str kind)
{
    for (size_t i = 0; i < kind.length; i++) {
        char c = kind.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    return kind.length > 0 && kind.length <= 40;
}

/* The kind of the column, or else of the section. */
static struct na_str kind_of(struct na_compiler *compiler, const struct na_asset_record *record)
{
    struct na_str said = na_asset_field(record, NA_COLUMN_KIND);
    struct na_str section = na_str_of(record->section->kind);
    if (said.length > 0 && section.length > 0 && !na_str_equal(said, section)) {
        na_asset_fault(compiler, record, NA_COLUMN_KIND,
                       "Correct the column, or remove kind = in pack.ini",
                       "The kind is not the one that pack.ini gives to the file");
    }
    struct na_str kind = said.length > 0 ? said : section;
    if (!is_kind(kind)) {
        na_asset_fault(compiler, record, NA_COLUMN_KIND,
                       "Use lower-case letters, digits and _, for example bleed_cabinet",
                       "The kind is missing or cannot be used");
    }
    return kind;
}

static void read_words(struct na_compiler *compiler, const struct na_asset_record *record,
                       struct na_flat_asset *flat)
{
    struct na_str quality = na_asset_field(record, NA_COLUMN_QUALITY);
    struct na_str status = na_asset_field(record, NA_COLUMN_STATUS);
    bool found = quality.length == 0;
    for (uint32_t i = 0; i <= NA_QUALITY_SURVEYED && !found; i++) {
        found = na_str_is(quality, na_quality_name((enum na_quality)i));
        flat->quality = i;
    }
    if (!found) {
        na_asset_fault(compiler, record, NA_COLUMN_QUALITY,
                       "Write surveyed, building, postcode or approximate",
                       "Unknown position quality");
    }
    found = status.length == 0;
    for (uint32_t i = 0; i <= NA_STATUS_OUT_OF_SERVICE && !found; i++) {
        found = na_str_is(status, na_status_name((enum na_status)i));
        flat->status = i;
    }
    if (!found) {
        na_asset_fault(compiler, record, NA_COLUMN_STATUS,
                       "Write in_service, out_of_service or unknown", "Unknown status");
    }
    struct na_str accuracy = na_asset_field(record, NA_COLUMN_ACCURACY);
    flat->accuracy_m = default_accuracy_m[flat->quality % 4];
    if (accuracy.length > 0 && (!na_number_parse(accuracy, &flat->accuracy_m) ||
                                flat->accuracy_m < 0 || flat->accuracy_m > ACCURACY_MAX_M)) {
        na_asset_fault(compiler, record, NA_COLUMN_ACCURACY, "Write metres, for example 10",
                       "Not a number of metres");
    }
}

/* How the asset is locked, and hours that are understood. */
static void read_reach(struct na_compiler *compiler, const struct na_asset_record *record,
                       struct na_flat_asset *flat)
{
    struct na_str locked = na_asset_field(record, NA_COLUMN_LOCKED);
    struct na_str hours = na_asset_field(record, NA_COLUMN_OPENING_HOURS);
    struct na_opening_hours understood;
    if (na_str_is(locked, "yes")) {
        flat->locked = NA_LOCKED_YES;
    } else if (na_str_is(locked, "no")) {
        flat->locked = NA_LOCKED_NO;
    } else if (locked.length > 0 && !na_str_is(locked, "unknown")) {
        na_asset_fault(compiler, record, NA_COLUMN_LOCKED, "Write yes, no or unknown",
                       "Not an answer to whether it is locked");
    }
    if (hours.length > 0 && !na_opening_hours_parse(hours, &understood)) {
        na_compile_warning(compiler,
                           (struct na_place){.file = record->file,
                                             .record = record->record,
                                             .field = na_column_name(NA_COLUMN_OPENING_HOURS),
                                             .hint = "docs/opening-hours.md has what is"},
                           "The opening hours are not understood: they count as unknown");
    }
}

static bool is_location(struct na_str said, uint32_t *ret_location)
{
    for (uint32_t i = NA_LOCATION_OUTSIDE; i <= NA_LOCATION_STAFFED; i++) {
        if (na_str_is(said, na_location_name((enum na_location)i))) {
            *ret_location = i;
            return true;
        }
    }
    return said.length == 0 || na_str_is(said, "unknown");
}

/* Outside or in. Registers have other things in a column of this name: those are kept as a tag. */
static void read_location(struct na_compiler *compiler, const struct na_asset_record *record,
                          struct na_flat_asset *flat)
{
    if (!is_location(na_asset_field(record, NA_COLUMN_LOCATION), &flat->location)) {
        na_compile_warning(
            compiler,
            (struct na_place){.file = record->file,
                              .record = record->record,
                              .field = na_column_name(NA_COLUMN_LOCATION),
                              .hint = "Write outside, inside, inside_staffed_hours or unknown"},
            "The location is not a known one: it counts as unknown and is kept as a tag");
    }
}

/* What a caller hears of the asset: few words, and nothing that looks like a telephone number or a
 * code. */
static void check_spoken(struct na_compiler *compiler, const struct na_asset_record *record)
{
    static const struct {
        enum na_column column;
        size_t most;
        const char *hint;
    } spoken[] = {{NA_COLUMN_SPOKEN, 8, "Shorten it to 8 words"},
                  {NA_COLUMN_LANDMARK, 7, "Shorten it to 7 words"},
                  {NA_COLUMN_LOOKS, 3, "Shorten it to 3 words"}};
    for (size_t i = 0; i < sizeof spoken / sizeof spoken[0]; i++) {
        struct na_str text = na_asset_field(record, spoken[i].column);
        if (na_sayable_words(text) > spoken[i].most) {
            na_asset_fault(compiler, record, spoken[i].column, spoken[i].hint,
                           "The caller cannot take in so many words");
        } else if (na_sayable_has_number(text)) {
            na_asset_fault(compiler, record, spoken[i].column,
                           "Remove it; numbers and codes are for the operator",
                           "A number of 4 figures or more is not said to the caller");
        }
    }
}

static int32_t read_date(struct na_compiler *compiler, const struct na_asset_record *record,
                         enum na_column column)
{
    struct na_str text = na_asset_field(record, column);
    int32_t days = NA_DATE_NONE;
    struct na_date_found found = {.is_month = false};
    bool good = record->has_point ? na_date_parse_dbf(text, &days)
                                  : na_date_read(text, na_asset_order(record, column), &found);
    if (text.length > 0 && (!good || found.is_month)) {
        na_asset_fault(compiler, record, column, "Write dates as YYYY-MM-DD", "Not a date");
        return NA_DATE_NONE;
    }
    return record->has_point || text.length == 0 ? days : found.day;
}

static enum na_code add_tag(struct na_compiler *compiler, struct na_flat_asset *flat,
                            struct na_str name, struct na_str value, struct na_error *reterr)
{
    struct na_flat_tag tag = {0, 0};
    enum na_code code = na_compile_text(compiler, name, &tag.name, reterr);
    if (code == NA_OK) {
        code = na_compile_text(compiler, value, &tag.value, reterr);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&compiler->asset_tags, &tag, sizeof tag);
        flat->tag_count += code == NA_OK;
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the tags");
    }
    return code;
}

/* NAME=VALUE */
static enum na_code read_tag(struct na_compiler *compiler, const struct na_asset_record *record,
                             struct na_str piece, struct na_flat_asset *flat,
                             struct na_error *reterr)
{
    const char *equals = memchr(piece.bytes, '=', piece.length);
    if (equals == NULL || equals == piece.bytes) {
        na_asset_fault(compiler, record, NA_COLUMN_TAGS, "Write scheme=pubwatch;radio=apex",
                       "A tag is not of the form name=value");
        return NA_OK;
    }
    size_t before = (size_t)(equals - piece.bytes);
    struct na_str name = na_str_trim((struct na_str){piece.bytes, before});
    struct na_str value = {equals + 1, piece.length - before - 1};
    if (na_column_is_secret(name)) {
        na_asset_fault(compiler, record, NA_COLUMN_TAGS, NA_SECRET_HINT,
                       "A tag seems to hold an access code");
    }
    return add_tag(compiler, flat, name, na_str_trim(value), reterr);
}

/* "scheme=pubwatch;radio=apex" */
static enum na_code read_tag_list(struct na_compiler *compiler,
                                  const struct na_asset_record *record, struct na_str list,
                                  struct na_flat_asset *flat, struct na_error *reterr)
{
    char *plain = list.length > 0 ? malloc(list.length) : NULL;
    enum na_code code = NA_OK;
    if (list.length > 0 && plain == NULL) {
        return na_fail_memory(reterr, "reading the tags");
    }
    struct na_str tag;
    for (size_t at = 0; code == NA_OK && na_tag_list_next(list, &at, &tag);) {
        code = read_tag(compiler, record, na_tag_list_plain(tag, plain), flat, reterr);
    }
    free(plain);
    return code;
}

static enum na_code read_tags(struct na_compiler *compiler, const struct na_asset_record *record,
                              struct na_flat_asset *flat, struct na_error *reterr)
{
    flat->first_tag = compiler->asset_tags.length / sizeof(struct na_flat_tag);
    enum na_code code =
        read_tag_list(compiler, record, na_asset_field(record, NA_COLUMN_TAGS), flat, reterr);
    for (size_t i = 0; code == NA_OK && i < record->columns->count; i++) {
        struct na_str value = na_str_trim(record->fields[i]);
        uint32_t location = 0;
        bool is_tag =
            record->columns->roles[i] == NA_COLUMN_OTHER ||
            (record->columns->roles[i] == NA_COLUMN_LOCATION && !is_location(value, &location));
        if (is_tag && value.length > 0) {
            code = add_tag(compiler, flat, na_str_of(record->columns->names[i]), value, reterr);
        }
    }
    return code;
}

static enum na_code read_texts(struct na_compiler *compiler, const struct na_asset_record *record,
                               struct na_flat_asset *flat, struct na_error *reterr)
{
    static const struct {
        enum na_column column;
        enum na_flat_asset_text text;
    } plain[] = {{NA_COLUMN_ID, NA_ASSET_ID},
                 {NA_COLUMN_NAME, NA_ASSET_NAME},
                 {NA_COLUMN_ALIASES, NA_ASSET_ALIASES},
                 {NA_COLUMN_ADDRESS, NA_ASSET_ADDRESS},
                 {NA_COLUMN_POSTCODE, NA_ASSET_POSTCODE},
                 {NA_COLUMN_SITING, NA_ASSET_SITING},
                 {NA_COLUMN_W3W, NA_ASSET_W3W},
                 {NA_COLUMN_OPENING_HOURS, NA_ASSET_OPENING_HOURS},
                 {NA_COLUMN_UPRN, NA_ASSET_UPRN},
                 {NA_COLUMN_ACCESS, NA_ASSET_ACCESS},
                 {NA_COLUMN_HOLDER, NA_ASSET_HOLDER},
                 {NA_COLUMN_PHONE, NA_ASSET_PHONE},
                 {NA_COLUMN_SPOKEN, NA_ASSET_SPOKEN},
                 {NA_COLUMN_LANDMARK, NA_ASSET_LANDMARK},
                 {NA_COLUMN_LOOKS, NA_ASSET_LOOKS}};
    enum na_code code =
        na_compile_text(compiler, kind_of(compiler, record), &flat->texts[NA_ASSET_KIND], reterr);
    for (size_t i = 0; code == NA_OK && i < sizeof plain / sizeof plain[0]; i++) {
        struct na_str text = na_asset_field(record, plain[i].column);
        if (text.length > TEXT_MAX) {
            na_asset_fault(compiler, record, plain[i].column, "Shorten it to 4000 bytes",
                           "The text is too long");
        }
        code = na_compile_text(compiler, text, &flat->texts[plain[i].text], reterr);
    }
    return code;
}

/* The postcode of its column, or else one within its address. */
static bool find_postcode(const struct na_asset_record *record, uint32_t *ret_key)
{
    return na_postcode_unit(na_asset_field(record, NA_COLUMN_POSTCODE), ret_key) ||
           na_value_find_postcode(na_asset_field(record, NA_COLUMN_ADDRESS), ret_key);
}

/* Without a position that of the postcode counts, once all postcodes are read. */
static void read_position(struct na_compiler *compiler, const struct na_asset_record *record,
                          struct na_asset_row *row)
{
    uint32_t key = 0;
    int64_t uprn = 0;
    struct na_asset_found found = na_asset_read_position(compiler, record, &row->flat);
    row->from_grid = found.from_grid;
    row->has_postcode =
        na_postcode_unit(na_asset_field(record, NA_COLUMN_POSTCODE), &row->postcode);
    row->says_quality = na_asset_field(record, NA_COLUMN_QUALITY).length > 0;
    if (found.given) {
        return;
    }
    row->wants_postcode = find_postcode(record, &key);
    row->postcode = row->wants_postcode ? key : row->postcode;
    row->wants_uprn = compiler->has_uprns &&
                      na_integer_parse(na_asset_field(record, NA_COLUMN_UPRN), 1, UPRN_MAX, &uprn);
    row->uprn = (uint64_t)uprn;
    row->wants_street =
        compiler->has_streets && na_asset_field(record, NA_COLUMN_ADDRESS).length > 0;
    if (!row->wants_postcode && !row->wants_uprn && !row->wants_street) {
        na_asset_complain_no_position(compiler, record);
    }
}

/* A text that says that the thing is gone, beside a status that does not. */
static void check_gone(struct na_compiler *compiler, const struct na_asset_record *record,
                       const struct na_flat_asset *flat)
{
    static const enum na_column columns[] = {NA_COLUMN_NAME, NA_COLUMN_SITING, NA_COLUMN_ACCESS};
    bool ends = flat->status == NA_STATUS_OUT_OF_SERVICE || flat->valid_to != NA_DATE_NONE;
    for (size_t i = 0; !ends && i < sizeof columns / sizeof columns[0]; i++) {
        const char *words = na_value_gone_words(na_asset_field(record, columns[i]));
        if (words != NULL) {
            na_compile_warning(
                compiler,
                (struct na_place){.file = record->file,
                                  .record = record->record,
                                  .field = na_column_name(columns[i]),
                                  .hint =
                                      "If it is so, give the status out_of_service, or valid_to"},
                "The text says \"%s\", and the status does not say that it cannot be used", words);
        }
    }
}

enum na_code na_asset_row_add(struct na_compiler *compiler, const struct na_asset_record *record,
                              struct na_error *reterr)
{
    struct na_asset_row row = {
        .file = record->section->file, .record = record->record, .section = record->section};
    if (record->code != NULL) {
        (void)na_text_copy(row.code, sizeof row.code, record->code);
    }
    check_id(compiler, record);
    read_words(compiler, record, &row.flat);
    read_position(compiler, record, &row);
    read_reach(compiler, record, &row.flat);
    read_location(compiler, record, &row.flat);
    check_spoken(compiler, record);
    row.flat.code_checked = read_date(compiler, record, NA_COLUMN_CODE_CHECKED);
    row.flat.last_checked = read_date(compiler, record, NA_COLUMN_LAST_CHECKED);
    row.flat.valid_from = read_date(compiler, record, NA_COLUMN_VALID_FROM);
    row.flat.valid_to = read_date(compiler, record, NA_COLUMN_VALID_TO);
    if (row.flat.valid_from != NA_DATE_NONE && row.flat.valid_to != NA_DATE_NONE &&
        row.flat.valid_to < row.flat.valid_from) {
        na_asset_fault(compiler, record, NA_COLUMN_VALID_TO, "Exchange the two dates",
                       "valid_to is before valid_from");
    }
    check_gone(compiler, record, &row.flat);
    if (compiler->record.left_out) {
        return NA_OK;
    }
    enum na_code code = read_texts(compiler, record, &row.flat, reterr);
    if (code == NA_OK) {
        code = read_tags(compiler, record, &row.flat, reterr);
    }
    if (code == NA_OK && !compiler->record.left_out) {
        code = na_buffer_append(&compiler->asset_rows, &row, sizeof row);
        code = code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the assets");
    }
    return code;
}
