/* The sentences. What is not tested says why in the place of its result. */
#include "hotspots/says.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "hotspots/judge.h"
#include "rows/weights.h"
#include "write/sheet.h"

struct number {
    char text[NA_NUMBER_TEXT];
};

static struct number fixed(double value, unsigned int decimals)
{
    struct number number;
    (void)na_number_fixed(number.text, value, decimals);
    return number;
}

/* "1,234" */
static struct number whole(double value)
{
    struct number number;
    char text[NA_THOUSANDS_TEXT];
    na_thousands(text, (uint64_t)(value + 0.5));
    (void)snprintf(number.text, sizeof number.text, "%s", text);
    return number;
}

/* A part in percent: two digits of it at least. */
static struct number percent(double part)
{
    double value = 100 * part;
    return fixed(value, value >= 10 || value <= 0 ? 0 : value >= 1 ? 1 : 2);
}

static void add(struct na_hotspot_says *says, const char *code, const char *label,
                const char *format, ...) NA_PRINTF(4, 5);
static void add(struct na_hotspot_says *says, const char *code, const char *label,
                const char *format, ...)
{
    struct na_hotspot_say *say = &says->items[says->count++];
    va_list arguments;
    say->code = code;
    say->label = label;
    va_start(arguments, format);
    (void)vsnprintf(say->text, sizeof say->text, format, arguments);
    va_end(arguments);
}

/* More of the sentence added last. */
static void add_more(struct na_hotspot_says *says, const char *format, ...) NA_PRINTF(2, 3);
static void add_more(struct na_hotspot_says *says, const char *format, ...)
{
    struct na_hotspot_say *say = &says->items[says->count - 1];
    size_t used = strlen(say->text);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(say->text + used, sizeof say->text - used, format, arguments);
    va_end(arguments);
}

const char *na_hotspot_cell_word(const struct na_hotspot_finding *finding, bool plural)
{
    static const char *const words[4][2] = {
        {"square", "squares"}, {"hexagon", "hexagons"}, {"ward", "wards"}, {"area", "areas"}};
    return words[finding->job.cells.kind][plural ? 1 : 0];
}

/* "1 square", "29 squares", "No square" */
static struct number cells(const struct na_hotspot_finding *finding, size_t count)
{
    struct number number, many = whole((double)count);
    (void)snprintf(number.text, sizeof number.text, "%.30s %s", count == 0 ? "No" : many.text,
                   na_hotspot_cell_word(finding, count > 1));
    return number;
}

static void say_what(const struct na_hotspot_finding *finding, const char *measure,
                     const char *period, struct na_hotspot_says *says)
{
    const struct na_cells *by = &finding->job.cells;
    struct number rows = whole((double)finding->rows_placed), size = {""};
    bool named = strncmp(measure, "rows", 4) != 0;
    if (na_cells_are_equal(by)) {
        struct number metres;
        (void)na_number_trimmed(metres.text, by->size_m, 3);
        (void)snprintf(size.text, sizeof size.text, " of %.20s m", metres.text);
    }
    add(says, "what", "What this is", "%.300s%s%.30s %s%.300s, %.120s, by %s%.30s.",
        named ? measure : "", named ? ": " : "", rows.text,
        finding->rows_placed == 1 ? "row" : "rows", named ? "" : measure + 4,
        period[0] != '\0' ? period : "period not known", na_hotspot_cell_word(finding, true),
        size.text);
    add_more(says, " Where they were recorded, not who is at risk.");
}

static void say_not_ranked(const struct na_hotspot_finding *finding, struct na_hotspot_says *says)
{
    struct number rows = whole((double)finding->rows_placed);
    struct number effective = fixed(finding->effective, 1);
    if (!na_hotspot_too_few(finding)) {
        return;
    }
    if (finding->weighted && finding->rows_placed >= NA_HOTSPOT_ROWS_MIN) {
        add(says, "not-tested", "Not tested",
            "%.30s rows, but so few of them carry most of the weight that they say as much as "
            "%.30s equal ones. With fewer than 30 the places cannot be told from chance.",
            rows.text, effective.text);
        if (finding->job.rows->weights != NULL) {
            add_more(says, " There is no top set.");
        }
        return;
    }
    add(says, "not-tested", "Not tested",
        "%.30s row%s. With fewer than 30 the places cannot be told from chance. The rows are "
        "listed; the order is not a ranking.",
        rows.text, finding->rows_placed == 1 ? "" : "s");
}

