/* tables/text_form.h - how a text holds its table: encoding, delimiter, which row is the header,
 * what commas in numbers and the order of dates mean in each column. Found from the first MiB, so
 * that it is the same for every row. Private to tables. */
#ifndef NA_TABLES_TEXT_FORM_H
#define NA_TABLES_TEXT_FORM_H

#include "base/date.h"
#include "base/date_read.h"
#include "base/number.h"
#include "io/encoding.h"
#include "tables/rows.h"

/* What holds for a whole column. */
struct na_column_form {
    char name[64]; /* cut, for messages */
    enum na_number_marks marks;
    enum na_date_order order;
    double largest;   /* number there is, its sign left aside; 0: none */
    bool thousands;   /* it has numbers like 450,900 */
    bool dots;        /* 450.900 are thousands: metres of the grid that would be no land else */
    int32_t last_day; /* if all its values are days or months; NA_DATE_NONE: they are not */
    bool order_seen;  /* a value shows the order of day and month */
};

struct na_text_form {
    char separator;
    enum na_encoding encoding;
    size_t skip;                    /* bytes before the header: a sep= line, titles */
    size_t titles;                  /* rows among them */
    size_t column_count;            /* of the header */
    struct na_column_form *columns; /* owned */
    bool judged;                    /* the header is one that is wanted */
    int worth;                      /* as it was judged */
};

/* What is known beforehand. */
struct na_text_wanted {
    struct na_header_wanted header;
    char separator; /* 0: found */
    bool has_encoding;
    enum na_encoding encoding;
    bool headless; /* the first row is a row already */
};

/* Look at `sample`, the first bytes of a text without UTF-16; `whole`: there are no more. Errors:
 * NA_ERR_MEMORY. Release with na_text_form_fini. */
NA_MUST_USE enum na_code na_text_form_find(struct na_str sample, bool whole,
                                           const struct na_text_wanted *wanted,
                                           struct na_text_form *ret_form, struct na_error *reterr);
void na_text_form_fini(struct na_text_form *form);
/* The forms of its columns in new memory (free with free()), and over them what is told of all:
 * `decimal` "comma" or "point", `dates` "day-first" or "month-first"; NULL: as found. `headless`:
 * nothing is taken from the values. Errors: NA_ERR_MEMORY. */
NA_MUST_USE enum na_code na_text_form_columns(const struct na_text_form *form, bool headless,
                                              const char *decimal, const char *dates,
                                              struct na_column_form **ret_columns,
                                              struct na_error *reterr);

#endif
