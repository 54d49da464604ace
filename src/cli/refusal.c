/* The problem document is made while the session is still there, because what it offers may point
 * into the data. It is printed at the end, once. If it cannot be made whole, the refusal says that
 * memory failed: half an offer would be another answer. */
#include "cli/refusal.h"

#include <string.h>

#include "base/fail.h"
#include "cli/command.h"
#include "io/json_write.h"

void na_cli_refusal_init(struct na_cli_refusal *refusal, int argc, char *const *argv)
{
    *refusal = (struct na_cli_refusal){.is_wanted = false};
    na_buffer_init(&refusal->text, NA_ANSWER_LIMIT);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        refusal->is_wanted = refusal->is_wanted || strcmp(argv[i], "--json") == 0;
    }
}

void na_cli_refusal_fini(struct na_cli_refusal *refusal)
{
    na_buffer_fini(&refusal->text);
}

/* The file and the record, which no answer over HTTP may name, become members of the object just
 * written. */
static enum na_code add_place(const struct na_error *error, struct na_buffer *to)
{
    struct na_buffer members;
    struct na_json json;
    if (error->file[0] == '\0') {
        return NA_OK;
    }
    na_buffer_init(&members, NA_ANSWER_LIMIT);
    na_json_init(&json, &members);
    na_json_object_begin(&json);
    na_json_name(&json, "file");
    na_json_text(&json, error->file);
    if (error->record > 0) {
        na_json_name(&json, "record");
        na_json_integer(&json, error->record);
    }
    na_json_object_end(&json);
    enum na_code code = na_json_finish(&json);
    if (code == NA_OK) {
        to->data[to->length - 1] = ',';
        code = na_buffer_append(to, members.data + 1, members.length - 1);
    }
    na_buffer_fini(&members);
    return code;
}

static enum na_code render(const struct na_session *session, const struct na_error *error,
                           struct na_buffer *to)
{
    na_buffer_clear(to);
    enum na_code code = na_render_refusal(session, error, to);
    if (code == NA_OK) {
        code = add_place(error, to);
    }
    if (code == NA_OK) {
        code = na_buffer_text(to, "\n");
    }
    if (code != NA_OK) {
        na_buffer_clear(to);
    }
    return code;
}

void na_cli_refusal_keep(struct na_cli_refusal *refusal, const struct na_session *session,
                         const struct na_error *error)
{
    struct na_error memory;
    if (refusal->is_wanted && render(session, error, &refusal->text) != NA_OK) {
        /* A refusal without what it offers would be another answer. */
        (void)na_fail_memory(&memory, "writing what is offered");
        (void)render(NULL, &memory, &refusal->text);
    }
}

void na_cli_refusal_say(struct na_cli_refusal *refusal, const struct na_error *error)
{
    /* Rows that could not be placed are no refusal: the whole answer stands there already. */
    if (!refusal->is_wanted || refusal->is_said || error->code == NA_ERR_ROWS) {
        return;
    }
    if (refusal->text.length == 0 && render(NULL, error, &refusal->text) != NA_OK) {
        na_cli_say("the problem document could not be written");
        return;
    }
    /* Standard output may be what failed; the error itself is told on standard error. */
    enum na_code code = na_cli_write(NULL, refusal->text.data, refusal->text.length, NULL);
    (void)code;
}
