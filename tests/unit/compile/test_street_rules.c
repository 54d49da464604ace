/* Who may walk where, by the tags of OpenStreetMap and the classes of OS Open Roads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile/street_rules.h"

/* "key=value key=value": values may have blanks written as _. */
static const char *find(const void *text, const char *key)
{
    static char value[64];
    size_t length = strlen(key);
    for (const char *at = text; *at != '\0'; at += strcspn(at, " "), at += *at == ' ') {
        if (strncmp(at, key, length) == 0 && at[length] == '=') {
            size_t count = strcspn(at + length + 1, " ");
            (void)snprintf(value, sizeof value, "%.*s", (int)count, at + length + 1);
            for (char *c = value; *c != '\0'; c++) {
                *c =
                    *c == '_' && strchr(value, '/') == NULL && strstr(at, "mph") != NULL ? ' ' : *c;
            }
            return value;
        }
    }
    return NULL;
}

static struct na_street_tags tags_of(const char *text)
{
    return (struct na_street_tags){find, text};
}

static void ways_are_walked_as_their_tags_say(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool walkable;
    } cases[] = {
        {"highway=residential", true},
        {"highway=footway", true},
        {"highway=steps", true},
        {"highway=platform", true},
        {"highway=motorway", false},
        {"highway=motorway foot=yes", false},
        {"highway=motorway_link", false},
        {"highway=corridor", false},
        {"highway=construction", false},
        {"highway=proposed", false},
        {"highway=raceway", false},
        {"highway=elevator", false},
        {"route=ferry", false},
        {"foot=yes", false},
        {"highway=footway indoor=yes", false},
        {"highway=footway foot=no", false},
        {"highway=footway foot=private", false},
        {"highway=residential access=private", false},
        {"highway=residential access=private foot=yes", true},
        {"highway=residential access=no foot=permissive", true},
        {"highway=residential foot=no access=yes", false},
        {"highway=residential access=destination", true},
        {"highway=residential access=nonsense", true},
        {"highway=residential access=nonsense;private", false},
        {"highway=residential foot=nonsense access=no", false},
        {"highway=residential foot=yes;no", true},
        {"highway=cycleway foot=use_sidepath", true},
        {"highway=service access=military", false},
        {"highway=track access=agricultural", false},
        {"highway=trunk", false},
        {"highway=trunk foot=yes", true},
        {"highway=trunk_link foot=designated", true},
        {"highway=trunk foot=yes motorroad=yes", false},
        {"highway=trunk sidewalk=left", true},
        {"highway=trunk sidewalk:both=separate", true},
        {"highway=trunk sidewalk=no", false},
        {"highway=trunk maxspeed=30_mph", true},
        {"highway=trunk maxspeed=40_mph", true},
        {"highway=trunk maxspeed=41_mph", false},
        {"highway=trunk maxspeed=50", true},
        {"highway=trunk maxspeed=80", false},
        {"highway=trunk maxspeed=0", false},
        {"highway=trunk maxspeed=30_mph access=no", false},
        {"highway=busway", false},
        {"highway=busway foot=yes", true},
        {"highway=bus_guideway", false},
        {"highway=residential oneway=yes", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_street_tags tags = tags_of(cases[i].tags);
        if (na_street_walkable(&tags) != cases[i].walkable) {
            fail_msg("%s", cases[i].tags);
        }
    }
}

static void nodes_block_as_their_tags_say(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool blocks;
    } cases[] = {
        {"highway=crossing", false},
        {"foot=no", false},
        {"barrier=bollard", false},
        {"barrier=bollard access=private", false},
        {"barrier=lift_gate access=no", false},
        {"barrier=block", false},
        {"barrier=bollard foot=no", true},
        {"barrier=fence", true},
        {"barrier=wall access=yes", false},
        {"barrier=hedge foot=yes", false},
        {"barrier=debris", true},
        {"barrier=gate", false},
        {"barrier=gate access=private", true},
        {"barrier=gate access=private foot=yes", false},
        {"barrier=gate locked=yes", true},
        {"barrier=gate locked=no", false},
        {"barrier=stile", false},
        {"barrier=gate foot=nonsense locked=yes", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_street_tags tags = tags_of(cases[i].tags);
        if (na_street_blocks(&tags) != cases[i].blocks) {
            fail_msg("%s", cases[i].tags);
        }
    }
}

static void bridges_and_tunnels_are_covered(void **state)
{
    (void)state;
    static const struct {
        const char *tags;
        bool covered;
    } cases[] = {{"bridge=yes", true},      {"bridge=viaduct", true},
                 {"bridge=no", false},      {"bridge=boardwalk", false},
                 {"tunnel=yes", true},      {"tunnel=building_passage", false},
                 {"tunnel=no", false},      {"tunnel=avalanche_protector", false},
                 {"highway=footway", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct na_street_tags tags = tags_of(cases[i].tags);
        if (na_street_covered(&tags) != cases[i].covered) {
            fail_msg("%s", cases[i].tags);
        }
    }
    struct na_street_tags gate = tags_of("barrier=gate opening_hours=sunrise-sunset");
    struct na_street_tags shop = tags_of("shop=yes opening_hours=9-5");
    assert_true(na_street_conditional(&gate));
    assert_false(na_street_conditional(&shop));
}

static void links_of_open_roads_are_walked_by_class_and_form(void **state)
{
    (void)state;
    assert_true(na_street_link_walkable("Unclassified", "Local Road", "Single Carriageway"));
    assert_true(na_street_link_walkable("A Road", "A Road", "Single Carriageway"));
    assert_true(na_street_link_walkable("B Road", "B Road", "Dual Carriageway"));
    assert_false(na_street_link_walkable("A Road", "A Road", "Dual Carriageway"));
    assert_false(na_street_link_walkable("A Road", "A Road", "Slip Road"));
    assert_false(na_street_link_walkable("Motorway", "Motorway", "Dual Carriageway"));
    assert_false(
        na_street_link_walkable("Unknown", "Restricted Local Access Road", "Single Carriageway"));
    assert_false(na_street_link_walkable("Unclassified", "Local Road", "Guided Busway"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_are_walked_as_their_tags_say),
        cmocka_unit_test(nodes_block_as_their_tags_say),
        cmocka_unit_test(bridges_and_tunnels_are_covered),
        cmocka_unit_test(links_of_open_roads_are_walked_by_class_and_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
