/* A program that answers quick questions of a compiled file, as a small device would. */
#include <stdio.h>

#include "nearest/nearest.h"
#include "ward/ward.h"

int main(int argc, char **argv)
{
    static const struct na_param here[] = {
        {"lat", "54.6867"}, {"lon", "-1.2080"}, {"kind", "bleed_cabinet"}};
    struct na_snapshot *snapshot = NULL;
    struct na_session *session = NULL;
    struct na_error error;
    struct na_buffer text;
    na_buffer_init(&text, NA_ANSWER_LIMIT);
    enum na_code code = na_snapshot_open(argc > 1 ? argv[1] : "", &snapshot, &error);
    if (code == NA_OK) {
        code = na_session_new(snapshot, &session, &error);
    }
    struct na_asking asking = {.session = session, .params = here, .count = 2, .today = 20778};
    if (code == NA_OK) {
        code = na_answer_ward(&asking, &text, &error);
    }
    asking.count = 3;
    if (code == NA_OK) {
        code = na_answer_nearest(&asking, &text, &error);
    }
    (void)printf("%.*s\n", (int)text.length, text.data != NULL ? text.data : "");
    na_session_free(session);
    na_snapshot_unref(snapshot);
    na_buffer_fini(&text);
    return code == NA_OK ? 0 : 1;
}
