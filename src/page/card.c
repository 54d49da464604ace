/* One asset on the page: how far, which way, can it be used, where exactly, who has the code. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "geo/geodesic.h"
#include "nearest/crosses.h"
#include "nearest/say.h"
#include "page/private.h"
#include "write/render.h"

static bool is_stale(const struct na_asset *asset, const struct na_moment *moment)
{
    return asset->last_checked != NA_DATE_NONE &&
           (int64_t)moment->as_at - asset->last_checked > moment->stale_days;
}

/* The verdict in a word that cannot be overlooked. */
const char *na_page_state_word(const struct na_asset *asset, const struct na_moment *moment,
                               enum na_usable_state state)
{
    if (state == NA_USABLE_YES) {
        return "USABLE";
    }
    if (state == NA_USABLE_UNKNOWN) {
        bool only_old = asset->status == NA_STATUS_IN_SERVICE && is_stale(asset, moment);
        return only_old ? "STALE" : "UNKNOWN";
    }
    if (!na_date_within(moment->as_at, asset->valid_from, asset->valid_to)) {
        return "NOT USABLE";
    }
    return asset->status == NA_STATUS_OUT_OF_SERVICE ? "OUT OF SERVICE" : "CLOSED";
}

/* "640 metres on foot", and the straight line beside it. */
static void put_walk(struct na_html *html, const struct na_point_hit *hit,
                     const struct na_walk *walk, bool is_too_far)
{
    char words[NA_SAY_WORDS];
    char direction[NA_SAY_WORDS];
    na_say_distance(walk->mm / 1000.0, words);
    na_html_open_class(html, "span", "distance");
    na_html_textf(html, "%s on foot", words);
    na_html_close(html);
    na_say_walk(walk->mm / 1000.0, words);
    if (words[0] != '\0' && !is_too_far) {
        na_html_text(html, ", ");
        na_html_open_class(html, "span", "minutes");
        na_html_textf(html, "%s each way", words);
        na_html_close(html);
    }
    na_say_distance(hit->distance_m, words);
    na_say_direction(na_geodesic_compass(hit->bearing_deg), direction);
    na_html_text(html, "; ");
    na_html_open_class(html, "span", "straight");
    na_html_textf(html, "%s %s in a straight line", words, direction);
    na_html_close(html);
}

/* A walk that nobody is sent on is not said. */
static void put_reach(struct na_html *html, const struct na_nearest_answer *answer,
                      const struct na_asset *asset, const struct na_point_hit *hit, bool is_too_far)
{
    char words[NA_SAY_WORDS];
    size_t i = (size_t)(hit - answer->found.hits);
    if (answer->tells_walk && answer->walks[i].state == NA_WALK_KNOWN &&
        !na_say_is_near(answer, answer->walks[i].mm / 1000.0)) {
        na_html_open_class(html, "p", "reach");
        put_walk(html, hit, &answer->walks[i], is_too_far);
        na_html_close(html);
        return;
    }
    na_html_open_class(html, "p", "reach");
    bool is_near = na_say_reach(answer, asset, hit->distance_m, words);
    na_html_leaf(html, "span", "distance", words);
    if (!is_near) {
        na_say_direction(na_geodesic_compass(hit->bearing_deg), words);
        na_html_text(html, " ");
        na_html_leaf(html, "span", "direction", words);
        na_say_walk(hit->distance_m, words);
        if (words[0] != '\0' && !is_too_far) {
            na_html_text(html, ", ");
            na_html_open_class(html, "span", "minutes");
            na_html_textf(html, "%s each way", words);
            na_html_close(html);
        }
    }
    if (answer->tells_walk && answer->walks[i].state != NA_WALK_KNOWN) {
        na_html_text(html, "; ");
        na_html_leaf(html, "span", "unknown-walk", "the way on foot is not known");
    }
    na_html_close(html);
}

static void put_fact(struct na_html *html, const char *term, const char *text)
{
    if (text[0] != '\0') {
        na_html_leaf(html, "dt", NULL, term);
        na_html_leaf(html, "dd", NULL, text);
    }
}

static void put_lock(struct na_html *html, const struct na_asset *asset, bool is_first)
{
    static const char *const words[] = {"not known whether it is locked", "not locked", "locked"};
    char code[NA_LOCK_TEXT];
    na_lock_text(asset, code);
    if (is_first || asset->locked != NA_LOCKED_UNKNOWN) {
        put_fact(html, "Lock", words[asset->locked]);
    }
    if (asset->locked == NA_LOCKED_YES) {
        put_fact(html, "Code", code[0] != '\0' ? code : "nobody to ask is known");
    }
    put_fact(html, "Access", strcmp(asset->access, code) != 0 ? asset->access : "");
}

static void put_facts(struct na_html *html, const struct na_asset *asset, bool is_first)
{
    char checked[NA_DATE_TEXT];
    na_date_format(checked, asset->last_checked);
    na_html_open(html, "dl");
    put_fact(html, "Address", asset->address);
    put_fact(html, "Postcode", asset->postcode);
    put_fact(html, "what3words", asset->w3w);
    put_fact(html, "Open", asset->opening_hours);
    put_lock(html, asset, is_first);
    put_fact(html, "Last checked", checked[0] != '\0' ? checked : "no check known");
    na_html_close(html);
}

static void put_crosses(struct na_html *html, const struct na_page *page,
                        const struct na_asset *asset)
{
    struct na_crosses crosses;
    char names[512];
    na_crosses_find(page->snapshot, page->answer->question.position.at, asset->at, &crosses);
    if (crosses.count > 0) {
        na_crosses_text(page->snapshot, &crosses, names, sizeof names);
        na_html_open_class(html, "p", "crosses");
        na_html_textf(html, "The straight line crosses %s.", names);
        na_html_close(html);
    }
}

void na_render_page_card(struct na_html *html, const struct na_page *page, size_t i, bool is_first)
{
    const struct na_point_hit *hit = &page->answer->found.hits[i];
    struct na_moment moment = na_nearest_moment(page->snapshot, &page->answer->question);
    struct na_asset asset;
    struct na_usable usable;
    na_snapshot_asset(page->snapshot, hit->point, &asset);
    na_usable_judge(&asset, &moment, &usable);
    na_html_open_class(html, "li", is_first ? "card first" : "card");
    na_html_attribute(html, "data-id", asset.id);
    na_html_attribute(html, "data-state", na_usable_name(usable.state));
    na_html_leaf(html, "h3", "name", asset.name);
    put_reach(html, page->answer, &asset, hit,
              na_is_too_far(page->snapshot, &asset, na_nearest_reach_m(page->answer, i)));
    na_html_open_class(html, "p", "state");
    na_html_leaf(html, "strong", NULL, na_page_state_word(&asset, &moment, usable.state));
    na_html_textf(html, ": %s", usable.why);
    na_html_close(html);
    if (asset.siting[0] != '\0') {
        na_html_leaf(html, "p", "siting", asset.siting);
    }
    if (!page->answer->tells_walk || page->answer->walks[i].state != NA_WALK_KNOWN) {
        put_crosses(html, page, &asset);
    }
    put_facts(html, &asset, is_first);
    na_html_close(html);
}
