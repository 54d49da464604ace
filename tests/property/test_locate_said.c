/* What callers say of the real premises, streets and postcodes: never certain of a place whose
 * words were not said in their roles, and certain of what nobody could take for another.
 *
 * NA_TEST_LONG=1 tries 50,000 texts and every postcode; without, a sample. The oracle reads words
 * by itself: it shares no code with the reading but the folding of letters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/places.h"
#include "io/fold.h"
#include "locate/locate.h"
#include "support/query_pack.h"
#include "support/random.h"

#define SHARED NA_TEST_SHARED_DATA
#define CASES NA_TEST_SOURCE_DIR "/../shared/cases"
#define TEXT 400

static struct query_pack pack;
static bool is_there;
static bool is_long;
static struct na_located located;

static void link_file(const char *folder, const char *name)
{
    char from[512];
    char to[256];
    (void)snprintf(from, sizeof from, "%s/%s", folder, name);
    query_pack_path(&pack, name, to, sizeof to);
    if (symlink(from, to) != 0) {
        query_pack_die("cannot link", from);
    }
}

static int setup(void **state)
{
    (void)state;
    static const char grid[] = SHARED "/proj/uk_os_OSTN15_NTv2_OSGBtoETRS.tif";
    const char *asked = getenv("NA_TEST_LONG");
    is_long = asked != NULL && asked[0] == '1';
    if (!is_long) {
        /* The oracle cannot know every word of talk: new seeds are for the long run, whose finds a
         * person reads. */
        (void)setenv("NA_TEST_SEED", "20261130", 0);
    }
    is_there = access(grid, R_OK) == 0 && access(CASES "/pubs.csv", R_OK) == 0;
    if (!is_there) {
        printf("skipped: no cases in %s\n", CASES);
        return 0;
    }
    query_pack_begin(&pack);
    link_file(SHARED "/postcodes", "codepoint_open_2025-10_ts.csv");
    link_file(SHARED "/postcodes", "codepoint_open_column_headers.csv");
    link_file(CASES, "pubs.csv");
    link_file(CASES, "streets.csv");
    link_file(CASES, "landmarks.csv");
    query_pack_put(
        &pack, "pack.ini",
        "[pack]\ntitle = Said\n[places.postcodes]\nfile = codepoint_open_2025-10_ts.csv\n"
        "headers = codepoint_open_column_headers.csv\nformat = codepoint-open\n"
        "[places.streets]\nfile = streets.csv\nformat = csv\n"
        "[places.landmarks]\nfile = landmarks.csv\nformat = csv\n"
        "[assets.pubs]\nfile = pubs.csv\n");
    query_pack_compile(&pack, grid);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    if (is_there) {
        query_pack_end(&pack);
    }
    return 0;
}

static void skip_without_data(void)
{
    if (!is_there) {
        skip();
    }
}

/* Into `located`; that nothing is found is an answer, too. */
static void ask(const char *text, size_t limit)
{
    enum na_code code = na_locate_text(pack.session, text, limit, &located, NULL);
    if (code != NA_OK && !na_locate_refuses(code)) {
        fail_msg("\"%s\": code %d", text, (int)code);
    }
}

/* ------------------------------------------------------------------ the oracle */

static bool is_one_of(struct na_str word, const char *list)
{
    while (*list != '\0') {
        size_t length = strcspn(list, " ");
        if (length == word.length && memcmp(list, word.bytes, length) == 0) {
            return true;
        }
        list += length + (list[length] == ' ');
    }
    return false;
}

static const char types[] = "road street avenue lane drive close crescent garden gardens grove "
                            "terrace way mews court square walk row parade";
static const char small_talk[] =
    "a an i im is at in on by am are we she he it has been the and next to of outside opposite "
    "behind "
    "near front someone stabbed please caller male 30s uk from house no number flat unit";
static const char displacing[] = "miles mile between towards past not from north";

static bool is_house(struct na_str word)
{
    return word.length > 0 && word.bytes[0] >= '0' && word.bytes[0] <= '9' && word.length <= 5;
}

/* Does `name` stand in the text in order, and is every other word one of its locality, of talk, or
 * a house? */
