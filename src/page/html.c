/* A stack of open elements over a bounded buffer. */
#include "page/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What stands for a byte that has a meaning in HTML or is no text; NULL: itself. */
static const char *escape_of(char c, bool is_utf8)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\0':
        return " ";
    default:
        return !is_utf8 && ((unsigned char)c & 0x80u) != 0 ? "\xEF\xBF\xBD" : NULL;
    }
}

enum na_code na_html_escape(struct na_str text, struct na_buffer *to)
{
    bool is_utf8 = na_utf8_valid(text.bytes, text.length);
    size_t before = to->length;
    size_t plain = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < text.length && code == NA_OK; i++) {
        const char *escape = escape_of(text.bytes[i], is_utf8);
        if (escape != NULL) {
            code = na_buffer_append(to, text.bytes + plain, i - plain);
            code = code == NA_OK ? na_buffer_text(to, escape) : code;
            plain = i + 1;
        }
    }
    if (code == NA_OK) {
        code = na_buffer_append(to, text.bytes + plain, text.length - plain);
    }
    if (code != NA_OK) {
        to->length = before;
    } else if (to->length > before) {
        na_text_blank_controls(to->data + before, to->length - before, false);
    }
    return code;
}

static void raw(struct na_html *html, const char *text)
{
    if (html->failed == NA_OK) {
        html->failed = na_buffer_text(html->to, text);
    }
}

static void end_tag(struct na_html *html)
{
    if (html->in_tag) {
        html->in_tag = false;
        raw(html, ">");
    }
}

static bool is_void(const char *element)
{
    static const char *const names[] = {"br", "col", "hr", "img", "input", "link", "meta"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(element, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

void na_html_init(struct na_html *html, struct na_buffer *to)
{
    *html = (struct na_html){.to = to, .failed = NA_OK};
}

void na_html_doctype(struct na_html *html)
{
    raw(html, "<!DOCTYPE html>\n");
}

void na_html_open(struct na_html *html, const char *element)
{
    end_tag(html);
    bool within_void = html->depth > 0 && is_void(html->open[html->depth - 1]);
    if (html->failed == NA_OK &&
        (html->depth == NA_HTML_DEPTH || within_void || strcmp(element, "script") == 0 ||
         strcmp(element, "style") == 0)) {
        html->failed = NA_ERR_INTERNAL;
    }
    if (html->failed != NA_OK) {
        return;
    }
    raw(html, "<");
    raw(html, element);
    html->open[html->depth++] = element;
    html->in_tag = true;
}

void na_html_attribute(struct na_html *html, const char *name, const char *value)
{
    if (html->failed == NA_OK && !html->in_tag) {
        html->failed = NA_ERR_INTERNAL;
    }
    raw(html, " ");
    raw(html, name);
    if (value != NULL) {
        raw(html, "=\"");
        if (html->failed == NA_OK) {
            html->failed = na_html_escape(na_str_of(value), html->to);
        }
        raw(html, "\"");
    }
}

void na_html_str(struct na_html *html, struct na_str text)
{
    end_tag(html);
    if (html->failed == NA_OK && html->depth > 0 && is_void(html->open[html->depth - 1])) {
        html->failed = NA_ERR_INTERNAL;
    }
    if (html->failed == NA_OK) {
        html->failed = na_html_escape(text, html->to);
    }
}

void na_html_text(struct na_html *html, const char *text)
{
    na_html_str(html, na_str_of(text));
}

void na_html_textf(struct na_html *html, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0 && html->failed == NA_OK) {
        html->failed = NA_ERR_INTERNAL;
    }
    if (length >= (int)sizeof text) {
        char whole[sizeof text]; /* the cut may be within a character */
        (void)na_text_copy_str(whole, sizeof whole - 1, (struct na_str){text, sizeof text - 1});
        na_html_text(html, whole);
    } else {
        na_html_text(html, length > 0 ? text : "");
    }
}

void na_html_close(struct na_html *html)
{
    end_tag(html);
    if (html->failed == NA_OK && html->depth == 0) {
        html->failed = NA_ERR_INTERNAL;
    }
    if (html->failed != NA_OK) {
        return;
    }
    const char *element = html->open[--html->depth];
    if (!is_void(element)) {
        raw(html, "</");
        raw(html, element);
        raw(html, ">");
    }
}

void na_html_open_class(struct na_html *html, const char *element, const char *class_name)
{
    na_html_open(html, element);
    if (class_name != NULL) {
        na_html_attribute(html, "class", class_name);
    }
}

void na_html_leaf(struct na_html *html, const char *element, const char *class_name,
                  const char *text)
{
    na_html_open_class(html, element, class_name);
    na_html_text(html, text);
    na_html_close(html);
}

enum na_code na_html_finish(const struct na_html *html)
{
    return html->failed == NA_OK && html->depth > 0 ? NA_ERR_INTERNAL : html->failed;
}

void na_html_hidden(struct na_html *html, const char *name, const char *value)
{
    if (value[0] != '\0') {
        na_html_open(html, "input");
        na_html_attribute(html, "type", "hidden");
        na_html_attribute(html, "name", name);
        na_html_attribute(html, "value", value);
        na_html_close(html);
    }
}
