/* Hands the checked text to inih a line at a time and keeps what it finds as sections. */
#include "io/ini.h"

#include <ini.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "io/ini_check.h"

/* Debian's inih has its build options as process-wide variables. They are set for the time of a
 * parse and put back, so that nothing else in the process that uses inih sees ours. This guards
 * them among our own threads. */
static pthread_mutex_t inih_options_mutex = PTHREAD_MUTEX_INITIALIZER;

struct inih_options {
    bool multiline, inline_comments, no_value, stop, stack, grow;
    int max_line, initial;
    char *start_prefixes, *inline_prefixes;
};

static struct inih_options options_get(void)
{
    return (struct inih_options){.multiline = ini_allow_multiline,
                                 .inline_comments = ini_allow_inline_comments,
                                 .no_value = ini_allow_no_value,
                                 .stop = ini_stop_on_first_error,
                                 .stack = ini_use_stack,
                                 .grow = ini_allow_realloc,
                                 .max_line = ini_max_line,
                                 .initial = ini_initial_alloc,
                                 .start_prefixes = ini_start_comment_prefixes,
                                 .inline_prefixes = ini_inline_comment_prefixes};
}

static void options_set(const struct inih_options *options)
{
    ini_allow_multiline = options->multiline;
    ini_allow_inline_comments = options->inline_comments;
    ini_allow_no_value = options->no_value;
    ini_stop_on_first_error = options->stop;
    ini_use_stack = options->stack;
    ini_allow_realloc = options->grow;
    ini_max_line = options->max_line;
    ini_initial_alloc = options->initial;
    ini_start_comment_prefixes = options->start_prefixes;
    ini_inline_comment_prefixes = options->inline_prefixes;
}

/* What the reader and the handler share during a parse. */
struct parse {
    struct na_str rest; /* not read yet */
    int line;           /* number of the line read last */
    struct na_ini_entry *entries;
    size_t count, capacity;
    char *texts; /* all keys, values and section names, each with its NUL */
    size_t used, size;
    const char *section; /* in texts, or "" */
};

/* inih's fgets: one line, which the check has shown to fit. */
static char *read_line(char *to, int size, void *stream)
{
    struct parse *parse = stream;
    struct na_str line;
    if (!na_ini_next_line(&parse->rest, &line) || line.length + 2 > (size_t)size) {
        return NULL;
    }
    memcpy(to, line.bytes, line.length);
    memcpy(to + line.length, "\n", 2);
    parse->line++;
    return to;
}

static const char *store(struct parse *parse, const char *text)
{
    size_t length = strlen(text) + 1;
    if (length > parse->size - parse->used) {
        return NULL;
    }
    char *at = parse->texts + parse->used;
    memcpy(at, text, length);
    parse->used += length;
    return at;
}

/* inih's handler: nonzero when all is well. */
static int take_entry(void *user, const char *section, const char *name, const char *value)
{
    struct parse *parse = user;
    if (parse->count == parse->capacity) {
        return 0;
    }
    if (strcmp(parse->section, section) != 0) {
        const char *stored = store(parse, section);
        if (stored == NULL) {
            return 0;
        }
        parse->section = stored;
    }
    const char *key = store(parse, name);
    const char *text = store(parse, value);
    if (key == NULL || text == NULL) {
        return 0;
    }
    parse->entries[parse->count++] = (struct na_ini_entry){
        .section = parse->section, .key = key, .value = text, .line = parse->line};
    return 1;
}

static enum na_code run_inih(struct parse *parse, struct na_error *reterr)
{
    static char start_prefixes[] = ";#";
    static char inline_prefixes[] = ";";
    const struct inih_options ours = {.inline_comments = true,
                                      .stop = true,
                                      .max_line = (int)NA_INI_LINE_MAX + 8,
                                      .initial = (int)NA_INI_LINE_MAX + 8,
                                      .start_prefixes = start_prefixes,
                                      .inline_prefixes = inline_prefixes};
    (void)pthread_mutex_lock(&inih_options_mutex);
    struct inih_options before = options_get();
    options_set(&ours);
    int result = ini_parse_stream(read_line, parse, take_entry, parse);
    options_set(&before);
    (void)pthread_mutex_unlock(&inih_options_mutex);
    if (result == -2) {
        return na_fail_memory(reterr, "reading an INI file");
    }
    if (result != 0 || parse->rest.length != 0 || parse->count != parse->capacity) {
        (void)na_fail(reterr, NA_ERR_DATA, "The line was not understood");
        (void)na_fail_at(reterr, NA_ERR_DATA, NULL, result > 0 ? result : parse->line, NULL,
                         "write key = value, or begin a comment with ;");
        return NA_ERR_DATA;
    }
    return NA_OK;
}

