/* The network of streets: checked once, at opening, and its view. */
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "data/snapshot_private.h"
#include "data/streets.h"

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

static enum na_code check_network(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_network *flat = snapshot->sections[NA_FLAT_NETWORK].items;
    if (!na_flat_text_ok(snapshot, flat->id) || !na_flat_text_ok(snapshot, flat->attribution) ||
        flat->format == 0 || flat->format > NA_FLAT_NETWORK_FORMATS ||
        !na_date_is_sound(flat->issued) || flat->snap_mm > NA_FLAT_NETWORK_SNAP_MAX_MM ||
        flat->snap_mm == 0 || flat->stale_days > 36500 || flat->component_count == 0 ||
        flat->flags > (NA_FLAT_NETWORK_NO_ACCESS | NA_FLAT_NETWORK_NO_PATHS)) {
        return corrupt(reterr, "its network of streets cannot be read");
    }
    uint64_t length_mm = 0;
    const struct na_street_net *net = &snapshot->streets;
    for (uint32_t e = 0; e < net->edge_count; e++) {
        length_mm += net->edges[e].mm;
    }
    return length_mm == flat->length_mm ? NA_OK
                                        : corrupt(reterr, "the lengths of its streets differ");
}

/* Names by key, their corners one after the other. */
static enum na_code check_names(const struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *names = &snapshot->sections[NA_FLAT_NET_NAMES];
    const struct na_flat_view *corners = &snapshot->sections[NA_FLAT_NET_CORNERS];
    const struct na_flat_street_name *name = names->items;
    const struct na_street_point *corner = corners->items;
    for (size_t i = 0; i < names->count; i++) {
        if (!na_flat_text_ok(snapshot, name[i].key) || !na_flat_text_ok(snapshot, name[i].text) ||
            name[i].first_corner > corners->count || (i == 0 && name[i].first_corner != 0) ||
            (i > 0 && (name[i].first_corner < name[i - 1].first_corner ||
                       strcmp(na_snapshot_text(snapshot, name[i - 1].key),
                              na_snapshot_text(snapshot, name[i].key)) >= 0))) {
            return corrupt(reterr, "a name of its streets cannot be read");
        }
    }
    for (size_t i = 0; i < corners->count; i++) {
        if (names->count == 0 || corner[i].lat_e7 < -900000000 || corner[i].lat_e7 > 900000000 ||
            corner[i].lon_e7 < -1800000000 || corner[i].lon_e7 > 1800000000) {
            return corrupt(reterr, "a corner of its streets cannot be");
        }
    }
    return NA_OK;
}

enum na_code na_snapshot_check_streets(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *parts = &snapshot->sections[0];
    size_t networks = parts[NA_FLAT_NETWORK].count;
    for (int id = NA_FLAT_NET_NODES; id <= NA_FLAT_NET_CORNERS; id++) {
        if (parts[id].count > UINT32_MAX || (networks == 0 && parts[id].count > 0)) {
            return corrupt(reterr, "it has streets without a network");
        }
    }
    if (networks == 0) {
        return NA_OK;
    }
    size_t nodes = parts[NA_FLAT_NET_COMPONENTS].count;
    const struct na_flat_network *flat = parts[NA_FLAT_NETWORK].items;
    if (networks > 1 || parts[NA_FLAT_NET_EDGES].count == 0 ||
        parts[NA_FLAT_NET_NODES].count != nodes + 1 ||
        parts[NA_FLAT_NET_OWNERS].count != parts[NA_FLAT_NET_STOPS].count ||
        parts[NA_FLAT_NET_HALVES].count != 2 * parts[NA_FLAT_NET_EDGES].count) {
        return corrupt(reterr, "its network of streets is not whole");
    }
    struct na_street_net net = {.first_half = parts[NA_FLAT_NET_NODES].items,
                                .components = parts[NA_FLAT_NET_COMPONENTS].items,
                                .halves = parts[NA_FLAT_NET_HALVES].items,
                                .edges = parts[NA_FLAT_NET_EDGES].items,
                                .vertices = parts[NA_FLAT_NET_VERTICES].items,
                                .boxes = parts[NA_FLAT_NET_BOXES].items,
                                .stops = parts[NA_FLAT_NET_STOPS].items,
                                .by_owner = parts[NA_FLAT_NET_OWNERS].items,
                                .node_count = (uint32_t)nodes,
                                .edge_count = (uint32_t)parts[NA_FLAT_NET_EDGES].count,
                                .vertex_count = (uint32_t)parts[NA_FLAT_NET_VERTICES].count,
                                .box_count = (uint32_t)parts[NA_FLAT_NET_BOXES].count,
                                .stop_count = (uint32_t)parts[NA_FLAT_NET_STOPS].count,
                                .component_count = flat->component_count};
    uint32_t assets = (uint32_t)parts[NA_FLAT_ASSETS].count;
    /* Chosen in a plane, measured on the ellipsoid: a millimetre more is no damage. */
    enum na_code code = na_street_net_check(&net, assets, flat->snap_mm + 1, reterr);
    if (code == NA_OK) {
        snapshot->streets = net;
        code = check_network(snapshot, reterr);
    }
    return code == NA_OK ? check_names(snapshot, reterr) : code;
}

