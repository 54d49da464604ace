/* The worked answers of docs/say.md, word for word: each a small pack at a fixed moment, and what
 * the caller hears, what a caller who is alone hears, and what the operator is told, as a golden
 * file in tests/golden/said. NEARAID_GOLDEN=write writes the files anew; read the difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sayable.h"
#include "nearest/say.h"
#include "support/query_pack.h"

#define HEAD                                                                                       \
    "id,kind,name,address,easting_m,northing_m,position_quality,status,last_checked,"              \
    "opening_hours,locked,code_holder,code_holder_phone,code_checked,location,spoken_name,"        \
    "landmark,looks,siting\n"
#define GOOD "surveyed,in_service,2026-11-12,"
#define OLD "surveyed,in_service,2025-03-03,"
#define PLAIN "[pack]\ntitle = Tees\nissued = 2026-11-20\n"
#define ASSETS "[assets.a]\nfile = assets.csv\n"
#define AT "kind=bleed_cabinet&easting=450000&northing=530000"
/* A dock whose west wall stands 100 m east of where is asked from. */
#define DOCK                                                                                       \
    "[barriers.docks]\nfile = dock.shp\ncrs = EPSG:27700\nkind = dock\nname_field = WD23NM\n"

struct answer {
    const char *name;
    const char *ini, *assets, *query;
    bool sees_codes;
};

