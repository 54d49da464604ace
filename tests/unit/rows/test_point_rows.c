/* Rows kept as points: each in one place of the tally, in the order of the input, the same for any
 * number of threads and any cut of the bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "support/batch_squares.h"
#include "support/point_texts.h"
#include "table/question.h"

static void read_one(const char *input, const struct na_point_rows_wanted *wanted,
                     struct texts *texts, struct na_point_rows *rows)
{
    struct na_error error = {.message = ""};
    *texts = (struct texts){.inputs = {na_str_of(input)}, .count = 1};
    if (read_rows(&pack, wanted, 1, 0, texts, rows, &error) != NA_OK) {
        fail_msg("%s", error.message);
    }
}

static void assert_balanced(const struct na_point_rows *rows)
{
    const struct na_point_tally *tally = &rows->tally;
    assert_int_equal(tally->read, tally->unasked + rows->count + tally->no_location + tally->bad +
                                      tally->off_grid);
}

static void a_row_of_the_grid_keeps_its_position(void **state)
{
    (void)state;
    const struct na_point_rows_wanted wanted = {.id_column = "id", .name_column = "Name"};
    struct texts texts;
    struct na_point_rows rows;
    read_one("id,easting,northing,name,Month\n"
             "a,450500.25,530500.125,\"One, \"\"1\"\"\",2025-01\n"
             "b,452500,530500,,2025-13x\n"
             "c,451500,530500,Three,2025-01\n",
             &wanted, &texts, &rows);
    assert_int_equal(rows.count, 3);
    assert_balanced(&rows);
    /* As typed: no rounding, no transformation. */
    assert_true(rows.items[0].grid.easting_m == 450500.25);
    assert_true(rows.items[0].grid.northing_m == 530500.125);
    assert_true(rows.items[0].at.lat_deg > 54.6 && rows.items[0].at.lat_deg < 54.7);
    assert_string_equal(na_point_rows_label(&rows, rows.items[0].name).bytes, "One, \"1\"");
    assert_string_equal(na_point_rows_label(&rows, rows.items[2].id).bytes, "c");
    assert_int_equal(na_point_rows_label(&rows, rows.items[1].name).length, 0);
    assert_string_equal(rows.layer->id, "2023");
    assert_int_equal(rows.items[0].ward, 0);
    assert_int_equal(rows.items[1].ward, NA_AREA_NONE);
    assert_int_equal(rows.items[2].ward, 1);
    assert_int_equal(rows.items[0].month, 0);
    assert_int_equal(rows.items[1].month, NA_POINT_MONTH_NONE);
    assert_int_equal(rows.months.count, 1);
    assert_true(rows.weight_sum == 3.0);
    na_point_rows_fini(&rows);
}

static void both_ways_of_a_position_agree(void **state)
{
    (void)state;
    const struct na_point_rows_wanted wanted = {0};
    struct texts texts;
    struct na_point_rows rows;
    read_one("easting,northing\n450500,530500\n", &wanted, &texts, &rows);
    char text[128];
    (void)snprintf(text, sizeof text, "lon,lat\n%.9f,%.9f\n", rows.items[0].at.lon_deg,
                   rows.items[0].at.lat_deg);
    na_point_rows_fini(&rows);
    read_one(text, &wanted, &texts, &rows);
    assert_int_equal(rows.count, 1);
    assert_true(fabs(rows.items[0].grid.easting_m - 450500.0) < 0.001);
    assert_true(fabs(rows.items[0].grid.northing_m - 530500.0) < 0.001);
    assert_int_equal(rows.items[0].id, NA_POINT_LABEL_NONE);
    assert_string_equal(na_point_rows_label(&rows, rows.items[0].id).bytes, "");
    na_point_rows_fini(&rows);
}

