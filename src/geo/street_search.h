/* geo/street_search.h - ways through a network of streets (street_net.h): Dijkstra from one or many
 * places, over buckets of 16 metres, with whole millimetres.
 *
 * A search is a workspace that is used again and again: what it noted is forgotten by counting, not
 * by clearing. One thread at a time; the network is only read. */
#ifndef NA_GEO_STREET_SEARCH_H
#define NA_GEO_STREET_SEARCH_H

#include "base/buffer.h"
#include "geo/street_net.h"

struct na_street_search;

/* A workspace for networks of up to `node_count` nodes and `edge_count` edges with `stop_count`
 * stops: 40 bytes a node, of which only what is touched takes memory.
 * `net` is borrowed. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_street_search_new(const struct na_street_net *net,
                                              struct na_street_search **ret_search,
                                              struct na_error *reterr);
void na_street_search_free(struct na_street_search *search);
const struct na_street_net *na_street_search_net(const struct na_street_search *search);

/* Told of a stop and how far it is from the nearest source, by one way; it may be told again of the
 * same owner, nearer or farther. May lower *limit_mm: nodes farther away are looked at no more. */
typedef void na_street_met(void *context, const struct na_street_stop *stop, uint32_t total_mm,
                           uint32_t *limit_mm);

/* Forget all; from here on stops are told to `met` (may be NULL), and nodes farther than `limit_mm`
 * (at most NA_STREET_MM_MAX) are not looked at. */
void na_street_search_begin(struct na_street_search *search, uint32_t limit_mm, na_street_met *met,
                            void *context);
/* Start from a point of an edge, `base_mm` (at most NA_STREET_MM_MAX / 2) off it: in one round as
 * often as the network has stops, and NA_STREET_SNAPS_MAX times more. */
void na_street_search_source(struct na_street_search *search, uint32_t edge, uint32_t at_mm,
                             uint32_t base_mm);
/* Start from every component that a position meets. */
void na_street_search_from(struct na_street_search *search, const struct na_street_snaps *snaps);
/* Walk until the limit. */
void na_street_search_run(struct na_street_search *search);
/* Nodes that the last run settled. */
uint32_t na_street_search_settled(const struct na_street_search *search);

/* After a run: how far node `node` is, or NA_STREET_NONE if it is beyond the limit. */
uint32_t na_street_search_label(const struct na_street_search *search, uint32_t node);
/* After a run: how far the point `at_mm` of an edge is through its ends; on the edge of a source,
 * a straight piece along it may be shorter. NA_STREET_NONE: not reached. */
uint32_t na_street_search_reach(const struct na_street_search *search, uint32_t edge,
                                uint32_t at_mm);

/* After a run: the edge by which a node with a label was reached; *ret_is_source: it is an end of
 * the edge that was started from. */
uint32_t na_street_search_via(const struct na_street_search *search, uint32_t node,
                              bool *ret_is_source);

/* A place on the network: a stop, or where a position meets it. */
struct na_street_place {
    uint32_t edge, at_mm, off_mm; /* off_mm: from the place to the edge */
};
/* The way from one place to another of the same component: its length with both off_mm, and,
 * unless `ret_line` is NULL, its points (struct na_lonlat) from point of the edge to point of the
 * edge, appended. NA_STREET_NONE if it is longer than `limit_mm`. Begins and runs the search.
 * Errors: NA_ERR_MEMORY, NA_ERR_LIMIT of ret_line. */
NA_MUST_USE enum na_code na_street_way(struct na_street_search *search,
                                       const struct na_street_place *from,
                                       const struct na_street_place *to, uint32_t limit_mm,
                                       uint32_t *ret_mm, struct na_buffer *ret_line);

#endif
