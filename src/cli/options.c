/* argp splits the words, and this file explains what argp only rejects: which word is unknown, what
 * was meant, what is missing. What argp cannot know (options that exclude each other) is checked at
 * the end. Nothing is printed here. */
#include "cli/options.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "cli/option_table.h"

#define POSITION_HINT "Positions are named: --lat 54.6867 --lon -1.2080"

/* argp's callbacks see this. */
struct parsing {
    const struct na_cli_form *form;
    struct na_cli_table table;
    struct na_cli_options options;
    struct na_error *reterr;
    enum na_code code;
};

/* The message is in reterr already. */
static error_t refuse(struct parsing *parsing, const char *hint)
{
    (void)na_fail_at(parsing->reterr, NA_ERR_USAGE, NULL, 0, NULL, hint);
    parsing->code = NA_ERR_USAGE;
    return EINVAL;
}

static bool takes_position(const struct na_cli_form *form)
{
    bool found = false;
    for (size_t i = 0; i < form->params->count && !found; i++) {
        found = strcmp(form->params->specs[i].name, "lat") == 0;
    }
    return found;
}

static error_t set_text(struct parsing *parsing, const char **ret_text, const char *name,
                        const char *value)
{
    if (*ret_text != NULL) {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE, "Option --%s is given more than once", name);
        return refuse(parsing, "Give it once");
    }
    if (value[0] == '\0') {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE, "Option --%s has an empty value", name);
        return refuse(parsing, NULL);
    }
    *ret_text = value;
    return 0;
}

static error_t add_param(struct parsing *parsing, size_t i, const char *value)
{
    struct na_cli_options *options = &parsing->options;
    if (options->param_count == NA_PARAMS_MAX) {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE, "More than %d parameters", NA_PARAMS_MAX);
        return refuse(parsing, NULL);
    }
    options->params[options->param_count++] = (struct na_param){
        parsing->form->params->specs[i].name, value != NULL ? value : NA_CLI_FLAG_VALUE};
    return 0;
}

static error_t add_input(struct parsing *parsing, const char *value)
{
    struct na_cli_options *options = &parsing->options;
    if (options->input_count == NA_CLI_INPUTS_MAX || value[0] == '\0') {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE,
                      value[0] == '\0' ? "Option --input has an empty value" : "Too many inputs");
        return refuse(parsing, "Name files, or pipe them into standard input");
    }
    options->inputs[options->input_count++] = value;
    return 0;
}

/* One more word of a place. */
static error_t add_word(struct parsing *parsing, const char *value)
{
    struct na_cli_options *options = &parsing->options;
    size_t length = strlen(value);
    size_t gap = options->words_length > 0 ? 1 : 0;
    if (options->words_length + gap + length + 1 > sizeof options->words) {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE, "The words of the place are too many");
        return refuse(parsing, "Give the address alone");
    }
    if (gap > 0) {
        options->words[options->words_length++] = ' ';
    }
    memcpy(options->words + options->words_length, value, length + 1);
    options->words_length += length;
    options->argument_count = parsing->form->argument_count;
    return 0;
}

static error_t set_argument(struct parsing *parsing, const char *value)
{
    const struct na_cli_form *form = parsing->form;
    struct na_cli_options *options = &parsing->options;
    if ((form->wants & NA_CLI_WANTS_WORDS) != 0) {
        return add_word(parsing, value);
    }
    if (options->argument_count == form->argument_count &&
        (form->wants & NA_CLI_WANTS_INPUT) != 0) {
        return add_input(parsing, value);
    }
    if (options->argument_count == form->argument_count) {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE, "Unexpected argument \"%s\"", value);
        return refuse(parsing, takes_position(form) ? POSITION_HINT
                               : form->argument_count > 0
                                   ? NULL
                                   : "Options say what is given: --snapshot FILE, --pack DIR");
    }
    options->arguments[options->argument_count++] = value;
    options->argument = options->arguments[0];
    return 0;
}

/* The word getopt choked on: the one before `next`, save in a cluster of short options, where it
 * has not moved on yet. */
