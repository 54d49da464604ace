#include "compile/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

static const struct {
    const char *names[4]; /* the first is the one documented */
} known[NA_COLUMN_COUNT] = {
    [NA_COLUMN_ID] = {{"id"}},
    [NA_COLUMN_KIND] = {{"kind"}},
    [NA_COLUMN_NAME] = {{"name"}},
    [NA_COLUMN_ALIASES] = {{"aliases"}},
    [NA_COLUMN_ADDRESS] = {{"address"}},
    [NA_COLUMN_POSTCODE] = {{"postcode"}},
    [NA_COLUMN_SITING] = {{"siting"}},
    [NA_COLUMN_W3W] = {{"w3w", "what3words"}},
    [NA_COLUMN_OPENING_HOURS] = {{"opening_hours"}},
    [NA_COLUMN_UPRN] = {{"uprn"}},
    [NA_COLUMN_ACCESS] = {{"access"}},
    [NA_COLUMN_LOCKED] = {{"access_locked", "locked"}},
    [NA_COLUMN_HOLDER] = {{"code_holder"}},
    [NA_COLUMN_PHONE] = {{"code_holder_phone"}},
    [NA_COLUMN_CODE_CHECKED] = {{"code_checked"}},
    [NA_COLUMN_LAT] = {{"lat", "latitude"}},
    [NA_COLUMN_LON] = {{"lon", "longitude", "lng", "long"}},
    [NA_COLUMN_EASTING] = {{"easting_m", "easting", "eastings"}},
    [NA_COLUMN_NORTHING] = {{"northing_m", "northing", "northings"}},
    [NA_COLUMN_QUALITY] = {{"position_quality"}},
    [NA_COLUMN_ACCURACY] = {{"accuracy_m"}},
    [NA_COLUMN_STATUS] = {{"status"}},
    [NA_COLUMN_LAST_CHECKED] = {{"last_checked"}},
    [NA_COLUMN_VALID_FROM] = {{"valid_from"}},
    [NA_COLUMN_VALID_TO] = {{"valid_to"}},
    [NA_COLUMN_TAGS] = {{"tags"}},
    [NA_COLUMN_LOCATION] = {{"location"}},
    [NA_COLUMN_SPOKEN] = {{"spoken_name"}},
    [NA_COLUMN_LANDMARK] = {{"landmark"}},
    [NA_COLUMN_LOOKS] = {{"looks"}},
};

/* The code that opens a cabinet is secret data: it must never come into a file that everybody is
 * served. */
static const char *const secrets[] = {
    "code",          "codes",      "access_code",  "accesscode",       "access_codes",
    "access_pin",    "box_code",   "cabinet_code", "code_lock",        "combination",
    "door_code",     "doorcode",   "entry_code",   "gate_code",        "key_code",
    "keycode",       "keypad",     "keypad_code",  "keysafe",          "keysafe_code",
    "key_safe_code", "lock_code",  "lockcode",     "lock_combination", "passcode",
    "password",      "pin",        "pin_code",     "pincode",          "pin_number",
    "safe_code",     "unlock_code"};

const char *na_column_name(enum na_column column)
{
    return column < NA_COLUMN_COUNT ? known[column].names[0] : "tag";
}

static bool fold_name(struct na_str header, char *to)
{
    header = na_str_trim(header);
    bool whole = na_text_copy_str(to, NA_COLUMN_NAME_MAX, header);
    for (char *c = to; *c != '\0'; c++) {
        *c = *c == ' ' || *c == '-' ? '_' : na_ascii_lower(*c);
    }
    return whole && to[0] != '\0';
}

/* `name` as the file has it against `full` as we know it: the same, or its first 10 bytes in a DBF.
 */
static bool same_name(const char *name, const char *full, bool truncated)
{
    return strcmp(name, full) == 0 ||
           (truncated && strlen(name) == 10 && strncmp(name, full, 10) == 0);
}

static enum na_column role_of(const char *name, bool truncated)
{
    for (int column = 0; column < NA_COLUMN_COUNT; column++) {
        for (size_t i = 0; i < 4 && known[column].names[i] != NULL; i++) {
            if (same_name(name, known[column].names[i], truncated)) {
                return (enum na_column)column;
            }
        }
    }
    return NA_COLUMN_OTHER;
}

static const char *const worked_out[] = NA_COLUMNS_WORKED_OUT;
#define WORKED_OUT_COUNT (sizeof worked_out / sizeof worked_out[0])

/* The number of a column that an export works out, or WORKED_OUT_COUNT. */
static size_t worked_out_of(const char *name, bool truncated)
{
    size_t i = 0;
    while (i < WORKED_OUT_COUNT && !same_name(name, worked_out[i], truncated)) {
        i++;
    }
    return i;
}

/* In a file that is an export of ours, leave aside what was worked out for it. */
static void leave_worked_out(struct na_columns *columns, bool truncated)
{
    bool has[WORKED_OUT_COUNT + 1] = {false};
    for (size_t i = 0; i < columns->count; i++) {
        has[worked_out_of(columns->names[i], truncated)] = true;
    }
    bool is_export = true;
    for (size_t i = 0; i < NA_COLUMNS_OF_EXPORT; i++) {
        is_export = is_export && has[i];
    }
    for (size_t i = 0; i < columns->count && is_export; i++) {
        if (columns->roles[i] == NA_COLUMN_OTHER &&
            worked_out_of(columns->names[i], truncated) < WORKED_OUT_COUNT) {
            columns->roles[i] = NA_COLUMN_WORKED_OUT;
        }
    }
}

