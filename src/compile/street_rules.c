/* The rules read tags and answer yes or no: may one walk here, is it a path, is it covered, is it
 * blocked. Sets of words stand in the code as texts, in the order of docs/walking.md. A tag that is
 * not known changes nothing. */
#include "compile/street_rules.h"

#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* Words parted by blanks. */
static const char yes_set[] = "yes designated permissive official public destination customers "
                              "delivery use_sidepath discouraged unknown dismount";
static const char no_set[] = "no private permit residents military agricultural forestry emergency "
                             "restricted employees staff members students";
static const char walked[] =
    "footway pedestrian path steps living_street residential unclassified tertiary tertiary_link "
    "secondary secondary_link primary primary_link service track road cycleway bridleway byway "
    "crossing platform";
static const char paths[] = "footway pedestrian path steps cycleway bridleway byway track";
static const char pass_barriers[] =
    "bollard lift_gate chain cycle_barrier block bus_trap cattle_grid height_restrictor "
    "jersey_barrier kerb log motorcycle_barrier planter rope sump_buster toll_booth spikes coupure";
static const char shut_barriers[] = "fence wall hedge retaining_wall city_wall ditch cable_barrier "
                                    "guard_rail debris";
/* 40 miles an hour in km/h: from here on nobody walks along a trunk road. */
#define TRUNK_KMH 64.374

static bool is_one_of(struct na_str word, const char *set)
{
    for (const char *at = set; *at != '\0';) {
        size_t length = strcspn(at, " ");
        if (length == word.length && memcmp(at, word.bytes, length) == 0) {
            return true;
        }
        at += length;
        at += *at == ' ';
    }
    return false;
}

enum said { SAID_NOTHING, SAID_YES, SAID_NO };

/* The first value of "a;b" that is known. */
static enum said said_by(const struct na_street_tags *tags, const char *key)
{
    const char *value = tags->find(tags->tags, key);
    while (value != NULL && *value != '\0') {
        size_t length = strcspn(value, ";");
        struct na_str word = na_str_trim((struct na_str){value, length});
        if (is_one_of(word, yes_set)) {
            return SAID_YES;
        }
        if (is_one_of(word, no_set)) {
            return SAID_NO;
        }
        value += length;
        value += *value == ';';
    }
    return SAID_NOTHING;
}

static bool has(const struct na_street_tags *tags, const char *key, const char *set)
{
    const char *value = tags->find(tags->tags, key);
    return value != NULL && is_one_of(na_str_of(value), set);
}

static bool has_sidewalk(const struct na_street_tags *tags)
{
    static const char *const keys[] = {"sidewalk", "sidewalk:both", "sidewalk:left",
                                       "sidewalk:right"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (has(tags, keys[i], "both left right yes separate")) {
            return true;
        }
    }
    return false;
}

/* "40 mph", or a bare number of km/h. */
static bool is_slow(const struct na_street_tags *tags)
{
    const char *value = tags->find(tags->tags, "maxspeed");
    double speed = 0.0;
    if (value == NULL) {
        return false;
    }
    struct na_str text = na_str_trim(na_str_of(value));
    double scale = 1.0;
    if (text.length > 3 && memcmp(text.bytes + text.length - 3, "mph", 3) == 0) {
        text = na_str_trim((struct na_str){text.bytes, text.length - 3});
        scale = 1.609344;
    }
    return na_number_parse(text, &speed) && speed > 0 && speed * scale <= TRUNK_KMH;
}

bool na_street_walkable(const struct na_street_tags *tags)
{
    const char *highway = tags->find(tags->tags, "highway");
    if (highway == NULL || has(tags, "indoor", "yes")) {
        return false;
    }
    struct na_str kind = na_str_of(highway);
    bool trunk = is_one_of(kind, "trunk trunk_link");
    bool bus = is_one_of(kind, "busway bus_guideway");
    if (!trunk && !bus && !is_one_of(kind, walked)) {
        return false;
    }
    enum said foot = said_by(tags, "foot");
    if (foot == SAID_NO || (foot == SAID_NOTHING && said_by(tags, "access") == SAID_NO)) {
        return false;
    }
    if (bus) {
        return foot == SAID_YES;
    }
    if (trunk) {
        return !has(tags, "motorroad", "yes") &&
               (foot == SAID_YES || has_sidewalk(tags) || is_slow(tags));
    }
    return true;
}

bool na_street_is_path(const struct na_street_tags *tags)
{
    return has(tags, "highway", paths);
}

bool na_street_covered(const struct na_street_tags *tags)
{
    const char *bridge = tags->find(tags->tags, "bridge");
    const char *tunnel = tags->find(tags->tags, "tunnel");
    return (bridge != NULL && !is_one_of(na_str_of(bridge), "no boardwalk")) ||
           (tunnel != NULL &&
            !is_one_of(na_str_of(tunnel), "no building_passage avalanche_protector"));
}

bool na_street_blocks(const struct na_street_tags *tags)
{
    const char *barrier = tags->find(tags->tags, "barrier");
    if (barrier == NULL) {
        return false;
    }
    enum said foot = said_by(tags, "foot");
    if (foot != SAID_NOTHING) {
        return foot == SAID_NO;
    }
    if (is_one_of(na_str_of(barrier), pass_barriers)) {
        return false;
    }
    enum said access = said_by(tags, "access");
    if (is_one_of(na_str_of(barrier), shut_barriers)) {
        return access != SAID_YES;
    }
    return access == SAID_NO || has(tags, "locked", "yes");
}

bool na_street_conditional(const struct na_street_tags *tags)
{
    return tags->find(tags->tags, "foot:conditional") != NULL ||
           tags->find(tags->tags, "access:conditional") != NULL ||
           (tags->find(tags->tags, "barrier") != NULL &&
            tags->find(tags->tags, "opening_hours") != NULL);
}

bool na_street_link_walkable(const char *road_class, const char *function, const char *form)
{
    bool dual = strcmp(form, "Dual Carriageway") == 0 || strcmp(form, "Slip Road") == 0;
    return strcmp(road_class, "Motorway") != 0 && strcmp(function, "Motorway") != 0 &&
           strcmp(function, "Restricted Local Access Road") != 0 &&
           strcmp(form, "Guided Busway") != 0 && strcmp(function, "Guided Busway") != 0 &&
           !(dual && (strcmp(road_class, "A Road") == 0 || strcmp(function, "A Road") == 0));
}
