/* The tree of points at its edges: empty, full, damaged, and with equal distances. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "geo/geodesic.h"
#include "geo/point_tree.h"
#include "support/random.h"

#define POINTS 500

static struct na_lonlat points[POINTS];
static uint32_t numbers[POINTS];

static int make_points(void **state)
{
    (void)state;
    struct test_random random = test_random_start("point tree");
    for (uint32_t i = 0; i < POINTS; i++) {
        points[i] = (struct na_lonlat){test_random_between(&random, -2, 0),
                                       test_random_between(&random, 54, 55)};
        numbers[i] = i;
    }
    return 0;
}

static struct na_buffer built(const struct na_lonlat *at, const uint32_t *names, uint32_t count)
{
    struct na_buffer blob;
    na_buffer_init(&blob, (size_t)1 << 20);
    assert_int_equal(na_point_tree_build(at, names, count, &blob, NULL), NA_OK);
    return blob;
}

static struct na_point_tree opened(const struct na_buffer *blob, uint32_t limit)
{
    struct na_point_tree tree = {NULL, 0};
    assert_int_equal(na_point_tree_open(blob->data, blob->length, limit, &tree, NULL), NA_OK);
    return tree;
}

static void empty_tree_has_nothing(void **state)
{
    (void)state;
    struct na_buffer blob = built(points, numbers, 0);
    struct na_point_tree tree = opened(&blob, 0);
    struct na_nearest nearest = {.k = 5};
    na_point_tree_search(&tree, points[0], INFINITY, NULL, NULL, &nearest);
    na_nearest_sort(&nearest);
    assert_int_equal(nearest.count, 0);
    na_buffer_fini(&blob);
}

static void same_points_make_the_same_bytes(void **state)
{
    (void)state;
    struct na_lonlat turned[POINTS];
    uint32_t turned_numbers[POINTS];
    for (uint32_t i = 0; i < POINTS; i++) {
        turned[i] = points[POINTS - 1 - i];
        turned_numbers[i] = numbers[POINTS - 1 - i];
    }
    struct na_buffer a = built(points, numbers, POINTS);
    struct na_buffer b = built(turned, turned_numbers, POINTS);
    assert_int_equal(a.length, b.length);
    assert_memory_equal(a.data, b.data, a.length);
    na_buffer_fini(&a);
    na_buffer_fini(&b);
}

static void tree_stands_after_other_content(void **state)
{
    (void)state;
    struct na_buffer blob;
    na_buffer_init(&blob, (size_t)1 << 20);
    assert_int_equal(na_buffer_append(&blob, "12345678", 8), NA_OK);
    assert_int_equal(na_point_tree_build(points, numbers, 10, &blob, NULL), NA_OK);
    assert_memory_equal(blob.data, "12345678", 8);
    struct na_point_tree tree;
    assert_int_equal(na_point_tree_open(blob.data + 8, blob.length - 8, 10, &tree, NULL), NA_OK);
    na_buffer_fini(&blob);
}

static void limit_of_the_buffer_is_the_limit(void **state)
{
    (void)state;
    struct na_buffer blob = built(points, numbers, 10);
    size_t size = blob.length;
    na_buffer_fini(&blob);
    na_buffer_init(&blob, size - 1);
    struct na_error error = {0};
    assert_int_equal(na_point_tree_build(points, numbers, 10, &blob, &error), NA_ERR_LIMIT);
    assert_int_equal(blob.length, 0);
    na_buffer_fini(&blob);
    na_buffer_init(&blob, size);
    assert_int_equal(na_point_tree_build(points, numbers, 10, &blob, NULL), NA_OK);
    na_buffer_fini(&blob);
}

static void equal_distances_go_by_number(void **state)
{
    (void)state;
    struct na_lonlat same[20];
    uint32_t names[20];
    for (uint32_t i = 0; i < 20; i++) {
        same[i] = (struct na_lonlat){-1.2, 54.6};
        names[i] = (i * 7) % 20;
    }
    struct na_buffer blob = built(same, names, 20);
    struct na_point_tree tree = opened(&blob, 20);
    struct na_nearest nearest = {.k = 6};
    na_point_tree_search(&tree, (struct na_lonlat){0, 50}, INFINITY, NULL, NULL, &nearest);
    na_nearest_sort(&nearest);
    assert_int_equal(nearest.count, 6);
    for (uint32_t i = 0; i < 6; i++) {
        assert_int_equal(nearest.hits[i].point, i);
    }
    na_buffer_fini(&blob);
}

static void limit_is_inclusive(void **state)
{
    (void)state;
    struct na_buffer blob = built(points, numbers, 1);
    struct na_point_tree tree = opened(&blob, 1);
    struct na_lonlat from = {-1.5, 54.2};
    double distance_m = na_geodesic_distance_m(from, points[0]);
    struct na_nearest on = {.k = 1};
    struct na_nearest below = {.k = 1};
    struct na_nearest nowhere = {.k = 1};
    na_point_tree_search(&tree, from, distance_m, NULL, NULL, &on);
    na_point_tree_search(&tree, from, nextafter(distance_m, 0), NULL, NULL, &below);
    na_point_tree_search(&tree, from, NAN, NULL, NULL, &nowhere);
    na_point_tree_search(&tree, from, -1.0, NULL, NULL, &nowhere);
    assert_int_equal(on.count, 1);
    assert_int_equal(below.count, 0);
    assert_int_equal(nowhere.count, 0);
    na_buffer_fini(&blob);
}

static bool refuse_all(const void *context, uint32_t point)
{
    (void)point;
    (*(unsigned int *)(uintptr_t)context)++;
    return false;
}

static void filter_may_refuse_all(void **state)
{
    (void)state;
    struct na_buffer blob = built(points, numbers, POINTS);
    struct na_point_tree tree = opened(&blob, POINTS);
    struct na_nearest nearest = {.k = 3};
    unsigned int asked = 0;
    na_point_tree_search(&tree, points[0], INFINITY, refuse_all, &asked, &nearest);
    assert_int_equal(nearest.count, 0);
    assert_true(asked >= POINTS);
    na_buffer_fini(&blob);
}

static void damaged_head_is_refused(void **state)
{
    (void)state;
    struct na_buffer blob = built(points, numbers, POINTS);
    struct na_point_tree tree;
    struct na_error error = {0};
    for (size_t length = 0; length < blob.length; length += length < 200 ? 1 : 97) {
        assert_int_equal(na_point_tree_open(blob.data, length, POINTS, &tree, NULL),
                         NA_ERR_CORRUPT);
    }
    assert_int_equal(na_point_tree_open(blob.data, blob.length, POINTS - 1, &tree, &error),
                     NA_ERR_CORRUPT);
    assert_int_not_equal(error.message[0], 0);
    for (size_t i = 0; i < 8; i++) {
        blob.data[i] ^= 1;
        assert_int_equal(na_point_tree_open(blob.data, blob.length, POINTS, &tree, NULL),
                         NA_ERR_CORRUPT);
        blob.data[i] ^= 1;
    }
    na_buffer_fini(&blob);
}

/* Any byte changed: refused, or searched without harm (the sanitizers look on). */
static void damaged_nodes_do_no_harm(void **state)
{
    (void)state;
    struct test_random random = test_random_start("damage");
    struct na_buffer blob = built(points, numbers, POINTS);
    char *whole = malloc(blob.length);
    assert_non_null(whole);
    memcpy(whole, blob.data, blob.length);
    unsigned int refused = 0;
    for (int i = 0; i < 3000; i++) {
        memcpy(blob.data, whole, blob.length);
        for (uint64_t n = 1 + test_random_below(&random, 20); n > 0; n--) {
            blob.data[8 + test_random_below(&random, blob.length - 8)] =
                (char)test_random_bits(&random);
        }
        struct na_point_tree tree;
        if (na_point_tree_open(blob.data, blob.length, POINTS, &tree, NULL) != NA_OK) {
            refused++;
            continue;
        }
        struct na_nearest nearest = {.k = 10};
        na_point_tree_search(&tree, points[i % POINTS], INFINITY, NULL, NULL, &nearest);
        assert_int_equal(nearest.count, 10);
        for (size_t j = 0; j < nearest.count; j++) {
            assert_true(nearest.hits[j].point < POINTS);
        }
    }
    assert_true(refused > 0 && refused < 3000);
    free(whole);
    na_buffer_fini(&blob);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_tree_has_nothing),
        cmocka_unit_test(same_points_make_the_same_bytes),
        cmocka_unit_test(tree_stands_after_other_content),
        cmocka_unit_test(limit_of_the_buffer_is_the_limit),
        cmocka_unit_test(equal_distances_go_by_number),
        cmocka_unit_test(limit_is_inclusive),
        cmocka_unit_test(filter_may_refuse_all),
        cmocka_unit_test(damaged_head_is_refused),
        cmocka_unit_test(damaged_nodes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, make_points, NULL);
}
