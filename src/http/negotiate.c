/* Readers of three header fields that are lists. A weight or a piece that is not understood counts
 * as nothing: the plain answer is always safe. Comparing costs no memory. */
#include "http/negotiate.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* The next piece of a list, trimmed; *list moves after it. False at the end. Commas within quotes
 * do not part: none of the headers read here has a comma in a quoted text we would use. */
static bool next_piece(const char **list, char separator, struct na_str *ret_piece)
{
    while (**list != '\0') {
        const char *end = strchr(*list, separator);
        size_t length = end != NULL ? (size_t)(end - *list) : strlen(*list);
        *ret_piece = na_str_trim((struct na_str){*list, length});
        *list += length + (end != NULL ? 1 : 0);
        if (ret_piece->length > 0) {
            return true;
        }
    }
    return false;
}

static bool same_fold(struct na_str a, const char *b)
{
    if (a.length != strlen(b)) {
        return false;
    }
    for (size_t i = 0; i < a.length; i++) {
        if (na_ascii_lower(a.bytes[i]) != na_ascii_lower(b[i])) {
            return false;
        }
    }
    return true;
}

/* In thousandths; one not understood is 0: better the plain answer than one the client did not ask
 * for. ".2" is no weight by RFC 9110, but Java's own client sends it with every request. */
static int parse_weight(struct na_str text)
{
    double weight = 0;
    const char *point = text.length > 0 ? memchr(text.bytes, '.', text.length) : NULL;
    size_t whole = point != NULL ? (size_t)(point - text.bytes) : text.length;
    size_t fraction = point != NULL ? text.length - whole - 1 : 1;
    bool good = whole <= 1 && fraction >= 1 && fraction <= 3 && na_number_parse(text, &weight) &&
                weight >= 0 && weight <= 1;
    return good ? (int)(weight * 1000 + 0.5) : 0;
}

/* Split "gzip;q=0.5" into its name and its weight in thousandths. */
static struct na_str split_weight(struct na_str piece, int *ret_weight)
{
    *ret_weight = 1000;
    const char *semicolon = memchr(piece.bytes, ';', piece.length);
    if (semicolon == NULL) {
        return piece;
    }
    struct na_str name = {piece.bytes, (size_t)(semicolon - piece.bytes)};
    for (const char *c = semicolon; c != NULL;) {
        struct na_str rest = {c + 1, (size_t)(piece.bytes + piece.length - c) - 1};
        const char *next = memchr(rest.bytes, ';', rest.length);
        struct na_str parameter = rest;
        parameter.length = next != NULL ? (size_t)(next - rest.bytes) : rest.length;
        parameter = na_str_trim(parameter);
        if (parameter.length >= 2 && na_ascii_lower(parameter.bytes[0]) == 'q' &&
            parameter.bytes[1] == '=') {
            *ret_weight = parse_weight((struct na_str){parameter.bytes + 2, parameter.length - 2});
        }
        c = next;
    }
    return na_str_trim(name);
}

/* 3: the type itself, 2: its main type and a star, 1: any, 0: no match. */
static int specificity(struct na_str range, const char *type)
{
    if (same_fold(range, type)) {
        return 3;
    }
    if (na_str_is(range, "*/*")) {
        return 1;
    }
    size_t main_length = strcspn(type, "/") + 1;
    bool star = range.length == main_length + 1 && range.bytes[main_length] == '*';
    if (!star) {
        return 0;
    }
    for (size_t i = 0; i < main_length; i++) {
        if (na_ascii_lower(range.bytes[i]) != type[i]) {
            return 0;
        }
    }
    return 2;
}

int na_accept_quality(const char *accept, const char *type)
{
    struct na_str piece;
    int best = 0;
    int quality = accept[0] == '\0' ? 1000 : 0;
    while (next_piece(&accept, ',', &piece)) {
        int weight;
        struct na_str range = split_weight(piece, &weight);
        int match = specificity(range, type);
        if (match > best) {
            best = match;
            quality = weight;
        }
    }
    return quality;
}

bool na_accept_gzip(const char *accept_encoding)
{
    struct na_str piece;
    int any = 0;
    int gzip = -1;
    while (next_piece(&accept_encoding, ',', &piece)) {
        int weight;
        struct na_str name = split_weight(piece, &weight);
        if (same_fold(name, "gzip") || same_fold(name, "x-gzip")) {
            gzip = weight;
        } else if (na_str_is(name, "*")) {
            any = weight;
        }
    }
    return gzip >= 0 ? gzip > 0 : any > 0;
}

bool na_etag_any(const char *if_none_match)
{
    return na_str_is(na_str_trim(na_str_of(if_none_match)), "*");
}

bool na_etag_listed(const char *if_none_match, const char *etag)
{
    struct na_str piece;
    while (next_piece(&if_none_match, ',', &piece)) {
        if (piece.length > 2 && memcmp(piece.bytes, "W/", 2) == 0) {
            piece.bytes += 2;
            piece.length -= 2;
        }
        if (na_str_is(piece, etag)) {
            return true;
        }
    }
    return false;
}
