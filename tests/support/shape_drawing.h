/* tests/support/shape_drawing.h - polygons for tests, drawn as text. Header only. */
#ifndef NA_TEST_SUPPORT_SHAPE_DRAWING_H
#define NA_TEST_SUPPORT_SHAPE_DRAWING_H

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/topology.h"
#include "support/shape_triple.h"

#define RINGS_MAX 64
#define VERTICES_MAX 2000

#define SKIP_WITHOUT(what)                                                                         \
    do {                                                                                           \
        print_message("skipped: %s is not here\n", what);                                          \
        skip();                                                                                    \
    } while (0)

/* A shape read from a text of rings; not to be released. */
struct drawing {
    double xy[2 * VERTICES_MAX];
    size_t starts[RINGS_MAX + 1];
    size_t depth_one[RINGS_MAX]; /* 1: the first ring of its polygon */
    struct na_shape shape;
};

/* Read the rings of POLYGON ((..),(..)) or MULTIPOLYGON (((..)),((..))), whatever their roles. */
static inline bool drawing_read(const char *wkt, struct drawing *ret)
{
    size_t vertices = 0;
    size_t rings = 0;
    bool first_of_polygon = true;
    memset(ret, 0, sizeof *ret);
    for (const char *at = strchr(wkt, '('); at != NULL && *at != '\0' && *at != '<';) {
        if (isdigit((unsigned char)*at) || *at == '-') {
            char *end = NULL;
            ret->xy[2 * vertices] = strtod(at, &end);
            ret->xy[2 * vertices + 1] = strtod(end, &end);
            vertices++;
            at = end;
        } else if (*at == ')' && vertices > ret->starts[rings]) {
            ret->depth_one[rings] = first_of_polygon ? 1 : 0;
            first_of_polygon = false;
            rings++;
            ret->starts[rings] = vertices;
            at++;
        } else {
            first_of_polygon = first_of_polygon || *at == ')';
            at++;
        }
    }
    ret->shape = (struct na_shape){ret->xy, vertices, ret->starts, rings, false};
    return rings > 0;
}

static inline int topology_setup(void **state)
{
    return na_topology_new((struct na_topology **)state, NULL) == NA_OK ? 0 : -1;
}

static inline int topology_teardown(void **state)
{
    na_topology_free(*state);
    return 0;
}

static inline struct na_polygon *polygon_of(struct na_topology *topology, const char *wkt)
{
    static struct drawing drawing;
    struct na_polygon *polygon = NULL;
    struct na_error error;
    assert_true(drawing_read(wkt, &drawing));
    if (na_polygon_new(topology, &drawing.shape, &polygon, &error) != NA_OK) {
        fail_msg("%s: %s", wkt, error.message);
    }
    return polygon;
}

static inline char *text_load(const char *path)
{
    unsigned char *bytes = NULL;
    size_t length = 0;
    if (!shape_triple_file(path, "", &bytes, &length)) {
        return NULL;
    }
    char *text = calloc(1, length + 1);
    assert_non_null(text);
    memcpy(text, bytes, length);
    free(bytes);
    return text;
}

#endif
