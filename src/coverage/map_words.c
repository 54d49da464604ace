/* The words on a map of coverage. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "coverage/map.h"
#include "coverage/walk.h"

#define M2_PER_KM2 1e6
/* Of a line, how far a list may go: room is left for dots and what comes after. */
#define LIST_BYTES (COVERAGE_MAP_LINE - 64)

const struct na_coverage_day *na_coverage_map_day(const struct coverage_map *map)
{
    return &map->coverage->days[map->coverage->day_count - 1];
}

static char *add_line(struct coverage_map *map)
{
    char *line = map->texts[map->line_count];
    map->lines[map->line_count++] = line;
    return line;
}

/* One more of a list on a line; those that find no room are told by dots. */
static void append(char *line, const char *before, const char *text)
{
    static const char more[] = ", ...";
    size_t used = strlen(line);
    if (used + strlen(before) + strlen(text) < LIST_BYTES) {
        (void)na_text_copy(line + used, LIST_BYTES - used, before);
        used += strlen(before);
        (void)na_text_copy(line + used, LIST_BYTES - used, text);
    } else if (used < sizeof more || strcmp(line + used - sizeof more + 1, more) != 0) {
        (void)na_text_copy(line + used, COVERAGE_MAP_LINE - used, more);
    }
}

static void day_line(struct coverage_map *map, const struct na_coverage_day *day)
{
    const struct na_coverage_question *question = &map->coverage->question;
    const struct na_coverage_area *whole = &day->areas[day->area_count - 1];
    double covered_m2 = whole->covered_m2[question->within];
    char date[NA_DATE_TEXT], share[NA_NUMBER_TEXT], km2[NA_NUMBER_TEXT], of[NA_NUMBER_TEXT];
    na_date_format(date, day->day);
    (void)na_number_fixed(&share, 100.0 * covered_m2 / whole->area_m2, 2);
    (void)na_number_fixed(&km2, covered_m2 / M2_PER_KM2, 3);
    (void)na_number_fixed(&of, whole->area_m2 / M2_PER_KM2, 3);
    if (!(whole->area_m2 > 0.0)) {
        (void)snprintf(add_line(map), COVERAGE_MAP_LINE,
                       "On %s %zu of %" PRIu32 " assets count; none of the areas is valid", date,
                       day->asset_count, day->existing);
        return;
    }
    (void)snprintf(add_line(map), COVERAGE_MAP_LINE,
                   "On %s %zu of %" PRIu32
                   " assets count and cover %.16s%% of the area, %.24s of %.24s km2",
                   date, day->asset_count, day->existing, share, km2, of);
}

/* "12.34 km" of street. */
static void km_words(uint64_t mm, char (*to)[NA_NUMBER_TEXT])
{
    (void)na_number_fixed(to, (double)mm / 1e6, 2);
}

static void day_line_walk(struct coverage_map *map, size_t d)
{
    const struct na_coverage *coverage = map->coverage;
    const struct na_coverage_day *day = &coverage->days[d];
    const struct na_coverage_streets *whole = &coverage->walk->days[d].areas[day->area_count - 1];
    uint64_t covered_mm = whole->covered_mm[coverage->question.within];
    char date[NA_DATE_TEXT], share[NA_NUMBER_TEXT], km[NA_NUMBER_TEXT], of[NA_NUMBER_TEXT];
    na_date_format(date, day->day);
    if (whole->mm == 0) {
        (void)snprintf(add_line(map), COVERAGE_MAP_LINE,
                       "On %s %zu of %" PRIu32 " assets count; there is no street in the areas",
                       date, day->asset_count, day->existing);
        return;
    }
    km_words(covered_mm, &km);
    km_words(whole->mm, &of);
    (void)na_number_fixed(&share, 100.0 * (double)covered_mm / (double)whole->mm, 2);
    (void)snprintf(add_line(map), COVERAGE_MAP_LINE,
                   "On %s %zu of %" PRIu32
                   " assets count and cover %.16s%% of the streets, %.24s of %.24s km",
                   date, day->asset_count, day->existing, share, km, of);
}

static void change_line_walk(struct coverage_map *map)
{
    const struct na_coverage *coverage = map->coverage;
    const struct na_coverage_street_change *whole =
        &coverage->walk->changes[coverage->days[0].area_count - 1];
    char gained[NA_NUMBER_TEXT], lost[NA_NUMBER_TEXT];
    km_words(whole->gained_mm, &gained);
    km_words(whole->lost_mm, &lost);
    (void)snprintf(add_line(map), COVERAGE_MAP_LINE,
                   "From the first day to the second %.24s km of street are gained and %.24s km "
                   "are lost",
                   gained, lost);
}