static const char *bad_word(const struct parsing *parsing, const struct argp_state *state)
{
    int last = state->next - 1;
    const char *word = last > 0 ? state->argv[last] : "";
    const char *after = state->next < state->argc ? state->argv[state->next] : NULL;
    bool fits = false;
    if (strncmp(word, "--", 2) == 0) {
        const struct argp_option *option = na_cli_table_find(&parsing->table, word + 2);
        fits = option != NULL && (option->arg == NULL) == (strchr(word, '=') == NULL);
    } else {
        fits = word[0] != '-';
    }
    return fits && after != NULL && after[0] == '-' ? after : word;
}

static error_t explain_unknown(struct parsing *parsing, const char *word)
{
    (void)na_fail(parsing->reterr, NA_ERR_USAGE, "Unknown option \"%.*s\"", (int)strcspn(word, "="),
                  word);
    bool is_long = strncmp(word, "--", 2) == 0;
    const char *nearest = is_long ? na_cli_table_nearest(&parsing->table, word + 2) : NULL;
    char hint[160];
    if (nearest != NULL) {
        (void)snprintf(hint, sizeof hint, "Did you mean --%s?", nearest);
    } else if (isdigit((unsigned char)word[1]) && takes_position(parsing->form)) {
        (void)snprintf(hint, sizeof hint, "%s", POSITION_HINT);
    } else if (isdigit((unsigned char)word[1])) {
        (void)snprintf(hint, sizeof hint, "Write -- before a text that begins with -");
    } else {
        (void)snprintf(hint, sizeof hint, "\"nearaid %s --help\" lists them", parsing->form->name);
    }
    return refuse(parsing, hint);
}

static error_t explain_error(struct parsing *parsing, const struct argp_state *state)
{
    const char *word = bad_word(parsing, state);
    const struct argp_option *option = NULL;
    if (strncmp(word, "--", 2) == 0) {
        option = na_cli_table_find(&parsing->table, word + 2);
    } else if (strcmp(word, "-o") == 0 || strcmp(word, "-i") == 0) {
        option = na_cli_table_find(&parsing->table, word[1] == 'o' ? "output" : "input");
    }
    if (option == NULL) {
        return explain_unknown(parsing, word);
    }
    if (option->arg == NULL) {
        (void)na_fail(parsing->reterr, NA_ERR_USAGE, "Option --%s takes no value", option->name);
        return refuse(parsing, NULL);
    }
    char hint[160];
    (void)snprintf(hint, sizeof hint, "Write --%s %s", option->name, option->arg);
    (void)na_fail(parsing->reterr, NA_ERR_USAGE, "Option --%s needs a value", option->name);
    return refuse(parsing, hint);
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct parsing *parsing = state->input;
    struct na_cli_options *options = &parsing->options;
    switch (key) {
    case KEY_OUTPUT:
        return set_text(parsing, &options->output, "output", value);
    case KEY_INPUT:
        return add_input(parsing, value);
    case KEY_SNAPSHOT:
        return set_text(parsing, &options->snapshot, "snapshot", value);
    case KEY_MAP:
        options->map = true;
        return 0;
    case KEY_PACK:
        return set_text(parsing, &options->pack, "pack", value);
    case KEY_GRID:
        return set_text(parsing, &options->grid, "grid", value);
    case KEY_NO_GRID:
        options->no_grid = true;
        return 0;
    case KEY_JSON:
        options->json = true;
        return 0;
    case KEY_SAY:
        options->say = true;
        return 0;
    case KEY_TEMPLATES:
        return set_text(parsing, &options->templates, "templates", value);
    case KEY_HELP:
        options->help = true;
        return 0;
    case ARGP_KEY_ARG:
        return set_argument(parsing, value);
    case ARGP_KEY_ERROR:
        return parsing->code == NA_OK ? explain_error(parsing, state) : 0;
    default:
        break;
    }
    if (key >= KEY_PARAM && (size_t)(key - KEY_PARAM) < parsing->form->params->count) {
        return add_param(parsing, (size_t)(key - KEY_PARAM), value);
    }
    return ARGP_ERR_UNKNOWN;
}

