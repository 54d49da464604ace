/* Populations are read by ward code, sorted, and must match the vintage ward by ward before a rate
 * is made. Intervals are Byar's. With rounding the rate is made of the rounded count. */
#include "table/rate.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/name_fold.h"
#include "base/number.h"
#include "io/csv.h"
#include "table/columns.h"

#define NORMAL_975 1.959963984540054
#define POPULATION_MAX 1e10
#define NAMED_MAX 8 /* codes named in a message */
#define NOTE_MAX 96

struct rate_row {
    char code[32];
    double population;
    char source[NOTE_MAX], date[32];
};

/* Sorted by code, as the wards of a vintage are, so that row i is ward i once they match. */
struct na_table_rates {
    struct rate_row *rows;
    size_t count, capacity;
};

void na_byar_limits(uint64_t count, double *ret_low, double *ret_high)
{
    double observed = (double)count;
    double root = 1.0 - 1.0 / (9.0 * observed) - NORMAL_975 / (3.0 * sqrt(observed));
    *ret_low = count == 0 ? 0.0 : fmax(0.0, observed * root * root * root);
    double next = observed + 1.0;
    root = 1.0 - 1.0 / (9.0 * next) + NORMAL_975 / (3.0 * sqrt(next));
    *ret_high = next * root * root * root;
}

void na_table_rates_free(struct na_table_rates *rates)
{
    if (rates != NULL) {
        free(rates->rows);
        free(rates);
    }
}

/* "WD23CD", "ward24_code", "ward code" */
static bool is_code_column(struct na_str name)
{
    char folded[NA_FOLD_MAX];
    na_fold_column(name, folded);
    char bare[NA_FOLD_MAX];
    size_t used = 0;
    for (const char *c = folded; *c != '\0'; c++) {
        if (isdigit((unsigned char)*c) == 0) {
            bare[used++] = *c;
        }
    }
    bare[used] = '\0';
    return strcmp(bare, "wardcode") == 0 || strcmp(bare, "code") == 0 ||
           strcmp(bare, "wdcd") == 0 || strcmp(bare, "wardcd") == 0;
}

struct rate_columns {
    size_t code, population, source, date;
};

static enum na_code bind(const struct na_csv_record *header, struct rate_columns *ret_columns,
                         struct na_error *reterr)
{
    struct rate_columns columns = {.code = NA_TABLE_NO_COLUMN};
    for (size_t i = 0; i < header->count && columns.code == NA_TABLE_NO_COLUMN; i++) {
        if (is_code_column(header->fields[i])) {
            columns.code = i;
        }
    }
    columns.population = na_table_column_find(header->fields, header->count, "", "population");
    if (columns.population == NA_TABLE_NO_COLUMN) {
        columns.population = na_table_column_find(header->fields, header->count, "", "count");
    }
    columns.source = na_table_column_find(header->fields, header->count, "", "source");
    columns.date = na_table_column_find(header->fields, header->count, "", "date");
    if (columns.code == NA_TABLE_NO_COLUMN || columns.population == NA_TABLE_NO_COLUMN) {
        (void)na_fail(reterr, NA_ERR_DATA, "A population file needs a ward code and a population");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 1,
                          columns.code == NA_TABLE_NO_COLUMN ? "ward_code" : "population",
                          "Name the columns ward_code, population, source, date");
    }
    *ret_columns = columns;
    return NA_OK;
}

static struct na_str field(const struct na_csv_record *record, size_t i)
{
    return i < record->count ? na_str_trim(record->fields[i]) : na_str_of("");
}

static enum na_code read_population(struct na_str text, double *ret_population,
                                    struct na_error *reterr)
{
    char reason[NA_NUMBER_REASON];
    char sentence[NA_NUMBER_REASON];
    enum na_number_fault fault = na_number_read(text, NA_NUMBER_POINT, ret_population);
    na_number_reason(text, fault, reason);
    bool above = fault == NA_NUMBER_GOOD && *ret_population > 0.0;
    if (above && *ret_population <= POPULATION_MAX) {
        return NA_OK;
    }
    na_number_explain(text,
                      fault != NA_NUMBER_GOOD ? reason
                      : above                 ? "above 10,000,000,000"
                                              : "not above 0",
                      sentence);
    return na_fail(reterr, NA_ERR_DATA, "%s, so it is no population", sentence);
}

static enum na_code add(struct na_table_rates *rates, const struct na_csv_record *record,
                        const struct rate_columns *columns, struct na_error *reterr)
{
    if (rates->count == rates->capacity) {
        size_t capacity = rates->capacity == 0 ? 128 : 2 * rates->capacity;
        struct rate_row *rows = realloc(rates->rows, capacity * sizeof *rows);
        if (rows == NULL) {
            return na_fail_memory(reterr, "reading populations");
        }
        rates->rows = rows;
        rates->capacity = capacity;
    }
    struct rate_row *row = &rates->rows[rates->count];
    *row = (struct rate_row){.population = 0.0};
    struct na_str text = field(record, columns->population);
    if (!na_text_copy_str(row->code, sizeof row->code, field(record, columns->code)) ||
        row->code[0] == '\0') {
        (void)na_fail(reterr, NA_ERR_DATA, "The ward code is blank or too long");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, record->line, "ward_code", NULL);
    }
    enum na_code good = read_population(text, &row->population, reterr);
    if (good != NA_OK) {
        return na_fail_at(reterr, good, NULL, record->line, "population", "Write a number above 0");
    }
    (void)na_text_copy_str(row->source, sizeof row->source, field(record, columns->source));
    (void)na_text_copy_str(row->date, sizeof row->date, field(record, columns->date));
    rates->count++;
    return NA_OK;
}

