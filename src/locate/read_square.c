/* R7: references of the National Grid, with whatever stands between their figures. A reference is
 * taken only if its figures are even in number and its halves end where a group of figures ends. */
#include <string.h>

#include "geo/gridref.h"
#include "locate/figures.h"

#define FIGURES_MAX 12
#define GROUPS_MAX 12

/* The squares of Great Britain with land in them (Ordnance Survey, "A guide to coordinate systems
 * in Great Britain"): "TS 24" is not read. */
static const char squares[] = "hphthuhwhxhyhznanbncndnfngnhnjnknlnmnnnonrnsntnunwnxnynzovscsdsetash"
                              "sjsktftgsmsnsosptltmsrssstsu"
                              "tqtrsvswsxsysztv";
/* Of these, words that are said for other reasons: only a whole reference is believed. */
static const char weak_squares[] = "stsosenoswnwskhusstanhsdnr";

/* The figures after two letters. */
struct digits {
    char figures[FIGURES_MAX + 1];
    size_t count;
    size_t groups[GROUPS_MAX]; /* figures in each */
    size_t ends[GROUPS_MAX];   /* one after its item */
    size_t group_count;
    bool letter; /* O or I stands for a figure */
    bool spoilt; /* too many, or letters after them that belong to them */
};

static bool is_square(const char *list, const char letters[2])
{
    for (size_t i = 0; list[i] != '\0' && list[i + 1] != '\0'; i += 2) {
        if (list[i] == letters[0] && list[i + 1] == letters[1]) {
            return true;
        }
    }
    return false;
}

/* Two letters at item `i`, together or apart; one after them, 0: none. */
static size_t read_letters(const struct na_said *said, size_t i, char ret_letters[2])
{
    const struct na_item *item = &said->items[i];
    size_t length = (size_t)item->end - item->start;
    if (item->kind != NA_ITEM_LETTERS || na_said_item_taken(said, i) ||
        (item->glued && said->items[i - 1].kind == NA_ITEM_NUMBER)) {
        return 0;
    }
    ret_letters[0] = said->plain[item->start];
    if (length == 2) {
        ret_letters[1] = said->plain[item->start + 1];
        return i + 1;
    }
    size_t next =
        i + 1 + (size_t)(na_said_has_mark(said, i + 1, '-') || na_said_has_mark(said, i + 1, '.'));
    if (length == 1 && next < said->item_count && said->items[next].kind == NA_ITEM_LETTERS &&
        said->items[next].end - said->items[next].start == 1) {
        ret_letters[1] = said->plain[said->items[next].start];
        return next + 1;
    }
    return 0;
}

static void add_figure(struct digits *digits, char figure)
{
    if (digits->count == FIGURES_MAX) {
        digits->spoilt = true;
        return;
    }
    digits->figures[digits->count++] = figure;
    digits->groups[digits->group_count - 1]++;
}

static void begin_group(struct digits *digits)
{
    if (digits->group_count == GROUPS_MAX) {
        digits->spoilt = true;
        return;
    }
    digits->groups[digits->group_count++] = 0;
}

/* A number, its decimals a group of their own. */
static void add_number(const struct na_said *said, const struct na_item *item, bool joins,
                       size_t end, struct digits *digits)
{
    if (!joins) {
        begin_group(digits);
    }
    for (size_t at = item->start; at < item->end && !digits->spoilt; at++) {
        if (said->plain[at] == '.') {
            digits->ends[digits->group_count - 1] = end;
            begin_group(digits);
        } else {
            add_figure(digits, said->plain[at]);
        }
    }
    digits->ends[digits->group_count - 1] = end;
}

/* A letter that was typed or read for a figure: between figures or at their end, touching them. */
static char figure_for(const struct na_said *said, size_t i)
{
    bool ends = i + 1 == said->item_count || !said->items[i + 1].glued;
    bool touches = said->items[i].glued && said->items[i - 1].kind == NA_ITEM_NUMBER &&
                   (ends || said->items[i + 1].kind == NA_ITEM_NUMBER);
    if (!touches || said->items[i].end - said->items[i].start != 1) {
        return '\0';
    }
    char c = said->plain[said->items[i].start];
    return c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : '\0';
}

static void read_digits(const struct na_said *said, size_t i, struct digits *digits)
{
    bool joins = false;
    for (size_t marks = 0; i < said->item_count && !digits->spoilt; i++) {
        const struct na_item *item = &said->items[i];
        if (item->kind == NA_ITEM_NUMBER && !na_said_item_taken(said, i)) {
            add_number(said, item, joins, i + 1, digits);
            marks = 0;
            joins = false;
        } else if (item->kind == NA_ITEM_LETTERS) {
            char figure = digits->group_count > 0 ? figure_for(said, i) : '\0';
            if (figure == '\0') {
                /* "SO15 2AB" is a postcode, "NZ52A" a tetrad. */
                digits->spoilt = item->glued && digits->group_count > 0 &&
                                 said->items[i - 1].kind == NA_ITEM_NUMBER;
                return;
            }
            add_figure(digits, figure);
            digits->letter = joins = true;
        } else if (item->kind != NA_ITEM_MARK || ++marks > 2 ||
                   strchr(".,-/:_", item->mark) == NULL) {
            return;
        }
    }
}

