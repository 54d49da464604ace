/* A register's columns: found, said, and laid out as docs/pack.md has them. */
#include "compile/register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "register/heading.h"
#include "register/secret.h"
#include "register/value.h"

_Static_assert((int)NA_REGISTER_OWN_COUNT == (int)NA_COLUMN_COUNT, "roles begin with the columns");

#define CELL_MAX ((size_t)1 << 20)
/* Columns that are said to be nearly another: the first ones only, a file of nonsense has many. */
#define SAID_MOST 20

static struct na_place place_of(const struct na_register *reg, const char *field, const char *hint)
{
    return (struct na_place){
        .file = reg->file, .record = reg->header_line, .field = field, .hint = hint};
}

/* The heading as a text of at most 63 bytes. */
static const char *heading_text(const struct na_register *reg, size_t i, char to[64])
{
    (void)na_text_copy_str(to, 64, reg->columns[i].heading);
    return to[0] != '\0' ? to : "without a heading";
}

static bool is_dated(enum na_register_role role)
{
    return role == NA_REGISTER_LAST_CHECKED || role == NA_REGISTER_VALID_FROM ||
           role == NA_REGISTER_VALID_TO || role == NA_REGISTER_CODE_CHECKED;
}

size_t na_register_find(const struct na_register *reg, enum na_register_role role)
{
    size_t i = 0;
    while (i < reg->count && reg->columns[i].role != role) {
        i++;
    }
    return i;
}

static size_t column_named(const struct na_register *reg, struct na_str heading)
{
    for (size_t i = 0; i < reg->count; i++) {
        if (na_str_equal(na_str_trim_wide(reg->columns[i].heading), heading)) {
            return i;
        }
    }
    size_t i = 0;
    while (i < reg->count && !na_heading_same(reg->columns[i].heading, heading)) {
        i++;
    }
    return i;
}

/* A heading that pack.ini names and the file does not have: never guessed. */
static void complain_gone(const struct na_register *reg, const char *key, struct na_str heading)
{
    char said[512];
    size_t used = 0;
    for (size_t i = 0; i < reg->count && used + 70 < sizeof said; i++) {
        char text[64];
        used += (size_t)snprintf(said + used, sizeof said - used, "%s%s", i > 0 ? ", " : "",
                                 heading_text(reg, i, text));
    }
    na_compile_error(
        reg->compiler,
        place_of(reg, key, "Correct the line in pack.ini, or run nearaid import again"),
        "pack.ini names the column \"%.*s\", which the file does not have: %.300s",
        (int)(heading.length > 60 ? 60 : heading.length), heading.bytes, said);
}

/* What a list of headings says of its columns: in pack.ini, or in a profile, which knows headings
 * that a file need not have, and says nothing of those that pack.ini decides. */
struct wish {
    const char *key; /* of pack.ini; NULL: of a profile */
    const char *list;
    char mark;
    bool keep;
    enum na_register_role role;
};

/* The column, and those of the very same heading. */
static void grant(struct na_register *reg, const struct wish *wish, size_t first)
{
    struct na_str heading = na_str_trim_wide(reg->columns[first].heading);
    for (size_t i = first; i < reg->count; i++) {
        struct na_register_column *column = &reg->columns[i];
        bool open = wish->key != NULL || (column->wished == NA_REGISTER_COUNT && !column->keep);
        if (!open || (i > first && !na_str_equal(na_str_trim_wide(column->heading), heading))) {
            continue;
        }
        if (wish->keep) {
            column->keep = true;
        } else {
            column->wished = wish->role;
        }
    }
}

static void take_wish(struct na_register *reg, const struct wish *wish)
{
    struct na_str rest = na_str_of(wish->list);
    struct na_str item;
    while (na_heading_list_next(&rest, wish->mark, &item)) {
        size_t i = column_named(reg, item);
        if (i < reg->count) {
            grant(reg, wish, i);
        } else if (wish->key != NULL && item.length > 0 && !na_str_is(item, "-")) {
            complain_gone(reg, wish->key, item);
        }
    }
}

