/* Each name is given the best role for every word of the text, and a score from the words that it
 * has and has not. */
#include "locate/roles.h"

#include <math.h>
#include <string.h>

#include "geo/earth.h"
#include "io/fold.h"

/* Postings of a word of talk that are looked at: it is a name at times ("The Front"). */
#define FILLER_POSTINGS_MAX 200u
#define PART_MAX 32
#define KINDS_KEPT (sizeof((struct na_roles *)NULL)->kinds / sizeof(const char *))

void na_roles_begin(struct na_roles *roles, const struct na_lookup *asked)
{
    roles->asked = asked;
    roles->snapshot = asked->snapshot;
    roles->all = asked->count >= 64 ? UINT64_MAX : ((uint64_t)1 << asked->count) - 1;
    roles->only_filler = (roles->all & ~asked->filler) == 0;
    roles->town_count = roles->kind_count = 0;
    roles->truncated = false;
    if (!na_snapshot_find_word(asked->snapshot, na_str_of("and"), &roles->and_word)) {
        roles->and_word = UINT32_MAX;
    }
}

bool na_roles_is_source(const struct na_roles *roles, const struct na_lookup_slot *slot,
                        uint32_t count)
{
    bool filler = ((slot->exact | slot->near) & ~roles->asked->filler) == 0;
    return !filler || roles->only_filler || count <= FILLER_POSTINGS_MAX;
}

double na_names_distance_m(struct na_lonlat a, struct na_lonlat b)
{
    double north_m = (a.lat_deg - b.lat_deg) * NA_METRES_PER_DEGREE;
    double east_m =
        (a.lon_deg - b.lon_deg) * NA_METRES_PER_DEGREE * cos(a.lat_deg * NA_RADIANS_PER_DEGREE);
    return hypot(north_m, east_m);
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

static uint64_t answers(const struct na_roles *roles, uint32_t word, bool nearly)
{
    const struct na_lookup_slot *slot = na_lookup_find(roles->asked, word);
    return slot == NULL ? 0 : slot->exact | (nearly ? slot->near : 0);
}

/* Where all words of a name stand in the text in order and together, "and" aside; false: nowhere. A
 * place without a kind of street after it is preferred: "Fairfield Road, Fairfield". */
static bool in_order(const struct na_roles *roles, const struct na_name_view *name, bool nearly,
                     uint64_t *ret_said, size_t *ret_own)
{
    uint64_t starts = UINT64_MAX;
    size_t own = 0;
    for (uint32_t i = 0; i < name->own && starts != 0; i++) {
        uint32_t word = na_name_word(name->words[i]);
        if (word == roles->and_word) {
            continue;
        }
        uint64_t bits = answers(roles, word, nearly);
        starts &= own < 64 ? bits >> own : 0;
        own++;
    }
    if (own == 0 || starts == 0) {
        return false;
    }
    uint64_t typed = roles->asked->type & ~roles->asked->opens;
    uint64_t free_ends = starts & ~(typed >> own);
    *ret_said = bits_from(lowest(free_ends != 0 ? free_ends : starts), own);
    *ret_own = own;
    return true;
}

static void add_town_name(const struct na_roles *roles, struct na_str text,
                          struct na_town_names *names)
{
    struct na_folded folded;
    na_fold(text, &folded);
    if (names->count == NA_TOWN_NAMES || folded.count == 0 || folded.count > NA_TOWN_WORDS) {
        return;
    }
    for (size_t i = 0; i < folded.count; i++) {
        if (!na_snapshot_find_word(roles->snapshot, folded.words[i],
                                   &names->words[names->count][i])) {
            return;
        }
    }
    names->counts[names->count++] = folded.count;
}

/* The first place in the text where these words stand in order and together. */
static uint64_t run_in(const struct na_roles *roles, const uint32_t *words, size_t count)
{
    uint64_t starts = count > 0 && count < 64 ? UINT64_MAX : 0;
    for (size_t i = 0; i < count; i++) {
        starts &= answers(roles, na_name_word(words[i]), false) >> i;
    }
    return starts == 0 ? 0 : bits_from(lowest(starts), count);
}

/* A town found in the text, and by what towns are ordered: its rarest word that names are looked
 * for by, then its text. */
struct town_found {
    uint32_t target, count, word;
    const char *text;
    struct na_name_view name;
    uint64_t said;
};

static int compare_towns(const struct town_found *a, const struct town_found *b)
{
    if (a->count != b->count) {
        return a->count < b->count ? -1 : 1;
    }
    if (a->word != b->word) {
        return a->word < b->word ? -1 : 1;
    }
    int order = strcmp(a->text, b->text);
    return order != 0 ? order : (a->target > b->target) - (a->target < b->target);
}

static void rarest_source(const struct na_roles *roles, struct town_found *found)
{
    const struct na_name_view *name = &found->name;
    found->count = found->word = UINT32_MAX;
    for (uint32_t i = 0; i < name->own + name->beside; i++) {
        uint32_t word = na_name_word(name->words[i]);
        uint32_t count = 0;
        const struct na_lookup_slot *slot = na_lookup_find(roles->asked, word);
        if (slot == NULL) {
            continue;
        }
        (void)na_snapshot_word_names(roles->snapshot, word, &count);
        if (na_roles_is_source(roles, slot, count) &&
            (count < found->count || (count == found->count && word < found->word))) {
            found->count = count;
            found->word = word;
        }
    }
}

/* Keep the first towns, each once. */
static void insert_town(struct na_roles *roles, struct town_found *towns, size_t *count,
                        struct town_found found)
{
    size_t at = 0;
    while (at < *count && towns[at].target != found.target) {
        at++;
    }
    if (at < *count) {
        found.said |= towns[at].said;
        towns[at].said = found.said;
        if (compare_towns(&towns[at], &found) <= 0) {
            return;
        }
    } else if (*count < NA_TOWNS_MAX) {
        (*count)++;
    } else {
        roles->truncated = true;
        at = *count - 1;
        if (compare_towns(&towns[at], &found) <= 0) {
            return;
        }
    }
    for (; at > 0 && compare_towns(&found, &towns[at - 1]) < 0; at--) {
        towns[at] = towns[at - 1];
    }
    towns[at] = found;
}

static void add_town(struct na_roles *roles, const struct town_found *found)
{
    const struct na_name_view *name = &found->name;
    struct na_place_view place;
    na_snapshot_place(roles->snapshot, found->target, &place);
    struct na_town_names *all = &roles->town_names[roles->town_count];
    roles->towns[roles->town_count++] =
        (struct na_town){.target = found->target,
                         .said = found->said,
                         .region = run_in(roles, name->words + name->own, name->beside),
                         .at = place.at,
                         .accuracy_m = place.accuracy_m};
    all->count = 0;
    add_town_name(roles, na_str_of(place.name), all);
    for (const char *alias = place.aliases; *alias != '\0';) {
        size_t length = strcspn(alias, "|");
        add_town_name(roles, (struct na_str){alias, length}, all);
        alias += length + (alias[length] == '|');
    }
}

/* Are these words a part of a longer name that was said ("Hartlepool Railway Station")? */
static bool is_inner(uint64_t said, const uint64_t *fulls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if ((fulls[i] & said) == said && fulls[i] != said) {
            return true;
        }
    }
    return false;
}

