/* io/ini.h - INI files as a list of sections (inih underneath; its only user). */
#ifndef NA_IO_INI_H
#define NA_IO_INI_H

#include <stddef.h>

#include <nearaid/error.h>

struct na_ini_entry {
    const char *section; /* "" before the first section */
    const char *key;
    const char *value; /* trimmed, `;` comments removed */
    int line;          /* 1-based */
};

struct na_ini {
    struct na_ini_entry *entries; /* in file order */
    size_t count;
    void *memory; /* private */
};

/* Parse `length` bytes (UTF-8, optional BOM, at most 1 MiB, lines at most 4,000 bytes). `name` is
 * used in errors only. A repeated section or a repeated key in a section, a line that is neither
 * section, comment nor key=value, a NUL or bad UTF-8 are NA_ERR_DATA with file and record (line).
 * Release with na_ini_free. */
NA_MUST_USE enum na_code na_ini_parse(const char *bytes, size_t length, const char *name,
                                      struct na_ini *ret_ini, struct na_error *reterr);
void na_ini_free(struct na_ini *ini);

#endif
