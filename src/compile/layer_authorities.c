/* Authorities of wards from a lookup: the boundaries of some vintages come without them, and ONS
 * publishes beside them a table of wards and authorities for the whole country. Only what the layer
 * lacks is filled in. A ward that the table has not, or has twice with different authorities,
 * refuses the pack: a ward without its authority is left out of every sum by authority. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/layer_parts.h"
#include "io/csv.h"
#include "io/file.h"

#define LOOKUP_FILE_MAX ((size_t)64 << 20)
#define LISTED_MAX 5

/* A ward of the table; texts are offsets into `texts`. */
struct entry {
    size_t ward, code, name;
    int64_t line;
};

struct lookup {
    struct na_compiler *compiler;
    const char *file;
    size_t ward, code, name; /* columns */
    struct na_buffer entries, texts;
};

/* "The ward E05000001 has two authorities": which stands between what comes before and after it. */
static void complain(const struct lookup *lookup, int64_t line, const char *hint,
                     const char *before, const char *which, const char *after)
{
    na_compile_error(lookup->compiler,
                     (struct na_place){.file = lookup->file, .record = line, .hint = hint},
                     "%s%.60s%s", before, which, after);
}

static enum na_code keep(struct lookup *lookup, struct na_str text, size_t *ret_offset)
{
    text = na_str_trim(text);
    *ret_offset = lookup->texts.length;
    enum na_code code = na_buffer_append(&lookup->texts, text.bytes, text.length);
    return code == NA_OK ? na_buffer_append(&lookup->texts, "", 1) : code;
}

static enum na_code add_record(struct lookup *lookup, const struct na_csv_record *record)
{
    size_t most = lookup->ward > lookup->code ? lookup->ward : lookup->code;
    struct entry entry = {.line = record->line};
    most = most > lookup->name ? most : lookup->name;
    if (record->count <= most) {
        complain(lookup, record->line, "Export the table again",
                 "The line has fewer fields than the header", "", "");
        return NA_OK;
    }
    enum na_code code = keep(lookup, record->fields[lookup->ward], &entry.ward);
    code = code == NA_OK ? keep(lookup, record->fields[lookup->code], &entry.code) : code;
    code = code == NA_OK ? keep(lookup, record->fields[lookup->name], &entry.name) : code;
    return code == NA_OK ? na_buffer_append(&lookup->entries, &entry, sizeof entry) : code;
}

static bool read_header(struct lookup *lookup, const struct na_csv_record *header)
{
    const char *what = na_lookup_columns_find(header->fields, header->count, &lookup->ward,
                                              &lookup->code, &lookup->name);
    if (what != NULL) {
        complain(lookup, 1,
                 "Give ONS's lookup of wards and authorities, with WDyyCD, LADyyCD and LADyyNM",
                 "The table has no column ", what, "");
    }
    return what == NULL;
}

static enum na_code read_records(struct lookup *lookup, const struct na_file *file,
                                 struct na_error *reterr)
{
    struct na_csv_record record = {0};
    struct na_csv *csv = NULL;
    bool more = true;
    bool first = true;
    struct na_error error;
    enum na_code code = na_csv_new((const char *)file->bytes, file->length, ',', &csv, reterr);
    while (code == NA_OK && more) {
        code = na_csv_next(csv, &record, &more, &error);
        if (code == NA_ERR_DATA) {
            complain(lookup, error.record, error.hint, error.message, "", "");
            code = NA_OK;
            break;
        }
        if (code != NA_OK) {
            code = na_fail(reterr, code, "%s", error.message);
        } else if (more && first && !read_header(lookup, &record)) {
            break;
        } else if (more && !first && add_record(lookup, &record) != NA_OK) {
            code = na_fail_memory(reterr, "reading the lookup of authorities");
        }
        first = false;
    }
    na_csv_free(csv);
    return code;
}

/* For sorting and searching; qsort has no context. */
struct key {
    const char *ward;
    const struct entry *entry;
};

static int compare_keys(const void *a, const void *b)
{
    return strcmp(((const struct key *)a)->ward, ((const struct key *)b)->ward);
}

/* The entry of a ward; NULL with a finding if it has two authorities, without one if it has none.
 */
