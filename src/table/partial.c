/* Partials out and in. */
#include "table/partial.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/csv.h"
#include "io/file.h"

#define MAGIC "nearaid partial"
#define FORMAT "1"
#define WARNING "exact counts: not for publication"

/* The figures of a tally, by name, as they stand in a struct na_table_tally. */
static const struct {
    const char *name;
    size_t offset;
} figures[] = {
    {"read", offsetof(struct na_table_tally, read)},
    {"not_asked_for", offsetof(struct na_table_tally, unasked)},
    {"in_no_area", offsetof(struct na_table_tally, outside)},
    {"inside", offsetof(struct na_table_tally, matches[NA_BATCH_INSIDE])},
    {"boundary", offsetof(struct na_table_tally, matches[NA_BATCH_BOUNDARY])},
    {"none", offsetof(struct na_table_tally, matches[NA_BATCH_NONE])},
    {"no_location", offsetof(struct na_table_tally, matches[NA_BATCH_NO_LOCATION])},
    {"bad", offsetof(struct na_table_tally, matches[NA_BATCH_BAD])},
    {"found", offsetof(struct na_table_tally, matches[NA_BATCH_FOUND])},
};
#define FIGURES (sizeof figures / sizeof figures[0])

static uint64_t *figure(struct na_table_tally *tally, size_t i)
{
    return (uint64_t *)(void *)((char *)tally + figures[i].offset);
}

/* A field of CSV, quoted always: nothing has to be looked at. */
static void put_text(struct na_buffer *to, struct na_str text, enum na_code *failed)
{
    *failed = *failed == NA_OK ? na_buffer_text(to, ",\"") : *failed;
    for (size_t i = 0; i < text.length && *failed == NA_OK; i++) {
        bool quote = text.bytes[i] == '"';
        *failed = na_buffer_append(to, quote ? "\"\"" : text.bytes + i, quote ? 2 : 1);
    }
    *failed = *failed == NA_OK ? na_buffer_text(to, "\"") : *failed;
}

static void put_record(struct na_buffer *to, const char *kind, const char *const *texts,
                       size_t count, enum na_code *failed)
{
    *failed = *failed == NA_OK ? na_buffer_text(to, kind) : *failed;
    for (size_t i = 0; i < count; i++) {
        put_text(to, na_str_of(texts[i]), failed);
    }
    *failed = *failed == NA_OK ? na_buffer_text(to, "\n") : *failed;
}

static void put_one(struct na_buffer *to, const char *kind, const char *text, enum na_code *failed)
{
    put_record(to, kind, &text, 1, failed);
}

static void put_question(struct na_buffer *to, const struct na_table_question *question,
                         enum na_code *failed)
{
    char what[16];
    for (size_t i = 0; i < question->dimension_count; i++) {
        (void)snprintf(what, sizeof what, "%d", (int)question->dimensions[i].what);
        const char *texts[] = {what, question->dimensions[i].name};
        put_record(to, "by", texts, 2, failed);
    }
    for (size_t i = 0; i < question->where_count; i++) {
        const char *texts[] = {question->wheres[i].column, question->wheres[i].values};
        put_record(to, "where", texts, 2, failed);
    }
}

static void put_texts(struct na_buffer *to, const char *kind, const struct na_table_texts *texts,
                      enum na_code *failed)
{
    for (uint32_t i = 0; i < texts->count; i++) {
        *failed = *failed == NA_OK ? na_buffer_text(to, kind) : *failed;
        put_text(to, na_table_texts_get(texts, i), failed);
        *failed = *failed == NA_OK ? na_buffer_text(to, "\n") : *failed;
    }
}

