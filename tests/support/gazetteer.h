/* support/gazetteer.h - invented gazetteers with the words of a real one: most names are streets, a
 * fifth of all names ends in "Road", every tenth begins with one of forty first words, and each has
 * a town beside it; and what callers and the careless type about them. */
#ifndef NA_TEST_GAZETTEER_H
#define NA_TEST_GAZETTEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"

#define GAZETTEER_WORD 24
#define GAZETTEER_QUESTION 200

struct gazetteer_town {
    char name[GAZETTEER_WORD * 2];
    double easting_m, northing_m, accuracy_m;
};

struct gazetteer {
    struct test_random *random;
    size_t count; /* of names to be written */
    struct gazetteer_town *towns;
    size_t town_count;
    char (*firsts)[GAZETTEER_WORD]; /* rarer first words of streets */
    size_t first_count;
};

static const char *const gazetteer_common[] = {
    "Church",      "Station", "High",    "Mill",   "Park",   "Victoria", "Green",  "Manor",
    "School",      "Queens",  "New",     "North",  "South",  "West",     "East",   "Main",
    "London",      "King",    "Albert",  "George", "York",   "Springs",  "Chapel", "The Old",
    "Saint Marys", "St John", "Windsor", "Grange", "Meadow", "Orchard",  "Beech",  "Oak",
    "Elm",         "Cedar",   "Poplar",  "Hill",   "Bridge", "Castle",   "Field",  "Front"};
/* As often as they stand here. */
static const char *const gazetteer_types[] = {
    "Road",    "Road",     "Road",    "Road",  "Road",  "Road",  "Street",
    "Street",  "Street",   "Lane",    "Lane",  "Close", "Close", "Close",
    "Avenue",  "Avenue",   "Drive",   "Drive", "Way",   "Court", "Place",
    "Terrace", "Crescent", "Gardens", "Grove", "Hill",  "Walk",  "Mews"};
static const char *const gazetteer_kinds[] = {"pub",    "school",   "station", "supermarket",
                                              "Church", "hospital", "hotel",   "park"};
#define GAZETTEER_COUNT(list) (sizeof(list) / sizeof((list)[0]))

static inline const char *gazetteer_one_of(struct test_random *random, const char *const *list,
                                           size_t count)
{
    return list[test_random_below(random, count)];
}

/* A word of syllables; longer ones are rarer. */
static inline void gazetteer_word(struct test_random *random, char to[GAZETTEER_WORD])
{
    static const char *const heads[] = {"har", "sto", "bil", "ling", "mid", "red", "car", "nor",
                                        "man", "ess", "wyn", "yar",  "dun", "wal", "pen", "tre"};
    static const char *const tails[] = {"ton",  "by",   "ham",  "ley",   "burn", "field", "wood",
                                        "dale", "ford", "well", "mouth", "gate", "wick",  "thorpe"};
    size_t used = 0;
    size_t syllables = 1 + (size_t)test_random_below(random, 3);
    for (size_t i = 0; i < syllables; i++) {
        used += (size_t)snprintf(to + used, GAZETTEER_WORD - used, "%s",
                                 gazetteer_one_of(random, heads, GAZETTEER_COUNT(heads)));
    }
    (void)snprintf(to + used, GAZETTEER_WORD - used, "%s",
                   gazetteer_one_of(random, tails, GAZETTEER_COUNT(tails)));
    to[0] = (char)(to[0] - 'a' + 'A');
}

/* A low number far more often than a high one. */
static inline size_t gazetteer_skewed(struct test_random *random, size_t count)
{
    double u = test_random_between(random, 0.0, 1.0);
    return (size_t)(u * u * u * (double)count) % count;
}

