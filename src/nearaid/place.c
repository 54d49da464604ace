/* What a text means, as plain values: the candidates of locate copied out, since theirs are
 * borrowed until the next question. */
#include <nearaid/place.h>

#include <math.h>

#include "base/fail.h"
#include "base/text.h"
#include "locate/locate.h"
#include "question/params.h"
#include "question/session_state.h"

static void put_place(struct na_place *to, const struct na_candidate *from, bool is_certain)
{
    const double none = (double)NAN;
    to->size = sizeof *to;
    to->is_certain = is_certain ? 1 : 0;
    to->lat_deg = from->has_lonlat ? from->at.lat_deg : none;
    to->lon_deg = from->has_lonlat ? from->at.lon_deg : none;
    to->easting_m = from->grid.easting_m;
    to->northing_m = from->grid.northing_m;
    to->accuracy_m = from->accuracy_m;
    (void)na_text_copy(to->kind, sizeof to->kind, from->kind);
    (void)na_text_copy(to->name, sizeof to->name, na_candidate_name(from));
    (void)na_text_copy(to->locality, sizeof to->locality, from->place);
    (void)na_text_copy(to->asset_id, sizeof to->asset_id, from->id);
}

static enum na_code check(const char *text, const struct na_place *places, size_t capacity,
                          struct na_error *reterr)
{
    const struct na_param asked = {"q", text};
    if (places->size < sizeof *places) {
        (void)na_fail(reterr, NA_ERR_USAGE, "The size of the place is not that of their structure");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                          "Set the member size of the first to sizeof the structure");
    }
    if (capacity < 1 || capacity > NA_CANDIDATES_MAX) {
        return na_fail(reterr, NA_ERR_USAGE, "There must be room for 1 to %d places",
                       NA_CANDIDATES_MAX);
    }
    return na_params_check(&na_locate_params, &asked, 1, reterr);
}

enum na_code na_locate(struct na_session *session, const char *text, struct na_place *ret_places,
                       size_t capacity, size_t *ret_count, struct na_error *reterr)
{
    struct na_located *located = NULL;
    size_t stride = ret_places->size;
    enum na_code code = check(text, ret_places, capacity, reterr);
    if (code == NA_OK) {
        code = na_session_room(session, &located, reterr);
    }
    if (code == NA_OK) {
        session->has_refused = false; /* what it kept is overwritten */
        code = na_locate_text(session, text, capacity, located, reterr);
    }
    if (code != NA_OK && !na_locate_refuses(code)) {
        return code;
    }
    for (size_t i = 0; i < located->count; i++) {
        bool is_certain = code == NA_OK && i == located->confident;
        put_place((struct na_place *)((char *)ret_places + i * stride), &located->candidates[i],
                  is_certain);
    }
    *ret_count = located->count;
    return code;
}