/* Is the argument given as an option? */
static bool stands_for_argument(const struct na_cli_options *options)
{
    const char *name = options->form->argument_option;
    for (size_t i = 0; name != NULL && i < options->param_count; i++) {
        if (strcmp(options->params[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* What argp cannot know: options that exclude each other, arguments that are missing. */
static enum na_code check_whole(const struct na_cli_form *form,
                                const struct na_cli_options *options, struct na_error *reterr)
{
    if (options->help) {
        return NA_OK;
    }
    if (options->snapshot != NULL && options->pack != NULL) {
        return na_fail(reterr, NA_ERR_USAGE, "Both --snapshot and --pack are given");
    }
    if (options->map && options->pack != NULL) {
        return na_fail(reterr, NA_ERR_USAGE, "--map does nothing with --pack");
    }
    if (options->snapshot != NULL && (options->grid != NULL || options->no_grid)) {
        (void)na_fail(reterr, NA_ERR_USAGE, "--grid and --no-grid do nothing with --snapshot");
        (void)na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                         "The compiled file holds its transformation");
        return NA_ERR_USAGE;
    }
    if (options->grid != NULL && options->no_grid) {
        return na_fail(reterr, NA_ERR_USAGE, "Both --grid and --no-grid are given");
    }
    if (options->argument_count < form->argument_count && !stands_for_argument(options)) {
        char hint[160];
        (void)snprintf(hint, sizeof hint, "Write nearaid %s %s", form->name, form->arguments);
        (void)na_fail(reterr, NA_ERR_USAGE, "No %s is given", form->arguments);
        (void)na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, hint);
        return NA_ERR_USAGE;
    }
    return NA_OK;
}

enum na_code na_cli_options_parse(const struct na_cli_form *form, int argc, char **argv,
                                  struct na_cli_options *ret_options, struct na_error *reterr)
{
    struct parsing parsing = {.form = form, .options.form = form, .reterr = reterr, .code = NA_OK};
    na_cli_table_init(&parsing.table, form);
    struct argp argp = {.options = parsing.table.options, .parser = parse_one};
    /* Files are read in the order given, be they of -i or not. */
    unsigned int order = (form->wants & NA_CLI_WANTS_INPUT) != 0 ? ARGP_IN_ORDER : 0;
    error_t error =
        argp_parse(&argp, argc, argv, ARGP_NO_HELP | ARGP_SILENT | order, NULL, &parsing);
    if (parsing.code != NA_OK) {
        return parsing.code;
    }
    if (error == ENOMEM) {
        return na_fail_memory(reterr, "reading the command line");
    }
    if (error != 0) {
        return na_fail(reterr, NA_ERR_USAGE, "Command line not understood");
    }
    enum na_code code = check_whole(form, &parsing.options, reterr);
    if (code != NA_OK) {
        return code;
    }
    *ret_options = parsing.options;
    if (ret_options->words_length > 0) {
        if (ret_options->param_count == NA_PARAMS_MAX) {
            return na_fail(reterr, NA_ERR_USAGE, "Too many options");
        }
        ret_options->params[ret_options->param_count++] =
            (struct na_param){"q", ret_options->words};
    }
    return NA_OK;
}

/* Leaves out argp's remark about short options: there is one, and its line says it. */
static char *filter_help(int key, const char *text, void *input)
{
    (void)input;
    return key == ARGP_KEY_HELP_DUP_ARGS_NOTE ? NULL : (char *)(uintptr_t)text;
}

enum na_code na_cli_options_help(const struct na_cli_form *form, struct na_buffer *to,
                                 struct na_error *reterr)
{
    struct na_cli_table table;
    na_cli_table_init(&table, form);
    struct argp argp = {.options = table.options,
                        .args_doc = form->arguments[0] != '\0' ? form->arguments : NULL,
                        .doc = form->about,
                        .help_filter = filter_help};
    char name[64];
    (void)snprintf(name, sizeof name, "nearaid %s", form->name);
    char *text = NULL;
    size_t length = 0;
    enum na_code code = NA_OK;
    FILE *stream = open_memstream(&text, &length);
    if (stream == NULL) {
        return na_fail_memory(reterr, "writing the help");
    }
    argp_help(&argp, stream, ARGP_HELP_SHORT_USAGE | ARGP_HELP_LONG | ARGP_HELP_PRE_DOC, name);
    if (fclose(stream) != 0) {
        code = na_fail_memory(reterr, "writing the help");
        goto done;
    }
    code = na_buffer_append(to, text, length);
    if (code == NA_OK) {
        code = na_buffer_printf(to, "\nExample:\n%s", form->examples);
    }
    if (code != NA_OK) {
        code = na_fail(reterr, code, "The help does not fit");
    }
done:
    free(text);
    return code;
}
