/* A session: what one thread needs to ask, its own transformation and the snapshot it asks of. It
 * is made for one snapshot and never changes to another within a question. */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/fail.h"
#include "data/streets.h"
#include "question/ask.h"
#include "question/candidate.h"
#include "question/session_state.h"

static void forget(struct na_session *session)
{
    free(session->refused);
    free(session->reading);
    free(session->hours);
    na_street_search_free(session->streets);
    na_snapshot_unref(session->snapshot);
    *session = (struct na_session){.now = session->now, .say = session->say};
}

enum na_code na_session_new(struct na_snapshot *snapshot, struct na_session **ret_session,
                            struct na_error *reterr)
{
    struct na_session *session = calloc(1, sizeof *session);
    if (session == NULL) {
        return na_fail_memory(reterr, "making a session");
    }
    session->snapshot = na_snapshot_ref(snapshot);
    session->now = NA_INSTANT_NONE;
    *ret_session = session;
    return NA_OK;
}

void na_session_free(struct na_session *session)
{
    if (session != NULL) {
        forget(session);
        free(session);
    }
}

enum na_code na_session_bind(struct na_session *session, struct na_snapshot *snapshot,
                             struct na_error *reterr)
{
    (void)reterr; /* cannot fail today: what costs is made at first use */
    if (session->snapshot != snapshot) {
        struct na_snapshot *taken = na_snapshot_ref(snapshot);
        forget(session);
        session->snapshot = taken;
    }
    return NA_OK;
}

void na_session_set_now(struct na_session *session, int64_t utc_s)
{
    session->now = utc_s;
}

void na_session_set_say(struct na_session *session, const struct na_say *say)
{
    session->say = say;
}

void na_session_set_codes(struct na_session *session, bool sees_codes)
{
    session->sees_codes = sees_codes;
}

bool na_session_sees_codes(const struct na_session *session)
{
    return session->sees_codes;
}

const struct na_snapshot *na_session_snapshot(const struct na_session *session)
{
    return session->snapshot;
}

enum na_code na_session_crs(struct na_session *session, const struct na_crs **ret_crs,
                            struct na_error *reterr)
{
    (void)reterr; /* cannot fail: it was made when the data was opened */
    *ret_crs = na_snapshot_crs(session->snapshot);
    return NA_OK;
}

enum na_code na_session_room(struct na_session *session, struct na_located **ret_located,
                             struct na_error *reterr)
{
    if (session->refused == NULL) {
        session->refused = calloc(1, sizeof *session->refused);
        if (session->refused == NULL) {
            return na_fail_memory(reterr, "looking for the place");
        }
    }
    session->has_refused = false;
    *ret_located = session->refused;
    return NA_OK;
}

enum na_code na_session_streets(struct na_session *session, struct na_street_search **ret_search,
                                struct na_error *reterr)
{
    const struct na_street_net *net = na_snapshot_streets(session->snapshot);
    enum na_code code = NA_OK;
    if (session->streets == NULL && net->edge_count > 0) {
        code = na_street_search_new(net, &session->streets, reterr);
    }
    *ret_search = session->streets;
    return code;
}

static void widen(struct na_bbox *box, double west, double south, double east, double north)
{
    box->west_deg = fmin(box->west_deg, west);
    box->south_deg = fmin(box->south_deg, south);
    box->east_deg = fmax(box->east_deg, east);
    box->north_deg = fmax(box->north_deg, north);
}

static void widen_by_wards(const struct na_snapshot *snapshot, struct na_bbox *box)
{
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot); i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        for (uint32_t j = 0; layer->role == NA_LAYER_WARDS && j < layer->area_count; j++) {
            struct na_area area;
            na_snapshot_area(snapshot, layer, j, &area);
            widen(box, area.west, area.south, area.east, area.north);
        }
    }
}

bool na_session_interest(struct na_session *session, struct na_bbox *ret_box)
{
    if (!session->interest_known) {
        struct na_bbox box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
        widen_by_wards(session->snapshot, &box);
        for (uint32_t i = 0; i < na_snapshot_asset_count(session->snapshot); i++) {
            struct na_asset asset;
            na_snapshot_asset(session->snapshot, i, &asset);
            widen(&box, asset.at.lon_deg, asset.at.lat_deg, asset.at.lon_deg, asset.at.lat_deg);
        }
        session->interest = box;
        session->has_interest = box.west_deg <= box.east_deg && box.south_deg <= box.north_deg;
        session->interest_known = true;
    }
    *ret_box = session->interest;
    return session->has_interest;
}
