/* What every form of hotspots says in words: the rows counted and left out, the method, its
 * figures and its limits. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "hotspots/private.h"

struct number {
    char text[NA_NUMBER_TEXT];
};

static struct number trimmed(double value, unsigned int decimals)
{
    struct number number;
    (void)na_number_trimmed(number.text, value, decimals);
    return number;
}

void na_hotspot_count_text(double count, char to[NA_HOTSPOT_WORDS])
{
    /* Below 2^53 every whole number is itself. */
    if (count == floor(count) && count >= 0 && count < 9e15) {
        na_thousands(to, (uint64_t)count);
    } else {
        (void)na_number_trimmed(to, count, 4);
    }
}

/* Appends " + bad 12" when there is anything. */
static void add_part(char *to, size_t *used, const char *name, uint64_t count)
{
    char text[NA_THOUSANDS_TEXT];
    na_thousands(text, count);
    if (count > 0 && *used < NA_HOTSPOT_WORDS) {
        *used += (size_t)snprintf(to + *used, NA_HOTSPOT_WORDS - *used, " + %s %s", name, text);
    }
}

void na_hotspot_words_rows(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    const struct na_point_tally *tally = &finding->job.rows->tally;
    char read[NA_THOUSANDS_TEXT], placed[NA_THOUSANDS_TEXT];
    na_thousands(read, tally->read);
    na_thousands(placed, finding->rows_placed);
    size_t used = (size_t)snprintf(to, NA_HOTSPOT_WORDS, "read %s = counted %s", read, placed);
    if (finding->job.test_month != NULL) {
        char held_back[48];
        (void)snprintf(held_back, sizeof held_back, "of %.16s, kept out", finding->job.test_month);
        add_part(to, &used, held_back, finding->gathered->rows_later);
    }
    add_part(to, &used, "outside the study area", finding->rows_outside);
    add_part(to, &used, "no location", tally->no_location);
    add_part(to, &used, "bad", tally->bad);
    add_part(to, &used, "off the grid", tally->off_grid);
    add_part(to, &used, "not asked for", tally->unasked);
}

void na_hotspot_words_cells(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    const struct na_cell_set *set = finding->set;
    const struct na_cells *cells = &set->cells;
    char count[NA_THOUSANDS_TEXT], occupied[NA_THOUSANDS_TEXT];
    struct number size = trimmed(cells->size_m, 3), area = trimmed(set->area_m2 / 1e6, 3);
    struct number east = trimmed(cells->origin.easting_m, 3);
    struct number north = trimmed(cells->origin.northing_m, 3);
    na_thousands(count, set->count);
    na_thousands(occupied, finding->occupied);
    if (cells->kind == NA_CELLS_GRID || cells->kind == NA_CELLS_HEX) {
        (void)snprintf(
            to, NA_HOTSPOT_WORDS,
            "%s of %.20s m%s from %.20s,%.20s on the National Grid: %s that the wards of "
            "vintage %.60s reach into, %.30s km2 in all, those without a row counted as "
            "0; %s hold a row",
            cells->kind == NA_CELLS_HEX ? "hexagons" : "squares", size.text,
            cells->kind == NA_CELLS_HEX ? " between opposite sides" : "", east.text, north.text,
            count, set->layer->id, area.text, occupied);
        return;
    }
    (void)snprintf(to, NA_HOTSPOT_WORDS, "%s %.60s: %s, %.30s km2 in all; %s hold a row",
                   cells->kind == NA_CELLS_WARD ? "wards of vintage" : "areas of the layer",
                   set->layer->id, count, area.text, occupied);
}

const char *na_hotspot_unit(const struct na_hotspot_finding *finding)
{
    return finding->weighted ? "weight" : "rows";
}

void na_hotspot_words_share(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    const struct na_hotspot_share *share = &finding->share;
    char cells[NA_THOUSANDS_TEXT], all[NA_THOUSANDS_TEXT], held[NA_HOTSPOT_WORDS],
        placed[NA_HOTSPOT_WORDS];
    double count = (double)finding->set->count;
    struct number part = trimmed(100 * (double)share->cells / count, 2);
    struct number holds = trimmed(na_hotspot_percent(finding, share->count), 2);
    struct number area = trimmed(share->area_m2 / 1e6, 3);
    struct number area_part = trimmed(100 * share->area_m2 / finding->set->area_m2, 2);
    struct number wanted = trimmed(share->percent, 4);
    na_thousands(cells, share->cells);
    na_thousands(all, finding->set->count);
    na_hotspot_count_text(share->count, held);
    na_hotspot_count_text(finding->placed, placed);
    (void)snprintf(
        to, NA_HOTSPOT_WORDS,
        "the fewest cells with %.20s%% of the %s counted: %s of %s cells (%.20s%%), %.30s "
        "km2 (%.20s%% of the area), hold %.30s of %.30s (%.20s%%); %zu more tie "
        "with the last",
        wanted.text, na_hotspot_unit(finding), cells, all, part.text, area.text, area_part.text,
        held, placed, holds.text, share->tied);
}

