/* nearaid compile: a pack into one file, written whole or not at all. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/text.h"
#include "cli/command.h"
#include "data/snapshot.h"

static const struct na_cli_form form = {
    .name = "compile",
    .summary = "A pack into one flat file",
    .arguments = "PACK",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_GRID | NA_CLI_WANTS_OUTPUT,
    .params = &na_no_params,
    .about = "Compile the folder PACK into one checked file, to be served by nearaidd or asked by "
             "the other subcommands. Without -o the file has the folder's name and \".nad\", in "
             "the current folder. Equal sources give equal bytes.",
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
    /* Whoever reads the file reads the codes in it. */
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

static enum na_code compile_to(const char *output, const struct na_cli_options *options,
                               struct na_error *reterr)
{
    double started_s = seconds_now();
    struct na_report report;
    na_report_init(&report);
    struct na_buffer bytes;
    na_buffer_init(&bytes, SIZE_MAX / 2);
    enum na_code code = na_cli_pack_compile(options->argument, options, &bytes, &report, reterr);
    if (code == NA_OK) {
        code = write_and_say(output, &bytes, &report, started_s, reterr);
    } else {
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
