/* docs/reference.md, made of the one table of questions; a test holds it to that. With --list a
 * line a question for scripts: name, path, subcommand, schema, parted by tabs. */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "nearaid/questions.h"

static const char head[] = "# Reference: every question\n"
                           "\n"
                           "Made by `tools/reference` of the table that the programs answer by "
                           "(`src/nearaid/questions.h`); do "
                           "not edit it.\n"
                           "A question has one name, which the library takes (`na_ask`), and where "
                           "they are given a route and "
                           "a subcommand.\n"
                           "On the command line a parameter `as_at` is the option `--as-at`. "
                           "[answers.md](answers.md) says what "
                           "the answers mean,\n"
                           "`data/schemas` what they hold, [http.md](http.md) how they travel.\n";

static void type_cell(const struct na_param_spec *spec)
{
    static const char *const names[] = {[NA_PARAM_DEGREES] = "degrees",
                                        [NA_PARAM_METRES] = "metres",
                                        [NA_PARAM_INTEGER] = "whole number",
                                        [NA_PARAM_DATE] = "YYYY-MM-DD",
                                        [NA_PARAM_GRIDREF] = "grid reference",
                                        [NA_PARAM_TEXT] = "text",
                                        [NA_PARAM_ENUM] = "",
                                        [NA_PARAM_BBOX] = "west,south,east,north",
                                        [NA_PARAM_FILE] = "file",
                                        [NA_PARAM_CONDITION] = "COLUMN=VALUE",
                                        [NA_PARAM_BOX] = "4 or 6 numbers"};
    if (spec->type == NA_PARAM_ENUM) {
        for (const char *at = spec->choices; *at != '\0';) {
            size_t length = strcspn(at, "|");
            (void)printf("`%.*s`", (int)length, at);
            at += length + (at[length] == '|' ? 1 : 0);
            (void)printf("%s", *at != '\0' ? ", " : "");
        }
    } else {
        (void)printf("%s", names[spec->type]);
    }
    if (spec->type == NA_PARAM_DEGREES || spec->type == NA_PARAM_METRES ||
        spec->type == NA_PARAM_INTEGER) {
        char low[NA_NUMBER_TEXT], high[NA_NUMBER_TEXT];
        na_number_trimmed(&low, spec->low, 6);
        na_number_trimmed(&high, spec->high, 6);
        (void)printf(", %s to %s", low, high);
    }
}

/* A text as a cell: bars would end it. */
static void text_cell(const char *text)
{
    for (; *text != '\0'; text++) {
        (void)printf("%s%c", *text == '|' ? "\\" : "", *text);
    }
}

static void rows_of(const struct na_param_specs *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct na_param_spec *spec = &list->specs[i];
        bool has_default = spec->default_text != NULL && spec->default_text[0] != '\0';
        (void)printf("| `%s` | ", spec->name);
        type_cell(spec);
        (void)printf("%s | %s | ", spec->repeatable ? "; again and again" : "",
                     spec->required ? "needed"
                     : has_default  ? spec->default_text
                                    : "");
        text_cell(spec->summary);
        (void)printf(" |\n");
    }
}

static void parameters(const struct na_question *question)
{
    if (question->path_summary != NULL) {
        (void)printf("In its path: %s, such as `%s`.\n%s", question->path_summary,
                     question->path_example, question->params->count > 0 ? "\n" : "");
    }
    if (question->second_summary != NULL) {
        (void)printf("%sAnd: %s, such as `%s`.\n%s", question->params->count > 0 ? "" : "\n",
                     question->second_summary, question->second_example,
                     question->params->count > 0 ? "\n" : "");
    }
    if (question->is_open_ended) {
        (void)printf("Besides, the properties of the collection by their names.\n\n");
    }
    if (question->params->count > 0) {
        (void)printf("| parameter | what it takes | default | meaning |\n|---|---|---|---|\n");
        rows_of(question->params);
    }
    if (question->command_params != NULL) {
        (void)printf("\nOn the command line alone:\n\n"
                     "| parameter | what it takes | default | meaning |\n|---|---|---|---|\n");
        rows_of(question->command_params);
    }
}

static void ways(const struct na_question *question)
{
    const char *methods = question->body == NA_BODY_ROWS     ? "POST"
                          : question->body == NA_BODY_PARAMS ? "GET, POST"
                                                             : "GET";
    if (question->path != NULL) {
        (void)printf("- route: `%s` (%s)\n", question->path, methods);
    }
    if (question->command != NULL) {
        (void)printf("- subcommand: `nearaid %s%s%s`\n", question->command,
                     question->argument != NULL ? " " : "",
                     question->argument != NULL ? question->argument : "");
    }
    if (question->path == NULL) {
        (void)printf("- not over HTTP: it reads or writes files of the caller's\n");
    }
    if (question->without_rows != NULL) {
        (void)printf("- without rows it asks `%s`, whose parameters are options too\n",
                     question->without_rows->name);
    }
    if (question->schema != NULL) {
        bool json = (question->forms & NA_FORM_JSON) != 0;
        bool geojson = (question->forms & NA_FORM_GEOJSON) != 0;
        (void)printf("- %sJSON: `data/schemas/%s%s.json`%s\n", json ? "" : "Geo", question->schema,
                     json ? "" : "GeoJson", json && geojson ? ", and as GeoJSON" : "");
    }
    if ((question->forms & NA_FORM_WORDS) != 0) {
        (void)printf("- words to read out: `Accept: text/plain`, `--say`\n");
    }
    if ((question->forms & NA_FORM_ROWS) != 0) {
        (void)printf("- rows: CSV, NDJSON, GeoJSON\n");
    }
    if (question->privacy == NA_POSITION) {
        (void)printf("- about a position: not kept (`no-store`), never in a log\n");
    }
    if (question->role == NA_CONTROL) {
        (void)printf("- needs a token of the role control; noted in the audit log\n");
    }
    if (question->cost == NA_ERRAND) {
        (void)printf("- slow: the daemon answers it in a process of its own\n");
    }
    if (question->params->count > 0 || question->path_summary != NULL) {
        (void)printf("\n");
    }
}

/* A paragraph in lines of at most 120 characters. */
static void wrapped(const struct na_question *question)
{
    char text[2048];
    size_t length =
        (size_t)snprintf(text, sizeof text, "%s. %s%s%s", question->summary, question->about,
                         question->command_about != NULL ? " " : "",
                         question->command_about != NULL ? question->command_about : "");
    for (size_t start = 0, blank = 0, i = 0; i < length && i < sizeof text; i++) {
        if (i - start > 118 && blank > start) {
            text[blank] = '\n';
            start = blank + 1;
        }
        blank = text[i] == ' ' ? i : blank;
    }
    (void)printf("%s\n\n", text);
}

static void list(void)
{
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        (void)printf("%s\t%s\t%s\t%s\n", question->name,
                     question->path != NULL ? question->path : "",
                     question->command != NULL ? question->command : "",
                     question->schema != NULL ? question->schema : "");
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        list();
        return 0;
    }
    (void)printf("%s", head);
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        (void)printf("\n## %s\n\n", question->name);
        wrapped(question);
        ways(question);
        parameters(question);
    }
    return 0;
}
