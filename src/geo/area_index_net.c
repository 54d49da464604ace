/* Looks at all edges that share a cell, cuts the store of vertices into chains, asks the index on
 * both sides of each, and strings the chains beside no area together to the outlines of the union.
 */
#include "geo/area_index_net.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/area_index_layout.h"
#include "geo/predicate.h"

/* So many pairs of edges a vertex are looked at, and some more: where many meet in one place, a
 * layer is left to others. */
#define PAIRS_PER_VERTEX 64
#define PAIRS_MORE 100000
/* How far beside an edge its sides are asked about, of the coordinates: some thousand steps of
 * them, micrometres on the ground. */
#define BESIDE 0x1p-42
/* Tests of outlines against holes. */
#define ISLANDS_TESTS_MAX 200000000

#define LIST_BYTES_MAX ((size_t)1 << 31)

/* One chain of edges, from vertex `first` to vertex `end`, which no area lies beside. */
struct chain {
    uint32_t first;
    uint32_t end;
    bool is_void_left;
    bool is_done;
};

struct finding {
    const struct na_area_index *index;
    uint32_t count; /* vertices */
    bool *is_fork;  /* of each vertex: its place has another one */
    struct na_buffer chains;
    struct na_area_net *net;
};

static bool same_place(const double *a, const double *b)
{
    return a[0] == b[0] && a[1] == b[1]; /* exact: the very same vertex */
}

static bool meet(double a_low, double a_high, double b_low, double b_high)
{
    return fmin(a_low, a_high) <= fmax(b_low, b_high) && fmin(b_low, b_high) <= fmax(a_low, a_high);
}

static int side(const double *a, const double *b, const double *of)
{
    return na_orient(a[0], a[1], b[0], b[1], of[0], of[1]);
}

/* Edges p-q and p-r: do they lie on each other? */
static bool lie_together(const double *p, const double *q, const double *r)
{
    if (side(p, q, r) != 0) {
        return false;
    }
    int axis = q[0] != p[0] ? 0 : 1;
    return (q[axis] > p[axis]) == (r[axis] > p[axis]);
}

/* Have the two edges at most an end in common? */
static bool edges_fit(const struct na_area_vertex *left, const struct na_area_vertex *right)
{
    const double *a = left[0].at;
    const double *b = left[1].at;
    const double *c = right[0].at;
    const double *d = right[1].at;
    if (!meet(a[0], b[0], c[0], d[0]) || !meet(a[1], b[1], c[1], d[1])) {
        return true;
    }
    bool ac = same_place(a, c), ad = same_place(a, d), bc = same_place(b, c), bd = same_place(b, d);
    if (ac + ad + bc + bd > 1) {
        return false;
    }
    if (ac + ad + bc + bd == 1) {
        const double *common = ac || ad ? a : b;
        return !lie_together(common, ac || ad ? b : a, ac || bc ? d : c);
    }
    return side(a, b, c) * side(a, b, d) > 0 || side(c, d, a) * side(c, d, b) > 0;
}

/* Edges that meet have a cell in common that lists both. */
static bool cells_fit(const struct finding *finding)
{
    const struct na_area_index *index = finding->index;
    uint64_t most = (uint64_t)finding->count * PAIRS_PER_VERTEX + PAIRS_MORE;
    uint64_t pairs = 0;
    for (size_t c = 0; c < index->head->cell_count; c++) {
        struct na_area_leaf leaf;
        if (!na_area_leaf_of(index, index->cells[c], &leaf)) {
            continue;
        }
        pairs += (uint64_t)leaf.edge_count * leaf.edge_count;
        if (pairs > most) {
            return false;
        }
        for (uint32_t i = 0; i < leaf.edge_count; i++) {
            const struct na_area_vertex *one = index->vertices + na_leaf_edge(&leaf, i);
            for (uint32_t j = i + 1; j < leaf.edge_count; j++) {
                if (!edges_fit(one, index->vertices + na_leaf_edge(&leaf, j))) {
                    return false;
                }
            }
        }
    }
    return true;
}

