/* Two sides by ward: what changed, and what cannot be compared. */
#include "support/table_fixture.h"

#include <math.h>

#include "table/compare.h"

static struct query_pack pack;

/* Vintage two: the same, moved by 10 m, moved by 300 m, another code, and one cut in half. */
static int setup(void **state)
{
    (void)state;
    static const struct query_square one[] = {
        {"W1", "Same", "L1", "Low", 450000, 530000, 451000, 531000},
        {"W2", "Near", "L1", "Low", 451000, 530000, 452000, 531000},
        {"W3", "Moved", "L1", "Low", 453000, 530000, 454000, 531000},
        {"W4", "Gone", "L1", "Low", 455000, 530000, 456000, 531000},
        {"W5", "Halved", "L1", "Low", 457000, 530000, 459000, 531000},
    };
    static const struct query_square two[] = {
        {"W1", "Same", "L1", "Low", 450000, 530000, 451000, 531000},
        {"W2", "Near", "L1", "Low", 451000, 530000, 452010, 531000},
        {"W3", "Moved", "L1", "Low", 453300, 530000, 454300, 531000},
        {"W5", "Halved", "L1", "Low", 457000, 530000, 458000, 531000},
        {"W6", "Come", "L1", "Low", 455000, 530000, 456000, 531000},
    };
    query_pack_begin(&pack);
    query_pack_squares(&pack, "one", one, 5);
    query_pack_squares(&pack, "two", two, 5);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Compare\n[wards.one]\nfile = one.shp\ncrs = EPSG:27700\n"
                   "valid_from = 2001-01-01\ntolerance_m = 5\n[wards.two]\nfile = two.shp\n"
                   "crs = EPSG:27700\nvalid_from = 2020-01-01\ntolerance_m = 5\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static struct na_table *side(const char *vintage, const char *wards, struct na_table_counts *counts)
{
    char csv[4096] = "match,ward_code\n";
    size_t used = strlen(csv);
    for (const char *w = wards; *w != '\0'; w++) {
        used += (size_t)snprintf(csv + used, sizeof csv - used, "inside,W%c\n", *w);
    }
    struct table_fixture fixture = {.pack = pack};
    struct na_table_question question = table_question(NULL, NULL);
    bool none_valid = false;
    if (na_vintage_choose(pack.snapshot, vintage, 0, &fixture.layer, &none_valid, NULL) != NA_OK) {
        query_pack_die(vintage, "no vintage");
    }
    return table_make(&fixture, counts, &question, csv, (struct na_table_options){.zeros = true});
}

struct wanted_row {
    const char *code;
    enum na_compare_verdict verdict;
    uint64_t a, b;
};

static void assert_rows(const struct na_compare *compare, const struct wanted_row *wanted,
                        size_t count)
{
    assert_int_equal(compare->count, count);
    for (size_t i = 0; i < count; i++) {
        const struct na_compare_row *row = &compare->rows[i];
        assert_string_equal(row->label->code, wanted[i].code);
        assert_int_equal(row->verdict, wanted[i].verdict);
        assert_int_equal(row->a, wanted[i].a);
        assert_int_equal(row->b, wanted[i].b);
        if (row->verdict == NA_COMPARE_SAME) {
            assert_int_equal(row->difference, (int64_t)wanted[i].b - (int64_t)wanted[i].a);
        }
    }
}

static void one_vintage_compares_every_ward(void **state)
{
    (void)state;
    struct na_table_counts of_a, of_b;
    struct na_table *a = side("one", "1222233333333333333333333", &of_a);
    struct na_table *b = side("one", "1111112223", &of_b);
    struct na_compare *compare = NULL;
    assert_int_equal(na_compare_new(a, b, &compare, NULL), NA_OK);
    static const struct wanted_row wanted[] = {{"W1", NA_COMPARE_SAME, 1, 6},
                                               {"W4", NA_COMPARE_SAME, 0, 0},
                                               {"W5", NA_COMPARE_SAME, 0, 0},
                                               {"W2", NA_COMPARE_SAME, 4, 3},
                                               {"W3", NA_COMPARE_SAME, 20, 1}};
    assert_rows(compare, wanted, 5);
    assert_int_equal(compare->compared, 5);
    /* No percentage of 1, 0 or 20. */
    for (size_t i = 0; i < 5; i++) {
        assert_true(isnan(compare->rows[i].percent));
    }
    /* 1 and 6 are too few to be judged; 20 and 1 against 5 and 9 are not. */
    assert_false(compare->rows[0].change.judged);
    assert_true(compare->rows[4].change.judged && compare->rows[4].change.p_relative < 0.001);
    assert_int_equal(compare->change.judged, 1);
    assert_int_equal(compare->rows_a, 25);
    assert_int_equal(compare->rows_b, 10);
    assert_int_equal(compare->spread, 0);
    na_compare_free(compare);
    na_table_free(a);
    na_table_free(b);
    na_table_counts_fini(&of_a);
    na_table_counts_fini(&of_b);
}

static void wards_redrawn_between_vintages_are_named(void **state)
{
    (void)state;
    struct na_table_counts of_a, of_b;
    struct na_table *a = side("one", "1122334455", &of_a);
    struct na_table *b = side("two", "11123335666", &of_b);
    struct na_compare *compare = NULL;
    assert_int_equal(na_compare_new(a, b, &compare, NULL), NA_OK);
    /* 10 m are within 5 + 5 + 1, 300 m are not. */
    static const struct wanted_row wanted[] = {
        {"W1", NA_COMPARE_SAME, 2, 3},    {"W2", NA_COMPARE_SAME, 2, 1},
        {"W3", NA_COMPARE_REDRAWN, 2, 3}, {"W4", NA_COMPARE_ONLY_A, 2, 0},
        {"W5", NA_COMPARE_REDRAWN, 2, 1}, {"W6", NA_COMPARE_ONLY_B, 0, 3}};
    assert_rows(compare, wanted, 6);
    assert_int_equal(compare->compared, 2);
    struct na_buffer text;
    na_buffer_init(&text, 1024 * 1024);
    assert_int_equal(na_render_compare(compare, NA_TABLE_JSON, false, &text), NA_OK);
    json_t *json = query_pack_parse(&text);
    assert_int_equal(query_pack_number(json, "not_compared"), 4);
    assert_string_equal(query_pack_text(json, "rows.2.ground"), "re-drawn");
    assert_null(query_pack_at(json, "rows.2.difference"));
    assert_true(json_is_null(query_pack_at(json, "rows.5.count_a")));
    assert_string_equal(query_pack_text(json, "a.vintage.id"), "one");
    json_decref(json);
    na_buffer_fini(&text);
    na_compare_free(compare);
    na_table_free(a);
    na_table_free(b);
    na_table_counts_fini(&of_a);
    na_table_counts_fini(&of_b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_vintage_compares_every_ward),
        cmocka_unit_test(wards_redrawn_between_vintages_are_named),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
