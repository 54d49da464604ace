/* Counts, order, ranks, shares, what is left out. */
#include "support/table_fixture.h"

#include <math.h>

static struct table_fixture fixture;

static int setup(void **state)
{
    (void)state;
    table_fixture_begin(&fixture);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    table_fixture_end(&fixture);
    return 0;
}

/* Seven rows in wards, three that are not, one that cannot be read. */
static const char rows_csv[] = "id,Month,Crime type,ward_code,match\n"
                               "1,2025-02,Drugs,E02,inside\n"
                               "2,2025-02,Drugs,E02,boundary\n"
                               "3,2025-01,Robbery,E01,inside\n"
                               "\n"
                               "4,2025-01,\"Theft, other\",E01,inside\n"
                               "5,2025-03,Drugs,E03,inside\n"
                               "6,2025-03,Robbery,E02,inside\n"
                               "7,2025-03,Robbery,\"E03\",inside\r\n"
                               "8,2025-01,Drugs,,none\n"
                               "9,2025-01,Drugs,,no_location\n"
                               "10,2025-01,Drugs,,bad\n"
                               "11,2025-01\n";

static void ties_share_the_higher_rank_and_zeros_are_listed(void **state)
{
    (void)state;
    struct na_table_question question = table_question(NULL, NULL);
    struct na_table_counts counts;
    struct na_table *table = table_make(&fixture, &counts, &question, rows_csv,
                                        (struct na_table_options){.zeros = true});
    static const struct {
        const char *code;
        uint64_t count;
        uint32_t rank;
        bool tied;
        uint64_t cumulative;
    } wanted[] = {{"E02", 3, 1, false, 3},
                  {"E01", 2, 2, true, 5},
                  {"E03", 2, 2, true, 7},
                  {"E04", 0, 4, false, 7}};
    assert_int_equal(table->row_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct na_table_row *row = &table->rows[i];
        assert_string_equal(table->labels[0][row->labels[0]].code, wanted[i].code);
        assert_int_equal(row->count, wanted[i].count);
        assert_int_equal(row->rank, wanted[i].rank);
        assert_int_equal(row->tied, wanted[i].tied);
        assert_int_equal(row->cumulative, wanted[i].cumulative);
    }
    na_table_free(table);
    na_table_counts_fini(&counts);
}

static void every_row_read_is_accounted_for(void **state)
{
    (void)state;
    static const struct {
        const char *where;
        uint64_t unasked, placed, none, no_location, bad;
    } wanted[] = {
        {NULL, 0, 7, 1, 1, 2},
        /* A row that cannot be taken apart is bad whatever is asked for. */
        {"crime-type=Drugs", 4, 3, 1, 1, 2},
        {"Crime type=Drugs|Robbery", 1, 6, 1, 1, 2},
        {"CRIME_TYPE=Theft, other", 9, 1, 0, 0, 1},
        {"id=", 10, 0, 0, 0, 1},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_table_question question = table_question(NULL, wanted[i].where);
        struct na_table_counts counts;
        struct na_table *table = table_make(&fixture, &counts, &question, rows_csv,
                                            (struct na_table_options){.zeros = false});
        const struct na_table_tally *tally = &table->tally;
        print_message("%s\n", wanted[i].where != NULL ? wanted[i].where : "all");
        assert_int_equal(tally->read, 11);
        assert_int_equal(tally->unasked, wanted[i].unasked);
        assert_int_equal(table->placed, wanted[i].placed);
        assert_int_equal(tally->matches[NA_BATCH_NONE], wanted[i].none);
        assert_int_equal(tally->matches[NA_BATCH_NO_LOCATION], wanted[i].no_location);
        assert_int_equal(tally->matches[NA_BATCH_BAD], wanted[i].bad);
        assert_int_equal(tally->read, tally->unasked + table->placed + wanted[i].none +
                                          wanted[i].no_location + wanted[i].bad);
        assert_int_equal(table->asked, 11 - wanted[i].unasked);
        na_table_free(table);
        na_table_counts_fini(&counts);
    }
}

