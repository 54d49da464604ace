/* nearaid diff: what changes between two releases. */
#include "base/fail.h"
#include "cli/against.h"

static const struct na_cli_form form = {
    .name = "diff",
    .summary = "What changes between two releases",
    .arguments = "OLD NEW",
    .argument_count = 2,
    .wants = NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON | NA_CLI_WANTS_OUTPUT,
    .params = &na_no_params,
    .about =
        "Compare two packs or compiled files: assets that are new, gone, moved or changed, layers, "
        "and what would have to be accepted before NEW replaces OLD. Assets are matched by "
        "their ids, those left over by name, postcode and place.",
    .examples = "  nearaid diff data/shapefiles/tees-demo data/shapefiles/tees-demo --no-grid\n",
};

static enum na_code write_diff(const struct na_cli_options *options,
                               const struct na_release_diff *diff, struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = options->json ? na_release_json(diff, &text) : na_release_text(diff, &text);
    if (code == NA_OK && options->json) {
        code = na_buffer_text(&text, "\n");
    }
    code = code == NA_OK ? na_cli_write(options->output, text.data, text.length, reterr)
                         : na_fail(reterr, code, "The difference cannot be written");
    na_buffer_fini(&text);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct na_cli_source before = {.snapshot = NULL};
    struct na_cli_source after = {.snapshot = NULL};
    struct na_release_diff diff = {.changes = NULL};
    (void)today;
    enum na_code code = na_cli_open_release(options->arguments[0], options, &before, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_cli_open_release(options->arguments[1], options, &after, reterr);
    if (code == NA_OK) {
        code = na_release_compare(before.snapshot, after.snapshot, NULL, &diff, reterr);
    }
    if (code == NA_OK) {
        code = write_diff(options, &diff, reterr);
        na_release_diff_fini(&diff);
    }
    if (after.snapshot != NULL) {
        na_cli_source_close(&after);
    }
    na_cli_source_close(&before);
    return code;
}

const struct na_cli_command na_cli_diff = {.form = &form, .run = run};
