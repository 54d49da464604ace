/* Each separator is tried on the first rows, and the one that gives the best header and the most
 * even rows wins. Then each column's values vote on decimal commas and the order of dates. What the
 * values leave open stays open. */
#include "tables/text_form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/csv_index.h"

static const char separators[] = {',', ';', '\t', '|'};
#define SEPARATORS (sizeof separators)

static bool begins(struct na_str text, const char *with)
{
    size_t length = strlen(with);
    return text.length >= length && memcmp(text.bytes, with, length) == 0;
}

/* Characters of more than one byte that are UTF-8, and bytes that are not UTF-8; a character cut at
 * the end is neither. */
static void count_utf8(struct na_str text, bool whole, size_t *ret_good, size_t *ret_bad)
{
    size_t i = 0;
    *ret_good = 0;
    *ret_bad = 0;
    while (i < text.length) {
        if ((unsigned char)text.bytes[i] < 0x80) {
            i++;
            continue;
        }
        size_t length = 2;
        while (length <= 4 && length <= text.length - i && !na_utf8_valid(text.bytes + i, length)) {
            length++;
        }
        bool cut = !whole && text.length - i < 4;
        bool good = length <= 4 && length <= text.length - i;
        *ret_good += good;
        *ret_bad += !good && !cut;
        i += good ? length : 1;
    }
}

static enum na_encoding find_encoding(struct na_str sample, bool whole)
{
    size_t good = 0;
    size_t bad = 0;
    count_utf8(sample, whole, &good, &bad);
    return bad > good ? NA_ENCODING_CP1252 : NA_ENCODING_UTF8;
}

/* Work space for looking at rows. */
struct looking {
    const struct na_text_wanted *wanted;
    struct na_str text; /* from the first row on */
    bool whole;
    struct na_csv_rows rows;
    char unquoted[NA_CSV_ROW_MAX + 16];
    struct na_str names[NA_CSV_ROW_FIELDS_MAX];
};

/* What a separator makes of the first rows. */
struct trial {
    char separator;
    int worth;         /* of the best row as the header */
    size_t titles;     /* rows above it */
    size_t from;       /* its first byte */
    size_t fields;     /* of it */
    size_t same, rows; /* rows after it with as many fields, and all of them */
};

static size_t unquote_all(struct looking *looking, const struct na_csv_row *row)
{
    size_t used = 0;
    size_t count = row->count < NA_CSV_ROW_FIELDS_MAX ? row->count : NA_CSV_ROW_FIELDS_MAX;
    for (size_t i = 0; i < count; i++) {
        struct na_str raw = na_csv_row_raw(row, looking->text.bytes, i);
        looking->names[i] = na_csv_unquote(raw, looking->unquoted + used);
        used += raw.length;
    }
    return count;
}

/* "Place (lat", of "Place (lat, lon)": the separator is another. */
static bool cuts_bracket(struct na_str name)
{
    int open = 0;
    for (size_t i = 0; i < name.length; i++) {
        open += (name.bytes[i] == '(') - (name.bytes[i] == ')');
    }
    return open != 0;
}

static int judge(struct looking *looking, const struct na_csv_row *row)
{
    const struct na_header_wanted *header = &looking->wanted->header;
    if (header->judge == NULL || row->fault != NA_CSV_GOOD || looking->wanted->headless) {
        return 0;
    }
    size_t count = unquote_all(looking, row);
    while (count > 0 && na_str_trim(looking->names[count - 1]).length == 0) {
        count--;
    }
    for (size_t i = 0; i < count; i++) {
        if (cuts_bracket(looking->names[i])) {
            return 0;
        }
    }
    return header->judge(header->context, looking->names, count);
}

/* Is the row seen to its end? */
static bool is_seen(const struct looking *looking, const struct na_csv_row *row)
{
    return looking->whole || row->next < looking->text.length;
}

