/* postcode: position, wards and neighbours; what is no postcode, or not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "postcode/postcode.h"
#include "support/query_pack.h"
#include "support/random.h"

#define COUNT 200

static struct query_pack pack;
/* What the pack is made of: the oracle sorts these. */
static struct {
    char name[16];
    long easting, northing;
    bool ended;
} made[COUNT];

static int setup(void **state)
{
    (void)state;
    static const struct query_square old[] = {
        {"E01", "Old Alpha", "L1", "Low", 450000, 530000, 460000, 540000}};
    static const struct query_square new[] = {
        {"E02", "Alpha", "L1", "Low", 450000, 530000, 455000, 540000},
        {"E03", "Beta", "L1", "Low", 455000, 530000, 460000, 540000}};
    static char text[COUNT * 48];
    struct test_random random = test_random_start("postcode");
    size_t used = (size_t)snprintf(text, sizeof text, "pcds,doterm,oseast1m,osnrth1m,osgrdind\n");
    for (int i = 0; i < COUNT; i++) {
        /* On a coarse lattice, so that many are equally near. */
        made[i].easting = 450000 + 100 * (long)test_random_below(&random, 90);
        made[i].northing = 530000 + 100 * (long)test_random_below(&random, 90);
        made[i].ended = test_random_below(&random, 5) == 0;
        (void)snprintf(made[i].name, sizeof made[i].name, "TS24 %d%c%c", i / 100, 'A' + i / 10 % 10,
                       'A' + i % 10);
        for (char *c = made[i].name + 5; *c != '\0'; c++) { /* letters that postcodes have */
            *c = *c == 'C' ? 'X' : *c == 'I' ? 'Y' : *c;
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "%s,%s,%ld,%ld,1\n", made[i].name,
                                 made[i].ended ? "202005" : "", made[i].easting, made[i].northing);
    }
    (void)snprintf(text + used, sizeof text - used, "TS24 9XX,,,,9\n");
    query_pack_begin(&pack);
    query_pack_squares(&pack, "old", old, 1);
    query_pack_squares(&pack, "new", new, 2);
    query_pack_put(&pack, "onspd.csv", text);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Postcodes\n"
                   "[wards.1]\nfile = old.shp\ncrs = EPSG:27700\ntolerance_m = 0\n"
                   "valid_to = 2020-12-31\n"
                   "[wards.2]\nfile = new.shp\ncrs = EPSG:27700\ntolerance_m = 0\n"
                   "valid_from = 2021-01-01\n"
                   "[places.postcodes]\nfile = onspd.csv\nformat = onspd\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static enum na_code ask(const char *postcode, const char *neighbours, struct na_buffer *to,
                        struct na_error *error)
{
    const struct na_param param = {"neighbours", neighbours};
    const struct na_asking asking = {.session = pack.session,
                                     .params = &param,
                                     .count = neighbours != NULL ? 1 : 0,
                                     .path_value = postcode,
                                     .today = QUERY_TODAY,
                                     .format = NA_FORMAT_JSON};
    return na_answer_postcode(&asking, to, error);
}

static json_t *answer(const char *postcode, const char *neighbours)
{
    struct na_buffer text;
    struct na_error error = {.message = ""};
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    if (ask(postcode, neighbours, &text, &error) != NA_OK) {
        query_pack_die(postcode, error.message);
    }
    json_t *json = query_pack_parse(&text);
    na_buffer_fini(&text);
    return json;
}

static size_t from; /* whose neighbours are sorted */

static long long squared(size_t i)
{
    long long east = made[i].easting - made[from].easting;
    long long north = made[i].northing - made[from].northing;
    return east * east + north * north;
}

static int nearer(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    long long difference = squared(left) - squared(right);
    return difference != 0 ? (difference < 0 ? -1 : 1) : strcmp(made[left].name, made[right].name);
}

static void neighbours_are_the_nearest_in_use(void **state)
{
    (void)state;
    for (from = 0; from < COUNT; from++) {
        size_t order[COUNT], count = 0;
        for (size_t i = 0; i < COUNT; i++) {
            if (i != from && !made[i].ended) {
                order[count++] = i;
            }
        }
        qsort(order, count, sizeof order[0], nearer);
        json_t *json = answer(made[from].name, "20");
        json_t *found = json_object_get(json, "neighbours");
        assert_int_equal(json_array_size(found), 20);
        for (size_t i = 0; i < 20; i++) {
            assert_string_equal(query_pack_text(json_array_get(found, i), "postcode"),
                                made[order[i]].name);
        }
        assert_int_equal(
            json_boolean_value(json_object_get(json_object_get(json, "postcode"), "in_use")),
            !made[from].ended);
        json_decref(json);
    }
}

static void wards_are_those_of_every_vintage(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        json_t *json = answer(made[i].name, "0");
        json_t *wards = json_object_get(json, "wards");
        assert_int_equal(json_array_size(json_object_get(json, "neighbours")), 0);
        assert_int_equal(json_array_size(wards), 2);
        assert_string_equal(query_pack_text(json_array_get(wards, 0), "ward.code"), "E01");
        const char *code = query_pack_text(json_array_get(wards, 1), "ward.code");
        assert_string_equal(code, made[i].easting <= 455000 ? "E02" : "E03");
        assert_int_equal((long)query_pack_number(json, "position.easting_m"), made[i].easting);
        json_decref(json);
    }
}

static void blanks_and_case_do_not_matter(void **state)
{
    (void)state;
    static const char *const spellings[] = {"TS240AA", "ts24 0aa", " TS24  0AA "};
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        json_t *json = answer(spellings[i], NULL);
        assert_string_equal(query_pack_text(json, "postcode.postcode"), "TS24 0AA");
        assert_string_equal(query_pack_text(json, "postcode.sector"), "TS24 0");
        assert_string_equal(query_pack_text(json, "postcode.outward"), "TS24");
        assert_int_equal(json_array_size(json_object_get(json, "neighbours")), 5);
        json_decref(json);
    }
}

static void what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *postcode, *neighbours;
        enum na_code code;
    } cases[] = {
        {"TS24", NULL, NA_ERR_PARAM_MALFORMED},
        {"TS24 0", NULL, NA_ERR_PARAM_MALFORMED},
        {"Church Street", NULL, NA_ERR_PARAM_MALFORMED},
        {"TS25 0AA", NULL, NA_ERR_POSTCODE_UNKNOWN},
        {"TS24 9XX", NULL, NA_ERR_POSTCODE_NO_POSITION},
        {"TS24 0AA", "21", NA_ERR_PARAM_RANGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_buffer text;
        struct na_error error;
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        print_message("%s\n", cases[i].postcode);
        assert_int_equal(ask(cases[i].postcode, cases[i].neighbours, &text, &error), cases[i].code);
        assert_int_equal(text.length, 0);
        na_buffer_fini(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_are_the_nearest_in_use),
        cmocka_unit_test(wards_are_those_of_every_vintage),
        cmocka_unit_test(blanks_and_case_do_not_matter),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