void na_hotspot_words_top(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    char cells[NA_THOUSANDS_TEXT];
    struct number wanted = trimmed(finding->job.rule.share_percent, 4);
    na_thousands(cells, finding->top_count);
    if (finding->job.rule.top > 0) {
        (void)snprintf(to, NA_HOTSPOT_WORDS,
                       "the %" PRIu32
                       " cells with the largest counts and those tied with the last, "
                       "none without a row: %s",
                       finding->job.rule.top, cells);
    } else {
        (void)snprintf(to, NA_HOTSPOT_WORDS,
                       "the fewest cells with %.20s%% of the %s counted and those tied with the "
                       "last: %s",
                       wanted.text, na_hotspot_unit(finding), cells);
    }
}

void na_hotspot_words_density(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    to[0] = '\0';
    if (finding->densities != NULL) {
        char positions[NA_THOUSANDS_TEXT];
        struct number bandwidth = trimmed(finding->job.bandwidth_m, 3);
        na_thousands(positions, finding->positions);
        (void)snprintf(to, NA_HOTSPOT_WORDS,
                       "%s per km2 at the centre of the cell: quartic kernel, bandwidth %.20s m, "
                       "of all rows with a position (%s different ones)",
                       na_hotspot_unit(finding), bandwidth.text, positions);
    }
}

void na_hotspot_words_gi(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    if (finding->gi == NULL) {
        (void)snprintf(to, NA_HOTSPOT_WORDS, "none: %s", finding->gi_reason);
        return;
    }
    (void)snprintf(
        to, NA_HOTSPOT_WORDS, "Getis-Ord Gi* of the counts: z describes, it is not a test%s%s",
        finding->patch_reason[0] != '\0'
            ? "; not tested: "
            : "; p is the exact chance that as many cells taken anywhere hold as much, q "
              "its Benjamini-Hochberg value over all cells",
        finding->patch_reason);
}

void na_hotspot_words_links(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    const struct na_hotspot_links *links = &finding->links;
    to[0] = '\0';
    if (finding->gi == NULL) {
        return;
    }
    char count[NA_THOUSANDS_TEXT];
    size_t all = links->starts[links->count];
    struct number mean = trimmed((double)all / (double)links->count, 2);
    struct number band = trimmed(links->band_m, 3);
    na_thousands(count, all);
    (void)snprintf(to, NA_HOTSPOT_WORDS,
                   "binary, %s%s%.20s%s, the cell itself included: %s links, %.20s neighbours on "
                   "average, %zu %s without any",
                   links->kind, links->band_m > 0 ? " of " : "", links->band_m > 0 ? band.text : "",
                   links->band_m > 0 ? " m" : "", count, mean.text, links->islands,
                   links->islands == 1 ? "cell" : "cells");
}

void na_hotspot_words_shifted(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    const struct na_hotspot_job *job = &finding->job;
    to[0] = '\0';
    if (finding->shifted != NULL) {
        (void)snprintf(to, NA_HOTSPOT_WORDS,
                       "how often the centre of a cell lies in the top set of %" PRIu32
                       " shifted grids of these rows",
                       job->shift_side * job->shift_side);
    }
}

void na_hotspot_words_method(const struct na_hotspot_finding *finding, char to[NA_HOTSPOT_WORDS])
{
    const struct na_hotspot_job *job = &finding->job;
    struct number size = trimmed(job->cells.size_m, 3);
    struct number east = trimmed(job->cells.origin.easting_m, 3);
    struct number north = trimmed(job->cells.origin.northing_m, 3);
    struct number share = trimmed(job->rule.share_percent, 4);
    struct number bandwidth = trimmed(job->bandwidth_m, 3), band = trimmed(job->band_m, 3);
    int used = 0;
    if (na_cells_are_equal(&job->cells)) {
        used = snprintf(to, NA_HOTSPOT_WORDS,
                        "by=%s:%.20s;origin=%.20s,%.20s;kernel=quartic;"
                        "bandwidth=%.20s;shifts=%" PRIu32 ";",
                        job->cells.kind == NA_CELLS_HEX ? "hex" : "grid", size.text, east.text,
                        north.text, bandwidth.text, job->shift_side * job->shift_side);
    } else {
        used = snprintf(to, NA_HOTSPOT_WORDS, "by=%s;",
                        job->cells.kind == NA_CELLS_WARD ? "ward" : job->cells.layer);
    }
    (void)snprintf(to + used, NA_HOTSPOT_WORDS - (size_t)used,
                   "layer=%.60s;cells=%zu;top=%" PRIu32 ";share=%.20s;gi=%s;band=%.20s;links=%zu;"
                   "test=%s;seed=%" PRIu64,
                   finding->set->layer->id, finding->set->count, job->rule.top, share.text,
                   finding->gi == NULL                ? "no"
                   : finding->patch_reason[0] != '\0' ? "z"
                                                      : "exact",
                   band.text, finding->gi != NULL ? finding->links.starts[finding->links.count] : 0,
                   job->test_month != NULL ? job->test_month : "", job->seed);
}

enum na_code na_hotspot_says_text(const struct na_hotspot_finding *finding,
                                  const struct na_hotspot_about *about, const char *end,
                                  struct na_buffer *to)
{
    struct na_hotspot_says says;
    na_hotspot_says_make(finding, about->measure, about->period, &says);
    enum na_code code = na_hotspot_says_all(&says, &finding->warnings, end, to);
    return code == NA_OK && na_buffer_terminate(to) == NULL ? NA_ERR_MEMORY : code;
}
