/* What the caller hears of an asset: names and landmarks in few words, nothing with a number in it
 * that could be a telephone's or a lock's. */
#include <math.h>
#include <string.h>

#include "base/format.h"
#include "base/number.h"
#include "base/sayable.h"
#include "nearest/private.h"

#define PLACE_WORDS 8
#define SHORT_WORDS 3
/* Below this a distance is said in metres, above it in minutes. */
#define METRES_MOST 100.0
/* A longer walk is not said: nobody should be sent on it. */
#define WALK_MINUTES_MOST 90.0
#define PLACE_TEXT 256

static bool can_be_said(struct na_str text, size_t most)
{
    size_t words = na_sayable_words(text);
    return words > 0 && words <= most && !na_sayable_has_number(text);
}

/* The text before the first of `stops`, trimmed. */
static struct na_str before(const char *text, const char *const *stops, size_t count)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(text, stops[i]);
        length = at != NULL && (size_t)(at - text) < length ? (size_t)(at - text) : length;
    }
    return na_str_trim((struct na_str){text, length});
}

/* The name as it was given for callers; else name and street, as much of it as can be taken in. */
static void say_place(const struct na_asset *asset, char to[PLACE_TEXT])
{
    static const char *const stops[] = {",", " (", ";"};
    if (asset->spoken_name[0] != '\0') {
        (void)na_text_copy(to, PLACE_TEXT, asset->spoken_name);
        return;
    }
    char whole[PLACE_TEXT];
    struct na_str street = before(asset->address, stops, 1);
    struct na_str name = before(asset->name, stops, 3);
    (void)na_format(whole, sizeof whole, "%.120s, %.*s", asset->name,
                    (int)(street.length < 100 ? street.length : 100), street.bytes);
    if (street.length > 0 && can_be_said(na_str_of(whole), PLACE_WORDS)) {
        (void)na_text_copy(to, PLACE_TEXT, whole);
    } else if (can_be_said(na_str_of(asset->name), PLACE_WORDS)) {
        (void)na_text_copy(to, PLACE_TEXT, asset->name);
    } else if (name.length > 0 && !na_sayable_has_number(name)) {
        (void)na_text_copy_str(to, PLACE_TEXT, na_sayable_first(name, PLACE_WORDS));
    } else {
        (void)na_text_copy(to, PLACE_TEXT, "the box");
    }
}

/* "the library" of "the library on York Road"; of "the box by the station door" the name. */
static enum na_code put_short(const struct na_asset *asset, struct na_buffer *to)
{
    static const char *const stops[] = {",", " (", " on ", " in ", " at ", " by ", ";"};
    char place[PLACE_TEXT];
    say_place(asset, place);
    struct na_str brief = na_sayable_first(before(place, stops, 7), SHORT_WORDS);
    if (na_str_is(brief, "the box") && !na_sayable_has_number(na_str_of(asset->name))) {
        brief = na_sayable_first(before(asset->name, stops, 7), SHORT_WORDS);
    }
    return na_buffer_append(to, brief.bytes, brief.length);
}

static enum na_code put_place(const struct na_asset *asset, struct na_buffer *to)
{
    char place[PLACE_TEXT];
    say_place(asset, place);
    return na_buffer_text(to, place);
}

static enum na_code put_looks(const struct na_asset *asset, struct na_buffer *to)
{
    return na_buffer_text(to, asset->looks[0] != '\0' ? asset->looks : "box");
}

/* As much of the siting, part by part, as is one sentence without a point of the compass. */
static struct na_str sentence_of(const char *siting)
{
    size_t whole = strcspn(siting, ".;\n");
    struct na_str best = {"", 0};
    for (size_t end = 0; end < whole;) {
        end += end > 0;
        end += strcspn(siting + end, ",.;\n");
        struct na_str part = na_str_trim((struct na_str){siting, end < whole ? end : whole});
        if (!can_be_said(part, NA_SAYABLE_WORDS) || na_sayable_has_compass(part)) {
            break;
        }
        best = part;
    }
    return best;
}

bool na_say_can_find(const struct na_asset *asset)
{
    return asset->landmark[0] != '\0' || sentence_of(asset->siting).length > 0;
}