static void put_counts(struct na_buffer *to, const struct na_table_counts *counts,
                       enum na_code *failed)
{
    struct na_table_tally tally = counts->tally, keys = counts->keys;
    for (size_t i = 0; i < FIGURES && *failed == NA_OK; i++) {
        *failed = na_buffer_printf(to, "tally,%s,%" PRIu64 ",%016" PRIx64 "\n", figures[i].name,
                                   *figure(&tally, i), *figure(&keys, i));
    }
    for (size_t d = 0; d < counts->question.dimension_count; d++) {
        char kind[16];
        (void)snprintf(kind, sizeof kind, "value,%d", (int)d);
        put_texts(to, kind, &counts->values[d], failed);
    }
    for (size_t i = 0; i < counts->cell_count && *failed == NA_OK; i++) {
        const struct na_table_cell *cell = &counts->cells[i];
        *failed = na_buffer_printf(to, "cell,%" PRIu64 ",%016" PRIx64, cell->count, cell->key);
        for (size_t d = 0; d < counts->question.dimension_count && *failed == NA_OK; d++) {
            *failed = na_buffer_printf(to, ",%" PRIu32, cell->values[d]);
        }
        *failed = *failed == NA_OK ? na_buffer_text(to, "\n") : *failed;
    }
    *failed = *failed == NA_OK ? na_buffer_printf(to, "end,%zu\n", counts->cell_count) : *failed;
}

enum na_code na_partial_write(const struct na_table_counts *counts,
                              const struct na_partial_about *about, struct na_buffer *to)
{
    enum na_code failed = NA_OK;
    const char *const head[] = {FORMAT, WARNING};
    put_record(to, MAGIC, head, 2, &failed);
    put_one(to, "pack", about->pack, &failed);
    put_one(to, "vintage", about->vintage, &failed);
    put_one(to, "way", about->way, &failed);
    put_one(to, "profile", about->profile, &failed);
    put_one(to, "key", counts->rounding != NULL ? na_rounding_name(counts->rounding) : "", &failed);
    put_one(to, "public", counts->public_rows ? "yes" : "no", &failed);
    put_question(to, &counts->question, &failed);
    for (size_t i = 0; i < about->input_count; i++) {
        put_one(to, "input", about->inputs[i], &failed);
    }
    put_texts(to, "month", &counts->months, &failed);
    put_texts(to, "row_vintage", &counts->vintages, &failed);
    put_counts(to, counts, &failed);
    return failed;
}

enum na_code na_merge_new(struct na_merge **ret_merge, struct na_error *reterr)
{
    struct na_merge *merge = calloc(1, sizeof *merge);
    if (merge == NULL) {
        return na_fail_memory(reterr, "putting partials together");
    }
    *ret_merge = merge;
    return NA_OK;
}

void na_merge_free(struct na_merge *merge)
{
    if (merge == NULL) {
        return;
    }
    na_table_counts_fini(&merge->counts);
    na_table_texts_fini(&merge->wheres);
    for (size_t i = 0; i < merge->input_count; i++) {
        free(merge->inputs[i]);
    }
    free(merge->inputs);
    free(merge->seen);
    free(merge);
}

/* A part on its way in. */
struct part {
    struct na_merge *merge;
    const struct na_csv_record *record;
    struct na_table_question question;
    struct na_table_texts texts;                /* of `question` */
    uint32_t *numbers[NA_TABLE_DIMENSIONS_MAX]; /* of each value its number in the merge */
    uint32_t value_counts[NA_TABLE_DIMENSIONS_MAX];
    uint32_t value_capacities[NA_TABLE_DIMENSIONS_MAX];
    uint64_t cells;
    bool joined; /* its question is known to be that of the merge */
    bool ended;
    unsigned int figures; /* bits of those that were there */
};

static enum na_code refuse(const struct part *part, const char *message, const char *hint,
                           struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s", message);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, part->record != NULL ? part->record->line : 0,
                      NULL, hint);
}

static enum na_code broken(const struct part *part, struct na_error *reterr)
{
    return refuse(part, "This is no whole partial", "Write it again with table --partial FILE",
                  reterr);
}

static bool read_count(struct na_str text, uint64_t *ret_count)
{
    int64_t count = 0;
    bool read = na_integer_parse(text, 0, INT64_MAX / 4, &count);
    *ret_count = (uint64_t)count;
    return read;
}

static bool read_key(struct na_str text, uint64_t *ret_key)
{
    uint64_t key = 0;
    for (size_t i = 0; i < text.length; i++) {
        const char *digits = "0123456789abcdef", *at = strchr(digits, text.bytes[i]);
        if (text.bytes[i] == '\0' || at == NULL) {
            return false;
        }
        key = key << 4 | (uint64_t)(at - digits);
    }
    *ret_key = key;
    return text.length == 16;
}

