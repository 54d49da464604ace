/* Candidates are the names with a word that was asked. Each is given the best role for every word,
 * and a score from the words that it has and has not. */
#include "locate/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/earth.h"
#include "io/fold.h"

/* Names that are scored, names looked at for that, and postings above which a word only filters. */
#define SCORED_MAX 2000u
#define LOOKED_AT_MAX 30000u
#define POSTINGS_MAX 20000u
/* Postings of a word of talk that are looked at: it is a name at times ("The Front"). */
#define FILLER_POSTINGS_MAX 200u
#define SEEN_SLOTS 8192u
/* A town is near a point that lies no farther outside its circle, metres. */
#define NEAR_M 2500.0
/* Shown are those that score no worse than this below the best. */
#define SCORE_RANGE 9.0
/* Names and words of a name of a town that are compared. */
#define TOWN_NAMES 5
#define TOWN_WORDS 6
#define PART_MAX 32
#define KINDS_MAX 8

struct town_names {
    uint32_t words[TOWN_NAMES][TOWN_WORDS];
    size_t counts[TOWN_NAMES];
    size_t count;
};

/* A search under way. */
struct search {
    const struct na_lookup *asked;
    const struct na_snapshot *snapshot;
    struct na_names *names;
    uint32_t and_word; /* number of "and", UINT32_MAX without */
    uint64_t all;      /* every word asked */
    uint32_t found[SCORED_MAX];
    size_t found_count;
    size_t looked_at;
    bool truncated;
    uint32_t seen[SEEN_SLOTS]; /* names, plus one */
    struct town_names town_names[NA_TOWNS_MAX];
    const char *kinds[KINDS_MAX]; /* whose words were looked for */
    uint64_t kind_words[KINDS_MAX];
    size_t kind_count;
};

double na_names_distance_m(struct na_lonlat a, struct na_lonlat b)
{
    double north_m = (a.lat_deg - b.lat_deg) * NA_METRES_PER_DEGREE;
    double east_m =
        (a.lon_deg - b.lon_deg) * NA_METRES_PER_DEGREE * cos(a.lat_deg * NA_RADIANS_PER_DEGREE);
    return hypot(north_m, east_m);
}

static uint32_t word_of(uint32_t word)
{
    return word & ~NA_NAME_PART_BEGINS;
}

static size_t lowest(uint64_t bits)
{
    size_t at = 0;
    while ((bits & 1u) == 0) {
        bits >>= 1;
        at++;
    }
    return at;
}

static uint64_t bits_from(size_t at, size_t count)
{
    uint64_t ones = count >= 64 ? UINT64_MAX : ((uint64_t)1 << count) - 1;
    return at >= 64 ? 0 : ones << at;
}

static uint64_t answers(const struct search *search, uint32_t word, bool nearly)
{
    const struct na_lookup_slot *slot = na_lookup_find(search->asked, word);
    return slot == NULL ? 0 : slot->exact | (nearly ? slot->near : 0);
}

/* Where all words of a name stand in the text in order and together, "and" aside; false: nowhere. A
 * place without a kind of street after it is preferred: "Fairfield Road, Fairfield". */
static bool in_order(const struct search *search, const struct na_name_view *name, bool nearly,
                     uint64_t *ret_said, size_t *ret_own)
{
    uint64_t starts = UINT64_MAX;
    size_t own = 0;
    for (uint32_t i = 0; i < name->own && starts != 0; i++) {
        uint32_t word = word_of(name->words[i]);
        if (word == search->and_word) {
            continue;
        }
        uint64_t bits = answers(search, word, nearly);
        starts &= own < 64 ? bits >> own : 0;
        own++;
    }
    if (own == 0 || starts == 0) {
        return false;
    }
    uint64_t typed = search->asked->type & ~search->asked->opens;
    uint64_t free_ends = starts & ~(typed >> own);
    *ret_said = bits_from(lowest(free_ends != 0 ? free_ends : starts), own);
    *ret_own = own;
    return true;
}

/* ------------------------------------------------------------------ which names */

static bool see(struct search *search, uint32_t name)
{
    uint32_t at = (name * 2654435761u) >> 19;
    while (search->seen[at] != 0 && search->seen[at] != name + 1) {
        at = (at + 1) & (SEEN_SLOTS - 1);
    }
    bool is_new = search->seen[at] == 0;
    search->seen[at] = name + 1;
    return is_new;
}

