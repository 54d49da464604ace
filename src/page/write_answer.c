/* The page's answer: warnings first, the sentence to read out, the cards, what nearer is left out.
 */
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "nearest/crosses.h"
#include "nearest/say.h"
#include "page/private.h"
#include "write/render.h"

/* The card that is shown first: the best, or the nearest when none is. */
static size_t first_card(const struct na_nearest_answer *answer)
{
    return answer->best != NA_BEST_NONE ? answer->best : 0;
}

static void put_warning(struct na_html *html, const char *code, const char *text)
{
    na_html_open(html, "li");
    na_html_attribute(html, "data-code", code);
    na_html_text(html, text);
    na_html_text(html, ".");
    na_html_close(html);
}

static void warn_of_crossing(struct na_html *html, const struct na_page *page)
{
    struct na_asset asset;
    struct na_crosses crosses;
    char names[400];
    char text[480];
    size_t first = first_card(page->answer);
    na_snapshot_asset(page->snapshot, page->answer->found.hits[first].point, &asset);
    na_crosses_find(page->snapshot, page->answer->question.position.at, asset.at, &crosses);
    if (crosses.count > 0) {
        na_crosses_text(page->snapshot, &crosses, names, sizeof names);
        (void)snprintf(text, sizeof text,
                       "The straight line crosses %s: the way there is longer than it looks",
                       names);
        put_warning(html, "crosses", text);
    }
}

/* Where the text of a warning that another could be nearer turns to the reason; 0: it is another
 * warning. */
static size_t nearer_reason(const struct na_warning *warning)
{
    bool is_nearer = strcmp(warning->code, "position-approximate") == 0 ||
                     strcmp(warning->code, "query-approximate") == 0;
    const char *colon = is_nearer ? strrchr(warning->text, ':') : NULL;
    return colon != NULL ? (size_t)(colon - warning->text) : 0;
}

/* Two warnings that one asset could be nearer than another are shown as one with both reasons. */
static bool continues(const struct na_warning *before, const struct na_warning *warning)
{
    size_t length = nearer_reason(warning);
    return length > 0 && length == nearer_reason(before) &&
           strncmp(before->text, warning->text, length) == 0;
}

static void put_warnings(struct na_html *html, const struct na_page *page)
{
    const struct na_warnings *warnings = &page->answer->warnings;
    na_html_open_class(html, "ul", "warnings");
    for (size_t i = 0; i < warnings->count; i++) {
        /* These have a section and a band of their own. */
        const char *code = warnings->items[i].code;
        if (strcmp(code, "nearer-left-out") == 0 || strcmp(code, "indicative") == 0 ||
            strcmp(code, "too-far-to-send") == 0) {
            continue;
        }
        const struct na_warning *warning = &warnings->items[i];
        const struct na_warning *next = i + 1 < warnings->count ? warning + 1 : NULL;
        if (next != NULL && continues(warning, next)) {
            char text[2 * sizeof warning->text];
            (void)snprintf(text, sizeof text, "%s, and%s", warning->text,
                           next->text + nearer_reason(next) + 1);
            put_warning(html, next->code, text);
            i++;
        } else {
            put_warning(html, warning->code, warning->text);
        }
    }
    if (page->answer->found.count > 0) {
        warn_of_crossing(html, page);
    }
    na_html_close(html);
}

static void put_position(struct na_html *html, const struct na_page *page)
{
    const struct na_position *position = &page->answer->question.position;
    char accuracy[NA_METRES_TEXT];
    na_metres_text(accuracy, position->accuracy_m);
    na_html_open(html, "h2");
    na_html_text(html, "From ");
    if (page->name[0] != '\0') {
        na_html_textf(html, "%.200s, at ", page->name);
    }
    if (position->source == NA_POSITION_PLACE) {
        na_html_textf(html, "%.200s%s%.200s", position->place.name,
                      position->place.place[0] != '\0' ? ", " : "", position->place.place);
    } else if (position->postcode[0] != '\0') {
        na_html_text(html, position->postcode);
    } else if (position->gridref[0] != '\0') {
        na_html_text(html, position->gridref);
    } else {
        char lat[NA_NUMBER_TEXT];
        char lon[NA_NUMBER_TEXT];
        na_number_fixed(&lat, position->at.lat_deg, 5);
        na_number_fixed(&lon, position->at.lon_deg, 5);
        na_html_textf(html, "%s, %s", lat, lon);
    }
    na_html_textf(html, ", good to %s", accuracy);
    na_html_close(html);
}

/* How to say the place back, and what sounds like it: each a button that asks for that instead. */
static void put_heard(struct na_html *html, const struct na_page *page)
{
    const struct na_located *heard = page->answer->question.position.heard;
    if (heard == NULL || (heard->read_back[0] == '\0' && heard->sounds_like_count == 0)) {
        return;
    }
    na_html_open_class(html, "ul", "heard-as");
    if (heard->read_back[0] != '\0') {
        na_html_open_class(html, "li", "read-back");
        na_html_textf(html, "Read back: %s", heard->read_back);
        na_html_close(html);
    }
    for (size_t i = 0; i < heard->sounds_like_count; i++) {
        char metres[NA_METRES_TEXT];
        na_metres_text(metres, heard->sounds_like[i].distance_m);
        na_html_open_class(html, "li", "sounds-like");
        na_html_open(html, "form");
        na_html_attribute(html, "method", "post");
        na_html_attribute(html, "action", "/");
        na_html_hidden(html, "q", heard->sounds_like[i].postcode);
        na_html_hidden(html, "kind", page->kind);
        na_html_hidden(html, "usable", page->usable);
        na_html_hidden(html, "incident", page->incident);
        na_html_text(html, "Sounds like ");
        na_html_open(html, "button");
        na_html_attribute(html, "type", "submit");
        na_html_textf(html, "%s, %s off", heard->sounds_like[i].postcode, metres);
        na_html_close(html);
        na_html_close(html);
        na_html_close(html);
    }
    na_html_close(html);
}

