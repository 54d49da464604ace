/* The HTML writer: well-formed or failed, never anything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "page/html.h"

static struct na_buffer to;

static int start(void **state)
{
    (void)state;
    na_buffer_init(&to, 4096);
    return 0;
}

static int end(void **state)
{
    (void)state;
    na_buffer_fini(&to);
    return 0;
}

static void assert_written(const char *expected)
{
    assert_non_null(na_buffer_terminate(&to));
    assert_string_equal(to.data, expected);
    na_buffer_clear(&to);
}

static void test_elements_nest(void **state)
{
    struct na_html html;
    (void)state;
    na_html_init(&html, &to);
    na_html_doctype(&html);
    na_html_open_class(&html, "p", "a b");
    na_html_attribute(&html, "hidden", NULL);
    na_html_text(&html, "one");
    na_html_leaf(&html, "strong", NULL, "two");
    na_html_open(&html, "br");
    na_html_close(&html);
    na_html_textf(&html, "%d", 3);
    na_html_close(&html);
    assert_int_equal(na_html_finish(&html), NA_OK);
    assert_written("<!DOCTYPE html>\n<p class=\"a b\" hidden>one<strong>two</strong><br>3</p>");
}

static void test_texts_and_values_are_escaped(void **state)
{
    static const struct {
        const char *text, *escaped;
    } rows[] = {
        {"<script>", "&lt;script&gt;"},
        {"a & b", "a &amp; b"},
        {"\"'", "&quot;&#39;"},
        {"&lt;", "&amp;lt;"},
        {"a\tb\nc\x01", "a b c "},
        {"\xC2\x85x", "  x"}, /* a C1 control character, two bytes */
        {"caf\xC3\xA9", "caf\xC3\xA9"},
        {"caf\xE9<", "caf\xEF\xBF\xBD&lt;"},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_html html;
        char expected[256];
        na_html_init(&html, &to);
        na_html_open(&html, "a");
        na_html_attribute(&html, "title", rows[i].text);
        na_html_text(&html, rows[i].text);
        na_html_close(&html);
        assert_int_equal(na_html_finish(&html), NA_OK);
        (void)snprintf(expected, sizeof expected, "<a title=\"%s\">%s</a>", rows[i].escaped,
                       rows[i].escaped);
        assert_written(expected);
    }
}

static void test_a_nul_within_a_text_is_no_end(void **state)
{
    static const char text[] = "a\0<b";
    (void)state;
    assert_int_equal(na_html_escape((struct na_str){text, sizeof text - 1}, &to), NA_OK);
    assert_written("a &lt;b");
}

static void open_too_deep(struct na_html *html)
{
    for (int i = 0; i <= NA_HTML_DEPTH; i++) {
        na_html_open(html, "div");
    }
    for (int i = 0; i < NA_HTML_DEPTH; i++) {
        na_html_close(html);
    }
}

static void leave_open(struct na_html *html)
{
    na_html_open(html, "p");
}

static void close_too_often(struct na_html *html)
{
    na_html_leaf(html, "p", NULL, "x");
    na_html_close(html);
}

static void attribute_after_text(struct na_html *html)
{
    na_html_open(html, "p");
    na_html_text(html, "x");
    na_html_attribute(html, "class", "y");
    na_html_close(html);
}

static void attribute_without_element(struct na_html *html)
{
    na_html_attribute(html, "class", "y");
}

static void text_in_void(struct na_html *html)
{
    na_html_leaf(html, "input", NULL, "x");
}

static void element_in_void(struct na_html *html)
{
    na_html_open(html, "input");
    na_html_leaf(html, "p", NULL, "x");
    na_html_close(html);
}

static void script(struct na_html *html)
{
    na_html_leaf(html, "script", NULL, "x");
}

static void test_mistakes_fail(void **state)
{
    static void (*const mistakes[])(struct na_html *) = {open_too_deep,
                                                         leave_open,
                                                         close_too_often,
                                                         attribute_after_text,
                                                         attribute_without_element,
                                                         text_in_void,
                                                         element_in_void,
                                                         script};
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        struct na_html html;
        na_html_init(&html, &to);
        mistakes[i](&html);
        if (na_html_finish(&html) != NA_ERR_INTERNAL) {
            fail_msg("mistake %zu passes", i);
        }
        na_buffer_clear(&to);
    }
}

static void test_the_limit_is_kept(void **state)
{
    struct na_buffer small;
    struct na_html html;
    (void)state;
    na_buffer_init(&small, 16);
    na_html_init(&html, &small);
    na_html_leaf(&html, "p", NULL, "1234567890");
    assert_int_equal(na_html_finish(&html), NA_ERR_LIMIT);
    assert_true(small.length <= 16);
    na_buffer_fini(&small);
}

/* 1,023 bytes is the longest; the cut must not leave half a character. */
static void test_long_formatted_texts_are_cut_whole(void **state)
{
    char long_text[2000] = "";
    struct na_html html;
    (void)state;
    for (size_t i = 0; i + 2 < sizeof long_text; i += 2) {
        memcpy(long_text + i, "\xC3\xA9", 3);
    }
    na_html_init(&html, &to);
    na_html_textf(&html, "%s", long_text);
    assert_int_equal(na_html_finish(&html), NA_OK);
    assert_int_equal(to.length, 1022);
    assert_memory_equal(to.data, long_text, to.length);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_elements_nest, start, end),
        cmocka_unit_test_setup_teardown(test_texts_and_values_are_escaped, start, end),
        cmocka_unit_test_setup_teardown(test_a_nul_within_a_text_is_no_end, start, end),
        cmocka_unit_test_setup_teardown(test_mistakes_fail, start, end),
        cmocka_unit_test(test_the_limit_is_kept),
        cmocka_unit_test_setup_teardown(test_long_formatted_texts_are_cut_whole, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
