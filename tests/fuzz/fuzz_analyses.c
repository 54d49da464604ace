/* What the analyst and the officer ask, over a compiled file that is well-formed but hostile
 * (support/crafted.h): rows joined, counted and compared by ward, hotspots, coverage and
 * sites, each in every form. Oracle: each is answered or refused, without a read
 * or a write outside its memory (the sanitizers watch), and what is text is UTF-8. The quick
 * questions are in fuzz_answers.c. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "coverage/coverage.h"
#include "coverage/json.h"
#include "coverage/points.h"
#include "coverage/points_forms.h"
#include "hotspots/find.h"
#include "hotspots/forms.h"
#include "question/kind.h"
#include "question/session_state.h"
#include "question/vintage.h"
#include "rows/point_rows.h"
#include "site/forms.h"
#include "site/site.h"
#include "support/crafted.h"
#include "table/compare.h"
#include "table/forms.h"
#include "table/read.h"
#include "table/svg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#define FORM_LIMIT ((size_t)64 * 1024 * 1024)

static const char rows_csv[] =
    "easting,northing,month,what,id\n450500,530500,2023-06,a,1\n450510,530500,2023-06,b,2\n"
    "451500,530500,2023-07,a,3\n453950,530500,2020-01,a,4\n,,2023-06,a,5\nx,y,,,\n"
    "460500,530500,2023-07,c,6\n450500,530501,2016-01,a,7\n";
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    crafted_begin();
    return 0;
}

/* The text of one answer, which is then looked at and forgotten. */
static void look(enum na_code code, struct na_buffer *text)
{
    crafted_must(code != NA_OK || text->length == 0 || na_utf8_valid(text->data, text->length));
    na_buffer_clear(text);
}

static enum na_code read_rows(void *context, char *to, size_t size, size_t *ret_length,
                              bool *ret_more, struct na_error *reterr)
{
    size_t *at = context;
    (void)reterr;
    size_t left = sizeof rows_csv - 1 - *at;
    *ret_length = left < size ? left : size;
    memcpy(to, rows_csv + *at, *ret_length);
    *at += *ret_length;
    *ret_more = false;
    return NA_OK;
}

/* The rows through the batch, into `to`. */
static enum na_code join(struct na_snapshot *snapshot, enum na_batch_output output, const char *add,
                         struct na_buffer *to)
{
    const struct na_batch_options options = {
        .output = output, .add = add, .today = QUERY_TODAY, .as_at_column = "month"};
    struct na_batch_plan *plan = NULL;
    struct na_batch *batch = NULL;
    enum na_code code = na_batch_plan_new(snapshot, &options, &plan, NULL);
    if (code == NA_OK) {
        code = na_batch_new(plan, &batch, NULL);
    }
    if (code == NA_OK) {
        code = na_batch_feed(batch, rows_csv, sizeof rows_csv - 1, to, NULL);
    }
    if (code == NA_OK) {
        code = na_batch_end_input(batch, to, NULL);
    }
    if (code == NA_OK) {
        code = na_batch_finish(batch, to, NULL);
    }
    na_batch_free(batch);
    na_batch_plan_free(plan);
    return code;
}

static void ask_joins(struct na_snapshot *snapshot, struct na_buffer *text)
{
    static const char add[] = "match,ward_code,ward_name,authority_name,boundary_m,alternatives,"
                              "area:patrols,nearest:cabinet";
    for (int output = NA_BATCH_CSV; output <= NA_BATCH_ANSWERS; output++) {
        look(join(snapshot, (enum na_batch_output)output, output == NA_BATCH_ANSWERS ? NULL : add,
                  text),
             text);
    }
}

static void draw_table(const struct na_table *table, struct na_buffer *text)
{
    for (int form = NA_TABLE_TEXT; form <= NA_TABLE_GEOJSON; form++) {
        look(na_render_table(table, (enum na_table_form)form, true, text), text);
    }
    look(na_render_table_svg(table, NA_TABLE_CHART_AND_MAP, text, NULL), text);
    struct na_compare *compare = NULL;
    if (na_compare_new(table, table, &compare, NULL) == NA_OK) {
        for (int form = NA_TABLE_TEXT; form <= NA_TABLE_MARKDOWN; form++) {
            look(na_render_compare(compare, (enum na_table_form)form, true, text), text);
        }
    }
    na_compare_free(compare);
}

static void ask_table(struct na_snapshot *snapshot, const struct na_layer *layer,
                      struct na_buffer *text)
{
    struct na_buffer joined;
    struct na_table_question question = {.dimension_count = 0};
    struct na_table_counts counts;
    struct na_table_reader *reader = NULL;
    struct na_table *table = NULL;
    const struct na_table_options options = {
        .layer = layer, .zeros = true, .about = {"rows", "2023", "in.csv", "joined", "", 1}};
    na_buffer_init(&joined, FORM_LIMIT);
    crafted_must(na_table_question_by(&question, "ward", NULL) == NA_OK);
    na_table_counts_init(&counts, &question);
    enum na_code code = join(snapshot, NA_BATCH_CSV, "match,ward_code", &joined);
    code = code == NA_OK ? na_table_reader_new(&counts, "", ',', &reader, NULL) : code;
    code = code == NA_OK ? na_table_reader_feed(reader, joined.data, joined.length, NULL) : code;
    code = code == NA_OK ? na_table_reader_end_input(reader, NULL) : code;
    code = code == NA_OK ? na_table_new(&counts, snapshot, &options, &table, NULL) : code;
    if (code == NA_OK) {
        draw_table(table, text);
    }
    na_table_free(table);
    na_table_reader_free(reader);
    na_table_counts_fini(&counts);
    na_buffer_fini(&joined);
}

