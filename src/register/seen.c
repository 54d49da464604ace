/* One pass counts what each value could be: a number, a pair, a date, a postcode, a yes or no. A
 * value may count for several. The counts are what assign.c weighs, and a small sample gives the
 * median. */
#include "register/seen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date_read.h"
#include "base/number.h"
#include "data/postcode.h"
#include "geo/angle.h"
#include "geo/gridref.h"
#include "register/secret.h"
#include "register/value.h"

/* "word.word.word", with or without ///. */
static bool is_three_words(struct na_str text)
{
    size_t dots = 0;
    size_t letters = 0;
    while (text.length > 0 && text.bytes[0] == '/') {
        text.bytes++;
        text.length--;
    }
    for (size_t i = 0; i < text.length; i++) {
        char c = na_ascii_lower(text.bytes[i]);
        dots += c == '.';
        letters += (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
    }
    return dots == 2 && letters + dots == text.length && letters >= 9;
}

static const char *const location_words[] = {"outside", "inside", "inside_staffed_hours", "unknown",
                                             NULL};
static const char *const quality_words[] = {"surveyed", "building", "postcode", "approximate",
                                            NULL};

static bool is_word_of(struct na_str text, const char *const *words)
{
    while (*words != NULL && !na_str_is(text, *words)) {
        words++;
    }
    return *words != NULL;
}

static void see_pair(struct na_column_seen *seen, struct na_str value)
{
    struct na_value_pair pair;
    if (!na_value_pair(value, &pair)) {
        return;
    }
    bool metres = fabs(pair.first) > 1000 && fabs(pair.second) > 1000;
    bool degrees = fabs(pair.first) <= 180 && fabs(pair.second) <= 180;
    seen->pairs += metres || degrees;
    seen->pairs_metres += metres;
    seen->points += pair.is_point;
    seen->pairs_lon_first +=
        degrees && !pair.is_point && fabs(pair.first) < 12 && pair.second > 45 && pair.second < 65;
}

static void see_number(struct na_column_seen *seen, struct na_str value)
{
    double number = NAN;
    bool plain = na_number_read(value, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD ||
                 na_number_read(value, NA_NUMBER_COMMA, &number) == NA_NUMBER_GOOD;
    bool angle =
        !plain && (na_angle_read(value, NA_ANGLE_LAT, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD ||
                   na_angle_read(value, NA_ANGLE_LON, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD);
    seen->numbers += plain;
    seen->angles += angle;
    seen->years += plain && number >= 1900 && number <= 2099 && value.length == 4;
    seen->serials += plain && number >= 36000 && number <= 60000;
    if ((plain || angle) && seen->sampled < NA_SEEN_SAMPLE) {
        seen->sample[seen->sampled++] = number;
    }
}

static bool has_letter(struct na_str value)
{
    for (size_t i = 0; i < value.length; i++) {
        char c = na_ascii_lower(value.bytes[i]);
        if (c >= 'a' && c <= 'z') {
            return true;
        }
    }
    return false;
}

static uint64_t hash_of(struct na_str text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325); /* FNV-1a */
    for (size_t i = 0; i < text.length; i++) {
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001B3);
    }
    return hash;
}

void na_column_see(struct na_column_seen *seen, struct na_str value)
{
    uint32_t key = 0;
    struct na_grid grid;
    double accuracy_m = 0;
    struct na_date_found date;
    enum na_date_order order = NA_DATE_DAY_FIRST;
    char phone[NA_PHONE_MAX];
    bool lost = false;
    if (na_value_is_damage(value)) {
        seen->damaged++;
        return;
    }
    seen->answers += na_value_answer(value) != NA_ANSWER_UNKNOWN;
    if (na_value_is_none(value)) {
        return;
    }
    bool code = na_secret_looks_like_code(value);
    uint64_t hash = hash_of(value);
    seen->first = seen->filled == 0 ? hash : seen->first;
    seen->varies = seen->varies || hash != seen->first;
    seen->filled++;
    see_number(seen, value);
    see_pair(seen, value);
    seen->grid_refs += na_gridref_parse(value, &grid, &accuracy_m);
    seen->postcodes += na_postcode_unit(value, &key);
    seen->with_postcode += na_value_find_postcode(value, &key);
    seen->words3 += is_three_words(value);
    seen->dates += value.length >= 6 && na_date_read(value, NA_DATE_DAY_FIRST, &date);
    seen->services += na_value_service(value) != NA_SERVICE_UNKNOWN;
    seen->locations += is_word_of(value, location_words);
    seen->qualities += is_word_of(value, quality_words);
    seen->codes += code;
    seen->tight += code && has_letter(value);
    bool is_phone = na_value_phone(value, phone, &lost);
    seen->phones += is_phone;
    seen->phones_lost += is_phone && lost;
    if (na_date_shows_order(value, &order)) {
        seen->day_first += order == NA_DATE_DAY_FIRST;
        seen->month_first += order == NA_DATE_MONTH_FIRST;
    }
}

static int compare_doubles(const void *a, const void *b)
{
    double first = *(const double *)a;
    double second = *(const double *)b;
    return (first > second) - (first < second);
}

double na_column_median(const struct na_column_seen *seen)
{
    double sorted[NA_SEEN_SAMPLE];
    if (seen->sampled == 0) {
        return NAN;
    }
    memcpy(sorted, seen->sample, seen->sampled * sizeof *sorted);
    qsort(sorted, seen->sampled, sizeof *sorted, compare_doubles);
    return sorted[seen->sampled / 2];
}
