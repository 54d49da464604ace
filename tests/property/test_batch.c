/* The batch on random rows: no cut shows, and each row is answered as if alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/batch_join.h"
#include "support/query_pack.h"
#include "support/random.h"

static struct query_pack squares;

static int open_squares(void **state)
{
    (void)state;
    query_pack_open_squares(&squares);
    return 0;
}

static int close_squares(void **state)
{
    (void)state;
    query_pack_end(&squares);
    return 0;
}

/* A table with every kind of row that there is. */
static void random_table(struct test_random *random, size_t rows, struct na_buffer *to)
{
    static const char *const odd[] = {",,\n",
                                      "450500,,x\n",
                                      "a,b,c\n",
                                      "450500,530500\n",
                                      "1,2,3,4\n",
                                      "\n",
                                      "\r\n",
                                      "4,5,\"open\n",
                                      "\"q\"x,1,2\n",
                                      "4505\"00,530500,y\n",
                                      "0,0,null\r\n",
                                      "800000,1,z\n",
                                      "450500,530500,\"a\nb,\"\"c\"\"\"\r\n"};
    batch_must(na_buffer_text(to, "easting,northing,note\n"));
    for (size_t i = 0; i < rows; i++) {
        if (test_random_below(random, 4) == 0) {
            batch_must(
                na_buffer_text(to, odd[test_random_below(random, sizeof odd / sizeof odd[0])]));
        } else if (rows > 20 && test_random_below(random, 400) == 0) {
            size_t length = 60000 + test_random_below(random, 80000);
            batch_must(na_buffer_reserve(to, length));
            memset(to->data + to->length, 'y', length);
            to->length += length;
            batch_must(na_buffer_text(to, test_random_below(random, 2) == 0 ? ",1,2\n" : "\r\n"));
        } else {
            batch_must(
                na_buffer_printf(to, "%llu,%llu,%s%s",
                                 (unsigned long long)(449000 + test_random_below(random, 7000)),
                                 (unsigned long long)(529500 + test_random_below(random, 2000)),
                                 test_random_below(random, 3) == 0 ? "\"k\"" : "k",
                                 test_random_below(random, 5) == 0 ? "\r\n" : "\n"));
        }
    }
}

static void expect_same(const struct batch_joined *a, const struct batch_joined *b)
{
    assert_int_equal(a->code, NA_OK);
    assert_int_equal(b->code, NA_OK);
    assert_int_equal(a->output.length, b->output.length);
    if (a->output.length > 0) {
        assert_memory_equal(a->output.data, b->output.data, a->output.length);
    }
    assert_string_equal(a->faults.data != NULL ? a->faults.data : "",
                        b->faults.data != NULL ? b->faults.data : "");
    struct na_batch_tally left = a->tally;
    struct na_batch_tally right = b->tally;
    uint64_t sum = 0;
    for (size_t i = 0; i < NA_BATCH_MATCHES; i++) {
        sum += left.matches[i];
    }
    assert_int_equal(left.read, sum);
    assert_memory_equal(&left, &right, sizeof left);
}

/* Chunks of a byte to a megabyte, blocks of any size, any number of threads: the same bytes. */
static void cuts_and_threads_do_not_show(void **state)
{
    (void)state;
    struct test_random random = test_random_start("batch");
    static const enum na_batch_output outputs[] = {NA_BATCH_CSV, NA_BATCH_NDJSON, NA_BATCH_GEOJSON,
                                                   NA_BATCH_ANSWERS};
    for (int round = 0; round < 24; round++) {
        struct na_batch_options options = {.today = QUERY_TODAY,
                                           .output = outputs[round % 4],
                                           .add = round % 3 == 0 ? "match,certain" : NULL};
        struct na_buffer table;
        na_buffer_init(&table, BATCH_TEXT_LIMIT);
        size_t rows = round < 4 ? 20 : 100 + test_random_below(&random, 1500);
        random_table(&random, rows, &table);
        struct na_str text = {table.data, table.length};
        struct batch_joined whole;
        batch_join(squares.snapshot, &options, &text, 1, 0, &whole);
        struct batch_joined other;
        size_t chunk = round < 4 ? 1 : 1 + test_random_below(&random, 100000);
        batch_join(squares.snapshot, &options, &text, 1, chunk, &other);
        expect_same(&whole, &other);
        batch_joined_fini(&other);
        unsigned int threads = 1 + (unsigned int)test_random_below(&random, 5);
        size_t block = round < 4 ? 1 : 1 + test_random_below(&random, 200000);
        batch_run(squares.snapshot, &options, &text, 1, chunk, threads, block, &other);
        expect_same(&whole, &other);
        batch_joined_fini(&other);
        batch_joined_fini(&whole);
        na_buffer_fini(&table);
    }
}