static void every_row_is_in_one_place_of_the_tally(void **state)
{
    (void)state;
    struct na_table_question question = {0};
    assert_int_equal(na_table_question_where(&question, "kind=pub|bar", NULL), NA_OK);
    const struct na_point_rows_wanted wanted = {
        .wheres = question.wheres, .where_count = 1, .weight_column = "seats"};
    struct texts texts;
    struct na_point_rows rows;
    read_one("kind,easting,northing,seats\n"
             "pub,450500,530500,2.5\n"
             "shop,oops,530500,1\n" /* not asked for: not bad */
             "pub,,,1\n"
             "bar,oops,530500,1\n"
             "bar,450500,530500,-1\n"
             "bar,450500,530500,\n"
             "bar,450500,530500,many\n"
             "bar,450500,530500,1x3\n"
             "pub,450500\n"
             "bar,450501,530500, 0 \n"
             "bar,450500,,1\n",
             &wanted, &texts, &rows);
    assert_int_equal(rows.tally.read, 11);
    assert_int_equal(rows.tally.unasked, 1);
    assert_int_equal(rows.tally.no_location, 1);
    assert_int_equal(rows.tally.bad, 7);
    assert_int_equal(rows.tally.off_grid, 0);
    assert_int_equal(rows.count, 2);
    assert_balanced(&rows);
    assert_true(rows.weight_sum == 2.5);
    assert_int_equal(rows.items[1].row, 10);
    assert_string_equal(texts.faults,
                        "4 [easting] [oops] not a number\n"
                        "5 [seats] [-1] the weight is negative\n"
                        "6 [seats] [] the weight is blank\n"
                        "7 [seats] [many] the weight is not a number\n"
                        "8 [seats] [1x3] the weight is not a number: \"x3\" follows it\n"
                        "9 [] [] fewer fields than the header\n"
                        "11 [northing] [] half a position: this one is blank\n");
    na_point_rows_fini(&rows);
}

static void a_position_beyond_the_grid_is_told(void **state)
{
    (void)state;
    const struct na_point_rows_wanted wanted = {0};
    struct texts texts;
    struct na_point_rows rows;
    struct query_pack tees;
    if (!query_pack_open_tees(&tees)) {
        skip();
    }
    struct na_error error = {.message = ""};
    texts = (struct texts){.inputs = {na_str_of("lat,lon\n54.6,-1.2\n40.0,30.0\n")}, .count = 1};
    assert_int_equal(read_rows(&tees, &wanted, 1, 0, &texts, &rows, &error), NA_OK);
    assert_int_equal(rows.tally.off_grid, 1);
    assert_int_equal(rows.count, 1);
    assert_balanced(&rows);
    assert_non_null(strstr(texts.faults, "2 [] [] the position lies where the National Grid"));
    na_point_rows_fini(&rows);
    query_pack_end(&tees);
}