static const struct entry *find(const struct lookup *lookup, const struct key *keys, size_t count,
                                const char *ward, bool *ret_two)
{
    const char *texts = lookup->texts.data;
    const struct key wanted = {ward, NULL};
    const struct key *key =
        count > 0 ? bsearch(&wanted, keys, count, sizeof *keys, compare_keys) : NULL;
    *ret_two = false;
    if (key == NULL) {
        return NULL;
    }
    while (key > keys && strcmp(key[-1].ward, ward) == 0) {
        key--;
    }
    const struct entry *entry = key->entry;
    for (; key < keys + count && strcmp(key->ward, ward) == 0; key++) {
        if (strcmp(texts + key->entry->code, texts + entry->code) != 0) {
            *ret_two = true;
            complain(lookup, key->entry->line, "Keep the line that is right", "The ward ", ward,
                     " has two authorities");
            return NULL;
        }
    }
    return entry;
}

static enum na_code fill_rows(struct lookup *lookup, struct na_layer_work *work,
                              const struct key *keys, size_t count, struct na_error *reterr)
{
    struct na_compiler *compiler = lookup->compiler;
    size_t missing = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < work->count && code == NA_OK; i++) {
        struct na_flat_area *flat = &work->rows[i].flat;
        const char *pool = compiler->writer.sections[NA_FLAT_STRINGS].data;
        bool two = false;
        if (pool[flat->authority_code] != '\0') {
            continue;
        }
        const struct entry *entry = find(lookup, keys, count, pool + flat->code, &two);
        if (entry != NULL) {
            const char *texts = lookup->texts.data;
            code = na_compile_text(compiler, na_str_of(texts + entry->code), &flat->authority_code,
                                   reterr);
            if (code == NA_OK) {
                code = na_compile_text(compiler, na_str_of(texts + entry->name),
                                       &flat->authority_name, reterr);
            }
        } else if (!two && missing++ < LISTED_MAX) {
            complain(lookup, 0, "Give the lookup of the same year as the boundaries",
                     "The table has no ward ", pool + flat->code, "");
        }
    }
    if (missing > LISTED_MAX) {
        char number[24];
        (void)snprintf(number, sizeof number, "%zu", missing);
        complain(lookup, 0, "Give the lookup of the same year as the boundaries",
                 "The table has not ", number, " of the wards");
    }
    return code;
}

static enum na_code fill(struct lookup *lookup, struct na_layer_work *work, struct na_error *reterr)
{
    const struct entry *entries = (const struct entry *)(const void *)lookup->entries.data;
    size_t count = lookup->entries.length / sizeof *entries;
    struct key *keys = calloc(count + 1, sizeof *keys);
    if (keys == NULL) {
        return na_fail_memory(reterr, "reading the lookup of authorities");
    }
    for (size_t i = 0; i < count; i++) {
        keys[i] = (struct key){lookup->texts.data + entries[i].ward, &entries[i]};
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    enum na_code code = fill_rows(lookup, work, keys, count, reterr);
    free(keys);
    return code;
}

enum na_code na_layer_fill_authorities(struct na_compiler *compiler, struct na_layer_work *work,
                                       struct na_error *reterr)
{
    struct lookup lookup = {.compiler = compiler, .file = work->section->authority_lookup};
    struct na_file file = {NULL, 0};
    size_t errors = compiler->report->errors;
    bool found = false;
    if (lookup.file[0] == '\0') {
        return NA_OK;
    }
    na_buffer_init(&lookup.entries, 4 * LOOKUP_FILE_MAX);
    na_buffer_init(&lookup.texts, 2 * LOOKUP_FILE_MAX);
    enum na_code code = na_compile_read(compiler, work->section->full, lookup.file, LOOKUP_FILE_MAX,
                                        &file, &found, reterr);
    if (code == NA_OK && found) {
        code = read_records(&lookup, &file, reterr);
    }
    if (code == NA_OK && found && compiler->report->errors == errors &&
        lookup.entries.length == 0) {
        complain(&lookup, 0, "Export the table again", "The table has no rows", "", "");
    }
    if (code == NA_OK && found && compiler->report->errors == errors) {
        code = fill(&lookup, work, reterr);
    }
    na_file_free(&file);
    na_buffer_fini(&lookup.texts);
    na_buffer_fini(&lookup.entries);
    return code;
}
