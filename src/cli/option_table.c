/* The parameters of a question and the options that every command shares become one table for argp,
 * in groups with titles. Ranges and defaults are written into the help out of the specs, so that
 * they cannot differ from what is checked. */
#include "cli/option_table.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/nearest_word.h"

enum { GROUP_QUESTION = 1, GROUP_OTHER, GROUP_DATA, GROUP_ANSWER, GROUP_HELP };

static struct argp_option *add(struct na_cli_table *table, struct argp_option option)
{
    assert(table->count < OPTIONS_MAX - 1);
    table->options[table->count] = option;
    return &table->options[table->count++];
}

static void add_header(struct na_cli_table *table, const char *text, int group)
{
    (void)add(table, (struct argp_option){.doc = text, .group = group});
}

static const char *value_label(const struct na_param_spec *spec)
{
    switch (spec->type) {
    case NA_PARAM_DEGREES:
        return "DEGREES";
    case NA_PARAM_METRES:
        return "METRES";
    case NA_PARAM_INTEGER:
        return "N";
    case NA_PARAM_DATE:
        return "YYYY-MM-DD";
    case NA_PARAM_GRIDREF:
        return "GRIDREF";
    case NA_PARAM_ENUM:
        return spec->choices;
    case NA_PARAM_BBOX:
        return "W,S,E,N";
    case NA_PARAM_FILE:
        return "FILE";
    case NA_PARAM_CONDITION:
        return "COLUMN=VALUE";
    case NA_PARAM_BOX:
        return "BOX";
    case NA_PARAM_TEXT:
        break;
    }
    return "TEXT";
}

static bool has_range(const struct na_param_spec *spec)
{
    return spec->type == NA_PARAM_DEGREES || spec->type == NA_PARAM_METRES ||
           spec->type == NA_PARAM_INTEGER;
}

static bool is_flag(const struct na_param_spec *spec)
{
    return spec->type == NA_PARAM_ENUM &&
           (strcmp(spec->choices, NA_CLI_FLAG_VALUE) == 0 || strcmp(spec->choices, "yes|no") == 0);
}

/* "Latitude, degrees north (-90 to 90, default 0)" */
static void describe(const struct na_param_spec *spec, char *to, size_t size)
{
    char notes[OPTION_DOC_MAX / 2] = "";
    size_t used = 0;
    if (is_flag(spec)) {
        (void)na_text_copy(to, size, spec->summary);
        return;
    }
    if (has_range(spec)) {
        char low[NA_NUMBER_TEXT], high[NA_NUMBER_TEXT];
        (void)na_number_trimmed(&low, spec->low, 3);
        (void)na_number_trimmed(&high, spec->high, 3);
        used = (size_t)snprintf(notes, sizeof notes, "%.24s to %.24s", low, high);
    }
    if (spec->default_text != NULL && spec->default_text[0] != '\0') {
        used += (size_t)snprintf(notes + used, sizeof notes - used, "%sdefault %.24s",
                                 used > 0 ? ", " : "", spec->default_text);
    }
    if (used > 0) {
        (void)snprintf(to, size, "%s (%s)", spec->summary, notes);
    } else {
        (void)na_text_copy(to, size, spec->summary);
    }
}

static void add_param(struct na_cli_table *table, const struct na_param_spec *spec, size_t i,
                      int group)
{
    char *name = table->names[table->count];
    char *doc = table->docs[table->count];
    (void)na_text_copy(name, OPTION_NAME_MAX, spec->name);
    for (char *c = name; *c != '\0'; c++) {
        if (*c == '_') {
            *c = '-';
        }
    }
    describe(spec, doc, OPTION_DOC_MAX);
    (void)add(table, (struct argp_option){.name = name,
                                          .key = KEY_PARAM + (int)i,
                                          .arg = is_flag(spec) ? NULL : value_label(spec),
                                          .doc = doc,
                                          .group = group});
}

static void add_input(struct na_cli_table *table)
{
    (void)add(table, (struct argp_option){"input", KEY_INPUT, "FILE", 0,
                                          "Rows to read; again for several files, - is standard "
                                          "input (the default)",
                                          GROUP_DATA});
}

