/* What opening hours say at a minute, and what comes of it for each asset. One question asks it of
 * the same hours many times, for the filter, the verdict and what is said, and the hours of a pack
 * are few different texts: so each is read once and kept for the minute, by the place of its text
 * in the snapshot, and so is the verdict on each asset. Hours are told in minutes, and British
 * clocks differ from UTC by whole hours: all instants of a minute are alike. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/format.h"
#include "base/holidays.h"
#include "base/opening_hours.h"
#include "nearest/private.h"
#include "nearest/usable.h"
#include "question/session_state.h"

#define KEPT 256

struct kept {
    const char *text; /* NULL: nothing */
    int64_t minute;   /* INT64_MIN: no time of day */
    struct na_hours_said said;
};

/* Each text has one place; a later one takes it over. A verdict holds if it is of the present
 * round, which is another whenever the moment is. */
struct na_hours_memo {
    struct kept kept[KEPT];
    struct na_moment moment; /* when: its minute */
    uint32_t round;
    uint32_t states[]; /* of each asset: round * 4 + verdict */
};
#define ROUNDS_MAX (UINT32_MAX / 4)

static int64_t minute_of(int64_t when)
{
    return when == NA_INSTANT_NONE ? INT64_MIN : (when - (when % 60 + 60) % 60) / 60;
}

/* A bank holiday on which it would be open by the hours of the week: those say nothing of it. */
static bool is_untold_holiday(const struct na_opening_hours *hours, int64_t when)
{
    return na_is_holiday(na_day_of(na_clock_uk_local(when))) &&
           !na_opening_hours_tells_holiday(hours, when) && na_opening_hours_open(hours, when, NULL);
}

/* An instant as said on the day of `from`: "17:00", within six days "Mon 09:00", else "2027-01-04
 * 09:00"; ret_text[NA_INSTANT_TEXT]. */
static void say_instant(int64_t instant, int64_t from, char *ret_text)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    int64_t local_s = na_clock_uk_local(instant);
    int32_t day = na_day_of(local_s);
    int minutes = (int)((local_s - (int64_t)day * NA_DAY_S) / 60);
    char date[NA_DATE_TEXT];
    int32_t ahead = day - na_day_of(na_clock_uk_local(from));
    if (ahead == 0) {
        (void)na_format(ret_text, NA_INSTANT_TEXT, "%02d:%02d", minutes / 60, minutes % 60);
    } else if (ahead > 0 && ahead < 7) {
        (void)na_format(ret_text, NA_INSTANT_TEXT, "%s %02d:%02d", weekdays[na_weekday(day)],
                        minutes / 60, minutes % 60);
    } else {
        na_date_format(date, day);
        (void)na_format(ret_text, NA_INSTANT_TEXT, "%s %02d:%02d", date, minutes / 60,
                        minutes % 60);
    }
}

static void read_hours(const char *text, int64_t when, bool with_change,
                       struct na_hours_said *ret_said)
{
    struct na_opening_hours hours;
    struct na_hours_said said = {.change = NA_INSTANT_NONE, .has_change = with_change};
    said.is_understood = na_opening_hours_parse(na_str_of(text), &hours);
    said.until[0] = '\0';
    if (said.is_understood && when != NA_INSTANT_NONE) {
        said.is_open = na_opening_hours_open(&hours, when, with_change ? &said.change : NULL);
        said.is_untold_holiday = is_untold_holiday(&hours, when);
        said.is_change_untold =
            said.change != NA_INSTANT_NONE && is_untold_holiday(&hours, said.change);
    }
    if (said.is_understood && said.change != NA_INSTANT_NONE) {
        say_instant(said.change, when, said.until);
    }
    *ret_said = said;
}

void na_hours_say(const char *text, const struct na_moment *moment, bool with_change,
                  struct na_hours_said *ret_said)
{
    if (moment->hours == NULL) {
        read_hours(text, moment->when, with_change, ret_said);
        return;
    }
    uint64_t mixed = (uint64_t)(uintptr_t)text * UINT64_C(0x9E3779B97F4A7C15);
    struct kept *kept = &moment->hours->kept[mixed >> 56];
    int64_t minute = minute_of(moment->when);
    bool is_kept = kept->text == text && kept->minute == minute;
    if (!is_kept || (with_change && !kept->said.has_change)) {
        read_hours(text, moment->when, with_change, &kept->said);
        kept->text = text;
        kept->minute = minute;
    }
    *ret_said = kept->said;
}

/* The round of the moment's verdicts. */
static uint32_t round_of(struct na_hours_memo *memo, const struct na_moment *moment,
                         size_t asset_count)
{
    int64_t minute = minute_of(moment->when);
    const struct na_moment *of = &memo->moment;
    if (memo->round > 0 && of->when == minute && of->as_at == moment->as_at &&
        of->stale_days == moment->stale_days && of->sees_codes == moment->sees_codes) {
        return memo->round;
    }
    if (memo->round == ROUNDS_MAX) {
        memset(memo->states, 0, asset_count * sizeof memo->states[0]);
        memo->round = 0;
    }
    memo->moment = *moment;
    memo->moment.when = minute;
    return ++memo->round;
}

enum na_usable_state na_nearest_state(const struct na_nearest_filter *filter, uint32_t point,
                                      const struct na_asset *asset)
{
    struct na_hours_memo *memo = filter->moment.hours;
    if (memo == NULL) {
        return na_usable_state(asset, &filter->moment);
    }
    uint32_t round = round_of(memo, &filter->moment, na_snapshot_asset_count(filter->snapshot));
    if (memo->states[point] / 4 != round) {
        memo->states[point] = round * 4 + (uint32_t)na_usable_state(asset, &filter->moment);
    }
    return (enum na_usable_state)(memo->states[point] % 4);
}

enum na_code na_session_hours(struct na_session *session, struct na_hours_memo **ret_memo,
                              struct na_error *reterr)
{
    _Static_assert(KEPT == 256, "the upper 8 bits choose the place");
    if (session->hours == NULL) {
        size_t count = na_snapshot_asset_count(session->snapshot); /* 32 bits: does not wrap */
        session->hours =
            calloc(1, sizeof *session->hours + count * sizeof session->hours->states[0]);
        if (session->hours == NULL) {
            return na_fail_memory(reterr, "judging opening hours");
        }
    }
    *ret_memo = session->hours;
    return NA_OK;
}