static void try_separator(struct looking *looking, char separator, struct trial *ret_trial)
{
    struct trial trial = {.separator = separator};
    struct na_csv_row row;
    size_t seen = 0;
    na_csv_rows_init(&looking->rows, looking->text.bytes, looking->text.length, separator,
                     NA_CSV_PLAIN);
    while (seen < NA_HEADER_ROWS_MAX && na_csv_rows_next(&looking->rows, &row)) {
        if (!is_seen(looking, &row)) {
            break;
        }
        if (row.end == row.from) {
            continue;
        }
        int worth = judge(looking, &row);
        if (seen == 0 || worth > trial.worth) {
            trial = (struct trial){.separator = separator,
                                   .worth = worth,
                                   .titles = seen,
                                   .from = row.from,
                                   .fields = row.count};
        } else {
            trial.rows++;
            trial.same += row.count == trial.fields;
        }
        seen++;
    }
    *ret_trial = trial;
}

/* Is `a` the better guess? */
static bool is_better(const struct trial *a, const struct trial *b)
{
    if (a->worth != b->worth) {
        return a->worth > b->worth;
    }
    if ((a->fields > 1) != (b->fields > 1)) {
        return a->fields > 1;
    }
    if (a->same * (b->rows + 1) != b->same * (a->rows + 1)) {
        return a->same * (b->rows + 1) > b->same * (a->rows + 1);
    }
    return a->fields > b->fields;
}

static struct trial find_separator(struct looking *looking)
{
    struct trial best;
    char known = looking->wanted->separator;
    try_separator(looking, known != '\0' ? known : separators[0], &best);
    for (size_t i = 1; known == '\0' && i < SEPARATORS; i++) {
        struct trial trial;
        try_separator(looking, separators[i], &trial);
        best = is_better(&trial, &best) ? trial : best;
    }
    return best;
}

/* What the values of a column show. */
struct evidence {
    size_t points, commas, either;
    size_t grouped; /* like 450.770 */
    size_t day_first, month_first;
    double largest;
    size_t days, values;
    int32_t last_day;
};

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

static bool has_figure(struct na_str value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (is_figure(value.bytes[i])) {
            return true;
        }
    }
    return false;
}

/* "450.770": one to three figures, then groups of three after dots. */
static bool is_grouped(struct na_str value)
{
    size_t lead = 0;
    while (lead < value.length && is_figure(value.bytes[lead])) {
        lead++;
    }
    bool good = lead >= 1 && lead <= 3 && value.bytes[0] != '0' && value.length > lead &&
                (value.length - lead) % 4 == 0;
    for (size_t i = lead; i < value.length && good; i++) {
        good = (i - lead) % 4 == 0 ? value.bytes[i] == '.' : is_figure(value.bytes[i]);
    }
    return good;
}

static void weigh_value(struct na_str value, struct evidence *evidence)
{
    double number = 0.0;
    enum na_date_order order = NA_DATE_DAY_FIRST;
    value = na_str_trim_wide(value);
    evidence->values += value.length > 0;
    if (!has_figure(value)) {
        return; /* neither a number nor a date */
    }
    bool comma = value.length > 0 && memchr(value.bytes, ',', value.length) != NULL;
    if (comma || (value.length > 0 && memchr(value.bytes, '.', value.length) != NULL)) {
        bool point_good = na_number_read(value, NA_NUMBER_POINT, &number) == NA_NUMBER_GOOD;
        bool comma_good = na_number_read(value, NA_NUMBER_COMMA, &number) == NA_NUMBER_GOOD;
        evidence->points += point_good && !comma_good;
        evidence->commas += comma_good && !point_good;
        evidence->either += comma && point_good;
    }
    evidence->grouped += is_grouped(value);
    if (value.length > 0 && is_figure(value.bytes[value.length - 1]) &&
        na_number_parse(value, &number)) {
        evidence->largest = fmax(evidence->largest, fabs(number));
    }
    struct na_date_found found;
    /* Only a column whose every value is a day has a last one. */
    if (evidence->days + 1 == evidence->values && value.length >= 6 &&
        na_date_read(value, NA_DATE_DAY_FIRST, &found)) {
        bool later = evidence->days == 0 || found.day > evidence->last_day;
        evidence->last_day = later ? found.day : evidence->last_day;
        evidence->days++;
    }
    if (na_date_shows_order(value, &order)) {
        evidence->day_first += order == NA_DATE_DAY_FIRST;
        evidence->month_first += order == NA_DATE_MONTH_FIRST;
    }
}

