/* What the operator is told of an asset: how sure it is, who opens it, what is in the way, what
 * comes next. */
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/format.h"
#include "base/holidays.h"
#include "base/number.h"
#include "geo/geodesic.h"
#include "locate/locate.h"
#include "nearest/private.h"
#include "write/render.h"

#define DAY_TEXT 64
/* From here on an age is told in months, with the day. */
#define MONTHS_FROM_DAYS 60

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

/* "160 m", "1.9 km": to the nearest 10 m, since it is a straight line. */
static void far_text(double metres, char to[NA_METRES_TEXT])
{
    na_metres_text(to, metres < 995.0 ? round(metres / 10.0) * 10.0 : metres);
}

/* "3 March 2025". */
static void day_text(int32_t day, char to[DAY_TEXT])
{
    int year = 0;
    int month = 1;
    int of_month = 1;
    na_civil_of(day, &year, &month, &of_month);
    (void)na_format(to, DAY_TEXT, "%d %s %d", of_month, month_names[month - 1], year);
}

/* "9 days ago", "20 months ago". */
static void age_text(int32_t day, int32_t now, char to[DAY_TEXT])
{
    int years[2];
    int months[2];
    int days[2];
    int32_t age = now - day;
    na_civil_of(day, &years[0], &months[0], &days[0]);
    na_civil_of(now, &years[1], &months[1], &days[1]);
    int whole = 12 * (years[1] - years[0]) + months[1] - months[0] - (days[1] < days[0]);
    if (age < MONTHS_FROM_DAYS) {
        (void)na_format(to, DAY_TEXT, "%d day%s ago", (int)age, age == 1 ? "" : "s");
    } else if (whole < 24) {
        (void)na_format(to, DAY_TEXT, "%d months ago", whole);
    } else {
        (void)na_format(to, DAY_TEXT, "%d years ago", whole / 12);
    }
}

/* "checked 9 days ago", "last checked 3 March 2025, 20 months ago", "no check known". */
static void checked_text(const struct na_asset *asset, int32_t now, char *to, size_t size)
{
    char day[DAY_TEXT];
    char age[DAY_TEXT];
    if (asset->last_checked == NA_DATE_NONE || asset->last_checked > now) {
        (void)na_format(to, size, "no check known");
        return;
    }
    day_text(asset->last_checked, day);
    age_text(asset->last_checked, now, age);
    if (now - asset->last_checked < MONTHS_FROM_DAYS) {
        (void)na_format(to, size, "checked %s", asset->last_checked == now ? "today" : age);
    } else {
        (void)na_format(to, size, "last checked %s, %s", day, age);
    }
}

static enum na_code put_sentence(const char *text, struct na_buffer *to)
{
    char first = text[0];
    if (first >= 'a' && first <= 'z') {
        first = (char)(first - 'a' + 'A');
    }
    return first == '\0' ? NA_OK : na_buffer_printf(to, "%c%s", first, text + 1);
}

/* "Open now", "open at all hours", "hours not known", or nothing. */
static const char *open_text(const struct na_say_facts *facts)
{
    struct na_hours_said said;
    const struct na_asset *asset = &facts->one.asset;
    if (asset->opening_hours[0] == '\0') {
        return "";
    }
    na_hours_say(asset->opening_hours, &facts->moment, true, &said);
    if (!said.is_understood || facts->moment.when == NA_INSTANT_NONE) {
        return "hours not known";
    }
    return !said.is_open                    ? "closed now"
           : said.change == NA_INSTANT_NONE ? "open at all hours"
                                            : "open now";
}