bool na_snapshot_network(const struct na_snapshot *snapshot, struct na_network *ret_network)
{
    static const char *const formats[] = {"", "osm", "geofabrik", "os-open-roads"};
    const struct na_flat_network *flat = snapshot->sections[NA_FLAT_NETWORK].items;
    if (snapshot->sections[NA_FLAT_NETWORK].count == 0) {
        return false;
    }
    *ret_network = (struct na_network){.id = na_snapshot_text(snapshot, flat->id),
                                       .attribution = na_snapshot_text(snapshot, flat->attribution),
                                       .format = formats[flat->format],
                                       .issued = flat->issued,
                                       .stale_days = flat->stale_days,
                                       .snap_m = flat->snap_mm / 1000.0,
                                       .length_m = (double)flat->length_mm / 1000.0,
                                       .has_access = (flat->flags & NA_FLAT_NETWORK_NO_ACCESS) == 0,
                                       .has_paths = (flat->flags & NA_FLAT_NETWORK_NO_PATHS) == 0};
    return true;
}

const struct na_street_net *na_snapshot_streets(const struct na_snapshot *snapshot)
{
    return &snapshot->streets;
}

uint32_t na_snapshot_street_name_count(const struct na_snapshot *snapshot)
{
    return (uint32_t)snapshot->sections[NA_FLAT_NET_NAMES].count;
}

/* A key against one that is looked for, by bytes. */
static int compare_key(const char *have, struct na_str want)
{
    int order = strncmp(have, want.bytes, want.length);
    return order != 0 ? order : have[want.length] != '\0';
}

bool na_snapshot_street_name(const struct na_snapshot *snapshot, struct na_str key,
                             struct na_street_name *ret_name)
{
    const struct na_flat_view *names = &snapshot->sections[NA_FLAT_NET_NAMES];
    const struct na_flat_view *corners = &snapshot->sections[NA_FLAT_NET_CORNERS];
    const struct na_flat_street_name *name = names->items;
    size_t low = 0;
    size_t high = names->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_key(na_snapshot_text(snapshot, name[middle].key), key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == names->count || compare_key(na_snapshot_text(snapshot, name[low].key), key) != 0) {
        return false;
    }
    size_t end = low + 1 < names->count ? name[low + 1].first_corner : corners->count;
    *ret_name = (struct na_street_name){.text = na_snapshot_text(snapshot, name[low].text),
                                        .corner_count = (uint32_t)(end - name[low].first_corner)};
    if (ret_name->corner_count > 0) {
        ret_name->corners = (const struct na_street_point *)corners->items + name[low].first_corner;
    }
    return true;
}
