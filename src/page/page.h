/* page/page.h - what a browser gets without JavaScript: the page with its form and the answer to
 * it, and the list to print. docs/page.md is for those who use them. */
#ifndef NA_PAGE_PAGE_H
#define NA_PAGE_PAGE_H

#include "base/text.h"
#include "question/ask.h"
#include "question/params.h"

/* The form: q, kind, usable, and what the buttons of candidates add: name, accuracy_m. */
extern const struct na_param_specs na_page_params;
/* /list: kind. */
extern const struct na_param_specs na_list_params;

struct na_page_request {
    struct na_str skeleton; /* with the placeholders of web/README.md */
    bool is_asked;          /* false: the empty form; the rest is not looked at */
    const struct na_param *params;
    size_t count;
    const struct na_error *form_error; /* the form was not understood; NULL: it was */
};

/* The page. `session` NULL: there is no data, which it says. A question that is refused is said on
 * the page too, with what can be done: *ret_outcome is its code, else NA_OK. Errors: NA_ERR_MEMORY,
 * NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_answer_page(struct na_session *session,
                                        const struct na_page_request *request, int32_t today,
                                        struct na_buffer *to, enum na_code *ret_outcome,
                                        struct na_error *reterr);

/* The list to print: every asset once (of the kinds asked for), by kind and ward, as at `today`.
 * Never a code. Kinds that are locked or have a holder of codes come first. `session` NULL: a page
 * that says there is no data. Errors: those of na_params_check, NA_ERR_KIND_UNKNOWN, NA_ERR_MEMORY,
 * NA_ERR_LIMIT. */
NA_MUST_USE enum na_code na_answer_list(struct na_session *session, const struct na_param *params,
                                        size_t count, int32_t today, struct na_buffer *to,
                                        struct na_error *reterr);

#endif