/* "Open now, unlocked, checked 9 days ago". */
static enum na_code put_facts(const struct na_say_facts *facts, struct na_buffer *to)
{
    static const char *const locks[] = {"", "unlocked", "locked"};
    static const char *const places[] = {"", "outside", "inside", "inside, staffed hours only"};
    const struct na_asset *asset = &facts->one.asset;
    char checked[2 * DAY_TEXT + 32];
    checked_text(asset, facts->moment.as_at, checked, sizeof checked);
    const char *const parts[] = {open_text(facts), places[asset->location], locks[asset->locked],
                                 checked};
    char text[512] = "";
    size_t used = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i][0] != '\0') {
            used += (size_t)na_format(text + used, sizeof text - used, "%s%s", used > 0 ? ", " : "",
                                      parts[i]);
        }
    }
    return put_sentence(text, to);
}

/* Why it is not known to be usable; nothing where it is known, either way. */
static enum na_code put_unsure(const struct na_say_facts *facts, struct na_buffer *to)
{
    const struct na_usable *usable = &facts->one.usable;
    char text[NA_USABLE_WHY + 64];
    char checked[2 * DAY_TEXT + 32];
    if (usable->state == NA_USABLE_YES) {
        return NA_OK;
    }
    if (usable->state == NA_USABLE_NO) {
        (void)na_format(text, sizeof text, "cannot be used: %s", usable->why);
        return put_sentence(text, to);
    }
    checked_text(&facts->one.asset, facts->moment.as_at, checked, sizeof checked);
    (void)na_format(text, sizeof text, "%s: not known to be usable",
                    usable->facts == NA_FACT_CHECK ? checked : usable->why);
    return put_sentence(text, to);
}

/* "Hub, 310 m, same age". */
static enum na_code put_next(const struct na_say_facts *facts, bool named, struct na_buffer *to)
{
    char metres[NA_METRES_TEXT];
    char minutes[NA_NUMBER_TEXT];
    const struct na_say_one *next = &facts->next;
    if (!facts->has_next) {
        return NA_OK;
    }
    far_text(next->reach_m, metres);
    (void)na_number_fixed(&minutes, na_say_minutes(next->reach_m), 0);
    const char *foot = next->walk_known ? " on foot" : "";
    if (!named) {
        return na_buffer_printf(to, "%s%s", metres, foot);
    }
    bool same_age = next->usable.state == NA_USABLE_UNKNOWN &&
                    next->usable.facts == NA_FACT_CHECK &&
                    next->asset.last_checked == facts->one.asset.last_checked;
    if (same_age) {
        return na_buffer_printf(to, "%.150s, %s%s, same age", next->asset.name, metres, foot);
    }
    return na_buffer_printf(to, "%.150s, %s%s, %s %s min%s", next->asset.name, metres, foot,
                            next->walk_known ? "about" : "at least", minutes,
                            next->usable.state == NA_USABLE_YES ? "" : ", may be usable");
}

static enum na_code put_holder(const struct na_asset *asset, struct na_buffer *to)
{
    bool named = asset->code_holder[0] != '\0';
    bool phoned = asset->code_holder_phone[0] != '\0';
    return na_buffer_printf(to, "%s%s%s", asset->code_holder, named && phoned ? ", " : "",
                            asset->code_holder_phone);
}

/* "about 640 metres on foot, about 6 minutes' walk; 410 metres north-east in a straight line". */
static enum na_code put_both_ways(const struct na_say_one *one, struct na_buffer *to)
{
    char foot[NA_SAY_WORDS];
    char walk[NA_SAY_WORDS];
    char straight[NA_SAY_WORDS];
    char direction[NA_SAY_WORDS];
    na_say_distance(one->reach_m, foot);
    na_say_walk(one->reach_m, walk);
    na_say_distance(one->distance_m, straight);
    na_say_direction(na_geodesic_compass(one->bearing_deg), direction);
    return na_buffer_printf(to, "about %s on foot%s%s; %s %s in a straight line", foot,
                            walk[0] != '\0' ? ", " : "", walk, straight, direction);
}

