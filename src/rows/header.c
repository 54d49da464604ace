/* The header of CSV: which column is which. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

/* The names there are, for an error's hint. */
static void list_names(const struct batch_binding *binding, char *to, size_t size)
{
    size_t used = (size_t)snprintf(to, size, "The columns are: ");
    for (size_t i = 0; i < binding->count && used < size; i++) {
        struct na_str name = binding->names[i];
        used += (size_t)snprintf(to + used, size - used, "%s%.*s", i > 0 ? ", " : "",
                                 (int)(name.length < 60 ? name.length : 60), name.bytes);
    }
}

static enum na_code fail_column(const struct batch_binding *binding, const char *what,
                                const char *name, struct na_error *reterr)
{
    char hint[256];
    list_names(binding, hint, sizeof hint);
    (void)na_fail(reterr, NA_ERR_DATA, "The header has %s \"%.100s\"", what, name);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
}

/* A column by its very name, else by number, else by its name folded. */
static enum na_code find_column(const struct batch_binding *binding, const char *name,
                                size_t *ret_column, struct na_error *reterr)
{
    struct na_str wanted = na_str_of(name);
    size_t found = BATCH_COLUMN_NONE;
    for (size_t i = 0; i < binding->count; i++) {
        if (na_str_equal(binding->names[i], wanted)) {
            *ret_column = i;
            return NA_OK;
        }
    }
    int64_t number = 0;
    if (na_integer_parse(wanted, 1, NA_CSV_ROW_FIELDS_MAX, &number)) {
        if ((size_t)number > binding->count) {
            return fail_column(binding, "no column number", name, reterr);
        }
        *ret_column = (size_t)number - 1;
        return NA_OK;
    }
    for (size_t i = 0; i < binding->count; i++) {
        if (na_column_same_name(binding->names[i], wanted)) {
            if (found != BATCH_COLUMN_NONE) {
                return fail_column(binding, "more than one column like", name, reterr);
            }
            found = i;
        }
    }
    if (found == BATCH_COLUMN_NONE) {
        return fail_column(binding, "no column", name, reterr);
    }
    *ret_column = found;
    return NA_OK;
}

static bool has_column(const struct batch_binding *binding, const char *name, size_t *ret_column)
{
    for (size_t i = 0; i < binding->count; i++) {
        if (na_column_same_name(binding->names[i], na_str_of(name))) {
            *ret_column = i;
            return true;
        }
    }
    return false;
}

static bool is_police(const struct batch_binding *binding)
{
    static const char *const names[] = {"Longitude", "Latitude", "Month", "Crime type",
                                        "LSOA code"};
    size_t column = 0;
    bool all = true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        all = all && has_column(binding, names[i], &column);
    }
    return all;
}

static const struct na_column_form *form_of(const struct na_batch_plan *plan, size_t column)
{
    return column < plan->form_count ? &plan->forms[column] : NULL;
}

/* X and Y, whose largest values are these: beyond degrees they are metres. */
static enum na_code tell_xy(struct batch_binding *binding, double x, double y,
                            struct na_error *reterr)
{
    if (!(x > 0.0 || y > 0.0)) {
        (void)na_fail(reterr, NA_ERR_DATA,
                      "The columns \"%.*s\" and \"%.*s\" may be degrees or metres",
                      (int)binding->names[binding->x].length, binding->names[binding->x].bytes,
                      (int)binding->names[binding->y].length, binding->names[binding->y].bytes);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                          "Name them: --lon and --lat, or --easting and --northing");
    }
    bool degrees = x <= 180.0 && y <= 90.0;
    binding->form = degrees ? NA_POSITION_DEGREES : NA_POSITION_METRES;
    return NA_OK;
}

