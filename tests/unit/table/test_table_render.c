/* What a table looks like in each form, and that names with markup stay text. */
#include "support/table_fixture.h"

#include <sys/stat.h>

#include "table/forms.h"
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

static const char rows_csv[] = "match,ward_code,what\n"
                               "inside,E01,a\ninside,E01,a\ninside,E01,=1+1\n"
                               "inside,E02,<b>&\"x\" | y\ninside,E02,a\nnone,,a\nbad,,a\n";

static char *render(const struct na_table *table, enum na_table_form form, bool safe,
                    struct na_buffer *text)
{
    na_buffer_init(text, 4 * 1024 * 1024);
    assert_int_equal(na_render_table(table, form, safe, text), NA_OK);
    return na_buffer_terminate(text);
}

static void text_is_aligned_and_says_where_it_comes_from(void **state)
{
    (void)state;
    struct na_table_question question = table_question(NULL, NULL);
    struct na_table_counts counts;
    struct na_table *table =
        table_make(&fixture, &counts, &question, rows_csv, (struct na_table_options){.top = 1});
    struct na_buffer text;
    const char *got = render(table, NA_TABLE_TEXT, false, &text);
    static const char head[] =
        "rank  code  ward         authority  count  of placed %  of all %  cumulative %  of all %\n"
        "  1   E01   Alpha        Low            3         60.0      42.9          60.0      42.9\n"
        "            (others: 1)                 2         40.0      28.6                        "
        "\n";
    assert_memory_equal(got, head, sizeof head - 1);
    static const char *const notes[] = {"Measure     rows\n",
                                        "Period      2025\n",
                                        "read 7 = counted 5 + none 1 + bad 1",
                                        "/ 5 rows placed",
                                        "/ 7 rows asked for",
                                        "5 of 7: 71.4%",
                                        "2023, valid from 2023-05-04",
                                        "sha256:",
                                        "Helmert, within 5 m",
                                        "demonstration data"};
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        assert_non_null(strstr(got, notes[i]));
    }
    na_buffer_fini(&text);
    na_table_free(table);
    na_table_counts_fini(&counts);
}

