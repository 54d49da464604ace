#include "hotspots/urn.h"

#include <stdlib.h>

#include "base/fail.h"

/* Every kind has a place for `total` draws and brings count * number of its own: those with too few
 * are filled up by one with too many, until all are full. */
static void share_out(struct na_hotspot_urn *urn, uint64_t *own, uint32_t *stack)
{
    uint32_t poor = 0, rich = urn->count;
    for (uint32_t i = 0; i < urn->count; i++) {
        if (own[i] < urn->total) {
            stack[poor++] = i;
        } else {
            stack[--rich] = i;
        }
    }
    while (poor > 0 && rich < urn->count) {
        uint32_t taker = stack[--poor], giver = stack[rich];
        urn->kinds[taker] = (struct na_urn_kind){(uint32_t)own[taker], giver};
        own[giver] -= urn->total - own[taker];
        if (own[giver] < urn->total) {
            rich++;
            stack[poor++] = giver;
        }
    }
    /* What is left is exactly full: whole numbers lose nothing. */
    for (; rich < urn->count; rich++) {
        urn->kinds[stack[rich]] = (struct na_urn_kind){urn->total, stack[rich]};
    }
}

enum na_code na_hotspot_urn_make(const uint32_t *numbers, uint32_t count,
                                 struct na_hotspot_urn *ret_urn, struct na_error *reterr)
{
    struct na_hotspot_urn urn = {.count = count};
    uint64_t *own = calloc((size_t)count + 1, sizeof *own);
    uint32_t *stack = calloc((size_t)count + 1, sizeof *stack);
    urn.kinds = calloc((size_t)count + 1, sizeof *urn.kinds);
    enum na_code code = NA_OK;
    if (own == NULL || stack == NULL || urn.kinds == NULL) {
        free(urn.kinds);
        code = na_fail_memory(reterr, "drawing rows again");
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        urn.total += numbers[i];
        own[i] = (uint64_t)numbers[i] * count;
    }
    share_out(&urn, own, stack);
    *ret_urn = urn;
done:
    free(own);
    free(stack);
    return code;
}

void na_hotspot_urn_fini(struct na_hotspot_urn *urn)
{
    free(urn->kinds);
    *urn = (struct na_hotspot_urn){.kinds = NULL};
}
