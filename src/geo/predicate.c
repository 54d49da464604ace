/* The exact sum of parts that decides where a determinant in doubles cannot. */
#include "geo/predicate.h"

#include <math.h>

#define EXPANSION_MAX 16

static int sign_of(double value)
{
    return (value > 0.0) - (value < 0.0);
}

/* a - b as head + tail, exactly (Knuth). */
static void two_diff(double a, double b, double *ret_head, double *ret_tail)
{
    double head = a - b;
    double b_virtual = a - head;
    double a_virtual = head + b_virtual;
    *ret_tail = (a - a_virtual) + (b_virtual - b);
    *ret_head = head;
}

/* a + b as head + tail, exactly (Knuth). */
static void two_sum(double a, double b, double *ret_head, double *ret_tail)
{
    double head = a + b;
    double b_virtual = head - a;
    double a_virtual = head - b_virtual;
    *ret_tail = (a - a_virtual) + (b - b_virtual);
    *ret_head = head;
}

/* Add one number to a nonoverlapping expansion, ascending in magnitude (Shewchuk's
 * GROW-EXPANSION); the largest component keeps the sign of the whole. */
static void grow(double expansion[EXPANSION_MAX], int *count, double value)
{
    double carry = value;
    for (int i = 0; i < *count; i++) {
        two_sum(carry, expansion[i], &carry, &expansion[i]);
    }
    expansion[*count] = carry;
    (*count)++;
}

/* Add the exact product a * b. */
static void grow_product(double expansion[EXPANSION_MAX], int *count, double a, double b)
{
    double head = a * b;
    grow(expansion, count, fma(a, b, -head));
    grow(expansion, count, head);
}

/* (ux + ux_tail)(vy + vy_tail) - (uy + uy_tail)(vx + vx_tail) with u = b - a, v = c - a, no
 * rounding anywhere: eight products, sixteen components. */
int na_orient_exact(double ax, double ay, double bx, double by, double cx, double cy)
{
    double u[2][2];
    double v[2][2];
    two_diff(bx, ax, &u[0][0], &u[0][1]);
    two_diff(by, ay, &u[1][0], &u[1][1]);
    two_diff(cx, ax, &v[0][0], &v[0][1]);
    two_diff(cy, ay, &v[1][0], &v[1][1]);

    double expansion[EXPANSION_MAX];
    int count = 0;
    for (int i = 1; i >= 0; i--) {
        for (int j = 1; j >= 0; j--) {
            grow_product(expansion, &count, u[0][i], v[1][j]);
            grow_product(expansion, &count, -u[1][i], v[0][j]);
        }
    }
    /* Zero components may stand anywhere; the last one that is not zero is the largest. */
    for (int i = count - 1; i >= 0; i--) {
        int sign = sign_of(expansion[i]);
        if (sign != 0) {
            return sign;
        }
    }
    return 0;
}