static bool is_said_in_its_role(const struct na_folded *text, const char *name, const char *place,
                                bool is_street)
{
    static struct na_folded words;
    static struct na_folded beside;
    na_fold(na_str_of(name), &words);
    na_fold(na_str_of(place), &beside);
    for (size_t at = 0; words.count > 0 && at + words.count <= text->count; at++) {
        bool here = true;
        for (size_t i = 0; here && i < words.count; i++) {
            here = na_str_equal(text->words[at + i], words.words[i]);
        }
        size_t end = at + words.count;
        size_t local = 0;
        for (size_t i = 0; here && i < text->count; i++) {
            struct na_str word = text->words[i];
            if (i >= at && i < end) {
                continue;
            }
            bool known = false;
            for (size_t j = 0; j < beside.count; j++) {
                known = known || na_str_equal(beside.words[j], word);
            }
            local += known;
            here = known || is_house(word) || word.length <= 2 ||
                   (is_one_of(word, small_talk) && !is_one_of(word, displacing)) ||
                   is_one_of(word, "pub inn bar hotel club tavern town");
        }
        if (here && (!is_street || local > 0)) {
            return true;
        }
    }
    return false;
}

/* The same for each of its names. */
static bool is_legitimate(const char *said, const struct na_candidate *candidate)
{
    static struct na_folded text;
    na_fold(na_str_of(said), &text);
    bool is_street = strcmp(candidate->kind, "street") == 0;
    if (is_said_in_its_role(&text, candidate->name, candidate->place, is_street)) {
        return true;
    }
    for (uint32_t i = 0; i < na_snapshot_place_count(pack.snapshot); i++) {
        struct na_place_view place;
        na_snapshot_place(pack.snapshot, i, &place);
        if (place.name != candidate->name) {
            continue;
        }
        for (const char *alias = place.aliases; *alias != '\0';) {
            char one[200];
            size_t length = strcspn(alias, "|");
            (void)snprintf(one, sizeof one, "%.*s", (int)length, alias);
            if (is_said_in_its_role(&text, one, candidate->place, is_street)) {
                return true;
            }
            alias += length + (alias[length] == '|');
        }
    }
    return false;
}

/* ------------------------------------------------------------------ texts */

static void a_pub(struct test_random *random, struct na_asset *ret_asset)
{
    na_snapshot_asset(pack.snapshot,
                      (uint32_t)test_random_below(random, na_snapshot_asset_count(pack.snapshot)),
                      ret_asset);
}

static void a_place(struct test_random *random, struct na_place_view *ret_place)
{
    na_snapshot_place(pack.snapshot,
                      (uint32_t)test_random_below(random, na_snapshot_place_count(pack.snapshot)),
                      ret_place);
}

static const char *one_of(struct test_random *random, const char *const *list, size_t count)
{
    return list[test_random_below(random, count)];
}

#define ONE_OF(random, list) one_of(random, list, sizeof(list) / sizeof(list)[0])

static const char *const towns[] = {"Hartlepool", "Middlesbrough", "Stockton-on-Tees", "Redcar",
                                    "Norton",     "Billingham",    "Thornaby",         "Yarm",
                                    "Marske",     "Eston",         "Guisborough"};
static const char *const kinds[] = {"Road", "Street", "Avenue", "Lane", "Close", "Way", "Terrace"};
static const char *const leads[] = {"",
                                    "outside the ",
                                    "at ",
                                    "near ",
                                    "caller at ",
                                    "I am at ",
                                    "behind ",
                                    "two miles from ",
                                    "someone stabbed at ",
                                    "past ",
                                    "next to ",
                                    "between ",
                                    "old ",
                                    "new ",
                                    "north of "};

