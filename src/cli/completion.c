/* Two writers, for bash and zsh, over the same tables of options. What completes a value is decided
 * once, by the option's own spec: a word of a list, a file, a folder, or nothing. So a new option
 * is completed without a line here. */
#include "cli/completion.h"

#include <ctype.h>
#include <string.h>

#include <nearaid/version.h>

#include "cli/option_table.h"

/* What completes a value. */
enum value { VALUE_NONE, VALUE_ANY, VALUE_FILE, VALUE_FOLDER, VALUE_WORD };

static const struct na_param_spec *spec_of(const struct na_cli_form *form,
                                           const struct argp_option *option)
{
    return option->key >= KEY_PARAM ? &form->params->specs[option->key - KEY_PARAM] : NULL;
}

static enum value value_of(const struct na_cli_form *form, const struct argp_option *option)
{
    const struct na_param_spec *spec = spec_of(form, option);
    if (option->arg == NULL) {
        return VALUE_NONE;
    }
    if (spec != NULL && spec->type == NA_PARAM_ENUM) {
        return VALUE_WORD;
    }
    return strcmp(option->arg, "FILE") == 0  ? VALUE_FILE
           : strcmp(option->arg, "DIR") == 0 ? VALUE_FOLDER
                                             : VALUE_ANY;
}

/* What completes a word that is no option: of a place nothing does. */
static enum value argument_of(const struct na_cli_form *form)
{
    return strcmp(form->arguments, "PACK") == 0      ? VALUE_FOLDER
           : (form->wants & NA_CLI_WANTS_INPUT) != 0 ? VALUE_FILE
                                                     : VALUE_NONE;
}

/* "text|csv" with blanks between. */
static void put_choices(FILE *to, const char *choices)
{
    for (; *choices != '\0'; choices++) {
        (void)fputc(*choices == '|' ? ' ' : *choices, to);
    }
}

/* ---- bash ---- */

static void bash_open(FILE *to)
{
    (void)fputs("# bash completion of nearaid " NA_VERSION ", made by: nearaid help --format bash\n"
                "# shellcheck shell=bash\n"
                "_nearaid() {\n"
                "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
                "    local names='",
                to);
}

static void bash_name(FILE *to, const struct na_cli_form *form)
{
    (void)fprintf(to, "%s ", form->name);
}

/* bash parts a word at '=': "--format=csv" is three. */
static void bash_middle(FILE *to)
{
    (void)fputs("help'\n"
                "    local options='' words='' files=''\n"
                "    COMPREPLY=()\n"
                "    if [[ $word == = ]]; then\n"
                "        word=''\n"
                "    elif ((COMP_CWORD > 2)) && [[ $before == = ]]; then\n"
                "        before=${COMP_WORDS[COMP_CWORD - 2]}\n"
                "    fi\n"
                "    if ((COMP_CWORD == 1)); then\n"
                "        mapfile -t COMPREPLY < <(compgen -W \"$names --help --version\" -- "
                "\"$word\")\n"
                "        return\n"
                "    fi\n"
                "    case ${COMP_WORDS[1]} in\n"
                "    help)\n"
                "        words=$names\n"
                "        ;;\n",
                to);
}

static void bash_pattern(FILE *to, const struct argp_option *option)
{
    if (isprint(option->key) != 0) {
        (void)fprintf(to, "-%c | ", option->key);
    }
    (void)fprintf(to, "--%s", option->name);
}

static void bash_value(FILE *to, const struct na_cli_form *form, const struct argp_option *option)
{
    enum value value = value_of(form, option);
    if (value == VALUE_NONE || value == VALUE_ANY) {
        return;
    }
    (void)fputs("        ", to);
    bash_pattern(to, option);
    if (value == VALUE_WORD) {
        (void)fputs(") words='", to);
        put_choices(to, option->arg);
        (void)fputs("' ;;\n", to);
    } else {
        (void)fprintf(to, ") files=%s ;;\n", value == VALUE_FILE ? "-f" : "-d");
    }
}

/* Values that nobody can guess. */
static void bash_guesses(FILE *to, const struct na_cli_form *form, const struct na_cli_table *table)
{
    bool any = false;
    for (size_t i = 0; i < table->count; i++) {
        const struct argp_option *option = &table->options[i];
        if (option->name != NULL && value_of(form, option) == VALUE_ANY) {
            (void)fputs(any ? " | " : "        ", to);
            bash_pattern(to, option);
            any = true;
        }
    }
    (void)fputs(any ? ") ;;\n" : "", to);
}

static void bash_options(FILE *to, const struct na_cli_form *form)
{
    struct na_cli_table table;
    na_cli_table_init(&table, form);
    (void)fprintf(to, "    %s)\n        options='", form->name);
    for (size_t i = 0; i < table.count; i++) {
        if (table.options[i].name != NULL) {
            (void)fprintf(to, "--%s ", table.options[i].name);
        }
    }
    (void)fputs("'\n        case $before in\n", to);
    for (size_t i = 0; i < table.count; i++) {
        if (table.options[i].name != NULL) {
            bash_value(to, form, &table.options[i]);
        }
    }
    bash_guesses(to, form, &table);
    enum value argument = argument_of(form);
    (void)fprintf(to, "        *) [[ $word == -* ]] && words=$options || files='%s' ;;\n",
                  argument == VALUE_FILE     ? "-f"
                  : argument == VALUE_FOLDER ? "-d"
                                             : "");
    (void)fputs("        esac\n        ;;\n", to);
}