/* "160 m NW", "within 100 m". */
static enum na_code put_far(const struct na_say_facts *facts, struct na_buffer *to)
{
    char metres[NA_METRES_TEXT];
    if (facts->is_near) {
        double accuracy_m = facts->answer->question.position.accuracy_m;
        na_metres_text(metres, fmax(ceil((facts->one.reach_m + accuracy_m) / 10.0) * 10.0, 10));
        return na_buffer_printf(to, "within %s", metres);
    }
    if (facts->one.walk_known) {
        return put_both_ways(&facts->one, to);
    }
    far_text(facts->one.distance_m, metres);
    return na_buffer_printf(to, "%s %s", metres, na_geodesic_compass(facts->one.bearing_deg));
}

/* The direction of a straight line, or that it is none. */
static const char *way_text(const struct na_say_one *one)
{
    return one->walk_known ? "on foot" : na_geodesic_compass(one->bearing_deg);
}

/* "Hub 240 m N and Station 250 m E: less apart than the position is known (±100 m)". */
static enum na_code put_which(const struct na_say_facts *facts, struct na_buffer *to)
{
    char metres[2][NA_METRES_TEXT];
    char known[NA_METRES_TEXT];
    const struct na_say_one *one = &facts->one;
    const struct na_say_one *rival = &facts->rival;
    double accuracy_m = facts->answer->question.position.accuracy_m;
    if (!facts->has_rival) {
        return NA_OK;
    }
    far_text(one->reach_m, metres[0]);
    far_text(rival->reach_m, metres[1]);
    na_metres_text(known, fmax(accuracy_m, one->asset.accuracy_m + rival->asset.accuracy_m));
    return na_buffer_printf(
        to, "%.150s %s %s and %.150s %s %s: less apart than %s known (±%s)", one->asset.name,
        metres[0], way_text(one), rival->asset.name, metres[1], way_text(rival),
        accuracy_m >= one->asset.accuracy_m + rival->asset.accuracy_m ? "the position is"
                                                                      : "their positions are",
        known);
}

/* The keys that open the two, where both are among the results. */
static enum na_code put_keys(const struct na_say_facts *facts, struct na_buffer *to)
{
    const struct na_nearest *found = &facts->answer->found;
    for (size_t i = 1; facts->has_rival && i < found->count && i < 9; i++) {
        if (found->hits[i].point == facts->rival.point) {
            return na_buffer_printf(to, "Alt+1 or Alt+%zu", i + 1);
        }
    }
    return NA_OK;
}

/* The order is not sure, and it is not asked about. */
static enum na_code put_order(const struct na_say_facts *facts, struct na_buffer *to)
{
    struct na_asset rival;
    bool is_first = facts->i == 0 && facts->which != NA_CASE_WHICH;
    if (!is_first || facts->answer->order_stable || facts->which == NA_CASE_DEMONSTRATION ||
        facts->answer->found.count == 0) {
        return NA_OK;
    }
    if (facts->answer->rival == NA_RIVAL_NONE) {
        return na_buffer_text(to, "Order not sure");
    }
    na_snapshot_asset(facts->snapshot, facts->answer->rival, &rival);
    return na_buffer_printf(to, "Order not sure: %.150s could be nearer", rival.name);
}

static enum na_code put_data_age(const struct na_say_facts *facts, struct na_buffer *to)
{
    const struct na_pack_info *info = na_snapshot_info(facts->snapshot);
    char day[DAY_TEXT];
    char age[DAY_TEXT];
    if (info->issued == NA_DATE_NONE ||
        (int64_t)facts->moment.as_at - info->issued <= info->stale_days) {
        return NA_OK;
    }
    day_text(info->issued, day);
    age_text(info->issued, facts->moment.as_at, age);
    return na_buffer_printf(to, "Data issued %s, %s", day, age);
}

static bool next_opening(const struct na_say_facts *facts, int64_t *ret_change)
{
    struct na_hours_said said;
    if (facts->moment.when == NA_INSTANT_NONE) {
        return false;
    }
    na_hours_say(facts->one.asset.opening_hours, &facts->moment, true, &said);
    *ret_change = said.change;
    return said.is_understood && !said.is_open && said.change != NA_INSTANT_NONE;
}

