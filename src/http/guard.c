/* Checks the target, the framing and the host of a request, in that order. What a proxy may read
 * otherwise than we do is refused, even where the standard would let it pass. */
#include "http/guard.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/text.h"

/* A Host value without its port: "[::1]:8080" gives "::1". False if it is not of the form. */
static bool split_host(const char *value, char *ret_name, size_t size, bool *ret_bracketed)
{
    struct na_str host = na_str_trim(na_str_of(value));
    struct na_str name = host;
    size_t after = 0;
    *ret_bracketed = host.length > 0 && host.bytes[0] == '[';
    if (*ret_bracketed) {
        const char *end = memchr(host.bytes, ']', host.length);
        if (end == NULL) {
            return false;
        }
        name = (struct na_str){host.bytes + 1, (size_t)(end - host.bytes) - 1};
        after = name.length + 2;
    } else {
        const char *colon = memchr(host.bytes, ':', host.length);
        name.length = colon != NULL ? (size_t)(colon - host.bytes) : host.length;
        after = name.length;
    }
    if (after < host.length) {
        int64_t port;
        struct na_str text = {host.bytes + after + 1, host.length - after - 1};
        if (host.bytes[after] != ':' || !na_integer_parse(text, 0, 65535, &port)) {
            return false;
        }
    }
    if (name.length == 0 || memchr(name.bytes, '\0', name.length) != NULL) {
        return false;
    }
    return na_text_copy_str(ret_name, size, name);
}

/* A numeric name cannot be rebound to us by somebody else's DNS, but may be another machine's. */
static bool own_address(const struct na_guard *guard, const char *name, bool bracketed)
{
    unsigned char wanted[sizeof(struct in6_addr)];
    unsigned char mine[sizeof(struct in6_addr)];
    int family = bracketed ? AF_INET6 : AF_INET;
    size_t size = bracketed ? sizeof(struct in6_addr) : sizeof(struct in_addr);
    if (inet_pton(family, name, wanted) != 1) {
        return false;
    }
    if (guard->any_address || (!bracketed && wanted[0] == 127) ||
        (bracketed && memcmp(wanted, &in6addr_loopback, size) == 0)) {
        return true;
    }
    return inet_pton(family, guard->listen_address, mine) == 1 && memcmp(wanted, mine, size) == 0;
}

static enum na_code check_host(const struct na_guard *guard, const struct na_http_request *request,
                               struct na_error *reterr)
{
    const struct na_http_headers *headers = &request->headers;
    if (headers->host_count > 1) {
        return na_fail(reterr, NA_ERR_REQUEST, "The Host header is given more than once");
    }
    if (headers->host_count == 0) {
        return request->version_1_0 ? NA_OK
                                    : na_fail(reterr, NA_ERR_REQUEST, "The Host header is missing");
    }
    char name[256];
    bool bracketed;
    if (!split_host(headers->host, name, sizeof name, &bracketed)) {
        return na_fail(reterr, NA_ERR_REQUEST,
                       "The Host header is not of the form NAME or "
                       "NAME:PORT");
    }
    if (own_address(guard, name, bracketed) || na_text_same_fold(name, "localhost")) {
        return NA_OK;
    }
    for (size_t i = 0; i < guard->host_count; i++) {
        if (na_text_same_fold(name, guard->hosts[i])) {
            return NA_OK;
        }
    }
    enum na_code code = na_fail(reterr, NA_ERR_HOST, "This server is not known by that name");
    return na_fail_at(reterr, code, NULL, 0, "Host",
                      "start it with --host NAME for each name it is reached by");
}

static enum na_code check_target(const struct na_http_request *request, struct na_error *reterr)
{
    if (request->target_too_long) {
        return na_fail(reterr, NA_ERR_URI_SIZE, "The request target is longer than %d bytes",
                       NA_TARGET_LIMIT);
    }
    if (request->target[0] != '/') {
        return na_fail(reterr, NA_ERR_REQUEST, "The request target must begin with /");
    }
    for (const char *c = request->target; *c != '\0'; c++) {
        if (*c <= 0x20 || *c >= 0x7F || *c == '#') {
            return na_fail(reterr, NA_ERR_REQUEST,
                           "The request target holds a character that must be %%-escaped");
        }
        if (c[0] == '%' && c[1] == '0' && c[2] == '0') {
            return na_fail(reterr, NA_ERR_REQUEST, "The request target holds %%00");
        }
    }
    return NA_OK;
}

/* Chunks are read by libmicrohttpd, which is lenient about them; only where a body's length is not
 * known before it ends are they worth that. The connection is closed after the answer, so that what
 * another program may take for a further request is never read. */
static bool takes_chunks(const struct na_http_request *request)
{
    const struct na_http_headers *headers = &request->headers;
    return request->streamed && !request->version_1_0 && headers->transfer_encoding_count == 1 &&
           na_text_same_fold(headers->transfer_encoding, "chunked");
}

/* RFC 9112 section 6: a body of unclear length is how requests are smuggled past a proxy. */
static enum na_code check_framing(const struct na_guard *guard,
                                  const struct na_http_request *request, struct na_error *reterr)
{
    const struct na_http_headers *headers = &request->headers;
    if (headers->malformed) {
        return na_fail(reterr, NA_ERR_REQUEST, "A header's name is malformed");
    }
    if (headers->transfer_encoding_count > 0 && headers->content_length_count > 0) {
        return na_fail(reterr, NA_ERR_REQUEST,
                       "Content-Length and Transfer-Encoding are both given");
    }
    if (headers->transfer_encoding_count > 0) {
        return takes_chunks(request)
                   ? NA_OK
                   : na_fail(reterr, NA_ERR_LENGTH, "Transfer-Encoding is not accepted");
    }
    if (headers->content_length_count > 1) {
        return na_fail(reterr, NA_ERR_REQUEST, "Content-Length is given more than once");
    }
    if (headers->content_length_count == 0) {
        return request->method == NA_METHOD_POST
                   ? na_fail(reterr, NA_ERR_LENGTH, "A POST needs a Content-Length")
                   : NA_OK;
    }
    const char *length = headers->content_length;
    size_t digits = strlen(length);
    if (digits == 0 || digits > 18 || strspn(length, "0123456789") != digits) {
        return na_fail(reterr, NA_ERR_REQUEST, "Content-Length is not a plain number");
    }
    int64_t bytes = 0;
    if (!na_integer_parse(na_str_of(length), 0, INT64_MAX, &bytes)) {
        return na_fail(reterr, NA_ERR_REQUEST, "Content-Length is not a plain number");
    }
    if (bytes > 0 && request->method != NA_METHOD_POST) {
        return na_fail(reterr, NA_ERR_REQUEST, "Only a POST may have a body");
    }
    uint64_t limit = request->streamed ? guard->batch_limit : guard->body_limit;
    if ((uint64_t)bytes > limit) {
        return na_fail(reterr, NA_ERR_BODY_SIZE, "The body is longer than %llu bytes",
                       (unsigned long long)limit);
    }
    return NA_OK;
}

enum na_code na_guard_check(const struct na_guard *guard, const struct na_http_request *request,
                            struct na_error *reterr)
{
    enum na_code code = check_target(request, reterr);
    if (code == NA_OK) {
        code = check_framing(guard, request, reterr);
    }
    if (code == NA_OK) {
        code = check_host(guard, request, reterr);
    }
    return code;
}
