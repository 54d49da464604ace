/* An area of its own dates has those; others have the dates of their layer. */
#include "question/area_dates.h"

struct na_area_dates na_area_dates(const struct na_layer *layer, const struct na_area *area,
                                   int32_t day)
{
    struct na_area_dates dates;
    dates.valid_from = area->valid_from != NA_DATE_NONE ? area->valid_from : layer->valid_from;
    dates.valid_to = area->valid_to != NA_DATE_NONE ? area->valid_to : layer->valid_to;
    dates.is_valid = na_date_within(day, area->valid_from, area->valid_to) &&
                     na_date_within(day, layer->valid_from, layer->valid_to);
    return dates;
}
