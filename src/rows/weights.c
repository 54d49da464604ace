/* A file of weights, and its look-up. */
#include "rows/weights.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/name_fold.h"
#include "base/number.h"
#include "io/csv.h"

/* As of a column of weights. */
#define WEIGHT_MAX 1e12
#define NO_COLUMN SIZE_MAX

enum { VALUE, WEIGHT, SOURCE, VERSION, LICENCE, COLUMNS };
static const char *const names[COLUMNS] = {"value", "weight", "source", "version", "licence"};

void na_weights_free(struct na_weights *weights)
{
    if (weights == NULL) {
        return;
    }
    for (size_t i = 0; i < weights->count; i++) {
        free(weights->items[i].value);
    }
    free(weights->items);
    free(weights);
}

static enum na_code refuse(const char *field, int64_t line, const char *message, const char *hint,
                           struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s", message);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, line, field, hint);
}

static enum na_code bind(const struct na_csv_record *header, size_t ret_columns[COLUMNS],
                         struct na_error *reterr)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        ret_columns[c] = NO_COLUMN;
        for (size_t i = 0; i < header->count; i++) {
            char folded[NA_FOLD_MAX];
            na_fold_column(header->fields[i], folded);
            if (strcmp(folded, names[c]) == 0) {
                ret_columns[c] = i;
            }
        }
        if (ret_columns[c] == NO_COLUMN && c != LICENCE) {
            return refuse(names[c], 1, "A file of weights needs a value, a weight and its origin",
                          "Name the columns value,weight,source,version,licence", reterr);
        }
    }
    return NA_OK;
}

static struct na_str field(const struct na_csv_record *record, size_t column)
{
    return column < record->count ? na_str_trim(record->fields[column]) : na_str_of("");
}

/* The same in every row. */
static enum na_code take_origin(char *to, size_t size, const struct na_csv_record *record,
                                size_t column, const char *name, bool needed,
                                struct na_error *reterr)
{
    struct na_str text = field(record, column);
    char taken[256];
    (void)na_text_copy_str(taken, size < sizeof taken ? size : sizeof taken, text);
    if (needed && text.length == 0) {
        return refuse(name, record->line, "The weight does not say where it is from",
                      "Give source and version in every row", reterr);
    }
    if (to[0] == '\0') {
        (void)na_text_copy_str(to, size, text);
    }
    if (strcmp(to, taken) != 0) {
        return refuse(name, record->line, "The weights are of two origins",
                      "Take one source and version a file", reterr);
    }
    return NA_OK;
}

static enum na_code take_row(struct na_weights *weights, const struct na_csv_record *record,
                             const size_t columns[COLUMNS], struct na_error *reterr)
{
    struct na_str value = field(record, columns[VALUE]), number = field(record, columns[WEIGHT]);
    struct na_weight *item = &weights->items[weights->count];
    if (value.length == 0) {
        return refuse("value", record->line, "The value is blank", NULL, reterr);
    }
    if (na_number_read(number, NA_NUMBER_POINT, &item->weight) != NA_NUMBER_GOOD ||
        item->weight < 0 || item->weight > WEIGHT_MAX) {
        return refuse("weight", record->line, "The weight is not a number of 0 or more",
                      "Give 0 to values that are not to count", reterr);
    }
    item->value = malloc(value.length + 1);
    if (item->value == NULL) {
        return na_fail_memory(reterr, "reading weights");
    }
    memcpy(item->value, value.bytes, value.length);
    item->value[value.length] = '\0';
    weights->count++;
    enum na_code code = take_origin(weights->source, sizeof weights->source, record,
                                    columns[SOURCE], "source", true, reterr);
    code = code == NA_OK ? take_origin(weights->version, sizeof weights->version, record,
                                       columns[VERSION], "version", true, reterr)
                         : code;
    return code == NA_OK ? take_origin(weights->licence, sizeof weights->licence, record,
                                       columns[LICENCE], "licence", false, reterr)
                         : code;
}

static enum na_code read_rows(struct na_weights *weights, struct na_csv *csv,
                              struct na_error *reterr)
{
    struct na_csv_record record;
    size_t columns[COLUMNS];
    bool more = false;
    enum na_code code = na_csv_next(csv, &record, &more, reterr);
    if (code == NA_OK && !more) {
        return refuse(NULL, 0, "The file of weights is empty", NULL, reterr);
    }
    code = code == NA_OK ? bind(&record, columns, reterr) : code;
    while (code == NA_OK) {
        code = na_csv_next(csv, &record, &more, reterr);
        if (code != NA_OK || !more) {
            break;
        }
        if (weights->count == NA_WEIGHTS_MAX) {
            return na_fail(reterr, NA_ERR_LIMIT, "There are more than %d weights", NA_WEIGHTS_MAX);
        }
        code = take_row(weights, &record, columns, reterr);
    }
    return code;
}

