/* The nearest assets as a table for people. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "geo/geodesic.h"
#include "nearest/crosses.h"
#include "nearest/nearest.h"
#include "nearest/say.h"
#include "write/render.h"

enum column {
    COLUMN_RANK,
    COLUMN_WALK, /* only of an answer that tells walks */
    COLUMN_DISTANCE,
    COLUMN_COMPASS,
    COLUMN_NAME,
    COLUMN_POSTCODE,
    COLUMN_USABLE,
    COLUMN_CHECKED,
    COLUMN_COUNT
};

static const char *const headings[COLUMN_COUNT] = {"#",    "On foot",  "Distance", "Way",
                                                   "Name", "Postcode", "Usable",   "Checked"};

/* The cells of one row: views, or texts held here. */
struct row {
    const char *cells[COLUMN_COUNT];
    char rank[24];
    char walk[NA_METRES_TEXT];
    char distance[NA_METRES_TEXT];
    char checked[NA_DATE_TEXT];
};

static void make_row(const struct na_snapshot *snapshot, const struct na_nearest_answer *answer,
                     size_t i, struct row *ret_row)
{
    struct na_asset asset;
    na_snapshot_asset(snapshot, answer->found.hits[i].point, &asset);
    (void)snprintf(ret_row->rank, sizeof ret_row->rank, "%zu", i + 1);
    na_metres_text(ret_row->distance, answer->found.hits[i].distance_m);
    na_date_format(ret_row->checked, asset.last_checked);
    if (answer->tells_walk && answer->walks[i].state == NA_WALK_KNOWN) {
        na_metres_text(ret_row->walk, answer->walks[i].mm / 1000.0);
    } else {
        (void)na_text_copy(ret_row->walk, sizeof ret_row->walk, "unknown");
    }
    ret_row->cells[COLUMN_WALK] = ret_row->walk;
    ret_row->cells[COLUMN_RANK] = ret_row->rank;
    ret_row->cells[COLUMN_DISTANCE] = ret_row->distance;
    ret_row->cells[COLUMN_COMPASS] = na_geodesic_compass(answer->found.hits[i].bearing_deg);
    ret_row->cells[COLUMN_NAME] = asset.name;
    ret_row->cells[COLUMN_POSTCODE] = asset.postcode;
    struct na_moment moment = na_nearest_moment(snapshot, &answer->question);
    ret_row->cells[COLUMN_USABLE] = na_usable_name(na_usable_state(&asset, &moment));
    ret_row->cells[COLUMN_CHECKED] = ret_row->checked[0] != '\0' ? ret_row->checked : "never";
}

static void put_row(struct na_lines *lines, const char *const *cells, const size_t *widths,
                    bool tells_walk)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        if (c == COLUMN_WALK && !tells_walk) {
            continue;
        }
        na_lines_cell(lines, cells[c], c + 1 < COLUMN_COUNT ? widths[c] + 2 : 0);
    }
    na_lines_put(lines, "\n");
}

static void table(struct na_lines *lines, const struct na_snapshot *snapshot,
                  const struct na_nearest_answer *answer)
{
    size_t widths[COLUMN_COUNT];
    struct row row;
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        widths[c] = na_text_width(headings[c]);
    }
    for (size_t i = 0; i < answer->found.count; i++) {
        make_row(snapshot, answer, i, &row);
        for (size_t c = 0; c < COLUMN_COUNT; c++) {
            size_t width = na_text_width(row.cells[c]);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    const char *titles[COLUMN_COUNT];
    memcpy(titles, headings, sizeof titles);
    titles[COLUMN_DISTANCE] = answer->tells_walk ? "Straight" : headings[COLUMN_DISTANCE];
    put_row(lines, titles, widths, answer->tells_walk);
    for (size_t i = 0; i < answer->found.count; i++) {
        make_row(snapshot, answer, i, &row);
        put_row(lines, row.cells, widths, answer->tells_walk);
    }
}

static void put_line(struct na_lines *lines, const char *label, const char *text)
{
    if (text[0] != '\0') {
        na_lines_put(lines, "%-10s ", label);
        na_lines_text(lines, text);
        na_lines_put(lines, "\n");
    }
}

/* Where exactly the first one is. */
static void first_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                        const struct na_nearest_answer *answer)
{
    struct na_asset first;
    na_snapshot_asset(snapshot, answer->found.hits[0].point, &first);
    na_lines_put(lines, "\n");
    put_line(lines, "Address", first.address);
    put_line(lines, "Where", first.siting);
    char lock[NA_LOCK_TEXT];
    na_lock_text(&first, lock);
    put_line(lines, "Locked", lock);
    put_line(lines, "Access", strcmp(first.access, lock) != 0 ? first.access : "");
    struct na_moment moment = na_nearest_moment(snapshot, &answer->question);
    struct na_usable usable;
    na_usable_judge(&first, &moment, &usable);
    na_lines_put(lines, "Usable     %s: %s\n", na_usable_name(usable.state), usable.why);
}

