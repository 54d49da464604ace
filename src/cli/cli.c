#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/nearest_word.h"
#include "cli/output_form.h"

#define HELP_LIMIT_BYTES ((size_t)64 * 1024)

static const struct na_cli_command *const commands[] = {
    &na_cli_compile, &na_cli_check,    &na_cli_ward, &na_cli_nearest,  &na_cli_join,
    &na_cli_table,   &na_cli_compare,  &na_cli_info, &na_cli_locate,   &na_cli_here,
    &na_cli_export,  &na_cli_hotspots, &na_cli_site, &na_cli_coverage,
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static enum na_code find_command(const char *name, const struct na_cli_command **ret_command,
                                 struct na_error *reterr)
{
    const char *names[COMMAND_COUNT + 3] = {NULL};
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = commands[i]->form->name;
        if (strcmp(names[i], name) == 0) {
            *ret_command = commands[i];
            return NA_OK;
        }
    }
    names[COMMAND_COUNT] = "help";
    names[COMMAND_COUNT + 1] = "--help";
    names[COMMAND_COUNT + 2] = "--version";
    char hint[96] = "\"nearaid --help\" lists them";
    const char *nearest = na_cli_nearest_word(name, names, COMMAND_COUNT + 3);
    if (nearest != NULL) {
        (void)snprintf(hint, sizeof hint, "Did you mean \"%s\"?", nearest);
    }
    (void)na_fail(reterr, NA_ERR_USAGE, "Unknown %s \"%s\"",
                  name[0] == '-' ? "option" : "subcommand", name);
    (void)na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, hint);
    return NA_ERR_USAGE;
}

static enum na_code write_help(const struct na_cli_form *form, struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, HELP_LIMIT_BYTES);
    enum na_code code = na_cli_options_help(form, &text, reterr);
    if (code == NA_OK) {
        code = na_cli_write(NULL, text.data, text.length, reterr);
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code add_overview(struct na_buffer *to)
{
    enum na_code code = na_buffer_text(
        to, "Usage: nearaid SUBCOMMAND [OPTION...]\n"
            "Which ward is this point in, and what is nearest to it: answered offline.\n\n");
    for (size_t i = 0; i < COMMAND_COUNT && code == NA_OK; i++) {
        code = na_buffer_printf(to, "  %-10s%s\n", commands[i]->form->name,
                                commands[i]->form->summary);
    }
    if (code == NA_OK) {
        code = na_buffer_text(
            to, "  help      The help of a subcommand: nearaid help ward\n\n"
                "Options beat NEARAID_SNAPSHOT, NEARAID_PACK and NEARAID_GRID.\n"
                "Exit status: 0 done, 2 usage, 3 bad data, 4 input or output, 130 interrupted.\n\n"
                "Example:\n"
                "  nearaid nearest --pack data/shapefiles/tees-demo --gridref \"NZ 507 325\" "
                "--kind bleed_cabinet\n");
    }
    return code;
}

static enum na_code write_overview(struct na_error *reterr)
{
    struct na_buffer text;
    na_buffer_init(&text, HELP_LIMIT_BYTES);
    enum na_code code = add_overview(&text);
    if (code != NA_OK) {
        code = na_fail(reterr, code, "The help does not fit");
    } else {
        code = na_cli_write(NULL, text.data, text.length, reterr);
    }
    na_buffer_fini(&text);
    return code;
}

static enum na_code help(int argc, char **argv, struct na_error *reterr)
{
    if (argc <= 2) {
        return write_overview(reterr);
    }
    const struct na_cli_command *command = NULL;
    enum na_code code = find_command(argv[2], &command, reterr);
    return code == NA_OK ? write_help(command->form, reterr) : code;
}

static enum na_code run_command(int argc, char **argv, int32_t today,
                                struct na_cli_refusal *refusal, struct na_error *reterr)
{
    const struct na_cli_command *command = NULL;
    enum na_code code = find_command(argv[1], &command, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_cli_options options;
    code = na_cli_options_parse(command->form, argc - 1, argv + 1, &options, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (options.help) {
        return write_help(command->form, reterr);
    }
    options.refusal = refusal;
    code = na_cli_output_settle(&options, reterr);
    if (code != NA_OK) {
        return code;
    }
    return command->run(&options, today, reterr);
}

static enum na_code dispatch(int argc, char **argv, int32_t today, struct na_cli_refusal *refusal,
                             struct na_error *reterr)
{
    if (argc < 2) {
        (void)na_fail(reterr, NA_ERR_USAGE, "No subcommand");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, "\"nearaid --help\" lists them");
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        return help(argc, argv, reterr);
    }
    if (strcmp(argv[1], "--version") == 0) {
        static const char version[] = "nearaid " NA_VERSION "\n";
        return na_cli_write(NULL, version, sizeof version - 1, reterr);
    }
    return run_command(argc, argv, today, refusal, reterr);
}

int na_cli_main(int argc, char **argv, int32_t today)
{
    struct na_error error = {.code = NA_OK};
    struct na_cli_refusal refusal;
    na_cli_refusal_init(&refusal, argc, argv);
    enum na_code code = dispatch(argc, argv, today, &refusal, &error);
    if (code != NA_OK) {
        na_cli_refusal_say(&refusal, &error);
        na_cli_say_error(&error);
    }
    na_cli_refusal_fini(&refusal);
    return na_code_exit_status(code);
}
