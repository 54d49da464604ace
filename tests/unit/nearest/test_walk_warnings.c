/* What is said of ways on foot that are less sure than they look: each sentence, and when it is not
 * said. One street runs from west to east for 258 m; north of it lie four boxes, each of its own
 * kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "support/query_pack.h"

static struct query_pack pack;

static int open_pack(void **state)
{
    (void)state;
    query_pack_begin(&pack);
    query_pack_put(&pack, "roads.osm",
                   "<osm version=\"0.6\">\n<node id=\"1\" lat=\"54.66\" lon=\"-1.21\"/>\n"
                   "<node id=\"2\" lat=\"54.66\" lon=\"-1.206\"/>\n"
                   "<way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/>"
                   "<tag k=\"highway\" v=\"footway\"/></way>\n</osm>\n");
    query_pack_put(
        &pack, "boxes.csv",
        "id,kind,name,lat,lon\na,at,At Street,54.66,-1.209\nb,by,By Street,54.66,-1.207\n"
        "c,across,Across Field,54.6605,-1.209\nd,off,Off Street,54.6612,-1.21\n");
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Streets\n[assets.boxes]\nfile = boxes.csv\n"
                   "[network.roads]\nfile = roads.osm\nissued = 2024-10-01\nstale_days = 36500\n"
                   "attribution = (c) OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int close_pack(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

/* The text of the first warning of the code; "" if there is none. */
static const char *warning_of(const json_t *json, const char *code)
{
    const json_t *warnings = json_object_get(json, "warnings");
    for (size_t i = 0; i < json_array_size(warnings); i++) {
        const json_t *warning = json_array_get(warnings, i);
        if (strcmp(query_pack_text(warning, "code"), code) == 0) {
            return query_pack_text(warning, "text");
        }
    }
    return "";
}

static void each_doubt_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *query, *code, *text; /* "": it is not said */
    } rows[] = {
        {"lat=54.66&lon=-1.2095&kind=at", "long-snap", ""},
        {"lat=54.66&lon=-1.2095&kind=across", "long-snap",
         "The nearest street is 56 m from Across Field: the way there may be longer"},
        {"lat=54.6605&lon=-1.2095&kind=at", "long-snap",
         "The nearest street is 56 m from the position: the way there may be longer"},
        {"lat=54.6603&lon=-1.2095&kind=at", "long-snap", ""},
        {"lat=54.6605&lon=-1.21&kind=by&kind=off", "nearer-unknown-walk",
         "Off Street may be nearer than By Street: it is 78 m away in a straight line, and the way "
         "on foot is not known (no street is near it); By Street is 249 m on foot"},
        {"lat=54.66&lon=-1.2075&kind=by&kind=off", "nearer-unknown-walk", ""},
        {"lat=54.66&lon=-1.2095&kind=at", "network-edge", ""},
        {"lat=54.66&lon=-1.2095&kind=across", "network-edge",
         "The streets of the data end near here: a shorter way to Across Field may lead outside "
         "them"},
        {"lat=54.6620&lon=-1.21&kind=at", "off-network",
         "No street is within 75 m of the position: distances are in a straight line, and the way "
         "on foot is not known"},
        {"lat=54.66&lon=-1.2095&kind=at", "network-old", ""},
        {"lat=54.66&lon=-1.2095&kind=at", "no-paths", ""},
        {"lat=54.66&lon=-1.2095&kind=at", "no-access-tags", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        json_t *json = query_pack_json(&pack, QUERY_NEAREST, rows[i].query, NA_FORMAT_JSON);
        assert_string_equal(warning_of(json, rows[i].code), rows[i].text);
        json_decref(json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_doubt_is_said),
    };
    return cmocka_run_group_tests(tests, open_pack, close_pack);
}
