/* What was made of the registers of a pack, gathered while it is compiled, then told as lines for
 * people and as members of the report. */
#include "cli/taken.h"

#include <stdlib.h>
#include <string.h>

#include "data/snapshot.h"
#include "io/json_write.h"

static const char *const by_names[NA_PLACED_BY_COUNT] = {"file", "uprn", "postcode", "street"};
static const char *const by_words[NA_PLACED_BY_COUNT] = {"of the file", "by UPRN", "by postcode",
                                                         "by street"};

void na_cli_taken_hours(void *context, const char *file, struct na_str from, const char *to)
{
    struct na_cli_taken *taken = context;
    struct na_cli_hours_taken one = {.times = 1};
    (void)na_text_copy(one.file, sizeof one.file, file);
    (void)na_text_copy_str(one.from, sizeof one.from, from);
    (void)na_text_copy(one.to, sizeof one.to, to);
    for (size_t i = 0; i < taken->hour_count; i++) {
        struct na_cli_hours_taken *known = &taken->hours[i];
        if (strcmp(known->from, one.from) == 0 && strcmp(known->to, one.to) == 0 &&
            strcmp(known->file, one.file) == 0) {
            known->times++;
            return;
        }
    }
    if (taken->hours == NULL) {
        taken->hours = calloc(NA_TAKEN_HOURS_MAX, sizeof *taken->hours);
    }
    if (taken->hours == NULL || taken->hour_count == NA_TAKEN_HOURS_MAX) {
        taken->hours_more++;
        return;
    }
    taken->hours[taken->hour_count++] = one;
}

void na_cli_taken_register(void *context, const struct na_register_taken *counts)
{
    struct na_cli_taken *taken = context;
    if (taken->registers == NULL) {
        taken->registers = calloc(NA_TAKEN_REGISTERS_MAX, sizeof *taken->registers);
    }
    if (taken->registers == NULL || taken->register_count == NA_TAKEN_REGISTERS_MAX) {
        return;
    }
    struct na_cli_register_taken *one = &taken->registers[taken->register_count++];
    (void)na_text_copy(one->section, sizeof one->section, counts->section);
    (void)na_text_copy(one->file, sizeof one->file, counts->file);
    one->counts = *counts;
    one->counts.section = NULL;
    one->counts.file = NULL;
}

void na_cli_taken_fini(struct na_cli_taken *taken)
{
    free(taken->hours);
    free(taken->registers);
    *taken = (struct na_cli_taken){.hours = NULL};
}

/* "61 read, 1 left out; positions: 40 of the file, 20 by postcode; quality: 40 surveyed" */
static enum na_code put_register(const struct na_cli_register_taken *one, struct na_buffer *to)
{
    const struct na_register_taken *counts = &one->counts;
    enum na_code code =
        na_buffer_printf(to, "%s (%s): %zu read", one->section, one->file, counts->read);
    if (code == NA_OK && counts->left_out > 0) {
        code = na_buffer_printf(to, ", %zu left out", counts->left_out);
    }
    const char *mark = "; positions: ";
    for (size_t i = 0; i < NA_PLACED_BY_COUNT && code == NA_OK; i++) {
        if (counts->by[i] > 0) {
            code = na_buffer_printf(to, "%s%zu %s", mark, counts->by[i], by_words[i]);
            mark = ", ";
        }
    }
    mark = "; quality: ";
    for (size_t i = 4; i-- > 0 && code == NA_OK;) {
        if (counts->quality[i] > 0) {
            code = na_buffer_printf(to, "%s%zu %s", mark, counts->quality[i],
                                    na_quality_name((enum na_quality)i));
            mark = ", ";
        }
    }
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}

enum na_code na_cli_taken_text(const struct na_cli_taken *taken, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    size_t from = to->length;
    for (size_t i = 0; i < taken->register_count && code == NA_OK; i++) {
        code = put_register(&taken->registers[i], to);
    }
    for (size_t i = 0; i < taken->hour_count && code == NA_OK; i++) {
        const struct na_cli_hours_taken *hours = &taken->hours[i];
        code = na_buffer_printf(to, "%s: hours \"%s\" read as %s (%zu record%s)\n", hours->file,
                                hours->from, hours->to, hours->times, hours->times == 1 ? "" : "s");
    }
    if (code == NA_OK && taken->hours_more > 0) {
        code = na_buffer_printf(to, "and hours of %zu more records\n", taken->hours_more);
    }
    if (code == NA_OK && to->length > from) {
        na_text_blank_controls(to->data + from, to->length - from, true);
    }
    return code;
}