void na_html_said(struct na_html *html, const char *heading, const char *class_name,
                  struct na_str text)
{
    na_html_leaf(html, "h3", NULL, heading);
    na_html_open_class(html, "p", class_name);
    na_html_str(html, text.length > 0 ? text : na_str_of("Nothing to read out"));
    na_html_close(html);
}

/* The two texts apart: what the caller hears, and what the operator needs to know. */
static void put_say(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    struct na_say_texts said;
    enum na_code code =
        na_say_result(answer->question.say, page->snapshot, answer, first_card(answer), &said);
    struct na_str caller = na_say_text(&said, NA_TOLD_CALLER);
    struct na_str alone = na_say_text(&said, NA_TOLD_ALONE);
    na_html_said(html, "Say", "say", caller);
    if (!na_str_equal(caller, alone)) {
        na_html_said(html, "If the caller is alone", "alone", alone);
    }
    na_html_said(html, "For you", "operator", na_say_text(&said, NA_TOLD_OPERATOR));
    if (code != NA_OK && html->failed == NA_OK) {
        html->failed = code;
    }
    na_say_texts_fini(&said);
}

static void put_cards(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    size_t first = first_card(answer);
    na_html_open_class(html, "ol", "cards");
    na_render_page_card(html, page, first, true);
    for (size_t i = 0; i < answer->found.count; i++) {
        if (i != first) {
            na_render_page_card(html, page, i, false);
        }
    }
    na_html_close(html);
}

static void put_nearer_one(struct na_html *html, const struct na_page *page,
                           const struct na_point_hit *hit, const char *state, const char *why)
{
    struct na_asset asset;
    char distance[NA_METRES_TEXT];
    na_snapshot_asset(page->snapshot, hit->point, &asset);
    na_metres_text(distance, hit->distance_m);
    na_html_open(html, "li");
    na_html_leaf(html, "span", "name", asset.name);
    na_html_textf(html, " (%.100s), %s: %s%s%s.", asset.id, distance, state,
                  state[0] != '\0' ? ": " : "", why);
    na_html_close(html);
}

/* Those nearer than the one offered first, shown or not: which, and why not they. */
static void put_nearer(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    size_t shown = answer->found.count > 0 ? first_card(answer) : 0;
    if (shown + answer->left_out_count == 0) {
        return;
    }
    na_html_open_class(html, "section", "nearer");
    na_html_leaf(html, "h3", NULL, "Nearer, but not to be relied on");
    na_html_open(html, "ul");
    for (size_t i = 0; i < shown; i++) {
        struct na_moment moment = na_nearest_moment(page->snapshot, &answer->question);
        struct na_asset asset;
        struct na_usable usable;
        na_snapshot_asset(page->snapshot, answer->found.hits[i].point, &asset);
        na_usable_judge(&asset, &moment, &usable);
        put_nearer_one(html, page, &answer->found.hits[i],
                       na_page_state_word(&asset, &moment, usable.state), usable.why);
    }
    for (size_t i = 0; i < answer->left_out_count; i++) {
        char why[NA_USABLE_WHY];
        na_left_text(page->snapshot, &answer->question, &answer->left_out[i], why, sizeof why);
        put_nearer_one(html, page, &answer->left_out[i].hit, "", why);
    }
    na_html_close(html);
    if (answer->more_left_out) {
        na_html_leaf(html, "p", NULL, "And more.");
    }
    na_html_close(html);
}

/* What stands before all else: that it is a demonstration, that it is too far to send anybody. */
static void put_head(struct na_html *html, const struct na_page *page)
{
    const struct na_warnings *warnings = &page->answer->warnings;
    if (na_snapshot_info(page->snapshot)->indicative) {
        na_html_leaf(html, "p", "across", "DEMONSTRATION");
    }
    for (size_t i = 0; i < warnings->count; i++) {
        if (strcmp(warnings->items[i].code, "too-far-to-send") == 0) {
            na_html_leaf(html, "p", "too-far", warnings->items[i].text);
        }
    }
}

void na_render_page_answer(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    bool indicative = na_snapshot_info(page->snapshot)->indicative;
    na_html_open_class(html, "section", indicative ? "answer demonstration" : "answer");
    put_head(html, page);
    put_warnings(html, page);
    put_position(html, page);
    put_heard(html, page);
    if (answer->found.count > 0) {
        put_say(html, page);
        put_cards(html, page);
    }
    if (answer->is_short) {
        char text[512];
        na_shortfall_text(answer, text, sizeof text);
        na_html_open_class(html, "p", "short");
        na_html_textf(html, "%s%s.", answer->found.count == 0 ? "Nothing found: " : "Only ", text);
        na_html_close(html);
    }
    put_nearer(html, page);
    na_html_close(html);
}
