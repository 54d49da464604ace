/* The names that a text may mean. Names stand in the index by weight, what their words tell
 * together (data/places.h), and a word that was not said costs: so the names with a common word
 * come best first, and the search stops where no later one can be among the best. First come the
 * names that the text says whole, found by their weight alone; then the names of each word, from
 * the rarest on. A bound of the score, from the words that a name has and from where it is, decides
 * whether its roles are worth taking; the bound of what is left decides when to stop. */
#include "locate/names.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/earth.h"
#include "io/fold.h"
#include "locate/roles.h"

/* Work that one text may cost, and what it costs to pass a name, to read its words, to take its
 * roles: about 10 ns each. */
#define WORK_MAX 200000u
#define FIND_WORK_MAX (WORK_MAX / 2)       /* until the whole names are found */
#define WHOLES_WORK_MAX (WORK_MAX / 4 * 3) /* and looked at */
#define PASS_WORK 1u
#define READ_WORK 5u
#define HOPE_WORK 20u
#define ROLES_WORK 60u
#define RUN_WORK 40u
/* After so many roles only the first names that are shown must be right; lists that are looked into
 * for one name. */
#define ROLES_MAX 1500u
#define FIRST_NAMES 5u
#define LOOKED_AT_MAX 8u
/* Names of a word that is so common are looked at for the first names alone. */
#define COMMON_MIN 2000u
/* Names that stand in the text whole; and how many ways there are to read a run of words. */
#define WHOLES_MAX 16384u
#define READINGS_MAX 8u
#define EXACT_WORDS 4u
/* Words of names that decide about a name's place among the others, beside those asked. */
#define EXTRAS_MAX (NA_TOWNS_MAX * NA_TOWN_NAMES + NA_LOOKUP_MAX)
#define LISTS_MAX (NA_LOOKUP_SLOTS / 2 + EXTRAS_MAX)
/* Shown are those that score no worse than this below the best. */
#define SCORE_RANGE 9.0
/* Sums of doubles in another order, and weights that were rounded, differ by less. */
#define SLACK 1e-3

/* The names of one word of the index. */
struct list {
    const uint32_t *names;
    uint32_t count, at, word;
    uint64_t bits;  /* words of the text that it answers to */
    uint64_t extra; /* words that it says beside: of a town called so */
    double own;     /* what it may add as a word of a name */
    double gain;    /* what it may add to the score at all, against not having it */
    bool is_source;
    bool is_done; /* all its names were looked at, or those of another list with its word */
};

/* A word that says other words of the text beside: of a town called so. */
struct extra {
    uint32_t word;
    uint64_t bits;
};

/* The cells around a town in which a name may be near it. */
struct town_box {
    uint32_t west, east, south, north;
};

/* A search under way. */
struct search {
    const struct na_lookup *asked;
    const struct na_snapshot *snapshot;
    struct na_names *names;
    struct na_roles roles;
    const uint32_t *weights;
    uint32_t block_count;
    double base;        /* the score of a name that has nothing */
    uint64_t kind_bits; /* words that may mean a kind */
    struct town_box boxes[NA_TOWNS_MAX];
    size_t work, roles_taken;
    bool economised;              /* only the first names are right */
    const char *hopeless[8];      /* texts by class: names called so, plain, are not kept */
    struct list lists[LISTS_MAX]; /* sources by count; then the extras */
    size_t list_count, source_count;
    struct extra extras[EXTRAS_MAX];
    size_t extra_count;
    uint32_t exact[NA_LOOKUP_MAX][EXACT_WORDS]; /* words of the index that a word is */
    uint8_t exact_count[NA_LOOKUP_MAX];
    uint32_t wholes[WHOLES_MAX];
    size_t whole_count;
    bool any_near; /* a word is spelt otherwise or unfinished */
    bool truncated;
};

/* ------------------------------------------------------------------ the best */

