/* Ids that were made are looked up in their file: the lines of the file are matched with the
 * records as two releases are (register/same.h), and what is left over gets the next numbers. */
#include "compile/kept_ids.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/csv.h"
#include "register/same.h"

#define IDS_FILE_MAX ((size_t)256 << 20)
#define ID_TEXT 64
#define COLUMNS 5

/* A line of the file. Its texts are in `texts`. */
struct kept {
    size_t id, name, postcode; /* offsets */
    struct na_grid at;
};

struct ids {
    struct na_compiler *compiler;
    const struct na_section *section;
    struct na_buffer texts; /* each ended by a NUL */
    struct na_buffer kept;  /* struct kept */
    uint32_t last;          /* the highest number in an id */
    bool bad;
    /* Of the register. */
    const struct na_asset_row **rows; /* owned */
    struct na_asset_row *all;
    const struct na_grid *positions; /* of all rows */
    size_t *numbers;                 /* owned: of `rows` among all */
    size_t count;
};

static const char *row_text(const struct ids *ids, const struct na_asset_row *row,
                            enum na_flat_asset_text text)
{
    return ids->compiler->writer.sections[NA_FLAT_STRINGS].data + row->flat.texts[text];
}

static const struct kept *kept_at(const struct ids *ids, size_t i)
{
    return (const struct kept *)(const void *)ids->kept.data + i;
}

static size_t kept_count(const struct ids *ids)
{
    return ids->kept.length / sizeof(struct kept);
}

static void complain(struct ids *ids, int64_t line, const char *what, const char *hint)
{
    na_compile_error(ids->compiler,
                     (struct na_place){.file = ids->section->ids, .record = line, .hint = hint},
                     "%s", what);
    ids->bad = true;
}

static enum na_code put(struct ids *ids, struct na_str text, size_t *ret_at)
{
    *ret_at = ids->texts.length;
    enum na_code code = na_buffer_append(&ids->texts, text.bytes, text.length);
    return code == NA_OK ? na_buffer_append(&ids->texts, "", 1) : code;
}

/* The number at the end of "defibrillator-0000002a"; 0: it has none. */
static uint32_t number_of(struct na_str id)
{
    uint32_t number = 0;
    if (id.length < 9 || id.bytes[id.length - 9] != '-') {
        return 0;
    }
    for (size_t i = id.length - 8; i < id.length; i++) {
        char c = id.bytes[i];
        bool figure = c >= '0' && c <= '9';
        if (!figure && !(c >= 'a' && c <= 'f')) {
            return 0;
        }
        number = number * 16 + (uint32_t)(figure ? c - '0' : c - 'a' + 10);
    }
    return number;
}

static enum na_code take_line(struct ids *ids, const struct na_csv_record *record,
                              struct na_error *reterr)
{
    struct kept kept = {.at = {NAN, NAN}};
    struct na_str id =
        record->count == COLUMNS ? na_str_trim(record->fields[0]) : (struct na_str){"", 0};
    bool blank =
        record->count == COLUMNS && record->fields[3].length == 0 && record->fields[4].length == 0;
    if (id.length == 0 || id.length >= ID_TEXT || memchr(id.bytes, '/', id.length) != NULL ||
        (!blank && (!na_number_parse(record->fields[3], &kept.at.easting_m) ||
                    !na_number_parse(record->fields[4], &kept.at.northing_m)))) {
        complain(ids, record->line, "The line is none of id,name,postcode,easting_m,northing_m",
                 "Take the file from the pack before, or remove the line");
        return NA_OK;
    }
    uint32_t number = number_of(id);
    ids->last = number > ids->last ? number : ids->last;
    enum na_code code = put(ids, id, &kept.id);
    code = code == NA_OK ? put(ids, record->fields[1], &kept.name) : code;
    code = code == NA_OK ? put(ids, record->fields[2], &kept.postcode) : code;
    code = code == NA_OK ? na_buffer_append(&ids->kept, &kept, sizeof kept) : code;
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the ids");
}

