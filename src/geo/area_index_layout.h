/* geo/area_index_layout.h - the bytes of an area index; private to area_index*.c.
 *
 *   head      struct na_area_index_head
 *   cells     uint32 each: nx * ny of the first level in tiles of 16 x 16 (na_area_cell_number),
 *             then the k * k cells of each subgrid in the order in which the first level names them
 *   lists     uint32 words: one leaf after another, in the order of the cells
 *   vertices  struct na_area_vertex: runs of them, a boundary that areas share but once
 *   boxes     around the edges of eight vertices in a row, for distances: geo/area_index_boxes.h
 *
 * Each section starts at a multiple of 64; nothing but the counts says where, and a reader visits
 * each cell and each leaf exactly once in this order, so that checking is one linear pass.
 *
 * A coordinate x falls in the first-level column (uint32)u, u = (x - low) * inverse, and in the
 * subcolumn (uint32)((u - column) * k). Both are monotone in x even as rounded, so the points of a
 * cell are a product of two intervals. The cell's box (na_axis_low, na_axis_high) is a little
 * larger than that and is what every statement about a leaf is made of: an edge is listed if and
 * only if it touches the closed box. */
#ifndef NA_GEO_AREA_INDEX_LAYOUT_H
#define NA_GEO_AREA_INDEX_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "geo/area_index.h"
#include "geo/area_index_boxes.h"

#define NA_AREA_MAGIC 0x4941414eU /* "NAAI" */
#define NA_AREA_VERSION 3U
#define NA_AREA_ALIGN 64U

/* Limits that the encodings below set. */
#define NA_AREA_COUNT_LIMIT ((UINT32_C(1) << 30) - 1)
#define NA_AREA_VERTEX_LIMIT (UINT32_C(1) << 26)
#define NA_AREA_WORD_LIMIT (UINT32_C(1) << 30)
#define NA_AREA_CELL_LIMIT (UINT32_C(1) << 27)
#define NA_AREA_SIDE_LIMIT 32768U
/* Coordinates the predicates are exact for. */
#define NA_AREA_COORD_MAX 1e70
#define NA_AREA_COORD_MIN 1e-70

/* One axis of the first level. */
struct na_area_axis {
    double low; /* of all edges */
    double high;
    double inverse; /* cells per unit */
    double width;   /* units per cell */
    double pad;     /* by how much a cell's box reaches beyond its cell */
    uint32_t count; /* cells */
    uint32_t reserved;
};

struct na_area_index_head {
    uint32_t magic;
    uint32_t version;
    uint32_t area_count;
    uint32_t vertex_count;
    uint32_t cell_count;
    uint32_t word_count;
    uint32_t leaf_count;  /* cells that are a leaf or a chain */
    uint32_t chain_count; /* of them chains */
    struct na_area_axis x;
    struct na_area_axis y;
};

/* A vertex, and the edge from it to the next one. The predicates are exact, so that the two areas
 * beside an edge get the same answer whichever way it runs. */
struct na_area_vertex {
    double at[2];      /* x, y */
    uint32_t owner[2]; /* areas that the edge bounds, ascending; the second NA_AREA_NONE if there is
                          only one, both if there is no edge: a run ends here, or all do */
};
_Static_assert(sizeof(struct na_area_vertex) == 24, "packed");

/* Edges: the last vertex has none. */
static inline uint32_t na_area_edge_count(const struct na_area_index_head *head)
{
    return head->vertex_count > 0 ? head->vertex_count - 1 : 0;
}

/* The edge from a vertex as ax, ay, bx, by, with (ax, ay) before (bx, by) by x, then y. */
static inline void na_area_edge(const struct na_area_vertex *from, double ret_edge[4])
{
    const double *a = from[0].at;
    const double *b = from[1].at;
    bool swap = b[0] < a[0] || (!(a[0] < b[0]) && b[1] < a[1]);
    ret_edge[0] = swap ? b[0] : a[0];
    ret_edge[1] = swap ? b[1] : a[1];
    ret_edge[2] = swap ? a[0] : b[0];
    ret_edge[3] = swap ? a[1] : b[1];
}