/* No column is named: by the usual names. */
static enum na_code guess_position(const struct na_batch_plan *plan, struct batch_binding *binding,
                                   struct na_error *reterr)
{
    struct na_position_columns columns = {.form = NA_POSITION_DEGREES};
    enum na_position_names found = na_position_names_find(binding->names, binding->count, &columns);
    if (found != NA_POSITION_NAMES_FOUND) {
        char hint[256];
        list_names(binding, hint, sizeof hint);
        (void)na_fail(reterr, NA_ERR_DATA,
                      found == NA_POSITION_NAMES_BOTH
                          ? "The header has both latitude and longitude and easting and northing: "
                            "name the columns of the position"
                      : binding->count == 1
                          ? "The header has a single column, which is no position: name the "
                            "delimiter if its names are parted by another, or the sheet if the "
                            "rows are on another"
                          : "The columns of the position are not known: name them, lat and lon "
                            "or easting and northing (one column with both is named twice, as lat "
                            "and as lon)");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
    }
    binding->form = columns.form;
    binding->x = columns.x;
    binding->y = columns.form <= NA_POSITION_XY ? columns.y : columns.x;
    if (columns.form != NA_POSITION_XY) {
        return NA_OK;
    }
    const struct na_column_form *x = form_of(plan, binding->x);
    const struct na_column_form *y = form_of(plan, binding->y);
    return tell_xy(binding, x != NULL && y != NULL ? x->largest : 0.0,
                   x != NULL && y != NULL ? y->largest : 0.0, reterr);
}

static enum na_code bind_position(const struct na_batch_plan *plan, struct batch_binding *binding,
                                  struct na_error *reterr)
{
    if (plan->lat != NULL || plan->easting != NULL) {
        bool metres = plan->easting != NULL;
        binding->form = metres ? NA_POSITION_METRES : NA_POSITION_DEGREES;
        enum na_code code =
            find_column(binding, metres ? plan->easting : plan->lon, &binding->x, reterr);
        if (code == NA_OK) {
            code = find_column(binding, metres ? plan->northing : plan->lat, &binding->y, reterr);
        }
        if (code == NA_OK && binding->x == binding->y && !metres) {
            binding->form = NA_POSITION_PAIR;
        } else if (code == NA_OK && binding->x == binding->y) {
            code = na_fail(reterr, NA_ERR_DATA, "Both halves of the position are one column");
        }
        return code;
    }
    bool police = is_police(binding);
    if (plan->profile != NULL && !police) {
        return fail_column(binding, "not the columns of the profile", plan->profile, reterr);
    }
    binding->found_profile = police && plan->profile == NULL;
    return guess_position(plan, binding, reterr);
}

/* What src/tables found of the columns that are read. */
static void bind_forms(const struct na_batch_plan *plan, struct batch_binding *binding)
{
    const struct na_column_form *x = form_of(plan, binding->x);
    const struct na_column_form *y = form_of(plan, binding->y);
    const struct na_column_form *as_at = form_of(plan, binding->as_at);
    binding->x_marks = x != NULL ? x->marks : NA_NUMBER_POINT;
    binding->y_marks = y != NULL ? y->marks : NA_NUMBER_POINT;
    binding->order = as_at != NULL ? as_at->order : NA_DATE_DAY_FIRST;
    for (size_t i = 0; i < plan->kept_count; i++) {
        binding->kept_forms[i] = form_of(plan, binding->kept[i]);
    }
}

/* Is there a column that an option names, by name or number? */
static bool is_named(const struct na_str *names, size_t count, const char *wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (na_column_same_name(names[i], na_str_of(wanted))) {
            return true;
        }
    }
    return false;
}

