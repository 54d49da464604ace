/* What `nearaid join` says on standard error: progress and footer. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/join.h"
#include "data/snapshot.h"

#define PROGRESS_EVERY_S 0.2
/* 18,446,744,073,709,551,615 */
#define COUNT_TEXT 32

static double seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* 8,123 */
static const char *count_text(uint64_t count, char to[COUNT_TEXT])
{
    char digits[COUNT_TEXT];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, count);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            to[used++] = ',';
        }
        to[used++] = digits[i];
    }
    to[used] = '\0';
    return to;
}

void na_join_clock_start(struct na_join_clock *clock, bool shows)
{
    clock->started_s = seconds_now();
    clock->shown_s = clock->started_s;
    clock->shows = shows && isatty(STDERR_FILENO) == 1;
}

void na_join_progress(struct na_join_clock *clock, uint64_t bytes_total,
                      const struct na_batch_tally *tally)
{
    double now_s = clock->shows ? seconds_now() : 0.0;
    if (!clock->shows || now_s - clock->shown_s < PROGRESS_EVERY_S) {
        return;
    }
    char rows[COUNT_TEXT];
    char rate[COUNT_TEXT];
    double elapsed_s = now_s - clock->started_s;
    clock->shown_s = now_s;
    (void)fprintf(stderr, "\r\033[K%s rows, %s a second", count_text(tally->read, rows),
                  count_text((uint64_t)((double)tally->read / elapsed_s), rate));
    if (tally->bytes_in > 0 && tally->bytes_in <= bytes_total) {
        double part = (double)tally->bytes_in / (double)bytes_total;
        int full = (int)(part * 20.0);
        (void)fprintf(stderr, " [%.*s%.*s] %d%%, %.0f s left", full, "####################",
                      20 - full, "                    ", (int)(part * 100.0),
                      elapsed_s / part - elapsed_s);
    }
}

void na_join_progress_end(struct na_join_clock *clock)
{
    if (clock->shows && clock->shown_s > clock->started_s) {
        (void)fputs("\r\033[K", stderr);
    }
    clock->shows = false;
}

static void say_vintages(const struct na_snapshot *snapshot, const struct na_join_options *join,
                         const struct na_batch_tally *tally)
{
    bool newest = join->batch.vintage == NULL && join->batch.as_at == NULL &&
                  join->batch.as_at_column == NULL;
    char rows[COUNT_TEXT];
    for (size_t i = 0; i < na_snapshot_layer_count(snapshot) && i < NA_BATCH_VINTAGES_MAX; i++) {
        const struct na_layer *layer = na_snapshot_layer(snapshot, i);
        if (layer->role == NA_LAYER_WARDS && tally->vintages[i] > 0) {
            (void)fprintf(stderr, "vintage %s: %s rows%s\n", layer->id,
                          count_text(tally->vintages[i], rows),
                          newest ? " (the newest; --as-at and --vintage choose)" : "");
        }
    }
    if (tally->none_valid > 0) {
        (void)fprintf(stderr, "%s rows had no valid vintage at their date: the newest was used\n",
                      count_text(tally->none_valid, rows));
    }
}

void na_join_footer(const struct na_join_clock *clock, const struct na_snapshot *snapshot,
                    const struct na_join_options *join, const struct na_batch_tally *tally)
{
    double elapsed_s = seconds_now() - clock->started_s;
    char read[COUNT_TEXT], inside[COUNT_TEXT], boundary[COUNT_TEXT], none[COUNT_TEXT],
        no_location[COUNT_TEXT], bad[COUNT_TEXT], rate[COUNT_TEXT];
    char postcode[COUNT_TEXT + 16] = "";
    if (tally->matches[NA_BATCH_POSTCODE] > 0) {
        char count[COUNT_TEXT];
        (void)snprintf(postcode, sizeof postcode, " + postcode %s",
                       count_text(tally->matches[NA_BATCH_POSTCODE], count));
    }
    (void)fprintf(
        stderr, "read %s = inside %s + boundary %s%s + none %s + no location %s + bad %s\n",
        count_text(tally->read, read), count_text(tally->matches[NA_BATCH_INSIDE], inside),
        count_text(tally->matches[NA_BATCH_BOUNDARY], boundary), postcode,
        count_text(tally->matches[NA_BATCH_NONE], none),
        count_text(tally->matches[NA_BATCH_NO_LOCATION], no_location),
        count_text(tally->matches[NA_BATCH_BAD], bad));
    say_vintages(snapshot, join, tally);
    (void)fprintf(stderr, "pack %s%s\n", na_snapshot_digest(snapshot),
                  na_snapshot_info(snapshot)->indicative ? " (demonstration data)" : "");
    (void)fprintf(
        stderr, "%.2f s, %s rows a second\n", elapsed_s,
        count_text(elapsed_s > 0.0 ? (uint64_t)((double)tally->read / elapsed_s) : 0, rate));
}
