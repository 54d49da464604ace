/* http/etag.h - entity tags. */
#ifndef NA_HTTP_ETAG_H
#define NA_HTTP_ETAG_H

#include <stdbool.h>
#include <stdint.h>

#include "http/exchange.h"
#include "question/ask.h"

/* What a representation is made of besides the data. */
struct na_etag_made {
    const char *target;
    const char *base; /* of its links; "" without */
    enum na_format format;
    int32_t today;
    bool gzip;
    bool sees_codes; /* it says more, as who asks may see codes */
};

/* The tag of a representation of this snapshot (NULL: one that depends on the program alone);
 * quoted; at most 39 bytes. */
void na_etag_make(const struct na_snapshot *snapshot, const struct na_etag_made *made,
                  char ret_etag[40]);

/* The tag of what the answer's body holds now, sent with that encoding; at most 39 bytes. False: no
 * memory. */
bool na_etag_of_body(const struct na_http_response *response, bool gzip, char ret_etag[40]);

#endif