static void take_name(struct search *search, uint32_t name)
{
    if (search->found_count == SCORED_MAX) {
        search->truncated = true;
    } else if (see(search, name)) {
        search->found[search->found_count++] = name;
    }
}

/* Was every word of a name asked? Who may be meant as a whole is among those. */
static bool is_whole(const struct search *search, uint32_t number)
{
    struct na_name_view name;
    na_snapshot_name(search->snapshot, number, &name);
    for (uint32_t i = 0; i < name.own; i++) {
        uint32_t word = word_of(name.words[i]);
        if (word != search->and_word && answers(search, word, true) == 0) {
            return false;
        }
    }
    return true;
}

/* The names of one word; of a common one only those that may be meant as a whole. Names with a
 * rarer word of the text are there already. */
static void take_postings(struct search *search, uint32_t word)
{
    uint32_t count = 0;
    const uint32_t *names = na_snapshot_word_names(search->snapshot, word, &count);
    uint64_t asked = answers(search, word, false);
    if (count > POSTINGS_MAX || search->looked_at + count > LOOKED_AT_MAX) {
        search->names->skipped |= asked;
        return;
    }
    bool filter = count > SCORED_MAX - search->found_count;
    for (uint32_t i = 0; i < count; i++) {
        if (!filter || is_whole(search, names[i])) {
            take_name(search, names[i]);
        }
    }
    search->looked_at += count;
    search->names->filtered |= filter ? asked : 0;
}

/* A word of the index to be looked at. */
struct source {
    uint32_t word, count;
};

static int compare_sources(const void *a, const void *b)
{
    const struct source *x = a;
    const struct source *y = b;
    if (x->count != y->count) {
        return x->count < y->count ? -1 : 1;
    }
    return (x->word > y->word) - (x->word < y->word);
}

/* Names by the rarest words first. */
static void find_names(struct search *search)
{
    struct source sources[NA_LOOKUP_SLOTS / 2];
    const struct na_lookup *asked = search->asked;
    size_t count = 0;
    bool only_filler = (search->all & ~asked->filler) == 0;
    for (size_t i = 0; i < NA_LOOKUP_SLOTS; i++) {
        const struct na_lookup_slot *slot = &asked->slots[i];
        if (slot->word == 0 || count == sizeof sources / sizeof sources[0]) {
            continue;
        }
        struct source *source = &sources[count];
        source->word = slot->word - 1;
        (void)na_snapshot_word_names(search->snapshot, source->word, &source->count);
        bool filler = ((slot->exact | slot->near) & ~asked->filler) == 0;
        count += !filler || only_filler || source->count <= FILLER_POSTINGS_MAX;
    }
    qsort(sources, count, sizeof sources[0], compare_sources);
    for (size_t i = 0; i < count; i++) {
        take_postings(search, sources[i].word);
    }
}

/* ------------------------------------------------------------------ towns */

static bool is_among(const char *text, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (na_text_same_fold(text, *list)) {
            return true;
        }
    }
    return false;
}

static bool is_town_kind(const char *kind)
{
    static const char *const kinds[] = {
        "town",       "city",     "village",         "hamlet",
        "suburb",     "locality", "suburban area",   "other settlement",
        "settlement", "borough",  "populated place", NULL};
    return is_among(kind, kinds);
}

static bool is_street_kind(const char *kind)
{
    static const char *const kinds[] = {"street",        "road",
                                        "named road",    "section of named road",
                                        "numbered road", "section of numbered road",
                                        "address",       NULL};
    return is_among(kind, kinds);
}

static void add_town_name(const struct search *search, struct na_str text, struct town_names *names)
{
    struct na_folded folded;
    na_fold(text, &folded);
    if (names->count == TOWN_NAMES || folded.count == 0 || folded.count > TOWN_WORDS) {
        return;
    }
    for (size_t i = 0; i < folded.count; i++) {
        if (!na_snapshot_find_word(search->snapshot, folded.words[i],
                                   &names->words[names->count][i])) {
            return;
        }
    }
    names->counts[names->count++] = folded.count;
}

/* The first place in the text where these words stand in order and together. */
static uint64_t run_in(const struct search *search, const uint32_t *words, size_t count)
{
    uint64_t starts = count > 0 && count < 64 ? UINT64_MAX : 0;
    for (size_t i = 0; i < count; i++) {
        starts &= answers(search, word_of(words[i]), false) >> i;
    }
    return starts == 0 ? 0 : bits_from(lowest(starts), count);
}

