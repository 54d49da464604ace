/* Which ward a row of a published table is about. */
#include <stdio.h>
#include <string.h>

#include "compile/tables.h"
#include "data/ward_names.h"

static void get_ward(const void *context, uint32_t i, struct na_ward_name *ret_name)
{
    const struct na_table_work *work = context;
    const struct na_flat_area *area = na_table_ward(work, i);
    *ret_name = (struct na_ward_name){na_table_text(work->compiler, area->code),
                                      na_table_text(work->compiler, area->name),
                                      na_table_text(work->compiler, area->authority_name)};
}

static struct na_ward_names names_of(const struct na_table_work *work)
{
    const struct na_flat_layer *layer = na_table_layer(work);
    return (struct na_ward_names){na_table_text(work->compiler, layer->id), layer->area_count,
                                  get_ward, work};
}

/* Number of the ward of that code; wards are in the order of their codes. */
static bool find_code(const struct na_table_work *work, struct na_str code, uint32_t *ret_ward)
{
    uint32_t low = 0;
    uint32_t high = na_table_layer(work)->area_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const char *here = na_table_text(work->compiler, na_table_ward(work, middle)->code);
        int order = na_str_compare(na_str_of(here), code);
        if (order == 0) {
            *ret_ward = middle;
            return true;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return false;
}

/* Where a name was not found: the vintage that has it, if any. */
static const char *vintage_with(const struct na_table_work *work,
                                const struct na_ward_wanted *wanted)
{
    size_t count = 0;
    const struct na_flat_layer *layers = na_table_layers(work->compiler, &count);
    for (size_t i = 0; i < count; i++) {
        struct na_table_work other = {.compiler = work->compiler, .layer = (uint32_t)i};
        const struct na_ward_names names = names_of(&other);
        if (layers[i].role == NA_LAYER_WARDS && na_ward_names_count(&names, wanted, NULL) > 0) {
            return names.vintage;
        }
    }
    return NULL;
}

/* A ward that the vintage does not have: an error, unless such rows are kept. */
static bool unknown(const struct na_table_work *work, struct na_place place, const char *message,
                    uint32_t *ret_ward)
{
    if (!work->section->keep_unknown) {
        na_compile_error(work->compiler, place, "%s", message);
        return false;
    }
    na_compile_warning(work->compiler, place, "%s: the row is kept without a ward", message);
    *ret_ward = NA_AREA_NONE;
    return true;
}

static bool find_by_name(const struct na_table_work *work, const struct na_csv_record *record,
                         uint32_t *ret_ward)
{
    struct na_ward_wanted wanted;
    struct na_error error;
    const struct na_ward_names names = names_of(work);
    na_ward_wanted_init(na_table_field(record, work->columns.ward),
                        na_table_field(record, work->columns.authority), &wanted);
    if (na_ward_names_find(&names, &wanted, ret_ward, &error) == NA_OK) {
        return true;
    }
    const char *other =
        na_ward_names_count(&names, &wanted, NULL) == 0 ? vintage_with(work, &wanted) : NULL;
    char hint[160];
    if (other != NULL) {
        (void)snprintf(hint, sizeof hint, "Vintage %.40s has it: add vintage = %.40s to [%.30s]",
                       other, other, work->section->full);
    }
    const char *remedy = other != NULL ? hint : error.hint;
    if (na_ward_names_count(&names, &wanted, NULL) == 0) {
        return unknown(work, na_table_at(work, record->line, "ward", remedy), error.message,
                       ret_ward);
    }
    na_compile_error(work->compiler, na_table_at(work, record->line, "ward", remedy), "%s",
                     error.message);
    return false;
}

/* The ward of a record, by its code where there is one. A name beside it must be the code's. */
bool na_table_ward_find(const struct na_table_work *work, const struct na_csv_record *record,
                        uint32_t *ret_ward)
{
    struct na_str code = na_table_field(record, work->columns.code);
    if (code.length == 0) {
        return find_by_name(work, record, ret_ward);
    }
    if (!find_code(work, code, ret_ward)) {
        char message[256];
        (void)snprintf(message, sizeof message,
                       "There is no ward of the code \"%.*s\" in vintage %s",
                       (int)(code.length < NA_TABLE_SHOWN_MAX ? code.length : NA_TABLE_SHOWN_MAX),
                       code.bytes, na_table_text(work->compiler, na_table_layer(work)->id));
        return unknown(work,
                       na_table_at(work, record->line, "ward_code",
                                   "Correct the code, or name the vintage that has it: "
                                   "vintage = ID"),
                       message, ret_ward);
    }
    struct na_str name = na_table_field(record, work->columns.ward);
    char said[NA_FOLD_MAX];
    char known[NA_FOLD_MAX];
    na_fold_name(name, said);
    na_fold_name(na_str_of(na_table_text(work->compiler, na_table_ward(work, *ret_ward)->name)),
                 known);
    if (name.length > 0 && strcmp(said, known) != 0) {
        na_compile_warning(work->compiler,
                           na_table_at(work, record->line, "ward", "See which of the two is meant"),
                           "The code is that of %s, the name is another; the code is taken",
                           na_table_text(work->compiler, na_table_ward(work, *ret_ward)->name));
    }
    return true;
}
