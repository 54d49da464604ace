/* io/ini: what comes out, what is refused and in which line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <ini.h>

#include "base/buffer.h"
#include "io/ini.h"
#include "support/random.h"

/* Entries as text: line:section/key=value| */
static enum na_code parse(const char *bytes, size_t length, struct na_buffer *out,
                          struct na_error *error)
{
    struct na_ini ini = {0};
    enum na_code code = na_ini_parse(bytes, length, "pack.ini", &ini, error);
    for (size_t i = 0; i < ini.count; i++) {
        const struct na_ini_entry *e = &ini.entries[i];
        assert_int_equal(
            na_buffer_printf(out, "%d:%s/%s=%s|", e->line, e->section, e->key, e->value), NA_OK);
    }
    na_ini_free(&ini);
    return code;
}

static void entries_come_out_in_order(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"", ""},
        {"\n\n", ""},
        {"; comment\n# comment\n  ; indented comment\n\t\n", ""},
        {"a=b", "1:/a=b|"},
        {"a = b\n", "1:/a=b|"},
        {"a\t=\tb\t\n", "1:/a=b|"},
        {"a=\nb= \n", "1:/a=|2:/b=|"},
        {"\xEF\xBB\xBF[s]\na=1\n", "2:s/a=1|"},
        {"[s]\r\na=1\r\n\r\nb=2", "2:s/a=1|4:s/b=2|"},
        {"x=0\n[s]\na=1\n[t]\na=1\n", "1:/x=0|3:s/a=1|5:t/a=1|"},
        {"[wards.2023]\nfile = wards_2023.shp  ; the file\n", "2:wards.2023/file=wards_2023.shp|"},
        {"[pack] ; comment\nt=1\n", "2:pack/t=1|"},
        {"a=b=c\n", "1:/a=b=c|"},
        {"a=#1 #2\n", "1:/a=#1 #2|"},
        {"a=b;c\n", "1:/a=b;c|"},
        {"a=b ;c\n", "1:/a=b|"},
        {"a=b\t;c\n", "1:/a=b|"},
        {"a=;c\n", "1:/a=;c|"},
        {"a= ;c\n", "1:/a=|"},
        {"a=b:c\n", "1:/a=b:c|"},
        {"a=\"b\"\n", "1:/a=\"b\"|"},
        {"a=[b]\n", "1:/a=[b]|"},
        {"[s x]\na b=\xC3\xA9\n", "2:s x/a b=\xC3\xA9|"},
        {"A=1\na=2\n", "1:/A=1|2:/a=2|"},
        {"[s]\na=1\n[S]\na=1\n", "2:s/a=1|4:S/a=1|"},
        {"[;]\na=1\n", "2:;/a=1|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer out;
        struct na_error error = {0};
        na_buffer_init(&out, 4096);
        enum na_code code = parse(cases[i].in, strlen(cases[i].in), &out, &error);
        if (code != NA_OK || strcmp(na_buffer_terminate(&out), cases[i].out) != 0) {
            fail_msg("case %zu: %s %s", i, error.message, na_buffer_terminate(&out));
        }
        na_buffer_fini(&out);
    }
}

static void faults_are_refused_with_their_line(void **state)
{
    (void)state;
#define CASE(in, line, word)                                                                       \
    {                                                                                              \
        in, sizeof(in) - 1, line, word                                                             \
    }
    static const struct {
        const char *in;
        size_t length;
        int64_t line;
        const char *word;
    } cases[] = {
        CASE("a=1\nword\n", 2, "neither"),
        CASE("a=1\n\n[s\nb=1\n", 3, "no ]"),
        CASE("[s] x\na=1\n", 1, "after the section"),
        CASE("[s]x\na=1\n", 1, "after the section"),
        CASE("[s];x\na=1\n", 1, "after the section"),
        CASE("[]\na=1\n", 1, "empty"),
        CASE("[ s ]\na=1\n", 1, "blanks"),
        CASE("[s ;t]\na=1\n", 1, "comment"),
        CASE("=1\n", 1, "no key"),
        CASE(" \t=1\n", 1, "blank"),
        CASE("a:1\n", 1, "neither"),
        CASE("a:b=1\n", 1, ":"),
        CASE("a ;b=1\n", 1, ";"),
        CASE("a=1\n b=2\n", 2, "blank"),
        CASE("a=1\n\tgoes on\n", 2, "blank"),
        CASE("a=1\n [s]\nb=1\n", 2, "blank"),
        CASE("a=1\nb=\0\n", 2, "NUL"),
        CASE("a=1\nb=\xFF\n", 2, "UTF-8"),
        CASE("\xFF\xFE[\0", 1, "NUL"),
        CASE("a=1\nb=\x01\n", 2, "control"),
        CASE("a=1\rb=2\r", 1, "control"),
        CASE("a=1\nb=\x7F\n", 2, "control"),
        CASE("[s]\na=1\n[t]\nb=1\n[s]\nc=1\n", 5, "line 1"),
        CASE("[s]\na=1\n[s]\nb=1\n[s]\nc=1\n", 3, "line 1"),
        CASE("a=1\nb=1\na=2\n", 3, "line 1"),
        CASE("[s]\na=1\nb=1\na=2\na=3\n", 4, "line 2"),
        CASE("[s]\n[t]\na=1\n", 1, "no entries"),
        CASE("[s]\na=1\n[t]\n;b=1\n", 3, "no entries"),
        CASE("[01234567890123456789012345678901234567890123456789]\na=1\n", 1, "49 bytes"),
    };
#undef CASE
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer out;
        struct na_error error = {0};
        na_buffer_init(&out, 4096);
        enum na_code code = parse(cases[i].in, cases[i].length, &out, &error);
        if (code != NA_ERR_DATA || error.record != cases[i].line ||
            strstr(error.message, cases[i].word) == NULL || error.hint[0] == '\0' ||
            strcmp(error.file, "pack.ini") != 0) {
            fail_msg("case %zu: line %d: %s", i, (int)error.record, error.message);
        }
        assert_int_equal(out.length, 0);
        na_buffer_fini(&out);
    }
}