/* A text that all parts have alike. */
static enum na_code take_common(const struct part *part, char *to, size_t size, const char *what,
                                struct na_error *reterr)
{
    struct na_str text = part->record->fields[1];
    char message[160];
    if (text.length >= size) {
        return broken(part, reterr);
    }
    if (part->merge->parts == 0) {
        (void)na_text_copy_str(to, size, text);
        return NA_OK;
    }
    if (na_str_is(text, to)) {
        return NA_OK;
    }
    (void)snprintf(message, sizeof message, "The parts are of different %s", what);
    return refuse(part, message, "Put together parts that were made in one way", reterr);
}

/* Texts of a question stay with the part, then with the merge. */
static enum na_code keep_text(struct na_table_texts *texts, struct na_str text,
                              const char **ret_text, struct na_error *reterr)
{
    uint32_t number = 0;
    enum na_code code = na_table_texts_put(texts, text, &number, reterr);
    *ret_text = code == NA_OK ? na_table_texts_get(texts, number).bytes : NULL;
    return code;
}

static enum na_code take_by(struct part *part, struct na_error *reterr)
{
    struct na_table_question *question = &part->question;
    uint64_t what = 0;
    if (part->joined || question->dimension_count == NA_TABLE_DIMENSIONS_MAX ||
        !read_count(part->record->fields[1], &what) || what > NA_TABLE_COLUMN) {
        return broken(part, reterr);
    }
    struct na_table_dimension *dimension = &question->dimensions[question->dimension_count++];
    dimension->what = (enum na_table_what)what;
    return na_text_copy_str(dimension->name, sizeof dimension->name, part->record->fields[2])
               ? NA_OK
               : broken(part, reterr);
}

static enum na_code take_where(struct part *part, struct na_error *reterr)
{
    struct na_table_question *question = &part->question;
    if (part->joined || question->where_count == NA_WHERES_MAX) {
        return broken(part, reterr);
    }
    struct na_where *where = &question->wheres[question->where_count++];
    if (!na_text_copy_str(where->column, sizeof where->column, part->record->fields[1])) {
        return broken(part, reterr);
    }
    return keep_text(&part->texts, part->record->fields[2], &where->values, reterr);
}

static bool same_question(const struct na_table_question *a, const struct na_table_question *b)
{
    if (a->dimension_count != b->dimension_count || a->where_count != b->where_count) {
        return false;
    }
    for (size_t i = 0; i < a->dimension_count; i++) {
        if (a->dimensions[i].what != b->dimensions[i].what ||
            strcmp(a->dimensions[i].name, b->dimensions[i].name) != 0) {
            return false;
        }
    }
    for (size_t i = 0; i < a->where_count; i++) {
        if (strcmp(a->wheres[i].column, b->wheres[i].column) != 0 ||
            strcmp(a->wheres[i].values, b->wheres[i].values) != 0) {
            return false;
        }
    }
    return true;
}

/* All of the question is there once the first figure comes. */
static enum na_code join(struct part *part, struct na_error *reterr)
{
    struct na_merge *merge = part->merge;
    if (part->joined) {
        return NA_OK;
    }
    part->joined = true;
    if (part->question.dimension_count == 0) {
        return broken(part, reterr);
    }
    if (merge->parts > 0) {
        return same_question(&part->question, &merge->counts.question)
                   ? NA_OK
                   : refuse(part, "The parts answer different questions",
                            "Make all parts with the same --by and --where", reterr);
    }
    bool public_rows = merge->counts.public_rows;
    na_table_counts_init(&merge->counts, &part->question);
    merge->counts.public_rows = public_rows;
    merge->wheres = part->texts;
    part->texts = (struct na_table_texts){0};
    return NA_OK;
}

static enum na_code take_tally(struct part *part, struct na_error *reterr)
{
    uint64_t count = 0, key = 0;
    struct na_table_counts *counts = &part->merge->counts;
    enum na_code code = join(part, reterr);
    if (code != NA_OK) {
        return code;
    }
    for (size_t i = 0; i < FIGURES; i++) {
        if (na_str_is(part->record->fields[1], figures[i].name) && (part->figures >> i & 1) == 0 &&
            read_count(part->record->fields[2], &count) &&
            read_key(part->record->fields[3], &key)) {
            part->figures |= 1u << i;
            *figure(&counts->tally, i) += count;
            *figure(&counts->keys, i) += key;
            return NA_OK;
        }
    }
    return broken(part, reterr);
}

