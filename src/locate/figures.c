/* What the readers of figures share: the list of what was found, which figures are the same
 * position, and how much decimals say about accuracy. One position that was read in two ways counts
 * once. */
#include "locate/figures.h"

#include <math.h>

#include "geo/earth.h"

/* Decimals beyond these (a centimetre) say how a program writes numbers, not how exact they are. */
#define DECIMALS_MEANT_MAX 7
/* Two readings of one position differ by no more. */
#define SAME_M 2.0

static bool is_same(const struct na_figure *a, const struct na_figure *b)
{
    if ((a->kind == NA_FIGURE_DEGREES) != (b->kind == NA_FIGURE_DEGREES)) {
        return false;
    }
    double east_m = a->grid.easting_m - b->grid.easting_m;
    double north_m = a->grid.northing_m - b->grid.northing_m;
    if (a->kind == NA_FIGURE_DEGREES) {
        east_m = (a->at.lon_deg - b->at.lon_deg) * NA_METRES_PER_DEGREE *
                 cos(a->at.lat_deg * NA_RADIANS_PER_DEGREE);
        north_m = (a->at.lat_deg - b->at.lat_deg) * NA_METRES_PER_DEGREE;
    }
    return hypot(east_m, north_m) <= fmax(SAME_M, fmax(a->accuracy_m, b->accuracy_m));
}

void na_figures_add(struct na_figures *figures, const struct na_figure *figure)
{
    for (size_t i = 0; i < figures->count; i++) {
        if (is_same(&figures->list[i], figure)) {
            figures->list[i].offered = figures->list[i].offered && figure->offered;
            return;
        }
    }
    if (figures->count == NA_FIGURES_MAX) {
        figures->more = true;
        return;
    }
    figures->list[figures->count++] = *figure;
}

void na_figures_fail(struct na_figures *figures, enum na_figure_fault fault)
{
    figures->fault = figures->fault == NA_FAULT_NONE ? fault : figures->fault;
}

double na_figures_cut_m(size_t lat_decimals, size_t lon_decimals, double lat_deg)
{
    size_t lat_meant = lat_decimals < DECIMALS_MEANT_MAX ? lat_decimals : DECIMALS_MEANT_MAX;
    size_t lon_meant = lon_decimals < DECIMALS_MEANT_MAX ? lon_decimals : DECIMALS_MEANT_MAX;
    double north_m = 0.5 * pow(10.0, -(double)lat_meant) * NA_METRES_PER_DEGREE;
    double east_m = 0.5 * pow(10.0, -(double)lon_meant) * NA_METRES_PER_DEGREE *
                    cos(lat_deg * NA_RADIANS_PER_DEGREE);
    return hypot(north_m, east_m);
}

void na_figures_add_degrees(struct na_figures *figures, double lat, double lon, double accuracy_m,
                            const char *why)
{
    struct na_figure figure = {
        .kind = NA_FIGURE_DEGREES, .at = {lon, lat}, .accuracy_m = accuracy_m, .why = why};
    /* Exactly zero by intention: that is what an empty field becomes. */
    if (lat == 0.0 && lon == 0.0) {
        na_figures_fail(figures, NA_FAULT_NULL);
        return;
    }
    if (fabs(lat) > 90.0 && fabs(lat) <= 180.0 && fabs(lon) <= 90.0) {
        figure.at = (struct na_lonlat){lat, lon};
        figure.offered = true;
        figure.why = "Latitude and longitude exchanged: the first is no latitude";
    } else if (!(fabs(lat) <= 90.0 && fabs(lon) <= 180.0)) {
        na_figures_fail(figures, NA_FAULT_RANGE);
        return;
    }
    na_figures_add(figures, &figure);
}