/* The first level is stored tile by tile, each row by row from the south-west: a neighbourhood's
 * cells, and the leaves and edges that stand in the same order, then share few pages of memory. The
 * last tiles of each row and column are filled up with empty cells. */
#define NA_TILE_LOG2 4U
#define NA_TILE_SIDE (1U << NA_TILE_LOG2)

/* Tiles along an axis of `cells`. */
static inline uint32_t na_area_tiles(uint32_t cells)
{
    return (cells + (NA_TILE_SIDE - 1)) >> NA_TILE_LOG2;
}

static inline size_t na_area_cell_number(uint32_t nx, uint32_t i, uint32_t j)
{
    size_t tile = (size_t)(j >> NA_TILE_LOG2) * na_area_tiles(nx) + (i >> NA_TILE_LOG2);
    return tile << (2 * NA_TILE_LOG2) | (j & (NA_TILE_SIDE - 1)) << NA_TILE_LOG2 |
           (i & (NA_TILE_SIDE - 1));
}

/* Stored cells of the first level. */
static inline size_t na_area_level1_cells(uint32_t nx, uint32_t ny)
{
    return (size_t)na_area_tiles(nx) * na_area_tiles(ny) << (2 * NA_TILE_LOG2);
}

/* A cell: two bits of kind and a value. */
#define NA_CELL_KIND(cell) ((cell) >> 30)
#define NA_CELL_VALUE(cell) ((cell)&0x3fffffffU)
enum {
    NA_CELL_WHOLE = 0, /* 0: no area; else area + 1: wholly inside that one */
    NA_CELL_LEAF = 1,  /* word of its leaf */
    NA_CELL_GRID = 2,  /* 3 bits log2 k, 27 bits number of its first cell */
    NA_CELL_CHAIN = 3  /* nothing but a few edges in a row: see below */
};
#define NA_GRID_LOG2(cell) (((cell) >> 27) & 7U)
#define NA_GRID_FIRST(cell) ((cell)&0x7ffffffU)

/* A chain: the only edges of the cell lead from one vertex to the next and bound the same one or
 * two areas. The places on one side of it belong to the one owner, those on the other to the other
 * one, or to none. 2 bits ray as of a leaf (never NA_RAY_NONE), 1 bit which owner has the side that
 * the ray leaves by, 2 bits edges less one, 25 bits first vertex. */
#define NA_CHAIN_RAY(cell) (((cell) >> 28) & 3U)
#define NA_CHAIN_OWNER(cell) (((cell) >> 27) & 1U)
#define NA_CHAIN_EDGES(cell) ((((cell) >> 25) & 3U) + 1U)
#define NA_CHAIN_FIRST(cell) ((cell)&0x1ffffffU)
#define NA_CHAIN_EDGES_MAX 4U
#define NA_CHAIN_VALUE(ray, owner, edges, first)                                                   \
    ((ray) << 28 | (owner) << 27 | ((edges)-1U) << 25 | (first))

/* A leaf. Its areas (those that cover its reference point or own an edge in it) are ascending and
 * known by their rank among them, so that a set of them is a bit mask.
 *
 *   narrow (at most 8 areas): head, areas, edges
 *     head  ray 3 bits, wide 1 bit (0), areas 4 bits, covering mask 8 bits, edges 16 bits
 *     edge  number 26 bits, ranks of its two owners 3 bits each
 *   wide: head, edges, mask low, mask high, areas, (edge number, ranks) pairs
 *     head  ray 3 bits, wide 1 bit (1), areas 8 bits
 *     ranks 8 bits each
 * With ray NA_RAY_NONE four words with the reference point's x and y stand after the fixed part.
 */
#define NA_LEAF_RAY(head) ((head)&7U)
#define NA_LEAF_WIDE 8U
#define NA_LEAF_NARROW_AREAS 8U
#define NA_LEAF_NARROW_EDGES 0xffffU
#define NA_LEAF_FIXED_NARROW 1U
#define NA_LEAF_FIXED_WIDE 4U
#define NA_LEAF_POINT_WORDS 4U
#define NA_EDGE_NUMBER(word) ((word)&0x3ffffffU)
#define NA_EDGE_RANK0(word) (((word) >> 26) & 7U)
#define NA_EDGE_RANK1(word) ((word) >> 29)

