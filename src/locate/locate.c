/* The order in which a text is read. Figures first: links, degrees, metres, grid references; then
 * postcodes, stored words, names. The first that is read gives the position; what else was said may
 * contradict it, and then nothing is certain. */
#include "locate/locate.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "locate/certain.h"
#include "locate/read_back.h"
#include "locate/reading.h"
#include "locate/spoken.h"
#include "locate/three_words.h"

/* A postcode beside figures contradicts them if it lies so much farther off than both reach,
 * metres. */
#define POSTCODE_APART_M 1500.0

/* Faults of figures, as they are told. */
static const struct {
    enum na_code code;
    const char *message, *hint;
} faults[] = {
    [NA_FAULT_SIXTY] = {NA_ERR_COORDINATES, "Minutes and seconds are below 60",
                        "Ask for the figures again, degrees, minutes and seconds apart"},
    [NA_FAULT_SAME_AXIS] = {NA_ERR_COORDINATES, "Both halves of the position are of one axis",
                            "Ask which is north and which is west"},
    [NA_FAULT_RANGE] = {NA_ERR_COORDINATES,
                        "Latitude is at most 90 degrees and longitude at most 180",
                        "Ask for the figures again"},
    [NA_FAULT_NULL] = {NA_ERR_COORDINATES,
                       "The position is exactly 0,0: most likely it is empty where it comes from",
                       "Ask for the address"},
    [NA_FAULT_CRS] = {NA_ERR_COORDINATES, "The position is of another coordinate system than WGS84",
                      "Ask for latitude and longitude"},
    [NA_FAULT_LINK] = {NA_ERR_LINK, "The link holds no position, and links are never followed",
                       "Ask the caller to read out the figures, or for a postcode"},
    [NA_FAULT_GRIDREF_ODD] = {NA_ERR_GRIDREF,
                              "A grid reference has as many figures for east as for north: one is "
                              "missing or too many",
                              "Ask for all figures again, in pairs"},
    [NA_FAULT_GRIDREF_LETTER] = {NA_ERR_GRIDREF,
                                 "A letter stands among the figures of the grid reference",
                                 "Ask for all figures again"},
    [NA_FAULT_TETRAD] = {NA_ERR_GRIDREF, "A tetrad (two figures and a letter) is not supported",
                         "Ask for a grid reference of six figures"},
};

static enum na_code refuse_fault(enum na_figure_fault fault, struct na_located *located,
                                 struct na_error *reterr)
{
    located->confident = NA_CANDIDATES_NONE;
    located->reason = na_code_slug(faults[fault].code);
    located->ask = faults[fault].hint;
    (void)na_fail(reterr, faults[fault].code, "%s", faults[fault].message);
    return na_fail_at(reterr, faults[fault].code, NULL, 0, "q", faults[fault].hint);
}

/* Look up the words that are left, and find their names. */
static void find_names(const struct na_session *session, struct na_reading *reading)
{
    na_lookup_read(&reading->asked, session->snapshot, &reading->said);
    na_names_find(&reading->asked, &reading->names);
    na_corners_find(&reading->asked, &reading->said, &reading->names, &reading->corners);
}

static void no_names(const struct na_session *session, struct na_reading *reading)
{
    na_lookup_read(&reading->asked, session->snapshot, &reading->said);
    reading->names.count = reading->names.town_count = 0;
    reading->corners.count = 0;
}

/* A position is known; does the rest of the text name another? */
static enum na_code settle_position(struct na_session *session, struct na_reading *reading,
                                    struct na_located *located, struct na_error *reterr)
{
    bool conflict = false;
    enum na_code code = NA_OK;
    find_names(session, reading);
    if (located->confident != NA_CANDIDATES_NONE && located->candidates[0].has_lonlat) {
        code =
            na_located_add_conflict(session, reading, located->candidates[0].at,
                                    located->candidates[0].accuracy_m, located, &conflict, reterr);
    }
    if (conflict) {
        located->confident = NA_CANDIDATES_NONE;
        located->reason = "conflict";
        located->ask = "Ask for the street and the town: they lie far from the figures said";
    }
    return code;
}

/* ------------------------------------------------------------------ figures */

