/* nearaid/questions.h - the one table of questions. Adding a question is a room and a line here:
 * routes, subcommands, help, the OpenAPI document, the reference, the errand children and the
 * library read this list. A question that parses, counts or draws files of the caller's is run by
 * its subcommand and has no answer of the uniform shape. Constant; any thread. */
#ifndef NA_NEARAID_QUESTIONS_H
#define NA_NEARAID_QUESTIONS_H

#include "question/question.h"

/* In the order in which they are listed: what is asked of a point, of a text, of the data, and of
 * the caller's files. ANSWERED has a question and an answer of that name, RUN a question alone. */
#define NA_QUESTIONS(ANSWERED, RUN)                                                                \
    ANSWERED(ward)                                                                                 \
    ANSWERED(nearest)                                                                              \
    ANSWERED(here)                                                                                 \
    ANSWERED(hotspots)                                                                             \
    ANSWERED(barriers)                                                                             \
    ANSWERED(locate)                                                                               \
    ANSWERED(postcode)                                                                             \
    ANSWERED(wards)                                                                                \
    ANSWERED(ward_one)                                                                             \
    ANSWERED(assets)                                                                               \
    ANSWERED(asset_one)                                                                            \
    ANSWERED(access)                                                                               \
    ANSWERED(datasets)                                                                             \
    ANSWERED(collections)                                                                          \
    ANSWERED(collection)                                                                           \
    ANSWERED(items)                                                                                \
    ANSWERED(item)                                                                                 \
    ANSWERED(queryables)                                                                           \
    RUN(export)                                                                                    \
    RUN(batch_ward)                                                                                \
    RUN(batch_nearest)                                                                             \
    RUN(table)                                                                                     \
    RUN(compare)                                                                                   \
    RUN(hotspots_find)                                                                             \
    RUN(site)                                                                                      \
    ANSWERED(coverage)

#define NA_QUESTION_ANSWERED(name)                                                                 \
    extern const struct na_question na_question_##name;                                            \
    na_answer na_answer_##name;
#define NA_QUESTION_RUN(name) extern const struct na_question na_question_##name;
NA_QUESTIONS(NA_QUESTION_ANSWERED, NA_QUESTION_RUN)
#undef NA_QUESTION_ANSWERED
#undef NA_QUESTION_RUN

/* The questions alone: linked with nothing that answers them. */
extern const struct na_question *const na_questions[];
extern const size_t na_question_count;
/* The one of that name; NULL: none. */
const struct na_question *na_question_named(const char *name);

/* How it is answered; NULL: by its subcommand alone, or row by row. Linked with every answer. */
na_answer *na_question_answer(const struct na_question *question);

#endif