/* Keep it among the best, once for each asset or place; false: the list is full of better ones. */
static bool keep(struct na_names *names, const struct na_named *named)
{
    size_t at = 0;
    /* Most names end here: no better than the last that is kept. */
    if (names->count == NA_NAMES_KEPT &&
        na_named_compare(&names->best[NA_NAMES_KEPT - 1], named) <= 0) {
        names->more = true;
        return false;
    }
    while (at < names->count && (names->best[at].is_asset != named->is_asset ||
                                 names->best[at].target != named->target)) {
        at++;
    }
    if (at < names->count) {
        if (na_named_compare(&names->best[at], named) <= 0) {
            return true;
        }
    } else if (names->count < NA_NAMES_KEPT) {
        names->count++;
    } else {
        names->more = true;
        at = names->count - 1;
    }
    while (at > 0 && na_named_compare(named, &names->best[at - 1]) < 0) {
        names->best[at] = names->best[at - 1];
        at--;
    }
    names->best[at] = *named;
    return true;
}

/* No name that scores less is wanted. */
static double wanted(const struct search *search)
{
    const struct na_names *names = search->names;
    if (search->economised && names->count >= FIRST_NAMES) {
        return names->best[FIRST_NAMES - 1].score;
    }
    return names->count == NA_NAMES_KEPT ? names->best[NA_NAMES_KEPT - 1].score : -INFINITY;
}

/* May a name with this bound be left out? Says so where that is for thrift alone. */
static bool is_hopeless(struct search *search, double bound, uint64_t bits)
{
    struct na_names *names = search->names;
    if (bound + SLACK >= wanted(search)) {
        return false;
    }
    bool full = names->count == NA_NAMES_KEPT;
    if (!full || bound + SLACK >= names->best[NA_NAMES_KEPT - 1].score) {
        names->filtered |= bits;
    }
    names->more = true;
    return true;
}

/* ------------------------------------------------------------------ bounds */

/* What accounting for these words saves. */
static double accounted(const struct search *search, uint64_t bits)
{
    double sum = 0.0;
    uint64_t costly = bits & ~search->asked->filler & ~search->asked->numbers;
    for (size_t i = 0; costly != 0; i++, costly >>= 1) {
        sum += (costly & 1u) != 0 ? search->asked->words[i].idf : 0.0;
    }
    return NA_SCORE_UNACCOUNTED * sum;
}

static double told(const struct search *search, uint64_t bits)
{
    double sum = 0.0;
    for (size_t i = 0; bits != 0; i++, bits >>= 1) {
        sum += (bits & 1u) != 0 ? search->asked->words[i].idf : 0.0;
    }
    return sum;
}

/* At most so much does a word add to a name: as a word of its own or of its locality, and as both
 * if it was said twice, or says a town as well. */
static void set_gain(const struct search *search, struct list *list)
{
    uint64_t bits = list->bits | list->extra;
    double direct = NA_SCORE_DIRECT * told(search, bits);
    double most = list->own > direct ? list->own : direct;
    bool several = (bits & (bits - 1)) != 0;
    list->gain = (several ? list->own + direct : most) + accounted(search, bits);
}

/* Words that a name which has this word says for certain: of one that was said twice, perhaps not
 * both. */
static uint64_t once(uint64_t bits)
{
    return (bits & (bits - 1)) == 0 ? bits : 0;
}

static double kind_gain(const struct search *search, uint64_t bits)
{
    uint64_t free_bits = search->kind_bits & ~bits;
    return free_bits == 0 ? 0.0 : NA_SCORE_KIND + accounted(search, free_bits);
}

/* The towns that may be near a name, a set. */
static uint32_t near_towns(const struct search *search, uint32_t key)
{
    uint32_t towns = 0;
    uint32_t lat = key >> NA_NAME_LAT_SHIFT;
    uint32_t lon = key >> NA_NAME_LON_SHIFT & (NA_NAME_LON_STEPS - 1);
    for (size_t i = 0; i < search->roles.town_count; i++) {
        const struct town_box *box = &search->boxes[i];
        bool inside =
            lat >= box->south && lat <= box->north && lon >= box->west && lon <= box->east;
        towns |= (uint32_t)inside << i;
    }
    return towns;
}