/* By section, key, line: what is repeated stands side by side. */
static int compare_entries(const void *a, const void *b)
{
    const struct na_ini_entry *left = *(const struct na_ini_entry *const *)a;
    const struct na_ini_entry *right = *(const struct na_ini_entry *const *)b;
    int order = strcmp(left->section, right->section);
    if (order == 0) {
        order = strcmp(left->key, right->key);
    }
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static enum na_code refuse_repeated_keys(const struct parse *parse, struct na_error *reterr)
{
    if (parse->count < 2) {
        return NA_OK;
    }
    const struct na_ini_entry **sorted = malloc(parse->count * sizeof(struct na_ini_entry *));
    if (sorted == NULL) {
        return na_fail_memory(reterr, "reading an INI file");
    }
    for (size_t i = 0; i < parse->count; i++) {
        sorted[i] = &parse->entries[i];
    }
    qsort(sorted, parse->count, sizeof *sorted, compare_entries);
    const struct na_ini_entry *first = NULL;
    const struct na_ini_entry *again = NULL;
    for (size_t i = 1; i < parse->count; i++) {
        const struct na_ini_entry *a = sorted[i - 1];
        const struct na_ini_entry *b = sorted[i];
        if (strcmp(a->section, b->section) == 0 && strcmp(a->key, b->key) == 0 &&
            (again == NULL || b->line < again->line)) {
            first = a;
            again = b;
        }
    }
    enum na_code code = NA_OK;
    if (again != NULL) {
        code = na_fail(reterr, NA_ERR_DATA, "The key was already given in line %d", first->line);
        (void)na_fail_at(reterr, code, NULL, again->line, again->key, "keep one of the two");
    }
    free(sorted);
    return code;
}

struct header {
    struct na_str name;
    int line;
};

static int compare_headers(const void *a, const void *b)
{
    const struct header *left = a;
    const struct header *right = b;
    int order = na_str_compare(left->name, right->name);
    return order != 0 ? order : (left->line > right->line) - (left->line < right->line);
}

static enum na_code refuse_repeated_sections(struct na_str bytes, size_t sections,
                                             struct na_error *reterr)
{
    if (sections < 2) {
        return NA_OK;
    }
    struct header *headers = malloc(sections * sizeof *headers);
    if (headers == NULL) {
        return na_fail_memory(reterr, "reading an INI file");
    }
    size_t count = 0;
    struct na_str line;
    for (int number = 1; na_ini_next_line(&bytes, &line); number++) {
        if (count < sections && na_ini_section_name(line, &headers[count].name)) {
            headers[count++].line = number;
        }
    }
    qsort(headers, count, sizeof *headers, compare_headers);
    const struct header *again = NULL;
    for (size_t i = 1; i < count; i++) {
        if (na_str_equal(headers[i].name, headers[i - 1].name) &&
            (again == NULL || headers[i].line < again->line)) {
            again = &headers[i];
        }
    }
    enum na_code code = NA_OK;
    if (again != NULL) {
        code = na_fail(reterr, NA_ERR_DATA, "The section [%.*s] was already begun in line %d",
                       (int)again->name.length, again->name.bytes, (again - 1)->line);
        (void)na_fail_at(reterr, code, NULL, again->line, NULL,
                         "give all its entries in one place");
    }
    free(headers);
    return code;
}

static enum na_code parse_checked(struct na_str bytes, const struct na_ini_tally *tally,
                                  struct na_ini *ret_ini, struct na_error *reterr)
{
    /* Every stored text takes the place of its own bytes and of the = ] or line end after it; only
     * a last line without its end lacks one byte. One allocation holds entries and texts. */
    size_t entries_size = tally->entries * sizeof(struct na_ini_entry);
    size_t texts_size = bytes.length + 1;
    struct na_ini_entry *memory = malloc(entries_size + texts_size);
    if (memory == NULL) {
        return na_fail_memory(reterr, "reading an INI file");
    }
    struct parse parse = {.rest = bytes,
                          .entries = memory,
                          .capacity = tally->entries,
                          .texts = (char *)memory + entries_size,
                          .size = texts_size,
                          .section = ""};
    enum na_code code = run_inih(&parse, reterr);
    if (code == NA_OK) {
        code = refuse_repeated_keys(&parse, reterr);
    }
    if (code != NA_OK) {
        free(memory);
        return code;
    }
    *ret_ini = (struct na_ini){.entries = memory, .count = parse.count, .memory = memory};
    return NA_OK;
}

enum na_code na_ini_parse(const char *bytes, size_t length, const char *name,
                          struct na_ini *ret_ini, struct na_error *reterr)
{
    struct na_str text = {length > 0 ? bytes : "", length};
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        text = (struct na_str){bytes + 3, length - 3};
    }
    struct na_ini_tally tally;
    enum na_code code = na_ini_check(text, &tally, reterr);
    if (code == NA_OK) {
        code = refuse_repeated_sections(text, tally.sections, reterr);
    }
    if (code == NA_OK) {
        code = parse_checked(text, &tally, ret_ini, reterr);
    }
    if (code != NA_OK) {
        (void)na_fail_at(reterr, code, name, 0, NULL, NULL);
    }
    return code;
}

void na_ini_free(struct na_ini *ini)
{
    if (ini != NULL) {
        free(ini->memory);
        *ini = (struct na_ini){0};
    }
}
