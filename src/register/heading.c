/* Folding makes one form of "BusinessName", "business_name" and "Business name". The meaning is a
 * look-up in the table. A heading that misses by an edit or two is found as misspelt; assign.c
 * decides what comes of it. */
#include "register/heading.h"

#include <string.h>

#include "base/number.h"

extern const unsigned char na_headings_table[];
extern const size_t na_headings_table_length;

static const char *const names[NA_REGISTER_COUNT] = {"id",
                                                     "kind",
                                                     "name",
                                                     "aliases",
                                                     "address",
                                                     "postcode",
                                                     "siting",
                                                     "w3w",
                                                     "opening_hours",
                                                     "uprn",
                                                     "access",
                                                     "access_locked",
                                                     "code_holder",
                                                     "code_holder_phone",
                                                     "code_checked",
                                                     "lat",
                                                     "lon",
                                                     "easting_m",
                                                     "northing_m",
                                                     "position_quality",
                                                     "accuracy_m",
                                                     "status",
                                                     "last_checked",
                                                     "valid_from",
                                                     "valid_to",
                                                     "tags",
                                                     "location",
                                                     "spoken_name",
                                                     "landmark",
                                                     "looks",
                                                     "lat_lon",
                                                     "grid_ref",
                                                     "crs",
                                                     "x",
                                                     "y",
                                                     "day_hours",
                                                     "notes",
                                                     "phone",
                                                     "ignored",
                                                     "secret",
                                                     "tag"};

const char *na_role_name(enum na_register_role role)
{
    return role < NA_REGISTER_COUNT ? names[role] : "tag";
}

bool na_role_named(struct na_str name, enum na_register_role *ret_role)
{
    for (int role = 0; role < NA_REGISTER_COUNT; role++) {
        if (na_str_is(name, names[role])) {
            *ret_role = (enum na_register_role)role;
            return true;
        }
    }
    return false;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* Does a new word begin at byte i? "BusinessName", "LADCode", "address1". */
static bool begins_word(struct na_str text, size_t i)
{
    char c = text.bytes[i];
    char last = text.bytes[i - 1];
    char next = i + 1 < text.length ? text.bytes[i + 1] : '\0';
    return (is_upper(c) && is_lower(last)) ||
           (is_upper(c) && is_upper(last) && is_lower(next) && next != 's') ||
           (is_figure(c) && (is_lower(last) || is_upper(last))) ||
           (is_figure(last) && (is_lower(c) || is_upper(c)));
}

/* Take a whole word "the" at the end of `to` back. */
static size_t drop_article(const char *to, size_t length)
{
    bool the = length >= 3 && memcmp(to + length - 3, "the", 3) == 0 &&
               (length == 3 || to[length - 4] == ' ');
    return the && length > 3 ? length - 3 : length;
}

void na_heading_fold(struct na_str heading, char ret_folded[NA_HEADING_MAX])
{
    size_t length = 0;
    bool blank = true;
    heading = na_str_trim_wide(heading);
    for (size_t i = 0; i < heading.length && length + 3 < NA_HEADING_MAX; i++) {
        unsigned char c = (unsigned char)heading.bytes[i];
        bool word = is_upper((char)c) || is_lower((char)c) || is_figure((char)c) || c >= 0x80 ||
                    c == '@' || (c == '#' && heading.length == 1);
        if (c == '\'') {
            continue;
        }
        bool parted = !word || (i > 0 && begins_word(heading, i));
        if (parted && !blank) {
            length = drop_article(ret_folded, length);
            blank = length == 0 || ret_folded[length - 1] == ' ';
            if (!blank) {
                ret_folded[length++] = ' ';
                blank = true;
            }
        }
        if (word) {
            ret_folded[length++] = na_ascii_lower((char)c);
            blank = false;
        }
    }
    length = drop_article(ret_folded, length);
    while (length > 0 && ret_folded[length - 1] == ' ') {
        length--;
    }
    ret_folded[length] = '\0';
}

/* One line of the table: "role weight: heading | heading". */
struct line {
    struct na_heading_meaning meaning;
    struct na_str headings;
};

static bool next_line(size_t *at, struct line *ret_line)
{
    const char *text = (const char *)na_headings_table;
    while (*at < na_headings_table_length) {
        const char *start = text + *at;
        const char *end = memchr(start, '\n', na_headings_table_length - *at);
        size_t length = end != NULL ? (size_t)(end - start) : na_headings_table_length - *at;
        *at += length + 1;
        const char *colon = memchr(start, ':', length);
        const char *blank = memchr(start, ' ', length);
        int64_t weight = 0;
        if (length == 0 || start[0] == '#' || colon == NULL || blank == NULL || blank > colon) {
            continue;
        }
        struct na_str role = {start, (size_t)(blank - start)};
        struct na_str figures = {blank + 1, (size_t)(colon - blank - 1)};
        if (na_role_named(role, &ret_line->meaning.role) &&
            na_integer_parse(figures, 1, 100, &weight)) {
            ret_line->meaning.weight = (int)weight;
            ret_line->headings = (struct na_str){colon + 1, length - (size_t)(colon + 1 - start)};
            return true;
        }
    }
    return false;
}

/* The next of the headings, which the table has in their folded form. */
static bool next_heading(struct na_str *headings, struct na_str *ret_folded)
{
    if (headings->length == 0) {
        return false;
    }
    const char *bar = memchr(headings->bytes, '|', headings->length);
    size_t length = bar != NULL ? (size_t)(bar - headings->bytes) : headings->length;
    *ret_folded = na_str_trim((struct na_str){headings->bytes, length});
    size_t used = bar != NULL ? length + 1 : length;
    headings->bytes += used;
    headings->length -= used;
    return true;
}

struct na_heading_meaning na_heading_meaning_of(struct na_str heading)
{
    struct na_heading_meaning best = {NA_REGISTER_TAG, 0};
    char folded[NA_HEADING_MAX];
    struct na_str known;
    struct line line;
    size_t at = 0;
    na_heading_fold(heading, folded);
    while (folded[0] != '\0' && next_line(&at, &line)) {
        while (line.meaning.weight > best.weight && next_heading(&line.headings, &known)) {
            if (na_str_is(known, folded)) {
                best = line.meaning;
            }
        }
    }
    return best;
}

/* Edit distance with exchanged neighbours, of texts of at most 40 bytes; 99 for longer ones. */
static size_t distance(struct na_str first, struct na_str second)
{
    enum { MOST = 40 };
    size_t rows[3][MOST + 1];
    const char *a = first.bytes;
    const char *b = second.bytes;
    size_t n = first.length;
    size_t m = second.length;
    if (n > MOST || m > MOST) {
        return 99;
    }
    for (size_t j = 0; j <= m; j++) {
        rows[0][j] = j;
        rows[1][j] = j;
        rows[2][j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3];
        const size_t *last = rows[(i + 2) % 3];
        const size_t *before = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            now[j] = swapped && before[j - 2] + 1 < best ? before[j - 2] + 1 : best;
        }
    }
    return rows[n % 3][m];
}

