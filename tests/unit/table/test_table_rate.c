/* Rates: Byar's limits against exact ones, population files that do not fit. */
#include "support/table_fixture.h"

#include <math.h>

#include "table/rate.h"

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

/* The exact limits of a Poisson count, from tables printed in textbooks (Armitage and Berry,
 * Statistical Methods in Medical Research, table VIII): Byar's are near them. */
static void byar_is_near_the_exact_limits(void **state)
{
    (void)state;
    static const struct {
        uint64_t count;
        double low, high, tolerance;
    } rows[] = {
        {1, 0.0253, 5.572, 0.03},   {5, 1.623, 11.668, 0.04},   {10, 4.795, 18.390, 0.02},
        {20, 12.217, 30.889, 0.02}, {50, 37.111, 65.919, 0.02}, {100, 81.364, 121.627, 0.02},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double low = 0.0;
        double high = 0.0;
        na_byar_limits(rows[i].count, &low, &high);
        assert_true(query_pack_close(low, rows[i].low, rows[i].tolerance));
        assert_true(query_pack_close(high, rows[i].high, rows[i].tolerance));
    }
}

/* The cube root of a limit over the count is the formula's own bracket: both roots of Wilson and
 * Hilferty's normal must be 1.959964 away. */
static void byar_turns_back_into_its_normal_deviate(void **state)
{
    (void)state;
    for (uint64_t count = 1; count < 2000; count += 37) {
        double low = 0.0;
        double high = 0.0;
        na_byar_limits(count, &low, &high);
        double o = (double)count;
        double z_low = 3.0 * sqrt(o) * (1.0 - 1.0 / (9.0 * o) - cbrt(low / o));
        double z_high =
            3.0 * sqrt(o + 1.0) * (cbrt(high / (o + 1.0)) - 1.0 + 1.0 / (9.0 * (o + 1.0)));
        assert_true(query_pack_close(z_low, 1.959964, 1e-6));
        assert_true(query_pack_close(z_high, 1.959964, 1e-6));
    }
    double low = 1.0;
    double high = 0.0;
    na_byar_limits(0, &low, &high);
    assert_true(low <= 0.0);
    assert_true(high > 3.0 && high < 4.0);
}

static void a_rate_is_of_the_wards_own_people(void **state)
{
    (void)state;
    static const char populations[] = "WD23CD,Population,Source,Date\nE02,2000,ONS,2023-06-30\n"
                                      "E01,500,ONS,2023-06-30\nE04,100,,\nE03,1000,,\n";
    struct na_table_rates *rates = NULL;
    struct na_error error = {.message = ""};
    assert_int_equal(na_table_rates_read(populations, strlen(populations), &rates, &error), NA_OK);
    struct na_table_question question = table_question(NULL, NULL);
    struct na_table_counts counts;
    struct na_table *table =
        table_make(&fixture, &counts, &question,
                   "match,ward_code\ninside,E01\ninside,E02\ninside,E02\ninside,E02\n",
                   (struct na_table_options){.zeros = true, .rates = rates});
    const struct na_table_row *first = &table->rows[0];
    assert_string_equal(table->labels[0][first->labels[0]].code, "E02");
    assert_true(query_pack_close(first->rate.rate, 1.5, 1e-12));
    /* 3: 0.603 to 8.766 by the formula */
    assert_true(query_pack_close(first->rate.low, 0.603 / 2.0, 0.001));
    assert_true(query_pack_close(first->rate.high, 8.766 / 2.0, 0.001));
    assert_string_equal(first->rate.source, "ONS");
    assert_true(query_pack_close(table->rows[1].rate.rate, 2.0, 1e-12));
    na_table_free(table);
    na_table_counts_fini(&counts);
    na_table_rates_free(rates);
}

static void files_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *message;
    } wanted[] = {
        {"ward_code,population\nE01,1\nE02,1\nE03,1\n", "1 wards missing: E04; 0 codes"},
        {"ward_code,population\nE01,1\nE02,1\nE03,1\nE04,1\nE05,1\nW1,2\n",
         "0 wards missing; 2 codes not in it: E05, W1"},
        {"ward_code,population\nX1,1\n",
         "4 wards missing: E01, E02, E03, E04; 1 codes not in it: X1"},
        {"ward_code,population\nE01,1\nE01,2\n", "Ward E01 is in the population file twice"},
        {"ward_code,population\nE01,0\n", "\"0\" is not above 0, so it is no population"},
        {"ward_code,population\nE01,\"1,00\"\n",
         "\"1,00\" is not a number: a comma is no decimal point"},
        {"ward_code,population\nE01,-5\n", "\"-5\" is not above 0"},
        {"ward_code,population\n,5\n", "The ward code is blank"},
        {"ward,population\nE01,5\n", "needs a ward code"},
        {"ward_code,people\nE01,5\n", "needs a ward code and a population"},
        {"", "The population file is empty"},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_table_rates *rates = NULL;
        struct na_error error = {.message = ""};
        enum na_code code =
            na_table_rates_read(wanted[i].csv, strlen(wanted[i].csv), &rates, &error);
        if (code == NA_OK) {
            code = na_table_rates_check(rates, fixture.pack.snapshot, fixture.layer, &error);
        }
        print_message("%s\n", error.message);
        assert_int_equal(code, NA_ERR_DATA);
        assert_non_null(strstr(error.message, wanted[i].message));
        na_table_rates_free(rates);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(byar_is_near_the_exact_limits),
        cmocka_unit_test(byar_turns_back_into_its_normal_deviate),
        cmocka_unit_test(a_rate_is_of_the_wards_own_people),
        cmocka_unit_test(files_that_do_not_fit_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
