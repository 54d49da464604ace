/* Ready tables in an answer: the ward's row, or all of them. */
#include "here/hotspots_json.h"
#include "lists/table_about.h"
#include "write/render.h"

#include <stdio.h>

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

static void ward_name(struct na_json *json, const struct na_snapshot *snapshot,
                      const struct na_layer *layer, uint32_t ward)
{
    na_json_name(json, "ward");
    if (ward == NA_AREA_NONE) {
        na_json_null(json);
        return;
    }
    struct na_area area;
    na_snapshot_area(snapshot, layer, ward, &area);
    na_json_object_begin(json);
    text(json, "code", area.code);
    text(json, "name", area.name);
    na_render_authority(json, &area);
    na_json_object_end(json);
}

/* Members of a row's object. */
static void row_members(struct na_json *json, const struct na_ready_table *table,
                        const struct na_ready_row *row)
{
    integer(json, "rank", row->rank);
    na_json_name(json, "tied");
    na_json_bool(json, row->tied);
    integer(json, "count", row->count);
    na_render_table_share(json, "share", table, row->count);
    na_render_text_or_null(json, "name_in_source", row->name);
    na_render_text_or_null(json, "authority_in_source", row->authority);
}

static void rows_member(struct na_json *json, const struct na_snapshot *snapshot,
                        const struct na_ready_table *table)
{
    na_json_name(json, "rows");
    na_json_array_begin(json);
    for (uint32_t i = 0; i < table->row_count; i++) {
        struct na_ready_row row;
        na_snapshot_table_row(snapshot, table, i, &row);
        na_json_object_begin(json);
        ward_name(json, snapshot, table->layer, row.ward);
        row_members(json, table, &row);
        na_json_object_end(json);
    }
    na_json_array_end(json);
}

/* The row of the position's ward; where there is none, why. */
static void row_member(struct na_json *json, const struct na_snapshot *snapshot,
                       const struct na_hotspots_answer *answer, const struct na_ready_table *table)
{
    struct na_ready_row row;
    uint32_t ward = NA_AREA_NONE;
    bool certain = false;
    bool listed = na_hotspots_table_row(snapshot, answer, table, &ward, &row, &certain);
    ward_name(json, snapshot, table->layer, ward);
    na_json_name(json, "certain");
    na_json_bool(json, certain);
    na_json_name(json, "row");
    if (listed) {
        na_json_object_begin(json);
        row_members(json, table, &row);
        na_json_object_end(json);
        return;
    }
    char why[64];
    (void)snprintf(why, sizeof why, "not among the %u listed", (unsigned int)table->row_count);
    na_json_null(json);
    text(json, "why", ward == NA_AREA_NONE ? "the position is in no ward of the vintage" : why);
}

void na_render_hotspot_tables(struct na_json *json, const struct na_snapshot *snapshot,
                              const struct na_hotspots_answer *answer)
{
    na_json_name(json, "tables");
    na_json_array_begin(json);
    for (size_t i = 0; i < na_snapshot_table_count(snapshot); i++) {
        struct na_ready_table table;
        na_snapshot_table(snapshot, i, &table);
        na_json_object_begin(json);
        na_render_table_about(json, &table);
        if (answer->question.has_position) {
            row_member(json, snapshot, answer, &table);
        } else {
            rows_member(json, snapshot, &table);
        }
        na_json_object_end(json);
    }
    na_json_array_end(json);
}
