/* Each allocation of a table, from its rows to its drawing, made to fail in turn. */
#include "support/table_fixture.h"

#include "support/oom.h"
#include "table/compare.h"
#include "table/forms.h"
#include "table/names.h"
#include "table/rate.h"
#include "table/svg.h"

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

static const char rows_csv[] = "match,ward_code,\"what\"\ninside,E01,\"a\"\"b\"\ninside,E01,c\n"
                               "inside,E02,c\ninside,E02,c\ninside,E02,c\ninside,E02,c\n"
                               "inside,E03,a\nnone,,a\n";
static const char people_csv[] = "code,population\nE01,10\nE02,20\nE03,30\nE04,40\n";
static const char ready_csv[] = "ward,count\nAlpha,4\nBeta,7\nGamma,9\n";

static enum na_code draw(const struct na_table *table)
{
    struct na_buffer to;
    na_buffer_init(&to, 8 * 1024 * 1024);
    enum na_code code = NA_OK;
    for (int form = NA_TABLE_TEXT; form <= NA_TABLE_MARKDOWN && code == NA_OK; form++) {
        code = na_render_table(table, (enum na_table_form)form, true, &to);
    }
    if (code == NA_OK) {
        code = na_render_table_svg(table, NA_TABLE_CHART_AND_MAP, &to, NULL);
    }
    struct na_compare *compare = NULL;
    if (code == NA_OK) {
        code = na_compare_new(table, table, &compare, NULL);
    }
    if (code == NA_OK) {
        code = na_render_compare(compare, NA_TABLE_TEXT, false, &to);
    }
    na_compare_free(compare);
    na_buffer_fini(&to);
    return code;
}

static enum na_code of_rows(void)
{
    struct na_table_question question = table_question("ward", "what=a\"b|c|a");
    struct na_table_counts counts;
    struct na_table *table = NULL;
    struct na_table_rates *rates = NULL;
    struct na_table_options options = {.layer = fixture.layer,
                                       .zeros = true,
                                       .suppress = 3,
                                       .about = {"rows", "2025", "in.csv", "joined", "", 1}};
    na_table_counts_init(&counts, &question);
    enum na_code code = table_read(&counts, rows_csv, 50, NULL);
    if (code == NA_OK) {
        code = na_table_rates_read(people_csv, strlen(people_csv), &rates, NULL);
        options.rates = rates;
    }
    if (code == NA_OK) {
        code = na_table_new(&counts, fixture.pack.snapshot, &options, &table, NULL);
    }
    if (code == NA_OK) {
        code = draw(table);
    }
    na_table_free(table);
    na_table_rates_free(rates);
    na_table_counts_fini(&counts);
    return code;
}

static enum na_code of_ready_counts(void)
{
    struct na_table_ready ready;
    enum na_code code = na_table_ready_read(ready_csv, strlen(ready_csv), fixture.pack.snapshot,
                                            fixture.layer, &ready, NULL);
    if (code == NA_OK) {
        na_table_ready_fini(&ready);
    }
    return code;
}

static void fails_cleanly(enum na_code (*operation)(void))
{
    size_t before = 0;
    for (;; before++) {
        oom_arm(before);
        enum na_code code = operation();
        if (!oom_disarm()) {
            assert_int_equal(code, NA_OK);
            break;
        }
        assert_int_equal(code, NA_ERR_MEMORY);
    }
    print_message("%zu allocations\n", before);
    assert_true(before > 5);
}

static void a_table_of_rows_fails_cleanly(void **state)
{
    (void)state;
    fails_cleanly(of_rows);
}

static void ready_counts_fail_cleanly(void **state)
{
    (void)state;
    fails_cleanly(of_ready_counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_of_rows_fails_cleanly),
        cmocka_unit_test(ready_counts_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
