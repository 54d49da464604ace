/* Every quick question over a compiled file that is well-formed but hostile (support/crafted.h).
 * Oracle: the file is refused, or every question, list, page and export is answered or refused in
 * every form, without a read or a write outside its memory (the sanitizers watch), and an answer
 * in JSON is UTF-8. What the analyst asks is in fuzz_analyses.c. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lists/export.h"
#include "nearaid/questions.h"
#include "page/page.h"
#include "support/crafted.h"
#include "write/book.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static const char book_path[] = "/dev/shm/nearaid-fuzz-answers";

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    crafted_begin();
    return 0;
}

static const enum na_format formats[] = {NA_FORMAT_JSON, NA_FORMAT_TEXT, NA_FORMAT_GEOJSON,
                                         NA_FORMAT_WORDS, NA_FORMAT_HTML};

#define GRID "http://www.opengis.net/def/crs/EPSG/0/27700"

static const struct {
    na_answer *answer;
    const char *query;
    const char *path_value, *second_value;
} questions[] = {
    {na_answer_ward, "lat=54.665&lon=-1.222", NULL, NULL},
    {na_answer_ward, "easting=450500&northing=530500&accuracy_m=50", NULL, NULL},
    {na_answer_ward, "q=high+street&as_at=2016-01-01", NULL, NULL},
    {na_answer_ward, "postcode=TS1+1AA", NULL, NULL},
    {na_answer_nearest, "easting=450500&northing=530500&kind=cabinet&kind=pub&limit=5", NULL, NULL},
    {na_answer_nearest, "q=first&kind=cabinet&usable=any", NULL, NULL},
    {na_answer_here, "easting=450500&northing=530500", NULL, NULL},
    {na_answer_here, "lat=54.665&lon=-1.222&accuracy_m=100", NULL, NULL},
    {na_answer_hotspots, "easting=450500&northing=530500", NULL, NULL},
    {na_answer_hotspots, "", NULL, NULL},
    {na_answer_locate, "q=high", NULL, NULL},
    {na_answer_locate, "q=TS1+1A", NULL, NULL},
    {na_answer_locate, "q=NZ+505+305", NULL, NULL},
    {na_answer_wards, "", NULL, NULL},
    {na_answer_wards, "vintage=2015", NULL, NULL},
    {na_answer_assets, "", NULL, NULL},
    {na_answer_postcode, "", "TS1 1AA", NULL},
    {na_answer_barriers, "", NULL, NULL},
    {na_answer_datasets, "", NULL, NULL},
    {na_answer_ward_one, "", "E01", NULL},
    {na_answer_asset_one, "", "cab-1", NULL},
    {na_answer_access, "", "cab-1", NULL},
    {na_answer_collections, "", NULL, NULL},
    {na_answer_collection, "", "wards-2015", NULL},
    {na_answer_collection, "", "cabinet", NULL},
    {na_answer_queryables, "", "cabinet", NULL},
    {na_answer_items, "", "cabinet", NULL},
    {na_answer_items, "status=in_service&datetime=2016-01-01/..", "cabinet", NULL},
    {na_answer_items, "bbox=-1.3,54.6,-1.1,54.7&crs=" GRID, "wards-2015", NULL},
    {na_answer_items, "bbox=450000,530000,450500,530500&bbox-crs=" GRID, "wards-2023", NULL},
    {na_answer_item, "", "wards-2015", "E01"},
    {na_answer_item, "crs=" GRID, "cabinet", "cab-1"},
};

static void check(enum na_code code, enum na_format format, const struct na_buffer *text)
{
    crafted_must(code != NA_OK || format == NA_FORMAT_TEXT ||
                 na_utf8_valid(text->data, text->length) || text->length == 0);
}

static void ask_exports(struct na_session *session, struct na_buffer *to, struct na_error *error)
{
    static const char *const forms[] = {"csv", "geojson", "kml"};
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        struct na_param param = {"format", forms[f]};
        struct na_export *export = NULL;
        na_buffer_clear(to);
        if (na_export_new(session, &param, 1, QUERY_TODAY, &export, error) == NA_OK) {
            check(na_export_render(export, to, error), NA_FORMAT_JSON, to);
        }
        na_export_free(export);
    }
}

static void ask_pages(struct na_session *session, struct na_buffer *to, struct na_error *error)
{
    static const char skeleton[] = "<html>{{content}}</html>";
    struct na_param params[] = {{"q", "high street"}, {"kind", "cabinet"}};
    struct na_page_request request = {
        .skeleton = na_str_of(skeleton), .is_asked = true, .params = params, .count = 2};
    enum na_code outcome = NA_OK;
    na_buffer_clear(to);
    enum na_code code = na_answer_page(session, &request, QUERY_TODAY, to, &outcome, error);
    na_buffer_clear(to);
    code = na_answer_list(session, NULL, 0, QUERY_TODAY, to, error);
    (void)code;
}

static enum na_code put_assets(struct na_export *export, struct na_book *book)
{
    struct na_gpkg_layer part = {
        .name = "assets", .description = "", .shape = NA_GPKG_POINT, .srid = 4326};
    part.column_count = na_export_columns(export, &part.columns);
    enum na_code code = na_book_part(book, &part, NULL);
    for (uint32_t i = 0; i < na_export_count(export) && code == NA_OK; i++) {
        const struct na_cell *cells = NULL;
        struct na_lonlat at;
        code = na_export_row(export, i, &cells, &at, NULL);
        if (code == NA_OK) {
            double xy[2] = {at.lon_deg, at.lat_deg};
            struct na_gpkg_ring ring = {.xy = xy, .count = 1};
            code = na_book_row(book, cells, &ring, 1, NULL);
        }
    }
    return code;
}

/* Slow, as files are written. */
static void ask_books(struct na_session *session)
{
    for (int form = NA_BOOK_XLSX; form <= NA_BOOK_GPKG; form++) {
        struct na_param param = {"format", form == NA_BOOK_XLSX ? "xlsx" : "gpkg"};
        struct na_export *export = NULL;
        struct na_book *book = NULL;
        if (na_export_new(session, &param, 1, QUERY_TODAY, &export, NULL) == NA_OK &&
            na_book_open(book_path, (enum na_book_form)form, 0, &book, NULL) == NA_OK) {
            if (put_assets(export, book) != NA_OK) {
                na_book_abandon(book);
            } else if (na_book_close(book, NULL) == NA_OK) {
                (void)unlink(book_path);
            }
        }
        na_export_free(export);
    }
}