static void several_things_are_counted_by_their_combinations(void **state)
{
    (void)state;
    struct na_table_question question = table_question("ward,crime-type", NULL);
    struct na_table_counts counts;
    struct na_table *table = table_make(&fixture, &counts, &question, rows_csv,
                                        (struct na_table_options){.zeros = true});
    static const struct {
        const char *ward, *type;
        uint64_t count;
    } wanted[] = {{"E02", "Drugs", 2},   {"E01", "Robbery", 1}, {"E01", "Theft, other", 1},
                  {"E02", "Robbery", 1}, {"E03", "Drugs", 1},   {"E03", "Robbery", 1}};
    assert_int_equal(table->row_count, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct na_table_row *row = &table->rows[i];
        assert_string_equal(table->labels[0][row->labels[0]].code, wanted[i].ward);
        assert_string_equal(table->labels[1][row->labels[1]].code, wanted[i].type);
        assert_int_equal(row->count, wanted[i].count);
    }
    na_table_free(table);
    na_table_counts_fini(&counts);
}

static void the_cut_of_top_takes_ties_along(void **state)
{
    (void)state;
    static const struct {
        uint64_t top;
        size_t listed;
        uint64_t rest;
    } wanted[] = {{1, 1, 4}, {2, 3, 0}, {3, 3, 0}, {4, 4, 0}, {0, 4, 0}, {99, 4, 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_table_question question = table_question(NULL, NULL);
        struct na_table_counts counts;
        struct na_table *table =
            table_make(&fixture, &counts, &question, rows_csv,
                       (struct na_table_options){.zeros = true, .top = wanted[i].top});
        assert_int_equal(table->listed, wanted[i].listed);
        struct na_table_rest rest = na_table_get_rest(table);
        assert_int_equal(rest.rows, 4 - wanted[i].listed);
        assert_int_equal(rest.count, wanted[i].rest);
        na_table_free(table);
        na_table_counts_fini(&counts);
    }
}

static void bytes_cut_anywhere_count_the_same(void **state)
{
    (void)state;
    for (size_t step = 1; step < sizeof rows_csv; step++) {
        struct na_table_question question = table_question("ward,month", NULL);
        struct na_table_counts counts;
        struct na_error error = {.message = ""};
        na_table_counts_init(&counts, &question);
        assert_int_equal(table_read(&counts, rows_csv, step, &error), NA_OK);
        assert_int_equal(counts.tally.read, 11);
        assert_int_equal(na_table_tally_placed(&counts.tally), 7);
        assert_int_equal(counts.cell_count, 4);
        assert_int_equal(counts.months.count, 3);
        na_table_counts_fini(&counts);
    }
}

static void what_cannot_be_counted_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *by, *where, *message, *hint;
    } wanted[] = {
        {"a,ward_code\n", NULL, NULL, "There is no column \"match\"", "a, ward_code"},
        {"match,ward_code\n", "nonsense", NULL, "There is no column \"nonsense\"", "match"},
        {"match,ward_code\n", NULL, "Crime=x", "There is no column \"Crime\"", "match"},
        {"match,ward_code\ninsid,E01\n", NULL, NULL, "\"insid\" is no match", "no_location"},
        {"", NULL, NULL, "The input is empty", ""},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_table_question question = table_question(wanted[i].by, wanted[i].where);
        struct na_table_counts counts;
        struct na_error error = {.message = ""};
        na_table_counts_init(&counts, &question);
        assert_int_equal(table_read(&counts, wanted[i].csv, 4096, &error), NA_ERR_DATA);
        assert_non_null(strstr(error.message, wanted[i].message));
        assert_non_null(strstr(error.hint, wanted[i].hint));
        na_table_counts_fini(&counts);
    }
}