/* A text of pieces that go together or not. */
static void make_text(struct test_random *random, char to[TEXT])
{
    struct na_asset pub, other;
    struct na_place_view street, second;
    a_pub(random, &pub);
    a_pub(random, &other);
    a_place(random, &street);
    do {
        a_place(random, &second);
    } while (strcmp(second.name, street.name) == 0);
    const char *town = ONE_OF(random, towns);
    const char *kind = ONE_OF(random, kinds);
    const char *lead = test_random_below(random, 2) == 0 ? ONE_OF(random, leads) : "";
    size_t head = strcspn(street.name, " ");
    size_t pub_head = strcspn(pub.name, " ");
    switch (test_random_below(random, 12)) {
    case 0:
        (void)snprintf(to, TEXT, "%s%.100s %s", lead, street.name, town);
        break;
    case 1:
        (void)snprintf(to, TEXT, "%s%.*s %s, %s", lead, (int)head, street.name, kind, town);
        break;
    case 2:
        (void)snprintf(to, TEXT, "%s%.100s %s %s", lead, pub.name, kind, town);
        break;
    case 3:
        (void)snprintf(to, TEXT, "%s%.100s %s", lead, pub.name, town);
        break;
    case 4:
        (void)snprintf(to, TEXT, "%s%.100s, %.100s, %s", lead, pub.name, street.name, town);
        break;
    case 5:
        (void)snprintf(to, TEXT, "%s%.100s %.100s", lead, pub.name, other.name);
        break;
    case 6:
        (void)snprintf(to, TEXT, "%s%.*s %s", lead, (int)pub_head, pub.name, town);
        break;
    case 7:
        (void)snprintf(to, TEXT, "%s%s %.100s", lead, town, street.name);
        break;
    case 8:
        (void)snprintf(to, TEXT, "%s%.100s and %.100s", lead, street.name, second.name);
        break;
    case 9:
        (void)snprintf(to, TEXT, "%s%.*s %s", lead, (int)head, street.name, town);
        break;
    case 10:
        (void)snprintf(to, TEXT, "%s%s %s %s", lead, town, kind, ONE_OF(random, towns));
        break;
    default:
        (void)snprintf(to, TEXT, "%s%.100s, %.100s", lead, pub.name, pub.address);
        break;
    }
    if (test_random_below(random, 4) == 0) { /* a slip of the finger, that makes no other word */
        static const char letters[] = "xzqj";
        size_t at = (size_t)test_random_below(random, strlen(to));
        to[at] = to[at] == ' ' ? ' ' : letters[test_random_below(random, sizeof letters - 1)];
    }
}

/* `text` with each "St" that is a word written as "Street": "new St Thornaby" says New Street. */
static void with_streets(const char *text, char to[2 * TEXT])
{
    size_t used = 0;
    for (const char *at = text; *at != '\0' && used + 8 < 2 * TEXT; at++) {
        bool begins = at == text || at[-1] == ' ';
        if (begins && strncmp(at, "St", 2) == 0 && (at[2] == ' ' || at[2] == ',')) {
            used += (size_t)snprintf(to + used, 2 * TEXT - used, "Street");
            at++;
        } else {
            to[used++] = *at;
        }
    }
    to[used] = '\0';
}

static void never_certain_of_what_was_not_said(void **state)
{
    (void)state;
    skip_without_data();
    struct test_random random = test_random_start("never_certain_of_what_was_not_said");
    size_t texts = is_long ? 50000 : 4000;
    size_t certain = 0;
    for (size_t i = 0; i < texts; i++) {
        char text[TEXT];
        make_text(&random, text);
        ask(text, 10);
        if (located.confident == NA_CANDIDATES_NONE || strcmp(located.recognised, "name") != 0) {
            continue;
        }
        certain++;
        char spelt[2 * TEXT];
        with_streets(text, spelt);
        if (!is_legitimate(text, &located.candidates[located.confident]) &&
            !is_legitimate(spelt, &located.candidates[located.confident])) {
            fail_msg("\"%s\": certain of %s, %s", text, located.candidates[located.confident].name,
                     located.candidates[located.confident].place);
        }
    }
    printf("%zu texts, %zu of them certain\n", texts, certain);
    assert_true(certain > texts / 100);
}

/* ------------------------------------------------------------------ what is unambiguous */

/* The street of an address: its part that ends with a kind of street, without the house; and the
 * last part, the town. False without a street. */