/* "The red box is left of the front door"; without a landmark the siting. */
static enum na_code put_find(const struct na_asset *asset, struct na_buffer *to)
{
    if (asset->landmark[0] != '\0') {
        return na_buffer_printf(to, "The %s is %s", asset->looks[0] != '\0' ? asset->looks : "box",
                                asset->landmark);
    }
    struct na_str siting = sentence_of(asset->siting);
    return na_buffer_append(to, siting.bytes, siting.length);
}

/* Why somebody may come in vain; nothing of one that is known to be usable. */
static const char *doubt_of(const struct na_usable *usable)
{
    if (usable->state != NA_USABLE_UNKNOWN) {
        return "";
    }
    if ((usable->facts & (NA_FACT_LOCK | NA_FACT_CODE)) != 0) {
        return "locked";
    }
    return (usable->facts & (NA_FACT_HOURS | NA_FACT_LOCATION)) != 0 ? "shut" : "empty";
}

/* What keeps people from walking straight, by the kind of the first barrier. */
static const char *across_of(const struct na_say_facts *facts)
{
    static const struct {
        const char *part, *words;
    } kinds[] = {{"rail", "the railway"},   {"motorway", "the motorway"}, {"road", "the main road"},
                 {"dock", "the water"},     {"water", "the water"},       {"river", "the water"},
                 {"canal", "the water"},    {"marina", "the water"},      {"beck", "the water"},
                 {"harbour", "the water"},  {"lake", "the water"},        {"sea", "the water"},
                 {"estuary", "the water"},  {"stream", "the water"},      {"pond", "the water"},
                 {"reservoir", "the water"}};
    struct na_barrier barrier;
    if (facts->crosses.count == 0) {
        return "";
    }
    na_snapshot_barrier(facts->snapshot, facts->crosses.barriers[0], &barrier);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strstr(barrier.kind, kinds[i].part) != NULL) {
            return kinds[i].words;
        }
    }
    return "a barrier";
}

/* Why nobody should go to one that cannot be used: "shut today", "shut now", "out of use". */
static const char *shut_of(const struct na_say_facts *facts)
{
    const struct na_usable *usable = &facts->one.usable;
    if (usable->state != NA_USABLE_NO) {
        return "";
    }
    if ((usable->facts & (NA_FACT_STATUS | NA_FACT_VALIDITY)) != 0) {
        return "out of use";
    }
    return na_say_opens_today(facts) ? "shut now" : "shut today";
}

static enum na_code put_how_far(const struct na_say_facts *facts, struct na_buffer *to)
{
    double minutes = na_say_minutes(facts->one.reach_m);
    char number[NA_NUMBER_TEXT];
    if (facts->is_near || minutes > WALK_MINUTES_MOST) {
        return NA_OK;
    }
    if (facts->one.reach_m <= METRES_MOST) {
        (void)na_number_fixed(&number, round(facts->one.reach_m / 10.0) * 10.0, 0);
        return na_buffer_printf(to, "%s metres away", number);
    }
    (void)na_number_fixed(&number, minutes, 0);
    return na_buffer_printf(to, "about %s minute%s on foot", number, minutes > 1.5 ? "s" : "");
}

enum na_code na_say_caller_put(enum na_say_field field, const struct na_say_facts *facts,
                               struct na_buffer *to)
{
    const struct na_asset *asset = &facts->one.asset;
    switch ((int)field) {
    case NA_SAY_PLACE:
        return put_place(asset, to);
    case NA_SAY_PLACE_SHORT:
        return put_short(asset, to);
    case NA_SAY_RIVAL_SHORT:
        return facts->has_rival ? put_short(&facts->rival.asset, to) : NA_OK;
    case NA_SAY_NEXT_PLACE:
        return facts->has_next ? put_place(&facts->next.asset, to) : NA_OK;
    case NA_SAY_LANDMARK:
        return na_buffer_text(to, asset->landmark);
    case NA_SAY_LOOKS:
        return put_looks(asset, to);
    case NA_SAY_FIND:
        return put_find(asset, to);
    case NA_SAY_DOUBT:
        return na_buffer_text(to, doubt_of(&facts->one.usable));
    case NA_SAY_NEXT_DOUBT:
        return facts->has_next ? na_buffer_text(to, doubt_of(&facts->next.usable)) : NA_OK;
    case NA_SAY_ACROSS:
        return na_buffer_text(to, across_of(facts));
    case NA_SAY_SHUT:
        return na_buffer_text(to, shut_of(facts));
    case NA_SAY_HOW_FAR:
        return put_how_far(facts, to);
    default:
        return NA_OK;
    }
}
