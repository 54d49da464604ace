/* Tails are sums of terms that follow from their neighbours by a ratio. The sums start at the
 * largest term, so nothing overflows, and all terms are positive, so nothing cancels. */
#include "base/chance.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

#define WILSON_Z 1.96 /* as usual, and as in the tables that the tests hold it against */
/* A term that adds less than that to its sum, and all after it, add nothing that shows. */
#define NOTHING 1e-24L

/* Terms low..high; up(context, k) is term(k + 1) / term(k). */
struct terms {
    uint64_t low, high, mode;
    long double all, marked, drawn; /* binomial: trials, odds, not used */
    int binomial;
};

static long double up(const struct terms *terms, uint64_t k)
{
    long double at = (long double)k;
    if (terms->binomial != 0) {
        return (terms->all - at) / (at + 1) * terms->marked;
    }
    return (terms->marked - at) * (terms->drawn - at) /
           ((at + 1) * (terms->all - terms->marked - terms->drawn + at + 1));
}

/* Sum the terms from `from` away from the mode, the first of them `term`; `upwards` or down. */
static long double sum_from(const struct terms *terms, uint64_t from, long double term, int upwards)
{
    long double sum = 0;
    for (uint64_t k = from;; k = upwards != 0 ? k + 1 : k - 1) {
        sum += term;
        if (k == (upwards != 0 ? terms->high : terms->low) || term <= sum * NOTHING) {
            return sum;
        }
        term = upwards != 0 ? term * up(terms, k) : term / up(terms, k - 1);
    }
}

/* The term at `to`, that of the mode being 1. */
static long double term_at(const struct terms *terms, uint64_t to)
{
    long double term = 1;
    for (uint64_t k = terms->mode; k < to; k++) {
        term *= up(terms, k);
    }
    for (uint64_t k = terms->mode; k > to; k--) {
        term /= up(terms, k - 1);
    }
    return term;
}

static struct na_tails tails_of(const struct terms *terms, uint64_t seen)
{
    if (seen < terms->low) {
        return (struct na_tails){0, 1};
    }
    if (seen > terms->high) {
        return (struct na_tails){1, 0};
    }
    long double above = sum_from(terms, terms->mode, 1, 1);
    long double below = sum_from(terms, terms->mode, 1, 0);
    long double whole = above + below - 1, term = term_at(terms, seen);
    /* The tail away from the mode is summed; the other is what is left, and large. */
    if (seen >= terms->mode) {
        long double tail = sum_from(terms, seen, term, 1);
        return (struct na_tails){(double)((whole - tail + term) / whole), (double)(tail / whole)};
    }
    long double tail = sum_from(terms, seen, term, 0);
    return (struct na_tails){(double)(tail / whole), (double)((whole - tail + term) / whole)};
}

static struct terms hypergeometric(uint64_t all, uint64_t marked, uint64_t drawn)
{
    struct terms terms = {
        .all = (long double)all, .marked = (long double)marked, .drawn = (long double)drawn};
    terms.low = marked + drawn > all ? marked + drawn - all : 0;
    terms.high = marked < drawn ? marked : drawn;
    long double mode = floorl((terms.marked + 1) * (terms.drawn + 1) / (terms.all + 2));
    terms.mode = mode < (long double)terms.low    ? terms.low
                 : mode > (long double)terms.high ? terms.high
                                                  : (uint64_t)mode;
    return terms;
}

struct na_tails na_hypergeometric_tails(uint64_t all, uint64_t marked, uint64_t drawn,
                                        uint64_t seen)
{
    struct terms terms = hypergeometric(all, marked, drawn);
    return tails_of(&terms, seen);
}

struct na_tails na_binomial_tails(uint64_t trials, double part, uint64_t seen)
{
    struct terms terms = {.high = trials,
                          .all = (long double)trials,
                          .marked = (long double)part / (1 - (long double)part),
                          .binomial = 1};
    long double mode = floorl(((long double)trials + 1) * (long double)part);
    terms.mode = mode > (long double)trials ? trials : (uint64_t)mode;
    return tails_of(&terms, seen);
}

double na_two_sided(struct na_tails tails)
{
    return fmin(1, 2 * fmin(tails.lower, tails.upper));
}

void na_hypergeometric_parts(uint64_t all, uint64_t marked, uint64_t drawn, double *ret_parts)
{
    struct terms terms = hypergeometric(all, marked, drawn);
    long double whole = 0, term = 1;
    for (uint64_t k = 0; k <= drawn; k++) {
        ret_parts[k] = 0;
    }
    for (uint64_t k = terms.mode;; k++) {
        ret_parts[k] = (double)term;
        whole += term;
        if (k == terms.high || term < 1e-320L) {
            break;
        }
        term *= up(&terms, k);
    }
    term = 1;
    for (uint64_t k = terms.mode; k > terms.low && term >= 1e-320L; k--) {
        term /= up(&terms, k - 1);
        ret_parts[k - 1] = (double)term;
        whole += term;
    }
    for (uint64_t k = terms.low; k <= terms.high; k++) {
        ret_parts[k] = (double)((long double)ret_parts[k] / whole);
    }
}

