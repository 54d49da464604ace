/* cli/refusal.h - what a script reads when the command line refuses: under --json, the problem
 * document on standard output, the same that the daemon answers. */
#ifndef NA_CLI_REFUSAL_H
#define NA_CLI_REFUSAL_H

#include <stdbool.h>

#include "base/buffer.h"
#include "question/ask.h"

struct na_cli_refusal {
    struct na_buffer text; /* the document as far as who refused knew more than the error */
    bool is_wanted;        /* --json is on the command line */
    bool is_said;          /* a document of its own is on standard output already: a report */
};

/* Look for --json among the words; nothing of them is parsed, so that a wrong option is told in
 * JSON, too. */
void na_cli_refusal_init(struct na_cli_refusal *refusal, int argc, char *const *argv);
void na_cli_refusal_fini(struct na_cli_refusal *refusal);

/* Keep the document of `error` with the candidates of `session`. Does nothing if none is wanted;
 * without memory the document of na_cli_refusal_say has no candidates and says so. */
void na_cli_refusal_keep(struct na_cli_refusal *refusal, const struct na_session *session,
                         const struct na_error *error);
/* Write the document to standard output: what was kept, else that of `error`. */
void na_cli_refusal_say(struct na_cli_refusal *refusal, const struct na_error *error);

#endif
