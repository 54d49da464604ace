/* nearest/usable.h - can an asset be used: its status, validity, last check, hours and lock as one
 * verdict. Pure; any thread. docs/answers.md has the rule. */
#ifndef NA_NEAREST_USABLE_H
#define NA_NEAREST_USABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock_uk.h"
#include "data/snapshot.h"
#include "io/json_write.h"

struct na_hours_memo;

enum na_usable_state { NA_USABLE_NO, NA_USABLE_UNKNOWN, NA_USABLE_YES };

#define NA_USABLE_WHY 320

/* The facts that a verdict is made of, as bits. */
enum na_usable_fact {
    NA_FACT_VALIDITY = 1,
    NA_FACT_STATUS = 2,
    NA_FACT_CHECK = 4,
    NA_FACT_HOURS = 8,
    NA_FACT_LOCATION = 16,
    NA_FACT_CODE = 32,
    NA_FACT_LOCK = 64
};

struct na_usable {
    enum na_usable_state state;
    unsigned int facts;      /* those that decide */
    char why[NA_USABLE_WHY]; /* what decides, separated by "; " */
};

/* What the verdict is about. */
struct na_moment {
    int32_t as_at;               /* day of validity and of the age of the last check */
    int64_t when;                /* instant of the opening hours; NA_INSTANT_NONE: not known */
    uint32_t stale_days;         /* a check older than this makes yes unknown */
    bool sees_codes;             /* who asks may see the codes that the pack holds */
    struct na_hours_memo *hours; /* of the session that asks; NULL: hours are read each time */
};

/* What opening hours say at the moment. With when NA_INSTANT_NONE only is_understood means
 * anything. */
struct na_hours_said {
    bool is_understood, is_open;
    bool is_untold_holiday;      /* a bank holiday, and open only by the hours of the week */
    bool is_change_untold;       /* the next change falls on such a day */
    bool has_change;             /* the next change was looked for */
    int64_t change;              /* NA_INSTANT_NONE: none */
    char until[NA_INSTANT_TEXT]; /* the change in words: "17:00", "Mon 09:00"; "" */
};
/* `text` is of the snapshot that the session asks of; `with_change`: look for the next change,
 * which takes longest. */
void na_hours_say(const char *text, const struct na_moment *moment, bool with_change,
                  struct na_hours_said *ret_said);

/* "no", "unknown", "yes"; static. */
const char *na_usable_name(enum na_usable_state state);

/* The verdict without its words. */
enum na_usable_state na_usable_state(const struct na_asset *asset, const struct na_moment *moment);
/* The verdict and why. */
void na_usable_judge(const struct na_asset *asset, const struct na_moment *moment,
                     struct na_usable *ret_usable);

/* Is the code that opens it held here, and may who asks see it? */
bool na_code_is_here(const struct na_asset *asset, const struct na_moment *moment);

/* "code from Reception, 01429 000000" of a locked asset with somebody to ask; "" otherwise. */
#define NA_LOCK_TEXT 200
void na_lock_text(const struct na_asset *asset, char ret_text[NA_LOCK_TEXT]);

/* "usable": state and why, of a verdict that is there, and of an asset. */
void na_render_verdict(struct na_json *json, const struct na_usable *usable);
void na_render_usable(struct na_json *json, const struct na_asset *asset,
                      const struct na_moment *moment);
/* "access": how it is locked and who has the code; null when nothing is known. Never the code. */
void na_render_access(struct na_json *json, const struct na_asset *asset,
                      const struct na_moment *moment);

#endif
