/* Links of the features to each other: whole URLs where the request says where it was sent, as QGIS
 * wants them, else paths. */
#include <stdio.h>
#include <string.h>

#include "features/private.h"

/* RFC 3986 section 2.3: what needs no escape anywhere. */
static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

/* A URL that grows; what does not fit is left out, which no name of the limits of packs reaches. */
struct url {
    char *to;
    size_t used;
};

static void put(struct url *url, const char *text)
{
    int more = snprintf(url->to + url->used, NA_FEATURES_URL - url->used, "%s", text);
    size_t length = more > 0 ? (size_t)more : 0;
    url->used = length < NA_FEATURES_URL - url->used ? url->used + length : NA_FEATURES_URL - 1;
}

static void put_escaped(struct url *url, const char *text)
{
    for (; *text != '\0'; text++) {
        char piece[4] = {*text, '\0'};
        if (!is_unreserved(*text)) {
            (void)snprintf(piece, sizeof piece, "%%%02X", (unsigned char)*text);
        }
        put(url, piece);
    }
}

static struct url begin(const char *base, const char *id, const char *part, const char *feature,
                        char *to)
{
    struct url url = {to, 0};
    to[0] = '\0';
    put(&url, base != NULL ? base : "");
    put(&url, "/collections");
    if (id != NULL) {
        put(&url, "/");
        put_escaped(&url, id);
    }
    if (part != NULL) {
        put(&url, "/");
        put(&url, part);
    }
    if (feature != NULL) {
        put(&url, "/");
        put_escaped(&url, feature);
    }
    return url;
}

void na_features_url(const char *base, const char *id, const char *part, const char *feature,
                     char ret_url[NA_FEATURES_URL])
{
    (void)begin(base, id, part, feature, ret_url);
}

void na_features_page_url(const struct na_asking *asking, const char *id, uint32_t offset,
                          char ret_url[NA_FEATURES_URL])
{
    struct url url = begin(asking->base, id, "items", NULL, ret_url);
    const char *mark = "?";
    for (size_t i = 0; i < asking->count; i++) {
        if (strcmp(asking->params[i].name, "offset") == 0) {
            continue;
        }
        put(&url, mark);
        put_escaped(&url, asking->params[i].name);
        put(&url, "=");
        put_escaped(&url, asking->params[i].value);
        mark = "&";
    }
    if (offset > 0) {
        char text[32];
        (void)snprintf(text, sizeof text, "%soffset=%lu", mark, (unsigned long)offset);
        put(&url, text);
    }
}

void na_link_write(struct na_json *json, const char *rel, const char *type, const char *title,
                   const char *url)
{
    na_json_object_begin(json);
    na_json_name(json, "href");
    na_json_text(json, url);
    na_json_name(json, "rel");
    na_json_text(json, rel);
    na_json_name(json, "type");
    na_json_text(json, type);
    na_json_name(json, "title");
    na_json_text(json, title);
    na_json_object_end(json);
}
