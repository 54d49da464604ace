/* Names of streets are found among the words by their keys, the longest first; then places that two
 * of them have, or that lie near each other, are put together into corners, and the other words say
 * whether the first of those is meant. */
#include "locate/corner.h"

#include <string.h>

#include "data/streets.h"

/* Words of one name, and bytes of its key. */
#define WORDS_MAX 10u
#define KEY_MAX 512u
/* A corner lies in a town, or in the locality of a street, if it is no farther beyond its circle;
 * another that is no farther than the second may lie in it, too. Metres. */
#define IN_M 1000.0
#define APART_M 2500.0
/* Names of streets in one text. */
#define STREETS_MAX 8u

/* The name of a street in the text. */
struct street {
    size_t first, end; /* words asked */
    struct na_street_name name;
};

struct streets {
    struct street items[STREETS_MAX];
    size_t count;
};

/* The words from `first` up to `end` as a key; "st" before a name is a saint. */
static size_t key_of(const struct na_lookup *asked, const struct na_said *said, size_t first,
                     size_t end, char to[KEY_MAX])
{
    size_t length = 0;
    for (size_t i = first; i < end; i++) {
        const struct na_lookup_word *word = &asked->words[i];
        bool saint = i == first && na_str_is(said->words[word->first].text, "st");
        struct na_str text = saint ? na_str_of("saint") : word->text;
        if (length + text.length + 1 > KEY_MAX) {
            return 0;
        }
        if (i > first) {
            to[length++] = ' ';
        }
        memcpy(to + length, text.bytes, text.length);
        length += text.length;
    }
    return length;
}

/* The longest names first to last; a name within another is none. */
static void find_streets(const struct na_lookup *asked, const struct na_said *said,
                         struct streets *streets)
{
    char key[KEY_MAX];
    for (size_t first = 0; first < asked->count && streets->count < STREETS_MAX; first++) {
        size_t most = asked->count - first < WORDS_MAX ? asked->count - first : WORDS_MAX;
        for (size_t words = most; words > 0; words--) {
            struct street *street = &streets->items[streets->count];
            size_t length = key_of(asked, said, first, first + words, key);
            if (length > 0 && na_snapshot_street_name(asked->snapshot, (struct na_str){key, length},
                                                      &street->name)) {
                street->first = first;
                street->end = first + words;
                streets->count++;
                first += words - 1;
                break;
            }
        }
    }
}

static struct na_lonlat lonlat(struct na_street_point at)
{
    return na_street_lonlat(at.lat_e7, at.lon_e7);
}

/* Put a place into the corner it belongs to, or begin one. Its middle is that of its box. */
struct gather {
    struct na_corners *to;
    struct na_lonlat low[NA_CORNERS_MAX], high[NA_CORNERS_MAX];
    const struct street *a, *b;
    size_t first; /* of the corners of these two */
    size_t exact; /* one past those where both have the same place: others do not move them */
};

static double spread_m(struct na_lonlat low, struct na_lonlat high)
{
    return na_names_distance_m(low, high);
}

static void add_place(struct gather *gather, struct na_lonlat at)
{
    struct na_corners *to = gather->to;
    for (size_t i = gather->first; i < to->count; i++) {
        struct na_lonlat low = gather->low[i];
        struct na_lonlat high = gather->high[i];
        low.lon_deg = at.lon_deg < low.lon_deg ? at.lon_deg : low.lon_deg;
        low.lat_deg = at.lat_deg < low.lat_deg ? at.lat_deg : low.lat_deg;
        high.lon_deg = at.lon_deg > high.lon_deg ? at.lon_deg : high.lon_deg;
        high.lat_deg = at.lat_deg > high.lat_deg ? at.lat_deg : high.lat_deg;
        if (spread_m(low, high) <= NA_CORNER_ONE_M) {
            gather->low[i] = i < gather->exact ? gather->low[i] : low;
            gather->high[i] = i < gather->exact ? gather->high[i] : high;
            return;
        }
    }
    if (to->count == NA_CORNERS_MAX) {
        to->more = true;
        return;
    }
    gather->low[to->count] = gather->high[to->count] = at;
    uint64_t said = 0;
    for (size_t i = gather->a->first; i < gather->a->end; i++) {
        said |= (uint64_t)1 << i;
    }
    for (size_t i = gather->b->first; i < gather->b->end; i++) {
        said |= (uint64_t)1 << i;
    }
    to->items[to->count++] =
        (struct na_corner){.a = gather->a->name.text, .b = gather->b->name.text, .said = said};
}

