/* app/daemon_sources.h - the texts of the settings before they are understood. */
#ifndef NA_APP_DAEMON_SOURCES_H
#define NA_APP_DAEMON_SOURCES_H

#include <stdbool.h>

#include <nearaid/error.h>

enum na_setting {
    NA_SETTING_PACK,
    NA_SETTING_SNAPSHOT,
    NA_SETTING_LISTEN,
    NA_SETTING_CONFIG,
    NA_SETTING_GRID,
    NA_SETTING_HOST,
    NA_SETTING_ALLOW_REMOTE,
    NA_SETTING_ACCESS_LOG,
    NA_SETTING_TLS_CERT,
    NA_SETTING_TLS_KEY,
    NA_SETTING_TOKENS,
    NA_SETTING_AUDIT,
    NA_SETTING_AUDIT_POSITIONS,
    NA_SETTING_TEMPLATES,
    NA_SETTING_MAP,
    NA_SETTING_THREADS,
    NA_SETTING_CONNECTIONS,
    NA_SETTING_PER_ADDRESS,
    NA_SETTING_BODY_LIMIT,
    NA_SETTING_DEADLINE_MS,
    NA_SETTING_IDLE_MS,
    NA_SETTING_BATCH_ROWS,
    NA_SETTING_BATCH_BYTES,
    NA_SETTING_BATCH_ANSWER_BYTES,
    NA_SETTING_BATCH_SECONDS,
    NA_SETTING_BATCHES,
    NA_SETTING_BATCH_FOLDER,
    NA_SETTING_ERRANDS,
    NA_SETTING_ERRAND_SECONDS,
    NA_SETTING_ERRAND_MEMORY,
    NA_SETTING_ERRAND_CACHE,
    NA_SETTING_COUNT
};

/* Own copies of texts; NULL: not said. */
struct na_sources {
    char *values[NA_SETTING_COUNT];
    int build_fd; /* -1 */
};

/* Key in the configuration file and, in capitals with - as _, after NEARAID_; also the option. */
const char *na_setting_name(enum na_setting setting);
/* The options. Ends the program for --help and --version. A wrong option: NA_ERR_USAGE. */
NA_MUST_USE enum na_code na_sources_options(struct na_sources *sources, int argc, char **argv,
                                            struct na_error *reterr);
/* Fill in from the environment, then from the file that NA_SETTING_CONFIG names. */
NA_MUST_USE enum na_code na_sources_complete(struct na_sources *sources, struct na_error *reterr);
/* Say one: a host is added, anything else is an error (false) when said before. */
NA_MUST_USE enum na_code na_sources_set(struct na_sources *sources, enum na_setting setting,
                                        const char *text, struct na_error *reterr);
void na_sources_fini(struct na_sources *sources);

#endif
