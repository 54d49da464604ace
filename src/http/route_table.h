/* http/route_table.h - everything that is served. */
#ifndef NA_HTTP_ROUTE_TABLE_H
#define NA_HTTP_ROUTE_TABLE_H

#include "http/route.h"

extern const struct na_routes na_route_table;

#endif
