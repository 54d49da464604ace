/* Names against brute force: the words near another, whole names, and names spelt nearly alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/places.h"
#include "io/fold.h"
#include "locate/locate.h"
#include "support/query_pack.h"
#include "support/random.h"

#define PLACES 400
#define NAME_MAX_BYTES 64

static struct query_pack pack;
static char names[PLACES][NAME_MAX_BYTES];

/* Few letters, so that many words are near each other. */
static void make_word(struct test_random *random, char *to, size_t longest)
{
    size_t length = 1 + (size_t)test_random_below(random, longest);
    for (size_t i = 0; i < length; i++) {
        to[i] = (char)('a' + test_random_below(random, 4));
    }
    to[length] = '\0';
}

static int setup(void **state)
{
    (void)state;
    struct test_random random = test_random_start("names");
    struct na_buffer csv;
    na_buffer_init(&csv, (size_t)1 << 20);
    assert_int_equal(na_buffer_text(&csv, "name,easting,northing\n"), NA_OK);
    for (size_t i = 0; i < PLACES; i++) {
        size_t words = 1 + (size_t)test_random_below(&random, 4);
        names[i][0] = '\0';
        for (size_t w = 0; w < words; w++) {
            char word[16];
            make_word(&random, word, 11);
            size_t used = strlen(names[i]);
            (void)snprintf(names[i] + used, sizeof names[i] - used, "%s%s", w > 0 ? " " : "", word);
        }
        assert_int_equal(na_buffer_printf(&csv, "%s,%d,%d\n", names[i], (int)(450000 + i), 532000),
                         NA_OK);
    }
    query_pack_begin(&pack);
    query_pack_put(&pack, "places.csv", na_buffer_terminate(&csv));
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Names\n[places.n]\nfile = places.csv\nformat = csv\n");
    query_pack_compile(&pack, NULL);
    na_buffer_fini(&csv);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    return 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The whole table, written as the definition has it. */
static size_t distance(struct na_str a, struct na_str b)
{
    static size_t d[80][80];
    for (size_t i = 0; i <= a.length; i++) {
        for (size_t j = 0; j <= b.length; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            bool same = a.bytes[i - 1] == b.bytes[j - 1];
            d[i][j] = least(d[i - 1][j - 1] + !same, least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
                a.bytes[i - 2] == b.bytes[j - 1]) {
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.length][b.length];
}

struct found {
    unsigned char edits[4096]; /* per word, plus one; 0: not told */
    uint32_t last;
    bool in_order;
};

static void note(void *context, uint32_t word, unsigned int edits)
{
    struct found *found = context;
    found->in_order = found->in_order && (found->last == UINT32_MAX || word > found->last);
    found->last = word;
    found->edits[word] = (unsigned char)(edits + 1);
}

static void words_near_another_are_those_of_the_full_table(void **state)
{
    (void)state;
    struct test_random random = test_random_start("words_near_another");
    uint32_t count = na_snapshot_word_count(pack.snapshot);
    size_t hits = 0;
    assert_true(count > 100 && count < 4096);
    for (int n = 0; n < 300; n++) {
        char text[80];
        static struct found found;
        unsigned int edits = (unsigned int)test_random_below(&random, NA_WORD_EDITS_MAX + 1);
        make_word(&random, text, n % 50 == 0 ? 64 : 13);
        memset(&found, 0, sizeof found);
        found.last = UINT32_MAX;
        found.in_order = true;
        na_snapshot_words_like(pack.snapshot, na_str_of(text), edits, note, &found);
        assert_true(found.in_order);
        for (uint32_t i = 0; i < count; i++) {
            struct na_str word = na_snapshot_word(pack.snapshot, i);
            size_t real = distance(word, na_str_of(text));
            size_t expected = real <= edits ? real + 1 : 0;
            if (found.edits[i] != expected) {
                fail_msg("%s and %.*s within %u: %u, not %zu", text, (int)word.length, word.bytes,
                         edits, found.edits[i], expected);
            }
            hits += expected > 0;
            unsigned int direct = na_word_distance(word, na_str_of(text), edits);
            assert_true(real <= edits ? direct == real : direct > edits);
        }
    }
    printf("%zu words told\n", hits);
}

/* Have two names the same words in the same order? */
static bool are_called_alike(const struct na_folded *a, const struct na_folded *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = na_str_equal(a->words[i], b->words[i]);
    }
    return same;
}

/* Those called `text` are candidates before all others, and one is certain only if they all stand
 * near each other. */
static void expect_whole(const char *text)
{
    static struct na_folded query;
    static struct na_folded name;
    static struct na_located located;
    size_t expected = 0;
    size_t lowest = PLACES;
    size_t highest = 0;
    na_fold(na_str_of(text), &query);
    for (size_t i = 0; i < PLACES; i++) {
        na_fold(na_str_of(names[i]), &name);
        if (are_called_alike(&query, &name)) {
            expected++;
            lowest = least(lowest, i);
            highest = i;
        }
    }
    assert_int_equal(na_locate_text(pack.session, text, NA_CANDIDATES_MAX, &located, NULL), NA_OK);
    for (size_t i = 0; i < least(expected, located.count); i++) {
        size_t number = (size_t)(located.candidates[i].grid.easting_m - 450000);
        na_fold(na_str_of(names[number]), &name);
        if (!are_called_alike(&query, &name)) {
            fail_msg("\"%s\": %s stands before a namesake", text, names[number]);
        }
    }
    if (located.confident != NA_CANDIDATES_NONE && highest - lowest > 150) {
        fail_msg("\"%s\": certain, though two of that name are %zu m apart", text,
                 highest - lowest);
    }
}

/* A query of words of some name, shuffled, the last perhaps cut. */
static void make_query(struct test_random *random, char *to, size_t size)
{
    static struct na_folded name;
    na_fold(na_str_of(names[test_random_below(random, PLACES)]), &name);
    size_t count = 1 + (size_t)test_random_below(random, name.count);
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        struct na_str word = name.words[test_random_below(random, name.count)];
        if (i + 1 == count && test_random_below(random, 2) == 0) {
            word.length = 1 + (size_t)test_random_below(random, word.length);
        }
        used += (size_t)snprintf(to + used, size - used, "%s%.*s", i > 0 ? " " : "",
                                 (int)word.length, word.bytes);
    }
}

static void whole_names_come_first(void **state)
{
    (void)state;
    for (size_t i = 0; i < PLACES; i++) {
        expect_whole(names[i]);
    }
}

/* One letter of a name changed into one that no word has: the name is offered, never taken. */
static void names_spelt_nearly_alike_are_found(void **state)
{
    (void)state;
    struct test_random random = test_random_start("names_spelt_nearly_alike");
    static struct na_located located;
    size_t tried = 0;
    for (int n = 0; n < 800; n++) {
        char text[NAME_MAX_BYTES];
        size_t number = (size_t)test_random_below(&random, PLACES);
        (void)snprintf(text, sizeof text, "%s", names[number]);
        size_t at = (size_t)test_random_below(&random, strlen(text));
        size_t start = at;
        size_t end = at;
        while (start > 0 && text[start - 1] != ' ') {
            start--;
        }
        while (text[end] != ' ' && text[end] != '\0') {
            end++;
        }
        if (text[at] == ' ' || end - start < 6) {
            continue;
        }
        text[at] = 'x';
        assert_int_equal(na_locate_text(pack.session, text, NA_CANDIDATES_MAX, &located, NULL),
                         NA_OK);
        assert_true(located.confident == NA_CANDIDATES_NONE);
        bool offered = located.more;
        for (size_t i = 0; i < located.count && !offered; i++) {
            offered = strcmp(na_candidate_name(&located.candidates[i]), names[number]) == 0;
        }
        if (!offered) {
            fail_msg("\"%s\" for %s: not among %zu", text, names[number], located.count);
        }
        tried++;
    }
    printf("%zu misspellings\n", tried);
    assert_true(tried > 100);
}

static void an_answer_is_always_the_same(void **state)
{
    (void)state;
    struct test_random random = test_random_start("an_answer_is_always_the_same");
    static struct na_located wide;
    static struct na_located narrow;
    for (int n = 0; n < 500; n++) {
        char text[256];
        make_query(&random, text, sizeof text);
        size_t limit = 1 + (size_t)test_random_below(&random, 10);
        enum na_code code = na_locate_text(pack.session, text, NA_CANDIDATES_MAX, &wide, NULL);
        assert_int_equal(na_locate_text(pack.session, text, limit, &narrow, NULL), code);
        assert_int_equal(narrow.count, least(limit, wide.count));
        assert_int_equal(narrow.confident, wide.confident);
        assert_int_equal(narrow.more, wide.more || wide.count > limit);
        for (size_t i = 0; i < narrow.count; i++) {
            assert_true(narrow.candidates[i].grid.easting_m == wide.candidates[i].grid.easting_m);
        }
    }
}

/* ------------------------------------------------------------------ many streets */

#define STREETS 9000

/* In a pack with more roads than are looked at one by one, a street with its town is certain still,
 * and one without is not. */
static void a_street_among_thousands_is_certain(void **state)
{
    (void)state;
    static const char *const localities[] = {"Alphaville", "Betaton", "Gammaby"};
    struct test_random random = test_random_start("a_street_among_thousands_is_certain");
    static struct na_located located;
    static struct query_pack many;
    struct na_buffer csv;
    na_buffer_init(&csv, (size_t)4 << 20);
    assert_int_equal(na_buffer_text(&csv, "name,kind,place,easting,northing\n"), NA_OK);
    for (size_t i = 0; i < STREETS; i++) {
        assert_int_equal(na_buffer_printf(&csv, "Way%c%c%c Road,street,%s,%d,%d\n",
                                          (int)('a' + i / 3 % 20), (int)('a' + i / 60 % 20),
                                          (int)('a' + i / 1200 % 20), localities[i % 3],
                                          (int)(450000 + i), (int)(532000 + 1000 * (i % 3))),
                         NA_OK);
    }
    query_pack_begin(&many);
    query_pack_put(&many, "places.csv", na_buffer_terminate(&csv));
    query_pack_put(&many, "pack.ini",
                   "[pack]\ntitle = Many\n[places.n]\nfile = places.csv\nformat = csv\n");
    query_pack_compile(&many, NULL);
    na_buffer_fini(&csv);
    for (int n = 0; n < 200; n++) {
        struct na_place_view place;
        char text[128];
        na_snapshot_place(many.snapshot, (uint32_t)test_random_below(&random, STREETS), &place);
        (void)snprintf(text, sizeof text, "%.40s, %.40s", place.name, place.place);
        assert_int_equal(na_locate_text(many.session, text, 10, &located, NULL), NA_OK);
        if (located.confident != 0 || located.candidates[0].at.lon_deg != place.at.lon_deg) {
            fail_msg("\"%s\": %s", text, located.reason);
        }
        (void)snprintf(text, sizeof text, "%.40s", place.name);
        assert_int_equal(na_locate_text(many.session, text, 10, &located, NULL), NA_OK);
        assert_true(located.confident == NA_CANDIDATES_NONE);
    }
    query_pack_end(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_near_another_are_those_of_the_full_table),
        cmocka_unit_test(whole_names_come_first),
        cmocka_unit_test(names_spelt_nearly_alike_are_found),
        cmocka_unit_test(an_answer_is_always_the_same),
        cmocka_unit_test(a_street_among_thousands_is_certain),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
