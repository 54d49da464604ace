/* One record of a register: each cell is cleaned, goes through the guard against codes, and is then
 * read as what its column holds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/date_read.h"
#include "base/fail.h"
#include "base/number.h"
#include "compile/register_cell.h"
#include "data/postcode.h"
#include "geo/gridref.h"
#include "register/hours.h"
#include "register/value.h"
#include "register/week.h"

/* Days from 1899-12-30, the day 0 of spreadsheets, to 1970-01-01. */
#define SPREADSHEET_EPOCH 25569
#define SPREADSHEET_FIRST 36000
#define SPREADSHEET_LAST 60000

static enum na_code set_text(const struct na_register_cell *cell, const char *text)
{
    na_buffer_clear(cell->text);
    return na_buffer_text(cell->text, text);
}

/* Letters damaged by a wrong encoding are mended, what a spreadsheet left of a value is dropped. */
static enum na_code mend(const struct na_register_cell *cell)
{
    bool mended = false;
    struct na_str text = na_register_cell_text(cell);
    if (na_value_is_damage(text)) {
        if (cell->role == NA_REGISTER_NAME || cell->role == NA_REGISTER_ID) {
            na_register_cell_fault(cell, "Correct the cell in the spreadsheet, and export it again",
                                   "A spreadsheet could not work out the value");
        } else {
            na_register_cell_warn(cell, "Correct the cell in the spreadsheet, and export it again",
                                  "A spreadsheet could not work out the value: it is left empty");
        }
        na_buffer_clear(cell->text);
        return NA_OK;
    }
    bool kept = cell->role == NA_REGISTER_ID || cell->role == NA_REGISTER_UPRN ||
                cell->role == NA_REGISTER_PHONE || cell->role == NA_REGISTER_SITE_PHONE;
    if (kept && na_value_is_exponent(text)) {
        if (cell->role == NA_REGISTER_ID) {
            na_register_cell_fault(cell, "Format the column as text, and type the figures again",
                                   "A spreadsheet has rounded the number");
        } else {
            na_register_cell_warn(cell, "Format the column as text, and type the figures again",
                                  "A spreadsheet has rounded the number: it is left empty");
        }
        na_buffer_clear(cell->text);
        return NA_OK;
    }
    enum na_code code = na_value_mend(text, &cell->reg->scratch, &mended);
    if (code == NA_OK && mended) {
        char what[256];
        (void)snprintf(what, sizeof what, "Damaged letters (UTF-8 read as CP1252) are mended: %.*s",
                       (int)(cell->reg->scratch.length > 120 ? 120 : cell->reg->scratch.length),
                       cell->reg->scratch.data);
        na_register_cell_warn(cell, "Export the file as UTF-8", what);
        na_buffer_clear(cell->text);
        code = na_buffer_append(cell->text, cell->reg->scratch.data, cell->reg->scratch.length);
    }
    return code;
}

static enum na_date_order order_of(const struct na_register_cell *cell, bool *ret_mixed)
{
    const struct na_column_seen *seen = &cell->reg->columns[cell->i].seen;
    enum na_section_order order = cell->reg->section->order;
    *ret_mixed = order == NA_ORDER_FOUND && seen->day_first > 0 && seen->month_first > 0;
    if (order == NA_ORDER_FOUND) {
        return seen->month_first > seen->day_first ? NA_DATE_MONTH_FIRST : NA_DATE_DAY_FIRST;
    }
    return order == NA_ORDER_MDY ? NA_DATE_MONTH_FIRST : NA_DATE_DAY_FIRST;
}

/* "03/04/2026": both orders make a day. */
static bool is_ambiguous(struct na_str text)
{
    struct na_date_found first;
    struct na_date_found second;
    return na_date_read(text, NA_DATE_DAY_FIRST, &first) &&
           na_date_read(text, NA_DATE_MONTH_FIRST, &second) && first.day != second.day;
}

static bool is_checking(enum na_register_role role)
{
    return role == NA_REGISTER_LAST_CHECKED || role == NA_REGISTER_CODE_CHECKED;
}