static size_t hash_place(const double *at)
{
    uint64_t bits[2];
    memcpy(bits, at, sizeof bits);
    uint64_t hash = bits[0] * UINT64_C(0x9e3779b97f4a7c15) ^ (bits[1] + (bits[0] >> 29));
    hash *= UINT64_C(0xd6e8feb86659fd93);
    return (size_t)(hash ^ hash >> 32);
}

static enum na_code find_forks(struct finding *finding)
{
    size_t slots = 64;
    while (slots < (size_t)finding->count + finding->count / 2) {
        slots *= 2;
    }
    uint32_t *table = malloc(slots * sizeof *table);
    finding->is_fork = calloc((size_t)finding->count + 1, sizeof *finding->is_fork);
    if (table == NULL || finding->is_fork == NULL) {
        free(table);
        return NA_ERR_MEMORY;
    }
    memset(table, 0xff, slots * sizeof *table);
    for (uint32_t i = 0; i < finding->count; i++) {
        const double *at = finding->index->vertices[i].at;
        size_t slot = hash_place(at) & (slots - 1);
        while (table[slot] != UINT32_MAX &&
               !same_place(finding->index->vertices[table[slot]].at, at)) {
            slot = (slot + 1) & (slots - 1);
        }
        if (table[slot] == UINT32_MAX) {
            table[slot] = i;
        } else {
            finding->is_fork[i] = true;
            finding->is_fork[table[slot]] = true;
        }
    }
    free(table);
    return NA_OK;
}

static bool covers_only(const struct na_cover *cover, uint32_t area)
{
    return !cover->on_boundary && cover->count == 1 && cover->areas[0] == area;
}

static bool is_void(const struct na_cover *cover)
{
    return !cover->on_boundary && cover->count == 0;
}

/* Any two of the areas seen may overlap. */
static enum na_code add_pairs(struct finding *finding, const struct na_cover sides[2],
                              const uint32_t owner[2])
{
    uint32_t areas[2 * NA_COVER_MAX + 2];
    size_t count = 0;
    for (int s = 0; s < 2; s++) {
        memcpy(areas + count, sides[s].areas, sides[s].count * sizeof areas[0]);
        count += sides[s].count;
    }
    areas[count++] = owner[0];
    if (owner[1] != NA_AREA_NONE) {
        areas[count++] = owner[1];
    }
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count && code == NA_OK; j++) {
            if (areas[i] < areas[j]) {
                struct na_area_pair pair = {areas[i], areas[j]};
                code = na_buffer_append(&finding->net->pairs, &pair, sizeof pair);
            }
        }
    }
    return code;
}

/* Ask on the left and on the right of the middle of an edge. */
static enum na_code ask_beside(const struct na_area_index *index, const struct na_area_vertex *from,
                               struct na_cover ret_sides[2])
{
    const double *a = from[0].at;
    const double *b = from[1].at;
    double x = a[0] / 2 + b[0] / 2;
    double y = a[1] / 2 + b[1] / 2;
    double dx = b[0] - a[0];
    double dy = b[1] - a[1];
    double scale = BESIDE * fmax(fabs(x), fabs(y)) / fmax(fabs(dx), fabs(dy));
    enum na_code code = na_area_index_cover(index, x - dy * scale, y + dx * scale, &ret_sides[0]);
    return code == NA_OK ? na_area_index_cover(index, x + dy * scale, y - dx * scale, &ret_sides[1])
                         : code;
}

static double length2(const struct na_area_vertex *from)
{
    double dx = from[1].at[0] - from[0].at[0];
    double dy = from[1].at[1] - from[0].at[1];
    return dx * dx + dy * dy;
}