static void put_counts(struct na_json *json, const struct na_cli_register_taken *one)
{
    na_json_object_begin(json);
    na_json_name(json, "section");
    na_json_text(json, one->section);
    na_json_name(json, "file");
    na_json_text(json, one->file);
    na_json_name(json, "read");
    na_json_integer(json, (int64_t)one->counts.read);
    na_json_name(json, "left_out");
    na_json_integer(json, (int64_t)one->counts.left_out);
    na_json_name(json, "positions");
    na_json_object_begin(json);
    for (size_t i = 0; i < NA_PLACED_BY_COUNT; i++) {
        na_json_name(json, by_names[i]);
        na_json_integer(json, (int64_t)one->counts.by[i]);
    }
    na_json_object_end(json);
    na_json_name(json, "quality");
    na_json_object_begin(json);
    for (size_t i = 4; i-- > 0;) {
        na_json_name(json, na_quality_name((enum na_quality)i));
        na_json_integer(json, (int64_t)one->counts.quality[i]);
    }
    na_json_object_end(json);
    na_json_object_end(json);
}

static void put_hours(struct na_json *json, const struct na_cli_hours_taken *hours)
{
    na_json_object_begin(json);
    na_json_name(json, "file");
    na_json_text(json, hours->file);
    na_json_name(json, "text");
    na_json_text(json, hours->from);
    na_json_name(json, "read_as");
    na_json_text(json, hours->to);
    na_json_name(json, "records");
    na_json_integer(json, (int64_t)hours->times);
    na_json_object_end(json);
}

enum na_code na_cli_taken_json(const struct na_cli_taken *taken, struct na_buffer *to)
{
    struct na_json json;
    enum na_code code = na_buffer_text(to, ",\"registers\":");
    na_json_init(&json, to);
    na_json_array_begin(&json);
    for (size_t i = 0; i < taken->register_count; i++) {
        put_counts(&json, &taken->registers[i]);
    }
    na_json_array_end(&json);
    code = code == NA_OK ? na_json_finish(&json) : code;
    code = code == NA_OK ? na_buffer_text(to, ",\"hours\":") : code;
    na_json_init(&json, to);
    na_json_array_begin(&json);
    for (size_t i = 0; i < taken->hour_count; i++) {
        put_hours(&json, &taken->hours[i]);
    }
    na_json_array_end(&json);
    return code == NA_OK ? na_json_finish(&json) : code;
}

/* Does the pack say where the source comes from? */
static bool is_said(const struct na_source *source)
{
    return source->publisher[0] != '\0' || source->licence[0] != '\0' ||
           source->retrieved[0] != '\0';
}

enum na_code na_cli_sources_text(const struct na_snapshot *snapshot, bool all, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    size_t from = to->length;
    for (size_t i = 0; i < na_snapshot_source_count(snapshot) && code == NA_OK; i++) {
        struct na_source source;
        na_snapshot_source(snapshot, i, &source);
        if (!all && !is_said(&source)) {
            continue;
        }
        code =
            na_buffer_printf(to, "Source %s: sha256 %s%s%s%s%s%s%s\n", source.name, source.sha256,
                             source.publisher[0] != '\0' ? ", " : "", source.publisher,
                             source.licence[0] != '\0' ? ", " : "", source.licence,
                             source.retrieved[0] != '\0' ? ", retrieved " : "", source.retrieved);
    }
    if (code == NA_OK && to->length > from) {
        na_text_blank_controls(to->data + from, to->length - from, true);
    }
    return code;
}

enum na_code na_cli_sources_json(const struct na_snapshot *snapshot, struct na_buffer *to)
{
    struct na_json json;
    size_t said = 0;
    for (size_t i = 0; i < na_snapshot_source_count(snapshot); i++) {
        struct na_source source;
        na_snapshot_source(snapshot, i, &source);
        said += is_said(&source);
    }
    if (said == 0) {
        return NA_OK;
    }
    enum na_code code = na_buffer_text(to, ",\"sources\":");
    na_json_init(&json, to);
    na_json_array_begin(&json);
    for (size_t i = 0; i < na_snapshot_source_count(snapshot); i++) {
        struct na_source source;
        na_snapshot_source(snapshot, i, &source);
        const char *const members[][2] = {
            {"file", source.name},       {"section", source.section},
            {"sha256", source.sha256},   {"publisher", source.publisher},
            {"licence", source.licence}, {"retrieved", source.retrieved}};
        if (!is_said(&source)) {
            continue;
        }
        na_json_object_begin(&json);
        for (size_t m = 0; m < sizeof members / sizeof members[0]; m++) {
            if (members[m][1][0] != '\0') {
                na_json_name(&json, members[m][0]);
                na_json_text(&json, members[m][1]);
            }
        }
        na_json_object_end(&json);
    }
    na_json_array_end(&json);
    return code == NA_OK ? na_json_finish(&json) : code;
}
