/* nearaid check: a pack is compiled to see what is wrong with it, and nothing is kept. */
#include "base/fail.h"
#include "cli/against.h"
#include "cli/taken.h"

static const struct na_param_spec specs[] = {
    NA_CLI_AGAINST_ROWS,
    NA_CLI_ACCEPT_ROW,
    {.name = "texts",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "List every free text of registers that will be served, for a person to read"}};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "check",
    .summary = "Everything that is wrong with a pack",
    .arguments = "PACK",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON | NA_CLI_WANTS_OUTPUT,
    .params = &params,
    .about =
        "Compile the folder PACK without writing anything, and print every finding: file, "
        "record, field, what is wrong, what to do. The exit status is 0 when the pack would "
        "compile, 3 when it would not. --against LIVE says what changes against the release that "
        "is live; the exit status is 3, too, when something of that has to be accepted.",
    .examples = "  nearaid check data/shapefiles/tees-demo\n"
                "  nearaid check data/shapefiles/tees-demo --json\n",
};

/* What was made of the registers, after the report: members of its JSON. */
static enum na_code add_taken(const struct na_cli_options *options,
                              const struct na_cli_taken *taken, const struct na_snapshot *snapshot,
                              struct na_buffer *text)
{
    enum na_code code = NA_OK;
    if (!options->json) {
        code = na_cli_taken_text(taken, text);
        return code == NA_OK && snapshot != NULL ? na_cli_sources_text(snapshot, false, text)
                                                 : code;
    }
    text->length -= text->length > 0; /* the closing brace */
    code = taken->register_count > 0 ? na_cli_taken_json(taken, text) : NA_OK;
    code = code == NA_OK && snapshot != NULL ? na_cli_sources_json(snapshot, text) : code;
    return code == NA_OK ? na_buffer_text(text, "}") : code;
}

/* The difference to the release that is live, after the report: a member "against" of its JSON. */
static enum na_code add_diff(const struct na_cli_options *options,
                             const struct na_cli_against *against, struct na_buffer *text)
{
    if (against->live.snapshot == NULL) {
        return NA_OK;
    }
    if (!options->json) {
        return na_release_text(&against->diff, text);
    }
    text->length -= text->length > 0; /* the closing brace */
    enum na_code code = na_buffer_text(text, ",\"against\":");
    code = code == NA_OK ? na_release_json(&against->diff, text) : code;
    return code == NA_OK ? na_buffer_text(text, "}") : code;
}

static enum na_code print_report(const struct na_cli_options *options,
                                 const struct na_report *report, const struct na_cli_taken *taken,
                                 const struct na_cli_against *against,
                                 const struct na_snapshot *snapshot, struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_format format = options->json ? NA_FORMAT_JSON : NA_FORMAT_TEXT;
    enum na_code code = na_render_report(report, format, &text);
    code = code == NA_OK ? add_taken(options, taken, snapshot, &text) : code;
    code = code == NA_OK ? add_diff(options, against, &text) : code;
    if (code == NA_OK && options->json) {
        code = na_buffer_text(&text, "\n");
    }
    if (code != NA_OK) {
        code = na_fail(reterr, code, "The report cannot be written");
    } else {
        code = na_cli_write(options->output, text.data, text.length, reterr);
        options->refusal->is_said = code == NA_OK; /* the report is the document */
    }
    na_buffer_fini(&text);
    return code;
}

/* The list of free texts, and whether there was room for it. */
struct text_list {
    struct na_buffer lines;
    enum na_code code;
};

/* One free text a line, for one pair of eyes. */
static void list_text(void *context, const struct na_free_text *text)
{
    struct text_list *list = context;
    if (list->code == NA_OK) {
        list->code = na_buffer_printf(
            &list->lines, "%s: %lld, %s: %.*s%s\n", text->file, (long long)text->record,
            text->field, (int)text->text.length, text->text.bytes,
            text->is_withheld ? "  (withheld until somebody has read it)" : "");
    }
}

/* The findings go to standard error: the list is the answer. */
static enum na_code list_texts(const struct na_cli_options *options, struct na_error *reterr)
{
    struct na_report report;
    struct na_buffer bytes;
    struct text_list list = {.code = NA_OK};
    na_report_init(&report);
    na_buffer_init(&bytes, SIZE_MAX / 2);
    na_buffer_init(&list.lines, (size_t)1 << 30);
    const struct na_compile_listener listener = {.context = &list, .text = list_text};
    const struct na_cli_compile more = {.listener = &listener};
    enum na_code code =
        na_cli_pack_compile_with(options->argument, options, &more, &bytes, &report, reterr);
    if (code != NA_OK) {
        na_cli_pack_say_findings(&report);
        code = na_cli_pack_refused(options->argument, code, &report, reterr);
    } else if (list.code != NA_OK) {
        code = na_fail_memory(reterr, "listing the texts");
    } else if (list.lines.length > 0) {
        na_text_blank_controls(list.lines.data, list.lines.length, true);
        code = na_cli_write(options->output, list.lines.data, list.lines.length, reterr);
    }
    na_buffer_fini(&list.lines);
    na_buffer_fini(&bytes);
    na_report_fini(&report);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    (void)today;
    if (na_params_get(options->params, options->param_count, "texts") != NULL) {
        return list_texts(options, reterr);
    }
    struct na_report report;
    na_report_init(&report);
    struct na_buffer bytes;
    na_buffer_init(&bytes, SIZE_MAX / 2);
    struct na_cli_taken taken = {.hours = NULL};
    const struct na_compile_listener listener = {
        .context = &taken, .hours = na_cli_taken_hours, .taken = na_cli_taken_register};
    const struct na_cli_compile more = {.listener = &listener};
    enum na_code compiled =
        na_cli_pack_compile_with(options->argument, options, &more, &bytes, &report, reterr);
    enum na_code code = compiled;
    struct na_cli_against against = {.live = {.snapshot = NULL}};
    struct na_snapshot *snapshot = NULL;
    if (compiled == NA_OK) {
        code = na_snapshot_from_bytes(bytes.data, bytes.length, &snapshot, reterr);
        code = code == NA_OK ? na_cli_against_open(options, snapshot, &against, reterr) : code;
    }
    if ((compiled == NA_OK && code == NA_OK) || report.errors > 0) {
        code = print_report(options, &report, &taken, &against, snapshot, reterr);
        if (code == NA_OK && compiled != NA_OK) {
            code = na_cli_pack_refused(options->argument, compiled, &report, reterr);
        }
        code = code == NA_OK ? na_cli_against_allow(&against, options, reterr) : code;
    }
    na_cli_taken_fini(&taken);
    na_cli_against_close(&against);
    if (snapshot != NULL) {
        na_snapshot_unref(snapshot);
    }
    na_buffer_fini(&bytes);
    na_report_fini(&report);
    return code;
}

const struct na_cli_command na_cli_check = {.form = &form, .run = run};
