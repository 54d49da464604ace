/* cli/options: a command line taken apart, and what is said of one that cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "cli/options.h"
#include "nearest/nearest.h"

#define WORDS_MAX 140

static const struct na_cli_form question = {
    .name = "nearest",
    .summary = "Test",
    .arguments = "",
    .wants = NA_CLI_WANTS_SOURCE | NA_CLI_WANTS_GRID | NA_CLI_WANTS_JSON | NA_CLI_WANTS_OUTPUT,
    .params = &na_nearest_params,
    .about = "About.",
    .examples = "  nearaid nearest\n",
};
static const struct na_cli_form of_a_pack = {
    .name = "compile",
    .summary = "Test",
    .arguments = "PACK",
    .argument_count = 1,
    .wants = NA_CLI_WANTS_OUTPUT,
    .params = &na_no_params,
    .about = "About.",
    .examples = "  nearaid compile\n",
};

/* Parse words separated by '|'; `line` is cut up. */
static enum na_code parse(const struct na_cli_form *form, char *line,
                          struct na_cli_options *ret_options, struct na_error *reterr)
{
    char *argv[WORDS_MAX + 2] = {(char *)"test"};
    int argc = 1;
    for (char *at = line; at != NULL && *at != '\0' && argc <= WORDS_MAX;) {
        argv[argc++] = at;
        at = strchr(at, '|');
        if (at != NULL) {
            *at++ = '\0';
        }
    }
    argv[argc] = NULL;
    return na_cli_options_parse(form, argc, argv, ret_options, reterr);
}

static void parameters_keep_their_order_and_values(void **state)
{
    (void)state;
    char line[] = "--lat|54.5|--lon|-1.2|--kind=a|--max-m|5|--kind|b|--accuracy-m=-3";
    static const struct na_param wanted[] = {{"lat", "54.5"}, {"lon", "-1.2"},
                                             {"kind", "a"},   {"max_m", "5"},
                                             {"kind", "b"},   {"accuracy_m", "-3"}};
    struct na_cli_options options;
    assert_int_equal(parse(&question, line, &options, NULL), NA_OK);
    assert_int_equal(options.param_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(options.params[i].name, wanted[i].name);
        assert_string_equal(options.params[i].value, wanted[i].value);
    }
    assert_ptr_equal(options.form, &question);
    assert_false(options.json);
    assert_null(options.output);
}

static void every_parameter_has_an_option(void **state)
{
    (void)state;
    for (size_t i = 0; i < na_nearest_params.count; i++) {
        char line[128];
        (void)snprintf(line, sizeof line, "--%s|7", na_nearest_params.specs[i].name);
        for (char *c = line; *c != '\0'; c++) {
            *c = *c == '_' ? '-' : *c;
        }
        struct na_cli_options options;
        assert_int_equal(parse(&question, line, &options, NULL), NA_OK);
        assert_int_equal(options.param_count, 1);
        assert_string_equal(options.params[0].name, na_nearest_params.specs[i].name);
    }
}

static void data_and_answer_options_are_understood(void **state)
{
    (void)state;
    char line[] = "--pack|p|--grid=g|--json|-o|file";
    struct na_cli_options options;
    assert_int_equal(parse(&question, line, &options, NULL), NA_OK);
    assert_string_equal(options.pack, "p");
    assert_string_equal(options.grid, "g");
    assert_string_equal(options.output, "file");
    assert_true(options.json);
    assert_null(options.snapshot);
}

static void an_argument_may_stand_anywhere(void **state)
{
    (void)state;
    char first[] = "pack|-o|out";
    char last[] = "-oout|--|-pack";
    struct na_cli_options options;
    assert_int_equal(parse(&of_a_pack, first, &options, NULL), NA_OK);
    assert_string_equal(options.argument, "pack");
    assert_int_equal(parse(&of_a_pack, last, &options, NULL), NA_OK);
    assert_string_equal(options.argument, "-pack");
    assert_string_equal(options.output, "out");
}

static void help_asks_for_nothing_else(void **state)
{
    (void)state;
    char line[] = "--help|--pack|a|--snapshot|b";
    struct na_cli_options options;
    assert_int_equal(parse(&question, line, &options, NULL), NA_OK);
    assert_true(options.help);
}

