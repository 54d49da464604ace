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

/* Where the text of a warning that another could be nearer turns to the reason; 0: it is none. */
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
        if (strcmp(code, "nearer-left-out") == 0 || strcmp(code, "indicative") == 0) {
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
        na_number_fixed(lat, position->at.lat_deg, 5);
        na_number_fixed(lon, position->at.lon_deg, 5);
        na_html_textf(html, "%s, %s", lat, lon);
    }
    na_html_textf(html, ", good to %s", accuracy);
    na_html_close(html);
}

static void put_say(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    struct na_buffer words;
    na_buffer_init(&words, NA_ANSWER_LIMIT);
    enum na_code code =
        na_say_result(answer->question.say, page->snapshot, answer, first_card(answer), &words);
    na_html_open_class(html, "p", "say");
    na_html_str(html, (struct na_str){words.data != NULL ? words.data : "", words.length});
    na_html_close(html);
    if (code != NA_OK && html->failed == NA_OK) {
        html->failed = code;
    }
    na_buffer_fini(&words);
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

static void put_nearer(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    if (answer->left_out_count == 0) {
        return;
    }
    na_html_open_class(html, "section", "nearer");
    na_html_leaf(html, "h3", NULL, "Nearer, but left out");
    na_html_open(html, "ul");
    for (size_t i = 0; i < answer->left_out_count; i++) {
        struct na_asset asset;
        char distance[NA_METRES_TEXT];
        char why[NA_USABLE_WHY];
        na_snapshot_asset(page->snapshot, answer->left_out[i].hit.point, &asset);
        na_metres_text(distance, answer->left_out[i].hit.distance_m);
        na_left_text(page->snapshot, &answer->question, &answer->left_out[i], why, sizeof why);
        na_html_open(html, "li");
        na_html_leaf(html, "span", "name", asset.name);
        na_html_textf(html, " (%.100s), %s: %s.", asset.id, distance, why);
        na_html_close(html);
    }
    na_html_close(html);
    if (answer->more_left_out) {
        na_html_leaf(html, "p", NULL, "And more.");
    }
    na_html_close(html);
}

void na_render_page_answer(struct na_html *html, const struct na_page *page)
{
    const struct na_nearest_answer *answer = page->answer;
    na_html_open_class(html, "section", "answer");
    put_warnings(html, page);
    put_position(html, page);
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
