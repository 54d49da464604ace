/* The network of streets: checked once, at opening, and its view. */
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

enum na_code na_snapshot_check_streets(struct na_snapshot *snapshot, struct na_error *reterr)
{
    const struct na_flat_view *parts = &snapshot->sections[0];
    size_t networks = parts[NA_FLAT_NETWORK].count;
    for (int id = NA_FLAT_NET_NODES; id <= NA_FLAT_NET_OWNERS; id++) {
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
    return code;
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