static const struct answer answers[] = {
    {"01-usable", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hartlepool Community Central Hub,\"124 York Road, "
          "Hartlepool\",449887,530113," GOOD "Mo-Sa 08:00-20:00,no,,,,,the library on York "
          "Road,left of the front door,red box,\n",
     AT, false},
    {"02-stale", PLAIN DOCK ASSETS,
     HEAD "civic,bleed_cabinet,Civic Centre,Victoria Road,449900,530000," OLD
          ",,,,,,the Civic Centre,top of the front steps,,\n"
          "hub,bleed_cabinet,Hub,York Road,449690,530000," OLD ",,,,,,,,,\n",
     AT, false},
    {"03-code-here", PLAIN "access_codes = codes.csv\n" DOCK ASSETS,
     HEAD "box,bleed_cabinet,Station,Church Street,449840,530000," GOOD
          ",yes,Borough Security Centre,01632 960000,2026-11-01,,the box by the station door,,,\n",
     AT, true},
    {"04-code-elsewhere", PLAIN "access_codes = codes.csv\n" DOCK ASSETS,
     HEAD "box,bleed_cabinet,Town Hall,High Street,449840,530000," GOOD
          ",yes,Borough Security Centre,\"01632 960000, all hours\",,,the box by the Town "
          "Hall,,,\n",
     AT, false},
    {"05-across", PLAIN DOCK ASSETS,
     HEAD "quay,bleed_cabinet,Quayside,,450220,530000," GOOD ",no,,,,,,,,\n"
          "near,bleed_cabinet,Near Side,,449360,530000," GOOD ",no,,,,,,,,\n",
     AT, false},
    {"06-too-far", PLAIN DOCK ASSETS,
     HEAD "far,bleed_cabinet,Far,,448060,530000," GOOD ",no,,,,,,,,\n", AT, false},
    {"07-way-unknown", PLAIN ASSETS,
     HEAD "bar,bleed_cabinet,Ku Bar,,449820,530000," GOOD ",no,,,,,the box outside Ku Bar,,,\n", AT,
     false},
    {"08-which", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,450000,530240," GOOD ",no,,,,,the library on York "
          "Road,,,\n"
          "station,bleed_cabinet,Station,,449750,530000," GOOD ",no,,,,,the station,,,\n",
     AT "&accuracy_m=100", false},
    {"10-demonstration", "[pack]\ntitle = Tees\nindicative = yes\n" ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,449887,530113," GOOD ",no,,,,,,,,\n", AT, false},
    {"11-closed", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,449900,530000," GOOD
          "Mo-Su 09:00-17:00; Dec 25-26 off,no,,,,,,,,\n"
          "station,bleed_cabinet,Station,,449590,530000," GOOD
          "24/7,no,,,,,the box on the station camera post,,,\n",
     AT "&when=2026-12-25T12:00", false},
    {"12-postcode", PLAIN DOCK ASSETS "[places.p]\nfile = postcodes.csv\nformat = codepoint-open\n",
     HEAD "civic,bleed_cabinet,Civic Centre,\"Victoria Road, Hartlepool\",450000,530005," GOOD
          ",no,,,,,\"the Civic Centre, Victoria Road\",,,\n",
     "kind=bleed_cabinet&postcode=TS24%208AY", false},
    /* Beyond the twelve: what several facts together say. */
    {"13-closed-only", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,449900,530000," GOOD "Mo-Fr 09:00-17:00,no,,,,,,,,\n",
     AT, false},
    {"14-out-of-use", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,449900,530000,surveyed,out_of_service,2026-11-12,,no,,,"
          ",,,,,\n"
          "station,bleed_cabinet,Station,,449590,530000," OLD ",,,,,,the station,,,\n",
     AT, false},
    {"15-code-here-stale", PLAIN "access_codes = codes.csv\n" DOCK ASSETS,
     HEAD "box,bleed_cabinet,Station,,449840,530000," GOOD ",yes,,,2026-01-01,,the station,,,\n",
     AT, true},
    {"16-nobody-to-ask", PLAIN "access_codes = codes.csv\n" DOCK ASSETS,
     HEAD "box,bleed_cabinet,Station,,449840,530000," GOOD ",yes,,,,,the station,,,\n", AT, false},
    {"17-staffed-hours", PLAIN DOCK ASSETS,
     HEAD "shop,bleed_cabinet,Corner Shop,,449840,530000," GOOD ",no,,,,inside_staffed_hours,,,,\n",
     AT, false},
    {"18-siting", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,\"The Hartlepool Community Central Hub, Library and Learning "
          "Centre\",\"124 York Road, Hartlepool\",449900,530000," GOOD
          ",,,,,,,,,\"On the front wall of the building, left of the entrance, next to the "
          "defibrillator cabinet\"\n",
     AT, false},
    {"19-visit", PLAIN ASSETS,
     HEAD "desk,reporting_centre,Example Advice Centre,\"Example Street, "
          "Hartlepool\",449700,530000," GOOD "Mo-Sa 09:00-17:00,,,,,,,,,\n",
     "kind=reporting_centre&easting=450000&northing=530000", false},
    {"20-visit-far", PLAIN ASSETS,
     HEAD "desk,reporting_centre,Example Advice Centre,\"Example Street, "
          "Hartlepool\",430000,530000," GOOD "Mo-Fr 09:00-17:00,,,,,,,,,\n",
     "kind=reporting_centre&easting=450000&northing=530000", false},
    {"21-bank-holiday-untold", PLAIN DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,449900,530000," GOOD "Mo-Fr 09:00-17:00,no,,,,,,,,\n",
     AT "&when=2026-12-25T12:00", false},
    {"22-own-kinds",
     PLAIN "send_radius_m = defibrillator=300 bleed_cabinet=0\nsay_first = none\n" ASSETS,
     HEAD "d,defibrillator,Town Hall,High Street,449900,530000," GOOD
          ",no,,,,,,,,Beside the main door\n"
          "b,bleed_cabinet,Far away,,430000,530000," GOOD ",no,,,,,,,,\n",
     "kind=defibrillator&easting=450000&northing=530000", false},
    {"23-old-data", "[pack]\ntitle = Tees\nissued = 2025-03-03\n" DOCK ASSETS,
     HEAD "hub,bleed_cabinet,Hub,York Road,449900,530000," OLD ",no,,,,,,,,\n", AT, false},
};

static void make_pack(const struct answer *answer, struct query_pack *pack)
{
    static const struct query_square dock[] = {
        {"D1", "Hartlepool Marina", "", "", 450100, 529000, 450150, 531000}};
    char path[256];
    query_pack_begin(pack);
    query_pack_squares(pack, "dock", dock, 1);
    query_pack_put(pack, "assets.csv", answer->assets);
    query_pack_put(pack, "postcodes.csv", "TS24 8AY,10,450000,530000\nTS24 8HY,10,451300,530000\n");
    query_pack_put(pack, "codes.csv", "id,code\nbox,C1234Z\n");
    query_pack_path(pack, "codes.csv", path, sizeof path);
    assert_int_equal(chmod(path, 0600), 0);
    query_pack_put(pack, "pack.ini", answer->ini);
    query_pack_compile(pack, NULL);
    /* Saturday 21 November 2026, 12:00. */
    na_session_set_now(pack->session, (int64_t)QUERY_TODAY * 86400 + 12 * 3600);
    na_session_set_codes(pack->session, answer->sees_codes);
}

/* What is said of the first result, as the golden file has it. */
static void say(const struct answer *answer, char *to, size_t size, char *caller, size_t room)
{
    struct query_pack pack;
    make_pack(answer, &pack);
    json_t *json = query_pack_json(&pack, QUERY_NEAREST, answer->query, NA_FORMAT_JSON);
    const json_t *said =
        json_object_get(json_array_get(json_object_get(json, "results"), 0), "say");
    (void)snprintf(to, size, "Caller: %s\nAlone: %s\nOperator: %s\n",
                   query_pack_text(said, "caller"), query_pack_text(said, "alone"),
                   query_pack_text(said, "operator"));
    (void)snprintf(caller, room, "%s", query_pack_text(said, "caller"));
    json_decref(json);
    query_pack_end(&pack);
}

/* At most three sentences, of at most twelve words, and no number that could be dialled or typed.
 */
static void assert_can_be_heard(const char *name, const char *caller)
{
    size_t sentences = 0;
    for (const char *at = caller; *at != '\0';) {
        size_t length = strcspn(at, ".?");
        struct na_str sentence = {at, length};
        if (na_sayable_words(sentence) > NA_SAYABLE_WORDS || na_sayable_has_number(sentence)) {
            fail_msg("%s: %.*s", name, (int)length, at);
        }
        sentences += na_sayable_words(sentence) > 0;
        at += length + (at[length] != '\0');
    }
    if (sentences > 3) {
        fail_msg("%s: %zu sentences: %s", name, sentences, caller);
    }
}

static void compare(const char *name, const char *text)
{
    char path[512];
    char wanted[4096] = "";
    const char *mode = getenv("NEARAID_GOLDEN");
    (void)snprintf(path, sizeof path, "%s/tests/golden/said/%s.txt", NA_TEST_SOURCE_DIR, name);
    bool writes = mode != NULL && strcmp(mode, "write") == 0;
    FILE *file = fopen(path, writes ? "wb" : "rb");
    if (file == NULL) {
        fail_msg("cannot open %s", path);
    } else if (writes) {
        (void)fputs(text, file);
    } else {
        wanted[fread(wanted, 1, sizeof wanted - 1, file)] = '\0';
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    if (!writes) {
        assert_string_equal(text, wanted);
    }
}

static void each_answer_is_said_word_for_word(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        char text[4096];
        char caller[1024];
        say(&answers[i], text, sizeof text, caller, sizeof caller);
        assert_can_be_heard(answers[i].name, caller);
        compare(answers[i].name, text);
    }
}

/* A position in the sea, its minus lost: no place, a question, and what may be meant. */
static void a_position_outside_is_asked_about(void **state)
{
    (void)state;
    static const struct answer outside = {
        "09-outside", PLAIN ASSETS "[places.p]\nfile = postcodes.csv\nformat = codepoint-open\n",
        HEAD "hub,bleed_cabinet,Hub,York Road,450000,530240," GOOD ",no,,,,,,,,\n",
        "kind=bleed_cabinet&q=54.6858,%201.2140", false};
    struct query_pack pack;
    struct na_buffer text;
    struct na_buffer problem;
    struct na_error error = {.message = ""};
    char said[2048];
    make_pack(&outside, &pack);
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    na_buffer_init(&problem, NA_ANSWER_LIMIT);
    assert_int_equal(
        query_pack_ask(&pack, QUERY_NEAREST, outside.query, NA_FORMAT_JSON, &text, &error),
        NA_ERR_OUTSIDE_DATA);
    assert_int_equal(na_render_nearest_refusal(pack.session, &error, &problem), NA_OK);
    json_t *json = query_pack_parse(&problem);
    assert_non_null(json);
    const json_t *say = json_object_get(json, "say");
    (void)snprintf(said, sizeof said, "Caller: %s\nAlone: %s\nOperator: %s\n",
                   query_pack_text(say, "caller"), query_pack_text(say, "alone"),
                   query_pack_text(say, "operator"));
    compare(outside.name, said);
    json_decref(json);
    na_buffer_fini(&text);
    na_buffer_fini(&problem);
    query_pack_end(&pack);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answer_is_said_word_for_word),
        cmocka_unit_test(a_position_outside_is_asked_about),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
