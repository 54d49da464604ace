/* What a caller hears, whatever a register holds: at most three sentences of at most twelve words,
 * no telephone number, no code, no point of the compass that the register put into its siting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/sayable.h"
#include "nearest/say.h"
#include "support/query_pack.h"
#include "support/random.h"

#define PACKS 60
#define ROWS 6
#define PHONE "01632 960000"
#define CODE "C7391X"

static struct test_random dice;

static const char *pick(const char *const *words, size_t count)
{
    return words[test_random_below(&dice, count)];
}
#define ONE_OF(...)                                                                                \
    pick((const char *const[]){__VA_ARGS__},                                                       \
         sizeof(const char *const[]){__VA_ARGS__} / sizeof(const char *))

static void put_row(char *to, size_t size, int row)
{
    (void)snprintf(
        to, size, "r%d,bleed_cabinet,\"%s\",\"%s\",%d,%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,\"%s\"\n",
        row,
        ONE_OF("Hub", "The Very Long Name Of A Community Hub, Library And Learning Centre",
               "Unit 12345", "Ring " PHONE, "St Mary's (rear), by the gate"),
        ONE_OF("", "124 York Road, Hartlepool", "A, B", "The Long And Winding Road Behind, Town"),
        450000 + (int)test_random_below(&dice, 800) - 400,
        530000 + (int)test_random_below(&dice, 800) - 400, ONE_OF("surveyed", "postcode"),
        ONE_OF("in_service", "in_service", "unknown", "out_of_service"),
        ONE_OF("2026-11-12", "2025-03-03", ""), ONE_OF("", "24/7", "Mo-Fr 09:00-17:00", "dawn"),
        ONE_OF("", "yes", "yes", "no"), ONE_OF("", "Security Centre"), ONE_OF("", PHONE),
        ONE_OF("", "2025-01-01"), ONE_OF("", "inside", "inside_staffed_hours"),
        ONE_OF("", "the library on York Road", "one two three four five six seven eight"),
        ONE_OF("", "left of the front door", "one two three four five six seven"),
        ONE_OF("On the north wall", "By the door, ring " PHONE,
               "Left of the entrance, under the "
               "lamp, next to the bench and the bin"));
}

static void make_pack(struct query_pack *pack)
{
    char csv[8192] = "id,kind,name,address,easting_m,northing_m,position_quality,status,"
                     "last_checked,opening_hours,locked,code_holder,code_holder_phone,"
                     "code_checked,location,spoken_name,landmark,siting\n";
    char path[256];
    for (int row = 0; row < ROWS; row++) {
        size_t used = strlen(csv);
        put_row(csv + used, sizeof csv - used, row);
    }
    query_pack_begin(pack);
    query_pack_put(pack, "assets.csv", csv);
    query_pack_put(pack, "codes.csv", "id,code\nr0," CODE "\nr3," CODE "\n");
    query_pack_path(pack, "codes.csv", path, sizeof path);
    assert_int_equal(chmod(path, 0600), 0);
    query_pack_put(pack, "pack.ini",
                   "[pack]\ntitle = Any\naccess_codes = codes.csv\n"
                   "[assets.a]\nfile = assets.csv\n");
    query_pack_compile(pack, NULL);
    na_session_set_now(pack->session, (int64_t)QUERY_TODAY * 86400 + 12 * 3600);
    na_session_set_codes(pack->session, test_random_below(&dice, 2) == 1);
}

static void assert_can_be_heard(const char *caller)
{
    size_t sentences = 0;
    for (const char *at = caller; *at != '\0';) {
        size_t length = strcspn(at, ".?");
        struct na_str sentence = {at, length};
        sentences += na_sayable_words(sentence) > 0;
        if (na_sayable_words(sentence) > NA_SAYABLE_WORDS || na_sayable_has_number(sentence) ||
            na_sayable_has_compass(sentence)) {
            fail_msg("%s", caller);
        }
        at += length + (at[length] != '\0');
    }
    if (sentences == 0 || sentences > 3 || strstr(caller, CODE) != NULL) {
        fail_msg("%zu sentences: %s", sentences, caller);
    }
}

static void whatever_a_register_holds_a_caller_can_take_in_what_is_said(void **state)
{
    (void)state;
    size_t said = 0;
    for (int i = 0; i < PACKS; i++) {
        struct query_pack pack;
        char query[128];
        make_pack(&pack);
        (void)snprintf(query, sizeof query,
                       "kind=bleed_cabinet&k=6&easting=450000&northing=530000&accuracy_m=%d",
                       (int)test_random_below(&dice, 3) * 100);
        json_t *json = query_pack_json(&pack, QUERY_NEAREST, query, NA_FORMAT_JSON);
        const json_t *results = json_object_get(json, "results");
        for (size_t j = 0; j < json_array_size(results); j++, said++) {
            const json_t *say = json_object_get(json_array_get(results, j), "say");
            assert_can_be_heard(query_pack_text(say, "caller"));
            assert_can_be_heard(query_pack_text(say, "alone"));
            assert_null(strstr(query_pack_text(say, "operator"), CODE));
        }
        json_decref(json);
        query_pack_end(&pack);
    }
    print_message("said: %zu results\n", said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_a_register_holds_a_caller_can_take_in_what_is_said),
    };
    dice = test_random_start("said");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
