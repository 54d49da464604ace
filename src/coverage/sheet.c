/* Coverage as a printed sheet: the finding as its title, what is lost hatched, gained crossed, and
 * the premises that lose or gain cover numbered and named. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "coverage/authorities.h"
#include "coverage/points_forms.h"
#include "coverage/walk.h"
#include "question/session_state.h"

#define TEXT 600
/* More uncovered premises than this are dots: a list of them fits on no sheet. */
#define NUMBERED_MOST 200
/* A premises whose own asset ends stands this near to it, metres. */
#define OWN_M 1.0

struct drawing {
    const struct na_coverage *coverage;
    const struct na_coverage_points *points; /* NULL: none */
    const struct na_print_view *view;
    struct na_print_layer layer;
    struct na_print_area areas[4];
    size_t area_count;
    struct na_shape streets[3]; /* on foot: covered, gained, lost */
    struct na_print_point *marks;
    size_t mark_count;
    char (*notes)[80];
    size_t lost, gained, bare, shown; /* rows of the extent: changed, uncovered, all */
    char title[TEXT], headline[TEXT], method[TEXT], list[160], kinds[160];
    char words[NA_PRINT_PAINTS + NA_PRINT_MARKS][200];
};

static const struct na_coverage_day *last_day(const struct drawing *drawing)
{
    return &drawing->coverage->days[drawing->coverage->day_count - 1];
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool counts_on(const struct na_coverage_day *day, uint32_t asset)
{
    return day->asset_count > 0 &&
           bsearch(&asset, day->assets, day->asset_count, sizeof day->assets[0], by_number) != NULL;
}

static bool covered(const struct drawing *drawing, size_t day, size_t i)
{
    return na_coverage_points_covered(drawing->points, day, i);
}

static bool loses(const struct drawing *drawing, size_t i)
{
    return drawing->coverage->day_count == 2 && covered(drawing, 0, i) && !covered(drawing, 1, i);
}

static bool gains(const struct drawing *drawing, size_t i)
{
    return drawing->coverage->day_count == 2 && !covered(drawing, 0, i) && covered(drawing, 1, i);
}

static bool shows(const struct drawing *drawing, struct na_grid at)
{
    return !drawing->view->has_extent || na_print_extent_holds(&drawing->view->extent, at);
}

static void count_rows(struct drawing *drawing)
{
    size_t last = drawing->coverage->day_count - 1;
    for (size_t i = 0; drawing->points != NULL && i < drawing->points->rows->count; i++) {
        if (shows(drawing, drawing->points->rows->items[i].grid)) {
            drawing->shown++;
            drawing->lost += loses(drawing, i);
            drawing->gained += gains(drawing, i);
            drawing->bare += !covered(drawing, last, i);
        }
    }
}

static bool has_place(const struct na_asset *asset)
{
    return isfinite(asset->grid.easting_m) && isfinite(asset->grid.northing_m);
}

static void add_asset(struct drawing *drawing, uint32_t number, enum na_print_mark mark)
{
    struct na_asset asset;
    na_snapshot_asset(drawing->coverage->snapshot, number, &asset);
    if (has_place(&asset)) {
        drawing->marks[drawing->mark_count++] =
            (struct na_print_point){asset.grid, mark, false, asset.name, NULL, 1.0, false};
    }
}

static void add_assets(struct drawing *drawing)
{
    const struct na_coverage_day *first = &drawing->coverage->days[0];
    const struct na_coverage_day *last = last_day(drawing);
    for (size_t i = 0; i < last->asset_count; i++) {
        add_asset(drawing, last->assets[i],
                  counts_on(first, last->assets[i]) ? NA_PRINT_ASSET : NA_PRINT_ASSET_NEW);
    }
    for (size_t i = 0; i < first->asset_count; i++) {
        if (!counts_on(last, first->assets[i])) {
            add_asset(drawing, first->assets[i], NA_PRINT_ASSET_END);
        }
    }
}

static void metres(double value_m, char to[24])
{
    if (isfinite(value_m)) {
        (void)snprintf(to, 24, "%.0f m", value_m);
    } else {
        (void)snprintf(to, 24, "none left");
    }
}

/* What it loses or gains, as short as a column wants it. */
static void note_of(const struct drawing *drawing, size_t i, bool own, char to[80])
{
    const struct na_coverage_points_day *days = drawing->points->days;
    char was[24], is[24];
    metres(days[0].distances_m[i], was);
    metres(days[drawing->coverage->day_count - 1].distances_m[i], is);
    if (drawing->coverage->day_count == 1) {
        (void)snprintf(to, 80, "%s", is);
    } else if (own) {
        (void)snprintf(to, 80, "its own ends; next %s", is);
    } else {
        (void)snprintf(to, 80, "%s, then %s", was, is);
    }
}

static bool own_ends(const struct drawing *drawing, size_t i)
{
    const struct na_coverage_points_day *first = &drawing->points->days[0];
    return loses(drawing, i) && first->distances_m[i] <= OWN_M;
}

static void add_row(struct drawing *drawing, size_t i)
{
    const struct na_point_row *row = &drawing->points->rows->items[i];
    size_t last = drawing->coverage->day_count - 1;
    bool own = own_ends(drawing, i);
    bool changes = loses(drawing, i) || gains(drawing, i);
    bool numbered = changes || (drawing->coverage->day_count == 1 && !covered(drawing, last, i) &&
                                drawing->bare <= NUMBERED_MOST);
    const char *name = na_point_rows_label(drawing->points->rows, row->name).bytes;
    const char *id = na_point_rows_label(drawing->points->rows, row->id).bytes;
    enum na_print_mark mark = own                         ? NA_PRINT_ASSET_END
                              : loses(drawing, i)         ? NA_PRINT_LOSES
                              : gains(drawing, i)         ? NA_PRINT_GAINS
                              : covered(drawing, last, i) ? NA_PRINT_OTHER_IN
                                                          : NA_PRINT_OTHER_OUT;
    note_of(drawing, i, own, drawing->notes[i]);
    drawing->marks[drawing->mark_count++] = (struct na_print_point){
        row->grid, mark, numbered, name[0] != '\0' ? name : id, drawing->notes[i], 1.0, false};
}

static enum na_code add_marks(struct drawing *drawing, struct na_error *reterr)
{
    size_t rows = drawing->points != NULL ? drawing->points->rows->count : 0;
    size_t count = rows;
    for (size_t d = 0; d < drawing->coverage->day_count; d++) {
        count += drawing->coverage->days[d].asset_count;
    }
    drawing->marks = calloc(count + 1, sizeof drawing->marks[0]);
    drawing->notes = calloc(rows + 1, sizeof drawing->notes[0]);
    if (drawing->marks == NULL || drawing->notes == NULL) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    add_assets(drawing);
    for (size_t i = 0; i < rows; i++) {
        add_row(drawing, i);
    }
    return NA_OK;
}

static void add_area(struct drawing *drawing, const struct na_shape *shape,
                     enum na_print_paint paint)
{
    if (shape->vertex_count > 0) {
        drawing->areas[drawing->area_count++] = (struct na_print_area){shape, paint};
    }
}

static enum na_code make_streets(struct drawing *drawing, const struct na_crs *crs,
                                 struct na_error *reterr)
{
    const struct na_coverage_walk *walk = drawing->coverage->walk;
    const struct na_buffer *from[] = {&walk->stretches, &walk->gained, &walk->lost};
    enum na_code code = NA_OK;
    for (size_t i = 0; code == NA_OK && i < (walk->changes != NULL ? 3 : 1); i++) {
        code =
            na_coverage_walk_shape(drawing->coverage, crs, from[i], &drawing->streets[i], reterr);
    }
    return code;
}

static void add_areas(struct drawing *drawing)
{
    const struct na_coverage_day *last = last_day(drawing);
    if (drawing->coverage->walk != NULL) {
        add_area(drawing, &drawing->streets[0], NA_PRINT_STREET);
        add_area(drawing, &drawing->streets[1], NA_PRINT_STREET_GAINED);
        add_area(drawing, &drawing->streets[2], NA_PRINT_STREET_LOST);
        return;
    }
    size_t whole = last->area_count - 1;
    add_area(drawing, &last->areas[whole].covered, NA_PRINT_COVERED);
    if (drawing->coverage->changes != NULL) {
        add_area(drawing, &drawing->coverage->changes[whole].gained, NA_PRINT_GAINED);
        add_area(drawing, &drawing->coverage->changes[whole].lost, NA_PRINT_LOST);
    }
}

/* What is lost or gained: premises first, then ground; else all that is covered, else all. */
static struct na_print_extent extent_of(const struct drawing *drawing)
{
    struct na_print_extent extent = na_print_extent_none();
    double reach_m = drawing->coverage->question.rings_m[drawing->coverage->question.within];
    if (drawing->view->has_extent) {
        return drawing->view->extent;
    }
    for (size_t i = 0; drawing->lost + drawing->gained > 0 && i < drawing->points->rows->count;
         i++) {
        if (loses(drawing, i) || gains(drawing, i)) {
            struct na_grid at = drawing->points->rows->items[i].grid;
            na_print_extent_add(&extent, at.easting_m - reach_m / 3.0,
                                at.northing_m - reach_m / 3.0);
            na_print_extent_add(&extent, at.easting_m + reach_m / 3.0,
                                at.northing_m + reach_m / 3.0);
        }
    }
    for (size_t k = drawing->area_count; k > 0 && !(extent.west <= extent.east); k--) {
        na_print_extent_shape(&extent, drawing->areas[k - 1].shape);
    }
    for (size_t i = 0; i < drawing->layer.count && !(extent.west <= extent.east); i++) {
        for (size_t k = i; k < drawing->layer.count; k++) {
            na_print_extent_shape(&extent, &drawing->layer.shapes[k]);
        }
    }
    return extent;
}

/* "a" or "an" is not said: "any bleed cabinet". */
static void kind_words(struct drawing *drawing, bool many, char *to, size_t size)
{
    const struct na_coverage_question *question = &drawing->coverage->question;
    to[0] = '\0';
    for (size_t i = 0; i < question->kind_count; i++) {
        const char *one = many ? question->kinds[i]->titles : question->kinds[i]->title;
        size_t used = strlen(to);
        (void)snprintf(to + used, size - used, "%s%s",
                       i == 0                         ? ""
                       : i + 1 < question->kind_count ? ", "
                                                      : " or ",
                       one);
    }
}

static const char *premises(size_t count, const struct drawing *drawing)
{
    bool named = false;
    for (size_t i = 0; i < drawing->points->rows->count && !named; i++) {
        named = na_point_rows_label(drawing->points->rows, drawing->points->rows->items[i].name)
                    .length > 0;
    }
    return named ? "premises" : count == 1 ? "place" : "places";
}

/* What is lost, gained or covered of the whole, in words: "12.34 km2", or on foot "12.34 km of
 * street". */
enum figure { LOST, GAINED, COVERED, ALL };

static double figure_of(const struct drawing *drawing, size_t day, enum figure figure)
{
    const struct na_coverage *coverage = drawing->coverage;
    size_t whole = coverage->days[0].area_count - 1;
    size_t within = coverage->question.within;
    if (coverage->walk != NULL) {
        const struct na_coverage_streets *streets = &coverage->walk->days[day].areas[whole];
        const struct na_coverage_street_change *changes = coverage->walk->changes;
        uint64_t mm = figure == LOST      ? changes[whole].lost_mm
                      : figure == GAINED  ? changes[whole].gained_mm
                      : figure == COVERED ? streets->covered_mm[within]
                                          : streets->mm;
        return (double)mm / 1e6;
    }
    const struct na_coverage_area *area = &coverage->days[day].areas[whole];
    return (figure == LOST      ? coverage->changes[whole].lost_m2
            : figure == GAINED  ? coverage->changes[whole].gained_m2
            : figure == COVERED ? area->covered_m2[within]
                                : area->area_m2) /
           1e6;
}

static const char *unit_of(const struct drawing *drawing)
{
    return drawing->coverage->walk != NULL ? "km of street" : "km2";
}

static void title_of_change(struct drawing *drawing, const char *before, const char *day,
                            const char *many)
{
    char figure[NA_NUMBER_TEXT];
    bool by_points = drawing->points != NULL;
    double lost = figure_of(drawing, 0, LOST);
    double gained = figure_of(drawing, 0, GAINED);
    bool down = by_points ? drawing->lost >= drawing->gained && drawing->lost > 0 : lost > gained;
    bool up = by_points ? !down && drawing->gained > 0 : !down && gained > 0.0;
    size_t count = down ? drawing->lost : drawing->gained;
    if (!down && !up) {
        (void)snprintf(drawing->title, TEXT, "%sNothing loses cover of %s by %s", before, many,
                       day);
    } else if (by_points) {
        (void)snprintf(drawing->title, TEXT, "%s%zu %s %s%s cover by %s", before, count,
                       premises(count, drawing), down ? "lose" : "gain", count == 1 ? "s" : "",
                       day);
    } else {
        (void)na_number_fixed(&figure, down ? lost : gained, 2);
        (void)snprintf(drawing->title, TEXT, "%s%.24s %s %s cover of %s by %s", before, figure,
                       unit_of(drawing), down ? "lose" : "gain", many, day);
    }
}

static void title_of_day(struct drawing *drawing, const char *before, const char *within,
                         const char *many, const char *one)
{
    double all = figure_of(drawing, 0, ALL);
    char share[NA_NUMBER_TEXT] = "0";
    if (drawing->points != NULL) {
        (void)snprintf(drawing->title, TEXT, "%s%zu of %zu %s are more than %s from any %s", before,
                       drawing->bare, drawing->shown, premises(drawing->shown, drawing), within,
                       one);
        return;
    }
    if (all > 0.0) {
        (void)na_number_fixed(&share, 100.0 * figure_of(drawing, 0, COVERED) / all, 1);
    }
    (void)snprintf(drawing->title, TEXT, "%s%s cover %.20s%% of the %s within %s",
                   drawing->view->name != NULL && drawing->view->name[0] != '\0' ? "All wards: "
                                                                                 : "",
                   many, share, drawing->coverage->walk != NULL ? "streets" : "area", within);
    if (drawing->title[0] >= 'a' && drawing->title[0] <= 'z') {
        drawing->title[0] = (char)(drawing->title[0] - 32);
    }
}

static void headline_of(struct drawing *drawing, const char *within, const char *many)
{
    const struct na_coverage *coverage = drawing->coverage;
    size_t within_ring = coverage->question.within;
    drawing->headline[0] = '\0';
    for (size_t d = 0; d < coverage->day_count; d++) {
        char day[32];
        size_t used = strlen(drawing->headline);
        na_print_day(coverage->days[d].day, day);
        if (drawing->points != NULL) {
            (void)snprintf(drawing->headline + used, TEXT - used,
                           "%sOn %s %" PRIu64 " of %zu %s are within %s of one of the %zu %s.",
                           d > 0 ? " " : "", day, drawing->points->days[d].covered[within_ring],
                           drawing->points->rows->count,
                           premises(drawing->points->rows->count, drawing), within,
                           coverage->days[d].asset_count, many);
        } else {
            char part[NA_NUMBER_TEXT], of[NA_NUMBER_TEXT];
            (void)na_number_fixed(&part, figure_of(drawing, d, COVERED), 2);
            (void)na_number_fixed(&of, figure_of(drawing, d, ALL), 2);
            (void)snprintf(drawing->headline + used, TEXT - used,
                           "%sOn %s %zu %s cover %.24s of %.24s %s.", d > 0 ? " " : "", day,
                           coverage->days[d].asset_count, many, part, of, unit_of(drawing));
        }
    }
}

/* More authorities than this are "and 3 more". */
#define AUTHORITIES_MOST 6

/* " Lose cover by authority: Hartlepool 5, Redcar and Cleveland 3." The whole, whatever the sheet
 * shows; nothing where no authority has any. */
static enum na_code say_authorities(struct drawing *drawing)
{
    struct na_coverage_authority *list = NULL;
    size_t count = 0;
    bool two = drawing->coverage->changes != NULL;
    bool by_points = drawing->points != NULL;
    size_t used = strlen(drawing->method);
    size_t said = 0;
    enum na_code code =
        na_coverage_authorities_new(drawing->coverage, drawing->points, &list, &count);
    for (size_t i = 0; code == NA_OK && i < count && used < TEXT; i++) {
        char amount[NA_NUMBER_TEXT + 8], km2[NA_NUMBER_TEXT];
        uint64_t points = two ? list[i].lost : list[i].bare;
        double m2 = two ? list[i].lost_m2 : list[i].covered_m2[0];
        (void)na_number_fixed(&km2, m2 / 1e6, 2);
        if (by_points) {
            (void)snprintf(amount, sizeof amount, "%" PRIu64, points);
        } else {
            (void)snprintf(amount, sizeof amount, "%.24s km2", km2);
        }
        if (by_points ? points == 0 : !(m2 >= 5000.0)) {
            continue;
        }
        said++;
        if (said > AUTHORITIES_MOST) {
            continue;
        }
        used += (size_t)snprintf(
            drawing->method + used, TEXT - used, "%s%.60s %.30s",
            said > 1 ? ", "
            : !two   ? (by_points ? " Not covered, by authority: " : " Covered, by authority: ")
                     : " Lose cover, by authority: ",
            list[i].name[0] != '\0' ? list[i].name : list[i].code, amount);
    }
    if (said > 0 && used < TEXT) {
        if (said > AUTHORITIES_MOST) {
            used += (size_t)snprintf(drawing->method + used, TEXT - used, " and %zu more",
                                     said - AUTHORITIES_MOST);
        }
        (void)snprintf(drawing->method + (used < TEXT ? used : TEXT - 1),
                       used < TEXT ? TEXT - used : 1, ".");
    }
    free(list);
    return code;
}

static void write_words(struct drawing *drawing)
{
    const struct na_coverage_question *question = &drawing->coverage->question;
    char number[NA_NUMBER_TEXT], within[40], many[160], day[32], before[160] = "";
    (void)na_number_trimmed(&number, question->rings_m[question->within], 6);
    (void)snprintf(within, sizeof within, "%.20s m%s", number,
                   drawing->coverage->walk != NULL ? " on foot" : "");
    kind_words(drawing, true, many, sizeof many);
    kind_words(drawing, false, drawing->kinds, sizeof drawing->kinds);
    na_print_day(last_day(drawing)->day, day);
    if (drawing->view->name != NULL && drawing->view->name[0] != '\0') {
        (void)snprintf(before, sizeof before, "%.140s: ", drawing->view->name);
    }
    if (question->comparing) {
        title_of_change(drawing, before, day, many);
    } else {
        title_of_day(drawing, before, within, many, drawing->kinds);
    }
    headline_of(drawing, within, many);
    size_t tags = question->tags.count;
    (void)snprintf(
        drawing->method, TEXT, "%s is %s.%s%.80s%s%s", within,
        drawing->coverage->walk != NULL
            ? "the way along the streets that may be walked, and from the street to the door"
            : "a straight line; the way on foot is often a third to a half longer",
        tags > 0 ? " Only assets tagged " : "", tags > 0 ? question->tags.wanted[0].name : "",
        tags > 1 ? " and others" : "", tags > 0 ? "." : "");
    (void)snprintf(drawing->list, sizeof drawing->list, "%s, numbered from north to south",
                   drawing->coverage->day_count == 1 ? "Not covered"
                   : drawing->gained == 0            ? "These lose cover"
                   : drawing->lost == 0              ? "These gain cover"
                                                     : "These lose or gain cover");
}

static const char *word(struct drawing *drawing, size_t i, const char *before, const char *after)
{
    (void)snprintf(drawing->words[i], sizeof drawing->words[i], "%.150s%.40s", before, after);
    return drawing->words[i];
}

static void write_legend(struct drawing *drawing, struct na_print *sheet)
{
    bool two = drawing->coverage->day_count == 2;
    char day[32];
    na_print_day(last_day(drawing)->day, day);
    bool on_foot = drawing->coverage->walk != NULL;
    enum na_print_paint covered = on_foot ? NA_PRINT_STREET : NA_PRINT_COVERED;
    enum na_print_paint lost = on_foot ? NA_PRINT_STREET_LOST : NA_PRINT_LOST;
    enum na_print_paint gained = on_foot ? NA_PRINT_STREET_GAINED : NA_PRINT_GAINED;
    sheet->paint_words[covered] =
        word(drawing, 0, on_foot ? "street covered on " : "covered on ", day);
    if (two) {
        sheet->paint_words[lost] =
            word(drawing, 1, on_foot ? "street that loses cover by " : "loses cover by ", day);
        sheet->paint_words[gained] =
            word(drawing, 2, on_foot ? "street that gains cover by " : "gains cover by ", day);
        sheet->mark_words[NA_PRINT_ASSET_NEW] = word(drawing, 4, "new ", drawing->kinds);
        sheet->mark_words[NA_PRINT_ASSET_END] = word(drawing, 5, drawing->kinds, " that ends");
    }
    sheet->mark_words[NA_PRINT_ASSET] = word(drawing, 3, drawing->kinds, "");
    if (drawing->points != NULL) {
        const char *what = premises(1, drawing);
        if (two) {
            sheet->mark_words[NA_PRINT_LOSES] = word(drawing, 6, what, ": loses cover");
            sheet->mark_words[NA_PRINT_GAINS] = word(drawing, 7, what, ": gains cover");
        }
        sheet->mark_words[NA_PRINT_OTHER_IN] = word(drawing, 8, what, ": covered");
        sheet->mark_words[NA_PRINT_OTHER_OUT] = word(drawing, 9, what, ": not covered");
    }
}

static enum na_code draw(struct drawing *drawing, const struct na_crs *crs, struct na_buffer *to,
                         struct na_print_tally *ret_tally, struct na_error *reterr)
{
    const struct na_layer *layer = drawing->coverage->question.layer;
    struct na_print sheet = {
        .snapshot = drawing->coverage->snapshot,
        .map = drawing->view->map,
        .crs = crs,
        .paper = drawing->view->paper,
        .warning = drawing->view->warning,
        .title = drawing->title,
        .headline = drawing->headline,
        .method = drawing->method,
        .list_title = drawing->list,
        .sources = drawing->points != NULL ? drawing->points->about.inputs : "",
        .outlines = drawing->layer.shapes,
        .outline_names = drawing->layer.names,
        .outline_count = drawing->layer.count,
        .outline_word = layer->role == NA_LAYER_WARDS ? "ward boundary" : "area boundary"};
    enum na_code code =
        drawing->coverage->walk != NULL ? make_streets(drawing, crs, reterr) : NA_OK;
    count_rows(drawing);
    add_areas(drawing);
    code = code == NA_OK ? add_marks(drawing, reterr) : code;
    if (code != NA_OK) {
        return code;
    }
    write_words(drawing);
    if (say_authorities(drawing) != NA_OK) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    write_legend(drawing, &sheet);
    sheet.extent = extent_of(drawing);
    sheet.named_extent = drawing->view->has_extent;
    sheet.areas = drawing->areas;
    sheet.area_count = drawing->area_count;
    sheet.points = drawing->marks;
    sheet.point_count = drawing->mark_count;
    return na_print_draw(&sheet, to, ret_tally, reterr);
}

enum na_code na_render_coverage_sheet(struct na_session *session,
                                      const struct na_coverage *coverage,
                                      const struct na_coverage_points *points,
                                      const struct na_print_view *view, struct na_buffer *to,
                                      struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct drawing *drawing = calloc(1, sizeof *drawing);
    const struct na_crs *crs = NULL;
    if (drawing == NULL) {
        return na_fail_memory(reterr, "drawing a sheet");
    }
    drawing->coverage = coverage;
    drawing->points = points;
    drawing->view = view;
    enum na_code code = na_session_crs(session, &crs, reterr);
    if (code == NA_OK) {
        code = na_print_layer_make(coverage->snapshot, coverage->question.layer, crs,
                                   &drawing->layer, reterr);
    }
    code = code == NA_OK ? draw(drawing, crs, to, ret_tally, reterr) : code;
    na_print_layer_fini(&drawing->layer);
    for (size_t i = 0; i < 3; i++) {
        na_shape_fini(&drawing->streets[i]);
    }
    free(drawing->marks);
    free(drawing->notes);
    free(drawing);
    return code;
}
