/* The difference of two releases, as text for a meeting and as JSON. */
#include <string.h>

#include "base/date.h"
#include "io/json_write.h"
#include "release/release.h"

static const struct {
    enum na_change what;
    const char *word; /* for programs */
} words[] = {{NA_CHANGE_NEW, "new"},
             {NA_CHANGE_GONE, "gone"},
             {NA_CHANGE_MOVED, "moved"},
             {NA_CHANGE_RENAMED, "renamed"},
             {NA_CHANGE_RENUMBERED, "renumbered"},
             {NA_CHANGE_STATUS, "status"},
             {NA_CHANGE_LOCKED, "locked"},
             {NA_CHANGE_UNLOCKED, "unlocked"},
             {NA_CHANGE_HOURS, "opening_hours"},
             {NA_CHANGE_SITING, "siting"},
             {NA_CHANGE_ADDRESS, "address"}};
#define WORDS (sizeof words / sizeof words[0])

static const char *locked_word(enum na_locked locked)
{
    return locked == NA_LOCKED_YES ? "locked" : locked == NA_LOCKED_NO ? "not locked" : "unknown";
}

/* A change of a text, "was A, is B"; nothing when both are equal. */
static enum na_code put_change(struct na_buffer *to, const char *what, const char *before,
                               const char *after)
{
    return na_buffer_printf(to, "; %s: %.120s, was %.120s", what, after[0] != '\0' ? after : "none",
                            before[0] != '\0' ? before : "none");
}

/* What changed of an asset that is in both. */
static enum na_code put_pair(const struct na_release_diff *diff,
                             const struct na_release_change *change, struct na_buffer *to)
{
    struct na_asset a, b;
    enum na_code code = NA_OK;
    na_snapshot_asset(diff->before, change->before, &a);
    na_snapshot_asset(diff->after, change->after, &b);
    if ((change->what & NA_CHANGE_MOVED) != 0) {
        code = na_buffer_printf(to, "; moved %.0f m", change->moved_m);
    }
    if (code == NA_OK && (change->what & NA_CHANGE_RENAMED) != 0) {
        code = put_change(to, "name", a.name, b.name);
    }
    if (code == NA_OK && (change->what & NA_CHANGE_RENUMBERED) != 0) {
        code = put_change(to, "id", a.id, b.id);
    }
    if (code == NA_OK && (change->what & NA_CHANGE_STATUS) != 0) {
        code = put_change(to, "status", na_status_name(a.status), na_status_name(b.status));
    }
    if (code == NA_OK && (change->what & NA_CHANGE_LOCKED) != 0) {
        code = put_change(to, "lock", locked_word(a.locked), locked_word(b.locked));
    }
    if (code == NA_OK && (change->what & NA_CHANGE_HOURS) != 0) {
        code = put_change(to, "hours", a.opening_hours, b.opening_hours);
    }
    if (code == NA_OK && (change->what & NA_CHANGE_SITING) != 0) {
        code = put_change(to, "siting", a.siting, b.siting);
    }
    if (code == NA_OK && (change->what & NA_CHANGE_ADDRESS) != 0) {
        code = put_change(to, "address", a.address, b.address);
    }
    return code;
}

static enum na_code put_asset(const struct na_release_diff *diff,
                              const struct na_release_change *change, struct na_buffer *to)
{
    struct na_asset asset;
    bool gone = change->after == NA_RELEASE_NONE;
    na_snapshot_asset(gone ? diff->before : diff->after, gone ? change->before : change->after,
                      &asset);
    const char *verb = gone ? "gone" : (change->what & NA_CHANGE_NEW) != 0 ? "new" : "changed";
    enum na_code code = na_buffer_printf(to, "  %s: %s, %s%s%s", verb, asset.id, asset.name,
                                         asset.postcode[0] != '\0' ? ", " : "", asset.postcode);
    if (code == NA_OK && !gone && (change->what & NA_CHANGE_NEW) == 0) {
        code = put_pair(diff, change, to);
    }
    return code == NA_OK ? na_buffer_text(to, "\n") : code;
}

/* Small moves are counted, not listed. */
static bool is_listed(const struct na_release_change *change)
{
    return (change->what & ~(unsigned int)NA_CHANGE_MOVED) != 0 ||
           change->moved_m > NA_RELEASE_LISTED_M;
}

static const char *kind_of(const struct na_release_diff *diff,
                           const struct na_release_change *change)
{
    struct na_asset asset;
    bool gone = change->after == NA_RELEASE_NONE;
    na_snapshot_asset(gone ? diff->before : diff->after, gone ? change->before : change->after,
                      &asset);
    return asset.kind;
}

static enum na_code put_kind(const struct na_release_diff *diff, const struct na_release_kind *kind,
                             struct na_buffer *to)
{
    enum na_code code = na_buffer_printf(
        to, "%s: %u before, %u now; %u gone, %u new, %u moved over 10 m\n", kind->name,
        (unsigned int)kind->before, (unsigned int)kind->after, (unsigned int)kind->gone,
        (unsigned int)kind->added, (unsigned int)kind->moved);
    for (size_t i = 0; code == NA_OK && i < diff->change_count; i++) {
        if (strcmp(kind_of(diff, &diff->changes[i]), kind->name) == 0 &&
            is_listed(&diff->changes[i])) {
            code = put_asset(diff, &diff->changes[i], to);
        }
    }
    return code;
}

static bool has_layer(const struct na_snapshot *snapshot, const struct na_layer *wanted)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == wanted->role && strcmp(layer->id, wanted->id) == 0 &&
            layer->area_count == wanted->area_count) {
            return true;
        }
    }
    return false;
}