static void share_word(double share_percent, char to[32])
{
    struct number number;
    (void)na_number_trimmed(number.text, share_percent, 4);
    (void)snprintf(to, 32, "%.20s%%", number.text);
    if (strcmp(number.text, "25") == 0) {
        (void)snprintf(to, 32, "A quarter");
    } else if (strcmp(number.text, "50") == 0) {
        (void)snprintf(to, 32, "Half");
    }
}

static void say_concentrated(const struct na_hotspot_finding *finding, struct na_hotspot_says *says)
{
    const struct na_hotspot_concentration *found = &finding->concentration;
    const struct na_scattered *random = &found->random;
    struct number held = cells(finding, finding->share.cells);
    struct number rows = whole((double)finding->rows_placed);
    char share[32];
    if (finding->share.cells == 0) {
        return;
    }
    share_word(finding->share.percent, share);
    add(says, "concentration", "How concentrated", "%s%s in %.60s.", share,
        finding->weighted ? " of the weight lies" : " lie", held.text);
    if (found->scattered) {
        struct number mean = whole(random->cells), low = whole(random->cells_low),
                      high = whole(random->cells_high);
        add_more(says,
                 " If %.30s points were scattered at random it would be about %.20s (%.20s to "
                 "%.20s).",
                 rows.text, mean.text, low.text, high.text);
        struct number general = fixed(found->general, 2), chance = fixed(random->gini, 2);
        add_more(says, " Generalised Gini %.20s (random: %.20s; 1 is all in one %s).", general.text,
                 chance.text, na_hotspot_cell_word(finding, false));
    } else {
        add_more(says, " That is not held against chance: %s.", found->reason);
    }
    struct number all = percent((double)finding->share.cells / (double)finding->set->count);
    struct number occupied = percent((double)finding->share.cells / (double)finding->occupied);
    add_more(says, " %s %.20s%% of all %s and %.20s%% of those with a row.",
             finding->share.cells == 1 ? "It is" : "They are", all.text,
             na_hotspot_cell_word(finding, true), occupied.text);
}

static void say_patches(const struct na_hotspot_finding *finding, struct na_hotspot_says *says)
{
    struct number found = cells(finding, finding->patches);
    const char *word = na_hotspot_cell_word(finding, false);
    const char *words = na_hotspot_cell_word(finding, true);
    if (finding->patch_reason[0] != '\0') {
        add(says, "patches", "Patches", "Not tested: %s.", finding->patch_reason);
        return;
    }
    add(says, "patches", "Patches",
        "%.60s %s with more %s than shuffled %s would have (exact test; at most 1 such analysis in "
        "20 finds any in random data).",
        found.text, finding->patches > 1 ? "lie in patches" : "lies in a patch",
        finding->weighted ? "weight" : "rows", words);
    add_more(
        says,
        " Neighbours count for each other: read patches, not %s. A lone busy %s is not called.",
        words, word);
}

static void say_other(const struct na_hotspot_finding *finding, struct na_hotspot_says *says)
{
    struct number found = cells(finding, finding->label_cells);
    struct number rows = whole((double)finding->label_rows);
    if (!finding->job.labelled) {
        return;
    }
    if (finding->label_reason[0] != '\0') {
        add(says, "other-crime", "Against other crime", "Not tested: %s.", finding->label_reason);
    } else if (finding->label_cells == 0) {
        add(says, "other-crime", "Against other crime",
            "%.60s has more of these rows than its general level of offences explains (exact test "
            "against all rows read).",
            found.text);
    } else {
        add(says, "other-crime", "Against other crime",
            "%.60s, with %.30s rows, %s more of these than %s general level of offences explains "
            "(exact test against all rows read).",
            found.text, rows.text, finding->label_cells == 1 ? "has" : "have",
            finding->label_cells == 1 ? "its" : "their");
    }
}