/* A number as people and programs write it, often at the edge of a square; now and then none. */
static void random_number(struct test_random *random, bool metres, bool is_x, char to[64])
{
    static const char *const odd[] = {"",
                                      " ",
                                      "N/A",
                                      "0",
                                      "-0.0",
                                      "+450500",
                                      "\"450,500\"",
                                      "1e5",
                                      ".5",
                                      "5.",
                                      "-",
                                      "4505x",
                                      "1.2.3",
                                      "999999999999999",
                                      "9999999999999999",
                                      "-1.2000000000000001",
                                      "\"450500\"",
                                      "180",
                                      "-"};
    if (test_random_below(random, 12) == 0) {
        (void)snprintf(to, 64, "%s", odd[test_random_below(random, sizeof odd / sizeof odd[0])]);
        return;
    }
    double from = metres ? (is_x ? 449000 : 529500) : is_x ? -1.25 : 54.64;
    double step = metres ? 100 : 0.001;
    double value = from + step * (double)test_random_below(random, 70);
    bool whole = test_random_below(random, 3) == 0;
    value += whole ? 0.0 : test_random_between(random, 0, step);
    (void)snprintf(to, 64, "%.*f", (int)test_random_below(random, metres ? 9 : 13), value);
}

/* A row that is written in one go is what it is when its parts are looked at one by one, as they
 * are if each row has a day. */
static void usual_rows_are_as_others(void **state)
{
    (void)state;
    struct test_random random = test_random_start("batch usual");
    static const char *const notes[] = {"k",       "\"k\"", "\"a\nb\"", "caf\xC3\xA9",
                                        "caf\xE9", "",      "a b"};
    static const char *const ends[] = {"\n",  "\n",     "\n",   "\r\n", "\r",
                                       ",\n", ",,\r\n", "\n\n", ",x\n"};
    for (int round = 0; round < 60; round++) {
        bool metres = round % 2 == 0;
        struct na_batch_options options = {.today = QUERY_TODAY};
        struct na_batch_options by_day = {.today = QUERY_TODAY, .as_at_column = "day"};
        options.add = round % 3 == 0 ? "ward_code,match,vintage" : NULL;
        by_day.add = options.add;
        struct na_buffer table;
        na_buffer_init(&table, BATCH_TEXT_LIMIT);
        batch_must(na_buffer_text(&table,
                                  metres ? "easting,northing,note,day\n" : "lon,lat,note,day\r\n"));
        size_t rows = 1 + test_random_below(&random, 400);
        for (size_t i = 0; i < rows; i++) {
            char x[64];
            char y[64];
            random_number(&random, metres, true, x);
            random_number(&random, metres, false, y);
            bool plain = test_random_below(&random, 4) > 0;
            bool cut = i + 1 == rows && round % 5 == 0;
            const char *note = notes[plain ? 0 : test_random_below(&random, 7)];
            const char *end = cut ? "" : ends[plain ? 0 : test_random_below(&random, 9)];
            batch_must(na_buffer_printf(&table, "%s,%s,%s,%s", x, y, note, end));
        }
        struct na_str text = {table.data, table.length};
        struct batch_joined usual;
        struct batch_joined other;
        batch_join(squares.snapshot, &options, &text, 1, 0, &usual);
        batch_join(squares.snapshot, &by_day, &text, 1, 0, &other);
        expect_same(&usual, &other);
        batch_joined_fini(&usual);
        batch_joined_fini(&other);
        na_buffer_fini(&table);
    }
}

