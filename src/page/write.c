/* The page: its skeleton with the placeholders filled. */
#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/date.h"
#include "page/private.h"
#include "write/render.h"

static void put_title(struct na_html *html, const struct na_page *page)
{
    if (page->snapshot != NULL) {
        na_html_textf(html, "%.200s: nearaid", na_snapshot_info(page->snapshot)->title);
    } else {
        na_html_text(html, "nearaid");
    }
}

static void put_bands(struct na_html *html, const struct na_page *page)
{
    na_render_page_bands(html, page->snapshot, page->today);
}

static void put_q(struct na_html *html, const struct na_page *page)
{
    na_html_text(html, page->q);
}

static void put_incident(struct na_html *html, const struct na_page *page)
{
    na_html_text(html, page->incident);
}

static void put_choice(struct na_html *html, const char *name, const char *value, bool is_chosen)
{
    na_html_open(html, "input");
    na_html_attribute(html, "type", "radio");
    na_html_attribute(html, "name", name);
    na_html_attribute(html, "value", value);
    if (is_chosen) {
        na_html_attribute(html, "checked", NULL);
    }
    na_html_close(html);
    na_html_text(html, " ");
}

static void put_kinds(struct na_html *html, const struct na_page *page)
{
    size_t count = page->snapshot != NULL ? na_snapshot_kind_count(page->snapshot) : 0;
    na_html_open_class(html, "fieldset", "kinds");
    na_html_leaf(html, "legend", NULL, "Kind");
    for (size_t i = 0; i < count; i++) {
        const struct na_kind *kind = na_snapshot_kind(page->snapshot, i);
        const char *name = kind->name;
        const char letter[2] = {kind->letter, '\0'};
        na_html_open(html, "label");
        if (kind->letter != '\0') {
            na_html_attribute(html, "data-letter", letter);
        }
        put_choice(html, "kind", name, strcmp(name, page->kind) == 0);
        na_html_open(html, "span");
        na_html_text(html, kind->title);
        na_html_close(html);
        na_html_close(html);
    }
    if (count == 0) {
        na_html_leaf(html, "p", NULL, "There are no assets.");
    }
    na_html_close(html);
}

static void put_usable(struct na_html *html, const struct na_page *page)
{
    na_html_open_class(html, "fieldset", "usable");
    na_html_leaf(html, "legend", NULL, "Show");
    for (size_t i = 0; i < NA_PAGE_USABLE_COUNT; i++) {
        const struct na_page_choice *choice = &na_page_usable[i];
        na_html_open(html, "label");
        put_choice(html, "usable", choice->value, strcmp(choice->value, page->usable) == 0);
        na_html_leaf(html, "span", NULL, choice->text);
        na_html_close(html);
    }
    na_html_close(html);
}

static void put_answer(struct na_html *html, const struct na_page *page)
{
    if (page->answer != NULL) {
        na_render_page_answer(html, page);
    } else if (page->refusal != NULL) {
        na_render_page_refusal(html, page);
    }
}

static void put_foot(struct na_html *html, const struct na_page *page)
{
    na_render_page_foot(html, page->snapshot);
}

void na_render_page_bands(struct na_html *html, const struct na_snapshot *snapshot, int32_t today)
{
    if (snapshot == NULL) {
        na_html_leaf(html, "p", "band",
                     "No data is loaded: nothing can be found here. Use the printed list.");
        return;
    }
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    if (info->indicative) {
        na_html_leaf(html, "p", "band", "Demonstration data: do not send anybody by it.");
    }
    int64_t age_days = (int64_t)today - info->issued;
    if (info->issued != NA_DATE_NONE && age_days > info->stale_days) {
        char issued[NA_DATE_TEXT];
        na_date_format(issued, info->issued);
        na_html_open_class(html, "p", "band");
        na_html_textf(html, "Old data: issued %s, %lld days ago. What it says may have changed.",
                      issued, (long long)age_days);
        na_html_close(html);
    }
}

static void foot_line(struct na_html *html, const char *class_name, const char *text)
{
    if (text[0] != '\0') {
        na_html_leaf(html, "p", class_name, text);
    }
}

/* Records with errors that are not among the data: nobody may take the data for whole. */
static void put_left_out(struct na_html *html, const struct na_snapshot *snapshot)
{
    for (size_t i = 0; i < na_snapshot_source_count(snapshot); i++) {
        struct na_source source;
        char text[320];
        na_snapshot_source(snapshot, i, &source);
        if (source.left_out > 0) {
            (void)snprintf(text, sizeof text, "%.200s: %u record%s left out, because of errors",
                           source.name, (unsigned int)source.left_out,
                           source.left_out == 1 ? " is" : "s are");
            foot_line(html, "left-out", text);
        }
    }
}

void na_render_page_foot(struct na_html *html, const struct na_snapshot *snapshot)
{
    if (snapshot != NULL) {
        const struct na_pack_info *info = na_snapshot_info(snapshot);
        char text[96] = "Date of the data not given";
        char issued[NA_DATE_TEXT];
        na_date_format(issued, info->issued);
        if (issued[0] != '\0') {
            (void)snprintf(text, sizeof text, "Data issued %s", issued);
        }
        foot_line(html, "pack", info->title);
        foot_line(html, "attribution", info->attribution);
        foot_line(html, "issued", text);
        foot_line(html, "digest", info->digest);
        put_left_out(html, snapshot);
    }
    foot_line(html, "program", "nearaid " NA_VERSION);
}

typedef void put_part(struct na_html *html, const struct na_page *page);

struct placeholder {
    const char *mark;
    put_part *put;
};

static const struct placeholder placeholders[] = {
    {"<!--title-->", put_title}, {"<!--band-->", put_bands},        {"<!--q-->", put_q},
    {"<!--kinds-->", put_kinds}, {"<!--usable-->", put_usable},     {"<!--answer-->", put_answer},
    {"<!--foot-->", put_foot},   {"<!--incident-->", put_incident},
};

/* The placeholder that begins `text`, or NULL. */
static const struct placeholder *placeholder_at(struct na_str text)
{
    for (size_t i = 0; i < sizeof placeholders / sizeof placeholders[0]; i++) {
        size_t length = strlen(placeholders[i].mark);
        if (text.length >= length && memcmp(text.bytes, placeholders[i].mark, length) == 0) {
            return &placeholders[i];
        }
    }
    return NULL;
}

enum na_code na_render_page(const struct na_page *page, struct na_buffer *to)
{
    struct na_str rest = page->skeleton;
    size_t plain = 0; /* bytes of `rest` to be copied as they are */
    enum na_code code = NA_OK;
    while (plain < rest.length && code == NA_OK) {
        struct na_str tail = {rest.bytes + plain, rest.length - plain};
        const struct placeholder *found = *tail.bytes == '<' ? placeholder_at(tail) : NULL;
        if (found == NULL) {
            plain++;
            continue;
        }
        code = na_buffer_append(to, rest.bytes, plain);
        if (code == NA_OK) {
            struct na_html html;
            na_html_init(&html, to);
            found->put(&html, page);
            code = na_html_finish(&html);
        }
        size_t taken = plain + strlen(found->mark);
        rest = (struct na_str){rest.bytes + taken, rest.length - taken};
        plain = 0;
    }
    return code == NA_OK ? na_buffer_append(to, rest.bytes, rest.length) : code;
}
