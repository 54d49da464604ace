/* Vector tiles made by hand, byte by byte, and each rule of MVT 2.1 broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "basemap/ground.h"
#include "basemap/mvt.h"

struct seen {
    size_t features, points, parts;
    int32_t xy[16];
    enum na_ground ground;
    char name[32];
    int64_t level;
};

static enum na_code look(void *context, const struct na_mvt_feature *feature,
                         struct na_error *reterr)
{
    struct seen *seen = context;
    struct na_str name;
    (void)reterr;
    seen->features++;
    seen->points += feature->point_count;
    seen->parts += feature->part_count;
    memcpy(seen->xy, feature->xy,
           2 * sizeof seen->xy[0] * (feature->point_count < 8 ? feature->point_count : 8));
    seen->ground = na_ground_of(feature, &name);
    (void)na_text_copy_str(seen->name, sizeof seen->name, name);
    seen->level = na_mvt_integer(feature, "level", -1);
    return NA_OK;
}

/* A layer "roads" of version 2 with keys type, name, level and values "A Road", "York Road", 1; its
 * one feature has `tags` and a geometry of `type`. */
static size_t make(unsigned char *to, const char *tags, size_t tag_count, unsigned char type,
                   const char *geometry, size_t geometry_count)
{
    static const char head[] = "\x0A\x05roads"
                               "\x1A\x04type"
                               "\x1A\x04name"
                               "\x1A\x05level"
                               "\x22\x08\x0A\x06"
                               "A Road"
                               "\x22\x0B\x0A\x09York Road"
                               "\x22\x02\x28\x01"
                               "\x28\x80\x20"
                               "\x78\x02";
    unsigned char feature[128];
    size_t used = 0;
    feature[used++] = 0x12;
    feature[used++] = (unsigned char)tag_count;
    memcpy(feature + used, tags, tag_count);
    used += tag_count;
    feature[used++] = 0x18;
    feature[used++] = type;
    feature[used++] = 0x22;
    feature[used++] = (unsigned char)geometry_count;
    memcpy(feature + used, geometry, geometry_count);
    used += geometry_count;
    size_t inside = sizeof head - 1 + 2 + used;
    size_t at = 0;
    to[at++] = 0x1A;
    to[at++] = (unsigned char)inside;
    memcpy(to + at, head, sizeof head - 1);
    at += sizeof head - 1;
    to[at++] = 0x12;
    to[at++] = (unsigned char)used;
    memcpy(to + at, feature, used);
    return at + used;
}

/* Move to 2,2; lines by 0,8 and 8,0: the example of the specification. */
#define LINE "\x09\x04\x04\x12\x00\x10\x10\x00"

static void test_line(void **state)
{
    (void)state;
    unsigned char tile[256];
    struct seen seen = {0};
    size_t length = make(tile, "\x00\x00\x01\x01\x02\x02", 6, 2, LINE, sizeof LINE - 1);
    assert_int_equal(na_mvt_read(tile, length, look, &seen, NULL), NA_OK);
    assert_int_equal(seen.features, 1);
    static const int32_t wanted[] = {2, 2, 2, 10, 10, 10};
    assert_memory_equal(seen.xy, wanted, sizeof wanted);
    assert_int_equal(seen.ground, NA_GROUND_A_ROAD);
    assert_string_equal(seen.name, "York Road");
    assert_int_equal(seen.level, 1);
}

static void test_types(void **state)
{
    (void)state;
    unsigned char tile[256];
    struct seen points = {0}, polygon = {0};
    size_t length = make(tile, "", 0, 1, "\x11\x0A\x0E\x03\x09", 5);
    assert_int_equal(na_mvt_read(tile, length, look, &points, NULL), NA_OK);
    static const int32_t two[] = {5, 7, 3, 2};
    assert_int_equal(points.points, 2);
    assert_memory_equal(points.xy, two, sizeof two);
    length = make(tile, "", 0, 3, "\x09\x06\x0C\x12\x0A\x0C\x18\x2C\x0F", 9);
    assert_int_equal(na_mvt_read(tile, length, look, &polygon, NULL), NA_OK);
    assert_int_equal(polygon.parts, 1);
    assert_int_equal(polygon.points, 3);
}

