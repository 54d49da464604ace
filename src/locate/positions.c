/* Candidates of positions that were written in figures. One in the area of the data is certain; one
 * far outside never is, and what may have been meant by it stands before it. */
#include <math.h>
#include <stdio.h>

#include "geo/gridref.h"
#include "locate/reading.h"

static void fill(const struct na_figure *figure, struct na_candidate *candidate)
{
    candidate->kind = figure->kind == NA_FIGURE_GRIDREF ? "gridref" : "coordinates";
    candidate->type =
        figure->kind == NA_FIGURE_GRIDREF ? NA_CANDIDATE_GRIDREF : NA_CANDIDATE_COORDINATES;
    candidate->accuracy_m = figure->accuracy_m;
    candidate->match = figure->offered ? NA_CANDIDATE_FUZZY : NA_CANDIDATE_EXACT;
    if (figure->kind == NA_FIGURE_DEGREES) {
        candidate->at = figure->at;
        candidate->has_lonlat = true;
        (void)snprintf(candidate->label, sizeof candidate->label, "%.6f, %.6f", figure->at.lat_deg,
                       figure->at.lon_deg);
    } else {
        candidate->grid = figure->grid;
        candidate->has_grid = true;
        (void)snprintf(candidate->label, sizeof candidate->label, "%.0f, %.0f",
                       figure->grid.easting_m, figure->grid.northing_m);
    }
    if (figure->kind == NA_FIGURE_GRIDREF) {
        na_gridref_format(candidate->label, figure->grid, figure->figures);
    }
    (void)snprintf(candidate->why, sizeof candidate->why, "%s", figure->why);
}

static enum na_code add(struct na_session *session, const struct na_figure *figure,
                        struct na_located *located, bool *ret_inside, struct na_error *reterr)
{
    struct na_candidate *candidate = na_located_add(located);
    *ret_inside = false;
    if (candidate == NULL) {
        return NA_OK;
    }
    fill(figure, candidate);
    enum na_code code = na_candidate_complete(session, candidate, reterr);
    *ret_inside = code == NA_OK && candidate->has_lonlat && na_area_holds(session, candidate->at);
    return code;
}

/* What may be meant by a position outside: added where it falls into the area. */
static enum na_code add_meant(struct na_session *session, const struct na_figure *figure,
                              struct na_located *located, struct na_error *reterr)
{
    static const char minus[] = "The longitude with its minus sign put back: west, not east";
    static const char exchanged[] = "The two numbers exchanged";
    struct na_figure meant[3] = {*figure, *figure, *figure};
    size_t count = 0;
    if (figure->kind == NA_FIGURE_DEGREES) {
        struct na_lonlat at = figure->at;
        meant[0].at.lon_deg = -at.lon_deg;
        meant[0].why = minus;
        meant[1].at = (struct na_lonlat){at.lat_deg, at.lon_deg};
        meant[1].why = exchanged;
        meant[2].at = (struct na_lonlat){-at.lat_deg, at.lon_deg};
        meant[2].why = "The two numbers exchanged, and the minus sign put back";
        count = 3;
    } else if (figure->kind == NA_FIGURE_METRES) {
        meant[0].grid = (struct na_grid){figure->grid.northing_m, figure->grid.easting_m};
        meant[0].why = exchanged;
        count = 1;
    }
    for (size_t i = 0; i < count; i++) {
        bool inside = false;
        bool valid = figure->kind == NA_FIGURE_METRES
                         ? meant[i].grid.easting_m <= NA_GRID_EASTING_MAX_M
                         : fabs(meant[i].at.lat_deg) <= 90.0;
        meant[i].offered = true;
        if (!valid) {
            continue;
        }
        enum na_code code = add(session, &meant[i], located, &inside, reterr);
        if (code != NA_OK) {
            return code;
        }
        located->count -= !inside && located->count > 0;
    }
    return NA_OK;
}

enum na_code na_located_add_figures(struct na_session *session, const struct na_figures *figures,
                                    struct na_located *located, bool *ret_outside,
                                    struct na_error *reterr)
{
    size_t inside_count = 0;
    *ret_outside = false;
    for (size_t i = 0; i < figures->count; i++) {
        struct na_candidate outside;
        bool inside = false;
        enum na_code code = add(session, &figures->list[i], located, &inside, reterr);
        if (code == NA_OK && inside) {
            inside_count++;
            continue;
        }
        if (code == NA_OK && located->count > 0) {
            /* It stands last, after what may be meant. */
            outside = located->candidates[--located->count];
            code = figures->list[i].weak ? NA_OK
                                         : add_meant(session, &figures->list[i], located, reterr);
        }
        if (code != NA_OK) {
            return code;
        }
        struct na_candidate *last = figures->list[i].weak ? NULL : na_located_add(located);
        if (last != NULL) {
            *last = outside;
            (void)snprintf(last->why, sizeof last->why,
                           "The position as it was said: far outside the data");
            last->match = NA_CANDIDATE_FUZZY;
        }
    }
    located->more = located->more || figures->more;
    *ret_outside = inside_count == 0 && located->count > 0;
    bool certain =
        figures->count == 1 && inside_count == 1 && !figures->list[0].offered && !figures->more;
    located->confident = certain ? 0 : NA_CANDIDATES_NONE;
    return NA_OK;
}