static int compare_rows(const void *left, const void *right)
{
    const struct rate_row *a = left;
    const struct rate_row *b = right;
    return strcmp(a->code, b->code);
}

static enum na_code read_rows(struct na_table_rates *rates, struct na_csv *csv,
                              struct na_error *reterr)
{
    struct na_csv_record record;
    struct rate_columns columns = {0, 0, 0, 0};
    bool more = false;
    enum na_code code = na_csv_next(csv, &record, &more, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!more) {
        return na_fail(reterr, NA_ERR_DATA, "The population file is empty");
    }
    code = bind(&record, &columns, reterr);
    while (code == NA_OK) {
        code = na_csv_next(csv, &record, &more, reterr);
        if (code != NA_OK || !more) {
            break;
        }
        code = add(rates, &record, &columns, reterr);
    }
    if (rates->count > 1) {
        qsort(rates->rows, rates->count, sizeof *rates->rows, compare_rows);
    }
    for (size_t i = 1; i < rates->count && code == NA_OK; i++) {
        if (strcmp(rates->rows[i - 1].code, rates->rows[i].code) == 0) {
            (void)na_fail(reterr, NA_ERR_DATA, "Ward %s is in the population file twice",
                          rates->rows[i].code);
            code = na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "ward_code", NULL);
        }
    }
    return code;
}

enum na_code na_table_rates_read(const char *bytes, size_t length,
                                 struct na_table_rates **ret_rates, struct na_error *reterr)
{
    struct na_csv *csv = NULL;
    struct na_table_rates *rates = calloc(1, sizeof *rates);
    if (rates == NULL) {
        return na_fail_memory(reterr, "reading populations");
    }
    enum na_code code = na_csv_new(bytes, length, ',', &csv, reterr);
    if (code == NA_OK) {
        code = read_rows(rates, csv, reterr);
    }
    na_csv_free(csv);
    if (code != NA_OK) {
        na_table_rates_free(rates);
        return code;
    }
    *ret_rates = rates;
    return NA_OK;
}

/* A list of codes of which the first few are named. */
struct code_list {
    char text[160];
    size_t count, used;
};

static void list_add(struct code_list *list, const char *code)
{
    if (list->count < NAMED_MAX && list->used < sizeof list->text - 32) {
        list->used += (size_t)snprintf(list->text + list->used, sizeof list->text - list->used,
                                       "%s%.20s", list->count > 0 ? ", " : "", code);
    } else if (list->count == NAMED_MAX) {
        list->used +=
            (size_t)snprintf(list->text + list->used, sizeof list->text - list->used, " and more");
    }
    list->count++;
}

enum na_code na_table_rates_check(const struct na_table_rates *rates,
                                  const struct na_snapshot *snapshot, const struct na_layer *layer,
                                  struct na_error *reterr)
{
    struct code_list missing = {.text = ""};
    struct code_list extra = {.text = ""};
    size_t at = 0;
    for (uint32_t i = 0; i < layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, layer, i, &area);
        while (at < rates->count && strcmp(rates->rows[at].code, area.code) < 0) {
            list_add(&extra, rates->rows[at++].code);
        }
        if (at < rates->count && strcmp(rates->rows[at].code, area.code) == 0) {
            at++;
        } else {
            list_add(&missing, area.code);
        }
    }
    while (at < rates->count) {
        list_add(&extra, rates->rows[at++].code);
    }
    if (missing.count == 0 && extra.count == 0) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_DATA,
                  "The population file does not match vintage %.40s: %zu wards missing%s%s; %zu "
                  "codes not in it%s%s",
                  layer->id, missing.count, missing.count > 0 ? ": " : "", missing.text,
                  extra.count, extra.count > 0 ? ": " : "", extra.text);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "ward_code",
                      "Take populations for exactly the wards of that vintage");
}

void na_table_rates_apply(const struct na_table_rates *rates, uint32_t area, uint64_t count,
                          uint64_t off, struct na_table_rate *ret_rate)
{
    const struct rate_row *row = &rates->rows[area];
    double low = 0.0;
    double high = 0.0;
    double other = 0.0;
    na_byar_limits(count > off ? count - off : 0, &low, &other);
    na_byar_limits(count + off, &other, &high);
    *ret_rate = (struct na_table_rate){.population = row->population,
                                       .rate = 1000.0 * (double)count / row->population,
                                       .low = 1000.0 * low / row->population,
                                       .high = 1000.0 * high / row->population,
                                       .source = row->source,
                                       .date = row->date};
}

void na_table_rates_smooth(struct na_table_row *rows, size_t count)
{
    double events = 0, people = 0, spread = 0;
    for (size_t i = 0; i < count; i++) {
        events += (double)rows[i].count;
        people += rows[i].rate.population;
    }
    double mean = people > 0 ? events / people : 0;
    for (size_t i = 0; i < count; i++) {
        double off = (double)rows[i].count / rows[i].rate.population - mean;
        spread += rows[i].rate.population * off * off;
    }
    double beyond = people > 0 ? spread / people - mean * (double)count / people : 0;
    beyond = beyond > 0 ? beyond : 0;
    for (size_t i = 0; i < count; i++) {
        double own = (double)rows[i].count / rows[i].rate.population;
        double chance = mean / rows[i].rate.population;
        double part = beyond + chance > 0 ? beyond / (beyond + chance) : 0;
        rows[i].rate.smoothed = 1000.0 * (mean + part * (own - mean));
    }
}
