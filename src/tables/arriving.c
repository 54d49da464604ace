/* A stage a layer: gzip, UTF-16, text. Each holds its first bytes until they say what it is, then
 * passes on. What a stage holds and how far gzip may expand is limited, since the bytes are a
 * stranger's. */
#include "tables/arriving.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/gzip.h"
#include "tables/decode.h"
#include "tables/kind.h"

#define PIECE_BYTES ((size_t)32 * 1024)
/* No table is packed so well but one that is made to hold up who unpacks it; short ones may. */
#define RATIO_MAX 200
#define RATIO_FROM_BYTES ((uint64_t)4 << 20)
/* As many show gzip, and UTF-16 with its mark or without. */
#define MARK_BYTES 4

/* The first bytes of a stage, held until they say what it is. */
struct start {
    char bytes[MARK_BYTES];
    size_t length;
    bool known;
};

struct na_arriving {
    struct na_arriving_wanted wanted;
    struct start packed, text;
    struct na_gunzip *gunzip; /* NULL: it is not packed */
    bool is_wide;             /* UTF-16 */
    struct na_utf16 utf16;
    struct na_buffer decoded;
    uint64_t packed_length, length; /* so far, of the gzip and of the text */
    struct na_buffer sample;        /* until the form is known */
    bool begun;
    struct na_text_form form;
    size_t lines_above;
    char piece[PIECE_BYTES];
};

enum na_code na_arriving_new(const struct na_arriving_wanted *wanted,
                             struct na_arriving **ret_arriving, struct na_error *reterr)
{
    struct na_arriving *arriving = calloc(1, sizeof *arriving);
    if (arriving == NULL) {
        return na_fail_memory(reterr, "reading a table");
    }
    arriving->wanted = *wanted;
    na_buffer_init(&arriving->decoded, 4 * PIECE_BYTES);
    na_buffer_init(&arriving->sample, NA_TABLES_SAMPLE_BYTES);
    *ret_arriving = arriving;
    return NA_OK;
}

void na_arriving_free(struct na_arriving *arriving)
{
    if (arriving != NULL) {
        na_gunzip_free(arriving->gunzip);
        na_buffer_fini(&arriving->decoded);
        na_buffer_fini(&arriving->sample);
        na_text_form_fini(&arriving->form);
        free(arriving);
    }
}

static enum na_code refuse(const char *what, const char *remedy, struct na_error *reterr)
{
    (void)na_fail(reterr, NA_ERR_DATA, "This is %s, which is not read here", what);
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, remedy);
}

/* What the text is, by its first bytes and by what it was said to be. */
static enum na_code find_kind(const struct na_arriving *arriving, bool *ret_ndjson,
                              struct na_error *reterr)
{
    struct na_str start = {arriving->sample.data, arriving->sample.length};
    const char *what = NULL;
    const char *remedy = NULL;
    start.length = start.length < NA_TABLES_KIND_BYTES ? start.length : NA_TABLES_KIND_BYTES;
    enum na_tables_kind kind = na_tables_kind_of(start);
    switch (kind) {
    case NA_TABLES_GZIP:
        return refuse("gzip inside gzip", "Pack it once", reterr);
    case NA_TABLES_ZIP:
        return refuse("a zip file or an Excel workbook",
                      "POST /v1/batch/csv makes CSV of it, and nearaid join reads it", reterr);
    case NA_TABLES_SQLITE:
        return refuse("a GeoPackage", "Read it with nearaid join, or save it as CSV", reterr);
    default:
        break;
    }
    enum na_tables_as as = arriving->wanted.as;
    *ret_ndjson = as == NA_TABLES_AS_FOUND ? kind == NA_TABLES_NDJSON : as == NA_TABLES_AS_NDJSON;
    if (as == NA_TABLES_AS_NDJSON) {
        return NA_OK;
    }
    if (kind == NA_TABLES_OTHER) {
        na_tables_kind_refusal(start, &what, &remedy);
        return refuse(what, remedy, reterr);
    }
    return NA_OK;
}

