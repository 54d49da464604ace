/* Where the parts of an area index begin. */
#include "geo/area_index_layout.h"

#include "geo/area_index_boxes.h"

static size_t align_up(size_t value)
{
    return (value + (NA_AREA_ALIGN - 1)) & ~(size_t)(NA_AREA_ALIGN - 1);
}

/* The counts are 32 bits wide, so nothing overflows. */
struct na_area_sections na_area_sections_of(const struct na_area_index_head *head)
{
    struct na_area_sections at;
    at.cells = align_up(sizeof *head);
    at.lists = align_up(at.cells + sizeof(uint32_t) * (size_t)head->cell_count);
    at.vertices = align_up(at.lists + sizeof(uint32_t) * (size_t)head->word_count);
    at.boxes = align_up(at.vertices + sizeof(struct na_area_vertex) * (size_t)head->vertex_count);
    at.total =
        at.boxes + sizeof(struct na_area_box) * na_box_levels_of(na_area_edge_count(head)).total;
    return at;
}
