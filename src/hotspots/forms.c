/* Text and CSV, and the choice of form. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/fail.h"
#include "base/number.h"
#include "hotspots/private.h"
#include "write/pack_notes.h"

#define SAYS_LIMIT ((size_t)64 * 1024)

static void put_columns(struct na_sheet *sheet, const struct na_hotspot_finding *finding)
{
    bool tested = finding->patch_reason[0] == '\0';
    na_sheet_column(sheet, "rank", "rank", true);
    na_sheet_column(sheet, "code", "cell", false);
    na_sheet_column(sheet, "name", na_cells_are_equal(&finding->job.cells) ? "ward" : "name",
                    false);
    na_sheet_column(sheet, "easting_m", "easting", true);
    na_sheet_column(sheet, "northing_m", "northing", true);
    na_sheet_column(sheet, "lat", NULL, true);
    na_sheet_column(sheet, "lon", NULL, true);
    na_sheet_column(sheet, "count", "count", true);
    na_sheet_column(sheet, "share_percent", "share %", true);
    na_sheet_column(sheet, "cumulative_percent", "up to here %", true);
    na_sheet_column(sheet, "density_km2", finding->densities != NULL ? "per km2" : NULL, true);
    na_sheet_column(sheet, "gi_z", finding->gi != NULL ? "Gi* z" : NULL, true);
    na_sheet_column(sheet, "gi_p", NULL, true);
    na_sheet_column(sheet, "gi_q", tested ? "q" : NULL, true);
    na_sheet_column(sheet, "in_patch", tested ? "patch" : NULL, false);
    na_sheet_column(sheet, "all_rows", finding->labels != NULL ? "all rows" : NULL, true);
    na_sheet_column(sheet, "location_quotient", finding->labels != NULL ? "LQ" : NULL, true);
    na_sheet_column(sheet, "label_p", NULL, true);
    na_sheet_column(sheet, "label_q", finding->labels != NULL ? "q of LQ" : NULL, true);
    na_sheet_column(sheet, "in_shifted_grids", finding->shifted != NULL ? "shifted %" : NULL, true);
    na_sheet_column(sheet, "months_in_top", finding->months.in_top != NULL ? "months at top" : NULL,
                    true);
    na_sheet_column(sheet, "months", NULL, true);
    /* The same in every row: a CSV file has no other place for it. */
    na_sheet_column(sheet, "placed", NULL, true);
    na_sheet_column(sheet, "rows", NULL, false);
    na_sheet_column(sheet, "measure", NULL, false);
    na_sheet_column(sheet, "period", NULL, false);
    na_sheet_column(sheet, "method", NULL, false);
    na_sheet_column(sheet, "pack", NULL, false);
    na_sheet_column(sheet, "says", NULL, false);
}

/* Not a number: an empty cell. */
static void put_number(struct na_sheet *sheet, double value, unsigned int machine_decimals,
                       unsigned int human_decimals)
{
    char machine[NA_NUMBER_TEXT] = "", human[NA_NUMBER_TEXT] = "";
    if (!isnan(value)) {
        (void)na_number_trimmed(&machine, value, machine_decimals);
        (void)na_number_fixed(&human, value, human_decimals);
    }
    na_sheet_cell_two(sheet, machine, human);
}

/* A chance: small ones are not 0, for people neither. */
static void put_chance(struct na_sheet *sheet, double chance)
{
    char machine[NA_NUMBER_TEXT] = "", human[NA_NUMBER_TEXT] = "";
    if (!isnan(chance)) {
        (void)na_number_shortest(&machine, chance);
        (void)na_number_fixed(&human, chance, 4);
    }
    na_sheet_cell_two(sheet, machine, chance < 0.0001 ? "<0.0001" : human);
}