/* Outputs one after another are the output of the inputs one after another. */
static void inputs_add_up(void **state)
{
    (void)state;
    struct test_random random = test_random_start("batch inputs");
    struct na_batch_options options = {.today = QUERY_TODAY};
    for (int round = 0; round < 10; round++) {
        struct na_buffer tables[3];
        struct na_str texts[3];
        struct na_buffer sum;
        na_buffer_init(&sum, BATCH_TEXT_LIMIT);
        for (size_t i = 0; i < 3; i++) {
            struct batch_joined part;
            na_buffer_init(&tables[i], BATCH_TEXT_LIMIT);
            random_table(&random, 50, &tables[i]);
            texts[i] = (struct na_str){tables[i].data, tables[i].length};
            batch_join(squares.snapshot, &options, &texts[i], 1, 0, &part);
            const char *rows = i == 0 ? part.output.data : strchr(part.output.data, '\n') + 1;
            batch_must(na_buffer_append(&sum, rows,
                                        part.output.length - (size_t)(rows - part.output.data)));
            batch_joined_fini(&part);
        }
        struct batch_joined all;
        batch_run(squares.snapshot, &options, texts, 3, 0, 2, 1000, &all);
        assert_int_equal(all.output.length, sum.length);
        assert_memory_equal(all.output.data, sum.data, sum.length);
        batch_joined_fini(&all);
        for (size_t i = 0; i < 3; i++) {
            na_buffer_fini(&tables[i]);
        }
        na_buffer_fini(&sum);
    }
}

/* Every position is answered as `nearaid ward` answers it alone. */
static void rows_are_answered_as_single_questions(void **state)
{
    (void)state;
    struct test_random random = test_random_start("batch single");
    struct na_batch_options options = {
        .today = QUERY_TODAY, .output = NA_BATCH_NDJSON, .vintage = "2023"};
    for (int i = 0; i < 2000; i++) {
        char query[256];
        char input[256];
        bool grid = i % 2 == 0;
        double x = grid ? test_random_between(&random, -1000, 800000)
                        : test_random_between(&random, -200, 200);
        double y = grid ? test_random_between(&random, -1000, 1400000)
                        : test_random_between(&random, -100, 100);
        if (i % 4 < 2) {
            x = grid ? 449000 + (double)test_random_below(&random, 70) * 100
                     : test_random_between(&random, -1.3, -1.1);
            y = grid ? 529500 + (double)test_random_below(&random, 20) * 100
                     : test_random_between(&random, 54.6, 54.7);
        }
        (void)snprintf(query, sizeof query, "%s=%.6f&%s=%.6f&vintage=2023",
                       grid ? "easting" : "lon", x, grid ? "northing" : "lat", y);
        (void)snprintf(input, sizeof input, "%s\n%.6f,%.6f\n",
                       grid ? "easting,northing" : "lon,lat", x, y);
        struct na_str text = na_str_of(input);
        struct batch_joined joined;
        struct na_buffer answer;
        struct na_error error;
        na_buffer_init(&answer, NA_ANSWER_LIMIT);
        batch_join(squares.snapshot, &options, &text, 1, 0, &joined);
        assert_int_equal(joined.code, NA_OK);
        json_t *row = query_pack_parse(&joined.output);
        if (query_pack_ask(&squares, QUERY_WARD, query, NA_FORMAT_JSON, &answer, &error) == NA_OK) {
            json_t *single = query_pack_parse(&answer);
            assert_string_equal(query_pack_text(row, "match"), query_pack_text(single, "match"));
            assert_string_equal(query_pack_text(row, "ward_code"),
                                query_pack_text(single, "ward.code"));
            assert_string_equal(query_pack_text(row, "authority_code"),
                                query_pack_text(single, "ward.authority.code"));
            json_decref(single);
        } else {
            assert_string_equal(query_pack_text(row, "match"), "bad");
            assert_non_null(strstr(joined.faults.data, error.message));
        }
        json_decref(row);
        na_buffer_fini(&answer);
        batch_joined_fini(&joined);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_and_threads_do_not_show),
        cmocka_unit_test(usual_rows_are_as_others),
        cmocka_unit_test(inputs_add_up),
        cmocka_unit_test(rows_are_answered_as_single_questions),
    };
    return cmocka_run_group_tests_name("batch", tests, open_squares, close_squares);
}
