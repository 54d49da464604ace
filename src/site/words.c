/* Words and numbers that all forms of a choice of sites share. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "site/forms.h"
#include "write/sheet.h"

const char *na_site_distance_words(const struct na_site *site)
{
    return site->question.by_walk
               ? "on foot, along the streets of the data, from street to door at both ends"
               : "WGS84 geodesic, a straight line over whatever lies between: not the way on foot";
}

const char na_site_model_words[] =
    "the best choice of this model only, for this demand and these candidates; it knows no costs, "
    "permissions, opening hours, footfall or barriers";

static void append_words(const struct na_tag_filter *tags, char *to, size_t used)
{
    struct na_buffer words;
    na_buffer_init(&words, NA_SITE_TEXT_SIZE);
    if (tags->count > 0 && na_tag_filter_words(tags, &words) == NA_OK &&
        na_buffer_terminate(&words) != NULL) {
        (void)snprintf(to + used, NA_SITE_TEXT_SIZE - used, " with %s", words.data);
    }
    na_buffer_fini(&words);
}

void na_site_kinds_text(const struct na_site *site, char to[NA_SITE_TEXT_SIZE])
{
    size_t used = 0;
    to[0] = '\0';
    for (size_t i = 0; i < site->question.kind_count && used < NA_SITE_TEXT_SIZE; i++) {
        used += (size_t)snprintf(to + used, NA_SITE_TEXT_SIZE - used, "%s%s", i > 0 ? ", " : "",
                                 site->question.kinds[i]->titles);
    }
    if (used < NA_SITE_TEXT_SIZE) {
        append_words(&site->question.tags, to, used);
    }
}

double na_site_amount(const struct na_site *site, uint64_t units)
{
    return (double)units / (double)site->scale;
}

double na_site_share(const struct na_site *site, uint64_t units)
{
    return site->all.units == 0 ? NAN : 100.0 * (double)units / (double)site->all.units;
}

void na_site_amount_text(const struct na_site *site, uint64_t units, char to[NA_SITE_TEXT_SIZE])
{
    char text[NA_NUMBER_TEXT];
    if (site->scale == 1) {
        na_thousands(text, units);
    } else {
        (void)na_number_trimmed(&text, na_site_amount(site, units), 6);
    }
    (void)snprintf(to, NA_SITE_TEXT_SIZE, "%s", text);
}

void na_site_candidate_text(const struct na_site_candidate *candidate, char to[NA_SITE_TEXT_SIZE])
{
    if (candidate->id[0] != '\0') {
        (void)na_text_copy(to, NA_SITE_TEXT_SIZE, candidate->id);
    } else {
        (void)snprintf(to, NA_SITE_TEXT_SIZE, "row %" PRIu64, candidate->row);
    }
}

void na_site_quality_text(const struct na_site *site, char to[NA_SITE_TEXT_SIZE])
{
    const struct na_site_solution *solution = &site->solution;
    char value[NA_SITE_TEXT_SIZE], upper[NA_SITE_TEXT_SIZE], percent[NA_NUMBER_TEXT];
    na_site_amount_text(site, solution->value, value);
    na_site_amount_text(site, solution->upper, upper);
    if (solution->is_proven) {
        (void)snprintf(to, NA_SITE_TEXT_SIZE,
                       "proven: no choice of %u of these candidates%s adds more than %.60s",
                       (unsigned)site->question.sites,
                       site->question.must_count > 0 ? " with those of --must" : "", value);
        return;
    }
    (void)na_number_fixed(
        &percent, 100.0 * (double)(solution->upper - solution->value) / (double)solution->upper, 2);
    (void)snprintf(to, NA_SITE_TEXT_SIZE,
                   "not proven: this choice adds %.60s, no choice more than %.60s: a gap of at "
                   "most %.20s%%; a higher --exact-limit searches on",
                   value, upper, percent);
}

const char *na_site_ties_text(const struct na_site *site)
{
    const struct na_site_solution *solution = &site->solution;
    if (solution->is_first) {
        return "of equally good choices the one with the fewest sites, of these the first by id, "
               "then row";
    }
    if (solution->is_fewest) {
        return "no fewer sites do as well; which of equally good choices this is was not settled";
    }
    return solution->is_proven
               ? "whether fewer sites would do as well was not settled"
               : "equal gains: the lower id, then row; equally good choices were not looked at";
}
