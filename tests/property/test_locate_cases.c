/* The texts of ../shared/cases with their right answers: at least 97 of 100 of each file, and never
 * certain of a wrong place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/number.h"
#include "compile/compile.h"
#include "io/file.h"
#include "locate/locate.h"
#include "question/session_state.h"

#define CASES NA_TEST_SOURCE_DIR "/../shared/cases"
#define COLUMNS 12

enum column {
    ID,
    KIND,
    TEXT,
    EXPECT,
    EASTING,
    NORTHING,
    WITHIN,
    MUST,
    ACCURACY,
    REASON,
    WARN,
    WHY
};

static struct na_buffer bytes;
static struct na_snapshot *snapshot;
static struct na_session *session;
static struct na_located located;

static int setup(void **state)
{
    (void)state;
    struct na_compile_options options = {.no_grid = false};
    struct na_report report;
    if (access(CASES "/places.tsv", R_OK) != 0) {
        printf("skipped: no cases in %s\n", CASES);
        return 0;
    }
    na_buffer_init(&bytes, (size_t)1 << 28);
    na_report_init(&report);
    assert_int_equal(na_compile(CASES, &options, &bytes, &report, NULL), NA_OK);
    na_report_fini(&report);
    assert_int_equal(na_snapshot_from_bytes(bytes.data, bytes.length, &snapshot, NULL), NA_OK);
    assert_int_equal(na_session_new(snapshot, &session, NULL), NA_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    na_session_free(session);
    na_snapshot_unref(snapshot);
    na_buffer_fini(&bytes);
    return 0;
}

/* Letters and figures alone, in lower case. */
static void squeeze(const char *text, char *to, size_t size)
{
    size_t length = 0;
    for (; *text != '\0' && length + 1 < size; text++) {
        char c = na_ascii_lower(*text);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            to[length++] = c;
        }
    }
    to[length] = '\0';
}

static bool is_named(const char *name)
{
    char wanted[128], got[600], whole[700];
    squeeze(name, wanted, sizeof wanted);
    for (size_t i = 0; i < located.count; i++) {
        const struct na_candidate *candidate = &located.candidates[i];
        (void)snprintf(whole, sizeof whole, "%.250s %.200s %.160s", na_candidate_name(candidate),
                       candidate->place, candidate->why);
        squeeze(whole, got, sizeof got);
        if (strstr(got, wanted) != NULL) {
            return true;
        }
    }
    return false;
}

static bool are_named(const char *must)
{
    while (*must != '\0') {
        char name[128];
        size_t length = strcspn(must, "|");
        (void)snprintf(name, sizeof name, "%.*s", (int)length, must);
        if (!is_named(name)) {
            return false;
        }
        must += length + (must[length] == '|');
    }
    return true;
}

static double number_of(const char *text)
{
    double value = NAN;
    (void)na_number_parse(na_str_of(text), &value);
    return value;
}

static bool is_at(const struct na_candidate *candidate, char *const *fields)
{
    double easting_m = number_of(fields[EASTING]);
    double within_m = number_of(fields[WITHIN]);
    return isnan(easting_m) ||
           hypot(candidate->grid.easting_m - easting_m,
                 candidate->grid.northing_m - number_of(fields[NORTHING])) <= within_m;
}

/* Is the answer one of those that README.md of the cases calls right? */
static bool is_right(char *const *fields, bool *ret_wrong_certain)
{
    bool certain = located.confident != NA_CANDIDATES_NONE;
    bool at = certain && is_at(&located.candidates[located.confident], fields);
    bool offered = false;
    for (size_t i = 0; i < located.count; i++) {
        offered = offered || is_at(&located.candidates[i], fields);
    }
    bool accurate =
        at && (fields[ACCURACY][0] == '\0' ||
               located.candidates[located.confident].accuracy_m >= number_of(fields[ACCURACY]));
    bool list = !certain && offered && are_named(fields[MUST]);
    bool point = accurate && are_named(fields[MUST]);
    const char *expect = fields[EXPECT];
    *ret_wrong_certain = certain && !at && fields[EASTING][0] != '\0';
    if (strcmp(expect, "point") == 0) {
        return point && (strcmp(fields[WARN], "yes") != 0 ||
                         located.candidates[located.confident].terminated != NA_DATE_NONE);
    }
    if (strcmp(expect, "either") == 0) {
        bool two = strchr(fields[MUST], '|') != NULL;
        return list || (accurate && (!two || are_named(fields[MUST])));
    }
    if (strcmp(expect, "list") == 0) {
        return list;
    }
    if (strcmp(expect, "outside") == 0) {
        return !certain && (fields[EASTING][0] == '\0' || offered);
    }
    *ret_wrong_certain = certain;
    return !certain;
}

static void expect_file(const char *name)
{
    char path[300];
    struct na_file file;
    size_t tried = 0;
    size_t right = 0;
    size_t wrong_certain = 0;
    (void)snprintf(path, sizeof path, "%s/%s", CASES, name);
    assert_int_equal(na_file_read(path, (size_t)1 << 20, &file, NULL), NA_OK);
    char *text = calloc(file.length + 1, 1);
    assert_non_null(text);
    memcpy(text, file.bytes, file.length);
    char *rest = text;
    while (*rest != '\0') {
        char *line = rest;
        size_t length = strcspn(rest, "\n");
        rest += length + (rest[length] == '\n');
        line[length] = '\0';
        char empty[] = "";
        char *fields[COLUMNS];
        char *at = line;
        for (size_t i = 0; i < COLUMNS; i++) {
            fields[i] = at != NULL ? at : empty;
            char *tab = at != NULL ? strchr(at, '\t') : NULL;
            if (tab != NULL) {
                *tab++ = '\0';
            }
            at = tab;
        }
        if (strcmp(fields[ID], "id") == 0) {
            continue;
        }
        bool wrong = false;
        struct na_error error = {.code = NA_OK};
        enum na_code code = na_locate_text(session, fields[TEXT], 10, &located, &error);
        assert_true(code == NA_OK || na_locate_refuses(code));
        bool good = is_right(fields, &wrong);
        tried++;
        right += good;
        wrong_certain += wrong;
        if (!good || wrong) {
            printf("%s \"%s\": wanted %s %s; %s, reason %s\n", fields[ID], fields[TEXT],
                   fields[EXPECT], fields[MUST],
                   located.confident != NA_CANDIDATES_NONE ? "certain" : "not certain",
                   located.reason);
        }
    }
    printf("%s: %zu of %zu right, %zu certain and wrong\n", name, right, tried, wrong_certain);
    free(text);
    na_file_free(&file);
    assert_true(tried > 100 && right * 100 >= tried * 97);
    assert_int_equal(wrong_certain, 0);
}

static void the_first_half_is_right(void **state)
{
    (void)state;
    if (session == NULL) {
        skip();
    }
    expect_file("places.tsv");
}

static void the_second_half_is_right(void **state)
{
    (void)state;
    if (session == NULL) {
        skip();
    }
    expect_file("places_more.tsv");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_half_is_right),
        cmocka_unit_test(the_second_half_is_right),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