/* Nobody has checked anything after the day of issue, or before there were such things. */
static bool is_possible(const struct na_register_cell *cell, int32_t day)
{
    static const int32_t year_2000 = 10957;
    int32_t issued = cell->reg->compiler->manifest.issued;
    char what[96];
    char date[NA_DATE_TEXT];
    na_date_format(date, day);
    if (is_checking(cell->role) && issued != NA_DATE_NONE && day > issued) {
        (void)snprintf(what, sizeof what, "%s is after the day of issue: it is left empty", date);
        na_register_cell_warn(cell, "Correct the date", what);
        return false;
    }
    if (is_checking(cell->role) && day < year_2000) {
        (void)snprintf(what, sizeof what, "%s is long ago: is the year right?", date);
        na_register_cell_warn(cell, "Correct the date if it is not", what);
    }
    return true;
}

static enum na_code read_date(const struct na_register_cell *cell)
{
    struct na_str text = na_register_cell_text(cell);
    struct na_date_found found = {.day = NA_DATE_NONE};
    bool mixed = false;
    double serial = 0;
    char date[NA_DATE_TEXT];
    enum na_date_order order = order_of(cell, &mixed);
    if (na_value_is_none(text) || na_str_is(text, "00000000")) {
        return set_text(cell, "");
    }
    if (mixed && is_ambiguous(text)) {
        na_register_cell_fault(
            cell, "Add date_order = dmy to its section, or correct the dates",
            "The column has dates of both orders: is the day or the month first here?");
        return set_text(cell, "");
    }
    (void)(mixed && na_date_shows_order(text, &order)); /* its own, which it shows */
    bool good = na_date_read(text, order, &found);
    bool number = !good && na_number_parse(text, &serial) && serial >= SPREADSHEET_FIRST &&
                  serial <= SPREADSHEET_LAST;
    if (number) {
        found.day = (int32_t)floor(serial) - SPREADSHEET_EPOCH;
        good = true;
    }
    if (!good) {
        return NA_OK; /* its reader says so */
    }
    if (found.is_month && cell->role == NA_REGISTER_VALID_TO) {
        return NA_OK;
    }
    if (found.is_month) {
        na_register_cell_warn(cell, "Write the day, too",
                              "A month without a day: its first day is taken");
    }
    na_date_format(date, is_possible(cell, found.day) ? found.day : NA_DATE_NONE);
    return set_text(cell, date);
}

/* Is the text one of the words of a list with commas between? */
static bool is_listed(struct na_str text, const char *list)
{
    char word[64];
    struct na_str rest = na_str_of(list);
    (void)na_text_copy_str(word, sizeof word, text);
    while (rest.length > 0) {
        size_t end = 0;
        char item[64];
        while (end < rest.length && rest.bytes[end] != ',') {
            end++;
        }
        (void)na_text_copy_str(item, sizeof item, na_str_trim((struct na_str){rest.bytes, end}));
        if (item[0] != '\0' && na_text_same_fold(item, word)) {
            return true;
        }
        end += end < rest.length;
        rest.bytes += end;
        rest.length -= end;
    }
    return false;
}

static enum na_code read_locked(const struct na_register_cell *cell)
{
    const struct na_section *section = cell->reg->section;
    struct na_str text = na_register_cell_text(cell);
    if (text.length == 0 || na_str_is(text, "unknown")) {
        return NA_OK;
    }
    enum na_answer answer = is_listed(text, section->locked_yes)  ? NA_ANSWER_YES
                            : is_listed(text, section->locked_no) ? NA_ANSWER_NO
                                                                  : na_value_answer(text);
    if (answer == NA_ANSWER_UNKNOWN) {
        if (!na_value_is_none(text)) {
            na_register_cell_warn(
                cell, "Write yes, no or unknown, or add the word to locked.yes in its section",
                "Not an answer to whether it is locked: it counts as unknown");
        }
        return set_text(cell, "unknown");
    }
    return set_text(cell, answer == NA_ANSWER_YES ? "yes" : "no");
}