static size_t add_full(uint64_t *fulls, size_t count, uint64_t said)
{
    for (size_t i = 0; i < count; i++) {
        if (fulls[i] == said) {
            return count;
        }
    }
    if (count < NA_NAMES_KEPT) {
        fulls[count++] = said;
    }
    return count;
}

/* The towns of the text: places of that kind whose full name was said, no kind of street after. */
void na_roles_find_towns(struct na_roles *roles, const uint32_t *wholes, size_t count)
{
    uint64_t fulls[NA_NAMES_KEPT];
    struct town_found towns[NA_TOWNS_MAX];
    size_t full_count = 0;
    size_t town_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct town_found found;
        size_t own = 0;
        uint32_t key = na_snapshot_name_key(roles->snapshot, wholes[i]);
        na_snapshot_name(roles->snapshot, wholes[i], &found.name);
        if (!in_order(roles, &found.name, false, &found.said, &own)) {
            continue;
        }
        uint64_t after = found.said << 1 & ~found.said;
        bool typed = (after & roles->asked->type & ~roles->asked->opens) != 0;
        if ((key & NA_NAME_IS_TOWN) != 0 && !typed) {
            found.target = found.name.target;
            found.text = found.name.text;
            rarest_source(roles, &found);
            insert_town(roles, towns, &town_count, found);
        } else if (own > 1) {
            full_count = add_full(fulls, full_count, found.said);
        }
    }
    roles->town_count = 0;
    for (size_t i = 0; i < town_count; i++) {
        if (!is_inner(towns[i].said, fulls, full_count)) {
            add_town(roles, &towns[i]);
        }
    }
}

/* ------------------------------------------------------------------ roles */

static uint32_t lexicon_of(const struct na_roles *roles, uint32_t word)
{
    return na_lexicon_flags(na_snapshot_word(roles->snapshot, word));
}