static inline bool gazetteer_init(struct gazetteer *gazetteer, struct test_random *random,
                                  size_t count)
{
    static const char *const second[] = {"",       "",          "",         "",
                                         "",       " upon Sea", " on Tees", " St Mary",
                                         " Green", " Park",     " Village", " le Street"};
    *gazetteer = (struct gazetteer){.random = random, .count = count};
    gazetteer->town_count = count / 150 + 12;
    gazetteer->first_count = count / 12 + 50;
    gazetteer->towns = calloc(gazetteer->town_count, sizeof *gazetteer->towns);
    gazetteer->firsts = calloc(gazetteer->first_count, sizeof *gazetteer->firsts);
    if (gazetteer->towns == NULL || gazetteer->firsts == NULL) {
        return false;
    }
    for (size_t i = 0; i < gazetteer->town_count; i++) {
        struct gazetteer_town *town = &gazetteer->towns[i];
        char word[GAZETTEER_WORD];
        gazetteer_word(random, word);
        (void)snprintf(town->name, sizeof town->name, "%s%s", word,
                       gazetteer_one_of(random, second, GAZETTEER_COUNT(second)));
        town->easting_m = 300000 + (double)test_random_below(random, 300000);
        town->northing_m = 100000 + (double)test_random_below(random, 500000);
        town->accuracy_m = 500 + (double)test_random_below(random, i % 50 == 0 ? 12000 : 1500);
    }
    for (size_t i = 0; i < gazetteer->first_count; i++) {
        gazetteer_word(random, gazetteer->firsts[i]);
    }
    return true;
}

static inline void gazetteer_fini(struct gazetteer *gazetteer)
{
    free(gazetteer->towns);
    free(gazetteer->firsts);
}

static inline const struct gazetteer_town *gazetteer_some_town(const struct gazetteer *gazetteer)
{
    return &gazetteer->towns[gazetteer_skewed(gazetteer->random, gazetteer->town_count)];
}

static inline const char *gazetteer_first_word(const struct gazetteer *gazetteer)
{
    struct test_random *random = gazetteer->random;
    return test_random_below(random, 5) < 2
               ? gazetteer_common[gazetteer_skewed(random, GAZETTEER_COUNT(gazetteer_common))]
               : gazetteer->firsts[gazetteer_skewed(random, gazetteer->first_count)];
}

static inline const char *gazetteer_type(const struct gazetteer *gazetteer)
{
    return gazetteer_one_of(gazetteer->random, gazetteer_types, GAZETTEER_COUNT(gazetteer_types));
}

/* A street, or something else that has a name, as a row without its place. */
static inline const char *gazetteer_name(const struct gazetteer *gazetteer, char *to, size_t size)
{
    struct test_random *random = gazetteer->random;
    size_t what = (size_t)test_random_below(random, 20);
    if (what < 17) {
        bool two = test_random_below(random, 12) == 0;
        (void)snprintf(to, size, "%s%s%s %s", gazetteer_first_word(gazetteer), two ? " " : "",
                       two ? gazetteer_first_word(gazetteer) : "", gazetteer_type(gazetteer));
        return "street";
    }
    const char *kind = gazetteer_one_of(random, gazetteer_kinds, GAZETTEER_COUNT(gazetteer_kinds));
    if (what == 17) {
        (void)snprintf(to, size, "%s", gazetteer_first_word(gazetteer));
    } else if (what == 18) {
        (void)snprintf(to, size, "%s %s", gazetteer_some_town(gazetteer)->name, kind);
    } else {
        (void)snprintf(to, size, "%s and %s", gazetteer_first_word(gazetteer),
                       gazetteer_first_word(gazetteer));
    }
    return kind;
}

/* The rows of a table of places; towns first. */
static inline void gazetteer_write(const struct gazetteer *gazetteer, FILE *file)
{
    struct test_random *random = gazetteer->random;
    (void)fputs("name,kind,place,aliases,easting,northing,accuracy_m\n", file);
    for (size_t i = 0; i < gazetteer->town_count; i++) {
        const struct gazetteer_town *town = &gazetteer->towns[i];
        char alias[GAZETTEER_WORD] = "";
        if (i % 9 == 0) {
            gazetteer_word(random, alias);
        }
        (void)fprintf(file, "%s,%s,%s,%s,%.0f,%.0f,%.0f\n", town->name,
                      i % 4 == 0 ? "Town" : "village",
                      i % 3 == 0 ? "Northshire" : gazetteer_some_town(gazetteer)->name, alias,
                      town->easting_m, town->northing_m, town->accuracy_m);
    }
    for (size_t i = gazetteer->town_count; i < gazetteer->count; i++) {
        char name[GAZETTEER_WORD * 4];
        const struct gazetteer_town *town = gazetteer_some_town(gazetteer);
        const char *kind = gazetteer_name(gazetteer, name, sizeof name);
        double spread_m = town->accuracy_m * 2.0;
        (void)fprintf(file, "%s,%s,%s%s,%s,%.0f,%.0f,100\n", name, kind, town->name,
                      test_random_below(random, 3) == 0 ? " Northshire" : "",
                      test_random_below(random, 40) == 0 ? gazetteer_first_word(gazetteer) : "",
                      town->easting_m + test_random_between(random, -spread_m, spread_m),
                      town->northing_m + test_random_between(random, -spread_m, spread_m));
    }
}

