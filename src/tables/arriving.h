/* tables/arriving.h - a table that arrives in pieces, for a daemon, which cannot wait for its
 * bytes: unpacked if it is gzip, UTF-16 made UTF-8, its first MiB looked at, then handed on from
 * its header on. What is found is what na_tables_open finds in a file of the same bytes. */
#ifndef NA_TABLES_ARRIVING_H
#define NA_TABLES_ARRIVING_H

#include "tables/tables.h"

struct na_arriving_wanted {
    struct na_text_wanted text;
    enum na_tables_as as;
    uint64_t limit_bytes; /* of the text, unpacked */
    /* What the table is: called once, before any of `give`. `form` lives as long as the table; of
     * NDJSON only its encoding counts. */
    enum na_code (*begin)(void *context, const struct na_text_form *form, bool is_ndjson,
                          struct na_error *reterr);
    /* The next bytes of it. */
    enum na_code (*give)(void *context, struct na_str bytes, struct na_error *reterr);
    void *context;
};

/* Used from one thread at a time. Memory: below 2 MiB. */
struct na_arriving;
NA_MUST_USE enum na_code na_arriving_new(const struct na_arriving_wanted *wanted,
                                         struct na_arriving **ret_arriving,
                                         struct na_error *reterr);
void na_arriving_free(struct na_arriving *arriving);
/* Take the next bytes, cut anywhere. Errors: NA_ERR_DATA (a format that is not read, as what it is
 * and with the way out; damaged gzip or UTF-16), NA_ERR_LIMIT (over limit_bytes), NA_ERR_MEMORY,
 * those of the callbacks. After an error it can only be freed. */
NA_MUST_USE enum na_code na_arriving_take(struct na_arriving *arriving, struct na_str bytes,
                                          struct na_error *reterr);
/* There are no more. Errors as above; gzip that is cut short. */
NA_MUST_USE enum na_code na_arriving_end(struct na_arriving *arriving, struct na_error *reterr);
/* Lines of the text above the header. Known from `begin` on. */
size_t na_arriving_lines_above(const struct na_arriving *arriving);

#endif
