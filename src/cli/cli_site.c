/* nearaid site: reads demand and candidates as points, describes the problem to src/site, and
 * writes the answer. Files are read before anything is solved, so that a bad row is told within
 * seconds. */
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/point_files.h"
#include "cli/position_options.h"
#include "cli/sheet_options.h"
#include "cli/table_text.h"
#include "data/streets.h"
#include "nearaid/questions.h"
#include "nearest/nearest.h"
#include "question/kind.h"
#include "question/session_state.h"
#include "site/forms.h"
#include "site/site.h"
#include "table/question.h"

#define WORDS_LIMIT_BYTES ((size_t)64 * 1024)

/* All that a run holds. */
struct siting {
    const struct na_cli_options *options;
    struct na_cli_source source;
    struct na_session *session;
    int32_t today;
    const char *files[NA_PARAMS_MAX + NA_CLI_INPUTS_MAX]; /* of demand */
    size_t file_count;
    struct na_table_question wheres;
    struct na_site_question question;
    struct na_site_about about;
    struct na_buffer demand_words, inputs, candidate_inputs;
    struct na_point_rows demand, candidates;
    bool has_demand, has_candidates;
};

static const char *param(const struct siting *siting, const char *name)
{
    return na_params_get(siting->options->params, siting->options->param_count, name);
}

static int64_t number_of(const struct siting *siting, const char *name, int64_t otherwise)
{
    const char *text = param(siting, name);
    int64_t value = otherwise;
    if (text != NULL && !na_integer_parse(na_str_of(text), 0, INT64_MAX, &value)) {
        value = otherwise;
    }
    return value;
}

static enum na_code check_files(struct siting *siting, struct na_error *reterr)
{
    const struct na_cli_options *options = siting->options;
    const char *candidates = param(siting, "candidates");
    for (size_t i = 0; i < options->param_count; i++) {
        if (strcmp(options->params[i].name, "demand") == 0) {
            siting->files[siting->file_count++] = options->params[i].value;
        }
    }
    for (size_t i = 0; i < options->input_count; i++) {
        siting->files[siting->file_count++] = options->inputs[i];
    }
    if (siting->file_count == 0) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "demand", "No demand is given",
                             "Give --demand FILE; - is standard input");
    }
    if (candidates == NULL && param(siting, "candidate_kind") == NULL) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "candidates", "No candidates are given",
                             "Give --candidates FILE, or --candidate-kind KIND of the pack");
    }
    if (candidates != NULL && param(siting, "candidate_kind") != NULL) {
        return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "candidates",
                             "Both --candidates and --candidate-kind are given", NULL);
    }
    for (size_t i = 0; i < siting->file_count; i++) {
        if (candidates != NULL && strcmp(candidates, "-") == 0 &&
            strcmp(siting->files[i], "-") == 0) {
            return na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "candidates",
                                 "Demand and candidates cannot both be standard input", NULL);
        }
    }
    return NA_OK;
}

static enum na_code read_lists(struct siting *siting, struct na_error *reterr)
{
    const struct na_cli_options *options = siting->options;
    struct na_site_question *question = &siting->question;
    const struct na_snapshot *snapshot = siting->source.snapshot;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < options->param_count && code == NA_OK; i++) {
        const struct na_param *given = &options->params[i];
        if (strcmp(given->name, "where") == 0) {
            code = na_table_question_where(&siting->wheres, given->value, reterr);
        } else if (strcmp(given->name, "kind") == 0) {
            code = na_kinds_add(snapshot, given->value, question->kinds, &question->kind_count,
                                reterr);
        } else if (strcmp(given->name, "must") == 0) {
            question->must[question->must_count++] = given->value;
        } else if (strcmp(given->name, "never") == 0) {
            question->never[question->never_count++] = given->value;
        } else if (strcmp(given->name, "status") == 0) {
            question->status_mask |= na_status_bit(given->value);
        }
    }
    return code == NA_OK ? na_tag_filter_read(snapshot, options->params, options->param_count,
                                              &question->tags, reterr)
                         : code;
}