static int compare(const void *left, const void *right)
{
    return strcmp(((const struct na_weight *)left)->value,
                  ((const struct na_weight *)right)->value);
}

static enum na_code sort(struct na_weights *weights, struct na_error *reterr)
{
    if (weights->count == 0) {
        return refuse(NULL, 0, "The file of weights has no weight", NULL, reterr);
    }
    qsort(weights->items, weights->count, sizeof *weights->items, compare);
    for (size_t i = 1; i < weights->count; i++) {
        if (compare(&weights->items[i - 1], &weights->items[i]) == 0) {
            (void)na_fail(reterr, NA_ERR_DATA, "The value \"%.60s\" has two weights",
                          weights->items[i].value);
            return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "value", NULL);
        }
    }
    return NA_OK;
}

enum na_code na_weights_read(const char *bytes, size_t length, struct na_weights **ret_weights,
                             struct na_error *reterr)
{
    struct na_csv *csv = NULL;
    struct na_weights *weights = calloc(1, sizeof *weights);
    if (weights != NULL) {
        weights->items = calloc(NA_WEIGHTS_MAX, sizeof *weights->items);
    }
    if (weights == NULL || weights->items == NULL) {
        free(weights);
        return na_fail_memory(reterr, "reading weights");
    }
    enum na_code code = na_csv_new(bytes, length, ',', &csv, reterr);
    code = code == NA_OK ? read_rows(weights, csv, reterr) : code;
    code = code == NA_OK ? sort(weights, reterr) : code;
    na_csv_free(csv);
    if (code != NA_OK) {
        na_weights_free(weights);
        return code;
    }
    *ret_weights = weights;
    return NA_OK;
}

uint32_t na_weights_find(const struct na_weights *weights, struct na_str value)
{
    value = na_str_trim(value);
    size_t low = 0, high = weights->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *text = weights->items[middle].value;
        size_t length = strlen(text), least = length < value.length ? length : value.length;
        int order = least > 0 ? memcmp(text, value.bytes, least) : 0;
        order = order != 0 ? order : (length > value.length) - (length < value.length);
        if (order == 0) {
            return (uint32_t)middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NA_WEIGHTS_NONE;
}

#define HEAVIEST 5

/* The values that carry most, the heaviest first; how many. */
static size_t heaviest(const struct na_weights *weights, const uint64_t *rows,
                       size_t ret_values[HEAVIEST])
{
    size_t count = 0;
    for (size_t i = 0; i < weights->count; i++) {
        double carried = weights->items[i].weight * (double)rows[i];
        size_t at = count < HEAVIEST ? count++ : HEAVIEST;
        while (at > 0 && carried > weights->items[ret_values[at - 1]].weight *
                                       (double)rows[ret_values[at - 1]]) {
            if (at < HEAVIEST) {
                ret_values[at] = ret_values[at - 1];
            }
            at--;
        }
        if (at < HEAVIEST) {
            ret_values[at] = i;
        }
    }
    return count;
}

void na_weights_words(const struct na_weights *weights, const uint64_t *rows, double effective,
                      char *to, size_t size)
{
    size_t values[HEAVIEST], count = heaviest(weights, rows, values), used;
    double sum = 0;
    char number[NA_NUMBER_TEXT];
    for (size_t i = 0; i < weights->count; i++) {
        sum += weights->items[i].weight * (double)rows[i];
    }
    used = (size_t)snprintf(to, size, "from %s, version %s%s%s. Most of the sum:", weights->source,
                            weights->version, weights->licence[0] != '\0' ? ", " : "",
                            weights->licence);
    for (size_t i = 0; i < count && sum > 0 && used < size; i++) {
        const struct na_weight *item = &weights->items[values[i]];
        (void)na_number_fixed(number, 100 * item->weight * (double)rows[values[i]] / sum, 1);
        used += (size_t)snprintf(to + used, size - used, "%s %.40s %.20s%%", i > 0 ? "," : "",
                                 item->value, number);
    }
    (void)na_number_fixed(number, effective, 1);
    if (used < size) {
        (void)snprintf(to + used, size - used, ". The rows say as much as %.30s equal ones.",
                       number);
    }
}
