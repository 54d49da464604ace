/* Rows thrown evenly. Few rows are thrown one by one. Many are not: each cell first gets a Poisson
 * count of a slightly smaller mean, which takes a step a cell, and the rows that are still missing
 * are thrown one by one. Given their sum, Poisson counts of one mean ARE rows thrown evenly, so
 * both ways have the same distribution; a sum above the rows is drawn again. */
#include "hotspots/concentration.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/random.h"

/* From so many rows a cell on the Poisson way is the shorter one. */
#define ROWS_A_CELL 8
/* So many standard deviations below the rows is the mean of the Poisson sum. */
#define BELOW 6.0
/* Chances below that of the largest count as 0. */
#define NOTHING 1e-18
#define GUIDES 1024

double na_gini(const double *sorted, size_t n)
{
    double sum = 0, ranked = 0;
    for (size_t i = 0; i < n; i++) {
        sum += sorted[i];
        ranked += (double)(n - i) * sorted[i];
    }
    return sum > 0 ? (2 * ranked / sum - (double)n - 1) / (double)n : (double)NAN;
}

double na_gini_general(double gini, size_t n, double rows)
{
    return fmax(1, (double)n / rows) * (gini - 1) + 1;
}

/* A Poisson count from one random number: of each count the chance of no more. */
struct counter {
    uint32_t first;
    uint32_t count;
    double *up_to;
    uint32_t guide[GUIDES]; /* of each part of 0..1 the count that it begins in */
};

static bool counter_make(double mean, struct counter *ret_counter)
{
    size_t most = (size_t)(mean + 20 * sqrt(mean) + 60);
    double *terms = calloc(most + 1, sizeof *terms);
    if (terms == NULL) {
        return false;
    }
    size_t mode = (size_t)mean, low = mode, high = mode;
    terms[mode] = 1;
    for (; low > 0 && terms[low] > NOTHING; low--) {
        terms[low - 1] = terms[low] * (double)low / mean;
    }
    for (; high < most && terms[high] > NOTHING; high++) {
        terms[high + 1] = terms[high] * mean / (double)(high + 1);
    }
    for (size_t k = low + 1; k <= high; k++) {
        terms[k] += terms[k - 1];
    }
    memmove(terms, terms + low, (high - low + 1) * sizeof *terms);
    double whole = terms[high - low];
    for (size_t k = 0; k <= high - low; k++) {
        terms[k] /= whole;
    }
    struct counter counter = {(uint32_t)low, (uint32_t)(high - low + 1), terms, {0}};
    for (uint32_t g = 0, k = 0; g < GUIDES; g++) {
        while (k + 1 < counter.count && terms[k] <= (double)g / GUIDES) {
            k++;
        }
        counter.guide[g] = k;
    }
    *ret_counter = counter;
    return true;
}

static uint32_t counter_draw(const struct counter *counter, struct na_random *random)
{
    double u = (double)(na_random_next(random) >> 11) * 0x1p-53;
    uint32_t k = counter->guide[(size_t)(u * GUIDES)];
    while (k + 1 < counter->count && counter->up_to[k] <= u) {
        k++;
    }
    return counter->first + k;
}

/* What the throws share. */
struct throwing {
    size_t rows, n;
    double share_percent;
    struct counter counter; /* up_to NULL: one by one */
    uint32_t *counts;       /* of each cell */
    uint64_t *cells;        /* of each count: how many cells have it */
    size_t cells_size;
};

static void throw_rows(struct throwing *throwing, struct na_random *random)
{
    uint64_t thrown = UINT64_MAX;
    while (throwing->counter.up_to != NULL && thrown > throwing->rows) {
        thrown = 0;
        for (size_t i = 0; i < throwing->n; i++) {
            throwing->counts[i] = counter_draw(&throwing->counter, random);
            thrown += throwing->counts[i];
        }
    }
    if (throwing->counter.up_to == NULL) {
        memset(throwing->counts, 0, throwing->n * sizeof *throwing->counts);
        thrown = 0;
    }
    for (; thrown < throwing->rows; thrown++) {
        throwing->counts[na_random_below(random, (uint32_t)throwing->n)]++;
    }
}

/* Cells by count, for what follows needs them in order: counts are small, so that they are sorted
 * by counting. False: no memory. */
