/* Rows of CSV: rules by table, libcsv and chunks by random texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <dirent.h>

#include "base/buffer.h"
#include "io/csv_index.h"
#include "io/file.h"
#include "support/csv_index_oracle.h"
#include "support/random.h"

/* Rows as text: fields in <>, a fault's first letter, open as !, LF between rows. */
static void describe(const char *bytes, size_t length, char *to)
{
    static const char letters[] = " ULFN";
    struct na_csv_rows *rows = malloc(sizeof *rows);
    struct na_csv_row row;
    char text[512];
    assert_non_null(rows);
    na_csv_rows_init(rows, bytes, length, ',', na_csv_way_best());
    *to = '\0';
    while (na_csv_rows_next(rows, &row)) {
        for (size_t i = 0; i < row.count; i++) {
            struct na_str value = na_csv_unquote(na_csv_row_raw(&row, bytes, i), text);
            to += snprintf(to, 64, "<%.*s>", (int)value.length, value.bytes);
        }
        if (row.fault != NA_CSV_GOOD) {
            to += snprintf(to, 64, "%c%s", letters[row.fault], row.open ? "!" : "");
        }
        to += snprintf(to, 64, ";");
    }
    free(rows);
}

static void rows_are_those_of_the_rules(void **state)
{
    static const struct {
        const char *text, *rows;
    } cases[] = {
        {"", ""},
        {"a", "<a>;"},
        {"a\n", "<a>;"},
        {"a,b\nc,d\n", "<a><b>;<c><d>;"},
        {"a,b\r\nc,d\r\n", "<a><b>;<c><d>;"},
        {"a\rb\rc", "<a>;<b>;<c>;"},
        {"a\r", "<a>;"},
        {"a\n\nb\n", "<a>;<>;<b>;"},
        {"a\r\n\r\nb\r\n", "<a>;<>;<b>;"},
        {",\n,,", "<><>;<><><>;"},
        {"\"a,b\",c", "<a,b><c>;"},
        {"\"a\nb\"\n", "<a\nb>;"},
        {"\"a\r\nb\"\r\n", "<a\r\nb>;"},
        {"\"a\"\"b\"\n", "<a\"b>;"},
        {"\"\"\"\"\n", "<\">;"},
        {"\"\",\"\"\n", "<><>;"},
        {"a\"b,c\"\n", "<a\"b><c\">;"},
        {" \"a\",b\n", "< \"a\"><b>;"},
        {"\"a\"b\",c\n", "<a\"b><c>;"},
        {"\"a\" ,b\",c\n", "<a\" ,b><c>;"},
        {"x,\"open\ny,z\n", "<x><open>U!;<y><z>;"},
        {"x,\"open\n\"y\",z\n", "<x><open\n\"y><z>;"},
        {"\"a\n\"b\n\"c\n", "<a>U!;<b>U!;<c>U!;"},
        {"\"a\r\n1,2\r\n", "<a>U!;<1><2>;"},
        {"\"", "<>U!;"},
        {"\"a\n1,\"b\"\n2,3\n", "<a\n1,\"b>;<2><3>;"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char got[1024];
        describe(cases[i].text, strlen(cases[i].text), got);
        assert_string_equal(got, cases[i].rows);
    }
}

static void a_nul_marks_its_row(void **state)
{
    (void)state;
    char got[256];
    describe("a,b\nc\0,d\ne,f\n", 13, got);
    assert_string_equal(got, "<a><b>;<c><d>N;<e><f>;");
}

static char *fill(char c, size_t length, const char *after)
{
    char *text = malloc(length + strlen(after) + 1);
    assert_non_null(text);
    memset(text, c, length);
    memcpy(text + length, after, strlen(after) + 1);
    return text;
}

/* Fault of the first row, and how many rows there are. */
static enum na_csv_fault first_fault(const char *text, size_t *ret_rows, bool *ret_open)
{
    struct na_csv_rows *rows = malloc(sizeof *rows);
    struct na_csv_row row;
    enum na_csv_fault fault = NA_CSV_GOOD;
    assert_non_null(rows);
    na_csv_rows_init(rows, text, strlen(text), ',', na_csv_way_best());
    for (*ret_rows = 0; na_csv_rows_next(rows, &row); ++*ret_rows) {
        fault = *ret_rows == 0 ? row.fault : fault;
        *ret_open = *ret_rows == 0 ? row.open : *ret_open;
    }
    free(rows);
    return fault;
}

static void a_row_may_have_64_kib(void **state)
{
    static const struct {
        size_t length;
        const char *after;
        enum na_csv_fault fault;
    } cases[] = {
        {NA_CSV_ROW_MAX, "\nb\n", NA_CSV_GOOD},       {NA_CSV_ROW_MAX, "\r\nb\n", NA_CSV_GOOD},
        {NA_CSV_ROW_MAX, "\rb\n", NA_CSV_GOOD},       {NA_CSV_ROW_MAX + 1, "\nb\n", NA_CSV_LONG},
        {NA_CSV_ROW_MAX + 1, "\r\nb\n", NA_CSV_LONG}, {NA_CSV_ROW_MAX + 99, "\nb\n", NA_CSV_LONG},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = fill('x', cases[i].length, cases[i].after);
        size_t rows = 0;
        bool open = true;
        assert_int_equal(first_fault(text, &rows, &open), cases[i].fault);
        assert_int_equal(rows, 2);
        assert_false(open);
        assert_true(csv_index_oracle_compare(text, strlen(text), ',', i, NULL));
        free(text);
    }
}

static void a_quote_may_be_open_for_64_kib(void **state)
{
    (void)state;
    for (size_t extra = 0; extra < 2; extra++) {
        /* "\n, x..., " : 64 KiB with both quotes, and one more. */
        char *text = fill('x', NA_CSV_ROW_MAX + extra, "\nb\n");
        text[0] = '"';
        text[1] = '\n';
        text[NA_CSV_ROW_MAX + extra - 1] = '"';
        size_t rows = 0;
        bool open = false;
        assert_int_equal(first_fault(text, &rows, &open),
                         extra == 0 ? NA_CSV_GOOD : NA_CSV_UNCLOSED);
        assert_int_equal(open, extra == 1);
        assert_true(csv_index_oracle_compare(text, strlen(text), ',', extra, NULL));
        free(text);
    }
}

static void fields_have_a_limit(void **state)
{
    (void)state;
    for (size_t fields = NA_CSV_ROW_FIELDS_MAX; fields <= NA_CSV_ROW_FIELDS_MAX + 1; fields++) {
        char *text = fill(',', fields - 1, "\nb\n");
        size_t rows = 0;
        bool open = false;
        assert_int_equal(first_fault(text, &rows, &open),
                         fields == NA_CSV_ROW_FIELDS_MAX ? NA_CSV_GOOD : NA_CSV_FIELDS);
        assert_int_equal(rows, 2);
        free(text);
    }
    char *text = fill(',', 30000, "\nb,c\n"); /* over several windows */
    assert_true(csv_index_oracle_compare(text, strlen(text), ',', 1, NULL));
    free(text);
}

/* Texts of few letters are full of odd quotes. */
static size_t random_text(struct test_random *random, char *to, size_t size)
{
    static const char *const alphabets[] = {"a\",\n", "abc,,\n\"\r", "abcdefgh,\n", "\"\n",
                                            "aaaaaaaaaaaaaaaa\",,,,\r\n"};
    const char *alphabet = alphabets[test_random_below(random, 5)];
    size_t letters = strlen(alphabet);
    size_t length = test_random_below(random, size);
    for (size_t i = 0; i < length; i++) {
        to[i] = alphabet[test_random_below(random, letters)];
    }
    return length;
}

/* Well-formed fields, quoted or not: the way by parity. */
static size_t random_table(struct test_random *random, char *to, size_t size)
{
    size_t length = 0;
    while (length + 64 < size) {
        bool quoted = test_random_below(random, 3) == 0;
        to[length] = '"';
        length += quoted;
        for (uint64_t n = test_random_below(random, 20); n > 0; n--) {
            uint64_t kind = test_random_below(random, 12);
            if (quoted && kind == 0) {
                to[length++] = '"';
                to[length++] = '"';
            } else {
                to[length++] = quoted && kind == 1 ? '\n' : quoted && kind == 2 ? ',' : 'k';
            }
        }
        to[length] = '"';
        length += quoted;
        to[length++] = test_random_below(random, 6) == 0 ? '\n' : ',';
    }
    return length;
}

static void random_texts_equal_libcsv(void **state)
{
    (void)state;
    struct test_random random = test_random_start("csv_index");
    struct csv_index_compared compared = {0};
    static char text[20000];
    for (int i = 0; i < 4000; i++) {
        size_t size = i % 50 == 0 ? sizeof text : i % 2 == 0 ? 90 : 700;
        size_t length =
            i % 3 == 0 ? random_table(&random, text, size) : random_text(&random, text, size);
        assert_true(
            csv_index_oracle_compare(text, length, ',', test_random_bits(&random), &compared));
    }
    printf("%zu rows, %zu fields, %zu faults, %zu pieces\n", compared.rows, compared.fields,
           compared.faults, compared.pieces);
    assert_true(compared.fields > 100000 && compared.faults > 1000);
}

/* Each line opens a quote that nothing closes: that must take no longer than the bytes. */
static void open_quotes_cost_no_search_each(void **state)
{
    (void)state;
    size_t lines = 200000;
    char *text = malloc(lines * 3 + 1);
    assert_non_null(text);
    for (size_t i = 0; i < lines; i++) {
        memcpy(text + 3 * i, "\"a\n", 3);
    }
    text[3 * lines] = '\0';
    size_t rows = 0;
    bool open = false;
    /* 200,000 searches of 64 KiB would be 13 GB: minutes, and more under a sanitizer. */
    assert_int_equal(first_fault(text, &rows, &open), NA_CSV_UNCLOSED);
    assert_int_equal(rows, lines);
    free(text);
}

static void compare_file(const char *path, struct csv_index_compared *compared)
{
    struct na_file file;
    struct na_error error;
    assert_int_equal(na_file_read(path, (size_t)1 << 30, &file, &error), NA_OK);
    assert_true(csv_index_oracle_compare((const char *)file.bytes, file.length, ',', 7, compared));
    na_file_free(&file);
}

static void compare_folder(const char *folder, size_t at_least)
{
    DIR *dir = opendir(folder);
    struct csv_index_compared compared = {0};
    if (dir == NULL) {
        printf("no %s on this machine\n", folder);
        skip();
    }
    size_t files = 0;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (strstr(entry->d_name, ".csv") != NULL) {
            char path[1024];
            (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
            compare_file(path, &compared);
            files++;
        }
    }
    (void)closedir(dir);
    printf("%s: %zu files, %zu rows, %zu fields\n", folder, files, compared.rows, compared.fields);
    assert_true(files >= at_least && compared.fields > 0 && compared.faults == 0);
}

static void csv_spectrum_equals_libcsv(void **state)
{
    (void)state;
    compare_folder(NA_TEST_SHARED_DATA "/conformance/csv-spectrum/csvs", 10);
}

static void offences_equal_libcsv(void **state)
{
    (void)state;
    compare_folder(NA_TEST_SHARED_DATA "/offences", 4);
}

/* A row handed out has no byte above ASCII where none was seen, whichever way it was looked at. */
static void bytes_above_ascii_are_seen_every_way(void **state)
{
    (void)state;
    static const char *const notes[] = {"plain", "\"quoted\"", "\"a\nb\""};
    static struct na_csv_rows rows;
    for (size_t at = 0; at < 1200; at++) {
        struct na_buffer text;
        struct na_csv_row row;
        na_buffer_init(&text, 1 << 16);
        for (int i = 0; i < 60; i++) {
            assert_int_equal(na_buffer_printf(&text, "%d,%s,%s", i, notes[(i + (int)at) % 3],
                                              i % 7 == 0 ? "x\r\n" : "yy\n"),
                             NA_OK);
        }
        bool marked = at < text.length && text.data[at] >= 'a';
        if (marked) {
            text.data[at] = (char)(0x80 + at % 128);
        }
        for (int way = 0; way < NA_CSV_WAY_COUNT; way++) {
            if (!na_csv_way_there((enum na_csv_way)way)) {
                continue;
            }
            na_csv_rows_init(&rows, text.data, text.length, ',', (enum na_csv_way)way);
            while (na_csv_rows_next(&rows, &row)) {
                bool has = marked && at >= row.from && at < row.end;
                assert_true(rows.high || !has);
            }
            assert_int_equal(rows.high, marked);
        }
        na_buffer_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_above_ascii_are_seen_every_way),
        cmocka_unit_test(rows_are_those_of_the_rules),
        cmocka_unit_test(a_nul_marks_its_row),
        cmocka_unit_test(a_row_may_have_64_kib),
        cmocka_unit_test(a_quote_may_be_open_for_64_kib),
        cmocka_unit_test(fields_have_a_limit),
        cmocka_unit_test(random_texts_equal_libcsv),
        cmocka_unit_test(open_quotes_cost_no_search_each),
        cmocka_unit_test(csv_spectrum_equals_libcsv),
        cmocka_unit_test(offences_equal_libcsv),
    };
    return cmocka_run_group_tests_name("csv_index", tests, NULL, NULL);
}