int na_batch_header_worth(const void *options, const struct na_str *names, size_t count)
{
    const struct na_batch_options *wanted = options;
    struct batch_binding binding = {.count = count};
    struct na_position_columns columns = {.form = NA_POSITION_DEGREES};
    int64_t number = 0;
    bool metres = wanted->easting != NULL;
    const char *x = metres ? wanted->easting : wanted->lon;
    const char *y = metres ? wanted->northing : wanted->lat;
    if (x != NULL && y != NULL) {
        bool numbers = na_integer_parse(na_str_of(x), 1, NA_CSV_ROW_FIELDS_MAX, &number) ||
                       na_integer_parse(na_str_of(y), 1, NA_CSV_ROW_FIELDS_MAX, &number);
        return is_named(names, count, x) && is_named(names, count, y) ? 3
               : numbers && count >= (size_t)number                   ? 1
                                                                      : 0;
    }
    binding.names = (struct na_str *)(uintptr_t)names; /* only read */
    if (is_police(&binding)) {
        return 4;
    }
    enum na_position_names found = na_position_names_find(names, count, &columns);
    if (found == NA_POSITION_NAMES_NONE) {
        bool joined = is_named(names, count, "ward_code") && is_named(names, count, "match");
        return joined ? 3 : 0;
    }
    return found == NA_POSITION_NAMES_BOTH || columns.form <= NA_POSITION_XY ? 2 : 1;
}

static enum na_code check_names(const struct na_batch_plan *plan,
                                const struct batch_binding *binding, struct na_error *reterr)
{
    for (size_t i = 0; i < binding->count; i++) {
        struct na_str name = binding->names[i];
        for (size_t j = 0; j < i; j++) {
            if (name.length > 0 && na_str_equal(binding->names[j], name)) {
                (void)na_fail(reterr, NA_ERR_DATA, "Columns %zu and %zu are both called \"%.*s\"",
                              j + 1, i + 1, (int)(name.length < 100 ? name.length : 100),
                              name.bytes);
                return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                                  "Give each column a name of its own");
            }
        }
        for (size_t j = 0; j < plan->add_count; j++) {
            if (na_column_same_name(name, na_str_of(plan->adds[j].name))) {
                (void)na_fail(reterr, NA_ERR_DATA, "The input has a column %s already",
                              plan->adds[j].name);
                return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL,
                                  "Add the columns under other names, e.g. --prefix na_, or leave "
                                  "this one out of --add");
            }
        }
    }
    return NA_OK;
}

static enum na_code split_header(const struct na_batch_plan *plan, struct na_str header,
                                 struct batch_binding *binding, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    struct na_csv_row row;
    struct na_csv_rows *rows = malloc(sizeof *rows);
    binding->text = malloc(header.length + 1);
    binding->names = calloc(NA_CSV_ROW_FIELDS_MAX, sizeof binding->names[0]);
    if (rows == NULL || binding->text == NULL || binding->names == NULL) {
        code = na_fail_memory(reterr, "reading a header");
        goto done;
    }
    na_csv_rows_init(rows, header.bytes, header.length, plan->separator, NA_CSV_PLAIN);
    if (!na_csv_rows_next(rows, &row) || row.fault != NA_CSV_GOOD) {
        code = na_fail(reterr, NA_ERR_DATA, "The header cannot be read: %s",
                       header.length == 0 ? "it is empty" : na_csv_fault_text(row.fault));
        goto done;
    }
    size_t used = 0;
    for (size_t i = 0; i < row.count; i++) {
        struct na_str raw = na_csv_row_raw(&row, header.bytes, i);
        char *to = binding->text + used;
        struct na_str name = na_csv_unquote(raw, to);
        if (name.length > 0) {
            memmove(to, name.bytes, name.length);
        }
        binding->names[i] = (struct na_str){to, name.length};
        used += name.length;
    }
    binding->count = row.count;
done:
    free(rows);
    return code;
}

