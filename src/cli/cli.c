#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include <nearaid/version.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/map_child.h"
#include "cli/nearest_word.h"
#include "cli/output_form.h"
#include "cli/question_form.h"
#include "nearaid/questions.h"

#define HELP_LIMIT_BYTES ((size_t)64 * 1024)
#define SUBCOMMANDS_MAX 64

/* What is no question, or does more than to ask one. */
static const struct na_cli_command *const commands[] = {
    &na_cli_compile, &na_cli_check,   &na_cli_map,      &na_cli_export, &na_cli_join,
    &na_cli_table,   &na_cli_compare, &na_cli_hotspots, &na_cli_site,   &na_cli_coverage,
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])
/* Those before make the data; the questions come next in the help, then what works on files. */
#define FIRST_ABOUT_FILES 3

/* A subcommand: one of those, or a question of the table. */
struct subcommand {
    const struct na_cli_command *command; /* NULL: the question is asked as it is */
    const struct na_question *question;   /* NULL: it is none */
    const struct na_cli_form *form;       /* of the command, or in `made` */
    struct na_cli_question_form made;
};

static const char *name_of(const struct na_cli_command *command)
{
    return command->form != NULL ? command->form->name : command->question->command;
}

static const struct na_cli_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(name_of(commands[i]), name) == 0) {
            return commands[i];
        }
    }
    return strcmp(name, NA_CLI_MAP_CHILD_NAME) == 0 ? &na_cli_map_child_command : NULL;
}

static size_t list_questions(const char *names[SUBCOMMANDS_MAX],
                             const char *summaries[SUBCOMMANDS_MAX], size_t count)
{
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        if (question->command != NULL && find_command(question->command) == NULL) {
            names[count] = question->command;
            summaries[count++] = question->summary;
        }
    }
    return count;
}

/* The names of all subcommands with their summaries, in the order of the help: what makes the data,
 * what is asked of them, what works on files. */
static size_t list_subcommands(const char *names[SUBCOMMANDS_MAX],
                               const char *summaries[SUBCOMMANDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const struct na_cli_command *command = commands[i];
        if (i == FIRST_ABOUT_FILES) {
            count = list_questions(names, summaries, count);
        }
        names[count] = name_of(command);
        summaries[count++] =
            command->form != NULL ? command->form->summary : command->question->summary;
    }
    return count;
}

static enum na_code fail_unknown(const char *name, struct na_error *reterr)
{
    const char *names[SUBCOMMANDS_MAX + 3], *summaries[SUBCOMMANDS_MAX];
    size_t count = list_subcommands(names, summaries);
    names[count++] = "help";
    names[count++] = "--help";
    names[count++] = "--version";
    char hint[96] = "\"nearaid --help\" lists them";
    const char *nearest = na_cli_nearest_word(name, names, count);
    if (nearest != NULL) {
        (void)snprintf(hint, sizeof hint, "Did you mean \"%s\"?", nearest);
    }
    (void)na_fail(reterr, NA_ERR_USAGE, "Unknown %s \"%s\"",
                  name[0] == '-' ? "option" : "subcommand", name);
    (void)na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, hint);
    return NA_ERR_USAGE;
}

static const struct na_question *find_question(const char *name)
{
    for (size_t i = 0; i < na_question_count; i++) {
        if (na_questions[i]->command != NULL && strcmp(na_questions[i]->command, name) == 0) {
            return na_questions[i];
        }
    }
    return NULL;
}

static enum na_code find_subcommand(const char *name, struct subcommand *ret_found,
                                    struct na_error *reterr)
{
    const struct na_cli_command *command = find_command(name);
    ret_found->command = command;
    ret_found->question = command != NULL ? command->question : find_question(name);
    if (command != NULL && command->form != NULL) {
        ret_found->form = command->form;
        return NA_OK;
    }
    if (ret_found->question == NULL) {
        return fail_unknown(name, reterr);
    }
    na_cli_question_form_init(&ret_found->made, ret_found->question,
                              command != NULL ? command->wants : 0);
    ret_found->form = &ret_found->made.form;
    return NA_OK;
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
    const char *names[SUBCOMMANDS_MAX], *summaries[SUBCOMMANDS_MAX];
    size_t count = list_subcommands(names, summaries);
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        code = na_buffer_printf(to, "  %-10s%s\n", names[i], summaries[i]);
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
    struct subcommand found;
    enum na_code code = find_subcommand(argv[2], &found, reterr);
    return code == NA_OK ? write_help(found.form, reterr) : code;
}

static enum na_code run_command(int argc, char **argv, int32_t today,
                                struct na_cli_refusal *refusal, struct na_error *reterr)
{
    struct subcommand found;
    enum na_code code = find_subcommand(argv[1], &found, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_cli_options options;
    code = na_cli_options_parse(found.form, argc - 1, argv + 1, &options, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (options.help) {
        return write_help(found.form, reterr);
    }
    options.refusal = refusal;
    code = na_cli_output_settle(&options, reterr);
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