static void a_missing_column_lists_those_there_are(void **state)
{
    (void)state;
    static const struct na_where where = {.column = "ghost", .values = "x"};
    const struct {
        struct na_point_rows_wanted wanted;
        const char *name;
    } rows[] = {{{.weight_column = "w"}, "\"w\""},
                {{.id_column = "ident"}, "\"ident\""},
                {{.name_column = "title"}, "\"title\""},
                {{.wheres = &where, .where_count = 1}, "\"ghost\""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct texts texts = {.inputs = {na_str_of("easting,northing,seats\n1,2,3\n")}, .count = 1};
        struct na_point_rows got;
        struct na_error error = {.message = ""};
        assert_int_equal(read_rows(&pack, &rows[i].wanted, 1, 0, &texts, &got, &error),
                         NA_ERR_DATA);
        assert_non_null(strstr(error.message, rows[i].name));
        assert_non_null(strstr(error.hint, "easting, northing, seats"));
    }
}

static void a_column_may_be_asked_for_twice(void **state)
{
    (void)state;
    const struct na_point_rows_wanted wanted = {
        .weight_column = "seats", .id_column = "seats", .name_column = "seats"};
    struct texts texts;
    struct na_point_rows rows;
    read_one("easting,northing,seats\n450500,530500,\"7\"\n", &wanted, &texts, &rows);
    assert_true(rows.items[0].weight == 7.0);
    assert_string_equal(na_point_rows_label(&rows, rows.items[0].id).bytes, "7");
    assert_string_equal(na_point_rows_label(&rows, rows.items[0].name).bytes, "7");
    na_point_rows_fini(&rows);
}

static void no_rows_are_no_points(void **state)
{
    (void)state;
    const struct na_point_rows_wanted wanted = {0};
    struct texts texts;
    struct na_point_rows rows;
    read_one("easting,northing\n", &wanted, &texts, &rows);
    assert_int_equal(rows.count, 0);
    assert_null(rows.items);
    assert_balanced(&rows);
    na_point_rows_fini(&rows);
}

/* A few thousand rows, some bad, some not asked for, over two inputs. */
static void fill_inputs(char *texts[2], size_t rows_each, size_t size)
{
    for (size_t i = 0; i < 2; i++) {
        size_t used = (size_t)snprintf(texts[i], size, "easting,northing,kind,id\n");
        for (size_t j = 0; j < rows_each; j++) {
            const char *kind = j % 5 == 0 ? "shop" : "pub";
            used +=
                (size_t)snprintf(texts[i] + used, size - used,
                                 j % 97 == 0 ? "?%zu,530%zu,%s,%zu\n" : "450%zu,530%zu,%s,%zu\n",
                                 100 + j % 900, 100 + (j * 7) % 900, kind, i * rows_each + j);
        }
    }
}

/* Member by member: what lies between them says nothing. */
static void assert_same_row(const struct na_point_row *a, const struct na_point_row *b)
{
    assert_true(a->at.lon_deg == b->at.lon_deg && a->at.lat_deg == b->at.lat_deg);
    assert_true(a->grid.easting_m == b->grid.easting_m && a->grid.northing_m == b->grid.northing_m);
    assert_true(a->weight == b->weight);
    assert_int_equal(a->row, b->row);
    assert_int_equal(a->ward, b->ward);
    assert_int_equal(a->month, b->month);
    assert_int_equal(a->id, b->id);
    assert_int_equal(a->name, b->name);
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->policing, b->policing);
}

static void threads_and_cuts_do_not_matter(void **state)
{
    (void)state;
    enum { ROWS_EACH = 1500, SIZE = ROWS_EACH * 40 };
    struct na_table_question question = {0};
    assert_int_equal(na_table_question_where(&question, "kind=pub", NULL), NA_OK);
    const struct na_point_rows_wanted wanted = {
        .wheres = question.wheres, .where_count = 1, .id_column = "id"};
    char *inputs[2] = {malloc(SIZE), malloc(SIZE)};
    fill_inputs(inputs, ROWS_EACH, SIZE);
    static const size_t cuts[][2] = {{1, 0}, {3, 1000}, {2, 61}};
    struct na_point_rows first = {0};
    for (size_t i = 0; i < sizeof cuts / sizeof cuts[0]; i++) {
        struct texts texts = {.inputs = {na_str_of(inputs[0]), na_str_of(inputs[1])}, .count = 2};
        struct na_point_rows rows;
        struct na_error error = {.message = ""};
        assert_int_equal(
            read_rows(&pack, &wanted, (unsigned int)cuts[i][0], cuts[i][1], &texts, &rows, &error),
            NA_OK);
        assert_balanced(&rows);
        assert_int_equal(rows.tally.read, 2 * ROWS_EACH);
        assert_int_equal(rows.tally.unasked, 2 * ROWS_EACH / 5);
        for (size_t j = 0; j < rows.count; j++) {
            /* The id is the number of the row, from 0. */
            assert_int_equal(strtoul(na_point_rows_label(&rows, rows.items[j].id).bytes, NULL, 10) +
                                 1,
                             rows.items[j].row);
        }
        if (i == 0) {
            first = rows;
            continue;
        }
        assert_int_equal(rows.count, first.count);
        for (size_t j = 0; j < rows.count; j++) {
            assert_same_row(&rows.items[j], &first.items[j]);
        }
        na_point_rows_fini(&rows);
    }
    na_point_rows_fini(&first);
    free(inputs[0]);
    free(inputs[1]);
}