/* The columns whose values are kept. */
static enum na_code bind_kept(const struct na_batch_plan *plan, struct batch_binding *binding,
                              struct na_error *reterr)
{
    for (size_t i = 0; i < plan->kept_count; i++) {
        binding->kept[i] = BATCH_COLUMN_NONE;
        if (plan->kept_optional[i]) {
            (void)has_column(binding, plan->kept[i], &binding->kept[i]);
            continue;
        }
        enum na_code code = find_column(binding, plan->kept[i], &binding->kept[i], reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return NA_OK;
}

/* What a member of the first object is, where it is no number. */
#define MEMBER_TEXT 0.0
#define MEMBER_NESTED (-1.0)   /* an object or array */
#define MEMBER_LATITUDE (-2.0) /* with a latitude in it */
#define MEMBER_GEOMETRY (-3.0) /* with coordinates in it */

static bool holds_text(struct na_str text, const char *wanted)
{
    size_t length = strlen(wanted);
    for (size_t i = 0; i + length <= text.length; i++) {
        if (memcmp(text.bytes + i, wanted, length) == 0) {
            return true;
        }
    }
    return false;
}

/* How large the member of the first object is, or what. */
static double size_of_member(const struct na_json_line *object, size_t i, char *to)
{
    double value = 0.0;
    struct na_str raw = object->members[i].value;
    if (raw.length > 0 && (raw.bytes[0] == '[' || raw.bytes[0] == '{')) {
        return holds_text(raw, "\"coordinates\"")                ? MEMBER_GEOMETRY
               : raw.bytes[0] == '{' && holds_text(raw, "\"lat") ? MEMBER_LATITUDE
                                                                 : MEMBER_NESTED;
    }
    struct na_str text = na_json_line_text(object->members[i].value, to);
    return na_number_parse(na_str_trim_wide(text), &value) ? fabs(value) : MEMBER_TEXT;
}

/* NDJSON: the members of its first object stand for a header, with their size for X and Y. */
static enum na_code read_members(struct na_str line, struct batch_binding *binding,
                                 double *ret_sizes, struct na_error *reterr)
{
    struct na_json_line *object = malloc(sizeof *object);
    binding->text = malloc(line.length + 1);
    binding->names = calloc(NA_JSON_LINE_MEMBERS_MAX, sizeof binding->names[0]);
    if (object == NULL || binding->text == NULL || binding->names == NULL) {
        free(object);
        return na_fail_memory(reterr, "binding columns");
    }
    size_t used = 0;
    const char *fault = na_json_line_read(line, object);
    for (size_t i = 0; i < object->count && fault == NULL; i++) {
        binding->names[i] = na_json_line_text(object->members[i].name, binding->text + used);
        used += object->members[i].name.length;
        ret_sizes[i] = size_of_member(object, i, binding->text + used);
        binding->count++;
    }
    free(object);
    return NA_OK;
}

/* The name at `column`, as a text of its own after the names. */
static const char *keep_name(const struct batch_binding *binding, size_t column, char *to)
{
    struct na_str name = binding->names[column];
    if (name.length > 0) {
        memcpy(to, name.bytes, name.length);
    }
    to[name.length] = '\0';
    return to;
}

/* The position is a member of a member, as in what the police's API answers. */
static enum na_code check_nested(const struct batch_binding *binding, const double *sizes,
                                 bool found, const struct na_position_columns *columns,
                                 struct na_error *reterr)
{
    for (size_t i = 0; i < binding->count; i++) {
        struct na_str name = binding->names[i];
        bool nested = found ? i == columns->x && sizes[i] < 0.0 : sizes[i] <= MEMBER_LATITUDE;
        if (!nested || name.length > 40) {
            continue;
        }
        char hint[200] = "Write it as two members, lat and lon";
        int shown = (int)name.length;
        if (sizes[i] <= MEMBER_GEOMETRY) {
            (void)snprintf(hint, sizeof hint,
                           "Bring it to the top, for example with jq -c '. + {lon: "
                           ".%.*s.coordinates[0], lat: .%.*s.coordinates[1]}'",
                           shown, name.bytes, shown, name.bytes);
        } else if (sizes[i] <= MEMBER_LATITUDE) {
            (void)snprintf(hint, sizeof hint,
                           "Bring it to the top, for example with jq -c '. + .%.*s'", shown,
                           name.bytes);
        }
        (void)na_fail(reterr, NA_ERR_DATA, "The position lies inside \"%.*s\" of the objects",
                      shown, name.bytes);
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
    }
    return NA_OK;
}

/* By the names that are given, else by those of the first object, else by the plainest. */
static enum na_code bind_members(const struct na_batch_plan *plan, struct na_str line,
                                 struct batch_binding *binding, struct na_error *reterr)
{
    static const char *const plain[2][2] = {{"lon", "lat"}, {"easting", "northing"}};
    bool metres = plan->easting != NULL;
    struct na_position_columns columns = {.form = NA_POSITION_DEGREES};
    binding->x_name = metres ? plan->easting : plan->lon;
    binding->y_name = metres ? plan->northing : plan->lat;
    double sizes[NA_JSON_LINE_MEMBERS_MAX];
    enum na_code code = read_members(line, binding, sizes, reterr);
    binding->kept_names = code == NA_OK ? calloc(2, line.length + 1) : NULL;
    if (code == NA_OK && binding->kept_names == NULL) {
        return na_fail_memory(reterr, "binding columns");
    }
    if (code == NA_OK && binding->x_name == NULL) {
        bool found = na_position_names_find(binding->names, binding->count, &columns) ==
                     NA_POSITION_NAMES_FOUND;
        code = check_nested(binding, sizes, found, &columns, reterr);
        if (code != NA_OK) {
            return code;
        }
        metres = found && columns.form == NA_POSITION_METRES;
        binding->x_name = found ? keep_name(binding, columns.x, binding->kept_names) : plain[0][0];
        binding->y_name =
            found ? keep_name(binding, columns.y, binding->kept_names + line.length) : plain[0][1];
        binding->form = found ? columns.form : NA_POSITION_DEGREES;
        if (binding->form == NA_POSITION_XY) {
            binding->x = columns.x;
            binding->y = columns.y;
            code = tell_xy(binding, sizes[columns.x], sizes[columns.y], reterr);
        }
    } else {
        binding->form = metres ? NA_POSITION_METRES : NA_POSITION_DEGREES;
    }
    if (code == NA_OK) {
        binding->as_at_name = plan->as_at_column;
        binding->names[0] = na_str_of(binding->x_name);
        binding->names[1] = na_str_of(binding->y_name);
        binding->names[2] = na_str_of(binding->as_at_name);
        binding->count = 2 + (binding->as_at_name != NULL);
        binding->x = 0;
        binding->y = 1;
        binding->as_at = plan->as_at_column != NULL ? 2 : BATCH_COLUMN_NONE;
    }
    return code;
}

enum na_code na_batch_bind(const struct na_batch_plan *plan, struct na_str header,
                           struct batch_binding *ret_binding, struct na_error *reterr)
{
    struct batch_binding binding = {.as_at = BATCH_COLUMN_NONE, .line_end = "\n"};
    bool ndjson = plan->input == NA_BATCH_NDJSON_IN;
    enum na_code code = ndjson ? bind_members(plan, header, &binding, reterr)
                               : split_header(plan, header, &binding, reterr);
    if (code == NA_OK && !ndjson) {
        code = check_names(plan, &binding, reterr);
    }
    if (code == NA_OK && !ndjson) {
        code = bind_position(plan, &binding, reterr);
    }
    if (code == NA_OK && !ndjson && plan->as_at_column != NULL) {
        code = find_column(&binding, plan->as_at_column, &binding.as_at, reterr);
    }
    if (code == NA_OK && !ndjson) {
        code = bind_kept(plan, &binding, reterr);
    }
    if (code != NA_OK) {
        na_batch_binding_fini(&binding);
        return code;
    }
    if (!ndjson) {
        bind_forms(plan, &binding);
    }
    *ret_binding = binding;
    return NA_OK;
}

void na_batch_binding_fini(struct batch_binding *binding)
{
    free(binding->names);
    free(binding->text);
    free(binding->kept_names);
    binding->kept_names = NULL;
    binding->names = NULL;
    binding->text = NULL;
}
