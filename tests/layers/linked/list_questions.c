/* A program that lists the questions and answers none. */
#include <stdio.h>

#include "nearaid/questions.h"

int main(void)
{
    for (size_t i = 0; i < na_question_count; i++) {
        (void)printf("%s\t%s\n", na_questions[i]->name, na_questions[i]->summary);
    }
    return 0;
}
