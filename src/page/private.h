/* page/private.h - what the page's files share: the page as values, and its parts. */
#ifndef NA_PAGE_PRIVATE_H
#define NA_PAGE_PRIVATE_H

#include "locate/locate.h"
#include "nearest/nearest.h"
#include "page/html.h"
#include "page/page.h"

/* What the page shows; NULL is what there is not. */
struct na_page {
    struct na_str skeleton;
    const struct na_snapshot *snapshot;
    int32_t today;
    const char *q;        /* as typed, or "" */
    const char *name;     /* what the position is called, or "" */
    const char *incident; /* its number, or "" */
    const char *kind;     /* the one that is chosen, or "" */
    const char *usable;   /* likewise, never "" */
    const struct na_nearest_answer *answer;
    const struct na_error *refusal;
    const struct na_located *offered; /* what may be meant instead */
    const struct na_say *say;         /* template of the words; NULL: the one that ships */
};

/* The values of `usable` that the form offers; the first is the default. */
#define NA_PAGE_USABLE_COUNT 3
struct na_page_choice {
    const char *value;
    const char *text;
};
extern const struct na_page_choice na_page_usable[NA_PAGE_USABLE_COUNT];

/* The whole page. */
NA_MUST_USE enum na_code na_render_page(const struct na_page *page, struct na_buffer *to);
/* Its parts. */
void na_render_page_answer(struct na_html *html, const struct na_page *page);
void na_render_page_card(struct na_html *html, const struct na_page *page, size_t i, bool is_first);
/* The verdict in a word that cannot be overlooked: "STALE"; static. */
const char *na_page_state_word(const struct na_asset *asset, const struct na_moment *moment,
                               enum na_usable_state state);
/* A heading and a text of what is said; "" is said to be nothing. */
void na_html_said(struct na_html *html, const char *heading, const char *class_name,
                  struct na_str text);
void na_render_page_refusal(struct na_html *html, const struct na_page *page);
/* Bands for demonstration data, old data, no data (snapshot NULL); and what stands at the foot. */
void na_render_page_bands(struct na_html *html, const struct na_snapshot *snapshot, int32_t today);
void na_render_page_foot(struct na_html *html, const struct na_snapshot *snapshot);
/* The title of a kind of asset; of another kind its name in words: "bleed_cabinet" is "bleed
 * cabinet". */
void na_html_kind(struct na_html *html, const struct na_snapshot *snapshot, const char *kind);

/* The day on British calendars where the session knows the time, else `today`. */
int32_t na_page_day(const struct na_session *session, int32_t today);

/* What is printed of one asset. */
struct na_list_row {
    uint32_t asset;
    uint32_t group; /* its kind, in the order of the list */
    const char *kind, *name, *id;
    const char *ward, *authority; /* "" outside all wards: then `place` */
    const char *place;            /* the nearest one, or "" */
};
struct na_list {
    const struct na_snapshot *snapshot; /* NULL: no data, no rows */
    int32_t today;
    const char *vintage; /* of the wards, or "" */
    struct na_list_row *rows;
    size_t count;
};
NA_MUST_USE enum na_code na_render_list(const struct na_list *list, struct na_buffer *to);

#endif
