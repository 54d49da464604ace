/* The session keeps the last position and kind until it is cleared. The audit log gets a grid
 * square of it and never the position itself. */
#include "question/asked.h"

#include <string.h>

#include "question/session_state.h"

void na_session_asked_clear(struct na_session *session)
{
    session->asked = (struct na_asked){.has_position = false};
}

void na_session_asked(struct na_session *session, const struct na_position *position)
{
    session->asked.has_position = true;
    session->asked.has_lonlat = position->has_lonlat;
    session->asked.has_grid = position->has_grid;
    session->asked.at = position->at;
    session->asked.grid = position->grid;
}

void na_session_asked_kind(struct na_session *session, const char *kind)
{
    for (size_t i = 0; i < na_snapshot_kind_count(session->snapshot); i++) {
        const struct na_kind *known = na_snapshot_kind(session->snapshot, i);
        if (known->is_sensitive && strcmp(known->name, kind) == 0) {
            session->asked.is_sensitive = true;
        }
    }
}

bool na_session_asked_square(struct na_session *session, char ret_square[NA_GRIDREF_TEXT])
{
    const struct na_asked *asked = &session->asked;
    struct na_grid grid = asked->grid;
    const struct na_crs *crs = NULL;
    ret_square[0] = '\0';
    if (!asked->has_position || asked->is_sensitive) {
        return asked->has_position;
    }
    /* Where the transformation does not reach there is no square to be named. */
    if (asked->has_grid || (asked->has_lonlat && na_session_crs(session, &crs, NULL) == NA_OK &&
                            na_crs_to_grid(crs, asked->at, &grid, NULL) == NA_OK)) {
        na_gridref_format(ret_square, grid, 4);
    }
    return true;
}
