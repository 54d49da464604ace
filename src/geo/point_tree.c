/* Builds the tree by medians, in place, and checks one that is opened. point_search.c searches it.
 * */
#include "geo/point_tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "geo/geodesic.h"
#include "geo/point_tree_node.h"

/* "NPT" and the version of the layout. */
#define TREE_MAGIC UINT32_C(0x3154504E)
/* No point of the ellipsoid is farther from its centre. */
#define RADIUS_MAX_M 6378138.0

/* Order on `axis`, then by number and the rest, so that the tree does not depend on the order in
 * which equal points came. */
static int node_compare(const struct na_tree_node *a, const struct na_tree_node *b,
                        unsigned int axis)
{
    for (unsigned int i = 0; i < 3; i++) {
        double left = a->xyz_m[(axis + i) % 3];
        double right = b->xyz_m[(axis + i) % 3];
        if (left < right || left > right) {
            return left < right ? -1 : 1;
        }
    }
    return (a->number > b->number) - (a->number < b->number);
}

static void node_swap(struct na_tree_node *a, struct na_tree_node *b)
{
    struct na_tree_node kept = *a;
    *a = *b;
    *b = kept;
}

static struct na_tree_node *median_of_three(struct na_tree_node *a, struct na_tree_node *b,
                                            struct na_tree_node *c, unsigned int axis)
{
    if (node_compare(a, b, axis) > 0) {
        struct na_tree_node *kept = a;
        a = b;
        b = kept;
    }
    if (node_compare(b, c, axis) <= 0) {
        return b;
    }
    return node_compare(a, c, axis) > 0 ? a : c;
}

/* Hoare's FIND: puts the node of rank `rank` in its place, lower ones before, higher ones after it.
 * Runs of equal nodes are halved, not peeled, because both scans stop at them. */
static void select_rank(struct na_tree_node *nodes, size_t count, size_t rank, unsigned int axis)
{
    size_t low = 0;
    size_t high = count - 1;
    while (low < high) {
        struct na_tree_node pivot =
            *median_of_three(nodes + low, nodes + low + (high - low) / 2, nodes + high, axis);
        size_t i = low;
        size_t j = high;
        for (;;) {
            while (node_compare(nodes + i, &pivot, axis) < 0) {
                i++;
            }
            while (node_compare(nodes + j, &pivot, axis) > 0) {
                j--;
            }
            if (i >= j) {
                break;
            }
            node_swap(nodes + i++, nodes + j--);
        }
        /* Now everything before i is <= pivot and everything after j is >= pivot. */
        if (i == j) {
            if (rank == i) {
                return;
            }
            i++;
            j--;
        }
        if (rank <= j && j != SIZE_MAX) {
            high = j;
        } else if (rank >= i) {
            low = i;
        } else {
            return;
        }
    }
}

static unsigned int widest_axis(const struct na_tree_node *nodes, size_t count)
{
    unsigned int widest = 0;
    double width = -1.0;
    for (unsigned int axis = 0; axis < 3; axis++) {
        double low = nodes[0].xyz_m[axis];
        double high = low;
        for (size_t i = 1; i < count; i++) {
            double at = nodes[i].xyz_m[axis];
            low = at < low ? at : low;
            high = at > high ? at : high;
        }
        if (high - low > width) {
            width = high - low;
            widest = axis;
        }
    }
    return widest;
}

static int node_order(const void *a, const void *b)
{
    return node_compare(a, b, 0);
}

static void arrange(struct na_tree_node *nodes, size_t count)
{
    while (count > NA_TREE_LEAF_MAX) {
        unsigned int axis = widest_axis(nodes, count);
        size_t middle = count / 2;
        select_rank(nodes, count, middle, axis);
        nodes[middle].axis = axis;
        arrange(nodes, middle);
        nodes += middle + 1;
        count -= middle + 1;
    }
    qsort(nodes, count, sizeof *nodes, node_order);
}

enum na_code na_point_tree_build(const struct na_lonlat *points, const uint32_t *numbers,
                                 uint32_t count, struct na_buffer *ret_blob,
                                 struct na_error *reterr)
{
    struct na_tree_head head = {TREE_MAGIC, count};
    /* 2^32 nodes of 48 bytes fit a 64-bit size; a smaller one has the limit to stop at. */
    uint64_t size = sizeof head + count * (uint64_t)sizeof(struct na_tree_node);
    enum na_code code = size < SIZE_MAX ? na_buffer_reserve(ret_blob, (size_t)size) : NA_ERR_LIMIT;
    if (code != NA_OK) {
        return na_fail(reterr, code, "No room for a tree of %u points", (unsigned int)count);
    }
    memcpy(ret_blob->data + ret_blob->length, &head, sizeof head);
    /* malloc's alignment and a length aligned to 8 make this a struct na_tree_node's place. */
    struct na_tree_node *nodes = (void *)(ret_blob->data + ret_blob->length + sizeof head);
    for (uint32_t i = 0; i < count; i++) {
        nodes[i] = (struct na_tree_node){
            .lon_deg = points[i].lon_deg, .lat_deg = points[i].lat_deg, .number = numbers[i]};
        na_geodesic_ecef(points[i], nodes[i].xyz_m);
    }
    arrange(nodes, count);
    ret_blob->length += (size_t)size;
    return NA_OK;
}

static bool node_sound(const struct na_tree_node *node, uint32_t number_limit)
{
    /* Written so that NaN is refused as well. */
    bool placed = fabs(node->lon_deg) <= 180.0 && fabs(node->lat_deg) <= 90.0;
    for (int i = 0; i < 3; i++) {
        placed = placed && fabs(node->xyz_m[i]) <= RADIUS_MAX_M;
    }
    return placed && node->number < number_limit && node->axis < 3;
}

enum na_code na_point_tree_open(const void *bytes, size_t length, uint32_t number_limit,
                                struct na_point_tree *ret_tree, struct na_error *reterr)
{
    struct na_tree_head head;
    if (length < sizeof head || (uintptr_t)bytes % sizeof(double) != 0) {
        return na_fail(reterr, NA_ERR_CORRUPT, "A point tree is too short");
    }
    memcpy(&head, bytes, sizeof head);
    if (head.magic != TREE_MAGIC || (length - sizeof head) % sizeof(struct na_tree_node) != 0 ||
        (length - sizeof head) / sizeof(struct na_tree_node) != head.count) {
        return na_fail(reterr, NA_ERR_CORRUPT, "A point tree has a wrong head or length");
    }
    const struct na_tree_node *nodes = (const void *)((const char *)bytes + sizeof head);
    for (uint32_t i = 0; i < head.count; i++) {
        if (!node_sound(nodes + i, number_limit)) {
            return na_fail(reterr, NA_ERR_CORRUPT, "A point tree has a bad node");
        }
    }
    *ret_tree = (struct na_point_tree){nodes, head.count};
    return NA_OK;
}

uint32_t na_point_tree_number(const struct na_point_tree *tree, uint32_t i)
{
    return ((const struct na_tree_node *)tree->nodes)[i].number;
}