static void test_rules(void **state)
{
    (void)state;
    static const struct {
        unsigned char type;
        const char *tags, *geometry;
        size_t tag_count, geometry_count;
    } bad[] = {
        {2, "", "\x12\x00\x10\x10\x00", 0, 5},                 /* a line without its begin */
        {2, "", "\x09\x04\x04", 0, 3},                         /* nothing but a begin */
        {2, "", "\x09\x04\x04\x12\x00\x10\x10", 0, 7},         /* cut short */
        {2, "", "\x09\x04\x04\x0A\x02\x02\x0F", 0, 7},         /* a closed line */
        {2, "", "\x11\x04\x04\x02\x02\x0A\x02\x02", 0, 8},     /* two begins at once */
        {3, "", "\x09\x06\x0C\x12\x0A\x0C\x18\x2C", 0, 8},     /* an open ring */
        {3, "", "\x09\x06\x0C\x12\x0A\x0C\x18\x2C\x17", 0, 9}, /* closed twice */
        {1, "", "\x09\x04\x04\x0A\x02\x02", 0, 6},             /* a point with a line */
        {1, "", "\x01", 0, 1},                                 /* no points */
        {1, "", "\x0B\x04\x04", 0, 3},                         /* no such command */
        {1, "", "", 0, 0},                                     /* no geometry */
        {1, "", "\x09\xFE\xFF\xFF\xFF\x0F\x00", 0, 7},         /* far outside */
        {2, "\x00", LINE, 1, sizeof LINE - 1},                 /* half a pair */
        {2, "\x03\x00", LINE, 2, sizeof LINE - 1},             /* a key that is not there */
        {2, "\x00\x03", LINE, 2, sizeof LINE - 1},             /* a value that is not there */
        {4, "", LINE, 0, sizeof LINE - 1},                     /* no such type */
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        unsigned char tile[256];
        struct na_error error = {0};
        size_t length = make(tile, bad[i].tags, bad[i].tag_count, bad[i].type, bad[i].geometry,
                             bad[i].geometry_count);
        if (na_mvt_read(tile, length, NULL, NULL, &error) != NA_ERR_DATA) {
            fail_msg("case %zu is not refused", i);
        }
        assert_non_null(strstr(error.message, "roads"));
    }
}

/* Any tile that is cut short is refused, wherever. */
static void test_cut(void **state)
{
    (void)state;
    unsigned char tile[256];
    size_t length = make(tile, "\x00\x00", 2, 2, LINE, sizeof LINE - 1);
    for (size_t i = 1; i < length; i++) {
        assert_int_equal(na_mvt_read(tile, i, NULL, NULL, NULL), NA_ERR_DATA);
    }
    assert_int_equal(na_mvt_read(tile, 0, NULL, NULL, NULL), NA_OK);
    tile[0] = 0x0A; /* something that is no layer */
    assert_int_equal(na_mvt_read(tile, length, NULL, NULL, NULL), NA_ERR_DATA);
}

static void test_heads(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        enum na_code code;
    } layers[] = {
        {"\x1A\x04\x0A\x02xy", 6, NA_OK},                   /* version 1, extent 4096 */
        {"\x1A\x02\x78\x02", 4, NA_ERR_DATA},               /* no name */
        {"\x1A\x06\x0A\x02xy\x78\x03", 8, NA_ERR_DATA},     /* version 3 */
        {"\x1A\x06\x0A\x02xy\x28\x00", 8, NA_ERR_DATA},     /* extent 0 */
        {"\x1A\x04\x0A\x02\xFF\xFE", 6, NA_ERR_DATA},       /* a name that is no UTF-8 */
        {"\x1A\x07\x0A\x02xy\x22\x01\x0A", 9, NA_ERR_DATA}, /* a value cut short */
        {"\x1A\x08\x0A\x02xy\x12\x02\x18\x00", 10, NA_OK},  /* a feature of no type */
    };
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        if (na_mvt_read(layers[i].bytes, layers[i].length, NULL, NULL, NULL) != layers[i].code) {
            fail_msg("layer %zu", i);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line), cmocka_unit_test(test_types), cmocka_unit_test(test_rules),
        cmocka_unit_test(test_cut),  cmocka_unit_test(test_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
