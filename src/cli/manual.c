/* Writes roff by hand: titles, options and examples out of the same forms as --help. Every text
 * goes through put_text, so that no dash and no first dot of a line is read as a request. */
#include "cli/manual.h"

#include <ctype.h>
#include <string.h>

#include <nearaid/version.h>

#include "cli/option_table.h"

/* A text as roff prints it: a dash of an option is no hyphen, and no line begins with a request. */
static void put_text(FILE *to, const char *text)
{
    bool starts = true;
    for (; *text != '\0'; text++) {
        if (starts && (*text == '.' || *text == '\'')) {
            (void)fputs("\\&", to);
        }
        starts = *text == '\n';
        if (*text == '\\') {
            (void)fputs("\\e", to);
        } else if (*text == '-') {
            (void)fputs("\\-", to);
        } else if (*text == '\'') {
            (void)fputs("\\(aq", to);
        } else {
            (void)fputc(*text, to);
        }
    }
}

static void put_title(FILE *to, const char *name)
{
    (void)fputs(".TH \"NEARAID", to);
    if (name != NULL) {
        (void)fputs("\\-", to);
        for (; *name != '\0'; name++) {
            (void)fputc(toupper((unsigned char)*name), to);
        }
    }
    (void)fputs("\" 1 \"\" \"nearaid " NA_VERSION "\" \"User Commands\"\n", to);
}

/* Lines as they stand, one a line of the page. */
static void put_lines(FILE *to, const char *lines)
{
    (void)fputs(".EX\n", to);
    while (*lines != '\0') {
        lines += strspn(lines, " ");
        size_t length = strcspn(lines, "\n");
        char line[512];
        (void)snprintf(line, sizeof line, "%.*s", (int)length, lines);
        put_text(to, line);
        (void)fputc('\n', to);
        lines += length + (lines[length] == '\n' ? 1 : 0);
    }
    (void)fputs(".EE\n", to);
}

/* "[OPTION...] [PLACE]": words in capitals stand for something else. */
static void put_words(FILE *to, const char *words)
{
    bool italic = false;
    for (; *words != '\0'; words++) {
        bool capital = isupper((unsigned char)*words) != 0;
        if (capital != italic) {
            (void)fputs(capital ? "\\fI" : "\\fR", to);
            italic = capital;
        }
        (void)fputc(*words, to);
    }
    (void)fputs(italic ? "\\fR\n" : "\n", to);
}

/* "The data:" without its colon. */
static void put_header(FILE *to, const char *text)
{
    (void)fprintf(to, ".SS %.*s\n", (int)strcspn(text, ":"), text);
}

static void put_option(FILE *to, const struct argp_option *option)
{
    (void)fputs(".TP\n", to);
    if (isprint(option->key) != 0) {
        (void)fprintf(to, "\\fB\\-%c\\fR \\fI%s\\fR, ", option->key,
                      option->arg != NULL ? option->arg : "");
    }
    (void)fputs("\\fB\\-\\-", to);
    put_text(to, option->name);
    (void)fputs("\\fR", to);
    if (option->arg != NULL) {
        (void)fputs("=\\fI", to);
        put_text(to, option->arg);
        (void)fputs("\\fR", to);
    }
    (void)fputc('\n', to);
    put_text(to, option->doc);
    (void)fputc('\n', to);
}

static void put_options(FILE *to, const struct na_cli_form *form)
{
    struct na_cli_table table;
    na_cli_table_init(&table, form);
    (void)fputs(".SH OPTIONS\n", to);
    for (size_t i = 0; i < table.count; i++) {
        if (table.options[i].name == NULL) {
            put_header(to, table.options[i].doc);
        } else {
            put_option(to, &table.options[i]);
        }
    }
}

static void put_foot(FILE *to)
{
    (void)fputs(
        ".SH \"EXIT STATUS\"\n"
        "0 done; 1 done, but rows could not be placed; 2 usage; 3 bad data; 4 input or output; "
        "130 interrupted.\n"
        ".SH ENVIRONMENT\n"
        ".TP\n\\fBNEARAID_SNAPSHOT\\fR, \\fBNEARAID_PACK\\fR\n"
        "The data, if neither \\fB\\-\\-snapshot\\fR nor \\fB\\-\\-pack\\fR is given.\n"
        ".TP\n\\fBNEARAID_GRID\\fR\nThe OSTN15 grid, if \\fB\\-\\-grid\\fR is not given.\n"
        ".TP\n\\fBNEARAID_TEMPLATES\\fR\n"
        "The folder of say.en.txt, if \\fB\\-\\-templates\\fR is not given.\n",
        to);
}

void na_cli_manual_put(FILE *to, const struct na_cli_form *form)
{
    put_title(to, form->name);
    (void)fprintf(to, ".SH NAME\nnearaid\\-%s \\- ", form->name);
    put_text(to, form->summary);
    (void)fprintf(to, "\n.SH SYNOPSIS\n\\fBnearaid %s\\fR ", form->name);
    put_words(to, "[OPTION...]");
    if (form->arguments[0] != '\0') {
        put_words(to, form->arguments);
    }
    (void)fputs(".SH DESCRIPTION\n", to);
    put_text(to, form->about);
    (void)fputc('\n', to);
    put_options(to, form);
    put_foot(to);
    (void)fputs(".SH EXAMPLES\n", to);
    put_lines(to, form->examples);
    (void)fputs(".SH \"SEE ALSO\"\n\\fBnearaid\\fR(1), \\fBnearaidd\\fR(8)\n", to);
}

void na_cli_manual_open(FILE *to)
{
    put_title(to, NULL);
    (void)fputs(".SH NAME\nnearaid \\- wards, nearest assets and coverage, answered offline\n"
                ".SH SYNOPSIS\n\\fBnearaid\\fR ",
                to);
    put_words(to, "SUBCOMMAND [OPTION...]");
    (void)fputs(".br\n\\fBnearaid\\fR \\fBhelp\\fR [\\fISUBCOMMAND\\fR]\n"
                ".br\n\\fBnearaid\\fR \\fB\\-\\-version\\fR\n.SH DESCRIPTION\n",
                to);
    put_text(to, NA_CLI_ABOUT);
    (void)fputs(
        "\nIt asks a folder of wards and assets (a pack) or the one file that such a folder "
        "is compiled into. The answer goes to standard output, what is said about it to "
        "standard error. Options beat the variables below.\n.SH SUBCOMMANDS\n",
        to);
}

void na_cli_manual_put_line(FILE *to, const struct na_cli_form *form)
{
    (void)fprintf(to, ".TP\n\\fB%s\\fR\n", form->name);
    put_text(to, form->summary);
    (void)fputc('\n', to);
}

void na_cli_manual_close(FILE *to)
{
    put_foot(to);
    (void)fputs(".SH EXAMPLES\n", to);
    put_lines(to, NA_CLI_EXAMPLE);
    (void)fputs(".SH \"SEE ALSO\"\n\\fBnearaidd\\fR(8)", to);
}

void na_cli_manual_put_reference(FILE *to, const struct na_cli_form *form)
{
    (void)fprintf(to, ",\n\\fBnearaid\\-%s\\fR(1)", form->name);
}