static enum na_code read_status(const struct na_register_cell *cell)
{
    const struct na_section *section = cell->reg->section;
    struct na_str text = na_register_cell_text(cell);
    if (na_value_is_none(text)) {
        return set_text(cell, "");
    }
    enum na_service service = is_listed(text, section->status_in)    ? NA_SERVICE_IN
                              : is_listed(text, section->status_out) ? NA_SERVICE_OUT
                              : na_str_is(text, "in_service")        ? NA_SERVICE_IN
                              : na_str_is(text, "out_of_service")    ? NA_SERVICE_OUT
                                                                     : na_value_service(text);
    if (service == NA_SERVICE_UNKNOWN) {
        na_register_cell_warn(cell,
                              "Write in_service, out_of_service or unknown, or add the word to "
                              "status.in_service in its section",
                              "The status is not understood: it counts as unknown");
    }
    return set_text(cell, service == NA_SERVICE_IN    ? "in_service"
                          : service == NA_SERVICE_OUT ? "out_of_service"
                                                      : "unknown");
}

/* Tell who listens how a text was read, if it was not of the subset already. */
static void tell_hours(const struct na_register *reg, struct na_str from, const char *to)
{
    const struct na_compile_listener *listener = reg->compiler->options->listener;
    if (listener != NULL && listener->hours != NULL && reg->tells && !na_str_is(from, to)) {
        listener->hours(listener->context, reg->file, from, to);
    }
}

static enum na_code read_hours(const struct na_register_cell *cell)
{
    char hours[NA_HOURS_READ_MAX];
    struct na_str text = na_register_cell_text(cell);
    if (na_value_is_none(text)) {
        return set_text(cell, "");
    }
    if (!na_hours_read(text, hours)) {
        return NA_OK;
    }
    tell_hours(cell->reg, text, hours);
    return set_text(cell, hours);
}

/* A telephone number keeps its nought; one that a spreadsheet took is put back if it took them from
 * most of the column. */
static enum na_code read_phone(const struct na_register_cell *cell)
{
    char phone[NA_PHONE_MAX];
    bool lost = false;
    const struct na_column_seen *seen = &cell->reg->columns[cell->i].seen;
    struct na_str text = na_register_cell_text(cell);
    if (na_value_is_none(text)) {
        return set_text(cell, "");
    }
    bool good = na_value_phone(text, phone, &lost);
    bool all = seen->filled >= 5 && seen->phones_lost * 100 >= seen->filled * 80;
    if (good && lost && all) {
        if (cell->reg->lost_noughts++ == 0) {
            na_register_cell_warn(
                cell, "Format the column as text",
                "The numbers of this column have lost their first 0: it is put back");
        }
        return set_text(cell, phone);
    }
    if (!good || lost) {
        na_register_cell_warn(cell, "Format the column as text, and write the number with its 0",
                              lost ? "The telephone number has lost its first 0"
                                   : "Not a telephone number of 10 or 11 figures");
        return NA_OK;
    }
    return text.bytes[0] == '+' || text.bytes[0] == '4' ? set_text(cell, phone) : NA_OK;
}

static enum na_code read_postcode(const struct na_register_cell *cell)
{
    uint32_t key = 0;
    char postcode[NA_POSTCODE_TEXT];
    struct na_str text = na_register_cell_text(cell);
    if (na_value_is_none(text)) {
        return set_text(cell, "");
    }
    if (na_postcode_unit(text, &key)) {
        na_postcode_format(postcode, key);
        return set_text(cell, postcode);
    }
    na_register_cell_warn(cell, "Write it as TS24 8AY", "Not a whole postcode");
    return NA_OK;
}

/* Words for nothing, and 0,0, in the columns of a position. */
static enum na_code read_half(const struct na_register_cell *cell)
{
    struct na_str text = na_register_cell_text(cell);
    return na_number_is_missing(text) || na_value_is_none(text) ? set_text(cell, "") : NA_OK;
}

/* Ids stand in addresses of the web, where "/" parts. */
static enum na_code read_id(const struct na_register_cell *cell)
{
    bool has = false;
    for (size_t i = 0; i < cell->text->length; i++) {
        has = has || cell->text->data[i] == '/';
        cell->text->data[i] = cell->text->data[i] == '/' ? '-' : cell->text->data[i];
    }
    if (has && cell->reg->slashes++ == 0) {
        na_register_cell_warn(cell, "Nothing needs to be done",
                              "An id cannot have a /: in this column it becomes -");
    }
    return NA_OK;
}

