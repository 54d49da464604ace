/* Which data a question is asked of: an option, then the environment; a compiled file, or a pack
 * that is compiled on the way. */
#include <stdlib.h>

#include "base/fail.h"
#include "cli/command.h"

/* As large as a compiled pack may be; beyond this a pack is to be compiled to a file. */
#define PACK_LIMIT_BYTES ((size_t)1 << 31)

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

/* What to open: options before the environment. */
static enum na_code choose(const struct na_cli_options *options, const char **ret_snapshot,
                           const char **ret_pack, struct na_error *reterr)
{
    const char *snapshot = options->snapshot;
    const char *pack = options->pack;
    if (snapshot == NULL && pack == NULL) {
        snapshot = environment("NEARAID_SNAPSHOT");
        pack = environment("NEARAID_PACK");
    }
    if (snapshot != NULL && pack != NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "Both NEARAID_SNAPSHOT and NEARAID_PACK are set");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL, "Give --snapshot or --pack");
    }
    if (snapshot == NULL && pack == NULL) {
        (void)na_fail(reterr, NA_ERR_USAGE, "No data to ask");
        return na_fail_at(reterr, NA_ERR_USAGE, NULL, 0, NULL,
                          "Give --snapshot FILE or --pack DIR, or set NEARAID_SNAPSHOT");
    }
    *ret_snapshot = snapshot;
    *ret_pack = pack;
    return NA_OK;
}

static enum na_code open_pack(const char *pack, const struct na_cli_options *options,
                              struct na_cli_source *source, struct na_error *reterr)
{
    struct na_report report;
    na_report_init(&report);
    enum na_code code = na_cli_pack_compile(pack, options, &source->bytes, &report, reterr);
    if (code != NA_OK) {
        na_cli_pack_say_findings(&report);
        code = na_cli_pack_refused(pack, code, &report, reterr);
        goto done;
    }
    code =
        na_snapshot_from_bytes(source->bytes.data, source->bytes.length, &source->snapshot, reterr);
done:
    na_report_fini(&report);
    return code;
}

enum na_code na_cli_source_open(const struct na_cli_options *options,
                                struct na_cli_source *ret_source, struct na_error *reterr)
{
    const char *snapshot = NULL;
    const char *pack = NULL;
    enum na_code code = choose(options, &snapshot, &pack, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_cli_source source = {.snapshot = NULL};
    na_buffer_init(&source.bytes, PACK_LIMIT_BYTES);
    if (snapshot != NULL) {
        code = options->map ? na_snapshot_map(snapshot, &source.snapshot, reterr)
                            : na_snapshot_open(snapshot, &source.snapshot, reterr);
    } else {
        code = open_pack(pack, options, &source, reterr);
    }
    if (code != NA_OK) {
        na_cli_source_close(&source);
        return code;
    }
    *ret_source = source;
    return NA_OK;
}

void na_cli_source_close(struct na_cli_source *source)
{
    na_snapshot_unref(source->snapshot);
    source->snapshot = NULL;
    na_buffer_fini(&source->bytes);
}
