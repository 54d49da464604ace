/* The answers of the list of questions: a file of its own, so that who only lists questions is not
 * linked with what answers them. */
#include "nearaid/questions.h"

#define ANSWERED(name) {&na_question_##name, na_answer_##name},
#define RUN(name) {&na_question_##name, NULL},
static const struct {
    const struct na_question *question;
    na_answer *answer;
} answers[] = {NA_QUESTIONS(ANSWERED, RUN)};

na_answer *na_question_answer(const struct na_question *question)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (answers[i].question == question) {
            return answers[i].answer;
        }
    }
    return NULL;
}
