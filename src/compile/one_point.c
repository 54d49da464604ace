/* Records of one register that lie at the very same point under different names: a position that
 * was copied down a column, or the middle of a place that stands for all in it. Nobody can tell
 * which, so it is said and nothing is changed. */
#include "base/text.h"
#include "compile/asset_places.h"

/* Names at one point that are no chance; several of one name are several things of one site. */
#define NAMES_LEAST 3

static bool is_taken(const struct na_asset_row *row)
{
    return !row->left_out && row->by == NA_PLACED_BY_FILE;
}

/* In any case of letters. Few records are at one point. */
static size_t names_of(const struct na_compiler *compiler, struct na_asset_row *const *order,
                       size_t from, size_t to)
{
    const char *pool = compiler->writer.sections[NA_FLAT_STRINGS].data;
    size_t names = 0;
    for (size_t i = from; i < to; i++) {
        bool again = false;
        for (size_t j = from; j < i && !again; j++) {
            again = na_text_same_fold(pool + order[j]->flat.texts[NA_ASSET_NAME],
                                      pool + order[i]->flat.texts[NA_ASSET_NAME]);
        }
        names += !again;
        if (names == NAMES_LEAST) {
            break;
        }
    }
    return names;
}

static void say(struct na_compiler *compiler, struct na_asset_row *const *order, size_t from,
                size_t to)
{
    int64_t first = order[from]->record;
    for (size_t i = from; i < to; i++) {
        first = order[i]->record < first ? order[i]->record : first;
    }
    na_compile_warning(compiler,
                       (struct na_place){.file = order[from]->file,
                                         .record = first,
                                         .hint = "Was its position copied down the column?"},
                       "%zu records of different names lie at this one point", to - from);
}

void na_asset_one_point_check(struct na_compiler *compiler, struct na_asset_row *const *order,
                              size_t count)
{
    for (size_t from = 0; from < count;) {
        size_t to = from + 1;
        while (to < count && order[to]->section == order[from]->section &&
               order[to]->flat.easting_m == order[from]->flat.easting_m && /* the same cell */
               order[to]->flat.northing_m == order[from]->flat.northing_m && is_taken(order[to])) {
            to++;
        }
        if (is_taken(order[from]) && to - from >= NAMES_LEAST &&
            names_of(compiler, order, from, to) >= NAMES_LEAST) {
            say(compiler, order, from, to);
        }
        from = to;
    }
}
