/* The words after `help` are read into one wish, and the wish is printed: an overview, one
 * subcommand, a manual page or completions. All of it is made in memory first, so that standard
 * output gets it whole or not at all. */
#include "cli/help.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "cli/completion.h"
#include "cli/manual.h"
#include "cli/subcommand.h"

#define HELP_LIMIT_BYTES ((size_t)64 * 1024)

enum help_format { HELP_TEXT, HELP_MAN, HELP_BASH, HELP_ZSH };

/* What the words after `help` ask for. */
struct wish {
    enum help_format format;
    const char *name; /* of the subcommand; NULL: the overview, or all */
};

enum na_code na_cli_help_form(const struct na_cli_form *form, struct na_error *reterr)
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

/* Each subcommand in turn. */
static enum na_code for_each(FILE *to, void (*put)(FILE *to, const struct na_cli_form *form),
                             struct na_error *reterr)
{
    const char *names[NA_CLI_SUBCOMMANDS_MAX];
    size_t count = na_cli_subcommand_names(names);
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        struct na_cli_subcommand found;
        code = na_cli_subcommand_find(names[i], &found, reterr);
        if (code == NA_OK) {
            put(to, found.form);
        }
    }
    return code;
}

static void put_line(FILE *to, const struct na_cli_form *form)
{
    (void)fprintf(to, "  %-10s%s\n", form->name, form->summary);
}

static enum na_code put_overview(FILE *to, struct na_error *reterr)
{
    (void)fputs("Usage: nearaid SUBCOMMAND [OPTION...]\n" NA_CLI_ABOUT "\n\n", to);
    enum na_code code = for_each(to, put_line, reterr);
    (void)fputs("  help      The help of a subcommand: nearaid help ward\n\n"
                "Options beat NEARAID_SNAPSHOT, NEARAID_PACK and NEARAID_GRID.\n"
                "Exit status: 0 done, 2 usage, 3 bad data, 4 input or output, 130 interrupted.\n\n"
                "Example:\n" NA_CLI_EXAMPLE,
                to);
    return code;
}

static enum na_code put_manual(FILE *to, const char *name, struct na_error *reterr)
{
    if (name != NULL) {
        struct na_cli_subcommand found;
        enum na_code code = na_cli_subcommand_find(name, &found, reterr);
        if (code == NA_OK) {
            na_cli_manual_put(to, found.form);
        }
        return code;
    }
    na_cli_manual_open(to);
    enum na_code code = for_each(to, na_cli_manual_put_line, reterr);
    na_cli_manual_close(to);
    if (code == NA_OK) {
        code = for_each(to, na_cli_manual_put_reference, reterr);
    }
    return code;
}

static enum na_code put_completion(FILE *to, const struct na_cli_completion *shell,
                                   struct na_error *reterr)
{
    shell->open(to);
    enum na_code code = for_each(to, shell->put_name, reterr);
    shell->middle(to);
    code = code == NA_OK ? for_each(to, shell->put_options, reterr) : code;
    shell->close(to);
    return code;
}

static enum na_code put(FILE *to, const struct wish *wish, struct na_error *reterr)
{
    switch (wish->format) {
    case HELP_TEXT:
        return put_overview(to, reterr);
    case HELP_MAN:
        return put_manual(to, wish->name, reterr);
    case HELP_BASH:
        return put_completion(to, &na_cli_completion_bash, reterr);
    case HELP_ZSH:
        return put_completion(to, &na_cli_completion_zsh, reterr);
    }
    assert(false);
    return NA_OK;
}

/* Made in memory first: standard output gets it whole or not at all. */
static enum na_code write_wish(const struct wish *wish, struct na_error *reterr)
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    if (to == NULL) {
        return na_fail_memory(reterr, "writing the help");
    }
    enum na_code code = put(to, wish, reterr);
    bool failed = ferror(to) != 0;
    if (fclose(to) != 0 || failed) {
        code = na_fail_memory(reterr, "writing the help");
    }
    if (code == NA_OK) {
        code = na_cli_write(NULL, text, length, reterr);
    }
    free(text);
    return code;
}

static enum na_code refuse(const char *message, const char *hint, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_USAGE, "%s", message);
    return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, hint);
}

static enum na_code read_format(const char *text, enum help_format *ret_format,
                                struct na_error *reterr)
{
    static const char *const names[] = {"text", "man", "bash", "zsh"};
    for (size_t i = 0; text != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *ret_format = (enum help_format)i;
            return NA_OK;
        }
    }
    return refuse("Option --format needs one of text, man, bash, zsh",
                  "Write nearaid help --format man ward", reterr);
}

static enum na_code read_wish(int argc, char **argv, struct wish *ret_wish, struct na_error *reterr)
{
    struct wish wish = {HELP_TEXT, NULL};
    enum na_code code = NA_OK;
    for (int i = 2; i < argc && code == NA_OK; i++) {
        if (strcmp(argv[i], "--format") == 0) {
            i++;
            code = read_format(i < argc ? argv[i] : NULL, &wish.format, reterr);
        } else if (strncmp(argv[i], "--format=", 9) == 0) {
            code = read_format(argv[i] + 9, &wish.format, reterr);
        } else if (wish.name != NULL) {
            code = refuse("More than one subcommand is named", "Name one", reterr);
        } else {
            wish.name = argv[i];
        }
    }
    if (code == NA_OK && wish.name != NULL &&
        (wish.format == HELP_BASH || wish.format == HELP_ZSH)) {
        code = refuse("A completion is of all subcommands", "Leave the subcommand out", reterr);
    }
    *ret_wish = wish;
    return code;
}

enum na_code na_cli_help(int argc, char **argv, struct na_error *reterr)
{
    struct wish wish;
    enum na_code code = read_wish(argc, argv, &wish, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (wish.format != HELP_TEXT || wish.name == NULL) {
        return write_wish(&wish, reterr);
    }
    struct na_cli_subcommand found;
    code = na_cli_subcommand_find(wish.name, &found, reterr);
    return code == NA_OK ? na_cli_help_form(found.form, reterr) : code;
}