/* A month of offences as it stands; NULL, with the reason printed, if it is not there. */
static char *load_month(const char *name, size_t *ret_length)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/offences/%s", NA_TEST_SHARED_DATA, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        (void)printf("skipped: no data in %s\n", NA_TEST_SHARED_DATA);
        return NULL;
    }
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    rewind(file);
    char *text = malloc((size_t)length);
    assert_int_equal(fread(text, 1, (size_t)length, file), length);
    (void)fclose(file);
    *ret_length = (size_t)length;
    return text;
}

/* Rows below the header, and of them those whose fifth field is not empty and, if wanted, whose
 * tenth is `type`: these files have neither quotes nor newlines in fields. */
static void count_lines(const char *text, size_t length, const char *type, uint64_t *rows,
                        uint64_t *placed)
{
    const char *end = text + length;
    const char *line = memchr(text, '\n', length);
    for (line = line + 1; line < end;) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        next = next == NULL ? end : next;
        const char *fields[12] = {line};
        for (size_t i = 1; i < 12; i++) {
            fields[i] =
                memchr(fields[i - 1], ',', (size_t)(next - fields[i - 1])) != NULL
                    ? (const char *)memchr(fields[i - 1], ',', (size_t)(next - fields[i - 1])) + 1
                    : next;
        }
        bool of_type = type == NULL || ((size_t)(fields[10] - fields[9]) == strlen(type) + 1 &&
                                        memcmp(fields[9], type, strlen(type)) == 0);
        ++*rows;
        *placed += of_type && fields[5] - fields[4] > 1;
        line = next + 1;
    }
}

static void the_real_months_reconcile(void **state)
{
    (void)state;
    static const char *const names[] = {
        "2024-01-cleveland-street.csv", "2025-01-cleveland-street.csv",
        "2025-02-cleveland-street.csv", "2025-03-cleveland-street.csv"};
    static const char *const types[] = {NULL, "Drugs"};
    struct query_pack tees;
    char *months[INPUTS_MAX] = {NULL};
    size_t lengths[INPUTS_MAX] = {0};
    if (!query_pack_open_tees(&tees)) {
        skip();
    }
    for (size_t i = 0; i < INPUTS_MAX; i++) {
        months[i] = load_month(names[i], &lengths[i]);
        assert_non_null(months[i]);
    }
    for (size_t t = 0; t < 2; t++) {
        struct na_table_question question = {0};
        struct texts texts = {.count = INPUTS_MAX};
        uint64_t read = 0;
        uint64_t placed = 0;
        for (size_t i = 0; i < INPUTS_MAX; i++) {
            texts.inputs[i] = (struct na_str){months[i], lengths[i]};
            count_lines(months[i], lengths[i], types[t], &read, &placed);
        }
        if (types[t] != NULL) {
            assert_int_equal(na_table_question_where(&question, "Crime type=Drugs", NULL), NA_OK);
        }
        const struct na_point_rows_wanted wanted = {.wheres = question.wheres,
                                                    .where_count = question.where_count};
        struct na_point_rows rows;
        struct na_error error = {.message = ""};
        assert_int_equal(read_rows(&tees, &wanted, 2, 0, &texts, &rows, &error), NA_OK);
        assert_balanced(&rows);
        assert_int_equal(rows.tally.read, read);
        assert_int_equal(rows.count, placed);
        assert_true(placed > 100);
        assert_int_equal(rows.months.count, 4);
        assert_string_equal(rows.profile, "police.uk");
        na_point_rows_fini(&rows);
    }
    for (size_t i = 0; i < INPUTS_MAX; i++) {
        free(months[i]);
    }
    query_pack_end(&tees);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_of_the_grid_keeps_its_position),
        cmocka_unit_test(both_ways_of_a_position_agree),
        cmocka_unit_test(every_row_is_in_one_place_of_the_tally),
        cmocka_unit_test(a_position_beyond_the_grid_is_told),
        cmocka_unit_test(a_missing_column_lists_those_there_are),
        cmocka_unit_test(a_column_may_be_asked_for_twice),
        cmocka_unit_test(no_rows_are_no_points),
        cmocka_unit_test(threads_and_cuts_do_not_matter),
        cmocka_unit_test(the_real_months_reconcile),
    };
    return cmocka_run_group_tests_name("point_rows", tests, open_pack, close_pack);
}