static enum na_code read_cell(const struct na_register_cell *cell)
{
    switch (cell->role) {
    case NA_REGISTER_ID:
        return read_id(cell);
    case NA_REGISTER_LAST_CHECKED:
    case NA_REGISTER_CODE_CHECKED:
    case NA_REGISTER_VALID_FROM:
    case NA_REGISTER_VALID_TO:
        return read_date(cell);
    case NA_REGISTER_LOCKED:
        return read_locked(cell);
    case NA_REGISTER_STATUS:
        return read_status(cell);
    case NA_REGISTER_OPENING_HOURS:
        return read_hours(cell);
    case NA_REGISTER_PHONE:
    case NA_REGISTER_SITE_PHONE:
        return read_phone(cell);
    case NA_REGISTER_POSTCODE:
        return read_postcode(cell);
    case NA_REGISTER_LAT:
    case NA_REGISTER_LON:
    case NA_REGISTER_EASTING:
    case NA_REGISTER_NORTHING:
        return read_half(cell);
    default:
        return NA_OK;
    }
}

struct na_str na_register_value(const struct na_register *reg, enum na_register_role role)
{
    size_t i = na_register_find(reg, role);
    return i < reg->count ? reg->fields[i] : (struct na_str){"", 0};
}

/* Case and blanks apart, is `part` within `whole`? */
static bool holds(struct na_str whole, struct na_str part)
{
    for (size_t i = 0; part.length > 0 && i + part.length <= whole.length; i++) {
        size_t same = 0;
        while (same < part.length &&
               na_ascii_lower(whole.bytes[i + same]) == na_ascii_lower(part.bytes[same])) {
            same++;
        }
        if (same == part.length) {
            return true;
        }
    }
    return false;
}

/* The parts of the address, in the order of the file; one that is there already is not repeated. */
static enum na_code make_address(struct na_register *reg)
{
    struct na_buffer *to = &reg->texts[reg->count + NA_MADE_ADDRESS];
    enum na_code code = NA_OK;
    na_buffer_clear(to);
    for (size_t i = 0; i < reg->count && code == NA_OK; i++) {
        struct na_str part = reg->fields[i];
        if (reg->columns[i].role != NA_REGISTER_ADDRESS || na_value_is_none(part) ||
            holds((struct na_str){to->data, to->length}, part)) {
            continue;
        }
        bool number = to->length > 0 && to->length <= 5 && to->data[to->length - 1] >= '0' &&
                      to->data[to->length - 1] <= '9'; /* "12" + "High Street" */
        code = to->length > 0 ? na_buffer_text(to, number ? " " : ", ") : NA_OK;
        if (code == NA_OK) {
            code = na_buffer_append(to, part.bytes, part.length);
        }
    }
    return code;
}

static enum na_code make_text(struct na_register *reg, enum na_register_made made, const char *text)
{
    struct na_buffer *to = &reg->texts[reg->count + made];
    na_buffer_clear(to);
    return na_buffer_text(to, text);
}

static enum na_code make_number(struct na_register *reg, enum na_register_made made, double value)
{
    char text[NA_NUMBER_TEXT];
    (void)na_number_shortest(&text, value);
    return make_text(reg, made, text);
}

/* Two numbers of one column: which of them is which, the column tells. */
static enum na_code make_pair(struct na_register *reg, size_t i, bool *ret_made)
{
    struct na_value_pair pair;
    const struct na_column_seen *seen = &reg->columns[i].seen;
    *ret_made = na_value_pair(reg->fields[i], &pair);
    if (!*ret_made) {
        return NA_OK;
    }
    bool metres = fabs(pair.first) > 1000 && fabs(pair.second) > 1000;
    bool lon_first = pair.is_point || seen->pairs_lon_first * 2 > seen->pairs;
    if (!metres && pair.first == 0 && pair.second == 0) {
        *ret_made = false;
        return NA_OK;
    }
    double first = !metres && lon_first ? pair.second : pair.first;
    double second = !metres && lon_first ? pair.first : pair.second;
    enum na_code code = make_number(reg, metres ? NA_MADE_EASTING : NA_MADE_LAT, first);
    return code == NA_OK ? make_number(reg, metres ? NA_MADE_NORTHING : NA_MADE_LON, second) : code;
}

