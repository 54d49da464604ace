/* Options, NEARAID_* variables and the configuration file give texts for the same table of
 * settings. A setting that was said already is left as it is, so the order of reading is the order
 * of precedence. Nothing is understood here: an unknown key is refused, a bad value is found by
 * daemon_settings.c. */
#include "daemon_sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "io/file.h"
#include "io/ini.h"

#define CONFIG_LIMIT ((size_t)1024 * 1024)
#define SECTION "nearaidd"

static const char *const names[NA_SETTING_COUNT] = {
    [NA_SETTING_PACK] = "pack",
    [NA_SETTING_SNAPSHOT] = "snapshot",
    [NA_SETTING_LISTEN] = "listen",
    [NA_SETTING_CONFIG] = "config",
    [NA_SETTING_GRID] = "grid",
    [NA_SETTING_HOST] = "host",
    [NA_SETTING_ALLOW_REMOTE] = "allow-remote",
    [NA_SETTING_ACCESS_LOG] = "access-log",
    [NA_SETTING_TLS_CERT] = "tls-cert",
    [NA_SETTING_TLS_KEY] = "tls-key",
    [NA_SETTING_TOKENS] = "tokens",
    [NA_SETTING_AUDIT] = "audit",
    [NA_SETTING_AUDIT_POSITIONS] = "audit-positions",
    [NA_SETTING_TEMPLATES] = "templates",
    [NA_SETTING_MAP] = "map",
    [NA_SETTING_THREADS] = "threads",
    [NA_SETTING_CONNECTIONS] = "connections",
    [NA_SETTING_PER_ADDRESS] = "per-address",
    [NA_SETTING_BODY_LIMIT] = "body-limit",
    [NA_SETTING_DEADLINE_MS] = "deadline-ms",
    [NA_SETTING_IDLE_MS] = "idle-ms",
    [NA_SETTING_BATCH_ROWS] = "batch-rows",
    [NA_SETTING_BATCH_BYTES] = "batch-bytes",
    [NA_SETTING_BATCH_ANSWER_BYTES] = "batch-answer-bytes",
    [NA_SETTING_BATCH_SECONDS] = "batch-seconds",
    [NA_SETTING_BATCHES] = "batches",
    [NA_SETTING_BATCH_FOLDER] = "batch-folder",
    [NA_SETTING_ERRANDS] = "errands",
    [NA_SETTING_ERRAND_SECONDS] = "errand-seconds",
    [NA_SETTING_ERRAND_MEMORY] = "errand-memory",
    [NA_SETTING_ERRAND_CACHE] = "errand-cache",
};

const char *na_setting_name(enum na_setting setting)
{
    return names[setting];
}

/* Hosts are kept as one text, parted by blanks. */
static enum na_code add_host(char **value, const char *text, struct na_error *reterr)
{
    size_t have = *value != NULL ? strlen(*value) : 0;
    size_t more = strlen(text);
    char *joined = realloc(*value, have + more + 2);
    if (joined == NULL) {
        return na_fail_memory(reterr, "reading the settings");
    }
    if (have > 0) {
        joined[have++] = ' ';
    }
    memcpy(joined + have, text, more + 1);
    *value = joined;
    return NA_OK;
}

enum na_code na_sources_set(struct na_sources *sources, enum na_setting setting, const char *text,
                            struct na_error *reterr)
{
    char **value = &sources->values[setting];
    if (text[0] == '\0') {
        enum na_code code = na_fail(reterr, NA_ERR_USAGE, "%s has no value", names[setting]);
        return na_fail_at(reterr, code, NULL, 0, names[setting], NULL);
    }
    if (setting == NA_SETTING_HOST) {
        return add_host(value, text, reterr);
    }
    if (*value != NULL) {
        return na_fail(reterr, NA_ERR_USAGE, "%s is given more than once", names[setting]);
    }
    *value = strdup(text);
    return *value != NULL ? NA_OK : na_fail_memory(reterr, "reading the settings");
}

