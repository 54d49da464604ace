/* nearaid compile: a pack into one file, written whole or not at all. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"
#include "cli/against.h"
#include "data/snapshot.h"

static const struct na_param_spec specs[] = {NA_CLI_AGAINST_ROWS, NA_CLI_ACCEPT_ROW};
static const struct na_param_specs params = {specs, sizeof specs / sizeof specs[0]};

static const struct na_cli_form form = {
    .name = "compile",
    .summary = "A pack into one flat file",
    .arguments = "PACK",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT,
    .params = &params,
    .about =
        "Compile the folder PACK into one checked file, to be served by nearaidd or asked by "
        "the other subcommands. Without -o the file has the folder's name and \".nad\", in "
        "the current folder. Equal sources give equal bytes. --against LIVE says what changes, and "
        "stops what somebody has to accept: too many assets gone, one moved over 1 km, a kind "
        "or column gone, the day of issue unchanged.",
    .examples = "  nearaid compile data/shapefiles/tees-demo -o tees-demo.nad\n",
};

/* "tees-demo.nad" for the folder "data/shapefiles/tees-demo/"; "." and "/" give no name. */
static enum na_code default_output(const char *pack, char *ret_name, size_t size,
                                   struct na_error *reterr)
{
    struct na_str name = na_str_of(pack);
    while (name.length > 0 && name.bytes[name.length - 1] == '/') {
        name.length--;
    }
    for (size_t i = name.length; i > 0; i--) {
        if (name.bytes[i - 1] == '/') {
            name.bytes += i;
            name.length -= i;
            break;
        }
    }
    if (name.length == 0 || na_str_is(name, ".") || na_str_is(name, "..") ||
        name.length + sizeof ".nad" > size) {
        (void)na_fail(reterr, NA_ERR_USAGE, "The folder has no name to call the file by");
        (void)na_fail_at(reterr, NA_ERR_USAGE, pack, 0, NULL, "Give -o FILE");
        return NA_ERR_USAGE;
    }
    (void)snprintf(ret_name, size, "%.*s.nad", (int)name.length, name.bytes);
    return NA_OK;
}

static void say_contents(const struct na_snapshot *snapshot)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        na_cli_say("  %s %s: %u areas of %s", layer->kind, layer->id, (unsigned)layer->area_count,
                   layer->file);
    }
    for (size_t i = 0; i < na_snapshot_kind_count(snapshot); i++) {
        const struct na_kind *kind = na_snapshot_kind(snapshot, i);
        na_cli_say("  %s: %u", kind->name, (unsigned)kind->asset_count);
    }
    const struct na_pack_info *info = na_snapshot_info(snapshot);
    na_cli_say("  transformation %s, within %g m",
               info->grid_sha256[0] != '\0' ? "OSTN15" : "Helmert (no OSTN15 grid was found)",
               info->transformation_accuracy_m);
}

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Read the bytes back before they get their name: what could not be served is never written. */
static enum na_code write_and_say(const char *output, const struct na_buffer *bytes,
                                  const struct na_report *report, double started_s,
                                  struct na_error *reterr)
{
    struct na_snapshot *snapshot = NULL;
    enum na_code code = na_snapshot_from_bytes(bytes->data, bytes->length, &snapshot, reterr);
    if (code != NA_OK) {
        return code;
    }
    /* Those who can read the file can read the codes in it. */
    mode_t mask = na_snapshot_has_codes(snapshot) ? umask(S_IRWXG | S_IRWXO) : 0;
    code = na_cli_write(output, bytes->data, bytes->length, reterr);
    if (na_snapshot_has_codes(snapshot)) {
        (void)umask(mask);
    }
    if (code == NA_OK) {
        na_cli_pack_say_findings(report);
        na_cli_say("%s: %zu bytes in %.1f s, %zu warning%s",
                   strcmp(output, "-") == 0 ? "standard output" : output, bytes->length,
                   seconds_now() - started_s, report->warnings, report->warnings == 1 ? "" : "s");
        say_contents(snapshot);
    }
    na_snapshot_unref(snapshot);
    return code;
}

