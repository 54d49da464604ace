/* http/negotiate.h - Accept, Accept-Encoding and If-None-Match (RFC 9110 sections 12 and 13). Pure;
 * any thread. */
#ifndef NA_HTTP_NEGOTIATE_H
#define NA_HTTP_NEGOTIATE_H

#include <stdbool.h>

/* How welcome media type `type` ("application/json") is, 0 (not at all) to 1000; of the ranges that
 * match it the most specific counts. An empty header welcomes everything. */
int na_accept_quality(const char *accept, const char *type);
/* May the answer be gzipped: gzip (or *) named with a q over 0. An empty header: no. */
bool na_accept_gzip(const char *accept_encoding);
/* Is it *, which any answer there is matches? */
bool na_etag_any(const char *if_none_match);
/* Does the list hold `etag` (quoted) or a weak spelling of it? An empty list: no. */
bool na_etag_listed(const char *if_none_match, const char *etag);

#endif