static void a_repeated_key_is_named(void **state)
{
    (void)state;
    struct na_ini ini;
    struct na_error error = {0};
    assert_int_equal(na_ini_parse("[s]\nfile=1\nfile=1\n", 18, "p", &ini, &error), NA_ERR_DATA);
    assert_string_equal(error.field, "file");
}

/* A text of `count` bytes: `before`, then as many x as it takes. */
static char *text_of(const char *before, size_t count)
{
    char *text = malloc(count + 1);
    assert_non_null(text);
    memset(text, 'x', count);
    memcpy(text, before, strlen(before));
    text[count] = '\0';
    return text;
}

static void the_line_limit_is_4000_bytes(void **state)
{
    (void)state;
    for (size_t length = 3990; length <= 4010; length++) {
        char *text = text_of("key=", length);
        struct na_ini ini = {0};
        enum na_code code = na_ini_parse(text, length, "p", &ini, NULL);
        assert_int_equal(code, length <= 4000 ? NA_OK : NA_ERR_DATA);
        if (code == NA_OK) {
            assert_int_equal(strlen(ini.entries[0].value), length - 4);
        }
        na_ini_free(&ini);
        free(text);
    }
}

static void the_file_limit_is_1_mib(void **state)
{
    (void)state;
    size_t limit = (size_t)1 << 20;
    char *text = text_of("", limit + 1);
    for (size_t i = 0; i <= limit; i += 64) {
        text[i] = '\n';
        text[i + 1 <= limit ? i + 1 : i] = ';';
    }
    struct na_ini ini = {0};
    assert_int_equal(na_ini_parse(text, limit, "p", &ini, NULL), NA_OK);
    na_ini_free(&ini);
    assert_int_equal(na_ini_parse(text, limit + 1, "p", &ini, NULL), NA_ERR_DATA);
    free(text);
}

static void a_section_name_of_49_bytes_is_whole(void **state)
{
    (void)state;
    char text[] = "[0123456789012345678901234567890123456789012345678]\na=1\n";
    struct na_ini ini = {0};
    assert_int_equal(na_ini_parse(text, sizeof text - 1, "p", &ini, NULL), NA_OK);
    assert_int_equal(strlen(ini.entries[0].section), 49);
    na_ini_free(&ini);
}

static void inih_keeps_the_options_of_others(void **state)
{
    (void)state;
    int max_line = ini_max_line;
    bool multiline = ini_allow_multiline;
    struct na_ini ini = {0};
    assert_int_equal(na_ini_parse("a=1\n", 4, "p", &ini, NULL), NA_OK);
    na_ini_free(&ini);
    assert_int_equal(ini_max_line, max_line);
    assert_int_equal(ini_allow_multiline, multiline);
}

static void random_files_are_read_back(void **state)
{
    (void)state;
    struct test_random random = test_random_start("ini read back");
    static const char alphabet[] = "abcXYZ019.-_=#:/\\\"'[](){}%";
    for (int round = 0; round < 500; round++) {
        struct na_buffer file, expected, out;
        na_buffer_init(&file, 1 << 20);
        na_buffer_init(&expected, 1 << 20);
        na_buffer_init(&out, 1 << 20);
        int line = 1;
        for (int section = 0; section < 4; section++) {
            assert_int_equal(na_buffer_printf(&file, "[s%d]\n", section), NA_OK);
            line++;
            for (uint64_t key = 0; key <= test_random_below(&random, 20); key++) {
                char value[300];
                size_t length = test_random_below(&random, sizeof value - 1);
                for (size_t i = 0; i < length; i++) {
                    value[i] = alphabet[test_random_below(&random, sizeof alphabet - 1)];
                }
                value[length] = '\0';
                assert_int_equal(na_buffer_printf(&file, "k%d =%s\n", (int)key, value), NA_OK);
                assert_int_equal(
                    na_buffer_printf(&expected, "%d:s%d/k%d=%s|", line++, section, (int)key, value),
                    NA_OK);
            }
        }
        assert_int_equal(parse(file.data, file.length, &out, NULL), NA_OK);
        assert_string_equal(na_buffer_terminate(&out), na_buffer_terminate(&expected));
        na_buffer_fini(&file);
        na_buffer_fini(&expected);
        na_buffer_fini(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_come_out_in_order),
        cmocka_unit_test(faults_are_refused_with_their_line),
        cmocka_unit_test(a_repeated_key_is_named),
        cmocka_unit_test(the_line_limit_is_4000_bytes),
        cmocka_unit_test(the_file_limit_is_1_mib),
        cmocka_unit_test(a_section_name_of_49_bytes_is_whole),
        cmocka_unit_test(inih_keeps_the_options_of_others),
        cmocka_unit_test(random_files_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