static void ask_hotspots(const struct na_snapshot *snapshot, const struct na_point_rows *rows,
                         struct na_buffer *text)
{
    static const char *const cells[] = {"grid:500", "ward"};
    static const struct na_hotspot_about about = {"rows",       "2023",       "in.csv", true,
                                                  NA_DATE_NONE, NA_DATE_NONE, true};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        struct na_hotspot_job job = {
            .snapshot = snapshot, .rows = rows, .rule = {1, 25}, .seed = 1};
        struct na_hotspot_finding *finding = NULL;
        crafted_must(na_cells_parse(cells[i], &job.cells, NULL) == NA_OK);
        if (na_hotspot_find(&job, &finding, NULL) == NA_OK) {
            for (int form = NA_HOTSPOT_TEXT; form <= NA_HOTSPOT_GEOJSON; form++) {
                look(na_render_hotspot(finding, &about, (enum na_hotspot_form)form, text, NULL),
                     text);
            }
            look(na_render_hotspot_map(finding, &about, text, NULL), text);
        }
        na_hotspot_finding_free(finding);
    }
}

static void ask_site(struct na_session *session, const struct na_point_rows *rows,
                     struct na_buffer *text)
{
    const struct na_snapshot *snapshot = na_session_snapshot(session);
    struct na_site_question question = {.status_mask = NA_SITE_STATUSES,
                                        .as_at = QUERY_TODAY,
                                        .within_m = 300,
                                        .sites = 2,
                                        .node_limit = 1000};
    const struct na_site_about about = {"rows", "demand.csv", NULL, ""};
    struct na_site *site = NULL;
    const struct na_crs *crs = NULL;
    if (na_kinds_add(snapshot, "cabinet", question.kinds, &question.kind_count, NULL) != NA_OK) {
        return;
    }
    question.candidate_kind = question.kinds[0];
    if (na_site_new(snapshot, &question, &about, rows, NULL, &site, NULL) == NA_OK) {
        for (int form = NA_SITE_TEXT; form <= NA_SITE_GEOJSON; form++) {
            look(na_render_site(site, (enum na_site_form)form, true, text), text);
        }
        if (na_session_crs(session, &crs, NULL) == NA_OK) {
            look(na_render_site_svg(site, crs, text, NULL), text);
        }
    }
    na_site_free(site);
}

static void draw_points(const struct na_coverage *coverage, const struct na_point_rows *rows,
                        struct na_session *session, struct na_buffer *text)
{
    static const struct na_coverage_points_about about = {"in.csv", "", NULL};
    struct na_coverage_points *points = NULL;
    if (na_coverage_points_new(coverage, rows, &about, &points, NULL) == NA_OK) {
        look(na_render_coverage_points_json(points, text), text);
        look(na_render_coverage_points_text(points, text), text);
        look(na_render_coverage_points_csv(points, true, text), text);
        look(na_render_coverage_map(session, coverage, points, text, NULL), text);
    }
    na_coverage_points_free(points);
}

static void ask_coverage(struct na_session *session, const char *query,
                         const struct na_point_rows *rows, struct na_buffer *text)
{
    char memory[256];
    struct na_param params[NA_PARAMS_MAX];
    size_t count = 0;
    struct na_coverage_question question;
    struct na_coverage *coverage = NULL;
    crafted_must(na_params_from_query(query, memory, params, NA_PARAMS_MAX, &count, NULL) == NA_OK);
    enum na_code code = na_coverage_read(session, params, count, QUERY_TODAY, &question, NULL);
    code = code == NA_OK ? na_coverage_new(session, &question, &coverage, NULL) : code;
    if (code == NA_OK) {
        look(na_render_coverage_json(coverage, text), text);
        look(na_render_coverage_text(coverage, NULL, text), text);
        look(na_render_coverage_csv(coverage, true, text), text);
        look(na_render_coverage_geojson(session, coverage, text, NULL), text);
        draw_points(coverage, rows, session, text);
    }
    na_coverage_free(coverage);
}

static void ask_all(struct na_snapshot *snapshot, struct na_session *session)
{
    struct na_buffer text;
    struct na_point_rows rows = {.count = 0};
    size_t at = 0;
    const struct na_layer *layer = NULL;
    bool none_valid = false;
    const struct na_batch_source source = {read_rows, &at};
    const struct na_point_rows_wanted wanted = {.id_column = "id"};
    const struct na_point_rows_reading reading = {
        .columns = {.today = QUERY_TODAY}, .threads = 1, .block_bytes = 4096, .source = &source};
    na_buffer_init(&text, FORM_LIMIT);
    ask_joins(snapshot, &text);
    if (na_vintage_choose(snapshot, "2023", 0, &layer, &none_valid, NULL) == NA_OK) {
        ask_table(snapshot, layer, &text);
    }
    if (na_point_rows_read(snapshot, &wanted, &reading, &rows, NULL) == NA_OK) {
        ask_hotspots(snapshot, &rows, &text);
        ask_site(session, &rows, &text);
        ask_coverage(session, "kind=cabinet&within=250", &rows, &text);
        ask_coverage(session, "kind=pub&ring=100,500&compare=2025-12-31,2026-08-01", &rows, &text);
        na_point_rows_fini(&rows);
    }
    na_buffer_fini(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_snapshot *snapshot = crafted_open(data, size);
    struct na_session *session = NULL;
    if (snapshot != NULL && na_session_new(snapshot, &session, NULL) == NA_OK) {
        ask_all(snapshot, session);
    }
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return 0;
}