static void change_line(struct coverage_map *map)
{
    const struct na_coverage *coverage = map->coverage;
    const struct na_coverage_change *whole = &coverage->changes[coverage->days[0].area_count - 1];
    char gained[NA_NUMBER_TEXT], lost[NA_NUMBER_TEXT];
    (void)na_number_fixed(&gained, whole->gained_m2 / M2_PER_KM2, 3);
    (void)na_number_fixed(&lost, whole->lost_m2 / M2_PER_KM2, 3);
    (void)snprintf(add_line(map), COVERAGE_MAP_LINE,
                   "From the first day to the second %.24s km2 are "
                   "gained and %.24s km2 are lost",
                   gained, lost);
}

void na_coverage_map_lines(struct coverage_map *map)
{
    const struct na_coverage *coverage = map->coverage;
    const struct na_coverage_question *question = &coverage->question;
    char metres[NA_NUMBER_TEXT];
    for (size_t i = 0; i < question->kind_count; i++) {
        append(map->title, i > 0 ? ", " : "Coverage: ", question->kinds[i]->titles);
    }
    (void)na_number_trimmed(&metres, question->rings_m[question->within], 6);
    size_t used = strlen(map->title);
    (void)snprintf(map->title + used, COVERAGE_MAP_LINE - used, " within %.20s m%s", metres,
                   question->by_walk ? " on foot" : "");
    char *line = add_line(map);
    append(line, question->layer->role == NA_LAYER_WARDS ? "Wards " : "Areas ",
           question->layer->id);
    for (size_t i = 0; i < question->tags.count; i++) {
        append(line, i > 0 ? ", " : "; only assets tagged ", question->tags.wanted[i].name);
    }
    for (size_t d = 0; d < coverage->day_count; d++) {
        if (coverage->walk != NULL) {
            day_line_walk(map, d);
        } else {
            day_line(map, &coverage->days[d]);
        }
    }
    if (coverage->walk != NULL && coverage->walk->changes != NULL) {
        change_line_walk(map);
    }
    if (coverage->changes != NULL) {
        change_line(map);
    }
    for (size_t d = 0; d < coverage->day_count && map->points != NULL; d++) {
        na_render_coverage_points_line(map->points, d, add_line(map), COVERAGE_MAP_LINE);
    }
}

void na_coverage_map_legend(struct coverage_map *map)
{
    const struct na_coverage *coverage = map->coverage;
    struct na_map_page *page = &map->page;
    char date[NA_DATE_TEXT];
    na_date_format(date, na_coverage_map_day(map)->day);
    (void)snprintf(map->legend_covered, sizeof map->legend_covered, "%scovered on %s",
                   coverage->walk != NULL ? "street " : "", date);
    (void)snprintf(map->legend_assets, sizeof map->legend_assets, "asset that counts%s%s",
                   coverage->question.comparing ? " on both days" : " on ",
                   coverage->question.comparing ? "" : date);
    na_map_page_legend_paint(page, NA_MAP_COVERED, map->legend_covered);
    na_map_page_legend_paint(page, NA_MAP_GAP, "gap: not covered");
    na_map_page_legend_paint(page, NA_MAP_GAINED, "gained from the first day to the second");
    na_map_page_legend_paint(page, NA_MAP_LOST, "lost from the first day to the second");
    na_map_page_legend_paint(page, NA_MAP_STREET, map->legend_covered);
    na_map_page_legend_paint(page, NA_MAP_STREET_GAINED,
                             "street gained from the first day to the "
                             "second");
    na_map_page_legend_paint(page, NA_MAP_STREET_LOST,
                             "street lost from the first day to the "
                             "second");
    na_map_page_legend_paint(page, NA_MAP_OUTLINE,
                             coverage->question.layer->role == NA_LAYER_WARDS ? "ward" : "area");
    na_map_page_legend_mark(page, NA_MAP_ASSET, map->legend_assets);
    na_map_page_legend_mark(page, NA_MAP_NEW, "asset that counts on the second day alone");
    na_map_page_legend_mark(page, NA_MAP_GONE, "asset that counts on the first day alone");
    if (map->points != NULL) {
        const struct na_coverage_points_day *of = &map->points->days[coverage->day_count - 1];
        uint64_t covered = of->covered[coverage->question.within];
        (void)snprintf(map->legend_in, sizeof map->legend_in, "point, covered (%" PRIu64 ")",
                       covered);
        (void)snprintf(map->legend_out, sizeof map->legend_out, "point, not covered (%" PRIu64 ")",
                       map->points->rows->count - covered);
        na_map_page_legend_mark(page, NA_MAP_POINT_IN, map->legend_in);
        na_map_page_legend_mark(page, NA_MAP_POINT_OUT, map->legend_out);
    }
}
