/* "Corner of A and B" where the pack has streets: exact, and certain only in a town that was said.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "locate/locate.h"
#include "locate/question_position.h"
#include "support/query_pack.h"

/* High Street crosses Church Road in North and in South, 3.3 km apart; Mill Lane and High Street
 * end at a ring 24 m across; St John's Road meets the A689 at two carriageways; Far Street meets
 * none. */
static const char streets_osm[] = "<osm version=\"0.6\">\n"
                                  "<node id=\"1\" lat=\"54.7000\" lon=\"-1.2100\"/><node id=\"2\" "
                                  "lat=\"54.7000\" lon=\"-1.2000\"/>"
                                  "<node id=\"3\" lat=\"54.7000\" lon=\"-1.1900\"/><node id=\"4\" "
                                  "lat=\"54.7050\" lon=\"-1.2000\"/>"
                                  "<node id=\"5\" lat=\"54.6950\" lon=\"-1.2000\"/>"
                                  "<node id=\"11\" lat=\"54.6700\" lon=\"-1.2100\"/><node "
                                  "id=\"12\" lat=\"54.6700\" lon=\"-1.2000\"/>"
                                  "<node id=\"13\" lat=\"54.6700\" lon=\"-1.1900\"/><node "
                                  "id=\"14\" lat=\"54.6750\" lon=\"-1.2000\"/>"
                                  "<node id=\"21\" lat=\"54.7000\" lon=\"-1.1898\"/><node "
                                  "id=\"22\" lat=\"54.70005\" lon=\"-1.18985\"/>"
                                  "<node id=\"23\" lat=\"54.7020\" lon=\"-1.1897\"/>"
                                  "<node id=\"31\" lat=\"54.7100\" lon=\"-1.2000\"/><node "
                                  "id=\"32\" lat=\"54.7102\" lon=\"-1.2000\"/>"
                                  "<node id=\"33\" lat=\"54.7110\" lon=\"-1.2000\"/><node "
                                  "id=\"34\" lat=\"54.7100\" lon=\"-1.2050\"/>"
                                  "<node id=\"35\" lat=\"54.7102\" lon=\"-1.2050\"/>"
                                  "<node id=\"41\" lat=\"54.7300\" lon=\"-1.2000\"/><node "
                                  "id=\"42\" lat=\"54.7310\" lon=\"-1.2000\"/>"
#define WAY(id, refs, name)                                                                        \
    "<way id=\"" id "\">" refs "<tag k=\"highway\" v=\"residential\"/>" name "</way>\n"
#define NAME(text) "<tag k=\"name\" v=\"" text "\"/>"
#define REF(n) "<nd ref=\"" n "\"/>"
    WAY("1", REF("1") REF("2") REF("3"), NAME("High Street"))
        WAY("2", REF("4") REF("2") REF("5"), NAME("Church Road"))
            WAY("3", REF("11") REF("12") REF("13"), NAME("High Street"))
                WAY("4", REF("14") REF("12"), NAME("Church Rd"))
                    WAY("5", REF("3") REF("21") REF("22") REF("3"),
                        "<tag k=\"junction\" v=\"roundabout\"/>") WAY("6", REF("22") REF("23"),
                                                                      NAME("Mill Lane"))
                        WAY("7", REF("31") REF("32") REF("33"), NAME("St. John's Road"))
                            WAY("8", REF("34") REF("31"), "<tag k=\"ref\" v=\"A689;A1\"/>")
                                WAY("9", REF("35") REF("32"), "<tag k=\"ref\" v=\"A689\"/>")
                                    WAY("10", REF("41") REF("42"), NAME("Far Street")) "</osm>\n";

static int setup(void **state)
{
    static struct query_pack pack;
    query_pack_begin(&pack);
    query_pack_put(&pack, "roads.osm", streets_osm);
    query_pack_put(&pack, "towns.csv",
                   "name,kind,place,lat,lon,accuracy_m\n"
                   "Northtown,town,,54.7030,-1.2000,1000\nSouthtown,town,,54.6680,-1.2000,1000\n");
    query_pack_put(&pack, "boxes.csv", "id,name,lat,lon\na,Box,54.7001,-1.2001\n");
    query_pack_put(
        &pack, "pack.ini",
        "[pack]\ntitle = Corners\n[assets.boxes]\nfile = boxes.csv\nkind = box\n"
        "[places.towns]\nfile = towns.csv\nformat = csv\n[network.roads]\nfile = roads.osm\n"
        "issued = 2026-10-01\nattribution = (c) OpenStreetMap contributors, ODbL 1.0\n");
    query_pack_compile(&pack, NULL);
    *state = &pack;
    return 0;
}