/* "Accepted: WHY (bleed_cabinet: 27 of 30 are gone)". */
static void write_note(const struct na_cli_options *options, const struct na_cli_against *against,
                       char *to, size_t size)
{
    const char *accept = na_params_get(options->params, options->param_count, "accept");
    int length = snprintf(to, size, "Accepted: %s", accept != NULL ? accept : "");
    size_t used = length > 0 ? (size_t)length : 0;
    for (size_t i = 0; i < against->diff.block_count && used < size; i++) {
        length =
            snprintf(to + used, size - used, "%s%s%s", i == 0 ? " (" : "; ",
                     against->diff.blocks[i].text, i + 1 == against->diff.block_count ? ")" : "");
        used += length > 0 ? (size_t)length : 0;
    }
}

/* What changes against the release that is live, and whether that is accepted; *ret_noted: the file
 * has to keep the note. */
static enum na_code compare_live(const struct na_cli_options *options,
                                 const struct na_buffer *bytes, char *note, size_t size,
                                 bool *ret_noted, struct na_error *reterr)
{
    struct na_snapshot *snapshot = NULL;
    struct na_cli_against against;
    struct na_buffer text;
    *ret_noted = false;
    if (na_params_get(options->params, options->param_count, "against") == NULL) {
        return NA_OK;
    }
    enum na_code code = na_snapshot_from_bytes(bytes->data, bytes->length, &snapshot, reterr);
    if (code != NA_OK) {
        return code;
    }
    code = na_cli_against_open(options, snapshot, &against, reterr);
    if (code == NA_OK) {
        na_buffer_init(&text, NA_ANSWER_LIMIT);
        if (na_release_text(&against.diff, &text) == NA_OK && na_buffer_terminate(&text) != NULL) {
            (void)fputs(text.data, stderr);
        }
        na_buffer_fini(&text);
        code = na_cli_against_allow(&against, options, reterr);
        *ret_noted = code == NA_OK && against.diff.block_count > 0;
        if (*ret_noted) {
            write_note(options, &against, note, size);
        }
        na_cli_against_close(&against);
    }
    na_snapshot_unref(snapshot);
    return code;
}

static enum na_code compile_to(const char *output, const struct na_cli_options *options,
                               struct na_error *reterr)
{
    double started_s = seconds_now();
    struct na_report report;
    na_report_init(&report);
    struct na_buffer bytes;
    na_buffer_init(&bytes, SIZE_MAX / 2);
    enum na_code code = na_cli_pack_compile(options->argument, options, &bytes, &report, reterr);
    bool refused = code != NA_OK;
    char note[1024];
    bool noted = false;
    if (code == NA_OK) {
        code = compare_live(options, &bytes, note, sizeof note, &noted, reterr);
    }
    if (code == NA_OK && noted) {
        na_buffer_clear(&bytes);
        na_report_fini(&report);
        na_report_init(&report);
        struct na_cli_compile more = {.note = note};
        code = na_cli_pack_compile_with(options->argument, options, &more, &bytes, &report, reterr);
    }
    if (code == NA_OK) {
        code = write_and_say(output, &bytes, &report, started_s, reterr);
    } else if (refused) {
        na_cli_pack_say_findings(&report);
        code = na_cli_pack_refused(options->argument, code, &report, reterr);
    }
    na_buffer_fini(&bytes);
    na_report_fini(&report);
    return code;
}

static enum na_code run(const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    (void)today;
    char name[256];
    const char *output = options->output;
    if (output == NULL) {
        enum na_code code = default_output(options->argument, name, sizeof name, reterr);
        if (code != NA_OK) {
            return code;
        }
        output = name;
    } else if (strcmp(output, "-") == 0 && isatty(STDOUT_FILENO) == 1) {
        return na_fail(reterr, NA_ERR_USAGE, "A compiled file is not written to a terminal");
    }
    return compile_to(output, options, reterr);
}

const struct na_cli_command na_cli_compile = {.form = &form, .run = run};
