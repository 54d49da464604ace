/* R2 to R4: latitude and longitude as systems and people write them. Three grammars, the strictest
 * first: numbers with their names, degrees with letters or signs, and two bare numbers with at
 * least three decimals. The radius said beside them becomes the accuracy. */
#include <math.h>
#include <string.h>

#include "geo/earth.h"
#include "locate/figures.h"

/* Decimals that a bare number must have to be part of a position. */
#define BARE_DECIMALS 3
#define NUMBERS_MAX 3

static const char lat_names[] = "lat|latitude|lt";
static const char lon_names[] = "lon|long|lng|longitude|longtitude|lg";
static const char north_south[] = "n|s|north|south";
static const char east_west[] = "e|w|east|west";
static const char degree_words[] = "d|deg|degs|degree|degrees|o";
static const char minute_words[] = "m|min|mins|minute|minutes";
static const char second_words[] = "s|sec|secs|second|seconds";

/* One after the marks from `i` on that are among `marks`, `most` of them at most. */
static size_t skip_marks(const struct na_said *said, size_t i, const char *marks, size_t most)
{
    while (most-- > 0 && i < said->item_count && said->items[i].kind == NA_ITEM_MARK &&
           strchr(marks, said->items[i].mark) != NULL) {
        i++;
    }
    return i;
}

/* 'N', 'S', 'E', 'W' as a letter or a word; 0 if item `i` is something else. */
static char hemisphere(const struct na_said *said, size_t i)
{
    if (!na_said_is_one(said, i, north_south) && !na_said_is_one(said, i, east_west)) {
        return '\0';
    }
    return (char)(said->plain[said->items[i].start] - 'a' + 'A');
}

/* ------------------------------------------------------------------ with their names */

/* The number after a name at item `i`, with its letter. */
static bool named_number(const struct na_said *said, size_t i, const char *names,
                         struct na_signed *ret_number)
{
    if (!na_said_is_one(said, i, names) || na_said_item_taken(said, i)) {
        return false;
    }
    i = skip_marks(said, i + 1, "=:\"'(,>", 4);
    i += na_said_is(said, i, "is");
    if (!na_said_number(said, i, ret_number) || ret_number->decimals == 0) {
        return false;
    }
    size_t end = skip_marks(said, ret_number->end, "*", 1);
    char letter = hemisphere(said, end);
    if (letter != '\0' && (letter == 'N' || letter == 'S') == (names == lat_names)) {
        bool negative = letter == 'S' || letter == 'W';
        ret_number->value = negative ? -fabs(ret_number->value) : ret_number->value;
        end++;
    }
    ret_number->end = end;
    return true;
}