/* The words that say these towns. */
static uint64_t town_bits(const struct search *search, uint32_t towns)
{
    uint64_t bits = 0;
    for (size_t i = 0; towns != 0; i++, towns >>= 1) {
        bits |= (towns & 1u) != 0 ? search->roles.towns[i].said : 0;
    }
    return bits;
}

/* At most so much do towns add to a name that is near them; words that it has itself add more. */
static double near_gain(const struct search *search, uint32_t towns, uint64_t had)
{
    uint64_t bits = town_bits(search, towns) & ~had;
    return bits == 0 ? 0.0 : NA_SCORE_NEAR * told(search, bits) + accounted(search, bits);
}

static double least_weight(const struct search *search, uint32_t name)
{
    return (double)search->weights[name / NA_NAME_BLOCK] / NA_NAME_WEIGHT_UNITS +
           NA_NAME_WEIGHT_LEAST;
}

static void set_box(const struct na_town *town, struct town_box *box)
{
    double lat_deg = (town->accuracy_m + NA_TOWN_NEAR_M) / NA_METRES_PER_DEGREE;
    double narrow = cos(town->at.lat_deg * NA_RADIANS_PER_DEGREE);
    double lon_deg = narrow > 0.01 ? lat_deg / narrow : 360.0;
    struct na_lonlat low = {town->at.lon_deg - lon_deg, town->at.lat_deg - lat_deg};
    struct na_lonlat high = {town->at.lon_deg + lon_deg, town->at.lat_deg + lat_deg};
    uint32_t from = na_name_key(low, 0);
    uint32_t to = na_name_key(high, 0);
    uint32_t south = from >> NA_NAME_LAT_SHIFT;
    uint32_t west = from >> NA_NAME_LON_SHIFT & (NA_NAME_LON_STEPS - 1);
    /* A step more on each side, for what was rounded. */
    *box = (struct town_box){.west = west > 0 ? west - 1 : 0,
                             .east = (to >> NA_NAME_LON_SHIFT & (NA_NAME_LON_STEPS - 1)) + 1,
                             .south = south > 0 ? south - 1 : 0,
                             .north = (to >> NA_NAME_LAT_SHIFT) + 1};
}

/* ------------------------------------------------------------------ one name */

/* What is cheap to know of a name. */
struct glance {
    struct na_name_view name;
    uint32_t key, near;
    double bound;
};

/* What a word of its locality says of a town, beside itself. */
static uint64_t extra_of(const struct search *search, uint32_t word)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < search->extra_count; i++) {
        bits |= search->extras[i].word == word ? search->extras[i].bits : 0;
    }
    return bits;
}

static void glance_at(const struct search *search, uint32_t number, double whole_gain,
                      struct glance *glance)
{
    uint64_t own = 0;
    uint64_t said = 0;
    uint64_t direct = 0;
    na_snapshot_name(search->snapshot, number, &glance->name);
    glance->key = na_snapshot_name_key(search->snapshot, number);
    double bound = search->base - NA_SCORE_NOT_SAID * least_weight(search, number) + whole_gain;
    for (uint32_t i = 0; i < glance->name.own; i++) {
        const struct na_lookup_slot *slot =
            na_lookup_find(search->asked, na_name_word(glance->name.words[i]));
        bound += slot != NULL ? NA_SCORE_AGAINST * slot->idf : 0.0;
        own |= slot != NULL ? slot->exact | slot->near : 0;
        said |= slot != NULL ? once(slot->exact | slot->near) : 0;
    }
    for (uint32_t i = 0; i < glance->name.beside; i++) {
        uint32_t word = na_name_word(glance->name.words[glance->name.own + i]);
        const struct na_lookup_slot *slot = na_lookup_find(search->asked, word);
        direct |= slot != NULL ? slot->exact : 0;
        direct |= extra_of(search, word);
    }
    glance->near = near_towns(search, glance->key);
    uint64_t near = town_bits(search, glance->near) & ~direct;
    glance->bound = bound + NA_SCORE_DIRECT * told(search, direct) +
                    NA_SCORE_NEAR * told(search, near) + accounted(search, own | direct | near) +
                    kind_gain(search, said);
}

/* Take the roles of a name if it may be among the best. `whole_gain`: what a name that is said
 * whole has in addition, else 0. */
