/* Header fields that we read have a place each. A list that does not fit counts as not sent, and a
 * name that another program may read differently marks the request as malformed. Nothing is refused
 * here; the guard does that. */
#include "http/exchange.h"

#include <string.h>

#include "base/text.h"
#include "http/web.h"

/* Join a further value to a list header; one that does not fit empties the list, as if not sent. */
static void join(char *list, const char *value)
{
    size_t have = strlen(list);
    size_t more = strlen(value);
    if (have + more + 3 > NA_HEADER_LIST_BYTES) {
        list[0] = '\0';
        return;
    }
    if (have > 0) {
        memcpy(list + have, ", ", 2);
        have += 2;
    }
    memcpy(list + have, value, more + 1);
}

void na_http_headers_clear(struct na_http_headers *headers)
{
    headers->host = NULL;
    headers->content_length = NULL;
    headers->content_type = NULL;
    headers->content_encoding = NULL;
    headers->transfer_encoding = NULL;
    headers->authorization = NULL;
    headers->authorization_count = 0;
    headers->incident = NULL;
    headers->incident_count = 0;
    headers->forwarded_proto = NULL;
    headers->host_count = 0;
    headers->content_length_count = 0;
    headers->content_type_count = 0;
    headers->content_encoding_count = 0;
    headers->transfer_encoding_count = 0;
    headers->expects_continue = false;
    headers->malformed = false;
    headers->accept[0] = '\0';
    headers->accept_encoding[0] = '\0';
    headers->if_none_match[0] = '\0';
}

/* RFC 9110 section 5.6.2. A proxy before us may read another name, one with white space before the
 * colon above all, otherwise than we do. */
static bool is_token(const char *name)
{
    const char *c = name;
    while ((na_ascii_lower(*c) >= 'a' && na_ascii_lower(*c) <= 'z') || (*c >= '0' && *c <= '9') ||
           (*c != '\0' && strchr("!#$%&'*+-.^_`|~", *c) != NULL)) {
        c++;
    }
    return c != name && *c == '\0';
}

/* libmicrohttpd 0.9.75 joins a folded line (RFC 9112 section 5.2) to the header's name and forgets
 * it as its value: "Transfer-Encoding:" and " chunked" become a "Transfer-Encodingchunked" that
 * nobody heeds, but a proxy before us may have. No header's name begins with one of these. */
static bool is_folded(const char *name)
{
    static const char *const names[] = {"Host", "Content-Length", "Transfer-Encoding"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t length = strlen(names[i]);
        size_t same = 0;
        while (same < length && na_ascii_lower(name[same]) == na_ascii_lower(names[i][same])) {
            same++;
        }
        if (same == length && name[same] != '\0') {
            return true;
        }
    }
    return false;
}

void na_http_headers_add(struct na_http_headers *headers, const char *name, const char *value)
{
    if (na_text_same_fold(name, "Host")) {
        headers->host = value;
        headers->host_count++;
    } else if (na_text_same_fold(name, "Accept")) {
        join(headers->accept, value);
    } else if (na_text_same_fold(name, "Accept-Encoding")) {
        join(headers->accept_encoding, value);
    } else if (na_text_same_fold(name, "If-None-Match")) {
        join(headers->if_none_match, value);
    } else if (na_text_same_fold(name, "Content-Length")) {
        headers->content_length = value;
        headers->content_length_count++;
    } else if (na_text_same_fold(name, "Content-Type")) {
        headers->content_type = value;
        headers->content_type_count++;
    } else if (na_text_same_fold(name, "Transfer-Encoding")) {
        headers->transfer_encoding = value;
        headers->transfer_encoding_count++;
    } else if (na_text_same_fold(name, "Authorization")) {
        headers->authorization = headers->authorization_count++ == 0 ? value : NULL;
    } else if (na_text_same_fold(name, "X-Incident")) {
        headers->incident = headers->incident_count++ == 0 ? value : NULL;
    } else if (na_text_same_fold(name, "X-Forwarded-Proto")) {
        headers->forwarded_proto = value;
    } else if (na_text_same_fold(name, "Content-Encoding")) {
        headers->content_encoding = value;
        headers->content_encoding_count++;
    } else if (na_text_same_fold(name, "Expect")) {
        headers->expects_continue = na_text_same_fold(value, "100-continue");
    }
    headers->malformed = headers->malformed || !is_token(name) || is_folded(name);
}

enum na_method na_method_of(const char *name)
{
    static const struct {
        const char *name;
        enum na_method method;
    } methods[] = {{"GET", NA_METHOD_GET},
                   {"HEAD", NA_METHOD_HEAD},
                   {"POST", NA_METHOD_POST},
                   {"OPTIONS", NA_METHOD_OPTIONS}};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (strcmp(name, methods[i].name) == 0) {
            return methods[i].method;
        }
    }
    return NA_METHOD_OTHER;
}

size_t na_http_response_fields(const struct na_http_response *response,
                               struct na_http_field ret_fields[NA_HTTP_FIELDS])
{
    const struct na_http_field fields[] = {
        {"Content-Type", response->content_type},
        {"X-Content-Type-Options", "nosniff"},
        {"Cache-Control", response->cache_control},
        {"ETag", response->etag},
        {"Vary", response->vary},
        {"Allow", response->allow},
        {"WWW-Authenticate", response->authenticate},
        {"Content-Encoding", response->gzipped ? "gzip" : NULL},
        {"Content-Crs", response->content_crs},
        {"Nearaid-Batch", response->batch_tally},
        {"Nearaid-Table", response->batch_table},
        {"Retry-After", response->retry_after_s > 0 ? "5" : NULL},
        {"Connection", response->close ? "close" : NULL}};
    size_t count = 0;
    _Static_assert(sizeof fields / sizeof fields[0] + NA_WEB_HEADERS == NA_HTTP_FIELDS,
                   "there is room for each field");
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (fields[i].value != NULL && fields[i].value[0] != '\0') {
            ret_fields[count++] = fields[i];
        }
    }
    for (size_t i = 0; response->is_page && i < NA_WEB_HEADERS; i++) {
        ret_fields[count++] =
            (struct na_http_field){na_web_headers[i].name, na_web_headers[i].value};
    }
    return count;
}

const char *na_http_response_body(const struct na_http_response *response, size_t *ret_length)
{
    if (response->lent != NULL) {
        *ret_length = response->lent_length;
        return response->lent;
    }
    *ret_length = response->body.length;
    return response->body.data != NULL ? response->body.data : "";
}
