/* pack.ini: what is accepted, written in its plainest form and read again, is the same; then the
 * pack's own reading of it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/report.h"
#include "compile/manifest.h"
#include "io/ini.h"

#define INI_LIMIT ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int good)
{
    if (!good) {
        abort();
    }
}

/* The first line keeps a byte order mark that begins a key from being taken for the file's. */
static void write_again(const struct na_ini *ini, struct na_buffer *out)
{
    const char *section = "";
    must(na_buffer_text(out, "; again\n") == NA_OK);
    for (size_t i = 0; i < ini->count; i++) {
        const struct na_ini_entry *entry = &ini->entries[i];
        if (strcmp(section, entry->section) != 0) {
            section = entry->section;
            must(na_buffer_printf(out, "[%s]\n", section) == NA_OK);
        }
        must(na_buffer_printf(out, "%s=%s\n", entry->key, entry->value) == NA_OK);
    }
}

static void check_same(const struct na_ini *a, const struct na_ini *b)
{
    must(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        must(strcmp(a->entries[i].section, b->entries[i].section) == 0);
        must(strcmp(a->entries[i].key, b->entries[i].key) == 0);
        must(strcmp(a->entries[i].value, b->entries[i].value) == 0);
        must(a->entries[i].line > 0 && (i == 0 || a->entries[i].line > a->entries[i - 1].line));
    }
}

static void parse_twice(const char *bytes, size_t size)
{
    struct na_ini ini = {0};
    struct na_ini again = {0};
    struct na_error error = {0};
    enum na_code code = na_ini_parse(bytes, size, "pack.ini", &ini, &error);
    if (code != NA_OK) {
        must(code == NA_ERR_DATA && error.message[0] != '\0' && error.hint[0] != '\0');
        must(size > INI_LIMIT / 4 || error.record > 0);
        return;
    }
    struct na_buffer out;
    na_buffer_init(&out, INI_LIMIT);
    write_again(&ini, &out);
    must(na_ini_parse(out.data, out.length, "again", &again, NULL) == NA_OK);
    check_same(&ini, &again);
    na_ini_free(&ini);
    na_ini_free(&again);
    na_buffer_fini(&out);
}

static void parse_manifest(const char *bytes, size_t size)
{
    struct na_manifest manifest = {0};
    struct na_report report;
    na_report_init(&report);
    enum na_code code = na_manifest_parse(bytes, size, "pack.ini", &manifest, &report, NULL);
    if (code == NA_OK) {
        must(report.errors == 0);
        for (size_t i = 0; i < manifest.section_count; i++) {
            must(manifest.sections[i].file[0] != '\0' && manifest.sections[i].id[0] != '\0');
        }
        na_manifest_fini(&manifest);
    }
    na_report_fini(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parse_twice((const char *)data, size);
    parse_manifest((const char *)data, size);
    return 0;
}