/* To which results the way on foot is not known, and why. */
static void walk_lines(struct na_lines *lines, const struct na_nearest_answer *answer)
{
    for (size_t i = 0; answer->tells_walk && i < answer->found.count; i++) {
        if (answer->walks[i].state != NA_WALK_KNOWN) {
            na_lines_put(lines, "To %-7zu the way on foot is not known: %s\n", i + 1,
                         na_walk_reason_words(answer->walks[i].state));
        }
    }
}

/* To which results nobody walks straight. */
static void crosses_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                          const struct na_nearest_answer *answer)
{
    for (size_t i = 0; i < answer->found.count; i++) {
        struct na_asset asset;
        struct na_crosses crosses;
        char names[512];
        if (answer->tells_walk && answer->walks[i].state == NA_WALK_KNOWN) {
            continue; /* the way round is known */
        }
        na_snapshot_asset(snapshot, answer->found.hits[i].point, &asset);
        na_crosses_find(snapshot, answer->question.position.at, asset.at, &crosses);
        na_crosses_text(snapshot, &crosses, names, sizeof names);
        if (crosses.count > 0) {
            na_lines_put(lines, "To %-7zu the straight line crosses %s\n", i + 1, names);
        }
    }
}

/* What is said of the one offered: to the caller and to the operator. */
static void said_lines(struct na_lines *lines, const struct na_snapshot *snapshot,
                       const struct na_nearest_answer *answer)
{
    static const char *const labels[] = {"Say", "If alone", "Operator"};
    size_t shown = answer->best != NA_BEST_NONE ? answer->best : 0;
    struct na_say_texts said;
    enum na_code code = na_say_result(answer->question.say, snapshot, answer, shown, &said);
    for (int told = NA_TOLD_CALLER; code == NA_OK && told <= NA_TOLD_OPERATOR; told++) {
        char text[2048];
        struct na_str words = na_say_text(&said, (enum na_told)told);
        bool again =
            told == NA_TOLD_ALONE && na_str_equal(words, na_say_text(&said, NA_TOLD_CALLER));
        (void)na_text_copy_str(text, sizeof text, words);
        put_line(lines, labels[told], again ? "" : text);
    }
    if (code != NA_OK && lines->failed == NA_OK) {
        lines->failed = code;
    }
    na_say_texts_fini(&said);
}

/* What leads the answer. */
static void too_far_line(struct na_lines *lines, const struct na_nearest_answer *answer)
{
    if (answer->is_too_far) {
        na_lines_text(lines, answer->warnings.items[0].text);
        na_lines_put(lines, "\n\n");
    }
}

enum na_code na_render_nearest_text(const struct na_snapshot *snapshot,
                                    const struct na_nearest_answer *answer, struct na_buffer *to)
{
    struct na_lines lines = {to, NA_OK};
    if (answer->found.count > 0) {
        too_far_line(&lines, answer);
        table(&lines, snapshot, answer);
        first_lines(&lines, snapshot, answer);
        said_lines(&lines, snapshot, answer);
        walk_lines(&lines, answer);
        crosses_lines(&lines, snapshot, answer);
    } else {
        na_lines_put(&lines, "Nothing found\n\n");
    }
    if (answer->is_short) {
        char text[512];
        na_shortfall_text(answer, text, sizeof text);
        na_lines_put(&lines, "Found      %s\n", text);
    }
    na_lines_position(&lines, &answer->question.position);
    na_lines_data(&lines, snapshot);
    na_lines_warnings(&lines, &answer->warnings);
    return lines.failed;
}
