/* Stored what3words: looked up as texts, never decoded. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "locate/private.h"

/* Longest that is looked up, as the index has it. */
#define TEXT_MAX 64
/* A plural or a letter in each of the three words. */
#define NEAR_EDITS 3u

/* "word.word.word" in lower case; *ret_sure: it is written as what3words are, with dots. */
static bool read_words(struct na_str text, char to[TEXT_MAX], size_t *ret_length, bool *ret_sure)
{
    size_t length = 0;
    size_t marks = 0;
    bool slashes = false;
    while (text.length > 0 && text.bytes[0] == '/') {
        text = (struct na_str){text.bytes + 1, text.length - 1};
        slashes = true;
    }
    text = na_str_trim(text);
    bool dots = text.length > 0 && memchr(text.bytes, '.', text.length) != NULL;
    if (text.length == 0 || text.length > TEXT_MAX) {
        return false;
    }
    for (size_t i = 0; i < text.length; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        bool mark = dots ? c == '.' : c == ' ';
        bool letter = (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
        if ((!mark && !letter) || (mark && (length == 0 || to[length - 1] == '.'))) {
            return false;
        }
        marks += mark;
        to[length++] = mark ? '.' : c;
    }
    *ret_length = length;
    *ret_sure = dots || slashes;
    return marks == 2 && to[length - 1] != '.';
}

/* The assets that store word `number` as their what3words. */
static void add_assets(const struct na_snapshot *snapshot, uint32_t number,
                       enum na_candidate_match match, struct na_located *located)
{
    uint32_t count = 0;
    const uint32_t *names = na_snapshot_word_names(snapshot, number, &count);
    for (uint32_t i = 0; i < count; i++) {
        struct na_name_view name;
        na_snapshot_name(snapshot, names[i], &name);
        struct na_candidate *candidate = name.role == NA_ROLE_W3W ? na_located_add(located) : NULL;
        if (candidate != NULL) {
            na_candidate_of_name(snapshot, &name, candidate);
            candidate->match = match;
            (void)snprintf(candidate->why, sizeof candidate->why,
                           match == NA_CANDIDATE_EXACT
                               ? "Its stored what3words is ///%.70s"
                               : "Its stored what3words, ///%.70s, is spelt nearly like that",
                           name.text);
        }
    }
}

struct near {
    const struct na_snapshot *snapshot;
    struct na_located *located;
};

static void take_near(void *context, uint32_t word, unsigned int edits)
{
    struct near *near = context;
    (void)edits;
    add_assets(near->snapshot, word, NA_CANDIDATE_FUZZY, near->located);
}

enum na_code na_locate_w3w(struct na_session *session, struct na_str text,
                           struct na_located *ret_located, bool *ret_taken, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    char words[TEXT_MAX];
    size_t length = 0;
    bool sure = false;
    uint32_t number = 0;
    *ret_taken = false;
    if (!read_words(text, words, &length, &sure)) {
        return NA_OK;
    }
    struct na_str asked = {words, length};
    na_located_init(ret_located, "w3w");
    if (na_snapshot_find_word(snapshot, asked, &number)) {
        add_assets(snapshot, number, NA_CANDIDATE_EXACT, ret_located);
    }
    *ret_taken = sure || ret_located->count > 0;
    if (ret_located->count > 0) {
        ret_located->confident =
            ret_located->count == 1 && !ret_located->more ? 0 : NA_CANDIDATES_NONE;
        return NA_OK;
    }
    if (!sure) {
        return NA_OK;
    }
    struct near near = {snapshot, ret_located};
    na_snapshot_words_like(snapshot, asked, NEAR_EDITS, take_near, &near);
    (void)na_fail(reterr, NA_ERR_W3W_NOT_STORED,
                  "That what3words address is not stored, and none is ever decoded");
    return na_fail_at(reterr, NA_ERR_W3W_NOT_STORED, NULL, 0, "q",
                      ret_located->count > 0
                          ? "The candidates are spelt nearly alike: ask the caller again"
                          : "Ask for a postcode, a name or a grid reference");
}