static void ask_all(struct na_session *session, bool slow)
{
    struct na_buffer to;
    struct na_error error = {.code = NA_OK};
    na_buffer_init(&to, NA_ANSWER_LIMIT);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        char memory[512];
        struct na_param params[NA_PARAMS_MAX];
        size_t count = 0;
        crafted_must(na_params_from_query(questions[i].query, memory, params, NA_PARAMS_MAX, &count,
                                          NULL) == NA_OK);
        for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++) {
            na_buffer_clear(&to);
            const struct na_asking asking = {.session = session,
                                             .params = params,
                                             .count = count,
                                             .path_value = questions[i].path_value,
                                             .second_value = questions[i].second_value,
                                             .today = QUERY_TODAY,
                                             .format = formats[f]};
            enum na_code code = questions[i].answer(&asking, &to, &error);
            check(code, formats[f], &to);
            na_buffer_clear(&to);
            crafted_must(code == NA_OK || na_render_refusal(session, &error, &to) == NA_OK);
        }
    }
    ask_exports(session, &to, &error);
    ask_pages(session, &to, &error);
    if (slow) {
        ask_books(session);
    }
    na_buffer_fini(&to);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct na_snapshot *snapshot = crafted_open(data, size);
    struct na_session *session = NULL;
    if (snapshot != NULL && na_session_new(snapshot, &session, NULL) == NA_OK) {
        ask_all(session, size > 0 && data[size - 1] % 16 == 0);
    }
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return 0;
}