int na_columns_worth(const void *context, const struct na_str *names, size_t count)
{
    int known_names = 0;
    (void)context;
    for (size_t i = 0; i < count; i++) {
        char name[NA_COLUMN_NAME_MAX];
        known_names += fold_name(names[i], name) && role_of(name, false) != NA_COLUMN_OTHER;
    }
    return known_names >= 2 || (size_t)known_names == count ? known_names : 0;
}

bool na_column_makes_tag(const char *name)
{
    char folded[NA_COLUMN_NAME_MAX];
    return fold_name(na_str_of(name), folded) && strcmp(folded, name) == 0 &&
           role_of(name, false) == NA_COLUMN_OTHER &&
           worked_out_of(name, false) == WORKED_OUT_COUNT && !na_column_is_secret(na_str_of(name));
}

bool na_column_is_secret(struct na_str name)
{
    char folded[NA_COLUMN_NAME_MAX];
    bool whole = fold_name(name, folded);
    for (size_t i = 0; whole && i < sizeof secrets / sizeof secrets[0]; i++) {
        /* Cut at 10 bytes as well: "access_cod" comes from a DBF, or went through one. */
        if (same_name(folded, secrets[i], true)) {
            return true;
        }
    }
    return false;
}

/* Is column `i` there already, under this name or another of the same role? */
static bool repeated(const struct na_columns *columns, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        bool same_role =
            columns->roles[j] < NA_COLUMN_COUNT && columns->roles[j] == columns->roles[i];
        if (same_role || strcmp(columns->names[j], columns->names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_header(struct na_compiler *compiler, const char *file, struct na_str header,
                        bool truncated, struct na_columns *columns, size_t i)
{
    struct na_place place = {.file = file, .record = 1, .field = columns->names[i]};
    if (!fold_name(header, columns->names[i])) {
        place.hint = "Give every column a short name";
        na_compile_error(compiler, place, "Column %zu has no name, or one of over 63 bytes", i + 1);
        return false;
    }
    columns->roles[i] = role_of(columns->names[i], truncated);
    if (na_column_is_secret(header)) {
        place.hint = NA_SECRET_HINT;
        na_compile_error(compiler, place, "The column seems to hold access codes");
        return false;
    }
    if (repeated(columns, i)) {
        place.hint = "Keep one of the two columns";
        na_compile_error(compiler, place, "The column is there twice");
        return false;
    }
    if (columns->roles[i] < NA_COLUMN_COUNT) {
        columns->present[columns->roles[i]] = true;
    }
    return true;
}

/* A header of one column that holds another separator; NULL if it does not. */
static const char *other_separator(const struct na_str *headers, size_t count)
{
    static const struct {
        char separator;
        const char *hint;
    } others[] = {{';', "Add separator = semicolon to its section"},
                  {'\t', "Add separator = tab to its section"},
                  {'|', "Add separator = pipe to its section"},
                  {',', "Remove separator = from its section"}};
    for (size_t i = 0; count == 1 && i < sizeof others / sizeof others[0]; i++) {
        if (memchr(headers[0].bytes, others[i].separator, headers[0].length) != NULL) {
            return others[i].hint;
        }
    }
    return NULL;
}

static bool has_needed(struct na_compiler *compiler, const char *file, bool positions,
                       const struct na_columns *columns)
{
    const bool *has = columns->present;
    struct na_place place = {.file = file, .record = 1};
    bool good = true;
    for (int column = NA_COLUMN_ID; column <= NA_COLUMN_NAME; column++) {
        if (column != NA_COLUMN_KIND && !has[column]) {
            place.field = na_column_name((enum na_column)column);
            place.hint = "Add the column; an id must stay the same for ever";
            na_compile_error(compiler, place, "The column is missing");
            good = false;
        }
    }
    bool degrees = has[NA_COLUMN_LAT] && has[NA_COLUMN_LON];
    bool metres = has[NA_COLUMN_EASTING] && has[NA_COLUMN_NORTHING];
    if (!positions && !degrees && !metres) {
        place.field = "lat";
        place.hint = "Add columns lat and lon, or easting_m and northing_m";
        na_compile_error(compiler, place, "The file has no positions");
        good = false;
    }
    return good;
}

enum na_code na_columns_read(struct na_compiler *compiler, const char *file,
                             const struct na_str *headers, size_t count, bool truncated,
                             bool positions, struct na_columns *ret_columns, bool *ret_usable,
                             struct na_error *reterr)
{
    const char *separator = positions ? NULL : other_separator(headers, count);
    if (separator != NULL) {
        na_compile_error(compiler, (struct na_place){.file = file, .record = 1, .hint = separator},
                         "The first line is a single column: the file has another separator");
        *ret_usable = false;
        return NA_OK;
    }
    struct na_columns columns = {.count = count};
    columns.roles = calloc(count + 1, sizeof *columns.roles);
    columns.names = calloc(count + 1, sizeof *columns.names);
    if (columns.roles == NULL || columns.names == NULL) {
        na_columns_fini(&columns);
        return na_fail_memory(reterr, "reading the columns");
    }
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        good = read_header(compiler, file, headers[i], truncated, &columns, i) && good;
    }
    leave_worked_out(&columns, truncated);
    *ret_usable = has_needed(compiler, file, positions, &columns) && good;
    *ret_columns = columns;
    return NA_OK;
}

void na_columns_fini(struct na_columns *columns)
{
    free(columns->roles);
    free(columns->names);
    memset(columns, 0, sizeof *columns);
}
