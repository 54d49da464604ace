/* `nearaid export`: the library renders what is text; workbooks and GeoPackages are written here,
 * where their libraries are linked. */
#include "base/fail.h"
#include "cli/command.h"
#include "lists/export.h"
#include "write/book.h"

static enum na_code put_rows(struct na_export *export, struct na_book *book,
                             struct na_error *reterr)
{
    struct na_gpkg_layer part = {
        .name = "assets", .description = "", .shape = NA_GPKG_POINT, .srid = 4326};
    part.column_count = na_export_columns(export, &part.columns);
    enum na_code code = na_book_part(book, &part, reterr);
    for (uint32_t i = 0; i < na_export_count(export) && code == NA_OK; i++) {
        const struct na_cell *cells = NULL;
        struct na_lonlat at;
        code = na_export_row(export, i, &cells, &at, reterr);
        if (code == NA_OK) {
            double xy[2] = {at.lon_deg, at.lat_deg};
            struct na_gpkg_ring ring = {.xy = xy, .count = 1};
            code = na_book_row(book, cells, &ring, 1, reterr);
        }
    }
    return code;
}

static enum na_code write_book(struct na_export *export, const struct na_snapshot *snapshot,
                               const char *output, struct na_error *reterr)
{
    struct na_book *book = NULL;
    enum na_book_form what =
        na_export_get_form(export) == NA_EXPORT_XLSX ? NA_BOOK_XLSX : NA_BOOK_GPKG;
    sigset_t before;
    na_cli_hold_signals(&before);
    enum na_code code = na_book_open(output, what, na_cli_made(snapshot), &book, reterr);
    if (code == NA_OK) {
        code = put_rows(export, book, reterr);
        if (code == NA_OK) {
            code = na_book_close(book, reterr);
        } else {
            na_book_abandon(book);
        }
    }
    na_cli_release_signals(&before);
    return code;
}

static enum na_code write_text(struct na_export *export, const char *output,
                               struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_export_render(export, &text, reterr);
    if (code == NA_OK) {
        code = na_cli_write(output, text.data, text.length, reterr);
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code write_export(void *context, struct na_session *session,
                                 const struct na_cli_options *options, int32_t today,
                                 struct na_error *reterr)
{
    (void)context;
    struct na_export *export = NULL;
    enum na_code code =
        na_export_new(session, options->params, options->param_count, today, &export, reterr);
    if (code != NA_OK) {
        return code;
    }
    enum na_export_form what = na_export_get_form(export);
    code = what == NA_EXPORT_XLSX || what == NA_EXPORT_GPKG
               ? write_book(export, na_session_snapshot(session), options->output, reterr)
               : write_text(export, options->output, reterr);
    na_export_free(export);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    return na_cli_ask_session(write_export, NULL, options, today, reterr);
}

const struct na_cli_command na_cli_export = {.question = &na_question_export, .run = run};
