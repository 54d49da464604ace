/* The form of an output, by --format or by the ending of its name. */
#include "cli/output_form.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"

/* Endings and the forms they mean, the likeliest first. `strict`: a file of that name must be of
 * that form, or no program opens it. A form that is no choice of any subcommand is not written. */
static const struct {
    const char *ending, *form;
    bool strict;
} endings[] = {
    {".csv", "csv", false},      {".geojson", "geojson", false}, {".json", "json", false},
    {".json", "geojson", false}, {".ndjson", "ndjson", false},   {".jsonl", "ndjson", false},
    {".md", "markdown", false},  {".txt", "text", false},        {".kml", "kml", true},
    {".xlsx", "xlsx", true},     {".gpkg", "gpkg", true},        {".xls", "xls", true},
    {".ods", "ods", true},       {".shp", "shp", true},          {".parquet", "parquet", true},
    {".sqlite", "sqlite", true},
};

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);
    size_t wanted = strlen(ending);
    return length > wanted && na_text_same_fold(name + length - wanted, ending);
}

/* Is `form` among "csv|geojson|kml"? */
static bool is_choice(const char *choices, const char *form)
{
    size_t length = strlen(form);
    while (choices != NULL) {
        const char *bar = strchr(choices, '|');
        size_t this_length = bar != NULL ? (size_t)(bar - choices) : strlen(choices);
        if (this_length == length && memcmp(choices, form, length) == 0) {
            return true;
        }
        choices = bar != NULL ? bar + 1 : NULL;
    }
    return false;
}

static const char *choices_of(const struct na_cli_options *options)
{
    const struct na_param_specs *params = options->form->params;
    for (size_t i = 0; i < params->count; i++) {
        if (strcmp(params->specs[i].name, "format") == 0) {
            return params->specs[i].choices;
        }
    }
    return NULL;
}

static enum na_code refuse(const char *message, const char *hint, struct na_error *reterr)
{
    return na_fail_field(reterr, NA_ERR_USAGE, "--output", message, hint);
}

/* What the ending means: *ret_form, or NULL. */
static enum na_code by_ending(const char *name, const char *choices, const char *given,
                              const char **ret_form, struct na_error *reterr)
{
    char message[160];
    char hint[160];
    *ret_form = NULL;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (!ends_with(name, endings[i].ending)) {
            continue;
        }
        if (is_choice(choices, endings[i].form)) {
            *ret_form = *ret_form == NULL ? endings[i].form : *ret_form;
        } else if (endings[i].strict) {
            (void)snprintf(message, sizeof message, "A file %s is not written here",
                           endings[i].ending);
            (void)snprintf(hint, sizeof hint, "Write one of %.120s", choices);
            return refuse(message, hint, reterr);
        }
        if (given != NULL && endings[i].strict && strcmp(given, endings[i].form) != 0) {
            (void)snprintf(message, sizeof message, "The name ends in %s, and --format is %.20s",
                           endings[i].ending, given);
            return refuse(message, "Leave --format out, or give another name", reterr);
        }
    }
    return NA_OK;
}

/* --json is --format json. */
static enum na_code settle_json(struct na_cli_options *options, const char *given,
                                struct na_error *reterr)
{
    if (given != NULL && strcmp(given, "json") != 0) {
        (void)na_fail(reterr, NA_ERR_PARAM_CONFLICT, "Both --json and another --format are given");
        return na_fail_at(reterr, NA_ERR_PARAM_CONFLICT, NULL, 0, "--format", NULL);
    }
    if (given == NULL && options->param_count < NA_PARAMS_MAX) {
        options->params[options->param_count++] = (struct na_param){"format", "json"};
    }
    return NA_OK;
}

enum na_code na_cli_output_settle(struct na_cli_options *options, struct na_error *reterr)
{
    const char *given = na_params_get(options->params, options->param_count, "format");
    const char *choices = choices_of(options);
    const char *name = options->output;
    const char *ending = NULL;
    bool is_file = name != NULL && strcmp(name, "-") != 0;
    if (choices == NULL) {
        return NA_OK;
    }
    if (options->json && is_choice(choices, "json")) {
        enum na_code code = settle_json(options, given, reterr);
        if (code != NA_OK) {
            return code;
        }
        given = "json";
    }
    if (is_file) {
        enum na_code code = by_ending(name, choices, given, &ending, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    bool needs_file = given != NULL && (strcmp(given, "xlsx") == 0 || strcmp(given, "gpkg") == 0);
    if (needs_file && !is_file && is_choice(choices, given)) {
        char hint[64];
        (void)snprintf(hint, sizeof hint, "Add -o NAME.%.8s", given);
        return refuse("That form is only written to a file", hint, reterr);
    }
    if (given == NULL && ending != NULL && options->param_count < NA_PARAMS_MAX) {
        options->params[options->param_count++] = (struct na_param){"format", ending};
    }
    return NA_OK;
}