static void take_role(struct na_register *reg, enum na_register_role role)
{
    char key[64];
    (void)snprintf(key, sizeof key, "column.%s", na_role_name(role));
    if (reg->section->columns[role] != NULL) {
        take_wish(reg, &(struct wish){key, reg->section->columns[role], '+', false, role});
    }
}

/* The file has the headings by which the profile knows its files. */
static void check_profile(const struct na_register *reg)
{
    struct na_str rest = na_str_of(reg->section->match);
    struct na_str item;
    while (na_heading_list_next(&rest, ',', &item)) {
        if (column_named(reg, item) == reg->count) {
            na_compile_error(
                reg->compiler,
                place_of(reg, "profile", "Remove profile = from its section, or name another one"),
                "The file is not of the profile %s: it has no column \"%.*s\"",
                reg->section->profile, (int)(item.length > 60 ? 60 : item.length), item.bytes);
        }
    }
}

static void take_profile(struct na_register *reg)
{
    const struct na_section *section = reg->section;
    for (int role = 0; role < NA_REGISTER_COUNT; role++) {
        if (section->columns[role] == NULL && section->profile_columns[role] != NULL) {
            take_wish(reg, &(struct wish){NULL, section->profile_columns[role], '+', false,
                                          (enum na_register_role)role});
        }
    }
    take_wish(reg, &(struct wish){NULL, section->profile_keep, ',', true, NA_REGISTER_TAG});
    take_wish(reg, &(struct wish){NULL, section->profile_ignore, ',', false, NA_REGISTER_IGNORED});
    take_wish(reg, &(struct wish){NULL, section->profile_tags, ',', false, NA_REGISTER_TAG});
    take_wish(reg, &(struct wish){NULL, section->profile_left_out, ',', false, NA_REGISTER_SECRET});
    check_profile(reg);
}

/* A column that nobody has decided about: next month's file is not guessed at. */
static void complain_new(const struct na_register *reg)
{
    for (size_t i = 0; reg->section->complete && i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        char heading[64];
        if (column->heading.length > 0 && column->wished == NA_REGISTER_COUNT && !column->keep) {
            na_compile_error(reg->compiler,
                             place_of(reg, heading_text(reg, i, heading),
                                      "Run nearaid import again, or name it in its section: "
                                      "column.ROLE =, tags = or ignore ="),
                             "The file has a new column, which pack.ini does not name");
        }
    }
}

static void take_wishes(struct na_register *reg)
{
    for (size_t i = 0; i < reg->count; i++) {
        reg->columns[i].wished = NA_REGISTER_COUNT;
    }
    for (int role = 0; role < NA_REGISTER_COUNT; role++) {
        take_role(reg, (enum na_register_role)role);
    }
    const struct na_section *section = reg->section;
    take_wish(reg, &(struct wish){"ignore", section->ignore, ',', false, NA_REGISTER_IGNORED});
    take_wish(reg, &(struct wish){"tags", section->tags, ',', false, NA_REGISTER_TAG});
    take_wish(reg, &(struct wish){"left_out", section->left_out, ',', false, NA_REGISTER_SECRET});
    take_wish(reg, &(struct wish){"keep", section->keep, ',', true, NA_REGISTER_TAG});
    if (section->profile[0] != '\0') {
        take_profile(reg);
    }
    complain_new(reg);
}