static bool sort_cells(struct throwing *throwing)
{
    uint32_t most = 0;
    for (size_t i = 0; i < throwing->n; i++) {
        most = throwing->counts[i] > most ? throwing->counts[i] : most;
    }
    if (throwing->cells_size <= most) {
        uint64_t *cells = realloc(throwing->cells, ((size_t)most + 64) * sizeof *cells);
        if (cells == NULL) {
            return false;
        }
        throwing->cells = cells;
        throwing->cells_size = (size_t)most + 64;
    }
    memset(throwing->cells, 0, throwing->cells_size * sizeof *throwing->cells);
    for (size_t i = 0; i < throwing->n; i++) {
        throwing->cells[throwing->counts[i]]++;
    }
    return true;
}

static double fewest_cells(const struct throwing *throwing)
{
    double held = 0, cells = 0, wanted = throwing->share_percent * (double)throwing->rows;
    for (size_t count = throwing->cells_size; count > 1 && held * 100 < wanted; count--) {
        double each = (double)(count - 1), many = (double)throwing->cells[count - 1];
        double needed = ceil((wanted / 100 - held) / each);
        double taken = needed < many ? needed : many;
        held += taken * each;
        cells += taken;
    }
    return cells;
}

static double general_gini(const struct throwing *throwing)
{
    /* The sum of i y_(i): cells of one count have the ranks from `before` + 1 on. */
    double ranked = 0, before = 0;
    for (size_t count = 0; count < throwing->cells_size; count++) {
        double many = (double)throwing->cells[count];
        ranked += (double)count * (many * before + many * (many + 1) / 2);
        before += many;
    }
    double n = (double)throwing->n, rows = (double)throwing->rows;
    return na_gini_general((2 * ranked / rows - n - 1) / n, throwing->n, rows);
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void summarise(double values[NA_CONCENTRATION_SCATTERS], double *ret_mean, double *ret_low,
                      double *ret_high)
{
    double sum = 0, last = NA_CONCENTRATION_SCATTERS - 1;
    qsort(values, NA_CONCENTRATION_SCATTERS, sizeof *values, compare);
    for (size_t i = 0; i < NA_CONCENTRATION_SCATTERS; i++) {
        sum += values[i];
    }
    *ret_mean = sum / NA_CONCENTRATION_SCATTERS;
    size_t low = (size_t)(0.025 * last), high = (size_t)(0.975 * last);
    *ret_low = values[low] + (0.025 * last - (double)low) * (values[low + 1] - values[low]);
    *ret_high = values[high] + (0.975 * last - (double)high) * (values[high + 1] - values[high]);
}

static enum na_code throw_all(struct throwing *throwing, uint64_t seed,
                              struct na_scattered *ret_scattered, struct na_error *reterr)
{
    double cells[NA_CONCENTRATION_SCATTERS], ginis[NA_CONCENTRATION_SCATTERS];
    for (size_t i = 0; i < NA_CONCENTRATION_SCATTERS; i++) {
        struct na_random random = na_random_seeded(seed, i);
        throw_rows(throwing, &random);
        if (!sort_cells(throwing)) {
            return na_fail_memory(reterr, "throwing rows at random");
        }
        cells[i] = fewest_cells(throwing);
        ginis[i] = general_gini(throwing);
    }
    struct na_scattered scattered;
    summarise(cells, &scattered.cells, &scattered.cells_low, &scattered.cells_high);
    summarise(ginis, &scattered.gini, &scattered.gini_low, &scattered.gini_high);
    *ret_scattered = scattered;
    return NA_OK;
}

enum na_code na_scatter(size_t rows, size_t n, double share_percent, uint64_t seed,
                        struct na_scattered *ret_scattered, struct na_error *reterr)
{
    struct throwing throwing = {.rows = rows, .n = n, .share_percent = share_percent};
    throwing.counts = calloc(n, sizeof *throwing.counts);
    bool made = throwing.counts != NULL;
    if (made && rows / n >= ROWS_A_CELL) {
        double mean = ((double)rows - BELOW * sqrt((double)rows)) / (double)n;
        made = counter_make(mean, &throwing.counter);
    }
    enum na_code code = made ? throw_all(&throwing, seed, ret_scattered, reterr)
                             : na_fail_memory(reterr, "throwing rows at random");
    free(throwing.counts);
    free(throwing.cells);
    free(throwing.counter.up_to);
    return code;
}