static int teardown(void **state)
{
    query_pack_end(*state);
    return 0;
}

static const struct na_located *locate(void **state, const char *text)
{
    static struct na_located located;
    const struct query_pack *pack = *state;
    struct na_error error;
    assert_int_equal(na_locate_text(pack->session, text, 10, &located, &error), NA_OK);
    return &located;
}

/* Texts, and what they mean: a certain corner, or the reason why none is. */
static void corners_are_found_and_doubted(void **state)
{
    static const struct {
        const char *text, *reason; /* "": certain */
        double lat_deg, lon_deg;   /* of the first candidate; 0: none is a corner */
        double accuracy_m;
    } cases[] = {
        {"corner of High Street and Church Road Northtown", "", 54.7, -1.2, 30},
        {"corner of High Street and Church Road, Southtown", "", 54.67, -1.2, 30},
        {"junction of Church Rd / High St in Northtown", "", 54.7, -1.2, 30},
        {"where Church Road meets High Street in Southtown", "", 54.67, -1.2, 30},
        {"near the corner of High Street and Church Road Northtown", "", 54.7, -1.2, 130},
        {"corner of High Street and Church Road", "several-names", 54.67, -1.2, 30},
        {"corner of Mill Lane and High Street, Northtown", "", 54.70002, -1.18992, 30},
        {"corner of Mill Lane and High Street", "street-without-town", 54.70002, -1.18992, 30},
        {"corner of Mill Lane and High Street, Southtown", "other-locality", 54.70002, -1.18992,
         30},
        {"corner of St John's Road and A689, Northtown", "", 54.7101, -1.2, 41},
        {"corner of St Johns Rd with the A689 Northtown", "", 54.7101, -1.2, 41},
        {"corner of High Street and Church Road, Oldtown", "words-left", 54.67, -1.2, 30},
        {"two miles from the corner of Mill Lane and High Street Northtown", "away-from-it",
         54.70002, -1.18992, 30},
        {"on High Street where he is, Church Road Northtown", "two-streets", 54.7, -1.2, 30},
        {"corner shop Mill Lane, lives at 3 High Street Northtown", "words-left", 54.70002,
         -1.18992, 30},
        {"corner of Far Street and High Street, Northtown", "words-left", 0, 0, 0},
        {"corner of High Street and High Street, Northtown", "words-left", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct na_located *located = locate(state, cases[i].text);
        const struct na_candidate *first = &located->candidates[0];
        bool is_corner = located->count > 0 && first->type == NA_CANDIDATE_CROSSING;
        print_message("%s: %s\n", cases[i].text, located->reason);
        assert_string_equal(located->reason, cases[i].reason);
        assert_int_equal(located->confident, cases[i].reason[0] == '\0' ? 0 : NA_CANDIDATES_NONE);
        assert_int_equal(is_corner, cases[i].accuracy_m > 0);
        if (is_corner) {
            assert_true(fabs(first->at.lat_deg - cases[i].lat_deg) < 3e-5);
            assert_true(fabs(first->at.lon_deg - cases[i].lon_deg) < 3e-5);
            assert_true(fabs(first->accuracy_m - cases[i].accuracy_m) < 1.5);
        }
    }
}

static void a_certain_corner_is_told_with_its_town(void **state)
{
    const struct na_located *located =
        locate(state, "corner of High Street and Church Road Northtown");
    assert_string_equal(located->candidates[0].label, "High Street and Church Road");
    assert_string_equal(located->candidates[0].place, "Northtown");
    assert_string_equal(located->candidates[0].source, "network");
    assert_non_null(strstr(located->read_back, "High Street and Church Road, Northtown"));
    assert_string_equal(located->not_used, "");
    assert_string_equal(located->not_understood, "");
}

/* Its name is told after the search is over. */
static void a_corner_is_the_position_of_a_question(void **state)
{
    const struct query_pack *pack = *state;
    const struct na_param params[] = {{"q", "corner of High Street and Church Road, Southtown"}};
    struct na_position position;
    struct na_error error;
    assert_int_equal(na_position_read(pack->session, params, 1, &position, &error), NA_OK);
    assert_string_equal(position.place.name, "High Street and Church Road");
    assert_string_equal(position.place.kind, "crossing");
    assert_true(fabs(position.at.lat_deg - 54.67) < 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(corners_are_found_and_doubted),
                                       cmocka_unit_test(a_corner_is_the_position_of_a_question),
                                       cmocka_unit_test(a_certain_corner_is_told_with_its_town)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