static void consider(struct search *search, uint32_t number, double whole_gain, uint64_t bits)
{
    struct glance glance;
    struct na_named named;
    search->work += READ_WORK;
    glance_at(search, number, whole_gain, &glance);
    if (is_hopeless(search, glance.bound, bits)) {
        return;
    }
    search->work += HOPE_WORK;
    bool plain = false;
    double hope = na_roles_hope(&search->roles, &glance.name, glance.key, glance.near,
                                search->kind_bits, &plain);
    /* One of the same text and class, which stands before this one in every list, was no better. */
    const char **hopeless = &search->hopeless[glance.key & NA_NAME_CLASS];
    if (is_hopeless(search, hope, bits)) {
        return;
    }
    if (plain && *hopeless == glance.name.text) {
        search->names->more = true;
        return;
    }
    search->work += ROLES_WORK;
    search->roles_taken++;
    search->economised =
        search->economised || search->roles_taken >= ROLES_MAX || search->work > WORK_MAX / 2;
    if (na_roles_take(&search->roles, number, &named) && !keep(search->names, &named) && plain) {
        *hopeless = glance.name.text;
    }
}

/* ------------------------------------------------------------------ names said whole */

static uint32_t first_block(const struct search *search, uint32_t weight)
{
    uint32_t low = 0;
    uint32_t high = search->block_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool below = search->weights[middle] < weight;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    return low;
}

static uint32_t first_at(const uint32_t *names, uint32_t count, uint32_t from, uint32_t number)
{
    uint32_t step = 1;
    uint32_t low = from;
    while (low + step < count && names[low + step] < number) {
        low += step;
        step *= 2;
    }
    uint32_t high = low + step < count ? low + step : count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool below = names[middle] < number;
        low = below ? middle + 1 : low;
        high = below ? high : middle;
    }
    return low;
}

/* Has a name these words, "and" aside, and no others? */
static bool has_words(const struct search *search, uint32_t number, const uint32_t *words,
                      size_t count)
{
    struct na_name_view name;
    size_t own = 0;
    na_snapshot_name(search->snapshot, number, &name);
    for (uint32_t i = 0; i < name.own; i++) {
        uint32_t word = na_name_word(name.words[i]);
        if (word == search->roles.and_word) {
            continue;
        }
        if (own == count || words[own] != word) {
            return false;
        }
        own++;
    }
    return own == count && name.role <= NA_ROLE_ALIAS;
}

/* Does a word of its locality bring this name? */
static bool has_source(const struct search *search, uint32_t number)
{
    struct na_name_view name;
    na_snapshot_name(search->snapshot, number, &name);
    for (uint32_t i = 0; i < name.beside; i++) {
        uint32_t word = na_name_word(name.words[name.own + i]);
        const struct na_lookup_slot *slot = na_lookup_find(search->asked, word);
        uint32_t count = 0;
        (void)na_snapshot_word_names(search->snapshot, word, &count);
        if (slot != NULL && na_roles_is_source(&search->roles, slot, count)) {
            return true;
        }
    }
    return false;
}

/* The names of these words, in this order. Their weight says where they are. */
static void find_wholes(struct search *search, const uint32_t *words, size_t count)
{
    const uint32_t *rarest = NULL;
    uint32_t least = UINT32_MAX;
    double tells[NA_FOLD_WORDS_MAX];
    bool sourced = false;
    for (size_t i = 0; i < count; i++) {
        uint32_t names = 0;
        const uint32_t *list = na_snapshot_word_names(search->snapshot, words[i], &names);
        const struct na_lookup_slot *slot = na_lookup_find(search->asked, words[i]);
        rarest = names < least ? list : rarest;
        least = names < least ? names : least;
        tells[i] = slot->idf;
        sourced = sourced || na_roles_is_source(&search->roles, slot, names);
    }
    if (least == 0) {
        return;
    }
    search->work += RUN_WORK;
    uint32_t weight = na_name_weight(words, tells, count);
    uint32_t block = first_block(search, weight > 0 ? weight - 1 : 0);
    uint32_t first = block > 0 ? (block - 1) * NA_NAME_BLOCK : 0;
    for (uint32_t i = first_at(rarest, least, 0, first);
         i < least && search->weights[rarest[i] / NA_NAME_BLOCK] <= weight + 1; i++) {
        search->work += PASS_WORK * 3;
        if (search->whole_count == WHOLES_MAX || search->work > FIND_WORK_MAX) {
            search->truncated = true;
            return;
        }
        if (!has_words(search, rarest[i], words, count) ||
            (!sourced && !has_source(search, rarest[i]))) {
            continue;
        }
        search->wholes[search->whole_count++] = rarest[i];
    }
}

