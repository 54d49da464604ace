/* Why fewer than k assets were found, in words. */
#include <inttypes.h>
#include <stdarg.h>

#include "base/date.h"
#include "base/format.h"
#include "base/number.h"
#include "nearest/nearest.h"

struct sentence {
    char *to;
    size_t size;
    size_t used;
};

static void add(struct sentence *sentence, const char *format, ...) NA_PRINTF(2, 3);

static void add(struct sentence *sentence, const char *format, ...)
{
    if (sentence->used >= sentence->size) {
        return;
    }
    va_list args;
    va_start(args, format);
    int length =
        na_vformat(sentence->to + sentence->used, sentence->size - sentence->used, format, args);
    va_end(args);
    sentence->used += length > 0 ? (size_t)length : 0;
}

static void add_kinds(struct sentence *sentence, const struct na_nearest_question *question)
{
    for (size_t i = 0; i < question->kind_count && i < 4; i++) {
        bool last = i + 1 == question->kind_count;
        add(sentence, "%s%.60s", i == 0 ? "" : last ? " or " : ", ", question->kinds[i]->name);
    }
    if (question->kind_count > 4) {
        add(sentence, " and %zu more kinds", question->kind_count - 4);
    }
}

void na_shortfall_text(const struct na_nearest_answer *answer, char *to, size_t size)
{
    const struct na_shortfall *shortfall = &answer->shortfall;
    struct sentence sentence = {to, size, 0};
    add(&sentence, "%zu of the %zu asked for: the data have %" PRIu32 " of kind ",
        answer->found.count, answer->question.k, shortfall->existing);
    add_kinds(&sentence, &answer->question);
    if (shortfall->by_tag > 0) {
        add(&sentence, ", %" PRIu32 " left out by tag", shortfall->by_tag);
    }
    if (shortfall->by_status > 0) {
        add(&sentence, ", %" PRIu32 " left out by status", shortfall->by_status);
    }
    if (shortfall->by_date > 0) {
        char day[NA_DATE_TEXT];
        na_date_format(day, answer->question.as_at);
        add(&sentence, ", %" PRIu32 " not valid on %s", shortfall->by_date, day);
    }
    if (shortfall->by_usable > 0) {
        add(&sentence, ", %" PRIu32 " left out by usable", shortfall->by_usable);
    }
    if (shortfall->by_max_m > 0) {
        char metres[NA_NUMBER_TEXT];
        na_number_trimmed(&metres, answer->question.max_m, 1);
        add(&sentence, ", %" PRIu32 " farther away than %s m", shortfall->by_max_m, metres);
    }
}
