/* Who guards a cell and who reads it must part it at the same places, and see the same values. */
#include "compile/tag_list.h"

bool na_tag_list_next(struct na_str list, size_t *at, struct na_str *ret_tag)
{
    while (*at < list.length) {
        size_t begin = *at;
        size_t end = begin;
        while (end < list.length && list.bytes[end] != ';') {
            end += list.bytes[end] == '\\' && end + 1 < list.length ? 2 : 1;
        }
        *at = end + 1;
        *ret_tag = na_str_trim((struct na_str){list.bytes + begin, end - begin});
        if (ret_tag->length > 0) {
            return true;
        }
    }
    return false;
}

struct na_str na_tag_list_plain(struct na_str tag, char *to)
{
    size_t length = 0;
    for (size_t i = 0; i < tag.length; i++) {
        bool escape = tag.bytes[i] == '\\' && i + 1 < tag.length &&
                      (tag.bytes[i + 1] == ';' || tag.bytes[i + 1] == '\\');
        i += escape ? 1 : 0;
        to[length++] = tag.bytes[i];
    }
    return (struct na_str){to, length};
}