/* One letter of it another, dropped or doubled. */
static inline void gazetteer_misspell(struct test_random *random, char *text)
{
    size_t length = strlen(text);
    size_t at = (size_t)test_random_below(random, length);
    if (text[at] == ' ') {
        return;
    }
    if (test_random_below(random, 2) == 0) {
        memmove(text + at, text + at + 1, length - at);
    } else {
        text[at] = (char)('a' + test_random_below(random, 26));
    }
}

#define GAZETTEER_QUESTIONS 18u

/* A question of one kind; the kinds are numbered. */
static inline void gazetteer_question(const struct gazetteer *gazetteer, size_t kind, char *to,
                                      size_t size)
{
    struct test_random *random = gazetteer->random;
    const char *first = gazetteer_first_word(gazetteer);
    const char *common =
        gazetteer_one_of(random, gazetteer_common, GAZETTEER_COUNT(gazetteer_common));
    const char *type = gazetteer_type(gazetteer);
    const char *town = gazetteer_some_town(gazetteer)->name;
    char name[GAZETTEER_WORD * 4];
    (void)gazetteer_name(gazetteer, name, sizeof name);
    switch (kind % GAZETTEER_QUESTIONS) {
    case 0:
        (void)snprintf(to, size, "%s %s", common, type);
        break;
    case 1:
        (void)snprintf(to, size, "%s %s, %s", common, type, town);
        break;
    case 2:
        (void)snprintf(to, size, "%s", name);
        break;
    case 3:
        (void)snprintf(to, size, "%s, %s", name, town);
        break;
    case 4:
        (void)snprintf(to, size, "%s", test_random_below(random, 2) == 0 ? type : common);
        break;
    case 5:
        (void)snprintf(to, size, "%s %s", type, town);
        break;
    case 6:
        (void)snprintf(to, size, "%s %s", common, town);
        break;
    case 7:
        (void)snprintf(to, size, "%s %s", type, gazetteer_type(gazetteer));
        break;
    case 8:
        (void)snprintf(to, size, "%s %s %s %s", common, type, gazetteer_type(gazetteer),
                       gazetteer_common[test_random_below(random, 16)]);
        break;
    case 9:
        (void)snprintf(to, size, "a man is bleeding outside the %s on %s %s near %s", name, common,
                       type, town);
        break;
    case 10:
        (void)snprintf(to, size, "corner of %s %s and %s %s in %s", common, type, first,
                       gazetteer_type(gazetteer), town);
        break;
    case 11:
        (void)snprintf(to, size, "%s", name);
        to[1 + test_random_below(random, strlen(to))] = '\0';
        break;
    case 12:
        (void)snprintf(to, size, "%s %s", name, town);
        gazetteer_misspell(random, to);
        break;
    case 13:
        (void)snprintf(to, size, "%d %s %s %s", (int)(1 + test_random_below(random, 200)), common,
                       type, town);
        break;
    case 14:
        (void)snprintf(to, size, "%s", town);
        break;
    case 15:
        (void)snprintf(to, size, "%s %s %s", town, type, first);
        break;
    case 16:
        (void)snprintf(to, size, "%s station %s church", town, common);
        break;
    default:
        (void)snprintf(to, size, "%s %s and %s, %s Northshire", first, common, first, town);
        break;
    }
}

#endif
