/* What holds for every question of the table, new ones too. */
#include "nearaid/questions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define SUMMARY_MAX 70

static void names_paths_and_subcommands_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *a = na_questions[i];
        assert_ptr_equal(na_question_named(a->name), a);
        for (size_t j = 0; j < i; j++) {
            const struct na_question *b = na_questions[j];
            assert_false(a->path != NULL && b->path != NULL && strcmp(a->path, b->path) == 0);
            assert_false(a->command != NULL && b->command != NULL &&
                         strcmp(a->command, b->command) == 0);
        }
    }
    assert_null(na_question_named("wards "));
}

static bool ends_with(const char *text, char c)
{
    size_t length = strlen(text);
    return length > 0 && text[length - 1] == c;
}

static void every_question_says_what_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        print_message("%s\n", question->name);
        assert_in_range(strlen(question->summary), 1, SUMMARY_MAX);
        assert_true(!ends_with(question->summary, '.') || strstr(question->summary, "..."));
        assert_true(ends_with(question->about, '.'));
        assert_non_null(question->tag);
        assert_non_null(question->params);
        assert_true(question->path != NULL || question->command != NULL);
        assert_int_equal(question->command != NULL, question->examples != NULL);
        bool braces = question->path != NULL && strchr(question->path, '{') != NULL;
        assert_int_equal(braces, question->path_summary != NULL);
        assert_int_equal(braces, question->path_example != NULL);
        bool json = (question->forms & NA_FORM_JSON) != 0;
        bool geojson = (question->forms & NA_FORM_GEOJSON) != 0;
        /* A document of another kind says itself what it is. */
        assert_true(question->schema != NULL ? json || geojson : !json || question->media != NULL);
        assert_int_equal((question->forms & NA_FORM_ROWS) != 0, question->body == NA_BODY_ROWS);
    }
}

/* Does a parameter of that name stand before this one? It would have two meanings. */
static bool stands_before(const struct na_param_specs *const lists[2], size_t n, size_t j)
{
    const char *name = lists[n]->specs[j].name;
    for (size_t m = 0; m <= n; m++) {
        for (size_t k = 0; lists[m] != NULL && k < (m < n ? lists[m]->count : j); k++) {
            if (strcmp(lists[m]->specs[k].name, name) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void every_parameter_is_described(void **state)
{
    (void)state;
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        const struct na_param_specs *lists[] = {question->params, question->command_params};
        for (size_t n = 0; n < 2; n++) {
            for (size_t j = 0; lists[n] != NULL && j < lists[n]->count; j++) {
                const struct na_param_spec *spec = &lists[n]->specs[j];
                print_message("%s of %s\n", spec->name, question->name);
                assert_in_range(strlen(spec->summary), 8, 200);
                assert_false(ends_with(spec->summary, '.') && strstr(spec->summary, "...") == NULL);
                assert_int_equal(spec->type == NA_PARAM_ENUM, spec->choices != NULL);
                /* Who reads the OpenAPI document sees what is meant. */
                assert_false(n == 0 && question->path != NULL && spec->example == NULL);
                assert_false(stands_before(lists, n, j));
            }
        }
    }
}

/* A file of the caller's is named on the command line alone, where its name may be of any bytes. */
static void files_are_named_on_the_command_line_alone(void **state)
{
    (void)state;
    size_t files = 0;
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        const struct na_param_specs *lists[] = {question->params, question->command_params};
        for (size_t n = 0; n < 2; n++) {
            for (size_t j = 0; lists[n] != NULL && j < lists[n]->count; j++) {
                enum na_param_type type = lists[n]->specs[j].type;
                bool is_ours = type == NA_PARAM_FILE || type == NA_PARAM_CONDITION;
                assert_false(is_ours && n == 0 && question->path != NULL);
                files += is_ours ? 1 : 0;
            }
        }
        /* Options without a subcommand are nobody's. */
        assert_false(question->command == NULL && question->command_params != NULL);
        assert_false(question->command == NULL && question->command_about != NULL);
    }
    assert_true(files > 20);
}

static void what_is_private_is_kept_so(void **state)
{
    (void)state;
    for (size_t i = 0; i < na_question_count; i++) {
        const struct na_question *question = na_questions[i];
        print_message("%s\n", question->name);
        for (size_t j = 0; j < question->params->count && question->path != NULL; j++) {
            if (strcmp(question->params->specs[j].name, "lat") == 0) {
                assert_int_equal(question->privacy, NA_POSITION);
            }
        }
        if (question->privacy == NA_SECRET) {
            assert_int_equal(question->role, NA_CONTROL);
        }
        if (question->cost == NA_ERRAND) { /* its answers are kept, for others who ask the same */
            assert_int_equal(question->privacy, NA_OPEN);
            assert_int_equal(question->role, NA_ANYONE);
            assert_non_null(na_question_answer(question));
            assert_false(question->by_minute);
        }
    }
}

/* A parameter has one meaning wherever it is asked of a question to the data; the columns of rows
 * are named by the same words. */
static void a_parameter_has_one_type(void **state)
{
    (void)state;
    for (size_t i = 0; i < na_question_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct na_question *a = na_questions[i], *b = na_questions[j];
            /* What a standard calls so has the meaning that the standard gives it. */
            bool standard = strcmp(a->tag, "features") == 0 || strcmp(b->tag, "features") == 0;
            if (standard || na_question_answer(a) == NULL || na_question_answer(b) == NULL) {
                continue;
            }
            for (size_t n = 0; n < a->params->count; n++) {
                for (size_t m = 0; m < b->params->count; m++) {
                    const struct na_param_spec *p = &a->params->specs[n], *q = &b->params->specs[m];
                    /* The box of OGC API Features may be in another system. */
                    bool box = p->type == NA_PARAM_BOX || q->type == NA_PARAM_BOX;
                    if (strcmp(p->name, q->name) == 0 && strcmp(p->name, "kind") != 0 && !box) {
                        print_message("%s of %s and %s\n", p->name, a->name, b->name);
                        assert_int_equal(p->type, q->type);
                    }
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_paths_and_subcommands_are_unique),
        cmocka_unit_test(every_question_says_what_it_is),
        cmocka_unit_test(every_parameter_is_described),
        cmocka_unit_test(files_are_named_on_the_command_line_alone),
        cmocka_unit_test(what_is_private_is_kept_so),
        cmocka_unit_test(a_parameter_has_one_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
