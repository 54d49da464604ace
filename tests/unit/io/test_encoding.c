/* io/encoding against iconv, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>

#include "io/encoding.h"

static void names_of_cpg_files_are_recognised(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum na_encoding encoding;
    } cases[] = {
        {"UTF-8", NA_ENCODING_UTF8},          {"utf8", NA_ENCODING_UTF8},
        {" Utf_8\r\n", NA_ENCODING_UTF8},     {"65001", NA_ENCODING_UTF8},
        {"1252", NA_ENCODING_CP1252},         {"CP1252", NA_ENCODING_CP1252},
        {"ANSI 1252", NA_ENCODING_CP1252},    {"windows-1252", NA_ENCODING_CP1252},
        {"ISO-8859-1", NA_ENCODING_LATIN1},   {"iso 8859 1", NA_ENCODING_LATIN1},
        {"88591", NA_ENCODING_LATIN1},        {"LATIN1", NA_ENCODING_LATIN1},
        {"ISO_8859-1\n", NA_ENCODING_LATIN1}, {"US-ASCII", NA_ENCODING_ASCII},
        {"ascii", NA_ENCODING_ASCII},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum na_encoding encoding = (enum na_encoding)99;
        assert_true(na_encoding_recognise(na_str_of(cases[i].name), &encoding));
        assert_int_equal(encoding, cases[i].encoding);
    }
}

static void other_names_are_not(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        " ",
                                        "utf-16",
                                        "1251",
                                        "utf",
                                        "iso-8859-15",
                                        "latin11",
                                        "88592",
                                        "8859",
                                        "utf8x",
                                        "windows-1252-windows-1252"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        enum na_encoding encoding = NA_ENCODING_ASCII;
        assert_false(na_encoding_recognise(na_str_of(names[i]), &encoding));
        assert_int_equal(encoding, NA_ENCODING_ASCII);
    }
}

static void each_byte_is_as_iconv_has_it(void **state)
{
    (void)state;
    static const struct {
        enum na_encoding encoding;
        const char *name;
    } encodings[] = {{NA_ENCODING_CP1252, "CP1252"},
                     {NA_ENCODING_LATIN1, "ISO-8859-1"},
                     {NA_ENCODING_ASCII, "ASCII"},
                     {NA_ENCODING_UTF8, "UTF-8"}};
    for (size_t e = 0; e < sizeof encodings / sizeof encodings[0]; e++) {
        for (int byte = 1; byte < 256; byte++) {
            iconv_t converter = iconv_open("UTF-8", encodings[e].name);
            assert_true(converter != (iconv_t)-1);
            char in[] = {'a', (char)byte, 'z'};
            char out[16];
            char *from = in, *to = out;
            size_t from_left = sizeof in, to_left = sizeof out;
            bool known = iconv(converter, &from, &from_left, &to, &to_left) != (size_t)-1;
            (void)iconv_close(converter);
            struct na_buffer buffer;
            na_buffer_init(&buffer, 100);
            size_t at = 99;
            enum na_code code = na_encoding_to_utf8(encodings[e].encoding,
                                                    (struct na_str){in, sizeof in}, &buffer, &at);
            assert_int_equal(code, known ? NA_OK : NA_ERR_DATA);
            assert_int_equal(at, known ? 99 : 1);
            assert_int_equal(buffer.length, known ? sizeof out - to_left : 0);
            if (known) {
                assert_memory_equal(buffer.data, out, buffer.length);
            }
            na_buffer_fini(&buffer);
        }
    }
}

static void the_offset_of_a_fault_is_told(void **state)
{
    (void)state;
    static const struct {
        enum na_encoding encoding;
        const char *bytes;
        size_t length, at;
    } cases[] = {
        {NA_ENCODING_UTF8, "ab\xFF", 3, 2},
        {NA_ENCODING_UTF8, "\xC3\xA9\xC3", 3, 2},
        {NA_ENCODING_UTF8, "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\x80", 10, 9},
        {NA_ENCODING_UTF8, "\xC0\xAF", 2, 0},
        {NA_ENCODING_UTF8, "a\xED\xA0\x80", 4, 1},
        {NA_ENCODING_UTF8, "abc\xF4\x90\x80\x80", 7, 3},
        {NA_ENCODING_UTF8, "\xC3\xA9\0", 3, 2},
        {NA_ENCODING_CP1252, "\xE9\x80\x81", 3, 2},
        {NA_ENCODING_CP1252, "abc\0", 4, 3},
        {NA_ENCODING_LATIN1, "\0", 1, 0},
        {NA_ENCODING_ASCII, "abcdefghijklmnop\x80", 17, 16},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer buffer;
        na_buffer_init(&buffer, 100);
        assert_int_equal(na_buffer_text(&buffer, "kept"), NA_OK);
        size_t at = 99;
        struct na_str bytes = {cases[i].bytes, cases[i].length};
        assert_int_equal(na_encoding_to_utf8(cases[i].encoding, bytes, &buffer, &at), NA_ERR_DATA);
        assert_int_equal(at, cases[i].at);
        assert_int_equal(buffer.length, 4);
        assert_int_equal(na_encoding_to_utf8(cases[i].encoding, bytes, &buffer, NULL), NA_ERR_DATA);
        na_buffer_fini(&buffer);
    }
}

static void a_full_buffer_keeps_what_it_had(void **state)
{
    (void)state;
    struct na_buffer buffer;
    na_buffer_init(&buffer, 6);
    assert_int_equal(na_buffer_text(&buffer, "kept"), NA_OK);
    assert_int_equal(na_encoding_to_utf8(NA_ENCODING_CP1252, na_str_of("a\x80"), &buffer, NULL),
                     NA_ERR_LIMIT);
    assert_int_equal(buffer.length, 4);
    assert_int_equal(na_encoding_to_utf8(NA_ENCODING_CP1252, na_str_of("\xE9"), &buffer, NULL),
                     NA_OK);
    assert_int_equal(buffer.length, 6);
    assert_int_equal(na_encoding_to_utf8(NA_ENCODING_UTF8, (struct na_str){NULL, 0}, &buffer, NULL),
                     NA_OK);
    na_buffer_fini(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_cpg_files_are_recognised),
        cmocka_unit_test(other_names_are_not),
        cmocka_unit_test(each_byte_is_as_iconv_has_it),
        cmocka_unit_test(the_offset_of_a_fault_is_told),
        cmocka_unit_test(a_full_buffer_keeps_what_it_had),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
