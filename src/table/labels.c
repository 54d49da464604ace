/* The names of what a table counts by: codes of wards get their name and authority from the pack,
 * and every other value stays as it stood in the rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "table/private.h"

int na_table_label_compare(const struct na_table_label *a, const struct na_table_label *b)
{
    int order = na_str_compare(na_str_of(a->code), na_str_of(b->code));
    if (order == 0 && a->layer != NULL && b->layer != NULL) {
        order = strcmp(a->layer->id, b->layer->id);
    }
    return (order > 0) - (order < 0);
}

const struct na_layer *na_table_find_layer(const struct na_snapshot *snapshot,
                                           enum na_layer_role role, struct na_str id)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == role && na_str_is(id, layer->id)) {
            return layer;
        }
    }
    return NULL;
}

/* Areas are sorted by code. */
static bool find_area(const struct na_snapshot *snapshot, const struct na_layer *layer,
                      struct na_str code, uint32_t *ret_area, struct na_area *ret_found)
{
    uint32_t low = 0;
    uint32_t high = layer->area_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        na_snapshot_area(snapshot, layer, middle, ret_found);
        int order = na_str_compare(na_str_of(ret_found->code), code);
        if (order == 0) {
            *ret_area = middle;
            return true;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static void label_area(const struct na_layer *layer, uint32_t number, const struct na_area *area,
                       struct na_table_label *label)
{
    *label = (struct na_table_label){area->code,           area->name, area->authority_code,
                                     area->authority_name, layer,      number};
}

/* A joined file of another vintage: say which one has the code. */
static enum na_code fail_code(const struct na_snapshot *snapshot, const struct na_layer *layer,
                              struct na_str code, struct na_error *reterr)
{
    char hint[200] = "No vintage of the pack has it: was the file joined with another pack?";
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *other = na_snapshot_layer(snapshot, i);
        uint32_t number = 0;
        struct na_area area;
        if (other->role == NA_LAYER_WARDS && find_area(snapshot, other, code, &number, &area)) {
            (void)snprintf(hint, sizeof hint, "Vintage %.40s has it: give --vintage %.40s",
                           other->id, other->id);
        }
    }
    (void)na_fail(reterr, NA_ERR_DATA, "There is no ward \"%.*s\" in vintage %s",
                  (int)(code.length < 40 ? code.length : 40), code.bytes, layer->id);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "ward_code", hint);
}

/* "E05013038" or "E05013038\x1F2023". */
static enum na_code label_ward(const struct na_snapshot *snapshot, const struct na_layer *usual,
                               struct na_str value, struct na_table_label *label,
                               struct na_error *reterr)
{
    const struct na_layer *layer = usual;
    const char *mark = memchr(value.bytes, '\x1F', value.length);
    struct na_str code = value;
    if (mark != NULL) {
        code.length = (size_t)(mark - value.bytes);
        struct na_str id = {mark + 1, value.length - code.length - 1};
        layer = id.length > 0 ? na_table_find_layer(snapshot, NA_LAYER_WARDS, id) : usual;
        if (layer == NULL) {
            (void)na_fail(reterr, NA_ERR_DATA, "The pack has no ward vintage \"%.*s\"",
                          (int)(id.length < 40 ? id.length : 40), id.bytes);
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "vintage",
                              "Was the file joined with another pack?");
        }
    }
    uint32_t number = 0;
    struct na_area area;
    if (!find_area(snapshot, layer, code, &number, &area)) {
        return fail_code(snapshot, layer, code, reterr);
    }
    label_area(layer, number, &area, label);
    return NA_OK;
}

static void label_authority(const struct na_snapshot *snapshot, const char *code,
                            struct na_table_label *label)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t k = 0; layer->role == NA_LAYER_WARDS && k < layer->area_count; k++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, k, &area);
            if (strcmp(area.authority_code, code) == 0) {
                label->name = area.authority_name;
                return;
            }
        }
    }
}

