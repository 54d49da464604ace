/* The list of questions, without their answers. */
#include "nearaid/questions.h"

#include <string.h>

#define ROW(name) &na_question_##name,
const struct na_question *const na_questions[] = {NA_QUESTIONS(ROW, ROW)};
const size_t na_question_count = sizeof na_questions / sizeof na_questions[0];

const struct na_question *na_question_named(const char *name)
{
    for (size_t i = 0; i < na_question_count; i++) {
        if (strcmp(na_questions[i]->name, name) == 0) {
            return na_questions[i];
        }
    }
    return NULL;
}