/* A part as a percentage for people. */
static void put_part(struct na_sheet *sheet, double part)
{
    char machine[NA_NUMBER_TEXT] = "", human[NA_NUMBER_TEXT] = "";
    if (!isnan(part)) {
        (void)na_number_trimmed(&machine, part, 6);
        (void)na_number_fixed(&human, 100 * part, 0);
    }
    na_sheet_cell_two(sheet, machine, human);
}

static void put_row(struct na_sheet *sheet, const struct na_hotspot_row *row)
{
    char rank[16], count[NA_NUMBER_TEXT], human[NA_HOTSPOT_WORDS];
    (void)snprintf(rank, sizeof rank, "%" PRIu32, row->rank);
    (void)na_number_trimmed(&count, row->count, 6);
    na_hotspot_count_text(row->count, human);
    na_sheet_cell(sheet, rank);
    na_sheet_cell(sheet, row->code);
    na_sheet_cell(sheet, row->name);
    put_number(sheet, row->centre.easting_m, 3, 0);
    put_number(sheet, row->centre.northing_m, 3, 0);
    put_number(sheet, row->at.lat_deg, 7, 5);
    put_number(sheet, row->at.lon_deg, 7, 5);
    na_sheet_cell_two(sheet, count, human);
    put_number(sheet, row->share_percent, 4, 2);
    put_number(sheet, row->cumulative_percent, 4, 1);
    put_number(sheet, row->density_km2, 6, 1);
    put_number(sheet, row->gi.z, 10, 2);
    put_chance(sheet, row->gi.p);
    put_chance(sheet, row->gi.q);
    na_sheet_cell_two(sheet,
                      isnan(row->gi.q)               ? ""
                      : row->gi.q <= NA_HOTSPOT_GI_Q ? "yes"
                                                     : "no",
                      row->gi.q <= NA_HOTSPOT_GI_Q ? "yes" : "");
    put_number(sheet, row->label.all, 0, 0);
    put_number(sheet, row->label.lq, 10, 1);
    put_chance(sheet, row->label.p);
    put_chance(sheet, row->label.q);
    put_part(sheet, row->shifted);
    put_number(sheet, row->in_top, 0, 0);
    put_number(sheet, row->months, 0, 0);
}

/* What put_about puts after each row, made once. */
struct about_cells {
    char placed[NA_NUMBER_TEXT], rows[NA_HOTSPOT_WORDS], method[NA_HOTSPOT_WORDS];
    const char *says;
};

static void make_about(const struct na_hotspot_finding *finding, const char *says,
                       struct about_cells *ret_cells)
{
    ret_cells->says = says;
    (void)na_number_trimmed(&ret_cells->placed, finding->placed, 6);
    na_hotspot_words_rows(finding, ret_cells->rows);
    na_hotspot_words_method(finding, ret_cells->method);
}

static void put_about(struct na_sheet *sheet, const struct na_hotspot_finding *finding,
                      const struct na_hotspot_about *about, const struct about_cells *cells,
                      bool says)
{
    na_sheet_cell(sheet, cells->placed);
    na_sheet_cell(sheet, cells->rows);
    na_sheet_cell(sheet, about->measure);
    na_sheet_cell(sheet, about->period);
    na_sheet_cell(sheet, cells->method);
    na_sheet_cell(sheet, na_snapshot_info(finding->job.snapshot)->digest);
    na_sheet_cell(sheet, says ? cells->says : "");
}

static void note_words(struct na_sheet *sheet, const char *label,
                       const struct na_hotspot_finding *finding, na_hotspot_words *words)
{
    char text[NA_HOTSPOT_WORDS];
    words(finding, text);
    if (text[0] != '\0') {
        na_sheet_note(sheet, label, "%s", text);
    }
}

