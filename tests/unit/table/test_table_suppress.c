/* Nothing that is printed gives a count withheld back: of every cell withheld a second table exists
 * that prints the same and holds another count there. Found by trying all tables. */
#include "support/table_fixture.h"

#include <stdlib.h>

#include "support/random.h"

#define CELLS_MAX 12

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

/* A small table in full: sizes 1 where a dimension is not used. */
struct whole {
    size_t sizes[3];
    uint64_t counts[CELLS_MAX];
    bool withheld[CELLS_MAX];
    size_t cells;
};

static size_t place(const struct whole *whole, size_t cell, size_t axis)
{
    for (size_t a = 0; a < axis; a++) {
        cell /= whole->sizes[a];
    }
    return cell % whole->sizes[axis];
}

/* The lines along each axis that has several places: what is left for cells not decided yet. */
struct search {
    const struct whole *whole;
    uint64_t left[3][CELLS_MAX];
    size_t open[3][CELLS_MAX];
    uint64_t value[CELLS_MAX], least[CELLS_MAX], most[CELLS_MAX];
    bool found;
};

/* Number of the line of `cell` along `axis`: its other places. */
static size_t line_of(const struct whole *whole, size_t cell, size_t axis)
{
    size_t line = 0;
    for (size_t a = 0; a < 3; a++) {
        line = a == axis ? line : line * whole->sizes[a] + place(whole, cell, a);
    }
    return line;
}

static void note(struct search *search)
{
    for (size_t i = 0; i < search->whole->cells; i++) {
        if (search->whole->withheld[i]) {
            uint64_t value = search->value[i];
            search->least[i] =
                !search->found || value < search->least[i] ? value : search->least[i];
            search->most[i] = !search->found || value > search->most[i] ? value : search->most[i];
        }
    }
    search->found = true;
}

static void decide(struct search *search, size_t cell)
{
    const struct whole *whole = search->whole;
    while (cell < whole->cells && !whole->withheld[cell]) {
        cell++;
    }
    if (cell == whole->cells) {
        note(search);
        return;
    }
    uint64_t room = UINT64_MAX;
    for (size_t a = 0; a < 3; a++) {
        if (whole->sizes[a] > 1 && search->left[a][line_of(whole, cell, a)] < room) {
            room = search->left[a][line_of(whole, cell, a)];
        }
    }
    for (uint64_t value = 0; value <= room; value++) {
        bool fits = true;
        for (size_t a = 0; a < 3; a++) {
            size_t line = line_of(whole, cell, a);
            search->left[a][line] -= whole->sizes[a] > 1 ? value : 0;
            search->open[a][line]--;
            fits = fits && (whole->sizes[a] == 1 || search->open[a][line] > 0 ||
                            search->left[a][line] == 0);
        }
        search->value[cell] = value;
        if (fits) {
            decide(search, cell + 1);
        }
        for (size_t a = 0; a < 3; a++) {
            size_t line = line_of(whole, cell, a);
            search->left[a][line] += whole->sizes[a] > 1 ? value : 0;
            search->open[a][line]++;
        }
    }
}

static void assert_every_cell_open(const struct whole *whole)
{
    struct search search = {.whole = whole};
    for (size_t i = 0; i < whole->cells; i++) {
        for (size_t a = 0; a < 3 && whole->withheld[i]; a++) {
            search.left[a][line_of(whole, i, a)] += whole->counts[i];
            search.open[a][line_of(whole, i, a)]++;
        }
    }
    decide(&search, 0);
    for (size_t i = 0; i < whole->cells; i++) {
        if (whole->withheld[i]) {
            assert_true(search.found);
            assert_true(search.least[i] < search.most[i]);
        }
    }
}

/* Columns a, b and c hold the places as letters. */
static void write_csv(const struct whole *whole, struct na_buffer *csv)
{
    assert_int_equal(na_buffer_text(csv, "match,ward_code,a,b,c\n"), NA_OK);
    for (size_t i = 0; i < whole->cells; i++) {
        for (uint64_t k = 0; k < whole->counts[i]; k++) {
            assert_int_equal(
                na_buffer_printf(csv, "inside,E01,%c,%c,%c\n", (int)('A' + place(whole, i, 0)),
                                 (int)('A' + place(whole, i, 1)), (int)('A' + place(whole, i, 2))),
                NA_OK);
        }
    }
    assert_non_null(na_buffer_terminate(csv));
}

static size_t cell_of(const struct whole *whole, const struct na_table *table,
                      const struct na_table_row *row)
{
    size_t cell = 0;
    for (size_t a = 3; a-- > 0;) {
        size_t at = a < table->question.dimension_count
                        ? (size_t)(table->labels[a][row->labels[a]].code[0] - 'A')
                        : 0;
        cell = cell * whole->sizes[a] + at;
    }
    return cell;
}

/* Withhold, look the result up cell by cell, and try to work it back. Returns false if the table
 * was refused. */