/* "OSGB36", "EPSG:27700", "British National Grid": the coordinates of this record are metres. */
static bool is_grid_system(struct na_str text)
{
    return holds(text, na_str_of("27700")) || holds(text, na_str_of("OSGB")) ||
           holds(text, na_str_of("British")) || holds(text, na_str_of("BNG"));
}

/* Copy the columns of a position into those made. */
static enum na_code copy_halves(struct na_register *reg)
{
    static const enum na_register_role roles[] = {NA_REGISTER_LAT, NA_REGISTER_LON,
                                                  NA_REGISTER_EASTING, NA_REGISTER_NORTHING};
    size_t crs = na_register_find(reg, NA_REGISTER_CRS);
    bool by_row = crs < reg->count && reg->fields[crs].length > 0;
    bool grid = by_row && is_grid_system(reg->fields[crs]);
    enum na_code code = NA_OK;
    for (size_t r = 0; r < 4 && code == NA_OK; r++) {
        size_t i = na_register_find(reg, roles[r]);
        if (i == reg->count) {
            continue;
        }
        bool east = r == 1 || r == 2;
        size_t made = !by_row ? NA_MADE_LAT + r
                      : grid  ? (east ? NA_MADE_EASTING : NA_MADE_NORTHING)
                              : (east ? NA_MADE_LON : NA_MADE_LAT);
        struct na_buffer *to = &reg->texts[reg->count + made];
        if (to->length == 0) {
            reg->out_forms[reg->count + made] = reg->out_forms[i];
            code = na_buffer_append(to, reg->fields[i].bytes, reg->fields[i].length);
        }
    }
    return code;
}

static bool has_made(const struct na_register *reg, enum na_register_made made)
{
    return reg->texts[reg->count + made].length > 0;
}

/* The centre of the square that a grid reference names, and how far it is from its corners. */
static enum na_code make_grid_ref(struct na_register *reg, struct na_str text)
{
    struct na_grid centre;
    double accuracy_m = 0;
    if (!na_gridref_parse(text, &centre, &accuracy_m)) {
        return NA_OK;
    }
    enum na_code code = make_number(reg, NA_MADE_EASTING, centre.easting_m);
    code = code == NA_OK ? make_number(reg, NA_MADE_NORTHING, centre.northing_m) : code;
    if (code == NA_OK && accuracy_m > 1) {
        code = make_number(reg, NA_MADE_ACCURACY, ceil(accuracy_m));
    }
    return code;
}

/* The position: two columns, else one of both, else a grid reference. */
static enum na_code make_position(struct na_register *reg)
{
    enum na_code code = NA_OK;
    for (size_t m = NA_MADE_LAT; m <= NA_MADE_NORTHING; m++) {
        na_buffer_clear(&reg->texts[reg->count + m]);
        reg->out_forms[reg->count + m] = (struct na_column_form){.marks = NA_NUMBER_POINT};
    }
    na_buffer_clear(&reg->texts[reg->count + NA_MADE_ACCURACY]);
    if (!reg->makes_position) {
        return NA_OK;
    }
    code = copy_halves(reg);
    bool made = (has_made(reg, NA_MADE_LAT) && has_made(reg, NA_MADE_LON)) ||
                (has_made(reg, NA_MADE_EASTING) && has_made(reg, NA_MADE_NORTHING));
    size_t pair = na_register_find(reg, NA_REGISTER_LAT_LON);
    if (code == NA_OK && !made && pair < reg->count) {
        code = make_pair(reg, pair, &made);
    }
    size_t ref = na_register_find(reg, NA_REGISTER_GRID_REF);
    if (code == NA_OK && !made && ref < reg->count) {
        code = make_grid_ref(reg, reg->fields[ref]);
    }
    return code;
}

static enum na_code make_id(struct na_register *reg)
{
    char id[NA_MADE_ID_TEXT] = "";
    if (reg->facts.wishes_id) {
        na_made_ids_next(&reg->ids, na_str_of(reg->section->kind),
                         na_register_value(reg, NA_REGISTER_NAME),
                         na_register_value(reg, NA_REGISTER_POSTCODE), id);
    }
    return make_text(reg, NA_MADE_ID, id);
}

