/* cli/person.h - questions to the person at the terminal: on standard error, answered on standard
 * input. A question without a good answer is asked again, a few times. */
#ifndef NA_CLI_PERSON_H
#define NA_CLI_PERSON_H

#include <stdbool.h>
#include <stddef.h>

/* Is there a person: is standard input a terminal? */
bool na_cli_person_is_there(void);
/* "Which?  [1] a  [2] b  > ": which of `count` choices, from 0. `usual`: what an empty answer
 * means; SIZE_MAX: nothing. False: no answer. */
bool na_cli_person_choose(const char *question, const char *const *choices, size_t count,
                          size_t usual, size_t *ret_choice);
/* "Keep them?  [Y/n]  > ". Without an answer: yes. */
bool na_cli_person_agrees(const char *question);

#endif
