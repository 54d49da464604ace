/* io/geojson_private.h - shared by geojson*.c. */
#ifndef NA_IO_GEOJSON_PRIVATE_H
#define NA_IO_GEOJSON_PRIVATE_H

#include <stdint.h>

#include "base/buffer.h"
#include "io/geojson.h"
#include "io/json_line.h"

/* One feature, as offsets and lengths in the bytes. */
struct na_geojson_feature {
    struct na_str geometry, properties; /* `null` or an object */
};

struct na_geojson {
    char name[256];
    struct na_buffer features; /* struct na_geojson_feature */
    struct na_buffer names;    /* char[NA_GEOJSON_NAME_MAX + 1] each */
    struct na_buffer text;     /* the property read last */
    struct na_json_line line;  /* the properties of feature `line_feature` */
    size_t line_feature;       /* SIZE_MAX: of none */
};

/* Member `name` of an object, an empty view when it is not there. */
struct na_str na_geojson_member(const struct na_json_line *line, const char *name);
/* Is `value` the JSON string that says `text`? */
bool na_geojson_says(struct na_str value, const char *text);

#endif