static void add_town(struct search *search, const struct na_name_view *name, uint64_t said)
{
    struct na_names *names = search->names;
    struct na_place_view place;
    for (size_t i = 0; i < names->town_count; i++) {
        if (names->towns[i].target == name->target) {
            names->towns[i].said |= said;
            return;
        }
    }
    if (names->town_count == NA_TOWNS_MAX) {
        search->truncated = true;
        return;
    }
    na_snapshot_place(search->snapshot, name->target, &place);
    struct town_names *all = &search->town_names[names->town_count];
    names->towns[names->town_count++] =
        (struct na_town){.target = name->target,
                         .said = said,
                         .region = run_in(search, name->words + name->own, name->beside),
                         .at = place.at,
                         .accuracy_m = place.accuracy_m};
    all->count = 0;
    add_town_name(search, na_str_of(place.name), all);
    for (const char *alias = place.aliases; *alias != '\0';) {
        size_t length = strcspn(alias, "|");
        add_town_name(search, (struct na_str){alias, length}, all);
        alias += length + (alias[length] == '|');
    }
}

/* Drop towns whose words are a part of a longer name that was said ("Hartlepool Railway Station").
 */
static void drop_inner_towns(struct search *search, const uint64_t *fulls, size_t count)
{
    struct na_names *names = search->names;
    size_t kept = 0;
    for (size_t i = 0; i < names->town_count; i++) {
        uint64_t said = names->towns[i].said;
        bool inner = false;
        for (size_t j = 0; j < count; j++) {
            inner = inner || ((fulls[j] & said) == said && fulls[j] != said);
        }
        if (!inner) {
            search->town_names[kept] = search->town_names[i];
            names->towns[kept++] = names->towns[i];
        }
    }
    names->town_count = kept;
}

/* The towns of the text: places of that kind whose full name was said, no kind of street after. */
static void find_towns(struct search *search)
{
    uint64_t fulls[NA_NAMES_KEPT];
    size_t count = 0;
    for (size_t i = 0; i < search->found_count; i++) {
        struct na_name_view name;
        uint64_t said = 0;
        size_t own = 0;
        na_snapshot_name(search->snapshot, search->found[i], &name);
        if (name.role > NA_ROLE_ALIAS || !in_order(search, &name, false, &said, &own)) {
            continue;
        }
        struct na_place_view place = {.kind = ""};
        if (!name.is_asset) {
            na_snapshot_place(search->snapshot, name.target, &place);
        }
        bool typed = (said << 1 & ~said & search->asked->type & ~search->asked->opens) != 0;
        if (!name.is_asset && is_town_kind(place.kind) && !typed) {
            add_town(search, &name, said);
        } else if (count < NA_NAMES_KEPT && own > 1) {
            fulls[count++] = said;
        }
    }
    drop_inner_towns(search, fulls, count);
}

/* ------------------------------------------------------------------ roles */

static uint32_t lexicon_of(const struct search *search, uint32_t word)
{
    return na_lexicon_flags(na_snapshot_word(search->snapshot, word));
}

/* Words of the text that say one part of an address: the whole of it, two neighbours of it, or the
 * head of a town's name ("Saltburn" of Saltburn-by-the-Sea). */
static uint64_t part_said(const struct search *search, const uint32_t *part, size_t count,
                          uint64_t rest, uint64_t taken)
{
    uint64_t said = 0;
    for (size_t i = 0; i < count;) {
        uint64_t starts = answers(search, part[i], false) & rest;
        size_t length = starts != 0 ? 1 : 0;
        while (starts != 0 && i + length < count) {
            uint64_t longer =
                starts & ((answers(search, part[i + length], false) & rest) >> length);
            if (longer == 0) {
                break;
            }
            starts = longer;
            length++;
        }
        if (length == 0) {
            i++;
            continue;
        }
        uint32_t next = i + length < count ? lexicon_of(search, part[i + length]) : 0;
        bool whole = length == count;
        bool neighbours = length >= 2 && (next & NA_LEX_TYPE) == 0;
        bool head = i == 0 && (next & NA_LEX_TOWN_TAIL) != 0;
        if (whole || neighbours || head) {
            uint64_t fresh = starts & ~(taken | said);
            said |= bits_from(lowest(fresh != 0 ? fresh : starts), length);
        }
        i += length;
    }
    return said;
}

