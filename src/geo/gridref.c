/* Letters to squares of 100 km and back, and the figures within a square. */
#include "geo/gridref.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Half the diagonal of a square of side 1: sqrt(1/2). */
#define HALF_DIAGONAL 0.70710678118654752
#define SQUARE_M 100000
#define COLUMNS 7  /* 100 km squares, 0..700 km */
#define ROWS 13    /* 0..1300 km */
#define HALF_MAX 5 /* figures of easting or northing */

/* Both letters number a 5 by 5 block from its north-west corner, row by row, without I: the first
 * the 500 km squares (S holds the origin), the second the 100 km squares within ("A guide to
 * coordinate systems in Great Britain", Ordnance Survey). */
static const char letters[] = "ABCDEFGHJKLMNOPQRSTUVWXYZ";

static int letter_index(char c)
{
    char upper = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    const char *found = upper != '\0' ? strchr(letters, upper) : NULL;
    return found != NULL ? (int)(found - letters) : -1;
}

/* Column and row of the 100 km square; false if no such square is in the grid. */
static bool square_of(char first, char second, int *ret_column, int *ret_row)
{
    int a = letter_index(first);
    int b = letter_index(second);
    if (a < 0 || b < 0) {
        return false;
    }
    /* S is letter 17, in the third column and the fourth row: column 0 and row 0 begin there. */
    int column = (a % 5 - 2) * 5 + b % 5;
    int row = (3 - a / 5) * 5 + (4 - b / 5);
    if (column < 0 || column >= COLUMNS || row < 0 || row >= ROWS) {
        return false;
    }
    *ret_column = column;
    *ret_row = row;
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t skip_blanks(struct na_str text, size_t at)
{
    while (at < text.length && is_blank(text.bytes[at])) {
        at++;
    }
    return at;
}

/* Reads the figures from `at` to the end: at most ten, in one run or in two runs of equal length.
 */
static bool figures_of(struct na_str text, size_t at, char ret_figures[2 * HALF_MAX],
                       size_t *ret_count)
{
    size_t count = 0;
    size_t split = 0; /* figures before the gap, if there is one */
    while (at < text.length) {
        char c = text.bytes[at];
        if (is_blank(c) && count > 0 && split == 0) {
            split = count;
            at = skip_blanks(text, at);
            continue;
        }
        if (c < '0' || c > '9' || count == 2 * HALF_MAX) {
            return false;
        }
        ret_figures[count++] = c;
        at++;
    }
    *ret_count = count;
    return count >= 2 && count % 2 == 0 && (split == 0 || split * 2 == count);
}

/* The figures as metres within the 100 km square. */
static int metres_of(const char *figures, size_t count, int side_m)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        value = value * 10 + (figures[i] - '0');
    }
    return value * side_m;
}

/* Side in metres of a square named by `half` figures each way. */
static int side_of(size_t half)
{
    int side_m = SQUARE_M;
    for (size_t i = 0; i < half; i++) {
        side_m /= 10;
    }
    return side_m;
}

bool na_gridref_parse(struct na_str text, struct na_grid *ret_centre, double *ret_accuracy_m)
{
    char figures[2 * HALF_MAX];
    size_t count = 0;
    int column = 0;
    int row = 0;
    if (text.length < 4 || !square_of(text.bytes[0], text.bytes[1], &column, &row) ||
        !figures_of(text, skip_blanks(text, 2), figures, &count)) {
        return false;
    }
    size_t half = count / 2;
    int side_m = side_of(half);
    ret_centre->easting_m = column * SQUARE_M + metres_of(figures, half, side_m) + side_m / 2.0;
    ret_centre->northing_m =
        row * SQUARE_M + metres_of(figures + half, half, side_m) + side_m / 2.0;
    *ret_accuracy_m = HALF_DIAGONAL * side_m;
    return true;
}

/* Writes the first `half` of the five figures of `metres`. */
static char *figures_put(char *to, int metres, size_t half)
{
    int place = SQUARE_M / 10;
    for (size_t i = 0; i < half; i++) {
        *to++ = (char)('0' + metres / place % 10);
        place /= 10;
    }
    return to;
}

void na_gridref_format(char to[NA_GRIDREF_TEXT], struct na_grid at, unsigned int figures)
{
    to[0] = '\0';
    bool inside = at.easting_m >= 0.0 && at.easting_m < NA_GRID_EASTING_MAX_M &&
                  at.northing_m >= 0.0 && at.northing_m < NA_GRID_NORTHING_MAX_M;
    if (!inside || figures < 2 || figures > 2 * HALF_MAX || figures % 2 != 0) {
        return;
    }
    /* Whole metres first: from here on integers, so that no edge is crossed by rounding. */
    int easting_m = (int)floor(at.easting_m);
    int northing_m = (int)floor(at.northing_m);
    int column = easting_m / SQUARE_M;
    int row = northing_m / SQUARE_M;
    *to++ = letters[(3 - row / 5) * 5 + 2 + column / 5];
    *to++ = letters[(4 - row % 5) * 5 + column % 5];
    *to++ = ' ';
    to = figures_put(to, easting_m % SQUARE_M, figures / 2);
    *to++ = ' ';
    to = figures_put(to, northing_m % SQUARE_M, figures / 2);
    *to = '\0';
}
