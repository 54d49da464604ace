/* For commands that hold new data against what is live (--against). The path may be a pack's folder
 * or a compiled file. What blocks is refused unless --accept gives a reason. */
#include "cli/against.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "base/number.h"

enum na_code na_cli_open_release(const char *path, const struct na_cli_options *options,
                                 struct na_cli_source *ret_source, struct na_error *reterr)
{
    struct stat seen;
    struct na_cli_options asked = *options;
    bool folder = stat(path, &seen) == 0 && S_ISDIR(seen.st_mode);
    asked.pack = folder ? path : NULL;
    asked.snapshot = folder ? NULL : path;
    return na_cli_source_open(&asked, ret_source, reterr);
}

enum na_code na_cli_against_open(const struct na_cli_options *options,
                                 const struct na_snapshot *after,
                                 struct na_cli_against *ret_against, struct na_error *reterr)
{
    struct na_cli_against against = {.live = {.snapshot = NULL}};
    struct na_release_limits limits = {.gone_percent = NA_RELEASE_GONE_PERCENT};
    const char *path = na_params_get(options->params, options->param_count, "against");
    const char *percent = na_params_get(options->params, options->param_count, "gone_percent");
    int64_t value = 0;
    *ret_against = against;
    if (path == NULL) {
        return NA_OK;
    }
    if (percent != NULL && na_integer_parse(na_str_of(percent), 0, 100, &value)) {
        limits.gone_percent = (double)value;
    }
    enum na_code code = na_cli_open_release(path, options, &against.live, reterr);
    if (code == NA_OK) {
        code = na_release_compare(against.live.snapshot, after, &limits, &against.diff, reterr);
        if (code != NA_OK) {
            na_cli_source_close(&against.live);
        }
    }
    if (code == NA_OK) {
        *ret_against = against;
    }
    return code;
}

void na_cli_against_close(struct na_cli_against *against)
{
    na_release_diff_fini(&against->diff);
    if (against->live.snapshot != NULL) {
        na_cli_source_close(&against->live);
    }
}

enum na_code na_cli_against_allow(const struct na_cli_against *against,
                                  const struct na_cli_options *options, struct na_error *reterr)
{
    const char *accept = na_params_get(options->params, options->param_count, "accept");
    if (against->live.snapshot == NULL || against->diff.block_count == 0 || accept != NULL) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_DATA, "To be accepted: %s%s", against->diff.blocks[0].text,
                  against->diff.block_count > 1 ? ", and more" : "");
    return na_fail_at(reterr, NA_ERR_DATA, options->argument, 0, NULL,
                      "Correct the data, or say why it is meant: --accept \"WHY\"");
}
