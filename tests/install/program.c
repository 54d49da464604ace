/* A program of somebody else's: asks the installed library for the ward of a point and for the
 * nearest cabinet, and prints both answers. */
#include <nearaid/nearaid.h>

#include <stdio.h>

static int fail(const struct na_error *error)
{
    fprintf(stderr, "program: %s: %s\n", na_code_slug(error->code), error->message);
    return 1;
}

int main(int argc, char **argv)
{
    const struct na_param where[] = {{"easting", "451160"},
                                     {"northing", "532697"},
                                     {"as_at", "2026-11-21"},
                                     {"kind", "bleed_cabinet"}};
    struct na_snapshot *snapshot = NULL;
    struct na_session *session = NULL;
    struct na_error error;
    if (argc != 2 || na_snapshot_open(argv[1], &snapshot, &error) != NA_OK) {
        return argc != 2 ? 2 : fail(&error);
    }
    char *ward = NULL;
    char *nearest = NULL;
    int status = 0;
    if (na_session_new(snapshot, &session, &error) != NA_OK ||
        na_ask_ward(session, where, 3, "2026-11-21", &ward, NULL, &error) != NA_OK ||
        na_ask_nearest(session, where, 4, "2026-11-21", &nearest, NULL, &error) != NA_OK) {
        status = fail(&error);
    } else {
        printf("%s\n%s\n%s\n%s\n", NA_VERSION, na_snapshot_digest(snapshot), ward, nearest);
    }
    na_free(nearest);
    na_free(ward);
    na_session_free(session);
    na_snapshot_unref(snapshot);
    return status;
}
