/* cli/import.h - one nearaid import under way, and what is asked about it. Private to cli_import.c,
 * import.c and import_ask.c. */
#ifndef NA_CLI_IMPORT_H
#define NA_CLI_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <nearaid/error.h>

#include "base/buffer.h"
#include "cli/options.h"

#define NA_IMPORT_COLUMNS_MAX 256
#define NA_IMPORT_HEADING_BYTES 512
/* Bytes of a list in a line of pack.ini, which has 4,000. */
#define NA_IMPORT_LIST_MAX 3900

struct na_import_column {
    char heading[NA_IMPORT_HEADING_BYTES];
    char role[24];
    const char *why;
    bool is_asked, counts_rows, is_mixed;
    size_t filled;
};

/* One import under way. */
struct na_import {
    const struct na_cli_options *options;
    const char *pack; /* folder */
    char ini_path[4096];
    char section[80]; /* "assets.defibs" */
    char name[256];   /* of the file in the pack */
    struct na_buffer ini;
    struct na_import_column columns[NA_IMPORT_COLUMNS_MAX];
    size_t count;
    char profile[64]; /* said, or found; "": none */
    char sheet[128];
    char ids_name[128]; /* of the file of ids, or "" */
    struct na_buffer ids;
    size_t id_count;
    bool ids_failed;
    bool too_many;                        /* columns for a line of pack.ini */
    size_t unsaid, compared, at_postcode; /* as struct na_register_taken has them */
    size_t left_over, left_findings;      /* columns, and findings about the file */
    bool in_doubt;
    char doubt_role[24], doubt_first[NA_IMPORT_HEADING_BYTES],
        doubt_second[NA_IMPORT_HEADING_BYTES];
};

/* Set a key of the section, NULL: remove it. */
NA_MUST_USE enum na_code na_import_set(struct na_import *import, const char *key, const char *value,
                                       struct na_error *reterr);
/* Does the section have the key already? Its value into `to`, if that is not NULL. */
bool na_import_has_key(const struct na_import *import, const char *key, char *to, size_t size);
/* Can the heading stand in a list of pack.ini? In quotes if it holds a mark of lists. */
bool na_import_is_writable(const char *heading);
bool na_import_wants_quotes(const char *heading);
/* Which of two profiles? *ret_chosen NULL: neither. False: no answer. */
bool na_import_ask_profile(const char *first, const char *second, const char **ret_chosen);
/* Shall ids be made? */
bool na_import_ask_ids(const struct na_import *import);
/* Ask the first thing that is in doubt, and write the answer into the section; *ret_asked false:
 * nothing is, or there was no answer. */
NA_MUST_USE enum na_code na_import_ask(struct na_import *import, bool *ret_asked,
                                       struct na_error *reterr);

#endif