static bool is_header(const struct na_csv_record *record)
{
    static const char *const names[COLUMNS] = {"id", "name", "postcode", "easting_m", "northing_m"};
    bool good = record->count == COLUMNS;
    for (size_t i = 0; i < COLUMNS && good; i++) {
        good = na_str_is(na_str_trim(record->fields[i]), names[i]);
    }
    return good;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum na_code check_twice(struct ids *ids, struct na_error *reterr)
{
    size_t count = kept_count(ids);
    const char **order = calloc(count + 1, sizeof *order);
    if (order == NULL) {
        return na_fail_memory(reterr, "reading the ids");
    }
    for (size_t i = 0; i < count; i++) {
        order[i] = ids->texts.data + kept_at(ids, i)->id;
    }
    qsort(order, count, sizeof *order, by_id);
    for (size_t i = 1; i < count && !ids->bad; i++) {
        if (strcmp(order[i - 1], order[i]) == 0) {
            complain(ids, 0, "An id is there twice", "Keep the line that is right");
        }
    }
    free(order);
    return NA_OK;
}

static enum na_code read_lines(struct ids *ids, const struct na_file *file, struct na_error *reterr)
{
    struct na_csv *csv = NULL;
    struct na_csv_record record;
    struct na_error error;
    bool more = true;
    bool first = true;
    enum na_code code = na_csv_new((const char *)file->bytes, file->length, ',', &csv, reterr);
    while (code == NA_OK && more && !ids->bad) {
        code = na_csv_next(csv, &record, &more, &error);
        if (code == NA_ERR_DATA) {
            complain(ids, error.record, error.message, "Take the file from the pack before");
            code = NA_OK;
            break;
        }
        if (code != NA_OK) {
            code = na_fail(reterr, code, "%s", error.message);
        } else if (more && first && !is_header(&record)) {
            complain(ids, 1, "The columns are not id,name,postcode,easting_m,northing_m",
                     "Run nearaid import again: it writes the file");
        } else if (more && !first) {
            code = take_line(ids, &record, reterr);
        }
        first = false;
    }
    na_csv_free(csv);
    return code == NA_OK && !ids->bad ? check_twice(ids, reterr) : code;
}

static struct na_lonlat lonlat_of(const struct ids *ids, struct na_grid at)
{
    struct na_lonlat to = {NAN, NAN};
    struct na_error error;
    if (isnan(at.easting_m) || na_crs_to_lonlat(ids->compiler->crs, at, &to, &error) != NA_OK) {
        return (struct na_lonlat){NAN, NAN};
    }
    return to;
}

/* The rows of the section. */
static enum na_code gather(struct ids *ids, size_t count, struct na_error *reterr)
{
    ids->rows = calloc(count + 1, sizeof *ids->rows);
    ids->numbers = calloc(count + 1, sizeof *ids->numbers);
    if (ids->rows == NULL || ids->numbers == NULL) {
        return na_fail_memory(reterr, "giving the ids");
    }
    for (size_t i = 0; i < count; i++) {
        if (ids->all[i].section == ids->section && !ids->all[i].left_out) {
            ids->rows[ids->count] = &ids->all[i];
            ids->numbers[ids->count++] = i;
        }
    }
    return NA_OK;
}

/* Which line is which row: ret_lines has the line of each row, or NA_SAME_NONE. */
static enum na_code match(const struct ids *ids, uint32_t *lines, struct na_error *reterr)
{
    size_t lines_count = kept_count(ids);
    struct na_same_item *before = calloc(lines_count + 1, sizeof *before);
    struct na_same_item *after = calloc(ids->count + 1, sizeof *after);
    uint32_t *pairs = calloc(lines_count + 1, sizeof *pairs);
    enum na_code code = before != NULL && after != NULL && pairs != NULL
                            ? NA_OK
                            : na_fail_memory(reterr, "giving the ids");
    for (size_t i = 0; i < lines_count && code == NA_OK; i++) {
        const struct kept *kept = kept_at(ids, i);
        before[i] =
            (struct na_same_item){"", ids->texts.data + kept->name,
                                  ids->texts.data + kept->postcode, lonlat_of(ids, kept->at)};
    }
    for (size_t i = 0; i < ids->count && code == NA_OK; i++) {
        after[i] = (struct na_same_item){"", row_text(ids, ids->rows[i], NA_ASSET_NAME),
                                         row_text(ids, ids->rows[i], NA_ASSET_POSTCODE),
                                         lonlat_of(ids, ids->positions[ids->numbers[i]])};
        lines[i] = NA_SAME_NONE;
    }
    code =
        code == NA_OK ? na_same_find(before, lines_count, after, ids->count, pairs, reterr) : code;
    for (size_t i = 0; i < lines_count && code == NA_OK; i++) {
        if (pairs[i] != NA_SAME_NONE) {
            lines[pairs[i]] = (uint32_t)i;
        }
    }
    free(before);
    free(after);
    free(pairs);
    return code;
}

static void tell(const struct ids *ids, const char *id, const char *name, const char *postcode,
                 struct na_grid at)
{
    const struct na_compile_listener *listener = ids->compiler->options->listener;
    if (listener != NULL && listener->id != NULL) {
        struct na_id_kept kept = {ids->section->full, id,           name,
                                  postcode,           at.easting_m, at.northing_m};
        listener->id(listener->context, &kept);
    }
}

/* Lines whose things are gone keep their ids: nothing else gets them. */
static enum na_code tell_gone(const struct ids *ids, const uint32_t *lines, struct na_error *reterr)
{
    size_t count = kept_count(ids);
    bool *used = calloc(count + 1, sizeof *used);
    if (used == NULL) {
        return na_fail_memory(reterr, "keeping the ids");
    }
    for (size_t i = 0; i < ids->count; i++) {
        if (lines[i] != NA_SAME_NONE) {
            used[lines[i]] = true;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const struct kept *kept = kept_at(ids, i);
        if (!used[i]) {
            tell(ids, ids->texts.data + kept->id, ids->texts.data + kept->name,
                 ids->texts.data + kept->postcode, kept->at);
        }
    }
    free(used);
    return NA_OK;
}

static enum na_code give(struct ids *ids, const uint32_t *lines, struct na_error *reterr)
{
    size_t added = 0;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < ids->count && code == NA_OK; i++) {
        struct na_asset_row *row = &ids->all[ids->numbers[i]];
        char id[ID_TEXT];
        if (lines[i] != NA_SAME_NONE) {
            (void)na_text_copy(id, sizeof id, ids->texts.data + kept_at(ids, lines[i])->id);
        } else {
            (void)snprintf(id, sizeof id, "%.40s-%08" PRIx32,
                           ids->section->kind[0] != '\0' ? ids->section->kind : "asset",
                           ++ids->last);
            added++;
        }
        tell(ids, id, row_text(ids, row, NA_ASSET_NAME), row_text(ids, row, NA_ASSET_POSTCODE),
             ids->positions[ids->numbers[i]]);
        code = na_compile_text(ids->compiler, na_str_of(id), &row->flat.texts[NA_ASSET_ID], reterr);
    }
    const struct na_compile_listener *listener = ids->compiler->options->listener;
    bool keeps = listener != NULL && listener->id != NULL;
    if (code == NA_OK && added > 0 && !keeps) {
        na_compile_warning(
            ids->compiler,
            (struct na_place){.file = ids->section->file,
                              .field = "id",
                              .hint = "Run nearaid import with the same --section: "
                                      "it keeps them"},
            "%zu record%s not in %s: the id is made, and may change until it is kept", added,
            added == 1 ? " is" : "s are", ids->section->ids);
    }
    return code;
}

static enum na_code give_section(struct ids *ids, size_t count, struct na_error *reterr)
{
    struct na_file file = {NULL, 0};
    bool found = false;
    enum na_code code = na_compile_read(ids->compiler, ids->section->full, ids->section->ids,
                                        IDS_FILE_MAX, &file, &found, reterr);
    code = code == NA_OK && found ? read_lines(ids, &file, reterr) : code;
    na_file_free(&file);
    if (code != NA_OK || !found || ids->bad) {
        return code;
    }
    na_compile_source_records(ids->compiler, ids->section->ids, kept_count(ids));
    code = gather(ids, count, reterr);
    uint32_t *lines = calloc(ids->count + 1, sizeof *lines);
    if (code == NA_OK && lines == NULL) {
        code = na_fail_memory(reterr, "giving the ids");
    }
    code = code == NA_OK ? match(ids, lines, reterr) : code;
    code = code == NA_OK ? tell_gone(ids, lines, reterr) : code;
    code = code == NA_OK ? give(ids, lines, reterr) : code;
    free(lines);
    return code;
}

enum na_code na_kept_ids_give(struct na_compiler *compiler, struct na_asset_row *rows, size_t count,
                              const struct na_grid *positions, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    for (size_t s = 0; s < compiler->manifest.section_count && code == NA_OK; s++) {
        const struct na_section *section = &compiler->manifest.sections[s];
        struct ids ids = {
            .compiler = compiler, .section = section, .all = rows, .positions = positions};
        if (section->type != NA_SECTION_ASSETS || !section->makes_ids || section->ids[0] == '\0') {
            continue;
        }
        na_buffer_init(&ids.texts, IDS_FILE_MAX * 2);
        na_buffer_init(&ids.kept, NA_PACK_ASSETS_MAX * sizeof(struct kept));
        code = give_section(&ids, count, reterr);
        na_buffer_fini(&ids.texts);
        na_buffer_fini(&ids.kept);
        free(ids.rows);
        free(ids.numbers);
    }
    return code;
}
