/* page/html.h - HTML that is well-formed whatever is put into it: elements are closed in the order
 * they were opened, every text is escaped, and nothing can be written past the writer. Bounded by
 * the buffer's limit. One thread. */
#ifndef NA_PAGE_HTML_H
#define NA_PAGE_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/text.h"

/* Most elements within each other. */
#define NA_HTML_DEPTH 24

/* A plain value. The first failure sticks and what comes after it does nothing. */
struct na_html {
    struct na_buffer *to;
    enum na_code failed;
    const char *open[NA_HTML_DEPTH];
    size_t depth;
    bool in_tag; /* the last element opened still takes attributes */
};

/* Write to `to`, after what is there. */
void na_html_init(struct na_html *html, struct na_buffer *to);
/* "<!DOCTYPE html>"; first of all. */
void na_html_doctype(struct na_html *html);
/* Open an element; the name is static, in lower case, and neither script nor style, whose content
 * no escape makes harmless. */
void na_html_open(struct na_html *html, const char *element);
/* An attribute of the element just opened, before anything is put into it; the name is static.
 * `value` NULL: the name alone. */
void na_html_attribute(struct na_html *html, const char *name, const char *value);
/* Text within the element that is open; NULL as "". Bytes that are not UTF-8 become U+FFFD, control
 * characters blanks. */
void na_html_text(struct na_html *html, const char *text);
void na_html_str(struct na_html *html, struct na_str text);
/* The same, printf-style, cut at 1023 bytes. */
void na_html_textf(struct na_html *html, const char *format, ...) NA_PRINTF(2, 3);
/* Close the element opened last; one that cannot have content (input, meta, ...) has no end tag. */
void na_html_close(struct na_html *html);
/* An element with a class (NULL: none) and nothing but a text. */
void na_html_leaf(struct na_html *html, const char *element, const char *class_name,
                  const char *text);
/* A hidden field of a form; nothing of "". */
void na_html_hidden(struct na_html *html, const char *name, const char *value);
/* Open an element with a class. */
void na_html_open_class(struct na_html *html, const char *element, const char *class_name);

/* The outcome: NA_ERR_INTERNAL when elements are open or were closed too often. */
NA_MUST_USE enum na_code na_html_finish(const struct na_html *html);

/* Append the text escaped, fit for an element's content and for an attribute's value in quotes. */
NA_MUST_USE enum na_code na_html_escape(struct na_str text, struct na_buffer *to);

#endif