static size_t find_named(const struct na_said *said, size_t from, const char *names,
                         struct na_signed *ret_number)
{
    for (size_t i = from; i < said->item_count; i++) {
        if (named_number(said, i, names, ret_number)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void read_named(struct na_said *said, struct na_figures *figures)
{
    struct na_signed lat, lon;
    for (size_t rounds = 0; rounds < NA_FIGURES_MAX; rounds++) {
        size_t i = find_named(said, 0, lat_names, &lat);
        size_t j = find_named(said, 0, lon_names, &lon);
        if (i == SIZE_MAX || j == SIZE_MAX) {
            return;
        }
        na_figures_add_degrees(figures, lat.value, lon.value,
                               na_figures_cut_m(lat.decimals, lon.decimals, lat.value),
                               "Latitude and longitude are named, as exact as their decimals");
        /* A handset's message is made of names and values: it says nothing else. */
        bool message = na_said_is(said, i, "lt") && na_said_has_mark(said, i + 1, '=') &&
                       na_said_is(said, j, "lg");
        na_said_take(said, i, lat.end);
        na_said_take(said, j, lon.end);
        if (message) {
            memset(said->taken, 1, said->length);
        }
    }
}

static void add_grid_point(const struct na_signed *east, const struct na_signed *north,
                           struct na_figures *figures)
{
    struct na_figure figure = {.kind = NA_FIGURE_METRES,
                               .grid = {east->value, north->value},
                               .accuracy_m = hypot(0.5 * pow(10.0, -(double)east->decimals),
                                                   0.5 * pow(10.0, -(double)north->decimals)),
                               .why = "A point in metres of the National Grid"};
    na_figures_add(figures, &figure);
}

/* POINT(lon lat) and "coordinates": [lon, lat]. */
static void read_wkt(struct na_said *said, struct na_figures *figures)
{
    for (size_t i = 0; i < said->item_count; i++) {
        struct na_signed lon, lat;
        bool point = na_said_is(said, i, "point");
        bool json = na_said_is(said, i, "coordinates");
        size_t at = i + 1 + (size_t)(point && na_said_is(said, i + 1, "z"));
        size_t open = skip_marks(said, at, point ? "(" : "\":[ ", 3);
        if ((!point && !json) || open == at || !na_said_number(said, open, &lon) ||
            !na_said_number(said, skip_marks(said, lon.end, json ? "," : "", 1), &lat)) {
            continue;
        }
        if (point && lon.value > 180 && lat.value > 180) {
            add_grid_point(&lon, &lat, figures);
        } else {
            na_figures_add_degrees(figures, lat.value, lon.value,
                                   na_figures_cut_m(lat.decimals, lon.decimals, lat.value),
                                   "A point with longitude before latitude, as that form has it");
        }
        na_said_take(said, i, lat.end);
    }
}

/* ------------------------------------------------------------------ degrees, minutes, seconds */

/* One of two halves. */
struct half {
    double numbers[NUMBERS_MAX];
    size_t count;
    size_t decimals; /* of the last number */
    bool negative, has_sign;
    bool has_degrees; /* a sign or word of degrees */
    bool has_words;   /* letters for units: "s" is seconds then */
    char letter;      /* N, S, E, W; 0 without */
    size_t end;
};

/* One after the unit of number `half->count` at item `i`. */
static size_t take_unit(const struct na_said *said, size_t i, struct half *half)
{
    bool word = false;
    if (half->count == 1) {
        bool sign = na_said_has_mark(said, i, '*');
        word = !sign && na_said_is_one(said, i, degree_words);
        half->has_degrees = sign || word;
        half->has_words = word;
        return i + (size_t)(sign || word);
    }
    if (half->count == 2) {
        word = na_said_is_one(said, i, minute_words);
        return i + (size_t)(word || na_said_has_mark(said, i, '\''));
    }
    if (na_said_has_mark(said, i, '\'') && na_said_has_mark(said, i + 1, '\'')) {
        return i + 2;
    }
    word = na_said_is_one(said, i, second_words) && (half->has_words || !na_said_is(said, i, "s"));
    return i + (size_t)(word || na_said_has_mark(said, i, '"'));
}

/* Is the number at `i`, which ends before `end`, one of degrees, the first of another half? */
static bool begins_half(const struct na_said *said, const struct na_signed *number)
{
    return number->has_sign || na_said_has_mark(said, number->end, '*') ||
           na_said_is_one(said, number->end, "d|deg|degs|degree|degrees");
}

/* Numbers from item `i` on, up to the first that has decimals. */
static bool take_numbers(const struct na_said *said, size_t i, struct half *half)
{
    struct na_signed number;
    while (half->count < NUMBERS_MAX && na_said_number(said, i, &number) &&
           (half->count == 0 || !begins_half(said, &number))) {
        half->negative = half->negative || (half->count == 0 && number.value < 0);
        half->has_sign = half->has_sign || number.has_sign;
        half->numbers[half->count++] = fabs(number.value);
        half->decimals = number.decimals;
        half->end = i = take_unit(said, number.end, half);
        if (number.decimals > 0 || number.whole > 3) {
            break;
        }
        i = skip_marks(said, i, "-:", 1);
    }
    return half->count > 0;
}

static bool take_half(const struct na_said *said, size_t i, bool in_front, struct half *ret_half)
{
    *ret_half = (struct half){.count = 0};
    if (in_front) {
        ret_half->letter = hemisphere(said, i);
        if (ret_half->letter == '\0') {
            return false;
        }
        i = skip_marks(said, i + 1, ":", 1);
    }
    if (!take_numbers(said, i, ret_half)) {
        return false;
    }
    if (!in_front) {
        ret_half->letter = hemisphere(said, ret_half->end);
        ret_half->end += ret_half->letter != '\0';
    }
    return true;
}

static bool is_exact(const struct half *half)
{
    return half->count > 1 || half->decimals > 0;
}

/* Are these two halves of a position, rather than numbers that stand beside each other? */
static bool are_halves(const struct half *a, const struct half *b)
{
    if (a->numbers[0] > 1000 || b->numbers[0] > 1000 || !is_exact(a) || !is_exact(b)) {
        return false;
    }
    if (a->letter != '\0' && b->letter != '\0') {
        return true;
    }
    if (a->letter != '\0' || b->letter != '\0') {
        return a->decimals >= BARE_DECIMALS && b->decimals >= BARE_DECIMALS;
    }
    bool signs = a->has_degrees && b->has_degrees;
    bool plain = a->count > 1 && b->count == a->count && b->has_sign && a->decimals > 0;
    return signs || plain;
}

static double degrees_of(const struct half *half)
{
    double degrees = half->numbers[0] + half->numbers[1] / 60.0 + half->numbers[2] / 3600.0;
    bool negative = half->negative || half->letter == 'S' || half->letter == 'W';
    return negative ? -degrees : degrees;
}

static double half_step_m(const struct half *half)
{
    return 0.5 * pow(60.0, -(double)(half->count - 1)) * pow(10.0, -(double)half->decimals) *
           NA_METRES_PER_DEGREE;
}

static bool in_sixties(const struct half *half)
{
    return half->numbers[1] < 60.0 && half->numbers[2] < 60.0;
}

static void add_halves(const struct half *a, const struct half *b, struct na_figures *figures)
{
    bool a_is_lat = a->letter == 'N' || a->letter == 'S';
    bool b_is_lat = b->letter == 'N' || b->letter == 'S';
    if (a->letter == '\0') {
        a_is_lat = b->letter == '\0' || !b_is_lat;
    } else if (b->letter == '\0') {
        b_is_lat = !a_is_lat;
    }
    const struct half *lat = a_is_lat ? a : b;
    const struct half *lon = a_is_lat ? b : a;
    if (a->letter != '\0' && b->letter != '\0' && a_is_lat == b_is_lat) {
        na_figures_fail(figures, NA_FAULT_SAME_AXIS);
    } else if (!in_sixties(a) || !in_sixties(b)) {
        na_figures_fail(figures, NA_FAULT_SIXTY);
    } else {
        double lat_deg = degrees_of(lat);
        double accuracy_m =
            hypot(half_step_m(lat), half_step_m(lon) * cos(lat_deg * NA_RADIANS_PER_DEGREE));
        na_figures_add_degrees(figures, lat_deg, degrees_of(lon), accuracy_m,
                               a->letter != '\0'
                                   ? "Degrees with N or S and E or W, as exact as their last figure"
                                   : "Degrees, as exact as their last figure");
    }
}

static void read_degrees(struct na_said *said, struct na_figures *figures)
{
    for (size_t i = 0; i < said->item_count; i++) {
        struct half a, b;
        bool in_front = hemisphere(said, i) != '\0';
        if (na_said_item_taken(said, i) || !take_half(said, i, in_front, &a)) {
            continue;
        }
        size_t next = skip_marks(said, a.end, ",;/|()", 2);
        next += na_said_is(said, next, "and");
        if (!take_half(said, next, in_front, &b) || !are_halves(&a, &b)) {
            continue;
        }
        add_halves(&a, &b, figures);
        na_said_take(said, i, b.end);
        i = b.end - 1;
    }
}

/* ------------------------------------------------------------------ packed */

/* "544108N", "5441.148N": degrees, minutes and perhaps seconds without anything between. The
 * longitude begins with a nought: what does not may be metres. */
static bool packed_half(const struct na_said *said, size_t i, bool lon, struct half *ret_half)
{
    if (i + 1 >= said->item_count || said->items[i].kind != NA_ITEM_NUMBER ||
        na_said_item_taken(said, i) ||
        !na_said_is_one(said, i + 1, lon ? east_west : north_south)) {
        return false;
    }
    const struct na_item *item = &said->items[i];
    bool seconds = item->whole == (lon ? 7 : 6);
    bool minutes = item->whole == (lon ? 5 : 4) && item->decimals > 0;
    if ((!seconds && !minutes) || (lon && said->plain[item->start] != '0')) {
        return false;
    }
    double unit = seconds ? 10000.0 : 100.0;
    double degrees = floor(item->value / unit);
    double rest = item->value - degrees * unit;
    double whole = floor(rest / 100.0);
    *ret_half = (struct half){.count = seconds ? 3 : 2,
                              .decimals = item->decimals,
                              .letter = hemisphere(said, i + 1),
                              .end = i + 2};
    ret_half->numbers[0] = degrees;
    ret_half->numbers[1] = seconds ? whole : rest;
    ret_half->numbers[2] = seconds ? rest - whole * 100.0 : 0.0;
    return true;
}

static void read_packed(struct na_said *said, struct na_figures *figures)
{
    for (size_t i = 0; i < said->item_count; i++) {
        struct half lat, lon;
        if (packed_half(said, i, false, &lat) &&
            packed_half(said, skip_marks(said, lat.end, ",;/", 1), true, &lon)) {
            add_halves(&lat, &lon, figures);
            na_said_take(said, i, lon.end);
            i = lon.end - 1;
        }
    }
}

/* ------------------------------------------------------------------ two bare numbers */

/* A number with a point; `ret_number->end` is after a sign of degrees, too. */
static bool bare_number(const struct na_said *said, size_t i, struct na_signed *ret_number)
{
    if (!na_said_number(said, i, ret_number) || ret_number->whole > 3) {
        return false;
    }
    ret_number->end = skip_marks(said, ret_number->end, "*", 1);
    return true;
}

/* "54,6858": what spreadsheets of other countries write. */
static bool comma_number(const struct na_said *said, size_t i, struct na_signed *ret_number)
{
    struct na_signed whole;
    if (!na_said_number(said, i, &whole) || whole.decimals > 0 || whole.whole > 3 ||
        !na_said_has_mark(said, whole.end, ',') || !said->items[whole.end].glued ||
        whole.end + 1 >= said->item_count) {
        return false;
    }
    const struct na_item *rest = &said->items[whole.end + 1];
    if (rest->kind != NA_ITEM_NUMBER || !rest->glued || rest->decimals > 0 ||
        rest->whole < BARE_DECIMALS || rest->whole > 12) {
        return false;
    }
    double value = fabs(whole.value) + rest->value / pow(10.0, rest->whole);
    bool negative = whole.has_sign && said->items[i].mark == '-';
    *ret_number = (struct na_signed){.value = negative ? -value : value,
                                     .decimals = rest->whole,
                                     .whole = whole.whole,
                                     .has_sign = whole.has_sign,
                                     .end = whole.end + 2};
    return true;
}

static void add_pair(const struct na_signed *lat, const struct na_signed *lon,
                     struct na_figures *figures)
{
    na_figures_add_degrees(figures, lat->value, lon->value,
                           na_figures_cut_m(lat->decimals, lon->decimals, lat->value),
                           "Two numbers are latitude and longitude, as exact as their decimals");
}

static void read_pairs(struct na_said *said, struct na_figures *figures)
{
    for (size_t i = 0; i < said->item_count; i++) {
        struct na_signed a, b;
        if (na_said_item_taken(said, i)) {
            continue;
        }
        bool commas = comma_number(said, i, &a) && fabs(a.value) <= 90 &&
                      comma_number(said, skip_marks(said, a.end, ";/|", 1), &b);
        if (!commas) {
            if (!bare_number(said, i, &a) || a.decimals < BARE_DECIMALS) {
                continue;
            }
            size_t next = skip_marks(said, a.end, ",;/|:)", 2);
            /* A dash that touches neither number parts them. */
            next += na_said_has_mark(said, next, '-') && !na_said_number(said, next, &b);
            next += na_said_is(said, next, "and");
            next = skip_marks(said, next, "([", 1);
            if (!bare_number(said, next, &b) || b.decimals < BARE_DECIMALS) {
                continue;
            }
        }
        add_pair(&a, &b, figures);
        na_said_take(said, i, b.end);
        i = b.end - 1;
    }
}

/* Two numbers that are all there is may have fewer decimals. */
static void read_whole_pair(struct na_said *said, struct na_figures *figures)
{
    struct na_signed a, b;
    size_t first = skip_marks(said, 0, "([{", 2);
    if (!bare_number(said, first, &a)) {
        return;
    }
    size_t next = skip_marks(said, a.end, ",;/|", 1);
    bool comma = next > a.end;
    if (!bare_number(said, next, &b) || skip_marks(said, b.end, ")]}.", 3) != said->item_count) {
        return;
    }
    bool nought = a.value == 0.0 && b.value == 0.0; /* exactly: an empty field */
    bool exact = comma ? a.decimals > 0 || b.decimals > 0 : a.decimals > 0 && b.decimals > 0;
    if (exact || (comma && nought)) {
        add_pair(&a, &b, figures);
        na_said_take(said, first, b.end);
    }
}

/* ------------------------------------------------------------------ the radius */

static const char radius_words[] =
    "rd|rad|radius|accuracy|acc|accurate|within|uncertainty|precision|error|good";

/* "+/-", "+-", "plus or minus": one after it, or `i` itself. */
static size_t skip_plus_minus(const struct na_said *said, size_t i)
{
    size_t at = i + 1;
    if (na_said_has_mark(said, i, '+')) {
        at += (size_t)na_said_has_mark(said, at, '/');
        return na_said_has_mark(said, at, '-') ? at + 1 : i;
    }
    if (na_said_is(said, i, "plus")) {
        at += (size_t)na_said_is(said, at, "or");
        return na_said_is(said, at, "minus") ? at + 1 : i;
    }
    return i;
}

/* One after the words and marks that lead to a radius, or `i` itself. */
static size_t skip_lead(const struct na_said *said, size_t i)
{
    bool brief = na_said_is(said, i, "r") && skip_marks(said, i + 1, "=:", 1) > i + 1;
    bool of_link = na_said_is(said, i, "u") && i > 0 && na_said_has_mark(said, i - 1, ';');
    size_t at = i + 1;
    if (!brief && !of_link && !na_said_is_one(said, i, radius_words)) {
        return skip_plus_minus(said, i);
    }
    at += na_said_is_one(said, at, "to|is|of|about|m");
    at = skip_marks(said, at, "=:\"(_", 4);
    at = skip_plus_minus(said, at);
    return at + (size_t)na_said_is_one(said, at, "about|is|m|within");
}

/* Metres of the unit at item `i`; 0: none. */
static double unit_m(const struct na_said *said, size_t i)
{
    return na_said_is_one(said, i, "m|metre|metres|meter|meters|mtrs")         ? 1.0
           : na_said_is_one(said, i, "km|kms|kilometre|kilometres|kilometers") ? 1000.0
           : na_said_is_one(said, i, "mile|miles|mi")                          ? 1609.344
           : na_said_is_one(said, i, "yard|yards|yd|yds")                      ? 0.9144
           : na_said_is_one(said, i, "foot|feet|ft")                           ? 0.3048
                                                                               : 0.0;
}

/* A number that may be a radius: no part of the position, unless it is a message of which all is
 * taken. */
static bool is_radius(const struct na_said *said, size_t at)
{
    return at < said->item_count && said->items[at].kind == NA_ITEM_NUMBER &&
           said->items[at].value <= 1e6;
}

/* The largest radius said in metres, 0 without one; its bytes are taken. */
static double read_radius(struct na_said *said)
{
    double radius_m = 0.0;
    for (size_t i = 0; i < said->item_count; i++) {
        size_t at = skip_lead(said, i);
        size_t first = i;
        bool after = at == i && is_radius(said, i) && !na_said_item_taken(said, i) &&
                     unit_m(said, i + 1) > 0.0 &&
                     na_said_is_one(said, i + 2, "radius|accuracy|acc|uncertainty|error");
        bool marks = at > i && !na_said_is_one(said, i, radius_words) && is_radius(said, at) &&
                     na_said_item_taken(said, at) && !na_said_item_taken(said, i);
        if (after) {
            at = i;
        } else if (at == i || marks || !is_radius(said, at)) {
            continue;
        }
        double unit = unit_m(said, at + 1);
        radius_m = fmax(radius_m, said->items[at].value * (unit > 0.0 ? unit : 1.0));
        na_said_take(said, first, at + 1 + (size_t)(unit > 0.0) + (size_t)after);
    }
    return radius_m;
}

void na_figures_of_degrees(struct na_said *said, struct na_figures *figures)
{
    read_named(said, figures);
    read_wkt(said, figures);
    read_packed(said, figures);
    read_degrees(said, figures);
    read_pairs(said, figures);
    if (figures->count == 0 && figures->fault == NA_FAULT_NONE) {
        read_whole_pair(said, figures);
    }
    double radius_m = figures->count > 0 ? read_radius(said) : 0.0;
    for (size_t i = 0; i < figures->count; i++) {
        figures->list[i].accuracy_m = fmax(figures->list[i].accuracy_m, radius_m);
    }
}