/* Judge the edges from vertex `first` to vertex `end` by the longest of them. */
static enum na_code look_at_chain(struct finding *finding, uint32_t first, uint32_t end)
{
    const struct na_area_vertex *vertices = finding->index->vertices;
    const uint32_t *owner = vertices[first].owner;
    uint32_t longest = first;
    struct na_cover sides[2];
    for (uint32_t e = first + 1; e < end; e++) {
        longest = length2(&vertices[e]) > length2(&vertices[longest]) ? e : longest;
    }
    enum na_code code = ask_beside(finding->index, &vertices[longest], sides);
    if (code != NA_OK) {
        return code;
    }
    bool is_clean =
        owner[1] == NA_AREA_NONE
            ? (covers_only(&sides[0], owner[0]) && is_void(&sides[1])) ||
                  (covers_only(&sides[1], owner[0]) && is_void(&sides[0]))
            : (covers_only(&sides[0], owner[0]) && covers_only(&sides[1], owner[1])) ||
                  (covers_only(&sides[1], owner[0]) && covers_only(&sides[0], owner[1]));
    if (!is_clean) {
        code = add_pairs(finding, sides, owner);
    }
    if (sides[0].on_boundary || sides[1].on_boundary ||
        (sides[0].count == 0 && sides[1].count == 0)) {
        finding->net->has_holes = false;
    } else if (code == NA_OK && (sides[0].count == 0 || sides[1].count == 0)) {
        struct chain chain = {first, end, sides[0].count == 0, false};
        code = na_buffer_append(&finding->chains, &chain, sizeof chain);
    }
    return code;
}

static enum na_code look_at_chains(struct finding *finding)
{
    const struct na_area_vertex *vertices = finding->index->vertices;
    enum na_code code = NA_OK;
    for (uint32_t first = 0; first + 1 < finding->count && code == NA_OK;) {
        uint32_t end = first + 1;
        if (vertices[first].owner[0] == NA_AREA_NONE) {
            first = end;
            continue;
        }
        while (!finding->is_fork[end] && memcmp(vertices[end].owner, vertices[first].owner,
                                                sizeof vertices[end].owner) == 0) {
            end++;
        }
        code = look_at_chain(finding, first, end);
        first = end;
    }
    return code;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct na_area_pair *a = left;
    const struct na_area_pair *b = right;
    if (a->a != b->a) {
        return a->a < b->a ? -1 : 1;
    }
    return (a->b > b->b) - (a->b < b->b);
}

static void sort_pairs(struct na_buffer *buffer)
{
    struct na_area_pair *pairs = (void *)buffer->data;
    size_t count = buffer->length / sizeof *pairs;
    size_t kept = 0;
    if (count > 1) {
        qsort(pairs, count, sizeof *pairs, compare_pairs);
    }
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || compare_pairs(&pairs[kept - 1], &pairs[i]) != 0) {
            pairs[kept++] = pairs[i];
        }
    }
    buffer->length = kept * sizeof *pairs;
}

/* Where a chain begins when it is walked with no area on its right. */
struct start {
    double at[2];
    size_t chain;
};

