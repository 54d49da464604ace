/* Files are a table that the build makes of the folder `web`. They are looked up by name in it; no
 * path of a request ever reaches the file system. */
#include "http/web.h"

#include <string.h>

#define SKELETON "index.html"

/* 'self' is this daemon: neither the page nor what may get into it can ask anything else, and no
 * script or style runs that is not a file of ours. */
const struct na_web_header na_web_headers[NA_WEB_HEADERS] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static const struct na_web_file *find(struct na_str name)
{
    for (size_t i = 0; i < na_web_file_count; i++) {
        if (na_str_is(name, na_web_files[i].name)) {
            return &na_web_files[i];
        }
    }
    return NULL;
}

struct na_str na_web_skeleton(void)
{
    const struct na_web_file *file = find(na_str_of(SKELETON));
    return file != NULL ? (struct na_str){(const char *)file->bytes, file->length} : na_str_of("");
}

const struct na_web_file *na_web_find(struct na_str name)
{
    /* The skeleton is served filled, at /. */
    return na_str_is(name, SKELETON) ? NULL : find(name);
}

const char *na_web_type(const struct na_web_file *file)
{
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
    };
    const char *ending = strrchr(file->name, '.');
    for (size_t i = 0; ending != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(ending, types[i][0]) == 0) {
            return types[i][1];
        }
    }
    return "application/octet-stream";
}
