/* http/handlers.h - the handlers of routes, for the table of routes alone. */
#ifndef NA_HTTP_HANDLERS_H
#define NA_HTTP_HANDLERS_H

#include "http/route.h"

/* Handlers that are no question to the data (handlers_state.c, openapi.c). */
enum na_code na_handle_index(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_healthz(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_readyz(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_metrics(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_openapi(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_api(struct na_handling *handling, struct na_error *reterr);
enum na_code na_handle_conformance(struct na_handling *handling, struct na_error *reterr);

#endif