/* The form is found; what was held is given. */
static enum na_code begin(struct na_arriving *arriving, bool ended, struct na_error *reterr)
{
    const struct na_arriving_wanted *wanted = &arriving->wanted;
    struct na_str sample = {arriving->sample.data, arriving->sample.length};
    bool is_ndjson = false;
    if (sample.length == 0) {
        sample.bytes = "";
    }
    enum na_code code = find_kind(arriving, &is_ndjson, reterr);
    if (code == NA_OK && !is_ndjson) {
        code = na_text_form_find(sample, ended, &wanted->text, &arriving->form, reterr);
    }
    for (size_t i = 0; i < arriving->form.skip; i++) {
        arriving->lines_above += sample.bytes[i] == '\n';
    }
    if (code == NA_OK) {
        code = wanted->begin(wanted->context, &arriving->form, is_ndjson, reterr);
    }
    arriving->begun = code == NA_OK;
    struct na_str rest = {sample.bytes + arriving->form.skip, sample.length - arriving->form.skip};
    if (code == NA_OK && rest.length > 0) {
        code = wanted->give(wanted->context, rest, reterr);
    }
    na_buffer_fini(&arriving->sample);
    return code;
}

static enum na_code take_text(struct na_arriving *arriving, struct na_str bytes,
                              struct na_error *reterr)
{
    const struct na_arriving_wanted *wanted = &arriving->wanted;
    arriving->length += bytes.length;
    if (arriving->length > wanted->limit_bytes) {
        return na_fail(reterr, NA_ERR_LIMIT, "The table is longer than %" PRIu64 " bytes, unpacked",
                       wanted->limit_bytes);
    }
    if (!arriving->begun) {
        size_t room = NA_TABLES_SAMPLE_BYTES - arriving->sample.length;
        size_t taken = bytes.length < room ? bytes.length : room;
        if (na_buffer_append(&arriving->sample, bytes.bytes, taken) != NA_OK) {
            return na_fail_memory(reterr, "reading a table");
        }
        bytes = (struct na_str){bytes.bytes + taken, bytes.length - taken};
        if (arriving->sample.length < NA_TABLES_SAMPLE_BYTES) {
            return NA_OK;
        }
        enum na_code code = begin(arriving, false, reterr);
        if (code != NA_OK) {
            return code;
        }
    }
    return bytes.length > 0 ? wanted->give(wanted->context, bytes, reterr) : NA_OK;
}

static enum na_code take_wide(struct na_arriving *arriving, struct na_str bytes, bool final,
                              struct na_error *reterr)
{
    enum na_code code = NA_OK;
    size_t at = 0;
    do {
        size_t left = bytes.length - at;
        struct na_str piece = {bytes.bytes + at, left < PIECE_BYTES ? left : PIECE_BYTES};
        at += piece.length;
        na_buffer_clear(&arriving->decoded);
        code = na_utf16_take(&arriving->utf16, piece, final && at == bytes.length,
                             &arriving->decoded, reterr);
        if (code == NA_OK && arriving->decoded.length > 0) {
            struct na_str text = {arriving->decoded.data, arriving->decoded.length};
            code = take_text(arriving, text, reterr);
        }
    } while (at < bytes.length && code == NA_OK);
    return code;
}

/* Hold the first bytes of a stage. True: they are known now, and stand in `start`. */
static bool hold(struct start *start, struct na_str *bytes, bool final)
{
    while (start->length < MARK_BYTES && bytes->length > 0) {
        start->bytes[start->length++] = bytes->bytes[0];
        *bytes = (struct na_str){bytes->bytes + 1, bytes->length - 1};
    }
    start->known = final || start->length == MARK_BYTES;
    return start->known;
}