static bool street_and_town(const char *address, char street[100], char town[100])
{
    static struct na_folded words;
    street[0] = '\0';
    for (const char *part = address; *part != '\0';) {
        size_t length = strcspn(part, ",");
        (void)snprintf(town, 100, "%.*s", (int)length, part);
        na_fold((struct na_str){part, length}, &words);
        if (words.count > 1 && is_one_of(words.words[words.count - 1], types)) {
            const char *name = part;
            for (size_t i = 0; i < length; i++) {
                bool figure = part[i] >= '0' && part[i] <= '9';
                name = figure ? part + i + strcspn(part + i, " ,") : name;
            }
            (void)snprintf(street, 100, "%.*s", (int)(length - (size_t)(name - part)), name);
        }
        part += length + (part[length] == ',' ? 1 : 0);
        part += strspn(part, " ");
    }
    return street[0] != '\0';
}

/* May another premises be meant by this name in this town? */
static bool has_namesake(const struct na_asset *pub)
{
    static struct na_folded a, b;
    na_fold(na_str_of(pub->name), &a);
    for (uint32_t i = 0; i < na_snapshot_asset_count(pack.snapshot); i++) {
        struct na_asset other;
        na_snapshot_asset(pack.snapshot, i, &other);
        if (strcmp(other.id, pub->id) == 0) {
            continue;
        }
        na_fold(na_str_of(other.name), &b);
        bool same = a.count == b.count;
        for (size_t j = 0; same && j < a.count; j++) {
            same = na_str_equal(a.words[j], b.words[j]);
        }
        if (same) {
            return true;
        }
    }
    return false;
}

static void ask_for(int form, const struct na_asset *pub, const char *street, const char *town,
                    char to[TEXT])
{
    switch (form) {
    case 0:
        (void)snprintf(to, TEXT, "%.100s", pub->name);
        break;
    case 1:
        (void)snprintf(to, TEXT, "%.100s, %.90s", pub->name, street);
        break;
    case 2:
        (void)snprintf(to, TEXT, "%.100s, %.90s, %.90s", pub->name, street, town);
        break;
    default:
        (void)snprintf(to, TEXT, "outside %.100s %.90s %.90s", pub->name, street, town);
        break;
    }
}

static void every_pub_is_found(void **state)
{
    (void)state;
    skip_without_data();
    size_t asked = 0;
    size_t certain = 0;
    for (uint32_t i = 0; i < na_snapshot_asset_count(pack.snapshot); i++) {
        struct na_asset pub;
        char street[100], town[100], text[TEXT];
        na_snapshot_asset(pack.snapshot, i, &pub);
        if (!street_and_town(pub.address, street, town)) {
            continue;
        }
        for (int form = 0; form < 4; form++) {
            ask_for(form, &pub, street, town, text);
            ask(text, NA_CANDIDATES_MAX);
            bool offered = located.more;
            for (size_t j = 0; j < located.count && !offered; j++) {
                offered = strcmp(located.candidates[j].id, pub.id) == 0;
            }
            if (!offered) {
                fail_msg("\"%s\": not offered", text);
            }
            if (form >= 2 && !has_namesake(&pub)) {
                asked++;
                certain += located.confident == 0 && strcmp(located.candidates[0].id, pub.id) == 0;
            }
            if (located.confident == 0 && !is_legitimate(text, &located.candidates[0])) {
                fail_msg("\"%s\": certain of %s", text, located.candidates[0].name);
            }
        }
    }
    printf("%zu of %zu are certain\n", certain, asked);
    assert_true(asked > 500 && certain * 100 >= asked * 95);
}

static void every_street_with_its_town_is_certain(void **state)
{
    (void)state;
    skip_without_data();
    size_t asked = 0;
    size_t certain = 0;
    for (uint32_t i = 0; i < na_snapshot_place_count(pack.snapshot); i++) {
        struct na_place_view place;
        char text[TEXT];
        na_snapshot_place(pack.snapshot, i, &place);
        if (strcmp(place.kind, "street") != 0) {
            continue;
        }
        (void)snprintf(text, sizeof text, "caller is at 14b %.100s, %.100s", place.name,
                       place.place);
        ask(text, 10);
        asked++;
        certain += located.confident == 0 && strcmp(located.candidates[0].name, place.name) == 0;
        if (located.confident == 0) {
            assert_true(located.house_unknown);
        }
    }
    printf("%zu of %zu are certain\n", certain, asked);
    assert_true(asked > 200 && certain * 100 >= asked * 95);
}