/* Do the same words stand in the text before? */
static bool was_said_before(const struct search *search, size_t first, size_t count)
{
    for (size_t from = 0; from < first; from++) {
        size_t same = 0;
        while (same < count &&
               search->exact_count[from + same] == search->exact_count[first + same] &&
               memcmp(search->exact[from + same], search->exact[first + same],
                      search->exact_count[first + same] * sizeof search->exact[0][0]) == 0) {
            same++;
        }
        if (same == count) {
            return true;
        }
    }
    return false;
}

/* Every reading of a run of words: a word may be several of the index ("st"). */
static void find_run(struct search *search, size_t first, size_t count)
{
    uint32_t words[NA_LOOKUP_MAX];
    size_t readings = 1;
    if (was_said_before(search, first, count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        readings *= search->exact_count[first + i];
        if (readings > READINGS_MAX) {
            search->truncated = true;
            return;
        }
    }
    for (size_t reading = 0; reading < readings; reading++) {
        size_t rest = reading;
        for (size_t i = 0; i < count; i++) {
            words[i] = search->exact[first + i][rest % search->exact_count[first + i]];
            rest /= search->exact_count[first + i];
        }
        find_wholes(search, words, count);
    }
}

static void find_all_wholes(struct search *search)
{
    for (size_t first = 0; first < search->asked->count; first++) {
        for (size_t count = 1;
             first + count <= search->asked->count && search->exact_count[first + count - 1] > 0;
             count++) {
            if (count > NA_FOLD_WORDS_MAX) {
                break; /* no name is longer */
            }
            find_run(search, first, count);
        }
    }
}

/* The words of whole names, and those names among the best. */
static void take_wholes(struct search *search)
{
    const char *text = NULL;
    uint64_t said = 0;
    for (size_t i = 0; i < search->whole_count; i++) {
        struct na_name_view name;
        uint32_t number = search->wholes[i];
        na_snapshot_name(search->snapshot, number, &name);
        if (name.text != text) {
            text = name.text;
            said = na_roles_whole(&search->roles, &name);
        }
        bool is_region = (na_snapshot_name_key(search->snapshot, number) & NA_NAME_IS_REGION) != 0;
        search->names->full_words |= is_region ? 0 : said;
        if (search->work > WHOLES_WORK_MAX) {
            search->truncated = true;
            return;
        }
        consider(search, number, 3.0, said);
    }
}

/* ------------------------------------------------------------------ names of each word */

static int compare_lists(const void *a, const void *b)
{
    const struct list *x = a;
    const struct list *y = b;
    if (x->count != y->count) {
        return x->count < y->count ? -1 : 1;
    }
    return (x->word > y->word) - (x->word < y->word);
}

static void add_exact(struct search *search, uint64_t bits, uint32_t word)
{
    for (size_t i = 0; bits != 0; i++, bits >>= 1) {
        if ((bits & 1u) == 0) {
            continue;
        }
        if (search->exact_count[i] == EXACT_WORDS) {
            search->truncated = true;
        } else {
            search->exact[i][search->exact_count[i]++] = word;
        }
    }
}

/* The words that bring names, the rarest first. */
static void find_sources(struct search *search)
{
    const struct na_lookup *asked = search->asked;
    memset(search->exact_count, 0, sizeof search->exact_count);
    search->list_count = 0;
    for (size_t i = 0; i < NA_LOOKUP_SLOTS; i++) {
        const struct na_lookup_slot *slot = &asked->slots[i];
        if (slot->word == 0) {
            continue;
        }
        struct list *list = &search->lists[search->list_count];
        *list = (struct list){.word = slot->word - 1, .bits = slot->exact | slot->near};
        list->names = na_snapshot_word_names(search->snapshot, list->word, &list->count);
        add_exact(search, slot->exact, list->word);
        search->any_near = search->any_near || slot->near != 0;
        list->own = NA_SCORE_AGAINST * slot->idf;
        set_gain(search, list);
        list->is_source = na_roles_is_source(&search->roles, slot, list->count);
        search->list_count += list->is_source;
    }
    search->source_count = search->list_count;
    qsort(search->lists, search->source_count, sizeof search->lists[0], compare_lists);
}

/* A word that adds these words of the text, beside what it adds as a source. */
static void add_extra(struct search *search, uint32_t word, double own, uint64_t bits)
{
    size_t at = 0;
    while (at < search->list_count && search->lists[at].word != word) {
        at++;
    }
    if (at == LISTS_MAX) {
        search->truncated = true;
        return;
    }
    struct list *list = &search->lists[at];
    if (at == search->list_count) {
        *list = (struct list){.word = word};
        list->names = na_snapshot_word_names(search->snapshot, word, &list->count);
        search->list_count++;
    }
    list->own = own > list->own ? own : list->own;
    list->extra |= bits & ~list->bits;
    if (list->extra != 0 && search->extra_count < EXTRAS_MAX) {
        search->extras[search->extra_count++] = (struct extra){word, list->extra};
    }
    set_gain(search, list);
}

/* Words that add to a name without bringing it: those of talk, which may be a part of a name that
 * is said whole but for the spelling, and the names of the towns, which say their other names, too.
 */
static void find_extras(struct search *search)
{
    const struct na_roles *roles = &search->roles;
    for (size_t i = 0; i < NA_LOOKUP_SLOTS; i++) {
        const struct na_lookup_slot *slot = &search->asked->slots[i];
        uint32_t count = 0;
        if (slot->word == 0) {
            continue;
        }
        (void)na_snapshot_word_names(search->snapshot, slot->word - 1, &count);
        if (!na_roles_is_source(roles, slot, count)) {
            double own = search->any_near ? NA_SCORE_AGAINST * slot->idf : 0.0;
            add_extra(search, slot->word - 1, own, slot->exact);
        }
    }
    for (size_t i = 0; i < roles->town_count; i++) {
        const struct na_town_names *names = &roles->town_names[i];
        for (size_t j = 0; j < names->count; j++) {
            add_extra(search, names->words[j][0], 0.0,
                      roles->towns[i].said | roles->towns[i].region);
        }
    }
}

/* This list is looked at now: what it adds, with the extras of its word, and without them what the
 * others that are not done may add. */
static double open_list(struct search *search, size_t from, double *ret_rest)
{
    double gain = 0.0;
    *ret_rest = 0.0;
    uint32_t word = search->lists[from].word;
    for (size_t i = from; i < search->list_count; i++) {
        struct list *list = &search->lists[i];
        list->at = 0;
        if (!list->is_done && list->word == word) {
            gain += list->gain;
            list->is_done = true;
        }
        *ret_rest += list->is_done ? 0.0 : list->gain;
    }
    search->work += search->list_count / 8;
    return gain;
}

static bool has(struct search *search, struct list *list, uint32_t name)
{
    search->work += PASS_WORK;
    list->at = first_at(list->names, list->count, list->at, name);
    return list->at < list->count && list->names[list->at] == name;
}

/* Can a name of list `from` reach this, with what else it has? Names of the lists before are done.
 * After some lists it is cheaper to read the name. */
static bool reaches(struct search *search, size_t from, uint32_t name, double bound, double rest)
{
    double wants = wanted(search) - SLACK;
    size_t looked_at = 0;
    for (size_t i = from + 1; i < search->list_count && looked_at < LOOKED_AT_MAX; i++) {
        struct list *list = &search->lists[i];
        if (bound >= wants || bound + rest < wants) {
            break;
        }
        if (!list->is_done) {
            rest -= list->gain;
            bound += has(search, list, name) ? list->gain : 0.0;
            looked_at++;
        }
    }
    return bound + rest >= wants;
}

/* The names of one list; false: the work came to its end. */
static bool take_list(struct search *search, size_t from)
{
    const struct list *list = &search->lists[from];
    double rest = 0.0;
    search->economised = search->economised || list->count > COMMON_MIN;
    uint32_t towns = (1u << search->roles.town_count) - 1;
    double near = near_gain(search, towns, once(list->bits));
    double gain = open_list(search, from, &rest) + kind_gain(search, once(list->bits));
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t name = list->names[i];
        if (search->weights[name / NA_NAME_BLOCK] == UINT32_MAX) {
            break; /* addresses alone follow */
        }
        double bound = search->base - NA_SCORE_NOT_SAID * least_weight(search, name) + gain;
        if (is_hopeless(search, bound + rest + near, list->bits)) {
            break; /* and so are all that follow */
        }
        if (search->work > WORK_MAX) {
            return false;
        }
        search->work += PASS_WORK;
        if (search->roles.town_count > 0) {
            uint32_t key = na_snapshot_name_key(search->snapshot, name);
            bound += near_gain(search, near_towns(search, key), once(list->bits));
        }
        if (reaches(search, from, name, bound, rest)) {
            consider(search, name, 0.0, list->bits);
        } else {
            (void)is_hopeless(search, bound, list->bits);
        }
    }
    return true;
}

