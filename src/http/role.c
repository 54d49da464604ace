/* Who may ask is written in the question's declaration, and checked here for every route. A code
 * that is handed out is noted in the audit log first: without the note there is no code. */
#include "http/role.h"

#include "base/clock.h"
#include "base/fail.h"

enum na_code na_role_check(struct na_handling *handling, const struct na_token **ret_token,
                           struct na_error *reterr)
{
    const struct na_service *service = handling->worker->service;
    *ret_token = NULL;
    if (handling->route->question->role == NA_ANYONE) {
        return NA_OK;
    }
    enum na_code code = na_tokens_find(service->tokens.items != NULL ? &service->tokens : NULL,
                                       handling->request->headers.authorization, ret_token, reterr);
    if (code != NA_OK) {
        handling->response->authenticate = "Bearer";
        return code;
    }
    if ((*ret_token)->role != NA_ROLE_CONTROL) {
        (void)na_fail(reterr, NA_ERR_FORBIDDEN, "The token is not of the role control");
        return na_fail_at(reterr, NA_ERR_FORBIDDEN, NULL, 0, "Authorization",
                          "Ask the control room, which may see codes");
    }
    return NA_OK;
}

enum na_code na_role_note(const struct na_handling *handling, const struct na_token *token,
                          struct na_error *reterr)
{
    if (handling->route->question->privacy != NA_SECRET) {
        return NA_OK;
    }
    return na_audit_code(&handling->worker->service->audit, na_now(), token->name,
                         handling->path_value, reterr);
}