/* "about two in ten next month, not four" */
static void add_tenths(const struct na_later *later, struct na_hotspot_says *says)
{
    static const char *const words[] = {"none",         "one in ten",  "two in ten", "three in ten",
                                        "four in ten",  "five in ten", "six in ten", "seven in ten",
                                        "eight in ten", "nine in ten", "all"};
    int then = (int)lround(10 * later->before), now = (int)lround(10 * later->rate);
    if (then == now) {
        add_more(says, ": about as much as before.");
    } else if (then - now == 1 || now - then == 1) {
        add_more(says, ": about %s, %s than before.", words[now], now < then ? "less" : "more");
    } else {
        add_more(says, ": about %s next month, not %s.", words[now], words[then]);
    }
}

static void say_lasts(const struct na_hotspot_finding *finding, const char *period,
                      struct na_hotspot_says *says)
{
    const struct na_later *later = &finding->later;
    const struct na_hotspot_months *months = &finding->months;
    struct number top = whole((double)finding->top_count);
    const char *words = na_hotspot_cell_word(finding, finding->top_count != 1);
    if (!finding->has_later) {
        add(says, "lasts", "Does it last?",
            "Not tested. Give --test MONTH to see what the list holds of a month that it has not "
            "seen.");
    } else {
        struct number before = percent(later->before), rate = percent(later->rate),
                      low = percent(later->low), high = percent(later->high),
                      pai = fixed(later->pai, 1), pei = fixed(later->pei, 2),
                      remains = percent(later->remains);
        add(says, "lasts", "Does it last?",
            "The %.20s %s that held %.20s%% of the rows of %.60s held %.20s%% of those of %.16s "
            "(%.20s to %.20s%%)",
            top.text, words, before.text, period[0] != '\0' ? period : "the list", rate.text,
            finding->job.test_month, low.text, high.text);
        add_tenths(later, says);
        add_more(says,
                 " %.20s%% of the share remains; the fullest %.20s of that month held %s"
                 " (PEI* %.20s; PAI %.20s).",
                 remains.text, top.text, later->pei >= 1 ? "no more" : "more", pei.text, pai.text);
    }
    if (months->in_top != NULL && finding->top_count == 1) {
        add_more(says, " It is in the top set of %u of the %zu months.",
                 (unsigned)months->in_top[finding->order[0]], months->count);
    } else if (months->in_top != NULL && finding->top_count > 1) {
        struct number always = whole((double)months->always);
        add_more(says, " %.20s of the %.20s %s %s in the top set of each of the %zu months.",
                 months->always == 0 ? "None" : always.text, top.text,
                 na_hotspot_cell_word(finding, true), months->always > 1 ? "are" : "is",
                 months->count);
    }
}

void na_hotspot_says_make(const struct na_hotspot_finding *finding, const char *measure,
                          const char *period, struct na_hotspot_says *ret_says)
{
    struct na_hotspot_says *says = ret_says;
    says->count = 0;
    say_what(finding, measure, period, says);
    say_not_ranked(finding, says);
    say_concentrated(finding, says);
    say_patches(finding, says);
    say_other(finding, says);
    say_lasts(finding, period, says);
    if (finding->job.rows->weights != NULL) {
        char text[NA_HOTSPOT_SAY_TEXT];
        na_weights_words(finding->job.rows->weights, finding->gathered->weighed, finding->effective,
                         text, sizeof text);
        add(says, "weights", "Weights", "%s", text);
    }
}

enum na_code na_hotspot_says_all(const struct na_hotspot_says *says,
                                 const struct na_warnings *warnings, const char *end,
                                 struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < says->count && code == NA_OK; i++) {
        const struct na_hotspot_say *say = &says->items[i];
        const char *stop = say->label[strlen(say->label) - 1] == '?' ? "" : ".";
        code = na_buffer_printf(to, "%s%s %s%s", say->label, stop, say->text, end);
    }
    for (size_t i = 0; i < warnings->count && code == NA_OK; i++) {
        code = na_buffer_printf(to, "Warning. %s.%s", warnings->items[i].text, end);
    }
    return code;
}
