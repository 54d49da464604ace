/* question/area_dates.h - when an area is valid. Pure; any thread. */
#ifndef NA_QUESTION_AREA_DATES_H
#define NA_QUESTION_AREA_DATES_H

#include "data/snapshot.h"

struct na_area_dates {
    int32_t valid_from, valid_to; /* its own, or its layer's where it has none */
    bool is_valid;                /* on the day: within its own dates and its layer's */
};

struct na_area_dates na_area_dates(const struct na_layer *layer, const struct na_area *area,
                                   int32_t day);

#endif
