/* Looks at each line as a person would, before inih sees it. */
#include "io/ini_check.h"

#include <string.h>

#include "base/fail.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Position of `c` in the line, or its length. */
static size_t find(struct na_str line, char c)
{
    const char *found = line.length > 0 ? memchr(line.bytes, c, line.length) : NULL;
    return found != NULL ? (size_t)(found - line.bytes) : line.length;
}

bool na_ini_next_line(struct na_str *rest, struct na_str *ret_line)
{
    if (rest->length == 0) {
        return false;
    }
    size_t end = find(*rest, '\n');
    struct na_str line = {rest->bytes, end};
    size_t skip = end < rest->length ? end + 1 : end;
    if (skip > end && line.length > 0 && line.bytes[line.length - 1] == '\r') {
        line.length--;
    }
    rest->bytes += skip;
    rest->length -= skip;
    *ret_line = line;
    return true;
}

bool na_ini_section_name(struct na_str line, struct na_str *ret_name)
{
    if (line.length == 0 || line.bytes[0] != '[') {
        return false;
    }
    struct na_str inside = {line.bytes + 1, line.length - 1};
    inside.length = find(inside, ']');
    *ret_name = inside;
    return true;
}

static enum na_code fail_line(struct na_error *reterr, const char *message, const char *hint)
{
    (void)na_fail(reterr, NA_ERR_DATA, "%s", message);
    (void)na_fail_at(reterr, NA_ERR_DATA, NULL, 0, NULL, hint);
    return NA_ERR_DATA;
}

/* Bytes that no line may have, whatever its shape. */
static enum na_code check_bytes(struct na_str line, struct na_error *reterr)
{
    if (line.length > NA_INI_LINE_MAX) {
        return fail_line(reterr, "The line is longer than 4,000 bytes", "shorten it");
    }
    if (find(line, '\0') < line.length) {
        return fail_line(reterr, "The line has a NUL byte", "save the file as plain text in UTF-8");
    }
    if (!na_utf8_valid(line.bytes, line.length)) {
        return fail_line(reterr, "The line is not valid UTF-8", "save the file in UTF-8");
    }
    for (size_t i = 0; i < line.length; i++) {
        unsigned char c = (unsigned char)line.bytes[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) {
            return fail_line(reterr, "The line has a control character",
                             "remove it; lines end with LF or CRLF");
        }
    }
    return NA_OK;
}

static bool is_rest_empty(struct na_str line, size_t from)
{
    bool blank = false;
    for (size_t i = from; i < line.length; i++) {
        if (line.bytes[i] == ';' && blank) {
            return true;
        }
        if (!is_blank(line.bytes[i])) {
            return false;
        }
        blank = true;
    }
    return true;
}

static enum na_code check_section(struct na_str line, struct na_error *reterr)
{
    struct na_str name;
    (void)na_ini_section_name(line, &name);
    if (name.length + 1 == line.length) {
        return fail_line(reterr, "The section header has no ]", "write it as [name]");
    }
    if (!is_rest_empty(line, name.length + 2)) {
        return fail_line(reterr, "There is something after the section header",
                         "begin a new line after ]");
    }
    if (name.length == 0 || name.length != na_str_trim(name).length) {
        return fail_line(reterr, "The section name is empty or has blanks at its ends",
                         "write it as [name]");
    }
    if (name.length > NA_INI_SECTION_MAX) {
        return fail_line(reterr, "The section name is longer than 49 bytes", "shorten it");
    }
    /* inih takes what follows " ;" for a comment here too. */
    for (size_t i = 1; i < name.length; i++) {
        if (name.bytes[i] == ';' && is_blank(name.bytes[i - 1])) {
            return fail_line(reterr, "The section name has a comment in it", "write it as [name]");
        }
    }
    return NA_OK;
}

static enum na_code check_entry(struct na_str line, struct na_error *reterr)
{
    struct na_str key = {line.bytes, find(line, '=')};
    if (key.length == line.length) {
        return fail_line(reterr, "The line is neither [section], key = value nor a comment",
                         "write key = value, or begin a comment with ;");
    }
    if (na_str_trim(key).length == 0) {
        return fail_line(reterr, "There is no key before the =", "write key = value");
    }
    /* inih would end the key at ':' and take " ;" for a comment. */
    if (find(key, ':') < key.length || find(key, ';') < key.length) {
        return fail_line(reterr, "The key has a : or ; in it", "write key = value");
    }
    return NA_OK;
}

static enum na_code check_line(struct na_str line, struct na_ini_tally *tally,
                               struct na_error *reterr)
{
    enum na_code code = check_bytes(line, reterr);
    if (code != NA_OK) {
        return code;
    }
    struct na_str text = na_str_trim(line);
    if (text.length == 0 || text.bytes[0] == ';' || text.bytes[0] == '#') {
        return NA_OK;
    }
    if (is_blank(line.bytes[0])) {
        return fail_line(reterr, "The line begins with a blank; values cannot go on over lines",
                         "remove the blanks at its start");
    }
    if (line.bytes[0] == '[') {
        tally->sections++;
        return check_section(line, reterr);
    }
    tally->entries++;
    return check_entry(line, reterr);
}

/* A section without entries would be gone without a word: its reader sees entries alone. */
static enum na_code check_not_empty(const struct na_ini_tally *tally, size_t entries_before,
                                    int64_t header_line, struct na_error *reterr)
{
    if (header_line == 0 || tally->entries > entries_before) {
        return NA_OK;
    }
    enum na_code code = fail_line(reterr, "The section has no entries",
                                  "give it its entries, or make its header a comment with ;");
    (void)na_fail_at(reterr, code, NULL, header_line, NULL, NULL);
    return code;
}

enum na_code na_ini_check(struct na_str bytes, struct na_ini_tally *ret_tally,
                          struct na_error *reterr)
{
    struct na_ini_tally tally = {0};
    size_t entries_before = 0;
    int64_t header_line = 0;
    if (bytes.length > NA_INI_FILE_MAX) {
        return fail_line(reterr, "The file is larger than 1 MiB", "is it the right file?");
    }
    struct na_str rest = bytes;
    struct na_str line;
    for (int64_t number = 1; na_ini_next_line(&rest, &line); number++) {
        size_t sections = tally.sections;
        enum na_code code = check_line(line, &tally, reterr);
        if (code != NA_OK) {
            (void)na_fail_at(reterr, code, NULL, number, NULL, NULL);
            return code;
        }
        if (tally.sections > sections) {
            code = check_not_empty(&tally, entries_before, header_line, reterr);
            if (code != NA_OK) {
                return code;
            }
            header_line = number;
            entries_before = tally.entries;
        }
    }
    *ret_tally = tally;
    return check_not_empty(&tally, entries_before, header_line, reterr);
}