static void add_data(struct na_cli_table *table, unsigned int wants)
{
    if ((wants & (NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID)) != 0) {
        add_header(table, "The data:", GROUP_DATA);
    }
    if ((wants & NA_CLI_WANTS_INPUT) != 0) {
        add_input(table);
    }
    if ((wants & NA_CLI_WANTS_SOURCE) != 0) {
        (void)add(table,
                  (struct argp_option){"snapshot", KEY_SNAPSHOT, "FILE", 0,
                                       "A compiled pack (or set NEARAID_SNAPSHOT)", GROUP_DATA});
        (void)add(table, (struct argp_option){"pack", KEY_PACK, "DIR", 0,
                                              "A pack, compiled at each call (or set NEARAID_PACK)",
                                              GROUP_DATA});
    }
    if ((wants & NA_CLI_WANTS_MAP) != 0) {
        (void)add(table, (struct argp_option){"map", KEY_MAP, NULL, 0,
                                              "Share the compiled file in memory with other "
                                              "workers; only if nobody writes to it meanwhile",
                                              GROUP_DATA});
    }
    if ((wants & NA_CLI_WANTS_GRID) != 0) {
        (void)add(table, (struct argp_option){"grid", KEY_GRID, "FILE", 0,
                                              "The OSTN15 grid (or set NEARAID_GRID)", GROUP_DATA});
        (void)add(table,
                  (struct argp_option){"no-grid", KEY_NO_GRID, NULL, 0,
                                       "Do without OSTN15: positions within metres", GROUP_DATA});
    }
}

static void add_answer(struct na_cli_table *table, unsigned int wants)
{
    add_header(table, "The answer:", GROUP_ANSWER);
    if ((wants & NA_CLI_WANTS_JSON) != 0) {
        (void)add(table, (struct argp_option){"json", KEY_JSON, NULL, 0,
                                              "JSON instead of text for people", GROUP_ANSWER});
    }
    if ((wants & NA_CLI_WANTS_SAY) != 0) {
        (void)add(table, (struct argp_option){"say", KEY_SAY, NULL, 0,
                                              "What the caller hears and what the operator is told",
                                              GROUP_ANSWER});
        (void)add(table,
                  (struct argp_option){"templates", KEY_TEMPLATES, "DIR", 0,
                                       "Say it by say.en.txt of DIR (or set NEARAID_TEMPLATES)",
                                       GROUP_ANSWER});
    }
    if ((wants & NA_CLI_WANTS_OUTPUT) != 0) {
        (void)add(table, (struct argp_option){"output", KEY_OUTPUT, "FILE", 0,
                                              "Write to FILE, whole or not at all; - is standard "
                                              "output",
                                              GROUP_ANSWER});
    }
    (void)add(table, (struct argp_option){"help", KEY_HELP, NULL, 0, "This help", GROUP_HELP});
}

void na_cli_table_init(struct na_cli_table *table, const struct na_cli_form *form)
{
    memset(table, 0, sizeof *table);
    if (form->params->count > 0) {
        add_header(table, "The question:", GROUP_QUESTION);
    }
    for (size_t i = 0; i < form->params->count; i++) {
        bool is_other = form->other_title != NULL && i >= form->other_first;
        if (is_other && i == form->other_first) {
            add_header(table, form->other_title, GROUP_OTHER);
        }
        add_param(table, &form->params->specs[i], i, is_other ? GROUP_OTHER : GROUP_QUESTION);
    }
    add_data(table, form->wants);
    add_answer(table, form->wants);
}

/* The part of an option as typed that is its name. */
static void bare_name(const char *typed, char ret_name[OPTION_NAME_MAX])
{
    struct na_str name = {typed, strcspn(typed, "=")};
    (void)na_text_copy_str(ret_name, OPTION_NAME_MAX, name);
}

const struct argp_option *na_cli_table_find(const struct na_cli_table *table, const char *name)
{
    char bare[OPTION_NAME_MAX];
    bare_name(name, bare);
    for (size_t i = 0; i < table->count; i++) {
        const struct argp_option *option = &table->options[i];
        if (option->name != NULL && strcmp(option->name, bare) == 0) {
            return option;
        }
    }
    return NULL;
}

const char *na_cli_table_nearest(const struct na_cli_table *table, const char *name)
{
    const char *names[OPTIONS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (table->options[i].name != NULL) {
            names[count++] = table->options[i].name;
        }
    }
    char bare[OPTION_NAME_MAX];
    bare_name(name, bare);
    return na_cli_nearest_word(bare, names, count);
}
