/* The list to print, as a page of its own that needs no script. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "nearest/usable.h"
#include "page/private.h"

static const char *const headings[] = {"Name", "Where exactly", "Access", "Status", "Last checked"};
#define COLUMNS "5"

static void head_link(struct na_html *html, const char *relation, const char *target)
{
    na_html_open(html, "link");
    na_html_attribute(html, "rel", relation);
    na_html_attribute(html, "href", target);
    na_html_close(html);
}

static void head_meta(struct na_html *html, const char *name, const char *content)
{
    na_html_open(html, "meta");
    na_html_attribute(html, "name", name);
    na_html_attribute(html, "content", content);
    na_html_close(html);
}

static void put_head(struct na_html *html, const char *title)
{
    na_html_open(html, "head");
    na_html_open(html, "meta");
    na_html_attribute(html, "charset", "utf-8");
    na_html_close(html);
    head_meta(html, "viewport", "width=device-width, initial-scale=1");
    head_meta(html, "color-scheme", "light dark");
    na_html_open(html, "title");
    na_html_textf(html, "%.200s: list to print", title);
    na_html_close(html);
    head_link(html, "icon", "/web/icon.svg");
    head_link(html, "stylesheet", "/web/list.css");
    na_html_close(html);
}

static void put_day(struct na_html *html, const char *before, int32_t day)
{
    char text[NA_DATE_TEXT];
    na_date_format(text, day);
    if (text[0] != '\0') {
        na_html_textf(html, "%s%s", before, text);
    }
}

/* What is known of it on the day: the hours are printed, for the day has many. */
static void put_status(struct na_html *html, const struct na_list *list,
                       const struct na_asset *asset)
{
    static const char *const words[] = {"STATUS NOT KNOWN", "In service", "OUT OF SERVICE"};
    na_html_open(html, "td");
    if (asset->status == NA_STATUS_IN_SERVICE) {
        na_html_text(html, words[asset->status]);
    } else {
        na_html_leaf(html, "strong", NULL, words[asset->status]);
    }
    if (!na_date_within(list->today, asset->valid_from, asset->valid_to)) {
        bool early = asset->valid_from != NA_DATE_NONE && list->today < asset->valid_from;
        na_html_text(html, ". ");
        na_html_open(html, "strong");
        put_day(html, early ? "NOT BEFORE " : "ENDED ",
                early ? asset->valid_from : asset->valid_to);
        na_html_close(html);
    } else {
        put_day(html, ", until ", asset->valid_to);
    }
    if (asset->opening_hours[0] != '\0') {
        na_html_text(html, ". Open ");
        na_html_text(html, asset->opening_hours);
    }
    na_html_close(html);
}

static void put_checked(struct na_html *html, const struct na_list *list,
                        const struct na_asset *asset)
{
    int64_t stale_days = na_snapshot_info(list->snapshot)->stale_days;
    na_html_open(html, "td");
    if (asset->last_checked == NA_DATE_NONE) {
        na_html_leaf(html, "strong", NULL, "NEVER");
    } else {
        put_day(html, "", asset->last_checked);
        if ((int64_t)list->today - asset->last_checked > stale_days) {
            na_html_text(html, " ");
            na_html_leaf(html, "strong", NULL, "STALE");
        }
    }
    na_html_close(html);
}

/* Who opens it and how; never the code. */
static void put_access(struct na_html *html, const struct na_asset *asset)
{
    char lock[NA_LOCK_TEXT];
    na_lock_text(asset, lock);
    const char *note = strcmp(lock, asset->access) != 0 ? asset->access : "";
    const char *text = "";
    if (asset->locked == NA_LOCKED_YES) {
        text = lock[0] != '\0' ? "Locked: " : "Locked, and nobody to ask is known";
    } else if (asset->locked == NA_LOCKED_NO) {
        text = "Not locked";
    } else if (note[0] == '\0') {
        text = "Not known";
    }
    na_html_open(html, "td");
    na_html_text(html, text);
    na_html_text(html, lock);
    na_html_text(html, text[0] != '\0' && note[0] != '\0' ? ". " : "");
    na_html_text(html, note);
    na_html_close(html);
}

static void put_where(struct na_html *html, const struct na_asset *asset)
{
    na_html_open(html, "td");
    na_html_text(html, asset->siting);
    if (asset->w3w[0] != '\0') {
        na_html_text(html, asset->siting[0] != '\0' ? " " : "");
        na_html_open_class(html, "span", "w3w");
        na_html_textf(html, "what3words %.100s", asset->w3w);
        na_html_close(html);
    }
    na_html_close(html);
}

