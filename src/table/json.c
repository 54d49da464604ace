/* A table as one JSON document: what was asked, each row, and the rows left out. */
#include <stdio.h>

#include "io/json_write.h"
#include "table/forms.h"
#include "write/render.h"

static void put_count(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

static void put_number(struct na_json *json, const char *name, double value)
{
    na_json_name(json, name);
    na_json_trimmed(json, value, 4);
}

static void put_text(struct na_json *json, const char *name, const char *text)
{
    na_json_name(json, name);
    na_json_text(json, text);
}

static void put_label(struct na_json *json, const struct na_table *table, size_t d,
                      const struct na_table_label *label)
{
    const struct na_table_dimension *dimension = &table->question.dimensions[d];
    char name[NA_COLUMN_NAME_MAX + 8];
    (void)snprintf(name, sizeof name, "%s%s", dimension->what == NA_TABLE_AREA ? "area:" : "",
                   dimension->name);
    na_json_name(json, name);
    if (dimension->what == NA_TABLE_VINTAGE || dimension->what == NA_TABLE_COLUMN) {
        na_json_text(json, label->code);
        return;
    }
    na_json_object_begin(json);
    put_text(json, "code", label->code);
    na_render_text_or_null(json, "name", label->name);
    if (dimension->what == NA_TABLE_WARD) {
        na_render_text_or_null(json, "authority_code", label->authority_code);
        na_render_text_or_null(json, "authority_name", label->authority_name);
        put_text(json, "vintage", label->layer->id);
    }
    na_json_object_end(json);
}

static void put_values(struct na_json *json, const struct na_table *table,
                       const struct na_table_row *row)
{
    put_count(json, "rank", row->rank);
    na_json_name(json, "tied");
    na_json_bool(json, row->tied);
    put_count(json, "count", row->count);
    put_number(json, "share_placed_percent", na_table_percent(row->count, table->placed));
    put_number(json, "share_all_percent", na_table_percent(row->count, table->asked));
    put_number(json, "cumulative_placed_percent", na_table_percent(row->cumulative, table->placed));
    put_number(json, "cumulative_all_percent", na_table_percent(row->cumulative, table->asked));
    if (table->has_rates) {
        put_number(json, "rate_per_1000", row->rate.rate);
        put_number(json, "rate_low", row->rate.low);
        put_number(json, "rate_high", row->rate.high);
        na_json_name(json, "rate_smoothed");
        na_json_trimmed(json, row->rate.smoothed, 10);
    }
}

/* What goes across: its values, and the totals of their columns. */
static void put_across(struct na_json *json, const struct na_across *across)
{
    na_json_name(json, "across");
    na_json_object_begin(json);
    put_text(json, "by", across->name);
    na_json_name(json, "columns");
    na_json_array_begin(json);
    for (size_t c = 0; c < across->column_count; c++) {
        na_json_object_begin(json);
        put_text(json, "value", across->columns[c].machine);
        put_text(json, "name", across->columns[c].human);
        put_count(json, "count", across->columns[c].total);
        na_json_object_end(json);
    }
    na_json_array_end(json);
    na_json_object_end(json);
}

/* The counts of a row in the order of the columns; null: not shown. */
static void put_cells(struct na_json *json, const struct na_across *across, size_t row)
{
    na_json_name(json, "across");
    na_json_array_begin(json);
    for (size_t c = 0; c < across->column_count; c++) {
        uint64_t figure = 0;
        if (na_across_cell(across, row, c, &figure)) {
            na_json_integer(json, (int64_t)figure);
        } else {
            na_json_null(json);
        }
    }
    na_json_array_end(json);
}

static void put_row(struct na_json *json, const struct na_table *table, size_t number)
{
    const struct na_table_row *row = &table->rows[number];
    na_json_object_begin(json);
    na_json_name(json, "by");
    na_json_object_begin(json);
    for (size_t d = 0; d < table->question.dimension_count; d++) {
        put_label(json, table, d, &table->labels[d][row->labels[d]]);
    }
    na_json_object_end(json);
    put_values(json, table, row);
    if (table->across != NULL) {
        put_cells(json, table->across, number);
    }
    if (table->has_rates) {
        put_number(json, "population", row->rate.population);
        na_render_text_or_null(json, "population_source", row->rate.source);
        na_render_text_or_null(json, "population_date", row->rate.date);
    }
    na_json_object_end(json);
}

static void put_rest(struct na_json *json, const char *name, struct na_table_rest rest)
{
    na_json_name(json, name);
    na_json_object_begin(json);
    put_count(json, "rows", rest.rows);
    put_count(json, "count", rest.count);
    na_json_object_end(json);
}

static void put_tally(struct na_json *json, const struct na_table *table)
{
    const struct na_table_tally *tally = &table->tally;
    na_json_name(json, "rows_read");
    na_json_object_begin(json);
    put_count(json, "read", tally->read);
    put_count(json, "counted", na_table_tally_placed(tally));
    put_count(json, "none", tally->matches[NA_BATCH_NONE]);
    put_count(json, "no_location", tally->matches[NA_BATCH_NO_LOCATION]);
    put_count(json, "bad", tally->matches[NA_BATCH_BAD]);
    put_count(json, "in_no_area", tally->outside);
    put_count(json, "not_asked_for", tally->unasked);
    na_json_object_end(json);
}

static void put_vintage(struct na_json *json, const struct na_table *table)
{
    if (table->layer != NULL) {
        na_render_vintage(json, table->layer);
    } else {
        na_json_name(json, "vintage");
        na_json_null(json);
        na_json_name(json, "vintages");
        na_json_array_begin(json);
        for (uint32_t i = 0; i < table->vintages->count; i++) {
            na_json_string(json, na_table_texts_get(table->vintages, i));
        }
        na_json_array_end(json);
    }
}

static void put_rounding(struct na_json *json, const struct na_table *table)
{
    struct na_table_says says;
    na_json_name(json, "rounding");
    if (table->key_name == NULL) {
        na_json_null(json);
    } else {
        na_json_object_begin(json);
        put_count(json, "base", NA_ROUNDING_BASE);
        put_count(json, "within", NA_ROUNDING_OFF);
        na_json_name(json, "key");
        na_json_string(json, (struct na_str){table->key_name, 4});
        na_json_object_end(json);
    }
    na_table_says_make(table, &says);
    na_json_name(json, "says");
    na_json_array_begin(json);
    for (size_t i = 0; i < says.count; i++) {
        na_json_text(json, says.items[i].text);
    }
    na_json_array_end(json);
}

/* Groups that are too small to be listed by ward. */
static void put_groups(struct na_json *json, const struct na_table *table)
{
    na_json_name(json, "groups_not_listed");
    na_json_array_begin(json);
    for (size_t i = 0; i < table->group_count; i++) {
        const struct na_table_group *group = &table->groups[i];
        na_json_object_begin(json);
        na_json_name(json, "by");
        na_json_object_begin(json);
        for (size_t d = 0; d < table->question.dimension_count; d++) {
            const struct na_table_label *label = &table->labels[d][group->labels[d]];
            if (table->question.dimensions[d].what != NA_TABLE_WARD) {
                put_label(json, table, d, label);
                continue;
            }
            na_json_name(json, "authority");
            na_json_object_begin(json);
            na_render_text_or_null(json, "code", label->authority_code);
            na_render_text_or_null(json, "name", label->authority_name);
            na_json_object_end(json);
        }
        na_json_object_end(json);
        put_count(json, "count", group->count);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

void na_table_json_about(struct na_json *json, const struct na_table *table)
{
    put_text(json, "measure", table->about.measure);
    na_render_text_or_null(json, "period", table->about.period);
    put_count(json, "placed", table->placed);
    put_count(json, "all", table->asked);
    put_number(json, "placed_percent", na_table_percent(table->placed, table->asked));
    if (!table->ready) {
        put_tally(json, table);
    }
    na_render_text_or_null(json, "wards", table->about.way);
    na_render_text_or_null(json, "input", table->about.inputs);
    if (table->across != NULL) {
        put_across(json, table->across);
    }
    put_rounding(json, table);
    put_vintage(json, table);
    na_render_data(json, table->snapshot);
    na_render_text_or_null(json, "attribution", na_snapshot_info(table->snapshot)->attribution);
}

void na_table_json_sums(struct na_json *json, const struct na_table *table)
{
    put_rest(json, "others", na_table_get_rest(table));
    put_groups(json, table);
}

enum na_code na_render_table_json(const struct na_table *table, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    na_table_json_about(&json, table);
    na_json_name(&json, "rows");
    na_json_array_begin(&json);
    for (size_t i = 0; i < table->listed; i++) {
        put_row(&json, table, i);
    }
    na_json_array_end(&json);
    na_table_json_sums(&json, table);
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}
