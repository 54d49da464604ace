/* The classes of a map's colours: quantiles of the values, with equal values always in one class.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/number.h"
#include "table/forms.h"
#include "table/private.h"

double na_svg_value(const struct na_table *table, const struct na_table_row *row)
{
    return table->has_rates ? row->rate.rate : (double)row->count;
}

static int compare_values(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The number of values below, in fifths of all: equal values fall into one class. */
static size_t class_of(const struct na_svg_classes *classes, double value)
{
    size_t low = 0;
    size_t high = classes->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (classes->values[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low * NA_SVG_CLASSES / classes->count;
}

enum na_code na_svg_classes_init(const struct na_table *table, struct na_svg_classes *ret_classes,
                                 struct na_error *reterr)
{
    struct na_svg_classes classes = {.count = 0};
    classes.values = calloc(table->row_count + 1, sizeof *classes.values);
    if (classes.values == NULL) {
        return na_fail_memory(reterr, "drawing a map");
    }
    for (size_t i = 0; i < table->row_count; i++) {
        const struct na_table_row *row = &table->rows[i];
        if (row->count == 0) {
            classes.zeros++;
        } else {
            classes.values[classes.count++] = na_svg_value(table, row);
        }
    }
    size_t wards = table->layer != NULL ? table->layer->area_count : 0;
    classes.unknown = wards > table->row_count ? wards - table->row_count : 0;
    qsort(classes.values, classes.count, sizeof *classes.values, compare_values);
    for (size_t i = 0; i < classes.count; i++) {
        size_t number = class_of(&classes, classes.values[i]);
        if (classes.of[number].rows++ == 0) {
            classes.of[number].least = classes.values[i];
        }
        classes.of[number].most = classes.values[i];
    }
    *ret_classes = classes;
    return NA_OK;
}

void na_svg_classes_fini(struct na_svg_classes *classes)
{
    free(classes->values);
    classes->values = NULL;
}

const char *na_svg_fill(const struct na_svg_classes *classes, const struct na_table *table,
                        const struct na_table_row *row)
{
    static const char *const names[NA_SVG_CLASSES] = {"class0", "class1", "class2", "class3",
                                                      "class4"};
    if (row == NULL) {
        return "unknown";
    }
    return row->count == 0 ? "zero" : names[class_of(classes, na_svg_value(table, row))];
}

void na_svg_row_name(const struct na_table *table, const struct na_table_row *row, char *to,
                     size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (size_t d = 0; d < table->question.dimension_count && used < size; d++) {
        const struct na_table_label *label = &table->labels[d][row->labels[d]];
        const char *text = label->name[0] != '\0'   ? label->name
                           : label->code[0] != '\0' ? label->code
                                                    : "(blank)";
        bool of_authority =
            table->question.dimensions[d].what == NA_TABLE_WARD && label->authority_name[0] != '\0';
        used +=
            (size_t)snprintf(to + used, size - used, "%s%s%s%s", d > 0 ? " / " : "", text,
                             of_authority ? ", " : "", of_authority ? label->authority_name : "");
    }
}

void na_svg_row_figure(const struct na_table *table, const struct na_table_row *row, char *to,
                       size_t size)
{
    char count[NA_THOUSANDS_TEXT], figure[NA_NUMBER_TEXT];
    na_thousands(count, row->count);
    if (table->has_rates) {
        (void)na_number_fixed(figure, row->rate.rate, 2);
        (void)snprintf(to, size, "%.20s per 1,000 (%s)", figure, count);
    } else {
        (void)na_number_fixed(figure, na_table_percent(row->count, table->placed), 1);
        (void)snprintf(to, size, table->placed > 0 ? "%s (%.20s%%)" : "%s", count, figure);
    }
}
