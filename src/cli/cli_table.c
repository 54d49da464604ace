/* nearaid table: rows, or ready counts, into a table of wards. */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "cli/command.h"
#include "cli/count_rows.h"
#include "cli/sheet_options.h"
#include "cli/side_table.h"
#include "cli/table_text.h"
#include "io/file.h"
#include "nearaid/questions.h"
#include "table/forms.h"
#include "table/names.h"
#include "table/partial.h"
#include "table/rate.h"
#include "table/sheet.h"
#include "table/svg.h"
#include "write/book_sheet.h"
#include "write/csv.h"

/* All that a run of the subcommand holds. */
struct making {
    const struct na_cli_options *options;
    struct na_cli_count_job job;
    struct na_table_options table;
    struct na_table_question question;
    struct na_table_counts counts;
    struct na_table_ready ready;
    struct na_table_rates *rates;
    struct na_rounding *rounding;
    struct na_merge *merge;
    struct na_buffer measure, inputs;
    const char *form; /* of the output; NULL: the default */
    char period[64];
    struct na_cli_counted counted;
};

static const char *param(const struct making *making, const char *name)
{
    return na_params_get(making->options->params, making->options->param_count, name);
}

static uint64_t number_of(const struct making *making, const char *name)
{
    const char *text = param(making, name);
    int64_t value = 0;
    if (text == NULL || !na_integer_parse(na_str_of(text), 0, INT64_MAX, &value)) {
        return 0;
    }
    return (uint64_t)value;
}

static enum na_code conflict(const char *field, const char *message, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "%s", message);
    return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, field, NULL);
}

static enum na_code read_question(struct making *making, struct na_error *reterr)
{
    const struct na_cli_options *options = making->options;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        const struct na_param *given = &options->params[i];
        if (strcmp(given->name, "by") == 0) {
            code = na_table_question_by(&making->question, given->value, reterr);
        } else if (strcmp(given->name, "where") == 0) {
            code = na_table_question_where(&making->question, given->value, reterr);
        }
    }
    na_cli_match_case(options->params, options->param_count, making->question.wheres,
                      making->question.where_count);
    if (code == NA_OK && making->question.dimension_count == 0) {
        code = na_table_question_by(&making->question, "ward", reterr);
    }
    const char *across = param(making, "across");
    if (code == NA_OK && across != NULL && param(making, "rate") != NULL) {
        return conflict("across", "Rates are of one count a ward, not of columns", reterr);
    }
    if (code == NA_OK && across != NULL) {
        size_t before = making->question.dimension_count;
        code = na_table_question_by(&making->question, across, reterr);
        if (code == NA_OK && making->question.dimension_count != before + 1) {
            code = conflict("across", "Only one thing goes across", reterr);
        }
    }
    return code;
}

/* --round and --key go together, and what is no longer there says what stands for it. */
static enum na_code check_rounding(const struct making *making, struct na_error *reterr)
{
    if (param(making, "suppress") != NULL) {
        (void)na_fail(
            reterr, NA_ERR_PARAM_CONFLICT,
            "--suppress is withdrawn: what it withheld could be worked back from the rest "
            "and from other months");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "suppress",
                          "Give --round 5 --key FILE");
    }
    bool round = param(making, "round") != NULL, key = param(making, "key") != NULL;
    if (round == key) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "--round and --key go together");
    return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, round ? "key" : "round",
                      "Give --round 5 --key FILE; make a key once with: (umask 077; head -c 32 "
                      "/dev/urandom > FILE)");
}

static enum na_code check_ready(const struct making *making, struct na_error *reterr)
{
    const struct na_cli_options *options = making->options;
    if (param(making, "merge") != NULL &&
        (param(making, "by") != NULL || param(making, "across") != NULL ||
         param(making, "where") != NULL || param(making, "counts") != NULL ||
         param(making, "partial") != NULL)) {
        return conflict("merge",
                        "What partials count is in them: --merge goes without --by, "
                        "--across, --where, --counts and --partial",
                        reterr);
    }
    static const char *const forms[] = {"format", "svg", "map", "rate", "top", "counts", "across"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (param(making, "partial") != NULL && param(making, forms[i]) != NULL) {
            return conflict(forms[i], "A partial is no table: give the forms with --merge", reterr);
        }
    }
    if (param(making, "counts") == NULL) {
        return param(making, "total") == NULL
                   ? NA_OK
                   : conflict("total", "--total goes with --counts", reterr);
    }
    if (param(making, "round") != NULL) {
        return conflict("round", "Ready counts have no rows, and rounding by key is by rows",
                        reterr);
    }
    if (options->input_count > 0) {
        return conflict("counts", "Both --counts and -i are given", reterr);
    }
    if (param(making, "by") != NULL || param(making, "across") != NULL ||
        param(making, "where") != NULL) {
        return conflict("counts", "Ready counts are by ward: --by, --across and --where need rows",
                        reterr);
    }
    return NA_OK;
}

