/* Cells of registers: the guard against codes, hours in prose, values, headings. Oracles: a range
 * that is cut out lies within the text; what a text is judged by does not change when blanks are
 * put around it; hours that are read are of the subset, and are read again as they are; a cleaned
 * cell is clean; a heading that is folded twice stays as it is. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/opening_hours.h"
#include "register/heading.h"
#include "register/hours.h"
#include "register/secret.h"
#include "register/seen.h"
#include "register/value.h"
#include "register/week.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool right)
{
    if (!right) {
        abort();
    }
}

static void judge(struct na_str text)
{
    for (int mode = NA_SECRET_NAME; mode <= NA_SECRET_STRICT; mode++) {
        struct na_secret secret = na_secret_judge(text, (enum na_secret_mode)mode);
        require(secret.from <= secret.to && secret.to <= text.length);
        require(secret.tier <= NA_SECRET_CODE);
    }
    (void)na_secret_heading_of(text);
    (void)na_secret_looks_like_code(text);
}

static void hours(struct na_str text)
{
    char read[NA_HOURS_READ_MAX];
    char again[NA_HOURS_READ_MAX];
    struct na_opening_hours understood;
    if (na_hours_read(text, read)) {
        require(na_opening_hours_parse(na_str_of(read), &understood));
        require(na_hours_read(na_str_of(read), again) && strcmp(read, again) == 0);
    }
}

/* One text for each day of a week: what is read is of the subset. */
static void week(struct na_str text)
{
    struct na_week days;
    char read[NA_HOURS_READ_MAX];
    struct na_opening_hours understood;
    unsigned int bits = 0;
    enum na_day_part part = NA_DAY_WHOLE;
    memset(&days, 0, sizeof days);
    for (size_t day = 0; day < 7; day++) {
        days.whole[day] = text;
        days.opens[day] = (struct na_str){"", 0};
        days.closes[day] = (struct na_str){"", 0};
    }
    bool parsed = na_week_read(&days, read) == NA_WEEK_READ;
    require(!parsed || na_opening_hours_parse(na_str_of(read), &understood));
    (void)na_week_is_time(text);
    require(!na_week_heading(text, &bits, &part) || (bits > 0 && bits < 128));
}

static void values(struct na_str text)
{
    struct na_buffer cell;
    struct na_buffer mended;
    struct na_column_seen seen = {0};
    struct na_value_pair pair;
    char phone[NA_PHONE_MAX];
    uint32_t key = 0;
    bool flag = false;
    na_buffer_init(&cell, (size_t)1 << 20);
    na_buffer_init(&mended, (size_t)1 << 20);
    require(na_value_clean(text, &cell) == NA_OK);
    struct na_str clean = {cell.length > 0 ? cell.data : "", cell.length};
    require(clean.length == 0 || (clean.bytes[0] != ' ' && clean.bytes[clean.length - 1] != ' '));
    require(na_value_mend(clean, &mended, &flag) == NA_OK);
    na_column_see(&seen, clean);
    (void)na_column_median(&seen);
    (void)na_value_answer(clean);
    (void)na_value_service(clean);
    (void)na_value_gone_words(clean);
    (void)na_value_phone(clean, phone, &flag);
    (void)na_value_pair(clean, &pair);
    (void)na_value_find_postcode(clean, &key);
    na_buffer_fini(&cell);
    na_buffer_fini(&mended);
}

static void headings(struct na_str text)
{
    char folded[NA_HEADING_MAX];
    char again[NA_HEADING_MAX];
    struct na_heading_meaning meaning = na_heading_meaning_of(text);
    require(meaning.weight >= 0);
    (void)na_heading_misspelt(text, &meaning);
    na_heading_fold(text, folded);
    na_heading_fold(na_str_of(folded), again);
    na_heading_fold(na_str_of(again), folded); /* an apostrophe may have hidden where words part */
    require(strcmp(again, folded) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_str text = {(const char *)data, size};
    if (size > 0 && size <= 8192) {
        judge(text);
        hours(text);
        values(text);
        week(text);
        headings(text);
    }
    return 0;
}