enum na_code na_register_open(struct na_compiler *compiler, const struct na_section *section,
                              const char *file, const struct na_str *headings, size_t count,
                              int64_t line, struct na_register *ret_register,
                              struct na_error *reterr)
{
    struct na_register reg = {.compiler = compiler,
                              .section = section,
                              .file = file,
                              .count = count,
                              .code_column = count,
                              .header_line = line};
    size_t all = count + NA_MADE_COUNT;
    na_buffer_init(&reg.headings, CELL_MAX);
    na_buffer_init(&reg.scratch, CELL_MAX);
    na_buffer_init(&reg.unread, NA_PACK_CSV_MAX);
    reg.columns = calloc(count + 1, sizeof *reg.columns);
    reg.fields = calloc(all, sizeof *reg.fields);
    reg.texts = calloc(all, sizeof *reg.texts);
    reg.out_forms = calloc(all, sizeof *reg.out_forms);
    reg.out.roles = calloc(all, sizeof *reg.out.roles);
    reg.out.names = calloc(all, sizeof *reg.out.names);
    reg.out.count = all;
    *ret_register = reg;
    if (reg.columns == NULL || reg.fields == NULL || reg.texts == NULL || reg.out_forms == NULL ||
        reg.out.roles == NULL || reg.out.names == NULL) {
        na_register_fini(ret_register);
        return na_fail_memory(reterr, "reading the register");
    }
    for (size_t i = 0; i < all; i++) {
        na_buffer_init(&reg.texts[i], CELL_MAX);
    }
    /* One buffer for all headings: their places are known once it has grown. */
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = na_value_clean(headings[i], &reg.scratch);
        reg.columns[i].heading.length = reg.scratch.length;
        if (code == NA_OK) {
            code = na_buffer_append(&ret_register->headings, reg.scratch.data, reg.scratch.length);
        }
        ret_register->scratch = reg.scratch;
    }
    size_t at = 0;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        reg.columns[i].heading.bytes =
            reg.columns[i].heading.length > 0 ? ret_register->headings.data + at : "";
        at += reg.columns[i].heading.length;
    }
    if (code != NA_OK) {
        na_register_fini(ret_register);
        return na_fail(reterr, code, "No room for the headings");
    }
    take_wishes(ret_register);
    return NA_OK;
}

void na_register_fini(struct na_register *reg)
{
    for (size_t i = 0; reg->texts != NULL && i < reg->out.count; i++) {
        na_buffer_fini(&reg->texts[i]);
    }
    free(reg->texts);
    free(reg->fields);
    free(reg->columns);
    memset(reg->code, 0, sizeof reg->code);
    free(reg->out_forms);
    na_columns_fini(&reg->out);
    na_made_ids_fini(&reg->ids);
    na_buffer_fini(&reg->headings);
    na_buffer_fini(&reg->scratch);
    na_buffer_fini(&reg->unread);
    memset(reg, 0, sizeof *reg);
}

enum na_code na_register_see(struct na_register *reg, const struct na_str *fields, size_t count,
                             struct na_error *reterr)
{
    enum na_code code = NA_OK;
    reg->seen_rows++;
    for (size_t i = 0; i < count && i < reg->count && code == NA_OK; i++) {
        code = na_value_clean(fields[i], &reg->scratch);
        if (code == NA_OK && reg->scratch.length > 0) {
            na_column_see(&reg->columns[i].seen,
                          (struct na_str){reg->scratch.data, reg->scratch.length});
        }
    }
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for a cell");
}

/* A file that is an export of ours: what was worked out for it is left aside. */
static void leave_worked_out(struct na_register *reg)
{
    static const char *const names[] = NA_COLUMNS_WORKED_OUT;
    size_t found = 0;
    for (size_t n = 0; n < NA_COLUMNS_OF_EXPORT; n++) {
        for (size_t i = 0; i < reg->count; i++) {
            found += na_str_is(reg->columns[i].heading, names[n]);
        }
    }
    reg->is_export = found >= NA_COLUMNS_OF_EXPORT;
    for (size_t i = 0; i < reg->count && reg->is_export; i++) {
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            if (na_str_is(reg->columns[i].heading, names[n])) {
                reg->columns[i].wished = NA_REGISTER_IGNORED;
            }
        }
    }
}

/* Name of a tag: lower case, blanks and dashes as "_". */
static void name_column(struct na_register *reg, size_t i)
{
    char *name = reg->out.names[i];
    (void)na_text_copy_str(name, NA_COLUMN_NAME_MAX, na_str_trim_wide(reg->columns[i].heading));
    for (char *c = name; *c != '\0'; c++) {
        *c = *c == ' ' || *c == '-' ? '_' : na_ascii_lower(*c);
    }
}

