/* Adds wards up by authority. */
#include "coverage/authorities.h"

#include <stdlib.h>
#include <string.h>

struct na_coverage_weight na_coverage_weight_of(const struct na_coverage *coverage,
                                                const struct na_coverage_points *points,
                                                size_t area)
{
    const struct na_coverage_area *first = &coverage->days[0].areas[area];
    size_t within = coverage->question.within;
    struct na_coverage_weight weight = {0, first->area_m2 - first->covered_m2[within]};
    if (coverage->changes != NULL) {
        weight.m2 = coverage->changes[area].lost_m2;
    }
    if (points != NULL && area + 1 < points->area_count) {
        const struct na_coverage_points_area *of = &points->by_area[area];
        weight.points = coverage->changes != NULL ? of->lost : of->points[0] - of->covered[0];
    }
    return weight;
}

int na_coverage_weight_compare(struct na_coverage_weight a, struct na_coverage_weight b)
{
    if (a.points != b.points) {
        return a.points > b.points ? -1 : 1;
    }
    return a.m2 > b.m2 ? -1 : a.m2 < b.m2 ? 1 : 0;
}

static struct na_coverage_weight weight_of(const struct na_coverage *coverage,
                                           const struct na_coverage_authority *authority)
{
    bool two = coverage->changes != NULL;
    return (struct na_coverage_weight){two ? authority->lost : authority->bare,
                                       two ? authority->lost_m2
                                           : authority->area_m2[0] - authority->covered_m2[0]};
}

static void add(struct na_coverage_authority *to, const struct na_coverage *coverage,
                const struct na_coverage_points *points, size_t ward)
{
    size_t within = coverage->question.within;
    size_t last = coverage->day_count - 1;
    bool valid = false;
    for (size_t d = 0; d < coverage->day_count; d++) {
        const struct na_coverage_area *area = &coverage->days[d].areas[ward];
        if (area->is_valid) {
            valid = true;
            to->area_m2[d] += area->area_m2;
            to->covered_m2[d] += area->covered_m2[within];
            to->assets += d == last ? area->assets : 0;
            for (size_t r = 0; d == last && r < coverage->question.ring_count; r++) {
                to->rings_m2[r] += area->covered_m2[r];
            }
        }
    }
    to->wards += valid;
    if (coverage->changes != NULL) {
        to->gained_m2 += coverage->changes[ward].gained_m2;
        to->lost_m2 += coverage->changes[ward].lost_m2;
    }
    if (points != NULL) {
        const struct na_coverage_points_area *of = &points->by_area[ward];
        to->points += of->points[last];
        to->bare += of->points[last] - of->covered[last];
        to->lost += of->lost;
        to->gained += of->gained;
    }
}

static int by_code(const void *left, const void *right)
{
    const struct na_area *a = left;
    const struct na_area *b = right;
    return strcmp(a->authority_code, b->authority_code);
}

/* qsort has no context: the weights stand beside. */
struct heavy {
    struct na_coverage_weight weight;
    struct na_coverage_authority authority;
};

static int by_weight(const void *left, const void *right)
{
    const struct heavy *a = left;
    const struct heavy *b = right;
    int order = na_coverage_weight_compare(a->weight, b->weight);
    return order != 0 ? order : strcmp(a->authority.code, b->authority.code);
}

static void sort(const struct na_coverage *coverage, struct na_coverage_authority *list,
                 struct heavy *room, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        room[i] = (struct heavy){weight_of(coverage, &list[i]), list[i]};
    }
    qsort(room, count, sizeof room[0], by_weight);
    for (size_t i = 0; i < count; i++) {
        list[i] = room[i].authority;
    }
}

/* False: there is none, or one has no authority. */
static bool read_wards(const struct na_coverage *coverage, struct na_area *wards, size_t count)
{
    bool all = count > 0;
    for (size_t i = 0; i < count && all; i++) {
        na_snapshot_area(coverage->snapshot, coverage->question.layer, (uint32_t)i, &wards[i]);
        all = wards[i].authority_code[0] != '\0';
    }
    return all;
}

enum na_code na_coverage_authorities_new(const struct na_coverage *coverage,
                                         const struct na_coverage_points *points,
                                         struct na_coverage_authority **ret_list, size_t *ret_count)
{
    size_t count = coverage->days[0].area_count - 1;
    struct na_area *wards = calloc(count + 1, sizeof *wards);
    struct na_area *sorted = calloc(count + 1, sizeof *sorted);
    struct na_coverage_authority *list = calloc(count + 1, sizeof *list);
    struct heavy *room = calloc(count + 1, sizeof *room);
    size_t found = 0;
    enum na_code code = NA_ERR_MEMORY;
    if (wards == NULL || sorted == NULL || list == NULL || room == NULL) {
        goto done;
    }
    code = NA_OK;
    if (coverage->question.layer->role == NA_LAYER_WARDS && read_wards(coverage, wards, count)) {
        memcpy(sorted, wards, count * sizeof *wards);
        qsort(sorted, count, sizeof *sorted, by_code);
        for (size_t i = 0; i < count; i++) {
            if (found == 0 || strcmp(list[found - 1].code, sorted[i].authority_code) != 0) {
                list[found++] = (struct na_coverage_authority){.code = sorted[i].authority_code,
                                                               .name = sorted[i].authority_name};
            }
        }
    }
    for (size_t i = 0; found > 1 && i < count; i++) {
        size_t low = 0;
        for (size_t high = found; high - low > 1;) {
            size_t middle = low + (high - low) / 2;
            if (strcmp(list[middle].code, wards[i].authority_code) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        add(&list[low], coverage, points, i);
    }
    found = found > 1 ? found : 0;
    sort(coverage, list, room, found);
    *ret_list = list;
    *ret_count = found;
    list = NULL;
done:
    free(room);
    free(list);
    free(sorted);
    free(wards);
    return code;
}
