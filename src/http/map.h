/* http/map.h - the two routes of the page's map, for the table of routes alone. */
#ifndef NA_HTTP_MAP_H
#define NA_HTTP_MAP_H

#include "http/route.h"

enum na_code na_handle_map(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_map_tile(struct na_handling *handling, struct na_error *reterr);

#endif