bool na_say_opens_today(const struct na_say_facts *facts)
{
    int64_t change = NA_INSTANT_NONE;
    return next_opening(facts, &change) &&
           na_day_of(na_clock_uk_local(change)) == na_day_of(na_clock_uk_local(facts->moment.when));
}

/* "closed 25 December (bank holiday hours); opens 09:00 on 27 December". */
static enum na_code put_closed(const struct na_say_facts *facts, struct na_buffer *to)
{
    const struct na_usable *usable = &facts->one.usable;
    char opens[DAY_TEXT + NA_INSTANT_TEXT + 16] = "";
    char today[DAY_TEXT];
    int64_t change = NA_INSTANT_NONE;
    if ((usable->facts & NA_FACT_HOURS) == 0 || facts->moment.when == NA_INSTANT_NONE) {
        return na_buffer_text(to, usable->why);
    }
    int32_t day = na_day_of(na_clock_uk_local(facts->moment.when));
    day_text(day, today);
    *strrchr(today, ' ') = '\0'; /* the year goes without saying */
    if (next_opening(facts, &change)) {
        char when[NA_INSTANT_TEXT];
        char then[DAY_TEXT];
        int32_t opening = na_day_of(na_clock_uk_local(change));
        na_instant_format(when, change);
        day_text(opening, then);
        *strrchr(then, ' ') = '\0';
        (void)na_format(opens, sizeof opens, "; opens %.5s%s%s", when + 11,
                        opening == day ? "" : " on ", opening == day ? " today" : then);
    }
    return na_buffer_printf(to, "closed %s%s%s", today,
                            na_is_holiday(day) ? " (bank holiday hours)" : "", opens);
}

/* "cabinet" of "bleed_cabinet". */
static enum na_code put_thing(const struct na_asset *asset, struct na_buffer *to)
{
    const char *last = strrchr(asset->kind, '_');
    return na_buffer_text(to, last != NULL ? last + 1 : asset->kind);
}

static enum na_code put_minutes(enum na_say_field field, const struct na_say_facts *facts,
                                struct na_buffer *to)
{
    char number[NA_NUMBER_TEXT];
    double minutes = na_say_minutes(facts->one.reach_m);
    double over = field == NA_SAY_MINUTES_OVER && minutes > 1.5 ? minutes - 1.0 : minutes;
    /* With the way on foot the minutes are told with it, and are no least. */
    if (facts->is_near || minutes > 90.0 || (field == NA_SAY_MINUTES && facts->one.walk_known)) {
        return NA_OK;
    }
    (void)na_number_fixed(&number, over, 0);
    return na_buffer_text(to, number);
}

static enum na_code put_metres(double metres, struct na_buffer *to)
{
    char text[NA_METRES_TEXT];
    far_text(metres, text);
    return na_buffer_text(to, text);
}

static enum na_code put_barrier(const struct na_say_facts *facts, struct na_buffer *to)
{
    char names[512];
    na_crosses_text(facts->snapshot, &facts->crosses, names, sizeof names);
    return na_buffer_text(to, names);
}

/* What may be meant instead of a position outside: the candidate, and the key of the page. */
static enum na_code put_offered(const struct na_located *offered, struct na_buffer *to)
{
    /* The last is the position itself. */
    if (offered == NULL || offered->count < 2) {
        return NA_OK;
    }
    const struct na_candidate *first = &offered->candidates[0];
    enum na_code code = put_sentence(first->why, to);
    return code == NA_OK ? na_buffer_printf(to, ": %s; Alt+1 takes it", na_candidate_name(first))
                         : code;
}

