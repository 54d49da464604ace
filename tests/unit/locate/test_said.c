/* locate/said, locate/spoken, locate/lexicon: a text taken apart, what words spell, what words are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "locate/lexicon.h"
#include "locate/lexicon_table.h"
#include "locate/said.h"
#include "locate/spoken.h"

static struct na_said said;

/* The words with a bar where a part ends. */
static void write_words(char *to, size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < said.word_count; i++) {
        bool parted = i > 0 && said.words[i].segment != said.words[i - 1].segment;
        used += (size_t)snprintf(to + used, size - used, "%s%.*s",
                                 i == 0   ? ""
                                 : parted ? "|"
                                          : " ",
                                 (int)said.words[i].text.length, said.words[i].text.bytes);
    }
}

static void words_and_parts_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } rows[] = {
        {"12 Victoria Road, Hartlepool", "12 victoria road|hartlepool"},
        {"St. Hilda's Church", "st hildas church"},
        {"No. 5 Corporation Road", "no 5 corporation road"},
        {"Headland & Harbour", "headland and harbour"},
        {"Acklam Road. TS5 7EL", "acklam road|ts5 7el"},
        {"O'Malley\xE2\x80\x99s", "omalleys"},
        {"Caf\xC3\xA9 Ren\xC3\xA9", "cafe rene"},
        {"a/b (c)", "a|b|c"},
        {"\xF0\x9F\x93\x8D", ""},
        {"'TS9 7BA'", "ts9 7ba"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[256];
        assert_true(na_said_read(na_str_of(rows[i].text), &said));
        write_words(words, sizeof words);
        assert_string_equal(words, rows[i].words);
    }
}

static void every_limit_is_one(void **state)
{
    (void)state;
    static char text[NA_SAID_BYTES_MAX + 2];
    memset(text, 'a', sizeof text);
    assert_true(na_said_read((struct na_str){text, NA_SAID_BYTES_MAX}, &said));
    assert_int_equal(said.words[0].text.length, NA_SAID_WORD_MAX);
    assert_false(na_said_read((struct na_str){text, NA_SAID_BYTES_MAX + 1}, &said));
    for (size_t i = 1; i < sizeof text; i += 2) {
        text[i] = ' ';
    }
    assert_true(na_said_read((struct na_str){text, 2 * NA_SAID_WORDS_MAX - 1}, &said));
    assert_int_equal(said.word_count, NA_SAID_WORDS_MAX);
    assert_false(na_said_read((struct na_str){text, 2 * NA_SAID_WORDS_MAX + 1}, &said));
    /* One character of three bytes may stand for eighteen letters. */
    for (size_t i = 0; i + 3 <= NA_SAID_BYTES_MAX; i += 3) {
        memcpy(text + i, "\xEF\xB7\xBA", 3);
    }
    assert_false(na_said_read((struct na_str){text, 999}, &said));
    assert_false(na_said_read(na_str_of("a\xFF"), &said));
}

static void signs_belong_to_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t item;
        double value;
    } rows[] = {{"-1.5", 0, -1.5},  {"a -1.5", 1, -1.5},    {"54-33", 1, 0},
                {"x=+2.5", 2, 2.5}, {"54.6,-1.2", 2, -1.2}, {"007.50", 0, 7.5}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_signed number;
        assert_true(na_said_read(na_str_of(rows[i].text), &said));
        bool read = na_said_number(&said, rows[i].item, &number);
        assert_int_equal(read, rows[i].value != 0);
        assert_true(!read || number.value == rows[i].value);
    }
}

static void words_spell(void **state)
{
    (void)state;
    static const struct {
        const char *text, *spelt; /* NULL: no run */
    } rows[] = {
        {"tango sierra two four eight alpha yankee", "ts248ay"},
        {"T for Tango S for Sierra one, two Lima Foxtrot", "ts12lf"},
        {"it is Tango Sierra 3, 9 Hotel November", "ts39hn"},
        {"november zulu five zero nine three two six", "nz509326"},
        {"fifty four point six eight five minus one point two one four", "54.685 -1.214"},
        {"tango sierra twenty six nine delta quebec", "ts269dq"},
        {"T as in Tommy, S as in Sugar, double two", "ts22"},
        {"the Victoria Hotel", NULL},
        {"two men", NULL},
        {"TS24 8AY", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct na_spoken spoken;
        assert_true(na_said_read(na_str_of(rows[i].text), &said));
        bool found = na_spoken_next(&said, 0, &spoken);
        assert_int_equal(found, rows[i].spelt != NULL);
        if (found && (spoken.length != strlen(rows[i].spelt) ||
                      memcmp(spoken.text, rows[i].spelt, spoken.length) != 0)) {
            fail_msg("\"%s\": %.*s", rows[i].text, (int)spoken.length, spoken.text);
        }
    }
}

static void the_table_is_in_order(void **state)
{
    (void)state;
    for (size_t i = 1; i < na_lexicon_rows_length; i++) {
        assert_true(strcmp(na_lexicon_rows[i - 1].word, na_lexicon_rows[i].word) < 0);
    }
    assert_int_equal(na_lexicon_flags(na_str_of("road")) & NA_LEX_TYPE, NA_LEX_TYPE);
    assert_int_equal(na_lexicon_flags(na_str_of("outside")) & NA_LEX_RELATION, NA_LEX_RELATION);
    assert_int_equal(na_lexicon_flags(na_str_of("hartlepool")), 0);
    assert_true(na_lexicon_is_kind(na_str_of("pub"), "licensed_premises"));
    assert_true(na_lexicon_is_kind(na_str_of("station"), "Police Station"));
    assert_false(na_lexicon_is_kind(na_str_of("pub"), "police station"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_parts_are_told_apart), cmocka_unit_test(every_limit_is_one),
        cmocka_unit_test(signs_belong_to_numbers),        cmocka_unit_test(words_spell),
        cmocka_unit_test(the_table_is_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
