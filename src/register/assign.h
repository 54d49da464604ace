/* register/assign.h - which column of a register is what: by its heading, corrected by its values.
 * Deterministic. Pure; any thread. */
#ifndef NA_REGISTER_ASSIGN_H
#define NA_REGISTER_ASSIGN_H

#include "register/role.h"
#include "register/seen.h"

/* A column, as it is known and as it is decided. */
struct na_register_column {
    struct na_str heading;
    struct na_column_seen seen;
    enum na_register_role wished; /* by pack.ini; NA_REGISTER_COUNT: not */
    bool keep;                    /* pack.ini says that it holds no codes */
    /* What na_register_assign decides: */
    enum na_register_role role;
    int weight;
    bool misspelt;    /* taken as its role's name misspelt */
    bool in_doubt;    /* nearly a known heading, but the role is taken: kept as a tag */
    bool asked;       /* left out though its heading does not say that it holds codes */
    bool not_lasting; /* ids that count rows */
    bool by_values;   /* its values said more than its heading */
};

struct na_register_facts {
    bool locks;     /* things of the kind are locked: figures without a meaning are codes */
    bool has_point; /* the position comes with the record */
    bool cut;       /* headings are cut at 10 bytes: a DBF */
    bool wishes_id; /* pack.ini makes the ids */
    bool has_week;  /* the hours stand in columns of days; na_register_assign decides */
};

/* Two columns that may both be one thing. */
struct na_register_doubt {
    bool is;
    enum na_register_role role;
    size_t first, second;
};

void na_register_assign(struct na_register_column *columns, size_t count,
                        struct na_register_facts *facts, struct na_register_doubt *ret_doubt);
/* Is the kind, or any heading, one of things that are locked? */
bool na_register_has_locks(struct na_str kind, const struct na_register_column *columns,
                           size_t count);

/* Headings that somebody named: lists as na_heading_list_next reads them. */
struct na_headings_named {
    struct {
        const char *list;
        char mark;
    } lists[2 * NA_REGISTER_COUNT + 16];
    size_t count;
};

/* How surely a row is the row of headings: hundredths of a point. Under NA_HEADINGS_LEAST it is
 * none. A na_header_wanted.judge; gives 0 then. `context`: struct na_headings_named, or NULL. */
#define NA_HEADINGS_LEAST 150
int na_headings_worth(const void *context, const struct na_str *names, size_t count);

#endif
