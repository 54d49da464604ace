/* nearaid approve: a person has read the texts that are withheld until then. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "cli/command.h"
#include "io/file.h"
#include "io/ini_edit.h"

#define INI_MAX ((size_t)1 << 20)

static const struct na_param_spec specs[] = {
    {.name = "texts",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "The texts that nearaid check --texts shows as withheld: they hold no code"},
    {.name = "by", .type = NA_PARAM_TEXT, .required = true, .summary = "Who has read them"}};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "approve",
    .summary = "Texts of a pack that a person has read",
    .arguments = "PACK",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID,
    .params = &params,
    .about =
        "Texts with figures that nothing explains are withheld until a person has read them. "
        "Read them by nearaid check PACK --texts, then say so: texts_read of each section gets "
        "a digest of its texts, the day and the name. If a text changes, all wait again.",
    .examples = "  nearaid approve data/shapefiles/tees-demo --texts --by \"data manager\"\n",
};

/* pack.ini being written anew. */
struct approval {
    struct na_buffer ini;
    const char *by;
    char date[NA_DATE_TEXT];
    size_t sections;
    enum na_code code;
};

static void take_unread(void *context, const char *section, const char *digest)
{
    struct approval *approval = context;
    char value[320];
    (void)snprintf(value, sizeof value, "%s %s %s", digest, approval->date, approval->by);
    if (approval->code == NA_OK) {
        approval->code = na_ini_set(&approval->ini, section, "texts_read", value);
        approval->sections++;
    }
}

static enum na_code read_ini(const char *path, struct na_buffer *to, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    enum na_code code = na_file_read(path, INI_MAX, &file, reterr);
    if (code == NA_OK && na_buffer_append(to, file.bytes, file.length) != NA_OK) {
        code = na_fail_memory(reterr, "reading pack.ini");
    }
    na_file_free(&file);
    return code;
}

static enum na_code approve(const struct na_cli_options *options, struct approval *approval,
                            const char *path, struct na_error *reterr)
{
    struct na_report report;
    struct na_buffer bytes;
    const struct na_compile_listener listener = {.context = approval, .unread = take_unread};
    const struct na_cli_compile more = {.listener = &listener};
    na_report_init(&report);
    na_buffer_init(&bytes, SIZE_MAX / 2);
    enum na_code code =
        na_cli_pack_compile_with(options->argument, options, &more, &bytes, &report, reterr);
    if (code != NA_OK) {
        na_cli_pack_say_findings(&report);
        code = na_cli_pack_refused(options->argument, code, &report, reterr);
    } else if (approval->code != NA_OK) {
        code = na_fail_memory(reterr, "writing pack.ini");
    } else if (approval->sections == 0) {
        na_cli_say("%s: no text waits to be read", options->argument);
    } else {
        code = na_cli_write(path, approval->ini.data, approval->ini.length, reterr);
        if (code == NA_OK) {
            na_cli_say("%s: texts_read is written for %zu section%s", path, approval->sections,
                       approval->sections == 1 ? "" : "s");
        }
    }
    na_buffer_fini(&bytes);
    na_report_fini(&report);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    char path[4096];
    struct approval approval = {.by = na_params_get(options->params, options->param_count, "by")};
    if (na_params_get(options->params, options->param_count, "texts") == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "What is approved?");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "texts", "Add --texts");
    }
    if (approval.by == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Who has read them?");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "by", "Add --by NAME");
    }
    na_date_format(approval.date, today);
    na_buffer_init(&approval.ini, INI_MAX);
    enum na_code code = na_path_join(path, sizeof path, options->argument, "pack.ini", reterr);
    code = code == NA_OK ? read_ini(path, &approval.ini, reterr) : code;
    code = code == NA_OK ? approve(options, &approval, path, reterr) : code;
    na_buffer_fini(&approval.ini);
    return code;
}

const struct na_cli_command na_cli_approve = {.form = &form, .run = run};
