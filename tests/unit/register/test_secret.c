/* Codes in disguise are withheld, and what is no code is left alone. The texts stand in texts/: a
 * disguise a line, the code before the tab. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "register/secret.h"

#define TEXTS NA_TEST_SOURCE_DIR "/tests/unit/register/texts/"

/* Judge each line of a file; how many are withheld. What is not as `wanted` is printed. */
static size_t judge_file(const char *name, enum na_secret_mode mode, bool wanted, size_t *ret_lines)
{
    char path[512];
    char line[1024];
    size_t withheld = 0;
    (void)snprintf(path, sizeof path, TEXTS "%s", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    *ret_lines = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *tab = strchr(line, '\t');
        const char *text = tab != NULL ? tab + 1 : line;
        struct na_secret secret = na_secret_judge(na_str_of(text), mode);
        bool held = secret.tier != NA_SECRET_NONE;
        if (held != wanted) {
            printf("%s: %s\n", held ? "withheld" : "served", text);
        }
        withheld += held;
        ++*ret_lines;
    }
    (void)fclose(file);
    return withheld;
}

static void of_200_disguises_97_of_100_are_withheld(void **state)
{
    size_t lines = 0;
    size_t withheld = judge_file("disguises.txt", NA_SECRET_STRICT, true, &lines);
    (void)state;
    printf("%zu of %zu disguises are withheld\n", withheld, lines);
    assert_true(lines >= 200);
    assert_true(withheld * 100 >= lines * 97);
}

/* Written after the rules of the first list: half of these before, half after the rules that they
 * brought. */
static void of_200_later_disguises_97_of_100_are_withheld(void **state)
{
    size_t lines = 0;
    size_t withheld = judge_file("disguises_later.txt", NA_SECRET_STRICT, true, &lines);
    (void)state;
    printf("%zu of %zu later disguises are withheld\n", withheld, lines);
    assert_true(lines >= 200);
    assert_true(withheld * 100 >= lines * 97);
}

static void words_of_locks_without_a_code_are_left_alone(void **state)
{
    size_t lines = 0;
    (void)state;
    assert_int_equal(judge_file("harmless.txt", NA_SECRET_STRICT, false, &lines), 0);
    assert_int_equal(judge_file("harmless.txt", NA_SECRET_TEXT, false, &lines), 0);
    assert_int_equal(judge_file("harmless.txt", NA_SECRET_NAME, false, &lines), 0);
}

/* Numbers of houses, roads and things explain themselves where nothing is locked. */
static void numbers_of_things_are_explained(void **state)
{
    size_t lines = 0;
    (void)state;
    assert_int_equal(judge_file("harmless_open.txt", NA_SECRET_TEXT, false, &lines), 0);
    assert_int_equal(judge_file("harmless_open.txt", NA_SECRET_NAME, false, &lines), 0);
}

static void a_code_is_cut_out_of_a_name(void **state)
{
    static const char *const rows[][2] = {
        {"Anchor Hall (code C382Y)", "Anchor Hall"},
        {"Anchor Hall - PIN 4471", "Anchor Hall"},
        {"Anchor Hall C382Y", "Anchor Hall"},
        {"Caf\xC3\xA9 Rouge, keypad 90318", "Caf\xC3\xA9 Rouge"},
        {"Anchor Hall (code A19C)", "Anchor Hall"},
        {"Anchor Hall, password BLUE42", "Anchor Hall"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_secret secret = na_secret_judge(na_str_of(rows[i][0]), NA_SECRET_NAME);
        assert_int_equal(secret.tier, NA_SECRET_CODE);
        assert_int_equal(secret.from, strlen(rows[i][1]));
        assert_int_equal(secret.to, strlen(rows[i][0]));
    }
}

/* A road is a road by the words beside it; alone it could be anything. */
static void a_road_needs_its_words(void **state)
{
    (void)state;
    assert_int_equal(na_secret_judge(na_str_of("Off the A19"), NA_SECRET_STRICT).tier,
                     NA_SECRET_NONE);
    assert_int_equal(na_secret_judge(na_str_of("say A19 to the warden"), NA_SECRET_STRICT).tier,
                     NA_SECRET_UNREAD);
    assert_int_equal(na_secret_judge(na_str_of("Spar A19"), NA_SECRET_NAME).tier, NA_SECRET_NONE);
}

static void headings_of_codes_are_known(void **state)
{
    static const struct {
        const char *heading;
        enum na_secret_heading kind;
    } rows[] = {
        {"Cabinet PIN number", NA_HEADING_SECRET},
        {"Door Combination", NA_HEADING_SECRET},
        {"Keypad number", NA_HEADING_SECRET},
        {"Padlock", NA_HEADING_SECRET},
        {"Defib code", NA_HEADING_SECRET},
        {"AccessCode", NA_HEADING_SECRET},
        {"access_cod", NA_HEADING_SECRET},
        {"keysafe_co", NA_HEADING_SECRET},
        {"defibrillator:code", NA_HEADING_SECRET},
        {"PIN", NA_HEADING_SECRET},
        {"doorcode", NA_HEADING_SECRET},
        {"Key safe no.", NA_HEADING_SECRET},
        {"Card Code", NA_HEADING_SECRET},
        {"defibcode", NA_HEADING_SECRET},
        {"Access information", NA_HEADING_DOUBTFUL},
        {"", NA_HEADING_DOUBTFUL},
        {"Postcode", NA_HEADING_PLAIN},
        {"Post Code", NA_HEADING_PLAIN},
        {"Ward code", NA_HEADING_PLAIN},
        {"pint", NA_HEADING_PLAIN},
        {"Town", NA_HEADING_PLAIN},
        {"Serial number", NA_HEADING_EXPLAINS},
        {"NumberOfPupils", NA_HEADING_EXPLAINS},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        enum na_secret_heading kind = na_secret_heading_of(na_str_of(rows[i].heading));
        bool same =
            rows[i].kind == NA_HEADING_PLAIN ? kind != NA_HEADING_SECRET : kind == rows[i].kind;
        if (!same) {
            fail_msg("%s: %d", rows[i].heading, kind);
        }
    }
    static const char *const harmless[] = {"Access Code Required",
                                           "unique_reference_number",
                                           "organisation_data_service_code",
                                           "code_holder",
                                           "code_checked",
                                           "Code needed",
                                           "LAD22CD",
                                           "site code"};
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++) {
        assert_int_not_equal(na_secret_heading_of(na_str_of(harmless[i])), NA_HEADING_SECRET);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_200_disguises_97_of_100_are_withheld),
        cmocka_unit_test(of_200_later_disguises_97_of_100_are_withheld),
        cmocka_unit_test(words_of_locks_without_a_code_are_left_alone),
        cmocka_unit_test(numbers_of_things_are_explained),
        cmocka_unit_test(a_code_is_cut_out_of_a_name),
        cmocka_unit_test(a_road_needs_its_words),
        cmocka_unit_test(headings_of_codes_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
