/* The collections as pages: the first look of anybody who was given the address. No script. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "features/private.h"
#include "page/html.h"
#include "question/session_state.h"

static void put_link(struct na_html *html, const char *url, const char *text)
{
    na_html_open(html, "a");
    na_html_attribute(html, "href", url);
    na_html_text(html, text);
    na_html_close(html);
}

static void put_part(struct na_html *html, const char *id, const char *part, const char *text)
{
    char url[NA_FEATURES_URL];
    na_features_url(NULL, id, part, NULL, url);
    put_link(html, url, text);
}

static void begin_page(struct na_html *html, const struct na_asking *asking, const char *title)
{
    const struct na_pack_info *info = na_snapshot_info(asking->session->snapshot);
    na_html_doctype(html);
    na_html_open(html, "html");
    na_html_attribute(html, "lang", "en-GB");
    na_html_open(html, "head");
    na_html_open(html, "meta");
    na_html_attribute(html, "charset", "utf-8");
    na_html_close(html);
    na_html_open(html, "meta");
    na_html_attribute(html, "name", "viewport");
    na_html_attribute(html, "content", "width=device-width, initial-scale=1");
    na_html_close(html);
    na_html_open(html, "title");
    na_html_textf(html, "%.200s: %.200s", info->title, title);
    na_html_close(html);
    na_html_open(html, "link");
    na_html_attribute(html, "rel", "stylesheet");
    na_html_attribute(html, "href", "/web/list.css");
    na_html_close(html);
    na_html_close(html);
    na_html_open(html, "body");
    if (info->indicative) {
        na_html_leaf(html, "p", "band", "Demonstration data: boundaries are indicative");
    }
    na_html_leaf(html, "h1", NULL, title);
}

static void end_page(struct na_html *html, const struct na_asking *asking)
{
    const struct na_pack_info *info = na_snapshot_info(asking->session->snapshot);
    na_html_open(html, "footer");
    na_html_leaf(html, "p", NULL, info->attribution);
    na_html_close(html);
    na_html_close(html);
    na_html_close(html);
}

static void put_headings(struct na_html *html, const char *const *headings, size_t count)
{
    na_html_open(html, "thead");
    na_html_open(html, "tr");
    for (size_t i = 0; i < count; i++) {
        na_html_open(html, "th");
        na_html_attribute(html, "scope", "col");
        na_html_text(html, headings[i]);
        na_html_close(html);
    }
    na_html_close(html);
    na_html_close(html);
}

static void put_days(struct na_html *html, const struct na_collection_extent *extent)
{
    char from[NA_DATE_TEXT];
    char to[NA_DATE_TEXT];
    na_date_format(from, extent->from);
    na_date_format(to, extent->to);
    if (from[0] == '\0' && to[0] == '\0') {
        na_html_text(html, "No dates given");
        return;
    }
    na_html_textf(html, "%s%s%s%s", from[0] != '\0' ? "from " : "", from,
                  to[0] != '\0' ? " to " : "", to);
}

static void put_row(struct na_html *html, const struct na_asking *asking,
                    const struct na_collection *collection)
{
    struct na_collection_extent extent;
    char text[NA_COLLECTION_ID];
    bool has = na_collection_extent(asking->session->snapshot, collection, &extent);
    na_collection_describe(collection, text);
    na_html_open(html, "tr");
    na_html_open(html, "th");
    na_html_attribute(html, "scope", "row");
    put_part(html, collection->id, NULL, collection->title);
    na_html_close(html);
    na_html_leaf(html, "td", NULL, text);
    na_html_open(html, "td");
    na_html_textf(html, "%lu", has ? (unsigned long)extent.count : 0UL);
    na_html_close(html);
    na_html_open(html, "td");
    if (has) {
        put_days(html, &extent);
    }
    na_html_close(html);
    na_html_open(html, "td");
    put_part(html, collection->id, "items", "Features as GeoJSON");
    na_html_close(html);
    na_html_close(html);
}

static void put_address(struct na_html *html, const struct na_asking *asking)
{
    na_html_open(html, "p");
    na_html_text(html, "In QGIS, choose Layer, Add Layer, Add WFS / OGC API - Features Layer, and "
                       "give this address: ");
    na_html_open(html, "code");
    na_html_textf(html, "%.900s/", asking->base != NULL ? asking->base : "");
    na_html_close(html);
    na_html_close(html);
}

enum na_code na_render_collections_page(const struct na_asking *asking, struct na_buffer *to)
{
    static const char *const headings[] = {"Collection", "What it holds", "Features", "Valid",
                                           "Data"};
    struct na_html html;
    struct na_collection collection;
    na_html_init(&html, to);
    begin_page(&html, asking, "Maps and lists in this pack");
    na_html_open(&html, "p");
    put_link(&html, "/", "The search page");
    na_html_text(&html, " · ");
    put_link(&html, "/list", "The list to print");
    na_html_text(&html, " · ");
    put_link(&html, "/api", "The interface, for programs");
    na_html_close(&html);
    put_address(&html, asking);
    na_html_open(&html, "main");
    na_html_open(&html, "table");
    put_headings(&html, headings, sizeof headings / sizeof headings[0]);
    na_html_open(&html, "tbody");
    for (size_t i = 0; na_collection_at(asking->session->snapshot, i, &collection); i++) {
        put_row(&html, asking, &collection);
    }
    na_html_close(&html);
    na_html_close(&html);
    na_html_close(&html);
    end_page(&html, asking);
    return na_html_finish(&html);
}

static void put_property(struct na_html *html, const struct na_properties *properties, size_t i)
{
    static const char *const types[] = {[NA_PROPERTY_TEXT] = "text",
                                        [NA_PROPERTY_DATE] = "a day, YYYY-MM-DD",
                                        [NA_PROPERTY_NUMBER] = "a number"};
    char name[NA_PROPERTY_NAME];
    enum na_property_type type = na_property_name(properties, i, name);
    na_html_open(html, "tr");
    na_html_open(html, "th");
    na_html_attribute(html, "scope", "row");
    na_html_text(html, name);
    na_html_close(html);
    na_html_leaf(html, "td", NULL, types[type]);
    na_html_close(html);
}

enum na_code na_render_collection_page(const struct na_asking *asking,
                                       const struct na_collection *collection,
                                       const struct na_properties *properties, struct na_buffer *to)
{
    static const char *const headings[] = {"Property", "What it is"};
    struct na_html html;
    char text[NA_COLLECTION_ID];
    na_html_init(&html, to);
    begin_page(&html, asking, collection->title);
    na_html_open(&html, "p");
    put_link(&html, "/collections", "All maps and lists");
    na_html_text(&html, " · ");
    put_part(&html, collection->id, "items", "The features as GeoJSON");
    na_html_text(&html, " · ");
    put_part(&html, collection->id, "queryables", "What they may be asked by, as JSON");
    na_html_close(&html);
    na_collection_describe(collection, text);
    na_html_leaf(&html, "p", NULL, text);
    put_address(&html, asking);
    na_html_open(&html, "main");
    na_html_open(&html, "table");
    put_headings(&html, headings, sizeof headings / sizeof headings[0]);
    na_html_open(&html, "tbody");
    for (size_t i = 0; i < na_properties_count(properties); i++) {
        put_property(&html, properties, i);
    }
    na_html_close(&html);
    na_html_close(&html);
    na_html_close(&html);
    end_page(&html, asking);
    return na_html_finish(&html);
}
