/* --extent says what part: a box, a place, an authority, a ward, or all wards. One sheet is drawn,
 * or an atlas: one sheet for each ward and an index that links them. The command only hands in a
 * function that draws. */
#include "cli/sheet_options.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/number.h"
#include "cli/command.h"
#include "io/file.h"
#include "locate/locate.h"
#include "question/bbox.h"
#include "question/session_state.h"

#define SHEET_LIMIT_BYTES ((size_t)256 * 1024 * 1024)
/* About a place, metres: as far as one walks in some minutes. */
#define PLACE_M 600.0
#define PATH_MAX_BYTES 1400

static enum na_code fail_sheet(enum na_code code, const char *message, const char *hint,
                               struct na_error *reterr)
{
    return na_fail_field(reterr, code, "extent", message, hint);
}

/* The box of an area, by its rings on the grid. */
static void add_area(const struct na_snapshot *snapshot, const struct na_crs *crs,
                     const struct na_area *area, struct na_print_extent *extent)
{
    for (uint32_t r = 0; r < area->ring_count; r++) {
        struct na_ring ring;
        na_snapshot_ring(snapshot, area, r, &ring);
        for (uint32_t i = 0; i < ring.count; i++) {
            struct na_grid at;
            struct na_lonlat from = na_ring_vertex(&ring, i);
            if (na_crs_to_grid(crs, from, &at, NULL) == NA_OK) {
                na_print_extent_add(extent, at.easting_m, at.northing_m);
            }
        }
    }
}

/* Areas whose code (or that of their authority) or whose name it is. */
static enum na_code of_areas(struct na_cli_sheet *sheet, const struct na_crs *crs,
                             const char *wanted, bool authority, struct na_error *reterr)
{
    sheet->view.extent = na_print_extent_none();
    for (uint32_t i = 0; sheet->layer != NULL && i < sheet->layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(sheet->snapshot, sheet->layer, i, &area);
        const char *code = authority ? area.authority_code : area.code;
        const char *name = authority ? area.authority_name : area.name;
        if (na_text_same_fold(code, wanted) || na_text_same_fold(name, wanted)) {
            add_area(sheet->snapshot, crs, &area, &sheet->view.extent);
            (void)na_text_copy(sheet->name, sizeof sheet->name, name);
        }
    }
    if (!(sheet->view.extent.west <= sheet->view.extent.east)) {
        return fail_sheet(NA_ERR_WARD_UNKNOWN,
                          authority ? "No ward of the question is of that authority"
                                    : "No ward of the question has that code or name",
                          "\"nearaid coverage ... --format csv\" lists codes and names", reterr);
    }
    return NA_OK;
}

static enum na_code of_box(struct na_cli_sheet *sheet, const struct na_crs *crs, const char *text,
                           struct na_error *reterr)
{
    struct na_bbox box;
    sheet->view.extent = na_print_extent_none();
    if (!na_bbox_parse(na_str_of(text), &box)) {
        return fail_sheet(NA_ERR_PARAM_MALFORMED, "Not a box",
                          "Give bbox:west,south,east,north in degrees", reterr);
    }
    for (int i = 0; i < 4; i++) {
        struct na_grid at;
        struct na_lonlat corner = {i % 2 == 0 ? box.west_deg : box.east_deg,
                                   i / 2 == 0 ? box.south_deg : box.north_deg};
        enum na_code code = na_crs_to_grid(crs, corner, &at, reterr);
        if (code != NA_OK) {
            return na_fail_at(reterr, code, NULL, 0, "extent", "Give a box in Great Britain");
        }
        na_print_extent_add(&sheet->view.extent, at.easting_m, at.northing_m);
    }
    return NA_OK;
}

