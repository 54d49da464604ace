/* http/web.h - the files of the page, which are part of the program: nothing is read at run time.
 * Constant; any thread. */
#ifndef NA_HTTP_WEB_H
#define NA_HTTP_WEB_H

#include <stddef.h>

#include "base/text.h"

struct na_web_file {
    const char *name; /* below web/: "page.css", "leaflet/leaflet.js" */
    const unsigned char *bytes;
    size_t length;
    const unsigned char *zipped; /* by gzip; NULL: that would gain nothing */
    size_t zipped_length;
};

/* Made from web/ and Debian's libjs-leaflet when the program is built. */
extern const struct na_web_file na_web_files[];
extern const size_t na_web_file_count;

/* The skeleton of the page, with its placeholders (web/README.md). */
struct na_str na_web_skeleton(void);
/* The file to be served at /web/NAME; NULL: none. */
const struct na_web_file *na_web_find(struct na_str name);
/* Its Content-Type, by its ending; static. */
const char *na_web_type(const struct na_web_file *file);

/* What goes with each page and each of its files, beside nosniff, which every answer has. */
struct na_web_header {
    const char *name;
    const char *value;
};
#define NA_WEB_HEADERS 5
extern const struct na_web_header na_web_headers[NA_WEB_HEADERS];

#endif
