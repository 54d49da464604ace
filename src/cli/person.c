/* A line is read whole, whatever its length, so that what is left of it never answers the next
 * question. */
#include "cli/person.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"

#define TRIES 3

bool na_cli_person_is_there(void)
{
    return isatty(STDIN_FILENO) == 1;
}

/* The answer, cut to its beginning; false: standard input has ended. */
static bool read_answer(char *to, size_t size)
{
    size_t used = 0;
    int c = 0;
    while ((c = getchar()) != EOF && c != '\n') {
        if (used + 1 < size) {
            to[used++] = (char)c;
        }
    }
    to[used] = '\0';
    return c != EOF || used > 0;
}

bool na_cli_person_choose(const char *question, const char *const *choices, size_t count,
                          size_t usual, size_t *ret_choice)
{
    char answer[32];
    for (int i = 0; i < TRIES; i++) {
        int64_t number = 0;
        (void)fprintf(stderr, "%s", question);
        for (size_t c = 0; c < count; c++) {
            (void)fprintf(stderr, "  [%zu] %s", c + 1, choices[c]);
        }
        (void)fprintf(stderr, "  > ");
        if (!read_answer(answer, sizeof answer)) {
            return false;
        }
        struct na_str said = na_str_trim(na_str_of(answer));
        if (said.length == 0 && usual < count) {
            *ret_choice = usual;
            return true;
        }
        if (na_integer_parse(said, 1, (int64_t)count, &number)) {
            *ret_choice = (size_t)number - 1;
            return true;
        }
        (void)fprintf(stderr, "Type a number from 1 to %zu.\n", count);
    }
    return false;
}

bool na_cli_person_agrees(const char *question)
{
    char answer[32];
    for (int i = 0; i < TRIES; i++) {
        (void)fprintf(stderr, "%s  [Y/n]  > ", question);
        if (!read_answer(answer, sizeof answer)) {
            return true;
        }
        struct na_str said = na_str_trim(na_str_of(answer));
        char first = said.length > 0 ? na_ascii_lower(said.bytes[0]) : 'y';
        if (first == 'y' || first == 'n') {
            return first == 'y';
        }
        (void)fprintf(stderr, "Type y or n.\n");
    }
    return true;
}