static enum na_code of_place(struct na_cli_sheet *sheet, const char *text, struct na_error *reterr)
{
    struct na_candidate candidate;
    struct na_session *session = NULL;
    enum na_code code = na_session_new((struct na_snapshot *)sheet->snapshot, &session, reterr);
    code = code == NA_OK ? na_locate_one(session, text, false, &candidate, reterr) : code;
    na_session_free(session);
    if (code != NA_OK) {
        return na_fail_at(reterr, code, NULL, 0, "extent", NULL);
    }
    if (!candidate.has_grid) {
        return fail_sheet(NA_ERR_OUTSIDE, "The place lies outside of the National Grid",
                          "Give another place", reterr);
    }
    double by_m = fmax(PLACE_M, fmin(candidate.accuracy_m, 3000.0));
    sheet->view.extent = na_print_extent_none();
    na_print_extent_add(&sheet->view.extent, candidate.grid.easting_m - by_m,
                        candidate.grid.northing_m - by_m);
    na_print_extent_add(&sheet->view.extent, candidate.grid.easting_m + by_m,
                        candidate.grid.northing_m + by_m);
    (void)na_text_copy(sheet->name, sizeof sheet->name,
                       candidate.name != NULL ? candidate.name : candidate.label);
    return NA_OK;
}

static enum na_code of_all(struct na_cli_sheet *sheet, const struct na_crs *crs,
                           struct na_error *reterr)
{
    sheet->view.extent = na_print_extent_none();
    for (uint32_t i = 0; sheet->layer != NULL && i < sheet->layer->area_count; i++) {
        struct na_area area;
        na_snapshot_area(sheet->snapshot, sheet->layer, i, &area);
        add_area(sheet->snapshot, crs, &area, &sheet->view.extent);
    }
    return sheet->view.extent.west <= sheet->view.extent.east
               ? NA_OK
               : fail_sheet(NA_ERR_NO_WARDS, "There are no wards to show",
                            "Give bbox: or place:", reterr);
}

static enum na_code read_extent(struct na_cli_sheet *sheet, const char *text,
                                struct na_error *reterr)
{
    const struct na_crs *crs = na_snapshot_crs(sheet->snapshot);
    sheet->view.has_extent = true;
    if (strncmp(text, "ward:", 5) == 0) {
        return of_areas(sheet, crs, text + 5, false, reterr);
    }
    if (strncmp(text, "authority:", 10) == 0) {
        return of_areas(sheet, crs, text + 10, true, reterr);
    }
    if (strncmp(text, "bbox:", 5) == 0) {
        return of_box(sheet, crs, text + 5, reterr);
    }
    if (strncmp(text, "place:", 6) == 0) {
        return of_place(sheet, text + 6, reterr);
    }
    if (strcmp(text, "all") == 0) {
        return of_all(sheet, crs, reterr);
    }
    return fail_sheet(NA_ERR_PARAM_MALFORMED, "Not a part of the map",
                      "Give ward:CODE, authority:CODE, bbox:W,S,E,N, place:\"NAME\" or all",
                      reterr);
}

static enum na_code read_one(struct na_cli_sheet *sheet, const struct na_param *param,
                             const char *map, struct na_error *reterr)
{
    int64_t number = 0;
    if (strcmp(param->name, map) == 0) {
        enum na_code code = na_nam_open(param->value, &sheet->map, reterr);
        sheet->view.map = sheet->map;
        return code;
    }
    if (strcmp(param->name, "extent") == 0) {
        return read_extent(sheet, param->value, reterr);
    }
    if (strcmp(param->name, "scale") == 0 &&
        na_integer_parse(na_str_of(param->value), 1, INT32_MAX, &number)) {
        sheet->view.paper.denominator = (double)number;
    } else if (strcmp(param->name, "paper") == 0) {
        sheet->view.paper.a3 = strcmp(param->value, "A3") == 0;
    } else if (strcmp(param->name, "landscape") == 0) {
        sheet->view.paper.landscape = true;
    } else if (strcmp(param->name, "atlas") == 0) {
        sheet->atlas = param->value;
    }
    return NA_OK;
}