/* Words of the text that say one part of an address: the whole of it, two neighbours of it, or the
 * head of a town's name ("Saltburn" of Saltburn-by-the-Sea). */
static uint64_t part_said(const struct na_roles *roles, const uint32_t *part, size_t count,
                          uint64_t rest, uint64_t taken)
{
    uint64_t said = 0;
    for (size_t i = 0; i < count;) {
        uint64_t starts = answers(roles, part[i], false) & rest;
        size_t length = starts != 0 ? 1 : 0;
        while (starts != 0 && i + length < count) {
            uint64_t longer = starts & ((answers(roles, part[i + length], false) & rest) >> length);
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
        uint32_t next = i + length < count ? lexicon_of(roles, part[i + length]) : 0;
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
static bool part_is_town(const struct na_roles *roles, const uint32_t *part, size_t count,
                         const struct na_town_names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        size_t length = names->counts[i];
        bool same = length <= count;
        for (size_t j = 0; same && j < length; j++) {
            same = names->words[i][j] == part[j];
        }
        if (same &&
            (length == count || (lexicon_of(roles, part[length]) & NA_LEX_TOWN_TAIL) != 0)) {
            return true;
        }
    }
    return false;
}

static void take_part(const struct na_roles *roles, const uint32_t *part, size_t count,
                      uint64_t rest, struct na_named *named)
{
    named->direct |= part_said(roles, part, count, rest, named->direct);
    for (size_t i = 0; i < roles->town_count; i++) {
        const struct na_town *town = &roles->towns[i];
        if ((town->said & ~rest) == 0 && part_is_town(roles, part, count, &roles->town_names[i])) {
            named->direct |= town->said | (town->region & rest);
        }
    }
}

/* The words of its locality and address. */
static void take_locality(const struct na_roles *roles, const struct na_name_view *name,
                          struct na_named *named)
{
    uint32_t part[PART_MAX];
    size_t count = 0;
    uint64_t rest = roles->all & ~named->said;
    for (uint32_t i = 0; i < name->beside; i++) {
        uint32_t word = name->words[name->own + i];
        if ((word & NA_NAME_PART_BEGINS) != 0 && count > 0) {
            take_part(roles, part, count, rest, named);
            count = 0;
        }
        if (na_name_word(word) != roles->and_word && count < PART_MAX) {
            part[count++] = na_name_word(word);
        }
    }
    if (count > 0) {
        take_part(roles, part, count, rest, named);
    }
}

/* The towns that it lies in or beside. */
static void take_near(const struct na_roles *roles, struct na_named *named)
{
    uint64_t rest = roles->all & ~named->said;
    for (size_t i = 0; i < roles->town_count; i++) {
        const struct na_town *town = &roles->towns[i];
        bool own = !named->is_asset && town->target == named->target;
        if (!own && (town->said & named->direct) == 0 && (town->said & ~rest) == 0 &&
            na_names_distance_m(town->at, named->at) <= town->accuracy_m + NA_TOWN_NEAR_M) {
            named->near |= town->said;
        }
    }
}

uint64_t na_roles_kind_words(struct na_roles *roles, const char *kind)
{
    for (size_t i = 0; i < roles->kind_count; i++) {
        if (roles->kinds[i] == kind || strcmp(roles->kinds[i], kind) == 0) {
            return roles->kind_words[i];
        }
    }
    uint64_t words = 0;
    for (size_t i = 0; i < roles->asked->count; i++) {
        bool is = na_lexicon_is_kind(roles->asked->words[i].text, kind);
        words |= is ? (uint64_t)1 << i : 0;
    }
    size_t at = roles->kind_count < KINDS_KEPT ? roles->kind_count++ : KINDS_KEPT - 1;
    roles->kinds[at] = kind;
    roles->kind_words[at] = words;
    return words;
}

/* The words of its name that were said, where they do not stand in order: one for each. */
static uint64_t said_apart(const struct na_roles *roles, const struct na_name_view *name,
                           size_t *ret_edits)
{
    uint64_t said = 0;
    for (uint32_t i = 0; i < name->own; i++) {
        const struct na_lookup_slot *slot =
            na_lookup_find(roles->asked, na_name_word(name->words[i]));
        if (slot == NULL) {
            continue;
        }
        uint64_t exact = slot->exact & ~said & ~roles->asked->filler;
        uint64_t near = slot->near & ~said;
        *ret_edits += exact == 0 && near != 0 ? slot->edits : 0u;
        uint64_t bits = exact != 0 ? exact : near;
        said |= bits != 0 ? (uint64_t)1 << lowest(bits) : 0;
    }
    return said;
}

static size_t edits_of(const struct na_roles *roles, const struct na_name_view *name)
{
    size_t edits = 0;
    for (uint32_t i = 0; i < name->own; i++) {
        const struct na_lookup_slot *slot =
            na_lookup_find(roles->asked, na_name_word(name->words[i]));
        edits += slot != NULL && slot->exact == 0 ? slot->edits : 0u;
    }
    return edits;
}

/* "The Front, Hartlepool": a word of talk that stands apart as a name does. */
static bool stands_apart(const struct na_roles *roles, uint64_t said)
{
    uint64_t after = said << 1 & ~said & roles->all;
    return (roles->asked->opens >> lowest(said) & 1u) != 0 &&
           (after & roles->asked->idle & ~roles->asked->opens) == 0;
}

static void take_name_words(const struct na_roles *roles, const struct na_name_view *name,
                            struct na_named *named)
{
    named->own = name->own;
    named->full = in_order(roles, name, false, &named->said, &named->own);
    /* "In front of": talk alone names nothing, unless nothing else was said. */
    if (named->full && (named->said & ~roles->asked->idle) == 0 &&
        (roles->all & ~roles->asked->idle) != 0 && !stands_apart(roles, named->said)) {
        named->full = false;
        named->said = 0;
        return;
    }
    named->full_nearly = named->full || in_order(roles, name, true, &named->said, &named->own);
    if (!named->full && named->full_nearly) {
        named->edits = edits_of(roles, name);
    } else if (!named->full) {
        named->said = said_apart(roles, name, &named->edits);
    }
}

static bool is_generic(const struct na_roles *roles, const struct na_name_view *name)
{
    for (uint32_t i = 0; i < name->own; i++) {
        uint32_t word = na_name_word(name->words[i]);
        if (word != roles->and_word &&
            (lexicon_of(roles, word) & (NA_LEX_GENERIC | NA_LEX_TYPE | NA_LEX_TALK)) == 0) {
            return false;
        }
    }
    return true;
}

static void view_target(const struct na_roles *roles, const struct na_name_view *name,
                        struct na_named *named)
{
    *named = (struct na_named){.is_asset = name->is_asset, .target = name->target};
    if (name->is_asset) {
        struct na_asset asset;
        na_snapshot_asset(roles->snapshot, name->target, &asset);
        named->name = asset.name;
        named->kind = asset.kind;
        named->place = asset.address;
        named->at = asset.at;
        named->accuracy_m = asset.accuracy_m;
    } else {
        struct na_place_view place;
        na_snapshot_place(roles->snapshot, name->target, &place);
        named->name = place.name;
        named->kind = place.kind;
        named->place = place.place;
        named->at = place.at;
        named->accuracy_m = place.accuracy_m;
        named->is_region = place.is_region;
        named->is_town = na_place_kind_is_town(place.kind);
        named->is_street = na_place_kind_is_street(place.kind);
    }
}

/* Does a kind of street that is not its own follow the name? */
static bool has_type_after(const struct na_lookup *asked, const struct na_named *named)
{
    uint64_t after = named->said << 1 & ~named->said & ~asked->opens;
    /* "Avenue Road" may well follow. */
    uint64_t lone = asked->type & ~((asked->type & named->direct) >> 1);
    return (after & asked->type & named->unaccounted) != 0 ||
           (named->full && (after & lone & named->direct) != 0);
}

static void take_roles(struct na_roles *roles, const struct na_name_view *name,
                       struct na_named *named)
{
    const struct na_lookup *asked = roles->asked;
    view_target(roles, name, named);
    named->alias = name->role == NA_ROLE_ALIAS ? name->text : NULL;
    take_name_words(roles, name, named);
    take_locality(roles, name, named);
    take_near(roles, named);
    uint64_t rest = roles->all & ~named->said & ~named->direct & ~named->near;
    named->kind_said = na_roles_kind_words(roles, named->kind) & rest & ~asked->type;
    named->unaccounted = rest & ~named->kind_said & ~asked->filler & ~asked->numbers;
    named->type_after = has_type_after(asked, named);
    if (named->is_street && name->own > 0) {
        named->has_type =
            (lexicon_of(roles, na_name_word(name->words[name->own - 1])) & NA_LEX_TYPE) != 0;
    }
    named->is_generic = named->full && is_generic(roles, name);
}

static double sum_idf(const struct na_lookup *asked, uint64_t words)
{
    double sum = 0.0;
    for (size_t i = 0; i < asked->count; i++) {
        sum += (words >> i & 1u) != 0 ? asked->words[i].idf : 0.0;
    }
    return sum;
}

static uint64_t town_words(const struct na_roles *roles)
{
    uint64_t words = 0;
    for (size_t i = 0; i < roles->town_count; i++) {
        words |= roles->towns[i].said;
    }
    return words;
}

/* The words asked that say this word of a name: none for a word that the name has more often than
 * it was said ("Station and Station" of "station"). */
static uint64_t bits_of_word(const struct na_name_view *name, uint32_t i, uint64_t bits)
{
    for (uint32_t j = 0; j < i && bits != 0; j++) {
        bits &= na_name_word(name->words[j]) == na_name_word(name->words[i]) ? bits - 1 : bits;
    }
    return bits;
}

static void set_score(const struct na_roles *roles, const struct na_name_view *name,
                      struct na_named *named)
{
    const struct na_lookup *asked = roles->asked;
    double score = 0.0;
    uint64_t towns = named->full_nearly ? 0 : town_words(roles);
    bool type_said = false;
    for (uint32_t i = 0; i < name->own; i++) {
        uint32_t word = na_name_word(name->words[i]);
        const struct na_lookup_slot *slot = na_lookup_find(asked, word);
        uint64_t bits =
            slot != NULL ? bits_of_word(name, i, (slot->exact | slot->near) & named->said) : 0;
        double idf = slot != NULL ? slot->idf : na_lookup_idf(asked, word);
        score += bits == 0 ? -NA_SCORE_NOT_SAID * idf : (bits & ~towns) == 0 ? 0.25 * idf : idf;
        type_said = i + 1 == name->own && bits != 0;
    }
    score -= 1.2 * (double)named->edits;
    score += NA_SCORE_DIRECT * sum_idf(asked, named->direct) +
             NA_SCORE_NEAR * sum_idf(asked, named->near);
    score -= NA_SCORE_UNACCOUNTED * sum_idf(asked, named->unaccounted);
    score -= named->type_after ? 2.0 : 0.0;
    score -= named->is_street && named->has_type && !type_said ? NA_SCORE_OTHER_TYPE : 0.0;
    score += named->kind_said != 0 ? NA_SCORE_KIND : 0.0;
    score += named->full ? 1.0 : 0.0;
    score -= named->is_region ? 0.5 : 0.0; /* of a town and its ward the town is meant */
    score += named->full && named->unaccounted == 0 ? 2.0 : 0.0;
    named->score = score;
}

int na_named_compare(const struct na_named *a, const struct na_named *b)
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

uint64_t na_roles_whole(const struct na_roles *roles, const struct na_name_view *name)
{
    struct na_named named = {.said = 0};
    take_name_words(roles, name, &named);
    return named.full ? named.said : 0;
}

double na_roles_hope(const struct na_roles *roles, const struct na_name_view *name, uint32_t key,
                     uint32_t near, uint64_t kinds, bool *ret_plain)
{
    const struct na_lookup *asked = roles->asked;
    struct na_named named = {.is_asset = name->is_asset,
                             .is_street = (key & NA_NAME_IS_STREET) != 0,
                             .is_region = (key & NA_NAME_IS_REGION) != 0};
    take_name_words(roles, name, &named);
    take_locality(roles, name, &named);
    uint64_t rest = roles->all & ~named.said;
    for (size_t i = 0; i < roles->town_count; i++) {
        uint64_t said = roles->towns[i].said;
        bool may_be = (near >> i & 1u) != 0 && (said & named.direct) == 0 && (said & ~rest) == 0;
        named.near |= may_be ? said : 0;
    }
    rest &= ~named.direct;
    named.kind_said = kinds & rest;
    named.unaccounted = rest & ~named.near & ~named.kind_said & ~asked->filler & ~asked->numbers;
    named.type_after = has_type_after(asked, &named);
    named.has_type =
        named.is_street && name->own > 0 &&
        (lexicon_of(roles, na_name_word(name->words[name->own - 1])) & NA_LEX_TYPE) != 0;
    set_score(roles, name, &named);
    *ret_plain =
        named.direct == 0 && named.near == 0 && named.kind_said == 0 && name->role == NA_ROLE_NAME;
    return named.score;
}

bool na_roles_take(struct na_roles *roles, uint32_t number, struct na_named *ret_named)
{
    struct na_name_view name;
    na_snapshot_name(roles->snapshot, number, &name);
    if (name.role > NA_ROLE_ALIAS) {
        return false; /* addresses stand beside the names */
    }
    take_roles(roles, &name, ret_named);
    /* A figure alone is no word of a name: every street has a number 1. */
    uint64_t words = (ret_named->said | ret_named->direct) & ~roles->asked->numbers;
    if (!ret_named->full && words == 0) {
        return false;
    }
    set_score(roles, &name, ret_named);
    return true;
}