static void put_notes(struct na_sheet *sheet, const struct na_hotspot_finding *finding,
                      const struct na_hotspot_about *about)
{
    na_sheet_note(sheet, "Measure", "%s", about->measure);
    na_sheet_note(sheet, "Period", "%s", about->period[0] != '\0' ? about->period : "not known");
    note_words(sheet, "Rows", finding, na_hotspot_words_rows);
    note_words(sheet, "Cells", finding, na_hotspot_words_cells);
    note_words(sheet, "Concentration", finding, na_hotspot_words_share);
    note_words(sheet, "Top set", finding, na_hotspot_words_top);
    na_sheet_note(sheet, "Listed", "%s; equal counts share the higher rank (1, 2, 2, 4)",
                  about->all ? "every cell" : "the top set");
    note_words(sheet, "Density", finding, na_hotspot_words_density);
    note_words(sheet, "Gi*", finding, na_hotspot_words_gi);
    note_words(sheet, "Neighbours", finding, na_hotspot_words_links);
    note_words(sheet, "Shifted", finding, na_hotspot_words_shifted);
    if (finding->concentration.scattered) {
        na_sheet_note(sheet, "At random",
                      "%zu rows scattered evenly into the cells, %d times (seed %" PRIu64
                      "): mean, and the middle 95%%",
                      finding->rows_placed, NA_CONCENTRATION_SCATTERS, finding->job.seed);
    }
    if (about->inputs[0] != '\0') {
        na_sheet_note(sheet, "Input", "%s", about->inputs);
    }
    na_render_pack_notes(finding->job.snapshot, sheet);
}

static enum na_code render_rows(const struct na_hotspot_finding *finding,
                                const struct na_hotspot_about *about, const char *says, bool csv,
                                struct na_buffer *to, struct na_error *reterr)
{
    struct na_hotspot_list list;
    struct na_hotspot_row row;
    struct na_sheet sheet;
    struct about_cells cells;
    enum na_code code = na_hotspot_list_init(&list, finding, about->all, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_sheet_init(&sheet);
    put_columns(&sheet, finding);
    make_about(finding, says, &cells);
    while (na_hotspot_list_next(&list, &row)) {
        /* A thousand letters: not after each of a million cells without a row. */
        bool says_it = list.next == 1 || list.next <= finding->top_count;
        put_row(&sheet, &row);
        put_about(&sheet, finding, about, &cells, says_it);
    }
    put_notes(&sheet, finding, about);
    code = na_sheet_render(&sheet, csv ? NA_SHEET_CSV : NA_SHEET_TEXT, about->safe, to);
    na_sheet_fini(&sheet);
    na_hotspot_list_fini(&list);
    return code == NA_OK ? code : na_fail(reterr, code, "The list of cells does not fit");
}

/* The sentences stand before the list, in CSV in a column of every row. */
static enum na_code render_sheet(const struct na_hotspot_finding *finding,
                                 const struct na_hotspot_about *about, bool csv,
                                 struct na_buffer *to, struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, SAYS_LIMIT);
    enum na_code code = na_hotspot_says_text(finding, about, csv ? " " : "\n", &text);
    if (code == NA_OK && !csv) {
        code = na_buffer_append(to, text.data, text.length);
        code = code == NA_OK ? na_buffer_text(to, "\n") : code;
    }
    code = code == NA_OK ? render_rows(finding, about, text.data, csv, to, reterr)
                         : na_fail(reterr, code, "The list of cells does not fit");
    na_buffer_fini(&text);
    return code;
}

enum na_code na_render_hotspot(const struct na_hotspot_finding *finding,
                               const struct na_hotspot_about *about, enum na_hotspot_form form,
                               struct na_buffer *to, struct na_error *reterr)
{
    switch (form) {
    case NA_HOTSPOT_JSON:
    case NA_HOTSPOT_GEOJSON:
        return na_render_hotspot_json(finding, about, form == NA_HOTSPOT_GEOJSON, to, reterr);
    case NA_HOTSPOT_CSV:
    case NA_HOTSPOT_TEXT:
        break;
    }
    return render_sheet(finding, about, form == NA_HOTSPOT_CSV, to, reterr);
}