/* Letters and figures said in words: a position or a grid reference that they spell. */
static void read_spoken_figures(struct na_reading *reading)
{
    struct na_spoken spoken;
    struct na_said *said = &reading->said;
    for (size_t from = 0; na_spoken_next(said, from, &spoken); from = spoken.end) {
        struct na_figures figures = {.count = 0};
        if (!na_said_read((struct na_str){spoken.text, spoken.length}, &reading->aside)) {
            continue;
        }
        na_figures_of_degrees(&reading->aside, &figures);
        if (figures.count == 0) {
            na_figures_of_squares(&reading->aside, &figures);
        }
        if (figures.count == 0) {
            continue;
        }
        for (size_t i = 0; i < figures.count; i++) {
            na_figures_add(&reading->figures, &figures.list[i]);
        }
        if (figures.fault != NA_FAULT_NONE) {
            na_figures_fail(&reading->figures, figures.fault);
        }
        memset(said->taken + said->words[spoken.first].start, 1,
               (size_t)said->words[spoken.end - 1].end - said->words[spoken.first].start);
    }
}

/* Figures in the order of their readers; the first that finds something is the last. */
static void read_figures(struct na_reading *reading)
{
    struct na_figures *figures = &reading->figures;
    struct na_said *said = &reading->said;
    *figures = (struct na_figures){.count = 0};
    na_figures_of_links(said, &reading->aside, figures);
    if (figures->count == 0 &&
        (figures->fault == NA_FAULT_NONE || figures->fault == NA_FAULT_LINK)) {
        enum na_figure_fault link = figures->fault;
        figures->fault = NA_FAULT_NONE;
        na_figures_of_degrees(said, figures);
        if (figures->count == 0 && figures->fault == NA_FAULT_NONE) {
            na_figures_of_metres(said, figures);
        }
        if (figures->count == 0 && figures->fault == NA_FAULT_NONE) {
            na_figures_of_squares(said, figures);
        }
        if (figures->count == 0 && figures->fault == NA_FAULT_NONE) {
            read_spoken_figures(reading);
        }
        figures->fault =
            figures->count == 0 && figures->fault == NA_FAULT_NONE ? link : figures->fault;
    }
}

static enum na_code refuse_outside(struct na_located *located, struct na_error *reterr)
{
    located->reason = "outside-data";
    located->ask = "Ask for the town";
    (void)na_fail(reterr, NA_ERR_OUTSIDE_DATA,
                  "The position lies far outside the area of the data");
    return na_fail_at(reterr, NA_ERR_OUTSIDE_DATA, NULL, 0, "q",
                      located->count > 1
                          ? "The first candidate may be what is meant: choose it, or "
                            "ask for the town"
                          : "Ask for the town: these data know another area");
}

/* "NZ50" is a district of the pack, too. */
static enum na_code add_district(struct na_session *session, struct na_reading *reading,
                                 struct na_located *located, struct na_error *reterr)
{
    bool taken = false;
    if (reading->figures.list[0].kind != NA_FIGURE_GRIDREF ||
        reading->figures.list[0].figures != 2 || located->count != 1) {
        return NA_OK;
    }
    memset(reading->said.taken, 0, reading->said.length);
    enum na_code code =
        na_located_add_part(session, &reading->said, false, located, &taken, reterr);
    memset(reading->said.taken, 1, reading->said.length);
    located->confident = located->count > 1 ? NA_CANDIDATES_NONE : located->confident;
    return code;
}

static void read_postcodes(struct na_session *session, struct na_reading *reading,
                           struct na_postcodes *ret_postcodes);

/* A postcode said beside figures that lies far from them: both are offered. */
static enum na_code add_other_postcodes(struct na_session *session, struct na_reading *reading,
                                        struct na_located *located, struct na_error *reterr)
{
    struct na_postcodes postcodes;
    enum na_code code = NA_OK;
    if (located->confident == NA_CANDIDATES_NONE) {
        return NA_OK;
    }
    read_postcodes(session, reading, &postcodes);
    for (size_t i = 0; code == NA_OK && i < postcodes.count; i++) {
        bool placed = false;
        size_t before = located->count;
        if (!postcodes.list[i].known) {
            continue;
        }
        code = na_located_add_postcode(session, postcodes.list[i].key, located, &placed, reterr);
        const struct na_candidate *first = &located->candidates[0];
        const struct na_candidate *other = &located->candidates[before];
        bool far = code == NA_OK && placed && located->count > before && first->has_lonlat &&
                   other->has_lonlat &&
                   na_names_distance_m(first->at, other->at) >
                       first->accuracy_m + other->accuracy_m + POSTCODE_APART_M;
        located->count = far ? located->count : before;
        if (far) {
            located->confident = NA_CANDIDATES_NONE;
            located->reason = "conflict";
            located->ask = "Ask which is meant: the postcode lies far from the figures said";
        }
    }
    return code;
}

