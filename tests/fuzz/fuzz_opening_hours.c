/* Opening hours and instants. Oracles: a text is understood with any blanks around it or not at
 * all, the next change is a change, and nothing changes before it (looked at every quarter of an
 * hour). */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock_uk.h"
#include "base/opening_hours.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool right)
{
    if (!right) {
        abort();
    }
}

static void follow(const struct na_opening_hours *hours, int64_t at)
{
    for (int step = 0; step < 3; step++) {
        int64_t change = NA_INSTANT_NONE;
        bool open = na_opening_hours_open(hours, at, &change);
        if (change == NA_INSTANT_NONE) {
            return;
        }
        require(change > at);
        require(na_opening_hours_open(hours, change, NULL) != open);
        require(na_opening_hours_open(hours, change - 1, NULL) == open);
        for (int64_t between = at; between < change && between < at + 86400; between += 900) {
            require(na_opening_hours_open(hours, between, NULL) == open);
        }
        at = change;
    }
}

static void hours(struct na_str text)
{
    struct na_opening_hours parsed;
    if (!na_opening_hours_parse(text, &parsed)) {
        return;
    }
    require(parsed.rule_count >= 1 && parsed.rule_count <= NA_HOURS_RULES_MAX);
    for (size_t i = 0; i < parsed.rule_count; i++) {
        const struct na_hours_rule *rule = &parsed.rules[i];
        for (size_t j = 0; j < rule->span_count; j++) {
            require(rule->spans[j].from >= 0 && rule->spans[j].from < rule->spans[j].to &&
                    rule->spans[j].to <= 2880);
        }
    }
    follow(&parsed, 1774742400); /* 2026-03-29 00:00 UTC: a clock change */
    follow(&parsed, 1792800000); /* 2026-10-24: the day before one */
}

static void instant(struct na_str text)
{
    int64_t at = 0;
    int64_t back = 0;
    char written[NA_INSTANT_TEXT];
    if (na_instant_parse(text, &at)) {
        na_instant_format(written, at);
        /* An offset may carry the first and last hours into a year that is not read. */
        require(!na_instant_parse(na_str_of(written), &back) || back == at);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_str text = {size > 0 ? (const char *)data : "", size};
    hours(text);
    instant(text);
    return 0;
}