static void take_lists(struct search *search)
{
    for (size_t i = 0; i < search->source_count; i++) {
        if (!take_list(search, i)) {
            for (; i < search->source_count; i++) {
                search->names->skipped |= search->lists[i].bits;
            }
        }
    }
}

/* ------------------------------------------------------------------ the search */

static void begin(struct search *search, const struct na_lookup *asked, struct na_names *names)
{
    search->asked = asked;
    search->snapshot = asked->snapshot;
    search->names = names;
    search->weights = na_snapshot_name_weights(asked->snapshot, &search->block_count);
    search->kind_bits = 0;
    search->work = search->roles_taken = search->whole_count = search->extra_count = 0;
    search->economised = search->any_near = false;
    search->truncated = asked->truncated;
    memset(search->hopeless, 0, sizeof search->hopeless);
    na_roles_begin(&search->roles, asked);
    search->base = -accounted(search, search->roles.all);
    names->count = names->town_count = 0;
    names->full_words = names->skipped = names->filtered = 0;
    names->more = false;
    uint32_t kinds = na_snapshot_name_kind_count(asked->snapshot);
    for (uint32_t i = 0; i < kinds && kinds <= NA_NAME_KINDS_MAX; i++) {
        search->kind_bits |=
            na_roles_kind_words(&search->roles, na_snapshot_name_kind(asked->snapshot, i));
    }
    search->kind_bits = kinds > NA_NAME_KINDS_MAX ? search->roles.all : search->kind_bits;
    search->kind_bits &= ~asked->type;
}

static void take_towns(struct search *search)
{
    na_roles_find_towns(&search->roles, search->wholes, search->whole_count);
    for (size_t i = 0; i < search->roles.town_count; i++) {
        set_box(&search->roles.towns[i], &search->boxes[i]);
        search->names->towns[i] = search->roles.towns[i];
    }
    search->names->town_count = search->roles.town_count;
    search->truncated = search->truncated || search->roles.truncated;
}

void na_names_find(const struct na_lookup *asked, struct na_names *ret_names)
{
    struct search search;
    begin(&search, asked, ret_names);
    find_sources(&search);
    find_all_wholes(&search);
    take_towns(&search);
    find_extras(&search);
    take_wholes(&search);
    take_lists(&search);
    ret_names->complete = !search.truncated;
    ret_names->more = ret_names->more || search.truncated || ret_names->skipped != 0;
    double worst = ret_names->count > 0 ? ret_names->best[0].score - SCORE_RANGE : 0.0;
    while (ret_names->count > 0 && ret_names->best[ret_names->count - 1].score < worst) {
        ret_names->count--;
    }
}