static enum na_code read_question(struct siting *siting, struct na_error *reterr)
{
    struct na_site_question *question = &siting->question;
    const char *as_at = param(siting, "as_at");
    const char *kind = param(siting, "candidate_kind");
    enum na_code code = read_lists(siting, reterr);
    question->status_mask = question->status_mask != 0 ? question->status_mask : NA_SITE_STATUSES;
    question->sites = (uint32_t)number_of(siting, "new", 1);
    question->node_limit = param(siting, "exact_limit") != NULL
                               ? (uint64_t)number_of(siting, "exact_limit", 0)
                               : NA_SITE_NODES_AUTO;
    question->as_at = siting->today;
    question->curve = param(siting, "curve") != NULL;
    if (code == NA_OK && question->curve && question->sites > NA_SITE_CURVE_MAX) {
        code = na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "curve",
                             "A curve goes up to 100 new sites",
                             "Ask for 100 or fewer by --new, or leave --curve out");
    }
    if (code == NA_OK && as_at != NULL && !na_date_parse(na_str_of(as_at), &question->as_at)) {
        code = na_fail(reterr, NA_ERR_PARAM_MALFORMED, "as_at is not a day");
    }
    if (code == NA_OK &&
        !na_number_parse(na_str_of(param(siting, "within")), &question->within_m)) {
        code = na_fail(reterr, NA_ERR_PARAM_MALFORMED, "within is not a number");
    }
    if (code == NA_OK && param(siting, "measure") != NULL &&
        strcmp(param(siting, "measure"), "walk") == 0) {
        struct na_network network;
        question->by_walk = true;
        if (!na_snapshot_network(siting->source.snapshot, &network)) {
            code = na_fail_field(reterr, NA_ERR_PARAM_RANGE, "measure",
                                 "The data have no streets to walk on",
                                 "Add a [network.ID] to the pack, or leave measure out");
        }
    }
    if (code == NA_OK && kind != NULL) {
        code = na_kind_find(siting->source.snapshot, kind, &question->candidate_kind, reterr);
        if (code != NA_OK && reterr != NULL) {
            (void)na_text_copy(reterr->field, sizeof reterr->field, "candidate_kind");
        }
    }
    na_cli_match_case(siting->options->params, siting->options->param_count, siting->wheres.wheres,
                      siting->wheres.where_count);
    return code;
}

static enum na_code read_demand(struct siting *siting, struct na_error *reterr)
{
    struct na_cli_point_job job = {
        .snapshot = siting->source.snapshot,
        .what = "demand",
        .files = siting->files,
        .file_count = siting->file_count,
        .params = siting->options->params,
        .param_count = siting->options->param_count,
        .wanted = {.wheres = siting->wheres.wheres,
                   .where_count = siting->wheres.where_count,
                   .weight_column = param(siting, "weight")},
        .today = siting->today,
    };
    enum na_code code = na_cli_point_files_read(&job, &siting->demand, reterr);
    siting->has_demand = code == NA_OK;
    return code;
}

/* Positions of the candidates are in columns of their own; the rest of how files are read goes for
 * both. */
static enum na_code read_candidates(struct siting *siting, struct na_error *reterr)
{
    static const char *const names[][2] = {{"candidate_lat", "lat"},
                                           {"candidate_lon", "lon"},
                                           {"candidate_easting", "easting"},
                                           {"candidate_northing", "northing"},
                                           {"delimiter", "delimiter"},
                                           {"encoding", "encoding"},
                                           {"threads", "threads"}};
    const char *file = param(siting, "candidates");
    struct na_param params[sizeof names / sizeof names[0]];
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = param(siting, names[i][0]);
        if (value != NULL) {
            params[count++] = (struct na_param){names[i][1], value};
        }
    }
    if (file == NULL) {
        return NA_OK;
    }
    struct na_cli_point_job job = {
        .snapshot = siting->source.snapshot,
        .what = "candidates",
        .files = &file,
        .file_count = 1,
        .params = params,
        .param_count = count,
        .wanted = {.id_column = param(siting, "id"),
                   .name_column = param(siting, "name"),
                   .usual_labels = true},
        .today = siting->today,
    };
    enum na_code code = na_cli_point_files_read(&job, &siting->candidates, reterr);
    siting->has_candidates = code == NA_OK;
    return code;
}

static enum na_code describe(struct siting *siting, struct na_error *reterr)
{
    const char *candidates = param(siting, "candidates");
    enum na_code code = na_table_question_words(&siting->wheres, &siting->demand_words);
    if (code == NA_OK) {
        code = na_cli_table_inputs(siting->files, siting->file_count, &siting->inputs);
    }
    if (code == NA_OK && candidates != NULL) {
        code = na_cli_table_inputs(&candidates, 1, &siting->candidate_inputs);
    }
    if (code != NA_OK || na_buffer_terminate(&siting->demand_words) == NULL ||
        na_buffer_terminate(&siting->inputs) == NULL ||
        na_buffer_terminate(&siting->candidate_inputs) == NULL) {
        return na_fail_memory(reterr, "describing a choice of sites");
    }
    siting->about = (struct na_site_about){.demand = siting->demand_words.data,
                                           .demand_input = siting->inputs.data,
                                           .weight_column = param(siting, "weight"),
                                           .candidates = siting->candidate_inputs.data};
    return NA_OK;
}

static enum na_site_form form_of(const char *format)
{
    static const char *const names[] = {"text", "csv", "json", "geojson"};
    for (size_t i = 0; format != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(format, names[i]) == 0) {
            return (enum na_site_form)i;
        }
    }
    return NA_SITE_TEXT;
}

struct sheet_of {
    const struct na_site *site;
    const struct na_crs *crs;
};

static enum na_code draw_sheet(void *context, const struct na_print_view *view,
                               struct na_buffer *to, struct na_print_tally *ret_tally,
                               struct na_error *reterr)
{
    const struct sheet_of *of = context;
    return na_render_site_sheet(of->site, of->crs, view, to, ret_tally, reterr);
}

