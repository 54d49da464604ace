/* Reads the text once into a flat list of nodes, each with the number of the next one beside it. */
#include "geo/wkt.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

struct reader {
    const char *text;
    size_t length;
    size_t at;
    struct na_wkt *wkt;
};

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->length && is_space(reader->text[reader->at])) {
        reader->at++;
    }
}

/* The next byte that is not white space, or NUL at the end. */
static char peek(struct reader *reader)
{
    skip_space(reader);
    return reader->at < reader->length ? reader->text[reader->at] : '\0';
}

static bool read_quoted(struct reader *reader, struct na_str *ret_text)
{
    size_t start = ++reader->at;
    while (reader->at < reader->length) {
        if (reader->text[reader->at] != '"') {
            reader->at++;
        } else if (reader->at + 1 < reader->length && reader->text[reader->at + 1] == '"') {
            reader->at += 2; /* a quote inside is doubled */
        } else {
            *ret_text = (struct na_str){reader->text + start, reader->at - start};
            reader->at++;
            return true;
        }
    }
    return false;
}

static bool is_word_byte(char c)
{
    char lower = na_ascii_lower(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("+-._:", c) != NULL);
}

static bool read_word(struct reader *reader, struct na_str *ret_text)
{
    size_t start = reader->at;
    while (reader->at < reader->length && is_word_byte(reader->text[reader->at])) {
        reader->at++;
    }
    *ret_text = (struct na_str){reader->text + start, reader->at - start};
    return reader->at > start;
}

/* A value or word without its brackets; *ret_index is its node. */
static bool read_token(struct reader *reader, uint16_t *ret_index)
{
    struct na_wkt *wkt = reader->wkt;
    struct na_str text = {NULL, 0};
    bool quoted = peek(reader) == '"';
    if (wkt->count == NA_WKT_NODES_MAX ||
        !(quoted ? read_quoted(reader, &text) : read_word(reader, &text))) {
        return false;
    }
    *ret_index = (uint16_t)wkt->count;
    wkt->nodes[wkt->count++] = (struct na_wkt_node){text, NA_WKT_NONE, NA_WKT_NONE, quoted};
    return true;
}

static bool read_node(struct reader *reader, unsigned int depth, uint16_t *ret_index);

/* `[ node , node ... ]` after the word of node `parent`. */
static bool read_children(struct reader *reader, unsigned int depth, uint16_t parent)
{
    char close = reader->text[reader->at++] == '[' ? ']' : ')';
    uint16_t *link = &reader->wkt->nodes[parent].first;
    for (;;) {
        uint16_t child = NA_WKT_NONE;
        if (!read_node(reader, depth + 1, &child)) {
            return false;
        }
        *link = child;
        link = &reader->wkt->nodes[child].next;
        char c = peek(reader);
        reader->at++;
        if (c == close) {
            return true;
        }
        if (c != ',') {
            return false;
        }
    }
}

static bool read_node(struct reader *reader, unsigned int depth, uint16_t *ret_index)
{
    if (depth > NA_WKT_DEPTH_MAX || !read_token(reader, ret_index)) {
        return false;
    }
    char c = peek(reader);
    if (c != '[' && c != '(') {
        return true;
    }
    return !reader->wkt->nodes[*ret_index].quoted && read_children(reader, depth, *ret_index);
}

bool na_wkt_read(const char *text, size_t length, struct na_wkt *ret_wkt)
{
    if (length > NA_WKT_TEXT_MAX_BYTES) {
        return false;
    }
    while (length > 0 && text[length - 1] == '\0') {
        length--;
    }
    struct reader reader = {text, length, 0, ret_wkt};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        reader.at = 3;
    }
    ret_wkt->count = 0;
    uint16_t root = NA_WKT_NONE;
    return read_node(&reader, 0, &root) && ret_wkt->nodes[root].first != NA_WKT_NONE &&
           peek(&reader) == '\0' && reader.at == reader.length;
}

static const struct na_wkt_node *node_at(const struct na_wkt *wkt, uint16_t index)
{
    return index != NA_WKT_NONE ? &wkt->nodes[index] : NULL;
}

const struct na_wkt_node *na_wkt_first(const struct na_wkt *wkt, const struct na_wkt_node *at)
{
    return node_at(wkt, at->first);
}

const struct na_wkt_node *na_wkt_next(const struct na_wkt *wkt, const struct na_wkt_node *at)
{
    return node_at(wkt, at->next);
}

const struct na_wkt_node *na_wkt_child(const struct na_wkt *wkt, const struct na_wkt_node *at,
                                       unsigned int index)
{
    const struct na_wkt_node *child = na_wkt_first(wkt, at);
    for (; child != NULL && index > 0; index--) {
        child = na_wkt_next(wkt, child);
    }
    return child;
}

bool na_wkt_number(const struct na_wkt_node *at, double *ret_value)
{
    return at != NULL && !at->quoted && at->first == NA_WKT_NONE &&
           na_number_parse(at->text, ret_value);
}

/* The next letter or digit of `text` from *at, in lower case; NUL: no more. */
static char next_plain(struct na_str text, size_t *at)
{
    while (*at < text.length) {
        char c = na_ascii_lower(text.bytes[(*at)++]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            return c;
        }
    }
    return '\0';
}

bool na_wkt_same_name(struct na_str name, const char *wanted)
{
    struct na_str other = na_str_of(wanted);
    size_t i = 0;
    size_t j = 0;
    char c = '\0';
    do {
        c = next_plain(name, &i);
        if (c != next_plain(other, &j)) {
            return false;
        }
    } while (c != '\0');
    return true;
}
