/* What the programs say to people, on standard error: the name of the program first, never the
 * data. */
#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/fail.h"

void na_cli_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)fputs("nearaid: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
}

void na_cli_say_error(const struct na_error *error)
{
    char text[sizeof(struct na_error) + 64];
    na_error_format(error, text, sizeof text);
    na_cli_say("%s", text);
}
