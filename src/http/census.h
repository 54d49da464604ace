/* http/census.h - how many connections there are, all together and from each address. */
#ifndef NA_HTTP_CENSUS_H
#define NA_HTTP_CENSUS_H

#include <stdbool.h>

#include <nearaid/error.h>

struct na_census;
struct sockaddr;

/* At most `total` connections, and at most `per_address` of one IPv4 address or one IPv6 /64. */
NA_MUST_USE enum na_code na_census_new(unsigned int total, unsigned int per_address,
                                       struct na_census **ret_census, struct na_error *reterr);
void na_census_free(struct na_census *census);
/* Count a connection in. False, and nothing counted, when a limit is reached. Any thread. */
bool na_census_enter(struct na_census *census, const struct sockaddr *address);
/* Count out one that was counted in. Any thread. */
void na_census_leave(struct na_census *census, const struct sockaddr *address);
/* Connections now. Any thread. */
unsigned int na_census_total(struct na_census *census);

#endif
