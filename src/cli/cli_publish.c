/* nearaid publish: a compiled pack into its place, and back. */
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "cli/against.h"
#include "cli/taken.h"
#include "io/file.h"
#include "release/publish.h"

#define FILE_MAX ((size_t)8 << 30)

static const struct na_param_spec specs[] = {
    {.name = "into",
     .type = NA_PARAM_FILE,
     .summary = "The folder of releases; the current one without it"},
    {.name = "by", .type = NA_PARAM_TEXT, .summary = "Who publishes it; kept beside the file"},
    {.name = "rollback",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "Go back to the release before; ARGUMENT is then the folder of releases"},
    NA_CLI_AGAINST_ROWS,
    NA_CLI_ACCEPT_ROW};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "publish",
    .summary = "A compiled file into its place, and back",
    .arguments = "FILE",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID,
    .params = &params,
    .about =
        "Put the compiled file FILE into DIR/releases/ISSUED-DIGEST/, with its SHA-256, and swing "
        "the link DIR/current to it in one step; DIR is that of --into. nearaidd with "
        "--snapshot DIR/current/pack.nad takes it at SIGHUP. The release before stays: "
        "publish --rollback DIR swings the link back to it.",
    .examples = "  nearaid publish tees-demo.nad --into live --by \"duty inspector\"\n"
                "  nearaid publish --rollback live\n",
};

/* What is kept beside the file, for those who ask how it came there. */
static enum na_code write_note(const struct na_cli_options *options,
                               const struct na_cli_against *against,
                               const struct na_snapshot *snapshot, int32_t today,
                               struct na_buffer *to)
{
    char date[NA_DATE_TEXT];
    const char *by = na_params_get(options->params, options->param_count, "by");
    const char *accept = na_params_get(options->params, options->param_count, "accept");
    na_date_format(date, today);
    enum na_code code = na_buffer_printf(to, "Published %s%s%s\n", date, by != NULL ? " by " : "",
                                         by != NULL ? by : "");
    if (code == NA_OK && accept != NULL) {
        code = na_buffer_printf(to, "Accepted: %s\n", accept);
    }
    if (code == NA_OK && against->live.snapshot != NULL) {
        code = na_release_text(&against->diff, to);
    }
    code = code == NA_OK ? na_cli_sources_text(snapshot, true, to) : code;
    return code == NA_OK && na_buffer_terminate(to) == NULL ? NA_ERR_MEMORY : code;
}

static enum na_code publish(const struct na_cli_options *options, const struct na_file *file,
                            const struct na_snapshot *snapshot, int32_t today,
                            struct na_error *reterr)
{
    char issued[NA_DATE_TEXT];
    char name[NA_RELEASE_NAME];
    struct na_cli_against against;
    struct na_buffer note;
    const char *into = na_params_get(options->params, options->param_count, "into");
    enum na_code code = na_cli_against_open(options, snapshot, &against, reterr);
    if (code != NA_OK) {
        return code;
    }
    na_buffer_init(&note, NA_ANSWER_LIMIT);
    na_date_format(issued, na_snapshot_info(snapshot)->issued);
    code = na_cli_against_allow(&against, options, reterr);
    if (code == NA_OK && write_note(options, &against, snapshot, today, &note) != NA_OK) {
        code = na_fail_memory(reterr, "writing who publishes");
    }
    if (code == NA_OK) {
        struct na_publish what = {.folder = into != NULL ? into : ".",
                                  .bytes = file->bytes,
                                  .length = file->length,
                                  .issued = issued,
                                  .is_private = na_snapshot_has_codes(snapshot),
                                  .note = note.data};
        code = na_release_publish(&what, name, reterr);
        if (code == NA_OK) {
            na_cli_say("%s/releases/%s is current", what.folder, name);
            na_cli_say("nearaidd takes it at SIGHUP; nearaid publish --rollback %s goes back",
                       what.folder);
        }
    }
    na_buffer_fini(&note);
    na_cli_against_close(&against);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    char name[NA_RELEASE_NAME];
    struct na_file file = {NULL, 0};
    struct na_snapshot *snapshot = NULL;
    if (na_params_get(options->params, options->param_count, "rollback") != NULL) {
        enum na_code back = na_release_rollback(options->argument, name, reterr);
        if (back == NA_OK) {
            na_cli_say("%s/releases/%s is current again", options->argument, name);
        }
        return back;
    }
    enum na_code code = na_file_read(options->argument, FILE_MAX, &file, reterr);
    if (code == NA_OK) {
        code = na_snapshot_from_bytes(file.bytes, file.length, &snapshot, reterr);
        code = na_fail_at(reterr, code, code == NA_OK ? NULL : options->argument, 0, NULL, NULL);
    }
    if (code == NA_OK) {
        code = publish(options, &file, snapshot, today, reterr);
        na_snapshot_unref(snapshot);
    }
    na_file_free(&file);
    return code;
}

const struct na_cli_command na_cli_publish = {.form = &form, .run = run};
