/* locate/reading.h - what the files of this room share: the room for a text taken apart, and
 * candidates made from what was read. The room's private header. */
#ifndef NA_LOCATE_READING_H
#define NA_LOCATE_READING_H

#include "locate/area.h"
#include "locate/corner.h"
#include "locate/figures.h"
#include "locate/locate.h"
#include "locate/lookup.h"
#include "locate/names.h"
#include "locate/postcodes.h"
#include "locate/said.h"
#include "question/session_state.h"

/* A text being read. Too large for the stack; a session has one (na_reading_room). */
struct na_reading {
    struct na_said said, aside;
    struct na_lookup asked;
    struct na_names names;
    struct na_corners corners;
    struct na_figures figures;
};

/* The session's room, made at the first call. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_reading_room(struct na_session *session,
                                         struct na_reading **ret_reading, struct na_error *reterr);

/* Empty answer of one way of reading the text. */
void na_located_init(struct na_located *located, const char *recognised);
/* Room for one more candidate, or NULL when it is full (then `more` is set). */
struct na_candidate *na_located_add(struct na_located *located);
/* Fill in `grid` or `at` of a candidate that has the other one only, where the transformation
 * reaches. */
NA_MUST_USE enum na_code na_candidate_complete(struct na_session *session,
                                               struct na_candidate *candidate,
                                               struct na_error *reterr);
/* A candidate that is the asset or place of a name. */
void na_candidate_of_target(const struct na_snapshot *snapshot, bool is_asset, uint32_t target,
                            struct na_candidate *ret_candidate);

/* positions.c: candidates of the figures that were read, those outside the area with what may be
 * meant before them. *ret_outside: the only one read lies outside. */
NA_MUST_USE enum na_code na_located_add_figures(struct na_session *session,
                                                const struct na_figures *figures,
                                                struct na_located *located, bool *ret_outside,
                                                struct na_error *reterr);

/* postcode.c */
/* The candidates of a postcode: its position, or the assets that have it. *ret_placed: there is
 * one; a postcode without a position has its sector instead, and is not placed. */
NA_MUST_USE enum na_code na_located_add_postcode(struct na_session *session, uint32_t key,
                                                 struct na_located *located, bool *ret_placed,
                                                 struct na_error *reterr);
/* What may be meant by postcode `key`, which the pack does not know: those alike, then the smallest
 * part of it that is known. Which part is not, as a message: NA_ERR_POSTCODE_UNKNOWN. */
enum na_code na_located_fail_postcode(struct na_session *session, uint32_t key, bool is_unit,
                                      struct na_located *located, struct na_error *reterr);
/* An outward code, a sector or a unit without its last letter, anywhere in the text; its bytes are
 * taken. The first two are certain when `alone`. */
NA_MUST_USE enum na_code na_located_add_part(struct na_session *session, struct na_said *said,
                                             bool alone, struct na_located *located,
                                             bool *ret_taken, struct na_error *reterr);
/* Is it of the form of an outward code or a sector that the pack has no postcode of, though it has
 * of their area? ("A19" is a road where there is no area A.) */
bool na_located_is_unknown_part(const struct na_snapshot *snapshot, struct na_str text,
                                uint32_t *ret_first);

/* name_candidates.c */
/* Candidates of the names found; the first is certain if nothing is doubtful. */
NA_MUST_USE enum na_code na_located_add_names(struct na_session *session,
                                              const struct na_reading *reading,
                                              struct na_located *located, struct na_error *reterr);
/* Does the text name a street, a place or a town that lies elsewhere than `at`? Then the candidates
 * of it are added after those that are there. */
NA_MUST_USE enum na_code na_located_add_conflict(struct na_session *session,
                                                 const struct na_reading *reading,
                                                 struct na_lonlat at, double accuracy_m,
                                                 struct na_located *located, bool *ret_conflict,
                                                 struct na_error *reterr);
/* Candidates of the streets and places that were named in full. */
NA_MUST_USE enum na_code na_located_add_said(struct na_session *session,
                                             const struct na_reading *reading,
                                             struct na_located *located, struct na_error *reterr);

/* heard.c: which words were used and which were not, in the words of the text. `used`: words asked;
 * bytes of the plain text that are taken are used, too. */
void na_located_words(const struct na_reading *reading, struct na_str text, uint64_t used,
                      struct na_located *located);

#endif
