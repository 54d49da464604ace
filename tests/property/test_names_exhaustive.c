/* The search for names against a look at every name. The oracle takes the roles of each name with a
 * word of the text, without any bound; the first five must be the same, ties included. Arguments:
 * how many names, how many questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/places.h"
#include "locate/roles.h"
#include "support/gazetteer.h"
#include "support/query_pack.h"
#include "support/random.h"

#define FIRST 5u

static size_t name_count = 20000;
static size_t question_count = 1500;
static struct query_pack pack;
static struct gazetteer gazetteer;
static struct test_random gazetteer_random;

static int setup(void **state)
{
    (void)state;
    char path[256];
    gazetteer_random = test_random_start("names_exhaustive");
    assert_true(gazetteer_init(&gazetteer, &gazetteer_random, name_count));
    query_pack_begin(&pack);
    query_pack_path(&pack, "places.csv", path, sizeof path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    gazetteer_write(&gazetteer, file);
    assert_int_equal(fclose(file), 0);
    query_pack_put(&pack, "pack.ini",
                   "[pack]\ntitle = Names\n[places.n]\nfile = places.csv\nformat = csv\n");
    query_pack_compile(&pack, NULL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    query_pack_end(&pack);
    gazetteer_fini(&gazetteer);
    return 0;
}

/* Every name and alias with a word that brings names, each once, ascending. */
static size_t find_all(const struct na_roles *roles, unsigned char *seen, uint32_t *ret_names)
{
    uint32_t count = na_snapshot_name_count(pack.snapshot);
    size_t found = 0;
    memset(seen, 0, count);
    for (size_t i = 0; i < NA_LOOKUP_SLOTS; i++) {
        const struct na_lookup_slot *slot = &roles->asked->slots[i];
        uint32_t names = 0;
        if (slot->word == 0) {
            continue;
        }
        const uint32_t *list = na_snapshot_word_names(pack.snapshot, slot->word - 1, &names);
        for (uint32_t n = 0; na_roles_is_source(roles, slot, names) && n < names; n++) {
            seen[list[n]] = 1;
        }
    }
    for (uint32_t n = 0; n < count; n++) {
        struct na_name_view name;
        if (seen[n] != 0) {
            na_snapshot_name(pack.snapshot, n, &name);
            ret_names[found] = n;
            found += name.role <= NA_ROLE_ALIAS;
        }
    }
    return found;
}

struct best {
    struct na_named names[NA_NAMES_KEPT];
    size_t count;
};

/* The best of each place, in order. */
static void keep_best(struct best *best, const struct na_named *named)
{
    size_t at = 0;
    while (at < best->count && (best->names[at].target != named->target ||
                                best->names[at].is_asset != named->is_asset)) {
        at++;
    }
    if (at < best->count && na_named_compare(&best->names[at], named) <= 0) {
        return;
    }
    if (at == best->count && best->count == NA_NAMES_KEPT &&
        na_named_compare(&best->names[--at], named) <= 0) {
        return;
    }
    best->count += at == best->count;
    for (; at > 0 && na_named_compare(named, &best->names[at - 1]) < 0; at--) {
        best->names[at] = best->names[at - 1];
    }
    best->names[at] = *named;
}

static void look_at_all(const struct na_lookup *asked, struct na_roles *roles, struct best *best,
                        uint64_t *ret_full_words)
{
    uint32_t count = na_snapshot_name_count(pack.snapshot);
    unsigned char *seen = malloc(count);
    uint32_t *names = malloc(count * sizeof *names);
    assert_true(seen != NULL && names != NULL);
    na_roles_begin(roles, asked);
    size_t found = find_all(roles, seen, names);
    na_roles_find_towns(roles, names, found);
    best->count = 0;
    *ret_full_words = 0;
    for (size_t i = 0; i < found; i++) {
        struct na_named named;
        bool is_candidate = na_roles_take(roles, names[i], &named);
        *ret_full_words |= named.full && !named.is_region ? named.said : 0;
        if (is_candidate) {
            keep_best(best, &named);
        }
    }
    free(seen);
    free(names);
}

