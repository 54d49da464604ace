/* http/pages.h - how answers for browsers differ from the others: chosen by Accept, tagged by their
 * content, sent with the headers of http/web.h; and their handlers. */
#ifndef NA_HTTP_PAGES_H
#define NA_HTTP_PAGES_H

#include <stdbool.h>

#include "http/route.h"

/* Are there pages or files of the page at this route? */
bool na_route_has_pages(const struct na_route *route);
/* Is the body of this request an HTML form, which the handler reads itself? */
bool na_page_is_form(const struct na_handling *handling);
/* Is this answer, its format chosen, a page or a file of it? */
bool na_page_is(const struct na_handling *handling);

/* Choose the format at a route that has pages: HTML where Accept likes it better than JSON, and to
 * a form. Errors: NA_ERR_ACCEPT. */
NA_MUST_USE enum na_code na_page_choose(struct na_handling *handling, struct na_error *reterr);
/* Content-Type, Cache-Control and Vary of a page; of a file without its type. */
void na_page_describe(struct na_handling *handling);
/* After the handler: tag the page, which is then to be sent gzipped or not. Has the client this
 * very one already? */
bool na_page_unchanged(struct na_handling *handling, bool gzip);

/* "/": the page, or the index of the routes. */
enum na_code na_handle_page(struct na_handling *handling, struct na_error *reterr);
/* "/list" */
enum na_code na_handle_list(struct na_handling *handling, struct na_error *reterr);
/* A file of the page. */
enum na_code na_handle_web_file(struct na_handling *handling, struct na_error *reterr);

#endif