static void every_form_escapes_what_it_must(void **state)
{
    (void)state;
    struct na_table_question question = table_question("what", NULL);
    struct na_table_counts counts;
    struct na_table *table = table_make(
        &fixture, &counts, &question, rows_csv,
        (struct na_table_options){.about = {"<script> & =x", "", "in.csv", "joined", "", 0}});
    static const struct {
        enum na_table_form form;
        bool safe;
        const char *wanted;
    } forms[] = {
        {NA_TABLE_CSV, false, "\n2,=1+1,1,"},
        {NA_TABLE_CSV, true, "\n2,'=1+1,1,"},
        {NA_TABLE_CSV, true, "\n2,\"<b>&\"\"x\"\" | y\",1,"},
        {NA_TABLE_MARKDOWN, false, "| &lt;b&gt;&amp;\"x\" \\| y |"},
        {NA_TABLE_MARKDOWN, false, "&lt;script&gt; &amp; =x"},
        {NA_TABLE_JSON, false, "\"<b>&\\\"x\\\" | y\""},
        {NA_TABLE_TEXT, false, "<b>&\"x\" | y"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct na_buffer text;
        const char *got = render(table, forms[i].form, forms[i].safe, &text);
        /* Not quoted is how a CSV cell without a separator stands. */
        if (strstr(got, forms[i].wanted) == NULL) {
            print_message("%s\n", got);
        }
        assert_non_null(strstr(got, forms[i].wanted));
        na_buffer_fini(&text);
    }
    na_table_free(table);
    na_table_counts_fini(&counts);
}

static void controls_do_not_reach_text_or_drawings(void **state)
{
    (void)state;
    struct na_table_question question = table_question("what", NULL);
    struct na_table_counts counts;
    struct na_table *table =
        table_make(&fixture, &counts, &question, "match,ward_code,what\ninside,E01,\x1B[31m\xFF\n",
                   (struct na_table_options){.zeros = false});
    struct na_buffer text, drawing;
    const char *got = render(table, NA_TABLE_TEXT, false, &text);
    assert_null(strchr(got, '\x1B'));
    assert_non_null(strstr(got, "\xEF\xBF\xBD[31m\xEF\xBF\xBD"));
    na_buffer_init(&drawing, 4 * 1024 * 1024);
    assert_int_equal(na_render_table_svg(table, NA_TABLE_CHART_AND_MAP, &drawing, NULL), NA_OK);
    assert_true(na_utf8_valid(drawing.data, drawing.length));
    assert_null(memchr(drawing.data, '\x1B', drawing.length));
    na_buffer_fini(&drawing);
    na_buffer_fini(&text);
    na_table_free(table);
    na_table_counts_fini(&counts);
}

/* Elements open and close in order, attributes are quoted, no bare & or <. */
static void assert_well_formed(const char *xml)
{
    char names[32][32];
    size_t depth = 0;
    const char *at = xml;
    assert_memory_equal(at, "<?xml", 5);
    at = strstr(at, "?>") + 2;
    while (*at != '\0') {
        if (*at == '&') {
            assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 ||
                        strncmp(at, "&gt;", 4) == 0 || strncmp(at, "&quot;", 6) == 0);
        }
        if (*at != '<') {
            at++;
            continue;
        }
        bool closing = at[1] == '/';
        at += closing ? 2 : 1;
        size_t length = strcspn(at, " />");
        assert_true(length > 0 && length < 32);
        if (closing) {
            assert_true(depth > 0 && strlen(names[depth - 1]) == length);
            assert_memory_equal(names[--depth], at, length);
        } else {
            assert_true(depth < 32);
            memcpy(names[depth], at, length);
            names[depth++][length] = '\0';
        }
        at += length;
        while (*at != '>') {
            assert_true(*at != '\0' && *at != '<');
            if (*at == '"') {
                at = strchr(at + 1, '"');
                assert_non_null(at);
            } else if (*at == '/') {
                depth--;
            }
            at++;
        }
        at++;
    }
    assert_int_equal(depth, 0);
}

static size_t occurrences(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what)) {
        count++;
    }
    return count;
}

static void a_drawing_says_what_the_table_says(void **state)
{
    (void)state;
    struct na_table_question question = table_question(NULL, NULL);
    struct na_table_counts counts;
    struct na_table *table = table_make(
        &fixture, &counts, &question, rows_csv,
        (struct na_table_options){.zeros = true,
                                  .about = {"<b> & \"co\"", "2025", "in.csv", "joined", "", 0}});
    struct na_buffer drawing;
    na_buffer_init(&drawing, 4 * 1024 * 1024);
    assert_int_equal(na_render_table_svg(table, NA_TABLE_CHART_AND_MAP, &drawing, NULL), NA_OK);
    const char *svg = na_buffer_terminate(&drawing);
    assert_well_formed(svg);
    assert_int_equal(occurrences(svg, "<path fill-rule"), 4); /* a ward each */
    static const char *const texts[] = {
        "&lt;b&gt; &amp; &quot;co&quot;", "3 (60.0%)",   "2 (40.0%)", "Alpha, Low (E01): 3",
        "Gamma, High (E03): 0",           "0 (2 wards)", "sha256:",   "read 7 = counted 5"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_non_null(strstr(svg, texts[i]));
    }
    na_buffer_fini(&drawing);
    na_table_free(table);
    na_table_counts_fini(&counts);
}

