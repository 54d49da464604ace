/* Which wards the streets of a pack do not reach: those of whose postcodes more than a twentieth
 * lie near no street. An extract that ends within the area is seen so. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "compile/streets.h"
#include "data/flat.h"

#define OFF_PERCENT 5
#define NAMED_MAX 5

/* Of the wards of one layer. */
struct tally {
    uint32_t *all, *off;
};

/* The newest vintage: the wards that the answers of today are about. */
static const struct na_flat_layer *newest_wards(const struct na_compiler *compiler)
{
    const struct na_flat_layer *layers =
        (const struct na_flat_layer *)(const void *)compiler->writer.sections[NA_FLAT_LAYERS].data;
    const struct na_flat_layer *newest = NULL;
    for (size_t i = 0; i < na_flat_writer_count(&compiler->writer, NA_FLAT_LAYERS); i++) {
        if (layers[i].role == NA_LAYER_WARDS &&
            (newest == NULL || layers[i].valid_from > newest->valid_from)) {
            newest = &layers[i];
        }
    }
    return newest;
}

/* Where a postcode in use is; false: it has no position on the grid. */
static bool position_of(const struct na_compiler *compiler, const struct na_flat_postcode *postcode,
                        struct na_lonlat *ret_at)
{
    struct na_error ignored;
    if ((postcode->east &
         (NA_POSTCODE_NO_POSITION | NA_POSTCODE_TERMINATED | NA_POSTCODE_IN_DEGREES)) != 0) {
        return false;
    }
    struct na_grid at = {postcode->east & NA_POSTCODE_EAST_MASK,
                         postcode->north & NA_POSTCODE_NORTH_MASK};
    return na_crs_to_lonlat(compiler->crs, at, ret_at, &ignored) == NA_OK;
}

static void count(const struct na_compiler *compiler, const struct na_streets *streets,
                  const struct na_street_net *net, const struct na_area_index *index,
                  struct tally *tally)
{
    const struct na_flat_postcode *postcodes =
        (const struct na_flat_postcode *)(const void *)compiler->writer.sections[NA_FLAT_POSTCODES]
            .data;
    for (size_t i = 0; i < na_flat_writer_count(&compiler->writer, NA_FLAT_POSTCODES); i++) {
        struct na_lonlat at;
        struct na_street_snaps snaps;
        if (!position_of(compiler, &postcodes[i], &at)) {
            continue;
        }
        uint32_t ward = na_area_index_lowest(index, at.lon_deg, at.lat_deg);
        if (ward != NA_AREA_NONE) {
            na_street_snap(net, at, streets->first->snap_m, &snaps);
            tally->all[ward]++;
            tally->off[ward] += snaps.count == 0;
        }
    }
}

static void say(struct na_compiler *compiler, const struct na_streets *streets,
                const struct na_flat_layer *layer, const struct tally *tally)
{
    const struct na_flat_area *areas =
        (const struct na_flat_area *)(const void *)compiler->writer.sections[NA_FLAT_AREAS].data;
    const char *texts = compiler->writer.sections[NA_FLAT_STRINGS].data;
    char names[NAMED_MAX * 80] = "";
    size_t used = 0;
    uint32_t wards = 0;
    for (uint32_t i = 0; i < layer->area_count; i++) {
        if (tally->off[i] * 100 <= tally->all[i] * OFF_PERCENT) {
            continue;
        }
        if (wards < NAMED_MAX && used < sizeof names) {
            used +=
                (size_t)snprintf(names + used, sizeof names - used, "%s%.40s (%u of %u)",
                                 wards > 0 ? ", " : "", texts + areas[layer->first_area + i].name,
                                 (unsigned)tally->off[i], (unsigned)tally->all[i]);
        }
        wards++;
    }
    if (wards > 0) {
        na_compile_warning(
            compiler,
            (struct na_place){.file = streets->first->file,
                              .hint = "Add the extract of the rest of the area as another "
                                      "[network.ID]"},
            "network-not-covering: in %u ward%s more than %d%% of the postcodes are farther than "
            "%g m from any street: %s%s",
            (unsigned)wards, wards == 1 ? "" : "s", OFF_PERCENT, streets->first->snap_m, names,
            wards > NAMED_MAX ? " ..." : "");
    }
}

void na_streets_say_uncovered(struct na_compiler *compiler, const struct na_streets *streets,
                              const struct na_street_net *net)
{
    const struct na_flat_layer *layer = newest_wards(compiler);
    struct na_area_index index;
    struct na_error ignored;
    if (layer == NULL ||
        na_area_index_open(compiler->writer.sections[NA_FLAT_INDEXES].data + layer->lonlat_offset,
                           (size_t)layer->lonlat_length, layer->area_count, &index,
                           &ignored) != NA_OK) {
        return;
    }
    struct tally tally = {calloc((size_t)layer->area_count + 1, sizeof(uint32_t)),
                          calloc((size_t)layer->area_count + 1, sizeof(uint32_t))};
    if (tally.all != NULL && tally.off != NULL) {
        count(compiler, streets, net, &index, &tally);
        say(compiler, streets, layer, &tally);
    }
    free(tally.all);
    free(tally.off);
}
