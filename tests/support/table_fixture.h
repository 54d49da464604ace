/* support/table_fixture.h - tables made of a few joined rows, on the squares of query_pack.h. */
#ifndef NA_TEST_TABLE_FIXTURE_H
#define NA_TEST_TABLE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "question/vintage.h"
#include "support/query_pack.h"
#include "table/read.h"
#include "table/table.h"

struct table_fixture {
    struct query_pack pack;
    const struct na_layer *layer; /* 2023: E01 E02 E03 E04 */
};

static inline void table_fixture_begin(struct table_fixture *fixture)
{
    bool none_valid = false;
    struct na_error error = {.message = ""};
    query_pack_open_squares(&fixture->pack);
    if (na_vintage_choose(fixture->pack.snapshot, "2023", 0, &fixture->layer, &none_valid,
                          &error) != NA_OK) {
        query_pack_die("2023", error.message);
    }
}

static inline void table_fixture_end(struct table_fixture *fixture)
{
    query_pack_end(&fixture->pack);
}

/* A question of --by and one --where, either NULL. */
static inline struct na_table_question table_question(const char *by, const char *where)
{
    struct na_table_question question = {.dimension_count = 0};
    struct na_error error = {.message = ""};
    if (na_table_question_by(&question, by != NULL ? by : "ward", &error) != NA_OK ||
        (where != NULL && na_table_question_where(&question, where, &error) != NA_OK)) {
        query_pack_die(by, error.message);
    }
    return question;
}

/* Read joined rows, `step` bytes at a time. */
static inline enum na_code table_read(struct na_table_counts *counts, const char *csv, size_t step,
                                      struct na_error *error)
{
    struct na_table_reader *reader = NULL;
    enum na_code code = na_table_reader_new(counts, "", ',', &reader, error);
    size_t length = strlen(csv);
    for (size_t at = 0; at < length && code == NA_OK; at += step) {
        size_t some = length - at < step ? length - at : step;
        code = na_table_reader_feed(reader, csv + at, some, error);
    }
    if (code == NA_OK) {
        code = na_table_reader_end_input(reader, error);
    }
    na_table_reader_free(reader);
    return code;
}

/* Count CSV and make a table; dies on an error. `counts` must outlive it. */
static inline struct na_table *table_make(const struct table_fixture *fixture,
                                          struct na_table_counts *counts,
                                          const struct na_table_question *question, const char *csv,
                                          struct na_table_options options)
{
    struct na_error error = {.message = ""};
    struct na_table *table = NULL;
    na_table_counts_init(counts, question);
    options.layer = fixture->layer;
    if (options.about.measure == NULL) {
        options.about = (struct na_table_about){"rows", "2025", "in.csv", "joined", "", 0};
    }
    if (table_read(counts, csv, 4096, &error) != NA_OK ||
        na_table_new(counts, fixture->pack.snapshot, &options, &table, &error) != NA_OK) {
        query_pack_die(error.message, error.hint);
    }
    return table;
}

#endif