/* ------------------------------------------------------------------ postcodes in sentences */

static void postcodes_stand_anywhere(void **state)
{
    (void)state;
    skip_without_data();
    struct test_random random = test_random_start("postcodes_stand_anywhere");
    uint32_t count = na_snapshot_postcode_count(pack.snapshot);
    uint32_t step = is_long ? 1 : 37;
    size_t tried = 0;
    static const char *const sentences[5][2] = {{"", "."},
                                                {"12 Some Street, Some Town, ", ""},
                                                {"caller says ", ", male, 30s"},
                                                {"Flat 2, 18 New Row ", " UK"},
                                                {"(", ") it's by the shops please"}};
    for (uint32_t i = (uint32_t)test_random_below(&random, step); i < count; i += step) {
        struct na_postcode_view view;
        char code[NA_POSTCODE_TEXT];
        na_snapshot_postcode(pack.snapshot, i, &view);
        na_postcode_format(code, view.key);
        for (int form = 0; form < 5; form++) {
            char text[TEXT];
            (void)snprintf(text, sizeof text, "%s%s%s", sentences[form][0], code,
                           sentences[form][1]);
            if (na_locate_text(pack.session, text, 10, &located, NULL) != NA_OK ||
                located.confident != 0 ||
                strcmp(na_candidate_name(&located.candidates[0]), code) != 0) {
                fail_msg("\"%s\": %s", text, located.reason);
            }
            tried++;
        }
    }
    printf("%zu sentences\n", tried);
}

/* A letter misheard at the end: the right one is nearly always among ten. */
static void a_misheard_letter_is_offered(void **state)
{
    (void)state;
    skip_without_data();
    static const char *const alike[] = {"BCDEGPTVZ", "AJKH", "MN", "FSX", "IY", "QUW"};
    struct test_random random = test_random_start("a_misheard_letter_is_offered");
    uint32_t count = na_snapshot_postcode_count(pack.snapshot);
    size_t tried = 0;
    size_t among = 0;
    for (int n = 0; n < 2000; n++) {
        char right[NA_POSTCODE_TEXT], wrong[NA_POSTCODE_TEXT];
        uint32_t key =
            na_snapshot_postcode_key(pack.snapshot, (uint32_t)test_random_below(&random, count));
        uint32_t other = 0;
        uint32_t i = 0;
        na_postcode_format(right, key);
        memcpy(wrong, right, sizeof wrong);
        char *letter = &wrong[strlen(wrong) - 1 - (size_t)test_random_below(&random, 2)];
        for (size_t g = 0; g < sizeof alike / sizeof alike[0]; g++) {
            if (strchr(alike[g], *letter) != NULL) {
                *letter = alike[g][test_random_below(&random, strlen(alike[g]))];
                break;
            }
        }
        if (!na_postcode_unit(na_str_of(wrong), &other) ||
            na_snapshot_find_postcode(pack.snapshot, other, &i)) {
            continue;
        }
        ask(wrong, 10);
        if (located.from_asset) {
            continue; /* it is newer than the file */
        }
        assert_true(located.confident == NA_CANDIDATES_NONE);
        bool offered = false;
        for (size_t j = 0; j < located.count; j++) {
            offered = offered || strcmp(na_candidate_name(&located.candidates[j]), right) == 0;
        }
        tried++;
        among += offered;
    }
    printf("%zu of %zu misheard are offered\n", among, tried);
    assert_true(tried > 50 && among * 100 >= tried * 95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(never_certain_of_what_was_not_said),
        cmocka_unit_test(every_pub_is_found),
        cmocka_unit_test(every_street_with_its_town_is_certain),
        cmocka_unit_test(postcodes_stand_anywhere),
        cmocka_unit_test(a_misheard_letter_is_offered),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