static void weigh_rows(struct looking *looking, size_t from, char separator, bool has_header,
                       struct evidence *evidence, struct na_column_form *forms, size_t columns)
{
    struct na_csv_row row;
    struct na_str all = looking->text;
    looking->text = (struct na_str){all.bytes + from, all.length - from};
    na_csv_rows_init(&looking->rows, looking->text.bytes, looking->text.length, separator,
                     na_csv_way_best());
    bool header = has_header;
    while (na_csv_rows_next(&looking->rows, &row) && is_seen(looking, &row)) {
        if (row.end == row.from || row.fault != NA_CSV_GOOD) {
            continue;
        }
        size_t count = unquote_all(looking, &row);
        if (header) {
            header = false;
            for (size_t i = 0; i < count && i < columns; i++) {
                struct na_str name = na_str_trim_wide(looking->names[i]);
                (void)na_text_copy_str(forms[i].name, sizeof forms[i].name, name);
            }
            continue;
        }
        for (size_t i = 0; i < count && i < columns; i++) {
            weigh_value(looking->names[i], &evidence[i]);
        }
    }
    looking->text = all;
}

/* The column of this direction, if all its numbers are grouped by dots; SIZE_MAX: there is none. */
static size_t grouped_column(const struct evidence *evidence, const struct na_text_form *form,
                             const char *direction)
{
    for (size_t i = 0; i < form->column_count; i++) {
        char name[sizeof form->columns[i].name];
        (void)na_text_copy(name, sizeof name, form->columns[i].name);
        for (char *c = name; *c != '\0'; c++) {
            *c = na_ascii_lower(*c);
        }
        if (evidence[i].grouped > 0 && evidence[i].grouped == evidence[i].values &&
            strstr(name, direction) != NULL) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Eastings and northings that all look like 450.770 would lie within a kilometre of the grid's
 * origin, in the Atlantic: the dots part thousands, as spreadsheets write them that part cells by
 * semicolons. Between commas they may be kilometres. */
static void find_dots(const struct evidence *evidence, struct na_text_form *form)
{
    size_t east = grouped_column(evidence, form, "east");
    size_t north = grouped_column(evidence, form, "north");
    bool spreadsheet = form->separator == ';' || form->separator == '\t';
    if (spreadsheet && east != SIZE_MAX && north != SIZE_MAX && east != north) {
        form->columns[east].marks = form->columns[north].marks = NA_NUMBER_COMMA;
        form->columns[east].dots = form->columns[north].dots = true;
    }
}

static enum na_code find_columns(struct looking *looking, struct na_text_form *form, size_t from,
                                 struct na_error *reterr)
{
    size_t count = form->column_count;
    struct evidence *evidence = calloc(count + 1, sizeof *evidence);
    form->columns = calloc(count + 1, sizeof *form->columns);
    if (evidence == NULL || form->columns == NULL) {
        free(evidence);
        return na_fail_memory(reterr, "looking at the columns");
    }
    weigh_rows(looking, from, form->separator, !looking->wanted->headless, evidence, form->columns,
               count);
    bool file_has_commas = false;
    for (size_t i = 0; i < count; i++) {
        file_has_commas = file_has_commas || evidence[i].commas > evidence[i].points;
    }
    for (size_t i = 0; i < count; i++) {
        const struct evidence *e = &evidence[i];
        bool undecided = e->commas == 0 && e->points == 0;
        bool commas = e->commas > e->points || (undecided && e->either > 0 && file_has_commas);
        struct na_column_form *column = &form->columns[i];
        column->marks = commas ? NA_NUMBER_COMMA : NA_NUMBER_POINT;
        column->order = e->month_first > e->day_first ? NA_DATE_MONTH_FIRST : NA_DATE_DAY_FIRST;
        column->largest = e->largest;
        column->thousands = !commas && e->either > 0;
        column->order_seen = e->month_first + e->day_first > 0;
        column->last_day = e->days > 0 && e->days == e->values ? e->last_day : NA_DATE_NONE;
    }
    find_dots(evidence, form);
    free(evidence);
    return NA_OK;
}

/* "sep=;" of Excel, and the separator it tells; the bytes of the line, 0: there is none. */
static size_t take_sep_line(struct na_str text, char *ret_separator)
{
    if (text.length < 6 || !(begins(text, "sep=") || begins(text, "SEP="))) {
        return 0;
    }
    size_t at = text.bytes[5] == '\r' ? 6 : 5;
    if (at >= text.length || text.bytes[at] != '\n') {
        return 0;
    }
    *ret_separator = text.bytes[4];
    return at + 1;
}

enum na_code na_text_form_find(struct na_str sample, bool whole,
                               const struct na_text_wanted *wanted, struct na_text_form *ret_form,
                               struct na_error *reterr)
{
    struct na_text_wanted known = *wanted;
    struct looking *looking = malloc(sizeof *looking);
    if (looking == NULL) {
        return na_fail_memory(reterr, "looking at a table");
    }
    size_t mark = begins(sample, "\xEF\xBB\xBF") ? 3 : 0;
    struct na_str text = {sample.bytes + mark, sample.length - mark};
    char told = '\0';
    size_t sep_line = take_sep_line(text, &told);
    known.separator = known.separator != '\0' ? known.separator : told;
    text = (struct na_str){text.bytes + sep_line, text.length - sep_line};
    looking->wanted = &known;
    looking->text = text;
    looking->whole = whole;
    struct trial trial = find_separator(looking);
    bool below = trial.worth > 0 && trial.titles > 0;
    struct na_text_form form = {
        .separator = trial.separator,
        .encoding = wanted->has_encoding ? wanted->encoding
                    : mark > 0           ? NA_ENCODING_UTF8
                                         : find_encoding(sample, whole),
        .titles = below ? trial.titles : 0,
        .column_count = trial.fields < NA_CSV_ROW_FIELDS_MAX ? trial.fields : NA_CSV_ROW_FIELDS_MAX,
        .judged = trial.worth > 0,
        .worth = trial.worth};
    form.skip = below ? mark + sep_line + trial.from : sep_line > 0 ? mark + sep_line : 0;
    enum na_code code = find_columns(looking, &form, below ? trial.from : 0, reterr);
    free(looking);
    if (code != NA_OK) {
        na_text_form_fini(&form);
        return code;
    }
    *ret_form = form;
    return NA_OK;
}

void na_text_form_fini(struct na_text_form *form)
{
    free(form->columns);
    form->columns = NULL;
    form->column_count = 0;
}

enum na_code na_text_form_columns(const struct na_text_form *form, bool headless,
                                  const char *decimal, const char *dates,
                                  struct na_column_form **ret_columns, struct na_error *reterr)
{
    struct na_column_form *columns = calloc(form->column_count + 1, sizeof *columns);
    if (columns == NULL) {
        return na_fail_memory(reterr, "opening the input");
    }
    for (size_t i = 0; i < form->column_count; i++) {
        columns[i] =
            headless ? (struct na_column_form){.last_day = NA_DATE_NONE} : form->columns[i];
        if (decimal != NULL) {
            columns[i].marks = strcmp(decimal, "comma") == 0 ? NA_NUMBER_COMMA : NA_NUMBER_POINT;
        }
        if (dates != NULL) {
            columns[i].order =
                strcmp(dates, "month-first") == 0 ? NA_DATE_MONTH_FIRST : NA_DATE_DAY_FIRST;
        }
    }
    *ret_columns = columns;
    return NA_OK;
}
