/* The notes below a table: how the rows add up, what is withheld, and what the figures do not say.
 */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "table/forms.h"

/* Appends " + none 12" when there is anything. */
static void add_part(char *to, size_t *used, const char *between, const char *name, uint64_t count)
{
    if (count == 0 || *used >= NA_TABLE_BALANCE_TEXT) {
        return;
    }
    char text[NA_THOUSANDS_TEXT];
    na_thousands(text, count);
    *used += (size_t)snprintf(to + *used, NA_TABLE_BALANCE_TEXT - *used, "%s%s %s",
                              *used > 0 ? between : "", name, text);
}

static void add_left_out(const struct na_table_tally *tally, char *to, size_t *used,
                         const char *between)
{
    add_part(to, used, between, "none", tally->matches[NA_BATCH_NONE]);
    add_part(to, used, between, "no location", tally->matches[NA_BATCH_NO_LOCATION]);
    add_part(to, used, between, "bad", tally->matches[NA_BATCH_BAD]);
    add_part(to, used, between, "in no area", tally->outside);
    add_part(to, used, between, "not asked for", tally->unasked);
}

void na_table_balance(const struct na_table_tally *tally, char to[NA_TABLE_BALANCE_TEXT])
{
    char read[NA_THOUSANDS_TEXT], placed[NA_THOUSANDS_TEXT];
    na_thousands(read, tally->read);
    na_thousands(placed, na_table_tally_placed(tally));
    size_t used = (size_t)snprintf(to, NA_TABLE_BALANCE_TEXT, "read %s = counted %s", read, placed);
    add_left_out(tally, to, &used, " + ");
}

void na_table_left_out(const struct na_table_tally *tally, char to[NA_TABLE_BALANCE_TEXT])
{
    size_t used = 0;
    to[0] = '\0';
    add_left_out(tally, to, &used, ", ");
    if (used == 0) {
        (void)snprintf(to, NA_TABLE_BALANCE_TEXT, "no row");
    }
}

void na_table_vintage_text(const struct na_table *table, char to[NA_TABLE_BALANCE_TEXT])
{
    const struct na_layer *layer = table->layer;
    if (layer == NULL) {
        size_t used = (size_t)snprintf(to, NA_TABLE_BALANCE_TEXT, "several:");
        for (uint32_t i = 0; i < table->vintages->count && used < NA_TABLE_BALANCE_TEXT; i++) {
            used +=
                (size_t)snprintf(to + used, NA_TABLE_BALANCE_TEXT - used, "%s %s", i > 0 ? "," : "",
                                 na_table_texts_get(table->vintages, i).bytes);
        }
        return;
    }
    char from[NA_DATE_TEXT], until[NA_DATE_TEXT], metres[NA_NUMBER_TEXT];
    na_date_format(from, layer->valid_from);
    na_date_format(until, layer->valid_to);
    (void)na_number_trimmed(metres, layer->tolerance_m, 1);
    (void)snprintf(to, NA_TABLE_BALANCE_TEXT, "%.60s%s%s%s%s, boundaries within %.20s m", layer->id,
                   from[0] != '\0' ? ", valid from " : "", from,
                   until[0] != '\0' ? ", valid to " : "", until, metres);
}

static void note_shares(const struct na_table *table, struct na_sheet *sheet)
{
    char placed[NA_THOUSANDS_TEXT], asked[NA_THOUSANDS_TEXT];
    na_thousands(placed, table->placed);
    na_thousands(asked, table->asked);
    const char *what = table->ready ? "counts in the file" : "rows placed";
    na_sheet_note(sheet, "Shares", "count of each row / %s %s; of all: count / %s%s", placed, what,
                  asked, table->ready ? ", the whole" : " rows asked for, placed or not");
    char part[NA_NUMBER_TEXT];
    (void)na_number_fixed(part, na_table_percent(table->placed, table->asked), 1);
    if (table->asked > 0) {
        na_sheet_note(sheet, table->ready ? "In the file" : "Placed", "%s of %s: %s%%", placed,
                      asked, part);
    }
}

static void note_withheld(const struct na_table *table, struct na_sheet *sheet)
{
    if (table->suppress == 0) {
        return;
    }
    if (table->primaries + table->secondaries == 0) {
        na_sheet_note(sheet, "Withheld", "nothing: no count is from 1 to %llu",
                      (unsigned long long)table->suppress - 1);
        return;
    }
    na_sheet_note(sheet, "Withheld",
                  "%zu counts, shown as " NA_TABLE_WITHHELD
                  ": those from 1 to %llu, and others so that no sum gives them back; 0 is not "
                  "withheld for itself",
                  table->primaries + table->secondaries, (unsigned long long)table->suppress - 1);
}

static void note_rates(const struct na_table *table, struct na_sheet *sheet)
{
    if (!table->has_rates || table->row_count == 0) {
        return;
    }
    const struct na_table_rate *rate = &table->rows[0].rate;
    na_sheet_note(sheet, "Rates",
                  "for each 1,000 people, with 95%% limits (Byar); population: %s%s%s",
                  rate->source[0] != '\0' ? rate->source : "source not given",
                  rate->date[0] != '\0' ? ", " : "", rate->date);
}

void na_render_table_notes(const struct na_table *table, struct na_sheet *sheet)
{
    char text[NA_TABLE_BALANCE_TEXT];
    na_sheet_note(sheet, "Measure", "%s", table->about.measure);
    na_sheet_note(sheet, "Period", "%s",
                  table->about.period[0] != '\0' ? table->about.period : "not known");
    if (!table->ready) {
        na_table_balance(&table->tally, text);
        na_sheet_note(sheet, "Rows", "%s", text);
    }
    note_shares(table, sheet);
    note_rates(table, sheet);
    note_withheld(table, sheet);
    na_sheet_note(sheet, "Ranks", "equal counts share the higher rank (1, 2, 2, 4)");
    na_table_vintage_text(table, text);
    if (text[0] != '\0') {
        na_sheet_note(sheet, "Vintage", "%s", text);
    }
    if (table->about.way[0] != '\0') {
        na_sheet_note(sheet, "Wards", "%s", table->about.way);
    }
    if (table->about.inputs[0] != '\0') {
        na_sheet_note(sheet, "Input", "%s", table->about.inputs);
    }
    na_render_pack_notes(table->snapshot, sheet);
}
