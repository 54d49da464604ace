/* Names of columns, and which of them become a tag. A heading that means a role, that the export
 * works out, that is a misspelt role or that may hold a code is no tag. So what is exported can be
 * read in again without a change of meaning. */
#include "compile/columns.h"

#include <stdlib.h>
#include <string.h>

#include "register/heading.h"
#include "register/secret.h"

const char *na_column_name(enum na_column column)
{
    return column < NA_COLUMN_COUNT ? na_role_name((enum na_register_role)column) : "tag";
}

static bool fold_name(struct na_str header, char *to)
{
    header = na_str_trim(header);
    bool whole = na_text_copy_str(to, NA_COLUMN_NAME_MAX, header);
    for (char *c = to; *c != '\0'; c++) {
        *c = *c == ' ' || *c == '-' ? '_' : na_ascii_lower(*c);
    }
    return whole && to[0] != '\0';
}

/* Is it a column that an export works out? */
static bool is_worked_out(const char *name)
{
    static const char *const names[] = NA_COLUMNS_WORKED_OUT;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

bool na_column_makes_tag(const char *name)
{
    char folded[NA_COLUMN_NAME_MAX];
    struct na_heading_meaning meaning = na_heading_meaning_of(na_str_of(name));
    bool tag = meaning.weight == 0 || meaning.role == NA_REGISTER_NOTES ||
               meaning.role == NA_REGISTER_SITE_PHONE;
    return tag && fold_name(na_str_of(name), folded) && strcmp(folded, name) == 0 &&
           !is_worked_out(name) && na_heading_misspelt(na_str_of(name), &meaning) == NULL &&
           !na_column_is_secret(na_str_of(name));
}

bool na_column_is_secret(struct na_str name)
{
    return na_secret_heading_of(name) == NA_HEADING_SECRET;
}

void na_columns_fini(struct na_columns *columns)
{
    free(columns->roles);
    free(columns->names);
    memset(columns, 0, sizeof *columns);
}