static enum na_code locate_figures(struct na_session *session, struct na_reading *reading,
                                   struct na_located *located, struct na_error *reterr)
{
    const struct na_figures *figures = &reading->figures;
    bool outside = false;
    bool gridref = figures->count > 0 && figures->list[0].kind == NA_FIGURE_GRIDREF;
    na_located_init(located,
                    gridref || figures->fault >= NA_FAULT_GRIDREF_ODD ? "gridref" : "coordinates");
    enum na_code code = na_located_add_figures(session, figures, located, &outside, reterr);
    if (code == NA_OK && figures->count > 0) {
        code = add_district(session, reading, located, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (figures->fault == NA_FAULT_NONE && located->count == 0) {
        return NA_OK; /* a square far off whose letters are a word: no position after all */
    }
    if (figures->fault != NA_FAULT_NONE) {
        no_names(session, reading);
        return refuse_fault(figures->fault, located, reterr);
    }
    if (outside) {
        no_names(session, reading);
        return refuse_outside(located, reterr);
    }
    if (located->confident == NA_CANDIDATES_NONE) {
        located->reason = figures->count > 1 ? "several-positions" : "position-not-taken";
        located->ask = "Ask which of the positions is meant";
    }
    code = add_other_postcodes(session, reading, located, reterr);
    return code == NA_OK ? settle_position(session, reading, located, reterr) : code;
}

/* ------------------------------------------------------------------ postcodes */

/* The pieces of the text that nobody has read, and where they came from. */
struct pieces {
    struct na_str texts[NA_SAID_WORDS_MAX];
    uint8_t segments[NA_SAID_WORDS_MAX];
    size_t words[NA_SAID_WORDS_MAX];
    size_t count;
};

static void take_pieces(const struct na_said *said, struct pieces *ret_pieces)
{
    ret_pieces->count = 0;
    for (size_t i = 0; i < said->word_count; i++) {
        ret_pieces->texts[i] = said->words[i].text;
        ret_pieces->segments[i] = said->words[i].segment;
        ret_pieces->words[i] = i;
        if (na_said_word_taken(said, i)) {
            ret_pieces->texts[i] = (struct na_str){"        ", 8}; /* joins with nothing */
        }
    }
    ret_pieces->count = said->word_count;
}

static void take_words(struct na_said *said, size_t first, size_t end)
{
    memset(said->taken + said->words[first].start, 1,
           (size_t)said->words[end - 1].end - said->words[first].start);
}

/* Postcodes anywhere in the text, spelt out or not. */
static void read_postcodes(struct na_session *session, struct na_reading *reading,
                           struct na_postcodes *ret_postcodes)
{
    struct pieces pieces;
    struct na_spoken spoken;
    struct na_said *said = &reading->said;
    for (size_t from = 0; na_spoken_next(said, from, &spoken); from = spoken.end) {
        na_postcodes_find(session->snapshot, spoken.pieces, NULL, spoken.piece_count, true,
                          ret_postcodes);
        if (ret_postcodes->count > 0) {
            for (size_t i = 0; i < ret_postcodes->count; i++) {
                const struct na_postcode_found *found = &ret_postcodes->list[i];
                take_words(said, spoken.starts[found->first], spoken.ends[found->end - 1]);
            }
            return;
        }
    }
    take_pieces(said, &pieces);
    na_postcodes_find(session->snapshot, pieces.texts, pieces.segments, pieces.count, false,
                      ret_postcodes);
    for (size_t i = 0; i < ret_postcodes->count; i++) {
        take_words(said, ret_postcodes->list[i].first, ret_postcodes->list[i].end);
    }
}

static enum na_code fail_no_position(struct na_located *located, struct na_error *reterr)
{
    located->reason = "postcode-without-position";
    located->ask = "Ask for the street and the town";
    (void)na_fail(reterr, NA_ERR_POSTCODE_NO_POSITION,
                  "The postcode is known, but was published without a position");
    return na_fail_at(reterr, NA_ERR_POSTCODE_NO_POSITION, NULL, 0, "q",
                      "Ask for its sector or an address");
}

/* One that is not known: the street or place that was named first, then what may have been meant.
 */
static enum na_code fail_unknown(struct na_session *session, struct na_reading *reading,
                                 const struct na_postcode_found *found, struct na_located *located,
                                 struct na_error *reterr)
{
    bool placed = false;
    find_names(session, reading);
    enum na_code code = na_located_add_said(session, reading, located, reterr);
    if (code != NA_OK || !found->broken) {
        return code != NA_OK ? code
                             : na_located_fail_postcode(session, found->key, true, located, reterr);
    }
    code = na_located_add_postcode(session, found->key, located, &placed, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_candidate *candidate = &located->candidates[located->count - 1];
    candidate->match = NA_CANDIDATE_FUZZY;
    (void)snprintf(candidate->why, sizeof candidate->why,
                   "A postcode, if a letter that looks like a figure is read as one, or the other "
                   "way round");
    located->reason = "unknown-postcode";
    located->ask = "Ask for the postcode again, letter by letter";
    (void)na_fail(reterr, NA_ERR_POSTCODE_UNKNOWN,
                  "Not a postcode: a letter stands where a figure must, or the other way round");
    return na_fail_at(reterr, NA_ERR_POSTCODE_UNKNOWN, NULL, 0, "q",
                      "The candidate is what it may have been: type it again");
}

static enum na_code locate_postcodes(struct na_session *session, struct na_reading *reading,
                                     const struct na_postcodes *postcodes,
                                     struct na_located *located, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    bool placed = false;
    na_located_init(located, "postcode");
    if (postcodes->count == 1 && !postcodes->list[0].known) {
        return fail_unknown(session, reading, &postcodes->list[0], located, reterr);
    }
    for (size_t i = 0; code == NA_OK && i < postcodes->count; i++) {
        bool known = postcodes->list[i].known;
        code = known ? na_located_add_postcode(session, postcodes->list[i].key, located, &placed,
                                               reterr)
                     : NA_OK;
    }
    if (code != NA_OK) {
        return code;
    }
    if (postcodes->count > 1 || located->count != 1) {
        located->reason = "several-positions";
        located->ask = "Ask which of the postcodes is meant";
        if (located->count == 0) {
            return na_located_fail_postcode(session, postcodes->list[0].key, true, located, reterr);
        }
    } else if (!placed) {
        no_names(session, reading);
        return fail_no_position(located, reterr);
    } else {
        located->confident = 0;
    }
    return settle_position(session, reading, located, reterr);
}

/* ------------------------------------------------------------------ stored words */

static void add_three_words(const struct na_snapshot *snapshot, const uint32_t *names, size_t count,
                            bool exact, struct na_located *located)
{
    for (size_t i = 0; i < count; i++) {
        struct na_name_view name;
        na_snapshot_name(snapshot, names[i], &name);
        struct na_candidate *candidate = na_located_add(located);
        if (candidate == NULL) {
            return;
        }
        na_candidate_of_target(snapshot, name.is_asset, name.target, candidate);
        candidate->match = exact ? NA_CANDIDATE_EXACT : NA_CANDIDATE_FUZZY;
        (void)snprintf(candidate->why, sizeof candidate->why,
                       exact ? "Its stored what3words is ///%.70s"
                             : "Its stored what3words, ///%.70s, is nearly like that",
                       name.text);
    }
}

static enum na_code locate_three_words(struct na_session *session, struct na_reading *reading,
                                       const struct na_three_words *words,
                                       struct na_located *located, struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session->snapshot;
    na_located_init(located, "w3w");
    add_three_words(snapshot, words->exact, words->exact_count, true, located);
    add_three_words(snapshot, words->near, words->near_count, false, located);
    located->more = located->more || words->more;
    take_words(&reading->said, words->first, words->end);
    no_names(session, reading);
    if (words->exact_count == 0) {
        located->reason = "w3w-not-stored";
        located->ask = "Ask for the three words again, letter by letter, or for a postcode";
        (void)na_fail(reterr, NA_ERR_W3W_NOT_STORED,
                      "That what3words address is not stored, and none is ever decoded");
        return na_fail_at(reterr, NA_ERR_W3W_NOT_STORED, NULL, 0, "q",
                          located->count > 0
                              ? "The candidates are spelt nearly alike: ask the caller again"
                              : "Ask for a postcode, a name or a grid reference");
    }
    bool alone = located->count == 1 && !located->more;
    located->reason = alone ? "" : "several-positions";
    located->ask = alone ? "" : "Ask for the three words again, letter by letter";
    located->confident = alone ? 0 : NA_CANDIDATES_NONE;
    return NA_OK;
}

/* ------------------------------------------------------------------ names */

static enum na_code fail_nowhere(struct na_located *located, struct na_error *reterr)
{
    located->reason = na_doubt_name(NA_DOUBT_NO_NAME);
    located->ask = na_doubt_ask(NA_DOUBT_NO_NAME);
    (void)na_fail(reterr, NA_ERR_PLACE_UNKNOWN, "Nothing of that name is known");
    return na_fail_at(reterr, NA_ERR_PLACE_UNKNOWN, NULL, 0, "q",
                      "Give a postcode, a grid reference, or fewer words of the name");
}

/* A part of a postcode that the pack does not know, and that is all there is. */
static bool is_unknown_part(struct na_session *session, const struct na_reading *reading,
                            uint32_t *ret_first)
{
    char text[12];
    size_t length = 0;
    const struct na_said *said = &reading->said;
    for (size_t i = 0; i < said->word_count; i++) {
        struct na_str word = said->words[i].text;
        if (length + word.length + 1 > sizeof text) {
            return false;
        }
        if (i > 0) {
            text[length++] = ' ';
        }
        memcpy(text + length, word.bytes, word.length);
        length += word.length;
    }
    return length > 0 &&
           na_located_is_unknown_part(session->snapshot, (struct na_str){text, length}, ret_first);
}

/* Is there nothing but talk beside what was read? */
static bool says_nothing(const struct na_reading *reading)
{
    for (size_t i = 0; i < reading->asked.count; i++) {
        if ((reading->asked.filler >> i & 1u) == 0) {
            return false;
        }
    }
    return true;
}

static enum na_code locate_names(struct na_session *session, struct na_reading *reading,
                                 struct na_located *located, struct na_error *reterr)
{
    bool part = false;
    uint32_t first = 0;
    na_located_init(located, "postcode");
    if (is_unknown_part(session, reading, &first)) {
        no_names(session, reading);
        return na_located_fail_postcode(session, first, false, located, reterr);
    }
    enum na_code code = na_located_add_part(session, &reading->said, true, located, &part, reterr);
    find_names(session, reading);
    if (code != NA_OK || (part && (says_nothing(reading) || located->count > 1))) {
        return code;
    }
    struct na_candidate kept = located->candidates[0];
    bool has_part = located->count > 0;
    na_located_init(located, "name");
    code = na_located_add_names(session, reading, located, reterr);
    if (code == NA_OK && has_part) {
        struct na_candidate *last = na_located_add(located);
        if (last != NULL) {
            *last = kept;
        }
        located->confident = NA_CANDIDATES_NONE;
        located->reason = located->reason[0] != '\0' ? located->reason : "several-positions";
    }
    if (code != NA_OK || located->count > 0) {
        return code;
    }
    return reading->figures.fault == NA_FAULT_LINK ? refuse_fault(NA_FAULT_LINK, located, reterr)
                                                   : fail_nowhere(located, reterr);
}

static enum na_code locate_any(struct na_session *session, struct na_reading *reading,
                               struct na_located *located, struct na_error *reterr)
{
    struct na_postcodes postcodes;
    struct na_three_words words;
    read_figures(reading);
    if (reading->figures.count > 0 ||
        (reading->figures.fault != NA_FAULT_NONE && reading->figures.fault != NA_FAULT_LINK)) {
        enum na_code code = locate_figures(session, reading, located, reterr);
        if (code != NA_OK || located->count > 0) {
            return code;
        }
        memset(reading->said.taken, 0, reading->said.length);
        reading->figures.count = 0;
    }
    na_three_words_find(session->snapshot, &reading->said, &words);
    if (words.exact_count > 0) {
        return locate_three_words(session, reading, &words, located, reterr);
    }
    read_postcodes(session, reading, &postcodes);
    if (postcodes.count > 0) {
        return locate_postcodes(session, reading, &postcodes, located, reterr);
    }
    if (words.first < words.end) {
        return locate_three_words(session, reading, &words, located, reterr);
    }
    return locate_names(session, reading, located, reterr);
}

static uint64_t words_used(const struct na_reading *reading, const struct na_located *located)
{
    bool is_name = strcmp(located->recognised, "name") == 0;
    bool by_name = located->confident == 0 && is_name;
    if (is_name && reading->corners.count > 0) {
        return reading->corners.used;
    }
    if (!by_name || reading->names.count == 0) {
        return 0;
    }
    const struct na_named *chosen = &reading->names.best[0];
    return chosen->said | chosen->direct | chosen->kind_said;
}

enum na_code na_locate_text(struct na_session *session, const char *text, size_t limit,
                            struct na_located *ret_located, struct na_error *reterr)
{
    struct na_reading *reading = NULL;
    struct na_str asked = na_str_trim(na_str_of(text));
    na_located_init(ret_located, "name");
    enum na_code code = na_reading_room(session, &reading, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!na_said_read(asked, &reading->said)) {
        ret_located->reason = "too-long";
        ret_located->ask = "Give the address alone";
        (void)na_fail(reterr, NA_ERR_TEXT_LONG, "The text is longer than 1000 bytes or 60 words");
        return na_fail_at(reterr, NA_ERR_TEXT_LONG, NULL, 0, "q", "Give the address alone");
    }
    code = locate_any(session, reading, ret_located, reterr);
    if (ret_located->count > limit) {
        ret_located->count = limit;
        ret_located->more = true;
    }
    if (code == NA_OK || na_locate_refuses(code)) {
        na_located_words(reading, asked, words_used(reading, ret_located), ret_located);
    }
    if (code == NA_OK && ret_located->confident != NA_CANDIDATES_NONE) {
        na_read_back(session, ret_located);
    }
    if (code != NA_OK && reterr != NULL && reterr->field[0] != '\0') {
        (void)na_text_copy(reterr->field, sizeof reterr->field, "q");
    }
    return code;
}

/* ------------------------------------------------------------------ for questions */

/* As na_locate_text, postcodes, sectors and outward codes only. */
static enum na_code locate_postcode(struct na_session *session, const char *text,
                                    struct na_located *ret_located, struct na_error *reterr)
{
    struct na_reading *reading = NULL;
    struct na_postcodes postcodes = {.count = 0};
    uint32_t first = 0;
    bool taken = false;
    na_located_init(ret_located, "postcode");
    enum na_code code = na_reading_room(session, &reading, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_str asked = na_str_trim(na_str_of(text));
    if (na_said_read(asked, &reading->said)) {
        read_postcodes(session, reading, &postcodes);
        if (postcodes.count > 0) {
            code = locate_postcodes(session, reading, &postcodes, ret_located, reterr);
        } else {
            code = na_located_add_part(session, &reading->said, true, ret_located, &taken, reterr);
        }
        if (code != NA_OK || taken || postcodes.count > 0) {
            no_names(session, reading);
            na_located_words(reading, asked, 0, ret_located);
            if (code == NA_OK && ret_located->confident != NA_CANDIDATES_NONE) {
                na_read_back(session, ret_located);
            }
            return code;
        }
        if (is_unknown_part(session, reading, &first)) {
            return na_located_fail_postcode(session, first, false, ret_located, reterr);
        }
    }
    (void)na_fail(reterr, NA_ERR_PARAM_MALFORMED, "The postcode is not of the form of one");
    return na_fail_at(reterr, NA_ERR_PARAM_MALFORMED, NULL, 0, "postcode",
                      "For example postcode=TS24 8AY, postcode=TS24 8 or postcode=TS24");
}

enum na_code na_locate_one(struct na_session *session, const char *text, bool as_postcode,
                           struct na_candidate *ret_candidate, struct na_error *reterr)
{
    struct na_located *located = NULL;
    enum na_code code = na_session_room(session, &located, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_located_init(located, "name");
    code = as_postcode ? locate_postcode(session, text, located, reterr)
                       : na_locate_text(session, text, 10, located, reterr);
    if (code == NA_OK && located->confident == NA_CANDIDATES_NONE) {
        (void)na_fail(reterr, NA_ERR_AMBIGUOUS_PLACE,
                      located->count == 1 ? "It is not certain which place is meant"
                                          : "More than one place may be meant");
        code = na_fail_at(reterr, NA_ERR_AMBIGUOUS_PLACE, NULL, 0, as_postcode ? "postcode" : "q",
                          "Choose one of the candidates");
    } else if (code == NA_OK) {
        const struct na_candidate *meant = &located->candidates[located->confident];
        *ret_candidate = *meant;
        if (meant->type == NA_CANDIDATE_CROSSING) {
            ret_candidate->name = meant->label; /* of the room, which outlives the question */
        }
    }
    session->has_refused = na_locate_refuses(code);
    return code;
}
