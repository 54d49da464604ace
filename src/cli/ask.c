/* One question on the command line: the snapshot is opened, the library asked, and its answer or
 * refusal written. Every subcommand that is a single question is this with another function. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/fail.h"
#include "cli/command.h"
#include "nearest/say.h"

/* A person typed an option: say its name as they know it, "accuracy_m" is --accuracy-m. */
static void name_option(const struct na_cli_options *options, struct na_error *reterr)
{
    const struct na_param_specs *params = options->form->params;
    for (size_t i = 0; i < params->count; i++) {
        if (strcmp(params->specs[i].name, reterr->field) != 0) {
            continue;
        }
        char name[sizeof reterr->field];
        (void)snprintf(name, sizeof name, "--%.60s", reterr->field);
        for (char *c = name; *c != '\0'; c++) {
            if (*c == '_') {
                *c = '-';
            }
        }
        memcpy(reterr->field, name, sizeof name);
        return;
    }
}

/* The customer's template, of --templates or else NEARAID_TEMPLATES. */
static enum na_code load_say(const struct na_cli_options *options, struct na_say **ret_say,
                             struct na_error *reterr)
{
    const char *folder = options->templates;
    if ((options->form->wants & NA_CLI_WANTS_SAY) == 0) {
        return NA_OK;
    }
    if (options->json && options->say) {
        return na_fail(reterr, NA_ERR_USAGE, "Both --json and --say are given");
    }
    folder = folder != NULL ? folder : getenv("NEARAID_TEMPLATES");
    return folder != NULL && folder[0] != '\0' ? na_say_load(folder, ret_say, reterr) : NA_OK;
}

/* What may have been meant; the error's line follows. */
static void say_refusal(const struct na_session *session, enum na_code refusal)
{
    struct na_buffer table;
    na_buffer_init(&table, NA_ANSWER_LIMIT);
    if (na_render_refusal_text(session, refusal, &table) == NA_OK && table.length > 0) {
        (void)fwrite(table.data, 1, table.length, stderr);
    }
    na_buffer_fini(&table);
}

enum na_code na_cli_ask_session(na_cli_use *use, void *context,
                                const struct na_cli_options *options, int32_t today,
                                struct na_error *reterr)
{
    struct na_cli_source source;
    enum na_code code = na_cli_source_open(options, &source, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_session *session = NULL;
    struct na_say *say = NULL;
    code = na_session_new(source.snapshot, &session, reterr);
    if (code != NA_OK) {
        goto done;
    }
    na_session_set_now(session, (int64_t)time(NULL));
    code = load_say(options, &say, reterr);
    if (code != NA_OK) {
        goto done;
    }
    na_session_set_say(session, say);
    code = use(context, session, options, today, reterr);
    if (code != NA_OK) {
        if (reterr != NULL) {
            na_cli_refusal_keep(options->refusal, session, reterr);
            name_option(options, reterr);
        }
        say_refusal(session, code);
    }
done:
    na_session_free(session);
    na_say_free(say);
    na_cli_source_close(&source);
    return code;
}

/* The question, for answer_whole. */
struct asking {
    na_answer *answer;
};

static enum na_code answer_whole(void *context, struct na_session *session,
                                 const struct na_cli_options *options, int32_t today,
                                 struct na_error *reterr)
{
    const struct asking *asking = context;
    enum na_format format = options->geojson ? NA_FORMAT_GEOJSON
                            : options->json  ? NA_FORMAT_JSON
                            : options->say   ? NA_FORMAT_WORDS
                                             : NA_FORMAT_TEXT;
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    const struct na_asking question = {.session = session,
                                       .params = options->params,
                                       .count = options->param_count,
                                       .path_value = options->argument,
                                       .today = today,
                                       .format = format};
    enum na_code code = asking->answer(&question, &text, reterr);
    if (code == NA_OK && (options->json || options->geojson)) {
        code = na_buffer_text(&text, "\n");
        if (code != NA_OK) {
            code = na_fail(reterr, code, "The answer is too large");
        }
    }
    if (code == NA_OK) {
        code = na_cli_write(options->output, text.data, text.length, reterr);
    }
    na_buffer_fini(&text);
    return code;
}

enum na_code na_cli_ask(na_answer *answer, const struct na_cli_options *options, int32_t today,
                        struct na_error *reterr)
{
    struct asking asking = {answer};
    return na_cli_ask_session(answer_whole, &asking, options, today, reterr);
}
