/* What a wrong position may have been meant for: each slip that people and spreadsheets make is
 * undone, and what lands near the record's own postcode is said as a question. It is never used. */
#include "compile/position_hint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "geo/earth.h"
#include "geo/trig.h"

/* A hint has to land this near the postcode. */
#define HINT_M 2000.0

double na_position_cosine(double lat_deg)
{
    double sine = 0;
    double cosine_of = 0;
    na_trig_sincos(lat_deg * NA_RADIANS_PER_DEGREE, &sine, &cosine_of);
    return cosine_of;
}

double na_position_apart_m(struct na_lonlat a, struct na_lonlat b)
{
    double x = (a.lon_deg - b.lon_deg) * na_position_cosine(b.lat_deg);
    return na_trig_length(x, a.lat_deg - b.lat_deg) * NA_METRES_PER_DEGREE;
}

/* Is the first or second number, once changed, near the postcode? */
static bool is_near(const struct na_position_hint *hint, double first, double second)
{
    if (hint->row->from_grid) {
        return na_trig_length(first - hint->postcode_grid.easting_m,
                              second - hint->postcode_grid.northing_m) <= HINT_M;
    }
    return na_position_apart_m((struct na_lonlat){second, first}, hint->postcode) <= HINT_M;
}

/* One figure wrong or two neighbours exchanged in one of the numbers. */
static bool try_figures(struct na_position_hint *hint, double value, double other, bool is_first)
{
    char text[NA_NUMBER_TEXT];
    char tried[NA_NUMBER_TEXT];
    double number = 0;
    size_t length = na_number_trimmed(&text, value, 8);
    for (size_t i = 0; i < length; i++) {
        for (char c = '0'; c <= '9' + 1; c++) {
            memcpy(tried, text, length + 1);
            bool swap = c > '9';
            bool figures = text[i] >= '0' && text[i] <= '9' &&
                           (!swap || (i + 1 < length && text[i + 1] >= '0' && text[i + 1] <= '9'));
            if (!figures) {
                continue;
            }
            tried[i] = swap ? text[i + 1] : c;
            if (swap) {
                tried[i + 1] = text[i];
            }
            if (na_number_parse((struct na_str){tried, length}, &number) &&
                is_near(hint, is_first ? number : other, is_first ? other : number)) {
                (void)snprintf(hint->text, sizeof hint->text, "%s: %.20s for %.20s?",
                               swap ? "Two figures exchanged" : "One figure wrong", text, tried);
                return true;
            }
        }
    }
    return false;
}

/* The figures of the 100 km square are lost: 54519 for 454519. */
static bool try_square(struct na_position_hint *hint, double easting_m, double northing_m)
{
    enum { SQUARE_M = 100000, EAST_MOST = 7, NORTH_MOST = 13 };
    for (int e = 0; e < EAST_MOST && easting_m < SQUARE_M; e++) {
        for (int n = 0; n < NORTH_MOST; n++) {
            bool lost_north = northing_m < SQUARE_M;
            if ((lost_north || n == 0) &&
                is_near(hint, easting_m + e * (double)SQUARE_M,
                        northing_m + (lost_north ? n * (double)SQUARE_M : 0))) {
                (void)snprintf(hint->text, sizeof hint->text,
                               "The figures of the 100 km square are lost: %d and %d in front?", e,
                               lost_north ? n : 0);
                return true;
            }
        }
    }
    return false;
}

/* The decimal point at another place: 450.519 for 450519, in one number or both. */
static bool try_scale(struct na_position_hint *hint, double first, double second)
{
    double factor = 1;
    for (int digits = 1; digits <= 8; digits++) {
        factor *= 10;
        const double factors[2] = {factor, 1 / factor};
        for (size_t i = 0; i < 2; i++) {
            double one = first * factors[i];
            double two = second * factors[i];
            if (is_near(hint, one, two) || is_near(hint, one, second) ||
                is_near(hint, first, two)) {
                (void)snprintf(hint->text, sizeof hint->text,
                               "Is the decimal point %d place%s too far to the %s?", digits,
                               digits == 1 ? "" : "s", i == 0 ? "left" : "right");
                return true;
            }
        }
    }
    return false;
}

void na_position_hint_find(struct na_position_hint *hint)
{
    const struct na_flat_asset *flat = &hint->row->flat;
    bool grid = hint->row->from_grid;
    double first = grid ? flat->easting_m : flat->lat_deg;
    double second = grid ? flat->northing_m : flat->lon_deg;
    hint->text[0] = '\0';
    if (is_near(hint, first, second)) {
        return; /* as good as any position that is mended so: nothing to go by */
    }
    if (is_near(hint, second, first)) {
        (void)snprintf(hint->text, sizeof hint->text, "Are %s exchanged?",
                       grid ? "easting and northing" : "lat and lon");
    } else if (!grid && is_near(hint, first, -second)) {
        (void)snprintf(hint->text, sizeof hint->text, "Is the minus of the longitude lost?");
    } else if (!(grid && try_square(hint, first, second)) && !try_scale(hint, first, second) &&
               !try_figures(hint, first, second, true)) {
        (void)try_figures(hint, second, first, false);
    }
}