void na_wilson_limits(uint64_t hits, uint64_t of, double *ret_low, double *ret_high)
{
    double n = (double)of, part = (double)hits / n, square = WILSON_Z * WILSON_Z;
    double middle = part + square / (2 * n);
    double half = WILSON_Z * sqrt(part * (1 - part) / n + square / (4 * n * n));
    *ret_low = hits == 0 ? 0 : (middle - half) / (1 + square / n);
    *ret_high = hits == of ? 1 : (middle + half) / (1 + square / n);
}

/* The chances of a Poisson count around its mean: those below 1e-18 of the largest are left out. */
struct poisson {
    uint64_t low, high;
    double mean, mode_part;
};

static struct poisson poisson_of(double mean)
{
    struct poisson poisson = {.mean = mean};
    uint64_t mode = (uint64_t)mean;
    double term = 1, sum = 1;
    uint64_t k = mode;
    while (term > 1e-18 && k > 0) {
        term *= (double)k / mean;
        sum += term;
        k--;
    }
    poisson.low = k;
    term = 1;
    k = mode;
    while (term > 1e-18) {
        k++;
        term *= mean / (double)k;
        sum += term;
    }
    poisson.high = k;
    poisson.mode_part = 1 / sum;
    return poisson;
}

/* The chance of poisson->low; the next is this times mean / (low + 1). */
static double first_part(const struct poisson *poisson)
{
    double part = poisson->mode_part;
    for (uint64_t k = (uint64_t)poisson->mean; k > poisson->low; k--) {
        part *= (double)k / poisson->mean;
    }
    return part;
}

/* The statistic of the test: the difference of the rates over the root of its variance. */
static double e_statistic(double a, double b, double time_a, double time_b)
{
    double variance = a / (time_a * time_a) + b / (time_b * time_b);
    return variance > 0 ? fabs(a / time_a - b / time_b) / sqrt(variance) : 0;
}

/* P(X <= k) of a Poisson count, k growing: a step back is never asked for. */
struct below {
    const struct poisson *poisson;
    uint64_t next; /* the first that is not in the sum */
    double part, sum;
};

static struct below below_none(const struct poisson *poisson)
{
    return (struct below){poisson, poisson->low, first_part(poisson), 0};
}

static void below_add(struct below *below)
{
    below->sum += below->part;
    below->next++;
    below->part *= below->poisson->mean / (double)below->next;
}

double na_e_test(uint64_t a, uint64_t b, double time_a, double time_b)
{
    /* Rounding must not leave out the very table that was seen. */
    double seen = e_statistic((double)a, (double)b, time_a, time_b) * (1 - 1e-12);
    if (!(seen > 0)) {
        return 1;
    }
    double rate = (double)(a + b) / (time_a + time_b), sum = 0;
    struct poisson first = poisson_of(rate * time_a), second = poisson_of(rate * time_b);
    double part = first_part(&first);
    /* For each i the tables at least as far off are those with k up to one bound and from another
     * on; both bounds grow with i. */
    struct below low = below_none(&second), high = below_none(&second);
    for (uint64_t i = first.low; i <= first.high; i++) {
        double middle = (double)i * time_b / time_a;
        while (low.next <= second.high && (double)low.next < middle &&
               e_statistic((double)i, (double)low.next, time_a, time_b) >= seen) {
            below_add(&low);
        }
        while (high.next <= second.high &&
               ((double)high.next <= middle ||
                e_statistic((double)i, (double)high.next, time_a, time_b) < seen)) {
            below_add(&high);
        }
        sum += part * (low.sum + fmax(0, 1 - high.sum));
        part *= first.mean / (double)(i + 1);
    }
    return fmin(1, sum);
}

struct ranked {
    double p;
    size_t place;
};

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    return a->p < b->p ? -1 : a->p > b->p ? 1 : 0;
}

enum na_code na_discoveries(const double *p, size_t count, double *ret_q, struct na_error *reterr)
{
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    if (ranked == NULL) {
        return na_fail_memory(reterr, "ranking probabilities");
    }
    size_t tests = 0;
    for (size_t i = 0; i < count; i++) {
        ret_q[i] = (double)NAN;
        if (!isnan(p[i])) {
            ranked[tests++] = (struct ranked){p[i], i};
        }
    }
    qsort(ranked, tests, sizeof *ranked, compare_ranked);
    double q = 1;
    for (size_t r = tests; r > 0; r--) {
        q = fmin(q, ranked[r - 1].p * (double)tests / (double)r);
        ret_q[ranked[r - 1].place] = q;
    }
    free(ranked);
    return NA_OK;
}
