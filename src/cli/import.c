/* The section of pack.ini that an import writes: keys are set and looked up in the text as it is,
 * so that what a person wrote beside them stays. */
#include "cli/import.h"

#include <string.h>

#include "base/fail.h"
#include "base/text.h"
#include "io/ini.h"
#include "io/ini_edit.h"

enum na_code na_import_set(struct na_import *import, const char *key, const char *value,
                           struct na_error *reterr)
{
    return na_ini_set(&import->ini, import->section, key, value) == NA_OK
               ? NA_OK
               : na_fail_memory(reterr, "writing pack.ini");
}

bool na_import_has_key(const struct na_import *import, const char *key, char *to, size_t size)
{
    struct na_ini ini;
    bool has = false;
    if (na_ini_parse(import->ini.data, import->ini.length, "pack.ini", &ini, NULL) != NA_OK) {
        return false;
    }
    for (size_t i = 0; i < ini.count; i++) {
        bool is = strcmp(ini.entries[i].section, import->section) == 0 &&
                  strcmp(ini.entries[i].key, key) == 0;
        has = has || is;
        if (is && to != NULL) {
            (void)na_text_copy(to, size, ini.entries[i].value);
        }
    }
    na_ini_free(&ini);
    return has;
}

/* Can the heading stand in a list of pack.ini, in quotes if need be? */
bool na_import_is_writable(const char *heading)
{
    size_t length = strlen(heading);
    return length > 0 && length + 1 < NA_IMPORT_HEADING_BYTES &&
           strpbrk(heading, "\"\n\r\t") == NULL && strstr(heading, " ;") == NULL &&
           heading[0] != ';';
}

bool na_import_wants_quotes(const char *heading)
{
    return strpbrk(heading, ",;+()") != NULL || heading[0] == '-';
}
