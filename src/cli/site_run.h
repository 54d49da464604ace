/* cli/site_run.h - the work of `nearaid site`, once its options are in form. Private to src/cli. */
#ifndef NA_CLI_SITE_RUN_H
#define NA_CLI_SITE_RUN_H

#include "cli/options.h"
#include "cli/position_options.h"
#include "cli/table_text.h"
#include "site/site.h"

/* Errors: those of reading, choosing and writing; NA_ERR_PARAM_CONFLICT. */
NA_MUST_USE enum na_code na_cli_site_run(const struct na_cli_options *options, int32_t today,
                                         struct na_error *reterr);

#endif
