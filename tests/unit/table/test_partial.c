/* Partials: what goes out comes in again, and what is no partial does not. */
#include "support/table_fixture.h"

#include "table/partial.h"

static const char *const inputs[] = {"a,\"b\".csv", "c.csv"};
static const struct na_partial_about about = {"sha256:1", "2023", "joined", "police.uk", inputs, 2};

static void write_part(const char *csv, const char *by, struct na_buffer *to)
{
    struct na_table_question question = table_question(by, "what=a\"b|c|a");
    struct na_table_counts counts;
    na_table_counts_init(&counts, &question);
    assert_int_equal(table_read(&counts, csv, 100, NULL), NA_OK);
    na_buffer_init(to, 1024 * 1024);
    assert_int_equal(na_partial_write(&counts, &about, to), NA_OK);
    na_table_counts_fini(&counts);
}

static uint64_t count_of(const struct na_table_counts *counts, const char *ward, const char *what)
{
    for (size_t i = 0; i < counts->cell_count; i++) {
        const struct na_table_cell *cell = &counts->cells[i];
        if (na_str_is(na_table_texts_get(&counts->values[0], cell->values[0]), ward) &&
            na_str_is(na_table_texts_get(&counts->values[1], cell->values[1]), what)) {
            return cell->count;
        }
    }
    return 0;
}

static const char one_csv[] = "match,ward_code,what,month\ninside,E01,\"a\"\"b\",2025-01\n"
                              "inside,E02,c,2025-01\ninside,E02,c,2025-02\nnone,,a,2025-01\n";
static const char two_csv[] = "match,ward_code,what,month\ninside,E02,c,2025-03\n"
                              "inside,E03,a,2025-03\ninside,E03,z,2025-03\nbad,,a,2025-03\n";

static void parts_add_up(void **state)
{
    (void)state;
    struct na_buffer one, two;
    struct na_merge *merge = NULL;
    write_part(one_csv, "ward,what", &one);
    write_part(two_csv, "ward,what", &two);
    assert_int_equal(na_merge_new(&merge, NULL), NA_OK);
    assert_int_equal(na_merge_add(merge, one.data, one.length, NULL), NA_OK);
    assert_int_equal(na_merge_add(merge, two.data, two.length, NULL), NA_OK);
    const struct na_table_counts *counts = &merge->counts;
    assert_int_equal(counts->tally.read, 8);
    assert_int_equal(counts->tally.unasked, 1);
    assert_int_equal(counts->tally.matches[NA_BATCH_BAD], 1);
    assert_int_equal(na_table_tally_placed(&counts->tally), 5);
    assert_int_equal(count_of(counts, "E01", "a\"b"), 1);
    assert_int_equal(count_of(counts, "E02", "c"), 3);
    assert_int_equal(count_of(counts, "E03", "a"), 1);
    assert_int_equal(counts->months.count, 3);
    assert_int_equal(merge->input_count, 4);
    assert_string_equal(merge->inputs[2], "a,\"b\".csv");
    assert_string_equal(merge->pack, "sha256:1");
    assert_string_equal(merge->profile, "police.uk");
    assert_string_equal(counts->question.wheres[0].values, "a\"b|c|a");
    na_merge_free(merge);
    na_buffer_fini(&one);
    na_buffer_fini(&two);
}

/* Cut at any byte it is refused: a count that is less than it was would be believed. */
static void what_is_cut_off_is_refused(void **state)
{
    (void)state;
    struct na_buffer one;
    write_part(one_csv, "ward,what", &one);
    for (size_t length = 0; length + 1 < one.length; length++) {
        struct na_merge *merge = NULL;
        struct na_error error = {.message = ""};
        assert_int_equal(na_merge_new(&merge, NULL), NA_OK);
        assert_int_equal(na_merge_add(merge, one.data, length, &error), NA_ERR_DATA);
        na_merge_free(merge);
    }
    na_buffer_fini(&one);
}

static void parts_that_do_not_belong_together_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *by, *message;
    } wanted[] = {{one_csv, "ward,what", "there already"},
                  {two_csv, "ward", "different questions"},
                  {two_csv, "what,ward", "different questions"}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        struct na_buffer one, two;
        struct na_merge *merge = NULL;
        struct na_error error = {.message = ""};
        write_part(one_csv, "ward,what", &one);
        write_part(wanted[i].csv, wanted[i].by, &two);
        assert_int_equal(na_merge_new(&merge, NULL), NA_OK);
        assert_int_equal(na_merge_add(merge, one.data, one.length, NULL), NA_OK);
        assert_int_equal(na_merge_add(merge, two.data, two.length, &error), NA_ERR_DATA);
        assert_non_null(strstr(error.message, wanted[i].message));
        na_merge_free(merge);
        na_buffer_fini(&one);
        na_buffer_fini(&two);
    }
}

/* Each line with something wrong in it. */
static void nonsense_is_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {"cell,1,0000000000000000,9,0\n",
                                        "cell,-1,0000000000000000,0,0\n",
                                        "cell,1,xyz,0,0\n",
                                        "cell,1,0000000000000000,0\n",
                                        "tally,read,1,0000000000000000\n",
                                        "tally,what,1,0000000000000000\n",
                                        "value,7,x\n",
                                        "by,0,ward\n",
                                        "where,a,b\n",
                                        "nonsense,1\n",
                                        "end,99\n"};
    struct na_buffer one;
    write_part(one_csv, "ward,what", &one);
    const char *end = strstr(na_buffer_terminate(&one), "end,");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct na_buffer bad;
        struct na_merge *merge = NULL;
        na_buffer_init(&bad, 1024 * 1024);
        assert_int_equal(na_buffer_append(&bad, one.data, (size_t)(end - one.data)), NA_OK);
        assert_int_equal(na_buffer_text(&bad, lines[i]), NA_OK);
        assert_int_equal(na_buffer_text(&bad, end), NA_OK);
        assert_int_equal(na_merge_new(&merge, NULL), NA_OK);
        assert_int_equal(na_merge_add(merge, bad.data, bad.length, NULL), NA_ERR_DATA);
        na_merge_free(merge);
        na_buffer_fini(&bad);
    }
    na_buffer_fini(&one);
}

/* A cell that got lost on the way: the end says how many there were. */
static void a_lost_cell_is_missed(void **state)
{
    (void)state;
    struct na_buffer one, less;
    struct na_merge *merge = NULL;
    write_part(one_csv, "ward,what", &one);
    char *cell = strstr(na_buffer_terminate(&one), "cell,");
    size_t before = (size_t)(cell - one.data), length = strcspn(cell, "\n") + 1;
    na_buffer_init(&less, 1024 * 1024);
    assert_int_equal(na_buffer_append(&less, one.data, before), NA_OK);
    assert_int_equal(na_buffer_append(&less, cell + length, one.length - before - length), NA_OK);
    assert_int_equal(na_merge_new(&merge, NULL), NA_OK);
    assert_int_equal(na_merge_add(merge, less.data, less.length, NULL), NA_ERR_DATA);
    na_merge_free(merge);
    na_buffer_fini(&less);
    na_buffer_fini(&one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(what_is_cut_off_is_refused),
        cmocka_unit_test(parts_that_do_not_belong_together_are_refused),
        cmocka_unit_test(nonsense_is_refused),
        cmocka_unit_test(a_lost_cell_is_missed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