static void read_text(const char *text, struct na_lookup *ret_asked)
{
    static struct na_said said;
    assert_true(na_said_read(na_str_of(text), &said));
    na_lookup_read(ret_asked, pack.snapshot, &said);
}

static void compare(const char *text, const struct na_names *names, const struct best *best,
                    size_t limit)
{
    for (size_t i = 0; i < limit && i < best->count; i++) {
        const struct na_named *wanted = &best->names[i];
        if (wanted->score < best->names[0].score - 9.0) {
            break; /* not shown */
        }
        const struct na_named *found = i < names->count ? &names->best[i] : NULL;
        if (found == NULL || found->target != wanted->target ||
            memcmp(&found->score, &wanted->score, sizeof found->score) != 0) {
            fail_msg("\"%s\": number %zu is %s, %s (%.9f), not %s, %s (%.9f)", text, i + 1,
                     found == NULL ? "-" : found->name, found == NULL ? "-" : found->place,
                     found == NULL ? 0.0 : found->score, wanted->name, wanted->place,
                     wanted->score);
        }
    }
}

static void the_first_five_are_those_of_a_look_at_every_name(void **state)
{
    (void)state;
    static struct na_lookup asked;
    static struct na_names names;
    static struct na_roles roles;
    static struct best best;
    size_t skipped = 0;
    size_t filtered = 0;
    size_t kinds[GAZETTEER_QUESTIONS] = {0};
    for (size_t n = 0; n < question_count; n++) {
        char text[GAZETTEER_QUESTION];
        uint64_t full_words = 0;
        gazetteer_question(&gazetteer, n, text, sizeof text);
        read_text(text, &asked);
        na_names_find(&asked, &names);
        look_at_all(&asked, &roles, &best, &full_words);
        if (names.skipped != 0 || !names.complete) {
            skipped++;
            kinds[n % GAZETTEER_QUESTIONS] += names.skipped != 0;
            continue;
        }
        filtered += names.filtered != 0;
        compare(text, &names, &best, FIRST);
        if (names.full_words != full_words) {
            fail_msg("\"%s\": whole names of other words", text);
        }
        assert_int_equal(names.town_count, roles.town_count);
        for (size_t i = 0; i < names.town_count; i++) {
            assert_int_equal(names.towns[i].target, roles.towns[i].target);
            assert_true(names.towns[i].said == roles.towns[i].said);
        }
    }
    printf("%zu names, %zu questions: %zu reached a bound, %zu right in the first %u alone\n",
           name_count, question_count, skipped, filtered, FIRST);
    for (size_t i = 0; i < GAZETTEER_QUESTIONS; i++) {
        printf("%zu%s", kinds[i], i + 1 < GAZETTEER_QUESTIONS ? " " : " of each kind skipped\n");
    }
    /* Of so few names; of a million more reach it. */
    assert_true(skipped * 20 < question_count || name_count > 50000);
}

/* The bound was once used up by the whole names of a long text, and nothing was offered. */
static void a_long_text_of_common_words_is_answered(void **state)
{
    (void)state;
    static struct na_lookup asked;
    static struct na_names names;
    struct na_buffer text;
    na_buffer_init(&text, 1000);
    for (size_t n = 0; n < 50; n++) {
        na_buffer_fini(&text);
        for (size_t pairs = 0; pairs < 28 && text.length < 400; pairs++) {
            assert_int_equal(na_buffer_printf(&text, "%s %s ", gazetteer_first_word(&gazetteer),
                                              gazetteer_type(&gazetteer)),
                             NA_OK);
        }
        read_text(na_buffer_terminate(&text), &asked);
        na_names_find(&asked, &names);
        assert_true(names.count > 0);
    }
    na_buffer_fini(&text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_five_are_those_of_a_look_at_every_name),
        cmocka_unit_test(a_long_text_of_common_words_is_answered),
    };
    name_count = argc > 1 ? strtoul(argv[1], NULL, 10) : name_count;
    question_count = argc > 2 ? strtoul(argv[2], NULL, 10) : question_count;
    return cmocka_run_group_tests(tests, setup, teardown);
}
