/* The rule by which computed coordinates are rounded. */
#include "geo/position.h"

#include <math.h>

#define PER_DEGREE 1e12
#define PER_METRE 1e7

/* NaN stays NaN. Half goes to even, which rint does and no library disputes. */
static double rounded(double value, double per_unit)
{
    return rint(value * per_unit) / per_unit;
}

struct na_lonlat na_lonlat_rounded(struct na_lonlat at)
{
    return (struct na_lonlat){rounded(at.lon_deg, PER_DEGREE), rounded(at.lat_deg, PER_DEGREE)};
}

struct na_grid na_grid_rounded(struct na_grid at)
{
    return (struct na_grid){rounded(at.easting_m, PER_METRE), rounded(at.northing_m, PER_METRE)};
}
