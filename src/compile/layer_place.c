/* Do the codes of a layer and its places agree? The first letter of a code of the Government
 * Statistical Service says the nation. A layer in the Irish grid that is read as the British one
 * has sound coordinates and sound codes, but the codes of Northern Ireland lie in Lancashire. */
#include <string.h>

#include "compile/layer_parts.h"

/* Boxes that hold a nation, with some sea: west, south, east, north, degrees. */
struct box {
    char nation;
    double west, south, east, north;
};
static const struct box boxes[] = {
    {'E', -6.6, 49.7, 1.9, 51.4},  {'E', -3.5, 51.3, 2.0, 53.05},  {'E', -3.5, 53.0, 0.6, 53.6},
    {'E', -3.9, 53.5, 0.4, 55.1},  {'E', -3.3, 55.0, -1.2, 55.9},  {'W', -5.9, 51.2, -2.5, 53.6},
    {'S', -5.5, 54.4, -2.8, 55.1}, {'S', -14.0, 55.0, -0.5, 61.1}, {'N', -8.4, 53.9, -5.2, 55.5}};

static const char *nation_name(char nation)
{
    return nation == 'E'   ? "England"
           : nation == 'W' ? "Wales"
           : nation == 'S' ? "Scotland"
                           : "Northern Ireland";
}

/* A letter of a nation and eight figures. */
static bool is_gss(const char *code)
{
    size_t length = strlen(code);
    if (length != 9 || strchr("EWSN", code[0]) == NULL) {
        return false;
    }
    for (size_t i = 1; i < length; i++) {
        if (code[i] < '0' || code[i] > '9') {
            return false;
        }
    }
    return true;
}

/* One vertex tells: a nation's boxes are wider than any area reaches out of it. */
static bool is_in_nation(struct na_compiler *compiler, const struct na_layer_work *work,
                         const struct na_layer_row *row, char nation, struct na_lonlat *ret_at)
{
    struct na_lonlat at = {row->shape.xy[0], row->shape.xy[1]};
    struct na_error ignored;
    if (work->bundle.crs == NA_PRJ_27700 &&
        na_crs_to_lonlat(compiler->crs, (struct na_grid){row->shape.xy[0], row->shape.xy[1]}, &at,
                         &ignored) != NA_OK) {
        return true; /* said where the layer is written */
    }
    *ret_at = at;
    for (size_t i = 0; i < sizeof boxes / sizeof boxes[0]; i++) {
        const struct box *box = &boxes[i];
        if (box->nation == nation && at.lon_deg >= box->west && at.lon_deg <= box->east &&
            at.lat_deg >= box->south && at.lat_deg <= box->north) {
            return true;
        }
    }
    return false;
}

bool na_layer_check_place(struct na_compiler *compiler, const struct na_layer_work *work)
{
    const char *pool = compiler->writer.sections[NA_FLAT_STRINGS].data;
    const struct na_layer_row *first = NULL;
    struct na_lonlat first_at = {0, 0};
    size_t coded = 0;
    size_t strayed = 0;
    for (size_t i = 0; i < work->count; i++) {
        const struct na_layer_row *row = &work->rows[i];
        const char *code = pool + row->flat.code;
        struct na_lonlat at = {0, 0};
        if (row->polygon == NULL || !is_gss(code)) {
            continue;
        }
        coded++;
        if (!is_in_nation(compiler, work, row, code[0], &at)) {
            first_at = strayed == 0 ? at : first_at;
            first = strayed == 0 ? row : first;
            strayed++;
        }
    }
    if (first == NULL) {
        return coded > 0;
    }
    const char *code = pool + first->flat.code;
    struct na_place place = {.file = work->bundle.name,
                             .record = (int64_t)first->record + 1,
                             .hint = "Correct the .prj or crs = (is it the Irish grid?), or the "
                                     "codes"};
    /* Half of a layer is no slip of the pen. */
    (strayed * 2 > coded ? na_compile_error : na_compile_warning)(
        compiler, place,
        "%s is a code of %s, but lies at longitude %.4f, latitude %.4f (%zu of %zu records do not "
        "fit)",
        code, nation_name(code[0]), first_at.lon_deg, first_at.lat_deg, strayed, coded);
    return true;
}
