/* The header of CSV: which column is which. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "rows/private.h"

static char fold(char c)
{
    return c == ' ' || c == '_' || c == '-' || c == '\t' ? '\0' : na_ascii_lower(c);
}

bool na_batch_same_name(struct na_str a, struct na_str b)
{
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < a.length && fold(a.bytes[i]) == '\0') {
            i++;
        }
        while (j < b.length && fold(b.bytes[j]) == '\0') {
            j++;
        }
        if (i == a.length || j == b.length) {
            return i == a.length && j == b.length;
        }
        if (fold(a.bytes[i++]) != fold(b.bytes[j++])) {
            return false;
        }
    }
}

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
        if (na_batch_same_name(binding->names[i], wanted)) {
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
        if (na_batch_same_name(binding->names[i], na_str_of(name))) {
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

static bool has_one_of(const struct batch_binding *binding, const char *const *names, size_t count,
                       size_t *ret_column)
{
    for (size_t i = 0; i < count; i++) {
        if (has_column(binding, names[i], ret_column)) {
            return true;
        }
    }
    return false;
}

/* No column is named: by the usual names. */
static enum na_code guess_position(struct batch_binding *binding, struct na_error *reterr)
{
    static const char *const lats[] = {"lat", "latitude"};
    static const char *const lons[] = {"lon", "lng", "long", "longitude"};
    bool degrees =
        has_one_of(binding, lats, 2, &binding->y) && has_one_of(binding, lons, 4, &binding->x);
    static const char *const eastings[] = {"easting", "easting_m"};
    static const char *const northings[] = {"northing", "northing_m"};
    size_t easting = 0;
    size_t northing = 0;
    bool metres =
        has_one_of(binding, eastings, 2, &easting) && has_one_of(binding, northings, 2, &northing);
    if (degrees == metres) {
        char hint[256];
        list_names(binding, hint, sizeof hint);
        (void)na_fail(reterr, NA_ERR_DATA,
                      degrees ? "The header has both latitude and longitude and easting and "
                                "northing: name the columns of the position"
                              : "The columns of the position are not known: name them");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
    }
    if (metres) {
        binding->by_grid = true;
        binding->x = easting;
        binding->y = northing;
    }
    return NA_OK;
}

static enum na_code bind_position(const struct na_batch_plan *plan, struct batch_binding *binding,
                                  struct na_error *reterr)
{
    if (plan->lat != NULL || plan->easting != NULL) {
        binding->by_grid = plan->easting != NULL;
        enum na_code code =
            find_column(binding, binding->by_grid ? plan->easting : plan->lon, &binding->x, reterr);
        if (code == NA_OK) {
            code = find_column(binding, binding->by_grid ? plan->northing : plan->lat, &binding->y,
                               reterr);
        }
        if (code == NA_OK && binding->x == binding->y) {
            code = na_fail(reterr, NA_ERR_DATA, "Both halves of the position are one column");
        }
        return code;
    }
    bool police = is_police(binding);
    if (plan->profile != NULL && !police) {
        return fail_column(binding, "not the columns of the profile", plan->profile, reterr);
    }
    binding->found_profile = police && plan->profile == NULL;
    return guess_position(binding, reterr);
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
            if (na_batch_same_name(name, na_str_of(plan->adds[j].name))) {
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

/* NDJSON: the members' names, as they are named or by the usual ones. */
static void bind_members(const struct na_batch_plan *plan, struct batch_binding *binding)
{
    binding->by_grid = plan->easting != NULL;
    binding->x_name = binding->by_grid ? plan->easting : plan->lon != NULL ? plan->lon : "lon";
    binding->y_name = binding->by_grid ? plan->northing : plan->lat != NULL ? plan->lat : "lat";
    binding->as_at_name = plan->as_at_column;
    binding->x = 0;
    binding->y = 1;
    binding->as_at = plan->as_at_column != NULL ? 2 : BATCH_COLUMN_NONE;
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

enum na_code na_batch_bind(const struct na_batch_plan *plan, struct na_str header,
                           struct batch_binding *ret_binding, struct na_error *reterr)
{
    struct batch_binding binding = {.as_at = BATCH_COLUMN_NONE, .line_end = "\n"};
    enum na_code code = NA_OK;
    if (plan->input == NA_BATCH_NDJSON_IN) {
        bind_members(plan, &binding);
        binding.names = calloc(3, sizeof binding.names[0]);
        if (binding.names == NULL) {
            return na_fail_memory(reterr, "binding columns");
        }
        binding.names[0] = na_str_of(binding.x_name);
        binding.names[1] = na_str_of(binding.y_name);
        binding.names[2] = na_str_of(binding.as_at_name);
        binding.count = 2 + (binding.as_at_name != NULL);
        *ret_binding = binding;
        return NA_OK;
    }
    code = split_header(plan, header, &binding, reterr);
    if (code == NA_OK) {
        code = check_names(plan, &binding, reterr);
    }
    if (code == NA_OK) {
        code = bind_position(plan, &binding, reterr);
    }
    if (code == NA_OK && plan->as_at_column != NULL) {
        code = find_column(&binding, plan->as_at_column, &binding.as_at, reterr);
    }
    if (code == NA_OK) {
        code = bind_kept(plan, &binding, reterr);
    }
    if (code != NA_OK) {
        na_batch_binding_fini(&binding);
        return code;
    }
    *ret_binding = binding;
    return NA_OK;
}

void na_batch_binding_fini(struct batch_binding *binding)
{
    free(binding->names);
    free(binding->text);
    binding->names = NULL;
    binding->text = NULL;
}
