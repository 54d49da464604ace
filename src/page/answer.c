/* The page: the empty form, and the answer to it. */
#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "page/private.h"
#include "question/session_state.h"
#include "question/settle.h"

#define CARDS "3"

static const struct na_param_spec page_specs[] = {
    {.name = "q",
     .type = NA_PARAM_TEXT,
     .high = NA_PARAM_Q_MAX,
     .required = true,
     .default_text = "",
     .example = "Hartlepool Civic Centre",
     .summary = "A place in words: a postcode, name, address, grid reference or stored w3w"},
    {.name = "kind",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "bleed_cabinet",
     .summary = "Kind of asset; without it the first of the data"},
    {.name = "usable",
     .type = NA_PARAM_ENUM,
     .choices = "any|not_no|yes",
     .default_text = "not_no",
     .example = "not_no",
     .summary = "Leave out what cannot be used, or all that is not known to be usable"},
    {.name = "name",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "Civic Centre, Victoria Road",
     .summary = "What the position is called on the page"},
    {.name = "incident",
     .type = NA_PARAM_TEXT,
     .default_text = "",
     .example = "2026-11-21/0413",
     .summary = "Number of the incident, for the audit log, as the header X-Incident"},
    {.name = "accuracy_m",
     .type = NA_PARAM_METRES,
     .low = 0.0,
     .high = 100000.0,
     .default_text = "0",
     .example = "10",
     .summary = "How far the position may be off, in metres"},
};

const struct na_param_specs na_page_params = {page_specs, sizeof page_specs / sizeof page_specs[0]};

/* A value of the form, "" when it was not given. */
static const char *value_of(const struct na_page_request *request, const char *name)
{
    const char *value = na_params_get(request->params, request->count, name);
    return value != NULL ? value : "";
}

static const char *first_kind(const struct na_snapshot *snapshot)
{
    bool any = snapshot != NULL && na_snapshot_kind_count(snapshot) > 0;
    return any ? na_snapshot_kind(snapshot, 0)->name : "";
}

/* Shown back even where the form as a whole is refused: what was typed is not lost. */
static void show_back(const struct na_page_request *request, struct na_page *page)
{
    if (!request->is_asked || request->form_error != NULL) {
        return;
    }
    page->q = value_of(request, "q");
    page->name = value_of(request, "name");
    page->incident = value_of(request, "incident");
    for (size_t i = 0; i < NA_PAGE_USABLE_COUNT; i++) {
        if (strcmp(na_page_usable[i].value, value_of(request, "usable")) == 0) {
            page->usable = na_page_usable[i].value;
        }
    }
    if (value_of(request, "kind")[0] != '\0') {
        page->kind = value_of(request, "kind");
    }
}

/* The letter of a kind typed before the place means that kind, whatever button is pressed: "b TS24
 * 8AY". */
static void take_letter(struct na_page *page)
{
    const char *q = page->q + strspn(page->q, " ");
    const char *rest = q[0] != '\0' && q[1] == ' ' ? q + 1 + strspn(q + 1, " ") : "";
    size_t count = page->snapshot != NULL ? na_snapshot_kind_count(page->snapshot) : 0;
    for (size_t i = 0; rest[0] != '\0' && i < count; i++) {
        const struct na_kind *kind = na_snapshot_kind(page->snapshot, i);
        if (kind->letter != '\0' && na_ascii_lower(q[0]) == kind->letter) {
            page->kind = kind->name;
            page->q = rest;
            return;
        }
    }
}

static enum na_code check(const struct na_page *page, const struct na_page_request *request,
                          struct na_error *reterr)
{
    if (request->form_error != NULL) {
        *reterr = *request->form_error;
        return reterr->code;
    }
    if (page->q[0] == '\0') {
        (void)na_fail(reterr, NA_ERR_PARAM_MISSING, "No place was given");
        return na_fail_at(reterr, NA_ERR_PARAM_MISSING, NULL, 0, "q",
                          "Type a postcode, a place, a street or a grid reference");
    }
    enum na_code code = na_params_check(&na_page_params, request->params, request->count, reterr);
    if (code == NA_OK && page->snapshot == NULL) {
        (void)na_fail(reterr, NA_ERR_NOT_READY, "No data is loaded");
        code = na_fail_at(reterr, NA_ERR_NOT_READY, NULL, 0, NULL,
                          "Use the printed list, and tell the people who look after this service");
    }
    if (code == NA_OK && page->kind[0] == '\0') {
        code = na_fail(reterr, NA_ERR_KIND_UNKNOWN, "The data have no assets");
    }
    return code;
}

static enum na_code find(struct na_session *session, const struct na_page *page,
                         const struct na_page_request *request, int32_t today,
                         struct na_nearest_answer *ret_answer, struct na_error *reterr)
{
    struct na_nearest_question question;
    struct na_param params[5] = {
        {"q", page->q}, {"kind", page->kind}, {"usable", page->usable}, {"k", CARDS}};
    size_t count = 4;
    const char *accuracy_m = value_of(request, "accuracy_m");
    if (accuracy_m[0] != '\0') {
        params[count++] = (struct na_param){"accuracy_m", accuracy_m};
    }
    enum na_code code = na_nearest_read(session, params, count, today, &question, reterr);
    if (code == NA_OK) {
        na_nearest_find(page->snapshot, &question, ret_answer);
    }
    return code;
}

int32_t na_page_day(const struct na_session *session, int32_t today)
{
    return session != NULL && session->now != NA_INSTANT_NONE
               ? na_day_of(na_clock_uk_local(session->now))
               : today;
}

enum na_code na_answer_page(struct na_session *session, const struct na_page_request *request,
                            int32_t today, struct na_buffer *to, enum na_code *ret_outcome,
                            struct na_error *reterr)
{
    const struct na_snapshot *snapshot = session != NULL ? na_session_snapshot(session) : NULL;
    struct na_nearest_answer answer;
    struct na_error refusal = {.code = NA_OK};
    struct na_page page = {.skeleton = request->skeleton,
                           .snapshot = snapshot,
                           .today = na_page_day(session, today),
                           .q = "",
                           .name = "",
                           .incident = "",
                           .kind = first_kind(snapshot),
                           .usable = na_page_usable[0].value,
                           .say = session != NULL ? session->say : NULL};
    enum na_code outcome = NA_OK;
    show_back(request, &page);
    take_letter(&page);
    if (request->is_asked) {
        outcome = check(&page, request, &refusal);
        bool searched = outcome == NA_OK;
        if (searched) {
            outcome = find(session, &page, request, today, &answer, &refusal);
        }
        page.answer = outcome == NA_OK ? &answer : NULL;
        page.refusal = outcome == NA_OK ? NULL : &refusal;
        if (searched && session->has_refused && na_locate_refuses(outcome)) {
            page.offered = session->refused;
        }
    }
    size_t before = to->length;
    enum na_code code = na_answer_settle(na_render_page(&page, to), to, before, reterr);
    if (code == NA_OK) {
        *ret_outcome = outcome;
    }
    return code;
}