/* "TS24 8HY, 1.3 km off": the first that sounds alike. */
static enum na_code put_sounds_like(const struct na_located *heard, struct na_buffer *to)
{
    char metres[NA_METRES_TEXT];
    if (heard == NULL || heard->sounds_like_count == 0) {
        return NA_OK;
    }
    na_metres_text(metres, heard->sounds_like[0].distance_m);
    return na_buffer_printf(to, "%s, %s off", heard->sounds_like[0].postcode, metres);
}

static enum na_code put_about_question(enum na_say_field field, const struct na_say_facts *facts,
                                       struct na_buffer *to)
{
    if (facts->answer == NULL) {
        return field == NA_SAY_POSITION  ? na_buffer_text(to, facts->refusal->message)
               : field == NA_SAY_OFFERED ? put_offered(facts->offered, to)
               : field == NA_SAY_TITLE
                   ? na_buffer_text(to, na_snapshot_info(facts->snapshot)->title)
                   : NA_OK;
    }
    const struct na_position *position = &facts->answer->question.position;
    switch ((int)field) {
    case NA_SAY_READ_BACK:
        return position->heard != NULL ? na_buffer_text(to, position->heard->read_back) : NA_OK;
    case NA_SAY_SOUNDS_LIKE:
        return put_sounds_like(position->heard, to);
    case NA_SAY_POSTCODE_ASKED:
        return na_buffer_text(to, position->postcode);
    case NA_SAY_ACCURACY:
        return put_metres(position->accuracy_m, to);
    case NA_SAY_ORDER:
        return put_order(facts, to);
    case NA_SAY_DATA_AGE:
        return put_data_age(facts, to);
    case NA_SAY_TITLE:
        return na_buffer_text(to, na_snapshot_info(facts->snapshot)->title);
    default:
        return NA_OK;
    }
}

static enum na_code put_reach(const struct na_say_one *one, struct na_buffer *to)
{
    enum na_code code = put_metres(one->reach_m, to);
    return code == NA_OK && one->walk_known ? na_buffer_text(to, " on foot") : code;
}

/* Why the way is not known. */
static enum na_code put_straight(enum na_say_field field, const struct na_say_facts *facts,
                                 struct na_buffer *to)
{
    bool streets = facts->answer->question.streets != NULL;
    if (field == NA_SAY_NO_WAY) {
        return na_buffer_text(to, streets ? "the way on foot is not known"
                                          : "no path network in this pack");
    }
    return facts->ways_known ? NA_OK
           : streets         ? na_buffer_text(to, "The way on foot is not known")
                     : na_buffer_text(to, "Straight line, no path network in this pack: it may be "
                                          "longer");
}

enum na_code na_say_operator_put(enum na_say_field field, const struct na_say_facts *facts,
                                 struct na_buffer *to)
{
    switch ((int)field) {
    case NA_SAY_FAR:
        return put_far(facts, to);
    case NA_SAY_METRES:
        return put_reach(&facts->one, to);
    case NA_SAY_MINUTES:
    case NA_SAY_MINUTES_OVER:
        return put_minutes(field, facts, to);
    case NA_SAY_FACTS:
        return put_facts(facts, to);
    case NA_SAY_STRAIGHT:
    case NA_SAY_NO_WAY:
        return put_straight(field, facts, to);
    case NA_SAY_UNSURE:
        return put_unsure(facts, to);
    case NA_SAY_NEXT:
        return put_next(facts, true, to);
    case NA_SAY_NEXT_FAR:
        return put_next(facts, false, to);
    case NA_SAY_HOLDER:
        return put_holder(&facts->one.asset, to);
    case NA_SAY_NOTE:
        return na_buffer_text(to, facts->one.asset.access);
    case NA_SAY_BARRIER:
        return put_barrier(facts, to);
    case NA_SAY_WHICH_ONE:
        return put_which(facts, to);
    case NA_SAY_KEYS:
        return put_keys(facts, to);
    case NA_SAY_THING:
        return put_thing(&facts->one.asset, to);
    case NA_SAY_CLOSED_WHY:
        return put_closed(facts, to);
    default:
        return put_about_question(field, facts, to);
    }
}
