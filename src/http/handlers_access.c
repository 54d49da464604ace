/* /v1/assets/{id}/access: the one answer that holds a code. */
#include "base/clock.h"
#include "base/fail.h"
#include "http/handlers.h"

enum na_code na_handle_access(struct na_handling *handling, struct na_error *reterr)
{
    struct na_service *service = handling->worker->service;
    const struct na_token *token = NULL;
    const char *id = handling->path_value;
    enum na_code code = na_tokens_find(service->tokens.items != NULL ? &service->tokens : NULL,
                                       handling->request->headers.authorization, &token, reterr);
    if (code != NA_OK) {
        handling->response->authenticate = "Bearer";
        return code;
    }
    if (token->role != NA_ROLE_CONTROL) {
        (void)na_fail(reterr, NA_ERR_FORBIDDEN, "The token is not of the role control");
        return na_fail_at(reterr, NA_ERR_FORBIDDEN, NULL, 0, "Authorization",
                          "Ask the control room, which may see codes");
    }
    code = na_answer_access(handling->worker->session, id, handling->params, handling->param_count,
                            handling->format, &handling->response->body, reterr);
    if (code == NA_OK) {
        /* No line, no code: the answer is dropped when the log cannot be written. */
        code = na_audit_code(&service->audit, na_now(), token->name, id, reterr);
    }
    return code;
}
