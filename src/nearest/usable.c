/* One judge for each reason, then the worst of them. */
#include "nearest/usable.h"

#include <stdarg.h>
#include <string.h>

#include "base/format.h"
#include "base/text.h"

#define REASONS_MAX 7

/* One of them in words, with the end of the text. */
#define REASON_TEXT (NA_LOCK_TEXT + 16)
/* Between two. */
static const char SEPARATOR[] = "; ";

/* What the facts say. Those that say nothing add no reason. They are judged first, and then put
 * into words, when it is known which of them decide. */
struct reasons {
    enum na_usable_state state; /* the worst of them; in words: the one that decides */
    bool in_words;              /* otherwise only the state is noted */
    unsigned int facts;         /* in words: those that decide */
    char why[REASONS_MAX * (REASON_TEXT + sizeof SEPARATOR)];
    size_t used;
};

static void add(struct reasons *reasons, enum na_usable_fact fact, enum na_usable_state state,
                const char *format, ...) NA_PRINTF(4, 5);

static void add(struct reasons *reasons, enum na_usable_fact fact, enum na_usable_state state,
                const char *format, ...)
{
    if (!reasons->in_words) {
        reasons->state = state < reasons->state ? state : reasons->state;
        return;
    }
    if (state != reasons->state) {
        return;
    }
    if (reasons->used > 0) {
        memcpy(reasons->why + reasons->used, SEPARATOR, sizeof SEPARATOR - 1);
        reasons->used += sizeof SEPARATOR - 1;
    }
    va_list args;
    va_start(args, format);
    int length = na_vformat(reasons->why + reasons->used, REASON_TEXT, format, args);
    va_end(args);
    if (length > 0) {
        reasons->used += length < REASON_TEXT ? (size_t)length : (size_t)REASON_TEXT - 1;
    }
    reasons->facts |= (unsigned int)fact;
}

const char *na_usable_name(enum na_usable_state state)
{
    static const char *const names[] = {"no", "unknown", "yes"};
    return names[state];
}

void na_lock_text(const struct na_asset *asset, char ret_text[NA_LOCK_TEXT])
{
    char text[2 * NA_LOCK_TEXT];
    bool named = asset->code_holder[0] != '\0';
    bool phoned = asset->code_holder_phone[0] != '\0';
    ret_text[0] = '\0';
    if (asset->locked != NA_LOCKED_YES) {
        return;
    }
    if (named || phoned) {
        (void)na_format(text, sizeof text, "code from %.120s%s%.60s", asset->code_holder,
                        named && phoned ? ", " : "", asset->code_holder_phone);
        (void)na_text_copy(ret_text, NA_LOCK_TEXT, text);
    } else {
        (void)na_text_copy(ret_text, NA_LOCK_TEXT, asset->access);
    }
}

static void judge_validity(const struct na_asset *asset, const struct na_moment *moment,
                           struct reasons *reasons)
{
    char day[NA_DATE_TEXT];
    if (na_date_within(moment->as_at, asset->valid_from, asset->valid_to)) {
        return;
    }
    bool early = asset->valid_from != NA_DATE_NONE && moment->as_at < asset->valid_from;
    na_date_format(day, early ? asset->valid_from : asset->valid_to);
    add(reasons, NA_FACT_VALIDITY, NA_USABLE_NO, "valid only %s %s", early ? "from" : "until", day);
}

static void judge_status(const struct na_asset *asset, struct reasons *reasons)
{
    switch (asset->status) {
    case NA_STATUS_IN_SERVICE:
        add(reasons, NA_FACT_STATUS, NA_USABLE_YES, "in service");
        return;
    case NA_STATUS_OUT_OF_SERVICE:
        add(reasons, NA_FACT_STATUS, NA_USABLE_NO, "out of service");
        return;
    case NA_STATUS_UNKNOWN:
        break;
    }
    add(reasons, NA_FACT_STATUS, NA_USABLE_UNKNOWN, "status not known");
}

static void judge_check(const struct na_asset *asset, const struct na_moment *moment,
                        struct reasons *reasons)
{
    if (asset->last_checked == NA_DATE_NONE) {
        add(reasons, NA_FACT_CHECK, NA_USABLE_UNKNOWN, "no check known");
        return;
    }
    int64_t age = (int64_t)moment->as_at - asset->last_checked;
    if (age < 0) {
        add(reasons, NA_FACT_CHECK, NA_USABLE_UNKNOWN, "first known check is later");
    } else {
        add(reasons, NA_FACT_CHECK, age > moment->stale_days ? NA_USABLE_UNKNOWN : NA_USABLE_YES,
            "last checked %lld day%s ago", (long long)age, age == 1 ? "" : "s");
    }
}