/* First of the corners that are not south of `lat_e7`. */
static uint32_t from_lat(const struct na_street_name *name, int32_t lat_e7)
{
    uint32_t low = 0;
    uint32_t high = name->corner_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (name->corners[middle].lat_e7 < lat_e7) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Places that both have, or those that lie near each other. */
static void meet(struct gather *gather, bool same)
{
    const struct na_street_name *a = &gather->a->name;
    const struct na_street_name *b = &gather->b->name;
    /* 30 m are less than 2,800 steps of 1e-7 degrees northwards. */
    int32_t reach_e7 = same ? 0 : 2800;
    for (uint32_t i = 0; i < a->corner_count; i++) {
        struct na_street_point at = a->corners[i];
        for (uint32_t k = from_lat(b, at.lat_e7 - reach_e7);
             k < b->corner_count && b->corners[k].lat_e7 <= at.lat_e7 + reach_e7; k++) {
            struct na_street_point other = b->corners[k];
            if (same ? other.lon_e7 == at.lon_e7
                     : na_names_distance_m(lonlat(at), lonlat(other)) <= NA_CORNER_MEET_M) {
                add_place(gather,
                          (struct na_lonlat){(lonlat(at).lon_deg + lonlat(other).lon_deg) / 2.0,
                                             (lonlat(at).lat_deg + lonlat(other).lat_deg) / 2.0});
            }
        }
    }
}

static void settle(struct gather *gather)
{
    for (size_t i = gather->first; i < gather->to->count; i++) {
        struct na_corner *corner = &gather->to->items[i];
        struct na_lonlat low = gather->low[i];
        struct na_lonlat high = gather->high[i];
        corner->at = (struct na_lonlat){(low.lon_deg + high.lon_deg) / 2.0,
                                        (low.lat_deg + high.lat_deg) / 2.0};
        corner->accuracy_m = NA_CORNER_ACCURACY_M + spread_m(low, high) / 2.0;
    }
}

/* Where something that was said beside the streets lies. */
struct locality {
    uint64_t said;
    struct na_lonlat at;
    double accuracy_m;
    bool is_town;
    uint32_t town;
};

static bool covers(const struct locality *locality, uint64_t rest, uint64_t streets)
{
    return locality->said != 0 && (locality->said & streets) == 0 && (rest & ~locality->said) == 0;
}

/* A town that was said, or the locality of one of the streets, which holds for the other. */
static bool find_locality(const struct na_names *names, uint64_t rest, uint64_t streets,
                          struct locality *ret_locality)
{
    for (size_t i = 0; i < names->town_count; i++) {
        const struct na_town *town = &names->towns[i];
        *ret_locality = (struct locality){town->said | town->region, town->at, town->accuracy_m,
                                          true, town->target};
        if (covers(ret_locality, rest, streets)) {
            return true;
        }
    }
    for (size_t i = 0; i < names->count; i++) {
        const struct na_named *named = &names->best[i];
        *ret_locality = (struct locality){named->direct, named->at, named->accuracy_m, false, 0};
        if (named->is_street && named->full && (named->said & ~streets) == 0 &&
            covers(ret_locality, rest, streets)) {
            return true;
        }
    }
    return false;
}

/* Those in the locality come first; *ret_in of them, and *ret_beside that may be in it, too. */
static void put_first(struct na_corners *corners, const struct locality *locality, size_t *ret_in,
                      size_t *ret_beside)
{
    *ret_in = *ret_beside = 0;
    for (size_t i = 0; i < corners->count; i++) {
        struct na_corner moved = corners->items[i];
        double off_m = na_names_distance_m(locality->at, moved.at) - locality->accuracy_m;
        *ret_beside += off_m > IN_M && off_m <= APART_M;
        if (off_m <= IN_M) {
            for (size_t to = i; to > *ret_in; to--) {
                corners->items[to] = corners->items[to - 1];
            }
            corners->items[(*ret_in)++] = moved;
        }
    }
}

/* Do the names stand beside each other, but for "meets", "with" and the like? A street that is told
 * in another sentence makes no corner. */
static bool stand_together(const struct na_lookup *asked, uint64_t streets)
{
    size_t first = 0;
    size_t last = 0;
    for (size_t i = 0; i < asked->count; i++) {
        first = (streets & (((uint64_t)2 << i) - 1)) == 0 ? i + 1 : first;
        last = (streets >> i & 1u) != 0 ? i : last;
    }
    for (size_t i = first; i < last; i++) {
        bool between = (streets >> i & 1u) == 0 && (asked->crossing >> i & 1u) == 0;
        if (between && !na_str_is(asked->words[i].text, "with")) {
            return false;
        }
    }
    return true;
}

/* "where" alone says little: people tell where they live. */
static bool says_corner(const struct na_lookup *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        if ((asked->crossing >> i & 1u) != 0 && !na_str_is(asked->words[i].text, "where")) {
            return true;
        }
    }
    return false;
}