static enum na_code take_value(struct part *part, struct na_error *reterr)
{
    uint64_t d = 0;
    enum na_code code = join(part, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (!read_count(part->record->fields[1], &d) || d >= part->question.dimension_count) {
        return broken(part, reterr);
    }
    if (part->value_counts[d] == part->value_capacities[d]) {
        uint32_t capacity = part->value_capacities[d] == 0 ? 256 : 2 * part->value_capacities[d];
        uint32_t *numbers = realloc(part->numbers[d], capacity * sizeof *numbers);
        if (numbers == NULL) {
            return na_fail_memory(reterr, "putting partials together");
        }
        part->numbers[d] = numbers;
        part->value_capacities[d] = capacity;
    }
    return na_table_texts_put(&part->merge->counts.values[d], part->record->fields[2],
                              &part->numbers[d][part->value_counts[d]++], reterr);
}

static enum na_code take_cell(struct part *part, struct na_error *reterr)
{
    uint32_t values[NA_TABLE_DIMENSIONS_MAX] = {0};
    uint64_t count = 0, key = 0, number = 0;
    enum na_code code = join(part, reterr);
    if (code != NA_OK) {
        return code;
    }
    if (part->record->count != 3 + part->question.dimension_count ||
        !read_count(part->record->fields[1], &count) || !read_key(part->record->fields[2], &key)) {
        return broken(part, reterr);
    }
    for (size_t d = 0; d < part->question.dimension_count; d++) {
        if (!read_count(part->record->fields[3 + d], &number) || number >= part->value_counts[d]) {
            return broken(part, reterr);
        }
        values[d] = part->numbers[d][number];
    }
    part->cells++;
    return na_table_counts_add(&part->merge->counts, values, count, key, reterr);
}

static enum na_code take_input(struct part *part, struct na_error *reterr)
{
    struct na_merge *merge = part->merge;
    struct na_str name = part->record->fields[1];
    char **inputs = realloc(merge->inputs, (merge->input_count + 1) * sizeof *inputs);
    if (inputs != NULL) {
        merge->inputs = inputs;
        inputs[merge->input_count] = malloc(name.length + 1);
    }
    if (inputs == NULL || inputs[merge->input_count] == NULL) {
        return na_fail_memory(reterr, "putting partials together");
    }
    memcpy(inputs[merge->input_count], name.bytes, name.length);
    inputs[merge->input_count++][name.length] = '\0';
    return NA_OK;
}

static enum na_code take_texts(struct part *part, struct na_table_texts *texts,
                               struct na_error *reterr)
{
    uint32_t number = 0;
    enum na_code code = join(part, reterr);
    return code == NA_OK ? na_table_texts_put(texts, part->record->fields[1], &number, reterr)
                         : code;
}

static enum na_code take_public(struct part *part, struct na_error *reterr)
{
    /* Public if any part is: the warning is about these rows. */
    part->merge->counts.public_rows |= na_str_is(part->record->fields[1], "yes");
    (void)reterr;
    return NA_OK;
}

static enum na_code take_end(struct part *part, struct na_error *reterr)
{
    uint64_t cells = 0;
    part->ended = read_count(part->record->fields[1], &cells) && cells == part->cells;
    return part->ended && part->figures == (1u << FIGURES) - 1 ? NA_OK : broken(part, reterr);
}

static enum na_code take_month(struct part *part, struct na_error *reterr)
{
    return take_texts(part, &part->merge->counts.months, reterr);
}

static enum na_code take_vintage(struct part *part, struct na_error *reterr)
{
    return take_texts(part, &part->merge->counts.vintages, reterr);
}

static enum na_code take_record(struct part *part, struct na_error *reterr)
{
    struct na_merge *merge = part->merge;
    static const struct {
        const char *kind;
        size_t least;
        enum na_code (*take)(struct part *part, struct na_error *reterr);
    } kinds[] = {{"by", 3, take_by},       {"where", 3, take_where},
                 {"tally", 4, take_tally}, {"value", 3, take_value},
                 {"cell", 4, take_cell},   {"input", 2, take_input},
                 {"month", 2, take_month}, {"row_vintage", 2, take_vintage},
                 {"end", 2, take_end},     {"public", 2, take_public}};
    const struct {
        const char *kind, *what;
        char *to;
        size_t size;
    } common[] = {{"pack", "packs", merge->pack, sizeof merge->pack},
                  {"vintage", "vintages", merge->vintage, sizeof merge->vintage},
                  {"way", "kinds of rows", merge->way, sizeof merge->way},
                  {"profile", "kinds of rows", merge->profile, sizeof merge->profile},
                  {"key", "keys", merge->key, sizeof merge->key}};
    struct na_str kind = part->record->fields[0];
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (na_str_is(kind, kinds[i].kind)) {
            return part->record->count >= kinds[i].least && !part->ended
                       ? kinds[i].take(part, reterr)
                       : broken(part, reterr);
        }
    }
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        if (na_str_is(kind, common[i].kind) && part->record->count >= 2) {
            return take_common(part, common[i].to, common[i].size, common[i].what, reterr);
        }
    }
    return broken(part, reterr);
}