static void bash_close(FILE *to)
{
    (void)fputs("    esac\n"
                "    if [[ -n $files ]]; then\n"
                "        compopt -o filenames 2>/dev/null || :\n"
                "        mapfile -t COMPREPLY < <(compgen \"$files\" -- \"$word\")\n"
                "    elif [[ -n $words ]]; then\n"
                "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
                "    fi\n"
                "}\n"
                "complete -F _nearaid nearaid\n",
                to);
}

const struct na_cli_completion na_cli_completion_bash = {bash_open, bash_name, bash_middle,
                                                         bash_options, bash_close};

/* ---- zsh ---- */

/* A text between apostrophes; `special` are characters that _arguments or _describe would read. */
static void zsh_text(FILE *to, const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            (void)fputs("'\\''", to);
            continue;
        }
        if (*text == '\\' || strchr(special, *text) != NULL) {
            (void)fputc('\\', to);
        }
        (void)fputc(*text, to);
    }
}

static void zsh_open(FILE *to)
{
    (void)fputs("#compdef nearaid\n"
                "# zsh completion of nearaid " NA_VERSION ", made by: nearaid help --format zsh\n"
                "_nearaid() {\n"
                "    local context state state_descr line\n"
                "    typeset -A opt_args\n"
                "    local -a names\n"
                "    names=(\n",
                to);
}

static void zsh_name(FILE *to, const struct na_cli_form *form)
{
    (void)fprintf(to, "        '%s:", form->name);
    zsh_text(to, form->summary, "");
    (void)fputs("'\n", to);
}

static void zsh_middle(FILE *to)
{
    (void)fputs(
        "        'help:The help of a subcommand'\n"
        "    )\n"
        "    _arguments -C '(- *)--help[The subcommands]' '(- *)--version[The version]' \\\n"
        "        '(-)1:subcommand:->name' '(-)*::argument:->rest'\n"
        "    if [[ $state == name ]]; then\n"
        "        _describe subcommand names\n"
        "        return\n"
        "    fi\n"
        "    case $line[1] in\n"
        "    help)\n"
        "        _describe subcommand names\n"
        "        ;;\n",
        to);
}

static void zsh_value(FILE *to, const struct na_cli_form *form, const struct argp_option *option)
{
    switch (value_of(form, option)) {
    case VALUE_NONE:
        break;
    case VALUE_WORD:
        (void)fprintf(to, ":%s:(", option->name);
        put_choices(to, option->arg);
        (void)fputc(')', to);
        break;
    case VALUE_FILE:
        (void)fprintf(to, ":%s:_files", option->arg);
        break;
    case VALUE_FOLDER:
        (void)fprintf(to, ":%s:_files -/", option->arg);
        break;
    case VALUE_ANY:
        (void)fputc(':', to);
        zsh_text(to, option->arg, ":");
        (void)fputs(": ", to);
        break;
    }
}

static void zsh_option(FILE *to, const struct na_cli_form *form, const struct argp_option *option)
{
    const struct na_param_spec *spec = spec_of(form, option);
    bool again = option->key == KEY_INPUT || (spec != NULL && spec->repeatable);
    (void)fprintf(to, " \\\n            %s'--%s%s[", again ? "'*'" : "", option->name,
                  option->arg != NULL ? "=" : "");
    zsh_text(to, option->doc, "[]");
    (void)fputc(']', to);
    zsh_value(to, form, option);
    (void)fputc('\'', to);
    if (isprint(option->key) != 0) {
        (void)fprintf(to, " \\\n            %s'-%c[", again ? "'*'" : "", option->key);
        zsh_text(to, option->doc, "[]");
        (void)fputc(']', to);
        zsh_value(to, form, option);
        (void)fputc('\'', to);
    }
}

static void zsh_options(FILE *to, const struct na_cli_form *form)
{
    struct na_cli_table table;
    na_cli_table_init(&table, form);
    (void)fprintf(to, "    %s)\n        _arguments", form->name);
    for (size_t i = 0; i < table.count; i++) {
        if (table.options[i].name != NULL) {
            zsh_option(to, form, &table.options[i]);
        }
    }
    enum value argument = argument_of(form);
    if (argument != VALUE_NONE) {
        (void)fprintf(to, " \\\n            '*:argument:_files%s'",
                      argument == VALUE_FOLDER ? " -/" : "");
    }
    (void)fputs("\n        ;;\n", to);
}

static void zsh_close(FILE *to)
{
    (void)fputs("    esac\n}\n_nearaid \"$@\"\n", to);
}

const struct na_cli_completion na_cli_completion_zsh = {zsh_open, zsh_name, zsh_middle, zsh_options,
                                                        zsh_close};
