/* http/etag.h - entity tags. */
#ifndef NA_HTTP_ETAG_H
#define NA_HTTP_ETAG_H

#include <stdbool.h>
#include <stdint.h>

#include "http/exchange.h"
#include "question/ask.h"

/* The tag of the representation that `target` has with this snapshot (NULL: one that depends on the
 * program alone), base of its links ("" without), format, day and encoding; quoted; at most 39
 * bytes. */
void na_etag_make(const struct na_snapshot *snapshot, const char *target, const char *base,
                  enum na_format format, int32_t today, bool gzip, char ret_etag[40]);

/* The tag of what the answer's body holds now, sent with that encoding; at most 39 bytes. False: no
 * memory. */
bool na_etag_of_body(const struct na_http_response *response, bool gzip, char ret_etag[40]);

#endif
