/* The notes below a table: how the rows add up, what is withheld, and what the figures do not say.
 */
#include <stdarg.h>
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
    if (table->across != NULL) {
        na_sheet_note(sheet, "Columns", "rows by %s; count: all of them", table->across->name);
    } else {
        na_sheet_note(sheet, "Shares", "count of each row / %s %s; of all: count / %s%s", placed,
                      what, asked, table->ready ? ", the whole" : " rows asked for, placed or not");
    }
    char part[NA_NUMBER_TEXT];
    (void)na_number_fixed(part, na_table_percent(table->placed, table->asked), 1);
    if (table->asked > 0) {
        na_sheet_note(sheet, table->ready ? "In the file" : "Placed", "%s of %s: %s%%", placed,
                      asked, part);
    }
}

static void say(struct na_table_says *says, const char *label, const char *format, ...)
    NA_PRINTF(3, 4);
static void say(struct na_table_says *says, const char *label, const char *format, ...)
{
    struct na_table_say *item = &says->items[says->count++];
    va_list arguments;
    item->label = label;
    va_start(arguments, format);
    (void)vsnprintf(item->text, sizeof item->text, format, arguments);
    va_end(arguments);
}

static bool has_small_count(const struct na_table *table)
{
    for (size_t i = 0; i < table->row_count; i++) {
        if (table->rows[i].count >= 1 && table->rows[i].count < NA_ROUNDING_BASE) {
            return true;
        }
    }
    return false;
}

void na_table_says_make(const struct na_table *table, struct na_table_says *ret_says)
{
    bool policing = false;
    ret_says->count = 0;
    if (table->key_name != NULL) {
        say(ret_says, "Rounded",
            "Every figure is rounded to a multiple of 5, up or down by a secret key: it is within "
            "4 "
            "of the count; a 0 may be up to 4, a 5 is 1 to 9. Figures do not add up. Groups below "
            "10 are not listed. Key %.4s..., keep it: another key would show other figures of the "
            "same rows.",
            table->key_name);
    } else if (has_small_count(table)) {
        say(ret_says, "Warning", "Exact counts: not for publication where a figure is 1 to 4%s",
            table->ready ? "." : "; --round 5 --key FILE makes a table that may be published.");
    }
    if (table->key_name != NULL && table->public_rows) {
        say(ret_says, "Warning",
            "These rows are public one by one; rounding them protects nobody.");
    }
    for (size_t i = 0; i < table->question.where_count; i++) {
        policing = policing || na_where_is_policing(table->question.wheres[i].values);
    }
    if (policing) {
        say(ret_says, "Warning",
            "Found by policing: these offences are recorded where officers look. More here may "
            "mean "
            "more patrols here.");
    }
}

void na_table_says_text(const struct na_table *table, char to[NA_TABLE_SAYS_TEXT])
{
    struct na_table_says says;
    size_t used = 0;
    na_table_says_make(table, &says);
    to[0] = '\0';
    for (size_t i = 0; i < says.count && used < NA_TABLE_SAYS_TEXT; i++) {
        used += (size_t)snprintf(to + used, NA_TABLE_SAYS_TEXT - used, "%s%s", i > 0 ? " " : "",
                                 says.items[i].text);
    }
}

static void note_rates(const struct na_table *table, struct na_sheet *sheet)
{
    if (!table->has_rates || table->row_count == 0) {
        return;
    }
    const struct na_table_rate *rate = &table->rows[0].rate;
    na_sheet_note(sheet, "Rates",
                  "for each 1,000 people, with 95%% limits (Byar)%s; population: %s%s%s",
                  table->key_name != NULL ? " of the figure less 4 and of the figure plus 4" : "",
                  rate->source[0] != '\0' ? rate->source : "source not given",
                  rate->date[0] != '\0' ? ", " : "", rate->date);
    na_sheet_note(sheet, "Smoothed",
                  "the rate drawn towards that of all wards, the more the fewer people (empirical "
                  "Bayes, Marshall 1991): what is left when chance alone is taken out");
}

void na_render_table_notes(const struct na_table *table, struct na_sheet *sheet)
{
    char text[NA_TABLE_BALANCE_TEXT];
    struct na_table_says says;
    na_table_says_make(table, &says);
    for (size_t i = 0; i < says.count; i++) {
        na_sheet_note(sheet, says.items[i].label, "%s", says.items[i].text);
    }
    na_sheet_note(sheet, "Measure", "%s", table->about.measure);
    na_sheet_note(sheet, "Period", "%s",
                  table->about.period[0] != '\0' ? table->about.period : "not known");
    if (!table->ready) {
        na_table_balance(&table->tally, text);
        na_sheet_note(sheet, "Rows", "%s", text);
    }
    note_shares(table, sheet);
    note_rates(table, sheet);
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