static enum na_code draw(struct siting *siting, const struct na_site *site, struct na_error *reterr)
{
    const char *path = param(siting, "svg");
    const struct na_crs *crs = NULL;
    enum na_code code = na_session_crs(siting->session, &crs, reterr);
    struct na_cli_sheet sheet = {.wanted = false};
    code = code == NA_OK
               ? na_cli_sheet_read(site->snapshot, site->layer, "map", siting->options->params,
                                   siting->options->param_count, &sheet, reterr)
               : code;
    if (code == NA_OK && sheet.wanted) {
        struct sheet_of of = {site, crs};
        na_cli_sheet_placed(&sheet, siting->demand.count,
                            siting->has_demand ? na_cli_point_files_asked(&siting->demand) : 0);
        code = na_cli_sheet_write(&sheet, path, draw_sheet, &of, reterr);
        na_cli_sheet_fini(&sheet);
        return code;
    }
    if (code != NA_OK || path == NULL) {
        return code;
    }
    struct na_buffer drawing;
    na_buffer_init(&drawing, NA_ANSWER_LIMIT);
    if (code == NA_OK) {
        code = na_render_site_svg(site, crs, &drawing, reterr);
    }
    if (code == NA_OK) {
        code = na_cli_write_drawing(
            path, siting->demand.count,
            siting->has_demand ? na_cli_point_files_asked(&siting->demand) : 0, &drawing, reterr);
    }
    na_buffer_fini(&drawing);
    return code;
}

static enum na_code write_out(struct siting *siting, const struct na_site *site,
                              struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_render_site(site, form_of(param(siting, "format")),
                                       param(siting, "spreadsheet_safe") != NULL, &text);
    if (code != NA_OK) {
        code = na_fail(reterr, code, "The answer does not fit");
        goto done;
    }
    code = draw(siting, site, reterr);
    uint64_t asked = siting->has_demand ? na_cli_point_files_asked(&siting->demand) : 0;
    const char *format = param(siting, "format");
    if (code == NA_OK &&
        na_cli_put_unplaced(siting->demand.count, asked,
                            format != NULL && strcmp(format, "csv") == 0, &text) != NA_OK) {
        code = na_fail_memory(reterr, "writing the answer");
    }
    if (code == NA_OK) {
        code = na_cli_write(siting->options->output, text.data, text.length, reterr);
    }
done:
    na_buffer_fini(&text);
    return code;
}

static enum na_code answer(struct siting *siting, struct na_error *reterr)
{
    enum na_code code = read_question(siting, reterr);
    if (code == NA_OK) {
        code = read_candidates(siting, reterr);
    }
    if (code == NA_OK) {
        code = read_demand(siting, reterr);
    }
    if (code == NA_OK) {
        code = describe(siting, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    struct na_site *site = NULL;
    code = na_site_new(siting->source.snapshot, &siting->question, &siting->about, &siting->demand,
                       siting->has_candidates ? &siting->candidates : NULL, &site, reterr);
    if (code == NA_OK) {
        code = write_out(siting, site, reterr);
    }
    na_site_free(site);
    if (code == NA_OK && siting->has_demand) {
        code =
            na_cli_check_unplaced(siting->demand.count, na_cli_point_files_asked(&siting->demand),
                                  siting->options->params, siting->options->param_count, reterr);
    }
    return code;
}

static enum na_code choose(const struct na_cli_options *options, int32_t today,
                           struct na_error *reterr)
{
    struct siting siting = {.options = options, .today = today};
    enum na_code code = check_files(&siting, reterr);
    if (code == NA_OK) {
        code = na_cli_source_open(options, &siting.source, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    na_buffer_init(&siting.demand_words, WORDS_LIMIT_BYTES);
    na_buffer_init(&siting.inputs, WORDS_LIMIT_BYTES);
    na_buffer_init(&siting.candidate_inputs, WORDS_LIMIT_BYTES);
    code = na_session_new(siting.source.snapshot, &siting.session, reterr);
    if (code == NA_OK) {
        code = answer(&siting, reterr);
    }
    if (siting.has_demand) {
        na_point_rows_fini(&siting.demand);
    }
    if (siting.has_candidates) {
        na_point_rows_fini(&siting.candidates);
    }
    na_session_free(siting.session);
    na_buffer_fini(&siting.candidate_inputs);
    na_buffer_fini(&siting.inputs);
    na_buffer_fini(&siting.demand_words);
    na_cli_source_close(&siting.source);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    enum na_code code =
        na_params_check(options->form->params, options->params, options->param_count, reterr);
    if (code == NA_OK) {
        code = choose(options, today, reterr);
    }
    if (code != NA_OK) {
        na_cli_table_name_option(reterr);
    }
    return code;
}

const struct na_cli_command na_cli_site = {
    .question = &na_question_site, .wants = NA_CLI_WANTS_INPUT, .run = run};