static int compare_starts(const void *left, const void *right)
{
    const double *a = ((const struct start *)left)->at;
    const double *b = ((const struct start *)right)->at;
    for (int i = 0; i < 2; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

/* Vertex `i` of the chain as it is walked; the last is chain->end - chain->first. */
static const double *chain_vertex(const struct finding *finding, const struct chain *chain,
                                  uint32_t i)
{
    return finding->index->vertices[chain->is_void_left ? chain->end - i : chain->first + i].at;
}

/* The chains by their starts. */
static enum na_code sort_starts(const struct finding *finding, struct start **ret_starts)
{
    const struct chain *chains = (const void *)finding->chains.data;
    size_t count = finding->chains.length / sizeof *chains;
    struct start *starts = calloc(count + 1, sizeof *starts);
    if (starts == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const double *at = chain_vertex(finding, &chains[i], 0);
        starts[i] = (struct start){{at[0], at[1]}, i};
    }
    qsort(starts, count, sizeof *starts, compare_starts);
    *ret_starts = starts;
    return NA_OK;
}

/* Which third of the way round from the ray v-r, counter-clockwise: the left half, the ray onwards
 * beyond v, the right half. */
static int third_of(const double *v, const double *r, const double *q)
{
    int turn = side(v, r, q);
    return turn > 0 ? 0 : turn == 0 ? 1 : 2;
}

/* From the ray v-r counter-clockwise, does q come before p? */
static bool comes_before(const double *v, const double *r, const double *q, const double *p)
{
    int first = third_of(v, r, q);
    int second = third_of(v, r, p);
    return first != second ? first < second : side(v, q, p) > 0;
}

/* The chain that goes on where `chain` ends: the one beside which the same empty ground lies, so
 * that the first one round the end is taken where outlines touch. `ret_touch`: they do. Returns
 * SIZE_MAX if there is none. */
static size_t chain_after(const struct finding *finding, const struct start *starts,
                          const struct chain *chain, bool *ret_touch)
{
    const struct chain *chains = (const void *)finding->chains.data;
    size_t count = finding->chains.length / sizeof *chains;
    uint32_t last = chain->end - chain->first;
    const double *at = chain_vertex(finding, chain, last);
    const double *before = chain_vertex(finding, chain, last - 1);
    struct start key = {{at[0], at[1]}, 0};
    const struct start *found = bsearch(&key, starts, count, sizeof key, compare_starts);
    if (found == NULL) {
        return SIZE_MAX;
    }
    while (found > starts && compare_starts(found - 1, &key) == 0) {
        found--;
    }
    size_t best = found->chain;
    *ret_touch = false;
    for (found++; found < starts + count && compare_starts(found, &key) == 0; found++) {
        *ret_touch = true;
        if (comes_before(at, before, chain_vertex(finding, &chains[found->chain], 1),
                         chain_vertex(finding, &chains[best], 1))) {
            best = found->chain;
        }
    }
    return best;
}

struct box {
    double low[2];
    double high[2];
};

/* One outline of the union. */
struct outline {
    struct box box;
    double twice_area; /* positive: counter-clockwise, around areas */
    size_t first, count;
    size_t touches; /* how often it comes to a place where outlines touch */
};

/* Append the vertices of a chain but its last one. */
static enum na_code append_chain(const struct finding *finding, const struct chain *chain)
{
    enum na_code code = NA_OK;
    for (uint32_t i = 0; i < chain->end - chain->first && code == NA_OK; i++) {
        code = na_buffer_append(&finding->net->xy, chain_vertex(finding, chain, i),
                                2 * sizeof(double));
    }
    return code;
}

static void measure_outline(const double *xy, struct outline *outline)
{
    outline->box = (struct box){{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (size_t i = 0; i < outline->count; i++) {
        for (int k = 0; k < 2; k++) {
            outline->box.low[k] = fmin(outline->box.low[k], xy[2 * i + (size_t)k]);
            outline->box.high[k] = fmax(outline->box.high[k], xy[2 * i + (size_t)k]);
        }
        if (i + 1 < outline->count) {
            const double *a = xy + 2 * i;
            outline->twice_area +=
                (a[0] - xy[0]) * (a[3] - xy[1]) - (a[2] - xy[0]) * (a[1] - xy[1]);
        }
    }
}

/* Walk from a chain to the next until the first comes again; its vertices are appended to the net.
 * `ret_closed`: it did come. */
static enum na_code trace(const struct finding *finding, const struct start *starts, size_t first,
                          struct outline *ret_outline, bool *ret_closed)
{
    struct chain *chains = (void *)finding->chains.data;
    struct na_buffer *xy = &finding->net->xy;
    struct outline outline = {.first = xy->length / (2 * sizeof(double))};
    size_t at = first;
    enum na_code code = NA_OK;
    *ret_closed = true;
    do {
        bool touch = false;
        chains[at].is_done = true;
        code = append_chain(finding, &chains[at]);
        at = chain_after(finding, starts, &chains[at], &touch);
        outline.touches += touch;
        *ret_closed = at != SIZE_MAX && (at == first || !chains[at].is_done);
    } while (code == NA_OK && *ret_closed && at != first);
    if (code == NA_OK) {
        double again[2];
        memcpy(again, xy->data + outline.first * sizeof again, sizeof again);
        code = na_buffer_append(xy, again, sizeof again);
    }
    outline.count = xy->length / (2 * sizeof(double)) - outline.first;
    if (code == NA_OK) {
        measure_outline((const double *)(const void *)xy->data + 2 * outline.first, &outline);
    }
    *ret_outline = outline;
    return code;
}

static bool box_holds(const struct box *outer, const struct box *inner)
{
    return outer->low[0] <= inner->low[0] && outer->low[1] <= inner->low[1] &&
           outer->high[0] >= inner->high[0] && outer->high[1] >= inner->high[1];
}

/* A hole that may have an island in it is left to others, and so is one that touches outlines in
 * two places: together they may part the ground around it. */
static bool is_intricate(const struct outline *outlines, size_t count)
{
    size_t holes = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_hole = !(outlines[i].twice_area > 0.0);
        holes += is_hole;
        if (is_hole && outlines[i].touches > 1) {
            return true;
        }
    }
    if (holes > 0 && count > ISLANDS_TESTS_MAX / holes) {
        return true;
    }
    for (size_t h = 0; h < count; h++) {
        for (size_t i = 0; !(outlines[h].twice_area > 0.0) && i < count; i++) {
            if (outlines[i].twice_area > 0.0 && box_holds(&outlines[h].box, &outlines[i].box)) {
                return true;
            }
        }
    }
    return false;
}

/* Trace all outlines; those around areas keep no vertices. */
static enum na_code find_outlines(const struct finding *finding, const struct start *starts,
                                  struct na_buffer *outlines)
{
    const struct chain *chains = (const void *)finding->chains.data;
    size_t count = finding->chains.length / sizeof *chains;
    enum na_code code = NA_OK;
    for (size_t i = 0; i < count && code == NA_OK && finding->net->has_holes; i++) {
        struct outline outline;
        if (chains[i].is_done) {
            continue;
        }
        code = trace(finding, starts, i, &outline, &finding->net->has_holes);
        if (outline.twice_area > 0.0) {
            finding->net->xy.length = outline.first * 2 * sizeof(double);
        }
        if (code == NA_OK) {
            code = na_buffer_append(outlines, &outline, sizeof outline);
        }
    }
    return code;
}

static enum na_code find_holes(const struct finding *finding)
{
    struct na_area_net *net = finding->net;
    struct start *starts = NULL;
    struct na_buffer buffer;
    na_buffer_init(&buffer, LIST_BYTES_MAX);
    enum na_code code = sort_starts(finding, &starts);
    if (code == NA_OK && net->has_holes) {
        code = find_outlines(finding, starts, &buffer);
    }
    const struct outline *outlines = (const void *)buffer.data;
    size_t count = buffer.length / sizeof *outlines;
    net->has_holes = net->has_holes && !is_intricate(outlines, count);
    for (size_t i = 0; i < count && code == NA_OK && net->has_holes; i++) {
        struct na_area_hole hole = {outlines[i].first, outlines[i].count};
        if (!(outlines[i].twice_area > 0.0)) {
            code = na_buffer_append(&net->holes, &hole, sizeof hole);
        }
    }
    na_buffer_fini(&buffer);
    free(starts);
    return code;
}

enum na_code na_area_net_find(const struct na_area_index *index, struct na_area_net *net)
{
    struct finding finding = {.index = index, .count = index->head->vertex_count, .net = net};
    *net = (struct na_area_net){.has_holes = true};
    na_buffer_init(&net->pairs, LIST_BYTES_MAX);
    na_buffer_init(&net->holes, LIST_BYTES_MAX);
    na_buffer_init(&net->xy, LIST_BYTES_MAX);
    na_buffer_init(&finding.chains, LIST_BYTES_MAX);
    net->is_net = cells_fit(&finding);
    enum na_code code = net->is_net ? find_forks(&finding) : NA_OK;
    if (code == NA_OK && net->is_net) {
        code = look_at_chains(&finding);
        sort_pairs(&net->pairs);
    }
    if (code == NA_OK && net->is_net) {
        code = find_holes(&finding);
    }
    free(finding.is_fork);
    na_buffer_fini(&finding.chains);
    return code;
}

void na_area_net_fini(struct na_area_net *net)
{
    na_buffer_fini(&net->pairs);
    na_buffer_fini(&net->holes);
    na_buffer_fini(&net->xy);
}
