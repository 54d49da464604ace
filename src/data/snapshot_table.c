/* Header, checksum and section table of a compiled file: nothing in it is believed before it is
 * checked. */
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "data/checksum.h"
#include "data/snapshot_private.h"

static enum na_code corrupt(struct na_error *reterr, const char *what)
{
    return na_fail(reterr, NA_ERR_CORRUPT, "The compiled file is damaged: %s", what);
}

static enum na_code check_header(const struct na_snapshot *snapshot,
                                 struct na_flat_header *ret_header, struct na_error *reterr)
{
    struct na_flat_header header;
    if (snapshot->length < sizeof header) {
        return corrupt(reterr, "it is too short");
    }
    if (((uintptr_t)snapshot->bytes & 7u) != 0) {
        return na_fail(reterr, NA_ERR_INTERNAL, "A compiled file must lie 8-aligned in memory");
    }
    memcpy(&header, snapshot->bytes, sizeof header);
    if (memcmp(header.magic, NA_FLAT_MAGIC, sizeof header.magic) != 0) {
        return na_fail(reterr, NA_ERR_CORRUPT, "This is not a compiled pack");
    }
    if (header.byte_order != NA_FLAT_BYTE_ORDER) {
        return na_fail(reterr, NA_ERR_VERSION, "The compiled file is of another byte order");
    }
    if (header.version != NA_FLAT_VERSION) {
        return na_fail(reterr, NA_ERR_VERSION,
                       "The compiled file is of format %u, this program reads format %u",
                       (unsigned int)header.version, NA_FLAT_VERSION);
    }
    if (header.length != snapshot->length) {
        return corrupt(reterr, "its length is not the one it was written with");
    }
    if (header.checksum !=
        na_checksum(snapshot->bytes + NA_FLAT_UNSUMMED, snapshot->length - NA_FLAT_UNSUMMED)) {
        return corrupt(reterr, "its checksum does not fit its content");
    }
    *ret_header = header;
    return NA_OK;
}

static enum na_code check_section(struct na_snapshot *snapshot, uint32_t expected,
                                  const struct na_flat_section *section, struct na_error *reterr)
{
    uint32_t item = na_flat_item_bytes((enum na_flat_id)expected);
    if (section->id != expected || section->item_bytes != item) {
        return corrupt(reterr, "its table of sections is not the one of this format");
    }
    if (section->offset > snapshot->length ||
        section->length > snapshot->length - section->offset ||
        section->offset % NA_FLAT_ALIGNMENT != 0 || section->length % item != 0) {
        return corrupt(reterr, "a section lies outside the file");
    }
    struct na_flat_view *view = &snapshot->sections[expected];
    view->count = (size_t)(section->length / item);
    view->items = view->count > 0 ? snapshot->bytes + section->offset : NULL;
    return NA_OK;
}

enum na_code na_snapshot_check_table(struct na_snapshot *snapshot, struct na_error *reterr)
{
    struct na_flat_header header = {.section_count = 0};
    enum na_code code = check_header(snapshot, &header, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_flat_section table[NA_FLAT_SECTIONS];
    if (header.section_count != NA_FLAT_SECTIONS ||
        snapshot->length - sizeof header < sizeof table) {
        return corrupt(reterr, "it has not the sections of this format");
    }
    memcpy(table, snapshot->bytes + sizeof header, sizeof table);
    for (uint32_t i = 0; code == NA_OK && i < NA_FLAT_SECTIONS; i++) {
        code = check_section(snapshot, i, &table[i], reterr);
    }
    return code;
}