/* Is this part the name of a town, or does it begin with it and a tail ("on Tees")? */
static bool part_is_town(const struct search *search, const uint32_t *part, size_t count,
                         const struct town_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        size_t length = names->counts[i];
        bool same = length <= count;
        for (size_t j = 0; same && j < length; j++) {
            same = names->words[i][j] == part[j];
        }
        if (same &&
            (length == count || (lexicon_of(search, part[length]) & NA_LEX_TOWN_TAIL) != 0)) {
            return true;
        }
    }
    return false;
}

static void take_part(const struct search *search, const uint32_t *part, size_t count,
                      uint64_t rest, struct na_named *named)
{
    named->direct |= part_said(search, part, count, rest, named->direct);
    for (size_t i = 0; i < search->names->town_count; i++) {
        const struct na_town *town = &search->names->towns[i];
        if ((town->said & ~rest) == 0 &&
            part_is_town(search, part, count, &search->town_names[i])) {
            named->direct |= town->said | (town->region & rest);
        }
    }
}

/* The words of its locality and address. */
static void take_locality(const struct search *search, const struct na_name_view *name,
                          struct na_named *named)
{
    uint32_t part[PART_MAX];
    size_t count = 0;
    uint64_t rest = search->all & ~named->said;
    for (uint32_t i = 0; i < name->beside; i++) {
        uint32_t word = name->words[name->own + i];
        if ((word & NA_NAME_PART_BEGINS) != 0 && count > 0) {
            take_part(search, part, count, rest, named);
            count = 0;
        }
        if (word_of(word) != search->and_word && count < PART_MAX) {
            part[count++] = word_of(word);
        }
    }
    if (count > 0) {
        take_part(search, part, count, rest, named);
    }
    for (size_t i = 0; i < search->names->town_count; i++) {
        const struct na_town *town = &search->names->towns[i];
        bool own = !named->is_asset && town->target == named->target;
        if (!own && (town->said & named->direct) == 0 && (town->said & ~rest) == 0 &&
            na_names_distance_m(town->at, named->at) <= town->accuracy_m + NEAR_M) {
            named->near |= town->said;
        }
    }
}

static uint64_t words_of_kind(struct search *search, const char *kind)
{
    for (size_t i = 0; i < search->kind_count; i++) {
        if (search->kinds[i] == kind || strcmp(search->kinds[i], kind) == 0) {
            return search->kind_words[i];
        }
    }
    uint64_t words = 0;
    for (size_t i = 0; i < search->asked->count; i++) {
        bool is = na_lexicon_is_kind(search->asked->words[i].text, kind);
        words |= is ? (uint64_t)1 << i : 0;
    }
    size_t at = search->kind_count < KINDS_MAX ? search->kind_count++ : KINDS_MAX - 1;
    search->kinds[at] = kind;
    search->kind_words[at] = words;
    return words;
}

/* The words of its name that were said, where they do not stand in order: one for each. */
static uint64_t said_apart(const struct search *search, const struct na_name_view *name,
                           size_t *ret_edits)
{
    uint64_t said = 0;
    for (uint32_t i = 0; i < name->own; i++) {
        const struct na_lookup_slot *slot = na_lookup_find(search->asked, word_of(name->words[i]));
        if (slot == NULL) {
            continue;
        }
        uint64_t exact = slot->exact & ~said & ~search->asked->filler;
        uint64_t near = slot->near & ~said;
        *ret_edits += exact == 0 && near != 0 ? slot->edits : 0u;
        uint64_t bits = exact != 0 ? exact : near;
        said |= bits != 0 ? (uint64_t)1 << lowest(bits) : 0;
    }
    return said;
}

static size_t edits_of(const struct search *search, const struct na_name_view *name)
{
    size_t edits = 0;
    for (uint32_t i = 0; i < name->own; i++) {
        const struct na_lookup_slot *slot = na_lookup_find(search->asked, word_of(name->words[i]));
        edits += slot != NULL && slot->exact == 0 ? slot->edits : 0u;
    }
    return edits;
}

/* "The Front, Hartlepool": a word of talk that stands apart as a name does. */
static bool stands_apart(const struct search *search, uint64_t said)
{
    uint64_t after = said << 1 & ~said & search->all;
    return (search->asked->opens >> lowest(said) & 1u) != 0 &&
           (after & search->asked->idle & ~search->asked->opens) == 0;
}