static bool is_repeated(const struct na_register *reg, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (reg->out.names[i][0] != '\0' && strcmp(reg->out.names[j], reg->out.names[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The second column of a heading: a tag gets a number, a known column is an error. */
static bool settle_repeated(struct na_register *reg, size_t i)
{
    struct na_heading_meaning meaning = na_heading_meaning_of(reg->columns[i].heading);
    const char *name = reg->out.names[i];
    if (meaning.weight >= 10 || strlen(name) + 6 > NA_COLUMN_NAME_MAX) {
        na_compile_error(reg->compiler, place_of(reg, name, "Keep one of the two columns"),
                         "The column is there twice");
        return false;
    }
    char again[NA_COLUMN_NAME_MAX + 32];
    (void)snprintf(again, sizeof again, "%.56s_%zu", name, i + 1);
    na_compile_warning(reg->compiler,
                       place_of(reg, name, "Name the columns differently if that matters"),
                       "The heading is there twice: the second is kept as %s", again);
    (void)na_text_copy(reg->out.names[i], NA_COLUMN_NAME_MAX, again);
    return true;
}

static void say_secret(struct na_register *reg, size_t i)
{
    char heading[64];
    char hint[200];
    const struct na_register_column *column = &reg->columns[i];
    const char *name = heading_text(reg, i, heading);
    if (i == reg->code_column) {
        na_compile_warning(reg->compiler,
                           place_of(reg, name, "Only who may see codes sees them: docs/pack.md"),
                           "The column holds access codes: they are kept as those of access_codes "
                           "(%zu cells)",
                           column->seen.filled);
    } else if (column->asked) {
        (void)snprintf(hint, sizeof hint, "If it holds none, add to its section: keep = %s", name);
        na_compile_warning(reg->compiler, place_of(reg, name, hint),
                           "The column seems to hold access codes: it is left out (%zu cells)",
                           column->seen.filled);
    } else {
        na_compile_warning(reg->compiler, place_of(reg, name, NA_SECRET_HINT),
                           "The column holds access codes: it is left out (%zu cells)",
                           column->seen.filled);
    }
}

/* The file that holds the codes is closed to others; of a shapefile its table. */
static void check_private(const struct na_register *reg)
{
    char name[4096];
    (void)na_text_copy(name, sizeof name, reg->section->file);
    if (na_is_shapefile_name(name)) {
        memcpy(name + strlen(name) - 3, "dbf", 3);
    }
    (void)na_compile_is_private(reg->compiler, name);
}

/* secrets = move: the one column that holds codes. */
static void find_code_column(struct na_register *reg)
{
    reg->code_column = reg->count;
    for (size_t i = 0; reg->section->moves_codes && i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        char heading[64];
        char hint[200];
        if (column->role != NA_REGISTER_SECRET || column->seen.filled == 0) {
            continue;
        }
        if (reg->code_column < reg->count) {
            (void)snprintf(hint, sizeof hint, "Add the other one to its section: ignore = %s",
                           heading_text(reg, i, heading));
            na_compile_error(reg->compiler, place_of(reg, "secrets", hint),
                             "Two columns hold codes: only one can be moved");
        } else {
            reg->code_column = i;
        }
    }
    if (reg->section->moves_codes) {
        check_private(reg);
    }
}

/* A column that matters and holds nothing, or the same in every record. */
static void say_poor(struct na_register *reg, size_t i)
{
    enum { LEAST = 5 };
    const struct na_register_column *column = &reg->columns[i];
    char heading[64];
    bool place = (column->role >= NA_REGISTER_LAT && column->role <= NA_REGISTER_NORTHING) ||
                 column->role == NA_REGISTER_LAT_LON || column->role == NA_REGISTER_GRID_REF ||
                 column->role == NA_REGISTER_POSTCODE || column->role == NA_REGISTER_UPRN;
    bool checked = column->role == NA_REGISTER_STATUS || column->role == NA_REGISTER_LOCKED ||
                   column->role == NA_REGISTER_LAST_CHECKED;
    if (reg->is_export || reg->seen_rows < LEAST) {
        return;
    }
    if ((place || checked) && column->seen.filled == 0) {
        na_compile_warning(reg->compiler,
                           place_of(reg, heading_text(reg, i, heading),
                                    "Was the column lost when the file was exported?"),
                           "The column is empty in all %zu records", reg->seen_rows);
    } else if ((place || column->role == NA_REGISTER_NAME) && column->seen.filled >= LEAST &&
               !column->seen.varies) {
        na_compile_warning(
            reg->compiler,
            place_of(reg, heading_text(reg, i, heading), "Was one value copied over the column?"),
            "The column has the same value in all %zu records", column->seen.filled);
    }
}

/* What is worth knowing of how the columns were taken. */
static void say_columns(struct na_register *reg)
{
    size_t said = 0;
    for (size_t i = 0; i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        char heading[64];
        char hint[200];
        const char *name = heading_text(reg, i, heading);
        const char *role = na_role_name(column->role);
        say_poor(reg, i);
        if (reg->forms != NULL && i < reg->form_count && reg->forms[i].dots) {
            na_compile_warning(reg->compiler,
                               place_of(reg, name, "Compare one position with the map"),
                               "450.900 is read as 450900: dots part the thousands");
        }
        if (column->role == NA_REGISTER_SECRET) {
            say_secret(reg, i);
        } else if (said < SAID_MOST && column->misspelt) {
            (void)snprintf(hint, sizeof hint,
                           "Correct the heading, or add to its section: ignore = %s", name);
            na_compile_warning(reg->compiler, place_of(reg, name, hint),
                               "The column %s is taken as %s, misspelt", name, role);
            said++;
        } else if (said < SAID_MOST && column->in_doubt) {
            na_compile_warning(reg->compiler,
                               place_of(reg, name,
                                        "Say in its section which column is meant: "
                                        "column.ROLE = HEADING"),
                               "The column is nearly a known one that the file has already: it "
                               "is kept as a tag");
            said++;
        } else if (column->role == NA_REGISTER_ID && column->not_lasting) {
            na_compile_warning(reg->compiler,
                               place_of(reg, name,
                                        "Give the assets ids that stay for ever; "
                                        "nearaid import makes them"),
                               "The ids of this column count the rows: they may change with the "
                               "next file");
        } else if (column->heading.length == 0 && column->seen.filled > 0) {
            na_compile_warning(reg->compiler, place_of(reg, NULL, "Give the column a heading"),
                               "Column %zu has no heading: it is left out", i + 1);
        }
    }
}

static bool has(const struct na_register *reg, enum na_register_role role)
{
    return na_register_find(reg, role) < reg->count;
}

static bool has_position(const struct na_register *reg)
{
    for (size_t i = 0; i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        if (column->role == NA_REGISTER_ADDRESS && column->seen.with_postcode > 0) {
            return true;
        }
    }
    return reg->facts.has_point || (has(reg, NA_REGISTER_LAT) && has(reg, NA_REGISTER_LON)) ||
           (has(reg, NA_REGISTER_EASTING) && has(reg, NA_REGISTER_NORTHING)) ||
           has(reg, NA_REGISTER_LAT_LON) || has(reg, NA_REGISTER_GRID_REF) ||
           has(reg, NA_REGISTER_POSTCODE) ||
           (reg->compiler->has_uprns && has(reg, NA_REGISTER_UPRN));
}

/* Which of two columns is meant only a person knows. */
static void complain_doubt(const struct na_register *reg, const struct na_register_doubt *doubt)
{
    char first[64];
    char second[64];
    char hint[200];
    const char *role = na_role_name(doubt->role);
    (void)snprintf(hint, sizeof hint, "Add to its section: column.%s = %s", role,
                   heading_text(reg, doubt->first, first));
    const struct na_compile_listener *listener = reg->compiler->options->listener;
    if (listener != NULL && listener->doubt != NULL) {
        listener->doubt(listener->context, reg->section->full, role,
                        reg->columns[doubt->first].heading, reg->columns[doubt->second].heading);
    }
    na_compile_error(reg->compiler, place_of(reg, role, hint),
                     "Two columns could be the %s: \"%s\" and \"%s\"", role, first,
                     heading_text(reg, doubt->second, second));
}

/* No column is the name: one that may be is proposed. */
static void complain_no_name(const struct na_register *reg)
{
    char heading[64];
    char hint[200] = "Add the column, or say which it is: column.name = HEADING";
    for (size_t i = 0; i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        if (column->role == NA_REGISTER_TAG && column->heading.length > 0 &&
            column->seen.filled > 0 && column->seen.varies) {
            (void)snprintf(hint, sizeof hint,
                           "Add to its section: column.name = %s; or another column, if that is it",
                           heading_text(reg, i, heading));
            break;
        }
    }
    na_compile_error(reg->compiler, place_of(reg, "name", hint), "The column is missing");
}

static bool has_needed(const struct na_register *reg)
{
    bool good = true;
    if (reg->facts.wishes_id && reg->section->ids[0] == '\0') {
        na_compile_warning(
            reg->compiler,
            place_of(reg, "id",
                     "Add a column id whose values stay the same for ever, or run nearaid import: "
                     "it makes ids and keeps them"),
            "No column of ids: they are made of name and postcode, and change when "
            "those do");
    }
    if (!has(reg, NA_REGISTER_NAME)) {
        complain_no_name(reg);
        good = false;
    }
    if (!has_position(reg)) {
        bool uprn = has(reg, NA_REGISTER_UPRN);
        na_compile_error(reg->compiler,
                         place_of(reg, uprn ? "uprn" : "lat",
                                  uprn ? "Add lat and lon, easting_m and northing_m, or a "
                                         "postcode; or OS Open UPRN to the pack: [places.uprn] "
                                         "with format = os-open-uprn"
                                       : "Add columns lat and lon, or easting_m and northing_m, or "
                                         "a postcode"),
                         uprn ? "The file has no positions: a UPRN alone is no position"
                              : "The file has no positions");
        good = false;
    }
    return good;
}

static void lay_out(struct na_register *reg)
{
    static const enum na_column made[NA_MADE_COUNT] = {
        NA_COLUMN_ADDRESS,  NA_COLUMN_LAT,      NA_COLUMN_LON,
        NA_COLUMN_EASTING,  NA_COLUMN_NORTHING, NA_COLUMN_QUALITY,
        NA_COLUMN_ACCURACY, NA_COLUMN_ID,       NA_COLUMN_OPENING_HOURS};
    bool *present = reg->out.present;
    reg->makes_position = has(reg, NA_REGISTER_LAT_LON) || has(reg, NA_REGISTER_GRID_REF) ||
                          has(reg, NA_REGISTER_CRS);
    for (size_t i = 0; i < reg->count; i++) {
        enum na_register_role role = reg->columns[i].role;
        bool half = role >= NA_REGISTER_LAT && role <= NA_REGISTER_NORTHING && reg->makes_position;
        bool apart = role == NA_REGISTER_ADDRESS || half || role == NA_REGISTER_LAT_LON ||
                     role == NA_REGISTER_GRID_REF || role == NA_REGISTER_CRS ||
                     role == NA_REGISTER_X || role == NA_REGISTER_Y ||
                     role == NA_REGISTER_IGNORED || role == NA_REGISTER_SECRET ||
                     role == NA_REGISTER_DAY_HOURS || reg->columns[i].heading.length == 0;
        bool own = role < NA_REGISTER_OWN_COUNT;
        reg->out.roles[i] = apart ? NA_COLUMN_WORKED_OUT
                            : own ? (enum na_column)role
                                  : NA_COLUMN_OTHER;
        if (!apart && own) {
            present[role] = true;
        }
        if (reg->forms != NULL && i < reg->form_count) {
            reg->out_forms[i] = reg->forms[i];
        }
    }
    for (size_t m = 0; m < NA_MADE_COUNT; m++) {
        bool quality = m == NA_MADE_QUALITY || m == NA_MADE_ACCURACY;
        bool wanted = quality                ? !has(reg, (enum na_register_role)made[m])
                      : m == NA_MADE_ADDRESS ? has(reg, NA_REGISTER_ADDRESS)
                      : m == NA_MADE_ID      ? reg->facts.wishes_id
                      : m == NA_MADE_HOURS   ? has(reg, NA_REGISTER_DAY_HOURS)
                                             : reg->makes_position;
        reg->out.roles[reg->count + m] = wanted ? made[m] : NA_COLUMN_WORKED_OUT;
        if (wanted) {
            present[made[m]] = true;
        }
    }
}

/* Why the column is taken for that, if its heading alone does not say so. */
static const char *why_of(const struct na_register *reg, const struct na_register_column *column)
{
    bool said = column->wished != NA_REGISTER_COUNT;
    return column->misspelt      ? "its heading, misspelt"
           : column->by_values   ? "by its values"
           : said                ? reg->section->profile[0] != '\0' ? "as the profile or "
                                                                      "pack.ini says"
                                                                    : "as pack.ini says"
           : column->weight == 0 ? ""
           : column->weight <= 7 ? "a heading of other things, too"
                                 : "";
}

/* A column of dates that shows both orders, where nobody has said which it is. */
static bool is_mixed(const struct na_register *reg, const struct na_register_column *column)
{
    return is_dated(column->role) && reg->section->order == NA_ORDER_FOUND &&
           column->seen.day_first > 0 && column->seen.month_first > 0;
}

/* Tell who listens what each column was taken for. */
static void tell_columns(const struct na_register *reg)
{
    const struct na_compile_listener *listener = reg->compiler->options->listener;
    for (size_t i = 0; listener != NULL && listener->column != NULL && i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        struct na_column_taken taken = {.section = reg->section->full,
                                        .file = reg->file,
                                        .heading = column->heading,
                                        .role = na_role_name(column->role),
                                        .why = why_of(reg, column),
                                        .is_misspelt = column->misspelt,
                                        .is_asked = column->asked,
                                        .counts_rows = column->not_lasting,
                                        .is_mixed = is_mixed(reg, column),
                                        .filled = column->seen.filled};
        listener->column(listener->context, &taken);
    }
}

enum na_code na_register_decide(struct na_register *reg, bool *ret_usable, struct na_error *reterr)
{
    struct na_register_doubt doubt;
    size_t errors = reg->compiler->report->errors;
    struct na_str kind = na_str_of(reg->section->kind);
    bool good = true;
    leave_worked_out(reg);
    reg->facts.locks = na_register_has_locks(kind, reg->columns, reg->count);
    reg->facts.wishes_id = reg->section->makes_ids;
    na_register_assign(reg->columns, reg->count, &reg->facts, &doubt);
    reg->facts.wishes_id = !has(reg, NA_REGISTER_ID) || reg->section->makes_ids;
    for (size_t i = 0; i < reg->count; i++) {
        name_column(reg, i);
    }
    for (size_t i = 0; i < reg->count; i++) {
        good = (!is_repeated(reg, i) || settle_repeated(reg, i)) && good;
    }
    find_code_column(reg);
    say_columns(reg);
    tell_columns(reg);
    if (doubt.is) {
        complain_doubt(reg, &doubt);
        good = false;
    }
    good = has_needed(reg) && good;
    lay_out(reg);
    *ret_usable = good && reg->compiler->report->errors == errors;
    return na_made_ids_init(&reg->ids, reg->facts.wishes_id ? reg->seen_rows : 0, reterr);
}

/* Tell who listens which texts wait to be read. */
static enum na_code tell_unread(struct na_register *reg, struct na_error *reterr)
{
    char sha256[NA_SHA256_TEXT];
    const struct na_compile_listener *listener = reg->compiler->options->listener;
    if (reg->unread.length == 0 || listener == NULL || listener->unread == NULL) {
        return NA_OK;
    }
    enum na_code code = na_sha256(reg->unread.data, reg->unread.length, sha256, reterr);
    if (code == NA_OK) {
        sha256[NA_TEXTS_DIGEST] = '\0';
        listener->unread(listener->context, reg->section->full, sha256);
    }
    return code;
}

/* Is the digest among "17:5b21c0de, 23:0a1b2c3d"? */
static bool is_approved(const char *skip, const char *digest)
{
    for (const char *at = strchr(skip, ':'); at != NULL; at = strchr(at + 1, ':')) {
        if (strncmp(at + 1, digest, NA_RECORD_DIGEST) == 0) {
            return true;
        }
    }
    return false;
}

enum na_code na_register_skips(struct na_register *reg, const struct na_str *fields, size_t count,
                               int64_t line, bool *ret_skips, struct na_error *reterr)
{
    const struct na_compile_listener *listener = reg->compiler->options->listener;
    bool tells = listener != NULL && listener->record != NULL;
    char sha256[NA_SHA256_TEXT];
    *ret_skips = false;
    if (!tells && reg->section->skip[0] == '\0') {
        return NA_OK;
    }
    na_buffer_clear(&reg->scratch);
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = na_buffer_append(&reg->scratch, fields[i].bytes, fields[i].length);
        code = code == NA_OK ? na_buffer_append(&reg->scratch, "\x1f", 1) : code;
    }
    code = code == NA_OK ? na_sha256(reg->scratch.data, reg->scratch.length, sha256, reterr)
                         : na_fail(reterr, code, "No room for a record");
    if (code != NA_OK) {
        return code;
    }
    sha256[NA_RECORD_DIGEST] = '\0';
    if (tells) {
        listener->record(listener->context, reg->section->full, line, sha256);
    }
    *ret_skips = is_approved(reg->section->skip, sha256);
    if (*ret_skips) {
        reg->approved++;
        na_compile_warning(reg->compiler,
                           (struct na_place){.file = reg->file,
                                             .record = line,
                                             .hint = "Once it is corrected, remove it from skip = "
                                                     "in its section"},
                           "The record is left out, as approved: %s", reg->section->skip_why);
    }
    return NA_OK;
}

/* Records that were approved to be left out, and are no longer there. */
static void check_approved(const struct na_register *reg)
{
    size_t asked = 0;
    for (const char *at = strchr(reg->section->skip, ':'); at != NULL; at = strchr(at + 1, ':')) {
        asked++;
    }
    if (asked > reg->approved) {
        na_compile_warning(
            reg->compiler,
            place_of(reg, "skip", "Remove those that are corrected from skip = in its section"),
            "%zu of %zu records approved to be left out %s not in the file, or "
            "changed: what is there now is read",
            asked - reg->approved, asked, asked - reg->approved == 1 ? "is" : "are");
    }
}

enum na_code na_register_end(struct na_register *reg, struct na_error *reterr)
{
    for (size_t i = 0; i < reg->count; i++) {
        const struct na_register_column *column = &reg->columns[i];
        char heading[64];
        if (is_dated(column->role) && column->seen.month_first > 0 && column->seen.day_first == 0 &&
            reg->section->order == NA_ORDER_FOUND) {
            na_compile_warning(reg->compiler,
                               place_of(reg, heading_text(reg, i, heading),
                                        "Add date_order = dmy to its section if that is wrong"),
                               "The dates of this column begin with the month");
        }
    }
    struct na_section_count *count = na_compile_count(reg->compiler, reg->section);
    count->read += reg->rows;
    count->left_out += reg->left_out;
    count->approved += reg->approved;
    check_approved(reg);
    return tell_unread(reg, reterr);
}
