/* R1: links. The pin of a link is where somebody pointed, its view only where the map was looking:
 * the first is a position, the second an offer. A short link holds none and is never followed. */
#include <string.h>

#include "base/text.h"
#include "locate/figures.h"

#define LINK_MAX NA_SAID_BYTES_MAX

/* A link with its escapes undone. */
struct link {
    char text[LINK_MAX + 1];
    size_t length;
};

static int hex_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Undo %XX once, in place; a '+' that is no sign becomes a blank when `pluses`. */
static void unescape(struct link *link)
{
    size_t to = 0;
    for (size_t at = 0; at < link->length; at++) {
        char c = link->text[at];
        int high = c == '%' && at + 2 < link->length ? hex_of(link->text[at + 1]) : -1;
        int low = high >= 0 ? hex_of(link->text[at + 2]) : -1;
        if (low >= 0 && high * 16 + low >= 0x20) {
            c = (char)(high * 16 + low);
            at += 2;
        }
        link->text[to++] = c;
    }
    link->length = to;
    link->text[to] = '\0';
}

static void blank_pluses(struct link *link)
{
    for (size_t at = 1; at < link->length; at++) {
        char next = at + 1 < link->length ? link->text[at + 1] : '\0';
        bool sign = strchr("=,~@/", link->text[at - 1]) != NULL && next != '-' && next != '+';
        link->text[at] = link->text[at] == '+' && !sign ? ' ' : link->text[at];
    }
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Read a piece of a link as degrees of any form. */
static bool read_piece(const char *text, size_t length, struct na_said *aside,
                       struct na_figures *ret_figures)
{
    *ret_figures = (struct na_figures){.count = 0};
    if (length == 0 || !na_said_read((struct na_str){text, length}, aside)) {
        return false;
    }
    na_figures_of_degrees(aside, ret_figures);
    return ret_figures->count > 0 || ret_figures->fault != NA_FAULT_NONE;
}

/* The value of a key in the query or the fragment; NULL without. */
static const char *value_of(const struct link *link, const char *key, size_t *ret_length)
{
    size_t length = strlen(key);
    for (const char *at = link->text; (at = strstr(at, key)) != NULL; at++) {
        bool starts = at > link->text && strchr("?&#;", at[-1]) != NULL;
        if (starts && at[length] == '=') {
            *ret_length = strcspn(at + length + 1, "&#");
            return at + length + 1;
        }
    }
    return NULL;
}

/* "!3d54.6!4d-1.2", the last of them. */
static bool read_data(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    const char *pin = NULL;
    for (const char *at = link->text; (at = strstr(at, "!3d")) != NULL; at++) {
        pin = strstr(at, "!4d") != NULL ? at : pin;
    }
    if (pin == NULL) {
        return false;
    }
    const char *second = strstr(pin, "!4d");
    char pair[96];
    size_t a = strcspn(pin + 3, "!");
    size_t b = strcspn(second + 3, "!?&#/");
    if (a + b + 2 > sizeof pair || a == 0 || b == 0) {
        return false;
    }
    memcpy(pair, pin + 3, a);
    pair[a] = ',';
    memcpy(pair + a + 1, second + 3, b);
    return read_piece(pair, a + b + 1, aside, figures);
}

static bool read_marker(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    char pair[96];
    size_t a = 0;
    size_t b = 0;
    const char *lat = value_of(link, "mlat", &a);
    const char *lon = value_of(link, "mlon", &b);
    if (lat == NULL || lon == NULL || a == 0 || b == 0 || a + b + 1 > sizeof pair) {
        return false;
    }
    memcpy(pair, lat, a);
    pair[a] = ',';
    memcpy(pair + a + 1, lon, b);
    return read_piece(pair, a + b + 1, aside, figures);
}

static bool read_keys(const struct link *link, const char *const *keys, struct na_said *aside,
                      struct na_figures *figures)
{
    for (; *keys != NULL; keys++) {
        size_t length = 0;
        const char *value = value_of(link, *keys, &length);
        /* "loc:54.6,-1.2" and "54.6~-1.2" are pairs, too. */
        char text[LINK_MAX + 1];
        if (value == NULL) {
            continue;
        }
        memcpy(text, value, length);
        for (size_t i = 0; i < length; i++) {
            text[i] = text[i] == '~' ? ',' : text[i];
        }
        if (read_piece(text, length, aside, figures)) {
            return true;
        }
    }
    return false;
}

/* "/place/54.6,-1.2/", "/search/54.6,-1.2". */
static bool read_path(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    static const char *const parts[] = {"/place/", "/search/", "/dir//", "here.com/l/", NULL};
    for (size_t i = 0; parts[i] != NULL; i++) {
        const char *at = strstr(link->text, parts[i]);
        if (at != NULL && read_piece(at + strlen(parts[i]), strcspn(at + strlen(parts[i]), "/?#"),
                                     aside, figures)) {
            return true;
        }
    }
    return false;
}

/* "@54.6,-1.2,17z" and "#map=18/54.6/-1.2". */
static bool read_view(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    static const char *const keys[] = {"cp", "center", "sll", NULL};
    const char *at = strchr(link->text, '@');
    if (at != NULL && read_piece(at + 1, strcspn(at + 1, "z?&#/"), aside, figures)) {
        return true;
    }
    size_t length = 0;
    const char *map = value_of(link, "map", &length);
    const char *zoom = map != NULL ? memchr(map, '/', length) : NULL;
    if (zoom != NULL && read_piece(zoom + 1, length - (size_t)(zoom - map) - 1, aside, figures)) {
        return true;
    }
    return read_keys(link, keys, aside, figures);
}

/* geo:lat,lon[,height][;crs=...][;u=...][?q=...] (RFC 5870; q as telephones write it). */
static bool read_geo(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    static const char *const keys[] = {"q", NULL};
    const char *crs = strstr(link->text, ";crs=");
    if (!begins(link->text, "geo:")) {
        return false;
    }
    if (crs != NULL && !begins(crs + 5, "wgs84")) {
        na_figures_fail(figures, NA_FAULT_CRS);
        return true;
    }
    if (read_keys(link, keys, aside, figures)) {
        return true;
    }
    const char *start = link->text + 4;
    return read_piece(start, strcspn(start, "?"), aside, figures);
}

/* Any link that names its numbers: "?lat=54.6&lon=-1.2". */
static bool read_named(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    const char *query = strpbrk(link->text, "?#");
    return query != NULL && read_piece(query, strlen(query), aside, figures);
}

static void read_link(const struct link *link, struct na_said *aside, struct na_figures *figures)
{
    static const char *const pins[] = {"q",    "query",       "daddr", "destination", "ll",
                                       "cbll", "coordinates", "loc",   "where1",      NULL};
    struct na_figures found = {.count = 0};
    bool pin = read_geo(link, aside, &found) || read_data(link, aside, &found) ||
               read_marker(link, aside, &found) || read_keys(link, pins, aside, &found) ||
               read_path(link, aside, &found);
    bool view = !pin && read_view(link, aside, &found);
    if (!pin && !view && !read_named(link, aside, &found)) {
        na_figures_fail(figures, NA_FAULT_LINK);
        return;
    }
    if (found.fault != NA_FAULT_NONE) {
        na_figures_fail(figures, found.fault);
    }
    for (size_t i = 0; i < found.count; i++) {
        struct na_figure *figure = &found.list[i];
        figure->offered = figure->offered || view;
        figure->why = view ? "The view of a map link: only where the map was looking"
                           : "The pin of a map link";
        na_figures_add(figures, figure);
    }
}

/* Does a link begin at byte `at`? */
static bool begins_link(const struct na_said *said, size_t at)
{
    const char *text = said->plain + at;
    bool edge =
        at == 0 || !((text[-1] >= 'a' && text[-1] <= 'z') || (text[-1] >= '0' && text[-1] <= '9'));
    if (!edge) {
        return false;
    }
    if (begins(text, "http://") || begins(text, "https://") || begins(text, "www.") ||
        begins(text, "geo:")) {
        return true;
    }
    /* "maps.app.goo.gl/...", "google.com/maps/...": a host and a path. */
    size_t host = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789.-");
    const char *dot = memchr(text, '.', host);
    return text[host] == '/' && dot != NULL && host >= 5 && dot > text &&
           (memcmp(text, "maps.", 5) == 0 || strstr(text, "/maps") != NULL);
}

/* Stored words in a link are read by those who read words. */
static bool is_of_words(const char *text)
{
    size_t length = strcspn(text, " \n");
    const char *at = strstr(text, "w3w.co/");
    const char *whole = strstr(text, "what3words.com/");
    return (at != NULL && (size_t)(at - text) < length) ||
           (whole != NULL && (size_t)(whole - text) < length);
}

void na_figures_of_links(struct na_said *said, struct na_said *aside, struct na_figures *figures)
{
    struct link link;
    for (size_t at = 0; at < said->length; at++) {
        if (!begins_link(said, at) || is_of_words(said->plain + at)) {
            continue;
        }
        size_t end = at + strcspn(said->plain + at, " \n");
        link.length = end - at < LINK_MAX ? end - at : LINK_MAX;
        memcpy(link.text, said->plain + at, link.length);
        unescape(&link);
        blank_pluses(&link);
        unescape(&link);
        read_link(&link, aside, figures);
        memset(said->taken + at, 1, end - at);
        at = end;
    }
}
