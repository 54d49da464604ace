/* nearaid approve: a person has read the texts that are withheld until then, or says which records
 * with errors are to be left out. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/number.h"
#include "cli/command.h"
#include "io/file.h"
#include "io/ini_edit.h"

#define INI_MAX ((size_t)1 << 20)

static const struct na_param_spec specs[] = {
    {.name = "texts",
     .type = NA_PARAM_ENUM,
     .choices = "yes",
     .summary = "The texts that nearaid check --texts shows as withheld: they hold no code"},
    {.name = "skip",
     .type = NA_PARAM_TEXT,
     .example = "17",
     .summary = "The record at this line of a register is left out; several with commas between"},
    {.name = "why", .type = NA_PARAM_TEXT, .summary = "Why the record is left out; with --skip"},
    {.name = "section",
     .type = NA_PARAM_TEXT,
     .example = "defibs",
     .summary = "Of which register: its section is assets.NAME; with --skip, if there are several"},
    {.name = "by", .type = NA_PARAM_TEXT, .required = true, .summary = "Who says so"}};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "approve",
    .summary = "What a person answers for: texts that were read, records that are left out",
    .arguments = "PACK",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID,
    .params = &params,
    .about =
        "Texts with figures that nothing explains are withheld until a person has read them. "
        "Read them by nearaid check PACK --texts, then say so: texts_read of each section gets "
        "a digest of its texts, the day and the name. If a text changes, all wait again.\n\n"
        "A record with an error refuses the pack. --skip LINE --why \"WORDS\" leaves out that one "
        "record, with a digest of it: once it is corrected it counts again.",
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

/* Records being left out. */
struct skipping {
    const char *lines;   /* "17,23" */
    const char *section; /* NAME, or NULL */
    struct na_buffer list;
    char found[80]; /* section of the first that was found */
    size_t asked, count;
    bool several; /* sections that have such lines */
    enum na_code code;
};

/* Is the line among "17,23"? */
static bool is_asked(const char *lines, int64_t line)
{
    struct na_str rest = na_str_of(lines);
    while (rest.length > 0) {
        const char *comma = memchr(rest.bytes, ',', rest.length);
        size_t length = comma != NULL ? (size_t)(comma - rest.bytes) : rest.length;
        int64_t number = 0;
        if (na_integer_parse(na_str_trim((struct na_str){rest.bytes, length}), 1, INT32_MAX,
                             &number) &&
            number == line) {
            return true;
        }
        length += comma != NULL;
        rest.bytes += length;
        rest.length -= length;
    }
    return false;
}

static void take_record(void *context, const char *section, int64_t line, const char *digest)
{
    struct skipping *skipping = context;
    const char *name = strchr(section, '.');
    if (!is_asked(skipping->lines, line) ||
        (skipping->section != NULL && name != NULL && strcmp(name + 1, skipping->section) != 0)) {
        return;
    }
    if (skipping->found[0] == '\0') {
        (void)na_text_copy(skipping->found, sizeof skipping->found, section);
    }
    skipping->several = skipping->several || strcmp(skipping->found, section) != 0;
    if (skipping->code == NA_OK && !skipping->several) {
        skipping->code =
            na_buffer_printf(&skipping->list, "%s%lld:%s", skipping->list.length > 0 ? ", " : "",
                             (long long)line, digest);
        skipping->count++;
    }
}

/* A fault of what was asked for, with its remedy. */
static enum na_code refuse_skip(const struct skipping *skipping, struct na_error *reterr)
{
    const char *hint = "Give the line as nearaid check says it, for example --skip 17";
    if (skipping->several) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Several registers have such a line");
        hint = "Add --section NAME";
    } else {
        (void)na_fail(reterr, NA_ERR_USAGE, "No register has such a record");
    }
    return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, skipping->several ? "section" : "skip", hint);
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

static enum na_code write_skip(struct approval *approval, struct skipping *skipping,
                               const char *why, struct na_error *reterr)
{
    char words[400];
    (void)snprintf(words, sizeof words, "%s %s: %s", approval->date, approval->by, why);
    na_text_blank_controls(words, strlen(words), false);
    enum na_code code = na_buffer_terminate(&skipping->list) != NULL ? NA_OK : NA_ERR_MEMORY;
    code = code == NA_OK ? na_ini_set(&approval->ini, skipping->found, "skip", skipping->list.data)
                         : code;
    code = code == NA_OK ? na_ini_set(&approval->ini, skipping->found, "skip_why", words) : code;
    return code == NA_OK ? NA_OK : na_fail_memory(reterr, "writing pack.ini");
}

/* Compile to hear of the records: whether the pack is refused does not matter. */
static enum na_code skip(const struct na_cli_options *options, struct approval *approval,
                         struct skipping *skipping, const char *path, const char *why,
                         struct na_error *reterr)
{
    struct na_report report;
    struct na_buffer bytes;
    const struct na_compile_listener listener = {.context = skipping, .record = take_record};
    const struct na_cli_compile more = {.listener = &listener};
    na_report_init(&report);
    na_buffer_init(&bytes, SIZE_MAX / 2);
    enum na_code code =
        na_cli_pack_compile_with(options->argument, options, &more, &bytes, &report, reterr);
    code = report.errors > 0 ? NA_OK : code;
    if (code == NA_OK && (skipping->count == 0 || skipping->several)) {
        code = refuse_skip(skipping, reterr);
    } else if (code == NA_OK && skipping->code != NA_OK) {
        code = na_fail_memory(reterr, "writing pack.ini");
    }
    code = code == NA_OK ? write_skip(approval, skipping, why, reterr) : code;
    code =
        code == NA_OK ? na_cli_write(path, approval->ini.data, approval->ini.length, reterr) : code;
    if (code == NA_OK) {
        na_cli_say("%s: %zu record%s of %s %s left out", path, skipping->count,
                   skipping->count == 1 ? "" : "s", skipping->found,
                   skipping->count == 1 ? "is" : "are");
    }
    na_buffer_fini(&bytes);
    na_report_fini(&report);
    return code;
}

static enum na_code approve_skip(const struct na_cli_options *options, struct approval *approval,
                                 const char *path, struct na_error *reterr)
{
    const char *why = na_params_get(options->params, options->param_count, "why");
    struct skipping skipping = {
        .lines = na_params_get(options->params, options->param_count, "skip"),
        .section = na_params_get(options->params, options->param_count, "section")};
    if (why == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Why is the record left out?");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "why", "Add --why \"WORDS\"");
    }
    na_buffer_init(&skipping.list, INI_MAX);
    enum na_code code = skip(options, approval, &skipping, path, why, reterr);
    na_buffer_fini(&skipping.list);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    char path[4096];
    bool skips = na_params_get(options->params, options->param_count, "skip") != NULL;
    struct approval approval = {.by = na_params_get(options->params, options->param_count, "by")};
    if (!skips && na_params_get(options->params, options->param_count, "texts") == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "What is approved?");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "texts", "Add --texts, or --skip LINE");
    }
    if (approval.by == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Who says so?");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, "by", "Add --by NAME");
    }
    na_date_format(approval.date, today);
    na_buffer_init(&approval.ini, INI_MAX);
    enum na_code code = na_path_join(path, sizeof path, options->argument, "pack.ini", reterr);
    code = code == NA_OK ? read_ini(path, &approval.ini, reterr) : code;
    code = code != NA_OK ? code
           : skips       ? approve_skip(options, &approval, path, reterr)
                         : approve(options, &approval, path, reterr);
    na_buffer_fini(&approval.ini);
    return code;
}

const struct na_cli_command na_cli_approve = {.form = &form, .run = run};