/* How to get from a point of the leaf to a place whose covering areas are known: a ray to a side of
 * the box that no edge touches (bit 1: along y instead of x is compared; bit 0: see leaf_toggle),
 * or the straight way to the reference point. */
enum { NA_RAY_NORTH = 0, NA_RAY_SOUTH = 1, NA_RAY_WEST = 2, NA_RAY_EAST = 3, NA_RAY_NONE = 4 };

/* A leaf, unpacked; or a chain, of which there are the edges alone. */
struct na_area_leaf {
    uint32_t ray;
    uint32_t wide;
    uint32_t area_count;
    uint32_t edge_count;
    uint64_t mask;
    double x; /* reference point, with NA_RAY_NONE only */
    double y;
    const uint32_t *areas;
    const uint32_t *edges; /* one word each, or two if wide; NULL: a chain */
    uint32_t chain_first;
    size_t words; /* of the whole leaf */
};

/* Unpack the leaf at `word`, of which `available` words may be read. Returns false if it does not
 * fit; says nothing about its content. */
bool na_area_leaf_read(const uint32_t *word, size_t available, struct na_area_leaf *ret_leaf);

/* The leaf that a cell is or names. Returns false when it is none, or the index is damaged. */
bool na_area_leaf_of(const struct na_area_index *index, uint32_t cell,
                     struct na_area_leaf *ret_leaf);
/* The leaf of a point. Returns false when its cell is none, or the index is damaged. */
bool na_area_leaf_at(const struct na_area_index *index, double x, double y,
                     struct na_area_leaf *ret_leaf);

/* Edge number i of the leaf, and the mask of its owners. */
static inline uint32_t na_leaf_edge(const struct na_area_leaf *leaf, uint32_t i)
{
    if (leaf->edges == NULL) {
        return leaf->chain_first + i;
    }
    return leaf->wide != 0 ? leaf->edges[2 * (size_t)i] : NA_EDGE_NUMBER(leaf->edges[i]);
}

static inline uint32_t na_leaf_ranks(const struct na_area_leaf *leaf, uint32_t i,
                                     uint32_t *ret_second)
{
    if (leaf->wide != 0) {
        uint32_t ranks = leaf->edges[2 * (size_t)i + 1];
        *ret_second = (ranks >> 8) & 0xffU;
        return ranks & 0xffU;
    }
    *ret_second = NA_EDGE_RANK1(leaf->edges[i]);
    return NA_EDGE_RANK0(leaf->edges[i]);
}

/* Ends of the box of the cells from `from` to `to`, in cells of the first level (fractions for
 * those of a subgrid). */
static inline double na_axis_low(const struct na_area_axis *axis, double from)
{
    return axis->low + from * axis->width - axis->pad;
}

static inline double na_axis_high(const struct na_area_axis *axis, double to)
{
    return axis->low + to * axis->width + axis->pad;
}

/* Where the sections are; all from the counts of the head. */
struct na_area_sections {
    size_t cells;
    size_t lists;
    size_t vertices;
    size_t boxes;
    size_t total;
};
struct na_area_sections na_area_sections_of(const struct na_area_index_head *head);

/* The edges of an index for geo/area_index_boxes.h. */
static inline struct na_box_edges na_area_box_edges(const struct na_area_vertex *vertices,
                                                    const struct na_area_index_head *head)
{
    return (struct na_box_edges){vertices->at, sizeof *vertices / sizeof(double),
                                 sizeof *vertices / sizeof(double), na_area_edge_count(head)};
}

/* Does the edge a-b (a before b) hold the point, exactly? */
bool na_edge_holds(const double edge[4], double x, double y);
/* Does the open way from (px, py) to (qx, qy), both on no edge, cross the edge an odd number of
 * times? Exact; touching counts so that it is right for a whole closed ring of edges. */
bool na_edge_crosses(const double edge[4], double px, double py, double qx, double qy);

#endif