/* Does half of the figures of the first `groups` end where a group ends? One group may be cut. */
static bool halves_fit(const struct digits *digits, size_t groups, size_t *ret_figures)
{
    size_t total = 0;
    size_t sum = 0;
    for (size_t i = 0; i < groups; i++) {
        total += digits->groups[i];
    }
    bool fits = groups == 1;
    for (size_t i = 0; i < groups; i++) {
        sum += digits->groups[i];
        fits = fits || sum * 2 == total;
    }
    *ret_figures = total;
    return fits && total % 2 == 0 && total >= 4 && total <= 10;
}

/* The groups that make a reference: all of them, or those before a house number. 0: none. */
static size_t choose_groups(const struct na_said *said, const struct digits *digits,
                            size_t *ret_figures)
{
    if (halves_fit(digits, digits->group_count, ret_figures)) {
        return digits->group_count;
    }
    for (size_t groups = 1; groups <= 2 && groups < digits->group_count; groups++) {
        size_t end = digits->ends[groups - 1];
        size_t last = digits->ends[digits->group_count - 1];
        bool parted = na_said_has_mark(said, end, ',') ||
                      (last < said->item_count && said->items[last].kind == NA_ITEM_LETTERS);
        if (parted && digits->groups[0] >= 3 && halves_fit(digits, groups, ret_figures) &&
            *ret_figures >= 6) {
            return groups;
        }
    }
    return 0;
}

/* Add the square of `half` figures each from `east` and from `north`. */
static void add_square(const char letters[2], const char *east, const char *north, size_t half,
                       const struct na_figure *like, struct na_figures *figures)
{
    char text[2 + FIGURES_MAX];
    struct na_figure figure = *like;
    memcpy(text, letters, 2);
    memcpy(text + 2, east, half);
    memcpy(text + 2 + half, north, half);
    figure.kind = NA_FIGURE_GRIDREF;
    figure.figures = (unsigned int)(2 * half);
    if (na_gridref_parse((struct na_str){text, 2 + 2 * half}, &figure.grid, &figure.accuracy_m)) {
        na_figures_add(figures, &figure);
    }
}

/* A figure is missing, or one too many: the larger squares that it may lie in are offered. */
static void add_odd(const char letters[2], const struct digits *digits, struct na_figures *figures)
{
    struct na_figure like = {.offered = true,
                             .why = "A figure is missing: the larger square that it lies in"};
    size_t count = digits->count > 10 ? 10 : digits->count;
    size_t east = digits->group_count == 2 ? digits->groups[0] : count / 2;
    size_t north = count - east;
    size_t half = east < north ? east : north;
    if (half > 0 && half <= 5) {
        add_square(letters, digits->figures, digits->figures + east, half, &like, figures);
    }
    if (digits->group_count == 1 && count % 2 == 1 && half > 0 && half <= 5) {
        add_square(letters, digits->figures, digits->figures + east + 1, half, &like, figures);
    }
    na_figures_fail(figures, digits->letter ? NA_FAULT_GRIDREF_LETTER : NA_FAULT_GRIDREF_ODD);
}

/* Two letters and figures at item `i`; one after them, `i` if there is no reference. */
static size_t read_square(const struct na_said *said, size_t i, struct na_figures *figures)
{
    char letters[2];
    struct digits digits = {.count = 0};
    size_t total = 0;
    size_t start = read_letters(said, i, letters);
    if (start == 0 || !is_square(squares, letters)) {
        return i;
    }
    read_digits(said, start, &digits);
    bool weak = is_square(weak_squares, letters);
    bool alone =
        i == 0 && digits.group_count > 0 && digits.ends[digits.group_count - 1] == said->item_count;
    if (digits.spoilt) {
        bool tetrad = i == 0 && digits.count == 2 && said->item_count == start + 2 &&
                      said->items[start + 1].end - said->items[start + 1].start == 1;
        if (tetrad) {
            na_figures_fail(figures, NA_FAULT_TETRAD);
        }
        return i;
    }
    size_t groups = choose_groups(said, &digits, &total);
    if (groups > 0 && (total >= 6 || !weak)) {
        struct na_figure like = {
            .weak = weak,
            .offered = digits.letter,
            .why = digits.letter
                       ? "A letter stands among the figures: read as the figure it is like"
                       : "A reference of the National Grid: the centre of its square"};
        add_square(letters, digits.figures, digits.figures + total / 2, total / 2, &like, figures);
        if (digits.letter) {
            na_figures_fail(figures, NA_FAULT_GRIDREF_LETTER);
        }
        return digits.ends[groups - 1];
    }
    if (digits.count == 2 && alone) {
        struct na_figure like = {.weak = true, /* "NZ50" may be a district of a postcode */
                                 .why = "A National Grid square of 10 km: its centre"};
        add_square(letters, digits.figures, digits.figures + 1, 1, &like, figures);
        return said->item_count;
    }
    if (digits.count >= 3 && !weak) {
        add_odd(letters, &digits, figures);
        return digits.ends[digits.group_count - 1];
    }
    return i;
}

void na_figures_of_squares(struct na_said *said, struct na_figures *figures)
{
    for (size_t i = 0; i < said->item_count; i++) {
        size_t end = read_square(said, i, figures);
        if (end > i) {
            na_said_take(said, i, end);
            i = end - 1;
        }
    }
}