static void mistakes_are_named_with_a_remedy(void **state)
{
    (void)state;
    static const struct {
        const struct na_cli_form *form;
        const char *line, *message, *hint;
    } rows[] = {
        {&question, "--kins|a", "Unknown option \"--kins\"", "Did you mean --kind?"},
        {&question, "--zzzzzzz=1", "Unknown option \"--zzzzzzz\"",
         "\"nearaid nearest --help\" lists them"},
        {&question, "-z", "Unknown option \"-z\"", "\"nearaid nearest --help\" lists them"},
        {&question, "--lat", "Option --lat needs a value", "Write --lat DEGREES"},
        {&question, "-o", "Option --output needs a value", "Write --output FILE"},
        {&question, "--json=1", "Option --json takes no value", ""},
        {&question, "-1.5", "Unknown option \"-1.5\"",
         "Positions are named: --lat 54.6867 --lon -1.2080"},
        {&question, "54.5", "Unexpected argument \"54.5\"",
         "Positions are named: --lat 54.6867 --lon -1.2080"},
        {&question, "--pack|a|--pack|b", "Option --pack is given more than once", "Give it once"},
        {&question, "--output=", "Option --output has an empty value", ""},
        {&question, "--snapshot|a|--pack|b", "Both --snapshot and --pack are given", ""},
        {&question, "--snapshot|a|--grid|b", "--grid and --no-grid do nothing with --snapshot",
         "The compiled file holds its transformation"},
        {&of_a_pack, "-o|x", "No PACK is given", "Write nearaid compile PACK"},
        {&of_a_pack, "a|b", "Unexpected argument \"b\"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char line[128];
        (void)snprintf(line, sizeof line, "%s", rows[i].line);
        struct na_cli_options options = {.argument = "untouched"};
        struct na_error error = {.code = NA_OK};
        assert_int_equal(parse(rows[i].form, line, &options, &error), NA_ERR_USAGE);
        assert_int_equal(error.code, NA_ERR_USAGE);
        assert_string_equal(error.message, rows[i].message);
        assert_string_equal(error.hint, rows[i].hint);
        assert_string_equal(options.argument, "untouched");
    }
}

/* `count` times --kind=x. */
static enum na_code parse_many(size_t count)
{
    char line[WORDS_MAX * 9 + 1];
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length +=
            (size_t)snprintf(line + length, sizeof line - length, "%s--kind=x", i > 0 ? "|" : "");
    }
    struct na_cli_options options;
    return parse(&question, line, &options, NULL);
}

static void parameters_are_limited(void **state)
{
    (void)state;
    assert_int_equal(parse_many(NA_PARAMS_MAX), NA_OK);
    assert_int_equal(parse_many(NA_PARAMS_MAX + 1), NA_ERR_USAGE);
}

static void help_shows_options_ranges_and_examples(void **state)
{
    (void)state;
    struct na_buffer text;
    na_buffer_init(&text, 64 * 1024);
    assert_int_equal(na_cli_options_help(&question, &text, NULL), NA_OK);
    const char *help = na_buffer_terminate(&text);
    assert_non_null(help);
    static const char *const wanted[] = {"Usage: nearaid nearest [OPTION...]",
                                         "--lat=DEGREES",
                                         "(-90 to 90)",
                                         "(1 to 100, default 3)",
                                         "--no-grid",
                                         "-o, --output=FILE",
                                         "Example:\n  nearaid nearest\n"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        assert_non_null(strstr(help, wanted[i]));
    }
    na_buffer_fini(&text);
    na_buffer_init(&text, 10);
    assert_int_equal(na_cli_options_help(&question, &text, NULL), NA_ERR_LIMIT);
    na_buffer_fini(&text);
}

static void inputs_are_collected_in_order(void **state)
{
    (void)state;
    static const struct na_param_spec specs[] = {
        {.name = "no_zeros", .type = NA_PARAM_ENUM, .choices = "yes", .summary = "None"}};
    static const struct na_param_specs params = {specs, 1};
    static const struct na_cli_form rows = {.name = "rows",
                                            .summary = "",
                                            .arguments = "",
                                            .wants = NA_CLI_WANTS_INPUT,
                                            .params = &params,
                                            .about = "",
                                            .examples = ""};
    char *argv[] = {"rows", "-i", "a", "b", "--no-zeros", "--input=c", "-", NULL};
    struct na_cli_options options;
    struct na_error error;
    assert_int_equal(na_cli_options_parse(&rows, 7, argv, &options, &error), NA_OK);
    assert_int_equal(options.input_count, 4);
    const char *const wanted[] = {"a", "b", "c", "-"};
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(options.inputs[i], wanted[i]);
    }
    assert_string_equal(na_params_get(options.params, options.param_count, "no_zeros"), "yes");
}

static void two_arguments_are_both_wanted(void **state)
{
    (void)state;
    static const struct na_cli_form two = {.name = "two",
                                           .summary = "",
                                           .arguments = "A B",
                                           .argument_count = 2,
                                           .wants = NA_CLI_WANTS_INPUT,
                                           .params = &na_no_params,
                                           .about = "",
                                           .examples = ""};
    char *argv[] = {"two", "left", "right", "extra", NULL};
    struct na_cli_options options;
    struct na_error error;
    assert_int_equal(na_cli_options_parse(&two, 3, argv, &options, &error), NA_OK);
    assert_string_equal(options.arguments[0], "left");
    assert_string_equal(options.arguments[1], "right");
    assert_int_equal(na_cli_options_parse(&two, 2, argv, &options, &error), NA_ERR_USAGE);
    /* What is more is an input, as a shell's glob after -i gives them. */
    assert_int_equal(na_cli_options_parse(&two, 4, argv, &options, &error), NA_OK);
    assert_int_equal(options.input_count, 1);
    assert_string_equal(options.inputs[0], "extra");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_keep_their_order_and_values),
        cmocka_unit_test(every_parameter_has_an_option),
        cmocka_unit_test(data_and_answer_options_are_understood),
        cmocka_unit_test(an_argument_may_stand_anywhere),
        cmocka_unit_test(inputs_are_collected_in_order),
        cmocka_unit_test(two_arguments_are_both_wanted),
        cmocka_unit_test(help_asks_for_nothing_else),
        cmocka_unit_test(mistakes_are_named_with_a_remedy),
        cmocka_unit_test(parameters_are_limited),
        cmocka_unit_test(help_shows_options_ranges_and_examples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