static void take_name_words(const struct search *search, const struct na_name_view *name,
                            struct na_named *named)
{
    named->own = name->own;
    named->full = in_order(search, name, false, &named->said, &named->own);
    /* "In front of": talk alone names nothing, unless nothing else was said. */
    if (named->full && (named->said & ~search->asked->idle) == 0 &&
        (search->all & ~search->asked->idle) != 0 && !stands_apart(search, named->said)) {
        named->full = false;
        named->said = 0;
        return;
    }
    named->full_nearly = named->full || in_order(search, name, true, &named->said, &named->own);
    if (!named->full && named->full_nearly) {
        named->edits = edits_of(search, name);
    } else if (!named->full) {
        named->said = said_apart(search, name, &named->edits);
    }
}

static bool is_generic(const struct search *search, const struct na_name_view *name)
{
    for (uint32_t i = 0; i < name->own; i++) {
        uint32_t word = word_of(name->words[i]);
        if (word != search->and_word &&
            (lexicon_of(search, word) & (NA_LEX_GENERIC | NA_LEX_TYPE | NA_LEX_TALK)) == 0) {
            return false;
        }
    }
    return true;
}

static void view_target(const struct search *search, const struct na_name_view *name,
                        struct na_named *named)
{
    *named = (struct na_named){.is_asset = name->is_asset, .target = name->target};
    if (name->is_asset) {
        struct na_asset asset;
        na_snapshot_asset(search->snapshot, name->target, &asset);
        named->name = asset.name;
        named->kind = asset.kind;
        named->place = asset.address;
        named->at = asset.at;
        named->accuracy_m = asset.accuracy_m;
    } else {
        struct na_place_view place;
        na_snapshot_place(search->snapshot, name->target, &place);
        named->name = place.name;
        named->kind = place.kind;
        named->place = place.place;
        named->at = place.at;
        named->accuracy_m = place.accuracy_m;
        named->is_region = place.is_region;
        named->is_town = is_town_kind(place.kind);
        named->is_street = is_street_kind(place.kind);
    }
}

static void take_roles(struct search *search, const struct na_name_view *name,
                       struct na_named *named)
{
    const struct na_lookup *asked = search->asked;
    view_target(search, name, named);
    named->alias = name->role == NA_ROLE_ALIAS ? name->text : NULL;
    take_name_words(search, name, named);
    take_locality(search, name, named);
    uint64_t rest = search->all & ~named->said & ~named->direct & ~named->near;
    named->kind_said = words_of_kind(search, named->kind) & rest & ~asked->type;
    named->unaccounted = rest & ~named->kind_said & ~asked->filler & ~asked->numbers;
    uint64_t after = named->said << 1 & ~named->said & ~asked->opens;
    /* "Avenue Road" may well follow. */
    uint64_t lone = asked->type & ~((asked->type & named->direct) >> 1);
    named->type_after = (after & asked->type & named->unaccounted) != 0 ||
                        (named->full && (after & lone & named->direct) != 0);
    if (named->is_street && name->own > 0) {
        named->has_type =
            (lexicon_of(search, word_of(name->words[name->own - 1])) & NA_LEX_TYPE) != 0;
    }
    named->is_generic = named->full && is_generic(search, name);
}

/* ------------------------------------------------------------------ score */

static double sum_idf(const struct na_lookup *asked, uint64_t words)
{
    double sum = 0.0;
    for (size_t i = 0; i < asked->count; i++) {
        sum += (words >> i & 1u) != 0 ? asked->words[i].idf : 0.0;
    }
    return sum;
}

static uint64_t town_words(const struct search *search)
{
    uint64_t words = 0;
    for (size_t i = 0; i < search->names->town_count; i++) {
        words |= search->names->towns[i].said;
    }
    return words;
}

