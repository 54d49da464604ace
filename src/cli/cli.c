/* Finds the subcommand, reads its options, and runs it: a command with a file of its own, or the
 * question itself. Whatever fails comes back here as one error, which is said once and gives the
 * exit status. No subcommand prints its own refusal. */
#include "cli/cli.h"

#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/help.h"
#include "cli/output_form.h"
#include "cli/overwrite.h"
#include "cli/subcommand.h"
#include "nearaid/questions.h"

static enum na_code run_command(int argc, char **argv, int32_t today,
                                struct na_cli_refusal *refusal, struct na_error *reterr)
{
    struct na_cli_subcommand found;
    enum na_code code = na_cli_subcommand_find(argv[1], &found, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_cli_options options;
    code = na_cli_options_parse(found.form, argc - 1, argv + 1, &options, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (options.help) {
        return na_cli_help_form(found.form, reterr);
    }
    options.refusal = refusal;
    code = na_cli_output_settle(&options, reterr);
    if (code == NA_OK) {
        code = na_cli_overwrite_check(&options, reterr);
    }
    if (code != NA_OK) {
        return code;
    }
    if (found.command != NULL) {
        return found.command->run(&options, today, reterr);
    }
    na_cli_question_settle(found.question, &options);
    return na_cli_ask(na_question_answer(found.question), &options, today, reterr);
}

static enum na_code dispatch(int argc, char **argv, int32_t today, struct na_cli_refusal *refusal,
                             struct na_error *reterr)
{
    if (argc < 2) {
        (void)na_fail(reterr, NA_ERR_USAGE, "No subcommand");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, "\"nearaid --help\" lists them");
    }
    static char help[] = "--help";
    if (argc < 4 && strcmp(argv[argc - 1], "-h") == 0) {
        argv[argc - 1] = help; /* as many programs have it; elsewhere it may be a value */
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        bool again = argc == 3 && strcmp(argv[2], help) == 0; /* help on help */
        return na_cli_help(again ? 2 : argc, argv, reterr);
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