/* What stands for a day in the columns of days. */
static void gather_week(const struct na_register *reg, struct na_week *ret_week)
{
    memset(ret_week, 0, sizeof *ret_week);
    for (size_t i = 0; i < reg->count; i++) {
        unsigned int days = 0;
        enum na_day_part part = NA_DAY_WHOLE;
        if (reg->columns[i].role != NA_REGISTER_DAY_HOURS ||
            !na_week_heading(reg->columns[i].heading, &days, &part)) {
            continue;
        }
        struct na_str *texts = part == NA_DAY_OPENS    ? ret_week->opens
                               : part == NA_DAY_CLOSES ? ret_week->closes
                                                       : ret_week->whole;
        for (unsigned int day = 0; day < 7; day++) {
            if ((days & 1u << day) != 0 && texts[day].length == 0) {
                texts[day] = reg->fields[i];
            }
        }
    }
}

static enum na_code make_hours(struct na_register *reg, int64_t line)
{
    char hours[NA_HOURS_READ_MAX] = "";
    struct na_week week;
    if (reg->out.roles[reg->count + NA_MADE_HOURS] == NA_COLUMN_OPENING_HOURS) {
        gather_week(reg, &week);
        enum na_week_read read = na_week_read(&week, hours);
        if (read == NA_WEEK_READ) {
            tell_hours(reg, na_str_of("its columns of days"), hours);
        } else if (read == NA_WEEK_LACKING) {
            na_compile_warning(reg->compiler,
                               (struct na_place){.file = reg->file,
                                                 .record = line,
                                                 .field = "opening_hours",
                                                 .hint = "Write closed into the days on which it "
                                                         "does not open"},
                               "A day has no hours while others do: they all count as unknown");
        }
    }
    return make_text(reg, NA_MADE_HOURS, hours);
}

static enum na_code make_fields(struct na_register *reg, int64_t line)
{
    enum na_code code = make_address(reg);
    code = code == NA_OK ? make_position(reg) : code;
    code = code == NA_OK ? make_id(reg) : code;
    code = code == NA_OK ? make_hours(reg, line) : code;
    code = code == NA_OK ? make_text(reg, NA_MADE_QUALITY, reg->section->quality) : code;
    for (size_t m = 0; m < NA_MADE_COUNT; m++) {
        const struct na_buffer *text = &reg->texts[reg->count + m];
        reg->fields[reg->count + m] =
            (struct na_str){text->length > 0 ? text->data : "", text->length};
    }
    return code;
}

/* Does a cell begin as a row of totals or a note does? */
static bool begins_as_note(struct na_str text)
{
    static const char *const words[] = {
        "total",           "grand total", "subtotal", "sub total", "sum",     "sum:",
        "count",           "count:",      "end of",   "source:",   "source",  "note:",
        "notes:",          "note",        "updated",  "\xC2\xA9",  "(c)",     "contains ",
        "number of sites", "number of",   "total:",   "totals",    "average", "last updated",
        "printed",         "page "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]);
        bool begins = text.length >= length;
        for (size_t j = 0; begins && j < length; j++) {
            begins = na_ascii_lower(text.bytes[j]) == words[i][j];
        }
        char next = begins && text.length > length ? text.bytes[length] : ' ';
        if (begins && !((next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z'))) {
            return true;
        }
    }
    return false;
}

static bool is_blank_role(const struct na_register *reg, enum na_register_role role)
{
    return na_value_is_none(na_register_value(reg, role));
}

/* A total, a note, a second row of headings: no asset, and no cell of it is quoted. */
static bool is_no_asset(const struct na_register *reg, bool *ret_headings)
{
    size_t filled = 0;
    size_t same = 0;
    bool note = false;
    for (size_t i = 0; i < reg->count; i++) {
        struct na_str text = reg->fields[i];
        if (text.length == 0) {
            continue;
        }
        filled++;
        note = note || (filled <= 3 && begins_as_note(text));
        same += na_str_equal(text, reg->columns[i].heading);
    }
    *ret_headings = filled > 2 && same == filled;
    bool placed =
        reg->facts.has_point || !is_blank_role(reg, NA_REGISTER_LAT) ||
        !is_blank_role(reg, NA_REGISTER_EASTING) || !is_blank_role(reg, NA_REGISTER_LAT_LON) ||
        !is_blank_role(reg, NA_REGISTER_GRID_REF) || !is_blank_role(reg, NA_REGISTER_POSTCODE);
    return *ret_headings || (!placed && (note || (filled <= 2 && filled * 3 < reg->count)));
}

