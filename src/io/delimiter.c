/* What stands between the fields of a table. A delimiter is a single byte, because the reader of
 * CSV looks for one. */
#include "io/delimiter.h"

#include <stddef.h>
#include <string.h>

bool na_delimiter_is_good(char delimiter)
{
    char lower = na_ascii_lower(delimiter);
    bool word = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    bool visible = lower > 0x20 && lower < 0x7F;
    return delimiter == '\t' || (visible && !word && strchr("\".-_", delimiter) == NULL);
}

bool na_delimiter_parse(struct na_str text, char *ret_delimiter)
{
    /* pack.ini needs the words: there a lone ; begins a comment. */
    static const struct {
        const char *word;
        char delimiter;
    } words[] = {
        {"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"\\t", '\t'}, {"pipe", '|'},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (na_str_is(text, words[i].word)) {
            *ret_delimiter = words[i].delimiter;
            return true;
        }
    }
    if (text.length != 1 || !na_delimiter_is_good(text.bytes[0])) {
        return false;
    }
    *ret_delimiter = text.bytes[0];
    return true;
}