static void judge_hours(const struct na_asset *asset, const struct na_moment *moment,
                        struct reasons *reasons)
{
    struct na_hours_said said;
    if (asset->opening_hours[0] == '\0') {
        if (asset->location < NA_LOCATION_INSIDE) {
            add(reasons, NA_FACT_HOURS, NA_USABLE_YES, "hours not given");
        }
        return;
    }
    na_hours_say(asset->opening_hours, moment, reasons->in_words, &said);
    if (!said.is_understood) {
        add(reasons, NA_FACT_HOURS, NA_USABLE_UNKNOWN, "opening hours not understood");
        return;
    }
    if (moment->when == NA_INSTANT_NONE) {
        add(reasons, NA_FACT_HOURS, NA_USABLE_UNKNOWN,
            "opening hours not judged: no time of day given");
        return;
    }
    if (said.is_untold_holiday) {
        add(reasons, NA_FACT_HOURS, NA_USABLE_UNKNOWN,
            "bank holiday, of which the opening hours say nothing");
        return;
    }
    /* What the hours say of a bank holiday to come is no promise. */
    add(reasons, NA_FACT_HOURS, said.is_open ? NA_USABLE_YES : NA_USABLE_NO, "%s%s%s%s",
        said.is_open ? "open" : "closed",
        said.until[0] != '\0' ? " until "
        : said.is_open        ? " at all hours"
                              : "",
        said.until, said.is_change_untold && !said.is_open ? " at least, a bank holiday" : "");
}

/* Somebody must be there to hand it over, or the door to it must be open. */
static void judge_location(const struct na_asset *asset, struct reasons *reasons)
{
    if (asset->opening_hours[0] != '\0' || asset->location < NA_LOCATION_INSIDE) {
        return;
    }
    add(reasons, NA_FACT_LOCATION, NA_USABLE_UNKNOWN, "%s, and the hours are not given",
        asset->location == NA_LOCATION_STAFFED ? "inside, staffed hours only" : "inside");
}

bool na_code_is_here(const struct na_asset *asset, const struct na_moment *moment)
{
    return moment->sees_codes && asset->has_code;
}

/* A code that was tried long ago may have been changed since. */
static void judge_code(const struct na_asset *asset, const struct na_moment *moment,
                       struct reasons *reasons)
{
    int64_t age = (int64_t)moment->as_at - asset->code_checked;
    if (asset->code_checked == NA_DATE_NONE || age <= moment->stale_days) {
        return;
    }
    add(reasons, NA_FACT_CODE, NA_USABLE_UNKNOWN, "code last tried %lld day%s ago", (long long)age,
        age == 1 ? "" : "s");
}

static void judge_lock(const struct na_asset *asset, const struct na_moment *moment,
                       struct reasons *reasons)
{
    char text[NA_LOCK_TEXT];
    if (asset->locked != NA_LOCKED_YES) {
        return;
    }
    judge_code(asset, moment, reasons);
    na_lock_text(asset, text);
    if (na_code_is_here(asset, moment)) {
        add(reasons, NA_FACT_LOCK, NA_USABLE_YES, "locked: code held here");
    } else if (text[0] != '\0') {
        add(reasons, NA_FACT_LOCK, NA_USABLE_YES, "locked: %s", text);
    } else {
        add(reasons, NA_FACT_LOCK, NA_USABLE_UNKNOWN, "locked, and nobody to ask is known");
    }
}

static void judge(const struct na_asset *asset, const struct na_moment *moment,
                  struct reasons *reasons)
{
    judge_validity(asset, moment, reasons);
    judge_status(asset, reasons);
    judge_check(asset, moment, reasons);
    judge_hours(asset, moment, reasons);
    judge_location(asset, reasons);
    judge_lock(asset, moment, reasons);
}

/* No beats unknown, unknown beats yes. */
static void judge_state(const struct na_asset *asset, const struct na_moment *moment,
                        struct reasons *reasons)
{
    reasons->state = NA_USABLE_YES;
    reasons->in_words = false;
    judge(asset, moment, reasons);
}

enum na_usable_state na_usable_state(const struct na_asset *asset, const struct na_moment *moment)
{
    struct reasons reasons;
    judge_state(asset, moment, &reasons);
    return reasons.state;
}

void na_usable_judge(const struct na_asset *asset, const struct na_moment *moment,
                     struct na_usable *ret_usable)
{
    struct reasons reasons;
    judge_state(asset, moment, &reasons);
    reasons.in_words = true;
    reasons.facts = 0;
    reasons.used = 0;
    reasons.why[0] = '\0';
    judge(asset, moment, &reasons);
    ret_usable->state = reasons.state;
    ret_usable->facts = reasons.facts;
    (void)na_text_copy(ret_usable->why, sizeof ret_usable->why, reasons.why);
}