static bool is_ours(const char *name, const char *map)
{
    const char *const names[] = {map, "extent", "scale", "paper", "landscape", "atlas"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

enum na_code na_cli_sheet_read(const struct na_snapshot *snapshot, const struct na_layer *layer,
                               const char *map, const struct na_param *params, size_t count,
                               struct na_cli_sheet *ret_sheet, struct na_error *reterr)
{
    enum na_code code = NA_OK;
    *ret_sheet = (struct na_cli_sheet){.snapshot = snapshot, .layer = layer};
    for (size_t i = 0; i < count && code == NA_OK; i++) {
        if (is_ours(params[i].name, map)) {
            ret_sheet->wanted = true;
            code = read_one(ret_sheet, &params[i], map, reterr);
        }
    }
    ret_sheet->view.name = ret_sheet->name;
    bool drawn = na_params_get(params, count, "svg") != NULL || ret_sheet->atlas != NULL;
    if (code == NA_OK && ret_sheet->wanted && !drawn) {
        code = na_fail_field(reterr, NA_ERR_PARAM_CONFLICT, "svg",
                             "The options of a sheet are given, and no file to draw it to",
                             "Give --svg FILE, or --atlas DIR");
    }
    if (code == NA_OK && ret_sheet->atlas != NULL && ret_sheet->layer == NULL) {
        code = na_fail_field(reterr, NA_ERR_NO_WARDS, "atlas",
                             "There are no wards to make sheets of", "Give --svg FILE");
    }
    if (code != NA_OK) {
        na_cli_sheet_fini(ret_sheet);
    }
    return code;
}

void na_cli_sheet_fini(struct na_cli_sheet *sheet)
{
    na_nam_unref(sheet->map);
    sheet->map = NULL;
}

void na_cli_sheet_placed(struct na_cli_sheet *sheet, uint64_t placed, uint64_t asked)
{
    if (na_cli_unplaced_words(placed, asked, sheet->warning)) {
        sheet->view.warning = sheet->warning;
    }
}

static void say_sheet(const char *path, const struct na_print_tally *tally)
{
    char words[300];
    int used = snprintf(words, sizeof words, "1 : %.0f", tally->denominator);
    if (tally->numbered > 0 && used > 0) {
        used += snprintf(words + used, sizeof words - (size_t)used,
                         ", %zu numbered: %zu by a label of their own, %zu sharing one, %zu in the "
                         "list alone",
                         tally->numbered, tally->own, tally->shared, tally->unplaced);
    }
    if (tally->outside > 0 && used > 0 && (size_t)used < sizeof words) {
        (void)snprintf(words + used, sizeof words - (size_t)used, "; %zu outside", tally->outside);
    }
    na_cli_say("%s: %s", path, words);
}

static enum na_code write_one(const struct na_print_view *view, const char *path,
                              na_cli_sheet_draw *draw, void *context,
                              struct na_print_tally *ret_tally, struct na_error *reterr)
{
    struct na_buffer text;
    struct na_print_tally tally = {.numbered = 0};
    na_buffer_init(&text, SHEET_LIMIT_BYTES);
    enum na_code code = draw(context, view, &text, &tally, reterr);
    code = code == NA_OK ? na_cli_write(path, text.data, text.length, reterr) : code;
    na_buffer_fini(&text);
    free(tally.boxes);
    tally.boxes = NULL;
    *ret_tally = tally;
    return code;
}

/* In a file's name and a link only letters and figures stand. */
static void file_name(const char *code, char *to, size_t size)
{
    size_t used = 0;
    for (; *code != '\0' && used + 5 < size; code++) {
        bool plain = (*code >= '0' && *code <= '9') || (*code >= 'A' && *code <= 'Z') ||
                     (*code >= 'a' && *code <= 'z') || *code == '-';
        to[used++] = plain ? *code : '_';
    }
    (void)snprintf(to + used, size - used, ".svg");
}

static enum na_code put_escaped(struct na_buffer *to, const char *text)
{
    enum na_code code = NA_OK;
    for (; *text != '\0' && code == NA_OK; text++) {
        switch (*text) {
        case '&':
            code = na_buffer_text(to, "&amp;");
            break;
        case '<':
            code = na_buffer_text(to, "&lt;");
            break;
        case '>':
            code = na_buffer_text(to, "&gt;");
            break;
        default:
            code = na_buffer_append(to, text, 1);
        }
    }
    return code;
}

static enum na_code put_entry(struct na_buffer *to, const struct na_area *area, const char *file,
                              const struct na_print_tally *tally)
{
    enum na_code code = na_buffer_printf(to, "<tr><td><a href=\"%s\">", file);
    code = code == NA_OK ? put_escaped(to, area->name) : code;
    code = code == NA_OK ? na_buffer_text(to, "</a></td><td>") : code;
    code = code == NA_OK ? put_escaped(to, area->authority_name) : code;
    return code == NA_OK ? na_buffer_printf(to, "</td><td>%zu</td><td>1 : %.0f</td></tr>\n",
                                            tally->numbered, tally->denominator)
                         : code;
}

static const char index_begin[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Sheets by "
    "ward</title>\n<style>body { font-family: sans-serif } td, th { padding: 0.2em 0.8em; "
    "text-align: left }</style></head>\n<body>\n<h1>Sheets by ward</h1>\n<table>\n<tr><th>Ward</th>"
    "<th>Authority</th><th>Numbered</th><th>Scale</th></tr>\n";

static enum na_code write_ward(const struct na_cli_sheet *sheet, const struct na_crs *crs,
                               uint32_t i, na_cli_sheet_draw *draw, void *context,
                               struct na_buffer *index, struct na_error *reterr)
{
    struct na_area area;
    struct na_print_tally tally;
    char file[80], path[PATH_MAX_BYTES];
    struct na_print_view view = sheet->view;
    na_snapshot_area(sheet->snapshot, sheet->layer, i, &area);
    view.has_extent = true;
    view.extent = na_print_extent_none();
    view.name = area.name;
    add_area(sheet->snapshot, crs, &area, &view.extent);
    if (!(view.extent.west <= view.extent.east)) {
        return NA_OK;
    }
    file_name(area.code, file, sizeof file);
    enum na_code code = na_path_join(path, sizeof path, sheet->atlas, file, reterr);
    code = code == NA_OK ? write_one(&view, path, draw, context, &tally, reterr) : code;
    if (code == NA_OK && put_entry(index, &area, file, &tally) != NA_OK) {
        code = na_fail_memory(reterr, "writing the index of the sheets");
    }
    return code;
}

static enum na_code write_atlas(const struct na_cli_sheet *sheet, na_cli_sheet_draw *draw,
                                void *context, struct na_error *reterr)
{
    char path[PATH_MAX_BYTES];
    struct na_buffer index;
    const struct na_crs *crs = na_snapshot_crs(sheet->snapshot);
    if (mkdir(sheet->atlas, 0777) != 0 && errno != EEXIST) {
        return na_fail_errno(reterr, errno, "make the folder of the sheets", sheet->atlas);
    }
    na_buffer_init(&index, SHEET_LIMIT_BYTES);
    enum na_code code = na_buffer_text(&index, index_begin);
    for (uint32_t i = 0; i < sheet->layer->area_count && code == NA_OK; i++) {
        code = write_ward(sheet, crs, i, draw, context, &index, reterr);
    }
    code = code == NA_OK ? na_buffer_text(&index, "</table>\n</body>\n</html>\n") : code;
    code =
        code == NA_OK ? na_path_join(path, sizeof path, sheet->atlas, "index.html", reterr) : code;
    code = code == NA_OK ? na_cli_write(path, index.data, index.length, reterr) : code;
    na_buffer_fini(&index);
    if (code == NA_OK) {
        na_cli_say("%s: %u sheets; open index.html", sheet->atlas,
                   (unsigned)sheet->layer->area_count);
    }
    return code;
}

enum na_code na_cli_sheet_write(const struct na_cli_sheet *sheet, const char *svg,
                                na_cli_sheet_draw *draw, void *context, struct na_error *reterr)
{
    struct na_print_tally tally;
    enum na_code code = NA_OK;
    if (svg != NULL) {
        code = write_one(&sheet->view, svg, draw, context, &tally, reterr);
        if (code == NA_OK) {
            say_sheet(svg, &tally);
        }
    }
    return code == NA_OK && sheet->atlas != NULL ? write_atlas(sheet, draw, context, reterr) : code;
}