static enum na_code take_unpacked(struct na_arriving *arriving, struct na_str bytes, bool final,
                                  struct na_error *reterr)
{
    struct start *start = &arriving->text;
    struct na_str held = {start->bytes, 0};
    if (!start->known) {
        if (!hold(start, &bytes, final)) {
            return NA_OK;
        }
        held.length = start->length;
        arriving->is_wide = na_tables_kind_of(held) == NA_TABLES_UTF16;
    }
    enum na_code code = NA_OK;
    if (arriving->is_wide) {
        code = held.length > 0 ? take_wide(arriving, held, false, reterr) : NA_OK;
        return code == NA_OK ? take_wide(arriving, bytes, final, reterr) : code;
    }
    code = held.length > 0 ? take_text(arriving, held, reterr) : NA_OK;
    return code == NA_OK && bytes.length > 0 ? take_text(arriving, bytes, reterr) : code;
}

static enum na_code check_ratio(const struct na_arriving *arriving, struct na_error *reterr)
{
    if (arriving->length <= RATIO_FROM_BYTES ||
        arriving->length / RATIO_MAX <= arriving->packed_length) {
        return NA_OK;
    }
    (void)na_fail(reterr, NA_ERR_DATA, "The gzip is packed beyond belief");
    return na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, "Send it unpacked if it is meant");
}

static enum na_code unpack(struct na_arriving *arriving, struct na_str bytes,
                           struct na_error *reterr)
{
    arriving->packed_length += bytes.length;
    for (;;) {
        size_t taken = 0;
        size_t given = 0;
        enum na_code code = na_gunzip_some(arriving->gunzip, bytes.bytes, bytes.length,
                                           arriving->piece, PIECE_BYTES, &taken, &given, reterr);
        bytes = (struct na_str){bytes.bytes + taken, bytes.length - taken};
        if (code == NA_OK && given > 0) {
            struct na_str piece = {arriving->piece, given};
            code = take_unpacked(arriving, piece, false, reterr);
            code = code == NA_OK ? check_ratio(arriving, reterr) : code;
        }
        if (code != NA_OK || (given == 0 && bytes.length == 0)) {
            return code;
        }
    }
}

static enum na_code take_packed(struct na_arriving *arriving, struct na_str bytes, bool final,
                                struct na_error *reterr)
{
    struct start *start = &arriving->packed;
    enum na_code code = NA_OK;
    if (!start->known) {
        if (!hold(start, &bytes, final)) {
            return NA_OK;
        }
        struct na_str held = {start->bytes, start->length};
        if (na_gzip_begins(held.bytes, held.length)) {
            code = na_gunzip_new(&arriving->gunzip, reterr);
        }
        if (code == NA_OK && held.length > 0) {
            code = arriving->gunzip != NULL ? unpack(arriving, held, reterr)
                                            : take_unpacked(arriving, held, false, reterr);
        }
    }
    if (code == NA_OK && arriving->gunzip != NULL && bytes.length > 0) {
        return unpack(arriving, bytes, reterr);
    }
    return code == NA_OK && arriving->gunzip == NULL ? take_unpacked(arriving, bytes, final, reterr)
                                                     : code;
}

enum na_code na_arriving_take(struct na_arriving *arriving, struct na_str bytes,
                              struct na_error *reterr)
{
    return take_packed(arriving, bytes, false, reterr);
}

enum na_code na_arriving_end(struct na_arriving *arriving, struct na_error *reterr)
{
    static const struct na_str nothing = {"", 0};
    enum na_code code = take_packed(arriving, nothing, true, reterr);
    if (code == NA_OK && arriving->gunzip != NULL) {
        code = na_gunzip_whole(arriving->gunzip)
                   ? take_unpacked(arriving, nothing, true, reterr)
                   : na_fail(reterr, NA_ERR_DATA, "The gzip is cut short");
    }
    return code == NA_OK && !arriving->begun ? begin(arriving, true, reterr) : code;
}

size_t na_arriving_lines_above(const struct na_arriving *arriving)
{
    return arriving->lines_above;
}