static enum na_code read_ready(struct making *making, struct na_error *reterr)
{
    const char *path = param(making, "counts");
    struct na_cli_side_table side;
    enum na_code code = na_cli_side_table_read(path, NA_CLI_TABLE_FILE_MAX, &side, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_table_ready_read(side.csv.data, side.csv.length, making->job.snapshot,
                               making->table.layer, &making->ready, reterr);
    code = code == NA_OK ? NA_OK : na_cli_side_table_blame(&side, code, reterr);
    na_cli_side_table_fini(&side);
    if (code != NA_OK) {
        return code;
    }
    making->table.ready = true;
    making->table.spellings = making->ready.spellings;
    making->table.total = number_of(making, "total");
    uint64_t sum = na_table_tally_placed(&making->ready.counts.tally);
    if (making->table.total > 0 && making->table.total < sum) {
        return conflict("total", "The whole is less than the counts together", reterr);
    }
    making->table.about.way = "found by their names";
    return NA_OK;
}

static enum na_code read_rates(struct making *making, struct na_error *reterr)
{
    const char *path = param(making, "rate");
    if (path == NULL) {
        return NA_OK;
    }
    struct na_cli_side_table side;
    enum na_code code = na_cli_side_table_read(path, NA_CLI_TABLE_FILE_MAX, &side, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_table_rates_read(side.csv.data, side.csv.length, &making->rates, reterr);
    code = code == NA_OK ? NA_OK : na_cli_side_table_blame(&side, code, reterr);
    na_cli_side_table_fini(&side);
    making->table.rates = making->rates;
    return code;
}

static enum na_code read_part(struct making *making, const char *path, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    enum na_code code = na_file_read(path, NA_PARTIAL_MAX_BYTES, &file, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_merge_add(making->merge, (const char *)file.bytes, file.length, reterr);
    na_file_free(&file);
    return code == NA_OK ? code : na_fail_at(reterr, code, path, 0, NULL, NULL);
}

/* The parts are of this pack, and rounding goes by the key that they were made with. */
static enum na_code check_parts(struct making *making, struct na_error *reterr)
{
    const struct na_merge *merge = making->merge;
    const char *key = making->rounding != NULL ? na_rounding_name(making->rounding) : "";
    const char *digest = na_snapshot_info(making->job.snapshot)->digest;
    if (strcmp(merge->pack, digest) != 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "The parts were made with another pack");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "merge",
                          "Give the pack they were made with");
    }
    if (making->rounding != NULL && strcmp(merge->key, key) != 0) {
        (void)na_fail(reterr, NA_ERR_DATA, "The parts were made %s",
                      merge->key[0] != '\0' ? "with another key" : "without a key");
        return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, "key",
                          "Make each part with --round 5 and the same --key FILE");
    }
    for (size_t i = 0; i < na_snapshot_layer_count(making->job.snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(making->job.snapshot, i);
        if (layer->role == NA_LAYER_WARDS && strcmp(layer->id, merge->vintage) == 0) {
            making->table.layer = layer;
        }
    }
    return NA_OK;
}

/* The files are that of --merge and the ones after it. */
static enum na_code read_parts(struct making *making, struct na_error *reterr)
{
    enum na_code code = na_merge_new(&making->merge, reterr);
    code = code == NA_OK ? read_part(making, param(making, "merge"), reterr) : code;
    for (size_t i = 0; i < making->job.file_count && code == NA_OK; i++) {
        code = read_part(making, making->job.files[i], reterr);
    }
    code = code == NA_OK ? check_parts(making, reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    making->merge->counts.rounding = making->rounding;
    making->question = making->merge->counts.question;
    making->table.about.way = making->merge->way;
    making->counted.profile = making->merge->profile;
    making->job.files = (const char *const *)making->merge->inputs;
    making->job.file_count = making->merge->input_count;
    return NA_OK;
}

static enum na_code count(struct making *making, struct na_error *reterr)
{
    if (param(making, "counts") != NULL) {
        return read_ready(making, reterr);
    }
    if (param(making, "key") != NULL) {
        enum na_code read = na_rounding_new(param(making, "key"), &making->rounding, reterr);
        if (read != NA_OK) {
            return read;
        }
        making->counts.rounding = making->rounding;
    }
    if (param(making, "merge") != NULL) {
        return read_parts(making, reterr);
    }
    enum na_code code = na_cli_count_rows(&making->job, &making->counts, &making->counted, reterr);
    making->table.about.way = na_cli_table_way(&making->counted);
    return code;
}

static const struct na_table_counts *counts_of(const struct making *making)
{
    return making->table.ready     ? &making->ready.counts
           : making->merge != NULL ? &making->merge->counts
                                   : &making->counts;
}

/* The partial of these rows, and no table. */
static enum na_code write_partial(const struct making *making, struct na_error *reterr)
{
    const char *names[1] = {"standard input"}, *path = param(making, "partial");
    bool standard = making->job.file_count == 0;
    struct na_partial_about about = {na_snapshot_info(making->job.snapshot)->digest,
                                     making->table.layer != NULL ? making->table.layer->id : "",
                                     making->table.about.way,
                                     making->counted.profile,
                                     standard ? names : making->job.files,
                                     standard ? 1 : making->job.file_count};
    struct na_buffer text;
    na_buffer_init(&text, NA_PARTIAL_MAX_BYTES);
    enum na_code code = na_partial_write(&making->counts, &about, &text);
    code = code == NA_OK ? na_file_write_private(path, text.data, text.length, reterr)
                         : na_fail(reterr, code, "The partial does not fit");
    na_buffer_fini(&text);
    if (code == NA_OK) {
        na_cli_say("%s holds exact counts: not for publication; put partials together with "
                   "--merge",
                   path);
    }
    return code;
}

static enum na_code describe(struct making *making, struct na_error *reterr)
{
    const char *measure = param(making, "measure");
    enum na_code code = measure != NULL
                            ? na_buffer_text(&making->measure, measure)
                            : na_table_question_words(&making->question, &making->measure);
    if (code == NA_OK && measure == NULL && making->table.ready) {
        na_buffer_clear(&making->measure);
        code = na_buffer_text(&making->measure, "ready counts");
    }
    const char *ready = param(making, "counts");
    if (code == NA_OK) {
        code = na_cli_table_inputs(ready != NULL ? &ready : making->job.files,
                                   ready != NULL ? 1 : making->job.file_count, &making->inputs);
    }
    if (code != NA_OK || na_buffer_terminate(&making->measure) == NULL ||
        na_buffer_terminate(&making->inputs) == NULL) {
        return na_fail_memory(reterr, "describing a table");
    }
    const char *period = param(making, "period");
    na_cli_table_period(counts_of(making), making->period, sizeof making->period);
    making->table.about.measure = making->measure.data;
    making->table.about.inputs = making->inputs.data;
    making->table.about.period = period != NULL ? period : making->period;
    return NA_OK;
}

static enum na_table_form form_of(const char *format)
{
    static const char *const names[] = {"text", "csv", "json", "markdown", "geojson"};
    for (size_t i = 0; format != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(format, names[i]) == 0) {
            return (enum na_table_form)i;
        }
    }
    return NA_TABLE_TEXT;
}

/* Options that are for CSV alone. */
static enum na_code check_form(const struct making *making, struct na_error *reterr)
{
    bool is_csv = making->form != NULL && strcmp(making->form, "csv") == 0;
    return param(making, "bom") == NULL || is_csv
               ? NA_OK
               : conflict("bom", "The output is not CSV, which alone has such a mark", reterr);
}

/* A count of rows; ready counts have no rows, and rounded ones are not told exactly. */
static uint64_t unready(const struct making *making, uint64_t rows)
{
    return making->table.ready || param(making, "round") != NULL ? 0 : rows;
}

/* Those in no area of --by area:ID are placed all the same. */
static uint64_t rows_placed(const struct making *making, const struct na_table *table)
{
    return unready(making, table->placed + table->tally.outside);
}

/* Rows asked for; 0, which is no alarm, where so few are placed only by the rounding of figures. */
static uint64_t rows_asked(const struct making *making, const struct na_table *table)
{
    uint64_t asked = unready(making, table->asked), placed = rows_placed(making, table);
    bool rounded = table->key_name != NULL;
    return rounded && 2 * (placed + 2 * NA_ROUNDING_OFF) >= asked ? 0 : asked;
}

static enum na_code draw(const struct making *making, const struct na_table *table,
                         const char *name, enum na_table_picture picture, struct na_error *reterr)
{
    const char *path = param(making, name);
    if (path == NULL) {
        return NA_OK;
    }
    struct na_buffer drawing;
    na_buffer_init(&drawing, NA_ANSWER_LIMIT);
    enum na_code code = na_render_table_svg(table, picture, &drawing, reterr);
    if (code == NA_OK) {
        code = na_cli_write_drawing(path, rows_placed(making, table), rows_asked(making, table),
                                    &drawing, reterr);
    }
    na_buffer_fini(&drawing);
    return code;
}

static enum na_code draw_sheet(void *context, const struct na_print_view *view,
                               struct na_buffer *to, struct na_print_tally *ret_tally,
                               struct na_error *reterr)
{
    return na_render_table_sheet(context, view, to, ret_tally, reterr);
}

/* The sheet if any of its options is given, else the page as it ever was. */
static enum na_code draw_page(const struct making *making, const struct na_table *table,
                              struct na_error *reterr)
{
    struct na_cli_sheet sheet;
    enum na_code code =
        na_cli_sheet_read(table->snapshot, table->layer, "ground", making->options->params,
                          making->options->param_count, &sheet, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!sheet.wanted) {
        return draw(making, table, "svg", NA_TABLE_CHART_AND_MAP, reterr);
    }
    na_cli_sheet_placed(&sheet, rows_placed(making, table), rows_asked(making, table));
    code = na_cli_sheet_write(&sheet, param(making, "svg"), draw_sheet, (void *)table, reterr);
    na_cli_sheet_fini(&sheet);
    return code;
}

static enum na_code put_book(const struct making *making, const struct na_table *table,
                             enum na_book_form what, struct na_book *book, struct na_error *reterr)
{
    struct na_sheet sheet;
    struct na_sheet_areas areas = {
        .find = na_table_find_area, .context = table, .snapshot = making->job.snapshot};
    na_table_sheet_make(table, &sheet);
    na_cli_note_unplaced(rows_placed(making, table), rows_asked(making, table), &sheet);
    enum na_code code = na_book_put_sheet(
        book, what, "table", &sheet,
        what == NA_BOOK_GPKG && na_table_has_areas(table) ? &areas : NULL, reterr);
    na_sheet_fini(&sheet);
    return code;
}

static enum na_code write_book(const struct making *making, const struct na_table *table,
                               struct na_error *reterr)
{
    struct na_book *book = NULL;
    enum na_book_form what = strcmp(making->form, "xlsx") == 0 ? NA_BOOK_XLSX : NA_BOOK_GPKG;
    sigset_t before;
    na_cli_hold_signals(&before);
    enum na_code code = na_book_open(making->options->output, what,
                                     na_cli_made(making->job.snapshot), &book, reterr);
    if (code == NA_OK) {
        code = put_book(making, table, what, book, reterr);
        if (code == NA_OK) {
            code = na_book_close(book, reterr);
        } else {
            na_book_abandon(book);
        }
    }
    na_cli_release_signals(&before);
    return code;
}

static enum na_code write_text(const struct making *making, const struct na_table *table,
                               struct na_error *reterr)
{
    struct na_buffer text, whole;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    na_buffer_init(&whole, NA_ANSWER_LIMIT);
    enum na_table_form asked = form_of(making->form);
    enum na_code code =
        na_render_table(table, asked, param(making, "spreadsheet_safe") != NULL, &text);
    if (code == NA_OK) {
        code = na_cli_put_unplaced(rows_placed(making, table), rows_asked(making, table),
                                   asked == NA_TABLE_CSV, &text);
    }
    if (code == NA_OK && param(making, "bom") != NULL) {
        code = na_buffer_text(&whole, NA_CSV_BOM);
    }
    if (code == NA_OK) {
        code = na_buffer_append(&whole, text.data, text.length);
    }
    code = code != NA_OK ? na_fail(reterr, code, "The table does not fit")
                         : na_cli_write(making->options->output, whole.data, whole.length, reterr);
    na_buffer_fini(&whole);
    na_buffer_fini(&text);
    return code;
}

static enum na_code write_out(const struct making *making, const struct na_table *table,
                              struct na_error *reterr)
{
    bool is_book = making->form != NULL &&
                   (strcmp(making->form, "xlsx") == 0 || strcmp(making->form, "gpkg") == 0);
    enum na_code code = draw_page(making, table, reterr);
    if (code == NA_OK) {
        code = draw(making, table, "map", NA_TABLE_MAP_ALONE, reterr);
    }
    if (code == NA_OK) {
        code = is_book ? write_book(making, table, reterr) : write_text(making, table, reterr);
    }
    return code;
}

static enum na_code make(struct making *making, struct na_error *reterr)
{
    enum na_code code = na_cli_count_layer(&making->job, &making->table.layer, reterr);
    if (code == NA_OK) {
        code = read_rates(making, reterr);
    }
    if (code == NA_OK) {
        code = count(making, reterr);
    }
    if (code == NA_OK && param(making, "partial") != NULL) {
        return write_partial(making, reterr);
    }
    if (code == NA_OK) {
        code = describe(making, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    making->table.zeros = param(making, "no_zeros") == NULL;
    making->table.top = number_of(making, "top");
    making->table.about.profile = making->counted.profile;
    const struct na_table_counts *counts = counts_of(making);
    struct na_table *table = NULL;
    struct na_across *across = NULL;
    if (param(making, "across") != NULL) {
        code = na_across_new(counts, making->job.snapshot, &making->table, &across, reterr);
    } else {
        code = na_table_new(counts, making->job.snapshot, &making->table, &table, reterr);
    }
    if (code == NA_OK) {
        const struct na_table *made = across != NULL ? across->table : table;
        code = write_out(making, made, reterr);
        na_cli_table_say(&made->tally, making->table.ready);
        if (code == NA_OK) {
            code = na_cli_check_unplaced(rows_placed(making, made), rows_asked(making, made),
                                         making->options->params, making->options->param_count,
                                         reterr);
        }
    }
    na_across_free(across);
    na_table_free(table);
    return code;
}

static enum na_code run_on(struct making *making, struct na_error *reterr)
{
    struct na_cli_source source;
    enum na_code code = na_cli_source_open(making->options, &source, reterr);
    if (code != NA_OK) {
        return code;
    }
    making->job.snapshot = source.snapshot;
    na_table_counts_init(&making->counts, &making->question);
    na_buffer_init(&making->measure, 64 * 1024);
    na_buffer_init(&making->inputs, 64 * 1024);
    code = make(making, reterr);
    na_buffer_fini(&making->inputs);
    na_buffer_fini(&making->measure);
    na_table_rates_free(making->rates);
    na_merge_free(making->merge);
    na_rounding_free(making->rounding);
    na_table_ready_fini(&making->ready);
    na_table_counts_fini(&making->counts);
    na_cli_source_close(&source);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct making making = {.options = options,
                            .job = {.files = options->inputs,
                                    .file_count = options->input_count,
                                    .params = options->params,
                                    .param_count = options->param_count,
                                    .today = today},
                            .table.about = {"", "", "", "", "", 0},
                            .counted.profile = ""};
    enum na_code code =
        na_params_check(options->form->params, options->params, options->param_count, reterr);
    making.form = na_params_get(options->params, options->param_count, "format");
    code = code == NA_OK ? check_form(&making, reterr) : code;
    if (code == NA_OK) {
        code = check_rounding(&making, reterr);
        code = code == NA_OK ? check_ready(&making, reterr) : code;
    }
    if (code == NA_OK) {
        code = read_question(&making, reterr);
    }
    code = code == NA_OK ? run_on(&making, reterr) : code;
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_table = {
    .question = &na_question_table, .wants = NA_CLI_WANTS_INPUT, .run = run};
