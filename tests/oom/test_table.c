/* Each allocation of a table, from its rows to its drawing, made to fail in turn. */
#include "support/table_fixture.h"

#include <sys/stat.h>

#include "support/oom.h"
#include "table/compare.h"
#include "table/forms.h"
#include "table/names.h"
#include "table/partial.h"
#include "table/rate.h"
#include "table/svg.h"

static struct table_fixture fixture;
static char key_path[256];

static int setup(void **state)
{
    (void)state;
    static const char key[] = "0123456789abcdef0123456789abcdef";
    table_fixture_begin(&fixture);
    query_pack_put(&fixture.pack, "key", key);
    query_pack_path(&fixture.pack, "key", key_path, sizeof key_path);
    return chmod(key_path, 0600);
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
    /* Rounded figures are not compared. */
    if (code == NA_OK && table->key_name == NULL) {
        code = na_compare_new(table, table, &compare, NULL);
    }
    if (code == NA_OK && compare != NULL) {
        code = na_render_compare(compare, NA_TABLE_TEXT, false, &to);
    }
    na_compare_free(compare);
    na_buffer_fini(&to);
    return code;
}

static enum na_code of_rows(bool rounded)
{
    struct na_table_question question = table_question("ward", "what=a\"b|c|a");
    struct na_table_counts counts;
    struct na_table *table = NULL;
    struct na_table_rates *rates = NULL;
    struct na_table_options options = {.layer = fixture.layer,
                                       .zeros = true,
                                       .about = {"rows", "2025", "in.csv", "joined", "", 1}};
    struct na_rounding *rounding = NULL;
    na_table_counts_init(&counts, &question);
    enum na_code code = rounded ? na_rounding_new(key_path, &rounding, NULL) : NA_OK;
    counts.rounding = rounding;
    code = code == NA_OK ? table_read(&counts, rows_csv, 50, NULL) : code;
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
    na_rounding_free(rounding);
    return code;
}

static enum na_code of_exact_rows(void)
{
    return of_rows(false);
}

static enum na_code of_rounded_rows(void)
{
    return of_rows(true);
}

/* A partial written and put together with itself under another name. */
static enum na_code of_partials(void)
{
    struct na_table_question question = table_question("ward,what", "what=a\"b|c|a");
    struct na_table_counts counts;
    struct na_merge *merge = NULL;
    struct na_buffer part;
    const char *const inputs[] = {"a.csv"};
    struct na_partial_about about = {"sha256:0", "2023", "joined", "", inputs, 1};
    na_table_counts_init(&counts, &question);
    na_buffer_init(&part, 1024 * 1024);
    enum na_code code = table_read(&counts, rows_csv, 50, NULL);
    code = code == NA_OK ? na_partial_write(&counts, &about, &part) : code;
    code = code == NA_OK ? na_merge_new(&merge, NULL) : code;
    code = code == NA_OK ? na_merge_add(merge, part.data, part.length, NULL) : code;
    na_merge_free(merge);
    na_buffer_fini(&part);
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
    fails_cleanly(of_exact_rows);
    fails_cleanly(of_rounded_rows);
}

static void partials_fail_cleanly(void **state)
{
    (void)state;
    fails_cleanly(of_partials);
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
        cmocka_unit_test(partials_fail_cleanly),
        cmocka_unit_test(ready_counts_fail_cleanly),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