/* Words of other things that are near a known heading. */
static bool is_other_word(const char *folded)
{
    static const char others[] =
        " owner stations station map model make date level stats dates "
        "note pint pints sites light long lane lot late lift case pace post "
        "posts town towns state space street streets open kinds mind rest "
        "tests same game names access excess tag lock locks look time type "
        "size side ward wards region area areas road roads block stop ";
    char word[NA_HEADING_MAX + 3];
    size_t length = strlen(folded);
    word[0] = ' ';
    memcpy(word + 1, folded, length);
    memcpy(word + 1 + length, " ", 2);
    return strstr(others, word) != NULL || length < 4;
}

const char *na_heading_misspelt(struct na_str heading, struct na_heading_meaning *ret_meaning)
{
    char folded[NA_HEADING_MAX];
    struct na_str known;
    struct line line;
    size_t at = 0;
    size_t nearest = 99;
    na_heading_fold(heading, folded);
    struct na_str asked = na_str_of(folded);
    if (is_other_word(folded)) {
        return NULL;
    }
    while (next_line(&at, &line)) {
        while (line.meaning.weight >= 10 && next_heading(&line.headings, &known)) {
            size_t shorter = known.length < asked.length ? known.length : asked.length;
            size_t most = shorter / 6 > 1 ? shorter / 6 : 1;
            bool like = shorter >= 4 && known.bytes[0] == folded[0];
            size_t apart = like ? distance(known, asked) : 99;
            if (apart > 0 && apart <= most && apart < nearest) {
                nearest = apart;
                *ret_meaning = line.meaning;
            }
        }
    }
    return nearest < 99 ? na_role_name(ret_meaning->role) : NULL;
}

bool na_heading_same(struct na_str a, struct na_str b)
{
    char first[NA_HEADING_MAX];
    char second[NA_HEADING_MAX];
    if (na_str_equal(na_str_trim_wide(a), na_str_trim_wide(b))) {
        return true;
    }
    na_heading_fold(a, first);
    na_heading_fold(b, second);
    return first[0] != '\0' && strcmp(first, second) == 0;
}

/* A heading in quotes at the beginning of the list: its length with them; 0: it has none. */
static size_t quoted_length(struct na_str list, char mark)
{
    size_t from = 0;
    while (from < list.length && list.bytes[from] == ' ') {
        from++;
    }
    const char *end = from < list.length && list.bytes[from] == '"'
                          ? memchr(list.bytes + from + 1, '"', list.length - from - 1)
                          : NULL;
    if (end == NULL) {
        return 0;
    }
    size_t after = (size_t)(end - list.bytes) + 1;
    size_t next = after;
    while (next < list.length && list.bytes[next] == ' ') {
        next++;
    }
    return next == list.length || list.bytes[next] == mark ? after : 0;
}

bool na_heading_list_next(struct na_str *list, char mark, struct na_str *ret_heading)
{
    size_t end = quoted_length(*list, mark);
    bool quoted = end > 0;
    int depth = 0;
    if (list->length == 0) {
        return false;
    }
    while (end < list->length && (list->bytes[end] != mark || depth > 0)) {
        depth += list->bytes[end] == '(' ? 1 : list->bytes[end] == ')' && depth > 0 ? -1 : 0;
        end++;
    }
    if (depth > 0) { /* a bracket that is never closed holds nothing together */
        const char *first = memchr(list->bytes, mark, list->length);
        end = first != NULL && !quoted ? (size_t)(first - list->bytes) : list->length;
    }
    *ret_heading = na_str_trim((struct na_str){list->bytes, end});
    if (quoted) {
        ret_heading->bytes++;
        ret_heading->length -= 2;
    }
    size_t used = end < list->length ? end + 1 : end;
    list->bytes += used;
    list->length -= used;
    return true;
}