static void set_score(const struct search *search, const struct na_name_view *name,
                      struct na_named *named)
{
    const struct na_lookup *asked = search->asked;
    double score = 0.0;
    uint64_t towns = named->full_nearly ? 0 : town_words(search);
    bool type_said = false;
    for (uint32_t i = 0; i < name->own; i++) {
        uint32_t word = word_of(name->words[i]);
        const struct na_lookup_slot *slot = na_lookup_find(asked, word);
        uint64_t bits = slot != NULL ? (slot->exact | slot->near) & named->said : 0;
        double idf = slot != NULL ? slot->idf : na_lookup_idf(asked, word);
        score += bits == 0 ? -0.35 * idf : (bits & ~towns) == 0 ? 0.25 * idf : idf;
        type_said = i + 1 == name->own && bits != 0;
    }
    score -= 1.2 * (double)named->edits;
    score += 0.8 * sum_idf(asked, named->direct) + 0.4 * sum_idf(asked, named->near);
    score -= 0.5 * sum_idf(asked, named->unaccounted);
    score -= named->type_after ? 2.0 : 0.0;
    score -= named->is_street && named->has_type && !type_said ? 2.5 : 0.0;
    score += named->kind_said != 0 ? 1.5 : 0.0;
    score += named->full ? 1.0 : 0.0;
    score -= named->is_region ? 0.5 : 0.0; /* of a town and its ward the town is meant */
    score += named->full && named->unaccounted == 0 ? 2.0 : 0.0;
    named->score = score;
}

static int compare_named(const struct na_named *a, const struct na_named *b)
{
    if (a->score < b->score || a->score > b->score) {
        return a->score > b->score ? -1 : 1;
    }
    int order = strcmp(a->name, b->name);
    if (order != 0) {
        return order;
    }
    if (a->at.lat_deg < b->at.lat_deg || a->at.lat_deg > b->at.lat_deg) {
        return a->at.lat_deg < b->at.lat_deg ? -1 : 1;
    }
    if (a->at.lon_deg < b->at.lon_deg || a->at.lon_deg > b->at.lon_deg) {
        return a->at.lon_deg < b->at.lon_deg ? -1 : 1;
    }
    return (a->target > b->target) - (a->target < b->target);
}

/* Keep it among the best, once for each asset or place. */
static void keep(struct na_names *names, const struct na_named *named)
{
    size_t at = 0;
    /* Most names end here: no better than the last that is kept. */
    if (names->count == NA_NAMES_KEPT &&
        compare_named(&names->best[NA_NAMES_KEPT - 1], named) <= 0) {
        names->more = true;
        return;
    }
    while (at < names->count && (names->best[at].is_asset != named->is_asset ||
                                 names->best[at].target != named->target)) {
        at++;
    }
    if (at < names->count) {
        if (compare_named(&names->best[at], named) <= 0) {
            return;
        }
    } else if (names->count < NA_NAMES_KEPT) {
        names->count++;
    } else {
        names->more = true;
        at = names->count - 1;
        if (compare_named(&names->best[at], named) <= 0) {
            return;
        }
    }
    while (at > 0 && compare_named(named, &names->best[at - 1]) < 0) {
        names->best[at] = names->best[at - 1];
        at--;
    }
    names->best[at] = *named;
}

static void score_names(struct search *search)
{
    for (size_t i = 0; i < search->found_count; i++) {
        struct na_name_view name;
        struct na_named named;
        na_snapshot_name(search->snapshot, search->found[i], &name);
        if (name.role > NA_ROLE_ALIAS) {
            continue; /* addresses stand beside the names */
        }
        take_roles(search, &name, &named);
        search->names->full_words |= named.full && !named.is_region ? named.said : 0;
        /* A figure alone is no word of a name: every street has a number 1. */
        if (named.full || ((named.said | named.direct) & ~search->asked->numbers) != 0) {
            set_score(search, &name, &named);
            keep(search->names, &named);
        }
    }
}

void na_names_find(const struct na_lookup *asked, struct na_names *ret_names)
{
    struct search search;
    search.asked = asked;
    search.snapshot = asked->snapshot;
    search.names = ret_names;
    search.found_count = search.looked_at = search.kind_count = 0;
    search.truncated = asked->truncated;
    search.all = bits_from(0, asked->count);
    memset(search.seen, 0, sizeof search.seen);
    if (!na_snapshot_find_word(asked->snapshot, na_str_of("and"), &search.and_word)) {
        search.and_word = UINT32_MAX;
    }
    ret_names->count = ret_names->town_count = 0;
    ret_names->full_words = ret_names->skipped = ret_names->filtered = 0;
    ret_names->more = false;
    find_names(&search);
    find_towns(&search);
    score_names(&search);
    ret_names->complete = !search.truncated;
    ret_names->more = ret_names->more || search.truncated || ret_names->skipped != 0;
    double worst = ret_names->count > 0 ? ret_names->best[0].score - SCORE_RANGE : 0.0;
    while (ret_names->count > 0 && ret_names->best[ret_names->count - 1].score < worst) {
        ret_names->count--;
    }
}
