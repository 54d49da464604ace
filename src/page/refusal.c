/* What the page says when a question is refused: why, what to try, and what may have been meant. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "nearest/say.h"
#include "page/private.h"
#include "write/render.h"

/* What asks for exactly this candidate: its own reference where it has one that is unique, else its
 * position, with how sure that is and what it is called. "NZ50" is a square and a district: that
 * text, asked again, would only offer both again. */
static void hidden_candidate(struct na_html *html, const struct na_candidate *candidate,
                             bool is_ambiguous)
{
    bool is_place = candidate->type == NA_CANDIDATE_PLACE || candidate->type == NA_CANDIDATE_ASSET;
    if (!is_place && !is_ambiguous) {
        na_html_hidden(html, "q", candidate->label);
        return;
    }
    char lat[NA_NUMBER_TEXT];
    char lon[NA_NUMBER_TEXT];
    char accuracy[NA_NUMBER_TEXT];
    char q[2 * NA_NUMBER_TEXT + 4];
    char name[512];
    char cut[200];
    na_number_fixed(&lat, candidate->at.lat_deg, 9);
    na_number_fixed(&lon, candidate->at.lon_deg, 9);
    na_number_trimmed(&accuracy, candidate->accuracy_m, 1);
    (void)snprintf(q, sizeof q, "%s, %s", lat, lon);
    (void)snprintf(name, sizeof name, "%.200s%s%.200s", na_candidate_name(candidate),
                   candidate->place[0] != '\0' ? ", " : "", candidate->place);
    (void)na_text_copy(cut, sizeof cut, name);
    na_html_hidden(html, "q", q);
    na_html_hidden(html, "name", cut);
    na_html_hidden(html, "accuracy_m", accuracy);
}

static void put_candidate(struct na_html *html, const struct na_page *page,
                          const struct na_candidate *candidate)
{
    char accuracy[NA_METRES_TEXT];
    na_metres_text(accuracy, candidate->accuracy_m);
    na_html_open(html, "li");
    na_html_open(html, "form");
    na_html_attribute(html, "method", "post");
    na_html_attribute(html, "action", "/");
    hidden_candidate(html, candidate, page->refusal->code == NA_ERR_AMBIGUOUS_PLACE);
    na_html_hidden(html, "kind", page->kind);
    na_html_hidden(html, "usable", page->usable);
    na_html_hidden(html, "incident", page->incident);
    na_html_open(html, "button");
    na_html_attribute(html, "type", "submit");
    na_html_leaf(html, "span", "name", na_candidate_name(candidate));
    if (candidate->place[0] != '\0') {
        na_html_text(html, ", ");
        na_html_leaf(html, "span", "place", candidate->place);
    }
    na_html_close(html);
    na_html_text(html, " ");
    na_html_open_class(html, "span", "why");
    na_html_kind(html, page->snapshot, candidate->kind);
    na_html_textf(html, ", good to %s. %s.", accuracy, candidate->why);
    na_html_close(html);
    na_html_close(html);
    na_html_close(html);
}

static void put_candidates(struct na_html *html, const struct na_page *page)
{
    const struct na_located *offered = page->offered;
    na_html_open_class(html, "section", "candidates");
    na_html_leaf(html, "h2", NULL,
                 page->refusal->code == NA_ERR_AMBIGUOUS_PLACE ? "Which is meant?"
                                                               : "Perhaps one of these?");
    na_html_open(html, "ol");
    for (size_t i = 0; i < offered->count; i++) {
        /* One that cannot be asked for by its position is not offered. */
        if (offered->candidates[i].has_lonlat) {
            put_candidate(html, page, &offered->candidates[i]);
        }
    }
    na_html_close(html);
    if (offered->more) {
        na_html_leaf(html, "p", NULL, "There are others: give more words of the name.");
    }
    na_html_close(html);
}

/* What is said where there is something to say: of a position far outside. */
static void put_said(struct na_html *html, const struct na_page *page)
{
    struct na_say_texts said;
    if (page->refusal->code != NA_ERR_OUTSIDE_DATA || page->snapshot == NULL) {
        return;
    }
    enum na_code code =
        na_say_refusal(page->say, page->snapshot, page->refusal, page->offered, &said);
    if (code == NA_OK) {
        na_html_said(html, "Say", "say", na_say_text(&said, NA_TOLD_CALLER));
        na_html_said(html, "For you", "operator", na_say_text(&said, NA_TOLD_OPERATOR));
    } else if (html->failed == NA_OK) {
        html->failed = code;
    }
    na_say_texts_fini(&said);
}

void na_render_page_refusal(struct na_html *html, const struct na_page *page)
{
    const struct na_error *refusal = page->refusal;
    na_html_open_class(html, "section", "problem");
    na_html_attribute(html, "data-code", na_code_slug(refusal->code));
    na_html_attribute(html, "role", "alert");
    put_said(html, page);
    /* Titles of a program's mistakes speak of parameters, which a form does not show. */
    bool is_typed = na_code_http_status(refusal->code) == 400;
    const char *title = is_typed ? "This was not understood" : na_code_title(refusal->code);
    na_html_leaf(html, "h2", NULL, title);
    if (strcmp(title, refusal->message) != 0) {
        na_html_open(html, "p");
        na_html_text(html, refusal->message);
        na_html_text(html, ".");
        na_html_close(html);
    }
    if (refusal->hint[0] != '\0') {
        na_html_open_class(html, "p", "hint");
        na_html_text(html, refusal->hint);
        na_html_text(html, ".");
        na_html_close(html);
    }
    na_html_close(html);
    if (page->offered != NULL && page->offered->count > 0) {
        put_candidates(html, page);
    }
}