/* secrets = move: the code goes where access_codes go, before any reader sees the cell. */
static void move_code(const struct na_register_cell *cell)
{
    struct na_str text = na_register_cell_text(cell);
    bool none = na_value_is_none(text) || na_value_answer(text) == NA_ANSWER_NO;
    bool good = na_compile_is_code(text);
    if (!none && good) {
        (void)na_text_copy_str(cell->reg->code, sizeof cell->reg->code, text);
    } else if (!none) {
        na_register_cell_fault(cell, "A code is 1 to 31 bytes, without control characters",
                               "The code cannot be used");
    }
}

/* One cell into `texts`: cleaned, guarded, mended. */
static enum na_code take_cell(struct na_register *reg, size_t i, struct na_str field, int64_t line)
{
    struct na_register_cell cell = {reg, i, line, &reg->texts[i], reg->columns[i].role};
    enum na_code code = na_value_clean(field, cell.text);
    if (code == NA_OK && i == reg->code_column) {
        move_code(&cell);
    }
    if (reg->columns[i].role == NA_REGISTER_SECRET || reg->columns[i].role == NA_REGISTER_IGNORED) {
        na_buffer_clear(cell.text);
    }
    code = code == NA_OK ? na_register_cell_guard(&cell) : code;
    code = code == NA_OK ? mend(&cell) : code;
    reg->fields[i] = na_register_cell_text(&cell);
    return code;
}

static enum na_code read_cells(struct na_register *reg, int64_t line)
{
    enum na_code code = NA_OK;
    for (size_t i = 0; i < reg->count && code == NA_OK; i++) {
        struct na_register_cell cell = {reg, i, line, &reg->texts[i], reg->columns[i].role};
        code = read_cell(&cell);
        reg->fields[i] = na_register_cell_text(&cell);
    }
    return code;
}

static void say_no_asset(struct na_register *reg, int64_t line, bool headings)
{
    if (!headings) {
        na_compile_warning(reg->compiler,
                           (struct na_place){.file = reg->file,
                                             .record = line,
                                             .hint = "If it is one, give it a position or a "
                                                     "postcode"},
                           "A row of totals or notes, not an asset: it is left out");
    }
}

enum na_code na_register_take(struct na_register *reg, const struct na_str *fields, size_t count,
                              int64_t line, struct na_asset_record *ret_record, bool *ret_is_asset,
                              struct na_error *reterr)
{
    enum na_code code = NA_OK;
    bool headings = false;
    struct na_report *report = reg->compiler->report;
    struct na_report kept = *report;
    memset(reg->code, 0, sizeof reg->code);
    for (size_t i = 0; i < reg->count && code == NA_OK; i++) {
        code = take_cell(reg, i, i < count ? fields[i] : (struct na_str){"", 0}, line);
    }
    *ret_is_asset = !is_no_asset(reg, &headings);
    if (!*ret_is_asset) {
        report->count = kept.count; /* what was found in a total is of no interest */
        report->errors = kept.errors;
        report->warnings = kept.warnings;
        reg->compiler->record.left_out = false;
        say_no_asset(reg, line, headings);
    } else if (code == NA_OK) {
        code = read_cells(reg, line);
        code = code == NA_OK ? make_fields(reg, line) : code;
    }
    if (code != NA_OK) {
        return na_fail(reterr, code, "No room for a record");
    }
    reg->rows += *ret_is_asset;
    *ret_record = (struct na_asset_record){.section = reg->section,
                                           .file = reg->file,
                                           .record = line,
                                           .columns = &reg->out,
                                           .fields = reg->fields,
                                           .forms = reg->out_forms,
                                           .form_count = reg->out.count,
                                           .code = reg->code[0] != '\0' ? reg->code : NULL};
    return NA_OK;
}
