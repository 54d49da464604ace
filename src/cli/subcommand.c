/* Commands with a file of their own stand in one list; every other name is looked up in the table
 * of questions. A question with a command of its own is listed once. An unknown name gets the
 * nearest one as a hint. */
#include "cli/subcommand.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "cli/map_child.h"
#include "cli/nearest_word.h"
#include "nearaid/questions.h"

/* What is no question comes first: it makes the data. The others do more than to ask theirs; their
 * order is that of the table. */
static const struct na_cli_command *const commands[] = {
    &na_cli_import,  &na_cli_compile,  &na_cli_check,  &na_cli_approve,  &na_cli_diff,
    &na_cli_publish, &na_cli_map,      &na_cli_export, &na_cli_join,     &na_cli_table,
    &na_cli_compare, &na_cli_hotspots, &na_cli_site,   &na_cli_coverage,
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

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

static const struct na_question *find_question(const char *name)
{
    for (size_t i = 0; i < na_question_count; i++) {
        if (na_questions[i]->command != NULL && strcmp(na_questions[i]->command, name) == 0) {
            return na_questions[i];
        }
    }
    return NULL;
}

size_t na_cli_subcommand_names(const char *ret_names[NA_CLI_SUBCOMMANDS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (commands[i]->question == NULL) {
            ret_names[count++] = commands[i]->form->name;
        }
    }
    for (size_t i = 0; i < na_question_count; i++) {
        if (na_questions[i]->command != NULL) {
            assert(count < NA_CLI_SUBCOMMANDS_MAX);
            ret_names[count++] = na_questions[i]->command;
        }
    }
    return count;
}

static enum na_code fail_unknown(const char *name, struct na_error *reterr)
{
    const char *names[NA_CLI_SUBCOMMANDS_MAX + 3];
    size_t count = na_cli_subcommand_names(names);
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

enum na_code na_cli_subcommand_find(const char *name, struct na_cli_subcommand *ret_found,
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
