/* The sentence, with the names of the wards that may be meant. */
#include "ward/uncertain.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

/* How many alternatives are named in words; all are in the answer's list. */
#define NAMED_MAX 4

static size_t put(char *to, size_t size, size_t used, const char *text)
{
    if (used >= size) {
        return used;
    }
    size_t length = strlen(text);
    if (length < size - used) {
        memcpy(to + used, text, length + 1);
    } else {
        (void)na_text_copy(to + used, size - used, text);
    }
    return used + length;
}

/* "A, B or C"; with more than NAMED_MAX: "A, B, C, D or 7 more". */
static void name_alternatives(const struct na_snapshot *snapshot,
                              const struct na_ward_answer *answer, char *to, size_t size)
{
    size_t count = answer->alternative_count;
    size_t named = count > NAMED_MAX ? NAMED_MAX : count;
    size_t used = 0;
    for (size_t i = 0; i < named; i++) {
        struct na_area area;
        na_snapshot_area(snapshot, answer->question.layer, answer->alternatives[i].area, &area);
        bool last = i + 1 == named && count == named;
        used = put(to, size, used, i == 0 ? "" : last ? " or " : ", ");
        used = put(to, size, used, area.name[0] != '\0' ? area.name : area.code);
    }
    if (count > named && used < size) {
        (void)snprintf(to + used, size - used, " or %zu more", count - named);
    }
}

void na_ward_warn_uncertain(const struct na_snapshot *snapshot, struct na_ward_answer *answer)
{
    if (answer->certain) {
        return;
    }
    if (answer->match == NA_MATCH_BOUNDARY && answer->alternative_count == 0) {
        na_warn(&answer->warnings, "uncertain",
                "The position lies on the ward's boundary, with no other ward beyond it");
        return;
    }
    char metres[NA_NUMBER_TEXT];
    na_number_trimmed(&metres, answer->uncertainty_m, 1);
    if (answer->alternative_count == 0) {
        na_warn(&answer->warnings, "uncertain",
                "Position and boundaries are good to %s m together, and a boundary is nearer than "
                "that: the position could also lie outside all wards",
                metres);
        return;
    }
    char names[300] = "";
    name_alternatives(snapshot, answer, names, sizeof names);
    if (answer->match == NA_MATCH_BOUNDARY) {
        const char *const text[] = {"The position lies on a boundary: it could also be in ", names,
                                    NULL};
        na_warn_pieces(&answer->warnings, "uncertain", text);
    } else {
        const char *const text[] = {"Position and boundaries are good to ", metres,
                                    " m together: it could also be in ", names, NULL};
        na_warn_pieces(&answer->warnings, "uncertain", text);
    }
}
