/* What opening hours say at a minute. One question asks it of the same hours many times, for the
 * filter, the verdict and what is said, and the hours of a pack are few different texts: so each is
 * read once and kept for the minute, by the place of its text in the snapshot. Hours are told in
 * minutes, and British clocks differ from UTC by whole hours: all instants of a minute are alike.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
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

/* Each text has one place; a later one takes it over. */
struct na_hours_memo {
    struct kept kept[KEPT];
};

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

static void read_hours(const char *text, int64_t when, bool with_change,
                       struct na_hours_said *ret_said)
{
    struct na_opening_hours hours;
    struct na_hours_said said = {.change = NA_INSTANT_NONE, .has_change = with_change};
    said.is_understood = na_opening_hours_parse(na_str_of(text), &hours);
    if (said.is_understood && when != NA_INSTANT_NONE) {
        said.is_open = na_opening_hours_open(&hours, when, with_change ? &said.change : NULL);
        said.is_untold_holiday = is_untold_holiday(&hours, when);
        said.is_change_untold =
            said.change != NA_INSTANT_NONE && is_untold_holiday(&hours, said.change);
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

enum na_code na_session_hours(struct na_session *session, struct na_hours_memo **ret_memo,
                              struct na_error *reterr)
{
    _Static_assert(KEPT == 256, "the upper 8 bits choose the place");
    if (session->hours == NULL) {
        session->hours = calloc(1, sizeof *session->hours);
        if (session->hours == NULL) {
            return na_fail_memory(reterr, "judging opening hours");
        }
    }
    *ret_memo = session->hours;
    return NA_OK;
}
