/* R5: easting and northing in metres of the National Grid. Exactly two numbers of that size count:
 * with their names, before or after them, or bare beside each other. */
#include <math.h>
#include <string.h>

#include "locate/figures.h"

/* Numbers of that size in a text that are looked at; a text with more is no position. */
#define NUMBERS_MAX 4

struct metres {
    double value;
    size_t decimals, whole;
    size_t first, end; /* items */
};

/* "EPSG:27700", "SRID=27700": the number of the coordinate system. */
static bool is_system(const struct na_said *said, size_t i)
{
    return i > 1 && said->items[i - 1].kind == NA_ITEM_MARK &&
           na_said_is_one(said, i - 2, "epsg|srid");
}

/* "450900", "450,900", "450900.5"; never with a nought in front: that is a telephone number. */
static bool read_number(const struct na_said *said, size_t i, struct metres *ret_metres)
{
    const struct na_item *item = &said->items[i];
    if (item->kind != NA_ITEM_NUMBER || said->plain[item->start] == '0' ||
        na_said_item_taken(said, i) || is_system(said, i)) {
        return false;
    }
    *ret_metres = (struct metres){item->value, item->decimals, item->whole, i, i + 1};
    if (i + 2 < said->item_count && item->decimals == 0 && item->whole <= 3 &&
        na_said_has_mark(said, i + 1, ',') && said->items[i + 1].glued &&
        said->items[i + 2].kind == NA_ITEM_NUMBER && said->items[i + 2].glued &&
        said->items[i + 2].whole == 3) {
        ret_metres->value = item->value * 1000.0 + said->items[i + 2].value;
        ret_metres->decimals = said->items[i + 2].decimals;
        ret_metres->whole = (size_t)item->whole + 3;
        ret_metres->end = i + 3;
    }
    return ret_metres->whole >= 5 && ret_metres->whole <= 7 && ret_metres->decimals <= 6;
}

/* 'E' or 'N' by a name at item `i`, 0 if there is none. */
static char axis_of(const struct na_said *said, size_t i)
{
    if (na_said_is_one(said, i, "e|x|easting|eastings|east|me")) {
        return 'E';
    }
    return na_said_is_one(said, i, "n|y|northing|northings|north|mn") ? 'N' : '\0';
}

static size_t marks_before(const struct na_said *said, size_t i)
{
    size_t at = i;
    while (at > 0 && i - at < 3 && said->items[at - 1].kind == NA_ITEM_MARK &&
           strchr("=:\".,(", said->items[at - 1].mark) != NULL) {
        at--;
    }
    return at;
}

static char axis_before(const struct na_said *said, size_t i)
{
    size_t at = marks_before(said, i);
    return at > 0 ? axis_of(said, at - 1) : '\0';
}

/* "450900E", "450900 mE", "450900 m E". */
static char axis_after(const struct na_said *said, size_t end, size_t *ret_end)
{
    size_t at = end + (size_t)na_said_is_one(said, end, "m|metres");
    char axis = axis_of(said, at);
    *ret_end = axis != '\0' ? at + 1 : end;
    return axis;
}

/* Are two numbers with nothing but a mark between them bare eastings and northings? */
static bool are_beside(const struct na_said *said, const struct metres *a, const struct metres *b)
{
    size_t between = b->first - a->end;
    bool mark = between == 1 &&
                (said->items[a->end].kind == NA_ITEM_MARK || na_said_is(said, a->end, "and"));
    return a->whole == 6 && b->whole == 6 && (between == 0 || mark);
}

static void add_metres(const struct metres *east, const struct metres *north, const char *why,
                       struct na_figures *figures)
{
    struct na_figure figure = {.kind = NA_FIGURE_METRES,
                               .grid = {east->value, north->value},
                               .accuracy_m = hypot(0.5 * pow(10.0, -(double)east->decimals),
                                                   0.5 * pow(10.0, -(double)north->decimals)),
                               .why = why};
    na_figures_add(figures, &figure);
}

void na_figures_of_metres(struct na_said *said, struct na_figures *figures)
{
    struct metres found[NUMBERS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < said->item_count && count < NUMBERS_MAX; i++) {
        if (read_number(said, i, &found[count])) {
            i = found[count++].end - 1;
        }
    }
    if (count != 2) {
        return;
    }
    char before[2] = {axis_before(said, found[0].first), axis_before(said, found[1].first)};
    char tail[2];
    size_t ends[2];
    tail[0] = axis_after(said, found[0].end, &ends[0]);
    tail[1] = axis_after(said, found[1].end, &ends[1]);
    bool in_front = before[0] != '\0' && before[1] != '\0' && before[0] != before[1];
    bool after = !in_front && tail[0] != '\0' && tail[1] != '\0' && tail[0] != tail[1];
    if (in_front || after) {
        size_t east = (in_front ? before : tail)[0] == 'E' ? 0 : 1;
        add_metres(&found[east], &found[1 - east],
                   "Easting and northing are named, in metres of the National Grid", figures);
        size_t first = in_front ? marks_before(said, found[0].first) - 1 : found[0].first;
        na_said_take(said, first, after ? ends[1] : found[1].end);
    } else if (are_beside(said, &found[0], &found[1])) {
        add_metres(&found[0], &found[1],
                   "Two large numbers are easting and northing in metres of the National Grid",
                   figures);
        na_said_take(said, found[0].first, found[1].end);
    }
}