static enum na_code take_head(struct part *part, struct na_csv *csv, struct na_error *reterr)
{
    struct na_csv_record record;
    bool more = false;
    enum na_code code = na_csv_next(csv, &record, &more, reterr);
    if (code != NA_OK) {
        return code;
    }
    part->record = more ? &record : NULL;
    bool ours = more && record.count == 3 && na_str_is(record.fields[0], MAGIC);
    if (ours && na_str_is(record.fields[1], FORMAT)) {
        return NA_OK;
    }
    return ours ? refuse(part, "The partial is of another format", "Write it with this version",
                         reterr)
                : broken(part, reterr);
}

static enum na_code take_part(struct part *part, struct na_csv *csv, struct na_error *reterr)
{
    struct na_csv_record record;
    bool more = true;
    enum na_code code = take_head(part, csv, reterr);
    part->record = NULL;
    while (code == NA_OK) {
        code = na_csv_next(csv, &record, &more, reterr);
        if (code != NA_OK || !more) {
            break;
        }
        part->record = &record;
        code = take_record(part, reterr);
    }
    part->record = NULL;
    return code == NA_OK && !part->ended
               ? refuse(part, "The partial is cut off", "Copy it again", reterr)
               : code;
}

/* The same rows must not count twice. */
static enum na_code note_digest(struct na_merge *merge, const char *bytes, size_t length,
                                struct na_error *reterr)
{
    char digest[NA_SHA256_TEXT];
    struct part none = {.merge = merge};
    if (merge->parts == NA_PARTIALS_MAX) {
        return na_fail(reterr, NA_ERR_LIMIT, "There are more than %d partials", NA_PARTIALS_MAX);
    }
    enum na_code code = na_sha256(bytes, length, digest, reterr);
    for (size_t i = 0; i < merge->parts && code == NA_OK; i++) {
        if (strcmp(merge->seen[i], digest) == 0) {
            return refuse(&none, "This part is there already: its rows would count twice",
                          "Name each part once", reterr);
        }
    }
    char(*seen)[65] =
        code == NA_OK ? realloc(merge->seen, (merge->parts + 1) * sizeof *seen) : NULL;
    if (code == NA_OK && seen == NULL) {
        return na_fail_memory(reterr, "putting partials together");
    }
    if (code == NA_OK) {
        merge->seen = seen;
        memcpy(seen[merge->parts], digest, sizeof digest);
    }
    return code;
}

enum na_code na_merge_add(struct na_merge *merge, const char *bytes, size_t length,
                          struct na_error *reterr)
{
    struct part part = {.merge = merge};
    struct na_csv *csv = NULL;
    enum na_code code = note_digest(merge, bytes, length, reterr);
    code = code == NA_OK ? na_csv_new(bytes, length, ',', &csv, reterr) : code;
    code = code == NA_OK ? take_part(&part, csv, reterr) : code;
    merge->parts += code == NA_OK ? 1 : 0;
    na_csv_free(csv);
    na_table_texts_fini(&part.texts);
    for (size_t d = 0; d < NA_TABLE_DIMENSIONS_MAX; d++) {
        free(part.numbers[d]);
    }
    return code;
}