static enum na_doubt doubt_of(const struct na_lookup *asked, const struct na_names *names,
                              struct na_corners *corners)
{
    struct locality locality;
    uint64_t streets = corners->items[0].said;
    uint64_t all = asked->count < 64 ? ((uint64_t)1 << asked->count) - 1 : UINT64_MAX;
    uint64_t rest = all & ~streets & ~asked->filler;
    size_t in = 0;
    size_t beside = 0;
    corners->used = streets;
    for (size_t i = 1; i < corners->count; i++) {
        if (corners->items[i].said != streets) {
            return NA_DOUBT_CROSSING;
        }
    }
    if ((asked->displacing & ~streets) != 0) {
        return NA_DOUBT_ELSEWHERE;
    }
    if (rest == 0) {
        return corners->count > 1 ? NA_DOUBT_SEVERAL : NA_DOUBT_STREET;
    }
    if (!find_locality(names, rest, streets, &locality)) {
        return NA_DOUBT_WORDS;
    }
    corners->has_town = locality.is_town;
    corners->town = locality.town;
    corners->used |= locality.said;
    put_first(corners, &locality, &in, &beside);
    return in == 0                                                  ? NA_DOUBT_LOCALITY
           : in + beside > 1                                        ? NA_DOUBT_SEVERAL
           : corners->more || asked->truncated                      ? NA_DOUBT_UNFINISHED
           : !says_corner(asked) || !stand_together(asked, streets) ? NA_DOUBT_CROSSING
                                                                    : NA_DOUBT_NONE;
}

void na_corners_find(const struct na_lookup *asked, const struct na_said *said,
                     const struct na_names *names, struct na_corners *ret_corners)
{
    struct streets streets = {.count = 0};
    struct gather gather = {.to = ret_corners};
    *ret_corners = (struct na_corners){.count = 0};
    if (asked->crossing == 0 || na_snapshot_street_name_count(asked->snapshot) == 0) {
        return;
    }
    find_streets(asked, said, &streets);
    for (size_t i = 0; i < streets.count; i++) {
        for (size_t k = i + 1; k < streets.count; k++) {
            gather.a = &streets.items[i];
            gather.b = &streets.items[k];
            gather.first = gather.exact = ret_corners->count;
            if (gather.a->name.text == gather.b->name.text) {
                continue; /* the same name twice */
            }
            meet(&gather, true);
            gather.exact = ret_corners->count;
            meet(&gather, false);
            settle(&gather);
        }
    }
    if (ret_corners->count > 0) {
        ret_corners->doubt = doubt_of(asked, names, ret_corners);
    }
}
