/* geo/point_tree_node.h - the layout of a point tree, shared by point_tree.c and point_search.c. */
#ifndef NA_GEO_POINT_TREE_NODE_H
#define NA_GEO_POINT_TREE_NODE_H

#include <stdint.h>

/* A range of this many points or fewer is not split: looking at each is cheaper. */
#define NA_TREE_LEAF_MAX 8

/* The block: this head, then `count` nodes in the order of the tree: the middle node of a range
 * splits it on its axis, what stands before is not above it there, what stands after not below. */
struct na_tree_head {
    uint32_t magic;
    uint32_t count;
};

struct na_tree_node {
    double xyz_m[3];
    double lon_deg;
    double lat_deg;
    uint32_t number;
    uint32_t axis; /* of the split; 0 in a leaf */
};

#endif
