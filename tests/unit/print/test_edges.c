/* An edge is new once, whichever way it is walked; compared with a plain list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "print/private.h"
#include "support/random.h"

#define EDGES 3000

struct pair {
    int ends[4];
};

static bool was_before(const struct pair *pairs, size_t count, const struct pair *of)
{
    for (size_t i = 0; i < count; i++) {
        const int *a = pairs[i].ends;
        const int *b = of->ends;
        if ((a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3]) ||
            (a[0] == b[2] && a[1] == b[3] && a[2] == b[0] && a[3] == b[1])) {
            return true;
        }
    }
    return false;
}

static void test_each_edge_once(void **state)
{
    static struct pair pairs[EDGES];
    struct test_random random = {41};
    struct print_edges edges = {.count = 0};
    (void)state;
    for (size_t i = 0; i < EDGES; i++) {
        struct print_at ends[2];
        bool is_new = false;
        for (size_t k = 0; k < 4; k++) {
            pairs[i].ends[k] = (int)test_random_below(&random, 9) - 4;
        }
        ends[0] = (struct print_at){pairs[i].ends[0] * 0.01, pairs[i].ends[1] * 7.5};
        ends[1] = (struct print_at){pairs[i].ends[2] * 0.01, pairs[i].ends[3] * 7.5};
        assert_true(na_print_edges_add(&edges, ends[0], ends[1], &is_new));
        assert_int_equal(is_new, !was_before(pairs, i, &pairs[i]));
    }
    na_print_edges_fini(&edges);
}

/* The distance in a list of premises stays with its unit. */
static void test_unit_stays_with_its_figure(void **state)
{
    char line[80];
    const char *text = "Example Beacon (its own ends; next 2199 m)";
    double width = na_print_width("Example Beacon (its own ends; next 2199 ", 2.6, false);
    (void)state;
    const char *rest = na_print_fit_line(text, 2.6, false, width, line, sizeof line);
    assert_string_equal(line, "Example Beacon (its own ends; next");
    assert_string_equal(rest, "2199 m)");
    rest = na_print_fit_line("7 premises lose", 2.6, false, 9.0, line, sizeof line);
    assert_string_equal(line, "7");
    assert_string_equal(rest, "premises lose");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_edge_once),
                                       cmocka_unit_test(test_unit_stays_with_its_figure)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