static bool try_table(struct whole *whole, size_t dimensions, uint64_t below)
{
    static const char *const by[] = {"", "a", "a,b", "a,b,c"};
    struct na_table_question question = table_question(by[dimensions], NULL);
    struct na_table_counts counts;
    struct na_table *table = NULL;
    struct na_error error = {.message = ""};
    struct na_table_options options = {.layer = fixture.layer, .suppress = below};
    struct na_buffer csv;
    na_buffer_init(&csv, 1024 * 1024);
    write_csv(whole, &csv);
    na_table_counts_init(&counts, &question);
    assert_int_equal(table_read(&counts, csv.data, csv.length, &error), NA_OK);
    enum na_code code = na_table_new(&counts, fixture.pack.snapshot, &options, &table, &error);
    if (code == NA_OK) {
        memset(whole->withheld, 0, sizeof whole->withheld);
        for (size_t i = 0; i < table->row_count; i++) {
            const struct na_table_row *row = &table->rows[i];
            size_t cell = cell_of(whole, table, row);
            assert_int_equal(row->count, whole->counts[cell]);
            whole->withheld[cell] = row->withheld;
            assert_true(row->withheld || row->count == 0 || row->count >= below);
            assert_true(!row->withheld || (row->rank == 0 && row->cumulative == 0));
        }
        assert_every_cell_open(whole);
    } else {
        assert_int_equal(code, NA_ERR_DATA);
        assert_non_null(strstr(error.message, "too small to withhold"));
    }
    na_table_free(table);
    na_table_counts_fini(&counts);
    na_buffer_fini(&csv);
    return code == NA_OK;
}

/* Every place must occur, or the table has fewer than the test thinks. */
static bool all_places_seen(const struct whole *whole)
{
    for (size_t a = 0; a < 3; a++) {
        for (size_t p = 0; p < whole->sizes[a]; p++) {
            bool seen = false;
            for (size_t i = 0; i < whole->cells; i++) {
                seen = seen || (place(whole, i, a) == p && whole->counts[i] > 0);
            }
            if (!seen) {
                return false;
            }
        }
    }
    return true;
}

static void no_table_can_be_worked_back(void **state)
{
    (void)state;
    static const struct {
        size_t sizes[3];
        size_t dimensions;
        uint64_t most; /* counts are 0 to most - 1 */
        unsigned int tables;
    } kinds[] = {{{5, 1, 1}, 1, 7, 400}, {{2, 1, 1}, 1, 9, 100}, {{3, 3, 1}, 2, 7, 150},
                 {{2, 4, 1}, 2, 8, 150}, {{2, 2, 2}, 3, 6, 150}, {{3, 2, 2}, 3, 4, 40},
                 {{1, 4, 1}, 2, 7, 60}};
    struct test_random random = test_random_start("suppress");
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        unsigned int withheld = 0;
        for (unsigned int t = 0; t < kinds[k].tables; t++) {
            struct whole whole = {.cells = 1};
            for (size_t a = 0; a < 3; a++) {
                whole.sizes[a] = kinds[k].sizes[a];
                whole.cells *= whole.sizes[a];
            }
            for (size_t i = 0; i < whole.cells; i++) {
                whole.counts[i] = test_random_below(&random, kinds[k].most);
            }
            withheld += all_places_seen(&whole) && try_table(&whole, kinds[k].dimensions, 3);
        }
        assert_true(withheld > kinds[k].tables / 3);
    }
}

static void only_a_table_that_cannot_hide_anything_is_refused(void **state)
{
    (void)state;
    struct whole one = {.sizes = {1, 1, 1}, .counts = {2}, .cells = 1};
    assert_false(try_table(&one, 1, 5));
    struct whole enough = {.sizes = {1, 1, 1}, .counts = {5}, .cells = 1};
    assert_true(try_table(&enough, 1, 5));
    assert_false(enough.withheld[0]);
}

/* The smallest other count is withheld with a small one, of the same authority where it can be:
 * Alpha and Beta are of L1, Gamma of L2, Delta of none. */
static void a_ward_is_hidden_by_one_of_its_authority(void **state)
{
    (void)state;
    static const struct {
        const char *wards; /* a letter a row: 1 is E01 */
        const char *withheld;
    } wanted[] = {
        {"11222222222333333344444444", "12"},
        {"1112233333334444444", "12"},
        {"1111111222222233344444444", "13"},
        {"1111111222222233333334444444", ""},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        char csv[2048] = "match,ward_code\n";
        size_t used = strlen(csv);
        for (const char *w = wanted[i].wards; *w != '\0'; w++) {
            used += (size_t)snprintf(csv + used, sizeof csv - used, "inside,E0%c\n", *w);
        }
        struct na_table_question question = table_question(NULL, NULL);
        struct na_table_counts counts;
        struct na_table *table =
            table_make(&fixture, &counts, &question, csv,
                       (struct na_table_options){.zeros = true, .suppress = 5});
        size_t withheld = 0;
        for (size_t r = 0; r < table->row_count; r++) {
            const char *code = table->labels[0][table->rows[r].labels[0]].code;
            assert_int_equal(table->rows[r].withheld, strchr(wanted[i].withheld, code[2]) != NULL);
            withheld += table->rows[r].withheld;
        }
        assert_int_equal(withheld, strlen(wanted[i].withheld));
        na_table_free(table);
        na_table_counts_fini(&counts);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_table_can_be_worked_back),
        cmocka_unit_test(only_a_table_that_cannot_hide_anything_is_refused),
        cmocka_unit_test(a_ward_is_hidden_by_one_of_its_authority),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