/* Vintages and layers of areas that only one of the two has. */
static enum na_code put_layers(const struct na_snapshot *has, const struct na_snapshot *other,
                               const char *verb, struct na_buffer *to)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < na_snapshot_layer_count(has); i++) {
        const struct na_layer *layer = na_snapshot_layer(has, i);
        if (!has_layer(other, layer)) {
            code = na_buffer_printf(to, "layer %s: %s %s, %u areas\n", verb, layer->kind, layer->id,
                                    (unsigned int)layer->area_count);
        }
    }
    return code;
}

enum na_code na_release_text(const struct na_release_diff *diff, struct na_buffer *to)
{
    char before[NA_DATE_TEXT];
    char after[NA_DATE_TEXT];
    na_date_format(before, na_snapshot_info(diff->before)->issued);
    na_date_format(after, na_snapshot_info(diff->after)->issued);
    enum na_code code =
        na_buffer_printf(to, "Issued %s before, %s now\n", before[0] != '\0' ? before : "on no day",
                         after[0] != '\0' ? after : "on no day");
    for (size_t i = 0; code == NA_OK && i < diff->kind_count; i++) {
        code = put_kind(diff, &diff->kinds[i], to);
    }
    if (code == NA_OK) {
        code = put_layers(diff->before, diff->after, "gone", to);
    }
    if (code == NA_OK) {
        code = put_layers(diff->after, diff->before, "new", to);
    }
    for (size_t i = 0; code == NA_OK && i < diff->block_count; i++) {
        code = na_buffer_printf(to, "%s%s\n", i == 0 ? "To be accepted: " : "                ",
                                diff->blocks[i].text);
    }
    if (code == NA_OK && diff->change_count == 0) {
        code = na_buffer_text(to, "No asset has changed\n");
    }
    return code == NA_OK && diff->block_count == 0 ? na_buffer_text(to, "Nothing blocks\n") : code;
}

static void json_asset(struct na_json *json, const struct na_release_diff *diff,
                       const struct na_release_change *change)
{
    struct na_asset a, b;
    bool gone = change->after == NA_RELEASE_NONE;
    bool new = change->before == NA_RELEASE_NONE;
    na_snapshot_asset(gone ? diff->before : diff->after, gone ? change->before : change->after, &b);
    a = b;
    if (!new) {
        na_snapshot_asset(diff->before, change->before, &a);
    }
    na_json_object_begin(json);
    na_json_name(json, "id");
    na_json_text(json, b.id);
    na_json_name(json, "id_before");
    na_json_text(json, new ? NULL : a.id);
    na_json_name(json, "kind");
    na_json_text(json, b.kind);
    na_json_name(json, "name");
    na_json_text(json, b.name);
    na_json_name(json, "name_before");
    na_json_text(json, new ? NULL : a.name);
    na_json_name(json, "changes");
    na_json_array_begin(json);
    for (size_t i = 0; i < WORDS; i++) {
        if ((change->what & (unsigned int)words[i].what) != 0) {
            na_json_text(json, words[i].word);
        }
    }
    na_json_array_end(json);
    na_json_name(json, "moved_m");
    if ((change->what & NA_CHANGE_MOVED) != 0) {
        na_json_fixed(json, change->moved_m, 1);
    } else {
        na_json_null(json);
    }
    na_json_object_end(json);
}

static void json_count(struct na_json *json, const char *name, uint32_t count)
{
    na_json_name(json, name);
    na_json_integer(json, count);
}

static void json_kind(struct na_json *json, const struct na_release_kind *kind)
{
    na_json_object_begin(json);
    na_json_name(json, "kind");
    na_json_text(json, kind->name);
    json_count(json, "before", kind->before);
    json_count(json, "after", kind->after);
    json_count(json, "gone", kind->gone);
    json_count(json, "new", kind->added);
    json_count(json, "moved", kind->moved);
    na_json_object_end(json);
}

static void json_side(struct na_json *json, const char *name, const struct na_snapshot *snapshot)
{
    char issued[NA_DATE_TEXT];
    na_date_format(issued, na_snapshot_info(snapshot)->issued);
    na_json_name(json, name);
    na_json_object_begin(json);
    na_json_name(json, "issued");
    na_json_text(json, issued[0] != '\0' ? issued : NULL);
    na_json_name(json, "digest");
    na_json_text(json, na_snapshot_info(snapshot)->digest);
    na_json_object_end(json);
}

enum na_code na_release_json(const struct na_release_diff *diff, struct na_buffer *to)
{
    struct na_json json;
    na_json_init(&json, to);
    na_json_object_begin(&json);
    json_side(&json, "before", diff->before);
    json_side(&json, "after", diff->after);
    na_json_name(&json, "kinds");
    na_json_array_begin(&json);
    for (size_t i = 0; i < diff->kind_count; i++) {
        json_kind(&json, &diff->kinds[i]);
    }
    na_json_array_end(&json);
    na_json_name(&json, "assets");
    na_json_array_begin(&json);
    for (size_t i = 0; i < diff->change_count; i++) {
        json_asset(&json, diff, &diff->changes[i]);
    }
    na_json_array_end(&json);
    na_json_name(&json, "blocks");
    na_json_array_begin(&json);
    for (size_t i = 0; i < diff->block_count; i++) {
        na_json_text(&json, diff->blocks[i].text);
    }
    na_json_array_end(&json);
    na_json_object_end(&json);
    return na_json_finish(&json);
}