/* What is rounded stands in no form as it is: counts, totals, shares, rates, the others. */
static void exact_figures_are_in_no_form(void **state)
{
    (void)state;
    char csv[4096] = "match,ward_code,id\n", path[256];
    static const unsigned int rows[] = {33, 47, 61, 87};
    struct na_rounding *rounding = NULL;
    size_t used = strlen(csv);
    for (unsigned int w = 0; w < 4; w++) {
        for (unsigned int i = 0; i < rows[w]; i++) {
            used += (size_t)snprintf(csv + used, sizeof csv - used, "inside,E0%u,%u\n", w + 1,
                                     100 * w + i);
        }
    }
    query_pack_put(&fixture.pack, "key", "0123456789abcdef0123456789abcdef");
    query_pack_path(&fixture.pack, "key", path, sizeof path);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(na_rounding_new(path, &rounding, NULL), NA_OK);
    for (uint64_t top = 0; top <= 2; top += 2) {
        struct na_table_question question = table_question(NULL, NULL);
        struct na_table_counts counts;
        struct na_table *table = NULL;
        struct na_table_options options = {.layer = fixture.layer,
                                           .zeros = true,
                                           .top = top,
                                           .about = {"rows", "2025", "in", "joined", "", 0}};
        na_table_counts_init(&counts, &question);
        counts.rounding = rounding;
        assert_int_equal(table_read(&counts, csv, 1000, NULL), NA_OK);
        assert_int_equal(na_table_new(&counts, fixture.pack.snapshot, &options, &table, NULL),
                         NA_OK);
        for (size_t i = 0; i < table->row_count; i++) {
            assert_int_equal(table->rows[i].count % 5, 0);
            assert_int_equal(table->rows[i].exact, 0);
            assert_int_equal(table->rows[i].key, 0);
        }
        assert_int_equal(table->placed % 5, 0);
        assert_int_equal(table->rest % 5, 0);
        struct na_buffer text;
        for (int form = NA_TABLE_TEXT; form <= NA_TABLE_MARKDOWN; form++) {
            const char *got = render(table, (enum na_table_form)form, false, &text);
            static const char *const exact[] = {"33", "47", "61", "87", "228"};
            for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++) {
                char cell[4][16];
                (void)snprintf(cell[0], 16, " %s ", exact[i]);
                (void)snprintf(cell[1], 16, ",%s,", exact[i]);
                (void)snprintf(cell[2], 16, ":%s,", exact[i]);
                (void)snprintf(cell[3], 16, ":%s}", exact[i]);
                for (size_t c = 0; c < 4; c++) {
                    assert_null(strstr(got, cell[c]));
                }
            }
            assert_non_null(strstr(got, "rounded to a multiple of 5"));
            na_buffer_fini(&text);
        }
        na_buffer_init(&text, 4 * 1024 * 1024);
        assert_int_equal(na_render_table_svg(table, NA_TABLE_CHART_AND_MAP, &text, NULL), NA_OK);
        assert_well_formed(na_buffer_terminate(&text));
        assert_non_null(strstr(na_buffer_terminate(&text), "multiple of 5"));
        na_buffer_fini(&text);
        na_table_free(table);
        na_table_counts_fini(&counts);
    }
    na_rounding_free(rounding);
}

static void a_map_needs_wards(void **state)
{
    (void)state;
    struct na_table_question question = table_question("what", NULL);
    struct na_table_counts counts;
    struct na_table *table = table_make(&fixture, &counts, &question, rows_csv,
                                        (struct na_table_options){.zeros = false});
    struct na_buffer drawing;
    struct na_error error = {.message = ""};
    na_buffer_init(&drawing, 4 * 1024 * 1024);
    assert_int_equal(na_render_table_svg(table, NA_TABLE_MAP_ALONE, &drawing, &error),
                     NA_ERR_PARAM_CONFLICT);
    assert_int_equal(na_render_table_svg(table, NA_TABLE_CHART_AND_MAP, &drawing, &error), NA_OK);
    assert_well_formed(na_buffer_terminate(&drawing));
    na_buffer_fini(&drawing);
    na_table_free(table);
    na_table_counts_fini(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_aligned_and_says_where_it_comes_from),
        cmocka_unit_test(every_form_escapes_what_it_must),
        cmocka_unit_test(controls_do_not_reach_text_or_drawings),
        cmocka_unit_test(a_drawing_says_what_the_table_says),
        cmocka_unit_test(exact_figures_are_in_no_form),
        cmocka_unit_test(a_map_needs_wards),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
