/* register/figures.h - a text cut into words and figures, and which figures are explained by what
 * stands around them. Private to register.
 *
 * A list of phrases that announce a code finds few codes: people write them in ever new ways. So it
 * is turned round: a figure that is part of a postcode, a telephone number, a date, a time, a road,
 * a length, a house number and so on is explained; what is left over may be a code. */
#ifndef NA_REGISTER_FIGURES_H
#define NA_REGISTER_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define NA_FIGURES_TEXT_MAX ((size_t)8192)
#define NA_FIGURES_TOKENS_MAX 1024

/* A run of letters and figures, folded to ASCII in lower case. */
struct na_figures_token {
    uint16_t from, to; /* bytes of `plain` */
    uint16_t figures, letters;
    bool explained; /* each of its figures means something harmless */
    bool always;    /* whatever stands before it: a telephone number, 999, a postcode */
    bool minor;     /* strict: the little number of a floor, a shop, a road, a length */
};

struct na_figures {
    char plain[NA_FIGURES_TEXT_MAX];
    uint16_t origin[NA_FIGURES_TEXT_MAX]; /* byte of the text that each byte of `plain` is of */
    size_t length;
    struct na_figures_token tokens[NA_FIGURES_TOKENS_MAX];
    size_t count;
};

/* Cut `text`. False if it cannot be read whole: it is no UTF-8, or too long. */
bool na_figures_cut(struct na_str text, struct na_figures *ret_figures);
/* Mark the tokens that are explained. `strict`: only telephone numbers, emergency numbers, dates,
 * times and postcodes explain, not the numbers of houses, roads and things. */
void na_figures_explain(struct na_figures *figures, bool strict);
/* Is token `i` the name of a road, by the words beside it: "off the A19"? */
bool na_figures_names_road(const struct na_figures *figures, size_t i);
/* Is token `i` one of the words of the list, which has blanks around each word? */
bool na_figures_is(const struct na_figures *figures, size_t i, const char *list);
/* Bytes between token i and the next; 0 after the last. */
struct na_str na_figures_gap(const struct na_figures *figures, size_t i);

#endif