static void put_asset(struct na_html *html, const struct na_list *list,
                      const struct na_list_row *row)
{
    struct na_asset asset;
    na_snapshot_asset(list->snapshot, row->asset, &asset);
    na_html_open(html, "tr");
    na_html_attribute(html, "data-id", asset.id);
    na_html_open(html, "th");
    na_html_attribute(html, "scope", "row");
    na_html_leaf(html, "span", "name", asset.name);
    /* Many addresses end with it. */
    const char *postcode = strstr(asset.address, asset.postcode) == NULL ? asset.postcode : "";
    if (asset.address[0] != '\0' || asset.postcode[0] != '\0') {
        na_html_open_class(html, "span", "address");
        na_html_text(html, asset.address);
        na_html_text(html, asset.address[0] != '\0' && postcode[0] != '\0' ? ", " : "");
        na_html_text(html, postcode);
        na_html_close(html);
    }
    na_html_close(html);
    put_where(html, &asset);
    put_access(html, &asset);
    put_status(html, list, &asset);
    put_checked(html, list, &asset);
    na_html_close(html);
}

static void put_ward(struct na_html *html, const struct na_list_row *row)
{
    na_html_open(html, "tr");
    na_html_open_class(html, "th", "ward");
    na_html_attribute(html, "colspan", COLUMNS);
    na_html_attribute(html, "scope", "rowgroup");
    if (row->ward[0] != '\0') {
        na_html_text(html, row->ward);
        na_html_text(html, row->authority[0] != '\0' ? ", " : "");
        na_html_text(html, row->authority);
    } else if (row->place[0] != '\0') {
        na_html_text(html, "In no ward, near ");
        na_html_text(html, row->place);
    } else {
        na_html_text(html, "In no ward");
    }
    na_html_close(html);
    na_html_close(html);
}

static bool same_ward(const struct na_list_row *a, const struct na_list_row *b)
{
    return strcmp(a->ward, b->ward) == 0 && strcmp(a->authority, b->authority) == 0 &&
           strcmp(a->place, b->place) == 0;
}

static void put_headings(struct na_html *html)
{
    na_html_open(html, "thead");
    na_html_open(html, "tr");
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        na_html_open(html, "th");
        na_html_attribute(html, "scope", "col");
        na_html_text(html, headings[i]);
        na_html_close(html);
    }
    na_html_close(html);
    na_html_close(html);
}

/* The rows [from, end) are of one kind. */
static void put_kind(struct na_html *html, const struct na_list *list, size_t from, size_t end)
{
    na_html_open_class(html, "section", "kind");
    na_html_open(html, "h2");
    na_html_kind(html, list->snapshot, list->rows[from].kind);
    na_html_textf(html, " (%zu)", end - from);
    na_html_close(html);
    na_html_open(html, "table");
    put_headings(html);
    for (size_t i = from; i < end; i++) {
        bool first = i == from || !same_ward(&list->rows[i - 1], &list->rows[i]);
        if (first) {
            na_html_open(html, "tbody");
            put_ward(html, &list->rows[i]);
        }
        put_asset(html, list, &list->rows[i]);
        if (i + 1 == end || !same_ward(&list->rows[i], &list->rows[i + 1])) {
            na_html_close(html);
        }
    }
    na_html_close(html);
    na_html_close(html);
}

static void put_kinds(struct na_html *html, const struct na_list *list)
{
    for (size_t from = 0; from < list->count;) {
        size_t end = from + 1;
        while (end < list->count && list->rows[end].group == list->rows[from].group) {
            end++;
        }
        put_kind(html, list, from, end);
        from = end;
    }
}

static void put_intro(struct na_html *html, const struct na_list *list)
{
    na_html_open(html, "header");
    na_render_page_bands(html, list->snapshot, list->today);
    na_html_leaf(html, "h1", NULL,
                 list->snapshot != NULL ? na_snapshot_info(list->snapshot)->title : "nearaid");
    na_html_open_class(html, "p", "as-at");
    put_day(html, "List as at ", list->today);
    na_html_textf(html, ", %zu entries", list->count);
    if (list->vintage[0] != '\0') {
        na_html_textf(html, ", by wards of %.60s", list->vintage);
    }
    na_html_text(html, ". Print it, and print it again when the data change.");
    na_html_close(html);
    na_html_open_class(html, "p", "back");
    na_html_open(html, "a");
    na_html_attribute(html, "href", "/");
    na_html_text(html, "Back to the search");
    na_html_close(html);
    na_html_close(html);
    na_html_close(html);
}

enum na_code na_render_list(const struct na_list *list, struct na_buffer *to)
{
    struct na_html html;
    na_html_init(&html, to);
    na_html_doctype(&html);
    na_html_open(&html, "html");
    na_html_attribute(&html, "lang", "en-GB");
    put_head(&html, list->snapshot != NULL ? na_snapshot_info(list->snapshot)->title : "nearaid");
    na_html_open(&html, "body");
    put_intro(&html, list);
    na_html_open(&html, "main");
    put_kinds(&html, list);
    if (list->snapshot != NULL && list->count == 0) {
        na_html_leaf(&html, "p", NULL, "The data have no assets.");
    }
    na_html_close(&html);
    na_html_open(&html, "footer");
    na_render_page_foot(&html, list->snapshot);
    na_html_close(&html);
    na_html_close(&html);
    na_html_close(&html);
    return na_html_finish(&html);
}