/* Is it said by a source that comes before? A pack and a snapshot stand for one another. */
static bool is_said(const struct na_sources *before, enum na_setting setting)
{
    if (setting == NA_SETTING_PACK || setting == NA_SETTING_SNAPSHOT) {
        return before->values[NA_SETTING_PACK] != NULL ||
               before->values[NA_SETTING_SNAPSHOT] != NULL;
    }
    return before->values[setting] != NULL;
}

/* Move what `from` says and `sources` does not; `from` is empty after. */
static void merge(struct na_sources *sources, struct na_sources *from)
{
    struct na_sources before = *sources;
    for (int i = 0; i < NA_SETTING_COUNT; i++) {
        if (from->values[i] != NULL && !is_said(&before, (enum na_setting)i)) {
            sources->values[i] = from->values[i];
            from->values[i] = NULL;
        }
    }
    na_sources_fini(from);
}

static enum na_code read_environment(struct na_sources *sources, struct na_error *reterr)
{
    struct na_sources found = {.build_fd = -1};
    enum na_code code = NA_OK;
    for (int i = 0; i < NA_SETTING_COUNT && code == NA_OK; i++) {
        char variable[64] = "NEARAID_";
        size_t length = strlen(variable);
        for (const char *c = names[i]; *c != '\0'; c++) {
            variable[length++] = (char)(*c == '-' ? '_' : *c - 'a' + 'A');
        }
        variable[length] = '\0';
        const char *text = getenv(variable);
        if (text != NULL && text[0] != '\0') {
            code = na_sources_set(&found, (enum na_setting)i, text, reterr);
        }
    }
    merge(sources, &found);
    return code;
}

static enum na_code take_entry(struct na_sources *found, const struct na_ini_entry *entry,
                               const char *path, struct na_error *reterr)
{
    enum na_code code = NA_ERR_DATA;
    if (strcmp(entry->section, SECTION) != 0) {
        code = na_fail(reterr, NA_ERR_DATA, "Unknown section [%s]", entry->section);
        return na_fail_at(reterr, code, path, entry->line, entry->key,
                          "settings of the daemon stand under [" SECTION "]");
    }
    for (int i = 0; i < NA_SETTING_COUNT; i++) {
        if (i != NA_SETTING_CONFIG && strcmp(entry->key, names[i]) == 0) {
            code = na_sources_set(found, (enum na_setting)i, entry->value, reterr);
            return code == NA_OK ? NA_OK
                                 : na_fail_at(reterr, code, path, entry->line, entry->key, NULL);
        }
    }
    code = na_fail(reterr, NA_ERR_DATA, "Unknown key");
    return na_fail_at(reterr, code, path, entry->line, entry->key,
                      "docs/operating.md lists the keys");
}

static enum na_code read_config(struct na_sources *sources, struct na_error *reterr)
{
    const char *path = sources->values[NA_SETTING_CONFIG];
    struct na_sources found = {.build_fd = -1};
    struct na_file file = {0};
    struct na_ini ini = {0};
    enum na_code code = na_file_read(path, CONFIG_LIMIT, &file, reterr);
    if (code == NA_OK) {
        code = na_ini_parse((const char *)file.bytes, file.length, path, &ini, reterr);
    }
    for (size_t i = 0; i < ini.count && code == NA_OK; i++) {
        code = take_entry(&found, &ini.entries[i], path, reterr);
    }
    merge(sources, &found);
    na_ini_free(&ini);
    na_file_free(&file);
    return code;
}

enum na_code na_sources_complete(struct na_sources *sources, struct na_error *reterr)
{
    enum na_code code = read_environment(sources, reterr);
    if (code == NA_OK && sources->values[NA_SETTING_CONFIG] != NULL) {
        code = read_config(sources, reterr);
    }
    return code;
}

void na_sources_fini(struct na_sources *sources)
{
    for (int i = 0; i < NA_SETTING_COUNT; i++) {
        free(sources->values[i]);
        sources->values[i] = NULL;
    }
}