/* Several areas at one place are one value, their codes as the join wrote them: no name then. */
static void label_region(const struct na_snapshot *snapshot, const char *layer_id,
                         struct na_str value, struct na_table_label *label)
{
    const struct na_layer *layer =
        na_table_find_layer(snapshot, NA_LAYER_AREAS, na_str_of(layer_id));
    uint32_t number = 0;
    struct na_area area;
    if (layer != NULL && find_area(snapshot, layer, value, &number, &area)) {
        label_area(layer, number, &area, label);
    }
}

static enum na_code label_one(const struct na_snapshot *snapshot,
                              const struct na_table_dimension *dimension,
                              const struct na_layer *usual, struct na_str value,
                              struct na_table_label *label, struct na_error *reterr)
{
    *label = (struct na_table_label){value.bytes, "", "", "", NULL, NA_AREA_NONE};
    switch (dimension->what) {
    case NA_TABLE_WARD:
        return label_ward(snapshot, usual, value, label, reterr);
    case NA_TABLE_AUTHORITY:
        label_authority(snapshot, value.bytes, label);
        return NA_OK;
    case NA_TABLE_AREA:
        label_region(snapshot, dimension->name, value, label);
        return NA_OK;
    case NA_TABLE_VINTAGE:
    case NA_TABLE_COLUMN:
        break;
    }
    return NA_OK;
}

static enum na_code allocate(struct na_table *table, size_t d, size_t count,
                             struct na_error *reterr)
{
    table->labels[d] = calloc(count + 1, sizeof *table->labels[d]);
    return table->labels[d] != NULL ? NA_OK : na_fail_memory(reterr, "naming the rows of a table");
}

/* Wards of the vintages in use that no row is in get a label too, after the others. */
static void label_zeros(struct na_table *table, size_t d, const struct na_layer *layer)
{
    uint32_t counted = table->label_counts[d];
    for (uint32_t i = 0; i < layer->area_count; i++) {
        bool known = false;
        for (uint32_t k = 0; k < counted && !known; k++) {
            known = table->labels[d][k].layer == layer && table->labels[d][k].area == i;
        }
        if (!known) {
            struct na_area area;
            na_snapshot_area(table->snapshot, layer, i, &area);
            label_area(layer, i, &area, &table->labels[d][table->label_counts[d]++]);
        }
    }
}

static void label_all_zeros(struct na_table *table, size_t d, const struct na_layer *usual)
{
    uint32_t counted = table->label_counts[d];
    if (counted == 0) {
        label_zeros(table, d, usual);
    }
    for (uint32_t i = 0; i < counted; i++) {
        const struct na_layer *layer = table->labels[d][i].layer;
        bool before = false;
        for (uint32_t k = 0; k < i && !before; k++) {
            before = table->labels[d][k].layer == layer;
        }
        if (!before) {
            label_zeros(table, d, layer);
        }
    }
}

static size_t wards_at_most(const struct na_snapshot *snapshot)
{
    size_t count = 0;
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        count += na_snapshot_layer(snapshot, i)->area_count;
    }
    return count;
}

enum na_code na_table_label(struct na_table *table, const struct na_table_counts *counts,
                            const struct na_table_options *options, struct na_error *reterr)
{
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        const struct na_table_dimension *dimension = &table->question.dimensions[d];
        const struct na_table_texts *values = &counts->values[d];
        enum na_code code =
            allocate(table, d, values->count + wards_at_most(table->snapshot), reterr);
        for (uint32_t i = 0; i < values->count && code == NA_OK; i++) {
            code = label_one(table->snapshot, dimension, options->layer,
                             na_table_texts_get(values, i), &table->labels[d][i], reterr);
            if (code == NA_OK && options->spellings != NULL && dimension->what == NA_TABLE_WARD) {
                table->labels[d][i].name = options->spellings[i];
            }
        }
        if (code != NA_OK) {
            return code;
        }
        table->label_counts[d] = values->count;
        if (dimension->what == NA_TABLE_WARD && options->zeros && !options->ready) {
            label_all_zeros(table, d, options->layer);
        }
    }
    return NA_OK;
}