static void a_ward_of_another_vintage_names_it(void **state)
{
    (void)state;
    struct na_table_question question = table_question(NULL, NULL);
    struct na_table_counts counts;
    struct na_error error = {.message = ""};
    struct na_table *table = NULL;
    struct na_table_options options = {.layer = fixture.layer};
    na_table_counts_init(&counts, &question);
    assert_int_equal(table_read(&counts, "match,ward_code\ninside,D01\n", 4096, &error), NA_OK);
    assert_int_equal(na_table_new(&counts, fixture.pack.snapshot, &options, &table, &error),
                     NA_ERR_DATA);
    assert_string_equal(error.message, "There is no ward \"D01\" in vintage 2023");
    assert_string_equal(error.hint, "Vintage degrees has it: give --vintage degrees");
    na_table_counts_fini(&counts);
}

static void wards_of_two_vintages_stay_apart(void **state)
{
    (void)state;
    struct na_table_question question = table_question(NULL, NULL);
    struct na_table_counts counts;
    struct na_table *table = table_make(&fixture, &counts, &question,
                                        "match,ward_code,vintage\ninside,E01,2015\n"
                                        "inside,E01,2023\ninside,E01,2023\n",
                                        (struct na_table_options){.zeros = true});
    assert_true(table->several_vintages);
    assert_null(table->layer);
    assert_int_equal(table->row_count, 5); /* one ward of 2015, four of 2023 */
    assert_int_equal(table->rows[0].count, 2);
    assert_string_equal(table->labels[0][table->rows[0].labels[0]].name, "Alpha");
    assert_int_equal(table->rows[1].count, 1);
    assert_string_equal(table->labels[0][table->rows[1].labels[0]].name, "Old Alpha");
    na_table_free(table);
    na_table_counts_fini(&counts);
}

static void a_table_of_anything_knows_its_vintage(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *vintage; /* "" several */
    } wanted[] = {
        {"match,ward_code,a\ninside,E01,x\n", "2023"},
        {"match,ward_code,a,vintage\ninside,E01,x,2015\nnone,,x,2023\n", "2015"},
        {"match,ward_code,a,vintage\ninside,E01,x,2015\ninside,E01,x,2023\n", ""},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_table_question question = table_question("a", NULL);
        struct na_table_counts counts;
        struct na_table *table = table_make(&fixture, &counts, &question, wanted[i].csv,
                                            (struct na_table_options){.zeros = true});
        assert_string_equal(table->layer != NULL ? table->layer->id : "", wanted[i].vintage);
        assert_int_equal(table->several_vintages, wanted[i].vintage[0] == '\0');
        na_table_free(table);
        na_table_counts_fini(&counts);
    }
}

static void joined_rows_are_recognised(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        bool joined;
    } wanted[] = {{"a,Ward Code,MATCH\n", true},
                  {"\xEF\xBB\xBF\"ward_code\",match\n1,2\n", true},
                  {"ward_code,matches\n", false},
                  {"Crime ID,Month\n", false},
                  {"", false}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_int_equal(na_table_read_is_joined(wanted[i].csv, strlen(wanted[i].csv), ','),
                         wanted[i].joined);
    }
}

static void a_share_of_nothing_is_no_number(void **state)
{
    (void)state;
    assert_true(isnan(na_table_percent(0, 0)));
    assert_true(query_pack_close(na_table_percent(436, 3906), 11.1623, 0.0001));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_share_the_higher_rank_and_zeros_are_listed),
        cmocka_unit_test(every_row_read_is_accounted_for),
        cmocka_unit_test(several_things_are_counted_by_their_combinations),
        cmocka_unit_test(the_cut_of_top_takes_ties_along),
        cmocka_unit_test(bytes_cut_anywhere_count_the_same),
        cmocka_unit_test(what_cannot_be_counted_is_named),
        cmocka_unit_test(a_ward_of_another_vintage_names_it),
        cmocka_unit_test(wards_of_two_vintages_stay_apart),
        cmocka_unit_test(a_table_of_anything_knows_its_vintage),
        cmocka_unit_test(joined_rows_are_recognised),
        cmocka_unit_test(a_share_of_nothing_is_no_number),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
