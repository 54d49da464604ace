/* What a ready table of the pack is of: its source, measure, period and share. */
#include "lists/table_about.h"

#include "write/render.h"

#define SHARE_DECIMALS 4

static void integer(struct na_json *json, const char *name, uint64_t value)
{
    na_json_name(json, name);
    na_json_integer(json, (int64_t)value);
}

static void text(struct na_json *json, const char *name, const char *value)
{
    na_json_name(json, name);
    na_json_text(json, value);
}

/* A share is never without what it is of. */
void na_render_table_share(struct na_json *json, const char *name,
                           const struct na_ready_table *table, uint64_t part)
{
    na_json_name(json, name);
    if (table->total == 0) {
        na_json_null(json);
        return;
    }
    na_json_object_begin(json);
    na_json_name(json, "value");
    na_json_trimmed(json, (double)part / (double)table->total, SHARE_DECIMALS);
    integer(json, "numerator", part);
    integer(json, "denominator", table->total);
    text(json, "denominator_is", na_total_is_name(table->total_is));
    na_json_object_end(json);
}

void na_render_table_about(struct na_json *json, const struct na_ready_table *table)
{
    text(json, "id", table->id);
    text(json, "measure", table->measure);
    text(json, "period", table->period);
    na_render_text_or_null(json, "source", table->source);
    text(json, "vintage", table->layer->id);
    integer(json, "listed", table->row_count);
    integer(json, "total", table->total);
    text(json, "total_is", na_total_is_name(table->total_is));
    na_render_table_share(json, "listed_share", table, table->sum);
}
