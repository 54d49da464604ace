/* What the page offers to choose from, and how it writes a kind. */
#include "base/text.h"
#include "page/private.h"
#include "question/kind.h"

const struct na_page_choice na_page_usable[NA_PAGE_USABLE_COUNT] = {
    {"not_no", "all that may be usable"},
    {"yes", "only what is known to be usable"},
    {"any", "all, usable or not"},
};

void na_html_kind(struct na_html *html, const struct na_snapshot *snapshot, const char *kind)
{
    char text[256];
    const char *title = snapshot != NULL ? na_kind_named(snapshot, kind)->title : "";
    if (title[0] != '\0') {
        na_html_text(html, title);
        return;
    }
    (void)na_text_copy(text, sizeof text, kind);
    for (char *c = text; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    na_html_text(html, text);
}
